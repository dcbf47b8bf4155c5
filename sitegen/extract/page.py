"""Read an HTML page: its main content as rows with blocks, the lines around it as rows without."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, dropwhile
from typing import Final
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as Element

from sitegen.extract.blocks import Block, Heading, Rule, link_share, text_of
from sitegen.extract.dom import INLINE, drop, drop_unseen, line_of, parse
from sitegen.extract.features import PageWords
from sitegen.extract.formulas import write_formulas
from sitegen.extract.headings import read_headings
from sitegen.extract.media import left_out, players, show_pictures
from sitegen.extract.metadata import read_facts
from sitegen.extract.naming import Named, read_names
from sitegen.extract.page_headline import page_headline
from sitegen.extract.read_blocks import read_blocks
from sitegen.extract.segments import PROSE_MIN, Segment, read_segments, weigh
from sitegen.extract.selecting import select
from sitegen.extract.soup import to_soup
from sitegen.extract.source import Facts, Row, Source
from sitegen.extract.state import stated_body
from sitegen.model import Evidence, Removal

BODY_SAMPLE: Final = 3000
"""Characters of paragraphs that tell what a page is about."""
SHOWN_MIN: Final = 600
"""Weight of the words of a page below which its data is looked through for more: a long paragraph."""
STATED_MORE: Final = 2
"""By how much the text in the data must be longer than what is shown."""
INLINES_MAX: Final = 50_000
"""Elements within lines: an article has fewer; of what has more only the words are kept, not how they are set."""
_INLINES: Final = tuple(sorted(INLINE - {"img"}))
ASIDE_MAX: Final = 160
"""Characters of a segment beside the article that may still be a byline."""


def read_page(text: str, url: str | None) -> Source:
    """Return the rows and facts of the page *text* that was fetched from *url*; without rows if nothing is in it."""
    root = parse(text)
    if root is None:
        return Source(())
    held = list(root.iter())  # or each pass over the tree would make its elements anew for Python
    show_pictures(root)
    write_formulas(root)
    base = _base(root, url)
    played = players(root, base)
    removed = drop_unseen(root)
    named = read_names(root)
    facts = read_facts(root, named, url)
    for unseen in list(root.iter("script", "noscript", "head")):
        drop(unseen)
    segments = read_segments(root)
    found = titled(facts, named, segments)
    title = found.text if found else ""
    facts = replace(facts, title=found)
    selection = select(root, segments, PageWords(title, facts.description, facts.body))
    removed += left_out(played, root)
    held.clear()
    address = facts.canonical.text if facts.canonical else None
    blocks, elements = _blocks(selection.article, base, address)
    lines = [0, *map(line_of, elements)]
    shown = list(map(text_of, blocks))
    weight = sum(map(weigh, shown))
    if weight < SHOWN_MIN and (stated := stated_body(text, title, shown if weight >= PROSE_MIN else ())):
        article = parse(f"<html><body>{stated.markup}</body></html>")
        if article is not None and stated.weight >= weight * STATED_MORE:
            removed += drop_unseen(article)
            blocks, elements = _blocks(article, base, address)
            shown = list(map(text_of, blocks))
            lines = [0] * (len(elements) + 1)  # those of a fragment say nothing of the page
            facts = replace(facts, body_from=Evidence("body", stated.source, ""))
            selection = replace(selection, within=())
    places = accumulate((block.line for block in blocks), max)  # words of a box stand behind a box within it, too
    rows = [
        (place, 1, _row(block, text, lines[block.line]))
        for place, block, text in zip(places, blocks, shown, strict=True)
    ]
    if selection.within:
        number = {element: place for place, element in enumerate(elements, 1)}
        rows += [(number.get(at, 0), 0, row) for at, row in selection.within if len(row.text) <= ASIDE_MAX]
    rows.sort(key=lambda placed: placed[:2])
    return Source(
        (*selection.before, *(row for _, _, row in rows), *selection.after),
        facts,
        (*removed, *(Removal("beside-article", row.text, row.line) for _, row in selection.within)),
    )


def titled(facts: Facts, named: Named, segments: Sequence[Segment]) -> Evidence | None:
    """Return the headline of the page with *facts* whose elements are *named* and whose words are *segments*."""
    paragraphs: list[str] = []
    size = 0
    for segment in segments:
        if segment.is_prose and size < BODY_SAMPLE:
            paragraphs.append(segment.text)
            size += len(segment.text)
    return page_headline(facts, read_headings(named, segments), "".join(paragraphs))


def _blocks(article: Element, base: str | None, stated: str | None) -> tuple[list[Block], Sequence[Element]]:
    """Return the blocks of *article*, each with the number of its element for a line, and these elements, from 1."""
    if sum(1 for _ in article.iter(*_INLINES)) > INLINES_MAX:
        etree.strip_tags(article, *_INLINES)
    soup = to_soup(article)
    blocks = list(dropwhile(_is_rule, read_blocks(soup, base, stated)))
    while blocks and _is_rule(blocks[-1]):
        blocks.pop()
    return blocks, soup.blocks


def _is_rule(block: Block) -> bool:
    """Say whether *block* is a line drawn between others: at the edges of an article it parts it from the page."""
    return isinstance(block, Rule)


def _row(block: Block, text: str, line: int) -> Row:
    rank = block.level if isinstance(block, Heading) else 0
    return Row(text, line, replace(block, line=line), link_share(block), rank)


def _base(root: Element, url: str | None) -> str | None:
    """Return where relative addresses start: `<base href>`, itself completed with the address of the page."""
    for element in root.iter("base"):
        if href := (element.get("href") or "").strip():
            try:
                full = urljoin(url, href) if url else href
            except ValueError:
                continue
            if full.startswith(("http://", "https://")):
                return full
    return url

"""Read an HTML page: its main content as rows with blocks, the lines around it as rows without."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as Element

from sitegen.extract.blocks import Heading, squeeze
from sitegen.extract.candidates import main_elements, prune
from sitegen.extract.dom import INLINE, drop, drop_unseen, line_of, parse, tag_of
from sitegen.extract.metadata import read_facts
from sitegen.extract.read_blocks import LINE, read_blocks
from sitegen.extract.source import Row, Source
from sitegen.model import Removal

BEFORE_MAX: Final = 60
"""Rows above the main content in which headline and dateline are looked for."""
AFTER_MAX: Final = 30
PRUNED_MAX: Final = 160
"""Characters of a pruned element that may still be a byline."""
_WITHIN_WORDS: Final = frozenset({"b", "strong", "em", "i", "u", "wbr", "sub", "sup", "ruby", "rb", "rt", "rp", "nobr"})
"""Inline elements that do not part fields from one another."""


def read_page(text: str, url: str | None) -> Source:
    """Return the rows and facts of the page *text* that was fetched from *url*; without rows if nothing is in it."""
    root = parse(text)
    if root is None:
        return Source(())
    removed = drop_unseen(root)
    facts = read_facts(root, url)
    base = _base(root, url)
    for unseen in list(root.iter("script", "noscript", "head")):
        drop(unseen)
    chosen = main_elements(root)
    before, after = _around(root, chosen)
    rows: list[Row] = []
    pruned: list[Removal] = []
    for element in chosen:
        pruned += prune(element)
        for child in element.iter():
            if tag_of(child) not in INLINE and (line := line_of(child)):
                child.set(LINE, str(line))
        markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        rows.extend(
            Row.of(block, block.level if isinstance(block, Heading) else 0) for block in read_blocks(markup, base)
        )
    asides = (Row(gone.text, gone.line) for gone in pruned if len(gone.text) <= PRUNED_MAX)
    return Source((*before[-BEFORE_MAX:], *rows, *asides, *after[:AFTER_MAX]), facts, (*removed, *pruned))


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


def _around(root: Element, chosen: Sequence[Element]) -> tuple[list[Row], list[Row]]:
    """Return the lines of the page before and after the *chosen* elements, in which no block is."""
    inside = set(chosen)
    before, after = _Lines(), _Lines()
    current = before
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            current.leave(element)
        elif element in inside:
            walker.skip_subtree()
            current.flush()
            current = after
        else:
            current.enter(element)
    current.flush()
    return before.rows, after.rows


class _Lines:
    """Collects words into rows, one for each block element."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._run: list[str] = []
        self._linked = 0
        self._line = 0

    def enter(self, element: Element) -> None:
        name = tag_of(element)
        if name not in INLINE:
            self.flush()
            self._line = line_of(element)
        if element.text:
            self._run.append(element.text)
            self._linked += len(element.text.strip()) if name == "a" else 0

    def leave(self, element: Element) -> None:
        name = tag_of(element)
        if name not in INLINE:
            self.flush()
        elif name not in _WITHIN_WORDS:
            self._run.append(" ")
        if element.tail:
            self._run.append(element.tail)

    def flush(self) -> None:
        text = squeeze("".join(self._run))
        if text:
            self.rows.append(Row(text, self._line, None, min(1.0, self._linked / len(text))))
        self._run.clear()
        self._linked = 0

"""Turn a raw document into its extraction: the order of the work, in one place.

decode → entities, tag soup, hidden nodes (`dump`, `page`) → outline, on mended rows: spam, furniture, headline,
bylines → repair of the words that stay → script → Markdown. The rows are mended once to be recognised, and the words
that stay once more for the record: furniture must not speak for or against damage in the article.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, tzinfo
from typing import Final

from sitegen.extract.blocks import Block, Figure, lines, numbered_lines, replace_texts, squeeze, texts
from sitegen.extract.dates import find_date
from sitegen.extract.draft import draft
from sitegen.extract.dump import looks_like_html, merge_lists, read_dump
from sitegen.extract.fold import fold, key
from sitegen.extract.joining import joined
from sitegen.extract.marking import Before
from sitegen.extract.names import split_names
from sitegen.extract.notes import settle_notes
from sitegen.extract.outline import outline
from sitegen.extract.rest import collector_at_rest
from sitegen.extract.scripted import scripted_date
from sitegen.extract.source import ExtractionError, Source, refuse_too_much
from sitegen.extract.to_markdown import each_to_markdown, in_one
from sitegen.extract.words import mend, mend_words
from sitegen.extract.wrapped import unwrap
from sitegen.model import PAGE_BYTES_MAX, Evidence, Extraction, RawDocument, RepairStep
from sitegen.moment import Moment
from sitegen.text.decode import Decoded, decode, looks_binary
from sitegen.text.han import han_count, lead

TAGS_MAX: Final = 10
TAG_MAX: Final = 20
"""Characters: a longer keyword is a sentence."""
_BODY_MIN: Final = 2
"""Characters of text below which there is no article."""
_TITLE_FROM_BODY: Final = 40
_SINGLE_FIELDS: Final = ("title", "subtitle", "publisher", "editor")
"""The first texts of an article whose words are mended, in this order."""
_NOTABLY_LATER: Final = timedelta(hours=1)
"""Systems note each opening of an article in its first hour as a change."""
_NEIGHBOURS: Final = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_WEAK_DATES: Final = frozenset({"time", "itemprop", "url"})


@collector_at_rest()
def extract(
    raw: RawDocument, *, zone: tzinfo, more: Sequence[RawDocument] = (), bytes_max: int = PAGE_BYTES_MAX
) -> Extraction:
    """Return main content and metadata of *raw*; what a person stated in `raw.fields` wins.

    *more* are the other pages of an article that begins in *raw*, in their order.

    A time without an offset is taken to be in *zone*. Nothing of the page's markup reaches the Markdown but structure,
    words, addresses of links and pictures. `ExtractionError` for documents without an article, and for those of more
    than *bytes_max*.
    """
    decoded = _decoded(raw, bytes_max)
    source, is_page = _read(decoded.text, raw)
    if more:
        source = joined(source, [_read(_decoded(part, bytes_max).text, part)[0] for part in more])
    refuse_too_much([row.text for row in source.rows])
    mended = mend(source)
    if not is_page:
        source, mended = unwrap(source, mended)
    recognised = zip(source.rows, mended.texts, strict=True)
    rows = tuple(row if row.text == text else replace(row, text=text) for row, text in recognised)
    recognisable = replace(source, rows=rows)
    parts = outline(recognisable, zone, raw.retrieved)
    if is_page and parts.date is None and not source.facts.dates and (date := scripted_date(decoded.text, zone)):
        source = replace(source, facts=replace(source.facts, dates=(date,)))
    blocks = tuple(row.block for row in parts.body if row.block is not None)
    blocks, markers = (settle_notes(blocks), ()) if is_page else merge_lists(blocks)
    parts = replace(parts, removed=(*parts.removed, *markers))
    warnings = [f"{decoded.lost} characters could not be decoded as {decoded.encoding}"] if decoded.lost else []
    plain = lines if is_page else numbered_lines  # the numbers of a dump stood in its text
    found = _compose(raw, Before(source, mended, parts, markers), blocks, warnings, zone, plain)
    return replace(found, evidence=(Evidence("encoding", decoded.reason, decoded.encoding), *found.evidence))


def _decoded(raw: RawDocument, bytes_max: int) -> Decoded:
    if not raw.data.strip():
        raise ExtractionError("the document is empty", hint="was it fetched completely?")
    if len(raw.data) > bytes_max:
        raise ExtractionError(
            f"the document is larger than {bytes_max:,} bytes",
            hint="is it one article? `--max-bytes` of import allows larger ones",
        )
    if looks_binary(raw.data):
        raise ExtractionError("the document is binary data, not text", hint="give HTML pages or text files")
    return decode(raw.data, raw.charset)


def _read(text: str, raw: RawDocument) -> tuple[Source, bool]:
    if not looks_like_html(text):
        return read_dump(text), False
    from sitegen.extract.page import read_page  # noqa: PLC0415 - lxml and bs4 cost start-up; a dump needs neither

    page = read_page(text, raw.url)
    if any(row.block is not None for row in page.rows):
        return page, True
    return replace(
        read_dump(text), facts=page.facts
    ), False  # the parser gave up: nested too deeply, or no markup at all


def _compose(
    raw: RawDocument,
    before: Before,
    blocks: tuple[Block, ...],
    warnings: list[str],
    zone: tzinfo,
    plain: Callable[[Block], tuple[str, ...]],
) -> Extraction:
    source, parts, facts = before.source, before.parts, before.source.facts
    by_line = parts.publisher if parts.publisher and _is_chinese(parts.publisher.text, blocks) else None
    publisher = _first(by_line, *facts.publishers, parts.house)
    editor = _first(parts.editor, facts.editor)
    authors = _first(parts.authors, *facts.authors)
    if authors is parts.authors and not han_count(_text(authors)):
        authors = _first(*facts.authors, parts.authors)
    publisher = publisher if publisher is not parts.house else _no_diary(publisher, authors)
    date = _date((parts.date, *facts.dates), zone)
    updated = _updated((*facts.updates, parts.updated), date, zone)
    stated = (updated, facts.canonical, facts.image, facts.licence, facts.tags, facts.body_from)
    evidence = [found for found in (parts.title, parts.subtitle, date, publisher, editor, authors, *stated) if found]
    trail = Evidence("sections", parts.sections_from, " > ".join(parts.sections)) if parts.sections else facts.section
    evidence += [trail] if trail else []
    single = [_text(parts.title), _text(parts.subtitle), _text(publisher), _text(editor)]
    stood_in = parts.sections or filter(None, [_text(facts.section)])
    many = [list(split_names(_text(authors))), list(stood_in), list(filter(None, _text(facts.tags).split("、")))]
    head = [*single, *many[0], *many[1], *many[2]]
    body = texts(blocks)
    given = raw.fields
    around = (row.text for row in source.rows)
    marked, earlier = before.marked(head, body)
    lang = given.get("lang", "")
    words = mend_words((*head, *body), facts.lang, given=lang, around=around, marked=marked, earlier=earlier)
    as_read = blocks
    if words.texts[len(head) :] != body:
        blocks = replace_texts(blocks, words.texts[len(head) :])
    text = "\n".join(line for block in blocks for line in plain(block))
    if len(text) < _BODY_MIN:  # a gallery says what it has to say below its pictures
        text = "\n".join(block.caption for block in blocks if isinstance(block, Figure) and block.caption)
    if len(text) < _BODY_MIN:
        raise ExtractionError("no article was found in the document", hint="does it hold more than menus and links?")
    title, subtitle, publisher_name, editor_name = (squeeze(t) for t in words.texts[: len(single)])
    rest = iter(words.texts[len(single) : len(head)])
    author_names, sections, tags = ([squeeze(next(rest)) for _ in group] for group in many)
    title = given.get("title") or title
    if not title:
        title = lead(text, _TITLE_FROM_BODY)
        warnings.append("no headline was found: the first words of the body stand in")
    evidence = [e for e in evidence if not given.get(e.field)]
    evidence += [Evidence(name, "stated", value) for name, value in sorted(given.items()) if value]
    removed = tuple(sorted((*source.removed, *parts.removed), key=lambda gone: (gone.line, gone.row)))
    authors_given, sections_given, tags_given = (_given_list(given, name) for name in ("authors", "sections", "tags"))
    kept_tags = _tags(tags, title, f"{title}\n{text}", sections)
    fields: dict[str, tuple[int, ...]] = {
        name: (index,) for index, name in enumerate(_SINGLE_FIELDS) if single[index] and not given.get(name)
    }
    labels = () if sections_given or tags_given else (*sections, *kept_tags)
    lists = {
        "authors": _indices(author_names, len(single), () if authors_given else author_names),
        "tags": _indices((*sections, *tags), len(single) + len(author_names), labels),
    }
    written = each_to_markdown(blocks)
    drafted = draft(words, fields | lists, (as_read, written), removed, earlier, parts.body_at)
    return Extraction(
        title=title,
        markdown=in_one(written),
        text=text,
        lang=words.lang,
        subtitle=given.get("subtitle") or subtitle or None,
        date=_given_date(given, zone, warnings) or (date.text if date else None),
        updated=updated.text if updated else None,
        publisher=given.get("publisher") or publisher_name or None,
        authors=authors_given or tuple(dict.fromkeys(author_names)),
        editor=given.get("editor") or editor_name or None,
        sections=sections_given or tuple(dict.fromkeys(sections)),
        tags=tags_given or kept_tags,
        canonical_url=given.get("canonical_url") or _text(facts.canonical) or None,
        image=_text(facts.image) or None,
        licence=given.get("licence") or _text(facts.licence) or None,
        repairs=drafted.repairs,
        removed=removed,
        warnings=(*warnings, *words.warnings, *_doubts(words.steps)),
        evidence=(*evidence, *words.evidence),
        marked=drafted.marked,
        spots=drafted.spots,
    )


def _is_chinese(publisher: str, blocks: Iterable[Block]) -> bool:
    """Say whether a byline, read as Chinese writes it, is Chinese; or *blocks* are, and it is not readable yet."""
    spoken = "\n".join(line for block in blocks for line in lines(block))
    return bool(han_count(publisher) or han_count(spoken)) and not _is_neighbour(spoken)


def _indices(names: Sequence[str], first: int, kept: Iterable[str]) -> tuple[int, ...]:
    """Return where the texts of *kept*, each once, stand: *names* are the texts from *first* on."""
    return tuple(first + names.index(name) for name in dict.fromkeys(kept))


def _is_neighbour(text: str) -> bool:
    """Say whether *text* is Japanese or Korean, which have Han characters and other bylines.

    >>> _is_neighbour("市によると、見学は毎月"), _is_neighbour("他说：“さよなら”是再见的意思。")
    (True, False)
    """
    return 4 * len(_NEIGHBOURS.findall(text)) > len(text)


def _no_diary(house: Evidence | None, authors: Evidence | None) -> Evidence | None:
    """Return *house* unless it has the name of who writes it, as diaries do."""
    return None if any(map(_text(house).startswith, split_names(_text(authors)))) else house


def _first(*candidates: Evidence | None) -> Evidence | None:
    return next((found for found in candidates if found and found.text), None)


def _text(evidence: Evidence | None) -> str:
    return evidence.text if evidence else ""


def _date(candidates: Iterable[Evidence | None], zone: tzinfo) -> Evidence | None:
    """Return the most trusted date; a more precise statement of the same day is better.

    Machine-readable statements in the head come before the dateline, which comes first in *candidates*; what only some
    element or the address says comes behind it, unless the dateline was counted from the day of retrieval.
    """
    dateline, *stated = candidates
    parsed = [
        Evidence("date", found.source, iso.iso) for found in stated if found and (iso := find_date(found.text, zone))
    ]
    trusted = next((e for e in parsed if e.source not in _WEAK_DATES), None)
    weak = parsed[0] if parsed else None
    is_counted = dateline is not None and dateline.source == "counted"
    first = trusted or (weak if is_counted else dateline) or dateline or weak
    if first is None:
        return None
    same_day = [e for e in (first, dateline, *parsed) if e and e.text[:10] == first.text[:10]]
    return max(same_day, key=lambda e: min(len(e.text), len("2021-11-29T09:33:26")))


def _updated(candidates: Iterable[Evidence | None], date: Evidence | None, zone: tzinfo) -> Evidence | None:
    """Return the most trusted date of a change, if that is notably later than the *date* of publication."""
    for found in candidates:
        iso = find_date(found.text, zone) if found else None
        if found is None or iso is None or date is None:
            continue
        change, first = Moment.parse(iso.iso, zone), Moment.parse(date.text, zone)
        both = "T" in iso.iso and "T" in date.text
        if (both and change.instant - first.instant >= _NOTABLY_LATER) or iso.iso[:10] > date.text[:10]:
            return Evidence("updated", found.source, iso.iso)
        return None
    return None


def _given_date(given: Mapping[str, str], zone: tzinfo, warnings: list[str]) -> str | None:
    stated = given.get("date")
    if not stated:
        return None
    found = find_date(stated, zone)
    if found is None:
        warnings.append(f"the stated date is none: {stated!r}")
        return None
    return found.iso


def _given_list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    stated = given.get(name) or given.get(name.removesuffix("s")) or ""
    return split_names(stated) if stated else ()


def _tags(found: Sequence[str], title: str, whole: str, sections: Sequence[str]) -> tuple[str, ...]:
    """Return the keywords that the article itself says: hacked pages state others, lazy ones the site's."""
    if not found:
        return ()
    said = fold(whole).lower()
    known = {key(title), *map(key, sections)}
    kept = [tag for tag in found if tag and len(tag) <= TAG_MAX and key(tag) not in known and fold(tag).lower() in said]
    return tuple(dict.fromkeys(kept))[:TAGS_MAX]


def _doubts(steps: Sequence[RepairStep]) -> tuple[str, ...]:
    open_steps = sum(not step.applied for step in steps)
    if not open_steps:
        return ()
    one = "1 damaged place was left as it is"
    return (one if open_steps == 1 else f"{open_steps} damaged places were left as they are",)

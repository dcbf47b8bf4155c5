"""An article in the variants of a site: its words converted, its structure left alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.digest import digest_bytes
from sitegen.markdown.marks import TAG as MARK_TAG
from sitegen.markdown.tags import VOID, attributes, divided, start_tag, tokens
from sitegen.markdown.writer import OBJECT, ScriptWriter, Writer
from sitegen.model import VARIANTS, Article, Body, Heading, Html, RenderedArticle, Variant, VariantText
from sitegen.text.script.convert import DEFAULT_ENGINE
from sitegen.text.script.markup import Mark, has_marks, page_rules, read, spans
from sitegen.text.script.profiles import conversion

_VERBATIM: Final = frozenset({"code", "pre", "kbd", "samp", "var", "script", "style"})
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite del dfn em i ins mark q ruby s small span strong sub sup time u wbr".split()
)
"""Elements inside which a sentence goes on: its words are converted across their borders."""
_WITHIN: Final = _INLINE | _VERBATIM | {MARK_TAG}
"""Elements that do not end a sentence, though words may not go across them."""
_WORDS: Final = ("title", "alt", "aria-label")
"""Attributes that hold words."""
_NOT_OURS: Final = -1
"""The place of something within a sentence that is not ours to change, such as code: in its stead stands `OBJECT`."""


@dataclass(frozen=True, slots=True)
class ConvertedArticle:
    """An article in one variant: its words, and its body beside them."""

    text: VariantText
    html: Html
    lead: str


def to_variant(
    article: Article,
    rendered: RenderedArticle,
    variant: Variant,
    glossary: Mapping[str, str] = MappingProxyType({}),
    *,
    keeps_quotes: bool = False,
    engine: str = DEFAULT_ENGINE,
) -> ConvertedArticle:
    """Return *article* as *variant* shows it; as it stands if it is written so, or not in Chinese.

    What decides, the first that has something to say: a person's word for the field (`variants:`), a mark in the text
    (`-{…}-`), the page's glossary (`glossary:` and marks for the page), the site's *glossary*, the rules of our own,
    the converter, which is *engine*. With *keeps_quotes* quotation marks stay in every article, as `quotes: false`
    keeps them in one.
    """
    marks = tuple(read(source) for source in rendered.marks)
    fields = _fields(article, rendered)
    all_marks = (*marks, *_marks_of(fields))
    writer = _writer(article, variant, glossary, all_marks, keeps_quotes=keeps_quotes, engine=engine)
    overrides = article.variants.get(variant.tag, {})
    is_same = writer.is_idle and not marks and not has_marks(rendered.html)
    html = rendered.html if is_same else Html(convert_html(rendered.html, writer, marks))
    flat = writer.marked([text for texts in fields.values() for text in texts])
    converted: dict[str, tuple[str, ...]] = {}
    for name, texts in fields.items():
        converted[name] = tuple(flat[: len(texts)])
        del flat[: len(texts)]
    single = {name: overrides.get(name, converted[name][0]) for name in _SINGLE}
    text = VariantText(
        **single,
        authors=converted["authors"],
        sections=converted["sections"],
        tags=converted["tags"],
        headings=tuple(
            Heading(heading.level, heading.anchor, title)
            for heading, title in zip(rendered.headings, converted["headings"], strict=True)
        ),
        body=Body(digest_bytes(html.encode())),
        converted_by="+".join(writer.used),
    )
    return ConvertedArticle(text, html, converted["lead"][0])


_SINGLE: Final = ("title", "subtitle", "summary", "description", "publisher", "editor", "translator")


def _fields(article: Article, rendered: RenderedArticle) -> dict[str, tuple[str, ...]]:
    return {
        **{name: (getattr(article, name),) for name in _SINGLE},
        "authors": article.authors,
        "sections": article.sections,
        "tags": article.tags,
        "headings": tuple(heading.title for heading in rendered.headings),
        "lead": (rendered.lead,),
    }


def _marks_of(fields: Mapping[str, Sequence[str]]) -> Iterator[Mark]:
    for texts in fields.values():
        for text in texts:
            if has_marks(text):
                yield from (piece for _, piece in spans(text) if isinstance(piece, Mark))


def _writer(
    article: Article,
    variant: Variant,
    glossary: Mapping[str, str],
    marks: Sequence[Mark],
    *,
    keeps_quotes: bool,
    engine: str,
) -> ScriptWriter:
    is_chinese = article.lang in VARIANTS
    has_other_quotes = article.quotes and is_chinese and VARIANTS[article.lang].script is not variant.script
    known = {**(glossary if is_chinese else {}), **article.glossary.get(variant.tag, {})}
    return ScriptWriter(
        conversion(article.lang, variant.tag),
        variant.tag,
        glossary={**known, **page_rules(marks, variant.tag)},
        people=(*article.authors, article.editor, article.translator),
        quotes=variant.script if has_other_quotes and not keeps_quotes else None,
        engine=engine,
    )


def convert_html(html: str, writer: Writer, marks: Sequence[Mark] = ()) -> str:
    """Convert the words of clean markup, and nothing else of it.

    The unit is the text of a block, joined across inline elements, so that `头<strong>发</strong>` is one word. Code,
    addresses, anchors, `translate="no"` and elements with a language of their own stay as they are.
    """
    parts = divided(html)
    runs, described = _runs(parts)
    for place, part in enumerate(parts):
        if place % 2 and _kind(part).name == MARK_TAG:
            parts[place] = _decided(part, writer, marks)
    texts = [[OBJECT if place == _NOT_OURS else unescape(parts[place]) for place in run] for run in runs]
    for run, before, after in zip(runs, texts, writer.divided(texts), strict=True):
        for place, old, new in zip(run, before, after, strict=True):
            if place != _NOT_OURS and new != old:
                parts[place] = _escaped(new, parts[place])
    for place in described:
        (tag,) = tokens(parts[place])
        values = attributes(tag)
        names = [name for name in _WORDS if values.get(name)]
        made = writer.marked([values[name] for name in names])
        parts[place] = start_tag(tag.name, values | dict(zip(names, made, strict=True)))
    return "".join(parts)


def _runs(parts: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """Return the places of texts that are converted as one, and those of tags with attributes that are words.

    *parts* are texts and tags in turn.
    """
    runs: list[list[int]] = [[]]
    described: list[int] = []
    kept: list[str] = []  # the open elements from the outermost one on whose words are not ours
    for place, part in enumerate(parts):
        if not place % 2:
            if part:
                runs[-1].append(_NOT_OURS if kept else place)
            continue
        kind = _kind(part)
        if kind.is_border:
            runs.append([])
        elif kind.name == MARK_TAG:
            runs[-1].append(_NOT_OURS)
        if kind.is_kept or (kept and kind.is_open):
            kept.append(kind.name)
        elif kind.has_words and not kept:
            described.append(place)
        elif kind.is_end and kind.name in kept:
            del kept[len(kept) - 1 - kept[::-1].index(kind.name) :]
    return [run for run in runs if run], described


def _escaped(text: str, before: str) -> str:
    """Write *text* between two tags, with straight quotation marks as *before* has them."""
    escaped = escape(text, quote=False)
    return escaped.replace('"', "&quot;") if "&quot;" in before else escaped


def _decided(source: str, writer: Writer, marks: Sequence[Mark]) -> str:
    (tag,) = tokens(source)
    number = attributes(tag).get("n", "")
    return escape(writer.decided(marks[int(number)])) if number.isdecimal() and int(number) < len(marks) else ""


class _Kind(NamedTuple):
    """What a tag is to the words around it."""

    name: str
    is_open: bool
    """Whether an element begins that has an end."""

    is_end: bool
    is_border: bool
    """Whether a sentence ends here."""

    is_kept: bool
    """Whether the words behind it are not ours to change."""

    has_words: bool
    """Whether it has attributes that are words."""


@lru_cache(maxsize=1 << 12)
def _kind(source: str) -> _Kind:
    (tag,) = tokens(source)
    values = attributes(tag) if tag.attributes else {}
    is_open = not tag.is_end and tag.name not in VOID
    is_verbatim = tag.name in _VERBATIM or "lang" in values or values.get("translate") == "no"
    return _Kind(
        tag.name,
        is_open,
        tag.is_end,
        tag.name not in _WITHIN,
        is_verbatim and is_open,
        any(values.get(name) for name in _WORDS),
    )

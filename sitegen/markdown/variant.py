"""An article in the variants of a site: its words converted, its structure left alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from itertools import chain, compress, islice
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
"""The number of something within a sentence that is not ours to change, such as code: in its stead stands `OBJECT`."""


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
    flat = [text for texts in fields.values() for text in texts]
    is_marked = has_marks("\n".join(flat))
    all_marks = (*marks, *_marks_of(flat)) if is_marked else marks
    writer = _writer(article, variant, glossary, all_marks, keeps_quotes=keeps_quotes, engine=engine)
    overrides = article.variants.get(variant.tag, {})
    is_same = writer.is_idle and not marks and not has_marks(rendered.html)
    # The body first: names that it tells for sure are names in the title too.
    body = None if is_same else _Body(rendered.html, writer, marks, rendered.pieces, rendered.runs)
    if body is None:
        html, flat = rendered.html, writer.marked(flat)
    elif is_marked:
        html, flat = body.written(writer.divided(body.texts)), writer.marked(flat)
    else:
        made = writer.divided([*body.texts, *([text] for text in flat)])
        html, flat = body.written(made), ["".join(parts) for parts in made[len(body.texts) :]]
    rest = iter(flat)
    converted = {name: tuple(islice(rest, len(texts))) for name, texts in fields.items()}
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
    return ConvertedArticle(text, html, "".join(converted["lead"]))


_SINGLE: Final = ("title", "subtitle", "summary", "description", "publisher", "editor", "translator")


def _fields(article: Article, rendered: RenderedArticle) -> dict[str, tuple[str, ...]]:
    return {
        **{name: (getattr(article, name),) for name in _SINGLE},
        "authors": article.authors,
        "sections": article.sections,
        "tags": article.tags,
        "headings": tuple(heading.title for heading in rendered.headings),
        "lead": () if article.summary else (rendered.lead,),
    }


def _marks_of(texts: Iterable[str]) -> Iterator[Mark]:
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
    body = _Body(html, writer, marks)
    return body.written(writer.divided(body.texts))


class _Body:
    """Clean markup, taken apart to be converted."""

    def __init__(
        self,
        html: str,
        writer: Writer,
        marks: Sequence[Mark],
        pieces: Sequence[str] = (),
        runs: Sequence[Sequence[int]] = (),
    ) -> None:
        """Take *pieces* and *runs* as far as they are known of *html*."""
        self._writer = writer
        self._parts = list(pieces) or divided(html)
        self._runs, described = (runs, []) if runs else _runs(self._parts)
        if marks:
            for place, part in enumerate(self._parts):
                if place % 2 and _kind(part).name == MARK_TAG:
                    self._parts[place] = _decided(part, writer, marks)
        self._has_entities = "&" in html
        shown = [unescape(part) for part in self._parts[::2]] if self._has_entities else self._parts[::2]
        shown.append(OBJECT)
        self._words = [_Described(place, *_described(self._parts[place])) for place in described]
        self.texts = [
            *([shown[number] for number in run] for run in self._runs),
            *([text] for tag in self._words for text in tag.words.values() if not has_marks(text)),
        ]
        """What is to be converted, each text in its parts."""

    def written(self, texts: Sequence[Sequence[str]]) -> Html:
        """Return the markup with *texts* in the place of its own, which stand first among them."""
        parts = self._parts
        is_plain = not (self._has_entities or _is_special("".join(chain.from_iterable(texts))))
        for run, before, after in zip(self._runs, self.texts, texts, strict=False):
            for number, old, new in zip(run, before, after, strict=True):
                if number != _NOT_OURS and new != old:
                    parts[2 * number] = new if is_plain else _escaped(new, parts[2 * number])
        more = iter(texts[len(self._runs) : len(self.texts)])
        for place, name, values, words in self._words:
            made = {
                key: self._writer.marked([text])[0] if has_marks(text) else "".join(next(more))
                for key, text in words.items()
            }
            parts[place] = start_tag(name, values | made)
        return Html("".join(parts))


class _Described(NamedTuple):
    """A start tag with attributes that are words."""

    place: int
    name: str
    attributes: dict[str, str]
    words: dict[str, str]
    """Those of the attributes."""


def _described(source: str) -> tuple[str, dict[str, str], dict[str, str]]:
    (tag,) = tokens(source)
    values = attributes(tag)
    return tag.name, values, {name: values[name] for name in _WORDS if values.get(name)}


def _runs(parts: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """Return the numbers of texts that are converted as one, and the places of tags with attributes that are words.

    *parts* are texts and tags in turn.
    """
    runs: list[list[int]] = [[]]
    described: list[int] = []
    kept: list[str] = []  # the open elements from the outermost one on whose words are not ours
    for place, part in enumerate(parts):
        if not place % 2:
            if part:
                runs[-1].append(_NOT_OURS if kept else place // 2)
            continue
        name, is_open, is_end, is_border, is_kept, has_words = _kind(part)
        if is_border:
            runs.append([])
        elif name == MARK_TAG:
            runs[-1].append(_NOT_OURS)
        if is_kept or (kept and is_open):
            kept.append(name)
        elif has_words and not kept:
            described.append(place)
        elif is_end and name in kept:
            del kept[len(kept) - 1 - kept[::-1].index(name) :]
    # Between two blocks there is often nothing but space.
    told = (len(run) > 1 or (run and (run[0] == _NOT_OURS or not parts[2 * run[0]].isspace())) for run in runs)
    return list(compress(runs, told)), described


def _is_special(text: str) -> bool:
    return "&" in text or "<" in text or ">" in text


def _escaped(text: str, before: str) -> str:
    """Write *text* between two tags, with straight quotation marks as *before* has them."""
    if "&" not in before and not _is_special(text):
        return text
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

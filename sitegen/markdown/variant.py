"""An article in the variants of a site: its words converted, its structure left alone."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from sitegen.digest import digest_bytes
from sitegen.markdown.tags import VOID, Tag, attributes, start_tag, tokens
from sitegen.model import VARIANTS, Article, Body, Html, RenderedArticle, Variant, VariantText
from sitegen.text.script.convert import convert
from sitegen.text.script.profiles import conversion
from sitegen.text.script.quotes import localise_quotes

_VERBATIM: Final = frozenset({"code", "pre", "kbd", "samp", "var", "script", "style"})
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite del dfn em i ins mark q ruby s small span strong sub sup time u wbr".split()
)
"""Elements inside which a sentence goes on: its words are converted across their borders."""
_WORDS: Final = ("title", "alt", "aria-label")
"""Attributes that hold words."""
_NOT_OURS: Final = -1
"""The place of something within a sentence that is not ours to change, such as code."""
_OBJECT: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a text where such a thing is: no word goes across it, but quotation marks may stand around it."""
_SEPARATOR: Final = "\x1e"
"""Between texts that are converted in one call; the reader of articles removes control characters."""

Words = Callable[[Sequence[str]], list[str]]
"""Converts many texts at once, in their order."""


@dataclass(frozen=True, slots=True)
class ConvertedArticle:
    """An article in one variant: its words, and its body beside them."""

    text: VariantText
    html: Html
    lead: str


def to_variant(article: Article, rendered: RenderedArticle, variant: Variant) -> ConvertedArticle:
    """Return *article* as *variant* shows it; as it stands if it is written so, or not in Chinese.

    A person's word (`variants:`) stands over the glossary (`glossary:`), and that over the converter.
    """
    profiles = conversion(article.lang, variant.tag)
    words = _converter(article, variant, profiles)
    overrides = article.variants.get(variant.tag, {})
    html = Html(convert_html(rendered.html, words)) if profiles else rendered.html
    fields = _fields(article, rendered)
    flat = words([text for texts in fields.values() for text in texts])
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
            replace(heading, title=title)
            for heading, title in zip(rendered.headings, converted["headings"], strict=True)
        ),
        body=Body(digest_bytes(html.encode())),
        converted_by="+".join(profiles),
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


def _converter(article: Article, variant: Variant, profiles: Sequence[str]) -> Words:
    glossary = article.glossary.get(variant.tag, {})
    changes_script = article.lang in VARIANTS and VARIANTS[article.lang].script is not variant.script

    def one(text: str) -> str:
        converted = _with_glossary(text, glossary, profiles)
        return localise_quotes(converted, variant.script) if article.quotes and changes_script else converted

    def many(texts: Sequence[str]) -> list[str]:
        if not profiles:
            return list(texts)
        joined = one(_SEPARATOR.join(texts)).split(_SEPARATOR)
        # Quotation marks and the dictionaries stop at white space, which the separator counts as.
        return joined if len(joined) == len(texts) else [one(text) for text in texts]

    return many


def _with_glossary(text: str, glossary: Mapping[str, str], profiles: Sequence[str]) -> str:
    if not glossary:
        return convert(text, profiles)
    phrases = re.compile("|".join(map(re.escape, sorted(glossary, key=len, reverse=True))))
    parts: list[str] = []
    at = 0
    for match in phrases.finditer(text):
        parts += (convert(text[at : match.start()], profiles), glossary[match[0]])
        at = match.end()
    return "".join((*parts, convert(text[at:], profiles)))


def convert_html(html: str, words: Words) -> str:
    """Convert the words of clean markup, and nothing else of it.

    The unit is the text of a block, joined across inline elements, so that `头<strong>发</strong>` is one word. Code,
    addresses, anchors, `translate="no"` and elements with a language of their own stay as they are.
    """
    parts: list[str] = []
    runs: list[list[int]] = [[]]
    named: list[tuple[int, str, str]] = []  # attributes that are words: place in parts, name, text
    for tag, is_ours in _with_ownership(html):
        if tag.name and tag.name not in _INLINE | _VERBATIM:
            runs.append([])
        elif not is_ours and not tag.name:
            runs[-1].append(_NOT_OURS)
        if is_ours and not tag.name:
            runs[-1].append(len(parts))
        elif is_ours and tag.attributes:
            values = attributes(tag)
            named += [(len(parts), name, values[name]) for name in _WORDS if values.get(name)]
        parts.append(tag.source)
    groups = [_between_objects(run) for run in runs]
    joined = [_OBJECT.join("".join(parts[place] for place in group) for group in found) for found in groups]
    converted = words([*joined, *(text for _, _, text in named)])
    for found, after in zip(groups, converted, strict=False):
        _put_back(parts, found, after, words)
    for (place, name, _), text in zip(named, converted[len(joined) :], strict=True):
        (tag,) = tokens(parts[place])
        parts[place] = start_tag(tag.name, attributes(tag) | {name: text})
    return "".join(parts)


def _put_back(parts: list[str], groups: Sequence[Sequence[int]], after: str, words: Words) -> None:
    """Put the converted text *after* of a run into the places of *parts* that it came from."""
    texts = ["".join(parts[place] for place in group) for group in groups]
    pieces = after.split(_OBJECT)
    if len(pieces) != len(texts):  # the text has such a character of its own
        pieces = words(texts)
    for group, before, piece in zip(groups, texts, pieces, strict=True):
        for place, part in zip(group, _cut(before, piece, [len(parts[p]) for p in group]), strict=True):
            parts[place] = part


def _between_objects(run: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for place in run:
        if place == _NOT_OURS:
            groups.append([])
        else:
            groups[-1].append(place)
    return groups


def _with_ownership(html: str) -> Iterator[tuple[Tag, bool]]:
    """Yield each tag and text, and whether its words are ours to change."""
    kept: list[str] = []  # the open elements from the outermost one on whose words are not ours
    for tag in tokens(html):
        is_start = bool(tag.name) and not tag.is_end and tag.name not in VOID
        if is_start and (kept or _is_verbatim(tag)):
            kept.append(tag.name)
        yield tag, not kept
        if tag.is_end and tag.name in kept:
            while kept.pop() != tag.name:
                pass


def _is_verbatim(tag: Tag) -> bool:
    if tag.name in _VERBATIM:
        return True
    values = attributes(tag) if tag.attributes else {}
    return "lang" in values or values.get("translate") == "no"


def _cut(before: str, after: str, lengths: Sequence[int]) -> list[str]:
    """Cut *after* where pieces of *lengths* end in *before*: by place where both are as long, else by alignment."""
    if len(lengths) < 2:  # noqa: PLR2004 (nothing to cut)
        return [after] if lengths else []
    borders = [sum(lengths[:number]) for number in range(1, len(lengths))]
    if len(before) != len(after):
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        borders = [_moved(border, blocks) for border in borders]
    return [after[start:end] for start, end in zip([0, *borders], [*borders, len(after)], strict=True)]


def _moved(border: int, blocks: Sequence[tuple[str, int, int, int, int]]) -> int:
    for kind, start, end, new_start, new_end in blocks:
        if start <= border < end:
            return new_start + border - start if kind == "equal" else min(new_start + border - start, new_end)
    return blocks[-1][4]

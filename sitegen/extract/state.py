"""Find the text of an article that stands only where a reader of the page's source sees it.

Some pages send an empty frame and their article as data: in JSON-LD, in the state of a script, as a string in a call,
in `<noscript>` or `<template>`. Nothing is executed: strings and JSON are read as such. What is found is hostile markup
like the page itself, and is read by the same reader.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.extract.fold import key
from sitegen.extract.linked_data import DEPTH_MAX
from sitegen.extract.segments import weigh

SOURCE_MAX: Final = 6 << 20
"""Characters of a page whose scripts are looked through."""
TEXT_MIN: Final = 240
"""Weight of the shortest text that is taken for an article: what is shorter may be a notice."""
_SENTENCES_MIN: Final = 2
_NEAR: Final = 2.0
"""By how much more a text counts beside the headline of the page."""
_STARTS_MAX: Final = 40
"""Places of one script at which JSON may begin."""
_LITERAL_MIN: Final = 160
_HIDDEN: Final = re.compile(
    r"<(noscript|template|textarea|script)\b([^>]{0,400})>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL
)
_CODE: Final = re.compile(
    r"\b(?:type|language)\s*=\s*[\"']?(?:module\b|(?:text|application)/(?:java|ecma)script)", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"\btype\s*=\s*[\"']?text/(?:html|plain|template|x-[\w-]*template)", re.IGNORECASE)
_BEGINS: Final = re.compile(r"(?:[=(,:]|^)\s*(?=[{\[]\s*[\"{\[])")
_LITERAL: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\n", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_BLOCK: Final = re.compile(r"<(?:p|div|br|h[1-6]|section|article|ul|ol|figure|blockquote)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[。！？]|[.!?](?=[\s\"”»<]|$)")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_SYNTAX: Final = re.compile(r"[{}\[\]=\\;|]")
_SYNTAX_MAX: Final = 0.02
_LETTERS_MIN: Final = 0.6
_PLACEHOLDER: Final = re.compile(r"\$\$\w{1,40}\$\$|\{\{[^{}]{0,80}\}\}")
"""Where a script would put something else."""
_OTHERS: Final = re.compile(r"title|headline|url|slug|href|link|author", re.IGNORECASE)
"""What the items of a list of articles have, and paragraphs have not."""
_NO_WORDS: Final = re.compile(r"^(?:https?:|/|#|data:)|^[\w.:-]*$")


@dataclass(frozen=True, slots=True)
class Stated:
    """The article of a page as its data has it."""

    markup: str
    source: str
    """`json`, `string`, or the name of the element."""

    weight: int


@dataclass(frozen=True, slots=True)
class _Text:
    """One string, or several in order."""

    pieces: tuple[str, ...]
    source: str
    is_near: bool = False

    @property
    def weight(self) -> int:
        return sum(weigh(_plain(piece)) for piece in self.pieces)


def stated_body(text: str, title: str, shown: Sequence[str] = ()) -> Stated | None:
    """Return the longest text of an article in the data of the page *text*; None if there is none.

    If a *title* is known, what stands beside it counts more. Where the page shows lines, *shown*, the text must have
    the beginning of one or stand beside the title: else it may be any other text of the site.
    """
    if len(text) > SOURCE_MAX:
        return None
    wanted = key(title)
    begins = [flat[:_BEGINNING] for line in shown if len(flat := key(line)) >= _BEGINNING]
    best, most = None, 0.0
    for found in _texts(text, wanted):
        weight = found.weight
        count = weight * (_NEAR if found.is_near else 1.0)
        if weight < TEXT_MIN or count <= most:
            continue
        if shown and not found.is_near and not any(b in key(_plain(" ".join(found.pieces))) for b in begins):
            continue
        best, most = Stated("".join(map(_markup, found.pieces)), found.source, weight), count
    return best


_BEGINNING: Final = 12
"""Letters of a line that tell it from others."""


def _texts(page: str, title: str) -> Iterator[_Text]:
    for element in _HIDDEN.finditer(page):
        name, attributes, inner = element[1].lower(), element[2], element[3]
        if name != "script" or _MARKUP.search(attributes):
            markup = html.unescape(inner) if name == "textarea" else inner
            if _is_prose(markup):
                yield _Text((markup,), name)
            continue
        if not inner.strip():
            continue
        values = list(_values(inner))
        for value in values:
            yield from _within(value, title, near=False, depth=0)
        if not values or _CODE.search(attributes) or "type" not in attributes:
            yield from _literals(inner, title)


def _values(script: str) -> Iterator[object]:
    """Yield the JSON in *script*: all of it, or what is assigned or handed on in it."""
    decoder = json.JSONDecoder(strict=False)
    end = 0
    for count, start in enumerate(_BEGINS.finditer(script)):
        if count >= _STARTS_MAX:
            return
        if start.end() < end:
            continue
        try:
            value, end = decoder.raw_decode(script, start.end())
        except (ValueError, RecursionError):
            continue
        yield value


def _literals(script: str, title: str) -> Iterator[_Text]:
    for match in _LITERAL.finditer(script):
        if match.end() - match.start() < _LITERAL_MIN:
            continue
        string = _ESCAPE.sub(_unescaped, match[match.lastindex or 0])
        if string.lstrip()[:1] in ("{", "["):
            for value in _values(string.strip()):
                yield from _within(value, title, near=False, depth=0)
        elif _is_prose(string):
            yield _Text((string,), "string")


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def _within(value: object, title: str, *, near: bool, depth: int) -> Iterator[_Text]:
    if depth > DEPTH_MAX:
        return
    if isinstance(value, str):
        if _is_prose(value):
            yield _Text((value,), "json", near)
    elif isinstance(value, dict):
        named = bool(title) and any(isinstance(v, str) and key(v) == title for v in value.values() if _may_name(v))
        for inner in value.values():
            yield from _within(inner, title, near=near or named, depth=depth + 1)
    elif isinstance(value, list):
        pieces = tuple(filter(None, map(_paragraph, value)))
        if len(pieces) > 1 and any(map(_is_sentence, pieces)):
            yield _Text(pieces, "json", near)
        for inner in value:
            yield from _within(inner, title, near=False, depth=depth + 1)


def _may_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 300  # noqa: PLR2004 - characters of the longest headlines


def _paragraph(item: object) -> str:
    """Return the words of one item of a list of paragraphs; empty if it is something else, such as another article."""
    if isinstance(item, str):
        return item if not _NO_WORDS.match(item) else ""
    if not isinstance(item, Mapping) or any(_OTHERS.search(name) and item[name] for name in map(str, item)):
        return ""
    strings = [v for v in item.values() if isinstance(v, str) and not _NO_WORDS.match(v)]
    inner = [text for v in item.values() if isinstance(v, list) for text in map(_paragraph, v) if text]
    return max(strings, key=len, default="") or "".join(inner)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(_plain(text)))


def _is_prose(text: str) -> bool:
    """Say whether *text* is words in sentences and no program."""
    if len(text) < _LITERAL_MIN // 2 or len(_SENTENCE.findall(text)) < _SENTENCES_MIN:
        return False
    plain = _plain(text)
    letters = len(_LETTERS.findall(plain)) + plain.count(" ")
    return (
        letters >= _LETTERS_MIN * len(plain)
        and len(_SYNTAX.findall(plain)) <= _SYNTAX_MAX * len(plain)
        and len(_SENTENCE.findall(plain)) >= _SENTENCES_MIN
    )


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _PLACEHOLDER.sub(" ", text))).split())


def _markup(piece: str) -> str:
    """Return *piece* as markup: text becomes paragraphs."""
    piece = _PLACEHOLDER.sub("", piece)
    if _BLOCK.search(piece):
        return f"<div>{piece}</div>"
    if not _TAG.search(piece):
        piece = html.escape(html.unescape(piece))
    return "".join(f"<p>{line}</p>" for line in piece.split("\n") if line.strip())

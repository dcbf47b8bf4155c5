"""Text that was read in the wrong encoding as a whole, and whose bytes are all there: read again in the right one.

Each row of the table names the encoding that was taken and the one that was meant. A line, or the part of it without
Chinese characters, is written back into bytes, and what they mean in the other encoding is taken if it is far more like
Chinese. Which lines are tried at all is decided by how usual their characters are, so that healthy text costs nothing.
"""

import heapq
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations, product
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.han import FREQUENT_HAN, HAN, is_han
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.language import LanguageModel, language_model, plain, plain_character

_HIGH_LATIN: Final = re.compile("[\u0080-\u00ff]")
_LATIN_LINE: Final = r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\n]+"
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")

_FEWEST_HIGH: Final = 4
"""Letters with accents, fewer of which are a word of some language."""
_FEWEST_FOREIGN: Final = 6
_FREQUENT_SHARE: Final = 0.12
"""Of the characters of a line, if less of them are among the most frequent ones, the line is looked at closely."""

# In natural logarithms a character. Chinese prose lies near -5, lists of names near -8, mojibake near -12.
_READABLE: Final = -8.0
_GAIN: Final = 2.5
_TOTAL_GAIN: Final = 24.0
_CONFIDENCE: Final = 0.98
_HAN_SHARE: Final = 0.7
"""Of the characters that so many letters with accents would be at most."""
_PATHS: Final = 24
"""Readings that are kept while a line is read."""


class _Misreading(NamedTuple):
    taken: str
    meant: str


_LATIN_MISREADINGS: Final = (
    _Misreading("cp1252", "gb18030"),
    _Misreading("cp1252", "big5hkscs"),
    _Misreading("cp1250", "gb18030"),
)
_CHINESE_MISREADINGS: Final = (
    _Misreading("gb18030", "big5hkscs"),
    _Misreading("big5hkscs", "gb18030"),
    _Misreading("gb18030", "utf-8"),
)

# The five bytes that Windows-1252 leaves undefined: they pass through as controls, or are dropped.
_UNDEFINED: Final = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_UTF8_GROUP: Final = re.compile(rb"[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]{0,3}")
_BROKEN_SHARE: Final = 0.6
"""Of the characters may lack a byte, or it is no damaged UTF-8."""
_BYTES: Final = MappingProxyType(
    {chr(byte): byte for byte in range(0x80, 0x100)}
    | {bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in _UNDEFINED}
)


def restore_misread_line(text: str) -> Sequence[Edit]:
    """Find lines in GBK or Big5 that were read as each other or as Latin, and UTF-8 that was read as GBK.

    >>> restore_misread_line("±¾µØÐÂÎÅ£º½ñÌìÓÐÓê")
    (Edit(start=0, end=18, after='本地新闻：今天有雨', confidence=0.98, applied=True, alternatives=()),)
    """
    edits: list[Edit] = []
    for line in re.finditer(r"[^\n]+", text):
        if len(_FOREIGN.findall(line.group())) < _FEWEST_HIGH:
            continue
        found = _whole_line(line.group()) if _is_unusual(line.group()) else ""
        if found:
            edits.append(Edit(*line.span(), found, _CONFIDENCE))
        else:
            edits += _latin_parts(line.group(), line.start())
    return tuple(edits)


def _latin_parts(line: str, start: int) -> Iterator[Edit]:
    if len(_HIGH_LATIN.findall(line)) < _FEWEST_HIGH:
        return
    for run in re.finditer(_LATIN_LINE, line):
        part = run.group()
        if len(_HIGH_LATIN.findall(part)) >= _FEWEST_HIGH and (found := _reread_latin(part)):
            yield Edit(start + run.start(), start + run.end(), *found)


def _is_unusual(line: str) -> bool:
    foreign = _FOREIGN.findall(line)
    if len(foreign) < _FEWEST_FOREIGN:
        return False
    frequent = sum(character in FREQUENT_HAN for character in foreign)
    return frequent < len(foreign) * _FREQUENT_SHARE


def _whole_line(line: str) -> str:
    """Return what *line* says in the encoding that was meant; "" if it is fine as it is."""
    model = language_model()
    was = _likelihood(model, line)
    best = (was + _GAIN, "")
    for taken, meant in _CHINESE_MISREADINGS:
        try:
            again = line.encode(taken).decode(meant)
        except UnicodeError:
            continue
        score = _likelihood(model, again)
        if score > _READABLE and (score - was) * len(_FOREIGN.findall(again)) > _TOTAL_GAIN:
            best = max(best, (score, again))
    return best[1]


def _reread_latin(part: str) -> tuple[str, float] | None:
    """Return what *part* says in the encoding that was meant, and how sure that is."""
    model = language_model()
    high = len(_HIGH_LATIN.findall(part))
    best = (_READABLE, "")
    for taken, meant in _LATIN_MISREADINGS:
        data = _latin_bytes(part, taken)
        try:
            again = data.decode(meant)
        except UnicodeError:
            continue
        # Two bytes are a character; accents that stand among letters take one of these each, and are none.
        if data and 2 * len(re.findall(f"[{HAN}]", again)) >= high * _HAN_SHARE:
            best = max(best, (_likelihood(model, again), again))
    if best[1]:
        return best[1], _CONFIDENCE
    return _reread_utf8(model, _latin_bytes(part, "cp1252"))


def _reread_utf8(model: LanguageModel, data: bytes) -> tuple[str, float] | None:
    """Return what *data* says in UTF-8 from which the undefined bytes of Windows-1252 were dropped."""
    options: list[tuple[str, ...]] = []
    broken = place = 0
    for match in _UTF8_GROUP.finditer(data):
        if match.start() != place:
            return None
        place = match.end()
        found = _completed(match.group())
        if not found:
            return None
        broken += len(found) > 1
        options.append(found)
    if place != len(data) or not broken or broken > len(options) * _BROKEN_SHARE:
        return None
    again, margin = _likeliest(model, options)
    if _likelihood(model, again) < _READABLE:
        return None
    return again, 1 / (1 + math.exp(-margin)) * _CONFIDENCE


def _completed(group: bytes) -> tuple[str, ...]:
    """Return the characters that *group*, a lead byte and what is left behind it, may have been."""
    lead = group[0]
    if lead < 0x80:  # noqa: PLR2004 - ASCII
        return (chr(lead),)
    missing = (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4) - len(group)  # noqa: PLR2004 - UTF-8
    if missing < 0:
        return ()
    found: list[str] = []
    for lost in product(_UNDEFINED, repeat=missing):
        for places in combinations(range(1, len(group) + missing), missing):
            data = bytearray(group)
            for place, byte in zip(places, lost, strict=True):
                data.insert(place, byte)
            with suppress(UnicodeDecodeError):
                found.append(data.decode("utf-8"))
    return tuple(dict.fromkeys(found))


def _likeliest(model: LanguageModel, options: Sequence[Sequence[str]]) -> tuple[str, float]:
    """Return the likeliest text of one character from each of *options*, and how much likelier it is than the next."""
    certain = [characters[0] for characters in options if len(characters) == 1]
    if not any(map(_is_traditional, certain)):
        options = [tuple(c for c in characters if not _is_traditional(c)) or characters for characters in options]
    paths = [(0.0, "")]
    for characters in options:
        grown = [
            (score + model.score(*plain(f"\n\n{text}"[-2:] + character)), text + character)
            for score, text in paths
            for character in characters
        ]
        paths = heapq.nlargest(_PATHS, grown)
    return paths[0][1], paths[0][0] - paths[1][0] if len(paths) > 1 else math.inf


def _is_traditional(character: str) -> bool:
    return character >= "\u2e80" and plain_character(character) != character and is_han(character)


def _latin_bytes(part: str, taken: str) -> bytes:
    if taken == "cp1252":
        try:
            return bytes(ord(c) if c < "\x80" else _BYTES[c] for c in part)
        except KeyError:
            return b""
    return part.encode(taken, "ignore")


def _likelihood(model: LanguageModel, text: str) -> float:
    """Return the mean logarithm of the probability of the characters of *text* that are not ASCII."""
    folded = "\n\n" + plain(text)
    scores = [model.score(*folded[place : place + 3]) for place, character in enumerate(text) if character >= "\x80"]
    return sum(scores) / len(scores) if scores else -99.0

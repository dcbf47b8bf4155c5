"""The characters of GBK by their bytes, whole and in part."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from sitegen.text.repair.channels import simplified
from sitegen.text.repair.language import language_model, plain_character

_SYMBOLS: Final = 0xA1
"""The least byte that both begins a row of GB 2312 and ends a pair for private use."""


@cache
def pairs() -> Mapping[int, tuple[str, str]]:
    """Return the characters of GBK by the number of their two bytes, each also as the language model knows it."""
    found: dict[int, tuple[str, str]] = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            character = bytes((lead, trail)).decode("gbk", "replace")
            if len(character) == 1 and character != "\ufffd":
                found[lead << 8 | trail] = character, plain_character(character)
    return found


@cache
def by_trail() -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return the characters that the model knows by their second byte."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair, character in _usual():
        found[pair & 0xFF].append(character)
    return found


@cache
def by_high_lead() -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return the characters by their second byte whose first may be the second of a pair for private use."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair, character in _usual():
        if pair >> 8 >= _SYMBOLS:
            found[pair & 0xFF].append(character)
    return found


@cache
def by_lead() -> Mapping[int, Sequence[tuple[str, str, int]]]:
    """Return the characters that the model knows, each with its second byte, by their first byte."""
    found: defaultdict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for pair, character in _usual():
        found[pair >> 8].append((*character, pair & 0xFF))
    return found


def _usual() -> Iterator[tuple[int, tuple[str, str]]]:
    """Give the characters of GBK that the model knows: only they are put where bytes are lost."""
    known = language_model().ids
    yield from ((pair, character) for pair, character in pairs().items() if character[0] in known)


@cache
def orphans_before(character: str, converted: bool) -> frozenset[int]:
    """Return the bytes that a decoder cannot read if *character*, printed behind them, is read from what follows."""
    firsts = {first for first, _ in bytes_of(character, converted)}
    return frozenset(
        byte for byte in range(0x40, 0xFF) if not firsts or any(byte << 8 | first not in pairs() for first in firsts)
    )


@cache
def bytes_of(character: str, converted: bool) -> Sequence[tuple[int, int]]:
    """Return the pairs of bytes that *character* may have been; if *converted*, those it is the Traditional form of."""
    found: list[tuple[int, int]] = []
    for form in (character, *(simplified().get(character, ()) if converted else ())):
        try:
            data = form.encode("gb18030")
        except UnicodeEncodeError:
            continue
        if len(data) == 2 and (data[0], data[1]) not in found:  # noqa: PLR2004 - the two-byte part
            found.append((data[0], data[1]))
    return tuple(found)

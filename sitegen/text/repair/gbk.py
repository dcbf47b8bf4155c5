"""The characters of GBK by their bytes, whole and in part."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from sitegen.text.repair.channels import simplified
from sitegen.text.repair.language import language_model, plain_character

_SYMBOLS: Final = 0xA1
"""The least byte that both begins a row of GB 2312 and ends a pair for private use."""

_REMEMBERED: Final = 1024


@cache
def pairs() -> Mapping[int, tuple[str, str, bool]]:
    """Return the characters of GBK by the number of their two bytes.

    Each comes also as the language model knows it, and with whether it is of Traditional script alone.
    """
    found: dict[int, tuple[str, str, bool]] = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            character = bytes((lead, trail)).decode("gbk", "replace")
            if len(character) == 1 and character != "\ufffd":
                folded = plain_character(character)
                found[lead << 8 | trail] = character, folded, folded != character and character >= "\u2e80"
    return found


@cache
def by_trail() -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return the characters that the model knows by their second byte."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair, character, folded, _ in _usual():
        found[pair & 0xFF].append((character, folded))
    return found


@cache
def by_high_lead() -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return the characters by their second byte whose first may be the second of a pair for private use."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair, character, folded, _ in _usual():
        if pair >> 8 >= _SYMBOLS:
            found[pair & 0xFF].append((character, folded))
    return found


@cache
def _by_lead() -> Mapping[int, Sequence[tuple[int, str, str, bool]]]:
    """Return the characters that the model knows by their first byte."""
    found: defaultdict[int, list[tuple[int, str, str, bool]]] = defaultdict(list)
    for row in _usual():
        found[row[0] >> 8].append(row)
    return found


def _usual() -> Iterator[tuple[int, str, str, bool]]:
    """Give the characters of GBK that the model knows, with their pairs: only they are put where bytes are lost."""
    known = language_model().ids
    yield from ((pair, *row) for pair, row in pairs().items() if row[0] in known)


@lru_cache(_REMEMBERED)
def unread(lead: int, following: str, converted: bool) -> Sequence[tuple[str, str, bool]]:
    """Return the characters that begin with the byte *lead* and end in one that a decoder cannot read.

    That is any byte unless it stands before the bytes that it printed as *following*, with which it would have made
    another character. Each comes also as the language model knows it, and with whether it is written so in the other
    script only, which speaks against it unless the text is *converted*.
    """
    firsts = {first for first, _ in bytes_of(following, converted)} if following else ()
    return tuple(
        (character, folded, is_other and not converted)
        for pair, character, folded, is_other in _by_lead()[lead]
        if not firsts or any((pair & 0xFF) << 8 | first not in pairs() for first in firsts)
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

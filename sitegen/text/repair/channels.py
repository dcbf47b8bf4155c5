"""What a decoder printed, as the bytes that it may have read; and which characters bytes are that are not all known.

A channel is a decoder that was taken for the right one, with the encoding that was meant. Each printed character gives
back its bytes. Where the decoder found no character it printed a mark (`?`, U+FFFD, □), for one byte or for two, or
nothing at all: there stand slots, sets of the bytes that it could not read. Slots and bytes together are looked up in
an index of the characters that the language model knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple, TypeAlias

from sitegen.text.repair.language import language_model, plain_character
from sitegen.text.script.tables import candidates

Slot: TypeAlias = int | frozenset[int]
"""A byte, or the bytes of which it is one."""

MARKS: Final = "?\ufffd□"
_ASCII: Final = 0x80
_HIGH: Final = frozenset(range(0x80, 0x100))
_LEADS: Final = range(0x81, 0xFF)
_NO_LEADS: Final = frozenset((0x80, 0xFF))
_TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_CONTINUATIONS: Final = frozenset(range(0x80, 0xC0))
UNDEFINED: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""The bytes that Windows-1252 leaves undefined."""
_UNSEEN: Final = frozenset("\ufffd\xa0\xad")
"""What is printed for undefined bytes, and what is dropped as well as these: spaces and hyphens that hold or hide."""

# Pairs of GBK that are no characters but reserved, and private-use characters if they are shown at all: two regions for
# users, and single cells between rows of signs.
_USERS: Final = (
    (frozenset((*range(0xAA, 0xB0), *range(0xF8, 0xFF))), frozenset(range(0xA1, 0xFF))),
    (frozenset(range(0xA1, 0xA8)), frozenset((*range(0x40, 0x7F), *range(0x80, 0xA1)))),
    (frozenset((0xA2, 0xA4, 0xA6, 0xA7, 0xA8, 0xA9)), frozenset((*range(0xBB, 0xC1), *range(0xE3, 0xFF)))),
)
# The same of code page 950: first private-use character, number of cells, first lead byte, first trail byte.
_BIG5_USERS: Final = ((0xE000, 785, 0xFA), (0xE311, 2983, 0x8E), (0xEEB8, 2041, 0x81))
_BIG5_TRAILS: Final = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_REMEMBERED: Final = 100_000
_EURO: Final = "€"
_MOST: Final = 96
"""Characters that are tried where bytes are lost, the most frequent ones."""

# What each kind of loss costs, in natural logarithms.
_ONE: Final = -1.0
_TWO: Final = -2.5
_DROPPED: Final = -4.5
_DROPPED_LATIN: Final = -2.5
_SPACE: Final = -3.0


class Channel(NamedTuple):
    """A decoder and the encoding that was meant."""

    taken: str
    """The name of the table by which the decoder went: `gbk`, `big5`, or a codec of Python's."""

    meant: str

    @property
    def is_single(self) -> bool:
        """Tell whether the decoder made one character of each byte."""
        return self.taken not in _DOUBLE


class Printed(NamedTuple):
    """The slots for which a character may stand, and the cost of that."""

    slots: tuple[Slot, ...]
    cost: float = 0.0


_CODECS: Final[Mapping[str, Sequence[str]]] = {
    "gbk": ("gb18030",),
    "big5": ("big5hkscs", "cp950", "big5"),
    "cp1252": ("cp1252", "latin-1"),
}
"""By which a table's characters are written back; those that are not named go by the codec of their name."""
_DOUBLE: Final = frozenset(("gbk", "big5", "cp949", "cp932"))


def printed(channel: Channel, text: str, place: int, converted: bool) -> Sequence[Printed]:
    """Return what the character of *text* at *place* may stand for; nothing if the decoder never prints it.

    *converted* texts were brought to Traditional after they had been damaged.
    """
    character = text[place]
    if character in MARKS:
        following = text[place + 1 : place + 2]
        found = list(_lost(channel, _first_bytes(channel, following, converted)))
        if character == "?":
            found.append(Printed((0x3F,)))
        return found
    if character == " " and channel.is_single:
        return (Printed((0x20,)), *(Printed((byte,), _SPACE) for byte in sorted(_unseen(channel.taken, "\xa0"))))
    return _characters(channel, character, converted)


@cache
def _characters(channel: Channel, character: str, converted: bool) -> Sequence[Printed]:
    if character < "\x80":
        return (Printed((ord(character),)),)
    forms = (character, *(simplified().get(character, ()) if converted else ()))
    found = (data for form in forms for data in _encoded(channel.taken, form))
    return tuple(Printed(tuple(data)) for data in dict.fromkeys(found))


@cache
def dropped(channel: Channel, marked: bool) -> Sequence[Printed]:
    """Return what may have stood where the decoder printed nothing; if it *marked* its errors, those left no gap."""
    if channel.is_single:
        unseen = _unseen(channel.taken)
        return (Printed((unseen,), _DROPPED_LATIN), Printed((unseen,) * 2, 2 * _DROPPED_LATIN))
    alone = () if marked else (Printed((_HIGH,), _DROPPED - 2),)
    if channel.taken != "gbk":
        return alone
    twice = Printed(_USERS[0] * 2, 2 * _DROPPED)
    return (*(Printed(pair, _DROPPED) for pair in _USERS), twice, *alone)


@cache
def _lost(channel: Channel, following: frozenset[int]) -> Sequence[Printed]:
    """Return what a mark may stand for, if one of the bytes *following* comes behind it."""
    if channel.is_single:
        return (Printed((_unseen(channel.taken),), _ONE),)
    alone = _unread(channel.taken, following)
    pairs = (*_USERS, (_NO_LEADS, _HIGH)) if channel.taken == "gbk" else ((_HIGH, _HIGH),)
    return (Printed((alone,), _ONE), *(Printed(pair, _TWO) for pair in pairs))


@cache
def _unseen(taken: str, shown: str = "") -> frozenset[int]:
    """Return the bytes for which a decoder of single bytes prints nothing that stays, or what is *shown*."""
    codec = _codecs(taken)[0]
    wanted = shown or _UNSEEN
    return frozenset(byte for byte in _HIGH if bytes((byte,)).decode(codec, "replace") in wanted)


def _codecs(taken: str) -> Sequence[str]:
    return _CODECS.get(taken, (taken,))


@cache
def _unread(taken: str, following: frozenset[int]) -> frozenset[int]:
    """Return the bytes that are no characters together with one of the bytes *following*."""
    if not following:
        return _HIGH
    known = _decodable(taken)
    return frozenset(byte for byte in _HIGH if any((byte, n) not in known for n in following))


@cache
def _decodable(taken: str) -> frozenset[tuple[int, int]]:
    plainest = _codecs(taken)[-1] if taken != "gbk" else "gbk"
    found = set()
    for lead in _LEADS:
        for trail in _TRAILS:
            if "\ufffd" not in bytes((lead, trail)).decode(plainest, "replace"):
                found.add((lead, trail))
    return frozenset(found)


@cache
def _first_bytes(channel: Channel, character: str, converted: bool) -> frozenset[int]:
    if character in MARKS or character < "\x80":
        return frozenset()  # some decoders leave ASCII alone that would have made a character with the byte before it
    return frozenset(
        first for found in _characters(channel, character, converted) if isinstance(first := found.slots[0], int)
    )


def _encoded(taken: str, character: str) -> Iterable[bytes]:
    if taken == "gbk" and character == _EURO:
        yield b"\x80"
    if taken == "big5" and "\ue000" <= character <= "\uf8ff":
        yield from big5_private(ord(character))
        return
    if taken == "cp932":  # shows some characters for several pairs
        yield from _of_cp932().get(character, ())
        return
    for codec in _codecs(taken):
        try:
            yield character.encode(codec)
        except UnicodeEncodeError:
            continue


@cache
def _of_cp932() -> Mapping[str, Sequence[bytes]]:
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFD) for trail in _TRAILS)
    for data in (*(bytes((byte,)) for byte in range(0x100)), *pairs):
        character = data.decode("cp932", "replace")
        if len(character) == 1 and character != "\ufffd":
            found[character].append(data)
    return found


def big5_private(code: int) -> Iterable[bytes]:
    """Give the bytes of the user's cells of code page 950 that Windows shows as the private-use character *code*."""
    for first, size, lead in _BIG5_USERS:
        if first <= code < first + size:
            row, cell = divmod(code - first, len(_BIG5_TRAILS))
            yield bytes((lead + row, _BIG5_TRAILS[cell]))


@cache
def missing(meant: str, pending: tuple[Slot, ...]) -> int:
    """Return how many bytes the character that begins with *pending* still lacks; -1 if no character begins so."""
    lead, *rest = pending
    if isinstance(lead, int) and lead < _ASCII:
        return 0
    if meant != "utf-8":
        return 1 - len(rest) if not isinstance(lead, int) or lead in _LEADS else -1
    if not all(s in _CONTINUATIONS if isinstance(s, int) else s & _CONTINUATIONS for s in rest):
        return -1
    if not isinstance(lead, int):
        return 2 - len(rest) if any(byte >= 0xE0 for byte in lead) else -1  # noqa: PLR2004 - of three bytes
    size = 0 if lead < 0xC2 else 1 if lead < 0xE0 else 2 if lead < 0xF0 else 3 if lead < 0xF5 else 0  # noqa: PLR2004
    return size - len(rest) if size else -1


@lru_cache(_REMEMBERED)
def fits(meant: str, pending: tuple[Slot, ...], slots: tuple[Slot, ...]) -> bool:
    """Tell whether a character that begins with *pending* may go on with *slots*, and others follow it."""
    for slot in slots:
        pending = (*pending, slot)
        lacking = missing(meant, pending)
        if lacking < 0 or (not lacking and not characters(meant, pending)):
            return False
        if not lacking:
            pending = ()
    return True


@cache
def characters(meant: str, whole: tuple[Slot, ...]) -> Sequence[tuple[str, str]]:
    """Return the characters that *whole*, all slots of one, may be, each also as the language model knows it."""
    return tuple((character, plain_character(character)) for character in _fitting(meant, whole))


def _fitting(meant: str, whole: tuple[Slot, ...]) -> Sequence[str]:
    known = bytes(slot for slot in whole if isinstance(slot, int))
    if len(known) == len(whole):
        found = known.decode(meant, "replace")
        return (found,) if len(found) == 1 and found != "\ufffd" else ()
    pattern = tuple(slot if isinstance(slot, int) else None for slot in whole)
    sets = [(place, slot) for place, slot in enumerate(whole) if not isinstance(slot, int)]
    fits = (c for c, data in _index(meant).get(pattern, ()) if all(data[place] in slot for place, slot in sets))
    return tuple(c for _, c in zip(range(_MOST), fits, strict=False))


@cache
def _index(meant: str) -> Mapping[tuple[int | None, ...], Sequence[tuple[str, bytes]]]:
    """Return the characters that the model knows, the most frequent first, by all that may be known of their bytes."""
    model = language_model()
    found: defaultdict[tuple[int | None, ...], list[tuple[str, bytes]]] = defaultdict(list)
    size = 3 if meant == "utf-8" else 2
    for number, character in sorted((model.singles[number], c) for c, number in model.ids.items()):
        for form in (character, *traditional().get(character, ())) if number else (character,):
            try:
                data = form.encode(meant)
            except UnicodeEncodeError:
                continue
            if len(data) != size:
                continue
            for known in range(2**size - 1):
                pattern = tuple(byte if known >> bit & 1 else None for bit, byte in enumerate(data))
                found[pattern].append((form, data))
    return found


@cache
def simplified() -> Mapping[str, Sequence[str]]:
    """Return the Simplified characters that a Traditional one is the form of."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for simple, forms in candidates("STCharacters.txt").items():
        for form in forms:
            if form != simple:
                found[form].append(simple)
    return found


@cache
def traditional() -> Mapping[str, Sequence[str]]:
    """Return the Traditional forms of the Simplified characters that only Simplified has."""
    return {simple: forms for simple, forms in candidates("STCharacters.txt").items() if simple not in forms}

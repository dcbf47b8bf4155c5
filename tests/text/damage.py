"""Damage made on purpose: what pages went through, with everything that varies from site to site.

Each family takes a text and a source of chance, and returns the damaged text. The decoders are written out, because
those of Python are only some of those in use.
"""

import html
import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.script.tables import entries

_LEFT_ALONE: Final = "后于并干范咨么"
_MARKS: Final = ("?", "?", "\ufffd", "□")


class Decoder(NamedTuple):
    """How a decoder of two-byte text shows what it cannot read."""

    codec: str
    mark: str = "?"
    private: str = "kept"
    """`kept`, `dropped`, or the mark that is shown for a private-use character."""

    eats_digit: bool = False
    takes_two: bool = False
    """Whether a mark stands for both bytes of a pair that is no character."""

    def read(self, data: bytes) -> str:
        """Return *data* as this decoder prints it."""
        found: list[str] = []
        place = 0
        while place < len(data):
            byte = data[place]
            if byte < 0x80:
                found.append(chr(byte))
                place += 1
                continue
            pair = data[place : place + 2]
            character = pair.decode(self.codec, "replace") if len(pair) == 2 and pair[1] >= 0x40 else "\ufffd"
            if len(character) == 1 and character != "\ufffd":
                found.append(self._shown(character))
                place += 2
                continue
            found.append(self.mark)
            place += 1
            following = data[place : place + 1]
            if (self.eats_digit and following.isdigit()) or (self.takes_two and following >= b"\x80"):
                place += 1
        return "".join(found)

    def _shown(self, character: str) -> str:
        if self.private == "kept" or not "\ue000" <= character <= "\uf8ff":
            return character
        return "" if self.private == "dropped" else self.private


def naive(text: str) -> str:
    """Return *text* in Traditional, character by character, as careless converters do it."""
    return "".join(c if c in _LEFT_ALONE else _table().get(c, c) for c in text)


@cache
def _table() -> Mapping[str, str]:
    return {key: value for key, value in entries("STCharacters.txt").items() if len(key) == 1}


def byte_shift(text: str, chance: random.Random) -> str:
    """Replace full-width marks by bytes, and read on one byte off."""
    marks = chance.choice(("，！？：", "，！？：", "，！？：；", "，！？：；（）"))
    data = text.encode("gbk", "ignore")
    for mark, narrow in zip("，！？：；（）", ",!?:;()", strict=True):
        if mark in marks:
            data = data.replace(mark.encode("gbk"), narrow.encode())
    sign = chance.choice(_MARKS)
    private = chance.choice(("kept", "kept", "dropped", sign))
    damaged = Decoder("gb18030", sign, private, eats_digit=chance.random() < 0.5).read(data)
    return naive(damaged) if chance.random() < 0.5 else damaged


def utf8_as_gbk(text: str, chance: random.Random) -> str:
    """Read UTF-8 as GBK."""
    sign = chance.choice(_MARKS)
    codec = chance.choice(("gb18030", "gbk"))
    private = chance.choice(("kept", "dropped", sign)) if codec == "gb18030" else "kept"
    takes_two = codec == "gbk" and chance.random() < 0.3
    damaged = Decoder(codec, sign, private, takes_two=takes_two).read(text.encode())
    return naive(damaged) if chance.random() < 0.2 else damaged


def utf8_as_big5(text: str, chance: random.Random) -> str:
    """Read UTF-8 as Big5, by which most of it is lost."""
    return Decoder(chance.choice(("big5", "cp950", "big5hkscs")), chance.choice(_MARKS)).read(text.encode())


def gbk_as_big5(text: str, chance: random.Random) -> str:
    """Read GBK as Big5."""
    mark = chance.choice((*_MARKS, ""))
    codec = chance.choice(("big5", "cp950", "big5hkscs"))
    takes_two = mark != "" and chance.random() < 0.2
    return Decoder(codec, mark, takes_two=takes_two).read(text.encode("gbk", "ignore"))


def big5_as_gbk(text: str, chance: random.Random) -> str:
    """Read Big5 as GBK."""
    mark = chance.choice(_MARKS)
    private = chance.choice(("kept", "kept", mark))
    taiwan = "".join(entries("TWVariants.txt").get(character, character) for character in naive(text))
    return Decoder("gb18030", mark, private).read(taiwan.encode("big5", "ignore"))


def utf8_as_latin(text: str, chance: random.Random) -> str:
    """Read UTF-8 as Windows-1252, whose undefined bytes may be dropped and whose no-break spaces become spaces."""
    damaged = text.encode().decode("latin-1")
    kind = chance.choice(("c1", "dropped", "space", "question"))
    if kind == "c1":
        return "".join(_windows(character, character) for character in damaged)
    damaged = "".join(_windows(character, "?" if kind == "question" else "") for character in damaged)
    return damaged.replace("\xa0", " ").replace("\xad", "") if kind == "space" else damaged


def _windows(character: str, undefined: str) -> str:
    if not "\x80" <= character <= "\x9f":
        return character
    try:
        return character.encode("latin-1").decode("cp1252")
    except UnicodeDecodeError:
        return undefined


def twice_as_latin(text: str, chance: random.Random) -> str:
    """Read UTF-8 as Latin twice."""
    del chance
    once = text.encode().decode("latin-1")
    return "".join(_windows(c, c) for c in "".join(_windows(c, c) for c in once).encode().decode("latin-1"))


def gbk_as_latin(text: str, chance: random.Random) -> str:
    """Read GBK as Latin."""
    damaged = text.encode("gbk", "ignore").decode("latin-1")
    return "".join(_windows(c, c) for c in damaged) if chance.random() < 0.7 else damaged


def as_other_language(text: str, chance: random.Random) -> str:
    """Read it as a program of another country does, which may drop or mark what it has no character for."""
    meant = chance.choice(("utf-8", "gb18030", "gb18030"))
    taken = chance.choice(("cp1251", "koi8_r", "cp866", "cp949", "cp932", "mac_roman", "cp437", "cp1253", "cp874"))
    damaged = text.encode(meant).decode(taken, "replace")
    return damaged.replace("\ufffd", chance.choice(_MARKS))


def bytes_exchanged(text: str, chance: random.Random) -> str:
    """Take the two bytes of each character for each other's."""
    del chance
    return text.encode("utf-16-be").decode("utf-16-le", "replace").replace("\u0a00", "\n")


def escaped_twice(text: str, chance: random.Random) -> str:
    """Escape some of it once too often."""
    marks = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "·": "&middot;", "…": "&hellip;"}
    damaged = "".join(f"&#{ord(c)};" if c > "\x80" and chance.random() < 0.2 else marks.get(c, c) for c in text)
    return html.escape(damaged, quote=False) if chance.random() < 0.5 else damaged


def glossed(text: str, chance: random.Random) -> str:
    """Put readings behind characters that Traditional has otherwise."""
    from pypinyin import Style, pinyin

    share = chance.choice((0.3, 1.0))
    found: list[str] = []
    for character, traditional in zip(text, naive(text), strict=True):
        found.append(traditional)
        if traditional != character and chance.random() < share:
            found.append(f"({pinyin(character, style=Style.TONE)[0][0]})")
    return "".join(found)


def invisible(text: str, chance: random.Random) -> str:
    """Strew characters that nobody sees."""
    noise = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e"
    return "".join(c + (chance.choice(noise) if c > "\u2e80" and chance.random() < 0.1 else "") for c in text)


FAMILIES: Final[Mapping[str, Callable[[str, random.Random], str]]] = MappingProxyType(
    {
        "byte-shift": byte_shift,
        "utf8-as-gbk": utf8_as_gbk,
        "utf8-as-big5": utf8_as_big5,
        "gbk-as-big5": gbk_as_big5,
        "big5-as-gbk": big5_as_gbk,
        "utf8-as-latin": utf8_as_latin,
        "twice-as-latin": twice_as_latin,
        "gbk-as-latin": gbk_as_latin,
        "as-other-language": as_other_language,
        "bytes-exchanged": bytes_exchanged,
        "escaped-twice": escaped_twice,
        "glossed": glossed,
        "invisible": invisible,
    }
)

SCOPES: Final = ("document", "line", "part")


def damaged(text: str, family: str, scope: str, chance: random.Random) -> str:
    """Return the lines of *text* with damage of *family* in all of it, in one line, or in a part of one."""
    hurt = FAMILIES[family]
    lines = text.split("\n")
    if scope == "document":
        return hurt(text, chance)
    number = chance.randrange(len(lines))
    line = lines[number]
    start, end = 0, len(line)
    clauses = [match.end() for match in re.finditer("[，。；！？]", line)]
    if scope == "part" and len(clauses) > 2:
        start = clauses[chance.randrange(len(clauses) - 1)]
        end = clauses[-1]
    lines[number] = line[:start] + hurt(line[start:end], chance) + line[end:]
    return "\n".join(lines)

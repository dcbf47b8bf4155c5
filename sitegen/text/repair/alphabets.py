"""Chinese text that was read as another language: in Cyrillic, Greek, Thai or Arabic letters, in hangul, in kana.

A program that goes by the settings of its own country reads GBK, Big5 or UTF-8 as Windows-1251, code page 949 or
Shift-JIS, one in old Macs as MacRoman, one of DOS in lines and boxes; one that takes the bytes of UTF-16 for each
other's prints letters of any script. `_ROWS` names each such decoder with the characters by which it is known; only
lines with some of them are looked at. Where every byte is there the line is written back and decoded; else the search
of `recode` goes over it. People write in these alphabets, too: a reading counts only if it is Chinese prose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from sitegen.text.han import FREQUENT_HAN, HAN, common_han, is_han
from sitegen.text.repair.channels import Channel
from sitegen.text.repair.edits import Edit, is_example
from sitegen.text.repair.language import language_model
from sitegen.text.repair.rarity import foreign_lines, is_spoken, seen
from sitegen.text.repair.recode import likelihood, reread

_CYRILLIC: Final = "[\u0400-\u045f\u0490\u0491]"
_GREEK: Final = "[\u0370-\u03ff]"
_HEBREW: Final = "[\u05b0-\u05ea]"
_ARABIC: Final = "[\u0600-\u06ff]"
_THAI: Final = "[\u0e00-\u0e7f]"
_HANGUL: Final = "[\uac00-\ud7a3]"
_HALF_KANA: Final = "[\uff61-\uff9f]"
_BOXES: Final = "[\u2500-\u259f]"
_MAC: Final = "[„‰ÂÊÁËÈÔ](?=[^\\x00-\\x7f])"
"""How MacRoman shows the bytes that begin characters of UTF-8."""
_ACCENTS: Final = "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"
_SWAPPED: Final = "[\u0500-\u058f\u0700-\u0dff\u0e80-\u10ff\u1200-\u1dff\ua000-\uabff\ue000-\uf8ff]"
"""Scripts and empty places where Chinese text comes to lie with its bytes exchanged, and hardly any other text."""

_CHINESE: Final = ("utf-8", "gb18030", "big5hkscs")


class _Row(NamedTuple):
    codecs: tuple[str, ...]
    shown: str
    """A pattern of what they print, and people who write Chinese do not."""

    fewest: int = 4
    is_cased: bool = False
    """Whether they print letters of both cases, so that words of the language can be told by their build."""

    is_searched: bool = True
    """Whether lines of which bytes are lost are searched; those in Latin letters are by `recode`."""

    @property
    def letters(self) -> str:
        """A pattern of the characters with which `shown` begins."""
        return self.shown.partition("]")[0] + "]"


_ROWS: Final = (
    _Row(("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"), _CYRILLIC, is_cased=True),
    _Row(("cp949",), _HANGUL, 2),
    _Row(("cp932",), _HALF_KANA, 3),
    _Row(("cp437", "cp850", "cp866", "cp852", "cp737"), _BOXES),
    _Row(("mac_roman",), _MAC, 2),
    _Row(("cp1253", "iso8859_7"), _GREEK, is_cased=True),
    _Row(("cp874",), _THAI),
    _Row(("cp1256", "iso8859_6"), _ARABIC),
    _Row(("cp1255", "iso8859_8"), _HEBREW),
    _Row(("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "iso8859_15"), _ACCENTS, is_cased=True, is_searched=False),
)
_TWO_BYTES: Final = ("cp949", "cp932")
_ANY: Final = re.compile(f"[{''.join(row.letters[1:-1] for row in _ROWS)}{_SWAPPED[1:-1]}]")
_FEWEST_SWAPPED: Final = 2
_MARKS: Final = frozenset("，。、；：？！“”‘’（）《》「」『』…—·")
_LINE_MAX: Final = 1_000
_LONGEST: Final = 3_000
"""Characters of a line, and of all parts of a document that are searched in one pass."""
_MARGIN: Final = 12
"""Characters around the damage that are searched with it."""
_GAP: Final = 12
"""Characters between two that tell, which belong to one place."""
_FEWEST: Final = 4
"""Characters and marks of Chinese."""
_KINDS: Final = 0.4
"""Different ones among the characters of a reading, at the least: a row of boxes is no text."""
_HAN_SHARE: Final = 0.3
"""Of the characters of a reading."""
# In natural logarithms a character: Chinese prose lies near -5, what comes of words in other languages below -9.
_READABLE: Final = -8.0
_SAFE: Final = -10.0
"""The same where UTF-8 was meant: what is no UTF-8 is hardly ever valid."""
_SENSE: Final = -9.5
"""The same without what was lost."""
_SEARCHED: Final = -7.0
_CONFIDENCE: Final = 0.97
_PARTLY: Final = 0.5
"""The same where marks for lost bytes stay."""
_EITHER: Final = "“”‘’…—–·° "
"""What these decoders print, and what also stands in Chinese text beside the damage."""
_TRIMMED_MAX: Final = 2


def restore_misread_alphabet(text: str) -> Sequence[Edit]:
    """Find Chinese that was read as another language.

    >>> [edit.after for edit in restore_misread_alphabet("他说，ОТЅсМмИҐНјКй№ЭЎЈ")]
    ['我今天去图书馆。']
    >>> restore_misread_alphabet("他说：Новости города сегодня вечером.")
    ()
    """
    return _found(text) if _ANY.search(seen(text).letters) else ()


@lru_cache(maxsize=4)
def _found(text: str) -> Sequence[Edit]:
    edits: list[Edit] = []
    left = _LONGEST
    letters, foreign = seen(text).letters, seen(text).foreign
    rows = [row for row in _ROWS if re.search(row.letters, letters)]
    rows = [row for row in rows if len(re.findall(row.letters, foreign)) >= row.fewest]
    may_be_swapped = re.search(_SWAPPED, letters)
    for start, line in foreign_lines(text) if rows or may_be_swapped else ():
        found = tuple(_swapped(line, start)) if may_be_swapped else ()
        for row in () if found else rows:
            count = len(re.findall(row.shown, line))
            if count < row.fewest or (row.is_cased and is_spoken(line)):
                continue
            found = () if row.codecs[0] in _TWO_BYTES else tuple(_exact(line, start, row))
            if not found and row.is_searched and len(line) <= _LINE_MAX and left > 0:
                left -= len(line)
                found = tuple(_searched(text, start, line, row))
            if found:
                break
        edits += (edit for edit in found if not is_example(text, edit))
    return tuple(edits)


def _exact(line: str, start: int, row: _Row) -> Iterator[Edit]:
    """Give the runs of *line* that say something if they are written back by one of the codecs of *row*."""
    best: tuple[float, Sequence[Edit]] = (0.0, ())
    for codec in row.codecs:
        edits = [
            edit
            for run in _run(codec).finditer(line)
            if len(re.findall(row.shown, run.group())) >= min(row.fewest, 2)
            for edit in _reread(run.group(), start + run.start(), codec)
        ]
        best = max(best, (sum(edit.end - edit.start for edit in edits), edits), key=lambda found: found[0])
    yield from best[1]


def _reread(run: str, start: int, codec: str) -> Iterator[Edit]:
    """Give what *run* says in the encoding that was meant; marks at its ends may be none of the damage."""
    best: tuple[float, Edit | None] = (0.0, None)
    heads = range(1 + min(_TRIMMED_MAX, len(run) - len(run.lstrip(_EITHER))))
    tails = range(1 + min(_TRIMMED_MAX, len(run) - len(run.rstrip(_EITHER))))
    for head in heads:
        for tail in tails:
            part = run[head : len(run) - tail]
            data = _written(part, codec)
            for meant in _CHINESE:
                if (again := _decoded(data, meant)) and (score := _sense(again, meant)) > best[0]:
                    best = score, Edit(start + head, start + head + len(part), again, _CONFIDENCE)
    if best[1]:
        yield best[1]


def _sense(text: str, meant: str) -> float:
    """Return by how much *text* is more than readable, in all; 0 if it is no Chinese."""
    han = re.findall(f"[{HAN}]", text)
    if (
        len(han) + sum(map(_MARKS.__contains__, text)) < _FEWEST
        or len(set(han)) < len(han) * _KINDS
        or len(han) * 3 < len(text)
    ):
        return 0.0
    least = _SAFE if meant == "utf-8" else _READABLE
    return max(0.0, (likelihood(language_model(), text) - least) * len(han))


def _decoded(data: bytes, meant: str) -> str:
    try:
        return data.decode(meant)
    except UnicodeDecodeError:
        return ""


def _written(part: str, codec: str) -> bytes:
    """Return the bytes that a decoder printed as *part*."""
    try:
        return part.encode(codec)
    except UnicodeEncodeError:
        table = _bytes(codec)
        return b"".join(table.get(c) or _other(c) for c in part)


def _other(character: str) -> bytes:
    """Return the bytes of a *character* that no decoder of single bytes printed: some leave alone what is UTF-8."""
    return character.encode("utf-8", "replace")


@cache
def _bytes(codec: str) -> Mapping[str, bytes]:
    """Return the byte that a decoder printed as each character; undefined bytes are shown as controls."""
    single = [bytes((byte,)) for byte in range(0x100)]
    return {byte.decode("latin-1"): byte for byte in single} | {byte.decode(codec, "ignore"): byte for byte in single}


@cache
def _run(codec: str) -> re.Pattern[str]:
    """Return a pattern for what a decoder prints, from one letter that is not ASCII to another."""
    high = "".join(re.escape(c) for c in _bytes(codec) if c >= "\x80") + "\u0250-\u07bf\U000f0000-\U0010fffd"
    return re.compile(f"[{high}](?:[ -~{high}]*[@-~{high}])?")


def _searched(text: str, start: int, line: str, row: _Row) -> Iterator[Edit]:
    """Give what a search finds where bytes are lost, or where the damage has letters that stand beside it, too."""
    rest = f"{text[:start]}\n{text[start + len(line) :]}"
    channels = [Channel(codec, meant) for codec in row.codecs for meant in _CHINESE]
    done = 0
    shown = [match.start() for match in re.finditer(row.shown, line)]
    for first, last in _places(shown, row.fewest):
        # The margins of two places may overlap: what the first one made is not read again.
        head, tail = max(first - _MARGIN, done), min(last + 1 + _MARGIN, len(line))
        part = line[head:tail]
        core = line[first : last + 1]
        for edit in reread(part, core, start + head, channels, rest, sense=_SENSE):
            if _is_prose(edit.after):
                done = edit.end - start
                yield edit


def _places(shown: Sequence[int], fewest: int) -> Iterator[tuple[int, int]]:
    """Give the first and last of those of *shown* that stand close to one another."""
    group = [shown[0]]
    for place in (*shown[1:], shown[-1] + 2 * _GAP):
        if place - group[-1] > _GAP:
            if len(group) >= fewest:
                yield group[0], group[-1]
            group = []
        group.append(place)


def _is_prose(text: str) -> bool:
    return len(re.findall(f"[{HAN}]", text)) >= _FEWEST and likelihood(language_model(), text) > _SEARCHED


def _swapped(line: str, start: int) -> Iterator[Edit]:
    """Give the runs of *line* that are Chinese if the two bytes of each character are exchanged."""
    if len(re.findall(_SWAPPED, line)) < _FEWEST_SWAPPED:
        return
    again = line.encode("utf-16-le", "replace").decode("utf-16-be", "replace")
    if len(again) != len(line):  # characters beyond the first plane
        return
    usual = common_han()
    fits = [
        after in usual or after in _MARKS or " " <= after <= "~" or before == "\ufffd" or _is_rare(after, before)
        for before, after in zip(line, again, strict=True)
    ]
    for fit, group in groupby(range(len(line)), key=fits.__getitem__):
        places = list(group)
        while places and _is_healthy(line[places[0]], again[places[0]]):
            del places[0]
        while places and _is_healthy(line[places[-1]], again[places[-1]]):
            del places[-1]
        if not fit or not places:
            continue
        head, tail = places[0], places[-1] + 1
        said = "".join("\ufffd" if line[i] == "\ufffd" else again[i] for i in range(head, tail))
        if len(re.findall(_SWAPPED, line[head:tail])) >= _FEWEST_SWAPPED and _sense(said, "utf-16") > 0:
            yield Edit(start + head, start + tail, said, _PARTLY if "\ufffd" in said else _CONFIDENCE)


def _is_rare(after: str, before: str) -> bool:
    """Tell whether *after* is a character that is hardly written, and *before*, which stands there, no usual one."""
    return is_han(after) and before not in common_han()


def _is_healthy(before: str, after: str) -> bool:
    """Tell whether *before*, at an end of the damage, is as usual as what it is with its bytes exchanged."""
    return (before in common_han() and after not in FREQUENT_HAN) or before.isascii() or before == "\ufffd"

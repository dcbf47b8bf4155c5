"""Text that was read in the wrong encoding, read again in the right one, whether all bytes are there or not.

Each row of the tables names the encoding that was taken and the one that was meant. Where every byte is there, a line
is written back into bytes and decoded. Else `lattice` looks for the likeliest text among all that the bytes allow. A
reading counts only if it is far more like Chinese than what stands there. Which lines are tried at all is decided by
how usual their characters are, so that healthy text costs nothing.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.han import HAN
from sitegen.text.repair.channels import MARKS, UNDEFINED, Channel, dropped, printed, traditional
from sitegen.text.repair.choices import Choices
from sitegen.text.repair.edits import Edit, is_example
from sitegen.text.repair.evidence import Document, document, in_script_of
from sitegen.text.repair.language import LanguageModel, changed_by_plain, language_model, plain
from sitegen.text.repair.lattice import Lattice, Piece
from sitegen.text.repair.rarity import (
    foreign_count,
    foreign_lines,
    is_japanese,
    is_rare,
    is_spoken,
    is_unusual,
    odd,
    rare_core,
    rare_places,
    seen,
)

_HIGH_LATIN: Final = re.compile("[\u0080-\u024f]")
_LATIN_LINE: Final = r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\n]+"
_UTF8_PAIR: Final = re.compile(
    "[\u00e2-\u00ef][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019"
    "\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)

_FEWEST_HIGH: Final = 4
"""Letters with accents, fewer of which are a word of some language."""
_FEWEST_UTF8: Final = 2

_FEWEST_SIMPLIFIED: Final = 3
"""Characters of Simplified alone, fewer of which a converter to Traditional may not have known."""

_OPENING: Final = frozenset("“‘「『《")
_CLOSING: Final = frozenset("”’」』》")

_SHORT_LINE: Final = 1_000
"""Characters of a line that is looked at as a whole."""
_REMEMBERED: Final = 512
"""Lines and parts of them: each is looked at again whenever another rule has changed the text around it."""
_LONGEST: Final = 4_000
"""Characters of a place, and of all places of a document in one pass: each takes some ten microseconds or more."""

# In natural logarithms a character. Chinese prose lies near -5, lists of names near -8, mojibake near -12.
_READABLE: Final = -8.0
_FLUENT: Final = -5.8
_WINDOW: Final = 5
_NONSENSE: Final = -10.5
_GAIN: Final = 2.5
_TOTAL_GAIN: Final = 24.0
_SENSE: Final = -11.5
_HAN_LEAST: Final = 0.3
"""Less than this share of Han is no text: a row of stars becomes one of quotation marks."""
_MOST_MARKS: Final = 0.4
"""A line with more marks for lost bytes, by its other characters, is lost itself: most of it would be invented."""
_UTF8_KEPT: Final = 0.15
_PAIRS_KEPT: Final = 0.2
"""Characters that come out of a byte, at the least."""
_CONFIDENCE: Final = 0.98
_PARTLY: Final = 0.5
"""The same where marks for lost bytes stay, or some of it reads badly."""
# The share of a reading among all that the search looked at, and how often such readings are right: docs/repair.md.
_CALIBRATION: Final = ((0.97, 0.97), (0.92, 0.8), (0.82, 0.7), (0.72, 0.65), (0.5, 0.45), (0.0, 0.3))
_CERTAIN: Final = 0.9
_HAN_SHARE: Final = 0.7
"""Of the characters that so many letters with accents would be at most."""


class _Misreading(NamedTuple):
    channel: Channel
    taken: tuple[str, ...]
    """The codecs to write the line back with."""


class _Reread(NamedTuple):
    """What came of a part of the text."""

    gain: float
    edits: Sequence[Edit]
    is_clean: bool
    """Whether all of it is fluent now."""


_NOTHING: Final = _Reread(0.0, (), is_clean=False)


def _misreading(taken: str, meant: str, *codecs: str) -> _Misreading:
    return _Misreading(Channel(taken, meant), codecs or (taken,))


_LATIN_MISREADINGS: Final = (
    _misreading("cp1252", "gb18030"),
    _misreading("cp1252", "big5hkscs"),
    _misreading("cp1250", "gb18030"),
)
_CHINESE_MISREADINGS: Final = (
    _misreading("gbk", "utf-8", "gb18030"),
    _misreading("gbk", "big5hkscs", "gb18030"),
    _misreading("big5", "gb18030", "big5hkscs", "cp950"),
    _misreading("big5", "utf-8", "big5hkscs", "cp950"),
)
# UTF-8 as Big5 loses two bytes of three: what comes out of a search is invented.
_CHINESE_CHANNELS: Final = tuple(row.channel for row in _CHINESE_MISREADINGS if row.channel != ("big5", "utf-8"))
_LATIN_UTF8: Final = Channel("cp1252", "utf-8")

_BYTES: Final = MappingProxyType(
    {chr(byte): byte for byte in range(0x80, 0x100)}
    | {bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in UNDEFINED}
)


def restore_misread_line(text: str) -> Sequence[Edit]:
    """Find lines, and parts of them, that were read in the wrong encoding.

    >>> restore_misread_line("±¾µØÐÂÎÅ£º½ñÌìÓÐÓê")
    (Edit(start=0, end=18, after='本地新闻：今天有雨', confidence=0.98, applied=True, alternatives=()),)
    """
    return _found(text)


class _Examined(NamedTuple):
    """What a line says of its own damage, whatever stands around it."""

    edits: tuple[Edit, ...] = ()
    """What is certain by the line alone; there is no need to search then."""

    places: tuple[tuple[int, int], ...] = ()
    """Parts that are to be searched."""

    otherwise: str = ""
    """What the line says if nothing is found there."""


@lru_cache(maxsize=4)
def _found(text: str) -> Sequence[Edit]:
    foreign = seen(text).foreign
    if len(foreign) < _FEWEST_HIGH or not odd().search(foreign):
        return ()
    edits: list[Edit] = []
    left = _LONGEST
    for at, line in foreign_lines(text):
        if not odd().search(line) or foreign_count(line) < _FEWEST_HIGH:
            continue
        examined = _examined(line)
        edits += (replace(edit, start=at + edit.start, end=at + edit.end) for edit in examined.edits)
        parts: list[Edit] = []
        for start, end in examined.places:
            if left < end - start:
                break
            left -= end - start
            parts += _part(text, at + start, at + end)
        parts = [edit for edit in parts if not (_is_quoted(text, edit) and is_example(text, edit))]
        edits += parts or ([Edit(at, at + len(line), examined.otherwise, _PARTLY)] if examined.otherwise else ())
    return tuple(edits)


@lru_cache(_REMEMBERED)
def _examined(line: str) -> _Examined:
    places = () if is_japanese(line) else tuple(rare_places(line))
    is_odd = places or is_unusual(line)
    found = _whole_line(line) if is_odd else ""
    if found and _is_even(found) and not any(mark in line for mark in MARKS):
        return _Examined((Edit(0, len(line), found, _CONFIDENCE),))
    if latin := tuple(_latin_parts(line)):
        return _Examined(latin)
    if is_odd and len(line) <= _SHORT_LINE:
        places = ((0, len(line)),)
    return _Examined((), places, found)


def _is_quoted(text: str, edit: Edit) -> bool:
    """Tell whether *edit* is all of a quotation."""
    return text[edit.start - 1 : edit.start] in _OPENING and text[edit.end : edit.end + 1] in _CLOSING


def _latin_parts(line: str) -> Iterator[Edit]:
    if len(_HIGH_LATIN.findall(line)) < _FEWEST_HIGH:
        return
    for run in re.finditer(_LATIN_LINE, line):
        part = run.group()
        if len(_HIGH_LATIN.findall(part)) < _FEWEST_HIGH or is_spoken(part):
            continue
        if found := _reread_latin(part):
            yield Edit(*run.span(), *found)
        elif len(_UTF8_PAIR.findall(part)) >= _FEWEST_UTF8 and len(part) <= _LONGEST:
            yield from reread(part, rare_core(part), run.start(), (_LATIN_UTF8,), line)


def _whole_line(line: str) -> str:
    """Return what *line* says in the encoding that was meant if all bytes are there; "" if it is fine as it is."""
    model = language_model()
    was = likelihood(model, line)
    best = (was + _GAIN, "")
    for misreading in _CHINESE_MISREADINGS:
        for codec in misreading.taken:
            try:
                again = line.encode(codec).decode(misreading.channel.meant)
            except UnicodeError:
                continue
            score = likelihood(model, again)
            if score > _READABLE and (score - was) * foreign_count(again) > _TOTAL_GAIN:
                best = max(best, (score, again))
    return best[1]


def _part(text: str, start: int, end: int) -> Sequence[Edit]:
    """Return the edits for the part of *text* between *start* and *end*, by the channel that makes most of it."""
    rest = f"{text[:start]}\n{text[end:]}"  # the damage itself says nothing of names, or of the script
    part = text[start:end]
    return reread(part, rare_core(part), start, _CHINESE_CHANNELS, rest)


def reread(
    part: str, core: str, start: int, channels: Sequence[Channel], rest: str, *, sense: float = _SENSE
) -> Sequence[Edit]:
    """Return the edits for *part* by the best of *channels*; *rest* tells of names and of the script.

    *core* is what is surely damaged of *part*: it must have some *sense*, a mean likelihood, without what was lost.
    *start* is where *part* begins in the text.
    """
    doc: Document | None = None
    model = language_model()
    marked = any(mark in part for mark in MARKS)
    best = _NOTHING
    # A converter would have changed the characters of Simplified alone.
    may_be_converted = sum(map(traditional().__contains__, part)) < _FEWEST_SIMPLIFIED
    for converted in (False, True) if may_be_converted else (False,):
        for channel, kept in _promising(core, tuple(channels), converted, sense):
            doc = doc or document(rest)
            choices = Choices(model, doc, channel.meant, is_traditional=_is_traditional(kept))
            lattice = Lattice(model, channel, part, converted, doc, choices)
            other = doc if converted else None
            found = _accepted(model, part, lattice.read(), start, other)
            if not found.is_clean and (losses := dropped(channel, marked)):
                again = _accepted(model, part, lattice.read(losses), start, other)
                found = max(found, again, key=lambda reading: reading.gain)
            best = max(best, found, key=lambda reading: reading.gain)
        if best.is_clean:
            break
    return best.edits


@lru_cache(_REMEMBERED)
def _promising(part: str, channels: Sequence[Channel], converted: bool, sense: float) -> Sequence[tuple[Channel, str]]:
    """Return the *channels* by which *part* has some sense, and what is left of it by each; the best first."""
    model = language_model()
    found: list[tuple[float, Channel, str]] = []
    if sum(character in MARKS for character in part) > foreign_count(part) * _MOST_MARKS:
        return ()
    for channel in channels:
        slots = bytes(
            slot
            for place in range(len(part))
            for option in printed(channel, part, place, converted)[:1]
            for slot in option.slots
            if isinstance(slot, int)
        )
        again = slots.decode(channel.meant, "ignore")
        kept = sum(character >= "\x80" for character in again) / (sum(byte >= 0x80 for byte in slots) or 1)  # noqa: PLR2004
        if kept > (_UTF8_KEPT if channel.meant == "utf-8" else _PAIRS_KEPT):
            found.append((likelihood(model, again), channel, again))
    found.sort(key=lambda row: row[0], reverse=True)
    return [(channel, again) for score, channel, again in found[:2] if score > sense]


def _is_traditional(text: str) -> bool:
    """Tell whether more characters of *text* are of Traditional script alone than of Simplified."""
    return sum(map(changed_by_plain().__contains__, text)) > sum(map(traditional().__contains__, text))


def _accepted(model: LanguageModel, part: str, pieces: Sequence[Piece], start: int, doc: Document | None) -> _Reread:
    """Return the edits for the damage among *pieces*, and how much likelier than *part* it becomes by them."""
    edits: list[Edit] = []
    total = 0.0
    is_clean = True
    for is_damage, group in groupby(pieces, key=lambda piece: piece.is_damage):
        run = tuple(group)
        before, after = part[run[0].start : run[-1].end], "".join(piece.text for piece in run)
        if not is_damage or before == after:
            is_clean = is_clean and not any(map(is_rare, after))
            continue
        behind = part[max(run[0].start - 2, 0) : run[0].start]
        size = foreign_count(after)
        now = model.text(plain(behind), plain(after))
        gain = now - model.text(plain(behind), plain(before))
        each = now / max(len(after), 1)
        is_text = len(re.findall(f"[{HAN}]", after)) > size * _HAN_LEAST
        if not is_text or gain < _TOTAL_GAIN or gain < size * _GAIN or each < _READABLE:
            is_clean = False
            continue
        is_clean = is_clean and each > _FLUENT and _is_even(after) and "\ufffd" not in after
        total += gain
        edits += _edits(run, start, doc)
    return _Reread(total, edits, is_clean)


def _edits(run: Sequence[Piece], start: int, doc: Document | None) -> Iterator[Edit]:
    """Give an edit for each doubtful piece and for all that is certain between two of them."""
    for certain, group in groupby(run, key=lambda piece: piece.likelihood >= _CERTAIN):
        for joined in (tuple(group),) if certain else ((piece,) for piece in group):
            after = "".join(piece.text for piece in joined)
            alternatives = joined[0].alternatives if len(joined) == 1 and not certain else ()
            if doc:
                after = in_script_of(doc, after)
                alternatives = tuple(in_script_of(doc, other) for other in alternatives)
            share = math.prod(piece.likelihood for piece in joined)
            confidence = next(stated for least, stated in _CALIBRATION if share >= least)
            yield Edit(start + joined[0].start, start + joined[-1].end, after, confidence, alternatives=alternatives)


def _reread_latin(part: str) -> tuple[str, float] | None:
    """Return what *part* says in the encoding that was meant, and how sure that is."""
    model = language_model()
    high = len(_HIGH_LATIN.findall(part))
    best = (_READABLE, "")
    for channel, (taken,) in _LATIN_MISREADINGS:
        data = _latin_bytes(part, taken)
        try:
            again = data.decode(channel.meant)
        except UnicodeError:
            continue
        # Two bytes are a character; accents that stand among letters take one of these each, and are none.
        if data and 2 * len(re.findall(f"[{HAN}]", again)) >= high * _HAN_SHARE:
            best = max(best, (likelihood(model, again), again))
    return (best[1], _CONFIDENCE) if best[1] else None


def _latin_bytes(part: str, taken: str) -> bytes:
    if taken == "cp1252":
        try:
            return bytes(ord(c) if c < "\x80" else _BYTES[c] for c in part)
        except KeyError:
            return b""
    return part.encode(taken, "ignore")


def _is_even(text: str) -> bool:
    """Tell whether no few characters in a row of *text* are nonsense, as behind a byte that was dropped."""
    model = language_model()
    folded = "\n\n" + plain(text)
    scores = [model.behind(folded[place : place + 2], folded[place + 2]) for place in range(len(text))]
    return all(sum(scores[place : place + _WINDOW]) > _NONSENSE * _WINDOW for place in range(len(text) - _WINDOW + 1))


def likelihood(model: LanguageModel, text: str) -> float:
    """Return the mean logarithm of the probability of the characters of *text* that are not ASCII."""
    folded = "\n\n" + plain(text)
    scores = [model.score(*folded[place : place + 3]) for place, character in enumerate(text) if character >= "\x80"]
    return sum(scores) / len(scores) if scores else -99.0

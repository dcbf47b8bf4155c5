"""Find text that is one byte off, decide whether it is damage at all, and say how sure its reading is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from sitegen.text.han import HAN
from sitegen.text.repair.bytewise import ORPHANS, is_open
from sitegen.text.repair.edits import Edit, masked
from sitegen.text.repair.evidence import Document, document, in_script_of
from sitegen.text.repair.language import language_model, plain
from sitegen.text.repair.punctuation import is_replaced, widen_replaced_punctuation
from sitegen.text.repair.rarity import seen
from sitegen.text.repair.shift import VERY_ODD, Reading, Search, is_odd, search

_ORPHANS: Final = re.compile(f"[{ORPHANS}]+")
_ROW: Final = re.compile(r"\?{4,}|[?!]{6,}")
"""So many question marks, or these and exclamation marks, in a row are no damage that can be read."""
_BEFORE: Final = 12
"""Characters before the damage that tell whether all around it is lost."""
_NONSENSE: Final = -9.2
"""The mean likelihood of the last six of them, in natural logarithms: before 741 places of damage it is above -8.9."""
_START: Final = re.compile("[?\ufffd□][!,?:;(！，？：；（](?=[^\\x00-\\x7f]|[?\ufffd□])")
_PRIVATE: Final = "\ue000-\uf8ff"
_PRIVATE_CHARACTER: Final = re.compile(f"[{_PRIVATE}]")
_PRIVATE_RUN: Final = rf"(?<=[{HAN}])[{_PRIVATE}]+|[{_PRIVATE}]+(?=[{HAN}])"
_SUSPICION: Final = 0.4
_NOISE: Final = 100
_NOISE_SPACING: Final = 8
"""More places than that, so close to one another, are no damage of a text: in damaged ones they are 11 characters apart
where they are closest."""
_EFFORT: Final = 30_000
"""Paths that are looked at in one pass, in half a second: hostile texts have thousands of places."""
_IN_VAIN: Final = 4
"""Places that are searched for characters that are not there and had none: then there are none in the text."""
_LINE: Final = 300
"""How far back a quotation may have been opened."""

# How much likelier the reading must be than the damage at its word, in natural logarithms: in all, and a character.
# Measured on 300 damaged and 999 healthy sentences: of the healthy ones, 67 of which have ?! or the like, none comes
# near; of five readings of damage at least four do.
_GAIN: Final = 19.5
_GAIN_EACH: Final = 4.5
_GAIN_EACH_SHORT: Final = 5.7
_SHORT: Final = 5
"""Characters with both their orphans: fewer ask for more evidence."""
_SHORTEST: Final = 3
_ENDS: Final = ("", "\n")
_MORE: Final = ("!", "?")
_AMBIGUOUS: Final = frozenset({"???", "？？？", "?？?"})
"""Three question marks, or one of many pairs of characters: not to be told apart."""

# The margin over the next reading, in natural logarithms, and the share of right readings from there to the row above:
# docs/repair.md.
_CALIBRATION: Final = ((8.0, 0.97), (5.0, 0.95), (3.0, 0.88), (2.0, 0.70), (1.0, 0.53), (0.0, 0.36))
_SURE: Final = 0.35
"""Below .5 only one character of the place is in doubt, as a rule, and all of it is garbled as it stands: on the
development set .021 of the characters are wrong if such places are left, .006 if they are made and marked as doubts."""


_Known: TypeAlias = dict[tuple[int, str, bool], Search]


def restore_byte_shift(text: str) -> Sequence[Edit]:
    r"""Find text that is read one byte off, and what it said; point at what cannot be read, and at private characters.

    >>> [edit] = restore_byte_shift("“今天不开门?!薄爸灰\ue013?2个人。”")
    >>> edit.after[:5]
    '。”“只要'
    """
    may_start = any(mark in text for mark in ORPHANS) and _START.search(text)
    return _found(text) if may_start or _PRIVATE_CHARACTER.search(seen(text).letters) else ()


@lru_cache(maxsize=4)
def _found(text: str) -> Sequence[Edit]:
    known: _Known = {}
    shifts = tuple(_shifts(text, known, is_shifted=False))
    if any(edit.end - edit.start > _SHORT for edit in shifts):
        shifts = tuple(_shifts(text, known, is_shifted=True))
    rest = masked(text, shifts)
    private = (Edit(*match.span(), "", _SUSPICION, applied=False) for match in re.finditer(_PRIVATE_RUN, rest))
    marks = widen_replaced_punctuation(text, shifts) if any(edit.applied for edit in shifts) else ()
    return tuple(sorted((*shifts, *private, *marks), key=lambda edit: edit.start))


def _shifts(text: str, known: _Known, *, is_shifted: bool) -> Iterator[Edit]:
    """Give what was one byte off; where *is_shifted*, short places need less evidence. *known* are earlier searches."""
    count = sum(1 for _ in _START.finditer(text))
    if count > _NOISE and count * _NOISE_SPACING > len(text):
        return
    doc: Document | None = None
    place = effort = in_vain = 0
    line, done = "", 0
    may_lack = not _PRIVATE_CHARACTER.search(text)
    while (match := _START.search(text, place)) and effort < _EFFORT:
        doc = doc or document(text)
        start = match.start()
        place = start + 1
        if run := _ROW.match(text, start):
            place = run.end()
            continue
        if not is_odd(doc, start + 2):
            continue
        line = (line + text[done:start]).rpartition("\n")[2][-_LINE:]
        done = start
        if _is_lost(line):
            continue
        found, looked_at = _searched(known, doc, start, line, lacking=False)
        effort += looked_at
        is_damage = bool(found) and _is_damage(text, start, found[0], line, is_shifted=is_shifted)
        if may_lack and in_vain < _IN_VAIN and (not is_damage or is_odd(doc, found[0].end, VERY_ODD)):
            others, looked_at = _searched(known, doc, start, line, lacking=True)
            effort += looked_at
            if others and _is_damage(text, start, others[0], line, is_shifted=is_shifted):
                found = max(found, others, key=lambda row: row[0].gain) if is_damage else others
                is_damage = True
            in_vain += not is_damage
        if not is_damage:
            continue
        best, *others = found
        confidence = _confidence(best, others)
        yield Edit(
            start, best.end, in_script_of(doc, best.text), confidence, applied=confidence >= _SURE,
            alternatives=tuple(
                dict.fromkeys(in_script_of(doc, other.text) for other in others if other.end == best.end)
            )[:3],
        )  # fmt: skip
        line += best.text
        place = done = best.end


def _searched(known: _Known, doc: Document, start: int, line: str, *, lacking: bool) -> Search:
    key = (start, line, lacking)
    if key not in known:
        known[key] = search(doc, start, line, lacking=lacking)
    return known[key]


def _is_lost(line: str) -> bool:
    """Tell whether what stands before the place is lost text itself: pairs of marks in it are no shift."""
    last = line[-_BEFORE:]
    if len(_ORPHANS.findall(last)) > 1:
        return True
    model = language_model()
    return model.text("", plain(last[-_BEFORE // 2 :])) < _NONSENSE * min(len(last), _BEFORE // 2)


def _is_damage(text: str, start: int, best: Reading, line: str, *, is_shifted: bool) -> bool:
    """Tell whether what stands at *start* is damage: it reads far better otherwise, and its quotations then close."""
    seen = text[start : best.end]
    size = len(seen)
    if best.gain < _GAIN or best.gain < size * _GAIN_EACH or seen in _AMBIGUOUS:
        return False
    if size > _SHORT or _PRIVATE_CHARACTER.search(seen):
        return True
    if best.gain < size * _GAIN_EACH_SHORT and not is_shifted:
        return False
    closes = "”" in best.text and "“" not in best.text
    if closes and is_open(line):
        return size > _SHORTEST or best.text == "。”"
    after = text[best.end : best.end + 1]
    is_evident = is_shifted or is_replaced(text)
    if size > _SHORTEST:
        return not closes or ("“" not in line and after not in _MORE and is_evident)
    # Nothing but marks: only where all others are half-width, too, and not a part of ?!?! and the like.
    fits = after in _ENDS if best.text == "。”" else not closes and after not in _MORE
    fits = fits and text[start - 1 : start] not in _MORE
    return fits and is_evident and (not is_open(line) if is_shifted else "“" not in line)


def _confidence(best: Reading, others: Sequence[Reading]) -> float:
    margin = best.gain - max((other.gain for other in others), default=0.0)
    return next((share for least, share in _CALIBRATION if margin >= least), _CALIBRATION[-1][1])

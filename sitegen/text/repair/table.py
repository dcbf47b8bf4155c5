"""The repairs in the order in which they run, and the loop that runs them until nothing changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sitegen.model import RepairStep
from sitegen.text.repair.alphabets import restore_misread_alphabet
from sitegen.text.repair.blanks import restore_blanks
from sitegen.text.repair.byteshift import restore_byte_shift
from sitegen.text.repair.characters import remove_zero_width, unescape_entities
from sitegen.text.repair.dots import restore_middle_dots
from sitegen.text.repair.edits import Edit, apply, numbered, steps
from sitegen.text.repair.escapes import restore_escapes
from sitegen.text.repair.gloss import remove_pinyin_gloss
from sitegen.text.repair.letters import restore_letters
from sitegen.text.repair.mojibake import mark_lost_text, restore_misread_utf8
from sitegen.text.repair.private import restore_private
from sitegen.text.repair.punctuation import widen_punctuation
from sitegen.text.repair.radicals import restore_radicals
from sitegen.text.repair.recode import restore_misread_line
from sitegen.text.repair.trace import Place, Round, trace


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule with its name in the record."""

    name: str
    find: Callable[[str], Sequence[Edit]]
    """What the rule would change in a text, in order and without overlap."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text, and what was done and what is only suspected."""

    text: str
    steps: tuple[RepairStep, ...]
    """The changes in the order in which they were made, then the damage that still stands in `text`."""

    marked: str = ""
    """`text` with the places of all steps marked (`text.marked`); empty where there are none, or too many."""

    places: tuple[Place, ...] = ()


REPAIRS: Final = (
    Repair("unescape-entities", unescape_entities),
    Repair("zero-width", remove_zero_width),  # after entities: &#8203;
    Repair("escapes", restore_escapes),
    Repair("misread-alphabet", restore_misread_alphabet),  # before radicals: they are what Korean tables have twice
    Repair("radicals", restore_radicals),
    Repair("pinyin-gloss", remove_pinyin_gloss),  # before parentheses become full-width
    Repair("misread-line", restore_misread_line),
    Repair("letters-as-han", restore_letters),
    Repair("ftfy-mojibake", restore_misread_utf8),
    Repair("byte-shift", restore_byte_shift),
    Repair("private-use", restore_private),  # after all whose damage is private characters, too
    Repair("lost-blanks", restore_blanks),  # after byte shifts, whose orphans are question marks, too
    Repair("lost-dots", restore_middle_dots),  # same
    Repair("lost-text", mark_lost_text),
    Repair("full-width-punctuation", widen_punctuation),  # last: the half-width marks are evidence of byte shifts
)
_BY_NAME: Final = {row.name: row for row in REPAIRS}

# Each pass undoes one layer of damage, and each row has so many in all. Pages show two; more are made on purpose, to
# keep us busy.
_MAX_PASSES: Final = 16


def repair(text: str, earlier: Repaired | None = None) -> Repaired:
    """Repair *text*, and again until nothing changes: the result is a fixed point.

    Works on a document as a whole: what is usual in it is the evidence for several rules. *earlier* says what was done
    to *text* already: its steps and places come first.

    >>> repair("服務(wù)器").text
    '服務器'
    """
    original = text
    done: list[RepairStep] = list(earlier.steps) if earlier else []
    rounds: list[Round] = []
    left = dict.fromkeys(_BY_NAME, _MAX_PASSES)
    for _ in range(_MAX_PASSES):
        before = text
        made = len(done)
        last: list[Sequence[Edit]] = []
        for row in REPAIRS:
            found = row.find(text)
            # Each row until it finds nothing more: so a replay of its steps needs to know no passes.
            while left[row.name] and (edits := [edit for edit in found if edit.applied]):
                left[row.name] -= 1
                rounds.append(numbered(text, edits, len(done)))
                done += steps(row.name, text, edits)
                text = apply(text, edits)
                found = row.find(text)
            last.append(found)
        if text == before:
            break
    if len(done) > made:  # what a row found last, it found before a later one made a change
        last = [row.find(text) for row in REPAIRS]
    for row, found in zip(REPAIRS, last, strict=True):
        edits = [edit for edit in found if not edit.applied]
        rounds.append(numbered(text, edits, len(done)))
        done += steps(row.name, text, edits)
    known = (earlier.marked, earlier.places) if earlier else ("", ())
    return Repaired(text, tuple(done), *trace(original, rounds, *known))


def replay(text: str, record: Iterable[RepairStep]) -> str:
    """Make the changes of *record* again, which was made from *text*; leaving steps out leaves their damage in.

    >>> text = "頭髮&nbsp;服務(wù)器"
    >>> replay(text, repair(text).steps) == repair(text).text
    True
    """
    made = (step for step in record if step.applied)
    for rule, group in groupby(made, key=lambda step: step.rule):
        wanted = {(step.before, step.after) for step in group}
        for _ in range(_MAX_PASSES):
            edits = [e for e in _BY_NAME[rule].find(text) if (text[e.start : e.end], e.after) in wanted]
            again = apply(text, edits)
            if again == text:
                break
            text = again
    return text

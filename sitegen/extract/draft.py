"""The fields of an extraction with the place of every repair and removal, so that a person can take one back.

What a place would hold without its repair is written here as the rest of its field is written: escaped within Markdown,
plain in a title, in the script of the article. A step that converts a whole text has each line and block for a place.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sitegen.extract.blocks import Block, Figure, Table, replace_texts, squeeze, texts
from sitegen.extract.earlier import Record
from sitegen.extract.to_markdown import cell_safe, each_to_markdown, start_safe
from sitegen.extract.words import Words
from sitegen.extract.write_inlines import escape
from sitegen.model import Removal, RepairStep, Spot
from sitegen.text.marked import can_mark, map_words, mark, mark_gone, numbers, renumber, transfer, unmark
from sitegen.text.script.naive import canonicalise

_LINE_BEGINS: Final = re.compile(r"[ >#+*-]*(?:\d{1,9}[.)] )?")


_ALIGNED_MAX: Final = 10_000
"""Characters of a block that is compared with its marked form letter by letter: that takes the square of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields with their places marked, what may stand there, and the steps that the places are of."""

    marked: Mapping[str, str]
    spots: tuple[Spot, ...]
    repairs: tuple[RepairStep, ...]


def draft(
    words: Words,
    fields: Mapping[str, Sequence[int]],
    body: tuple[Sequence[Block], Sequence[str]],
    removed: Sequence[Removal],
    earlier: Record,
    rows: Sequence[int] = (),
) -> Draft:
    """Return the draft of an article whose *body* is blocks before repair, the last of the texts of *words*.

    With them goes the Markdown of each as repaired.

    *fields* names what else of the texts is a field, each with the indices of its lines; *earlier* is what was done to
    the texts before their repair; *rows* is which rows of the document the blocks are. What cannot be placed has no
    spot; what was done to other texts is no step.
    """
    repairs, steps = _steps(words, earlier)
    if not words.places and not removed and words.naive is None:
        return Draft({}, (), repairs)
    cuts = {n: i for n, gone in earlier.removals.items() for i, other in enumerate(removed) if other is gone}
    spots: list[Spot] = []
    makers = [_Maker(found, steps, cuts, spots) for found in (words, words.naive) if found is not None]

    def whole(written: Sequence[str]) -> str:
        """Return how something is *written* now as a place in which it may stand as it was before the conversion."""
        if len(written) == 1 or written[0] == written[1]:
            return written[0]
        spots.append(Spot(steps[len(words.steps) - 1], None, written[1]))
        return mark(len(spots) - 1, written[0])

    def whole_gone(text: str) -> str:
        return whole([canonicalise(text), text] if words.naive else [text])

    marked = {
        name: "\n".join(whole([maker.line(index) for maker in makers]) for index in indices)
        for name, indices in fields.items()
    }
    if words.naive is not None:
        marked["lang"] = whole([words.lang, words.naive.lang])
    blocks, plain = body
    written = [maker.blocks(blocks, plain if maker.words is words else None) for maker in makers]
    pieces = list(map(whole, zip(*written, strict=True)))
    placed = {spots[number].removal for piece in pieces for number in numbers(piece)} if spots else set()
    at = rows if len(rows) == len(blocks) else [-1] * len(blocks)
    marked["body"] = _body(list(zip(blocks, at, strict=True)), pieces, removed, placed, whole_gone, spots)
    return Draft({name: text for name, text in marked.items() if unmark(text) != text}, tuple(spots), repairs)


def _steps(words: Words, earlier: Record) -> tuple[tuple[RepairStep, ...], Mapping[int, int]]:
    """Return the steps that changed the article, and for the index of each among those of *words* its own."""
    counts = Counter(place.step for place in words.places)
    had_places = {place.step for place in earlier.places}
    kept: list[RepairStep] = []
    index: dict[int, int] = {}
    for number, step in enumerate(words.steps):
        is_elsewhere = number in had_places and number < len(earlier.steps) and words.places and not counts[number]
        if number in earlier.removals or is_elsewhere:
            continue
        index[number] = len(kept)
        kept.append(step)
    return tuple(kept), index


@dataclass(slots=True)
class _Maker:
    """Writes the texts of *words* with their places, as spots behind those that are there."""

    words: Words
    steps: Mapping[int, int]
    cuts: Mapping[int, int]
    spots: list[Spot]
    first: int = field(init=False)
    """The number of its first place."""

    def __post_init__(self) -> None:
        self.first = len(self.spots)
        self.spots += [Spot(self.steps.get(p.step), self.cuts.get(p.step), None) for p in self.words.places]

    def _marked(self, text: str) -> str:
        return renumber(text, lambda number: number + self.first) if self.first else text

    def line(self, index: int) -> str:
        """Return a text as a line of a field, with its places marked."""
        text = squeeze(self.words.texts[index])
        marked = squeeze(self._marked(self.words.marked[index])) if self.words.marked else text
        if unmark(marked) != text:
            return text
        self.write(marked, str)
        return marked

    def blocks(self, blocks: Sequence[Block], plain: Sequence[str] | None) -> Sequence[str]:
        """Return the Markdown of each of *blocks*, with its places marked; without marks *plain*, if that is known."""
        has_marks = self.words.marked and self.words.marked != self.words.texts
        if plain is not None and not has_marks:
            return plain
        first = len(self.words.texts) - len(texts(blocks))
        if plain is None:
            plain = each_to_markdown(replace_texts(blocks, self.words.texts[first:]))
        if not has_marks:
            return plain
        written = each_to_markdown(replace_texts(blocks, list(map(self._marked, self.words.marked[first:]))))
        return [self.block(*row) for row in zip(blocks, plain, written, strict=True)]

    def block(self, block: Block, plain: str, marked: str) -> str:
        """Return the Markdown of *block*, with marks if they did not change how it is written."""
        if plain == marked:
            return plain
        shown = unmark(marked)
        if shown != plain:
            # A mark beside a space keeps it from being taken off the end of a line, and one at the head of a line hides
            # what would have to be escaped.
            if len(plain) > _ALIGNED_MAX or _letters(shown) != _letters(plain):
                return plain
            marked = transfer(marked, plain)
        self.write(marked, _FORMS.get(type(block), _in_paragraph), _starting(marked))
        return marked

    def write(self, marked: str, form: Callable[[str], str], at_start: Iterable[int] = ()) -> None:
        """Write what may stand in the places of *marked* in *form*."""
        starting = set(at_start)
        for number in numbers(marked):
            place = self.words.places[number - self.first]
            step = self.words.steps[place.step]
            before = None if place.before is None else map_words(self._marked(place.before), form)
            others = tuple(form(self.script(text)) for text in step.readings)
            if number in starting:
                before = before and start_safe(before)
                others = tuple(map(start_safe, others))
            spot = self.spots[number]
            self.spots[number] = Spot(spot.repair, spot.removal, before, others)
            if before is not None:
                self.write(before, form)

    def script(self, text: str) -> str:
        return canonicalise(text) if self.words.naive else text


def _letters(text: str) -> list[str]:
    return text.replace("\\", "").split()


def _body(
    blocks: Sequence[tuple[Block, int]],
    written: Sequence[str],
    removed: Sequence[Removal],
    placed: Iterable[int | None],
    script: Callable[[str], str],
    spots: list[Spot],
) -> str:
    """Return the Markdown of all blocks, with a mark before the first one behind each removal that is not *placed*."""
    rows: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for index, one in enumerate(removed):
        if squeeze(one.text) and can_mark(one.text) and index not in placed:
            is_row = one.row >= 0 and blocks[0][1] >= 0
            (rows if is_row else others).append((one.row if is_row else one.line, index))
    waiting, waiting_others = deque(sorted(rows)), deque(others)

    def gone(index: int, *, is_last: bool = False) -> str:
        lines = filter(None, map(squeeze, removed[index].text.split("\n")))
        text = "\n\n".join(map_words(script(line), lambda words: start_safe(escape(words))) for line in lines)
        spots.append(Spot(None, index, f"\n\n{text}" if is_last else f"{text}\n\n"))
        return mark_gone(len(spots) - 1, is_last=is_last)

    pieces: list[str] = []
    for (block, row), text in zip(blocks, written, strict=True):
        if not text:
            continue
        due: list[int] = []
        while waiting and waiting[0][0] < row:
            due.append(waiting.popleft()[1])
        while waiting_others and waiting_others[0][0] < block.line:
            due.append(waiting_others.popleft()[1])
        pieces += [gone(index) for index in sorted(due)]
        pieces.append(text)
    pieces += [gone(index, is_last=True) for index in sorted(index for _, index in (*waiting, *waiting_others))]
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _starting(marked: str) -> list[int]:
    """Return the numbers of the places of *marked* with which a line begins."""
    return [
        numbers(line)[0]
        for line in marked.split("\n")
        if numbers(line) and not can_mark(line[_LINE_BEGINS.match(line).end() :][:1])  # type: ignore[union-attr]
    ]


def _in_paragraph(text: str) -> str:
    r"""Return *text* as it stands in a paragraph; a line end in it is one between two.

    >>> _in_paragraph("甲*\n# 乙")
    '甲\\*\n\n\\# 乙'
    """
    first, *others = (escape(re.sub(r"[ \t\r\f\v\u00a0]+", " ", line)) for line in text.split("\n"))
    return "\n\n".join((first, *map(start_safe, others)))


def _in_cell(text: str) -> str:
    return cell_safe(_in_paragraph(text))


def _in_caption(text: str) -> str:
    return _in_paragraph(text).replace('"', r"\"")


_FORMS: Final[Mapping[type[Block], Callable[[str], str]]] = {Table: _in_cell, Figure: _in_caption}

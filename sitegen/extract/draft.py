"""The fields of an extraction with the place of every repair and removal, so that a person can take one back.

What a place would hold without its repair is written here as the rest of its field is written: escaped within Markdown,
plain in a title, in the script of the article.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sitegen.extract.blocks import Block, Figure, Table, replace_texts, squeeze, texts
from sitegen.extract.to_markdown import cell_safe, each_to_markdown, start_safe
from sitegen.extract.words import Words
from sitegen.extract.write_inlines import escape
from sitegen.model import Removal, Spot
from sitegen.text.marked import can_mark, map_words, mark_gone, numbers, transfer, unmark
from sitegen.text.script.naive import canonicalise

_LINE_BEGINS: Final = re.compile(r"[ >#+*-]*(?:\d{1,9}[.)] )?")


_ALIGNED_MAX: Final = 10_000
"""Characters of a block that is compared with its marked form letter by letter: that takes the square of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields with their places marked, and what may stand there."""

    marked: Mapping[str, str]
    spots: tuple[Spot, ...]


def draft(
    words: Words,
    fields: Mapping[str, int],
    body: tuple[Sequence[Block], Sequence[str]],
    removed: Sequence[Removal],
    *,
    first_step: int,
) -> Draft:
    """Return the draft of an article whose *body* is blocks before repair, the last of the texts of *words*.

    With them goes the Markdown of each as repaired. *fields* names those of the other texts that are fields of their
    own, each with its index; *first_step* is the index of the first step of *words* among all repairs. What cannot be
    placed has no spot.
    """
    if not words.places and not removed:
        return Draft({}, ())
    maker = _Maker(words, first_step)
    marked: dict[str, str] = {}
    for name, index in fields.items():
        text = squeeze(words.marked[index]) if words.marked else ""
        if unmark(text) == squeeze(words.texts[index]) and maker.write(text, str):
            marked[name] = text
    blocks, plain = body
    written = plain
    if words.marked and words.marked != words.texts:
        first = len(words.texts) - len(texts(blocks))
        written = each_to_markdown(replace_texts(blocks, words.marked[first:]))
    pieces = [maker.block(*row) for row in zip(blocks, plain, written, strict=True)]
    marked["body"] = maker.body(blocks, pieces, removed)
    return Draft({name: text for name, text in marked.items() if unmark(text) != text}, tuple(maker.spots))


@dataclass(slots=True)
class _Maker:
    words: Words
    first_step: int
    spots: list[Spot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.spots = [Spot(self.first_step + place.step, None, None) for place in self.words.places]

    def write(self, marked: str, form: Callable[[str], str], at_start: Iterable[int] = ()) -> bool:
        """Write what may stand in the places of *marked* in *form*; say whether there are any."""
        found = numbers(marked)
        starting = set(at_start)
        for number in found:
            place, step = self.words.places[number], self.words.steps[self.words.places[number].step]
            before = None if place.before is None else map_words(place.before, form)
            others = tuple(form(self.script(text)) for text in step.readings)
            if number in starting:
                before = before and start_safe(before)
                others = tuple(map(start_safe, others))
            self.spots[number] = Spot(self.first_step + place.step, None, before, others)
            if place.before is not None:
                self.write(place.before, form)
        return bool(found)

    def script(self, text: str) -> str:
        return canonicalise(text) if self.words.is_naive else text

    def block(self, block: Block, plain: str, marked: str) -> str:
        """Return the Markdown of *block*, with marks if they did not change how it is written."""
        if plain == marked:
            return plain
        shown = unmark(marked)
        if shown != plain:
            # A mark beside a space keeps it from being taken off the end of a line.
            if len(plain) > _ALIGNED_MAX or shown.split() != plain.split():
                return plain
            marked = transfer(marked, plain)
        self.write(marked, _FORMS.get(type(block), _in_paragraph), _starting(marked))
        return marked

    def body(self, blocks: Sequence[Block], written: Sequence[str], removed: Sequence[Removal]) -> str:
        """Return the Markdown of all blocks, with a mark before the first block behind each removal."""
        waiting = deque(
            (gone.line, index) for index, gone in enumerate(removed) if squeeze(gone.text) and can_mark(gone.text)
        )
        pieces: list[str] = []
        for block, text in zip(blocks, written, strict=True):
            if not text:
                continue
            while waiting and waiting[0][0] < block.line:
                pieces.append(self._gone(removed, waiting.popleft()[1]))
            pieces.append(text)
        pieces += [self._gone(removed, index, is_last=True) for _, index in waiting]
        return "\n\n".join(pieces) + "\n" if pieces else ""

    def _gone(self, removed: Sequence[Removal], index: int, *, is_last: bool = False) -> str:
        lines = filter(None, map(squeeze, removed[index].text.split("\n")))
        text = "\n\n".join(start_safe(escape(self.script(line))) for line in lines)
        self.spots.append(Spot(None, index, f"\n\n{text}" if is_last else f"{text}\n\n"))
        return mark_gone(len(self.spots) - 1, is_last=is_last)


def _starting(marked: str) -> list[int]:
    """Return the numbers of the places of *marked* with which a line begins."""
    return [
        numbers(line)[0]
        for line in marked.split("\n")
        if numbers(line) and not can_mark(line[_LINE_BEGINS.match(line).end() :][:1])  # type: ignore[union-attr]
    ]


def _in_paragraph(text: str) -> str:
    return escape(re.sub(r"[ \t\n\r\f\v\u00a0]+", " ", text))


def _in_cell(text: str) -> str:
    return cell_safe(_in_paragraph(text))


def _in_caption(text: str) -> str:
    return _in_paragraph(text).replace('"', r"\"")


_FORMS: Final[Mapping[type[Block], Callable[[str], str]]] = {Table: _in_cell, Figure: _in_caption}

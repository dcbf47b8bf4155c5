"""Middle dots in names that became question marks, in an encoding that has no such dot: 帕特里克?里德."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sitegen.text.han import HAN
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.language import language_model, plain
from sitegen.text.repair.rarity import seen

_PLACE: Final = rf"\?(?<=[{HAN}]\?)(?=[{HAN}]{{2}})"
_BEFORE: Final = 2
_AFTER: Final = 3
_LIKELIER: Final = 4.5
"""So much likelier must the dot be, with what stands around it, than the mark; in natural logarithms. Of 129 question
marks in healthy sentences none has more than 3.0; of 161 dots, had they been lost, two of five have more than this."""
_MOST: Final = 200
_CONFIDENCE: Final = 0.8


def restore_middle_dots(text: str) -> Sequence[Edit]:
    """Find question marks between the parts of a foreign name.

    >>> restore_middle_dots("他击败了帕特里克?里德组合")
    (Edit(start=8, end=9, after='·', confidence=0.8, applied=True, alternatives=()),)
    >>> restore_middle_dots("你要去?还是不去")
    ()
    """
    if "?" not in text or not seen(text).has_han:
        return ()
    return tuple(Edit(place, place + 1, "·", _CONFIDENCE) for place in _between_names(text))


def _between_names(text: str) -> Iterator[int]:
    for _, match in zip(range(_MOST), re.finditer(_PLACE, text), strict=False):
        place = match.start()
        before = plain(text[max(place - _BEFORE, 0) : place])
        after = plain(text[place + 1 : place + 1 + _AFTER].partition("\n")[0])
        model = language_model()
        if model.text(before, f"·{after}") > model.text(before, f"？{after}") + _LIKELIER:
            yield place

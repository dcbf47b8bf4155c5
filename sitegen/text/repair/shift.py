"""Text that a byte-level replacement of full-width marks left one byte off, and how it read before.

In GBK 。” is `A1 A3 A1 B1`, and `A3 A1` is ！. A replacement of ！ by ! that goes by bytes leaves `A1`, which no
decoder can read and shows as `?`; then `!`; then `B1`, which makes a character with the first byte of the next one, and
so on to the next ASCII byte, before which another byte stands alone. So the bytes are known but for those behind the
`?`, and the reading that is most like Chinese, and like the rest of the document, is looked for among all that they
allow:

- `?` and a mark: a character whose second byte is A3, then the mark's own second byte begins the next one;
- a character: its two bytes end one character and begin another (a private one stands for the bytes of its place);
- a mark without `?`: the same once more, where the text is off already;
- `?`: one byte that ends a character, and with it a digit may have gone that stood behind;
- an ASCII letter: it ended a character itself.

A converter to Traditional may have run over the result, so a character also stands for those it is the form of.
"""

import heapq
import math
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.repair.bytewise import ALIGNED, ORPHANS, TRAIL, Path, Reader
from sitegen.text.repair.evidence import Document
from sitegen.text.repair.language import LanguageModel, language_model

_PATHS: Final = 24
_PATHS_AT_GAPS: Final = 10
_PATHS_WIDE: Final = 48
"""The same where characters for private use may lack: there are many more."""
_PATHS_LACKING: Final = 3
"""Paths of which it is also tried that one was dropped; that one was replaced is tried of all."""
_LACKING_MOST: Final = 150
"""How many paths of a place are tried for a character that is not there: each costs as much as fifty others."""
_FAR: Final = 16.0
"""A path so much less likely than the best one is given up; in natural logarithms like all that follow."""
_HOPELESS: Final = -10.0
"""The search ends where all readings so far are so much less likely than the text as it stands."""
_AHEAD: Final = 4
"""Characters behind the damage that are read with it."""
_ODD_OVER: Final = 6
ODD: Final = -8.2
"""The least mean, over up to six characters, of how likely they are at their word: of 462 damaged places all lie below
-8.7, of 107 healthy ones half."""
VERY_ODD: Final = -10.0
"""The same behind damage that was read: names and rare words are above it, as a rule."""
_LONGEST: Final = 120
"""Characters of one damaged place."""
_QUOTED: Final = 300
"""Characters behind the damage in which a quotation may be closed."""
_SHOWN: Final = 6
"""Readings that are handed back."""

_AS_IT_STANDS: Final = MappingProxyType(
    {"?": -10.5, "？": -10.5, "\ufffd": -10.5, "!": -10.5, "！": -10.5, "□": -10.5}
    | dict.fromkeys(",，", -6.5)
    | dict.fromkeys(":;：；", -9.5)
)
"""What marks in a row are worth as they stand, in prose of careful writers: people who chat write any."""


class Reading(NamedTuple):
    """What damaged text may have said."""

    gain: float
    """How much likelier it is than the damage taken at its word, as a natural logarithm."""

    end: int
    text: str
    """In Simplified."""


class Search(NamedTuple):
    """What damaged text may have said, the likeliest first, and what it took to find that."""

    readings: Sequence[Reading]
    effort: int
    """Paths that were looked at; a thousand take some milliseconds."""


def is_odd(doc: Document, place: int, most: float = ODD) -> bool:
    """Tell whether what stands at *place* reads as oddly as damage does: its mean likelihood is at *most* so much."""
    model = language_model()
    total = 0.0
    for i in range(min(_ODD_OVER, len(doc.text) - place)):
        total += _at_its_word(model, doc, place + i)
        if total <= most * (i + 1):
            return True
    return False


def search(doc: Document, start: int, line: str, *, lacking: bool = False) -> Search:
    """Return what the damage that begins at *start*, with an orphan and a mark, may have said.

    *line* is what stands before it, repaired: a quotation may be open there. With *lacking* characters for private use
    may have been replaced or dropped in it, too.
    """
    model = language_model()
    text = doc.text
    stop = min(len(text), start + _LONGEST)
    reader = Reader(model, doc, line)
    left = _LACKING_MOST if lacking else 0
    found: dict[tuple[int, str], float] = {}
    effort = 0
    literal = sum(_at_its_word(model, doc, place) for place in (start, start + 1))
    context = ("\n\n" + doc.folded[max(start - 2, 0) : start])[-2:]
    most = _PATHS_WIDE if lacking else _PATHS
    paths = reader.any_lead(Path(0.0, "", TRAIL[text[start + 1]], start + 2, context, lacks=False), most)
    for place in range(start + 2, stop + 1):
        kept = _best(paths, most)
        if not kept or kept[0].score < literal + _HOPELESS:
            break
        effort += len(kept)
        is_break = place == len(text) or text[place] in "\n?\ufffd"
        going: list[Path] = []
        for path in kept:
            if path.pending == ALIGNED and (is_break or place - path.end >= _AHEAD):  # enough was read behind it
                key = (path.end, path.text)
                gain = path.score - literal + reader.quoted(path.text, text[path.end : path.end + _QUOTED])
                found[key] = max(found.get(key, -math.inf), gain)
            else:
                going.append(path)
        if place == stop:
            break
        if text[place] in ORPHANS:
            aligned = [path for path in going if path.pending == ALIGNED]
            going = aligned + [path for path in going if path.pending != ALIGNED][:_PATHS_AT_GAPS]
        may_lack = len(going) if lacking and text[place] in ORPHANS else min(left, _PATHS_LACKING, len(going))
        left -= min(left, may_lack)
        paths = reader.step(going, place, may_lack, most)
        literal += _at_its_word(model, doc, place)
    best = sorted(((gain, end, said) for (end, said), gain in found.items()), reverse=True)
    return Search(tuple(Reading(*row) for row in best[:_SHOWN]), effort)


def _at_its_word(model: LanguageModel, doc: Document, place: int) -> float:
    """Return how likely the character at *place* is as it stands."""
    before = ("\n\n" + doc.folded[max(place - 2, 0) : place])[-2:]
    known = _AS_IT_STANDS.get(doc.text[place])
    return model.behind(before, doc.folded[place]) if known is None else known


def _best(paths: Sequence[Path], most: int) -> list[Path]:
    """Return the likeliest of *paths*, at *most* so many; of those that say the same, one."""
    least = max((path.score for path in paths), default=0.0) - _FAR
    best: dict[tuple[str, int, int], Path] = {}
    for path in paths:
        score, text, pending, end, _, _ = path
        if score > least:
            key = (text, pending, end)
            if (other := best.get(key)) is None or other.score < score:
                best[key] = path
    return heapq.nlargest(most, best.values())

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
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.han import HAN
from sitegen.text.repair.gbk import by_high_lead, by_lead, by_trail, bytes_of, pairs
from sitegen.text.repair.language import LanguageModel, language_model, plain, plain_character
from sitegen.text.script.tables import entries

ORPHANS: Final = "?\ufffd□"
# The second byte of the full-width mark that stood there; its first byte is always A3.
TRAIL: Final = MappingProxyType(
    {
        mark: wide.encode("gbk")[1]
        for mark, wide in zip("!,?:;()！，？：；（）", "！，？：；（）！，？：；（）", strict=True)
    }
)
_LEAD: Final = 0xA3
_ALIGNED: Final = -1
_RESERVED: Final = -2
"""The byte that begins the next character is one of those that end a pair for private use."""
_USERS_LEADS: Final = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_ASCII_TRAILS: Final = range(0x40, 0x7F)

_PATHS: Final = 24
_PATHS_AT_GAPS: Final = 10
_PATHS_LACKING: Final = 3
"""Paths of which it is also tried that private characters lack in them."""
_LACKING_MOST: Final = 150
"""How many paths of a place are tried for a character that is not there: each costs as much as fifty others."""
_AHEAD: Final = 4
"""Characters behind the damage that are read with it."""
_ODD_OVER: Final = 6
_ODD: Final = -8.5
"""The least mean, over up to six characters, of how likely they are at their word, in natural logarithms: 99 of 100
damaged places lie below it, and half of the healthy ones."""

_LONGEST: Final = 120
"""Characters of one damaged place."""
_SHOWN: Final = 6
"""Readings that are handed back."""

# All in natural logarithms.
_DAMAGE: Final = -4.0
"""What a second replacement within the damage costs."""
_SWALLOWED: Final = -3.0
"""What it costs that a digit went with the orphan."""
_REPLACED: Final = -4.0
_DROPPED: Final = -7.0
"""What it costs that a private character was shown as a mark, or not at all."""
_CLOSES: Final = 3.0
_OPENS_TWICE: Final = -4.0
_STOP: Final = 1.0
"""What it is worth that the first lost byte makes 。: sentences end before quotations and at their ends."""
_AT_END: Final = -6.0
"""What it costs that a line ends in a mark that never ends one."""
_SHORT_YEAR: Final = 1.0
_CLOSING_TAG: Final = re.compile(r"/(?:p|div|span|td|li|strong|b|em|h[1-6])>")
"""What is left of a closing tag whose `<` went with the orphan before it."""
_REPEATED: Final = 0.3
"""The share that the document's own pairs have in the likelihood of the next character."""


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


class _Path(NamedTuple):
    score: float
    text: str
    pending: int
    """The byte that begins the next character, or `_ALIGNED`."""

    end: int
    """Where the damage ended."""

    context: str
    """The last two characters as the model knows them."""


class Document(NamedTuple):
    """A text, and what it says about its own damage."""

    text: str
    folded: str
    is_traditional: bool
    pairs: Mapping[str, float]
    """The logarithm of how often a character follows another in this document."""

    numbers: Mapping[str, int]


_TRADITIONAL_SHARE: Final = 0.08


def document(text: str) -> Document:
    """Return *text* with what it shows of itself."""
    folded = plain(text)
    han = len(re.findall(f"[{HAN}]", folded)) or 1
    changed = sum(a != b and a >= "\u2e80" for a, b in zip(text, folded, strict=True))
    firsts = Counter(folded)
    pairs = Counter(a + b for a, b in pairwise(folded))
    shares = {pair: math.log(_REPEATED * n / (firsts[pair[0]] + 1)) for pair, n in pairs.items()}
    return Document(text, folded, changed > han * _TRADITIONAL_SHARE, shares, Counter(re.findall(r"\d+", text)))


def _at_its_word(model: LanguageModel, doc: Document, place: int) -> float:
    """Return how likely the character at *place* is as it stands."""
    before = ("\n\n" + doc.folded[max(place - 2, 0) : place])[-2:]
    return _AS_IT_STANDS.get(doc.text[place], model.score(before[0], before[1], doc.folded[place]))


def is_odd(doc: Document, start: int) -> bool:
    """Tell whether what follows the orphan and the mark at *start* reads as oddly as damage does."""
    model = language_model()
    total, least = 0.0, 0.0
    for i, place in enumerate(range(start + 2, min(start + 2 + _ODD_OVER, len(doc.text)))):
        total += _at_its_word(model, doc, place)
        least = min(least, total / (i + 1))
    return least <= _ODD


def readings(doc: Document, start: int, line: str = "", *, lacking: bool = False) -> Sequence[Reading]:
    """Return what the damage that begins at *start*, with an orphan and a mark, may have said, the likeliest first.

    *line* is what stands before it, repaired: a quotation may be open there. With *lacking* characters for private use
    may have been replaced or dropped in it, too, which takes some times as long.
    """
    model = language_model()
    text, folded = doc.text, doc.folded
    context = ("\n\n" + folded[max(start - 2, 0) : start])[-2:]
    literal = [0.0]
    stop = min(len(text), start + _LONGEST)
    for place in range(start, stop):
        literal.append(literal[-1] + _at_its_word(model, doc, place))
    reader = _Reader(model, doc, line)
    left = _LACKING_MOST if lacking else 0
    waiting: defaultdict[int, list[_Path]] = defaultdict(list)
    first = _Path(0.0, "", TRAIL[text[start + 1]], start + 2, context)
    waiting[start + 2] = list(reader.any_lead(first, _LEAD))
    found: dict[tuple[int, str], float] = {}
    for place in range(start + 2, stop + 1):
        paths = heapq.nlargest(_PATHS, _distinct(waiting.pop(place, ())))
        at_gap = 0
        for rank, path in enumerate(paths):
            if path.pending == _ALIGNED and (
                place - path.end >= _AHEAD or place == len(text) or text[place] in "\n?\ufffd"
            ):
                key = (path.end, path.text)
                gain = path.score - literal[place - start] + _quoted(line + path.text, text[path.end : path.end + 300])
                found[key] = max(found.get(key, -math.inf), gain)
                continue
            if place == len(text):
                continue
            if path.pending != _ALIGNED and text[place] in ORPHANS:
                at_gap += 1
                if at_gap > _PATHS_AT_GAPS:
                    continue
            may_lack = left > 0 and rank < _PATHS_LACKING
            left -= may_lack
            for grown in reader.step(path, place, may_lack=may_lack):
                waiting[place + 1].append(grown)
    best = sorted(((gain, end, said) for (end, said), gain in found.items()), reverse=True)
    return tuple(Reading(*row) for row in best[:_SHOWN])


def _distinct(paths: Sequence[_Path]) -> Iterator[_Path]:
    """Give the best of the paths that say the same."""
    best: dict[tuple[str, int, int], _Path] = {}
    for path in paths:
        key = (path.text, path.pending, path.end)
        if key not in best or best[key].score < path.score:
            best[key] = path
    yield from best.values()


_LEFT_OPEN: Final = -1.5
_CLOSED_TWICE: Final = -12.0


def _quoted(before: str, after: str) -> float:
    """Return what it costs that the quotations of *before* and of the line that goes on with *after* do not fit."""
    following = re.search("[“”\n]", after)
    mark = following.group() if following else "\n"
    is_open = before.count("“") > before.count("”")
    if mark == "”" and not is_open and "”" in before:
        return _CLOSED_TWICE
    return _LEFT_OPEN if is_open and mark != "”" else 0.0


class _Reader(NamedTuple):
    model: LanguageModel
    doc: Document
    line: str
    """What stands before the damage: a quotation may be open there."""

    def step(self, path: _Path, place: int, *, may_lack: bool) -> Iterator[_Path]:
        """Give the paths that lead on from *path* over the character at *place*; a private one *may lack* there."""
        character = self.doc.text[place]
        if path.pending == _ALIGNED:
            folded = self.doc.folded[place]
            yield path._replace(
                score=path.score + self.model.score(path.context[0], path.context[1], folded),
                context=path.context[1] + folded,
            )
            return
        if path.pending == _RESERVED:
            yield from self._behind_reserved(path, place)
            return
        if character in ORPHANS:
            yield from self._any_trail(path, place)
            # A mark also stands for a private character that was replaced, and nothing for one that was dropped.
            if may_lack:
                yield from self._reserved(path, place + 1, _REPLACED)
        elif character >= "\x80" and may_lack:
            for dropped in self._reserved(path, place, _DROPPED):
                yield from self._behind_reserved(dropped, place)
        yield from self._by_bytes(path, place)

    def _by_bytes(self, path: _Path, place: int) -> Iterator[_Path]:
        """Give *path* over the character at *place* as the end of one character and the beginning of another."""
        character = self.doc.text[place]
        if character in TRAIL and character < "\x80" and (again := self._grown(path, _LEAD)):
            yield again._replace(score=again.score + _DAMAGE, pending=TRAIL[character], end=place + 1)
        elif character < "\x80":
            if ord(character) in _ASCII_TRAILS and (ended := self._grown(path, ord(character))):
                yield ended._replace(pending=_ALIGNED, end=place + 1)
        else:
            for trail, lead in bytes_of(character, self.doc.is_traditional):
                if grown := self._grown(path, trail):
                    yield self._led(grown._replace(end=place + 1), lead)

    def _reserved(self, path: _Path, end: int, cost: float) -> Iterator[_Path]:
        """Give *path* behind a pair for private use of which nothing is known: one byte ends a character."""
        found = (grown for lead in _USERS_LEADS if (grown := self._grown(path, lead)))
        for grown in heapq.nlargest(_PATHS_LACKING, found, key=lambda grown: grown.score):
            yield grown._replace(score=grown.score + cost, pending=_RESERVED, end=end)

    def _behind_reserved(self, path: _Path, place: int) -> Iterator[_Path]:
        """Give *path* over the character at *place*, whose first byte ends a character that a lost byte began."""
        for trail, lead in bytes_of(self.doc.text[place], self.doc.is_traditional):
            best = heapq.nlargest(
                _PATHS_AT_GAPS,
                (self._with(path, character) for character in by_high_lead()[trail]),
                key=lambda grown: grown.score,
            )
            for grown in best:
                yield self._led(grown._replace(end=place + 1), lead)

    def _led(self, path: _Path, lead: int) -> _Path:
        """Return *path* with the byte that begins what comes next; an ASCII letter is a character by itself."""
        if lead >= 0x80:  # noqa: PLR2004 - ASCII
            return path._replace(pending=lead)
        return self._with(path, chr(lead))._replace(pending=_ALIGNED)

    def any_lead(self, path: _Path, trail: int) -> Iterator[_Path]:
        """Give *path* behind each character that ends in *trail*; what is pending stays."""
        for character in by_trail()[trail]:
            grown = self._with(path, character)
            yield grown._replace(score=grown.score + _STOP) if character == "。" else grown

    def _any_trail(self, path: _Path, place: int) -> Iterator[_Path]:
        rest = self.doc.text[place + 1 : place + 12]
        following = bytes_of(rest[:1], self.doc.is_traditional) if rest[:1] >= "\x80" else ()
        swallowed = tuple(self._swallowed(rest))
        tag = _CLOSING_TAG.match(rest)
        for character, trail in by_lead()[path.pending]:
            if following and all(bytes((trail, lead)) in pairs() for lead, _ in following):
                continue  # this byte would have made a character with the next one
            grown = self._with(path, character)._replace(pending=_ALIGNED, end=place + 1)
            grown = grown._replace(score=grown.score + _placed(character, path.text[-1:], rest[:1]))
            yield grown._replace(end=grown.end + len(tag.group())) if tag else grown
            for digit, cost in swallowed:
                folded = plain_character(digit)
                yield grown._replace(
                    score=grown.score + self._next(grown.context, folded) + cost,
                    text=grown.text + digit,
                    context=grown.context[1] + folded,
                )

    def _swallowed(self, rest: str) -> Iterator[tuple[str, float]]:
        """Give the digits that may have stood before *rest*, as the document and the calendar have it."""
        digits = re.match(r"\d*", rest)
        following = digits.group() if digits else ""
        known = {n[0] for n in self.doc.numbers if len(following) > 1 and n[1:] == following}
        if known:
            # Each digit that agrees would agree by chance in one number of ten.
            agreed = _SWALLOWED + len(following) * math.log(10) - math.log(len(known))
            yield from ((digit, agreed) for digit in sorted(known))
        elif re.match(r"\d{3}年", rest):
            yield ("2" if following.startswith("0") else "1"), _SHORT_YEAR
        elif re.match(r"[012]月", rest):
            yield "1", _SWALLOWED

    def _grown(self, path: _Path, trail: int) -> _Path | None:
        character = pairs().get(bytes((path.pending, trail)))
        return self._with(path, character) if character else None

    def _with(self, path: _Path, character: str) -> _Path:
        folded = plain_character(character)
        score = path.score + self._next(path.context, folded)
        if folded != character and character >= "\u2e80" and not self.doc.is_traditional:
            score += _OTHER_SCRIPT
        if character in "、。·" and path.text[-1:] == "。":
            score += _AT_END
        if character in "“”":
            so_far = self.line + path.text
            known = "“" in so_far
            opened = so_far.count("“") > so_far.count("”")
            if character == "”":
                score += _CLOSES if opened else _OPENS_TWICE if known else 0.0
            elif opened:
                score += _OPENS_TWICE
        return path._replace(score=score, text=path.text + character, context=path.context[1] + folded)

    def _next(self, context: str, folded: str) -> float:
        return max(self.model.score(context[0], context[1], folded), self.doc.pairs.get(context[1] + folded, -math.inf))


_NEVER_LAST: Final = frozenset("、“‘《〈「『〔【·—－")
_SYMBOLS: Final = 0xA1
"""The first byte of punctuation and of signs that are hardly ever written."""
_WRITTEN: Final = frozenset("、。·—…“”‘’《》〈〉「」『』【】〔〕")


def _placed(character: str, before: str, after: str) -> float:
    """Return what it costs that *character* stands between the other two."""
    score = 0.0
    last = after in ("", "\n")
    if character in _NEVER_LAST and last:
        score += _AT_END
    if before == "。" and character == "”" and last:
        score += _CLOSES / 2
    if character not in _WRITTEN and character.encode("gb18030")[0] == _SYMBOLS:
        score += _AT_END
    return score


_OTHER_SCRIPT: Final = -3.0
"""What a Traditional form costs in a Simplified document."""


_LEFT_ALONE: Final = frozenset("后于并干范咨么")
"""Characters that both scripts have and careless converters do not touch."""


def in_script_of(doc: Document, text: str) -> str:
    """Return *text*, which is Simplified, as the converter would have written it in this document."""
    if not doc.is_traditional:
        return text
    table = entries("STCharacters.txt")
    return "".join(character if character in _LEFT_ALONE else table.get(character, character) for character in text)

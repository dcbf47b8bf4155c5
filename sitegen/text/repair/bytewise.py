"""One step of the search over text that is one byte off: what each character may have been, and what that costs.

A path is a beginning of a reading: the byte that ended the last character, and the one that waits for the next.
"""

import heapq
import math
import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.text.repair.evidence import Document
from sitegen.text.repair.gbk import by_high_lead, by_trail, bytes_of, pairs, unread
from sitegen.text.repair.language import LanguageModel, plain_character

ORPHANS: Final = "?\ufffd□"
# The second byte of the full-width mark that stood there; its first byte is always A3.
TRAIL: Final = MappingProxyType(
    {
        mark: wide.encode("gbk")[1]
        for mark, wide in zip("!,?:;()！，？：；（）", "！，？：；（）！，？：；（）", strict=True)
    }
)
ALIGNED: Final = -1
_RESERVED: Final = -2
"""The byte that begins the next character is one of those that end a pair for private use."""
_LEAD: Final = 0xA3
_USERS_LEADS: Final = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_ASCII_TRAILS: Final = range(0x40, 0x7F)
_ASCII: Final = 0x80
_CHOICES: Final = 16
"""Characters that are kept where one byte of two is lost."""
_CHOICES_REPLACED: Final = 8
_CHOICES_DROPPED: Final = 3

# All in natural logarithms.
_DAMAGE: Final = -4.0
"""What a second replacement within the damage costs."""
_SWALLOWED: Final = -3.0
"""What it costs that a digit went with the orphan."""
_REPLACED: Final = -4.0
_DROPPED: Final = -7.0
"""What it costs that a private character was shown as a mark, or not at all."""
_RATHER_THERE: Final = -6.0
"""What the first of these costs besides: a reading with characters that are not there must be far likelier."""
_CLOSES: Final = 3.0
_OPENS_TWICE: Final = -4.0
_LEFT_OPEN: Final = -1.5
_CLOSED_TWICE: Final = -12.0
_STOP: Final = 1.0
"""What it is worth that the first lost byte makes 。: sentences end before quotations and at their ends."""
_AT_END: Final = -6.0
"""What it costs that a line ends in a mark that never ends one."""
_OTHER_SCRIPT: Final = -3.0
"""What a Traditional form costs in a Simplified document."""
_SHORT_YEAR: Final = 1.0
_CLOSING_TAG: Final = re.compile(r"/(?:p|div|span|td|li|strong|b|em|h[1-6])>")
"""What is left of a closing tag whose `<` went with the orphan before it."""
_NEVER_LAST: Final = frozenset("、“‘《〈「『〔【·—－")
_SYMBOLS: Final = 0xA1
"""The first byte of punctuation and of signs that are hardly ever written."""
_MARKS_LEADS: Final = frozenset((_SYMBOLS, _LEAD))
_WRITTEN: Final = frozenset("、。·—…“”‘’《》〈〉「」『』【】〔〕")
_MARKS: Final = frozenset("、。·“”")
"""Characters whose place in the text is looked at."""


class Path(NamedTuple):
    """The beginning of a reading."""

    score: float
    text: str
    pending: int
    """The byte that begins the next character, or `ALIGNED`."""

    end: int
    """Where the damage ended."""

    context: str
    """The last two characters as the model knows them."""

    lacks: bool
    """Whether characters were put into it that are not there."""


class _Orphan(NamedTuple):
    """A mark that stands for one byte, and what stands behind it."""

    end: int
    """Where the damage ends if the byte ended a character."""

    following: str
    """The character behind it, if that is none of ASCII: the byte would not have been read together with its first."""

    is_last: bool
    """Whether the line ends with it."""

    swallowed: Sequence[tuple[str, float]]
    """Digits that may have stood there, and what that costs."""


class Reader(NamedTuple):
    """What a document and the line before the damage say about each step."""

    model: LanguageModel
    doc: Document
    line: str
    """What stands before the damage: a quotation may be open there."""

    def step(self, paths: Sequence[Path], place: int, may_lack: int, most: int) -> list[Path]:
        """Return the paths that lead on from *paths* over the character at *place*.

        Of the first *may_lack* it is tried, too, that a private one is not there. What *most* others are likelier than
        may be left out.
        """
        character, literal = self.doc.text[place], self.doc.folded[place]
        orphan = self._orphan(place) if character in ORPHANS else None
        pieces = tuple(self._pieces(character))
        likeliest = [-math.inf] * most
        grown: list[Path] = []
        for rank, path in enumerate(paths):
            if path.pending == ALIGNED:
                score, text, _, end, context, lacks = path
                score += self.model.behind(context, literal)
                grown.append(Path(score, text, ALIGNED, end, context[1] + literal, lacks))
                continue
            if path.pending == _RESERVED:
                grown += self._behind_reserved(path, place)
                continue
            if orphan:
                grown += self._any_trail(path, place, orphan, likeliest)
            if rank < may_lack:
                grown += self._lacking(path, place)
            self._by_bytes(path, place + 1, pieces, grown)
        return grown

    def any_lead(self, path: Path, most: int) -> list[Path]:
        """Return *path* behind the likeliest characters that end in the byte that begins full-width marks."""
        found = (
            (
                path.score + self._next(path, character, folded) + (_STOP if character == "。" else 0.0),
                character,
                folded,
            )
            for character, folded in by_trail()[_LEAD]
        )
        return [self._grown(path, *row, path.pending, path.end) for row in heapq.nlargest(most, found)]

    def quoted(self, text: str, after: str) -> float:
        """Return what it costs that the quotations of *text* and of the line that goes on with *after* do not fit."""
        before = self.line + text
        following = re.search("[“”\n]", after)
        mark = following.group() if following else "\n"
        if mark == "”" and not is_open(before) and "”" in before:
            return _CLOSED_TWICE
        return _LEFT_OPEN if is_open(before) and mark != "”" else 0.0

    def _pieces(self, character: str) -> Iterator[tuple[int, int, float]]:
        """Give the byte of *character* that ended another one, the one that begins the next, and what that costs."""
        if character >= "\x80":
            yield from ((trail, lead, 0.0) for trail, lead in bytes_of(character, self.doc.is_traditional))
        elif character in TRAIL:
            yield _LEAD, TRAIL[character], _DAMAGE
        elif ord(character) in _ASCII_TRAILS:
            yield ord(character), ALIGNED, 0.0

    def _by_bytes(self, path: Path, end: int, pieces: Sequence[tuple[int, int, float]], grown: list[Path]) -> None:
        """Add to *grown* *path* over one of *pieces*, which ends before *end*."""
        start, text, pending, _, context, lacks = path
        for trail, lead, cost in pieces:
            if (pair := pairs().get(pending << 8 | trail)) is None:
                continue
            character, folded, is_other = pair
            score = self.doc.known.get(context + folded)
            if score is None:
                score = self.doc.behind(context, folded)
            if is_other and not self.doc.is_traditional:
                score += _OTHER_SCRIPT
            if pending == _SYMBOLS and character in _MARKS:
                score += self._marked(path, character)
            after = Path(start + score + cost, text + character, lead, end, context[1] + folded, lacks)
            grown.append(after if lead == ALIGNED or lead >= _ASCII else self._led(after))

    def _lacking(self, path: Path, place: int) -> Iterator[Path]:
        """Give *path* where a private character is not there: a mark stands for one that was replaced, too."""
        character = self.doc.text[place]
        if character in ORPHANS:
            yield from self._reserved(path, place + 1, _REPLACED, _CHOICES_REPLACED)
        elif character >= "\x80":
            for dropped in self._reserved(path, place, _DROPPED, _CHOICES_DROPPED):
                yield from self._behind_reserved(dropped, place)

    def _reserved(self, path: Path, end: int, cost: float, choices: int) -> Iterator[Path]:
        """Give *path* behind a pair for private use of which nothing is known: one byte ends a character."""
        cost += 0.0 if path.lacks else _RATHER_THERE
        known = (pairs().get(path.pending << 8 | lead) for lead in _USERS_LEADS)
        found = (self._with(path, *pair[:2], _RESERVED, end, cost) for pair in known if pair)
        for grown in heapq.nlargest(choices, found):
            yield grown._replace(lacks=True)

    def _behind_reserved(self, path: Path, place: int) -> Iterator[Path]:
        """Give *path* over the character at *place*, whose first byte ends a character that a lost byte began."""
        for trail, lead in bytes_of(self.doc.text[place], self.doc.is_traditional):
            for score, character, folded in self._likeliest(path, by_high_lead()[trail]):
                yield self._led(self._grown(path, score, character, folded, lead, place + 1))

    def _led(self, path: Path) -> Path:
        """Return *path* with the byte that begins what comes next; an ASCII letter is a character by itself."""
        if path.pending >= _ASCII:
            return path
        letter = chr(path.pending)
        return self._with(path, letter, plain_character(letter), ALIGNED, path.end)

    def _orphan(self, place: int) -> _Orphan:
        rest = self.doc.text[place + 1 : place + 12]
        tag = _CLOSING_TAG.match(rest)
        end = place + 1 + (len(tag.group()) if tag else 0)
        following = rest[:1] if rest[:1] >= "\x80" else ""
        return _Orphan(end, following, rest[:1] in ("", "\n"), tuple(self._swallowed(rest)))

    def _any_trail(self, path: Path, place: int, orphan: _Orphan, likeliest: list[float]) -> Iterator[Path]:
        """Give *path* over the *orphan* at *place*, which ended a character, and before which a digit may be lost.

        *likeliest* is a heap of the best scores so far.
        """
        start, _, lead, _, context, _ = path
        known = self.doc.known
        least = likeliest[0]
        found: list[tuple[float, str, str]] = []
        for character, folded, is_other in unread(lead, orphan.following, self.doc.is_traditional):
            score = known.get(context + folded)
            if score is None:
                score = self.doc.behind(context, folded)
            if is_other:
                score += _OTHER_SCRIPT
            if lead in _MARKS_LEADS:
                score += self._placed(path, character, orphan)
            score += start
            if score >= least:
                found.append((score, character, folded))
        if len(found) > _CHOICES:
            found = heapq.nlargest(_CHOICES, found)
        for score, character, folded in found:
            heapq.heappushpop(likeliest, score)
            grown = self._grown(path, score, character, folded, ALIGNED, orphan.end)
            yield grown
            for digit, cost in orphan.swallowed:
                yield self._with(grown, digit, plain_character(digit), ALIGNED, place + 1, cost)

    def _swallowed(self, rest: str) -> Iterator[tuple[str, float]]:
        """Give the digits that may have stood before *rest*, as the document and the calendar have it."""
        digits = re.match(r"\d*", rest)
        following = digits.group() if digits else ""
        known = set(self._before(following)) if len(following) > 1 else ()
        if known:
            # Each digit that agrees would agree by chance in one number of ten.
            agreed = _SWALLOWED + len(following) * math.log(10) - math.log(len(known))
            yield from ((digit, agreed) for digit in sorted(known))
        elif re.match(r"\d{3}年", rest):
            yield ("2" if following.startswith("0") else "1"), _SHORT_YEAR
        elif re.match(r"[012]月", rest):
            yield "1", _SWALLOWED

    def _before(self, digits: str) -> Iterator[str]:
        """Give the digit of each number of the document that consists of one and of *digits*."""
        yield from re.findall(rf"(?<!\d)(\d){digits}(?!\d)", self.doc.text)

    def _likeliest(self, path: Path, options: Sequence[tuple[str, str]]) -> Sequence[tuple[float, str, str]]:
        found = ((path.score + self._next(path, character, folded), character, folded) for character, folded in options)
        return heapq.nlargest(_CHOICES, found)

    def _with(self, path: Path, character: str, folded: str, pending: int, end: int, cost: float = 0.0) -> Path:
        score = path.score + self._next(path, character, folded) + cost
        return self._grown(path, score, character, folded, pending, end)

    @staticmethod
    def _grown(path: Path, score: float, character: str, folded: str, pending: int, end: int) -> Path:
        return Path(score, path.text + character, pending, end, path.context[1] + folded, path.lacks)

    def _next(self, path: Path, character: str, folded: str) -> float:
        """Return what *character* is worth behind *path*."""
        score = self.doc.behind(path.context, folded)
        if folded != character and character >= "\u2e80" and not self.doc.is_traditional:
            score += _OTHER_SCRIPT
        return score + self._marked(path, character) if character in _MARKS else score

    def _marked(self, path: Path, mark: str) -> float:
        """Return what it is worth besides that *mark* stands behind *path*."""
        score = _AT_END if mark in "、。·" and path.text[-1:] == "。" else 0.0
        if mark in "“”":
            so_far = self.line + path.text
            if mark == "”":
                score += _CLOSES if is_open(so_far) else _OPENS_TWICE if "“" in so_far else 0.0
            elif is_open(so_far):
                score += _OPENS_TWICE
        return score

    def _placed(self, path: Path, mark: str, orphan: _Orphan) -> float:
        """Return what it is worth besides that *mark* stands behind *path* in the place of *orphan*."""
        score = self._marked(path, mark) if mark in _MARKS else 0.0
        if orphan.is_last and mark in _NEVER_LAST:
            score += _AT_END
        if orphan.is_last and mark == "”" and path.text[-1:] == "。":
            score += _CLOSES / 2
        return score + _AT_END if path.pending == _SYMBOLS and mark not in _WRITTEN else score


def is_open(text: str) -> bool:
    """Tell whether a quotation that was opened in *text* goes on behind it."""
    return text.rfind("“") > text.rfind("”")

"""Lines that hardly any writer wrote: few of their characters are usual, or rare ones stand close to one another.

That is how text looks that was read in the wrong encoding; healthy lines are told from it without any model.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from sitegen.text.han import FREQUENT_HAN, HAN, common_han

_ALPHABET: Final = re.compile("[\u0370-\u1fff\u3041-\u30ff\uac00-\ud7ff]")
"""Letters of Greek and all alphabets behind it, kana, hangul."""
_PRINTED: Final = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\ue000-\ufaff\ufffd]")
"""What a Chinese decoder prints most where it is wrong."""
_ASCII: Final = bytes(range(0x80))
_MAIN_BLOCK: Final = re.compile("[一-鿿]+")
_HAN_CHAR: Final = f"[{HAN}]"
_DOT: Final = frozenset("·")
_FEWEST_FOREIGN: Final = 6
_FREQUENT_SHARE: Final = 0.12
"""Of the characters of a line, if less of them are among the most frequent ones, the line is looked at closely."""
_PRINTED_SHARE: Final = 0.25
"""Big5 as GBK has the smallest: many of its most frequent characters become kana and signs."""
_HIRAGANA: Final = re.compile("[\u3041-\u3096]")
_USUAL_HIRAGANA: Final = frozenset("のにはをたがでとてしいるなれかもさっらこりきすまあよくうだ")
"""A third of all; five of six in any text."""
_USUAL_SHARE: Final = 0.7
_FEWEST_HIRAGANA: Final = 10
_AROUND: Final = " \"'()[]*.,:;!?/…«»„“”‘’‚—–-"
"""Marks around words."""
_LETTERS: Final = re.compile(r"\w+(?:[-'’.,/:…—–«»(]+\w+)*")
_WORDS_MIN: Final = 0.8
"""Of the words of a line, which are built as words are: names of firms are not."""
_FEWEST_RARE: Final = 3
_GAP: Final = 7
"""Characters between two rare ones that belong to one place."""
_MARGIN: Final = 40
"""Characters around such a place that are looked at with it."""


def is_unusual(line: str) -> bool:
    """Tell whether few characters of *line* are usual, and enough are such as a Chinese decoder prints by mistake.

    Its tables hold other letters and signs, too, but a line of those alone is in another language.
    """
    foreign = foreign_count(line)
    if (
        foreign < _FEWEST_FOREIGN
        or not _PRINTED.search(line)
        or not set(odd().findall(line)) - _DOT
        or len(_frequent().findall(line)) >= foreign * _FREQUENT_SHARE
    ):
        return False
    printed_share = len(_PRINTED.findall(line)) / foreign
    return printed_share >= _PRINTED_SHARE and len(_ALPHABET.findall(line)) * 2 < foreign


def is_japanese(line: str) -> bool:
    """Tell whether *line* has hiragana as Japanese has them, whose characters are rare in Chinese.

    A wrong decoder prints hiragana, too, but each about as often as any other.

    >>> is_japanese("桜並木の下を歩いていると、遠くの鐘が聞こえてきました。"), is_japanese("ぃ膊ネ琌ぃ琌")
    (True, False)
    """
    found = _HIRAGANA.findall(line)
    usual = sum(map(_USUAL_HIRAGANA.__contains__, found))
    return len(found) >= _FEWEST_HIRAGANA and usual >= len(found) * _USUAL_SHARE


def is_spoken(line: str) -> bool:
    """Tell whether the words of *line* are built as people build them.

    Capitals begin a word or are all of it, and marks stand beside letters, not among them; what a wrong decoder prints
    has both anywhere.

    >>> is_spoken("Кто-то сказал: «Новости города»."), is_spoken("ОТЅсМмИҐНјКй№ЭЎЈ")
    (True, False)
    """
    words = [word.strip(_AROUND) for word in line.split() if not word.isascii()]
    return sum(map(_is_word, words)) >= len(words) * _WORDS_MIN


def _is_word(word: str) -> bool:
    if not word:
        return True
    cased = word.islower() or word.isupper() or word.istitle() or word[1:].islower()
    return cased and _LETTERS.fullmatch(word) is not None


def foreign_count(line: str) -> int:
    """Return how many characters of *line* are not of ASCII."""
    return len(line) - len(line.encode("ascii", "ignore"))


@cache
def _frequent() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(FREQUENT_HAN))}]")


class Seen(NamedTuple):
    """What stands anywhere in a text: by it most rules are told that there is nothing to look for."""

    letters: str
    """Each character once that is neither of ASCII nor of the main block of Han."""

    has_han: bool
    foreign: str
    """All characters that are not of ASCII."""


@lru_cache(maxsize=4)
def seen(text: str) -> Seen:
    """Return what stands in *text*.

    >>> seen("naïve, naïf"), seen("春天")
    (Seen(letters='ï', has_han=False, foreign='ïï'), Seen(letters='', has_han=True, foreign='春天'))
    """
    # Bytes are gone over much faster than characters, and those of ASCII are parts of no others.
    foreign = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    rest = _MAIN_BLOCK.sub("", foreign)
    letters = "".join(set(rest))
    return Seen(letters, len(rest) < len(foreign) or re.search(_HAN_CHAR, letters) is not None, foreign)


@lru_cache(maxsize=4)
def foreign_lines(text: str) -> Sequence[tuple[int, str]]:
    r"""Return the lines of *text* that are not ASCII alone, each with the place where it begins.

    >>> foreign_lines("a\n春\n\nnaïve")
    [(2, '春'), (5, 'naïve')]
    """
    lines = text.split("\n")
    starts = accumulate(map(len, lines), lambda start, size: start + size + 1, initial=0)
    return [(start, line) for start, line in zip(starts, lines, strict=False) if not line.isascii()]


@cache
def odd() -> re.Pattern[str]:
    """Return a pattern for characters that Chinese hardly has: each line in a wrong encoding has some of them.

    They are neither of ASCII nor in common use nor a mark of Chinese; the dot of foreign names is among them.
    """
    return re.compile(f"[^\x00-\x7f\u3000-\u303f\uff00-\uffef“”‘’…—{''.join(common_han())}]")


def is_rare(character: str) -> bool:
    """Tell whether *character* is hardly ever written, or none that any encoding shows."""
    if "\u3400" <= character <= "\u9fff":
        return character not in common_han()
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd"


def _rare_in(text: str) -> list[int]:
    """Return where rare characters stand in *text*: a decoder printed them, if it was wrong."""
    if not _PRINTED.search(text):
        return []
    return [match.start() for match in odd().finditer(text) if is_rare(match.group())]


def rare_places(line: str) -> Iterator[tuple[int, int]]:
    """Give the parts of *line* where rare characters stand close to one another."""
    found = _rare_in(line)
    if len(found) < _FEWEST_RARE and (len(found) < 2 or len(line) > _FEWEST_FOREIGN):  # noqa: PLR2004 - a few of a few
        return
    group = found[:1]
    start = end = 0
    for place in (*found[1:], len(line) + _GAP + 1):
        if place - group[-1] > _GAP:
            if len(group) >= min(_FEWEST_RARE, len(found)):
                if group[0] - _MARGIN >= end:
                    if end:
                        yield start, end
                    start = max(group[0] - _MARGIN, 0)
                end = min(group[-1] + _MARGIN, len(line))
            group = []
        group.append(place)
    if end:
        yield start, end


def rare_core(part: str) -> str:
    """Return *part* from its first rare character to its last one; all of it if it has few."""
    found = _rare_in(part)
    return part[max(found[0] - 2, 0) : found[-1] + 2] if len(found) > 1 else part

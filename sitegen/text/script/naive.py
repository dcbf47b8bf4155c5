"""Traditional text that was made from Simplified character by character, and how to get the Simplified back.

Such text has 后 for 後 or 乾 for 干 wherever the word is not looked at. Converted back and forth with words in view, it
changes. Good text hardly changes, and it holds forms that no converter of the kind would have chosen: both are weighed
against each other, for each kind of converter.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import compress
from operator import ne
from typing import Final, NamedTuple

from sitegen.text.han import is_han
from sitegen.text.script.careless import choices, maps, standard, tastes
from sitegen.text.script.convert import convert
from sitegen.text.script.tables import lookup

NAIVE_THRESHOLD: Final = 2.5
"""A higher score means naive: one common mistake, where nothing speaks against it, is enough."""

MAX_COUNT: Final = 2
"""A form that speaks against a known converter counts at most so often in one text. A mistake counts once: an article
repeats a name, and the dictionary its own mistake with it."""

MIN_HAN: Final = 200
"""Shorter texts are not to be judged by their score."""

UNSEEN: Final = 1.5
"""The weight of a change that was never counted: a rare character, and perhaps a whim of the dictionary."""

# How much a form tells against a converter that writes another one.
_AGAINST: Final = 2.5
_AGAINST_BY_TASTE: Final = 1.5

# A converter that is none of the known ones may have chosen any form, but the same one each time. As it is free to
# choose, each choice that turned out well costs it something, each that turned out badly more.
_GOOD_CHOICE: Final = 0.5
_BAD_CHOICE: Final = 3.0
_TWO_CHOICES: Final = 3.0

_WORD: Final = 8
"""Characters of the longest word that is looked for."""

_PAIR: Final = 2
_MIN_BOND: Final = 1.2
"""Of 20 places in good prose from Taiwan that the dictionary misread 14 were such pairs, none above 1.1; of 33 single
mistakes of converters three were below (头发 has 2.1, 面条 1.6, 换发 0.1)."""

_CANTONESE: Final = frozenset("嘅咗嚟哋冇嗰喺唔啲嘢㗎佢嘥攞諗瞓嗌睇")
"""Characters of its commonest words that are of no use in Mandarin."""
_CANTONESE_MIN: Final = 4
_COPULA: Final = standard("係")
"""What Cantonese has for 是; in Mandarin it stands for 系 where nobody looked at the word."""
_ENDS: Final = "曰矣乎兮焉哉"
"""Of 27 classical texts of 400 characters 26 have one of these; a description of a fish has 之 and 其 alone."""
_CLASSICAL: Final = "之其也" + _ENDS
_MODERN: Final = "的了們這"
_CLASSICAL_RATIO: Final = 3

# Simplified characters that careless converters also change where Simplified itself has the other one, in few words.
_FIXES: Final = (
    (r"瞭(?![望哨台敌])", "了"),
    (r"(?<![慰狼蕴枕藉])藉(?!藉)", "借"),
)


class Place(NamedTuple):
    """A character of the text and what it may stand for, in the forms that Taiwan's norm has."""

    written: str
    simplified: str
    expected: str
    """What a conversion with words in view writes."""

    @property
    def is_changed(self) -> bool:
        """Tell whether another character is expected, and not only by taste."""
        return self.written != self.expected and self.written + self.expected not in tastes()


def naive_score(*texts: str) -> float:
    """Return the evidence that Traditional *texts* were converted character by character: log-odds, or 0 for none.

    Above `NAIVE_THRESHOLD` they were, if they have `MIN_HAN` Han characters at least. Classical prose is never called
    naive: what its printers wrote, 于 or 於, follows no dictionary of today.
    """
    if is_classical("\n".join(texts)):
        return 0.0
    found: Counter[Place] = Counter()
    for text in texts:
        found.update(places(text))
    if is_cantonese("\n".join(texts)):
        found = Counter({place: count for place, count in found.items() if place.written != _COPULA})
    if not any(place.is_changed for place in found):
        return 0.0
    return max(0.0, *(_by_known(found, table) for table in maps()), _by_any(found))


def is_classical(text: str) -> bool:
    """Tell whether the particles of *text* are those of Classical Chinese.

    >>> is_classical("三人行，必有我師焉。擇其善者而從之，其不善者而改之。"), is_classical("我的書不見了。")
    (True, False)
    """
    modern = sum(map(text.count, _MODERN))
    ends = any(map(text.count, _ENDS))
    return ends and sum(map(text.count, _CLASSICAL)) > _CLASSICAL_RATIO * (modern + 1)


def is_cantonese(text: str) -> bool:
    """Tell whether *text* is written as Cantonese is spoken, or quotes much that is.

    >>> is_cantonese("佢話佢哋唔嚟喇，食咗飯先。"), is_cantonese("他說他們不來了，吃了飯再說。")
    (True, False)
    """
    return len(_CANTONESE & set(text)) >= _CANTONESE_MIN


def canonicalise(text: str) -> str:
    """Return the Simplified text that naively converted *text* was made from.

    Never for good Traditional text: words that Simplified writes with 瞭, 藉 or 么 for other reasons would suffer.

    >>> canonicalise("什么后臺辦事,瞭解瞭望塔,藉口與慰藉")
    '什么后台办事,了解瞭望塔,借口与慰藉'
    """
    # A 么 that was left alone is the Simplified one; for Traditional text it would be a form of 幺.
    simplified = convert(text.replace("么", "麼"), ("tw2s",))
    for pattern, original in _FIXES:
        simplified = re.sub(pattern, original, simplified)
    return simplified


def is_in_a_word(simplified: str, place: int, written: str) -> bool:
    """Tell whether any word around *place* is spelt with *written*: 韓國歷史 is no mistake for 國曆 and 史."""
    return any(standard(form) == standard(written) for _, form in _words_at(simplified, place))


def _words_at(simplified: str, place: int) -> Iterator[tuple[str, str]]:
    """Yield each phrase around *place*, and how it spells the character there."""
    words = lookup("STPhrases.txt")
    for start in range(max(0, place - _WORD + 1), place + 1):
        if not words.begins(simplified[start : start + 2]):
            continue
        for end in range(max(place + 1, start + 2), min(start + _WORD, len(simplified)) + 1):
            if spelt := words.get(simplified[start:end]):
                yield simplified[start:end], spelt[place - start]


def is_read_across_words(simplified: str, place: int, written: str) -> bool:
    """Tell whether the dictionary may have seen a word where two words meet: 帝后 in 称帝后.

    So it is where *written* is what the character at *place* becomes alone, the phrase that makes it another one has
    two letters, these hardly stand together more often than chance has it, and no other phrase there says the same.

    >>> is_read_across_words("自行称帝后", 4, "後"), is_read_across_words("皇后", 1, "後")
    (True, False)
    >>> is_read_across_words("半干旱", 1, "幹")
    False
    """
    if standard(written) != _alone(simplified[place]):
        return False
    phrase = _deciding_phrase(simplified, place)
    form = lookup("STPhrases.txt").get(phrase)
    if len(phrase) != _PAIR or form is None or _bond(phrase) >= _MIN_BOND:
        return False
    spelt = standard(form[phrase.index(simplified[place])])
    return not any(word != phrase and standard(form) == spelt for word, form in _words_at(simplified, place))


@lru_cache(1024)
def _alone(simplified: str) -> str:
    """Return what a character of *simplified* alone becomes."""
    return standard(convert(simplified, ("s2tw",)))


def _deciding_phrase(simplified: str, place: int) -> str:
    """Return the phrase that a converter sees at *place*, always taking the longest one; a letter if there is none."""
    words = lookup("STPhrases.txt")
    at = place
    while at and is_han(simplified[at - 1]):
        at -= 1
    while True:
        longest = min(_WORD, len(simplified) - at) if words.begins(simplified[at : at + 2]) else 1
        size = next((size for size in range(longest, 1, -1) if words.get(simplified[at : at + size])), 1)
        if at + size > place:
            return simplified[at : at + size]
        at += size


@lru_cache(2)  # of a page, its body is asked for alone and with what stands around it
def places(text: str) -> Mapping[Place, int]:
    """Count the characters of *text* that change, and those that a careless converter might have written otherwise."""
    found: Counter[Place] = Counter()
    for (written, simplified, expected), count in _aligned(text).items():
        place = Place(standard(written), simplified, standard(expected))
        if place.written != place.expected or simplified in choices():
            found[place] += count
    return found


def _aligned(text: str) -> Counter[tuple[str, str, str]]:
    """Count those characters of *text*, each with what it may stand for and with what is expected there."""
    simplified = convert(text, ("tw2s",))
    expected = convert(simplified, ("s2tw",))
    found: Counter[tuple[str, str, str]] = Counter()
    for lines in zip(text.split("\n"), simplified.split("\n"), expected.split("\n"), strict=True):
        if len({len(line) for line in lines}) > 1:
            continue
        written, original, other = lines
        changed = compress(range(len(written)), map(ne, written, other))
        for place in sorted({*changed, *(match.start() for match in _chosen().finditer(original))}):
            own, meant = written[place], other[place]
            if own != meant and (is_in_a_word(original, place, own) or is_read_across_words(original, place, own)):
                meant = own
            found[own, original[place], meant] += 1
    return found


@cache
def _chosen() -> re.Pattern[str]:
    """Return a pattern of the Simplified characters for which there is a choice."""
    return re.compile(f"[{''.join(choices())}]")


def _by_known(places: Mapping[Place, int], table: Mapping[str, str]) -> float:
    """Weigh *places* for a converter that writes as *table* says."""
    mistakes: set[str] = set()
    others: Counter[str] = Counter()
    for place, count in places.items():
        ours = table.get(place.simplified, standard(place.simplified))
        if place.written == ours and place.is_changed:
            mistakes.add(place.written + place.expected)
        elif place.written == place.expected != ours:
            others[place.written + ours] += count
    evidence = math.fsum(map(_weight, mistakes))  # in whatever order they come
    return evidence - sum(
        min(count, MAX_COUNT) * (_AGAINST_BY_TASTE if pair in tastes() else _AGAINST) for pair, count in others.items()
    )


def _by_any(places: Iterable[Place]) -> float:
    """Weigh *places* for a converter of which nothing is known but that it always writes the same."""
    by_original: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.written in choices().get(place.simplified, ()):
            by_original[place.simplified].append(place)
    return sum(map(_one_choice, by_original.values()))


def _one_choice(places: Sequence[Place]) -> float:
    """Weigh all that was written for one Simplified character."""
    written = sorted({place.written for place in places})
    one = all(written[0] + form in tastes() for form in written[1:])
    evidence = sum(_weight(place.written + place.expected) for place in places if place.is_changed)
    gain = evidence - _BAD_CHOICE if evidence else -_GOOD_CHOICE
    return gain if one else gain - _TWO_CHOICES


def _weight(pair: str) -> float:
    return _weights().get(pair, UNSEEN)


@cache
def _weights() -> Mapping[str, float]:
    rows = map(str.split, _text("naive_weights.tsv").splitlines())
    return {pair: float(number) for pair, number in rows}


def _bond(phrase: str) -> float:
    """Return how much more often the two letters of *phrase* meet than chance has it: a logarithm; 0 for not."""
    return float(_bonds().get(phrase, 0.0))


@cache
def _bonds() -> Mapping[str, str]:
    rows = (line.split("\t", 2) for line in _text("phrase_bonds.tsv").splitlines())
    return {row[0]: row[1] for row in rows}


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")

"""Know spam by its build and its place, never by its words alone.

`RULES` is the ordered table. Each rule asks for two independent cues, such as: built of keywords; outside the article
(before its headline, or behind its last sentence); in the other script, or another language; nothing in common with the
article; repeated elsewhere in the document; a way to reach somebody. Articles *about*
such things stay whole, since their words stand in sentences and occur in the rest of the article, too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sitegen.extract import notices, shape
from sitegen.extract.cohesion import APART_MAX
from sitegen.extract.fold import fold
from sitegen.extract.labels import fields_of
from sitegen.extract.shape import LONGEST, ends_sentence

SEGMENTS_MIN: Final = 3
SEGMENT_MAX: Final = 30
MEAN_MIN: Final = 3.5
"""Characters: lists of names, channels and menus have shorter segments."""

_SENTENCE: Final = re.compile(r"[。！？!?：:“”\"《》…]")
_LABEL: Final = re.compile(r"^[^:：]{1,8}[:：]\s*")
_STRONG: Final = (*"_|｜-", " I ", " l ", *"–—~～#★☆丨^*+=/／\\·•‖┃<>»›←→◆●■♥❤✿※§¦")
_WEAK: Final = (";", "；", ",", "，", "、", " ")
"""Separators that sentences have, too: more segments are asked for."""
WEAK_MIN: Final = 4
_STRONG_SEPARATORS: Final = tuple((separator, True, SEGMENTS_MIN) for separator in _STRONG)
_WEAK_SEPARATORS: Final = tuple((separator, False, WEAK_MIN) for separator in _WEAK)
"""Each with whether sentences do not have it, and the fewest segments between such."""
_STRONG_MARK: Final = re.compile("|".join(map(re.escape, _STRONG)))
WEAK_ALONE_MIN: Final = 5
"""Segments, where its place outside the article is the only other cue."""
ISOLATED_MIN: Final = 6
"""Segments of a line between two paragraphs, parted by nothing that sentences do not have."""
_PATH: Final = re.compile(r"://(?<=[a-z]://)|www\.|@")
"""In small letters."""
_ORNAMENT: Final = re.compile(r"[★☆♥❤♡✿❀※◆●■▶►➤✅⭐🔥💋🎁💰📞✔☎☏✆]")
_HAN_RUN: Final = re.compile("[\u3400-\u9fff]+")
_JOINS: Final = frozenset("的了是")
_NOTE: Final = re.compile(r"\s*[（(][^（()）]{4,80}[)）]\s*")
"""A line in brackets."""
QUOTED: Final = re.compile(r"^[\s]*[«„“\"「『《（(【\[‘']")
"""The head of a line that somebody else said."""
_CALLS: Final = re.compile(r"[!！]\s*$|[$€£]\s?\d|\d\s?%")
"""In a line of another language: it calls out, or says for how much."""
_HEAVY: Final = re.compile(r"\s*【[^【】。！？]{3,40}[ 　][^【】。！？]{2,40}】\s*")
_HAN_SHARE: Final = 0.8
_OFFERS_MIN: Final = 2
_PARAGRAPH_OFFERS_MIN: Final = 3
_FARM_MIN: Final = 2
"""Addresses."""
_FARM_LONG: Final = 80
"""Characters for each address: what has more says something."""
_ORNAMENTS_MIN: Final = 2
_SET_WIDE: Final = re.compile("(?:[\u3400-\u9fff][ \u3000]{1,2}){2,11}[\u3400-\u9fff]")
"""A few characters of Chinese alone, evenly set: 通 知."""


BARE_LONG: Final = 30
BARE_SHARE_MAX: Final = 0.15
"""Characters without any word that joins are no prose; of their terms the article may have as many. Where nothing is
offered, a longer line is a list of names."""


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A line of keywords, and how it is cut."""

    segments: tuple[str, ...]
    strong: bool
    """The separator is none that sentences have."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """What is known of a line beside its words."""

    text: str
    side: int = 0
    """-1 before the article, 1 behind it, 0 within."""

    other_script: bool = False
    """It is written in another script than the rest."""

    share: float | None = None
    """Of its terms, which the article has; None where that says nothing."""

    strange: bool = False
    """It has no term at all in common with the article, though it may be too short for that to be certain."""

    repeated: bool = False
    """Half of its keywords stand on another side of the article, too."""

    alone: bool = False
    """Both neighbours are paragraphs, and none introduces it."""

    lone_language: bool = False
    """The document has next to nothing else in its language."""

    @property
    def apart(self) -> bool:
        """Whether it surely speaks of something else than the article."""
        return self.share is not None and self.share <= APART_MAX

    @property
    def outside(self) -> bool:
        """Whether it stands where no article does."""
        return self.side != 0

    @property
    def loose(self) -> bool:
        """Whether it ends without ending a sentence."""
        return not ends_sentence(self.text)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of spam."""

    name: str
    knows: Callable[[Suspect], bool]


@lru_cache(1024)
def keyword_line(text: str) -> KeywordLine | None:
    """Return the segments of *text* if it is built as a line of keywords.

    >>> keyword_line("春天的风景_夏天的海边_秋天的山路").segments
    ('春天的风景', '夏天的海边', '秋天的山路')
    >>> keyword_line("春天来了，夏天来了，秋天来了。") is None
    True
    """
    if len(text) > LONGEST:
        return None
    text = _LABEL.sub("", text.strip())
    if _SENTENCE.search(text) or _PATH.search(text.lower()):
        return None
    for segments, strong in _cuts(text):
        if not all(any(map(str.isalpha, segment)) for segment in segments):
            continue  # a date, a score, a number
        if max(map(len, segments)) > SEGMENT_MAX or sum(map(len, segments)) / len(segments) < MEAN_MIN:
            continue
        if not strong and sum(map(_is_han, segments)) < len(segments) * _HAN_SHARE:
            continue
        if sum(entry.known for entry in fields_of(fold(text))) > 1:
            return None  # a line of credits: labels and names
        if not strong and sum(map(_says, segments)) * 2 >= len(segments):
            continue
        return KeywordLine(segments, strong)
    return None


def _cuts(text: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the segments of *text* by each separator that makes enough, and whether sentences lack that one."""
    strongly = _STRONG_SEPARATORS if _STRONG_MARK.search(text) else ()
    weakly = _WEAK_SEPARATORS if _HAN_RUN.search(text) else ()
    separators = (*strongly, *weakly)
    letters = set(text) if separators else set()
    for separator, strong, least in separators:
        if separator[0] not in letters or text.count(separator) < least - 1:
            continue
        segments = tuple(part.strip() for part in text.split(separator) if part.strip())
        if len(segments) >= least:
            yield segments, strong


def _keywords(line: Suspect) -> bool:
    found = keyword_line(line.text)
    if found is None:
        return False
    if line.other_script or line.repeated:
        return True
    if line.outside:
        return found.strong or (not _LABEL.match(line.text) and (len(found.segments) >= WEAK_ALONE_MIN or line.apart))
    return line.apart and line.alone and (found.strong or len(found.segments) >= ISOLATED_MIN)


def _foreign(line: Suspect) -> bool:
    """Know a line in another language, but not one that the article quotes or translates."""
    alphabet = shape.foreign(line.text)
    if not alphabet or not line.lone_language or QUOTED.match(line.text):
        return False
    if line.outside or line.repeated:
        return line.loose or alphabet != "Latin"
    return line.alone and (line.loose or shape.has_address(line.text) or _CALLS.search(line.text) is not None)


def _contact(line: Suspect) -> bool:
    """Know a line that says how to reach somebody, but no sentence of the article."""
    apart = line.apart or line.strange or line.other_script or line.repeated
    if not (apart or line.loose) or not (shape.has_account(line.text) or shape.has_address(line.text)):
        return False
    if notices.offers(line.text) >= _OFFERS_MIN and (apart or line.loose):
        return True
    placed = line.outside or line.alone or (line.apart and keyword_line(line.text) is not None)
    return line.loose and placed and (apart or bool(_ORNAMENT.search(line.text)))


def _farm(line: Suspect) -> bool:
    """Know a line that is mostly addresses."""
    count = shape.addresses(line.text)
    return (line.outside or line.alone) and line.loose and count >= _FARM_MIN and len(line.text) <= count * _FARM_LONG


def _offer(line: Suspect) -> bool:
    """Know a paragraph that offers, in an article that speaks of something else."""
    return line.apart and notices.offers(line.text) >= _PARAGRAPH_OFFERS_MIN


def _bracketed(line: Suspect) -> bool:
    """Know an offer in heavy brackets, in some parts, which shares nothing: `【祖传秘方 免费试用】`."""
    if not (line.strange or line.apart) or not _HEAVY.fullmatch(line.text):
        return False
    return notices.offers(line.text) > 0 and (line.alone or line.outside)


def _disguised(line: Suspect) -> bool:
    """Know a line that is spaced out so that no filter reads it; a headline above the article may be set so."""
    if line.side < 0 and _SET_WIDE.fullmatch(line.text.strip()):
        return False
    return (line.outside or line.alone or line.apart) and line.loose and shape.is_spaced_out(line.text)


def _script(line: Suspect) -> bool:
    """Know a line in the other script that ends no sentence and shares nothing, or stands outside and joins nothing."""
    if not line.other_script or not line.loose:
        return False
    return line.apart or line.strange or line.repeated or (line.outside and shape.is_bare(line.text))


def _ornate(line: Suspect) -> bool:
    return (
        line.apart
        and (line.alone or line.outside)
        and line.loose
        and len(_ORNAMENT.findall(line.text)) >= _ORNAMENTS_MIN
    )


def _bare(line: Suspect) -> bool:
    """Know a lone line that joins no words.

    It has none in common with the article, or offers in the other script, or is long and says whom to call.
    """
    if line.share is None or not (line.alone and shape.is_bare(line.text)):
        return False
    count = notices.offers(line.text)
    offers = count > 0
    reachable = shape.has_account(line.text) or shape.has_address(line.text)
    told = offers or reachable
    if not told and (_NOTE.fullmatch(line.text) or QUOTED.match(line.text) or len(line.text) > BARE_LONG):
        return False
    if len(line.text) > BARE_LONG and (line.loose or line.outside) and count < _OFFERS_MIN:
        return False
    strange = line.strange and (line.loose or offers or (reachable and line.apart))
    if strange or (line.other_script and told):
        return True
    runs_on = len(line.text) >= BARE_LONG and line.share <= BARE_SHARE_MAX
    return runs_on and offers and reachable and not line.outside


RULES: Final = (
    Rule("keyword-spam", _keywords),
    Rule("link-farm", _farm),
    Rule("contact-spam", _contact),
    Rule("foreign-spam", _foreign),
    Rule("bracket-spam", _bracketed),
    Rule("disguised-spam", _disguised),
    Rule("offer-spam", _offer),
    Rule("script-spam", _script),
    Rule("ornate-spam", _ornate),
    Rule("bare-spam", _bare),
)


def spam(line: Suspect) -> str:
    """Return the name of the rule that knows *line* as spam; empty if none does.

    >>> keywords = "春天的风景_夏天的海边_秋天的山路"
    >>> spam(Suspect(keywords, side=-1)), spam(Suspect(keywords))
    ('keyword-spam', '')
    """
    return next((rule.name for rule in RULES if rule.knows(line)), "")


def repeated_segments(texts: Sequence[str], sides: Sequence[int]) -> frozenset[int]:
    """Return which of *texts* share half of their keywords with lines on another side of the article.

    >>> repeated_segments(["春天的风景_夏天的海边_秋天的山路"] * 2, [-1, 1])
    frozenset({0, 1})
    """
    found = {i: line for i, text in enumerate(texts) if (line := keyword_line(text))}
    places: dict[str, set[int]] = {}
    for i, line in found.items():
        for segment in line.segments:
            places.setdefault(segment, set()).add(sides[i])
    return frozenset(
        i
        for i, line in found.items()
        if sum(len(places[segment]) > 1 for segment in line.segments) * 2 >= len(line.segments)
    )


def _says(text: str) -> bool:
    """Say whether *text* is a part of a sentence, with a word that joins."""
    return not _JOINS.isdisjoint(text)


def _is_han(text: str) -> bool:
    return len(_HAN_RUN.sub("", text)) * 2 < len(text)

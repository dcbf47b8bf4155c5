"""Which variant of Chinese a text is written in, or that it is none."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from sitegen.model import Script
from sitegen.text.han import HAN, han_count
from sitegen.text.script.naive import MIN_HAN, NAIVE_THRESHOLD, naive_score
from sitegen.text.script.tables import candidates

UNDETERMINED: Final = "und"
"""The language tag of text that does not tell."""

# Forms that people type every day in one place and not in the other. 台, 床 and the like differ in the norms only.
_HONG_KONG: Final = frozenset("裏着綫説衞脱悦閲鋭税麪枱邨埗舖葱嘅喺咗唔佢哋啲嚟嘢嗰")
_ELSEWHERE: Final = frozenset(
    "裡著線說衛脫悅閱銳稅麵"  # Taiwan
    "爲衆纔喫祕峯羣"  # forms of dictionaries, which some converters write: neither here nor there
)
_MIN_REGIONAL: Final = 2
"""A single one may stand in a quotation."""

_MIXED: Final = 0.1
"""From this share on, and this number, the other script's characters are no slips and no quotation of a name."""
_MIXED_MIN: Final = 5

_OTHERS: Final = (("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]")), ("ko", re.compile("[\uac00-\ud7a3]")))
_KANA_HANGUL: Final = "\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3"
_EASTERN: Final = f"[{HAN}{_KANA_HANGUL}]"  # compiled at its first use
_OTHER_LETTER: Final = re.compile(f"[{_KANA_HANGUL}A-Za-z\u00c0-\u024f]")
"""One of which each of the `_OTHERS` and each word in a Latin script has."""
_OTHER_SHARE: Final = 0.25
"""Kana or Hangul for each Han character: Japanese prose has about one, Chinese with foreign names a few in 100."""
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_LATIN_WORD: Final = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
_LATIN_WORDS: Final = 3
"""Words for each Han character: above this, a text in a Latin script mentions something Chinese."""


@dataclass(frozen=True, slots=True)
class Detected:
    """The variant of a text, and how much it looks naively converted."""

    lang: str
    """A tag of `VARIANTS`; `ja`, `ko`; or `und` where there is too little Chinese to tell."""

    naive: float
    """`naive_score`; 0.0 for text that is Simplified or too short to be judged."""

    mixed: float = 0.0
    """The share of the other script among the characters that tell; 0.0 where that may be a slip or a quotation."""

    @property
    def is_naive(self) -> bool:
        """Tell whether the text was converted character by character, so that its Simplified original is wanted."""
        return self.naive > NAIVE_THRESHOLD


def detect(text: str, stated: str = "", *, around: str = "") -> Detected:
    """Tell the variant of *text*, and of what stands *around* it, by the characters of one script or one region alone.

    Where the characters tell the script and not the region, *stated*, a tag of `VARIANTS`, does.

    >>> detect("头发和发展").lang, detect("頭髮和發展").lang, detect("hello").lang
    ('zh-Hans', 'zh-Hant', 'und')
    >>> detect("この国の発展について").lang, detect("寫書印書", "zh-Hant-HK").lang
    ('ja', 'zh-Hant-HK')
    """
    whole = f"{text}\n{around}" if around else text
    if whole.isascii():
        return Detected(UNDETERMINED, 0.0)
    if other := _other_language(whole):
        return Detected(other, 0.0)
    simplified, traditional = _telling(whole)
    if not simplified + traditional:
        return Detected(UNDETERMINED, 0.0)
    fewer = min(simplified, traditional)
    share = fewer / (simplified + traditional)
    mixed = share if fewer >= _MIXED_MIN and share >= _MIXED else 0.0
    if simplified >= traditional:
        return Detected("zh-Hans", 0.0, mixed)
    naive = naive_score(text, around) if han_count(whole) >= MIN_HAN else 0.0
    if naive > NAIVE_THRESHOLD:
        return Detected("zh-Hant", naive, mixed)
    return Detected("zh-Hant-HK" if _is_hong_kong(whole, stated) else "zh-Hant", naive, mixed)


def script_of(text: str) -> Script | None:
    """Return the script that `detect` tells, however it came to be; None where *text* does not tell.

    >>> script_of("头发和发展"), script_of("頭髮和發展"), script_of("hello")
    (<Script.HANS: 'zh-Hans'>, <Script.HANT: 'zh-Hant'>, None)
    """
    if text.isascii() or _other_language(text):
        return None
    simplified, traditional = _telling(text)
    if not simplified + traditional:
        return None
    return Script.HANS if simplified >= traditional else Script.HANT


def is_in_other(text: str, script: Script) -> bool:
    """Say whether *text* is in the other script than *script*, by `script_of`.

    >>> is_in_other("頭髮和發展", Script.HANS), is_in_other("头发和发展", Script.HANS), is_in_other("出口", Script.HANS)
    (True, False, False)
    """
    simplified, traditional = _scripts()
    if not (traditional if script is Script.HANS else simplified).stand_in(text):
        return False
    return script_of(text) not in (None, script)


def _telling(text: str) -> tuple[int, int]:
    """Return how many characters of *text* only Simplified has, and how many only Traditional.

    Where there are none of Traditional, one of Simplified stands for all.
    """
    simplified, traditional = _scripts()
    if count := traditional.count(text):
        return simplified.count(text), count
    return int(simplified.stand_in(text)), 0


def _is_hong_kong(text: str, stated: str) -> bool:
    ours, others = (sum(map(text.count, forms)) for forms in (_HONG_KONG, _ELSEWHERE))
    return (ours >= _MIN_REGIONAL and ours > 2 * others) or (stated == "zh-Hant-HK" and not others)


def _other_language(text: str) -> str:
    """Return the tag of the language that *text* is in, if its letters are not those of Chinese: `und` for Latin."""
    if not re.search(_EASTERN, text):
        return UNDETERMINED
    if not _OTHER_LETTER.search(text):
        return ""
    han = han_count(text)
    if not han:
        return next((tag for tag, letters in _OTHERS if letters.search(text)), UNDETERMINED)
    for tag, letters in _OTHERS:
        if len(letters.findall(text)) > _OTHER_SHARE * han:
            return tag
    return UNDETERMINED if len(_LATIN_WORD.findall(text)) > _LATIN_WORDS * han else ""


class _Letters(NamedTuple):
    """Characters to be counted: a pattern is fast if none of its characters lies beyond the first plane."""

    near: re.Pattern[str]
    far: frozenset[str]

    @classmethod
    def of(cls, characters: frozenset[str]) -> "_Letters":
        far = frozenset(filter(_BEYOND.match, characters))
        return cls(re.compile(f"[{''.join(characters - far)}]"), far)

    def count(self, text: str) -> int:
        return len(self.near.findall(text)) + sum(map(self.far.__contains__, _BEYOND.findall(text)))

    def stand_in(self, text: str) -> bool:
        return self.near.search(text) is not None or not self.far.isdisjoint(_BEYOND.findall(text))


@cache
def _scripts() -> tuple[_Letters, _Letters]:
    """Return the characters that only Simplified and that only Traditional text has."""
    simplified = frozenset(key for key, values in candidates("STCharacters.txt").items() if key not in values)
    traditional = frozenset(key for key, values in candidates("TSCharacters.txt").items() if key not in values)
    return _Letters.of(simplified - traditional), _Letters.of(traditional - simplified)

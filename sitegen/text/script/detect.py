"""Which variant of Chinese a text is written in."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from sitegen.text.han import han_count
from sitegen.text.script.naive import MIN_HAN, NAIVE_THRESHOLD, naive_score
from sitegen.text.script.tables import candidates

UNDETERMINED: Final = "und"
"""The language tag of text that does not tell."""

# Forms that people type every day in one place and not in the other. 台, 床 and the like differ in the norms only.
_HONG_KONG: Final = frozenset("裏着綫説衞脱悦閲鋭税麪嘅喺咗唔佢哋啲嚟嘢嗰")
_ELSEWHERE: Final = frozenset(
    "裡著線說衛脫悅閱銳稅麵"  # Taiwan
    "爲衆纔喫祕峯羣"  # forms of dictionaries, which some converters write: neither here nor there
)
_MIN_REGIONAL: Final = 2
"""A single one may stand in a quotation."""


@dataclass(frozen=True, slots=True)
class Detected:
    """The variant of a text, and how much it looks naively converted."""

    lang: str
    """A tag of `VARIANTS`, or `und` where there is too little Chinese to tell."""

    naive: float
    """`naive_score`; 0.0 for text that is Simplified or too short to be judged."""

    @property
    def is_naive(self) -> bool:
        """Tell whether the text was converted character by character, so that its Simplified original is wanted."""
        return self.naive > NAIVE_THRESHOLD


def detect(text: str) -> Detected:
    """Tell the variant of *text* by the characters that only one script or one region uses.

    >>> detect("头发和发展").lang, detect("頭髮和發展").lang, detect("hello").lang
    ('zh-Hans', 'zh-Hant', 'und')
    """
    simplified_only, traditional_only = _scripts()
    simplified = sum(map(simplified_only.__contains__, text))
    traditional = sum(map(traditional_only.__contains__, text))
    if not simplified + traditional:
        return Detected(UNDETERMINED, 0.0)
    if simplified >= traditional:
        return Detected("zh-Hans", 0.0)
    naive = naive_score(text) if han_count(text) >= MIN_HAN else 0.0
    if naive > NAIVE_THRESHOLD:
        return Detected("zh-Hant", naive)
    return Detected("zh-Hant-HK" if _is_hong_kong(text) else "zh-Hant", naive)


def _is_hong_kong(text: str) -> bool:
    ours = sum(map(_HONG_KONG.__contains__, text))
    return ours >= _MIN_REGIONAL and ours > 2 * sum(map(_ELSEWHERE.__contains__, text))


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only Simplified and that only Traditional text has."""
    simplified = frozenset(key for key, values in candidates("STCharacters.txt").items() if key not in values)
    traditional = frozenset(key for key, values in candidates("TSCharacters.txt").items() if key not in values)
    return simplified - traditional, traditional - simplified

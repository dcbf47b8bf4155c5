"""The converter that asks a segmenter first: the words of jieba decide where a phrase of the dictionaries may stand.

The reference algorithm takes the longest phrase from left to right, so that 帝后 is found in 称帝后. Here a phrase may
only begin and end where a word of the segmenter does. Of words in which no phrase stands whole, the dictionaries
convert what they know. It needs the extra `sitegen-bilingual[jieba]`.
"""

from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import Final

from sitegen.errors import ConfigError
from sitegen.text.script.compiling import flattened, stored
from sitegen.text.script.descriptions import OPERATORS
from sitegen.text.script.matching import Matcher, Piece, chained, joined
from sitegen.text.script.tables import Tables, tables

_REMEMBERED: Final = 100_000
"""Words whose conversion is kept."""

EXTRA: Final = "sitegen-bilingual[jieba]"


@cache
def engine(profile: str, *, rare_glyphs: bool = False) -> "Engine":
    """Return the converter of *profile*, one of `PROFILES`; `ConfigError` if the segmenter is not installed."""
    return Engine(tables(profile, rare_glyphs=rare_glyphs), _segmenter())


class Engine:
    """Converts text word by word."""

    def __init__(self, given: Tables, cut: Callable[[str], list[str]]) -> None:
        chain = [flattened(step) for step in given.chain]
        self._cut = cut
        self._normalised = Matcher(stored({chr(code): value for code, value in given.normalisation.items()}))
        self._steps = [Matcher(stored(step)) for step in chain]
        phrases = [*(given.segmentation or ()), *(key for step in chain for key in step)]
        self._phrases = frozenset(phrase for phrase in phrases if len(phrase) > 1)
        self._heads = frozenset(phrase[:2] for phrase in self._phrases)
        self._longest = max(map(len, self._phrases), default=1)
        self._known: dict[str, list[Piece]] = {}

    def prepare(self) -> None:
        """Do nothing: all is ready."""

    def convert(self, text: str) -> str:
        """Convert *text*."""
        return "".join([made for _, made in self.pieces(text)])

    def pieces(self, text: str) -> list[Piece]:
        """Convert *text* and say which part of it became what."""
        if not OPERATORS.isdisjoint(text):
            return chained(text, [self._normalised, *self._steps])  # descriptions of characters are no words
        if self._normalised.singles.keys().isdisjoint(text):
            return self._by_words(text)
        normalised = self._normalised.pieces(text)
        return list(joined(normalised, self._by_words("".join([made for _, made in normalised]))))

    def _by_words(self, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        known = self._known
        for word in self._words(text):
            found = known.get(word)
            if found is None:
                if len(known) > _REMEMBERED:
                    known.clear()
                found = known[word] = chained(word, self._steps)
            pieces += found
        return pieces

    def _words(self, text: str) -> list[str]:
        """Cut *text* where the segmenter does, but not within a phrase that it cuts at both ends."""
        ends = list(accumulate(map(len, self._cut(text))))
        words: list[str] = []
        start = number = 0
        while start < len(text):
            last = number
            if text[start : start + 2] in self._heads:
                for later in range(number + 1, len(ends)):
                    if ends[later] - start > self._longest:
                        break
                    if text[start : ends[later]] in self._phrases:
                        last = later
            words.append(text[start : ends[last]])
            start, number = ends[last], last + 1
        return words


def _segmenter() -> Callable[[str], list[str]]:
    try:
        import rjieba  # noqa: PLC0415 - an extra
    except ImportError as error:
        hint = f"install the extra: pip install '{EXTRA}'"
        raise ConfigError('the engine "jieba" needs the package rjieba, which is not installed', hint=hint) from error
    # Without its model of unknown words: what that makes up are words for nobody's dictionary.
    return lambda text: rjieba.cut(text, False)

"""The summaries of all articles, packed: what a large site has of them would fill the memory of every process."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sitegen.build.cache import Damaged
from sitegen.build.codec import decode_summary
from sitegen.model import ArticleSummary
from sitegen.site.rows import Texts

UNPACKED: Final = 1 << 14
"""Summaries that are kept at once after they were unpacked, some 2.5 KB each."""


class Shelf:
    """Summaries by number; one is unpacked when it is asked for."""

    def __init__(self, texts: Iterable[tuple[str, str]], unpacked: Mapping[str, ArticleSummary]) -> None:
        """Take paths and summaries as `encode` wrote them; some of these are known *unpacked*, by path."""
        self._unpacked: dict[int, ArticleSummary] = {}
        self._packed: Texts[str] = Texts(self._noted(texts, unpacked))

    def _noted(self, texts: Iterable[tuple[str, str]], unpacked: Mapping[str, ArticleSummary]) -> Iterator[str]:
        for number, (path, text) in enumerate(texts):
            if path in unpacked:
                self._unpacked[number] = unpacked[path]
            yield text

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, number: int) -> ArticleSummary:
        found = self._unpacked.get(number)
        if found is None:
            if len(self._unpacked) >= UNPACKED:
                self._unpacked.clear()
            found = self._unpacked[number] = unpacked(self._packed[number])
        return found

    def __getstate__(self) -> dict[str, object]:
        """Travel packed."""
        return {**self.__dict__, "_unpacked": {}}


def unpacked(text: str) -> ArticleSummary:
    """Return the summary that the cache holds as *text*; `Damaged` if it is none."""
    try:
        return decode_summary(text)
    except (TypeError, ValueError) as error:
        raise Damaged(str(error)) from error

"""The summaries of all articles, packed: what a large site has of them would fill the memory of every process."""

from array import array
from collections.abc import Iterable
from typing import Final

from sitegen.build.cache import Damaged
from sitegen.build.codec import decode_summary
from sitegen.model import ArticleSummary

_UNPACKED: Final = 1 << 14
"""Summaries that are kept at once after they were unpacked, some 2.5 KB each."""


class Shelf:
    """Summaries by number; one is unpacked when it is asked for.

    They lie in one piece of memory that nobody writes to: processes that are forked off share it for as long as they
    run, which they do not with objects, since counting references writes to each.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Take summaries as `encode` wrote them."""
        self._packed = bytearray()
        self._ends = array("Q", [0])
        for text in texts:
            self._packed += text.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._packed))
        self._unpacked: dict[int, ArticleSummary] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> ArticleSummary:
        found = self._unpacked.get(number)
        if found is None:
            if len(self._unpacked) >= _UNPACKED:
                self._unpacked.clear()
            data = self._packed[self._ends[number] : self._ends[number + 1]]
            found = self._unpacked[number] = unpacked(data.decode("utf-8", "surrogatepass"))
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

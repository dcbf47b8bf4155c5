"""Items in a row, which need not all be objects in memory."""

from array import array
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar, cast

Item_co = TypeVar("Item_co", covariant=True)
Text = TypeVar("Text", bound=str)


class Row(Protocol[Item_co]):
    """Items by their places."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> Item_co: ...


class Texts(Generic[Text]):
    """Texts in one piece of memory that nobody writes to.

    Processes that are forked off share it for as long as they run, which they do not with objects, since counting
    references writes to each.
    """

    def __init__(self, texts: Iterable[Text]) -> None:
        """Take any texts, halves of characters among them."""
        self._packed = bytearray()
        self._ends = array("Q", [0])
        for text in texts:
            self._packed += text.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._packed))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> Text:
        data = self._packed[self._ends[place] : self._ends[place + 1]]
        return cast("Text", data.decode("utf-8", "surrogatepass"))

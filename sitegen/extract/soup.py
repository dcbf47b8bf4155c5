"""Hand the pruned container of a page to BeautifulSoup, element by element: nothing is written out and parsed again."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, cast
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, PageElement, Tag
from lxml.etree import _Element as Element

from sitegen.extract.dom import INLINE, tag_of

BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 "
    "h5 h6 header hgroup hr html legend li listing main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul "
    "xmp noframes".split()
)
"""What stands on lines of its own: there is nothing in the white space beside it."""
_SPACES: Final = BeautifulSoup.ASCII_SPACES
_ADDRESSES: Final = ("href", "src")
_TO_QUOTE: Final = re.compile(r"[^!-~]")
_PLAIN: Final = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"
"""What stays in an address beside letters and digits: all that can be printed, as in browsers."""


class Soup(NamedTuple):
    """A tree of BeautifulSoup."""

    root: BeautifulSoup
    tags: list[Tag]
    """All its elements in reading order; those of blocks have their number among `blocks` for a line."""

    blocks: list[Element]
    """The elements that are no part of a line, in reading order, numbered from 1."""


def to_soup(container: Element) -> Soup:
    """Return a tree of all that *container* holds, with the addresses in it percent-encoded."""
    planter = _Planter(container)
    return Soup(BeautifulSoup("", builder=planter), planter.tags, planter.blocks)


def inner(node: Tag, *names: str) -> Iterator[Tag]:
    """Yield the elements in *node* that have one of *names*, in reading order; `find_all` asks a matcher of each."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name in names)


def children(node: Tag) -> list[Tag]:
    """Return the elements of which *node* is the parent."""
    return [child for child in node.contents if isinstance(child, Tag)]


class _Planter(HTMLTreeBuilder):
    """Builds the tree for BeautifulSoup, which would look for open elements, parents and predecessors at each event."""

    def __init__(self, container: Element) -> None:
        super().__init__(multi_valued_attributes={})
        self.tags: list[Tag] = []
        self.blocks: list[Element] = []
        self._container = container
        self._last: PageElement
        self._root: BeautifulSoup

    def initialize_soup(self, soup: BeautifulSoup) -> None:
        """Note that the tree belongs to *soup*."""
        super().initialize_soup(soup)
        self._last = self._root = soup

    def prepare_markup(
        self, markup: str | bytes, *_: object, **__: object
    ) -> Iterable[tuple[str | bytes, None, None, bool]]:
        """Yield *markup* for BeautifulSoup's only try: there is nothing to decode."""
        yield markup, None, None, False

    def feed(self, _: str | bytes) -> None:
        """Build the tree."""
        self._plant(self._container, self._root, NavigableString, keeps_spaces=False)

    def _plant(self, element: Element, parent: Tag, kind: type[NavigableString], *, keeps_spaces: bool) -> None:
        name = tag_of(element)
        if not name:
            return
        number = None
        if name not in INLINE:
            self.blocks.append(element)
            number = len(self.blocks)
        attributes = dict(cast("Iterable[tuple[str, str]]", element.items()))
        for address in _ADDRESSES:
            if (value := attributes.get(address)) and _TO_QUOTE.search(value):
                attributes[address] = quote(value.lstrip(), safe=_PLAIN)
        tag = Tag(self.soup, self, name, None, None, attributes, parent, self._last, sourceline=number)
        self._last = tag
        self.tags.append(tag)
        parent.contents.append(tag)
        kind = self.string_containers.get(name, kind)
        keeps_spaces = keeps_spaces or name in self.preserve_whitespace_tags
        if text := element.text:
            self._words(text, tag, kind, name, keeps_spaces=keeps_spaces)
        for child in element:
            self._plant(child, tag, kind, keeps_spaces=keeps_spaces)
            if text := child.tail:
                self._words(text, tag, kind, child.tag, keeps_spaces=keeps_spaces)

    def _words(self, text: str, parent: Tag, kind: type[NavigableString], behind: str, *, keeps_spaces: bool) -> None:
        if not keeps_spaces and not text.strip(_SPACES):
            if behind in BLOCKS:
                return
            text = "\n" if "\n" in text else " "
        words = kind(text)
        words.setup(parent, self._last)
        self._last = words
        parent.contents.append(words)

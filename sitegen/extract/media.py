"""Pictures and players of a page: what a browser would show of them, before anything is taken out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from sitegen.extract.dom import line_of, tag_of, words
from sitegen.extract.read_figures import LAZY, full_address, is_address_of_picture, is_stand_in, number_of
from sitegen.model import Removal

_UNCLOSED: Final = ("source", "track")
"""Elements without an end that the parser does not know as such: what follows them becomes their child."""
_PLAYERS: Final = ("iframe", "video", "audio", "embed", "object")
_LEVELS_MAX: Final = 2
"""Boxes around a player that hold nothing else."""
_SMALL: Final = 40
"""Pixels: what is smaller counts readers."""


@dataclass(frozen=True, slots=True)
class Player:
    """A film, a recording or a page of others that a page shows in a frame."""

    around: tuple[Element, ...]
    """The elements it lies in, the nearest first."""

    address: str
    line: int


def show_pictures(root: Element) -> None:
    """Make pictures stand as `img` where a browser shows them so: with a choice of sources, or only without scripts."""
    players = [element for element in root.iter("video", "audio") if len(element)]
    for player in players:
        _state_source(player)
    etree.strip_tags(root, *_UNCLOSED)
    for element in list(root.iter("amp-img", "amp-anim")):
        element.tag = "img"
    for noscript in list(root.iter("noscript")):
        _show_unscripted(noscript)


def players(root: Element, base: str | None) -> list[Player]:
    """Return the players that *root* holds, of those that have an address."""
    return [
        Player(tuple(element.iterancestors())[: _LEVELS_MAX + 1], address, line_of(element))
        for element in root.iter(*_PLAYERS)
        if not any(0 < number_of(element.get(side), 0) <= _SMALL for side in ("width", "height"))
        if (address := full_address(element.get("src") or element.get("data") or "", base, keep_relative=True))
    ]


def left_out(found: Iterable[Player], root: Element) -> Iterator[Removal]:
    """Yield a record of each of the players *found* that lay beside what is left of *root*."""
    for player in found:
        for at in player.around:
            if at.getroottree().getroot() is root:
                if tag_of(at) not in ("body", "html"):
                    yield Removal("player", player.address, player.line)
                break


def is_picture_beside(child: Element, kept: Sequence[Element], *, leads: bool) -> bool:
    """Say whether *child*, which has no words, is a picture of the article of whose elements *kept* stand beside it.

    *leads* tells that it stands above all of them. Below them stand marks of the house, too: there a picture must be
    set as something of the article is.
    """
    pictures = sum(1 for _ in child.iter("img"))
    if pictures == 0 or sum(1 for _ in child.iter("a")) > (pictures == 1):
        return False
    return leads or any(tag_of(e) == tag_of(child) and e.get("class") == child.get("class") for e in kept)


def _state_source(player: Element) -> None:
    if not player.get("src") and (source := next(player.iter("source"), None)) is not None:
        player.set("src", source.get("src") or "")


def _show_unscripted(noscript: Element) -> None:
    """Show what *noscript* holds, if that is a picture and no words: in place of what stands beside it meanwhile."""
    parent = noscript.getparent()
    own = next(noscript.iter("img"), None)
    if parent is None or tag_of(parent) == "head" or own is None or words(noscript):
        return
    address = own.get("src") or ""
    if not is_address_of_picture(address):
        return
    beside = next((img for img in parent.iter("img") if noscript not in img.iterancestors()), None)
    if beside is None:
        noscript.tag = "span"
    elif is_stand_in(beside.get("src") or "") and not any(beside.get(name) for name in LAZY):
        beside.set(LAZY[0], address)

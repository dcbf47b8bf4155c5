"""Cut a page into segments, the runs of words between its block elements, and say in which boxes they lie.

One pass over the tree serves every later question: what a segment says, how much of it is linked, and what its box and
the boxes around it are made of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.extract.dom import INLINE, tag_of

_WITHIN_WORDS: Final = frozenset({"b", "strong", "em", "i", "u", "wbr", "sub", "sup", "ruby", "rb", "rt", "rp", "nobr"})
"""Inline elements that do not part fields from one another."""
_SENTENCE_END: Final = re.compile(r"[。！？!?…；;.:：][”’」』\"')）\]】»]*$")
_WIDE: Final = re.compile("[\u3000-\uffef]+")
PROSE_MIN: Final = 80
"""Weight: about forty Chinese characters or fifteen English words; a shorter run is a label as often as a sentence."""
PROSE_LINKS_MAX: Final = 0.3

NAMES: Final = (
    ("good", (
        r"articlebody|articlecontent|articletext|artibody|artical|newscontent|newstext|newsbody"
        r"|storybody|postbody|textcontent|contenttext|maincontent|contentbody|trs|zoom|正文|^vsb$|txtcon"
    )),
    ("fair", (
        r"article|content|body|text|main|post|entry|detail|story|news|editor|blog|markdown|prose|^page"
        r"|paragraph|copy|^con$|artikel|^art$|texte|inhalt|corps|cuerpo|beitrag"
    )),
    ("comment", r"comment|disqus|repl(?:y|ies)|pinglun|discuss|kommentar|respond|livefyre|guestbook|pingback"),
    ("related", (
        r"relat|recommend|^rec$|^hot|rank|popular|trending|mostread|^most$|^more|^next|prev|correlat"
        r"|guess|tuijian|xiangguan|similar|latest|^also$|readmore|recirc|further|topstor|mehr|weitere"
        r"|ahnlich|relacion"
    )),
    ("teaser", r"teaser|promo|^cards?$|feed|list|grid|^items?$|stream|river|archive|collection"),
    ("share", r"share|sharing|social|fenxiang|follow|qrcode|addthis|sociable"),
    ("nav", (
        r"^nav|navi|menu|bread|crumb|daohang|sitemap|topbar|toolbar|paginat|pager|paging|^skip|search"
        r"|^tabs?$"
    )),
    ("ad", (
        r"^ads?\d*$|advert|banner|sponsor|outbrain|taboola|commercial|anzeige|werbung|^dfp|adslot"
        r"|publicidad|publicite"
    )),
    ("byline", (
        r"byline|author|^date|^time|meta|^info|source|zuozhe|laiyuan|writer|published|timestamp"
        r"|dateline|autor"
    )),
    ("tags", r"^tags?$|topic|keyword|categor|label|hashtag|^cat$"),
    ("caption", (
        r"caption|credit|photo|image|^img|picture|gallery|slide|carousel|media|video|thumb|figure"
        r"|player|^pic"
    )),
    ("subscribe", (
        r"subscri|newsletter|signup|login|regist|paywall|popup|modal|cookie|consent|donat|offer"
        r"|premium|optin"
    )),
    ("foot", r"foot|copyright|legal|disclaim|statement|bottom|imprint|impressum"),
    ("side", r"^side|^aside|^rail|widget|sticky|^right|module|friend|marginal"),
    ("head", r"header|masthead|logo|^top$|^hd$"),
    ("title", r"title|headline|heading|^tit$|titulo|titre"),
    ("lead", (
        r"^deck|standfirst|summary|^lead|intro|abstract|excerpt|subtitle|subhead|^dek$|descri|kicker"
        r"|chapo|vorspann"
    )),
    ("embed", r"embed|tweet|twitter|instagram|facebook|infobox|factbox|pullquote|^box|youtube"),
    ("hidden", r"hidden|^hide|^sr$|visually|screenreader|invisible|^print|noscript"),
)  # fmt: skip
"""Kinds of words in the names that pages give their boxes, whoever made them."""
_NAMES: Final = tuple(re.compile(pattern) for _, pattern in NAMES)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_WHOLES: Final = frozenset("article story post entry news main text detail body page rich blog".split())
_PARTS: Final = frozenset("body content text main con detail entry".split())
"""Of one of the former and one of these, names of the box that holds an article are put together."""
TAGS: Final = (
    "article", "main", "aside", "nav", "footer", "header", "form", "figure", "figcaption", "ul", "ol", "dl", "table",
    "blockquote", "section", "address", "td", "p", "details", "center",
)  # fmt: skip
KINDS: Final = (*(name for name, _ in NAMES), *TAGS, "articlebody")
_TAG_BITS: Final = {tag: 1 << (len(NAMES) + i) for i, tag in enumerate(TAGS)}
_GOOD_BIT: Final = 1
_BODY_BIT: Final = 1 << (len(KINDS) - 1)


@dataclass(slots=True, eq=False)
class Box:
    """A block element, and what lies in it."""

    parent: "Box | None"
    element: Element
    tag: str
    names: str
    own: int = 0
    """Bits of `KINDS` that tag and names of the element itself show."""

    near: int = 0
    """The same of the two boxes around it."""

    far: int = 0
    """The same of all boxes around those."""

    total: int = 0
    """Weight of its words."""

    linked: int = 0
    prose: int = 0
    """Weight of the segments in it that are prose."""

    count: int = 0
    """Segments in it."""

    def take(self, inner: "Box") -> None:
        """Count what lies in *inner*, too."""
        self.total += inner.total
        self.linked += inner.linked
        self.prose += inner.prose
        self.count += inner.count


@dataclass(slots=True, eq=False)
class Segment:
    """A run of words."""

    box: Box
    text: str
    weight: int
    linked: float
    """Share of linked words."""

    pieces: tuple[tuple[Element, bool], ...]
    """Whose `text` (False) or `tail` (True) make it up."""

    is_prose: bool = field(default=False)


def read_segments(root: Element) -> list[Segment]:
    """Return the segments of the tree *root* in reading order."""
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._run: list[str] = []
        self._pieces: list[tuple[Element, bool]] = []
        self._linked = 0
        self._links = 0

    def read(self, root: Element) -> list[Segment]:
        outside = Box(None, root, tag_of(root), "")
        self._block(root, tag_of(root), outside)
        return self._segments

    def _block(self, element: Element, name: str, around: Box) -> None:
        self._flush(around)
        box = _box(around, element, name)
        self._read(element, box)
        self._flush(box)
        around.take(box)

    def _read(self, element: Element, box: Box) -> None:
        """Read what lies in *element*, of which *box* is the innermost block; trees are not deep (`dom.MAX_DEPTH`)."""
        if text := element.text:
            self._add(element, text, tail=False)
        for child in element:
            name = tag_of(child)
            if name in INLINE:
                is_link = name == "a"
                self._links += is_link
                self._read(child, box)
                if name not in _WITHIN_WORDS:
                    self._run.append(" ")
                self._links -= is_link
            else:
                self._block(child, name, box)
            if text := child.tail:
                self._add(child, text, tail=True)

    def _add(self, element: Element, text: str, *, tail: bool) -> None:
        self._run.append(text)
        self._pieces.append((element, tail))
        if self._links:
            self._linked += len(text.strip())

    def _flush(self, box: Box) -> None:
        if not self._run:
            return
        run = "".join(self._run)
        if not (run.isascii() and run.isspace()) and (text := squeeze(run)):
            weight = weigh(text)
            links = min(1.0, self._linked / len(text))
            segment = Segment(box, text, weight, links, tuple(self._pieces))
            segment.is_prose = weight >= PROSE_MIN and links <= PROSE_LINKS_MAX and bool(_SENTENCE_END.search(text))
            self._segments.append(segment)
            box.total += weight
            box.linked += round(weight * links)
            box.count += 1
            if segment.is_prose:
                box.prose += weight
        self._run.clear()
        self._pieces.clear()
        self._linked = 0


def _box(parent: Box, element: Element, name: str) -> Box:
    if name == "br":
        return Box(parent, element, name, "", parent.own, parent.near, parent.far)
    names = ""
    own = _TAG_BITS.get(name, 0)
    if name not in ("html", "body"):
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        if names != "  ":
            own |= kinds_of(names)
        prop = element.get("itemprop")
        if prop and prop.lower() == "articlebody":
            own |= _BODY_BIT
    grand = parent.parent
    near = parent.own | (grand.own if grand is not None else 0)
    far = parent.near | parent.far
    return Box(parent, element, name, names, own, near, far)


@lru_cache(maxsize=16384)
def kinds_of(names: str) -> int:
    """Return the bits of `KINDS` that *names*, one class or several, show."""
    found = 0
    for token in names.split():
        found |= _kinds_of_token(token)
    return found


@lru_cache(maxsize=16384)
def _kinds_of_token(token: str) -> int:
    parts = [word.lower() for word in _WORD.findall(token[:80])]
    found = _GOOD_BIT if any(a in _WHOLES and b in _PARTS for a, b in pairwise(parts)) else 0
    for word in parts:
        found |= _kinds_of_word(word)
    return found


@lru_cache(maxsize=16384)
def _kinds_of_word(word: str) -> int:
    return sum(1 << i for i, pattern in enumerate(_NAMES) if pattern.search(word))


def weigh(text: str) -> int:
    """Return the weight of *text*: a Chinese character says as much as two letters."""
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def around(box: Box) -> Iterator[Box]:
    """Yield *box* and the boxes around it, the innermost first."""
    at: Box | None = box
    while at is not None:
        yield at
        at = at.parent

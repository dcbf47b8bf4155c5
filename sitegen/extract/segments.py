"""Cut a page into segments, the runs of words between its block elements, and say in which boxes they lie.

One pass over the tree serves every later question: what a segment says, how much of it is linked, and what its box and
the boxes around it are made of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.extract.dom import INLINE

_WITHIN_WORDS: Final = frozenset({"b", "strong", "em", "i", "u", "wbr", "sub", "sup", "ruby", "rb", "rt", "rp", "nobr"})
"""Inline elements that do not part fields from one another."""
_ENDS: Final = frozenset("。！？!?…；;.:：؟۔།।။።")
_CLOSING: Final = "”’」』\"')）]】»"
_WIDE: Final = re.compile("[\u3000-\uffef]+")
PROSE_MIN: Final = 80
"""Weight: about forty Chinese characters or fifteen English words; a shorter run is a label as often as a sentence."""
PROSE_LINKS_MAX: Final = 0.3
PROSE_SHORT: Final = (40, 20, 12)
"""The same, one after the other, for pages with less than `PROSE_ENOUGH` of prose: a poem, a letter, a notice."""
PROSE_ENOUGH: Final = 240
"""Weight of prose, outside comments and the like, that makes a page one of paragraphs: three of them."""

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
_WHOLE: Final = frozenset({"html", "body"})
_TAG_BITS: Final = {tag: 1 << (len(NAMES) + i) for i, tag in enumerate(TAGS)}
_GOOD_BIT: Final = 1
_BESIDE: Final = sum(
    1 << KINDS.index(kind) for kind in "comment related share nav ad subscribe foot side aside footer form".split()
)
_BODY_BIT: Final = 1 << (len(KINDS) - 1)


@dataclass(slots=True, eq=False)
class Box:
    """A block element, and what lies in it."""

    parent: "Box | None"
    element: Element
    tag: str
    name: int
    """The same for all elements with this tag, class, id and role."""

    build: tuple[int, int]
    """The same for boxes that are called alike and lie in boxes that are."""

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

    texts: list[Element]
    """Whose `text` is part of it."""

    tails: list[Element]
    """Whose `tail` is."""

    is_prose: bool


def read_segments(root: Element) -> list[Segment]:
    """Return the segments of the tree *root* in reading order."""
    segments = _Reader(root).read(root)
    _read_as_short(segments)
    return segments


def _read_as_short(segments: Sequence[Segment]) -> None:
    """Call shorter ones of *segments* prose, too, if their page has few long ones."""
    mass = sum(s.weight for s in segments if s.is_prose and not _is_beside(s.box))
    if mass >= PROSE_ENOUGH:
        return
    sentences = [
        s for s in segments if s.weight >= PROSE_SHORT[-1] and not s.is_prose and _is_sentence(s.text, s.linked)
    ]
    for least in PROSE_SHORT:
        for segment in sentences:
            if segment.weight >= least and not segment.is_prose:
                segment.is_prose = True
                for box in around(segment.box):
                    box.prose += segment.weight
                mass += 0 if _is_beside(segment.box) else segment.weight
        if mass >= PROSE_ENOUGH:
            return


def _is_sentence(text: str, links: float) -> bool:
    """Say whether *text*, of which the share *links* is linked, is hardly linked and ends as sentences do."""
    return links <= PROSE_LINKS_MAX and text.rstrip(_CLOSING)[-1:] in _ENDS


def _is_beside(box: Box) -> bool:
    """Say whether *box* lies in one that is named for what is no article."""
    return bool((box.own | box.near | box.far) & _BESIDE)


class _Reader:
    """Reads a tree element by element, which is faster than asking each for its children."""

    def __init__(self, root: Element) -> None:
        self._segments: list[Segment] = []
        self._run: list[str] = []
        self._texts: list[Element] = []
        self._tails: list[Element] = []
        self._speaks = False
        """Whether there is more than space in the run."""

        self._linked = 0
        self._links = 0
        self._blocks: list[Element] = [root]
        """Those that are open, the outermost first; the root lies in itself."""

        self._boxes: list[Box] = [Box(None, root, root.tag, -1, (-1, -1))]
        """Of as many of them as hold words so far: most blocks of a page never do."""

        self._called: dict[tuple[str, str, str, str], tuple[int, int]] = {}
        """The number of each tag with its names, and what these show."""

    def read(self, root: Element) -> list[Segment]:
        opened: list[Element] = []
        for element in root.iter():
            parent = element.getparent()
            while opened and opened[-1] is not parent:
                self._close(opened.pop())
            opened.append(element)
            tag = element.tag
            if tag not in INLINE:
                if self._run:
                    self._flush()
                self._blocks.append(element)
            elif tag == "a":
                self._links += 1
            if text := element.text:
                self._texts.append(element)
                self._add(text)
        for element in reversed(opened):
            self._close(element)
        return self._segments

    def _close(self, element: Element) -> None:
        tag = element.tag
        if tag not in INLINE:
            if self._run:
                self._flush()
            blocks, boxes = self._blocks, self._boxes
            if len(boxes) == len(blocks):
                box = boxes.pop()
                boxes[-1].take(box)
            blocks.pop()
        elif tag not in _WITHIN_WORDS:
            self._run.append(" ")
            if tag == "a":
                self._links -= 1
        if text := element.tail:
            self._tails.append(element)
            self._add(text)

    def _add(self, text: str) -> None:
        self._run.append(text)
        if not text.isspace():
            self._speaks = True
            if self._links:
                self._linked += len(text.strip())

    def _flush(self) -> None:
        """End the run: it is a segment if there are words in it."""
        if self._speaks:
            text = squeeze("".join(self._run))
            weight = weigh(text)
            links = min(1.0, self._linked / len(text)) if self._linked else 0.0
            is_prose = weight >= PROSE_MIN and _is_sentence(text, links)
            box = self._box()
            self._segments.append(Segment(box, text, weight, links, self._texts, self._tails, is_prose))
            box.total += weight
            box.linked += round(weight * links) if links else 0
            box.count += 1
            if is_prose:
                box.prose += weight
            self._speaks = False
            self._linked = 0
            self._texts, self._tails = [], []
        else:
            self._texts.clear()
            self._tails.clear()
        self._run.clear()

    def _box(self) -> Box:
        """Return the box of the innermost open block."""
        boxes = self._boxes
        for element in self._blocks[len(boxes) :]:
            parent = boxes[-1]
            called = (element.tag, element.get("class") or "", element.get("id") or "", element.get("role") or "")
            known = self._called.get(called)
            if known is None:
                known = self._called[called] = (len(self._called), _shown(*called))
            name, own = known
            if (prop := element.get("itemprop")) and prop.lower() == "articlebody" and called[0] not in _WHOLE:
                own |= _BODY_BIT
            grand = parent.parent
            near = parent.own | grand.own if grand is not None else parent.own
            build = (name, parent.name)
            boxes.append(Box(parent, element, called[0], name, build, own, near, parent.near | parent.far))
        return boxes[-1]


def _shown(tag: str, *names: str) -> int:
    """Return the bits of `KINDS` that an element shows by its *tag* and *names*."""
    own = _TAG_BITS.get(tag, 0)
    if tag not in _WHOLE:
        for called in filter(None, names):
            own |= kinds_of(called)
    return own


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

"""Parse a page leniently, and take out of the tree what a reader of the page never sees."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, cast

from lxml import etree
from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.model import Removal

MAX_DEPTH: Final = 100
"""Levels; deeper elements are unwrapped, so that no later walk can run out of stack."""
_DEAD: Final = frozenset(
    "script style noscript iframe frame frameset object embed applet template svg canvas math input button select "
    "option "
    "textarea audio video map area link meta base datalist dialog basefont bgsound".split()
)
_ELSEWHERE: Final = frozenset({"head", "title", "link", "meta", "base"})
"""Dead in the body; in the head they are metadata."""
INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt ruby s "
    "samp small span "
    "strike strong sub sup time tt u var wbr o:p st1:chsdate picture meter progress output".split()
)
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|pt|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]"
)  # fmt: skip
"""As the other patterns of styles, of small letters: to look for both cases takes the engine twice as long."""
_WHITE: Final = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)"
)
_BESIDE_MIN: Final = 15
"""Characters of a paragraph that show its colour."""
_NO_HEIGHT: Final = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)")
_CLIPPED: Final = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden")
_MAY_HIDE: Final = re.compile(r":(?i:\s*(?:none|hidden|rect|-\d{3})|(?<=[ey\s]:)\s*0)")
"""In all that hides an element. It begins with a mark of its own, so that the engine looks for nothing else."""
_MAY_SHOW: Final = re.compile(r":(?<=[yY\s]:)(?!none)")
"""In all that shows an element."""
_SHOWING: Final = re.compile(r"display\s*:\s*(?!none)|visibility\s*:\s*visible")
_SIMPLE: Final = re.compile(r"\s*[a-zA-Z]*([.#][\w-]+)\s*")
_FRAMES: Final = re.compile(r"</?(?:frameset|frame|noframes)\b[^<>]{0,400}>", re.IGNORECASE)
"""The parser takes what a page of frames says without them for one text."""
_LONG: Final = 10_000
_LONG_TAG: Final = re.compile(rf"<([a-zA-Z][\w:-]{{0,30}})[^<>]{{{_LONG},}}>")
ATTRIBUTES_MAX: Final = 4000
"""Of one tag. The parser compares each with all before it, so that a million would take hours."""
_UNREAD: Final = ("a", "head", "script", "noscript")
_WHOLE: Final = ("html", "body")
_DOMINANT: Final = 0.5
"""Share of a page's words outside links: what holds more, in sentences, is the page, whatever its style says, since a
script will show it."""
_SENTENCE_END: Final = re.compile(r"[。！？]|[.!?](?=\s|$)")
_SENTENCE_MAX: Final = 400
"""Characters a sentence has on average, at most, with what stands around it; hidden keywords have none."""


def finder(path: str) -> Callable[[Element], list[Element]]:
    """Return what finds the elements of the XPath *path* in a tree, in reading order, without a look at others."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(path))


_DEEP: Final = finder("/*" * (MAX_DEPTH + 1))
_STYLED: Final = finder("descendant-or-self::*/@style/..")
_SAID_HIDDEN: Final = finder("descendant-or-self::*/@hidden/..")
_IDENTIFIED: Final = finder("descendant-or-self::*/@id/..")
_TEXT: Final = cast("Callable[[Element], str]", etree.XPath("string()", smart_strings=False))


def parse(text: str) -> Element | None:
    """Return the root of the page *text*; None if there is no element in it, or if it nests deeper than can be read."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    if "noframes" in text or "NOFRAMES" in text:
        text = _FRAMES.sub("", text)
    data = text.encode("utf-8", "replace")
    if _may_have_long_tag(data):
        data = _LONG_TAG.sub(_bounded, text).encode("utf-8", "replace")
    try:
        root = cast("Element | None", etree.fromstring(data, parser))
    except etree.XMLSyntaxError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals()):
        return None
    return None if root is None else _flatten(root)


def _may_have_long_tag(page: bytes) -> bool:
    """Say whether a tag of `_LONG` bytes may be in *page*: a stretch of half of it then has no angle bracket.

    Bytes, for a bracket is found ten times as fast in them as in Chinese text; each character is one at least.
    """
    half = _LONG // 2
    for at in range(0, len(page) - half + 1, half):
        if page.find(b"<", at, at + half) < 0 and page.find(b">", at, at + half) < 0:
            start = page.rfind(b"<", max(0, at - half), at)
            if start >= 0 and page.find(b"<", at, start + _LONG) < 0 and page.find(b">", start, start + _LONG) < 0:
                return True
    return False


def _bounded(tag: re.Match[str]) -> str:
    """Return *tag* without its attributes if they are more than `ATTRIBUTES_MAX`."""
    text = tag[0]
    quoted = '"' in text or "'" in text
    count = max(len(text.split()), text.count("="), 0 if quoted else text.count("/"))
    return f"<{tag[1]}>" if count > ATTRIBUTES_MAX else text


def tag_of(element: Element) -> str:
    """Return the name of *element*, which the parser made lower case; empty for what is no element."""
    name: object = element.tag
    return name if isinstance(name, str) else ""


def line_of(element: Element) -> int:
    """Return the line of *element* in the page, 0 if it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def words(element: Element) -> str:
    """Return all words of *element* on one line."""
    return squeeze(_TEXT(element))


def drop(element: Element) -> None:
    """Take *element* out of its tree, and leave the words behind it in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def drop_unseen(root: Element) -> list[Removal]:
    """Take out scripts, frames, controls and hidden elements; return those hidden ones that held words."""
    rules = _read_rules(root)
    for element in [e for e in root.iter(*_DEAD) if _is_dead(e)]:
        drop(element)
    hidden = _hidden(root, rules)
    if not hidden:
        return []
    for script in list(root.iter("script")):
        drop(script)
        script.tail = None
        root.append(script)  # what it states of the article holds, wherever it stands
    texts = [words(element) for element in hidden]
    spoken = [len(_SENTENCE_END.findall(text)) * _SENTENCE_MAX > len(text) for text in texts]
    longest = max((len(text) for text, is_spoken in zip(texts, spoken, strict=True) if is_spoken), default=0)
    whole = _size(root, longest / _DOMINANT) if longest else 0
    removed = []
    for element, text, is_spoken in zip(hidden, texts, spoken, strict=True):
        if is_spoken and len(text) > _DOMINANT * whole:
            continue
        if text and element.getroottree().getroot() is root:
            removed.append(Removal("hidden", text, line_of(element)))
        drop(element)
    return removed


def _size(root: Element, enough: float) -> int:
    """Return how many characters of words *root* has outside links; not all are counted if there are *enough*."""
    size = 0
    for paragraph in root.iter("p"):
        if (text := paragraph.text) and next(paragraph.iterancestors(*_UNREAD), None) is None:
            size += len(squeeze(text))
            if size > enough:
                return size
    return len(words(root)) - sum(len(words(element)) for element in root.iter(*_UNREAD))


def _is_dead(element: Element) -> bool:
    name = tag_of(element)
    if name in _ELSEWHERE or (name == "script" and "ld+json" in (element.get("type") or "")):
        return False
    return not (name == "noscript" and element.getparent() is not None and tag_of(element.getparent()) == "head")  # type: ignore[arg-type]


def _hidden(root: Element, rules: "_Rules") -> list[Element]:
    """Return the elements of *root* that their style, an attribute or one of *rules* hides, in reading order."""
    found = set(_SAID_HIDDEN(root))
    for element in _STYLED(root):
        style = element.get("style") or ""
        if (_hides(style) or (_may_be_white(style) and _is_white(element))) and element.tag != "img":
            found.add(element)
    if rules.hiding:
        found.update(_hidden_by_name(root, rules))
    return [element for element in root.iter() if element in found and element.tag not in _WHOLE] if found else []


def _hidden_by_name(root: Element, rules: "_Rules") -> Iterator[Element]:
    """Yield those elements of *root* that one of *rules* hides and none shows."""
    classes, ids = ({name[1:] for name in rules.hiding if name[0] == mark} for mark in ".#")
    clear: set[str | None] = {None}
    """Class attributes that hide nothing."""
    for element in root.iter() if classes else ():
        if (own := element.get("class")) not in clear:
            if classes.isdisjoint((own or "").split()):
                clear.add(own)
            elif not rules.show(element):
                yield element
    for element in _IDENTIFIED(root) if ids else ():
        if element.get("id") in ids and not rules.show(element):
            yield element


@lru_cache(2048)
def _may_be_white(style: str) -> bool:
    return _WHITE.search(style.lower()) is not None and "background" not in style


def _is_white(element: Element) -> bool:
    """Say whether *element*, whose style is white, stands among the words of a paragraph that are not."""
    parent = element.getparent()
    if parent is None or element.tag not in INLINE:
        return False
    beside = [parent.text or "", *(child.tail or "" for child in parent)]
    return len(squeeze("".join(beside))) >= _BESIDE_MIN


@lru_cache(2048)
def _hides(declarations: str) -> bool:
    small = declarations.lower()
    return bool(_HIDING.search(small) or (_NO_HEIGHT.search(small) and _CLIPPED.search(small)))


def _shows(declarations: str) -> bool:
    return _SHOWING.search(declarations.lower()) is not None and not _hides(declarations)


@dataclass(frozen=True)
class _Rules:
    """The rules of the page's own `<style>` that hold under no condition (`@media`): others need a browser.

    Only those for one class (`.name`) or id (`#name`) are read.
    """

    rules: tuple[str, ...]

    @cached_property
    def hiding(self) -> AbstractSet[str]:
        """The classes and ids that hide."""
        return self._names(_MAY_HIDE, _hides)

    @cached_property
    def showing(self) -> AbstractSet[str]:
        """Those that show: asked for only where something is hidden."""
        return self._names(_MAY_SHOW, _shows)

    def show(self, element: Element) -> bool:
        """Say whether *element* is shown by its id or one of its classes."""
        names = (f".{name}" for name in (element.get("class") or "").split())
        return f"#{element.get('id')}" in self.showing or not self.showing.isdisjoint(names)

    def _names(self, sign: re.Pattern[str], says: Callable[[str], bool]) -> AbstractSet[str]:
        """Return the names in those rules of which it *says* so; it is asked only of what has the *sign*."""
        found: set[str] = set()
        for rule in self.rules:
            if sign.search(rule):
                selectors, _, declarations = rule.partition("{")
                if (simple := _simple(selectors)) and says(declarations):
                    found.update(simple)
        return found


def _read_rules(root: Element) -> _Rules:
    """Return what the `<style>` elements in *root* say."""
    found = []
    for style in root.iter("style"):
        is_nested = False
        for rule in _without_comments(_TEXT(style)).split("}"):
            opened = rule.find("{")
            is_nested = opened >= 0 and (is_nested or rule.find("{", opened + 1) >= 0)
            if opened >= 0 and not is_nested:
                found.append(rule)
    return _Rules(tuple(found))


def _simple(selectors: str) -> list[str]:
    """Return those of *selectors* that are one class or id."""
    return [match[1] for match in map(_SIMPLE.fullmatch, selectors.split(",")) if match]


def _without_comments(rules: str) -> str:
    kept, *commented = rules.split("/*")
    return kept + "".join(part.partition("*/")[2] for part in commented)


def _flatten(root: Element) -> Element:
    """Return *root*, in which the words of what stood deeper than `MAX_DEPTH` are lifted to that depth."""
    deep = [element for element in _DEEP(root) if len(element)]
    for element in deep:
        text = "".join(str(t) for t in element.itertext())
        for child in list(element):
            element.remove(child)
        element.text = text
    return root

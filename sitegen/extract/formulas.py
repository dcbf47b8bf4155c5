"""Formulas and signs that a page shows as MathML, by a script or as a picture, written as words and code.

A formula becomes the TeX that the page states for it, as code; where it states none, its letters, with their indices.
What a page holds beside it only for the eye goes. A picture that stands for a sign or a face becomes that.
"""

import re
import unicodedata
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.extract.dom import INLINE, drop, tag_of, words

_LEVELS_MAX: Final = 3
"""Boxes around a formula that may be made for it alone."""
_MARKERS: Final = ("math", "script", "img")
_TEX_TYPE: Final = re.compile(r"\s*(?:math/|text/)tex\b", re.IGNORECASE)
_TEX_QUERY: Final = re.compile(r"[?&](?:tex|latex|formula)=", re.IGNORECASE)
_STYLE: Final = re.compile(r"^\{\\(?:display|text)style\s+(.*)\}$", re.DOTALL)
_FACE: Final = re.compile(r"\[[^\[\]\s]{1,6}\]")
"""How faces are typed, which sites then show as pictures."""
_SIGNS_MAX: Final = 6
"""Characters of an emoji with all that it is joined from."""
_EMOJI_CATEGORIES: Final = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Po"})
"""Of the characters of emoji, the first of which is a symbol: a digit in a box has one behind it."""
_FACES: Final = ("face", "emoji", "emotion", "smiley", "smilie", "expression", "biaoqing")
"""In the classes and addresses of pictures that are faces."""
_ALONE: Final = re.compile(r"[\w∞]+")


def write_formulas(root: Element) -> None:
    """Write the formulas in *root*, and the pictures that stand for signs, in its text."""
    for element in list(root.iter(*_MARKERS)):
        if element.getroottree().getroot() is not root:
            continue
        match element.tag:
            case "math":
                _write_math(element)
            case "script" if _TEX_TYPE.match(element.get("type") or ""):
                _clear_shown(element)
                _write(element, "code", element.text or "", apart="display" in (element.get("type") or ""))
            case "img":
                _write_picture(element)


def _write_math(math: Element) -> None:
    tex = next((words(a) for a in math.iter("annotation") if "tex" in (a.get("encoding") or "").lower()), "")
    tex = tex or squeeze(math.get("alttext") or "")
    _clear_shown(math)
    apart = "block" in (math.get("display"), math.get("mode")) or math.get("mode") == "display"
    text = _bare(tex) if tex else _linear(math)
    _write(math, "code" if tex or not _ALONE.fullmatch(text) else "span", text, apart=apart)


def _bare(tex: str) -> str:
    r"""Return *tex* without what only sets its size.

    >>> _bare(r"{\displaystyle x^{2}}")
    'x^{2}'
    """
    match = _STYLE.match(tex.strip())
    return squeeze(match[1] if match else tex)


def _write(element: Element, tag: str, text: str, *, apart: bool) -> None:
    """Make *element* hold *text* alone; *apart* tells that it is a line of its own."""
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = tag
    if not apart:
        element.text = text
        return
    inner = element.makeelement(tag)
    inner.text = text
    element.tag = "div"
    element.append(inner)


def _clear_shown(formula: Element) -> None:
    """Take out what stands beside *formula* to be looked at in its place, and let the boxes made for it be seen."""
    before = formula.getprevious() if tag_of(formula) == "script" else None
    if before is not None and not (before.tail or "").strip() and _is_shown_for(before, formula):
        drop(before)
    at = formula
    for _ in range(_LEVELS_MAX):
        parent = at.getparent()
        if parent is None or _speaks(parent, at):
            return
        for beside in list(parent):
            if beside is not at and (beside.get("aria-hidden") == "true" or tag_of(beside) == "img"):
                drop(beside)
        if tag_of(parent) not in INLINE and not tag_of(parent).startswith("mjx"):
            return
        parent.attrib.pop("style", "")
        at = parent


def _is_shown_for(shown: Element, script: Element) -> bool:
    """Say whether a script made *shown* of the formula in *script*."""
    name = script.get("id") or ""
    called = bool(name) and (shown.get("id") or "").startswith(name)
    return called or bool(shown.get("data-mathml")) or next(shown.iter("math"), None) is not None


def _speaks(parent: Element, formula: Element) -> bool:
    """Say whether *parent* has words of its own, or beside *formula* such as are no picture of it."""
    if (parent.text or "").strip() or any((child.tail or "").strip() for child in parent):
        return True
    return any(child is not formula and child.get("aria-hidden") != "true" and words(child) for child in parent)


def _write_picture(img: Element) -> None:
    alt = squeeze(img.get("alt") or "")
    source = img.get("data-src") or img.get("src") or ""
    parent = img.getparent()
    if not alt or parent is None:
        return
    if img.get("data-tex") or parent.get("data-tex") or _TEX_QUERY.search(source) or _STYLE.match(alt):
        _write(img, "code", _bare(img.get("data-tex") or parent.get("data-tex") or alt), apart=False)
    elif is_emoji(alt) or (_FACE.fullmatch(alt) and any(name in _named(img, source) for name in _FACES)):
        _write(img, "span", alt, apart=False)


def _named(img: Element, source: str) -> str:
    return f"{img.get('class') or ''} {source}".lower()


def is_emoji(text: str) -> bool:
    """Say whether *text* is one emoji.

    >>> [is_emoji(text) for text in ("🎉", "1️⃣", "图", "")]
    [True, True, False, False]
    """
    if not 0 < len(text) <= _SIGNS_MAX or text.isascii():
        return False
    kinds = {unicodedata.category(c) for c in text[1:]} - _EMOJI_CATEGORIES
    return not kinds and (unicodedata.category(text[0]) == "So" or "\N{COMBINING ENCLOSING KEYCAP}" in text)


def _linear(element: Element) -> str:
    """Return the MathML *element* on one line, as TeX would have it, with the signs themselves."""
    inner = [_linear(child) for child in element if not tag_of(child).startswith("annotation")]
    match tag_of(element), inner:
        case "msup" | "mover", [base, above]:
            joined = f"{base}^{_group(above)}"
        case "msub" | "munder", [base, below]:
            joined = f"{base}_{_group(below)}"
        case "msubsup" | "munderover", [base, below, above]:
            joined = f"{base}_{_group(below)}^{_group(above)}"
        case "mfrac", [above, below]:
            joined = f"{_group(above, '()')}/{_group(below, '()')}"
        case "msqrt", _:
            joined = f"√{_group(''.join(inner), '()')}"
        case "mroot", [base, rank]:
            joined = f"{_group(base, '()')}^(1/{rank})"
        case "mtr", _:
            joined = ", ".join(inner) + "; "
        case _:
            joined = squeeze(element.text or "") + "".join(inner)
    return joined.strip() if tag_of(element) == "math" else joined


def _group(text: str, brackets: str = "{}") -> str:
    return text if _ALONE.fullmatch(text) else f"{brackets[0]}{text}{brackets[1]}"

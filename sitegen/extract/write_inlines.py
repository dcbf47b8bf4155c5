"""Write inlines as Markdown that says the same again when it is rendered.

What looks like Markdown in the words is escaped. Delimiters of emphasis are written only where they will open and close
(`text.flanking`); where they would not, as in `a<b>(b)</b>c`, and for what Markdown has no mark for, HTML is written,
which every Markdown knows.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from sitegen.extract.blocks import (
    Break,
    Code,
    Deleted,
    Emphasis,
    Inline,
    Link,
    Lowered,
    NoteMark,
    Raised,
    Strong,
    Text,
    Wrapper,
    squeeze,
)
from sitegen.extract.inlines import join_adjacent
from sitegen.text.flanking import flanking

_ENTITY: Final = r"&(?=#?\w{1,31};)"
_SPECIAL: Final = re.compile(rf"[\\`*\[\]~]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|<(?=[A-Za-z/!?])|{_ENTITY}|(?<=-)\{{")
_ANY_SPECIAL: Final = re.compile(r"[\\`*\[\]~_<&{]")
"""With one of which each of them begins."""
_SPACES: Final = re.compile(r"[\t\n\r\f\v\u00a0][ \t\n\r\f\v\u00a0]*| [ \t\n\r\f\v\u00a0]+")
"""What is written as one blank, and is none already."""
_ODD_IN_ADDRESS: Final = re.compile(r"[^!-~]|[()<>\"\\*`\[\]]")
_BLANK: Final = r"(?:\\\n|[ \u1680\u2000-\u200a\u202f\u205f\u3000])+"
"""What CommonMark counts as white space beside a delimiter, and line ends as they are written here."""
_LEAD: Final = re.compile(_BLANK)
_LAST: Final = frozenset(" \n\u1680\u202f\u205f\u3000").union(map(chr, range(0x2000, 0x200B)))


class _Mark(NamedTuple):
    delimiter: str
    """Of Markdown; empty if it has none."""

    tag: str
    """Of HTML."""


_MARKS: Final[dict[type[Wrapper], _Mark]] = {
    Strong: _Mark("**", "strong"),
    Emphasis: _Mark("*", "em"),
    Deleted: _Mark("~~", "del"),
    Lowered: _Mark("", "sub"),
    Raised: _Mark("", "sup"),
}


def escape(text: str) -> str:
    r"""Return *text* so that Markdown shows it letter for letter, within a line.

    >>> escape("2*3 <b> snake_case &lt; AT&T")
    '2\\*3 \\<b> snake_case \\&lt; AT&T'
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], text) if _ANY_SPECIAL.search(text) else text


def inlines_to_markdown(children: Sequence[Inline]) -> str:
    r"""Return *children* as Markdown, with breaks as a backslash at the end of a line.

    >>> inlines_to_markdown((Text("水是H"), Lowered((Text("2"),)), Text("O，"), Strong((Text("真。"),)), Text("她说")))
    '水是H<sub>2</sub>O，**真。**她说'
    """
    return _written(join_adjacent(children), "", "")


def _written(children: Sequence[Inline], before: str, after: str) -> str:
    """Write *children*, which stand between the characters *before* and *after* (empty at an edge)."""
    if len(children) == 1 and type(children[0]) is Text and before != "]":
        return _words(children[0].text)
    rights = [after]
    for child in reversed(children):
        rights.append(_first_character(child) or rights[-1])
    pieces: list[str] = []
    last = before
    for child, right in zip(children, rights[-2::-1], strict=True):
        piece = _piece(child, last, right)
        match child, last:
            case Link() | NoteMark(), "!" if piece.startswith("["):
                pieces[-1] = pieces[-1][:-1] + r"\!"  # `![` would be a picture
            case Text(), "]" if piece[:1] in "(:" and piece:
                piece = "\\" + piece  # `[^1](` would be a link, `[^1]:` a footnote
            case Break(), " ":
                pieces[-1] = pieces[-1].rstrip(" ")
        if piece:
            pieces.append(piece)
            last = piece[-1]
    return "".join(pieces)


def _words(text: str) -> str:
    is_even = text.isprintable() and "  " not in text  # of white space, only the ordinary blank can be printed
    return escape(text if is_even else _SPACES.sub(" ", text))


def _piece(child: Inline, before: str, after: str) -> str:
    match child:
        case Text(text):
            return _words(text)
        case Break():
            return "\\\n"
        case NoteMark(number):
            return f"[^{number}]"
        case Code(text):
            return _code(text)
        case Link(url, inner):
            lead, label, trail = _parted(_written(inner, "[", "]"))
            label = label if not label.startswith("^") else "\\" + label
            return f"{lead}[{label}]({address(url)}){trail}" if label else lead + trail
        case _:
            return _wrapped(child, before, after)


def _wrapped(child: Strong | Emphasis | Deleted | Lowered | Raised, before: str, after: str) -> str:
    mark, inner = _MARKS[type(child)], child.children
    delimiter, start, end = mark.delimiter, f"<{mark.tag}>", f"</{mark.tag}>"
    match child:
        case Strong((Emphasis(only),)) | Emphasis((Strong(only),)):
            delimiter, inner = "***", only
            start, end = "<strong><em>", "</em></strong>"
    edge = delimiter[:1] or ">"
    lead, core, trail = _parted(_written(inner, edge, delimiter[:1] or "<"))
    if not core:
        return lead + trail
    left, right = lead[-1:] or before, trail[:1] or after
    if (
        delimiter
        and edge not in (left, core[0], core[-1], right)
        and flanking(left, core[0])[0]
        and flanking(core[-1], right)[1]
    ):
        start = end = delimiter
    return f"{lead}{start}{core}{end}{trail}"


def _parted(content: str) -> tuple[str, str, str]:
    """Return the white space before *content*, what stands between, and the white space behind it."""
    start = match.end() if (match := _LEAD.match(content)) else 0
    end = len(content)
    while end > start and content[end - 1] in _LAST:
        end -= 2 if content[end - 1] == "\n" else 1
    return content[:start], content[start:end], content[end:]


def _first_character(child: Inline) -> str:
    """Return with which character *child* begins when it is written, as far as a delimiter before it may ask."""
    match child:
        case Break():
            return "\\"
        case Text(text):
            return _words(text[:2])[:1]
        case Code(text):
            return "`" if text.strip() else ""
        case NoteMark():
            return "["
        case Link(_, children):
            first = _first_of(children)
            return first if first in _LAST else first and "["
        case _:
            first = _first_of(child.children)
            return first if first in _LAST else first and (_MARKS[type(child)].delimiter[:1] or "<")


def _first_of(children: Sequence[Inline]) -> str:
    return next((first for first in map(_first_character, children) if first), "")


def _code(text: str) -> str:
    flat = squeeze(text)
    if not flat:
        return ""
    fence = "`" * (longest_run(flat, "`") + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def longest_run(text: str, char: str) -> int:
    """Return how often *char* follows itself in *text*, at most."""
    return max((len(run) for run in re.findall(f"{re.escape(char)}+", text)), default=0)


def quoted(text: str) -> str:
    r"""Return *text* as the title of a picture.

    >>> quoted('老秦的 "船"')
    '"老秦的 \\"船\\""'
    """
    return '"' + re.sub(rf'[\\"]|{_ENTITY}', r"\\\g<0>", squeeze(text)) + '"'


def address(url: str) -> str:
    """Return *url* so that it ends where it ends, as the target of a link.

    >>> address("https://example.org/a (1).png")
    'https://example.org/a%20%281%29.png'
    """
    safe = _ODD_IN_ADDRESS.sub(_in_address, url)
    return re.sub(_ENTITY, "&amp;", safe) if "&" in safe else safe


def _in_address(match: re.Match[str]) -> str:
    char = match[0]
    if char <= " " or char == "\x7f":
        return "%20" if char == " " else ""
    if char.isprintable() and char not in '()<>"\\*`[]':
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))

"""Write blocks as Markdown that says the same again when it is rendered.

What looks like Markdown in the words is escaped. Emphasis is written only where the delimiters will open and close
(`text.flanking`); where they would not, punctuation is moved out of the emphasis, and at last the emphasis is given up,
since printed asterisks are worse than a missing stress.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sitegen.extract.blocks import (
    Block,
    Break,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    Verbatim,
    inline_text,
    squeeze,
)
from sitegen.text.flanking import flanking

TOP_LEVEL: Final = 2
"""The title of the page is its only `h1`."""
_LOWEST_LEVEL: Final = 6
_SPECIAL: Final = re.compile(
    r"[\\`*\[\]~]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|(?<=-)\{"
)
_LINE_START: Final = re.compile(
    r"^(?:(#{1,6})(?=\s|$)|([-+])(?=\s|$)|(>)|(\d{1,9})([.)])(?=\s|$)|(=+|-{2,})\s*$|(:{3,})|(\+{3})|(\|))"
)
_SPACES: Final = re.compile(r"[ \t\n\r\f\v\u00a0]+")


def to_markdown(blocks: Sequence[Block]) -> str:
    r"""Return *blocks* as Markdown with one blank line between them and a line end at the end; empty for none.

    Heading levels are made to start at 2 and to go down by one step at a time.

    >>> to_markdown([Heading(4, (Text("一、春"),)), Paragraph((Strong((Text("真。"),)), Text("她说 *好*")))])
    '## 一、春\n\n**真。**她说 \\*好\\*\n'
    """
    body = "\n\n".join(filter(None, each_to_markdown(blocks)))
    return f"{body}\n" if body else ""


def each_to_markdown(blocks: Sequence[Block]) -> list[str]:
    """Return the Markdown of each of *blocks*, as it stands among them; empty for one that shows nothing."""
    levels = _levels([block.level for block in blocks if isinstance(block, Heading)])
    return [_block(block, levels) for block in blocks]


def escape(text: str) -> str:
    r"""Return *text* so that Markdown shows it letter for letter, within a line.

    >>> escape("2*3 <b> snake_case &lt; AT&T")
    '2\\*3 \\<b> snake_case \\&lt; AT&T'
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _levels(found: Iterable[int]) -> dict[int, int]:
    return {level: min(TOP_LEVEL + i, _LOWEST_LEVEL) for i, level in enumerate(sorted(set(found)))}


def _block(block: Block, levels: dict[int, int]) -> str:
    match block:
        case Paragraph(children):
            text = start_safe(_line(children))
        case Heading(level, children):
            line = _SPACES.sub(" ", _line(_unbroken(children)))
            text = f"{'#' * levels.get(level, TOP_LEVEL)} {_closing_safe(line)}" if line else ""
        case Quote(children):
            inner = "\n\n".join(filter(None, (_block(child, levels) for child in children)))
            text = "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else ""
        case Listing(items, start):
            text = _listing(items, start, levels)
        case Table(rows):
            text = _table(rows)
        case Verbatim(code, language):
            fence = "`" * max(3, _longest_run(code, "`") + 1)
            text = f"{fence}{language}\n{code}\n{fence}"
        case Figure(src, alt, caption):
            quoted = re.sub(r'([\\"])', r"\\\1", squeeze(caption))
            title = f' "{quoted}"' if quoted else ""
            text = f"![{escape(squeeze(alt))}]({address(src)}{title})"
        case Rule():
            text = "---"
    return text


def _unbroken(children: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(Text(" ") if isinstance(child, Break) else child for child in children)


def _listing(items: tuple[tuple[Block, ...], ...], start: int | None, levels: dict[int, int]) -> str:
    written = [[text for block in item if (text := _block(block, levels))] for item in items]
    loose = any(
        len(texts) > 1 and not _is_list(item[1]) for texts, item in zip(written, items, strict=True) if len(item) > 1
    )
    lines: list[str] = []
    number = start
    for texts in written:
        if not texts:
            continue
        marker = "-" if number is None else f"{number}."
        number = None if number is None else number + 1
        indent = " " * (len(marker) + 1)
        text = ("\n\n" if loose else "\n").join(texts)
        lines.append(
            f"{marker} " + "\n".join(indent + line if line else "" for line in text.split("\n"))[len(indent) :]
        )
    return ("\n\n" if loose else "\n").join(lines)


def _is_list(block: Block) -> bool:
    return isinstance(block, Listing)


def _table(rows: tuple[tuple[tuple[Inline, ...], ...], ...]) -> str:
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    written = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    written.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _cell(cell: tuple[Inline, ...]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", _line(_unbroken(cell)))


def _line(children: tuple[Inline, ...]) -> str:
    text = _inlines(children, "", "")
    text = "\\\n".join(part.strip(" \t\u3000") for part in text.split("\\\n"))
    return re.sub(r"^(?:\\\n)+|(?:\\\n)+$", "", text)


def start_safe(text: str) -> str:
    r"""Return *text* with an escape before what would make a block of another kind of a line of a paragraph.

    >>> start_safe("1. 春")
    '1\\. 春'
    """
    return "\n".join(_LINE_START.sub(_escape_start, line) for line in text.split("\n"))


def _escape_start(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[4]}\\{match[5]}"
    return "\\" + match[0]


def _closing_safe(text: str) -> str:
    return re.sub(r"(#+)$", r"\\\1", text)


def _inlines(children: Sequence[Inline], before: str, after: str) -> str:
    """Write *children*, which stand between the characters *before* and *after* (empty at an edge)."""
    out = ""
    for i, child in enumerate(children):
        left = out[-1:] or before
        right = _first_character(children[i + 1 :]) or after
        match child:
            case Text(text):
                out += escape(_SPACES.sub(" ", text))
            case Break():
                out = out.rstrip(" ") + "\\\n"
            case Code():
                # Two spans side by side would run into one: the first writes for all of them.
                if not (i and isinstance(children[i - 1], Code)):
                    out += _code("".join(_leading_code(children[i:])))
            case Link(url, inner):
                label = _inlines(inner, "[", "]").strip()
                if label and out.endswith("!"):
                    out = out[:-1] + r"\!"  # `![` would be a picture
                out += f"[{label}]({address(url)})" if label else ""
            case Strong(inner):
                out += _emphasis("**", inner, left, right)
            case Emphasis(inner):
                out += _emphasis("*", inner, left, right)
    return out


def _leading_code(children: Sequence[Inline]) -> Iterator[str]:
    for child in children:
        if not isinstance(child, Code):
            return
        yield child.text


def _first_character(children: Sequence[Inline]) -> str:
    for child in children:
        match child:
            case Break():
                return " "
            case Text(text):
                if text:
                    return text[0]
            case Code(text):
                return "`"
            case Link():
                return "["
            case _:
                return "*"
    return ""


def _emphasis(mark: str, inner: Sequence[Inline], before: str, after: str) -> str:
    plain = inline_text(inner)
    if not plain.strip():
        return plain and " "
    content = _inlines(inner, "*", "*")
    lead = content[: len(content) - len(content.lstrip(" \u3000"))]
    trail = content[len(content.rstrip(" \u3000\n\\")) :] if content.endswith(("\\\n", " ", "\u3000")) else ""
    core = content[len(lead) : len(content) - len(trail)]
    if not core or before == "*" or after == "*" or "\\\n\\\n" in core:
        return content
    shown = plain.strip(" \u3000\n")
    opens = flanking(lead[-1:] or before, shown[:1])[0]
    closes = flanking(shown[-1:], trail[:1] or after)[1]
    if opens and closes:
        return f"{lead}{mark}{core}{mark}{trail}"
    if all(isinstance(child, Text) for child in inner) and len(shown) > 2:  # noqa: PLR2004 - something must be left
        head = "" if opens else shown[0]
        tail = "" if closes else shown[-1]
        kept = shown[len(head) : len(shown) - len(tail)]
        if flanking(head or lead[-1:] or before, kept[:1])[0] and flanking(kept[-1:], tail or trail[:1] or after)[1]:
            return f"{lead}{escape(head)}{mark}{escape(kept)}{mark}{escape(tail)}{trail}"
    return content


def _code(text: str) -> str:
    flat = squeeze(text)
    if not flat:
        return ""
    fence = "`" * (_longest_run(flat, "`") + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _longest_run(text: str, char: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(char)}+", text)), default=0)


def address(url: str) -> str:
    """Return *url* so that it ends where it ends, as the target of a link.

    >>> address("https://example.org/a (1).png")
    'https://example.org/a%20%281%29.png'
    """
    escaped = "".join(f"%{ord(c):02X}" if c in '()<>"\\ ' else c for c in url if c.isprintable())
    return escaped.replace("*", "%2A")

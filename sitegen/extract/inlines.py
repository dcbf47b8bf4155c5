"""Put runs of inlines in order: join what belongs together, cut paragraphs, trim their ends."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

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
    inline_text,
)
from sitegen.text.han import han_count

_SENTENCE_END: Final = re.compile(r"[。！？!?…：:；;][”’」』\"')）]*\s*$")
_VERSES_MIN: Final = 4
_VERSE_MAX: Final = 24
"""Characters of a line."""
_NO_VERSE: Final = re.compile(r"[0-9:：@/]")
"""What lines of names, dates and addresses have."""
_UNBROKEN: Final = frozenset({Text, Code, NoteMark, Link})
"""What holds no break at which a paragraph may end."""
_BLANK_LINES: Final = re.compile(r"(?<=\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_BLANKS_MIN: Final = 2
"""Blank lines within one text that are no accident of how a page was written."""
_LINE_END: Final = re.compile(r"\s*\n\s*")
_BLANK_LINE: Final = re.compile(r"\s*\n[^\S\n]*\n\s*")
_INDENT: Final = re.compile(r"^[\s]*[\u3000\u00a0\u2003]{2}")


def join_adjacent(children: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join neighbours of one kind, so that `**a****b**` cannot arise; empty ones are left out.

    >>> join_adjacent((Strong((Text("a"),)), Strong((Text("b"),)), Text("")))
    (Strong(children=(Text(text='ab'),)),)
    """
    filled = [child for child in children if type(child) is not Text or child.text]
    if len(filled) < 2:  # noqa: PLR2004 - no neighbours
        return tuple(filled)
    return tuple(piece for _, run in groupby(filled, key=type) for piece in _joined(list(run)))


def _joined(run: list[Inline]) -> Sequence[Inline]:
    """Return *run*, all of one kind, as one; such as cannot be joined, as they are."""
    match run:
        case [_]:
            return run
        case [(Text() | Code()) as first, *_]:
            return [replace(first, text="".join(child.text for child in run if isinstance(child, Text | Code)))]
        case [(Strong() | Emphasis() | Deleted() | Lowered() | Raised()) as first, *_]:
            inner = (piece for child in run if isinstance(child, type(first)) for piece in child.children)
            return [replace(first, children=join_adjacent(inner))]
        case _:
            return run


def cut_paragraphs(run: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """Cut *run* where two breaks follow one another, or one ends a sentence or opens an indented line.

    In verse, which a run of short lines is, one break never cuts.
    """
    run = _set_by_lines(run)
    if all(type(child) in _UNBROKEN for child in run):
        yield run
        return
    run = _lifted(run)
    is_verse = _is_verse(run)
    part: list[Inline] = []
    i = 0
    while i < len(run):
        if not isinstance(run[i], Break):
            part.append(run[i])
            i += 1
            continue
        j, breaks = i, 0
        while j < len(run) and (isinstance(run[j], Break) or not inline_text((run[j],)).strip()):
            breaks += isinstance(run[j], Break)
            j += 1
        after = inline_text(run[j : j + 1])
        ends = _INDENT.match(inline_text(run[i + 1 : j + 1])) or _SENTENCE_END.search(inline_text(part[-3:]))
        if breaks > 1 or not after or (ends and not is_verse):
            yield tuple(part)
            part = []
        else:
            part.append(Break())
        i = j
    yield tuple(part)


def _set_by_lines(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *run* with breaks for its line ends if it is set by them: with blank lines, and without an element for it.

    In Chinese a line end is a break; where words are parted by spaces, only blank lines are.
    """
    if not any(type(child) is Text and _has_blank_lines(child.text) for child in run):
        return run
    if any(type(child) is Break for child in run):
        return run
    out: list[Inline] = []
    for child in run:
        if type(child) is not Text:
            out.append(child)
            continue
        cut = _LINE_END if 2 * han_count(child.text) > len(child.text.split()) else _BLANK_LINE
        first, *others = cut.split(child.text)
        out.append(Text(first))
        for gap, text in zip(cut.findall(child.text), others, strict=True):
            out += [Break()] * min(gap.count("\n"), 2) + [Text(text)]
    return tuple(out)


def _has_blank_lines(text: str) -> bool:
    return text.count("\n") >= 2 * _BLANKS_MIN and len(_BLANK_LINES.findall(text)) >= _BLANKS_MIN


def _is_verse(run: tuple[Inline, ...]) -> bool:
    """Say whether *run* is lines of a poem: several, all short, of words alone."""
    found = [""]
    for child in run:
        if isinstance(child, Break):
            found.append("")
        else:
            found[-1] += inline_text((child,))
    verses = [line.strip() for line in found if line.strip()]
    return len(verses) >= _VERSES_MIN and all(
        len(verse) <= _VERSE_MAX and not _NO_VERSE.search(verse) for verse in verses
    )


def _lifted(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Lift breaks out of emphasis, so that paragraphs can be cut at them."""
    out: list[Inline] = []
    for child in run:
        if not isinstance(child, Strong | Emphasis | Deleted):
            out.append(child)
            continue
        part: list[Inline] = []
        for inner in _lifted(child.children):
            if isinstance(inner, Break):
                out += [replace(child, children=tuple(part)), inner] if part else [inner]
                part = []
            else:
                part.append(inner)
        out += [replace(child, children=tuple(part))] if part else []
    return tuple(out)


def trimmed(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *children* without blank words and breaks at their ends."""
    match children:
        case [Text(text)]:
            words = text.strip()
            return (Text(words),) if words else ()
    kept = list(children)
    while kept and (isinstance(kept[0], Break) or not inline_text(kept[:1]).strip()):
        kept.pop(0)
    while kept and (isinstance(kept[-1], Break) or not inline_text(kept[-1:]).strip()):
        kept.pop()
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(kept[0].text.lstrip())
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(kept[-1].text.rstrip())
    return tuple(kept)


def without(children: tuple[Inline, ...], kind: type[Inline]) -> tuple[Inline, ...]:
    """Return *children* with inner ones of *kind* unwrapped, however deep: bold within bold says nothing more."""
    out: list[Inline] = []
    for child in children:
        if isinstance(child, Text | Code | Break | NoteMark):
            out.append(child)
            continue
        inner = without(child.children, kind)
        if isinstance(child, kind):
            out.extend(inner)
        else:
            out.append(replace(child, children=inner))
    return join_adjacent(out)

"""Put runs of inlines in order: join what belongs together, cut paragraphs, trim their ends."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sitegen.extract.blocks import Break, Emphasis, Inline, Link, Strong, Text, inline_text

_SENTENCE_END: Final = re.compile(r"[。！？!?…：:；;][”’」』\"')）]*\s*$")
_INDENT: Final = re.compile(r"^[\s]*[\u3000\u00a0\u2003]{2}")


def join_adjacent(children: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join neighbours of one kind, so that `**a****b**` cannot arise; empty ones are left out.

    >>> join_adjacent((Strong((Text("a"),)), Strong((Text("b"),)), Text("")))
    (Strong(children=(Text(text='ab'),)),)
    """
    out: list[Inline] = []
    for child in children:
        previous = out[-1] if out else None
        match previous, child:
            case _, Text(""):
                continue
            case Text(a), Text(b):
                out[-1] = Text(a + b)
            case Strong(a), Strong(b):
                out[-1] = Strong(join_adjacent((*a, *b)))
            case Emphasis(a), Emphasis(b):
                out[-1] = Emphasis(join_adjacent((*a, *b)))
            case _:
                out.append(child)
    return tuple(out)


def cut_paragraphs(run: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """Cut *run* where two breaks follow one another, or one ends a sentence or opens an indented line."""
    run = _lifted(run)
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
        if (
            breaks > 1
            or _INDENT.match(inline_text(run[i + 1 : j + 1]))
            or _SENTENCE_END.search(inline_text(part))
            or not after
        ):
            yield tuple(part)
            part = []
        else:
            part.append(Break())
        i = j
    yield tuple(part)


def _lifted(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Lift breaks out of emphasis, so that paragraphs can be cut at them."""
    out: list[Inline] = []
    for child in run:
        if not isinstance(child, Strong | Emphasis) or not any(isinstance(c, Break) for c in child.children):
            out.append(child)
            continue
        kind = type(child)
        part: list[Inline] = []
        for inner in child.children:
            if isinstance(inner, Break):
                out += [kind(tuple(part)), inner] if part else [inner]
                part = []
            else:
                part.append(inner)
        out += [kind(tuple(part))] if part else []
    return tuple(out)


def trimmed(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *children* without blank words and breaks at their ends."""
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


def without(children: tuple[Inline, ...], kind: type[Strong] | type[Emphasis] | type[Link]) -> tuple[Inline, ...]:
    """Return *children* with inner ones of *kind* unwrapped: bold within bold says nothing more."""
    out: list[Inline] = []
    for child in children:
        if isinstance(child, kind):
            out.extend(without(child.children, kind))
        else:
            out.append(child)
    return join_adjacent(out)

"""Reviews as one page of HTML: before and after side by side, without scripts, and nothing of a raw page as markup."""

import base64
import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from sitegen.ingest.draft import Piece, Pieces, Place, paragraphs, places, render_place, standing_in
from sitegen.ingest.review import WHOLE, Review, State, shown_confidence, told_source
from sitegen.ingest.review_style import STYLE
from sitegen.model import Removal, RepairStep

_COMPARED_MAX: Final = 2_000
"""Characters of a place that is compared letter by letter; that takes the square of it."""
_BETWEEN, _BROKEN = "\n\n", "⏎\n"
"""What stands between two paragraphs, and how that is shown where it was changed."""
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_POLICY: Final = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def review_page(reviews: Sequence[Review], prefixes: Mapping[str, str], rules: Sequence[str], folder: str) -> str:
    """Return the page that shows *reviews*, with *rules* only what these did, and ids as *prefixes* has them.

    It needs no other file, and no browser may load one for it.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    count = sum(len(review.doubts) for review in reviews)
    articles = "".join(_Article(review, prefixes, rules, folder).html() for review in reviews)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"<title>Review: {count} open doubts</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>What import did</h1>\n<p>{_plural(len(reviews), 'article')}, {_plural(count, 'open doubt')}. "
        "Left: as the page came. Right: as the article stands. To settle something, type the command below it.</p>\n"
        f"{_contents(reviews)}</header>\n<main>\n{articles}</main>\n</body>\n</html>\n"
    )


def _contents(reviews: Sequence[Review]) -> str:
    if len(reviews) < 2:  # noqa: PLR2004 - one article needs no list
        return ""
    rows = "".join(
        f'<li><a href="#{_anchor(review)}" lang="{_attribute(review.receipt.lang)}">'
        f"{_shown(review.receipt.title)}</a> {_badge(review)}</li>\n"
        for review in reviews
    )
    return f"<nav><ol>\n{rows}</ol></nav>\n"


def _badge(review: Review) -> str:
    return f'<span class="open">{len(review.doubts)} open</span>' if review.doubts else ""


def _anchor(review: Review) -> str:
    return f"a-{review.receipt.raw[:16]}" if review.receipt.raw.isalnum() else "a"


class _Article:
    """The section of one article."""

    def __init__(self, review: Review, prefixes: Mapping[str, str], rules: Sequence[str], folder: str) -> None:
        self._review, self._prefixes, self._rules, self._folder = review, prefixes, rules, folder
        self._told: set[str] = set()

    def html(self) -> str:
        review = self._review
        fields = "".join(self._field(name, pieces) for name, pieces in review.receipt.draft.items())
        deleted = ' <span class="state">deleted by a person</span>' if review.is_deleted else ""
        warnings = "".join(f'<p class="warning">{_shown(text)}</p>\n' for text in review.receipt.warnings)
        return (
            f'<article id="{_anchor(review)}">\n<h2 lang="{_attribute(review.receipt.lang)}">'
            f"{_shown(review.receipt.title)}</h2>\n"
            f'<p class="path"><code>{_shown(f"{self._folder}/{review.path}")}</code> {_badge(review)}{deleted}</p>\n'
            f"{warnings}{self._evidence()}{fields}{self._elsewhere()}</article>\n"
        )

    def _evidence(self) -> str:
        """Return where each field of the metadata was read."""
        rows = "".join(
            f'<tr><th scope="row">{_shown(found.field)}</th>'
            f'<td lang="{_attribute(self._review.receipt.lang)}">{_shown(found.text)}</td>'
            f"<td>{_shown(told_source(found))}</td></tr>\n"
            for found in self._review.receipt.evidence
        )
        if not rows or self._rules:
            return ""
        return (
            "<details><summary>Where title, date and the rest were read, and how the page was decoded</summary>\n"
            f"<table>\n{rows}</table></details>\n"
        )

    def _field(self, name: str, pieces: Pieces) -> str:
        rows = "".join(self._rows(line) for line in paragraphs(pieces))
        label = "" if name == "body" else f"<h3>{_shown(name)}</h3>\n"
        return f'{label}<div class="text" lang="{_attribute(self._review.receipt.lang)}">\n{rows}</div>\n'

    def _rows(self, line: Sequence[Piece]) -> str:
        rows: list[str] = []
        for is_gone, pieces in groupby(line, self._is_paragraph_gone):
            if is_gone:
                rows += [self._gone(piece) for piece in pieces if isinstance(piece, Place) and self._is_meant(piece.id)]
            else:
                rows.append(self._row(list(pieces)))
        return "".join(rows)

    def _is_paragraph_gone(self, piece: Piece) -> bool:
        """Say whether *piece* is a paragraph of its own that was removed."""
        if isinstance(piece, str) or piece.id not in self._review.receipt.removed:
            return False
        return "\n\n" in _as_found(piece)

    def _gone(self, place: Place) -> str:
        entry, now = self._entry(place.id), render_place(place, self._review.effective)
        text = entry.text if isinstance(entry, Removal) else ""
        before = f'<del class="block">{_shown(text.strip())}</del>'
        after = f'<ins class="block">{_shown(now.strip())}</ins>' if now else ""
        return (
            f'<div class="row gone"><div class="before">{before}</div>'
            f'<div class="after">{after}{self._notes(place.id)}</div></div>\n'
        )

    def _row(self, line: Sequence[Piece]) -> str:
        before = "".join(self._before(piece) for piece in line).strip("\n")
        after = "".join(self._after(piece) for piece in line).strip("\n")
        notes = "".join(self._notes(place.id) for place in places(tuple(line)))
        kind = "row" if any(self._is_meant(place.id) for place in places(tuple(line))) else "row same"
        cells = f'<div class="before">{before}</div><div class="after">{after}</div>'
        return f'<div class="{kind}">{cells}{notes}</div>\n'

    def _is_meant(self, id_: str) -> bool:
        return not self._rules or self._entry(id_).rule in self._rules

    def _entry(self, id_: str) -> RepairStep | Removal:
        return self._review.entries.get(id_) or Removal("unknown", "")

    def _before(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return _shown(_plain(piece))
        if self._entry(piece.id).rule in WHOLE:
            return "".join(map(self._before, piece.after if piece.before is None else piece.before))
        before, now = _plain(_as_found(piece)), _plain(render_place(piece, self._review.effective))
        return (
            _marked(before, now, "del", self._title(piece.id), before) if self._is_meant(piece.id) else _shown(before)
        )

    def _after(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return _shown(_plain(piece))
        if self._entry(piece.id).rule in WHOLE:
            return "".join(map(self._after, standing_in(piece, self._review.effective) or ()))
        before, now = _plain(_as_found(piece)), _plain(render_place(piece, self._review.effective))
        if not self._is_meant(piece.id):
            return _shown(now)
        if before == now:
            kind = "doubt" if self._review.states[piece.id] is State.OPEN else "kept"
            return f'<mark class="{kind}" title="{self._title(piece.id)}">{_shown(now)}</mark>'
        kind = ' class="doubt"' if self._review.states.get(piece.id) is State.OPEN else ""
        return _marked(before, now, "ins", self._title(piece.id), now, kind)

    def _title(self, id_: str) -> str:
        entry = self._entry(id_)
        sure = f", {shown_confidence(entry)}" if isinstance(entry, RepairStep) else ""
        return html.escape(f"{self._prefixes.get(id_, id_)}: {entry.rule}{sure}, {self._review.states.get(id_, '')}")

    def _notes(self, id_: str) -> str:
        """Return what may be done about a step, once; nothing for a repair that import is sure of."""
        if id_ in self._told or not self._is_meant(id_) or id_ not in self._review.states:
            return ""
        state, entry = self._review.states[id_], self._entry(id_)
        if state is State.MADE and isinstance(entry, RepairStep) and not self._rules:
            return ""
        self._told.add(id_)
        return f'<div class="note" id="s-{html.escape(id_)}">{self._note(id_, entry, state)}</div>'

    def _note(self, id_: str, entry: RepairStep | Removal, state: State) -> str:
        shown = html.escape(self._prefixes.get(id_, id_))
        told = "removed" if state is State.MADE and isinstance(entry, Removal) else state.value
        head = f'<b><code>{shown}</code></b> <span class="state {state.name.lower()}">{told}</span> '
        if isinstance(entry, Removal):
            word = f"{_shown(entry.rule)}, line {entry.line} of the page"
            return f"{head}{word} {_commands(['--restore'] if state is not State.RESTORED else [], state, shown)}"
        word = f"{_shown(entry.rule)}, {shown_confidence(entry)}"
        word += f", {entry.count} places" if entry.count > 1 else ""
        written = self._review.written(id_)
        readings = "".join(
            f'<li><span lang="{_attribute(self._review.receipt.lang)}">{_shown(written.get(text, text))}</span> '
            f"<code>sitegen review --choose {number} {shown}</code></li>"
            for number, text in enumerate(entry.readings, 1)
        )
        verbs = [*(["--accept"] if state is State.OPEN else []), *(["--reject"] if state is not State.REJECTED else [])]
        return f"{head}{word} {_commands(verbs, state, shown)}" + (f"<ol>{readings}</ol>" if readings else "")

    def _elsewhere(self) -> str:
        """Return the steps and removals that have no place in the text, and the repairs that import is sure of."""
        rest = [
            (id_, entry)
            for id_, entry in self._review.entries.items()
            if id_ not in self._told and self._is_meant(id_)
        ]  # fmt: skip
        if not rest:
            return ""
        items = "".join(
            f'<li id="s-{html.escape(id_)}">{self._note(id_, entry, self._review.states[id_])} {_change(entry)}</li>\n'
            for id_, entry in rest
        )
        is_sure = all(isinstance(entry, RepairStep) and self._review.states[id_] is State.MADE for id_, entry in rest)
        told = f"{_plural(len(rest), 'repair')} that import is sure of" if is_sure else f"{len(rest)} more"
        return f"<details><summary>{told}</summary>\n<ul>\n{items}</ul></details>\n"


def _commands(verbs: Sequence[str], state: State, shown: str) -> str:
    all_verbs = [*verbs, *(["--reopen"] if state in _DECIDED else [])]
    return " ".join(f"<code>sitegen review {verb} {shown}</code>" for verb in all_verbs)


_DECIDED: Final = frozenset({State.ACCEPTED, State.REJECTED, State.CHOSEN, State.RESTORED})


def _change(entry: RepairStep | Removal) -> str:
    if isinstance(entry, Removal):
        return f"<del>{_shown(entry.text)}</del>"
    return f"<del>{_shown(entry.before)}</del> → <ins>{_shown(entry.after)}</ins>"


def _as_found(place: Place) -> str:
    """Return what stood in *place* before any repair."""
    pieces = place.after if place.before is None else place.before
    return "".join(piece if isinstance(piece, str) else _as_found(piece) for piece in pieces)


def _marked(before: str, after: str, tag: str, title: str, shown: str, kind: str = "") -> str:
    """Return *shown*, which is one of *before* and *after*, with the characters in which they differ in a *tag*."""
    pieces: list[str] = []
    for text, is_same in _compared(before, after, tag):
        if is_same:
            pieces.append(_shown(text))
        elif text:
            pieces.append(f'<{tag}{kind} title="{title}">{_shown(text).replace(_BETWEEN, _BROKEN)}</{tag}>')
    if not shown:
        return f'<{tag} class="nothing" title="{title}"></{tag}>'
    return "".join(pieces)


def _compared(before: str, after: str, tag: str) -> Iterator[tuple[str, bool]]:
    if max(len(before), len(after)) > _COMPARED_MAX:
        yield (before if tag == "del" else after), False
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield (before[start:end] if tag == "del" else after[new_start:new_end]), kind == "equal"


def _plain(text: str) -> str:
    """Return *text*, which is Markdown, without its escapes."""
    return _ESCAPED.sub(r"\1", text)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _shown(text: str) -> str:
    """Return *text* as HTML; what cannot be seen, or would turn the line around, is shown by its number."""
    return "".join(
        f'<span class="code">U+{ord(c):04X}</span>'
        if unicodedata.category(c)[0] == "C" and c != "\n"
        else html.escape(c)
        for c in text
    )


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)

"""What `review` prints: articles with their doubts, repairs and removals, for a terminal, a pipe or a program."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from sitegen.ingest.decisions import Decision
from sitegen.ingest.receipts import evidence_rows, repair_row
from sitegen.ingest.review import Review, Reviews, Site, State, shown_confidence, told_source
from sitegen.model import Removal, RepairStep

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_CONTEXT: Final = 24
"""Characters of a line on each side of a repair."""
_MARGIN: Final = 14
"""Columns of a line that are neither the repair nor what stands around it."""
_LONGEST: Final = 160
"""Characters that are shown of one text."""
_STYLES: Final[Mapping[State, str]] = {State.OPEN: "bold yellow", State.MADE: "dim"}


def visible(text: str, longest: int = _LONGEST) -> str:
    r"""Return *text* for a terminal: raw pages hold what commands it, and what nobody sees.

    >>> visible("a\x1b[31m\u200b\ue013\n")
    'a<U+001B>[31m<U+200B><U+E013>⏎'
    """
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    return "".join("⏎" if c == "\n" else f"<U+{ord(c):04X}>" if unicodedata.category(c)[0] == "C" else c for c in cut)


def review_row(review: Review, ids: Collection[str] | None, rules: Sequence[str]) -> dict[str, object]:
    """Return a review as JSON data: with *ids* only those, with *rules* only theirs."""
    steps = [
        {"id": id_, **repair_row(step), **_state(review, id_, step)}
        for id_, step in review.receipt.steps.items()
        if _is_meant(id_, step, ids, rules)
    ]
    removed = [
        {"id": id_, "rule": gone.rule, "line": gone.line, "text": gone.text, "state": review.states[id_].value}
        for id_, gone in review.receipt.removed.items()
        if _is_meant(id_, gone, ids, rules)
    ]
    return {
        "path": review.path,
        "title": review.receipt.title,
        "deleted": review.is_deleted,
        "doubts": [row for row in steps if row["id"] in review.doubts],
        "repairs": steps,
        "removed": removed,
        "warnings": list(review.receipt.warnings),
        "evidence": evidence_rows(review.receipt.evidence),
    }


def _state(review: Review, id_: str, step: RepairStep) -> dict[str, object]:
    decision, site = review.row.decisions.get(id_), review.site(id_)
    row: dict[str, object] = {"state": review.states[id_].value, "readings": list(step.readings)}
    if decision and decision.text:
        row["chosen"] = decision.text
    if site.field:
        row |= {"field": site.field, "line": site.line, "left": site.left, "now": site.now, "right": site.right}
    return row


def _is_meant(id_: str, step: RepairStep | Removal, ids: Collection[str] | None, rules: Sequence[str]) -> bool:
    return (ids is None or id_ in ids) and (not rules or step.rule in rules)


def put_reviews(
    found: Reviews,
    selected: Sequence[tuple[Review, Collection[str] | None]],
    rules: Sequence[str],
    *,
    show_all: bool,
    folder: str,
) -> None:
    """Print the reviews *selected*, through a pager if they are long; without *show_all* only open doubts."""
    from rich.console import Console

    # A terminal wraps by itself, and leaves paths whole for copying.
    console = Console(highlight=False, soft_wrap=True)
    width = console.width if console.is_terminal else None
    prefixes = found.prefixes()
    with console.capture() as capture:
        _put_counts(console, [review for review, _ in selected], rules)
        for review, ids in selected:
            _put_review(console, review, ids, prefixes, rules, show_all=show_all, folder=folder, width=width)
    text = capture.get()
    if console.is_terminal and text.count("\n") >= console.height:
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _put_counts(console: "Console", reviews: Sequence[Review], rules: Sequence[str]) -> None:
    counts = Counter(
        (step.rule, review.states[id_])
        for review in reviews
        for id_, step in review.entries.items()
        if not rules or step.rule in rules
    )
    is_open = sorted(((count, rule) for (rule, state), count in counts.items() if state is State.OPEN), reverse=True)
    for count, rule in is_open:
        console.print(f"{count:5} open  {rule}", markup=False)
    if is_open:
        console.print()


def _put_review(
    console: "Console",
    review: Review,
    ids: Collection[str] | None,
    prefixes: Mapping[str, str],
    rules: Sequence[str],
    *,
    show_all: bool,
    folder: str,
    width: int | None,
) -> None:
    shown = {
        id_: step
        for id_, step in review.entries.items()
        if _is_meant(id_, step, ids, rules) and (show_all or id_ in review.doubts)
    }
    if not shown and not (show_all and not rules):
        return
    console.print(heading(review, folder))
    is_whole = show_all and ids is None
    for warning in review.receipt.warnings if is_whole else ():
        console.print(f"  warning: {visible(warning)}", markup=False, style="yellow")
    for line in _evidence(review) if is_whole and not rules else ():
        console.print(line)
    for id_, step in shown.items():
        for line in item(review, id_, step, prefixes[id_], folder, width):
            console.print(line)
    console.print()


def _evidence(review: Review) -> "Iterator[Text]":
    """Yield a line for each field of metadata: what was read, and where."""
    from rich.text import Text

    for found in review.receipt.evidence:
        yield Text.assemble(
            "  ",
            (f"{visible(found.field)}: ", "dim"),
            visible(found.text),
            (f"  ({visible(told_source(found))})", "dim"),
        )


def heading(review: Review, folder: str) -> "Text":
    """Return the line above the steps of an article."""
    from rich.text import Text

    deleted = "  (deleted)" if review.is_deleted else ""
    return Text.assemble((f"{folder}/{visible(review.path)}{deleted}", "bold"), "  ", visible(review.receipt.title))


def item(
    review: Review, id_: str, step: RepairStep | Removal, shown: str, folder: str, width: int | None = None
) -> "list[Text]":
    """Return the lines that show a step or removal: how it stands, before and after, other readings.

    What stands around a repair is cut so that it fits *width*, in columns of a terminal.
    """
    from rich.text import Text

    state = review.states[id_]
    style = _STYLES.get(state, "cyan")
    if isinstance(step, Removal):
        word = "removed" if state is State.MADE else state.value
        return [
            Text.assemble("  ", (shown, "bold"), "  ", (word, style), f"  {step.rule}  raw line {step.line}"),
            Text.assemble("      - ", (visible(step.text), "red")),
        ]
    site = review.site(id_)
    place = f"  {folder}/{review.path}:{site.line}" if site.line else f"  in {site.field}" if site.field else ""
    count = f"  {step.count} places" if step.count > 1 else ""
    percent = shown_confidence(step)
    head = Text.assemble(
        "  ", (shown, "bold"), "  ", (state.value, style), f"  {step.rule}  {percent}{count}", (place, "dim")
    )
    return [
        head,
        *_before_and_after(step, site, state, width),
        *_readings(step, review.row.decisions.get(id_), review.written(id_)),
    ]


def _before_and_after(step: RepairStep, site: Site, state: State, width: int | None) -> "list[Text]":
    from rich.cells import cell_len
    from rich.text import Text

    # A step that changes more than a line is shown by what it changed at its first place.
    before = site.before if site.field and "\n" in step.before else step.before
    longest = max(map(cell_len, (visible(before), visible(site.now))))
    context = _CONTEXT if width is None else max(4, min(_CONTEXT, (width - longest - _MARGIN) // 4))
    left = visible(site.left[-context:])
    left = f"…{left}" if len(site.left) > context else left
    right = visible(site.right, context)
    if not step.applied and state in {State.OPEN, State.ACCEPTED, State.REJECTED, State.MADE, State.EDITED}:
        return [Text.assemble(f"      ? {left}", (f"[{visible(before)}]", "yellow"), right)]
    now = step.after if state in {State.OPEN, State.MADE, State.ACCEPTED} or not site.field else site.now
    return [
        Text.assemble(f"      - {left}", (f"[{visible(before)}]", "red"), right),
        Text.assemble(f"      + {left}", (f"[{visible(site.now if site.field else now)}]", "green"), right),
    ]


def _readings(step: RepairStep, decision: Decision | None, written: Mapping[str, str]) -> "list[Text]":
    from rich.text import Text

    chosen = decision.text if decision else ""
    return [
        Text.assemble(f"      {number}{'*' if text == chosen else ' '} ", (visible(written.get(text, text)), "green"))
        for number, text in enumerate(step.readings, 1)
    ]

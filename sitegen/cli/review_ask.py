"""`review --ask`: one doubt after another, and a key for each answer."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import click

from sitegen.cli.console import say, say_diagnostics
from sitegen.cli.review_text import heading, item
from sitegen.ingest.decide import decide
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.review import Review, Reviews
from sitegen.model import RepairStep


def ask_all(
    content: Path,
    folder: str,
    found: Reviews,
    selected: Sequence[tuple[Review, Collection[str] | None]],
    rules: Sequence[str],
    refused: Sequence[str],
) -> bool:
    """Ask for each open doubt what to do, and do it at once; return whether any answer could not be carried out."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    width = console.width if console.is_terminal else None
    prefixes = found.prefixes()
    has_failed = False
    decided = 0
    waiting = list(_doubts(selected, rules))
    for number, (review, id_, step) in enumerate(waiting, 1):
        console.print(heading(review, folder))
        for line in item(review, id_, step, prefixes[id_], folder, width):
            console.print(line)
        answer = _ask(step, number, len(waiting))
        if answer == "q":
            break
        decision = _decision(step, answer)
        if decision is None:
            continue
        (done,) = decide(content, [(review, {id_: decision})], refused)
        if done.fault:
            say_diagnostics([done.fault.below(folder)])
            has_failed = True
        else:
            decided += 1
    say(f"{decided} of {len(waiting)} doubts settled")
    return has_failed


def _doubts(
    selected: Sequence[tuple[Review, Collection[str] | None]], rules: Sequence[str]
) -> Iterator[tuple[Review, str, RepairStep]]:
    for review, ids in selected:
        for id_, step in review.doubts.items() if not review.is_deleted else ():
            if (ids is None or id_ in ids) and (not rules or step.rule in rules):
                yield review, id_, step


def _ask(step: RepairStep, number: int, count: int) -> str:
    """Return the key that was pressed, one of those that mean something here."""
    digits = "".join(str(n) for n in range(1, min(len(step.readings), 9) + 1))
    keys = f"arsq{digits}"
    words = f"[a]ccept, [r]eject, {f'1-{digits[-1]} choose, ' if digits else ''}[s]kip, [q]uit"
    while True:
        say(f"({number} of {count}) {words}?")
        try:
            key = click.getchar().lower()
        except (EOFError, KeyboardInterrupt):
            return "q"
        if key in ("", "\x03", "\x04"):
            return "q"
        if key in keys:
            return key


def _decision(step: RepairStep, answer: str) -> Decision | None:
    if answer.isdigit():
        return Decision(Verdict.CHOOSE, step.readings[int(answer) - 1])
    return {"a": Decision(Verdict.ACCEPT), "r": Decision(Verdict.REJECT)}.get(answer)

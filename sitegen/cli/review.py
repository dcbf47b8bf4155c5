"""The command `review`: look at what import did, and settle it."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.cli.console import State, put_json, say, say_diagnostics
from sitegen.errors import ConfigError

if TYPE_CHECKING:
    from sitegen.ingest.decide import Decided
    from sitegen.ingest.decisions import Decision, Verdict
    from sitegen.ingest.review import Review, Reviews

_VERBS = ("accept", "reject", "restore", "reopen")


@click.command()
@click.argument("targets", nargs=-1, type=str)
@click.option("--rule", "rules", multiple=True, metavar="NAME", help="Only what this rule did; may be given again.")
@click.option(
    "--all", "show_all", is_flag=True, help="Also repairs that import is sure of, removals, and what is settled."
)
@click.option("--accept", is_flag=True, help="The repair is right: it stays, and is no doubt any more.")
@click.option("--reject", is_flag=True, help="Put back what stood there before the repair.")
@click.option("--choose", type=click.IntRange(min=1), metavar="N", help="Put the reading number N in its place.")
@click.option("--restore", is_flag=True, help="Put what was removed back where it stood.")
@click.option("--reopen", is_flag=True, help="Take a decision back.")
@click.option("--ask", is_flag=True, help="Ask for each doubt what to do.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object an article, or one a decision.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a page with before and after side by side.")  # fmt: skip
@click.pass_obj
def review(
    state: State,
    /,
    targets: tuple[str, ...],
    rules: tuple[str, ...],
    show_all: bool,
    choose: int | None,
    ask: bool,
    as_json: bool,
    html: Path | None,
    **verbs: bool,
) -> None:
    """Show what import repaired, removed and doubted, and settle it.

    TARGETS are articles, by path or name, or ids of single repairs and removals; the beginning of an id is enough.
    Without a verb they are shown, open doubts first. With a verb: an id means itself, an article its open doubts
    (--restore: its removals), --rule all that the rule did, in the articles named or in all.

    The article in the content folder is changed at once, but never where a person edited it. Decisions stand in the
    import record and hold when the page is imported again.
    """
    from sitegen.ingest.review import read_reviews

    verb = _verb(verbs, choose)
    if sum((verb is not None, ask, html is not None)) > 1 or (ask and as_json):
        raise click.UsageError(
            "--accept, --reject, --choose, --restore, --reopen, --ask and --html exclude one another"
        )
    config = state.config()
    content = config.folder(config.imports.into)
    found = read_reviews(content, config.imports.reject)
    say_diagnostics([fault.below(config.imports.into) if fault.path else fault for fault in found.diagnostics])
    has_failed = any(fault.severity == "error" for fault in found.diagnostics)
    selected = _select(found, targets)
    _check_rules(found, rules)
    if verb is not None:
        wanted = _wanted(found, selected, verb, choose, rules, is_all=show_all, is_named=bool(targets))
        has_failed |= _decide(content, config.imports.into, wanted, config.imports.reject, as_json=as_json)
    elif ask:
        from sitegen.cli.review_ask import ask_all

        has_failed |= ask_all(content, config.imports.into, found, selected, rules, config.imports.reject)
    elif html is not None:
        is_all = show_all or bool(targets) or bool(rules)
        _write_page(html, found, selected, rules, is_all=is_all, folder=config.imports.into)
    else:
        _show(found, selected, rules, show_all=show_all or bool(targets), as_json=as_json, folder=config.imports.into)
    sys.exit(has_failed)


Selected = Sequence[tuple["Review", "frozenset[str] | None"]]
"""Articles, and the ids that were named of each; None for all."""


def _verb(verbs: Mapping[str, bool], choose: int | None) -> str | None:
    named = [verb for verb in _VERBS if verbs[verb]] + (["choose"] if choose is not None else [])
    if len(named) > 1:
        raise click.UsageError(f"{' and '.join(f'--{verb}' for verb in named)} exclude one another")
    return named[0] if named else None


def _select(found: "Reviews", targets: Sequence[str]) -> Selected:
    if not targets:
        return [(review, None) for review in found.articles]
    chosen: dict[str, tuple[Review, frozenset[str] | None]] = {}
    for target in targets:
        whole = found.named(target)
        review, id_ = (whole, None) if whole else found.find(target)
        before = chosen.get(review.path, (review, frozenset()))[1]
        chosen[review.path] = (review, None if id_ is None or before is None else before | {id_})
    return list(chosen.values())


def _check_rules(found: "Reviews", rules: Sequence[str]) -> None:
    from sitegen.config import suggest

    known = {entry.rule for review in found.articles for entry in review.entries.values()}
    for rule in rules:
        if rule not in known:
            hint = suggest(rule, sorted(known)) if known else "nothing was imported yet"
            raise ConfigError(f'no repair or removal by a rule "{rule}"', hint=hint)


# ── decide ──────────────────────────────────────────────────────────────────────────────────────


def _wanted(
    found: "Reviews",
    selected: Selected,
    verb: str,
    choose: int | None,
    rules: Sequence[str],
    *,
    is_all: bool,
    is_named: bool,
) -> "Iterator[tuple[Review, Mapping[str, Decision | None]]]":
    if not (is_named or rules or is_all):
        raise click.UsageError(f"--{verb} what? name ids or articles, a --rule, or --all")
    if verb == "choose" and any(ids is None for _, ids in selected):
        raise click.UsageError("--choose is for single repairs: name their ids")
    prefixes = found.prefixes()
    plans = []
    for review, ids in selected:
        chosen = _meant(review, ids, verb, rules)
        plans.append((review, {id_: _decision(review, id_, prefixes[id_], verb, choose) for id_ in chosen}))
    return iter([(review, plan) for review, plan in plans if plan])


def _meant(review: "Review", ids: "frozenset[str] | None", verb: str, rules: Sequence[str]) -> list[str]:
    """Return the ids that *verb* is for: those that were named, or all that it can mean."""
    receipt, states = review.receipt, review.states
    if ids is not None:
        return [id_ for id_ in states if id_ in ids]
    steps: Mapping[str, Any] = {
        "accept": review.doubts,
        "reject": receipt.steps if rules else review.doubts,
        "restore": receipt.removed,
        "reopen": {id_: entry for id_, entry in review.entries.items() if id_ in review.row.decisions},
    }[verb]
    return [id_ for id_, step in steps.items() if not rules or step.rule in rules]


def _decision(review: "Review", id_: str, shown: str, verb: str, choose: int | None) -> "Decision | None":
    from sitegen.ingest.decisions import Decision, Verdict

    is_removal = id_ in review.receipt.removed
    if verb == "reopen":
        return None
    if is_removal != (verb == "restore"):
        told = "was removed: --restore puts it back" if is_removal else "is a repair: --reject takes it back"
        raise ConfigError(f"{shown} {told}", hint=f"`sitegen review {shown}` shows it")
    if choose is None:
        return Decision(Verdict(verb))
    readings = review.receipt.steps[id_].readings
    if choose > len(readings):
        many = f"has {len(readings)} other readings" if readings else "has no other reading"
        raise ConfigError(f"--choose {choose}: {shown} {many}", hint=f"`sitegen review {shown}` shows them")
    return Decision(Verdict.CHOOSE, readings[choose - 1])


def _decide(
    content: Path,
    folder: str,
    wanted: "Iterator[tuple[Review, Mapping[str, Decision | None]]]",
    rules: Sequence[str],
    *,
    as_json: bool,
) -> bool:
    """Carry out what is *wanted*, tell it, and return whether any of it could not be."""
    from sitegen.ingest.decide import decide

    done = decide(content, wanted, rules)
    for one in done if as_json else ():
        put_json(_decided_row(one, folder))
    say_diagnostics([one.fault.below(folder) for one in done if one.fault])
    counts = Counter(_word(one) for one in done)
    told = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    count = len({one.path for one in done})
    say(f"{told} in {count} article{'' if count == 1 else 's'}" if done else "nothing to decide")
    return any(one.fault for one in done)


def _word(one: "Decided") -> str:
    from sitegen.ingest.decisions import COUNTED

    if one.fault:
        return "not carried out"
    return "open again" if one.decision is None else COUNTED[one.decision.verdict]


def _decided_row(one: "Decided", folder: str) -> dict[str, object]:
    verdict: Verdict | None = one.decision.verdict if one.decision else None
    return {
        "path": f"{folder}/{one.path}",
        "id": one.id,
        "verdict": verdict.value if verdict else None,
        "text": one.decision.text if one.decision else "",
        "done": one.fault is None,
        "message": str(one.fault.below(folder)) if one.fault else "",
    }


# ── show ────────────────────────────────────────────────────────────────────────────────────────


def _show(
    found: "Reviews", selected: Selected, rules: Sequence[str], *, show_all: bool, as_json: bool, folder: str
) -> None:
    from sitegen.cli.review_text import put_reviews, review_row

    if as_json:
        for review, ids in selected:
            put_json(review_row(review, ids, rules))
        return
    put_reviews(found, selected, rules, show_all=show_all, folder=folder)
    doubtful = sum(bool(review.doubts) for review, _ in selected)
    count = sum(len(review.doubts) for review, _ in selected)
    say(f"{len(selected)} imported articles, {doubtful} with doubts ({count} open)")


def _write_page(
    html: Path, found: "Reviews", selected: Selected, rules: Sequence[str], *, is_all: bool, folder: str
) -> None:
    from sitegen.files import write_if_changed
    from sitegen.ingest.review_page import review_page

    shown = [review for review, _ in selected if is_all or review.doubts]
    page = review_page(shown, found.prefixes(), rules, folder)
    try:
        write_if_changed(html, page.encode())
    except OSError as error:
        raise ConfigError(f"{html}: cannot be written: {error.strerror}") from error
    say(f"wrote {html}")

"""What commands share: the project they work in, and how they speak to people. Data goes to standard output."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from sitegen.config import Config, find_project, load_config
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class State:
    """What was said before the command's name."""

    folder: Path | None

    def config(self) -> Config:
        """Read the project's configuration; `ConfigError` if there is no project or its file is wrong."""
        return load_config(self.folder.resolve() if self.folder else find_project(Path.cwd()))


def say(text: str) -> None:
    """Tell the person, on standard error."""
    click.echo(text, err=True)


def say_error(error: SitegenError) -> None:
    """Tell what was refused, and what to do."""
    click.secho(f"error: {error}", fg="red", err=True)
    if error.hint:
        say(f"  hint: {error.hint}")


def say_diagnostics(found: Sequence[Diagnostic], *, most: int | None = None) -> None:
    """Tell what is wrong with the content, a line each; a hint stands below the first that it is for.

    With *most* only so many warnings of one kind are shown, and how many more there are. Errors are all shown.
    """
    shown: Counter[str] = Counter()
    hints: set[str] = set()
    for diagnostic in found:
        is_error = diagnostic.severity is Severity.ERROR
        shown[diagnostic.code] += not is_error
        if not is_error and most is not None and shown[diagnostic.code] > most:
            continue
        label = click.style("error", fg="red") if is_error else click.style("warning", fg="yellow")
        say(f"{label}: {diagnostic}")
        if diagnostic.hint and diagnostic.hint not in hints:
            hints.add(diagnostic.hint)
            say(f"  hint: {diagnostic.hint}")
    for code, count in sorted(shown.items()):
        if most is not None and count > most:
            say(f"… and {count - most} more warnings of this kind ({code}); `sitegen check` lists all")


def put_json(data: Any) -> None:  # noqa: ANN401 (JSON has no narrower type)
    """Print data on standard output, one line."""
    click.echo(json.dumps(data, ensure_ascii=False))


def diagnostic_row(found: Diagnostic) -> dict[str, object]:
    """Return a diagnostic as JSON data."""
    return {
        "path": found.path,
        "line": found.line,
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
    }


def today(config: Config, stated: str | None) -> date:
    """Return the day that counts as now: as *stated*, else `SOURCE_DATE_EPOCH`, else today where the site is."""
    if stated:
        try:
            return date.fromisoformat(stated)
        except ValueError as error:
            raise ConfigError(f"--now is no date: {stated!r}", hint="such as 2026-01-31") from error
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).astimezone(config.site.zone).date()
        except (ValueError, OverflowError, OSError) as error:
            raise ConfigError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error
    return datetime.now(config.site.zone).date()


_WORTH_A_BAR: Final = 200
"""Fewer pages than this are made before a person wonders."""
_REFRESH_SECONDS: Final = 0.1


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a build is, on a terminal; nothing is shown in pipes and for small sites."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    # Without a thread of its own: the build forks.
    with Progress(console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        tasks: dict[str, Any] = {}
        shown = 0.0

        def show(stage: str, made: int, total: int) -> None:
            nonlocal shown
            if total < _WORTH_A_BAR:
                return
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{stage}s", total=total)
            bar.update(tasks[stage], completed=made)
            if made == total or time.monotonic() - shown > _REFRESH_SECONDS:
                bar.refresh()
                shown = time.monotonic()

        yield show

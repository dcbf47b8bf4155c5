"""Nothing changed, or articles alone: known from names, times and digests, before what makes pages is loaded."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sitegen.build.cache import Cache
from sitegen.build.output import Output
from sitegen.build.report import BuildReport
from sitegen.digest import Digest
from sitegen.model import Diagnostic, OutputPath, Severity

_GROUND: Final = "ground"
_REPORT: Final = "report"
_NOTHING_RAN: Final = {"article": 0, "page": 0, "asset": 0}


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a site is made from, but for the day."""

    digest: Digest
    frame: Digest
    """Of all but what stands in articles."""

    is_faulty: bool
    """Whether some of it cannot be read."""


def unchanged(ground: Ground, cache: Cache, output: Output, now: date) -> BuildReport | None:
    """Return what a build has to report if the output is what *ground* makes of it; None if it may not be."""
    if ground.is_faulty or cache.note(_GROUND).partition(" ")[0] != ground.digest:
        return None
    last = _standing(cache, output, now)
    return last and BuildReport(last[0], (), (), last[1], _NOTHING_RAN)


def is_framed(ground: Ground, cache: Cache, output: Output, now: date) -> bool:
    """Say whether the output is what *ground* makes of it, but for what stands in articles."""
    is_same = not ground.is_faulty and cache.note(_GROUND).partition(" ")[2] == ground.frame
    return is_same and _standing(cache, output, now) is not None


def _standing(cache: Cache, output: Output, now: date) -> tuple[int, tuple[Diagnostic, ...]] | None:
    """Return number of pages and diagnostics of the last build; None if its day is over or its output was changed."""
    try:
        pages, first, last, stamp, told = json.loads(cache.note(_REPORT))
        diagnostics = tuple(Diagnostic(p, line, m, Severity(s), code, hint) for p, line, m, s, code, hint in told)
    except (TypeError, ValueError):
        return None
    if not first <= now.isoformat() < last or stamp != output.stamp():
        return None
    if any(output.state(OutputPath(path)) != state for path, state in cache.states()):
        return None
    return pages, diagnostics


def note_ground(
    ground: Ground, report: BuildReport, days: Iterable[date], cache: Cache, output: Output, now: date
) -> None:
    """Remember that *output* is what *ground* makes of it, from the last of *days* that has come to the next."""
    come, to_come = [date.min], [date.max]
    for day in days:
        (come if day <= now else to_come).append(day)
    told = [(d.path, d.line, d.message, d.severity, d.code, d.hint) for d in report.diagnostics]
    span = (max(come).isoformat(), min(to_come).isoformat())
    cache.put_note(_REPORT, json.dumps([report.pages, *span, output.stamp(), told], ensure_ascii=False))
    cache.put_note(_GROUND, "" if ground.is_faulty else f"{ground.digest} {ground.frame}")

"""Nothing changed, or articles alone: known from names, times and digests, before what makes pages is loaded."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from sitegen.build.cache import Cache
from sitegen.build.output import Output
from sitegen.build.report import BuildReport
from sitegen.digest import Digest
from sitegen.model import Diagnostic, Severity

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


@dataclass(frozen=True, slots=True)
class Standing:
    """The last build, whose output is still what this ground makes of it, but perhaps for what stands in articles."""

    is_same: bool
    """Whether articles too are as they were."""

    pages: int
    span: tuple[str, str]
    """The days on which the same articles are published: the first, and the first behind; ISO 8601."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def report(self) -> BuildReport:
        """What there is to report if nothing changed."""
        return BuildReport(self.pages, (), (), self.diagnostics, _NOTHING_RAN)


def standing(ground: Ground, cache: Cache, output: Output, now: date) -> Standing | None:
    """Return the last build if it stands; None if its ground differs, its day is over, or its output was changed."""
    digest, _, frame = cache.note(_GROUND).partition(" ")
    if ground.is_faulty or frame != ground.frame:
        return None
    try:
        pages, first, last, stamp, told = json.loads(cache.note(_REPORT))
        diagnostics = tuple(Diagnostic(p, line, m, Severity(s), code, hint) for p, line, m, s, code, hint in told)
    except (TypeError, ValueError):
        return None
    if not first <= now.isoformat() < last or stamp != output.stamp() or not output.stands(cache.states()):
        return None
    return Standing(digest == ground.digest, pages, (first, last), diagnostics)


def note_ground(ground: Ground, report: BuildReport, span: tuple[str, str], cache: Cache, output: Output) -> None:
    """Remember that *output* is what *ground* makes of it on the days of *span*."""
    told = [(d.path, d.line, d.message, d.severity, d.code, d.hint) for d in report.diagnostics]
    cache.put_note(_REPORT, json.dumps([report.pages, *span, output.stamp(), told], ensure_ascii=False))
    cache.put_note(_GROUND, "" if ground.is_faulty else f"{ground.digest} {ground.frame}")

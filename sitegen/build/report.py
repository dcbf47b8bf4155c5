"""What a build tells of itself."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sitegen.build.graph import Reason
from sitegen.model import Diagnostic, OutputPath, Severity

Progress = Callable[[str, int, int], None]
"""Is told the stage (article or page), how many are made, and how many there are to make."""


def quiet(stage: str, made: int, total: int) -> None:
    """Tell nobody."""
    del stage, made, total


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    pages: int
    """Pages and feeds of the site, made anew or not."""

    written: tuple[OutputPath, ...]
    deleted: tuple[OutputPath, ...]
    diagnostics: tuple[Diagnostic, ...]
    ran: Mapping[str, int]
    """Tasks that ran, by stage."""

    due: Mapping[OutputPath, Reason] = field(default_factory=dict)
    """What had to run, and why."""

    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Time from beginning to end, by stage."""

    template_seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Time that went into pages, in all processes together, by their template."""

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the next build will make a page, or will not."""

    path: OutputPath
    owner: str
    template: str
    inputs: Mapping[str, str]
    reason: Reason | None
    """Why the next build will make it; None if it will not."""

    last: Reason | None
    """Why it was made last; None if it never was."""


class Stopwatch:
    """Adds up what stages took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside for *name*."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def peak_memory_mb() -> float | None:
    """Return the most memory that this process, and the largest of its children, have had; None if nobody counts it."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (there is none on Windows)

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(own, children) / unit

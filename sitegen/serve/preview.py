"""The site as it is now: built again on every change, and kept as it was when that fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeAlias

from sitegen.build.report import BuildReport
from sitegen.config import FILE_NAME, Config, load_config
from sitegen.errors import SitegenError
from sitegen.model import Severity
from sitegen.serve.events import Fault
from sitegen.site import routes


class Session(Protocol):
    """What builds the site of one configuration, again and again."""

    def inputs(self) -> tuple[Path, ...]:
        """Return the files and folders whose change can change the site, the configuration among them."""

    def build(self) -> BuildReport:
        """Bring the site up to date."""


Begin: TypeAlias = Callable[[Config, date], Session]
"""Starts a session; the date is what counts as today."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a rebuild."""

    result: BuildReport | SitegenError
    """The report, or the error that stopped it."""

    mount: str
    """What stands before every address of the site."""

    urls: tuple[str, ...] = ()
    """The addresses, with the mount, of what changed."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What the overlay shows: errors only, for warnings would hide the page again and again."""
        if isinstance(self.result, SitegenError):
            return (Fault(str(self.result), self.result.hint),)
        errors = (found for found in self.result.diagnostics if found.severity is Severity.ERROR)
        return tuple(Fault(str(found), found.hint) for found in errors)


class Preview:
    """Rebuilds the site of a project, always in the same thread: sessions hold a database."""

    def __init__(
        self,
        config: Config,
        begin: Begin,
        follow: Callable[[tuple[Path, ...]], None],
        today: Callable[[Config], date],
    ) -> None:
        self._config = config
        self._begin = begin
        self._follow = follow
        self._today = today
        self._basis: tuple[Config, date] | None = None
        self._session: Session | None = None

    def rebuild(self) -> Outcome:
        """Bring the site up to date with configuration, content, templates and day; say what came of it.

        Nothing is raised for what a person can get wrong: the site then stays as it was.
        """
        try:
            report = self._current_session().build()
        except SitegenError as error:
            return Outcome(error, self._config.site.mount)
        except OSError as error:  # a file that went while it was read: its event is on the way
            return Outcome(SitegenError(f"{error.filename}: {error.strerror}"), self._config.site.mount)
        changed = (*report.written, *report.deleted)
        mount = self._config.site.mount
        return Outcome(report, mount, tuple(mount + routes.page_url(path) for path in changed))

    def _current_session(self) -> Session:
        """Return the session for what is configured now; also while that is wrong, watch what could set it right."""
        try:
            config = load_config(self._config.root)
            basis = (config, self._today(config))
            if self._session is None or basis != self._basis:
                self._session = self._begin(*basis)
                self._basis, self._config = basis, config
        except SitegenError:
            self._follow((self._config.root / FILE_NAME,) if self._session is None else self._session.inputs())
            raise
        self._follow(self._session.inputs())
        return self._session

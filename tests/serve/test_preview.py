from datetime import date
from pathlib import Path

import pytest

from sitegen.build.report import BuildReport
from sitegen.config import FILE_NAME, Config, load_config
from sitegen.errors import SitegenError
from sitegen.model import Diagnostic, OutputPath, Severity
from sitegen.serve.events import Fault
from sitegen.serve.preview import Outcome, Preview

DAY = date(2026, 1, 1)


def report(*written: str, deleted: tuple[str, ...] = (), diagnostics: tuple[Diagnostic, ...] = ()) -> BuildReport:
    return BuildReport(
        pages=0,
        written=tuple(map(OutputPath, written)),
        deleted=tuple(map(OutputPath, deleted)),
        diagnostics=diagnostics,
        ran={},
    )


class Project:
    """A project whose builds do what they are told, and what was asked of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.begun: list[tuple[str, date]] = []
        self.followed: list[tuple[Path, ...]] = []
        self.day = DAY
        self.result: BuildReport | SitegenError | OSError = report()
        self.configure("一")
        self.preview = Preview(load_config(root), self.begin, self.followed.append, lambda _config: self.day)

    def configure(self, title: str, base_url: str = "") -> None:
        (self.root / FILE_NAME).write_text(f'[site]\ntitle = "{title}"\nbase_url = "{base_url}"\n', "utf-8")

    def begin(self, config: Config, day: date) -> "Project":
        self.begun.append((config.site.title, day))
        return self

    def inputs(self) -> tuple[Path, ...]:
        return (self.root / "content", self.root / FILE_NAME)

    def build(self) -> BuildReport:
        if isinstance(self.result, SitegenError | OSError):
            raise self.result
        return self.result


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_the_addresses_of_what_changed_are_told_with_the_mount(project: Project) -> None:
    project.configure("一", "https://example.org/news/")
    project.result = report("zh-hans/a/index.html", "style.css", deleted=("index.html",))
    assert project.preview.rebuild() == Outcome(
        project.result, "/news", ("/news/zh-hans/a/", "/news/style.css", "/news/")
    )


def test_one_session_serves_until_configuration_or_day_change(project: Project) -> None:
    for title, day in (("一", DAY), ("一", DAY), ("二", DAY), ("二", date(2026, 1, 2))):
        project.configure(title)
        project.day = day
        project.preview.rebuild()
    assert project.begun == [("一", DAY), ("二", DAY), ("二", date(2026, 1, 2))]


def test_sources_and_configuration_are_watched_before_a_build_reads_them(project: Project) -> None:
    project.result = SitegenError("broken template")
    project.preview.rebuild()
    assert project.followed == [(project.root / "content", project.root / FILE_NAME)]


def test_an_error_that_stops_a_build_is_an_outcome(project: Project) -> None:
    project.result = SitegenError("broken template", hint="mend it")
    outcome = project.preview.rebuild()
    assert (outcome.urls, outcome.faults) == ((), (Fault("broken template", "mend it"),))


def test_a_file_that_vanishes_while_it_is_read_does_not_end_the_preview(project: Project) -> None:
    project.result = FileNotFoundError(2, "No such file", "content/a.md")
    assert project.preview.rebuild().faults == (Fault("content/a.md: No such file"),)


def test_a_broken_configuration_is_watched_until_it_is_mended(project: Project) -> None:
    project.preview.rebuild()
    project.configure("")
    for _ in range(2):  # an edit elsewhere does not hide it
        assert "title" in project.preview.rebuild().faults[0].message
    assert project.followed[-1] == (project.root / "content", project.root / FILE_NAME)
    project.configure("二")
    assert project.preview.rebuild().faults == ()
    assert [title for title, _ in project.begun] == ["一", "二"]


def test_a_configuration_that_breaks_before_the_first_build_is_watched_too(project: Project) -> None:
    project.configure("")
    project.preview.rebuild()
    assert project.followed == [(project.root / FILE_NAME,)]


def test_errors_of_documents_are_shown_and_warnings_are_not(project: Project) -> None:
    project.result = report(
        diagnostics=(
            Diagnostic("content/a.md", 4, "unknown field", hint="did you mean"),
            Diagnostic("content/b.md", 0, "no such image", Severity.WARNING),
        )
    )
    assert project.preview.rebuild().faults == (Fault("content/a.md:4: unknown field", "did you mean"),)

"""What tests of several packages share."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from tests.project import Project
from tests.soak import SOAK, examples

ROOT: Final = Path(__file__).resolve().parents[1]

if SOAK:
    settings.register_profile("soak", max_examples=examples(100), deadline=None)
    settings.load_profile("soak")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="Write the expected trees of tests/sites anew.")


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether laws run at full size: SITEGEN_SOAK=1."""
    return SOAK


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with seeds and evaluation sets beside the repository; tests that ask for it are skipped without."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared with evaluation sets")
    return folder


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that makes a project of files: their names below its folder, and their texts."""

    def make(name: str = "project", files: Mapping[str, str] | None = None) -> Project:
        (tmp_path / name).mkdir()
        return Project(tmp_path / name, files or {})

    return make


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    """A project with a configuration and no content."""
    return new_project()

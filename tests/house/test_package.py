"""What is published: its name, its neighbours, what the wheel carries."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

import sitegen

ROOT: Final = Path(__file__).resolve().parents[2]
PYPROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK: Final = (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


REQUIRED: Final = _names(PYPROJECT["project"]["dependencies"])
DEVELOPERS: Final = _names(PYPROJECT["dependency-groups"]["dev"])
LOCKED: Final = _names([line for line in LOCK if line and not line.startswith("#")])


def test_the_distribution_is_not_called_like_another_program() -> None:
    assert PYPROJECT["project"]["name"] == "sitegen-bilingual"
    assert set(PYPROJECT["project"]["scripts"]) == {"sitegen"}


@pytest.mark.parametrize("clash", ["opencc", "opencc-py", "sitegen"])
def test_packages_that_overwrite_ours_are_never_required(clash: str) -> None:
    assert clash not in REQUIRED | DEVELOPERS | LOCKED


def test_the_lock_covers_all_requirements() -> None:
    # tzdata is for Windows only; the lock is written on Linux.
    assert (REQUIRED | DEVELOPERS) - {"tzdata"} <= LOCKED


def test_the_lock_names_versions_and_no_hosts() -> None:
    pinned = [line for line in LOCK if line and not line.startswith("#")]
    assert pinned
    assert [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\w.!+-]+", line)] == []


def test_the_theme_is_mapped_into_the_wheel() -> None:
    mapped = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert mapped == {"templates": "sitegen/_theme/templates", "static": "sitegen/_theme/static"}
    assert all((ROOT / folder).is_dir() for folder in mapped)
    assert not (ROOT / "sitegen" / "_theme").exists(), "the theme has one copy, at the root"


@pytest.mark.parametrize("name", PYPROJECT["project"]["license-files"] + ["CHANGELOG.md", "CONTRIBUTING.md"])
def test_papers_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_changelog_knows_this_version() -> None:
    assert f"## {sitegen.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")

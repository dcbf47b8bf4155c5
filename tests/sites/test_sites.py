"""Whole small sites, compared byte for byte. `pytest tests/sites --renew-golden` writes what is expected anew."""

import shutil
from pathlib import Path
from typing import Final

import pytest

import sitegen
from tests.project import Project, tree

HERE: Final = Path(__file__).parent
SITES: Final = sorted(path.parent.name for path in HERE.glob("*/project"))
_GENERATOR: Final = f"sitegen {sitegen.__version__}".encode()
_ANY_VERSION: Final = b"sitegen VERSION"


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_what_it_was(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(HERE / name / "project", tmp_path / name)
    project = Project(tmp_path / name)
    report = project.build()
    assert report.diagnostics == ()
    found = {path: data.replace(_GENERATOR, _ANY_VERSION) for path, data in project.tree().items()}
    expected = HERE / name / "expected"
    if request.config.getoption("--renew-golden"):
        renew(expected, found)
    wanted = tree(expected)
    assert sorted(found) == sorted(wanted), "other files; see --renew-golden"
    for path, data in wanted.items():
        if found[path] != data:
            assert found[path].decode() == data.decode(), f"{name}: {path}; see --renew-golden"


def renew(folder: Path, files: dict[str, bytes]) -> None:
    """Make *folder* hold just *files*."""
    if folder.exists():
        shutil.rmtree(folder)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

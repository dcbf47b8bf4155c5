"""However a site came about, it is the site that a first build would make."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from sitegen.build.manifest import read_manifest
from tests.laws.author import Author
from tests.project import Project

pytestmark = pytest.mark.law

_BUILDS: Final = 4


def clean(project: Project, folder: Path) -> Project:
    """Build a copy without cache and output."""
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("public", ".sitegen"))
    copy = Project(folder)
    copy.build()
    return copy


@pytest.mark.parametrize("part", range(4))
def test_incremental_equals_clean(tmp_path: Path, part: int, soak: bool) -> None:
    for seed in range(part, 200 if soak else 4, 4):
        root = tmp_path / f"{seed}"
        root.mkdir()
        author = Author(Project(root / "project"), seed)
        for number in range(_BUILDS):
            follow(author, root / f"clean-{number}")
        shutil.rmtree(root)


def follow(author: Author, folder: Path) -> None:
    """Build after some edits, and compare."""
    project = author.project
    for _ in range(3):
        author.edit()
    if author.broken:
        assert project.build().failed, author.told
        author.mend()
    report = project.build()
    expected = clean(project, folder)
    assert report.diagnostics == expected.build().diagnostics, author.told
    tree = project.tree()
    assert sorted(tree) == sorted(expected.tree()), author.told
    assert [path for path, data in expected.tree().items() if tree[path] != data] == [], author.told
    assert read_manifest(project.output) == read_manifest(expected.output), author.told
    again = project.build()
    assert (again.written, again.deleted, sum(again.ran.values())) == ((), (), 0), author.told

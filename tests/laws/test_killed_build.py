"""A build that dies or fails at any write is made good by the next one."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from sitegen.build.manifest import MANIFEST_NAME, read_manifest
from sitegen.errors import ContentError
from tests.laws.author import Author
from tests.laws.dying import DIED, failing_from
from tests.laws.test_incremental_is_clean import clean
from tests.project import Project, tree

pytestmark = pytest.mark.law

_DEATHS: Final = {DIED, -getattr(signal, "SIGKILL", 0), signal.SIGTERM}
"""By its own hand, or by that of a process that it started."""


@pytest.mark.parametrize("place", ["within", "beside"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_build_is_made_good(tmp_path: Path, repository: Path, place: str, workers: int, soak: bool) -> None:
    """Of builds that end before their death comes there are some more."""
    seeds, left = count(), 25 if soak else 2
    while left:
        seed = next(seeds)
        chance = random.Random(f"{seed} {place} {workers}")  # noqa: S311 (not for secrets)
        root = tmp_path / f"{seed}"
        author = Author(Project(root / "project"), seed)
        project = author.project
        if seed % 3:
            project.build()
            for _ in range(4):
                author.edit()
            author.mend()
        (project.output / "mine.txt").parent.mkdir(exist_ok=True)
        (project.output / "mine.txt").touch()
        write = "switch" if place == "beside" and chance.random() < 0.2 else f"{chance.randint(1, 40)}"
        moment = chance.choice(("before", "during"))
        told = (write, moment, author.told)
        left -= die(repository, project, write, moment, f"{workers}", place)
        if chance.random() < 0.5:
            author.edit()
            author.mend()
        project.build(at_once=place == "beside" and chance.random() < 0.5)
        expected = clean(project, root / "clean")
        # What was half written when the process died has a name of its own, and is never taken for a page.
        found = {path: data for path, data in tree(project.output).items() if not path.endswith(".sg-half")}
        assert found == {**expected.tree(), "mine.txt": b""}, told
        assert read_manifest(project.output) == read_manifest(expected.output), told
        assert project.build().written == ()
        assert not {".public-next", ".public-last"} & {path.name for path in project.root.iterdir()}, told
        shutil.rmtree(root)


def die(repository: Path, project: Project, *how: str) -> bool:
    """Build and die; return whether there was death before the end."""
    command = [sys.executable, "-m", "tests.laws.killed_build", str(project.root), *how]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode in {0, *_DEATHS}, done.stderr
    return done.returncode != 0


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_build_that_cannot_write_is_made_good(tmp_path: Path, code: int, soak: bool) -> None:
    for seed in range(30 if soak else 3):
        chance = random.Random(seed)  # noqa: S311 (not for secrets)
        root = tmp_path / f"{seed}"
        author = Author(Project(root / "project"), seed)
        project = author.project
        project.build()
        for _ in range(4):
            author.edit()
        author.mend()
        before, wanted = tree(project.output), clean(project, root / "clean")
        after = wanted.tree()
        told: list[ContentError] = []
        try:
            with failing_from(chance.randint(1, 30), code):
                project.build()
        except ContentError as error:
            told.append(error)
        assert all(error.hint and os.strerror(code) in error.message for error in told)
        for path, data in tree(project.output).items():
            assert path == MANIFEST_NAME or data in (before.get(path), after.get(path)), (path, author.told)
        project.build()
        assert project.tree() == after, author.told
        assert read_manifest(project.output) == read_manifest(wanted.output), author.told
        shutil.rmtree(root)

"""The same content is the same bytes: for any number of workers, any seed of hashing, any place, any surroundings."""

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from sitegen.build.manifest import MANIFEST_NAME
from tests.laws.author import Author
from tests.project import Project, tree

pytestmark = pytest.mark.law

ROOT: Final = Path(__file__).resolve().parents[2]
ALL: Final = tuple(product((1, 2, 4), (1, 2), ("", "shuffled"), ("here", "another/place")))
"""Numbers of workers, seeds of hashing, orders in which folders list their files, places."""
SOME: Final = ((1, 1, "", "here"), (2, 2, "shuffled", "here"), (4, 1, "shuffled", "another/place"))


def build(folder: Path, seed: int, workers: int, environment: dict[str, str]) -> dict[str, bytes]:
    author = Author(Project(folder), seed)
    for _ in range(10):
        author.edit()
    author.mend()
    command = [sys.executable, "-m", "tests.laws.ordered_build", "-C", str(folder)]
    options = ["build", "--now", "2026-01-31", "--workers", str(workers)]
    surroundings = os.environ | environment
    done = subprocess.run([*command, *options], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = tree(folder / "public")
    return found | {MANIFEST_NAME: (folder / "public" / MANIFEST_NAME).read_bytes()}


def test_surroundings_do_not_count(tmp_path: Path, soak: bool) -> None:
    for seed in range(10 if soak else 1):
        root = tmp_path / f"{seed}"
        elsewhere = {"TZ": "America/New_York", "LC_ALL": "C"}
        expected = build(root / "elsewhere", seed, 1, elsewhere)
        for workers, hashing, order, place in ALL if soak else SOME:
            environment = {"PYTHONHASHSEED": f"{hashing}", "SITEGEN_TEST_ORDER": order}
            name = f"{workers}-{hashing}-{order}"
            found = build(root / name / place, seed, workers, environment)
            assert sorted(found) == sorted(expected), (name, seed)
            assert [path for path, data in expected.items() if found[path] != data] == [], (name, seed)
        shutil.rmtree(root)


def test_workers_do_not_count_in_later_builds(tmp_path: Path, soak: bool) -> None:
    for seed in range(10 if soak else 1):
        authors = [Author(Project(tmp_path / f"{seed}-{workers}"), seed) for workers in (1, 2)]
        for _ in range(2):
            reports = []
            for workers, author in enumerate(authors, 1):
                for _ in range(3):
                    author.edit()
                author.mend()
                reports.append(author.project.build(workers=workers))
            assert reports[0] == reports[1]
            assert authors[0].project.tree() == authors[1].project.tree()


def test_what_is_found_in_raw_pages_does_not_hang_on_the_seed_of_hashing() -> None:
    names = ("island-wire-whale.txt", "wire-lake-core.txt", "decoy-mojibake-column.txt")
    pages = [str(ROOT / "tests" / "cases" / "hostile" / name) for name in names]
    command = [sys.executable, "-m", "sitegen", "extract", "--json", *pages]
    found = {
        subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1

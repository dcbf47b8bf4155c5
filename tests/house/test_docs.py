"""The documentation tells what there is, and its links lead somewhere."""

import dataclasses
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import click
import pytest

from sitegen import cli, config

ROOT: Final = Path(__file__).resolve().parents[2]
READMES: Final = sorted(ROOT.glob("README*.md"))
DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS_PAGE: Final = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
CONFIGURATION_PAGE: Final = (ROOT / "docs" / "reference" / "configuration.md").read_text("utf-8")

FENCE: Final = re.compile(r"^(```+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")

FOREIGN: Final = {
    "a folder of one machine": re.compile(r"(?<![\w.~:/-])/(?:home|root|Users|work)/\w"),
    "a host of packages": re.compile(r"python[h]osted|pypi\.org|--(?:extra-)?index[-]url|--find[-]links"),
}
WRITTEN_HERE: Final = {".md", ".py", ".toml", ".yaml", ".yml", ".html", ".css", ".js", ".lock", ".xml", ".tsv", ""}


def _commands(command: click.Command, name: str = "sitegen") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for key, sub in sorted(command.commands.items()):
            yield from _commands(sub, f"{name} {key}")
    else:
        yield name, command


COMMANDS: Final = dict(_commands(cli.cli))


def _section(page: str, heading: str) -> str:
    """Return the part of *page* below the heading whose first words are *heading*, up to the next of its level."""
    match = re.search(rf"^(#+) `{re.escape(heading)}(?=[` ]).*?(?=^\1 |\Z)", page, re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


# ── commands ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_with_all_its_options(name: str) -> None:
    section = _section(COMMANDS_PAGE, name)
    assert section, f"docs/reference/commands.md has no heading for `{name}`"
    options = [param for param in COMMANDS[name].params if isinstance(param, click.Option) and not param.hidden]
    missing = [opt for param in options for opt in param.opts if not re.search(rf"`{re.escape(opt)}\b", section)]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_worth_reading(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [param.name for param in command.params if isinstance(param, click.Option) and not param.help] == []


def test_no_documented_command_is_gone() -> None:
    documented = re.findall(r"^### `(sitegen(?: [a-z]+)+)", COMMANDS_PAGE, re.MULTILINE)
    assert sorted(documented) == sorted(COMMANDS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_examples_exist(path: Path) -> None:
    blocks = [match[0] for match in FENCE.finditer(path.read_text("utf-8"))]
    used = {
        words
        for block in blocks
        for words in re.findall(r"^(?:\$ )?(?:\S*/)?sitegen ([a-z]+(?: [a-z]+)?)", block, re.MULTILINE)
    }
    known = {name.removeprefix("sitegen ") for name in COMMANDS}
    assert [words for words in used if not known & {words, words.split()[0]}] == []


# ── configuration and theme ─────────────────────────────────────────────────────────────────────

TABLES: Final = {
    "[site]": (config.SiteConfig, {"overrides", "nav"}),
    "[import]": (config.ImportConfig, set[str]()),
    "[build]": (config.BuildConfig, set[str]()),
    "[theme]": (config.ThemeConfig, set[str]()),
    "[deploy.NAME]": (config.DeployConfig, {"name"}),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_setting_is_documented(table: str) -> None:
    record, apart = TABLES[table]
    section = _section(CONFIGURATION_PAGE, table)
    names = {field.name for field in dataclasses.fields(record)} - apart
    assert {name for name in names if f"| `{name}` |" not in section} == set()


def test_the_page_of_views_is_up_to_date() -> None:
    program = ROOT / "tools" / "document_views.py"
    done = subprocess.run([sys.executable, str(program), "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


def test_configuration_examples_are_valid() -> None:
    examples = re.findall(r"^```toml\n(.*?)^```", CONFIGURATION_PAGE, re.MULTILINE | re.DOTALL)
    assert examples
    for example in examples:
        source = example if "[site]" in example else f'[site]\ntitle = "x"\n{example}'
        config.parse_config(source, ROOT)
        tomllib.loads(source)


# ── prose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_a_readme_names_both_commands_and_its_sisters(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "make site" in text
    assert "make test" in text
    assert [other.name for other in READMES if other != path and f"({other.name})" not in text] == []


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))
    for link in LINK.findall(prose):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, fragment = unquote(link).partition("#")
        file = path.parent / target if target else path
        if not file.exists() or (fragment and fragment not in _anchors(file)):
            broken.append(link)
    assert broken == []


def _our_files() -> Iterator[Path]:
    skipped = {"raw", "content", "public", "build", "dist", "node_modules"}
    for entry in sorted(ROOT.iterdir()):
        if entry.is_file() and entry.name != ".git":  # of a worktree: it names a folder
            yield entry
        elif entry.name == ".ci" or not (entry.name.startswith(".") or entry.name in skipped):
            yield from (path for path in sorted(entry.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


@pytest.mark.parametrize("what", FOREIGN)
def test_the_project_speaks_of_itself_alone(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _our_files()
        if path.suffix in WRITTEN_HERE
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if FOREIGN[what].search(line)
    ]
    assert found == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))

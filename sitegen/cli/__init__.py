"""The command `sitegen`: arguments → one call → exit code. Only this package prints or exits.

Exit codes: 0 done; 1 the content has errors; 2 wrong usage or configuration.
"""

import sys
from pathlib import Path

import click

from sitegen import __version__
from sitegen.cli import building, glossary, importing, project, review
from sitegen.cli.console import State, say_error
from sitegen.errors import ConfigError, SitegenError

_COMMANDS = (
    importing.import_,
    importing.extract_,
    importing.repair_,
    importing.convert_,
    review.review,
    building.build,
    building.serve,
    building.check,
    building.explain,
    building.deploy,
    glossary.glossary,
    project.new,
    project.theme,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sitegen")
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The project's folder; by default the nearest one with a sitegen.toml, from here upward.",
)
@click.pass_context
def cli(context: click.Context, folder: Path | None) -> None:
    """Turn dirty Chinese web pages into clean Markdown, and Markdown into a site in both scripts.

    A project begins with `sitegen new NAME`. Raw pages come in through `sitegen import`; what it writes into content/
    is yours to edit. `sitegen build` makes the site, `sitegen serve` previews it, `sitegen deploy` publishes it.
    """
    context.obj = State(folder)


for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit with its code."""
    # Windows consoles and pipes have other encodings; what we read and print is UTF-8 everywhere.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="strict" if stream is sys.stdin else "backslashreplace")
    try:
        cli(prog_name="sitegen")
    except SitegenError as error:
        say_error(error)
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    except BrokenPipeError:
        # The reader of our output has seen enough.
        sys.stderr.close()
        sys.exit(1)

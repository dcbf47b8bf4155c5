"""The whole program within this process: `sitegen(...)` is what the shell would run."""

import sys
from collections.abc import Sequence
from unittest.mock import patch

import click
from click.testing import CliRunner, Result

from sitegen.cli import main


class _Program(click.Command):
    """Stands where the test runner expects a command, so that exit codes are those of `main`."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **_: object) -> None:  # type: ignore[override]
        with patch.object(sys, "argv", [prog_name or "sitegen", *(args or ())]):
            main()


def sitegen(*args: object, given: str | bytes = "") -> Result:
    """Run the program with *args* and *given* on its standard input; an error of Python is raised again."""
    result = CliRunner().invoke(_Program("sitegen"), [str(arg) for arg in args], input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result

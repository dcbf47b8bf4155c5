"""Build a project and die at one of its writes: `killed_build.py PROJECT WRITE before|during`."""

import sys
from pathlib import Path

from tests.laws.dying import die_at
from tests.project import Project


def main(root: str, write: str, moment: str) -> None:
    die_at(int(write), moment)
    Project(Path(root)).build()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Build a project and die: `killed_build.py PROJECT WRITE MOMENT WORKERS PLACE`.

WRITE is the number of one of its writes, or `switch`, where the site that was built beside the other takes its place.
MOMENT is `before` or `during`; PLACE is `beside` or `within` the site that stands.
"""

import sys
from pathlib import Path

from tests.laws.dying import die_at, die_at_the_switch
from tests.project import Project


def main(root: str, write: str, moment: str, workers: str, place: str) -> None:
    if write == "switch":
        die_at_the_switch(moment)
    else:
        die_at(int(write), moment)
    Project(Path(root)).build(workers=int(workers), at_once=place == "beside")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Build a project and die at one of its writes, as if the power went: `killed_build.py PROJECT WRITE before|during`."""

import os
import sys
from pathlib import Path
from typing import Final

from sitegen import files
from tests.project import Project

DIED: Final = 77


def main(root: str, write: str, moment: str) -> None:
    left, write_atomic = int(write), files.write_atomic

    def write_or_die(path: Path | str, data: bytes, *, durable: bool = False) -> None:
        nonlocal left
        left -= 1
        if left == 0 and moment == "during":
            folder = Path(path).parent
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".sg-half").write_bytes(data[: len(data) // 2])
        if left == 0:
            os._exit(DIED)
        write_atomic(path, data, durable=durable)

    files.write_atomic = write_or_die
    Project(Path(root)).build()


if __name__ == "__main__":
    main(*sys.argv[1:])

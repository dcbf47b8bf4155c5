"""The command `sitegen` where folders list their files in an order of ours: as it comes, or `shuffled`."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sitegen.cli import main

scandir = os.scandir


@contextmanager
def shuffled(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    with scandir(path) as entries:
        yield iter(sorted(entries, key=lambda entry: zlib.crc32(entry.name.encode())))


if __name__ == "__main__":
    if os.environ.get("SITEGEN_TEST_ORDER") == "shuffled":
        os.scandir = shuffled  # type: ignore[assignment]
    main()

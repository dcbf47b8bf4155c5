"""The command `sitegen` where folders list their files in an order of ours: as it comes, or `reversed`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sitegen.cli import main

scandir = os.scandir


@contextmanager
def backwards(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    with scandir(path) as entries:
        yield iter(sorted(entries, key=lambda entry: entry.name, reverse=True))


if __name__ == "__main__":
    if os.environ.get("SITEGEN_TEST_ORDER") == "reversed":
        os.scandir = backwards  # type: ignore[assignment]
    main()

"""Time repair, and cleaning and repair together, on one core.

    python benchmarks/repair_speed.py [FOLDER] [--runs N]

Documents of 3,000 characters are made of the healthy lines and the passages of the tests: healthy ones, ones in which
people chat with `?!`, ones with damage of each kind in a part of a line, and hostile ones. FOLDER holds text dumps
(`*.txt`, `*.html`) as found; they are extracted, that is cleaned and repaired, as they are and brought to 3,000
characters: repeated, and each followed by the next ones, so that no text stands in a document twice. Processor seconds
are counted, the best of several runs; imports, and the first document, which loads tables, are not counted.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sitegen.extract import ExtractionError, extract  # noqa: E402
from sitegen.model import RawDocument  # noqa: E402
from sitegen.text.repair import repair  # noqa: E402
from tests.text.damage import FAMILIES, damaged  # noqa: E402

CASES: Final = ROOT / "tests" / "cases"
SIZE: Final = 3_000
NUMBERS: Final = count(1)
HOSTILE: Final = (
    "?!",
    "“?!薄",
    "?!薄爸灰\ue013?",
    "?!薄爸灰他们在河边走了很久",
    "開(kāi)",
    "&amp;",
    "Ã©",
    "甲,",
    "\ue013春",
)


def main(arguments: Sequence[str]) -> int:
    """Print documents a second and milliseconds a document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="text dumps, as found")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(arguments)
    rows = {"healthy": healthy(), "chat": [grown(lines("chat"))], **hurt(), **hostile()}
    for name, texts in rows.items():
        # Each time another text: what was seen before is remembered.
        report(name, [lambda text=text: repair(f"{text}\n{next(NUMBERS)}") for text in texts], given.runs)
    if given.folder:
        paths = sorted(path for path in given.folder.iterdir() if path.suffix in (".txt", ".html"))
        texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
        sizes = {
            "as found": texts,
            f"repeated to {SIZE}": [grown([text]) for text in texts],
            f"joined to {SIZE}": [joined(texts, first) for first in range(len(texts))],
        }
        for name, some in sizes.items():
            raws = [RawDocument(path.name, text.encode()) for path, text in zip(paths, some, strict=True)]
            report(f"cleaned and repaired, {name}", [lambda raw=raw: read(raw) for raw in raws], given.runs)
    return 0


def lines(name: str) -> list[str]:
    return (CASES / "repair" / "healthy" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def grown(some: Sequence[str]) -> str:
    text = "\n".join(some)
    return (f"{text}\n" * (SIZE // len(text) + 1))[:SIZE]


def joined(texts: Sequence[str], first: int) -> str:
    """Return SIZE characters of the text with the number *first* and of those behind it."""
    text = ""
    for number in range(first, first + len(texts)):
        text += texts[number % len(texts)] + "\n"
        if len(text) >= SIZE:
            break
    return text[:SIZE]


def healthy() -> list[str]:
    whole = [path.read_text(encoding="utf-8") for path in sorted((CASES / "traditional").glob("*.txt"))]
    prose = grown(lines("prose"))
    return [prose, *(text[start : start + SIZE] for text in whole for start in range(0, len(text) - SIZE, SIZE))]


def hurt() -> dict[str, list[str]]:
    chance = random.Random(1)  # noqa: S311 - the same damage each time
    prose = grown(lines("prose"))
    return {f"with {family}": [damaged(prose, family, "part", chance) for _ in range(5)] for family in FAMILIES}


def hostile() -> dict[str, list[str]]:
    return {f"nothing but {piece!a}": [(piece * SIZE)[:SIZE]] for piece in HOSTILE}


def read(raw: RawDocument) -> None:
    try:
        extract(raw, zone=UTC)
    except ExtractionError:
        return


def report(name: str, calls: Sequence[Callable[[], object]], runs: int) -> float:
    calls[0]()
    best = min(timed(calls) for _ in range(runs))
    print(f"{name}: {len(calls) / best:.0f} a second, {1000 * best / len(calls):.1f} ms each")
    return best


def timed(calls: Sequence[Callable[[], object]]) -> float:
    start = time.process_time()
    for call in calls:
        call()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

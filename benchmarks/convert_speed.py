"""Time the conversion of much text, and compare it with the reference implementation.

    python benchmarks/convert_speed.py [--profile NAME] [--megabytes N] [PYTHON]

The text is generated: sentences of the sample articles, shuffled by a fixed seed. PYTHON is another environment's
interpreter in which the package `opencc`, the binding of the C++ library, is installed: it cannot be installed beside
sitegen. Whole processes are timed, turn by turn, each with its start; of several runs the best counts. Keep the
machine quiet: only the ratio is worth anything on a busy one.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sitegen.text.script.convert import convert

CONTENT: Final = Path(__file__).parents[1] / "content"
SEED: Final = 20261123
SENTENCE: Final = "[\u4e00-\u9fff，、；：“”《》0-9]{6,40}[。！？]"
"""Shorter ones are headings, longer ones lists."""
PARAGRAPH: Final = 5
LOAD: Final = """
import sys, time
start = time.perf_counter()
from sitegen.text.script.compiled import engine
imported = time.perf_counter()
engine(sys.argv[1])
print(1000 * (imported - start), 1000 * (time.perf_counter() - imported))
"""
REFERENCE: Final = """
import sys, opencc
converted = opencc.OpenCC(sys.argv[1]).convert(sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(converted.encode())
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", nargs="?", help="interpreter of an environment with the package opencc")
    parser.add_argument("--profile", default="s2tw")
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    text = generated(int(options.megabytes * 1e6))
    convert(text[:1000], (options.profile,))  # the tables are compiled and kept now, not in the first run
    commands = {"sitegen": [sys.executable, "-m", "sitegen", "convert", "--profile", options.profile]}
    if options.python:
        commands["opencc, C++"] = [options.python, "-c", REFERENCE, options.profile]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "text.txt")
        source.write_text(text, encoding="utf-8", newline="\n")
        targets = {name: Path(folder, f"{place}.txt") for place, name in enumerate(commands)}
        seconds = {name: float("inf") for name in commands}
        for _ in range(options.runs):
            for name, command in commands.items():
                seconds[name] = min(seconds[name], timed(command, source, targets[name]))
        is_same = len({path.read_bytes().replace(b"\r\n", b"\n") for path in targets.values()}) == 1
    for name, took in seconds.items():
        print(f"{name:12} {options.profile}: {took:6.2f} s, {len(text) / took / 1e6:5.2f} million characters a second")
    if options.python:
        print(f"ratio        {seconds['opencc, C++'] / seconds['sitegen']:.2f} (more than 1: sitegen is faster)")
        print(f"output       {'the same' if is_same else 'DIFFERENT'}")
    loads = [loaded(options.profile) for _ in range(options.runs)]
    imports, tables = (min(column) for column in zip(*loads, strict=True))
    print(f"tables       {tables:.0f} ms from the cache, after {imports:.0f} ms for the modules")
    return 0 if is_same else 1


def generated(size: int) -> str:
    """Return about *size* bytes of Simplified text, the same each time."""
    articles = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md")))
    found = set(re.findall(SENTENCE, articles))
    # Only the Simplified articles: their text stays as it is on the way to Simplified.
    sentences = [sentence for sentence in sorted(found) if convert(sentence, ("t2s",)) == sentence]
    chosen = random.Random(SEED)  # noqa: S311 - a sample that is the same in each run
    paragraphs: list[str] = []
    missing = size
    while missing > 0:
        paragraphs.append("".join(chosen.choices(sentences, k=PARAGRAPH)))
        missing -= len(paragraphs[-1].encode()) + 1
    return "\n".join((*paragraphs, ""))


def timed(command: Sequence[str], source: Path, target: Path) -> float:
    """Return the seconds that *command* takes from its start to its end."""
    with source.open("rb") as given, target.open("wb") as made:
        start = time.perf_counter()
        subprocess.run(command, stdin=given, stdout=made, check=True)
        return time.perf_counter() - start


def loaded(profile: str) -> tuple[float, float]:
    """Return the milliseconds that a new process takes to import the converter, and to read its tables."""
    run = subprocess.run([sys.executable, "-c", LOAD, profile], capture_output=True, text=True, check=True)
    imports, tables = map(float, run.stdout.split())
    return imports, tables


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Time the extraction of real pages on one core, and compare it with trafilatura.

    python benchmarks/extract_speed.py FOLDER... [--python PYTHON] [--runs N]

FOLDER holds pages as `*.html` or `*.html.gz`, as fetched. PYTHON is an interpreter of an environment in which
trafilatura is installed; without it only sitegen is timed. Both read the same bytes, turn by turn, in a process each;
imports and the first page, which loads tables, are not counted. Processor seconds are counted, not the clock, and the
best of several runs. The peak memory of a process is that of reading all folders.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_COMMON: Final = """
import gzip, json, sys, time
from pathlib import Path

def pages(folder):
    for path in sorted(Path(folder).rglob("*.html*")):
        data = path.read_bytes()
        yield gzip.decompress(data) if path.suffix == ".gz" else data

def peak():
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)

def main(read):
    found = {}
    for folder in sys.argv[1:]:
        first, *others = pages(folder)
        read(first)
        start = time.process_time()
        for data in others:
            read(data)
        found[folder] = len(others) / (time.process_time() - start)
    print(json.dumps({"speeds": found, "peak": peak()}))
"""
OURS: Final = f"""{_COMMON}
from datetime import UTC
from sitegen.extract import ExtractionError, extract
from sitegen.model import RawDocument

def read(data):
    try:
        extract(RawDocument("page.html", data), zone=UTC)
    except ExtractionError:
        pass

main(read)
"""
THEIRS: Final = f"""{_COMMON}
import logging
import trafilatura
logging.disable(logging.CRITICAL)
main(trafilatura.bare_extraction)
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="pages to read")
    parser.add_argument("--python", help="interpreter of an environment with trafilatura")
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args(arguments)
    commands = {"sitegen": [sys.executable, "-c", OURS]}
    if options.python:
        commands["trafilatura"] = [options.python, "-c", THEIRS]
    best: dict[tuple[str, str], float] = {}
    peaks: dict[str, float] = {}
    for _ in range(options.runs):
        for name, command in commands.items():
            run = subprocess.run([*command, *options.folders], check=True, capture_output=True, text=True)
            result = json.loads(run.stdout)
            peaks[name] = max(peaks.get(name, 0.0), result["peak"])
            for folder, speed in result["speeds"].items():
                best[name, folder] = max(best.get((name, folder), 0.0), speed)
    for folder in options.folders:
        speeds = [f"{name} {best[name, folder]:.1f}" for name in commands]
        ratio = f"  ratio {best['sitegen', folder] / best['trafilatura', folder]:.2f}" if options.python else ""
        print(f"{Path(folder).name:20s} pages a second: {', '.join(speeds)}{ratio}")
    print("peak memory, MB:", ", ".join(f"{name} {peak:.0f}" for name, peak in peaks.items()))
    if not options.python:
        print("trafilatura was not measured: give --python with an interpreter that has it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Count the weights by which naively converted Traditional text is recognised, and write them into the package.

    python tools/naive_weights.py CORPUS

CORPUS is a folder of plain texts (`*.txt`, `*.txt.gz`) in Simplified script; those named `classical*` are genuine
Traditional. Each document is converted well, to each kind of Traditional, and badly, character by character, as three
kinds of careless converters do. What matters is which characters then change on the way to Simplified and back: a pair
is worth the logarithm of how much more often it appears in the bad ones. Only the pairs and their weights are written,
no text.
"""

import argparse
import gzip
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sitegen.text.han import han_count
from sitegen.text.script.convert import convert
from sitegen.text.script.naive import MAX_COUNT, changed_pairs
from sitegen.text.script.tables import candidates

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "text" / "script" / "naive_weights.tsv"
SEED: Final = 20261123
DOCUMENT_CHARS: Final = 800
MAX_DOCUMENTS: Final = 260
"""Of each file of the corpus, so that no kind of text outweighs the others; a few minutes of work in all."""

HELD_OUT: Final = 5
"""Every fifth document is not counted when the weights are tried."""

GOOD_PROFILES: Final = ("s2t", "s2tw", "s2hk", "s2twp")
SMOOTHING: Final = 0.5
LOWEST: Final = -2.0
HIGHEST: Final = 4.0
LEAST: Final = 0.3
"""Weights nearer to zero say nothing and are left out."""

LEFT_ALONE: Final = "后于并干范咨么里面系只台几划制准别才当发向冲采卷"
"""Characters that both scripts have, which some converters therefore do not touch."""


def main(arguments: Sequence[str]) -> int:
    """Write the weights and say on standard error what they are worth on documents that were not counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of plain texts")
    corpus: Path = parser.parse_args(arguments).corpus
    chosen = random.Random(SEED)  # noqa: S311 - a sample that is the same in each run
    simplified, traditional = documents(corpus, chosen)
    if not simplified:
        parser.error(f"no text in {corpus}")
    # Split by document, before it is converted: its several conversions are too much alike to stand on both sides.
    held = features(simplified[::HELD_OUT], traditional[::HELD_OUT])
    counted = features(without(simplified), without(traditional))
    report(weights(*counted), *held)
    found = weights(counted[0] + held[0], counted[1] + held[1])
    rows = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    TARGET.write_text("".join(f"{pair}\t{weight:.2f}\n" for pair, weight in rows), encoding="utf-8", newline="\n")
    return 0


def documents(corpus: Path, chosen: random.Random) -> tuple[list[str], list[str]]:
    """Return a sample of documents of equal size, Simplified ones and genuine Traditional ones."""
    simplified: list[str] = []
    traditional: list[str] = []
    for path in sorted(corpus.glob("*.txt*")):
        opener: Callable[..., Iterable[str]] = gzip.open if path.suffix == ".gz" else open
        whole = list(chunks(opener(path, "rt", encoding="utf-8")))
        sample = chosen.sample(whole, min(MAX_DOCUMENTS, len(whole)))
        (traditional if path.name.startswith("classical") else simplified).extend(sample)
    return simplified, traditional


def without(documents: Sequence[str]) -> list[str]:
    """Return the documents that are not held out."""
    return [text for place, text in enumerate(documents) if place % HELD_OUT]


def chunks(lines: Iterable[str]) -> Iterator[str]:
    """Cut a text into documents of about `DOCUMENT_CHARS` Han characters each."""
    held: list[str] = []
    size = 0
    for line in lines:
        count = han_count(line)
        if not count or re.match(r"\S+\.md#|---|<!--", line):
            continue
        held.append(line.strip())
        size += count
        if size >= DOCUMENT_CHARS:
            yield "\n".join(held)
            held, size = [], 0


def converters() -> tuple[dict[int, str], ...]:
    """Return three careless converters, each a map of characters."""
    table = candidates("STCharacters.txt")
    first = {ord(key): values[0] for key, values in table.items()}
    careful = {key: value for key, value in first.items() if chr(key) not in LEFT_ALONE}
    eager = {ord(key): next((value for value in values if value != key), key) for key, values in table.items()}
    return first, careful, eager


def features(simplified: Sequence[str], traditional: Sequence[str]) -> tuple[list[Counter[str]], list[Counter[str]]]:
    """Return the changed pairs of naive and of good documents."""
    maps = converters()
    naive: list[Counter[str]] = []
    good = [changed_pairs(text) for text in traditional]
    for place, text in enumerate(simplified):
        naive += (changed_pairs(text.translate(table)) for table in maps)
        good += (changed_pairs(convert(text, (profile,))) for profile in GOOD_PROFILES)
        if place % 50 == 0:
            print(f"{place} of {len(simplified)}", file=sys.stderr)  # noqa: T201 - a command
    return naive, good


def weights(naive: Sequence[Counter[str]], good: Sequence[Counter[str]]) -> dict[str, float]:
    """Return the clipped log-odds of each pair that is seen in at least two documents."""
    in_naive, in_good = totals(naive), totals(good)
    seen = Counter(pair for pairs in (*naive, *good) for pair in pairs)
    result: dict[str, float] = {}
    for pair, documents_seen in seen.items():
        rate = (in_naive[pair] + SMOOTHING) / (len(naive) + 2 * SMOOTHING)
        other = (in_good[pair] + SMOOTHING) / (len(good) + 2 * SMOOTHING)
        weight = min(max(math.log(rate / other), LOWEST), HIGHEST)
        if documents_seen > 1 and abs(weight) >= LEAST:
            result[pair] = weight
    return result


def totals(documents: Iterable[Counter[str]]) -> Counter[str]:
    """Add up the pairs of all documents, each counted as the detector counts it."""
    result: Counter[str] = Counter()
    for pairs in documents:
        result.update({pair: min(count, MAX_COUNT) for pair, count in pairs.items()})
    return result


def report(found: dict[str, float], naive: Sequence[Counter[str]], good: Sequence[Counter[str]]) -> None:
    """Print for some thresholds how many of the naive and of the good documents lie above."""

    def score(pairs: Counter[str]) -> float:
        return sum(min(count, MAX_COUNT) * found.get(pair, 0.0) for pair, count in pairs.items())

    for threshold in (3, 4, 5, 6, 7, 8, 10):
        hits = sum(score(pairs) > threshold for pairs in naive)
        errors = sum(score(pairs) > threshold for pairs in good)
        print(f"above {threshold}: naive {hits}/{len(naive)}, good {errors}/{len(good)}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Count the weights by which naively converted Traditional text is recognised, and write them into the package.

    python tools/naive_weights.py CORPUS

CORPUS is a folder of plain texts (`*.txt`, `*.txt.gz`) in Simplified script; those named `classical*` are genuine
Traditional. Texts of about 400 Han characters are converted well, to each kind of Traditional, and badly, as careless
converters do. What matters is which characters then change on the way to Simplified and back: a pair is worth the
logarithm of how many more of the bad ones have it. Only the pairs and their weights are written, no text.

Two of five documents are never counted: `held_out` gives these to whoever wants to know what the weights are worth,
one of them to choose thresholds by, the other to measure with.
"""

import argparse
import gzip
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from sitegen.text.han import han_count
from sitegen.text.script.careless import maps, standard
from sitegen.text.script.convert import convert
from sitegen.text.script.naive import is_classical, places
from sitegen.text.script.tables import candidates

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "text" / "script" / "naive_weights.tsv"
SEED: Final = 20261123
TEXT_CHARS: Final = 400
MOST_TEXTS: Final = 2400
"""Of each file of the corpus, so that no kind of text outweighs the others; five minutes of work in all."""

FOLDS: Final = 5
"""Documents fall into so many folds by their number."""

CHOOSING: Final = 0
"""The fold of the documents by which thresholds are chosen."""

MEASURING: Final = 1
"""The fold of the documents by which nothing was ever chosen."""

DOCUMENT_CHARS: Final = 2000
"""Where the corpus does not say where a document begins, so many Han characters are one."""

GOOD_PROFILES: Final = ("s2t", "s2tw", "s2hk", "s2twp")
SMOOTHING: Final = 0.5
HIGHEST: Final = 5.0


class Sample(NamedTuple):
    """Texts of one length."""

    simplified: tuple[str, ...]
    genuine: tuple[str, ...]
    """Traditional by their writers."""


def main(arguments: Sequence[str]) -> int:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of plain texts")
    corpus: Path = parser.parse_args(arguments).corpus
    counted = sample(corpus, MOST_TEXTS, set(range(FOLDS)) - {CHOOSING, MEASURING})
    if not counted.simplified:
        parser.error(f"no text in {corpus}")
    found = weights(counted)
    rows = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    TARGET.write_text("".join(f"{pair}\t{weight:.2f}\n" for pair, weight in rows), encoding="utf-8", newline="\n")
    return 0


def held_out(corpus: Path, most: int, fold: int, seed: int = SEED) -> Sample:
    """Return texts of the documents of *fold*, which the weights do not know, at most *most* of each file."""
    return sample(corpus, most, {fold}, seed=seed)


def sample(corpus: Path, most: int, folds: AbstractSet[int], *, seed: int = SEED) -> Sample:
    """Return texts of the documents that are in *folds*."""
    chosen = random.Random(seed)  # noqa: S311 - a sample that is the same in each run
    simplified: list[str] = []
    genuine: list[str] = []
    for path in sorted(corpus.glob("*.txt*")):
        opener: Callable[..., TextIO] = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            whole = [
                text
                for number, document in enumerate(documents(lines))
                if number % FOLDS in folds
                for text in texts(document)
            ]
        some = chosen.sample(whole, min(most, len(whole)))
        (genuine if path.name.startswith("classical") else simplified).extend(some)
    return Sample(tuple(simplified), tuple(genuine))


def documents(lines: Iterable[str]) -> Iterator[list[str]]:
    """Cut a file into documents: at the lines that name one, else by size."""
    held: list[str] = []
    size = 0
    named = False
    for line in lines:
        begins = bool(re.match(r"\S+\.md[#-]", line))
        named = named or begins
        if held and (begins or (not named and size >= DOCUMENT_CHARS)):
            yield held
            held, size = [], 0
        count = han_count(line)
        if count and not begins and not line.startswith(("---", "<!--")):
            held.append(line.strip())
            size += count
    yield held


def texts(document: Iterable[str]) -> Iterator[str]:
    """Cut a document into texts of about `TEXT_CHARS` Han characters each, at the ends of sentences; drop the rest."""
    held: list[str] = []
    size = 0
    for line in document:
        for sentence in re.findall(r"[^。；！？]+[。；！？]?|[。；！？]", line):
            held.append(sentence)
            size += han_count(sentence)
            if size >= TEXT_CHARS:
                yield "".join(held)
                held, size = [], 0
        held.append("\n")


def changed_pairs(text: str) -> Counter[str]:
    """Count the characters that change when *text* is made Simplified and Traditional again, each with what it becomes.

    What writers of good Traditional text choose as they like, 爲 or 為, 公布 or 公佈, is not counted.
    """
    pairs: Counter[str] = Counter()
    for place, count in places(text).items():
        if place.is_changed:
            pairs[place.written + place.expected] += count
    return pairs


def weights(counted: Sample) -> dict[str, float]:
    """Return the clipped log-odds of each pair that more of the naive texts have, by their share of either."""
    good = [pairs for text in counted.genuine if not is_classical(text) for pairs in [changed_pairs(text)]]
    naive: list[Counter[str]] = []
    # The least usual forms as well, so that a converter that is none of the known ones is recognised by its mistakes.
    last = {key: standard(forms[-1]) for key, forms in candidates("STCharacters.txt").items()}
    tables = [{ord(key): value for key, value in table.items()} for table in (*maps(), last)]
    for place, text in enumerate(counted.simplified):
        naive += (changed_pairs(text.translate(table)) for table in tables)
        good += (changed_pairs(convert(text, (profile,))) for profile in GOOD_PROFILES)
        if place % 100 == 0:
            print(f"{place} of {len(counted.simplified)}", file=sys.stderr)  # noqa: T201 - a command
    in_naive, in_good = (Counter(pair for pairs in sets for pair in pairs) for sets in (naive, good))
    found = {
        pair: min(math.log((count + SMOOTHING) / (in_good[pair] * len(naive) / len(good) + SMOOTHING)), HIGHEST)
        for pair, count in in_naive.items()
    }
    return {pair: weight for pair, weight in found.items() if weight > 0}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

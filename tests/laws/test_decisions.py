"""Decisions: only those that stand count, however they came about; and no power cut loses anything."""

import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.ingest.decide import decide
from sitegen.ingest.decisions import Decision, Decisions, Verdict
from sitegen.ingest.draft import Piece, Place, draft_rows, read_draft, render
from sitegen.ingest.patch import patch
from tests.ingest.damaged import BRIDGE, FERRY, Damaged
from tests.laws.dying import DIED
from tests.laws.killed_import import some_decisions, work
from tests.soak import examples

pytestmark = pytest.mark.law

PAGES = {
    "bridge.txt": BRIDGE,
    "again.txt": BRIDGE.replace("六十年", "七十年"),  # gets the same slug
    "ferry.txt": FERRY,
}


@pytest.mark.parametrize("part", range(2))
def test_the_article_depends_on_the_decisions_that_stand(tmp_path: Path, part: int, soak: bool) -> None:
    for seed in range(part, 60 if soak else 6, 2):
        chance = random.Random(seed)  # noqa: S311 (not for secrets)
        wandering, direct = Damaged(tmp_path / f"{seed}a"), Damaged(tmp_path / f"{seed}b")
        if seed % 3 == 0:
            for damaged in (wandering, direct):
                damaged.edit("裂缝有三指宽", "裂缝有四指宽")
        for turn in range(5):
            found = wandering.reviews().articles
            wanted = [(review, some_decisions(review, 100 * seed + turn)) for review in found]
            if turn % 2:
                wanted = [(review, dict.fromkeys(chance.sample(list(w), len(w) // 2))) for review, w in wanted]
            decide(wandering.content, wanted)
        stand = {review.path: dict(review.row.decisions) for review in wandering.reviews().articles}
        decide(direct.content, [(review, stand[review.path]) for review in direct.reviews().articles])
        assert wandering.tree() == direct.tree(), seed
        wandering.run(update=True)
        assert wandering.tree() == direct.tree(), seed


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("what", ["import", "update", "7"])
def test_what_was_killed_is_made_good_by_the_same_command(
    tmp_path: Path, repository: Path, part: int, what: str, soak: bool
) -> None:
    for seed in range(part, 100 if soak else 6, 2):
        chance = random.Random(f"{seed} {what}")  # noqa: S311 (not for secrets)
        whole = Damaged(tmp_path / f"{seed}a", PAGES)
        killed = Damaged(tmp_path / f"{seed}b", PAGES)
        for damaged in (whole, killed):
            if what == "import":
                shutil.rmtree(damaged.content)
            if what == "update":  # as if another version had written it
                for review in damaged.reviews().articles:
                    decide(damaged.content, [(review, some_decisions(review, seed))])
                (damaged.raw / "ferry.meta.toml").write_text('editor = "江帆"', "utf-8")
        work(whole.raw.parent, what)
        moment = chance.choice(("before", "during"))
        command = [sys.executable, "-m", "tests.laws.killed_import", str(killed.raw.parent), f"{1 + seed % 8}"]
        done = subprocess.run([*command, moment, what], cwd=repository, capture_output=True, text=True, check=False)
        assert done.returncode in (0, DIED), done.stderr
        work(killed.raw.parent, what)
        assert killed.tree() == whole.tree(), (seed, what)


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────

_WORDS = st.text("春天,。\n ", min_size=1, max_size=4)
_IDS = st.sampled_from("abcdef")


def _places(inner: st.SearchStrategy[tuple[Piece, ...]]) -> st.SearchStrategy[Place]:
    return st.builds(Place, _IDS, st.none() | inner, inner, st.dictionaries(_WORDS, _WORDS, max_size=2))


_PIECES = st.recursive(
    st.lists(_WORDS, max_size=2).map(tuple),
    lambda inner: st.lists(_WORDS | _places(inner), max_size=4).map(tuple),
    max_leaves=8,
)
_DECISIONS = st.dictionaries(_IDS, st.builds(Decision, st.sampled_from(Verdict), _WORDS))


@given(_PIECES)
@settings(max_examples=examples(100), deadline=None)
def test_a_draft_that_was_written_is_read(pieces: tuple[Piece, ...]) -> None:
    again = read_draft(draft_rows({"body": pieces})).get("body", ())
    assert read_draft(draft_rows({"body": again})).get("body", ()) == again
    assert render(again, {}) == render(pieces, {})


@given(_PIECES, _DECISIONS, _DECISIONS)
@settings(max_examples=examples(200), deadline=None)
def test_a_text_that_nobody_edited_is_patched_to_what_the_decisions_make(
    pieces: tuple[Piece, ...], old: Decisions, new: Decisions
) -> None:
    patched = patch(pieces, old, new, render(pieces, old))
    assert (patched.text, patched.conflicts) == (render(pieces, new), ())


@given(_PIECES, _DECISIONS, _DECISIONS, st.text("我的\n", min_size=1, max_size=6))
@settings(max_examples=examples(200), deadline=None)
def test_what_a_person_added_stays(
    pieces: tuple[Piece, ...], old: Mapping[str, Decision], new: Mapping[str, Decision], mine: str
) -> None:
    theirs = f"{render(pieces, old)}\n我写的：{mine}。\n"
    assert f"我写的：{mine}。" in patch(pieces, old, new, theirs).text

"""What import repaired, removed and doubted, and what became of it: read from receipts, record and articles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sitegen.errors import ConfigError, SitegenError
from sitegen.ingest.articles import fields_of, line_of
from sitegen.ingest.decisions import Decisions, Verdict
from sitegen.ingest.draft import Piece, Place, field_text, places, render, render_place, standing_in
from sitegen.ingest.receipts import ImportReceipt, is_doubtful, read_receipt
from sitegen.ingest.record import ImportRow, read_record
from sitegen.ingest.settle import is_listed, standing
from sitegen.model import Diagnostic, Evidence, Removal, RepairStep, Severity

_PREFIX_MIN: Final = 5
"""Characters of an id that are shown at least, so that it is known for one."""


WHOLE: Final = frozenset({"naive-traditional"})
"""Rules that change a whole text, and hardly a place of it more than another."""


class State(StrEnum):
    """How a step or removal stands."""

    OPEN = "open"
    """A doubt that nobody has settled."""

    MADE = "made"
    """Import was sure of it."""

    EDITED = "edited"
    """A person took the doubt out of the article by hand."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CHOSEN = "chosen"
    RESTORED = "restored"
    BY_RULE = "by rule"
    """The project's configuration refuses its rule."""


_STATES: Final[Mapping[Verdict, State]] = {
    Verdict.ACCEPT: State.ACCEPTED,
    Verdict.REJECT: State.REJECTED,
    Verdict.CHOOSE: State.CHOSEN,
    Verdict.RESTORE: State.RESTORED,
}


_SOURCES: Final[Mapping[str, str]] = {
    "bom": "a mark at its beginning says so",
    "strict": "all bytes are valid in it",
    "nul-pattern": "by where its zero bytes stand",
    "letters": "so it is Chinese",
    "escapes": "it announces it itself",
    "declared": "as the page declares",
    "scored": "so it reads like a language, whatever is declared",
    "stated": "a list or sidecar says so",
    "title": "the title of the page",
    "heading": "below the first rank",
    "class": "an element that is called so",
    "repeated": "it stands there more than once",
    "first-lines": "above the date or the text",
    "second-line": "below the headline",
    "counted": "counted from the day of retrieval",
    "site-name": "whose page it is",
    "script": "by its characters",
    "keywords": "words that the text has more often than others",
    "url": "in the address",
}
"""What the names of sources say that do not speak for themselves."""


def told_source(found: Evidence) -> str:
    """Return where a field of the metadata was read, for people.

    >>> told_source(Evidence("date", "url", "2021-11-29"))
    'url: in the address'
    """
    return f"{found.source}: {_SOURCES[found.source]}" if found.source in _SOURCES else found.source


def shown_confidence(step: RepairStep) -> str:
    """Return how sure import is of *step*; nothing that was measured is sure to the last.

    >>> shown_confidence(RepairStep("naive-traditional", "", "", 0.998))
    '99%'
    """
    return f"{min(step.confidence, 0.99) if step.confidence < 1 else 1:.0%}"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a step or removal stands in its article, as decided now."""

    field: str
    left: str
    """What stands before it on its line."""

    before: str
    """What stands there with it taken back."""

    now: str
    right: str
    line: int = 0
    """In the article file, counted from 1; 0 where the field was edited since."""


_NOWHERE: Final = Site("", "", "", "", "")


@dataclass(frozen=True)
class Review:
    """One article, and what import did to its page."""

    row: ImportRow
    receipt: ImportReceipt
    standing: Decisions
    """What the project decides by rule."""

    file: Path
    data: bytes | None
    """The article file; None if a person deleted it."""

    @property
    def path(self) -> str:
        """The article, below the content folder."""
        return self.row.path

    @property
    def is_deleted(self) -> bool:
        """Whether a person deleted the article."""
        return self.data is None

    @property
    def effective(self) -> Decisions:
        """All decisions that hold for it."""
        return {**self.standing, **self.row.decisions}

    @property
    def entries(self) -> Mapping[str, RepairStep | Removal]:
        """Its steps, then its removals, by id."""
        return {**self.receipt.steps, **self.receipt.removed}

    @cached_property
    def theirs(self) -> Mapping[str, Any]:
        """The fields of the article as it is; none if it is deleted or broken."""
        try:
            return {} if self.data is None else fields_of(self.file, self.data)
        except SitegenError:
            return {}

    @cached_property
    def states(self) -> Mapping[str, State]:
        """How each step and removal stands."""
        return {id_: self._state(id_, entry) for id_, entry in self.entries.items()}

    def _state(self, id_: str, step: RepairStep | Removal) -> State:
        if decision := self.row.decisions.get(id_):
            return _STATES[decision.verdict]
        if id_ in self.standing:
            return State.BY_RULE
        if isinstance(step, Removal) or not is_doubtful(step):
            return State.MADE
        return State.OPEN if is_listed(self.theirs.get("doubts"), step) or not self.theirs else State.EDITED

    @property
    def doubts(self) -> Mapping[str, RepairStep]:
        """The steps that a person should look at."""
        return {id_: step for id_, step in self.receipt.doubts.items() if self.states[id_] is State.OPEN}

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Where each step and removal stands that has a place; the first, if it has several."""
        found: dict[str, Site] = {}
        for name, pieces in self.receipt.draft.items():
            text = render(pieces, self.effective)
            is_same = field_text(self.theirs.get(name)) == text.strip("\n")
            for place, start, end in _spans(pieces, self.effective):
                if place.id in found:
                    continue
                left, right = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
                line = text.count("\n", 0, start) if is_same else -1
                at = line_of(self.file, self.data, name, line) if self.data is not None and line >= 0 else 0
                before = render(place.before or (), self.effective)
                found[place.id] = Site(name, left, before, text[start:end], right, at)
        return found

    def written(self, id_: str) -> Mapping[str, str]:
        """Return the readings of a step, each as it would be written in the article."""
        found = (place for pieces in self.receipt.draft.values() for place in places(pieces) if place.id == id_)
        place = next(found, None)
        return place.others if place else {}

    def site(self, id_: str) -> Site:
        """Return where a step or removal stands; an empty one if it has no place."""
        return self.sites.get(id_, _NOWHERE)


def _spans(pieces: Sequence[Piece], decisions: Decisions, start: int = 0) -> Iterator[tuple[Place, int, int]]:
    for piece in pieces:
        if isinstance(piece, Place):
            end = start + len(render_place(piece, decisions))
            yield piece, start, end
            yield from _spans(standing_in(piece, decisions) or (), decisions, start)
            start = end
        else:
            start += len(piece)


@dataclass(frozen=True, slots=True)
class Reviews:
    """All that was imported, the articles with open doubts first, and what could not be read."""

    articles: tuple[Review, ...]
    diagnostics: tuple[Diagnostic, ...]

    def find(self, prefix: str) -> tuple[Review, str]:
        """Return the article and the whole id of the step or removal whose id begins with *prefix*.

        `ConfigError` if there is none, or more than one.
        """
        found = [(review, id_) for review in self.articles for id_ in review.states if id_.startswith(prefix.lower())]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{id_} in {review.path}" for review, id_ in found[:3])
            raise ConfigError(f'"{prefix}" begins several ids: {names}', hint="give more of its letters")
        shown = self.prefixes()
        near = get_close_matches(
            prefix, [*shown.values(), *(Path(review.path).stem for review in self.articles)], 1, 0.5
        )
        hint = f'did you mean "{near[0]}"?' if near else "`sitegen review --all` lists the ids"
        raise ConfigError(f'neither an imported article nor the id of a step or removal: "{prefix}"', hint=hint)

    def prefixes(self) -> Mapping[str, str]:
        """Return for each id its shortest beginning that no other has."""
        ids = sorted({id_ for review in self.articles for id_ in review.states})
        shown: dict[str, str] = {}
        for i, id_ in enumerate(ids):
            length = max(
                (_common(id_, other) + 1 for other in (*ids[max(i - 1, 0) : i], *ids[i + 1 : i + 2])), default=0
            )
            shown[id_] = id_[: max(length, _PREFIX_MIN)]
        return shown

    def named(self, name: str) -> Review | None:
        """Return the article that *name* means: a path, with or without the content folder, or its last part."""
        wanted = PurePosixPath(name.replace("\\", "/")).as_posix().removesuffix(".md")
        for review in self.articles:
            path = review.path.removesuffix(".md")
            if wanted in (path, PurePosixPath(path).name) or wanted.endswith(f"/{path}"):
                return review
        return None


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def read_reviews(content: Path, rules: Iterable[str] = ()) -> Reviews:
    """Return a review of each article that was imported; *rules* are those that the project refuses.

    An article whose receipt is gone or broken is named and the others go on. `ContentError` if the import record cannot
    be read.
    """
    rules = tuple(rules)
    articles: list[Review] = []
    faults: list[Diagnostic] = []
    for row in sorted(read_record(content).values(), key=lambda row: row.path):
        try:
            receipt = read_receipt(content, row.path)
            if receipt is None:
                hint = "import the page again with --update to write it anew"
                faults.append(Diagnostic(row.path, 0, "its receipt is gone", Severity.WARNING, "receipt", hint))
                continue
            file = content / row.path
            articles.append(Review(row, receipt, standing(receipt, rules), file, _data(file)))
        except SitegenError as error:
            faults.append(Diagnostic("", 0, str(error), Severity.ERROR, "receipt", error.hint))
        except OSError as error:
            faults.append(Diagnostic(row.path, 0, f"cannot be read: {error.strerror}", Severity.ERROR, "receipt"))
    articles.sort(key=lambda review: not review.doubts)
    return Reviews(tuple(articles), tuple(faults))


def _data(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None

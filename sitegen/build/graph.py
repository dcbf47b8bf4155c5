"""What is out of date, and why: decisions only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

from sitegen.build.cache import Record
from sitegen.digest import Digest

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "content": "what it shows: an article, a list, a neighbour's title, or where a link leads",
        "frame": "what all pages share: title, menu, words or assets of the site",
        "template": "its template, or one that this includes",
        "program": "sitegen itself",
        "file": "the file that it is a copy of",
    }
)
"""What a page is made of, as people know it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task must run."""

    code: str
    inputs: tuple[str, ...] = ()
    """The inputs that changed, by name."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the reason that `written` wrote; None if *text* is empty."""
        code, *inputs = text.split() or [""]
        return cls(code, tuple(inputs)) if code else None

    @property
    def written(self) -> str:
        """The reason as a record holds it."""
        return " ".join((self.code, *self.inputs))

    def __str__(self) -> str:
        match self.code:
            case "new":
                return "it was not there"
            case "inputs":
                return f"changed: {'; '.join(MEANINGS.get(name, name) for name in self.inputs)}"
            case _:
                return "its file is missing, or was changed by somebody else"


NEW: Final = Reason("new")
"""Why a task without a record must run."""


def written_inputs(**digests: str) -> str:
    """Return the inputs of a task, name → digest, as a record holds them."""
    return " ".join([f"{name}={digest}" for name, digest in digests.items()])


def read_inputs(text: str) -> dict[str, str]:
    """Return the inputs of a task by name."""
    return dict(item.split("=", 1) for item in text.split())


def out_of_date(wanted: str, record: Record | None, state: str, promised: Digest | None) -> Reason | None:
    """Say why a task must run, or None when its last result still holds.

    *wanted* are its inputs now, *state* is the stamp of its file, *promised* what the manifest says of it.

    >>> out_of_date("content=a", None, "", None)
    Reason(code='new', inputs=())
    """
    if record is None:
        return NEW
    if wanted != record.inputs:
        changed = {name for name, _ in read_inputs(wanted).items() ^ read_inputs(record.inputs).items()}
        return Reason("inputs", tuple(sorted(changed)))
    if not state or state != record.state or promised != record.output:
        return Reason("output")
    return None

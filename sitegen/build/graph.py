"""What is out of date, and why: decisions only."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.build.cache import Record
from sitegen.digest import Digest


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task must run."""

    code: str
    inputs: tuple[str, ...] = ()
    """The inputs that changed, by name."""

    def __str__(self) -> str:
        match self.code:
            case "new":
                return "it was never made"
            case "inputs":
                return f"changed: {', '.join(self.inputs)}"
            case _:
                return "its file is missing, or was changed by somebody else"


def out_of_date(wanted: Mapping[str, str], record: Record | None, state: str, promised: Digest | None) -> Reason | None:
    """Say why a task must run, or None when its last result still holds.

    *wanted* are its inputs now, *state* is the stamp of its file, *promised* what the manifest says of it.

    >>> out_of_date({"view": "a"}, None, "", None)
    Reason(code='new', inputs=())
    """
    if record is None:
        return Reason("new")
    changed = sorted({name for name, _ in set(wanted.items()) ^ set(record.inputs.items())})
    if changed:
        return Reason("inputs", tuple(changed))
    if not state or state != record.state or promised != record.output:
        return Reason("output")
    return None

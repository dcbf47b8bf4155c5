"""What import found anew, into an article that people may have edited: a three-way merge by field."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sitegen.digest import Digest, digest_value

Fields = Mapping[str, Any]
"""Front matter as plain data, and the body under `body`."""


class Merged(NamedTuple):
    """The article that both agree on, and where a person's word stood against a new finding."""

    fields: dict[str, Any]
    conflicts: tuple[str, ...]


def field_digests(fields: Fields) -> dict[str, Digest]:
    """Return the digest of each field: the base of a later merge."""
    return {name: digest_value(_plain(value)) for name, value in fields.items()}


def merge(base: Mapping[str, Digest], theirs: Fields, ours: Fields) -> Merged:
    """Take from *ours* (what import finds now) each field that people left as it was; the others stay *theirs*.

    A field that people removed stays away, one that they added stays; where both changed, people win, and the field
    is named as a conflict.

    >>> base = field_digests({"title": "a", "date": "1"})
    >>> merge(base, {"title": "A", "date": "1"}, {"title": "b", "date": "2"})
    Merged(fields={'title': 'A', 'date': '2'}, conflicts=('title',))
    """
    now, found = field_digests(theirs), field_digests(ours)
    merged: dict[str, Any] = {}
    conflicts: list[str] = []
    for name in dict.fromkeys((*theirs, *ours)):
        is_untouched = now.get(name) == base.get(name)
        if is_untouched:
            if name in ours:
                merged[name] = ours[name]
        else:
            if name in theirs:
                merged[name] = theirs[name]
            if found.get(name) not in (now.get(name), base.get(name)):
                conflicts.append(name)
    return Merged(merged, tuple(conflicts))


def _plain(value: object) -> object:
    """Return *value* as a file cannot tell it from others: lists for tuples, text for numbers and dates."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str():
            return value.strip("\n")
        case None | bool():
            return value
        case _:
            return str(value)

"""Digests of values: equal values have equal digests, on any machine and in any run.

A digest is SHA-256 cut to 16 bytes, written as 32 hexadecimal digits. Values are encoded canonically with a tag for
each type, so that `1`, `"1"` and `("1",)` differ. Neither `hash()` nor `repr` nor `pickle` is stable enough for this.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Final, NewType

Digest = NewType("Digest", str)

_BYTES: Final = 16
SKIP: Final = {"digest": False}
"""Metadata of a dataclass field that is not part of the value's digest, because another field stands for it."""


def digest_bytes(data: bytes) -> Digest:
    """Return the digest of *data*.

    >>> digest_bytes("春".encode())
    'b3c33b7abaf01360a71a0eeb191d8497'
    """
    return Digest(hashlib.sha256(data).digest()[:_BYTES].hex())


def digest_value(value: object) -> Digest:
    """Return the digest of a value made of plain data, tuples, mappings and dataclasses.

    A mapping counts by its items in the order of their keys. `TypeError` for a type without a canonical form.

    >>> digest_value({"b": 1, "a": 2}) == digest_value({"a": 2, "b": 1})
    True
    >>> digest_value(1) == digest_value("1")
    False
    """
    parts: list[bytes] = []
    _encode(value, parts.append)
    return digest_bytes(b"".join(parts))


def digest_known(value: object) -> Digest:
    """Return the digest of a value that is told by its place what it is: much faster, and enough to know a change by.

    Unlike `digest_value` it tells a tuple from a list as little as a dataclass from the tuple of its fields.

    >>> digest_known(("a", 1)) == digest_known(["a", 1]), digest_known(1) == digest_known("1")
    (True, False)
    """
    return digest_bytes(_write(value).encode("utf-8", "surrogatepass"))


def _known(value: object) -> object:
    """Return what JSON has no form for in types that it knows."""
    if isinstance(value, Mapping):
        return [[key, value[key]] for key in sorted(value)]
    return value.isoformat() if isinstance(value, date) else _parts(type(value))(value)  # type: ignore[arg-type]


@cache
def _parts(kind: type) -> Callable[[object], object]:
    if not _fields(kind):
        raise TypeError(f"no known form for {kind.__name__}")
    return attrgetter(*_fields(kind))


_write: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_known).encode


def _encode(value: object, put: Callable[[bytes], None]) -> None:
    kind = type(value)
    if kind is str:
        data = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]
        put(b"s%d:" % len(data))
        put(data)
    elif kind is tuple or kind is list:
        put(b"(%d;" % len(value))  # type: ignore[arg-type]
        for item in value:  # type: ignore[attr-defined]
            _encode(item, put)
    elif value is None:
        put(b"n;")
    elif names := _fields(kind):  # type: ignore[arg-type]
        put(_head(kind))  # type: ignore[arg-type]
        for name in names:
            _encode(getattr(value, name), put)
    else:
        _encode_other(value, put)


@cache
def _head(kind: type) -> bytes:
    name = kind.__name__.encode()
    return b"d%d:%s" % (len(name), name)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields that count, of a type that has some."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind) if field.metadata.get("digest", True))


def _encode_other(value: object, put: Callable[[bytes], None]) -> None:  # noqa: C901 (one case a type)
    match value:
        case None:
            put(b"n;")
        case bool():
            put(b"b1;" if value else b"b0;")
        case Enum():
            put(b"e")
            _encode(value.value, put)
        case str():
            _framed(b"s", value.encode("utf-8", "surrogatepass"), put)
        case bytes():
            _framed(b"y", value, put)
        case int() | float():
            _framed(type(value).__name__[:1].encode(), repr(value).encode(), put)
        case date():
            _framed(b"t", value.isoformat().encode(), put)
        case tuple() | list():
            _encode(tuple(value), put)
        case Mapping():
            put(b"{%d;" % len(value))
            for key in sorted(value, key=str):
                _encode(key, put)
                _encode(value[key], put)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            _framed(b"d", type(value).__name__.encode(), put)  # one without a field that counts
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def _framed(tag: bytes, data: bytes, put: Callable[[bytes], None]) -> None:
    put(b"%s%d:" % (tag, len(data)))
    put(data)

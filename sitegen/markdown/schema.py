"""Which fields an article has, and how each is read: one row a field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, Final

from sitegen.config import suggest
from sitegen.model import LANGUAGE_ALIASES, REVIEWED, VARIANTS, Diagnostic, Doubt, Plain, Severity, Source
from sitegen.moment import Moment

TEXT_FIELDS: Final = ("title", "subtitle", "summary", "description", "publisher", "editor", "translator")
"""Fields that are one line of text in the script of the article."""
LIST_FIELDS: Final = ("authors", "sections", "tags")
"""Fields that are several texts in the script of the article."""


_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""Control characters that are no white space, and what is no character at all: XML and file names cannot hold them."""


class FieldError(ValueError):
    """A field does not hold what it should; the message ends the sentence "`field` …"."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _text(value: object, _: tzinfo) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise FieldError(f"must be text, not {value!r}")
    return " ".join(_UNPRINTABLE.sub("", str(value)).split())


def _texts(value: object, zone: tzinfo) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_text(value, zone),)
    if not isinstance(value, list):
        raise FieldError(f"must be a list of texts, not {value!r}", "written as [first, second]")
    return tuple(dict.fromkeys(text for item in value if (text := _text(item, zone))))


def _moment(value: object, zone: tzinfo) -> Moment:
    try:
        return Moment.parse(_text(value, zone), zone)
    except ValueError as error:
        raise FieldError(f"is no date: {value!r}", "such as 2021-11-29 or 2021-11-29T09:33:26+08:00") from error


def _flag(value: object, _: tzinfo) -> bool:
    if not isinstance(value, bool):
        raise FieldError(f"must be true or false, not {value!r}")
    return value


def _lang(value: object, zone: tzinfo) -> str:
    tag = _text(value, zone)
    known = LANGUAGE_ALIASES.get(tag.lower())
    if known is None and (tag.lower().startswith("zh") or not tag.replace("-", "").isalnum()):
        raise FieldError(f"is no known language: {tag!r}", f"for Chinese one of {', '.join(VARIANTS)}")
    return known or tag


def _kind(value: object, _: tzinfo) -> str:
    if value not in ("article", "page"):
        raise FieldError(f"must be article or page, not {value!r}")
    return str(value)


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FieldError(f"must be a table, not {value!r}", "written as {key: value}")
    return value


def _glossary(value: object, zone: tzinfo) -> Mapping[str, Mapping[str, str]]:
    hint = "written as {zh-Hant: {phrase as written here: phrase as wanted there}}"
    read = {}
    for tag, pairs in _table(value).items():
        if tag not in VARIANTS:
            raise FieldError(f"names an unknown variant {tag!r}", hint)
        read[tag] = MappingProxyType({_text(k, zone): _text(v, zone) for k, v in _table(pairs).items()})
        if "" in read[tag]:
            raise FieldError("has an empty phrase", hint)
    return MappingProxyType(read)


def _source(value: object, zone: tzinfo) -> Source:
    known = ("url", "retrieved", "sha256")
    fields = _table(value)
    for key in fields:
        if key not in known:
            raise FieldError(f'has an unknown part "{key}"', suggest(key, known))
    texts = {key: _text(item, zone) for key, item in fields.items() if item is not None}
    if "url" in texts and not texts["url"].startswith(("http://", "https://")):
        raise FieldError(f"has an address that is no web address: {texts['url']!r}")
    return Source(**texts)


def _doubts(value: object, zone: tzinfo) -> tuple[Doubt, ...]:
    if not isinstance(value, list):
        raise FieldError("must be a list")
    found = []
    for item in value:
        fields = _table(item)
        try:
            confidence = float(fields.get("confidence", 0))
        except (TypeError, ValueError):
            confidence = -1
        if not 0 <= confidence <= 1:
            raise FieldError(f"has a confidence that is no number from 0 to 1: {fields['confidence']!r}")
        texts = {key: _text(fields.get(key) or "", zone) for key in ("rule", "before", "after", "note")}
        found.append(Doubt(confidence=confidence, **texts))
    return tuple(found)


def _reviewed(value: object, zone: tzinfo) -> Mapping[str, int]:  # noqa: ARG001 (one signature for all fields)
    found: dict[str, int] = {}
    for key, count in _table(value).items():
        if key not in REVIEWED:
            raise FieldError(f'has an unknown part "{key}"', suggest(str(key), REVIEWED))
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise FieldError(f'has a "{key}" that is no whole number: {count!r}')
        found[str(key)] = count
    return MappingProxyType({key: found[key] for key in REVIEWED if key in found})


def _variants(value: object, zone: tzinfo) -> Mapping[str, Mapping[str, str]]:
    read = {}
    for tag, fields in _table(value).items():
        if tag not in VARIANTS:
            raise FieldError(f"names an unknown variant {tag!r}", f"one of {', '.join(VARIANTS)}")
        for key in _table(fields):
            if key not in TEXT_FIELDS:
                raise FieldError(f'cannot override "{key}"', suggest(str(key), TEXT_FIELDS))
        read[tag] = MappingProxyType({key: _text(text, zone) for key, text in fields.items()})
    return MappingProxyType(read)


def _plain(value: object) -> Plain:
    match value:
        case dict():
            # In the order of their names: that of the file is no part of the value.
            return MappingProxyType({str(key): _plain(value[key]) for key in sorted(value, key=str)})
        case list():
            return tuple(_plain(item) for item in value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _extra(value: object, _: tzinfo) -> Mapping[str, Plain]:
    table = _table(value)
    return MappingProxyType({str(key): _plain(table[key]) for key in sorted(table, key=str)})


FIELDS: Final[Mapping[str, Callable[[Any, tzinfo], object]]] = MappingProxyType(
    {
        "kind": _kind,
        "title": _text,
        "subtitle": _text,
        "date": _moment,
        "updated": _moment,
        "publisher": _text,
        "authors": _texts,
        "editor": _text,
        "translator": _text,
        "sections": _texts,
        "tags": _texts,
        "lang": _lang,
        "slug": _text,
        "summary": _text,
        "description": _text,
        "image": _text,
        "licence": _text,
        "draft": _flag,
        "aliases": _texts,
        "canonical": _text,
        "glossary": _glossary,
        "quotes": _flag,
        "source": _source,
        "doubts": _doubts,
        "reviewed": _reviewed,
        "variants": _variants,
        "extra": _extra,
    }
)
"""Every field of front matter, and the function that reads its value; `FieldError` if it cannot."""


@dataclass(frozen=True, slots=True)
class ReadFields:
    """The fields that could be read, and what was wrong with the others."""

    values: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...]


def read_fields(fields: Mapping[object, Any], lines: Mapping[str, int], path: str, zone: tzinfo) -> ReadFields:
    """Read *fields* by the table; each fault names *path* and its line. An empty value counts as absent."""
    values: dict[str, object] = {}
    faults: list[Diagnostic] = []
    for name, value in fields.items():
        line = lines.get(str(name), 1)
        read = FIELDS.get(name) if isinstance(name, str) else None
        if read is None:
            hint = suggest(str(name), tuple(FIELDS))
            if not hint.startswith("did you mean"):
                hint = "fields of your own stand below `extra:`"
            faults.append(Diagnostic(path, line, f'unknown field "{name}"', Severity.ERROR, "unknown-field", hint))
        elif value is not None and value != "":
            try:
                values[str(name)] = read(value, zone)
            except FieldError as error:
                faults.append(
                    Diagnostic(path, line, f'field "{name}" {error}', Severity.ERROR, "bad-field", error.hint)
                )
    return ReadFields(values, tuple(faults))

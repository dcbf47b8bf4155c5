"""The markup by which editors decide a conversion, as known from MediaWiki's language converter.

| written | read |
| --- | --- |
| `-{zh-hans:软件;zh-hant:軟體}-` | each variant has its own words |
| `-{后}-` | not converted |
| `-{A|zh-hans:软件;zh-hant:軟體}-` | the same, and so on the whole page |
| `-{H|zh-hans:软件;zh-hant:軟體}-` | so on the whole page, and nothing here |

Source: mediawiki.org, "Writing systems/Syntax". Flags other than A and H are not known here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sitegen.model import VARIANTS, empty

HINT: Final = r"write it out as -{zh-hans:…;zh-hant:…}- or -{…}-; to show the characters themselves write \-{"
"""What to do about a mark that cannot be read."""

_MARK: Final = re.compile(r"-\{(.*?)\}-", re.DOTALL)
_OPEN: Final = re.compile(r"-\{")
_FLAG: Final = re.compile(r"\s*([A-Za-z]*)\s*\|(.*)", re.DOTALL)
_CHOICE: Final = re.compile(r"\s*(zh(?:-[A-Za-z]+)*)\s*:(.*)", re.DOTALL)
_TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{tag.lower(): tag for tag in VARIANTS},
        "zh-cn": "zh-Hans",
        "zh-sg": "zh-Hans",
        "zh-my": "zh-Hans",
        "zh-tw": "zh-Hant",
        "zh-hant-tw": "zh-Hant",
        "zh-hk": "zh-Hant-HK",
        "zh-mo": "zh-Hant-HK",
    }
)
"""As editors write them; `zh-tw` is what `zh-Hant` means here."""


class MarkupError(ValueError):
    """A mark cannot be read; the message says why."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset
        """Where in the text the mark begins."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One decision of an editor."""

    verbatim: str | None = None
    """What stands in every variant; None where `choices` say it."""

    choices: Mapping[str, str] = field(default_factory=empty)
    """Variant tag → words."""

    is_page_rule: bool = False
    is_shown: bool = True

    def text(self, variant: str) -> str:
        """Return what stands in *variant*: its own words, else the nearest there are."""
        if not self.is_shown:
            return ""
        return self.verbatim if self.verbatim is not None else choose(self.choices, variant)


def choose(choices: Mapping[str, str], variant: str) -> str:
    """Return the words for *variant* among *choices*, or the nearest there are.

    >>> choose({"zh-Hans": "软件", "zh-Hant": "軟體"}, "zh-Hant-HK")
    '軟體'
    """
    wanted = VARIANTS[variant]
    of_script = [tag for tag in choices if VARIANTS[tag].script is wanted.script]
    nearest = [tag for tag in (variant, wanted.script.value, *sorted(of_script), *sorted(choices)) if tag in choices]
    return choices[nearest[0]]


def spans(text: str) -> Iterator[tuple[int, str | Mark]]:
    """Yield the stretches of *text* and the marks between them, each with the number of characters that it takes up.

    `MarkupError` for a mark that cannot be read.
    """
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield match.start() - at, _plain(text, at, match.start())
        yield match.end() - match.start(), _mark(match[1], match.start())
        at = match.end()
    if at < len(text):
        yield len(text) - at, _plain(text, at, len(text))


def read(source: str) -> Mark:
    """Return the mark that *source* is, from `-{` to `}-`; `MarkupError` if it cannot be read."""
    ((_, mark),) = spans(source)
    if isinstance(mark, str):
        raise MarkupError("no mark", 0)
    return mark


def verbatim(text: str) -> str | None:
    """Return the mark that keeps *text* as it is; None if no mark can hold it."""
    source = f"-{{{text}}}-"
    try:
        return source if read(source) == Mark(verbatim=text) else None
    except (MarkupError, ValueError):
        return None


def page_rules(marks: Iterable[Mark], variant: str) -> dict[str, str]:
    """Return phrase → words in *variant* for all marks that rule the whole page.

    >>> page_rules([read("-{A|zh-hans:软件;zh-hant:軟體}-")], "zh-Hant")
    {'软件': '軟體'}
    """
    return {
        phrase: wanted
        for mark in marks
        if mark.is_page_rule
        for wanted in [choose(mark.choices, variant)]
        for phrase in mark.choices.values()
        if phrase and phrase != wanted
    }


def has_marks(text: str) -> bool:
    """Say whether there is anything to read in *text*."""
    return "-{" in text


def _plain(text: str, start: int, end: int) -> str:
    if match := _OPEN.search(text, start, end):
        raise MarkupError("`-{` is not closed by `}-`", match.start())
    return text[start:end]


def _mark(inside: str, offset: int) -> Mark:
    flag = ""
    if found := _FLAG.fullmatch(inside):
        flag, inside = found[1].upper(), found[2]
        if flag not in ("", "A", "H"):
            raise MarkupError(f"the flag {found[1]!r} in `-{{…}}-` is not known; A and H are", offset)
    parts = [part for part in inside.split(";") if part.strip()]
    read = [_CHOICE.fullmatch(part) for part in parts]
    if not any(read):
        if flag:
            raise MarkupError("a rule for the page needs variants, such as zh-hans:…;zh-hant:…", offset)
        return Mark(verbatim=inside)
    choices: dict[str, str] = {}
    for part, choice in zip(parts, read, strict=True):
        if choice is None:
            raise MarkupError(f"{part.strip()!r} in `-{{…}}-` names no variant", offset)
        tag = _TAGS.get(choice[1].lower())
        if tag is None:
            raise MarkupError(f"unknown variant {choice[1]!r} in `-{{…}}-`; known: {', '.join(VARIANTS)}", offset)
        choices[tag] = choice[2].strip()
    return Mark(choices=MappingProxyType(choices), is_page_rule=flag in ("A", "H"), is_shown=flag != "H")

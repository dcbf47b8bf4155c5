"""Articles that were cut into several pages: which raw files of one import are the parts of one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sitegen.text.decode import decode

PARTS_MAX: Final = 50
_NUMBERED: Final = re.compile(r"(?P<base>.*[^\d_-])[_-](?:p|page)?(?P<number>\d{1,2})", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)
_LINK: Final = re.compile(
    r"<(?:a|link)\b(?P<before>[^<>]{0,500}?)\bhref\s*=\s*[\"']?(?P<href>[^\"'\s<>]{1,500})(?P<after>[^<>]{0,500})>"
    r"(?P<text>(?:[^<]|<(?!/?a\b)){0,100})",
    re.IGNORECASE,
)
_REL: Final = re.compile(r"\brel\s*=\s*[\"']?(?:next|prev)", re.IGNORECASE)
_TURN: Final = re.compile(
    r"[\[(（【<«‹]*(?:[上下前后後]一?[页頁]|[首尾末][页頁]|next(?:page)?|prev(?:ious)?(?:page)?|第?\d{1,2}[页頁]?|余下全文|餘下全文)?"
    r"[\])）】>»›]*",
    re.IGNORECASE,
)
"""What a link to another part says; one to another article names it, or says 篇."""
_PAGE_MARK: Final = re.compile(r"[(（\[【第_-]*\d{1,2}[/／]?\d{0,2}[页頁)）\]】]+|\W")
_TITLE_MIN: Final = 4
"""Characters; a shorter title says nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Raw pages in the order of their article."""

    paths: tuple[Path, ...]
    doubt: str = ""
    """Why they stay apart although they look like parts of one article."""


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    turns: frozenset[str]
    """Last parts of the addresses to which a reader is told to turn."""


def find_parts(paths: Sequence[Path], url_of: Callable[[Path], str | None]) -> Mapping[Path, Parts]:
    """Return the parts of articles among *paths*, by the first page of each.

    Pages belong together if their names count on (`a.html`, `a_2.html` …), all have one title, and each leads to the
    next and back by a link that turns pages. Where only the links are missing, `doubt` says so. *url_of* gives the
    address of a page, whose name then counts.
    """
    found = (_judged(group, url_of) for group in _named_alike(paths, url_of))
    return {parts.paths[0]: parts for parts in found if parts is not None}


def _named_alike(paths: Sequence[Path], url_of: Callable[[Path], str | None]) -> Iterator[tuple[Path, ...]]:
    groups: defaultdict[tuple[str, str], dict[int, Path]] = defaultdict(dict)
    for path in paths:
        folder, stem = _place(path, url_of(path))
        match = _NUMBERED.fullmatch(stem)
        base, number = (match["base"], int(match["number"])) if match else (stem, 0)
        groups[folder, base].setdefault(number, path)
    for numbers in groups.values():
        first = min(numbers)
        counted = sorted(number for number in numbers if number)
        begins = (1, 2) if first == 0 else (1,)
        is_whole = bool(counted) and counted[0] in begins and counted[-1] - counted[0] + 1 == len(counted)
        if is_whole and 1 < len(numbers) <= PARTS_MAX:
            yield tuple(numbers[number] for number in sorted(numbers))


def _place(path: Path, url: str | None) -> tuple[str, str]:
    """Return folder and name without its ending, by the address if it is known."""
    whole = unquote(urlsplit(url).path) if url else path.as_posix()
    folder, _, name = whole.rpartition("/")
    return (f"{urlsplit(url).netloc}{folder}" if url else folder), name.rpartition(".")[0] or name


def _judged(paths: tuple[Path, ...], url_of: Callable[[Path], str | None]) -> Parts | None:
    try:
        pages = [_read(path) for path in paths]
    except OSError:
        return None  # told where the page is imported
    titles = {page.title for page in pages}
    if len(titles) > 1 or len(titles.pop()) < _TITLE_MIN:
        return None
    names = [{path.name, unquote(urlsplit(url_of(path) or "").path).rpartition("/")[2]} - {""} for path in paths]
    for i in range(1, len(paths)):
        leads_on = any(names[i] & page.turns for page in pages[:i])
        leads_back = any(name & pages[i].turns for name in names[:i])
        if not (leads_on and leads_back):
            return Parts(paths, "no links that turn pages lead from one to the next and back")
    return Parts(paths)


def _read(path: Path) -> _Page:
    text = decode(path.read_bytes()).text
    title = _TITLE.search(text)
    turns = set()
    for match in _LINK.finditer(text):
        words = re.sub(r"<[^>]*>|\s", "", unescape(match["text"]))
        if _REL.search(match["before"] + match["after"]) or (words and _TURN.fullmatch(words)):
            turns.add(unquote(urlsplit(unescape(match["href"])).path).rpartition("/")[2])
    return _Page(_PAGE_MARK.sub("", unescape(title[1])) if title else "", frozenset(turns))

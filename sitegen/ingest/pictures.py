"""Pictures of an article, brought into the project: `localise`. Who has them is asked; nothing is read here."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from html.entities import html5
from typing import Final, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

from sitegen.extract.blocks import Paragraph, Text
from sitegen.extract.to_markdown import to_markdown
from sitegen.ingest.clean_picture import PictureFault, clean
from sitegen.ingest.picture_sources import twin

FOLDER: Final = "media"
"""Of pictures, below the content folder."""
_NAME_DIGITS: Final = 16
_SHOWN: Final = 120
"""Characters of an address in a warning."""

Read = Callable[[str], bytes | None]
"""Gives the bytes at a path relative to the raw page, with forward slashes; None where there is no such file."""


class Elsewhere(Protocol):
    """Has pictures by their address."""

    def address(self, source: str) -> str:
        """Return the full address of the relative *source*, by which it is known."""
        ...

    def kept(self, source: str) -> bytes | None:
        """Return the bytes of the relative address *source*, if they lie in an archive or folder."""
        ...

    def known(self, url: str) -> str | None:
        """Return the picture of the project that *url* became before."""
        ...

    def find(self, url: str) -> bytes | None:
        """Return the bytes at *url*; None if it is not asked for them. `PictureFault` if they cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without metadata, named by its content."""

    name: str
    """Such as `media/3f2a9c0d1e5b7788.png`, below the content folder."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Localised:
    """Markdown that points to pictures of the project where there are any."""

    markdown: str
    pictures: tuple[Picture, ...]
    warnings: tuple[str, ...]
    found: Mapping[str, str]
    """Full addresses that became pictures, with their names."""

    lead: str
    """The name of the picture that the page names as its own; empty if it is not there."""

    others: tuple[str, ...] = ()
    """What else was given, likewise."""


class _Outcome(NamedTuple):
    """What became of one address: a picture of ours, or none and perhaps a reason."""

    picture: Picture | None
    fault: str = ""
    name: str = ""
    """Of a picture that is there already."""


def localise(
    markdown: str,
    url: str | None,
    read: Read,
    elsewhere: Elsewhere | None = None,
    *,
    lead: str | None = None,
    others: Sequence[str] = (),
) -> Localised:
    """Return *markdown* with its pictures brought in as far as *read* and *elsewhere* have them.

    A picture is looked for beside the raw page if its address is relative, or lies below the folder of the page's
    address *url*; a full address is then asked of *elsewhere*. Its link becomes `media/…`. A full address that nobody
    knows anything of is left as it is; a relative address that leads nowhere becomes the words that stand for the
    picture. Bytes that are no sound picture are refused with a warning. *lead* is the address of the picture that the
    page names as its own; it is brought in likewise. *others* is Markdown that may come to stand in places of this one.
    """
    bringer = _Bringer(url, read, elsewhere)
    warnings: dict[str, None] = {}

    def rewrite(match: re.Match[str]) -> str:
        source = _plain(match["angled"] or match["bare"] or "")
        outcome = bringer.outcome(source)
        if outcome.name:
            return f"![{match['alt']}]({outcome.name}{match['rest']})"
        is_relative = not _ABSOLUTE.match(source)
        if outcome.fault and (is_relative or outcome.fault != _MISSING):
            warnings[f"picture {source[:_SHOWN]} {outcome.fault}"] = None
        return _words(match) if is_relative else match[0]

    rewritten, *more = (_rewrite_pictures(text, rewrite) for text in (markdown, *others))
    lead_name = bringer.outcome(lead).name if lead else ""
    outcomes = bringer.outcomes
    pictures = {outcome.picture.name: outcome.picture for outcome in outcomes.values() if outcome.picture}
    found = {source: outcome.name for source, outcome in outcomes.items() if outcome.name and _FULL.match(source)}
    return Localised(rewritten, tuple(pictures.values()), tuple(warnings), found, lead_name, tuple(more))


_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_FULL: Final = re.compile(r"(?:https?://|urn:)", re.IGNORECASE)
"""Addresses under which a picture is on record."""
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_MISSING: Final = "does not lie beside the page"
_NOT_BESIDE: Final = (_Outcome(None), _Outcome(None, _MISSING))


@dataclass(frozen=True, slots=True)
class _Bringer:
    """Brings pictures in, each once."""

    url: str | None
    read: Read
    elsewhere: Elsewhere | None
    outcomes: dict[str, _Outcome] = field(default_factory=dict)
    """By path beside the page, or by full address."""

    def outcome(self, source: str) -> _Outcome:
        """Return what became of the picture at the address *source*."""
        path = _beside(source, self.url)
        if path and path not in self.outcomes:
            data = self.read(path)
            self.outcomes[path] = _Outcome(None, _MISSING) if data is None else _cleaned(data)
        found = self.outcomes[path] if path else _Outcome(None, "" if _ABSOLUTE.match(source) else _MISSING)
        if self.elsewhere is None or found not in _NOT_BESIDE:
            return found
        if not _ABSOLUTE.match(source):
            address = self.elsewhere.address(source)
            if address not in self.outcomes:
                self.outcomes[address] = _kept_in(self.elsewhere, source) or found
            return self.outcomes[address]
        if not _WEB.match(source):
            return found
        if (same := self.outcomes.get(twin(source))) and same.name:
            return same
        if source not in self.outcomes:
            self.outcomes[source] = _brought_from(source, self.elsewhere)
        return self.outcomes[source]


def _kept_in(elsewhere: Elsewhere, source: str) -> _Outcome | None:
    if name := elsewhere.known(elsewhere.address(source)):
        return _Outcome(None, name=name)
    data = elsewhere.kept(source)
    return None if data is None else _cleaned(data)


def _brought_from(source: str, elsewhere: Elsewhere) -> _Outcome:
    if name := elsewhere.known(source):
        return _Outcome(None, name=name)
    try:
        data = elsewhere.find(source)
    except PictureFault as fault:
        return _Outcome(None, str(fault))
    return _Outcome(None) if data is None else _cleaned(data)


def _cleaned(data: bytes) -> _Outcome:
    try:
        extension, cleaned = clean(data)
    except PictureFault as fault:
        return _Outcome(None, str(fault))
    picture = Picture(f"{FOLDER}/{sha256(cleaned).hexdigest()[:_NAME_DIGITS]}.{extension}", cleaned)
    return _Outcome(picture, name=picture.name)


def _words(match: re.Match[str]) -> str:
    """Return what stands for a picture that is not there: its alternative, else its caption."""
    caption = match["title"] or ""
    return to_markdown([Paragraph((Text(_plain(match["alt"]) or _plain(caption[1:-1])),))]).rstrip("\n")


# ── addresses ────────────────────────────────────────────────────────────────────────────────────

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:\ud800-\udfff]")
"""No name of a file on every system, or a way out of the folder: `C:`, `\\`."""
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Opening one of these on Windows opens no file."""
_LONGEST_NAME: Final = 255
"""Bytes; no common file system has longer ones."""


def _beside(source: str, url: str | None) -> str | None:
    """Return the path relative to the raw page that *source* means; None if it is elsewhere or must not be read.

    >>> _beside("https://example.org/a/img/%E6%98%A5.png?w=9", "https://example.org/a/page.html")
    'img/春.png'
    >>> _beside("../secret.png", None) is None
    True
    """
    try:
        parts = urlsplit(source)
        page = urlsplit(url or "")
    except ValueError:
        return None
    path = _decoded(parts.path)
    if parts.scheme or parts.netloc:
        folder = _decoded(page.path.rpartition("/")[0]) + "/"
        is_below = (parts.scheme, parts.netloc.lower()) == (page.scheme, page.netloc.lower()) and path.startswith(
            folder
        )
        if not is_below or not parts.netloc:
            return None
        path = path.removeprefix(folder)
    return _safe(path)


def _decoded(path: str) -> str:
    """Return *path* without percent signs; many old pages wrote the bytes of GBK."""
    octets = unquote_to_bytes(path.encode("utf-8", "surrogatepass"))
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("gb18030", "surrogateescape")


def _safe(path: str) -> str | None:
    names = [name for name in path.split("/") if name not in ("", ".")]
    is_safe = (
        bool(names)
        and not path.startswith("/")
        and not _UNSAFE.search(path)
        # Windows takes dots and spaces from the end of a name: ".. " would be "..".
        and all(name.strip(" .") and not _DEVICE.fullmatch(name) for name in names)
        and all(len(name.encode()) <= _LONGEST_NAME for name in names)
    )
    return "/".join(names) if is_safe else None


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────

_PICTURE: Final = r"""
    !\[(?P<alt>(?:[^\[\]\\`]|\\.)*+)\]
    \([ ]*+(?:<(?P<angled>(?:[^<>\\\n]|\\.)*+)>|(?P<bare>(?:[^\s()<\\]|\\.)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+))
    (?P<rest>(?:\s++(?P<title>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'))?)\s*+\)
"""
_MARK: Final = re.compile(rf"\\.|(?P<ticks>`++)|{_PICTURE}", re.VERBOSE | re.DOTALL)
"""What counts within a line, the first that begins wins: an escape, a code span, a picture (CommonMark 0.31, 6)."""
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

_LINES: Final = re.compile(r"[^\n]*+\n|[^\n]++")
_QUOTE: Final = re.compile(r" {0,3}> ?")
_ITEM: Final = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?! )(?=.)| (?= {4})|(?= *+$))")
_RULE: Final = re.compile(r" {0,3}(?:(?:- *+){3,}|(?:\* *+){3,}|(?:_ *+){3,})$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}+(?=[^`]*+$)|~{3,}+)")
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?: |$)")
_INDENTED: Final = " " * 4


def _rewrite_pictures(markdown: str, rewrite: Callable[[re.Match[str]], str]) -> str:
    """Return *markdown* with each picture replaced; a line left with nothing goes, with the blank one after it."""
    kept: list[str] = []
    is_gone = False
    for text, is_code in _runs(markdown):
        written = text if is_code else _rewrite_run(text, rewrite)
        if not written.strip() and (text.strip() or is_gone):
            is_gone = bool(text.strip())
            continue
        is_gone = False
        kept.append(written)
    out = "".join(kept)
    return out.rstrip("\n") + "\n" if is_gone and kept else out


def _rewrite_run(text: str, rewrite: Callable[[re.Match[str]], str]) -> str:
    if "![" not in text:
        return text
    closers: defaultdict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`+", text):
        closers[len(run[0])].append(run.start())
    kept: list[str] = []
    copied = position = 0
    while match := _MARK.search(text, position):
        position = match.end()
        if ticks := match["ticks"]:
            ends = closers[len(ticks)]
            nth = bisect_left(ends, position)
            position = ends[nth] + len(ticks) if nth < len(ends) else position
        elif match["alt"] is not None:
            kept += (text[copied : match.start()], rewrite(match))
            copied = position
    return "".join((*kept, text[copied:]))


def _runs(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of *markdown*, those of one paragraph joined, and whether they are code.

    Quotations and lists are followed as far as they decide what is code. A line of a paragraph that leaves out the mark
    of its quotation is taken for a new paragraph.
    """
    containers: list[int] = []  # how far the content of a list item is indented; 0 for a quotation
    fence = ""
    paragraph: list[str] = []
    for raw in _LINES.findall(markdown):
        line = raw.rstrip("\n").expandtabs(4)
        depth, position = _still_open(containers, line)
        is_new = depth < len(containers)
        if is_new:
            del containers[depth:]
            fence = ""
        is_code, is_text = bool(fence), False
        if fence:
            fence = "" if _closes(fence, line[position:]) else fence
        else:
            opened, position = _opened(line, position)
            containers += opened
            is_new = is_new or bool(opened)
            if match := _FENCE.match(line, position):
                is_code, fence = True, match[1]
            elif line.startswith(_INDENTED, position) and (is_new or not paragraph):
                is_code = bool(line.strip())
            else:
                is_text = bool(line[position:].strip()) and not _HEADING.match(line, position)
        if paragraph and (is_new or not is_text):
            yield "".join(paragraph), False
            paragraph = []
        if is_text:
            paragraph.append(raw)
        else:
            yield raw, is_code
    if paragraph:
        yield "".join(paragraph), False


def _closes(fence: str, line: str) -> bool:
    marks = line.strip(" ")
    return len(marks) >= len(fence) and marks == fence[0] * len(marks) and not line.startswith(_INDENTED)


def _still_open(containers: list[int], line: str) -> tuple[int, int]:
    """Return how many of *containers* go on in *line*, and where their content begins."""
    position = 0
    end = len(line.rstrip())
    for depth, indent in enumerate(containers):
        if indent and position >= end:
            continue  # a blank line ends no list item
        if indent:
            if not line.startswith(" " * indent, position):
                return depth, position
            position += indent
        elif match := _QUOTE.match(line, position):
            position = match.end()
        else:
            return depth, position
    return len(containers), position


def _opened(line: str, position: int) -> tuple[list[int], int]:
    """Return the containers that begin in *line* at *position*, and where their content begins."""
    opened: list[int] = []
    while not _RULE.match(line, position):
        if match := _QUOTE.match(line, position):
            opened.append(0)
        elif match := _ITEM.match(line, position):
            opened.append(match.end() - position + (not match[0].endswith(" ")))
        else:
            break
        position = match.end()
    return opened, position


def _plain(text: str) -> str:
    """Return *text* without backslash escapes and character references, as Markdown reads it."""
    return _ESCAPED.sub(
        lambda match: match[1] or (unescape(match[0]) if match[0][1] == "#" or match[0][1:] in html5 else match[0]),
        text,
    )

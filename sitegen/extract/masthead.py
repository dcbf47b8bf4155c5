"""Know a page's masthead, its own name, by where it stands: names of any build stand there.

A name has a place at either end of a page's title, at the head of a path, alone above everything, and in what stands
at the foot. Two of these places make it the masthead; one does if it is built like a medium's, or ends a title behind
a mark that headlines do not have.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sitegen.extract import boilerplate
from sitegen.extract.fold import fold, key
from sitegen.extract.labels import fields_of
from sitegen.extract.names import NOBODY, PLACES, is_medium, is_office
from sitegen.extract.section_names import is_section_name
from sitegen.extract.shape import HAN

NAME_MIN, NAME_MAX = 2, 12
"""Letters."""
HEADLINE_MIN: Final = 9
"""Letters of a part of a page's title that is the headline."""
TOP_ROWS: Final = 4
"""Rows above everything, where a name may stand alone."""
_PATH_PARTS: Final = 5
_SECTION_MEAN: Final = 5
"""Letters."""
_PARTING: Final = re.compile(
    r"\s*(?:::|[|_>»«›‹→❯▸▶➤⟩丨¦]|--+)\s*|\s+[-·•/~]\s+|(?<=[\u3400-\u9fff])\s*[-·•/]\s*(?=[\u3400-\u9fff])"
)
"""Between the parts of a page's title or a path, on the folded line."""
_STRONG: Final = re.compile(r"::|[|_«»›]")
"""What parts a headline from a site, and no headline has within it."""
_ALIAS: Final = re.compile(rf"^(?P<name>[{HAN}]{{2,12}}) [A-Z][A-Za-z0-9 .,'&·-]{{1,40}}$")
"""A Chinese name and the same in another language."""
_PARTING_MARK: Final = re.compile(r"[:|_>»«›‹→❯▸▶➤⟩丨¦·•/~-]")
"""One of these is in all that parts."""
_DAY: Final = re.compile(r"(?:\d{2,4}|[〇零一二三四五六七八九]{4})\s?[-/.年]\s?[\d一二三四五六七八九十]")
_ISSUE: Final = re.compile(
    r"\s*(?:总?第\s?[\d〇零一二三四五六七八九十百千]{1,8}\s?[期号版卷].{0,20}"
    r"|(?<=[报刊网社志])(?:数字|电子|网络|手机)报|(?:数字|电子|网络|手机|官方)(?:版|网站?|平台)|首页)$"
)
_PAPER: Final = re.compile(rf"《(?P<name>[{HAN}]{{2,12}})》\s?(?:电子版|数字版|网络版|手机版|官网|官方网站)")
"""The head of a paper's page."""
_NO_NAME: Final = re.compile(
    r"[。！？!?，,；;“”\"'‘’《》@#%&+=*\d]|^(?:专访|访谈|图集|组图|视频|直播|独家|快讯|深度|特写|人物)$"
)
_HOME: Final = re.compile(r"(?:网站|本站|门户)?(?:首页|主页)|正文|内文|详情|home", re.IGNORECASE)
_ENOUGH: Final = 2


def without_alias(text: str) -> str:
    """Return the Chinese name in *text*, without the foreign one and the issue behind it.

    >>> without_alias("江边日报 Riverside Daily"), without_alias("江边日报 第12期"), without_alias("江边 Riverside")
    ('江边日报', '江边日报', '江边')
    >>> without_alias("江边日报电子报"), without_alias("江边电子报")
    ('江边日报', '江边电子报')
    """
    if text.isascii():
        return text.strip()
    bare = text[: match.start()] if (match := _ISSUE.search(fold(text))) and match.start() else text
    alias = _ALIAS.match(bare.strip())
    return alias["name"] if alias else bare.strip()


def masthead_of(top: Sequence[str], bottom: Iterable[str], body: str, headline: str = "") -> str:
    """Return the name of the site; empty if none shows itself.

    *top* are the lines above the body, *bottom* those behind it, *body* the letters (`key`) of the article,
    *headline* is the article's own, if it is known: however short, it is no site's name.

    >>> masthead_of(["彼岸 / 人物", "渡口的钟敲了七下才开船 - 彼岸"], [], "")
    '彼岸'
    >>> masthead_of(["渡口的钟敲了七下——记老秦", "人物 / 渡口"], [], "")
    ''
    >>> masthead_of(["《渡口》电子版"], [], "")
    '渡口'
    >>> masthead_of(["渡口_彼岸小说网", "渡口"], [], "", "渡口")
    '彼岸小说网'
    """
    seen: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    own = key(headline)
    for place in _places(top, own):
        bare = without_alias(place.name)
        if not _may_be_name(bare) or key(bare) == own:
            continue
        shown.setdefault(key(bare), bare)
        seen.setdefault(key(bare), set()).update({place.kind}, {"alias"} if bare != place.name.strip() else ())
    foot = "\n".join(map(key, bottom)) if seen else ""
    for name, kinds in seen.items():
        if name in foot:
            kinds.add("foot")
    told = (name for name, kinds in seen.items() if _is_told(shown[name], kinds, spoken=name in body))
    ranked = sorted(told, key=lambda name: (not seen[name] & _ENDS, -len(seen[name]), not is_medium(shown[name]), name))
    return shown[ranked[0]] if ranked else ""


def bears(text: str, site: str) -> bool:
    """Say whether a part of the line *text* is the name of the *site*.

    >>> bears("渡口的钟 - 彼岸 - 人物", "彼岸"), bears("到达彼岸", "彼岸")
    (True, False)
    """
    return bool(site) and any(key(without_alias(part)) == key(site) for part in _cut(text, fold(text))[0])


class _Place(NamedTuple):
    """A name, and where it stands."""

    kind: str
    """In a title: `end`, behind a mark that headlines do not have `sure-end`, else `title`.

    Else `path`, before sections whose names are known `sure-path`, `within` a path, `alone`, a paper's `edition`.
    """

    name: str


_SURE: Final = frozenset({"sure-end", "sure-path", "edition"})
_ENDS: Final = frozenset({"end", "sure-end"})


def _is_told(name: str, kinds: set[str], *, spoken: bool) -> bool:
    """Say whether *kinds* of places are enough for *name*; in the words of the article it may stand by chance."""
    if "within" in kinds or is_section_name(name):
        return False
    built = is_medium(name) or is_office(name)
    sure = bool(kinds & _SURE)
    if len(kinds) >= _ENOUGH and (built or sure or kinds != {"path", "foot"}):
        return built or not spoken or len(kinds) > _ENOUGH
    if built and (is_medium(name) or not spoken):
        return kinds != {"alone"}
    return sure and not spoken


def _places(top: Sequence[str], headline: str) -> Iterator[_Place]:
    """Yield what stands where a site's name does; *headline* is the `key` of the article's, empty if not known."""
    for number, text in enumerate(text for text in top if text.strip()):
        folded = fold(text)
        if "。" in text or (":" in folded and any(f.known and f.colon for f in fields_of(folded))):
            continue
        if "《" in folded:
            yield from (_Place("edition", text[m.start("name") : m.end("name")]) for m in _PAPER.finditer(folded))
        if number >= TOP_ROWS and not _PARTING_MARK.search(folded):
            continue  # it would have to stand alone
        day = _DAY.search(folded)
        end = len(text[: day.start()].rstrip()) if day else len(text)
        parts, marks = _cut(text[:end], folded[:end])
        long = [i for i, part in enumerate(parts) if key(part) == headline or _is_headline(without_alias(part))]
        if len(parts) == 1:
            yield from (_Place("alone", text) for _ in range(not day and number < TOP_ROWS))
        elif long:
            yield from _of_title(parts, marks, long)
        elif len(parts) == len(("headline", "site")) and is_medium(without_alias(parts[1])):
            yield _Place("sure-end", parts[1])
        elif 0 < len(parts) <= _PATH_PARTS and _are_sections(parts[1:]) and not any(map(_is_person_like, parts)):
            yield from _of_path(parts, dated=day is not None)


def _of_title(parts: Sequence[str], marks: Sequence[str], long: Sequence[int]) -> Iterator[_Place]:
    if list(long) == [0]:
        yield _Place("sure-end" if _STRONG.search(marks[-1]) else "end", parts[-1])
        yield from (_Place("title", part) for part in parts[1:-1])
    elif list(long) == [len(parts) - 1]:
        yield _Place("title" if len(parts) == len(("site", "headline")) else "path", parts[0])
        yield from (_Place("within", part) for part in parts[1:-1])


def _of_path(parts: Sequence[str], *, dated: bool) -> Iterator[_Place]:
    if not _HOME.search(fold(parts[0])):
        sure = all(map(is_section_name, parts[1:])) and len(parts) - 1 + dated >= _ENOUGH
        yield _Place("sure-path" if sure else "path", parts[0])
    yield from (_Place("within", part) for part in parts[1:])


def _cut(text: str, folded: str) -> tuple[list[str], list[str]]:
    """Return the parts of *text*, and the marks between them."""
    if not _PARTING_MARK.search(folded):
        bare = text.strip()
        return ([bare] if bare else []), []
    parts, marks, start = [], [], 0
    for match in _PARTING.finditer(folded):
        if text[start : match.start()].strip():
            parts.append(text[start : match.start()].strip())
            marks.append(match[0])
        start = match.end()
    if text[start:].strip():
        parts.append(text[start:].strip())
    return parts, marks[: max(0, len(parts) - 1)]


def _are_sections(parts: Sequence[str]) -> bool:
    """Say whether *parts* are as short as names of sections; keywords are longer."""
    return sum(map(len, parts)) <= _SECTION_MEAN * len(parts)


def _is_headline(part: str) -> bool:
    return len(key(part)) >= HEADLINE_MIN and not is_medium(part) and not is_office(part)


def _is_person_like(part: str) -> bool:
    return bool(re.search(r"\d", part)) or bool(boilerplate.furniture(part) and len(part) > NAME_MAX)


def _may_be_name(name: str) -> bool:
    return (
        NAME_MIN <= len(key(name)) <= NAME_MAX + 2 * is_office(name)
        and len(name) <= 2 * NAME_MAX
        and not _NO_NAME.search(fold(name))
        and not _HOME.fullmatch(fold(name))
        and name not in PLACES
        and not NOBODY.match(fold(name))
        and not boilerplate.furniture(name)
    )

"""Read publisher, editor and authors from the lines around a body.

What a label announces is read first (`labels`), then what reporters sign with (`記者張三／江城報導`), and what is left
between marks is judged by its build (`names`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from sitegen.extract.dispatches import dispatching
from sitegen.extract.fold import fold
from sitegen.extract.labels import Field, Kind, fields_of
from sitegen.extract.names import (
    is_medium,
    is_office,
    is_person,
    read_names,
    read_publisher,
    split_names,
)
from sitegen.extract.section_names import is_section_name
from sitegen.extract.shape import HAN
from sitegen.extract.signature import Byline, Signature
from sitegen.extract.signing import (
    GLUED_LABELS,
    POSTFIXES,
    TITLES,
    described_name,
    dotted_names,
    signing_names,
    titled_names,
)

BYLINE_MAX: Final = 60
"""Characters: a line that is longer is a paragraph that names somebody, not a byline."""
TRAILING_BYLINE: Final = re.compile(
    r"\s{0,3}[\[(]\s?(?:本文)?(?:[^\[\]()。:]{0,10}(?:编辑|责编|记者|作者|撰稿|通讯员|来源|稿源)|原载|转自|摘自"
    r"|据|刊于|编辑|文|图)\s?[^\[\]()。]{1,48}[\])]\s{0,3}(?:1?\d{6})?$"
)
"""A byline in brackets at the end of a folded paragraph; agencies of Taiwan put the day behind it."""
_ROLES: Final = r"(?:本报|本网|本刊|本台|本社|我报|见习|实习|首席|特约|特派|全媒体|融媒体|新媒体|驻站|驻地|驻外|文字)"
_REPORTER: Final = re.compile(
    rf"(?P<outlet>[{HAN}A-Za-z0-9]{{2,14}}?)??(?P<gap>\s?[/|·]?\s?)(?P<role>{_ROLES}*(?:{'|'.join(TITLES)}))"
    rf"(?P<mark>[ :/|丨]{{0,3}})(?P<who>[^\n\[\](){{}}<>。,;:\u0000]{{2,60}})"
)
_REPORTS_FOR: Final = re.compile(rf"\s{{0,3}}([{HAN}]{{3,12}}?)(?:\s?{_ROLES})*\s?(?:记者|通讯员)")
_LONE_REPORTER: Final = re.compile(rf"(?P<outlet>[{HAN}A-Za-z0-9]{{2,14}}?) ?{_ROLES}*(?:记者|通讯员)")
"""A title whose bearer stands on the line above."""
_SIGNED: Final = re.compile(
    rf"(?:^"
    rf"|(?<=[\s\[(|/\u0000]))(?P<who>[{HAN}]{{2,4}}(?:[、&/和 ][{HAN}]{{2,4}}){{0,3}})\s?[/|]?\s?"
    rf"(?P<tail>(?:[{HAN}]{{2,4}})?(?:综合|即时|专题|编译|采访)?报[道导])"
    r"(?=$|[\s\])|/\u0000])"
)
"""`曾文彦 报道`: whoever stands before the word, without a title."""
_POSTFIX: Final = re.compile(
    rf"(?P<who>(?:[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})*[、, ]?\s?){{1,4}})\s?/\s?(?P<role>{POSTFIXES})"
    r"(?=$|[\s,;|\])])"
)
"""`张三/文 李四/图`: the role behind the name."""
_OWN: Final = re.compile(r"^(?:本报|本刊|本网|本台|本社|我报|据|通讯|特约|见习|实习|首席)")
_AUTHOR_LABEL_BEFORE: Final = re.compile(r"(?:发表|发布|发佈|张贴|上传|撰写|更新|posted)(?:于|在)?$|^于$")
_PLAIN: Final = str.maketrans("╱⁄∕［］｛｝\u2002\u2003\u2004\u2005\u2009\u200a\u202f", "///[]{}       ")
"""Marks and spaces that part fields, as the patterns expect them."""
_SPREAD: Final = re.compile(rf"(?<![{HAN}])([{HAN}])[ 　]([{HAN}])(?![{HAN}])")
_OURS: Final = re.compile(rf"([:：/]\s{{0,3}})(本[报報刊网網社台臺])(?=\s{{1,3}}[{HAN}]{{2,4}}(?:\s|$))")
"""Of whom a name behind a label is: `报道：本刊 张三`."""
_IN_PRINT: Final = re.compile(
    r"(?:发表|刊登|刊载|原载|首发|刊|载)[于在]\s?《(?P<name>[^《》]{2,16})》|据\s?《(?P<told>[^《》]{2,16})》(?:报[道导]|消息|讯)"
)
_HAN_NAME: Final = re.compile(f"[{HAN}]{{2,4}}")
_MASK: Final = "\u0000"
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[\w./?=&%#:-]{1,200}|[(（](?:ID|微信号|微信號|微信|公众号|公眾號|账号)\s?[:：]?\s?[A-Za-z0-9_-]{2,40}[)）]",
    re.IGNORECASE | re.ASCII,
)
_NOISE: Final = re.compile(
    r"于|(?-i:[\u3400-\u9fff]){2,20}(?:供稿|供图|摄影?)|(?:采访|新闻|编辑|记者|融媒)(?:中心|部|组|团队|室)"
    r"|[条个则次人](?:评论|回复|留言|点赞|阅读|浏览)?|星期[一二三四五六日天]|周[一二三四五六日天]"
    r"|总?第\s?[\w:]{1,10}\s?[版期卷号](?:[:：]\S{1,8})?|[a-z]?\d{1,3}版|原创|首发|独家|转载|精选|置顶|推荐|正文|图文|组图"
    r"|来自(?-i:[\u3400-\u9fff]){2,8}"
    r"|发表于(?-i:[\u3400-\u9fff]){2,6}|(?-i:[\u3400-\u9fff]){2,4}发布|本报讯|(?-i:[\u3400-\u9fff]){1,3}(?<!通)讯|(?:mon|tues?|wednes"
    r"|thurs?|fri|satur|sun)day|上午|下午|\d+|[a-z]|[大中小次]",
    re.IGNORECASE,
)
"""What stands between the fields of a line and names nobody."""
_ACCOUNT: Final = re.compile(r"(?:官方)?(?:账号|帐号|帳號|百家号|头条号|头條號|微博|微信|客户端|客戶端)$")
"""Behind a medium's name: where it speaks."""
_GLUED: Final = re.compile(rf"(?:{GLUED_LABELS}|文)(?=\S)")
"""A label without a mark, which only the build of what follows makes one."""
_PARTS: Final = re.compile(r"\s*[|｜丨/／·•,，;；、>»\[\]()（）【】〔〕<\u0000]+\s*|\s+|\s*--?\s*(?=\s|$)")


@dataclass(slots=True)
class _Reading:
    """What has been read of a line so far; what was read is masked out of it."""

    text: str
    folded: str
    found: dict[Kind, list[str]] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)

    def add(self, kind: Kind, names: Iterable[str]) -> None:
        self.found.setdefault(kind, []).extend(names)

    def mask(self, start: int, end: int) -> None:
        self.text = self.text[:start] + _MASK * (end - start) + self.text[end:]
        self.folded = self.folded[:start] + _MASK * (end - start) + self.folded[end:]

    def get(self, kind: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.found.get(kind, ())))


def read_signature(text: str, dates: Sequence[tuple[int, int]] = ()) -> Signature:
    """Read all that *text*, one line, says of publisher, editors and authors; *dates* are spans that hold no name.

    >>> read_signature("江边日报 记者张三／江城报道").byline
    Byline(publisher='', editors=(), authors=('张三',))
    >>> read_signature("江边日报 记者张三／江城报道").media
    ('江边日报',)
    """
    text = _OURS.sub(lambda own: own[1] + " " * len(own[2]), text.translate(_PLAIN))
    if name := described_name(text):
        return Signature(people=(name,))
    reading = _Reading(text, fold(text))
    for start, end in (*dates, *(match.span() for match in _ADDRESS.finditer(text))):
        reading.mask(start, end)
    _read_postfixes(reading)
    _read_print(reading)
    _read_titled(reading)
    fields = fields_of(reading.folded)
    _read_fields(reading, fields)
    _read_reporters(reading)
    _read_signed(reading)
    people, rest = _read_rest(reading)
    publisher = next(iter(reading.get(Kind.PUBLISHER)), "")
    return Signature(
        publisher,
        reading.get(Kind.AUTHOR),
        reading.get(Kind.HELPER),
        reading.get(Kind.RESPONSIBLE),
        reading.get(Kind.EDITOR),
        reading.get(Kind.CHIEF),
        reading.get(Kind.PERSON),
        tuple(dict.fromkeys(reading.media)),
        people,
        rest,
        sum(entry.known for entry in fields),
    )


@lru_cache(256)
def read_byline(text: str) -> Byline:
    """Read what *text*, one line of a page, says of publisher, editors and authors.

    >>> read_byline("来源：江边日报　责编：赵一、钱二　记者 孙三")
    Byline(publisher='江边日报', editors=('赵一', '钱二'), authors=('孙三',))
    """
    return read_signature(text).byline


def stated_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, which a page states to be its authors: `記者張三／江城報導`.

    >>> stated_names("記者張三／江城報導"), stated_names("张三,李四")
    (('張三',), ('张三', '李四'))
    """
    if "记者" in fold(text) and (names := read_signature(text).authors):
        return names
    text = re.sub(
        r"^(?:by|von|par|por|di|av|af|作者|文|撰文)\s*[:：/|]?\s+(?=\S)|^(?:作者|撰文)\s*[:：/|]\s*",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return split_names(re.sub(r"\s?[(（][\w.@-]{2,40}[)）]$", "", text))


def reporters(text: str) -> Signature:
    """Return who signs a paragraph in brackets or with a title, at its head or tail: `（记者 张三）`.

    >>> reporters("本报江城电（记者 张三 李四）春天到了。").authors
    ('张三', '李四')
    >>> reporters("（某某社記者王小明台北29日電）春天到了。").media
    ('某某社',)
    """
    if text.isascii():
        return Signature()
    folded = fold(text)
    for match in re.finditer(r"[(\[]([^()\[\]\n]{2,60})[)\]]", folded):
        if re.search(r"记者|作者|通讯员|报[道导]|[日 ]电$|撰稿", match[1]):
            found = read_signature(text[match.start(1) : match.end(1)])
            if found.authors or found.people:
                medium = dispatching(text.lstrip())
                return replace(found, media=(*found.media, medium)) if medium else found
    if opening := re.match(
        rf"[^。\n]{{0,24}}记者\s?[{HAN}、 ]{{2,30}}?(?:报[道导]|文|[{HAN}]{{2,4}}报[道导])(?=[:：\s(]|$)", folded
    ):
        return read_signature(text[: opening.end()])
    medium = dispatching(text.lstrip())
    return Signature(media=(medium,) if medium else ())


def _read_print(reading: _Reading) -> None:
    for match in _IN_PRINT.finditer(reading.folded) if "《" in reading.folded else ():
        group = "name" if match["name"] else "told"
        reading.add(Kind.PUBLISHER, [reading.text[match.start(group) : match.end(group)]])
        reading.mask(*match.span())


def _read_postfixes(reading: _Reading) -> None:
    for match in _POSTFIX.finditer(reading.folded) if "/" in reading.folded else ():
        names = read_names(reading.text[match.start("who") : match.end("who")], trusted=True)
        if not names or any(n in ("图", "文", "来源") for n in map(fold, names)):
            continue
        kind = Kind.PERSON if match["role"][0] in "图摄视" else Kind.EDITOR if match["role"][0] == "编" else Kind.AUTHOR
        reading.add(kind, names)
        reading.mask(match.start("who"), match.end())


def _read_titled(reading: _Reading) -> None:
    for titled in titled_names(reading.text, reading.folded):
        reading.add(titled.kind, titled.names)
        reading.mask(titled.start, titled.end)


def _read_fields(reading: _Reading, fields: Sequence[Field]) -> None:
    for position, entry in enumerate(fields):
        value = reading.text[entry.value : entry.end]
        before = reading.folded[: entry.start].strip(" |·,/" + _MASK)
        used = entry.value
        match entry.kind:
            case Kind.PUBLISHER:
                if name := read_publisher(value.split(_MASK)[0] if value[:1] != _MASK else ""):
                    reading.add(Kind.PUBLISHER, [name])
                    used = entry.value + value.index(name) + len(name)
            case Kind.PUBLISHED | Kind.UPDATED if _MASK in value[:3]:
                if position == 0 and before and _AUTHOR_LABEL_BEFORE.search(entry.label):
                    _read_poster(reading, entry.start)
            case Kind.PUBLISHED if entry.colon and _is_publisher(name := read_publisher(value)):
                reading.add(Kind.PUBLISHER, [name])
                used = entry.end
            case Kind.PUBLISHED if entry.colon and (poster := read_names(value.split(_MASK)[0], trusted=True)):
                reading.add(Kind.HELPER, poster)
                used = entry.end
            case Kind.OTHER | Kind.PUBLISHED | Kind.UPDATED:
                end = re.search(r"\s{2,}|[|\]\u0000]|\s(?=\D)", value.lstrip(" "))
                used = entry.end if end is None else entry.value + len(value) - len(value.lstrip(" ")) + end.start()
            case _:
                used = _read_people(reading, entry, value)
        reading.mask(entry.start, used)


def _read_people(reading: _Reading, entry: Field, value: str) -> int:
    """Read the names that *entry* announces in *value*, and the medium before them; return where they end."""
    trusted = entry.colon or reading.folded[entry.value - 1 : entry.value].strip() != ""
    trusted = trusted or reading.folded[entry.start : entry.value].strip()[-1:] in tuple("/|丨·・‧")
    trusted = trusted or _is_list_of_names(entry, value, told=_MASK in reading.folded)
    if (employer := _REPORTS_FOR.match(fold(value))) and is_medium(employer[1]):
        reading.media.append(value[employer.start(1) : employer.end(1)])
    elif entry.kind is Kind.AUTHOR and " " in value.strip() and is_medium(outlet := value.split(" ", maxsplit=1)[0]):
        reading.media.append(outlet)
    names = read_names(value.replace(_MASK, "\n").split("\n")[0], trusted=trusted or entry.label.isascii())
    reading.add(entry.kind, names)
    if entry.kind is Kind.PERSON and not names:
        return entry.end
    if not names:
        return entry.value
    return entry.value + max(value.rfind(n) + len(n) if n in value else len(value) for n in names)


def _is_list_of_names(entry: Field, value: str, *, told: bool) -> bool:
    """Say whether *value*, behind a label without a mark, is names and nothing else, though of no known build.

    Such stand before others that are known, or alone behind a label that prose does not use or in a line *told* to be
    one of credits.
    """
    words = value.split(_MASK, maxsplit=1)[0].strip(" 　[]()（）【】").replace("、", " ").split()
    if not words or not all(map(_HAN_NAME.fullmatch, words)) or any(map(is_section_name, words)):
        return False
    if len(words) > 1:
        return entry.kind in (Kind.AUTHOR, Kind.RESPONSIBLE, Kind.EDITOR) and is_person(words[-1])
    editing = len(entry.label) > len("编辑") and entry.kind in (Kind.RESPONSIBLE, Kind.EDITOR)
    return editing or (told and entry.kind is Kind.AUTHOR and not is_medium(words[0]))


def _is_publisher(name: str) -> bool:
    return is_medium(name) or is_office(name)


def _read_poster(reading: _Reading, end: int) -> None:
    """Read who stands before `发表于`: a person, or the site itself."""
    start = max(reading.text.rfind(mark, 0, end) for mark in ("|", "｜", _MASK)) + 1
    name = re.sub(r"\s*于?$", "", reading.text[start:end].strip(" 　·,/"))
    if not name or " " in name or len(name) > 12:  # noqa: PLR2004 - characters of a pen name
        return
    if is_medium(name) or is_office(name):
        reading.media.append(name)
    elif names := read_names(name, trusted=True):
        reading.add(Kind.AUTHOR, names)
    reading.mask(start, end)


def _read_reporters(reading: _Reading) -> None:
    if not any(title in reading.folded for title in TITLES):
        return
    if (match := _LONE_REPORTER.fullmatch(reading.folded.strip(" []()"))) and is_medium(match["outlet"]):
        at = reading.folded.index(match["outlet"])
        reading.media.append(reading.text[at : at + len(match["outlet"])])
        reading.mask(0, len(reading.text))
    while match := _REPORTER.search(reading.folded):
        outlet = reading.text[match.start("outlet") : match.end("outlet")] if match["outlet"] else ""
        if outlet and is_medium(outlet) and not _OWN.match(fold(outlet)):
            reading.media.append(outlet)
        elif outlet and (inner := re.search(r"\S+$", outlet)) and is_medium(inner[0]):
            reading.media.append(inner[0])
        end = match.end("who")
        if again := re.search(rf"{_ROLES}*(?:记者|通讯员)", match["who"]):
            end = match.start("who") + again.start()
        who = signing_names(reading.text[match.start("who") : end])
        reading.add(Kind.AUTHOR, who)
        reading.mask(match.start("role") if not outlet else match.start(), end if who else match.start("who"))


def _read_signed(reading: _Reading) -> None:
    for match in _SIGNED.finditer(reading.folded) if "报" in reading.folded else ():
        names = signing_names(reading.text[match.start() : match.end()])
        if names and all(map(is_person, names)):
            reading.add(Kind.AUTHOR, names)
            reading.mask(match.start("who"), match.end())


def _read_rest(reading: _Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Judge the words between the fields: media go into *reading*; return people, and what stays unexplained."""
    people: list[str] = []
    for start, end in list(dotted_names(reading.text)):
        people.append(reading.text[start:end])
        reading.mask(start, end)
    rest: list[str] = []
    text = _SPREAD.sub(r"\1\2", reading.text)
    for part in _PARTS.split(text):
        word = part.strip(" 　\u00a0\"“”'‘’《》「」:：!！?？.。*-—_~□■◎●○▲△★☆◆◇")
        if medium := dispatching(word):
            reading.media.append(medium)
        elif not word or _NOISE.fullmatch(fold(word)):
            continue
        elif is_medium(bare := _ACCOUNT.sub("", word)):
            reading.media.append(bare)
        elif (glued := _GLUED.match(fold(word))) and (
            is_person(word[glued.end() :]) or (len(glued[0]) > 1 and is_medium(word[glued.end() :]))
        ):
            name = word[glued.end() :]
            reading.add(Kind.PUBLISHER if is_medium(name) else Kind.EDITOR if "编" in glued[0] else Kind.AUTHOR, [name])
        elif is_person(word):
            people.append(word)
        else:
            rest.append(word)
    return tuple(dict.fromkeys(people)), tuple(rest)

"""Read names with what stands behind them: where and how they report, what they did, who they are.

`张三、李四／江城报道`, `张三　撰`, `张三（特约撰稿人）`.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from sitegen.extract.fold import fold
from sitegen.extract.labels import Kind, fields_of
from sitegen.extract.names import PLACES, is_medium, is_person, read_names
from sitegen.extract.section_names import is_section_name
from sitegen.extract.shape import HAN

_TAIL: Final = re.compile(
    r"(?P<glue>[ /|,]*)(?:(?:\d{1,2}月)?\d{1,2}日)?(?:专?电|讯|(?:摄影|图文)?报[道导]|特稿|文)\s*$"
)
_MANNER: Final = re.compile(
    r"(?P<glue>[ /|]*)(?:综合|即时|专题|独家|现场|连线|整理|特别|采访|联合|核稿|编译|外电|电视)+$"
)

TITLES: Final = ("记者", "通讯员", "特派员", "实习生")
GLUED_LABELS: Final = "作者|撰文|记者|责任编辑|责编|编辑|来源|来自|转自"
"""Before a name without any mark; before a person's so is 文."""
ROLES: Final = r"文|撰文?|撰稿|采写|执笔|著|口述|报[道导]|编辑?|责编|编译|整理|译"
"""What somebody did, behind the name."""
POSTFIXES: Final = r"文字?|撰文|采写|报[道导]|图|摄影?|图片|编辑?|整理|视频"
"""The same behind a name and a slash."""
SIGNS: Final = "□■◎○●◇◆▲△◉"
"""At the head of a line that names who wrote it."""
_MAY_SIGN: Final = re.compile(
    rf"[{SIGNS}\0]|{'|'.join(TITLES)}|报[道导]|[于在据]\s?《|/\s?(?:{POSTFIXES})| (?:{ROLES})[ \])]*$"
    rf"|(?<![^\W_丨])(?:{GLUED_LABELS}|文\w{{2,4}}(?:[丨_]|(?!\w))|文\w{{1,8}}[·•・‧．])"
    r"|[讯电]\W{0,2}$|^\s*[(\[][^()\[\]]*[)\]]\s*$|://|[wW]{3}\.|\((?:[iI][dD]|微信|公[众眾]|账)"
)
"""Finds something in each line that names somebody without a label, and little in others. Behind an address, which is
left out, anything may begin."""
_NAMING_NOBODY: Final = frozenset({Kind.OTHER, Kind.UPDATED})

_NAME: Final = rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})*"
_NAMES: Final = rf"{_NAME}(?:[、, ]{{1,2}}{_NAME}){{0,3}}"
_TITLED: Final = re.compile(
    rf"[ \[(—-]*(?:[\[(][{HAN}]{{1,3}}[\])] ?)?(?P<who>{_NAMES}) {{1,4}}(?P<role>{ROLES})(?:[ \])]+|$)"
)
"""Before a translated author's name stands, in brackets, where he is from."""
_POSTED_BY: Final = re.compile(
    r"[ \[(]*(?:[本此该][帖贴文]章?)?(?:最[后近])?由 ?(?P<who>[^\s,。:;/|()\[\]\u0000]{2,16}?) ?"
    r"(?:[于在] ?(?=\u0000)|张贴|发表|发布|上传|转[贴帖]|编辑)"
)
"""`本帖最后由 张三 于 … 编辑`, where \\0 stands for a date."""
_CLOSING: Final = re.compile(rf"(?:^|[。!?…\"”’])\s?\( ?(?P<who>{_NAMES}) ?\)\s*$")
_NO_CLOSING: Final = frozenset("全文 连载 时评 时政 文图 文字 左图".split())
"""Words in closing brackets that begin like a name."""
_LINE_MAX: Final = 60
_TITLES: Final = MappingProxyType(
    dict.fromkeys(("编", "编辑", "责编"), Kind.EDITOR) | dict.fromkeys(("编译", "整理", "译"), Kind.HELPER)
)
"""Behind a name; all other words say who wrote."""
_DESCRIBED: Final = re.compile(rf" *(?P<who>{_NAME}) ?\([^():\d]{{2,16}}\) *")
_DOTTED: Final = re.compile(rf"(?<![{HAN}·\w])[{HAN}]{{1,6}}(?:·[{HAN}]{{1,8}}){{1,2}}(?![{HAN}·\w])")


def may_sign(folded: str) -> bool:
    """Say whether the *folded* line, which holds no date, may name beyond doubt somebody who made the article.

    It has a label, or one of the words and marks by which `read_signature` knows a name or a dispatch without one. Most
    lines about an article have nothing of that kind, and need not be read.

    >>> may_sign("记者张三"), may_sign("来源 江边日报"), may_sign("春天来了,花开了")
    (True, True, False)
    """
    return _MAY_SIGN.search(folded) is not None or any(entry.kind not in _NAMING_NOBODY for entry in fields_of(folded))


class Titled(NamedTuple):
    """Names, and what they did."""

    names: tuple[str, ...] = ()
    kind: Kind = Kind.AUTHOR

    start: int = 0
    end: int = 0


def titled_names(text: str, folded: str) -> tuple[Titled, ...]:
    """Return the names that are all of the line *text* but, behind each, what they did; or who posted it when.

    >>> [(t.names, t.kind.value) for t in titled_names("张三 著　李四 译", "张三 著 李四 译")]
    [(('张三',), 'author'), (('李四',), 'helper')]
    >>> titled_names("高考 报道", "高考 报道")
    ()
    """
    if len(folded) > _LINE_MAX:
        return ()
    if "由" in folded and "\0" in folded and (match := _POSTED_BY.match(folded)):
        names = read_names(text[slice(*match.span("who"))], trusted=True)
        return (Titled(names, Kind.AUTHOR, 0, len(folded)),) if names else ()
    folded = folded.replace("\0", " ")
    found: list[Titled] = []
    while match := _TITLED.match(folded, found[-1].end if found else 0):
        names = read_names(text[slice(*match.span("who"))], trusted=True)
        found.append(Titled(names, _TITLES.get(match["role"], Kind.AUTHOR), match.start("who"), match.end()))
    people = [name for titled in found for name in titled.names]
    whole = bool(found) and found[-1].end == len(folded)
    return tuple(found) if whole and any(map(is_person, people)) and not any(map(is_section_name, people)) else ()


def closing_names(text: str) -> tuple[str, ...]:
    """Return the names that stand in brackets behind the last sentence of *text*, and nothing else.

    >>> closing_names("春天来了。（张三 李四 ）"), closing_names("春天来了。（全文完）"), closing_names("来了（张三）")
    (('张三', '李四'), (), ())
    """
    match = _CLOSING.search(fold(text)) if text.rstrip().endswith((")", "）")) else None
    names = re.split("[、，, 　]+", text[slice(*match.span("who"))]) if match else []
    are_names = all(is_person(n) and n not in PLACES and n[:2] not in _NO_CLOSING and not is_medium(n) for n in names)
    return tuple(names) if are_names else ()


def described_name(text: str) -> str:
    """Return the name that is all of the line *text* but, in brackets, whose it is.

    >>> described_name("张三（特约撰稿人）"), described_name("通知（二）")
    ('张三', '')
    """
    match = _DESCRIBED.fullmatch(fold(text)) if text.rstrip().endswith((")", "）")) else None
    name = text[slice(*match.span("who"))] if match else ""
    return name if is_person(name) else ""


def is_signature(text: str) -> bool:
    """Say whether the line *text* is a person's name and nothing else, but perhaps whose.

    >>> is_signature("张三"), is_signature("张三（特约撰稿人）"), is_signature("张三来了")
    (True, True, False)
    """
    return is_person(text) or bool(described_name(text))


def dotted_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names whose parts a dot joins, where these are not people of their own, media or sections.

    >>> list(dotted_names("巴图·孟和 2021")), list(dotted_names("江边日报·文化"))
    ([(0, 5)], [])
    """
    for match in _DOTTED.finditer(text) if "·" in text else ():
        parts = match[0].split("·")
        people = max(map(len, parts)) > len("张三") and all(map(is_person, parts))
        if is_person(match[0]) and not people and not any(is_medium(p) or is_section_name(p) for p in parts):
            yield match.span()


def signing_names(text: str) -> tuple[str, ...]:
    """Return the names in what stands behind a reporter's title, without the place and the manner behind them.

    >>> signing_names("张三、李四／江城报道"), signing_names("王小明台北電")
    (('张三', '李四'), ('王小明',))
    """
    text = re.sub(r"\s{2,}.*", "", text.strip(" 　"))
    folded = fold(text)
    tail = _TAIL.search(folded)
    if tail is None:
        return read_names(text, trusted=False)
    text, glued = text[: tail.start()], not tail["glue"]
    if manner := _MANNER.search(fold(text)):
        glued = glued and not manner["glue"]
        text = text[: manner.start()]
    pieces = [p for p in re.split(r"[\s/／|｜]+", text.strip(" 　/／|｜")) if p]
    if (
        glued
        and len(pieces) > 1
        and (pieces[-1] in PLACES or not is_person(pieces[-1]) or re.search(r"[/／|｜]", text))
    ):
        pieces.pop()
    elif glued and len(pieces) == 1:
        pieces = [_without_place(pieces[0])]
    return read_names(" ".join(pieces), trusted=False)


def _without_place(text: str) -> str:
    """Cut the place from the end of names that it follows without a gap: 王小明台北 → 王小明."""
    head, mark, last = text.rpartition("、")
    for place in PLACES:
        if last.endswith(place) and len(last) - len(place) >= 2:  # noqa: PLR2004 - characters of a name
            return head + mark + last[: -len(place)]
    if len(last) > 4 or (len(last) == 4 and not is_person(last)):  # noqa: PLR2004 - a name of three and a place
        last = last[:3] if len(last) > 4 else last[:2]  # noqa: PLR2004
    return head + mark + last

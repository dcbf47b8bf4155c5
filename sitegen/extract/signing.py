"""Read the names of reporters, behind which stand where and how they report: `张三、李四／江城报道`."""

import re
from typing import Final

from sitegen.extract.fold import fold
from sitegen.extract.names import PLACES, is_person, read_names

_TAIL: Final = re.compile(
    r"(?P<glue>[ /|,]*)(?:(?:\d{1,2}月)?\d{1,2}日)?(?:专?电|讯|(?:摄影|图文)?报[道导]|特稿|文)\s*$"
)
_MANNER: Final = re.compile(
    r"(?P<glue>[ /|]*)(?:综合|即时|专题|独家|现场|连线|整理|特别|采访|联合|核稿|编译|外电|电视)+$"
)


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

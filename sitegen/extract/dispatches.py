"""Know the first words of a dispatch, and who sent it: `江边社江城11月29日电`, `【江边日报讯】`."""

import re
from typing import Final

from sitegen.extract.fold import fold
from sitegen.extract.names import is_medium
from sitegen.extract.shape import HAN

_WORDS: Final = ("讯", "电", "消息")
_OPENING: Final = re.compile(
    rf"([{HAN}]{{3,16}}?)(?:\d{{1,2}}月)?(?:(?:\d{{1,2}}|[一二三十]{{1,3}})日)?\s?(?:综合|专)?"
    r"(?:讯(?![息问号速])|(?<=日)电|(?<=日专)电|(?:电|消息)(?=[\s,:(-]|$))"
)
"""The first words of a dispatch: `江边社江城11月29日电`."""
_BRACKETED_MEDIUM: Final = re.compile(
    rf"[\[(]\s?([{HAN}A-Za-z]{{3,14}}?)\s?(?:\d{{1,2}}日)?(?:讯|电|消息|专稿|综合报[道导])?\s?[\])]"
)
"""`【江边日报讯】`, at the head of a paragraph."""


def dispatching(text: str) -> str:
    """Return the paper or agency of the dispatch that *text* opens; empty if it opens none.

    >>> dispatching("江边社江城11月29日电"), dispatching("【江边日报讯】"), dispatching("本报讯")
    ('江边社', '江边日报', '')
    """
    if text.isascii():
        return ""
    folded = fold(text)
    if named := _BRACKETED_MEDIUM.match(folded):
        name = text[named.start(1) : named.end(1)]
        return name if is_medium(name) and not name.startswith("本") else ""
    match = _OPENING.match(folded) if any(word in folded for word in _WORDS) else None
    if match is None or match[1].startswith("本"):
        return ""
    lengths = range(len(match[1]), max(2, len(match[1]) - 5), -1)
    return next((text[:length] for length in lengths if is_medium(text[:length])), "")

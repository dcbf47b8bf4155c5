"""Know the rows that are prose: they mark where the body of a document begins and ends."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from sitegen.extract import boilerplate
from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.bylines import BYLINE_MAX
from sitegen.extract.fold import fold
from sitegen.extract.labels import Kind, fields_of
from sitegen.extract.shape import ends_sentence
from sitegen.extract.source import Row
from sitegen.extract.spam import keyword_line

PROSE_MIN: Final = 15
"""Characters: a shorter line with a full stop is a caption or a control as often as a paragraph."""
LONG_PROSE_MIN: Final = 40
CREDITED: Final = frozenset(
    {Kind.PUBLISHER, Kind.AUTHOR, Kind.HELPER, Kind.RESPONSIBLE, Kind.EDITOR, Kind.CHIEF, Kind.PERSON}
)
_MARKS_MAX: Final = 4
"""Characters before a label, such as a bracket."""
_FIELDS_MAX: Final = 160
"""Characters of a line of labels and values."""
STRICT_SHARE: Final = 0.12
"""Of the words in the main container: sentences that hold less of them are not what the text is made of."""
STANDALONE: Final = re.compile(
    r"\W{0,4}(?:(?:本报|本刊|本网|本台|(?-i:[\u3400-\u9fff]){2,8})?(?:见习|实习|首席|特约|特派|全媒体|融媒体)?(?:记者|通讯员|作者|编辑"
    r"|责编|责任编辑|撰文|采写|采访|编采|撰稿|执笔|摄影|来源|稿源|文|图|校对|校审|审核|审校|监制|编审|终审|初审|复审|核稿|供稿|策划|统筹|主编|排版"
    r"|美编|网编|翻译|译者|编译|值班编辑|值班主任|转自|来自|摘自|选自|出处|媒体|原创|编委|制图|设计|责任校对|报道|录入|楼主|发帖人|发布人|发布单位|发布机构|by)(?=\W|$|(?-i:[\u3400-\u9fff])).{0,58})",
    re.IGNORECASE,
)
"""A folded line that begins with whom or what it names: a byline, if it is short."""


def is_byline(text: str) -> bool:
    """Say whether *text* is short and begins with whom it names, as lines of credits do.

    >>> is_byline("责任编辑：林渡"), is_byline("本文转自江边日报，作者张三。"), is_byline("编辑部的故事很长。")
    (True, True, False)
    """
    if len(text) > BYLINE_MAX:
        return False
    folded = fold(text)
    if STANDALONE.fullmatch(folded) and "。" not in text:
        return True
    fields = fields_of(folded)
    told = bool(fields) and fields[0].start <= _MARKS_MAX and fields[0].known and fields[0].kind in CREDITED
    return told and (fields[0].colon or fields[0].kind is Kind.PUBLISHER) and "。" not in text.rstrip("。）)")


def is_prose(row: Row) -> bool:
    """Say whether *row* is a paragraph of sentences, not a headline, a control or a list of links."""
    text = row.text
    if row.block is None or row.links > 0.5 or len(text) < PROSE_MIN:  # noqa: PLR2004 - half of it
        return False
    return _has_sentences(text)


@lru_cache(512)
def _has_sentences(text: str) -> bool:
    if len(text) <= _FIELDS_MAX and sum(entry.known for entry in fields_of(fold(text))) > 2:  # noqa: PLR2004 - a list of them
        return False
    if boilerplate.furniture(text) or is_byline(text):
        return False
    if "。" in text or "\ufffd" in text:
        return True
    return len(text) >= LONG_PROSE_MIN and ends_sentence(text) and keyword_line(text) is None


def prose_rows(rows: Sequence[Row]) -> list[int]:
    """Return which rows are prose; verse, and prose without full stops, is known by its length alone."""
    strict = [i for i, row in enumerate(rows) if is_prose(row)]
    whole = sum(len(row.text) for row in rows if row.block is not None and row.links <= 0.5)  # noqa: PLR2004 - half of it
    if sum(len(rows[i].text) for i in strict) >= STRICT_SHARE * whole:
        return strict
    return [i for i, row in enumerate(rows) if i in strict or _is_loose_prose(row)]


def _is_loose_prose(row: Row) -> bool:
    text = row.text
    if row.block is None or row.links > 0.5 or len(text) < PROSE_MIN or boilerplate.furniture(text):  # noqa: PLR2004
        return False
    return not STANDALONE.fullmatch(fold(text)) and keyword_line(text) is None and breadcrumb(text) is None

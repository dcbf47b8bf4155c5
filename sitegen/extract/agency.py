"""Read how a report opens: who sends it, from where, by whom.

`（某社記者張三台北29日電）`, `〔記者張三／台北報導〕`, `某社北京11月29日电（记者张三）`,
`【某报11月29日讯】`, `本报讯（记者 张三）`.
"""

import re
from typing import Final

from sitegen.extract.bylines import Byline, split_names
from sitegen.extract.fold import fold
from sitegen.extract.names import is_house, is_person, leading_person

_OPENING_MAX: Final = 90
"""Characters of a paragraph in which its opening stands."""
_HAN: Final = r"[\u3400-\u9fff]"
_BRACKETED: Final = re.compile(r"\s*[(\[]([^()\[\]\n]{3,60})[)\]]")
_SENDS: Final = re.compile(r"记者|编译|报道|报导|电$|讯$|电/|综合|特稿|专稿|撰|文/")
_REPORTER: Final = re.compile(
    r"(?:特派|特约|见习|实习|首席|驻.{1,6})?(?:记者|编译|编译员|通讯员|文/|撰文/?)\s?[:/]?\s?"
)
_DISPATCH: Final = re.compile(
    rf"\s*(?:据)?(?P<house>{_HAN}{{1,7}}?[社报网台刊])(?:{_HAN}{{0,8}}?)(?:\d{{4}}年)?\s?(?:\d{{1,2}}月)?\s?(?:\d{{1,2}}日)?"
    rf"\s?(?:综合|专|外)?(?:电|讯|消息)(?=$|[\s:,(\[)\]])"
)
_HOUSE_DATE: Final = re.compile(
    rf"(?P<house>{_HAN}{{2,12}}?)(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日(?:综合|专)?(?:讯|电|报道|报导)$"
)
_HOUSE_SENDS: Final = re.compile(rf"(?P<house>{_HAN}{{2,12}}?)(?:综合|专)?(?:讯|电)")
_OUR: Final = re.compile("^(?:本|我|该|某)")
_END: Final = re.compile(r"\s?(?:[/,]|\d{1,2}[月日]|综合|报道|报导|专电|外电|电$|讯$|摄)")


def read_opening(text: str) -> Byline:
    """Return what the opening of a paragraph says of publisher and authors.

    >>> read_opening("（江社記者趙一鳴台北29日電）春天到了。")
    Byline(publisher='江社', editors=(), authors=('趙一鳴',))
    >>> read_opening("江淮社江城3月1日电（记者钱舟）春天到了。")
    Byline(publisher='江淮社', editors=(), authors=('钱舟',))
    >>> read_opening("〔記者趙一鳴／江城報導〕春天到了。").authors
    ('趙一鳴',)
    """
    opening = text[:_OPENING_MAX]
    folded = fold(opening)
    publisher = ""
    authors: tuple[str, ...] = ()
    if match := _DISPATCH.match(folded):
        publisher = _house(opening, match)
    position = match.end() if match else 0
    for _ in range(2):
        bracket = _BRACKETED.match(folded, position)
        if bracket is None:
            break
        inner, start = bracket[1], bracket.start(1)
        if _SENDS.search(inner):
            if sent := _HOUSE_SENDS.fullmatch(inner):
                publisher = publisher or _house(opening[start:], sent)
            if dated := _HOUSE_DATE.match(inner):
                publisher = publisher or _house(opening[start:], dated)
            before, found = _reporters(inner, opening[start : bracket.end(1)])
            authors = authors or found
            publisher = publisher or before
        position = bracket.end()
    return Byline(publisher, (), authors)


def _house(text: str, match: re.Match[str]) -> str:
    name = text[match.start("house") : match.end("house")]
    return "" if _OUR.match(fold(name)) else name


def _reporters(folded: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the publisher and the reporters named in a bracket: `某社記者張三、李四台北29日電`."""
    label = _REPORTER.search(folded)
    if label is None:
        return "", ()
    house = text[: label.start()].strip(" ,，/／")
    house = house if house and is_house(house) and not _OUR.match(fold(house)) else ""
    rest = text[label.end() :]
    end = _END.search(fold(rest))
    stated = rest[: end.start()] if end else rest
    parts = split_names(stated)
    names = [part if is_person(part) or re.search("[A-Za-z]", part) else leading_person(part) for part in parts]
    return house, tuple(name for name in names if 2 <= len(name) <= 20 and is_person(name))  # noqa: PLR2004 - characters

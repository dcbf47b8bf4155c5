"""Read breadcrumbs: the line of a page that says under which sections its article stands."""

import re
from typing import Final

from sitegen.extract.fold import fold, key

CRUMBS_MAX: Final = 320
"""Characters: a longer line is no breadcrumb, even with a long headline at its end."""
_HOME: Final = r"(?:网站|本站)?(?:首页|主页)|home|front ?page"
CRUMBS: Final = re.compile(
    rf"(?:[^:>]{{0,10}}位置(?:是|为)?\s?[:>]?\s{{0,3}})(?P<here>\S.*)"
    rf"|(?:[>»›→|/\\·-]\s?)?(?:[\u3400-\u9fff]{{0,6}})?(?:{_HOME})(?P<rest>\s?(?:[>»›→|/\\·-]|\s).*)",
    re.IGNORECASE,
)
_PATH: Final = re.compile(r"[^<>»›→:。-]{2,16}(?P<rest>(?:\s?(?:-?[>»›]{1,2}|→)\s?[^<>»›→。]{1,40}){1,6})")
"""A breadcrumb that begins with the name of the site."""
_MENU: Final = re.compile(r"[^|>]{1,12}(?:\s?\|\s?[^|>]{1,12}){3,}")
_CRUMB_SEPARATOR: Final = re.compile(r"\s*(?:>+|[»›→＞/|\\]|--?>)\s*|\s+[-·]\s+")
_NO_SECTION: Final = frozenset(
    "首页 网站首页 本站首页 主页 正文 详情 新闻正文 文章正文 详细内容 内容 内容页 新闻详情 文章详情 查看详情 列表 "
    "阅读 浏览文章 浏览正文 文章内容 阅读文章 "
    "阅读全文 查看正文 信息内容 内容详情 本文 内文 文章 帖子 查看帖子 查看内容 新闻内容 home index article "
    "当前页 本页 详细 信息正文 正文页 资讯详情 内容正文".split()
)
_SECTION_MAX: Final = 14
"""Characters: a longer part of a breadcrumb is a headline."""

_SITE: Final = re.compile(r"(?:网|报|社|站|在线|论坛|门户|杂志|周刊|online|\.com|\.cn|\.net)$", re.IGNORECASE)
_SECTION_MEAN: Final = 6.5
"""Characters of the sections of a path, and of the site's name before them, on average."""


def breadcrumb(text: str, headlines: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """Return the sections of a breadcrumb, without home, the page itself and its headline; None for other lines.

    >>> breadcrumb("當前位置：首頁 > 要聞 > 正文")
    ('要聞',)
    >>> breadcrumb("首页 要闻 江城 春来了 花开了", ("春来了 花开了",))
    ('要闻', '江城')
    """
    if len(text) > CRUMBS_MAX or _MENU.fullmatch(fold(text).strip()):
        return None
    folded = fold(text).strip()
    match = CRUMBS.fullmatch(folded) or _PATH.fullmatch(folded)
    if match is None or (match.re is _PATH and not _is_path(folded, headlines)):
        return None
    stripped = text.strip()
    group = "here" if match.groupdict().get("here") is not None else "rest"
    path = stripped[match.start(group) : match.end(group)]
    if not _CRUMB_SEPARATOR.search(fold(path)) and group == "here" and " " not in path.strip():
        return None
    for headline in sorted(filter(None, headlines), key=len, reverse=True):
        wanted = key(headline)
        if wanted and key(path).endswith(wanted):
            path = _without_tail(path, wanted)
            break
    separated = _CRUMB_SEPARATOR.search(fold(path).strip(" >/|-"))
    parts = _cut(path, _CRUMB_SEPARATOR) if separated else path.split()
    titles = {key(headline) for headline in headlines if len(key(headline)) > _SECTION_MEAN or headline == headlines[0]}
    if group == "here" and len(parts) > 1 and _SITE.search(fold(parts[0]).strip()):
        parts = parts[1:]
    return tuple(
        part
        for part in (part.strip(" 　>»›/|·-:：") for part in parts)
        if key(part) and key(part) not in titles and fold(part).lower() not in _NO_SECTION and len(part) <= _SECTION_MAX
    )


def _is_path(folded: str, headlines: tuple[str, ...]) -> bool:
    """Say whether parts between arrows are names of sections, which are short; the last may be the headline."""
    parts = [part.strip() for part in re.split(r"-?[<>»›→]+", folded) if part.strip()]
    return sum(map(len, parts[:-1])) <= _SECTION_MEAN * (len(parts) - 1) and (
        len(parts[-1]) <= _SECTION_MAX or key(parts[-1]) in {key(headline) for headline in headlines} or len(parts) > 2  # noqa: PLR2004
    )


def _without_tail(path: str, wanted: str) -> str:
    for start in range(len(path) - 1, -1, -1):
        if key(path[start:]) == wanted:
            return path[:start]
    return path


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split *text* where its folded form is separated."""
    parts, start = [], 0
    for match in separator.finditer(fold(text)):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]

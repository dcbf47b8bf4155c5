"""Read breadcrumbs: the line of a page that says under which sections its article stands.

A line is one by its beginning (`位置：`, the way home), by its arrows, or by its end: the page itself, or its headline.
What stands between the separators, without these ends, are the sections.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from sitegen.extract.fold import fold, key
from sitegen.extract.labels import fields_of
from sitegen.extract.masthead import without_alias
from sitegen.extract.names import is_medium, is_person
from sitegen.extract.section_names import is_section_name

CRUMBS_MAX: Final = 320
"""Characters: a longer line is no breadcrumb, even with a long headline at its end."""
_HOME: Final = r"(?:网站|本站|门户)?(?:首页|主页)|门户|home(?: ?page)?|front ?page|index"
_WAY_HOME: Final = re.compile(_HOME, re.IGNORECASE)
_HOME_MAX: Final = len("front page")
"""Characters of the longest."""
_HERE: Final = (
    r"[^:>|/]{0,10}(?:位置|路径|所在栏目|当前栏目|当前频道)(?:是|为|在)?|(?:您|你)?(?:现在|目前|当前|正)?(?:的"
    r"|所)?(?:在|处于|位于)(?:这里|此处|此)"
    r"|you are here|location|(?:当前)?(?:页面|导航)|(?:频道|栏目|版块)(?=\s?:[^:]{1,40}$)"
)
_NAMED: Final = re.compile("栏目|频道")
"""In what leads the way: one name is enough."""
_ARROW: Final = r"[>»›→》〉▸▶►➤⟩❯❱⟫⇒➔➜➡▷▹]+|--?>|::|\u30fb|\u00bb"
_ARROWS: Final = re.compile(rf"\s*(?:{_ARROW})\s*")
_MARKS: Final = re.compile(r"\s*[/|\\丨]\s*|\s+[-–·•‧]\s+")
_PARTING: Final = re.compile(r"[>»›→》〉▸▶►➤⟩❯❱⟫⇒➔➜➡▷▹:\u30fb/|\\丨–—·•‧_~-]")
"""One of these stands in every path that does not begin as one."""
_SLASH: Final = re.compile(r"\s+[/|]\s+")
_SPACED: Final = re.compile(r"\s+[·•‧–-]\s+")
"""Marks that few menus have."""
_TIGHT: Final = re.compile(r"\s*[-–·•_~]\s*")
"""Marks within words, too: they part sections only behind the way home."""
_ANY_MARK: Final = re.compile(
    rf"\s*(?:{_ARROW}|[/|\\丨_])\s*|\s+[-–·•~]\s+|(?<=[\u3400-\u9fff])\s?[-–·•~]\s?(?=[\u3400-\u9fff])"
    r"|(?<=[a-z])·(?=[\u3400-\u9fff])"
)
"""Whatever parts sections, where their names or the site's tell that it does."""
_OWN_PATH_MAX: Final = 4
"""Sections behind the site's name; between bars as many are a menu."""
_BEGINS: Final = re.compile(
    rf"\W{{0,3}}(?:(?P<here>{_HERE})\s?[:>»]{{0,2}}\s{{0,3}}(?=\S)|(?P<home>(?!返回|回到"
    rf"|设为)(?:(?-i:[\u3400-\u9fff]){{0,6}})?(?:{_HOME}))(?=\s?(?:{_ARROW}|[/|\\丨·•‧–_~-])|\s))",
    re.IGNORECASE,
)
_BEGINS_IN_ASCII: Final = re.compile(r"\W{0,3}(?:you are here|location|home|front|index)", re.IGNORECASE)
"""What lines of ASCII begin with that begin as paths do."""
_LEAF: Final = re.compile(
    r"(?:查看|浏览|阅读|显示)(?:内容|正文|文章|帖子|主题|信息|新闻|详情|全文)|查看|浏览|\S{0,4}(?:正文|内文|本文|全文|详情|详细|内容)页?面?|看帖"
    r"|文章|帖子|主题|列表|稿件|content|article|details?",
    re.IGNORECASE,
)
"""What the last part of a path calls the page itself."""
_NO_SECTION: Final = frozenset("首页 网站首页 本站首页 门户首页 门户 主页 home homepage index".split())
_NO_PATH: Final = frozenset(
    "返回首页 返回 上一页 下一页 上一篇 下一篇 登录 登入 注册 注 册 搜索 订阅 广告 客户端 手机版 数字报 "
    "联系我们 关于我们 网站地图 设为首页 加入收藏 收藏 "
    "繁体 简体 english app 下载 更多 直播 论坛 帮助 投稿 rss 分享 微信 微博".split()
)
"""Entries of menus."""
_LABELLING: Final = ("\u30fb", "·", "‧")
_SECTION_MAX: Final = 14
"""Characters: a longer part of a breadcrumb is a headline."""
_DAY: Final = re.compile(r"(?:19|20)(?<=\s\d\d)\d\d\s?[年/.-]\s?\d")
_CUT_MIN: Final = 5
"""Letters of a headline that was cut short."""
_SECTION_MEAN: Final = 6.5
"""Characters of the sections of a path, on average."""
_MENU_MIN: Final = 4
"""Parts between bars behind the way home: as many are a menu."""
_PARTS_MAX: Final = 8


def breadcrumb(text: str, headlines: Sequence[str] = ()) -> tuple[str, ...] | None:
    """Return the sections of a breadcrumb, without home, the page itself and its headline; None for other lines.

    >>> breadcrumb("當前位置：首頁 > 要聞 > 正文")
    ('要聞',)
    >>> breadcrumb("首页 要闻 江城 春来了 花开了", ("春来了 花开了",))
    ('要闻', '江城')
    >>> breadcrumb("社会 》 法治 》"), breadcrumb("要闻 / 江城 / 春来了花开了", ("春来了花开了",)), breadcrumb("买/卖")
    (('社会', '法治'), ('要闻', '江城'), None)
    """
    stripped = text.strip().lstrip(">›»→ ")
    if len(stripped) > CRUMBS_MAX or len(stripped) < 2 or "。" in stripped:  # noqa: PLR2004 - characters
        return None
    if "《" in stripped:
        stripped = stripped.replace("》", " ")  # the end of a title, not an arrow
    folded = fold(stripped)
    begun = _BEGINS.match(folded) if not folded.isascii() or _BEGINS_IN_ASCII.match(folded) else None
    if not begun and (not _PARTING.search(folded) or _is_labelled(folded)):
        return None
    stripped = _without_credits(stripped, begun.end() if begun else 0)
    path, ended = _without_headline(stripped[begun.end() if begun else 0 :], headlines)
    folded = fold(path)
    if begun:
        named = begun["here"] is not None and _NAMED.search(fold(begun["here"])) is not None
        parts = _after_beginning(path, home=begun["home"] is not None, ended=ended, named=named)
    elif _ARROWS.search(folded):
        parts = _cut(path, _ARROWS)
        parts = parts if _is_path(parts, ended=ended) else []
    elif (
        _is_slashed(parts := _cut(path, _SLASH))
        or _is_slashed(parts := _cut(path, _SPACED))
        or _is_barred(parts := _cut(path, _MARKS), folded)
    ):
        parts = parts if _is_path(parts, ended=ended) else []
    elif ended or fold(path).rstrip(" /|-").endswith(("正文", "内文", "详情")):
        parts = _cut(path, _TIGHT if "_" in path or not _MARKS.search(folded) else _MARKS)
        parts = parts if len(parts) - (not ended) >= 2 and _is_path(parts, ended=ended) else []  # noqa: PLR2004
    else:
        return None
    if not parts:
        return None
    titles = {key(headline) for headline in headlines}
    sections = [p for p in parts if key(p) and key(p) not in titles and len(p) <= _SECTION_MAX]
    while sections and (_is_leaf(sections[-1]) or _is_beginning(sections[-1], titles)):
        sections.pop()
    return tuple(p for p in sections if fold(p).lower() not in _NO_SECTION and not _is_leaf(p))


def is_parted(text: str) -> bool:
    """Say whether a mark stands anywhere in *text* that may part sections."""
    return _PARTING.search(fold(text)) is not None


def _is_labelled(folded: str) -> bool:
    """Say whether the line begins with a label: `文・张三　图・李四`."""
    return any(map(folded.__contains__, _LABELLING)) and any(f.known and f.start == 0 for f in fields_of(folded))


def _is_slashed(parts: Sequence[str]) -> bool:
    """Say whether *parts*, between slashes, are short words of which none names who wrote or published something."""
    return (
        len(parts) > 1
        and max(map(len, parts)) <= _SECTION_MAX // 2
        and not any(any(map(str.isdigit, part)) for part in parts)
        and not any(map(_is_site, parts))
        and not _are_people(parts)
    )


def _is_barred(parts: Sequence[str], folded: str) -> bool:
    """Say whether *parts* are a site and two sections of it."""
    return len(parts) > 2 and _is_site(parts[0]) and not re.search(r"[|\d]", folded)  # noqa: PLR2004


def path_by_names(text: str, site: str, headlines: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the sections of a path that is one by the names in it, whatever parts them; empty for other lines.

    The first is the *site*'s, or most are such as sections bear, or three stand between spaced marks; then it
    stands next to the headline only. Date and author may follow.

    >>> path_by_names("彼岸 · 人物 · 访谈", "彼岸"), path_by_names("港聞｜社區", ""), path_by_names("张三 · 李四", "")
    (('人物', '访谈'), ('港聞', '社區'), ())
    >>> path_by_names("渡口 · 江岸 · 船家", ""), path_by_names("渡口 · \u2002 · 船家", "")
    (('渡口', '江岸', '船家'), ())
    """
    if len(text) > CRUMBS_MAX or "。" in text or not _may_tell(text):
        return ()
    path, ended = _without_headline(_without_credits(text, 0), headlines)
    parts = _cut(path, _ANY_MARK)
    while len(parts) > 1 and _is_leaf(parts[-1]):
        parts.pop()
    own = bool(parts and site) and key(without_alias(parts[0])) == key(site)
    sections = parts[own:]
    barred = "|" in fold(path)
    if not own + ended and not 1 < len(sections) < _OWN_PATH_MAX - barred:
        return ()
    if not 0 < len(sections) <= _OWN_PATH_MAX - 2 * barred:
        return ()
    if _are_people(sections) or not all(map(_may_be_section, sections)):
        return ()
    named = sum(map(is_section_name, sections))
    if own:  # a slogan stands behind the name, too
        return tuple(sections) if named * 2 >= len(sections) or _ARROWS.search(fold(path)) else ()
    parted = len(sections) > 2 and _SPACED.search(fold(path))  # noqa: PLR2004 - few menus have three between such marks
    told = _is_slashed(sections) if parted else is_section_name(sections[0]) and named * 2 > len(sections)
    return tuple(sections) if told else ()


def _may_tell(text: str) -> bool:
    """Say whether *text* has marks that part sections: of ASCII, which no known name has, the surer ones."""
    if text.isascii():
        return _ARROWS.search(text) is not None or _SPACED.search(text) is not None
    return is_parted(text)


def _may_be_section(part: str) -> bool:
    return (
        len(part) <= _SECTION_MAX // 2 + 1
        and fold(part).lower() not in _NO_PATH | _NO_SECTION
        and not any(c.isdigit() or c in "，,：:！!？?“”「」" for c in part)
    )


def _are_people(parts: Sequence[str]) -> bool:
    """Say whether names of people are among *parts*; of three, one may be built like one: 古生物."""
    people = [part for part in parts if is_person(part.split(maxsplit=1)[0]) and not is_section_name(part)]
    return len(people) > (len(parts) > 2)  # noqa: PLR2004


def begins_at_home(text: str) -> bool:
    """Say whether *text* begins with the way home."""
    begun = _BEGINS.match(fold(text.strip()))
    return begun is not None and begun["home"] is not None


def is_certain(text: str) -> bool:
    """Say whether *text*, a breadcrumb, is none of the lines with bars that may as well be a menu."""
    folded = fold(text.replace("》", " ") if "《" in text else text)
    begun = _BEGINS.match(folded.strip())
    if not begun and _is_site(_MARKS.split(folded.strip(), maxsplit=1)[0]):
        return True
    if "|" not in folded and _is_leaf(re.split(r"[\s~_–-]+", folded.strip())[-1]):
        return True
    return bool(
        _ARROWS.search(folded) or (begun and (begun["here"] or ("|" not in folded and re.search(r"[/\\·•–-]", folded))))
    )


def last_part(text: str) -> str:
    """Return what stands at the end of the path *text*: mostly the headline.

    >>> last_part("首页 > 要闻 > 春天来了 花开了")
    '春天来了 花开了'
    """
    parts = _cut(_without_credits(text, 0), _ARROWS)
    return parts[-1] if len(parts) > 1 else ""


def is_home(text: str) -> bool:
    """Say whether *text* is what the way home is called, and nothing else."""
    bare = text.strip()
    return len(bare) <= _HOME_MAX and _WAY_HOME.fullmatch(fold(bare)) is not None


def stacked(texts: Sequence[str], *, listed: bool = False) -> int:
    """Return how many of *texts*, lines from the way home on, are a breadcrumb with one part a line; 0 if it is none.

    *listed*: they are entries of a list, which a headline ends; a menu has more.

    >>> stacked(["首页", ">", "要闻", ">", "正文", "春来了"]), stacked(["首页", "新闻"])
    (5, 0)
    """
    if not texts or not is_home(texts[0]):
        return 0
    end = arrows = 0
    for i, text in enumerate(texts[1 : 2 * _PARTS_MAX], 1):
        folded = fold(text).strip()
        arrow = _ARROWS.fullmatch(folded) is not None or folded in ("/", "|", "\\", "-")
        if not arrow and _ARROWS.match(folded) is None and len(folded) > _SECTION_MAX // 2:
            break
        arrows += arrow or _ARROWS.match(folded) is not None
        end = i
        if _is_leaf(folded):
            return i + 1
    if listed and not arrows:
        ended = end + 1 < len(texts) and len(key(texts[end + 1])) > _SECTION_MAX // 2
        return end + 1 if ended and 0 < end < _MENU_MIN and not _is_menu(texts[1 : end + 1]) else 0
    if arrows < 2 or arrows * 2 < end:  # noqa: PLR2004 - one alone may be anything
        return 0
    return end + 1


def _after_beginning(path: str, *, home: bool, ended: bool, named: bool) -> list[str]:
    folded = fold(path).strip(" >»›/|-·\\")
    if _ARROWS.search(folded):
        parts = _cut(path, _ARROWS)
        return parts[1:] if not home and len(parts) > 1 and _is_site(parts[0]) else parts
    if _MARKS.search(folded) or re.match(r"\s*[/|\\丨]", fold(path)):
        parts = _cut(path, _MARKS)
        return [] if home and "|" in fold(path) and _is_menu(parts) else parts
    if re.search(r"\S\s*[-–·•_~]\s*\S", folded) or re.match(r"\s*[-–·•_~]", fold(path)):
        return _cut(path, _TIGHT)
    parts = path.strip(" >»›").split()
    if len(parts) > 1 or (parts and (home or ended or named)) or _ARROWS.match(fold(path).strip()):
        return [] if home and not ended and len(parts) > _MENU_MIN + 1 else parts
    return []


def _without_credits(text: str, start: int) -> str:
    """Return the path *text* without date and labels that stand behind it on one line."""
    return text[: _end_of_path(text, start)].rstrip()


def credits_behind(text: str) -> str:
    """Return what stands behind a path on its line: who wrote it, and when.

    >>> credits_behind("首页 > 文化 > 渡口 张三 2021-11-29 09:33")
    '张三 2021-11-29 09:33'
    """
    return text[_end_of_path(text, 0) :].strip()


def _end_of_path(text: str, start: int) -> int:
    folded = fold(text)
    found = [match.start() for match in [_DAY.search(folded, start)] if match and match.start() > start]
    found += [
        f.start for f in fields_of(folded) if f.start > start and f.known and f.colon and folded[f.start - 1] == " "
    ]
    if not found:
        return len(text)
    last = max((match.end() for match in _ARROWS.finditer(folded, 0, min(found))), default=0)
    blank = text.find(" ", last)
    return min(*found, blank) if last and blank > last else min(found)


def _is_leaf(part: str) -> bool:
    """Say whether *part* of a path names the page itself, whatever it holds.

    >>> _is_leaf("正文"), _is_leaf("查看主题"), _is_leaf("新闻资讯")
    (True, True, False)
    """
    return _LEAF.fullmatch(fold(part).strip()) is not None


def _is_beginning(part: str, headlines: Collection[str]) -> bool:
    """Say whether *part* is a headline that was cut short; *headlines* are keys."""
    cut = key(part)
    return len(cut) >= _CUT_MIN and any(headline.startswith(cut) for headline in headlines)


def _is_site(part: str) -> bool:
    return is_medium(part) or bool(re.search(r"(?:网|首页)$", fold(part)))


def _is_menu(parts: Collection[str]) -> bool:
    return len(parts) >= _MENU_MIN or any(fold(p).lower() in _NO_PATH or p.startswith(("关于", "關於")) for p in parts)


def _is_path(parts: list[str], *, ended: bool) -> bool:
    """Say whether *parts* are names of sections, which are short; a site's name before them is taken away."""
    if not parts or len(parts) > _PARTS_MAX or any(fold(p).lower() in _NO_PATH - {"论坛"} for p in parts):
        return False
    tail_leaf = _is_leaf(parts[-1])
    if len(parts) > 1 and _is_site(parts[0]):
        del parts[0]
    elif len(parts) + ended < 2:  # noqa: PLR2004 - one word between arrows is anything
        return False
    short = parts if ended or len(parts[-1]) <= _SECTION_MAX else parts[:-1]
    if not short:
        return False
    return tail_leaf or (
        sum(map(len, short)) <= _SECTION_MEAN * len(short) and not any(c in "，,：:！!？?“”" for p in short for c in p)
    )


def _without_headline(path: str, headlines: Sequence[str]) -> tuple[str, bool]:
    """Return *path* without the headline at its end, and whether it was there."""
    whole = key(path)
    if not whole.endswith(_keys(tuple(headlines))):
        return path, False
    for headline in sorted(headlines, key=len, reverse=True):
        wanted = key(headline)
        if wanted and whole.endswith(wanted) and whole != wanted:
            start, letters = len(path), len(wanted)
            while letters > 0 and start:
                start -= 1
                letters -= len(key(path[start]))
            if key(path[start:]) == wanted:
                return path[:start], True
    return path, False


@lru_cache(16)
def _keys(headlines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(key, headlines)))


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split *text* where its folded form is separated; empty parts are left out."""
    parts, start = [], 0
    for match in separator.finditer(fold(text)):
        parts.append(text[start : match.start()])
        start = match.end()
    stripped = (part.strip(" 　>»›/|·-:：[]【】「」()（）") for part in (*parts, text[start:]))
    return [part for part in stripped if part.strip()]

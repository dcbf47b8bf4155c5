r"""Know lines by their build: what alphabet they are in, whether they are code, whom they want to be called.

Nothing here is a vocabulary of subjects. Each function looks at classes of characters and at the form of tokens, so
that it holds for spam and leftovers that nobody has seen.
"""

import re
from functools import lru_cache
from typing import Final

from sitegen.extract.fold import fold

HAN: Final = r"\u3400-\u9fff\U00020000-\U0003ffff"
_LETTERS: Final = re.compile(rf"[^\W\d_{HAN}]+")
_HAN: Final = re.compile(f"[{HAN}]+")
"""Without its runs a text is counted faster than letter by letter."""
_ALPHABETS: Final = (
    ("Cyrillic", re.compile("[\u0400-\u052f]")),
    ("Arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("Thai", re.compile("[\u0e00-\u0eff]")),
    ("Hangul", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("Kana", re.compile("[\u3041-\u30fa\uff66-\uff9d]")),
    ("Hebrew", re.compile("[\u0590-\u05ff]")),
    ("Devanagari", re.compile("[\u0900-\u0d7f]")),
    ("Vietnamese", re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")),
)
_ANY_ALPHABET: Final = re.compile(f"[{''.join(pattern.pattern.strip('[]') for _, pattern in _ALPHABETS)}]")
_KANA_SHARE: Final = 0.25
"""Of the letters: Japanese is written with Han characters, too."""
_MARKED_SHARE: Final = 0.12
"""Of the letters: Vietnamese marks one in five."""
_FOREIGN_SHARE: Final = 0.6
_FOREIGN_MIN: Final = 6
"""Letters: fewer are a name."""
_LATIN_MIN: Final = 24
_LATIN_ENOUGH: Final = re.compile(rf"(?:[\W\d_]*[^\W\d_]){{{_LATIN_MIN}}}")
"""At the head of a text without other letters."""

_SPACES: Final = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ENDS: Final = frozenset("。！？!?…；;：:.．｡؟۔།।။።")
_BEHIND_END: Final = "”’」』\"')）]】》*" + _SPACES
_STOPS: Final = frozenset("。！？!?…")
_BEHIND_STOP: Final = "”’」』\"')）" + _SPACES
FULL_STOP: Final = re.compile(r"[。！？!?…][”’」』\"')）\]】》]*")

_DOMAINS: Final = "com|net|org|cn|cc|vip|top|xyz|info|me|tv|app|shop|site|club|icu|io|co|ru|tw|hk"
_URL: Final = re.compile(
    rf"(?:https?://|www\.)[\w.-]+|(?<![\w@.])[\w-]{{2,40}}\.(?:{_DOMAINS})\b",
    re.IGNORECASE | re.ASCII,
)
_DOMAIN: Final = re.compile(rf"\.(?:(?<=www\.)|(?:{_DOMAINS})\b)", re.IGNORECASE | re.ASCII)
"""In every address without `://`."""
_NUMBER_TO_CALL: Final = re.compile(
    r"(?<!\d)(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\d{8,11}|400[-\s]?\d{3}[-\s]?\d{4})(?!\d)"
)
_ACCOUNT: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:@[A-Za-z]\w{3,}|(?=[A-Za-z_-]{0,18}\d)(?=\d{0,18}[A-Za-z])[A-Za-z0-9_-]{5,20}|\d{5,12})"
    r"(?![A-Za-z0-9%])"
)
"""A token of letters and digits, or of digits alone: what one types to find somebody."""
_DIGIT_OR_AT: Final = re.compile(r"[\d@]")
"""In every number and every account."""
_LONG_TOKEN: Final = re.compile(r"@|[A-Za-z0-9_-]{5}|\d{5}|\d[\d\s-]{6}")
"""In every number and every account, too."""
_NEAR_ACCOUNT: Final = re.compile(
    r"(?:微信|威信|薇信|[vV]信|wechat|weixin|wx|vx|qq|扣扣|企鹅|电报|飞机|telegram|tg|line|whatsapp|skype|群|加)"
    r"\s?(?:id|号|群)?\s?[:：+]?\s?$",
    re.IGNORECASE,
)
_NEAR: Final = 20
"""Characters before an account that its service's name and the marks behind that take, at most."""
_CODE: Final = (
    re.compile(
        r"(?:^|[;{}\s])(?:(?:var|let|const|function|return)\s[\w.$]{1,60}\s?[=(]|(?:window|document|jQuery|\$)[.(\[])",
        re.ASCII,
    ),
    re.compile(r"[{,]\s*\"[\w@$-]+\"\s*:"),
    re.compile(r"^\s*[{}()\[\];,]+\s*$"),
    re.compile(r"\|\|\s*\[\]|=>\s*[{(]|\.push\(|\.src\s*=|\bsrc=|!important|&&\s*\w+\("),
)
_CODE_OF_SIGNS: Final = (
    re.compile(r"[\w$\])]\s*\([^()\n]{0,200}\)\s*[;{]"),
    re.compile(r"^\s*[.#@]?[\w*-][\w\s,>.:#()*-]{0,80}\{[^{}]*(?:\}|$)", re.ASCII),
    re.compile(r"^\s*(?:[a-z-]{2,30}\s?:\s?[^;:。]{1,60};\s{0,3}){1,20}\}?\s*$", re.ASCII),
    re.compile(r"^\s*(?://|/\*|\*/|<!--|-->|\]\]>|<!\[CDATA\[)"),
    re.compile(r"^\s*\[/?(?:if|endif|b|i|u|url|img|color|size|quote|align|font)\b[^\]]*\]?\s*$", re.IGNORECASE),
    re.compile(r"\{\{[^{}]*\}\}|\{%[^%]*%\}|<%|%>|\$\{[^{}]*\}|<\?php"),
)
"""Code in which there is one of the signs of `_CODE_SIGNS`, as in few lines of prose."""
_CODE_SIGNS: Final = re.compile(r"[{}\[\]<>=;*/\\]")
_BOARD_CODE: Final = re.compile(
    r"\s*\[(?=[^\n]*\[/)(?:/?[a-z]{1,10}(?:=[^\]\n]{0,80})?\]|https?://[^\s\[\]]+|[\d\s]|\[)+", re.IGNORECASE
)
"""Tags of a forum with a number or an address between them: `[attach]48[/attach]`."""
_ATTRIBUTES: Final = re.compile(
    r"^\s*(?:[\w:-]{0,20}=?\s?[\"'][^\"'<>]{0,200}[\"']|[\w:-]{1,20}=[\"'][^\"']{0,200}[\"'])"
    r"(?:\s+[\w:-]{1,20}=(?:[\"'][^\"']{0,200}[\"']|[\w-]+))*\s*/?>",
)
_OPEN_ATTRIBUTES: Final = re.compile(
    r"[\"']?(?:\s{0,4}[\w:-]{1,20}=(?:\"[^\"]{0,200}\"|'[^']{0,200}'|[\w-]{1,40})){1,20}\s{0,4}/?>?|[\"']\s?/?>",
    re.ASCII,
)
_HALF_TAG: Final = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]{0,11}|!--|/|!)(?:\s[^<>\u3400-\u9fff]{0,300})?$")
_MARKDOWN: Final = re.compile(
    r"^\s*(?:[*+#>-]\s+)?(?:!?\[[^\[\]]{0,60}\]\((?:[^()\s]|\([^()\s]*\)){0,400}(?:\s\"[^\"]*\")?\)[\s|·,、/-]*)+$"
)
_SPACED: Final = re.compile(
    rf"(?:^|(?<=[^{HAN}]))(?:[{HAN}A-Za-z0-9](?:[^\w、，,。：；]|_)){{5,}}[{HAN}A-Za-z0-9](?![{HAN}])"
)
_JOINING: Final = frozenset("的了是在不也就而但被把让讓着著过過吗嗎呢吧啊与與有")
_BARE_MIN: Final = 8
"""Chinese characters: a heading may have fewer without any of these words; one sentence in seven has none."""
_SIGNS: Final = re.compile(r"[{}()\[\]<>=;*/\\]")
_LEFTOVER_MAX: Final = 4_000
LONGEST: Final = 10_000
"""Characters of a line that are looked at: a longer one is no line that anybody set."""


def ends_sentence(text: str) -> bool:
    """Say whether *text* ends with a mark that ends a sentence or opens the next, whatever closes it.

    >>> ends_sentence("“春天来了。” "), ends_sentence("他说："), ends_sentence("春天")
    (True, True, False)
    """
    return text.rstrip(_BEHIND_END)[-1:] in _ENDS


def ends_full_stop(text: str) -> bool:
    """Say whether *text* ends a sentence for good.

    >>> ends_full_stop("“春天来了！”"), ends_full_stop("他说："), ends_full_stop("end.")
    (True, False, False)
    """
    return text.rstrip(_BEHIND_STOP)[-1:] in _STOPS


def is_wordless(text: str) -> bool:
    """Say whether *text* has no letter of any alphabet: rules, counters, ids.

    >>> is_wordless("+1"), is_wordless("010020 / 3"), is_wordless("第1名")
    (True, True, False)
    """
    return not any(map(str.isalpha, text))


@lru_cache(512)
def foreign(text: str) -> str:
    """Return the alphabet of *text* if that is not Chinese; empty if it is, or has too few letters to tell.

    >>> foreign("Смотреть фильмы бесплатно"), foreign("他说“да”。"), foreign("iPhone 12")
    ('Cyrillic', '', '')
    >>> foreign("watch all the new films for free without registration")
    'Latin'
    """
    text = text[:LONGEST]
    is_ascii = text.isascii()
    rest = text if is_ascii else _HAN.sub("", text)
    has_others = not is_ascii and has_other_alphabet(rest)
    if len(rest) == len(text) and not has_others:
        return "Latin" if _LATIN_ENOUGH.match(text) and " " in text.strip() else ""
    others = len(rest) - len(_LETTERS.sub("", rest))
    letters = others + len(text) - len(rest)
    if letters < _FOREIGN_MIN or not others:
        return ""
    for name, pattern in _ALPHABETS if has_others else ():
        found = len(pattern.findall(rest))
        least = {"Kana": _KANA_SHARE, "Vietnamese": _MARKED_SHARE}.get(name, _FOREIGN_SHARE)
        if found >= max(3, least * letters):
            return name
    return "Latin" if others >= max(_LATIN_MIN, 0.8 * letters) and " " in text.strip() else ""


def has_other_alphabet(text: str) -> bool:
    """Say whether *text* has a letter of an alphabet that is neither Chinese nor Latin."""
    return _ANY_ALPHABET.search(text) is not None


@lru_cache(512)
def has_address(text: str) -> bool:
    """Say whether *text* holds a web address.

    >>> has_address("详见 www.a-b7.top"), has_address("3.5 万人")
    (True, False)
    """
    text = text[:LONGEST]
    return ("://" in text or _DOMAIN.search(text) is not None) and _URL.search(text) is not None


def addresses(text: str) -> int:
    """Return how many web addresses *text* holds."""
    return len(_URL.findall(text[:LONGEST]))


@lru_cache(512)
def has_account(text: str) -> bool:
    """Say whether *text* tells how to reach somebody: a telephone number, or an account after the name of a service.

    >>> has_account("有意者加薇信：ab8812"), has_account("电话13800000000"), has_account("共 12000 人参加")
    (True, True, False)
    """
    text = text[:LONGEST]
    if not _DIGIT_OR_AT.search(text) or not _LONG_TOKEN.search(text):
        return False
    if _NUMBER_TO_CALL.search(text):
        return True
    folded = fold(text)
    return any(
        _NEAR_ACCOUNT.search(folded, max(0, m.start() - _NEAR), m.start()) or m[0][0] == "@"
        for m in _ACCOUNT.finditer(text)
    )


def leftover(text: str) -> str:
    """Return the name of the rule that knows *text* as a leftover of markup or script; empty for words.

    >>> leftover("var a = b('x');"), leftover('lass="x" id="y">'), leftover("<td cla")
    ('code', 'tag-remains', 'tag-remains')
    >>> leftover("他来了（笑）")
    ''
    """
    if len(text) > _LEFTOVER_MAX or not _SIGNS.search(text):
        return ""
    if "](" in text and _MARKDOWN.match(text):
        return "link-remains"
    bare = text.strip()
    if (
        (("=" in bare or bare.endswith(">")) and _OPEN_ATTRIBUTES.fullmatch(bare))
        or (bare.startswith("<") and _HALF_TAG.fullmatch(bare))
        or (bare.startswith("[") and _BOARD_CODE.fullmatch(bare))
    ):
        return "tag-remains"
    han = len(text) - len(_HAN.sub("", text))
    if han * 4 <= len(text):
        patterns = (*_CODE, *_CODE_OF_SIGNS) if _CODE_SIGNS.search(text) else _CODE
        if any(pattern.search(text) for pattern in patterns):
            return "code"
    if (
        ">" in text
        and (match := _ATTRIBUTES.match(text))
        and han * 4 <= len(text[: match.end()])
        and match.end() == len(text.rstrip())
    ):
        return "tag-remains"
    return ""


def without_tag_remains(text: str) -> tuple[str, str]:
    """Return *text* without the half of a tag at its end or the rest of one at its start, and what was cut.

    >>> without_tag_remains("春天来了。<div cla"), without_tag_remains('e" href="#">春天来了。')
    (('春天来了。', '<div cla'), ('春天来了。', 'e" href="#">'))
    >>> without_tag_remains("5 < 6")
    ('5 < 6', '')
    """
    cut = ""
    if "<" in text and (match := _HALF_TAG.search(text)) and len(match[0].strip()) > 1:
        text, cut = text[: match.start()].rstrip(), match[0]
    if ">" in text and (
        match := re.match(r"[\w\s:=;#./-]{0,60}[\"'](?:\s+[\w:-]{1,20}=[\"'][^\"']{0,200}[\"'])*\s*/?>", text, re.ASCII)
    ):
        text, cut = text[match.end() :].lstrip(), match[0] + cut
    return text, cut


def is_bare(text: str) -> bool:
    """Say whether *text* strings names of things together, without `的`, `了`, `是` or another word that joins.

    >>> is_bare("夜班车票代订，送票到门"), is_bare("夜班车的票送到了门口"), is_bare("夜班车")
    (True, False, False)
    """
    han = "".join(_HAN.findall(text[:LONGEST]))
    return len(han) >= _BARE_MIN and not _JOINING.intersection(han)


def joins_nothing(text: str) -> bool:
    """Say whether *text*, which may be short, has none of the words that join: it names something.

    >>> joins_nothing("夜班车票"), joins_nothing("夜班的车票")
    (True, False)
    """
    return _JOINING.isdisjoint(text)


def is_spaced_out(text: str) -> bool:
    """Say whether *text* writes its words with a space between all characters, so that no filter reads them.

    >>> is_spaced_out("新 春 大 促 销 了"), is_spaced_out("甲 乙 丙")
    (True, False)
    """
    match = _SPACED.search(text[:LONGEST])
    return match is not None and len(match[0]) * 2 > len(text)

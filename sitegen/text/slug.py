"""Names of articles in URLs: made once from the title, and kept in front matter from then on."""

import re
import unicodedata
from datetime import date
from typing import Final

from sitegen.digest import digest_value
from sitegen.model import Slug
from sitegen.text.han import HAN

MAX_SLUG_CHARS: Final = 96
"""Of a slug that a person wrote; with three bytes a Han character and a suffix it stays below 255, the limit of file
systems."""

RESERVED: Final = frozenset(
    {
        # Folders and files that a site has beside its articles …
        *(
            "404",
            "archive",
            "assets",
            "atom",
            "feed",
            "index",
            "page",
            "pages",
            "robots",
            "search",
            "sitemap",
            "static",
        ),
        "tags",
        # … and names that Windows gives to devices, whatever comes behind the dot.
        *("aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))),
    }
)
_WORD: Final = rf"[{HAN}]+|[^\W_{HAN}]+"  # compiled at its first use
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_MARK: Final = re.compile("[\u0900-\u109f\u1780-\u17ff]")
"""Alphabets that write vowels as marks on letters: without them words cannot be read."""
_SLUG: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def slug_for(title: str, day: date | None = None, *, max_chars: int = 48) -> Slug:
    """Make the slug of an article from its Simplified title: the day, pinyin syllables, Latin words and numbers.

    Traditional characters would give other readings (行長 becomes xing-zhang), so convert first. What follows the day
    has at most *max_chars* characters and ends with a whole syllable. Never empty, never a reserved name.

    >>> slug_for("便民热线", date(2021, 11, 29))
    '2021-11-29-bian-min-re-xian'
    >>> slug_for("用 Unicode 排版")
    'yong-unicode-pai-ban'
    >>> slug_for("섬마을 우체국")
    '섬마을-우체국'
    """
    parts: list[str] = []
    size = -1
    for part in _syllables(title) or _words(title):
        size += len(part) + 1
        if size > max_chars:
            # A word longer than the whole slug is cut; it would otherwise leave nothing.
            parts = parts or [part[:max_chars]]
            break
        parts.append(part)
    words = "-".join(parts) or f"untitled-{digest_value(title)[:8]}"
    if day is not None:
        return Slug(f"{day.isoformat()}-{words}")
    return Slug(f"{words}-1" if words in RESERVED else words)


def valid_slug(text: str) -> bool:
    """Tell whether *text* can name an article: letters of any script, digits, and single hyphens between them.

    No capitals and only composed characters, since file systems disagree on whether those differ; no reserved name.

    >>> [valid_slug(text) for text in ("chun-wang", "春望", "Chun", "-chun", "a/b", "tags", "")]
    [True, True, False, False, False, False, False]
    """
    return (
        len(text) <= MAX_SLUG_CHARS
        and _SLUG.fullmatch(text) is not None
        and text == unicodedata.normalize("NFC", text).lower()
        and text not in RESERVED
    )


def _words(title: str) -> list[str]:
    """Return the words of *title* as they are, of an alphabet whose letters may stand in names."""
    words = re.findall(_WORD, unicodedata.normalize("NFC", title).lower())
    return words if all(map(_SLUG.fullmatch, words)) and not _MARK.search(title) else []


def _syllables(title: str) -> list[str]:
    result: list[str] = []
    for word in re.findall(_WORD, unicodedata.normalize("NFKC", title)):
        if re.match(f"[{HAN}]", word):
            # The dictionaries of readings take a tenth of a second to load; only titles need them.
            from pypinyin import lazy_pinyin  # noqa: PLC0415

            result += lazy_pinyin(word, errors="ignore")
        else:
            plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode("ascii")
            result += _ASCII_WORD.findall(plain.lower())
    return [part for part in result if part]

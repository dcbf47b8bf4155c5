"""Bytes of a fetched page to text, whatever the page says about itself.

Chinese pages declare one encoding and send another, and a few stray bytes must not lose the page: what decides is
which reading looks like Chinese.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sitegen.text.han import FREQUENT_HAN, HAN, common_han, han_count

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_SNIFFED_BYTES: Final = 4096

_BOMS: Final = (  # the longer first: UTF-32 starts like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels as the WHATWG Encoding Standard reads them: each national standard as its largest superset.
_LABELS: Final = MappingProxyType(
    {
        **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
        **dict.fromkeys(("gb2312", "gb_2312-80", "gb_2312", "gbk", "x-gbk", "gb18030", "cp936", "chinese"), "gb18030"),
        **dict.fromkeys(("big5", "big-5", "big5-hkscs", "big5hkscs", "cn-big5", "x-x-big5", "cp950"), "big5hkscs"),
        **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "cp1252"), "cp1252"),
        **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932"), "cp932"),
        **dict.fromkeys(("euc-jp", "eucjp", "x-euc-jp"), "euc_jp"),
        **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949", "cp949"), "cp949"),
        **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
        **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
        **dict.fromkeys(("koi8-r", "koi8-u"), "koi8-r"),
        **dict.fromkeys(("windows-874", "tis-620", "iso-8859-11"), "cp874"),
    }
)  # fmt: skip
_CHINESE: Final = ("utf-8", "gb18030", "big5hkscs")
_LATIN: Final = "cp1252"
_JAPANESE_KOREAN: Final = ("cp932", "euc_jp", "cp949")
_LATIN_ALPHABETS: Final = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258"}).union(
    f"iso8859-{part}" for part in (2, 3, 4, 9, 10, 13, 14, 15, 16)
)
_ESCAPES: Final = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
"""Seven-bit encodings, by what announces that the next bytes are not ASCII."""
_CHARSET: Final = re.compile(
    rb"""(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)

# A declaration weighs as much as one character in twenty: it decides between equals only.
_DECLARED_BONUS: Final = 0.05
_LOST_WEIGHT: Final = 2.0
"""A lost character speaks louder against an encoding than a usual one for it: most bytes are something in GB 18030."""
_RANK_MALUS: Final = 1e-6
"""Between equals the order of trial decides."""
_LONE_WEIGHT: Final = 0.7
"""Below 1: the second byte of a Big5 character may be an ASCII letter, and then its first stands alone as well."""
_UTF16_NULS: Final = 0.05
"""Of every second byte: a page of Chinese has at least its tags in ASCII."""
_UTF16_STRAYS: Final = 0.5
"""Of those, on the other side: 一 (U+4E00) and others have their NUL there."""
_UTF16_USUAL: Final = 0.9
"""Of the characters that come out must be what Chinese pages are made of."""
_PAGE_CHARACTER: Final = f"[\\t\\n\\f\\r -~“”‘’…—{HAN}\\u3000-\\u30ff\\uff00-\\uffef]"  # compiled at its first use
_UNDONE_MARGIN: Final = 0.3
"""By how much the text under a second, wrong decoding must look better."""

_ASCII: Final = bytes(range(0x80))
_HIGH: Final = bytes(range(0x80, 0x100))
_BLANKED: Final = b" " * 0x80 + bytes(range(0x80, 0x100))
_PUNCTUATION: Final = frozenset("，。、；：？！“”‘’（）《》「」『』【】…—·〈〉﹁﹂　")
_KANA: Final = r"[\u3041-\u30ff]"  # compiled at its first use
_KANA_HANGUL: Final = r"[\u3041-\u30ff\uac00-\ud7a3]"
_FREQUENT_HANGUL: Final = frozenset(
    "이다는에을의가로고하기지사리도시자인한서대아어나라정해일수부전제스과상원주구그성보장여경공있만동은를"
)
"""A third of most texts; of Han read as hangul a fiftieth, which is how the two are told apart."""
_CERTAIN: Final = 1.2
"""A score of Chinese above which no other reading is looked at: of 147 Chinese pages 140 have more, of 6,700 wrong
readings of pages none has more than 1.12 (Korean, Japanese and Simplified read as others), except of a few words."""
_CERTAIN_LEAST: Final = 100
"""Characters that are not ASCII, of which fewer may look like Chinese by chance."""
_OTHER_MIN: Final = 0.2
"""Share of kana, or of frequent hangul, from which a text is taken for Japanese or Korean without being declared so."""
_OTHER_COUNT_MIN: Final = 4
_OTHER_LOST_MAX: Final = 0.01
_ALPHABET_WEIGHT: Final = 1.2
"""Letters of a declared alphabet; what is Chinese, read as itself, has about 1.6."""
_WIDE_FREQUENT_MIN: Final = 0.15
"""Share of frequent characters in UTF-16 without a mark and without NULs; two bytes of anything else make rare ones."""
_LONE: Final = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WRITTEN: Final = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
"""Of ASCII, all but controls: where bytes are none, the text has none, unless each character has several of them."""
_WIDE: Final = ("utf-16", "utf-32")
_LINE_ENDS: Final = re.compile(r"\r\n?")

_MAGIC: Final = (
    b"\x89PNG", b"%PDF", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF",
    b"MZ\x90", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"OggS", b"ID3", b"\x00\x00\x01\x00",
    b"wOFF", b"wOF2",
)  # fmt: skip
_BINARY_SHARE: Final = 0.05
_UNWRITTEN: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\f\x1b")
"""Controls that texts do not have."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how its encoding was decided."""

    text: str
    """Lines end in LF; no control characters but tab and LF."""

    encoding: str
    """Python's name of the codec; a second one behind `+` was undone after it."""

    lost: int
    """Characters that could not be read and stand as U+FFFD."""

    reason: str
    """What decided: `bom`, `escapes`, `strict`, `nul-pattern`, `letters` (UTF-16 without a mark), `declared`, `scored`;
    `empty` for no bytes at all."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Turn the bytes of a page into text, and say how it was decided; whatever comes, nothing is raised.

    Tried in order: byte order mark, escapes of seven-bit encodings, NUL bytes as UTF-16 has them, strict UTF-8; then
    all likely encodings are tried and the one that reads most like a language is taken, *declared* (else what a
    `charset=` in the first 4 KB says) being preferred among equals. UTF-8 goes first because Chinese pages often
    declare gb2312 and send UTF-8, while GBK text is hardly ever valid UTF-8. A byte order mark that the bytes behind it
    belie is only a declaration. Text that was once read as Latin-1 and saved so is undone.

    >>> decode("春天".encode("gbk"), "utf-8")
    Decoded(text='春天', encoding='gb18030', lost=0, reason='scored')
    """
    if not data:
        return Decoded("", "utf-8", 0, "empty")
    mark, marked = next(((m, encoding) for m, encoding in _BOMS if data.startswith(m)), (b"", ""))
    data = data[len(mark) :] if mark else data
    text, encoding, reason = _read(data, declared, marked)
    rest = data.translate(None, _WRITTEN)  # what follows need not go over the tags again
    wrong = ""
    is_valid = reason == "strict" and not text.endswith(REPLACEMENT)
    foreign = rest.translate(None, _ASCII).decode() if is_valid else _foreign(text)
    if foreign and encoding != _LATIN:
        text, wrong = _undone(text, foreign)
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if wrong or encoding.startswith(_WIDE) or rest.translate(None, _HIGH):
        text = _CONTROLS.sub("", text)
    return Decoded(text, encoding + wrong, (text if wrong else foreign).count(REPLACEMENT), reason)


def looks_binary(data: bytes) -> bool:
    """Tell whether *data* is a picture, an archive or the like rather than text in any encoding.

    >>> looks_binary(b"%PDF-1.7"), looks_binary("春".encode("utf-16"))
    (True, False)
    """
    head = data[:_SNIFFED_BYTES]
    if head.startswith(_MAGIC):
        return True
    if any(head.startswith(mark) for mark, _ in _BOMS) or _by_nuls(head):
        return False
    controls = len(head) - len(head.translate(None, _UNWRITTEN))
    return controls > len(head) * _BINARY_SHARE and not _by_letters(head)


def _read(data: bytes, declared: str | None, marked: str) -> tuple[str, str, str]:
    label = None
    if marked:
        text, is_believed = _marked(data, marked)
        if is_believed:
            return text, marked, "bom"
        label = "utf-8"
    if found := _by_escapes(data):
        return data.decode(found, "replace"), found, "escapes"
    if found := _by_nuls(data):
        return data.decode(found, "replace"), found, "nul-pattern"
    if (valid := _by_rule(data)) is not None:
        return valid, "utf-8", "strict"
    if found := _by_letters(data):
        return data.decode(found, "replace"), found, "letters"
    label = label or _codec(declared) or _sniffed(data)
    best = max(_candidates(data, label))
    return best[1], best[2], "declared" if best[2] == label else "scored"


def _by_escapes(data: bytes) -> str | None:
    if b"\x1b" not in data or not data.isascii():
        return None
    return next((encoding for escape, encoding in _ESCAPES if escape in data), None)


def _by_rule(data: bytes) -> str | None:
    """Read what is valid UTF-8, or is but for its last character, within which it is cut."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.end == len(data) and error.reason == "unexpected end of data"
        return data.decode("utf-8", "replace") if is_cut and not data[: error.start].isascii() else None


def _marked(data: bytes, encoding: str) -> tuple[str, bool]:
    """Return *data*, which stood behind the mark of *encoding*, and whether it is in it."""
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), encoding != "utf-8"
    # No text of some length in UTF-16 is valid UTF-8 by chance, unless each of its bytes is ASCII.
    return (plain, True) if encoding == "utf-8" else (data.decode(encoding, "replace"), plain.isascii())


def _candidates(data: bytes, label: str | None) -> Iterator[tuple[float, str, str]]:
    """Give each reading of *data* that may be the best with its score."""
    others = (label,) if label and label not in (*_CHINESE, *_JAPANESE_KOREAN) else ()
    best = 0.0
    for rank, encoding in enumerate(dict.fromkeys((*_CHINESE, *others, _LATIN, *_JAPANESE_KOREAN))):
        if encoding in _LATIN_ALPHABETS and best > _LONE_WEIGHT + _DECLARED_BONUS:
            continue
        text = data.decode(encoding, "replace")
        score = _scorer(encoding)(text)
        if encoding == label:
            score = _DECLARED_BONUS + max(score, _kana_hangul(text) if encoding in _JAPANESE_KOREAN else score)
        best = max(best, score - rank * _RANK_MALUS)
        yield score - rank * _RANK_MALUS, text, encoding
        if encoding in _CHINESE and score > _CERTAIN and len(_foreign(text)) >= _CERTAIN_LEAST:
            return


def _foreign(text: str) -> str:
    """Return the characters of *text* that are not ASCII; their bytes are parted from the others at once."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _scorer(encoding: str) -> Callable[[str], float]:
    if encoding in _CHINESE:
        return _chinese
    if encoding in _JAPANESE_KOREAN:
        return _korean if encoding == "cp949" else _japanese
    return _alphabetic if encoding in _LATIN_ALPHABETS else _lettered


def _chinese(text: str) -> float:
    """Return how much the non-ASCII part of *text* looks like Chinese: 2 at best, negative where much is lost."""
    foreign = _foreign(text)
    if not foreign:
        return 0.0
    common, each = common_han(), Counter(foreign).items()
    usual = sum(count for c, count in each if c in common or c in _PUNCTUATION)
    frequent = sum(count for c, count in each if c in FREQUENT_HAN)
    lost = foreign.count(REPLACEMENT)
    return (usual - _LOST_WEIGHT * lost) / len(foreign) + frequent / len(foreign)


def _japanese(text: str) -> float:
    """Return the same for Japanese: kana never turn up by mistake."""
    foreign = _foreign(text)
    return _other(foreign, len(re.findall(_KANA, foreign)))


def _korean(text: str) -> float:
    """Return the same for Korean, by its frequent syllables."""
    foreign = _foreign(text)
    return _other(foreign, sum(map(_FREQUENT_HANGUL.__contains__, foreign)))


def _other(foreign: str, own: int) -> float:
    if not foreign:
        return 0.0
    lost, share = foreign.count(REPLACEMENT) / len(foreign), own / len(foreign)
    if own < _OTHER_COUNT_MIN or share < _OTHER_MIN or lost > _OTHER_LOST_MAX:
        return 2 * share - _LOST_WEIGHT * lost
    return 1 + share + _OTHER_MIN - _LOST_WEIGHT * lost


def _kana_hangul(text: str) -> float:
    """Return the same for a declared encoding, for which a few characters speak enough."""
    foreign = _foreign(text)
    own = len(re.findall(_KANA_HANGUL, foreign))
    return (2 * own - _LOST_WEIGHT * foreign.count(REPLACEMENT)) / len(foreign) if foreign else 0.0


def _lettered(text: str) -> float:
    """Return the same for an alphabet that is not Latin: Cyrillic, Greek, Thai and others."""
    foreign = _foreign(text)
    letters = sum(count for c, count in Counter(foreign).items() if unicodedata.category(c)[0] in "LM")
    lost = foreign.count(REPLACEMENT)
    return (_ALPHABET_WEIGHT * letters - _LOST_WEIGHT * lost) / len(foreign) if foreign else 0.0


def _alphabetic(text: str) -> float:
    """Return the same for an alphabet, `_LONE_WEIGHT` at best.

    Its accented letters stand alone among ASCII ones, bytes of Han never do.
    """
    foreign = _foreign(text)
    lone = sum(map(str.isalpha, _LONE.findall(text)))
    return (_LONE_WEIGHT * lone - _LOST_WEIGHT * foreign.count(REPLACEMENT)) / len(foreign) if foreign else 0.0


def _codec(label: str | None) -> str | None:
    return _LABELS.get((label or "").strip().lower())


def _sniffed(data: bytes) -> str | None:
    """Return the codec that the page itself declares."""
    for match in _CHARSET.finditer(data[:_SNIFFED_BYTES]):
        if found := _codec(match.group(1).decode("ascii")):
            return found
    return None


def _by_nuls(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the NULs that its ASCII has at every other place."""
    head = data[:_SNIFFED_BYTES]
    half = len(head) // 2 if 0 in head else 0
    for side, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nuls, strays = head[side::2].count(0), head[1 - side :: 2].count(0)
        if nuls > half * _UTF16_NULS and strays < nuls * _UTF16_STRAYS:
            text = head[: 2 * half].decode(encoding, "replace")
            if len(re.findall(_PAGE_CHARACTER, text)) >= len(text) * _UTF16_USUAL:
                return encoding
    return None


def _by_letters(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark, and without ASCII, by what it says."""
    head = data[:_SNIFFED_BYTES]
    half = len(head) // 2
    for encoding in ("utf-16-le", "utf-16-be") if half else ():
        text = head[: 2 * half].decode(encoding, "replace")
        usual = len(re.findall(_PAGE_CHARACTER, text))
        frequent = sum(map(FREQUENT_HAN.__contains__, text))
        if usual >= half * _UTF16_USUAL and frequent >= half * _WIDE_FREQUENT_MIN:
            return encoding
    return None


# What Windows-1252 shows for each byte; the five that it leaves undefined pass through as controls.
_BYTE_OF: Final = MappingProxyType(
    {bytes((byte,)).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    | {chr(byte): byte for byte in range(0x80, 0x100)}
)
_LATIN_1_OF: Final = MappingProxyType({ord(character): byte for character, byte in _BYTE_OF.items()})
_MISREAD_CHARACTER: Final = re.compile(f"[{re.escape(''.join(_BYTE_OF))}]")
_MISREAD_LETTER: Final = re.compile("[\u00c0-\u00ff]")
"""Of the characters that the bytes of Chinese become, a third at least; quotation marks and dashes are none."""
_LETTERS_LEAST: Final = 0.1
_BYTES_MAX: Final = 4
"""Of a character."""
_MISREAD: Final = re.compile(f"[\x00-\x7f{re.escape(''.join(_BYTE_OF))}]+")


def _undone(text: str, foreign: str) -> tuple[str, str]:
    """Undo a second decoding: bytes that were read as Latin-1 or Windows-1252 and then saved as UTF-8.

    *foreign* are the characters of *text* that are not ASCII.
    """
    if len(_MISREAD_LETTER.findall(foreign)) < len(foreign) * _LETTERS_LEAST:
        return text, ""
    suspect = len(_MISREAD_CHARACTER.findall(foreign))
    if suspect < len(foreign) / 2 or han_count(foreign) > len(foreign) / 10:
        return text, ""
    runs = text.encode("utf-8", "surrogatepass").translate(_BLANKED).split()
    if sum(map(_is_single, runs)) > suspect / 2:  # accents stand alone, the bytes of one character together
        return text, ""
    score = max(_chinese(text), 0.0)
    best = (score + _UNDONE_MARGIN, text, "")
    for encoding in _CHINESE:
        again = _MISREAD.sub(lambda run, encoding=encoding: _as_bytes(run.group()).decode(encoding, "replace"), text)  # type: ignore[misc]
        best = max(best, (_chinese(again), again, f"+{encoding}"))
    return best[1], best[2]


def _is_single(run: bytes) -> bool:
    """Say whether *run* are the bytes of one character that is not ASCII."""
    return len(run) <= _BYTES_MAX and len(run.decode("utf-8", "surrogatepass")) == 1


def _as_bytes(text: str) -> bytes:
    return text.translate(_LATIN_1_OF).encode("latin-1")

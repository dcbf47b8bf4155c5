"""Radicals that stand for the characters they look like: ⽤⼾ for 用户, ⻓ for 长.

Fonts of PDF files draw both with one glyph, and copying text out of them gives the radical. So do the compatibility
ideographs of older Korean and Taiwanese sets, which are other code points of the same characters.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from sitegen.text.han import is_han
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.evidence import document
from sitegen.text.repair.language import plain
from sitegen.text.repair.rarity import seen

# What Unicode's EquivalentUnifiedIdeograph.txt gives for the supplement, as far as the radical has the whole form of
# its character; normalisation knows only the Kangxi radicals.
_SUPPLEMENT: Final = MappingProxyType(
    dict(
        zip(
            "⺠⺟⻄⻅⻆⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
            "民母西见角车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
            strict=True,
        )
    )
)
_RADICALS: Final = re.compile("[\u2e80-\u2fd5]+")
_COMPATIBLE: Final = re.compile("[\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9]")
_EITHER: Final = re.compile(f"{_RADICALS.pattern}|{_COMPATIBLE.pattern}")
_LINK: Final = re.compile("[\u2e80-\u2fd5](?=[、,，/ ][\u2e80-\u2fd5])")
_LINKS_SHARE: Final = 3
"""Radicals to each that is enumerated together with the next one, at the least."""
_CONFIDENCE: Final = 0.97


def restore_radicals(text: str) -> Sequence[Edit]:
    """Find radicals that stand in words, and compatibility ideographs.

    Where more of the radicals stand for themselves than beside ordinary characters, or where they are enumerated, the
    text is about radicals.

    >>> [edit.after for edit in restore_radicals("新⽤⼾注册")], restore_radicals("部首有⼀、⼁、⼂")
    (['用户'], ())
    """
    if not _EITHER.search(seen(text).letters):
        return ()
    runs = tuple(_RADICALS.finditer(text))
    in_words = sum(_is_in_word(text, run) for run in runs)
    is_damage = 2 * in_words > len(runs) >= _LINKS_SHARE * len(_LINK.findall(text))
    edits = [Edit(*found.span(), normalize("NFKC", found.group()), _CONFIDENCE) for found in _COMPATIBLE.finditer(text)]
    if is_damage:
        is_traditional = document(text).is_traditional
        edits += (Edit(*run.span(), _meant(run.group(), is_traditional), _CONFIDENCE) for run in runs)
    return tuple(sorted((e for e in edits if e.after != text[e.start : e.end]), key=lambda edit: edit.start))


def _meant(run: str, is_traditional: bool) -> str:
    """Return the characters of *run*; of two that one radical stands for, the one in the script of its text."""
    meant = "".join(_SUPPLEMENT.get(character) or normalize("NFKC", character) for character in run)
    return meant if is_traditional else plain(meant)


def _is_in_word(text: str, run: re.Match[str]) -> bool:
    return is_han(text[max(run.start() - 1, 0) : run.start()]) or is_han(text[run.end() : run.end() + 1])

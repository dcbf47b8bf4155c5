"""Laws: a quick look at the letters of a text that spares a rule the search never changes what is found."""

import sys
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text.repair import alphabets, recode
from sitegen.text.repair.rarity import Seen, is_rare, odd, seen
from sitegen.text.repair.table import REPAIRS
from sitegen.text.script.detect import script_of
from sitegen.text.script.tables import candidates

pytestmark = pytest.mark.law

_PIECES: Final = (
    "头发和发展，",
    "頭髮發展。",
    "ab c",
    "(wù)",
    "(de)",
    "?!薄",
    "?",
    "\ufffd",
    "锟斤拷",
    "ï¿½",
    "æ–¹æ¡ˆ",
    "\u200b",
    "\xad",
    "⽤⼾",
    "\uf900",
    "\ue013",
    "\uecd9",
    "颁辞苍迟别苍迟",
    "ОТЅсМмИҐНјКй",
    "Новости города",
    "±¾µØÐÂÎÅ£º",
    "Âîëãîãðàä",
    "鍥句功棣",
    "桜並木の下を",
    "·",
    "é",
    "naïve",
    "“",
    "’",
    "…",
    "—",
    "，",
    ",",
    ":",
    "龘龖",
    "\n",
    "한국",
    "ﾎﾝ",
    "𠀾",
    "\ud800",
)
_LETTERS: Final = "".join(map(chr, (*range(0x80, 0x4E00), *range(0xA000, 0xD800), *range(0xE000, 0x10000))))
_ALL: Final = Seen(_LETTERS, True, _LETTERS * 4)
_TEXTS: Final = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_rule_that_does_not_search_would_find_nothing(text: str) -> None:
    quick = [row.find(text) for row in REPAIRS]
    with pytest.MonkeyPatch.context() as patched:
        for row in REPAIRS:
            patched.setattr(sys.modules[row.find.__module__], "seen", lambda _: _ALL, raising=False)
        alphabets._found.cache_clear()  # or the first answer would be given again
        recode._found.cache_clear()
        assert [row.find(text) for row in REPAIRS] == quick
    alphabets._found.cache_clear()
    recode._found.cache_clear()


@given(st.text(max_size=60) | _TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_stands_in_a_text(text: str) -> None:
    letters, has_han, foreign = seen(text)
    assert foreign == "".join(letter for letter in text if letter >= "\x80")
    rest = {letter for letter in text if letter >= "\x80" and not "\u4e00" <= letter <= "\u9fff"}
    assert (len(letters), set(letters)) == (len(rest), rest)
    assert has_han or not any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert set(filter(is_rare, text)) <= set(odd().findall(text))


@given(st.lists(st.sampled_from("头头发頭髮发展𠀾𫇭的，a1\n"), max_size=20).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_script_is_told_by_the_characters_of_it_alone(text: str) -> None:
    only_simplified = {key for key, values in candidates("STCharacters.txt").items() if key not in values}
    only_traditional = {key for key, values in candidates("TSCharacters.txt").items() if key not in values}
    simplified = sum(letter in only_simplified - only_traditional for letter in text)
    traditional = sum(letter in only_traditional - only_simplified for letter in text)
    told = script_of(text)
    if told is not None:
        assert told.value == ("zh-Hans" if simplified >= traditional else "zh-Hant")
    elif any("\u4e00" <= letter <= "\u9fff" for letter in text) and "a" not in text:
        assert not simplified + traditional

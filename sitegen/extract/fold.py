"""Fold lines so that one pattern serves both scripts and both widths, without moving a single character.

A pattern is matched on the folded line and its groups are cut from the original by their positions. The table holds the
characters that occur in labels and controls of pages, not a conversion: names and headlines pass through it unread.
"""

import re
from functools import lru_cache
from typing import Final

_TRADITIONAL: Final = (
    "頁當現貼關於聯係繫們網設為爲門戶錄編輯責來報電記實習約訊發佈時間點擊閱讀瀏覽數評論讚贊複復製鏈結開閉體號載轉權聲"
    "書簡標題導語圖說攝視頻產業務經濟財風險專欄選擇訂郵話傳備證許連絡條處議護隱項類別屬據見聞聽錯糾熱檢驗掃碼機擴動態"
    "薦歡內遲應鍵詞簽稱單員審對際辦術資寫協會採監學與兩舉瞭僅側興冊準淩齣劃則創彆區華參蔘髮閤週賙迴國孫傢蓆幫廣張彔綵"
    "纔執蒐無暫朮構覈氣沒註禮俬筆籌籤線細終給統維綜腦騰節獲穫營錶計認訪証識訴譯誠詳請荳趙邊還進鄭寀錢鍊問頂顧預饋駐"
)
_SIMPLIFIED: Final = (
    "页当现贴关于联系系们网设为为门户录编辑责来报电记实习约讯发布时间点击阅读浏览数评论赞赞复复制链结开闭体号载转权声"
    "书简标题导语图说摄视频产业务经济财风险专栏选择订邮话传备证许连络条处议护隐项类别属据见闻听错纠热检验扫码机扩动态"
    "荐欢内迟应键词签称单员审对际办术资写协会采监学与两举了仅侧兴册准凌出划则创别区华参参发合周周回国孙家席帮广张录彩"
    "才执搜无暂术构核气没注礼私笔筹签线细终给统维综脑腾节获获营表计认访证识诉译诚详请豆赵边还进郑采钱链问顶顾预馈驻"
)
_FULL_WIDTH: Final = "".join(map(chr, range(0xFF01, 0xFF5F)))
_HALF_WIDTH: Final = "".join(map(chr, range(0x21, 0x7F)))
_TABLE: Final = str.maketrans(
    _TRADITIONAL
    + _FULL_WIDTH
    + "【】〔〕〖〗「」『』﹒｡—–―－╱⁄∕‖│∣┃﹕︰∶ 　\u00a0\u2002\u2003\u2004\u2005\u2009\u200a\u202f",
    _SIMPLIFIED + _HALF_WIDTH + '[][][]"""".。----///||||:::          ',
)  # fmt: skip
_FOLDS: Final = {chr(before): chr(after) for before, after in _TABLE.items() if before != after}
_FOLDED: Final = re.compile(f"[{re.escape(''.join(_FOLDS))}]")
_WORDS: Final = re.compile(r"[^\W_]+")
_ASCII_KEY: Final = str.maketrans({char: char.lower() if char.isalnum() else "" for char in map(chr, range(128))})
_LINE: Final = 1000
"""Characters: shorter texts are lines, of which each rule asks anew; they are kept for a while."""
_KEPT: Final = 2048


def fold(text: str) -> str:
    """Return *text* with the Traditional characters of labels made Simplified and full-width ASCII made half-width.

    The result is as long as *text*, character by character.

    >>> fold("責任編輯：李四（轉載）")
    '责任编辑:李四(转载)'
    """
    if text.isascii():
        return text
    return _folded_line(text) if len(text) <= _LINE else _folded(text)


def key(text: str) -> str:
    """Return what two copies of one headline share: letters and digits, folded."""
    return _key_of_line(text) if len(text) <= _LINE else _key(text)


def _folded(text: str) -> str:
    for char in set(_FOLDED.findall(text)):  # few: replacing each is faster than translating all; none becomes another
        text = text.replace(char, _FOLDS[char])
    return text


def _key(text: str) -> str:
    return text.translate(_ASCII_KEY) if text.isascii() else "".join(_WORDS.findall(fold(text))).lower()


_folded_line: Final = lru_cache(_KEPT)(_folded)
_key_of_line: Final = lru_cache(_KEPT)(_key)


def folding_to(characters: str) -> frozenset[str]:
    """Return *characters* and all that fold to one of them.

    >>> sorted(folding_to(")"))
    [')', '）']
    """
    return frozenset(characters).union(before for before, after in _FOLDS.items() if after in characters)


def by_beginning(words: str) -> str:
    """Return a pattern for *words*, alternatives between `|`, those with one beginning together.

    It matches what they match in their order, and the engine need not try each where none begins.

    >>> by_beginning("ab|c|ad?")
    'a(?:b|d?)|c(?:)'
    """
    groups: dict[str, list[str]] = {}
    for word in words.split("|"):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())

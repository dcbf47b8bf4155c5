"""Bytes that lie about themselves, are cut, or were decoded twice."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text import decode as decoding
from sitegen.text.decode import decode, looks_binary
from tests.soak import examples

_HANS = "档案馆昨天开门，读者说：“这些旧报纸终于可以看了。”他们在那里坐了一个下午。"
_HANT = "檔案館昨天開門，讀者說：「這些舊報紙終於可以看了。」他們在那裡坐了一個下午。"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-thing"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(_HANS, "utf-8"), (_HANS, "gb18030"), (_HANT, "utf-8"), (_HANT, "gb18030"), (_HANT, "big5hkscs")],
)
def test_a_declaration_is_not_believed_against_the_bytes(text: str, encoding: str, declared: str | None) -> None:
    decoded = decode(text.encode(encoding), declared)
    assert (decoded.text, decoded.encoding, decoded.lost) == (text, encoding, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_stray_bytes_do_not_lose_the_page(encoding: str) -> None:
    text = _HANT * 3
    data = text.encode(encoding)
    # Behind a character, so that it takes at most the next one along.
    place = len(_HANT.encode(encoding))
    decoded = decode(data[:place] + b"\xff" + data[place:])
    assert decoded.encoding == encoding
    assert 1 <= decoded.lost <= 2
    assert decoded.text.startswith(_HANT)
    assert decoded.text.endswith(_HANT)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_a_page_cut_within_a_character(encoding: str) -> None:
    decoded = decode(_HANT.removesuffix("。").encode(encoding)[:-1])
    assert decoded.encoding == encoding
    assert decoded.text.startswith(_HANT[:-2])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("second", ["latin-1", "cp1252"])
def test_a_second_decoding_is_undone(encoding: str, second: str) -> None:
    text = f"<p>{_HANT}</p>"
    # What Windows-1252 leaves undefined passes through, as in browsers.
    twice = "".join(bytes((byte,)).decode(second, "ignore") or chr(byte) for byte in text.encode(encoding))
    decoded = decode(twice.encode())
    assert (decoded.text, decoded.encoding) == (text, f"utf-8+{encoding}")


def test_accents_are_not_undone() -> None:
    assert decode("Déjà à l’été : ça va ? Où ?".encode()).encoding == "utf-8"


def test_rows_of_signs_are_not_undone() -> None:
    assert decode(f"Das Menü der Gärten {'¦º¹¦ ' * 12}".encode()).encoding == "utf-8"


@pytest.mark.parametrize(("text", "encoding"), [(_HANS, "gb18030"), (_HANT, "big5hkscs"), (_HANS, "utf-8")])
def test_what_reads_as_chinese_is_looked_at_no_further(
    text: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def noted(encoding: str) -> Callable[[str], float]:
        tried.append(encoding)
        return scorer(encoding)

    scorer = decoding._scorer
    monkeypatch.setattr(decoding, "_scorer", noted)
    assert decode((text * 8).encode(encoding) + b"\xff").encoding == encoding
    assert tried[-1] == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    decoded = decode("<html><body>档案</body></html>".encode(encoding))
    assert (decoded.text, decoded.encoding) == ("<html><body>档案</body></html>", encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_goes(encoding: str) -> None:
    decoded = decode("档案".encode(encoding), "gbk")
    assert (decoded.text, decoded.reason) == ("档案", "bom")


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("これは古い新聞の話です。", "cp932", "Shift_JIS"),
        ("これは古い新聞の話です。", "euc_jp", "EUC-JP"),
        ("오래된 신문 이야기입니다", "cp949", "euc-kr"),
        ("Старая газета", "cp1251", "windows-1251"),
        ("Où est passé l'été ? Très bien, voilà.", "cp1252", "iso-8859-1"),
    ],
)
def test_other_languages_are_read_as_declared(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label).text == text
    assert decode(f'<meta charset="{label}">{text}'.encode(codec)).text.endswith(text)


JAPANESE = "これは古い新聞の話です。図書館の人たちは、毎朝それを並べている。"
KOREAN = "오래된 신문 이야기입니다. 도서관 사람들은 매일 아침 그것을 정리한다."


@pytest.mark.parametrize("declared", [None, "utf-8", "gbk", "big5"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [(JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (JAPANESE, "iso2022_jp"), (KOREAN, "cp949"), (KOREAN, "euc_kr")],
)
def test_japanese_and_korean_are_no_odd_chinese(text: str, codec: str, declared: str | None) -> None:
    assert decode(text.encode(codec), declared).text == text


def test_chinese_is_no_odd_japanese() -> None:
    for text, codec in ((_HANT, "big5hkscs"), (_HANS, "gb18030"), (_HANT, "gb18030")):
        for start in range(len(text) - 6):
            part = text[start : start + 6]
            assert decode(part.encode(codec)).encoding not in ("euc_jp", "cp932", "cp949"), part


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [_HANS, _HANT, _HANT[:12]])
def test_utf_16_without_a_mark_and_without_ascii(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    assert (decode(data).text, decode(data).reason) == (text, "letters")
    assert not looks_binary(data)


@pytest.mark.parametrize(
    ("mark", "encoding", "text"),
    [
        (b"\xef\xbb\xbf", "gb18030", _HANS),
        (b"\xef\xbb\xbf", "big5hkscs", _HANT),
        (b"\xff\xfe", "utf-8", _HANS),
        (b"\xfe\xff", "utf-8", _HANT),
    ],
)
def test_a_byte_order_mark_is_not_believed_against_the_bytes(mark: bytes, encoding: str, text: str) -> None:
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.lost) == (text, encoding, 0)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(f"{_HANT}喺佢哋嘅𠵱家㗎啲", "big5hkscs"), (f"{_HANS}㐀𠀀𪚥镕", "gb18030")],
    ids=["Hong Kong", "four bytes"],
)
@pytest.mark.parametrize("declared", [None, "big5", "gb2312", "utf-8"])
def test_rare_characters_come_along(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared).text == text


def test_alphabets_are_read_as_declared() -> None:
    for text, codec, label in (
        ("หนังสือพิมพ์เก่าในหอสมุด", "cp874", "TIS-620"),
        ("Παλιά εφημερίδα", "cp1253", "windows-1253"),
        ("Старая газета рассказывает", "koi8-r", "KOI8-R"),
    ):
        assert decode(text.encode(codec), label).text == text


def test_lines_end_in_one_way_and_controls_go() -> None:
    assert decode(b"a\r\nb\rc\x00\x07\td").text == "a\nb\nc\td"


def test_nothing_is_nothing() -> None:
    assert decode(b"").text == ""


@pytest.mark.law
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gbk", "big5", "shift_jis", "x"]))
@settings(max_examples=examples(200), deadline=None)
def test_anything_decodes(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared)
    assert decoded.lost == decoded.text.count("\ufffd")
    assert "\r" not in decoded.text
    assert "\0" not in decoded.text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"PK\x03\x04..", bytes(range(32)) * 9])
def test_pictures_and_archives_are_no_text(data: bytes) -> None:
    assert looks_binary(data)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    assert not looks_binary(f"<p>{_HANT}</p>\r\n".encode(encoding))
    assert not looks_binary(b"")

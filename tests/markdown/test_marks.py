"""What editors decide: marks in bodies and fields, and the order of those who have a say."""

from datetime import UTC

import pytest

from sitegen.markdown.article import parse_article
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article, Diagnostic
from sitegen.text.script.markup import MarkupError, page_rules, read, spans
from tests.markdown.test_variant import article, variants

HANS, HANT, HONG_KONG = VARIANTS.values()


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("-{zh-hans:甲;zh-hant:乙}-", ("甲", "乙", "乙")),
        ("-{zh-Hans:甲;zh-Hant-HK:丙}-", ("甲", "丙", "丙")),
        ("-{zh-tw:乙}-", ("乙", "乙", "乙")),
        ("-{zh-cn:甲; zh-tw:乙; zh-hk:丙;}-", ("甲", "乙", "丙")),
        ("-{甲;乙}-", ("甲;乙", "甲;乙", "甲;乙")),
        ("-{}-", ("", "", "")),
        ("-{H|zh-hans:甲;zh-hant:乙}-", ("", "", "")),
    ],
)
def test_a_mark_in_each_variant(mark: str, words: tuple[str, str, str]) -> None:
    assert tuple(read(mark).text(tag) for tag in VARIANTS) == words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲-{乙", "not closed"),
        ("-{zh-xx:a;b}-", "unknown variant"),
        ("-{zh-hans:a;b}-", "names no variant"),
        ("-{A|a}-", "needs variants"),
        ("-{Z|zh-hans:a}-", "not known"),
    ],
)
def test_a_mark_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message) as caught:
        list(spans(text))
    assert caught.value.offset == text.index("-{")


def test_rules_for_the_page() -> None:
    marks = [read("-{A|zh-hans:甲;zh-hant:乙;zh-hk:丙}-"), read("-{zh-hans:丁;zh-hant:戊}-")]
    assert page_rules(marks, "zh-Hant") == {"甲": "乙", "丙": "乙"}


@pytest.mark.parametrize(
    ("body", "line"), [("一\n二\n\n三-{zh-xx:a;b}-", 7), ("一\n二-{三", 5), ("| -{A|b}- |\n| - |", 4)]
)
def test_a_fault_names_its_line(body: str, line: int) -> None:
    _, rendered = article("title: a", body)
    (fault,) = rendered.faults
    assert (fault.path, fault.line, fault.code) == ("a.md", line, "mark")
    assert fault.hint


@pytest.mark.parametrize("field", ["title: a-{b", "title: a\ntags: [a, '-{zh-hans:a;b}-']"])
def test_a_fault_in_a_field_names_its_line(field: str) -> None:
    found = parse_article(f"---\n{field}\n---\n".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert not isinstance(found, Article)
    assert [(fault.line, fault.code) for fault in found] == [(field.count("\n") + 2, "mark")]
    assert isinstance(found[0], Diagnostic)


def test_fields_have_marks_too() -> None:
    found = variants("title: 头-{发}-\ntags: ['-{zh-hans:软件;zh-hant:軟體}-']\nsummary: 皇-{后}-")
    assert [found[tag].text.title for tag in VARIANTS] == ["头发", "頭发", "頭发"]
    assert [found[tag].text.tags for tag in VARIANTS] == [("软件",), ("軟體",), ("軟體",)]
    assert found["zh-Hant"].text.summary == "皇后"


@pytest.mark.parametrize("broken", ["甲 -{ 发", "-{zh-xx:a;b}- 发"])
def test_a_broken_mark_in_the_title_of_a_link_is_only_characters(broken: str) -> None:
    found = variants("title: a", f'[发展](https://example.org/ "{broken}")')
    assert f'title="{broken.replace("发", "發")}"' in found["zh-Hant"].html


def test_leads_and_headings_have_marks_too() -> None:
    found = variants("title: a", "## 头-{发}-\n\n头-{发}-和`头发`，\\-{后}-。")
    assert found["zh-Hans"].lead == "头发和头发，-{后}-。"
    assert found["zh-Hant"].lead == "頭发和头发，-{後}-。"
    assert [heading.title for heading in found["zh-Hant"].text.headings] == ["頭发"]
    assert [heading.anchor for heading in found["zh-Hant"].text.headings] == ["头发"]


def test_who_has_the_last_word() -> None:
    head = "title: 软件\nsubtitle: 软件\nvariants: {zh-Hant: {subtitle: 一}}\nglossary: {zh-Hant: {软件: 二}}"
    read_, rendered = article(head, "软件、硬件、-{zh-hans:软件;zh-hant:三}-、网络")
    found = to_variant(read_, rendered, HANT, {"软件": "四", "硬件": "五"})
    assert (found.text.subtitle, found.text.title) == ("一", "二")
    assert found.html == "<p>二、五、三、網絡</p>\n"


def test_a_glossary_does_not_touch_what_is_not_chinese() -> None:
    read_, rendered = article("title: a\nlang: en", "software")
    assert to_variant(read_, rendered, HANT, {"software": "x"}).html == "<p>software</p>\n"


def test_a_mark_that_an_author_writes_as_an_element_decides_nothing() -> None:
    found = variants("title: a", '<sg-mark n="0">甲</sg-mark><sg-mark n="9"></sg-mark><sg-mark></sg-mark>-{后}-')
    assert "sg-mark" not in found["zh-Hant"].html

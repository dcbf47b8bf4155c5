"""Text dumps: what is the article, what is not, and the record of the difference."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "江桥镇留住最后一个渡口"
BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
    "镇上打算把渡口留下来，做一个小小的陈列室。老秦的船会停在门口，钟照旧每天敲七下，由他的孙女来敲。",
)
SOUP: Final = '<meter id="q1z"><tt id="q1z"></tt></meter>'
SPAM: Final = "高清夜间频道全集_免费在线点播大全_最新手机直播入口_精选合集无需注册"


def dump(*lines: str) -> str:
    return "\n\n".join(lines)


FULL: Final = dump(
    SOUP,
    f"  • 首页 本地 河流 {HEAD}",
    HEAD,
    "2023-03-01 07:09:30 江桥日报",
    "一盏没有点亮的灯",
    *(f"　　{p}" for p in BODY),
    "责任编辑：林渡　钱舟",
    "来源：江桥日报",
    "返回顶部",
    SPAM,
    f"    1. {SOUP}",
)


def test_words_that_are_written_in_entities_have_one_place_a_run(read: Read) -> None:
    lines = (
        "渡口的钟敲了七下，摆渡人老秦解开缆绳，把船推进雾里。",
        "河水比去年低了两尺，船底常常擦着沙，再低就不走了。",
    )
    written = ["".join(f"&#{ord(char)};" for char in line) for line in lines]
    found = read("\n".join(("渡口的钟", *written)))
    assert found.text.split("\n") == list(lines)
    assert [(step.before, step.count) for step in found.repairs] == [(text, 1) for text in written]


def test_entities_that_are_too_many_for_places_are_counted(read: Read) -> None:
    line = "&#28193;&#21475;&#30340;&#38047;&#25970;&#20102;&#19971;&#19979;&#12290;" * 6
    found = read("\n".join(("渡口的钟", *(f"{line}{n}" for n in range(2_000)))))
    assert {(step.rule, step.count) for step in found.repairs} == {("unescape-entities", 12_000)}


def test_a_whole_dump(read: Read) -> None:
    found = read(FULL)
    assert found.title == HEAD
    assert found.subtitle == "一盏没有点亮的灯"
    assert found.date == "2023-03-01T07:09:30+08:00"
    assert found.publisher == "江桥日报"
    assert found.editor == "林渡、钱舟"
    assert found.sections == ("本地", "河流")
    assert found.tags == ()
    assert found.authors == ()
    assert found.lang == "zh-Hans"
    assert found.text.split("\n") == list(BODY)
    assert found.markdown == "\n\n".join(BODY) + "\n"


def test_nothing_disappears_without_a_record(read: Read) -> None:
    found = read(FULL)
    kept = found.text + found.title + (found.subtitle or "")
    removed = {gone.line: gone for gone in found.removed}
    for number, line in enumerate(FULL.split("\n"), 1):
        bare = line.strip(" 　")
        if bare and bare not in kept:
            assert number in removed, line
    rules = {gone.rule for gone in found.removed}
    assert {
        "tag-soup",
        "breadcrumb",
        "headline",
        "dateline",
        "subtitle",
        "byline",
        "back-to-top",
        "keyword-spam",
    } <= rules


def test_evidence_names_the_rule(read: Read) -> None:
    sources = {e.field: e.source for e in read(FULL).evidence}
    assert sources["date"] == "dateline"
    assert sources["publisher"] == "dateline"
    assert sources["editor"] == "byline"
    assert sources["sections"] == "breadcrumb"


def test_what_a_person_states_wins(read: Read) -> None:
    found = read(FULL, title="渡口", date="民國112年3月2日", publisher="某报", authors="甲乙、丙丁", editor="戊己")
    assert (found.title, found.date, found.publisher, found.editor) == ("渡口", "2023-03-02", "某报", "戊己")
    assert found.authors == ("甲乙", "丙丁")
    assert {e.source for e in found.evidence if e.field == "title"} == {"stated"}


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2021-11-29 09:33:26 某报", "2021-11-29T09:33:26+08:00"),
        ("发布时间：2021年11月29日09:33　来源：某报", "2021-11-29T09:33+08:00"),
        ("2021/11/29 来源：某报", "2021-11-29"),
        ("民國110年11月29日 來源：某報", "2021-11-29"),
        ("二〇二一年十一月二十九日　某报", "2021-11-29"),
        ("2021-11-29T09:33:26Z 某报", "2021-11-29T09:33:26+00:00"),
    ],
)
def test_dates_as_precise_as_found(read: Read, line: str, iso: str) -> None:
    assert read(dump(HEAD, line, *BODY)).date == iso


@pytest.mark.parametrize(
    "separator", ["_", "-", " | ", " I ", "★", "，"], ids=["low", "hyphen", "bar", "letter", "star", "comma"]
)
def test_keyword_spam_goes_at_head_and_tail(read: Read, separator: str) -> None:
    spam = separator.join(
        ["高清夜间频道全集", "免费在线点播大全", "最新手机直播入口", "精选合集无需注册", "热门片单每日更新"]
    )
    found = read(dump(spam, HEAD, "2023-03-01 07:09 江桥日报", *BODY, spam))
    assert "频道全集" not in found.text + found.title
    assert [gone.rule for gone in found.removed].count("keyword-spam") == 2


def test_lists_and_words_of_spam_within_an_article_stay(read: Read) -> None:
    ranking = "甲队三分_乙队两分_丙队一分"
    crackdown = "警方说，所谓“免费在线点播大全”都是骗局，“最新手机直播入口”背后是赌博网站。"
    found = read(dump(HEAD, "2023-03-01 江桥日报", BODY[0], ranking, crackdown, BODY[1]))
    assert ranking.replace("_", "") in found.text.replace("_", "")
    assert crackdown in found.text


def test_spam_in_another_script_goes_from_the_middle(read: Read) -> None:
    body = (
        "三月的第一個早晨，渡口的鐘敲了七下。擺渡人老秦解開纜繩，把船推進霧裡。",
        "鎮上打算把渡口留下來，做一個小小的陳列室。",
    )
    found = read(dump("江橋鎮留住最後一個渡口", "2023-03-01 江橋日報", body[0], SPAM, body[1]))
    assert found.text.split("\n") == list(body)
    assert found.lang == "zh-Hant"


def test_related_articles_are_cut(read: Read) -> None:
    found = read(dump(HEAD, "2023-03-01 江桥日报", *BODY, "相关阅读：", "· 上游水库开始放水", "下一篇：柳树绿了"))
    assert found.text.split("\n") == list(BODY)


def test_indent_marks_and_entities(read: Read) -> None:
    found = read(dump(HEAD, "2023-03-01 江桥日报", *(f"??{p}" for p in BODY)).replace("“", "&amp;ldquo;"))
    assert found.text.split("\n") == list(BODY)
    assert {"indent-marks", "unescape-entities"} <= {step.rule for step in found.repairs}


def test_lists_of_a_dump(read: Read) -> None:
    found = read(
        dump(
            HEAD, "2023-03-01 江桥日报", BODY[0], "  • 船", "  • 灯", BODY[1], "    1. 先敲钟", "    2. 再开船", BODY[2]
        )
    )
    assert "- 船\n- 灯" in found.markdown
    assert "1. 先敲钟\n2. 再开船" in found.markdown
    assert "船\n灯" in found.text


def test_a_title_is_made_up_from_the_body_with_a_warning(read: Read) -> None:
    found = read("\n".join(BODY))
    assert found.title
    assert any("headline" in warning for warning in found.warnings)

"""Runs of words of a page, and the boxes in which they lie."""

from sitegen.extract.dom import parse
from sitegen.extract.features import PLAIN, PageWords, describe
from sitegen.extract.segments import read_segments


def cut(markup: str) -> list[tuple[str, str]]:
    root = parse(f"<html><body>{markup}</body></html>")
    assert root is not None
    return [(segment.box.tag, segment.text) for segment in read_segments(root)]


def test_words_before_between_and_behind_blocks() -> None:
    assert cut("<div>渡口<p>老<b>秦</b>的船</p>修船<br>木匠</div>钟") == [
        ("div", "渡口"),
        ("p", "老秦的船"),
        ("div", "修船"),
        ("div", "木匠"),
        ("body", "钟"),
    ]


def test_fields_within_a_line_are_parted() -> None:
    assert cut("<p><span>作者</span><span>老秦</span></p>") == [("p", "作者 老秦")]


def test_space_of_any_kind_alone_is_no_segment() -> None:
    assert cut("<p>\u2009</p><p>\u2002 \u2002</p><p>　</p><p>渡口</p>") == [("p", "渡口")]


def test_a_link_around_blocks_links_the_words_of_each() -> None:
    root = parse("<html><body><a href='/'><p>渡口</p><p>修船</p></a><p>木匠</p></body></html>")
    assert root is not None
    assert [segment.linked for segment in read_segments(root)] == [1.0, 1.0, 0.0]


def test_boxes_called_alike_are_of_one_build() -> None:
    root = parse("<html><body><ul><li class='a'>一<li class='a'>二<li class='b'>三</ul></body></html>")
    assert root is not None
    first, second, third = (segment.box.build for segment in read_segments(root))
    assert first == second != third


def test_boxes_count_what_lies_in_them_at_any_depth() -> None:
    root = parse("<html><body><div><div><p>渡口<p>修船</div><img><p>木匠</div></body></html>")
    assert root is not None
    inner, _, outer = (segment.box.parent for segment in read_segments(root))
    assert inner is not None
    assert outer is not None
    assert (inner.count, inner.total, outer.count, outer.total) == (2, 8, 3, 12)


def test_a_list_between_paragraphs_is_the_articles_however_far_they_are() -> None:
    sentence = "渡口的船期自明年开春起照下表开行，逢大水停开，旅客先到码头的窗口买票，团体要早三天预订，过时不候。"
    rows = "".join(f"<div>甲{n}号船</div>" for n in range(60))
    above, below = f"<p>{sentence}</p>" * 3, f"<p>{sentence}</p>" * 3
    plain = {}
    for name, markup in (("between", above + rows + below), ("below", above + rows)):
        root = parse(f"<html><body><div>{markup}</div></body></html>")
        assert root is not None
        segments = read_segments(root)
        lines = [row[PLAIN] for s, row in zip(segments, describe(segments, PageWords()), strict=True) if not s.is_prose]
        plain[name] = sum(lines)
    assert plain["between"] == 60
    assert 0 < plain["below"] < 60

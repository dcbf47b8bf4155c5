"""The second look at segments in doubt, and what stands behind headings for other articles."""

import pytest
from lxml import etree

from sitegen.extract import selecting
from sitegen.extract.company import BINS, DOUBT, Company, describe_again
from sitegen.extract.dom import parse
from sitegen.extract.features import PageWords, complete
from sitegen.extract.scores import POINTS_AGAIN
from sitegen.extract.segments import Segment, read_segments
from sitegen.extract.selecting import behind_related, points, points_again, select


def company(*boxes: str) -> list[Company]:
    return [Company(box, "p", 100, 0.0) for box in boxes]


def test_what_is_sure_is_not_looked_at_again() -> None:
    rows = list(describe_again(company("a", "a", "b"), [DOUBT, 0.5, -DOUBT]))
    assert rows[0] is None
    assert rows[1] is not None
    assert rows[2] is None


def test_the_same_points_in_another_company_are_described_otherwise() -> None:
    _, among_sure, _, alone = describe_again(company("a", "a", "a", "b"), [6.0, 0.5, 6.0, 0.5])
    assert among_sure != alone


def test_each_bin_has_its_points() -> None:
    assert tuple(map(len, POINTS_AGAIN)) == BINS
    for row in describe_again(company(*"aabbc"), [-1.9, 1.9, 0.0, 9.0, -9.0]):
        assert row is None or all(0 <= value < count for value, count in zip(row, BINS, strict=True))


@pytest.mark.parametrize(
    ("heading", "behind"),
    [
        ("<h3 class='related-title'>大家还在看</h3>", ["别处的事"]),
        ("<h3>大家还在看</h3>", []),
        ("<h3 id='what-is-next-for-the-river'>河的将来</h3>", []),
        ("<p class='related-title'>大家还在看</p>", []),
    ],
    ids=["by its class", "without a name", "by an id made of its words", "no heading"],
)
def test_what_stands_behind_a_heading_for_other_articles(heading: str, behind: list[str]) -> None:
    root = parse(
        f"<body><div><p>渡口的钟</p><div>{heading}<div><p>别处的事</p></div></div><p>老秦的船</p></div></body>"
    )
    assert root is not None
    segments = read_segments(root)
    assert [s.text for s, is_behind in zip(segments, behind_related(segments), strict=True) if is_behind] == behind


@pytest.mark.parametrize(("heading", "stays"), [("相关阅读", False), ("修船的木匠", True)])
def test_the_second_look_adds_no_heading_for_other_articles(
    heading: str, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = parse(
        f"<body><div><p>渡口的钟敲了三下，老秦把船推进水里。</p><h3>{heading}</h3><p>船走了。</p></div></body>"
    )
    assert root is not None
    monkeypatch.setattr(selecting, "points", lambda segments, _: [1.0, -1.0, 1.0][: len(segments)])
    monkeypatch.setattr(selecting, "points_again", lambda segments, _: [1.0] * len(segments))
    select(root, read_segments(root), PageWords())
    assert (heading in str(etree.tostring(root, method="text", encoding="unicode"))) == stays


def test_what_is_not_asked_for_cues_changes_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["首页", "Contact us", "船期", "更多 10:30"] * 5
    menu = "".join(f"<li><a href='/{i}'>{name}</a>" for i, name in enumerate(names))
    prose = "渡口的钟敲了三下，老秦把船推进水里，说今天的水比昨天高了一尺，过河的人要等到中午才能上船。"
    article = f"<div><p>{prose}</p><p>来源：江边报</p><p>{prose}</p></div><div>{prose[:20]}</div>"
    root = parse(f"<body><ul>{menu}</ul>{article}</body>")
    assert root is not None
    segments = read_segments(root)
    asked: list[Segment] = []

    def counted(row: tuple[int, ...], segment: Segment) -> tuple[int, ...]:
        asked.append(segment)
        return complete(row, segment)

    monkeypatch.setattr(selecting, "complete", counted)
    found = points_again(segments, points(segments, PageWords()))
    assert 0 < len(asked) < len(segments)
    asked.clear()
    monkeypatch.setattr(selecting, "_GAIN_MAX", 100.0)
    every = points_again(segments, points(segments, PageWords()))
    assert len(asked) == len(segments)
    assert [p for p in found if p > -DOUBT] == [p for p in every if p > -DOUBT]
    assert all(max(p, q) <= -DOUBT for p, q in zip(found, every, strict=True) if p != q)

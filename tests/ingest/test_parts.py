"""Articles that were cut into several pages come in as one, where the pages themselves say that they are one."""

from datetime import UTC
from pathlib import Path
from typing import Final

import pytest

from sitegen.ingest.articles import read_article
from sitegen.ingest.importer import ImportOptions, ImportReport, Outcome, import_pages
from sitegen.ingest.origin import Origin

TITLE: Final = "江桥镇留住最后一个渡口"
SENTENCES: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
    "镇上打算把渡口留下来，做一个小小的陈列室。老秦的船会停在门口，钟照旧每天敲七下，由他的孙女来敲。",
)
PAGER: Final = (
    "<div class='pages'><a href='a.html'>上一页</a> <a href='a.html'>1</a> <a href='a_2.html'>2</a> "
    "<a href='a_3.html'>3</a></div>"
)


def page(number: int, *, title: str = TITLE, pager: str = PAGER, note: str = "") -> str:
    mark = f"(第{number}页)" if number > 1 else ""
    editor = "<p>责任编辑：林渡</p>" if number == len(SENTENCES) else ""
    body = SENTENCES[number - 1]
    return (
        f"<html><head><title>{title}{mark}_江桥网</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>{title}</h1><div class='info'>2023-03-01 07:09　来源：江桥日报</div>"
        f"<div class='content'><p>{body}</p><p>（{number}）{body}{note}</p></div>{pager}{editor}</body></html>"
    )


def run(root: Path, pages: dict[str, str], *, urls: bool = False) -> tuple[ImportReport, list[Path]]:
    raw, content = root / "raw", root / "content"
    raw.mkdir(exist_ok=True)
    for name, text in pages.items():
        (raw / name).write_text(text, "utf-8")
    origins = {}
    if urls:
        for number, name in enumerate(sorted(pages), 1):
            mark = f"_{number}" if number > 1 else ""
            origins[(raw / name).resolve()] = Origin({"url": f"https://example.org/n/a{mark}.html"})
    report = import_pages([raw], content, ImportOptions(UTC), origins=origins)
    return report, sorted(content.glob("*.md"))


WHOLE: Final = {"a.html": page(1), "a_2.html": page(2), "a_3.html": page(3)}


@pytest.mark.parametrize(
    ("names", "urls"),
    [(("a.html", "a_2.html", "a_3.html"), False), (("x1.html", "x2.html", "x3.html"), True)],
    ids=["names", "addresses"],
)
def test_pages_of_one_article_are_one(tmp_path: Path, names: tuple[str, ...], urls: bool) -> None:
    report, (article,) = run(tmp_path, dict(zip(names, WHOLE.values(), strict=True)), urls=urls)
    assert [done.outcome for done in report.documents] == [Outcome.NEW, Outcome.JOINED, Outcome.JOINED]
    fields = read_article(article)
    assert (fields["title"], fields["editor"], fields["publisher"]) == (TITLE, "林渡", "江桥日报")
    body = [line for line in str(fields["body"]).split("\n") if line]
    assert body == [text for number, words in enumerate(SENTENCES, 1) for text in (words, f"（{number}）{words}")]
    again, _ = run(tmp_path, dict(zip(names, WHOLE.values(), strict=True)), urls=urls)
    assert [done.outcome for done in again.documents] == [Outcome.UNCHANGED, Outcome.JOINED, Outcome.JOINED]


def test_where_each_page_came_from_is_in_the_receipt(tmp_path: Path) -> None:
    run(tmp_path, WHOLE, urls=True)
    (receipt,) = (tmp_path / "content" / ".receipts").glob("*.json")
    text = receipt.read_text("utf-8")
    assert all(f"https://example.org/n/a_{number}.html" in text for number in (2, 3))


def test_footnotes_of_several_pages_do_not_meet(tmp_path: Path) -> None:
    note = "<sup><a href='#n' id='r'>[1]</a></sup></p><p id='n'><a href='#r'>[1]</a> 注在{}。"
    pages = {name: page(n, note=note.format(n)) for n, name in enumerate(WHOLE, 1)}
    _, (article,) = run(tmp_path, pages)
    body = str(read_article(article)["body"])
    assert [body.count(f"[^{label}]") for label in (1, 1001, 2001)] == [2, 2, 2]


@pytest.mark.parametrize(
    "pages",
    [
        {"a.html": page(1), "a_2.html": page(2, title="江桥镇的另一件事说来话长")},
        {"a.html": page(1), "a_3.html": page(3)},
        {"a_2.html": page(2), "a_3.html": page(3)},
        {"a.html": page(1, pager=""), "a_2.html": page(2, pager="<a href='a.html'>上一篇：渡口</a>")},
    ],
    ids=["another title", "a gap", "no beginning", "links to other articles"],
)
def test_what_may_be_two_articles_stays_two(tmp_path: Path, pages: dict[str, str]) -> None:
    report, articles = run(tmp_path, pages)
    assert len(articles) == len(pages)
    assert all(done.outcome is Outcome.NEW for done in report.documents)


def test_pages_without_links_are_told(tmp_path: Path) -> None:
    report, _ = run(tmp_path, {"a.html": page(1, pager=""), "a_2.html": page(2, pager="")})
    (told,) = (found for found in report.diagnostics if found.code == "parts")
    assert "stay apart" in told.message
    assert told.hint


def test_a_page_that_is_an_article_already_stays_one(tmp_path: Path) -> None:
    run(tmp_path, {"a_2.html": page(2)})
    report, articles = run(tmp_path, WHOLE)
    assert len(articles) == len(WHOLE)
    assert any(found.code == "parts" for found in report.diagnostics)

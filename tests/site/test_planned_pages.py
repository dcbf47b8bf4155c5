"""Which pages a site has, and what each shows."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from sitegen.model import UrlPath
from sitegen.site.feeds import SitemapView
from sitegen.site.pages import list_addresses, plan_pages
from sitegen.site.routes import output_path
from sitegen.site.views import ArchivePage, ArticlePage, EntrancePage, Link, ListPage, PlainPage, RedirectPage, TagsPage
from tests.site.pieces import BASE, HANS, HANT, dated, described, library, plans, press, shown

FOLDERS = ("zh-hans", "zh-hant")
ALWAYS = {
    *("/", "/404.html", "/sitemap.xml"),
    *(f"/{folder}/{name}" for folder in FOLDERS for name in ("", "tags/", "archive/", "atom.xml")),
}


def view(plan: Any, kind: type[Any]) -> Any:
    assert isinstance(plan.view, kind)
    return plan.view


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_as_many_list_pages_as_there_is_something_to_show(count: int, pages: int) -> None:
    site = plans(*dated(*["2021-11-29"] * count))
    numbers = ["", *(f"page/{number}/" for number in range(2, pages + 1))]
    month = [f"archive/2021/11/{number}" for number in numbers] if count else []
    articles = [f"a{number}/" for number in range(count)]
    assert set(site) == ALWAYS | {f"/{folder}/{name}" for folder in FOLDERS for name in (*numbers, *month, *articles)}
    shown = [card.title for number in numbers for card in view(site[f"/zh-hans/{number}"], ListPage).cards]
    assert shown == [f"a{number}.md" for number in range(count)]


def test_a_page_of_a_list_knows_its_neighbours() -> None:
    site = plans(*dated(*["2021-11-29"] * 7))
    pagers = [view(site[f"/zh-hans/{name}"], ListPage).pager for name in ("", "page/2/", "page/3/")]
    assert [(p.number, p.total, p.newer_url, p.older_url) for p in pagers] == [
        (1, 3, "", "/news/zh-hans/page/2/"),
        (2, 3, "/news/zh-hans/", "/news/zh-hans/page/3/"),
        (3, 3, "/news/zh-hans/page/2/", ""),
    ]


def test_every_list_address_is_a_page() -> None:
    found = library(*dated("2021-11-29", "2020-01-01"), described("t.md", tags="[a, b]"), described("pages/p.md"))
    planned = {plan.url for plan in plan_pages(found, press(found))}
    assert list_addresses(found, (HANS, HANT), 3) <= planned
    files = [output_path(url).lower() for url in planned]
    assert len(set(files)) == len(files)


def test_articles_link_to_their_neighbours_tags_and_twins() -> None:
    site = plans(*dated("2021-01-03", "2021-01-01"), described("b.md", title="头发", date="2021-01-02", tags="[头发]"))
    page = view(site["/zh-hant/b/"], ArticlePage)
    assert (page.article.title, page.newer, page.older) == (
        "頭髮",
        Link("a0.md", "/news/zh-hant/a0/"),
        Link("a1.md", "/news/zh-hant/a1/"),
    )
    assert page.article.tags == (Link("頭髮", "/news/zh-hant/tags/%E5%A4%B4%E5%8F%91/"),)
    assert (page.article.date.iso, page.article.date.text) == ("2021-01-02", "2021年1月2日")
    twins = [(twin.lang, twin.url, twin.alternate_url, twin.is_current) for twin in page.head.twins]
    assert twins == [
        ("zh-Hans", "/news/zh-hans/b/", f"{BASE}zh-hans/b/", False),
        ("zh-Hant", "/news/zh-hant/b/", f"{BASE}zh-hant/b/", True),
    ]
    assert page.head.canonical_url == f"{BASE}zh-hant/b/"
    assert view(site["/zh-hans/a0/"], ArticlePage).newer is None
    assert view(site["/zh-hans/a1/"], ArticlePage).older is None


@pytest.mark.parametrize(("lang", "folder"), [("zh-Hans", "zh-hans"), ("zh-Hant", "zh-hant"), ("en", "zh-hans")])
def test_readers_of_no_known_language_get_an_article_as_it_was_written(lang: str, folder: str) -> None:
    site = plans(described("a.md", lang=lang))
    for other in FOLDERS:
        assert site[f"/{other}/a/"].view.head.default_url == f"{BASE}{folder}/a/"  # type: ignore[union-attr]


def test_every_page_has_a_twin_in_each_variant() -> None:
    site = plans(*dated(*["2021-11-29"] * 4), described("b.md", tags="[头发]"), described("pages/p.md"))
    for url, plan in site.items():
        head = getattr(plan.view, "head", None)
        if head:
            assert {unquote(twin.url.removeprefix("/news")) for twin in head.twins} == {
                re.sub("^/zh-han[st]/", f"/{folder}/", url) for folder in FOLDERS
            }
            assert [twin.is_current for twin in head.twins].count(True) == 1
            assert {unquote(twin.url.removeprefix("/news")) for twin in head.twins} <= set(site)


def test_an_article_that_points_to_its_original_has_no_alternates() -> None:
    site = plans(described("a.md", canonical="https://example.net/a", date="2021-01-01"), described("b.md"))
    head = view(site["/zh-hant/a/"], ArticlePage).head
    assert head.canonical_url == "https://example.net/a"
    assert [twin.alternate_url for twin in head.twins] == ["", ""]
    assert [bool(twin.url) for twin in head.twins] == [True, True]
    assert head.default_url == ""
    listed = [entry.url for entry in view(site["/sitemap.xml"], SitemapView).entries]
    assert f"{BASE}zh-hant/b/" in listed
    assert f"{BASE}zh-hant/a/" not in listed


def test_the_sitemap_names_every_page_that_is_read_from_its_start() -> None:
    site = plans(*dated(*["2021-11-29"] * 4), described("pages/p.md", tags="[x]"), described("t.md", tags="[头发]"))
    entries = view(site["/sitemap.xml"], SitemapView).entries
    listed = {entry.url.removeprefix(BASE[:-1]) for entry in entries}
    quoted = {url.replace("头发", "%E5%A4%B4%E5%8F%91") for url in site if "page/" not in url}
    assert listed == quoted - {"/", "/404.html", "/sitemap.xml", "/zh-hans/atom.xml", "/zh-hant/atom.xml"}
    assert all([lang for lang, _ in entry.alternates] == ["zh-Hans", "zh-Hant"] for entry in entries)
    assert {entry.modified for entry in entries} == {"", "2021-11-29"}


def test_aliases_lead_to_the_article_as_it_was_written() -> None:
    site = plans(described("a.md", title="頭髮", lang="zh-Hant", aliases="[/old/a, /2011/a.html]"))
    for url in ("/old/a/", "/2011/a.html"):
        assert site[url].view == RedirectPage("zh-Hant", "頭髮", "/news/zh-hant/a/", f"{BASE}zh-hant/a/")
        assert site[url].owner == "an alias of a.md"


def test_plain_pages() -> None:
    page = view(plans(described("pages/about.md", title="关于", tags="[x]"))["/zh-hant/about/"], PlainPage)
    assert (page.article.title, page.article.tags, page.head.json_ld) == ("關於", (), "")


def test_tags_and_months_are_counted() -> None:
    site = plans(
        described("a.md", tags="[头发, 印刷]", date="2021-11-29"),
        described("b.md", tags="[头发]", date="2021-11-01"),
        described("c.md", date="2020-02-01"),
    )
    tags = view(site["/zh-hant/tags/"], TagsPage).tags
    assert [(tag.title, tag.count) for tag in tags] == [("頭髮", 2), ("印刷", 1)]
    years = view(site["/zh-hant/archive/"], ArchivePage).years
    assert [(year.title, [(month.title, month.count) for month in year.months]) for year in years] == [
        ("2021年", [("11月", 2)]),
        ("2020年", [("2月", 1)]),
    ]
    months = view(site["/zh-hant/archive/2021/11/"], ListPage)
    assert (months.kind, months.title) == ("month", "2021年11月")


def test_the_entrance_offers_every_variant() -> None:
    site = plans()
    for url, canonical in (("/", BASE), ("/404.html", "")):
        page = view(site[url], EntrancePage)
        assert [(door.lang, door.url) for door in page.doors] == [
            ("zh-Hans", "/news/zh-hans/"),
            ("zh-Hant", "/news/zh-hant/"),
        ]
        assert page.canonical_url == canonical
    assert (site["/"].template, site["/404.html"].template) == ("root.html", "404.html")


def test_the_menu_leads_into_the_variant_and_marks_the_page() -> None:
    nav = (Link("首页", "/"), Link("关于", "/about/"), Link("外", "https://example.net/"), Link("无", "/none/"))
    site = plans(described("pages/about.md"), editions=press(library(), nav=nav).editions)
    items = view(site["/zh-hant/about/"], PlainPage).site.nav
    assert [(item.url, item.is_current) for item in items] == [
        ("/news/zh-hant/", False),
        ("/news/zh-hant/about/", True),
        ("https://example.net/", False),
        ("/none/", False),
    ]


HOSTILE = "</script><script>alert(1)</script><!-- & ' \" \u2028"


def test_linked_data_cannot_leave_its_script_element() -> None:
    site = plans(
        described("a.md", title=json.dumps(HOSTILE, ensure_ascii=False), authors="[</script>]", date="2021-11-29")
    )
    written = view(site["/zh-hans/a/"], ArticlePage).head.json_ld
    assert not set("<>&\u2028") & set(written)
    data = json.loads(written)
    assert data["headline"] == " ".join(HOSTILE.split())
    assert data["author"] == [{"@type": "Person", "name": "</script>"}]


def test_linked_data_says_what_is_known_and_no_more() -> None:
    source = "{url: https://example.net/a}"
    known = described(
        "a.md", title="头发", date="2021-11-29T09:33+08:00", publisher="某报", source=source, tags="[头发]"
    )
    site = plans(known, described("b.md"))
    assert json.loads(view(site["/zh-hant/a/"], ArticlePage).head.json_ld) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "頭髮",
        "inLanguage": "zh-Hant",
        "url": f"{BASE}zh-hant/a/",
        "datePublished": "2021-11-29T09:33+08:00",
        "publisher": {"@type": "Organization", "name": "某報"},
        "isBasedOn": "https://example.net/a",
        "keywords": ["頭髮"],
    }
    assert set(json.loads(view(site["/zh-hans/b/"], ArticlePage).head.json_ld)) == {
        *("@context", "@type", "headline", "inLanguage", "url", "publisher"),
    }


def test_words_of_another_language_say_so() -> None:
    site = plans(described("a.md", title="섬마을", lang="ko"), described("b.md"))
    page = view(site["/zh-hans/a/"], ArticlePage)
    assert page.article.lang == "ko"
    assert json.loads(page.head.json_ld)["inLanguage"] == "ko"
    assert view(site["/zh-hans/b/"], ArticlePage).article.lang == ""


def test_a_lead_picture_of_the_project_is_shown_and_no_other() -> None:
    articles = [described("a.md", image="a.png"), described("b.md", image="https://example.net/a.png")]
    found = library(*articles)
    site = shown(found, press(found, files={"a.png": UrlPath("/media/a.png")}), articles)
    views = [planned.view for planned in site.values() if isinstance(planned.view, ArticlePage)]
    assert [page.article.image_url for page in views] == ["/news/media/a.png"] * 2 + [""] * 2


@pytest.mark.parametrize(("headings", "entries"), [(2, 0), (3, 3)])
def test_a_table_of_contents_from_three_headings_on(headings: int, entries: int) -> None:
    body = "".join(f"## 头发 {number}\n\n" for number in range(headings))
    toc = view(plans(described("a.md", body))["/zh-hant/a/"], ArticlePage).article.toc
    assert [(entry.level, entry.title, entry.url) for entry in toc] == [
        (2, f"頭髮 {number}", f"#头发-{number}") for number in range(entries)
    ]


def test_the_receipt_tells_origin_conversion_and_doubts() -> None:
    article = described(
        "a.md",
        publisher="某报",
        licence="CC0-1.0",
        source="{url: https://example.net/a, retrieved: 2026-11-23, sha256: abc}",
        doubts="[{rule: byte-shift, before: x, after: y, confidence: 0.634}]",
    )
    site = plans(article)
    receipt = view(site["/zh-hant/a/"], ArticlePage).article.receipt
    assert (receipt.original_url, receipt.retrieved, receipt.sha256) == ("https://example.net/a", "2026-11-23", "abc")
    assert (receipt.written_in, receipt.converted_by, receipt.licence) == ("简体", "s2tw", "CC0-1.0")
    assert [(doubt.before, doubt.after, doubt.confidence_percent) for doubt in receipt.doubts] == [("x", "y", 63)]
    assert view(site["/zh-hans/a/"], ArticlePage).article.receipt.converted_by == ""


def test_a_body_does_not_reach_the_digests_of_other_pages() -> None:
    def digests(body: str) -> dict[str, str]:
        first = f"{'第一句。' * 40}{body}"
        site = plans(described("a.md", first, date="2021-11-29", tags="[t]"), *dated("2021-11-30", "2021-11-28"))
        return {url: planned.content for url, planned in site.items()}

    before, after = digests("旧"), digests("新")
    changed = {url for url in before if before[url] != after[url]}
    assert changed == {"/zh-hans/a/", "/zh-hant/a/", "/zh-hans/atom.xml", "/zh-hant/atom.xml"}


def test_pages_are_planned_in_one_order() -> None:
    summaries = [described(f"{name}.md", tags=f"[{name}]", date="2021-01-01") for name in "abcd"]
    assert list(plans(*summaries)) == list(plans(*reversed(summaries)))

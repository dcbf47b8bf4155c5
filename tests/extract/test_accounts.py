"""Pages of platforms: the account in which an article stands publishes it, and a script says when."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction
from tests.extract.test_whose_page import BODY, FOREIGN, HEAD

Read = Callable[..., Extraction]

NAME: Final = "水边茶馆"
DATE: Final = "<span>2023-03-01 07:09</span>"
BUTTON: Final = "<a>+ 关注</a>"


def page(*, above: str = "", below: str = "", title: str = f"<h1>{HEAD}</h1>", body: tuple[str, ...] = BODY) -> str:
    """Return a page on a platform, with a login above all and what readers say below it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f"<html><head><title>{HEAD}</title><meta property='og:title' content='{HEAD}'>"
        "<meta property='og:site_name' content='大河号'></head><body>"
        "<div class='top'><div class='account'>登录</div><span class='user-name'>游客</span></div>"
        f"<div class='wrap'><div class='inner'>{title}<div class='meta_list'>{above}</div>"
        f"<div class='content'>{text}</div></div>{below}</div>"
        "<div class='comments'><span class='nickname'>山脚的风</span><p>坐过这条船</p></div></body></html>"
    )


@pytest.mark.parametrize(
    "box",
    [
        "class='account'",
        "class='account-name'",
        "class='rich_nickname'",
        "class='nickName'",
        "id='js_name'",
        "class='mp_name'",
        "class='user-name'",
        "class='a_source'",
        "class='mediaName'",
    ],
)
@pytest.mark.parametrize("tag", ["a", "span", "strong"])
def test_a_box_named_for_it_beside_the_headline(read: Read, box: str, tag: str) -> None:
    found = read(page(above=f"<span><{tag} {box}> {NAME} </{tag}></span>"))
    assert found.publisher == NAME
    assert ("publisher", "account") in {(told.field, told.source) for told in found.evidence}


@pytest.mark.parametrize("name", ["RiverTea", "秦望舒", "渡口的7个故事"])
def test_an_account_may_be_called_anything(read: Read, name: str) -> None:
    assert read(page(above=f"<a id='js_name'>{name}</a>")).publisher == name


def test_who_wrote_it_stays_the_author(read: Read) -> None:
    found = read(page(above=f"<span class='author'>秦望舒</span><a class='account-name'>{NAME}</a>"))
    assert (found.publisher, found.authors) == (NAME, ("秦望舒",))


def test_a_source_that_is_named_goes_first(read: Read) -> None:
    found = read(page(above=f"<a class='account-name'>{NAME}</a>{DATE}<span>来源：江桥日报</span>"))
    assert found.publisher == "江桥日报"


@pytest.mark.parametrize(
    "card",
    [
        f"<p class='author-name'>{NAME}</p>{BUTTON}",
        f"<p class='author-name'>{NAME}</p><span class='account-authentication'>民生领域</span>",
        f"<div><a class='author'>{NAME}</a></div><i class='fans'>320</i>",
    ],
)
def test_a_card_that_can_be_followed(read: Read, card: str) -> None:
    found = read(page(above=f"<div class='card'><img src='/a.png'>{card}</div>"))
    assert (found.publisher, found.authors) == (NAME, (NAME,))


@pytest.mark.parametrize(
    "above",
    [
        f"<p class='author-name'>秦望舒</p>{BUTTON}",  # a person
        f"<p class='author-name'>{NAME}</p>",  # no card
        f"<span class='nickname'>{NAME}</span><span class='nickname'>渡口闲话</span>",  # which of them?
        "<span class='nickname'>关注</span>",
        "<span class='nickname'>2023-03-01</span>",
        "<span class='source'>来源：</span>",
    ],
)
def test_what_names_no_account(read: Read, above: str) -> None:
    assert read(page(above=above)).publisher == "大河号"


def test_names_of_readers_and_of_others_are_none(read: Read) -> None:
    below = (
        f"<div class='related'><h3>{HEAD}</h3><span class='user-name'>渡口闲话</span></div>"
        f"<div class='comment'><h3>{HEAD}</h3><span class='nickname'>山脚的风</span></div>"
    )
    assert read(page(below=below)).publisher == "大河号"


def test_who_writes_in_a_forum_publishes_nothing(read: Read) -> None:
    html = page(above=f"<span class='nickname'>{NAME}</span>").replace("大河号", "大河论坛")
    assert read(html).publisher != NAME


def test_a_button_is_no_author(read: Read) -> None:
    card = f"<div class='author'>{NAME}<a>关注</a></div><div class='author'>关注</div>"
    assert "关注" not in read(page(above=card)).authors


def test_a_foreign_user_is_the_author_alone(read: Read) -> None:
    html = page(above="<a class='user-name'>Jane Ferry</a><button>Follow</button>", body=FOREIGN)
    assert read(html.replace("大河号", "Riverside Notes")).publisher == "Riverside Notes"


@pytest.mark.parametrize(
    ("script", "date"),
    [
        ('var ct = "1677625740";', "2023-03-01"),
        ("window.cgi = { create_time: decoded('2023-03-01 07:09') * 1 }", "2023-03-01T07:09"),
        ('{"publishTime":1677625740123,"pubDate":"2023-03-01"}', "2023-03-01"),
        ('[{"pub_time":"2023-03-01"},{"pub_time":"2023-03-02"}]', None),  # of several articles
        ('var object = "1677625740"', None),
    ],
)
def test_a_date_that_only_a_script_shows(read: Read, script: str, date: str | None) -> None:
    found = read(page(above="<em id='publish_time'></em>").replace("</body>", f"<script>{script}</script></body>"))
    assert (found.date is None) if date is None else (found.date or "").startswith(date)


def test_a_date_that_is_shown_goes_before_that_of_a_script(read: Read) -> None:
    html = page(above=DATE).replace("</body>", '<script>var ct = "1577836800"</script></body>')
    assert (read(html).date or "")[:10] == "2023-03-01"

import pytest

from sitegen.serve.pages import Answer, answer, with_client

HTML = "text/html; charset=utf-8"
SITE = {
    "index.html": b"<body>root</body>",
    "zh-hans/春/index.html": b"<body>spring</body>",
    "404.html": b"<body>lost</body>",
    "style.css": b"p {}",
}


def ask(path: str, mount: str = "", site: dict[str, bytes] = SITE) -> Answer:
    return answer(path, mount, lambda name: site.get(str(name)), "r-7")


@pytest.mark.parametrize(
    ("mount", "path", "start"),
    [
        ("", "/", b"<body>root"),
        ("", "/index.html", b"<body>root"),
        ("", "/zh-hans/春/", b"<body>spring"),
        ("/news", "/news/", b"<body>root"),
        ("/news", "/news/zh-hans/春/", b"<body>spring"),
    ],
)
def test_a_page_is_found_below_the_mount(mount: str, path: str, start: bytes) -> None:
    found = ask(path, mount)
    assert (found.status, found.content_type) == (200, HTML)
    assert found.body.startswith(start)


@pytest.mark.parametrize(
    ("mount", "path", "location"),
    [
        ("/news", "/", "/news/"),
        ("/news", "/news", "/news/"),
        ("", "/zh-hans/春", "/zh-hans/%E6%98%A5/"),
        ("/news", "/news/zh-hans/春", "/news/zh-hans/%E6%98%A5/"),
    ],
)
def test_an_address_without_its_mount_or_slash_leads_on(mount: str, path: str, location: str) -> None:
    assert (ask(path, mount).status, ask(path, mount).location) == (307, location)


@pytest.mark.parametrize(
    ("mount", "path"),
    [
        ("", "/no/"),
        ("", "/../etc/passwd"),
        ("", "//example.org"),
        ("/news", "/zh-hans/春"),
        ("/news", "/newsletter/"),
        ("/news", "/style.css"),
    ],
)
def test_an_unknown_address_shows_the_page_for_that(mount: str, path: str) -> None:
    found = ask(path, mount)
    assert (found.status, found.content_type, found.location) == (404, HTML, "")
    assert found.body.startswith(b"<body>lost")


def test_a_site_that_could_not_be_built_still_gets_the_script() -> None:
    found = ask("/", site={})
    assert found.status == 404
    assert b"/_sitegen/client.js" in found.body


def test_other_files_are_as_they_were_built() -> None:
    assert ask("/style.css") == Answer(200, "text/css; charset=utf-8", b"p {}")


def test_the_script_stands_at_the_end_of_the_body_and_knows_what_it_watches() -> None:
    page = with_client(b"<BODY><pre></body></pre></BODY >\n", ('/a"b/',), "r-7")
    tag = b'<script src="/_sitegen/client.js" data-since="r-7" data-watch="[&quot;/a\\&quot;b/&quot;]" defer></script>'
    assert page == b"<BODY><pre></body></pre>" + tag + b"</BODY >\n"
    assert with_client(b"<p>", (), "").startswith(b"<p><script")


def test_a_missing_page_watches_its_own_address_too() -> None:
    assert b"[&quot;/n/&quot;, &quot;/404.html&quot;]" in ask("/n/").body
    assert b"[&quot;/m/n/&quot;, &quot;/m/404.html&quot;]" in ask("/m/n/", "/m").body
    assert b"[&quot;/&quot;]" in ask("/index.html").body

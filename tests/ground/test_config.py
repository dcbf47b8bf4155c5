"""`sitegen.toml`: what it may say, and what is wrong with it on which line."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from sitegen.config import FILE_NAME, find_project, load_config, parse_config, parse_zone
from sitegen.errors import ConfigError

ROOT: Final = Path("project")
SITE: Final = '[site]\ntitle = "站"\n'


def test_everything_has_a_default_but_the_title() -> None:
    config = parse_config(SITE, ROOT)
    assert (config.site.title, config.site.base_url, config.site.language) == ("站", "", "zh-Hans")
    assert [variant.tag for variant in config.site.variants] == ["zh-Hans", "zh-Hant"]
    assert (config.build.content, config.build.output, config.imports.into) == ("content", "public", "content")
    assert config.folder("content") == ROOT / "content"


def test_everything_may_be_said() -> None:
    config = parse_config(
        """
        nav = [{title = "标签", url = "/tags/", zh-Hant = "標籤頁"}]
        [site]
        title = "站"
        base_url = "https://example.org/新/x"
        author = "作者"
        description = "说明"
        language = "zh-tw"
        timezone = "Asia/Taipei"
        urls = "relative"
        variants = ["zh-Hant-HK", "zh-Hans"]
        [site.text.zh-Hant-HK]
        title = "站（港）"
        [site.quotes]
        zh-Hant-HK = "keep"
        zh-Hans = "convert"
        [import]
        timezone = "-03:30"
        into = "texts"
        [build]
        content = "texts"
        static = "assets"
        output = "out"
        page_size = 1
        feed_size = 2
        workers = 3
        [theme]
        templates = "layouts"
        path = "themes/x"
        [deploy.web]
        kind = "directory"
        path = "../web"
        max_deletes = 5
        [deploy.a]
        kind = "directory"
        """,
        ROOT,
    )
    assert config.site.kept_quotes == {"zh-Hant-HK"}
    site = config.site
    assert (site.base_url, site.mount, site.language, site.urls) == (
        "https://example.org/新/x/",
        "/新/x",
        "zh-Hant",
        "relative",
    )
    assert [variant.tag for variant in site.variants] == ["zh-Hant-HK", "zh-Hans"]
    assert site.overrides == {"zh-Hant-HK": {"title": "站（港）"}}
    assert [(item.title, item.url, dict(item.variants)) for item in site.nav] == [
        ("标签", "/tags/", {"zh-Hant": "標籤頁"})
    ]
    assert config.imports.zone == timezone(-timedelta(hours=3, minutes=30))
    assert (config.build.page_size, config.build.feed_size, config.build.workers) == (1, 2, 3)
    assert (config.theme.templates, config.theme.path) == ("layouts", "themes/x")
    assert [(target.name, target.path, target.max_deletes) for target in config.deploy] == [
        ("a", "", 100),
        ("web", "../web", 5),
    ]


WRONG: Final = (
    # text of the file, line, message, hint
    ("", 0, "[site] needs a `title`", 'add title = "…" below [site]'),
    ("[site]\n", 1, "[site] needs a `title`", 'add title = "…" below [site]'),
    ('[site]\ntitle = " "\n', 1, "[site] needs a `title`", 'add title = "…" below [site]'),
    ("[site]\ntitle = 3\n", 1, "[site] needs a `title`", 'add title = "…" below [site]'),
    ('[site]\ntitle = "a\n', 2, "", ""),
    ('[site]\ntitle = "a"\ntitle = "b"\n', 3, "", ""),
    (f'{SITE}titel = "b"\n', 3, "unknown setting `titel` in [site]", 'did you mean "title"?'),
    (f'{SITE}[biuld]\noutput = "x"\n', 3, "unknown setting `biuld`", 'did you mean "build"?'),
    (f'{SITE}\n[build]\nouput = "x"\n', 5, "unknown setting `ouput` in [build]", 'did you mean "output"?'),
    (f"{SITE}nav = []\n", 3, "unknown setting `nav` in [site]", "known: "),
    (f"{SITE}author = 3\n", 3, "`author` in [site] must be a text in quotes, not 3", ""),
    (f'{SITE}[build]\npage_size = "10"\n', 4, "`page_size` in [build] must be a whole number, not '10'", ""),
    (f"{SITE}[build]\npage_size = true\n", 4, "`page_size` in [build] must be a whole number, not True", ""),
    (f"{SITE}[build]\npage_size = 0\n", 4, "`page_size` must be at least 1", ""),
    (f"{SITE}[build]\nfeed_size = -1\n", 4, "`feed_size` must be at least 1", ""),
    (f'{SITE}[build]\noutput = "."\n', 4, "`output` cannot be the project's own folder", ""),
    (f'{SITE}[build]\ncontent = ""\n', 4, "`content` cannot be the project's own folder", ""),
    (f'build = "x"\n{SITE}', 1, "[build] must be a table", ""),
    (f'{SITE}base_url = "example.org"\n', 3, "`base_url` is no full web address", 'such as "https://'),
    (f'{SITE}base_url = "ftp://example.org/"\n', 3, "`base_url` is no full web address", 'such as "https://'),
    (f'{SITE}base_url = "https://example.org/?a"\n', 3, "`base_url` is no full web address", 'such as "https://'),
    (f'{SITE}language = "fr"\n', 3, "unknown language 'fr'", "one of zh-Hans, zh-Hant, zh-Hant-HK"),
    (f'{SITE}timezone = "Asia/Pekin"\n', 3, "unknown time zone 'Asia/Pekin'", 'such as "Asia/Taipei"'),
    (f'{SITE}[import]\ntimezone = "8"\n', 4, "unknown time zone '8'", 'such as "Asia/Taipei"'),
    (f"{SITE}[import]\nmax_bytes = 0\n", 4, "`max_bytes` in [import] must be at least 1", "such as 50_000_000"),
    (f"{SITE}[import]\nkeywords = -1\n", 4, "`keywords` in [import] must be 0 or more", "0 for none"),
    (f'{SITE}urls = "full"\n', 3, '`urls` is "absolute" or "relative", not \'full\'', ""),
    (f'{SITE}variants = ["zh-TW"]\n', 3, "unknown variant 'zh-TW'", "one of zh-Hans, zh-Hant, zh-Hant-HK"),
    (f"{SITE}variants = []\n", 3, "`variants` is a list of different tags", 'such as ["zh-Hans", "zh-Hant"]'),
    (f'{SITE}variants = "zh-Hans"\n', 3, "`variants` is a list of different tags", 'such as ["zh-Hans", "zh-Hant"]'),
    (f'{SITE}variants = ["zh-Hans", "zh-Hans"]\n', 3, "`variants` is a list of different tags", ""),
    (f'{SITE}[site.text.zh]\ntitle = "a"\n', 3, "unknown variant 'zh'", "one of zh-Hans, zh-Hant, zh-Hant-HK"),
    (f'{SITE}[site.text.zh-Hant]\nnav = "a"\n', 4, "unknown setting `nav` in [site.text.zh-Hant]", "known: "),
    (f"{SITE}quotes = 3\n", 3, "`quotes` must be a table, not 3", "such as zh-Hant"),
    (f'{SITE}[site.quotes]\nzh = "keep"\n', 4, "unknown variant 'zh'", "one of zh-Hans, zh-Hant, zh-Hant-HK"),
    (f'{SITE}[site.quotes]\nzh-Hant = "no"\n', 4, '`zh-Hant` in [site.quotes] is "convert" or "keep", not \'no\'', ""),
    (f'{SITE}[nav]\ntitle = "a"\n', 3, "the menu is written as [[nav]] tables, with two brackets", ""),
    (f'nav = ["a"]\n{SITE}', 1, "[nav] must be a table", ""),
    (f'{SITE}[[nav]]\ntitle = "a"\n', 3, "an entry of [[nav]] needs `title` and `url`", ""),
    (f'{SITE}[[nav]]\ntitle = "a"\nlink = "/"\n', 5, "unknown setting `link` in [nav]", "known: "),
    (f'{SITE}[deploy]\nweb = "x"\n', 4, "[deploy.web] needs a `kind`", "for a folder: "),
    (f'{SITE}[deploy.web]\npath = "x"\n', 3, "[deploy.web] needs a `kind`", "for a folder: "),
    (f'{SITE}[deploy.web]\nkind = "directory"\npaht = "x"\n', 5, "unknown setting `paht`", 'did you mean "path"?'),
    (f'{SITE}[deploy.web]\nkind = "directory"\nmax_deletes = "x"\n', 5, "`max_deletes` in [deploy.web] must be", ""),
)


@pytest.mark.parametrize(("text", "line", "message", "hint"), WRONG)
def test_a_fault_is_named_with_its_line(text: str, line: int, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, ROOT)
    assert str(caught.value).startswith(f"{FILE_NAME}{f':{line}' if line else ''}: {message}")
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    "text",
    [
        'site = "x"\n',
        "site = 3\n",
        f'{SITE}text = "x"\n',
        f'deploy = "x"\n{SITE}',
        f'{SITE}base_url = "http://[bad"\n',
    ],
)
def test_a_value_of_the_wrong_shape_is_no_crash(text: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{FILE_NAME}:\d: "):
        parse_config(text, ROOT)


@pytest.mark.parametrize("value", ["3", "true", '["a"]'])
def test_words_of_a_variant_are_text(value: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{FILE_NAME}:4: "):
        parse_config(f"{SITE}[site.text.zh-Hant]\ntitle = {value}\n", ROOT)


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def test_a_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(SITE, "utf-8")
    (tmp_path / "a/b").mkdir(parents=True)
    assert find_project(tmp_path / "a/b") == tmp_path
    assert load_config(tmp_path).root == tmp_path


def test_where_there_is_no_project_the_hint_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        find_project(tmp_path)
    assert "sitegen new" in caught.value.hint


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no sitegen\.toml in"):
        load_config(tmp_path)
    (tmp_path / FILE_NAME).write_bytes("[site]\ntitle = '网站'\n".encode("gbk"))
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        load_config(tmp_path)
    assert caught.value.hint == "save the file as UTF-8"


def test_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(f"\ufeff{SITE}".encode())
    assert load_config(tmp_path).site.title == "站"


# ── time zones ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("+08:00", 480),
        ("+0800", 480),
        ("-03:30", -210),
        ("-00:30", -30),
        ("+00:00", 0),
        ("UTC", 0),
        ("Asia/Taipei", 480),
    ],
)
def test_zone(name: str, minutes: int) -> None:
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    assert moment.astimezone(parse_zone(name)).utcoffset() == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "name", ["", "8", "+8", "+24:00", "+99:99", "Asia", "Asia/Pekin", "../etc/passwd", "/etc/passwd", "a\0b", "＋08:00"]
)
def test_no_zone(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_zone(name)

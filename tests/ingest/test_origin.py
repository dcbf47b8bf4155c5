"""Where raw pages came from: sidecars and lists, and what is wrong with them on which line."""

from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.ingest.origin import NO_ORIGIN, read_list, read_sidecar


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", ["a.html.meta.toml", "a.meta.toml"])
def test_a_sidecar(tmp_path: Path, name: str) -> None:
    text = (
        'url = "https://example.org/a"\nretrieved = 2026-11-23T08:00:00Z\ndate = 2021-11-29\n'
        'authors = ["张三", "李四"]\ntitle = "题"\n'
    )
    write(tmp_path / name, text)
    assert read_sidecar(tmp_path / "a.html").fields == {
        "url": "https://example.org/a",
        "retrieved": "2026-11-23T08:00:00+00:00",
        "date": "2021-11-29",
        "authors": "张三, 李四",
        "title": "题",
    }


def test_a_sidecar_of_the_whole_name_comes_first(tmp_path: Path) -> None:
    write(tmp_path / "a.html.meta.toml", 'title = "html"')
    write(tmp_path / "a.meta.toml", 'title = "both"')
    assert read_sidecar(tmp_path / "a.html").fields == {"title": "html"}
    assert read_sidecar(tmp_path / "a.txt").fields == {"title": "both"}


def test_a_page_without_a_sidecar(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "a.html") is NO_ORIGIN


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('titel = "a"', 'unknown field "titel"', 'did you mean "title"?'),
        ("title = true", '"title" must be text, not True', ""),
        ("title = {a = 1}", '"title" must be text', ""),
        ("authors = [1]", '"authors" must be text', ""),
        ("title = a", "Invalid value (at line 1", ""),
        (b'title = "\xb4\xba"', "cannot be read", ""),
    ],
)
def test_a_wrong_sidecar_is_named(tmp_path: Path, text: str | bytes, message: str, hint: str) -> None:
    path = write(tmp_path / "a.meta.toml", text)
    with pytest.raises(ConfigError) as caught:
        read_sidecar(tmp_path / "a.html")
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "l.jsonl",
            (
                '{"path": "raw/a.html", "url": "https://example.org/a", "title": null}\n'
                '\n{"path": "b.txt", "date": "2021"}\n'
            ),
        ),
        ("l.jsonl", '\ufeff{"path": "raw/a.html", "url": "https://example.org/a"}\r\n{"path": "b.txt", "date": 2021}'),
        ("l.csv", "path,url,date\nraw/a.html,https://example.org/a,\nb.txt,,2021\n"),
        ("L.CSV", "\ufeffdate,path,url\r\n,raw/a.html,https://example.org/a\r\n2021,b.txt,\r\n"),
    ],
)
def test_a_list(tmp_path: Path, name: str, text: str) -> None:
    found = read_list(write(tmp_path / "lists" / name, text))
    assert {path: dict(origin.fields) for path, origin in found.items()} == {
        (tmp_path / "lists/raw/a.html").resolve(): {"url": "https://example.org/a"},
        (tmp_path / "lists/b.txt").resolve(): {"date": "2021"},
    }


def test_fields_of_a_list_may_hold_commas_and_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", 'path,title,authors\na.html,"一,\n二","张三, 李四"\n')
    (origin,) = read_list(path).values()
    assert origin.fields == {"title": "一, 二", "authors": "张三, 李四"}


@pytest.mark.parametrize(
    ("name", "text", "message", "hint"),
    [
        ("l.jsonl", '{"path": "a"}\n{"path": "b"', ":2: ", "one JSON object a line"),
        ("l.jsonl", '{"path": "a"}\n\n["b"]', ":3: no JSON object", ""),
        (
            "l.jsonl",
            '{"url": "https://example.org/"}',
            ":1: no `path`",
            "each row names the raw page that it speaks of",
        ),
        ("l.jsonl", '{"path": 3}', ":1: no `path`", "each row names the raw page that it speaks of"),
        ("l.jsonl", '{"path": "a", "adress": "b"}', ':1: unknown field "adress"', "known: "),
        ("l.jsonl", '{"path": "a", "titel": "b"}', ':1: unknown field "titel"', 'did you mean "title"?'),
        ("l.jsonl", '{"path": "a", "title": {"b": 1}}', ':1: "title" must be text', ""),
        ("l.csv", "path,titel\na,b\n", ':2: unknown field "titel"', 'did you mean "title"?'),
        ("l.csv", "path,title\na,b\n,c\n", ":3: no `path`", "each row names the raw page that it speaks of"),
        ("l.csv", "url;path\na;b\n", ":2: no `path`", "each row names the raw page that it speaks of"),
        ("l.csv", b"path,title\na,\xb4\xba\n", ": cannot be read: it is not UTF-8", ""),
        ("l.jsonl", '{"path": "a", "url": "javascript:alert(1)"}', ':1: "url" is no web address', "such as "),
        ("l.jsonl", '{"path": "a", "retrieved": "yesterday"}', ':1: "retrieved" is not an ISO 8601 date', "such as "),
        ("l.jsonl", '{"path": "a"}\n{"path": "./a"}', ":2: ./a is listed twice", "say all of a page"),
        ("l.jsonl", '{"path": "a\\u0000"}', ":1: no file can have the path", ""),
        ("l.jsonl", '{"path": ' + "[" * 100_000, ":1: ", "one JSON object a line"),
        ("l.csv", 'path,title\na,"b', ":2: no valid CSV", "a text with commas"),
        ("l.csv", f"path,title\na,{'b' * 200_000}\n", ":2: no valid CSV", "a text with commas"),
    ],
)
def test_a_wrong_list_is_named_with_its_line(
    tmp_path: Path, name: str, text: str | bytes, message: str, hint: str
) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(ConfigError) as caught:
        read_list(path)
    assert str(caught.value).startswith(f"{path}{message}")
    assert caught.value.hint.startswith(hint)


def test_an_empty_list(tmp_path: Path) -> None:
    assert read_list(write(tmp_path / "l.jsonl", "")) == {}
    assert read_list(write(tmp_path / "l.csv", "")) == {}


def test_what_is_stated_stands_on_one_line_and_commands_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.jsonl", '{"path": "a", "title": "一\\n二\\u0007\\u001b[31m", "retrieved": "2026-11-20 08:00Z"}'
    )
    (origin,) = read_list(path).values()
    assert origin.fields == {"title": "一 二 [31m", "retrieved": "2026-11-20 08:00Z"}

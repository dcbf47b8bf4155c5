"""The commands that read and print: extract, repair, convert. Other programs build on what they print."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.cli import importing
from sitegen.text.script.convert import convert
from sitegen.text.script.profiles import PROFILES
from tests.cli.program import sitegen

PAGE: Final = """<html><head><title>旧字典 - 示例报</title></head><body><h1>旧字典</h1>
<p>2020-05-04 08:30 来源：示例报</p><div>
<p>排字的人把字模一个一个放进手盘，再从手盘移到版上，错了就用镊子夹出来，重新再排一遍。</p>
<p>印好的书页要晾一夜，第二天才能折。折好的书页按次序叠起来，压平，打眼，穿线，再包上封面。</p>
</div></body></html>"""
KEYS: Final = [
    *("path", "title", "subtitle", "date", "updated", "publisher", "authors", "editor", "sections", "tags", "lang"),
    *("canonical_url", "image", "licence", "text", "markdown", "repairs", "removed", "warnings", "evidence"),
]


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a raw page in the folder where the program runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    return "a.html"


def test_extract_prints_one_object_a_document(page: str) -> None:
    result = sitegen("extract", "--json", page, page)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = rows(result.stdout)
    assert first == second
    assert list(first) == KEYS
    assert (first["path"], first["title"], first["publisher"], first["date"]) == (
        "a.html",
        "旧字典",
        "示例报",
        "2020-05-04T08:30+08:00",
    )
    assert first["text"].count("\n") == 1
    assert [first[name] for name in ("authors", "sections", "tags", "editor", "subtitle")] == [[], [], [], None, None]


def test_extract_takes_the_zone_that_is_named(page: str) -> None:
    (row,) = rows(sitegen("extract", "--json", "--timezone", "UTC", page).stdout)
    assert row["date"] == "2020-05-04T08:30+00:00"


PATHS: Final = ("a.html", "./a.html", "sub/../a.html", "春 &\"'\\n.html")


def test_extract_echoes_paths_letter_for_letter(page: str) -> None:
    Path("sub").mkdir()
    Path(PATHS[-1]).write_bytes(Path(page).read_bytes())
    listed = "\n".join(json.dumps({"path": path, "url": None}) for path in PATHS)
    result = sitegen("extract", "--json", "--files-from", "-", given=listed + "\n\n")
    assert [row["path"] for row in rows(result.stdout)] == list(PATHS)
    Path("list.jsonl").write_text(listed, "utf-8")
    assert sitegen("extract", "--json", "--files-from", "list.jsonl").stdout == result.stdout


def test_a_list_says_when_a_page_was_retrieved(page: str) -> None:
    Path(page).write_text(PAGE.replace("2020-05-04 08:30", "昨天 08:30"), "utf-8")
    listed = json.dumps({"path": page, "retrieved": "2020-05-05T10:00+08:00"})
    assert rows(sitegen("extract", "--json", "--files-from", "-", given=listed).stdout)[0]["date"] == (
        "2020-05-04T08:30+08:00"
    )
    listed = json.dumps({"path": page, "retrieved": "yesterday"})
    result = sitegen("extract", "--json", "--files-from", "-", given=listed)
    assert (result.exit_code, "line 1: `retrieved`" in result.stderr) == (2, True)


def test_a_document_that_fails_says_so_and_the_others_go_on(page: str) -> None:
    Path("empty.html").write_bytes(b"")
    Path("binary.html").write_bytes(bytes(range(256)) * 30)
    Path("x.md").mkdir()
    names = ["none.html", "empty.html", page, "binary.html", "x.md"]
    listed = "".join(json.dumps({"path": name, "url": "https://example.org/"}) + "\n" for name in names)
    result = sitegen("extract", "--json", "--files-from", "-", given=listed)
    assert result.exit_code == 1
    found = rows(result.stdout)
    assert [row["path"] for row in found] == names
    assert [list(row) == ["path", "error"] for row in found] == [True, True, False, True, True]
    assert all(row["error"] for row in found if "error" in row)
    plain = sitegen("extract", *names)
    assert plain.exit_code == 1
    assert "title: 旧字典" in plain.stdout
    told = [line for line in plain.stderr.splitlines() if not line.startswith("  hint: ")]
    assert [line.split(": ")[:2] for line in told] == [["error", name] for name in names if name != page]
    assert "  hint: was it fetched completely?" in plain.stderr.splitlines()


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"url": "a"}', "a.html"])
def test_a_broken_list_is_named_with_its_line(page: str, line: str) -> None:
    result = sitegen("extract", "--json", "--files-from", "-", given=f'{{"path": "{page}"}}\n\n{line}\n')
    assert (result.exit_code, result.stdout) == (2, "")
    assert "line 3: names no document" in result.stderr
    assert "hint: " in result.stderr


@pytest.mark.parametrize("path", [3, None, ["a"], "a\0b"])
def test_a_path_that_is_none_is_named(page: str, path: object) -> None:
    listed = f"{json.dumps({'path': path})}\n{json.dumps({'path': page})}\n"
    assert sitegen("extract", "--json", "--files-from", "-", given=listed).exit_code in {1, 2}


# ── repair ──────────────────────────────────────────────────────────────────────────────────────


def test_repair_of_text() -> None:
    result = sitegen("repair", given="服務(wù)器&amp;#38;\n第二行")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "服務器&\n第二行", "")


def test_repair_of_lines() -> None:
    given = [
        {"id": "a", "text": "服務(wù)器"},
        {"id": 7, "text": "没有坏\n两行"},
        {"id": None, "text": ""},
        {"id": ["x"], "text": "印刷\ue123廠"},
    ]
    result = sitegen("repair", "--jsonl", given="\n\n".join(json.dumps(row) for row in given))
    found = rows(result.stdout)
    assert (result.exit_code, [row["id"] for row in found]) == (0, ["a", 7, None, ["x"]])
    assert [row["text"] for row in found] == ["服務器", "没有坏\n两行", "", "印刷\ue123廠"]
    assert [[step["applied"] for step in row["repairs"]] for row in found] == [[True], [], [], [False]]
    (step,) = found[0]["repairs"]
    assert {"rule", "before", "after", "confidence"} <= set(step)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": "a"}', "3"])
def test_a_broken_line_is_named(line: str) -> None:
    result = sitegen("repair", "--jsonl", given=f'{{"id": 1, "text": "a"}}\n{line}\n')
    assert result.exit_code == 2
    assert len(rows(result.stdout)) == 1
    assert "standard input, line 2: no `id` and `text`" in result.stderr


def test_half_a_character_does_not_end_the_program() -> None:
    given = '{"id": 1, "text": "\\ud83d"}\n{"id": 2, "text": "a"}\n'
    assert [row["id"] for row in rows(sitegen("repair", "--jsonl", given=given).stdout)] == [1, 2]


# ── convert ─────────────────────────────────────────────────────────────────────────────────────

LINES: Final = (
    "头发与發財，皇后和後來",
    "",
    "  面条\t ",
    "ASCII only",
    "衛生衞生，臺灣台湾",
    "図書館の髪",
    "𠮷野家👩‍👩‍👧",
    "软件",
)


def test_the_profiles_that_are_named_are_those_that_there_are() -> None:
    assert importing._PROFILES == PROFILES
    assert len(PROFILES) == 16


@pytest.mark.parametrize("profile", PROFILES)
def test_convert_line_for_line(profile: str) -> None:
    result = sitegen("convert", "--profile", profile, given="\n".join(LINES) + "\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split("\n") == [*(convert(line, (profile,)) for line in LINES), ""]


@pytest.mark.parametrize(
    ("profile", "before", "after"),
    [
        ("s2t", "头发", "頭髮"),
        ("s2tw", "里面的头发", "裡面的頭髮"),
        ("s2twp", "软件", "軟體"),
        ("s2hk", "里面", "裏面"),
        ("t2s", "頭髮", "头发"),
        ("tw2s", "裡面", "里面"),
        ("tw2sp", "軟體", "软件"),
        ("hk2s", "裏面", "里面"),
        ("t2jp", "圖書館", "図書館"),
        ("jp2t", "図書館", "圖書館"),
    ],
)
def test_profiles_mean_what_their_names_say(profile: str, before: str, after: str) -> None:
    assert sitegen("convert", "--profile", profile, given=before).stdout == after


def test_convert_of_more_lines_than_are_converted_at_once() -> None:
    lines = [f"第{number}行：{'头' if number % 3 else '发'}" for number in range(4500)]
    converted = sitegen("convert", "--profile", "s2tw", given="\n".join(lines)).stdout.split("\n")
    assert len(converted) == len(lines)
    assert converted[1:5001:1500] == [convert(line, ("s2tw",)) for line in lines[1:5001:1500]]


@pytest.mark.parametrize("args", [["convert", "--profile", "s2t"], ["repair"], ["repair", "--jsonl"]])
def test_input_that_is_not_utf_8_is_named(args: list[str]) -> None:
    result = sitegen(*args, given="头发\n".encode("gb18030"))
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


# ── convert: files ──────────────────────────────────────────────────────────────────────────────

PAGE_MD: Final = "---\ntitle: “头发”\nlang: zh-Hans\n---\n\n头**发**`头发`，范先生\r\n"
PAGE_MD_HANT: Final = "---\ntitle: 「頭髮」\nlang: zh-Hant\n---\n\n頭**髮**`头发`，范先生\r\n"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts in the folder where the program runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.md").write_bytes(PAGE_MD.encode())
    (tmp_path / "in" / "sub" / "b.txt").write_bytes("“头发”`头发`，范先生".encode())
    (tmp_path / "in" / "c.png").write_bytes(b"x")
    return tmp_path


def test_plain_text_is_converted_by_the_dictionaries_alone() -> None:
    text = "“范先生”1200天后\n---\nlang: zh\n"
    assert sitegen("convert", "--profile", "s2tw", given=text).stdout == convert(text, ("s2tw",))


def test_markdown_on_standard_input() -> None:
    result = sitegen("convert", "--profile", "s2tw", "--markdown", given="“范先生”`头发`\n")
    assert (result.exit_code, result.stdout) == (0, "「范先生」`头发`\n")
    result = sitegen("convert", "--profile", "s2tw", "--markdown", given="发\n\n-{发")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "standard input:3: " in result.stderr


def test_one_file_is_printed(texts: Path) -> None:
    del texts
    result = sitegen("convert", "--profile", "s2tw", "--markdown", "in/a.md")
    assert (result.exit_code, result.stdout_bytes) == (0, PAGE_MD_HANT.encode())
    assert sitegen("convert", "--profile", "s2tw", "in/a.md").stdout_bytes == convert(PAGE_MD, ("s2tw",)).encode()


def test_a_folder_is_mirrored(texts: Path) -> None:
    result = sitegen("convert", "--profile", "s2tw", "--markdown", "in", "--output", "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 files, 2 written, 0 failed" in result.stderr
    found = {path.relative_to(texts / "out").as_posix() for path in (texts / "out").rglob("*") if path.is_file()}
    assert found == {"a.md", "sub/b.txt"}
    assert (texts / "out/a.md").read_bytes() == PAGE_MD_HANT.encode()
    assert (texts / "out/sub/b.txt").read_text("utf-8") == convert("“头发”`头发`，范先生", ("s2tw",))
    assert (texts / "in/a.md").read_bytes() == PAGE_MD.encode()


def test_a_file_is_converted_by_the_engine_that_is_asked_for(texts: Path) -> None:
    pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    (texts / "in/a.md").write_text("他称帝后\n", "utf-8")
    assert sitegen("convert", "--profile", "s2tw", "--engine", "jieba", "in/a.md").stdout == "他稱帝後\n"
    again = sitegen("convert", "--profile", "s2tw", "--engine", "jieba", "--markdown", "in/a.md")
    assert again.stdout == "他稱帝後\n"
    assert sitegen("convert", "--profile", "s2tw", "in/a.md").stdout == "他稱帝后\n"


def test_files_are_converted_in_place_and_a_second_run_changes_nothing(texts: Path) -> None:
    assert sitegen("convert", "--profile", "s2tw", "--markdown", "--in-place", "in/a.md").exit_code == 0
    assert (texts / "in/a.md").read_bytes() == PAGE_MD_HANT.encode()
    result = sitegen("convert", "--profile", "s2tw", "--markdown", "--in-place", "in/a.md")
    assert "1 files, 0 written, 0 failed" in result.stderr


def test_a_file_that_cannot_be_converted_stays_and_the_others_go_on(texts: Path) -> None:
    (texts / "in/0.md").write_bytes(b"ab\n\xff")
    (texts / "in/1.md").write_bytes(b"---\ntitle: [\n---\n")
    result = sitegen("convert", "--profile", "s2tw", "--markdown", "--in-place", "in")
    assert result.exit_code == 1
    assert "in/0.md:2: not UTF-8" in result.stderr
    assert "in/1.md:3: front matter" in result.stderr
    assert (texts / "in/0.md").read_bytes() == b"ab\n\xff"
    assert (texts / "in/a.md").read_bytes() == PAGE_MD_HANT.encode()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["in"], "--output DIR or --in-place"),
        (["in/a.md", "in/sub/b.txt"], "--output DIR or --in-place"),
        (["--in-place"], "name the files"),
        (["in", "--in-place", "--output", "out"], "exclude one another"),
        (["none", "--in-place"], "no such file"),
        (["none"], "cannot be read"),
        (["in", "--output", "in/out"], "lies within"),
        (["in", "other", "--output", "out"], "would be written there"),
        (["in", "third", "--output", "out"], "would be written there"),
        (["in/a.md", "--output", "in"], "would be written over itself"),
    ],
)
def test_what_cannot_be_meant_writes_nothing(texts: Path, args: list[str], message: str) -> None:
    (texts / "other").mkdir()
    (texts / "other/a.md").write_bytes(b"a")
    (texts / "third").mkdir()
    (texts / "third/A.md").write_bytes(b"a")
    result = sitegen("convert", "--profile", "s2tw", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (texts / "out").exists()
    assert (texts / "in/a.md").read_bytes() == PAGE_MD.encode()


def test_extract_says_what_to_do_with_a_folder(tmp_path: Path) -> None:
    found = sitegen("extract", tmp_path.as_posix())
    assert found.exit_code == 1
    assert "hint: name the files in it" in found.stderr

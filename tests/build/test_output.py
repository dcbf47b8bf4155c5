"""What is written, what may be deleted, and what is somebody else's."""

from pathlib import Path

import pytest

from sitegen.build.manifest import MANIFEST_NAME, is_inside, read_manifest
from sitegen.build.output import FolderOutput, MemoryOutput, in_the_way
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ContentError
from sitegen.model import OutputPath

PAGE = OutputPath("zh-hans/春/index.html")
DATA = "春".encode()


@pytest.mark.parametrize("path", ["a", "zh-hans/春/index.html", "a..b/c", ".hidden", "a/b:c"])
def test_is_inside(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize("path", ["", ".", "/a", "..", "../a", "a/../../b", "a/..", "a\\b", "c:/a", "//host/a"])
def test_is_not_inside(path: str) -> None:
    assert not is_inside(path)


@pytest.mark.parametrize(
    ("stale", "wanted", "blocking"),
    [
        pytest.param({"a", "b"}, {"c"}, set(), id="nothing"),
        pytest.param({"Tags/a"}, {"tags/a"}, {"Tags/a"}, id="case changed"),
        pytest.param(
            {"e\N{COMBINING ACUTE ACCENT}"}, {"é"}, {"e\N{COMBINING ACUTE ACCENT}"}, id="normalisation changed"
        ),
        pytest.param({"a"}, {"a/index.html"}, {"a"}, id="a file where a folder is to be"),
        pytest.param({"A"}, {"a/b/c"}, {"A"}, id="a file where a folder is to be, in other letters"),
        pytest.param({"a/b", "a/c/d", "e"}, {"a"}, {"a/b", "a/c/d"}, id="a folder where a file is to be"),
        pytest.param({"a/b"}, {"a/c"}, set(), id="neighbours"),
        pytest.param({"ab"}, {"a/b"}, set(), id="a common beginning is not a common folder"),
    ],
)
def test_in_the_way(stale: set[str], wanted: set[str], blocking: set[str]) -> None:
    assert in_the_way({OutputPath(p) for p in stale}, {OutputPath(p) for p in wanted}) == blocking


def test_a_folder_that_nobody_wrote_has_an_empty_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}
    assert read_manifest(tmp_path / "nowhere") == {}


def test_a_manifest_is_read_back(tmp_path: Path) -> None:
    output = FolderOutput(tmp_path)
    output.finish({PAGE: digest_bytes(DATA)})
    assert output.manifest() == {PAGE: digest_bytes(DATA)}
    assert "春" in (tmp_path / MANIFEST_NAME).read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"a": 1}', '{"../a": "d"}', '{"/etc/passwd": "d"}', '{"a": "d", "c:/b": "d"}']
)
def test_nothing_is_pruned_on_the_word_of_a_broken_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST_NAME).write_text(text, "utf-8")
    with pytest.raises(ContentError, match=MANIFEST_NAME) as caught:
        read_manifest(tmp_path)
    assert "delete" in caught.value.hint


def test_a_manifest_that_nobody_may_read_is_no_broken_one(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_NAME).mkdir()
    with pytest.raises(ContentError, match="cannot be read: ") as caught:
        read_manifest(tmp_path)
    assert "delete" not in caught.value.hint


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "public").touch()
    with pytest.raises(ContentError, match="the output is a file"):
        FolderOutput(tmp_path / "public")


def test_a_folder_is_written_only_where_it_differs(tmp_path: Path) -> None:
    output = FolderOutput(tmp_path / "public")
    assert output.state(PAGE) == ""
    assert output.write(PAGE, DATA)
    state = output.state(PAGE)
    assert not output.write(PAGE, DATA)
    assert output.state(PAGE) == state != ""
    assert output.write(PAGE, DATA * 2)
    assert output.state(PAGE) != state


def test_what_stands_in_the_way_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "zh-hans").touch()
    with pytest.raises(ContentError, match=r"index\.html: cannot be written") as caught:
        FolderOutput(tmp_path).write(PAGE, DATA)
    assert caught.value.hint


def test_deleting_takes_empty_folders_along_and_no_more(tmp_path: Path) -> None:
    output = FolderOutput(tmp_path)
    output.write(PAGE, DATA)
    (tmp_path / "zh-hans" / "mine.txt").touch()
    output.delete(PAGE)
    assert [path.name for path in (tmp_path / "zh-hans").iterdir()] == ["mine.txt"]
    output.delete(PAGE)
    (tmp_path / "zh-hans" / "mine.txt").unlink()
    output.write(PAGE, DATA)
    output.delete(PAGE)
    assert list(tmp_path.iterdir()) == []
    assert tmp_path.is_dir(), "the output folder itself stays"


def test_memory_is_an_output_too() -> None:
    output = MemoryOutput()
    assert (output.get(PAGE), output.state(PAGE), output.manifest()) == (None, "", {})
    assert output.write(PAGE, DATA)
    assert not output.write(PAGE, DATA)
    assert (output.get(PAGE), output.state(PAGE)) == (DATA, digest_bytes(DATA))
    output.finish({PAGE: digest_bytes(DATA)})
    assert output.manifest() == {PAGE: digest_bytes(DATA)}
    output.delete(PAGE)
    output.delete(PAGE)
    assert output.get(PAGE) is None


@pytest.mark.parametrize("memory", [False, True])
def test_a_manifest_is_amended_as_if_it_was_written_anew(tmp_path: Path, memory: bool) -> None:
    other = OutputPath('a"b/春.html')
    outputs = [MemoryOutput() if memory else FolderOutput(tmp_path / name) for name in ("a", "b")]
    for output in outputs:
        output.finish({PAGE: Digest("1"), other: Digest("2"), OutputPath("c"): Digest("3")})
    amended, whole = outputs
    for changed in ({other: Digest("")}, {other: Digest("4"), PAGE: Digest("5")}, {OutputPath("new"): Digest("6")}, {}):
        before = amended.stamp()
        amended.amend(changed)
        whole.finish({**whole.manifest(), **changed})
        assert amended.manifest() == whole.manifest()
        assert (amended.stamp() == before) == (not changed and not memory)
        if not memory:
            assert amended.stamp() == whole.stamp()


@pytest.mark.parametrize("memory", [False, True])
def test_files_stand_until_one_is_changed_or_lost(tmp_path: Path, memory: bool) -> None:
    output = MemoryOutput() if memory else FolderOutput(tmp_path)
    other = OutputPath("b.html")
    output.write(PAGE, DATA)
    output.write(other, DATA)
    states = [(path, output.state(path)) for path in (PAGE, other)]
    assert output.stands(states)
    assert output.stands([])
    output.write(other, DATA * 2)
    assert not output.stands(states)
    output.write(other, DATA)
    output.delete(PAGE)
    assert not output.stands(states)

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.config import Config, DeployConfig, SiteConfig
from sitegen.deploy.plan import DeployPlan, DeployRefused, plan_deploy
from sitegen.deploy.targets.directory import RECORD_NAME, DirectoryTarget
from sitegen.digest import digest_bytes
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import OutputPath

FIRST = {"index.html": "一", "zh-hans/a/index.html": "二", "style.css": "三"}


def is_done(plan: DeployPlan) -> bool:
    return not plan.uploads and not plan.deletes


class Place:
    """A project and a target folder beside it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "web"
        project = root / "project"
        project.mkdir()
        self.target = DirectoryTarget(DeployConfig("web", "directory", "../web"), Config(project, SiteConfig("t")))

    def plan(self, site: Mapping[str, str]) -> DeployPlan:
        local = {OutputPath(path): digest_bytes(text.encode()) for path, text in site.items()}
        return plan_deploy("web", local, self.target.list(), max_deletes=9)

    def publish(self, site: Mapping[str, str]) -> DeployPlan:
        plan = self.plan(site)
        self.target.apply(plan, lambda path: site[path].encode())
        return plan

    def files(self) -> dict[str, str]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != RECORD_NAME
        }

    def put(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, "utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_site_is_published_and_a_second_time_there_is_nothing_to_do(place: Place) -> None:
    assert len(place.publish(FIRST).uploads) == 3
    assert place.files() == dict(sorted(FIRST.items()))
    assert is_done(place.plan(FIRST))


def test_a_change_replaces_what_changed_and_deletes_what_is_gone_with_its_empty_folder(place: Place) -> None:
    place.publish(FIRST)
    place.publish({"index.html": "新", "style.css": "三"})
    assert place.files() == {"index.html": "新", "style.css": "三"}
    assert not (place.folder / "zh-hans").exists()


def test_files_of_others_stay(place: Place) -> None:
    place.put("notes.txt", "mine")
    place.put("zh-hans/a/photo.jpg", "mine too")
    place.publish(FIRST)
    place.publish({"index.html": "一"})
    assert place.files() == {"index.html": "一", "notes.txt": "mine", "zh-hans/a/photo.jpg": "mine too"}


def test_a_foreign_file_with_other_bytes_is_named_and_nothing_is_changed(place: Place) -> None:
    place.put("style.css", "mine")
    plan = place.plan(FIRST)
    with pytest.raises(DeployRefused, match=r"style\.css"):
        place.target.check(plan)
    with pytest.raises(DeployRefused, match=r"style\.css"):
        place.publish(FIRST)
    assert place.files() == {"style.css": "mine"}
    assert not (place.folder / RECORD_NAME).exists()


def test_a_foreign_file_with_the_same_bytes_becomes_ours(place: Place) -> None:
    place.put("style.css", "三")
    place.publish(FIRST)
    assert is_done(place.plan(FIRST))


def test_a_file_of_ours_that_somebody_changed_is_neither_replaced_nor_deleted(place: Place) -> None:
    place.publish(FIRST)
    place.put("style.css", "edited there")
    with pytest.raises(DeployRefused, match="changed since"):
        place.publish(FIRST)
    place.publish({"index.html": "一"})
    assert place.files() == {"index.html": "一", "style.css": "edited there"}


def test_a_file_that_was_lost_there_is_published_again(place: Place) -> None:
    place.publish(FIRST)
    (place.folder / "style.css").unlink()
    assert [upload.path for upload in place.publish(FIRST).uploads] == ["style.css"]


def test_after_a_crash_old_and_new_files_are_both_known(place: Place) -> None:
    place.publish(FIRST)
    second = {"a.css": "新", "index.html": "新", "style.css": "新"}

    def failing(path: OutputPath) -> bytes:
        if path == "style.css":
            raise SitegenError("cut off")
        return second[path].encode()

    with pytest.raises(SitegenError, match="cut off"):
        place.target.apply(place.plan(second), failing)
    assert place.files() == {"a.css": "新", **dict(sorted(FIRST.items()))}  # deletes come last: none was made
    assert sorted(place.target.list()) == ["a.css", *sorted(FIRST)]
    place.publish(second)
    assert place.files() == second
    assert is_done(place.plan(second))


def test_a_disk_error_is_told_and_the_next_deploy_goes_on(place: Place) -> None:
    def failing(_path: OutputPath) -> bytes:
        raise OSError(28, "No space left on device", "web/style.css")

    with pytest.raises(SitegenError, match=r"stopped half-way: web/style\.css: No space left on device"):
        place.target.apply(place.plan(FIRST), failing)
    place.publish(FIRST)
    assert is_done(place.plan(FIRST))


@pytest.mark.parametrize("obstacle", ["zh-hans", "zh-hans/a/index.html/x"])
def test_a_file_or_folder_in_the_way_is_named_before_any_change(place: Place, obstacle: str) -> None:
    place.put(obstacle, "mine")
    with pytest.raises(DeployRefused, match=r"no room for zh-hans/a/index\.html"):
        place.publish(FIRST)
    assert place.files() == {obstacle: "mine"}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_nothing_is_written_or_deleted_through_a_link(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    place.publish(FIRST)
    (place.folder / "zh-hans").rename(outside)
    (place.folder / "zh-hans").symlink_to(outside, target_is_directory=True)
    with pytest.raises(DeployRefused, match="no room"):
        place.publish({**FIRST, "zh-hans/a/index.html": "新"})
    place.publish({"index.html": "一"})
    assert (outside / "a/index.html").read_text("utf-8") == "二"


@pytest.mark.parametrize("record", ["{", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": {"a": 1}}'])
def test_a_record_that_cannot_be_understood_stops_the_deploy(place: Place, record: str) -> None:
    place.put(RECORD_NAME, record)
    with pytest.raises(DeployRefused, match="cannot be understood"):
        place.plan(FIRST)


def test_a_record_that_names_files_elsewhere_stops_the_deploy(place: Place, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("x", "utf-8")
    place.put(RECORD_NAME, json.dumps({"version": 1, "files": {"../victim": [digest_bytes(b"x")]}}))
    with pytest.raises(DeployRefused, match="does not stay inside"):
        place.plan({})


@pytest.mark.parametrize(
    "path", [".", "public", "public/web", "content", "content/a", "static", "templates/x", ".sitegen"]
)
def test_a_folder_of_the_project_is_no_target(tmp_path: Path, path: str) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(ConfigError, match="the project"):
        DirectoryTarget(DeployConfig("web", "directory", path), Config(tmp_path, SiteConfig("t")))


def test_a_target_without_a_path_or_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, message in (("", "needs a `path`"), ("file", "is a file")):
        with pytest.raises(ConfigError, match=message):
            DirectoryTarget(DeployConfig("web", "directory", path), Config(tmp_path, SiteConfig("t")))

from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.build.manifest import MANIFEST_NAME
from sitegen.build.output import FolderOutput
from sitegen.config import Config, DeployConfig, SiteConfig
from sitegen.deploy.plan import DeployPlan, DeployRefused
from sitegen.deploy.run import choose_target, deploy
from sitegen.deploy.targets.directory import RECORD_NAME
from sitegen.digest import digest_bytes
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import OutputPath

WEB = DeployConfig("web", "directory", "../web", max_deletes=1)
SITE = {"index.html": "一", "style.css": "二", "zh-hans/春/index.html": "三"}


def is_done(plan: DeployPlan) -> bool:
    return not plan.uploads and not plan.deletes


@pytest.fixture
def config(tmp_path: Path) -> Config:
    root = tmp_path / "project"
    root.mkdir()
    return Config(root, SiteConfig("t"), deploy=(WEB,))


def build(config: Config, site: Mapping[str, str]) -> None:
    output = FolderOutput(config.root / "public")
    for former in output.manifest():
        output.delete(former)
    for path, text in site.items():
        output.write(OutputPath(path), text.encode())
    output.finish({OutputPath(path): digest_bytes(text.encode()) for path, text in site.items()})


def published(config: Config) -> set[str]:
    web = config.root.parent / "web"
    return {path.relative_to(web).as_posix() for path in web.rglob("*") if path.is_file()}


def test_what_was_built_is_published_and_nothing_else(config: Config) -> None:
    build(config, SITE)
    (config.root / "public/notes.txt").write_text("not built", "utf-8")
    assert len(deploy(config, None, dry_run=False).uploads) == 3
    assert published(config) == {*SITE, RECORD_NAME}
    assert is_done(deploy(config, "web", dry_run=False))
    build(config, {"index.html": "新", "style.css": "二"})
    plan = deploy(config, "web", dry_run=False)
    assert ([upload.path for upload in plan.uploads], plan.deletes) == (["index.html"], ("zh-hans/春/index.html",))
    assert published(config) == {"index.html", "style.css", RECORD_NAME}


def test_a_dry_run_says_the_same_and_changes_nothing(config: Config) -> None:
    build(config, SITE)
    assert deploy(config, None, dry_run=True) == deploy(config, None, dry_run=True)
    assert published(config) == set()
    assert not (config.root.parent / "web").exists()


def test_a_dry_run_refuses_what_the_real_one_would(config: Config) -> None:
    build(config, SITE)
    (config.root.parent / "web").mkdir()
    (config.root.parent / "web/style.css").write_text("foreign", "utf-8")
    with pytest.raises(DeployRefused, match=r"style\.css"):
        deploy(config, None, dry_run=True)


def test_too_many_deletes_change_nothing(config: Config) -> None:
    build(config, SITE)
    deploy(config, None, dry_run=False)
    build(config, {"new.html": "新"})
    with pytest.raises(DeployRefused, match="3 files would be deleted"):
        deploy(config, None, dry_run=False)
    assert published(config) == {*SITE, RECORD_NAME}


def test_without_a_build_there_is_nothing_to_publish(config: Config) -> None:
    with pytest.raises(ConfigError, match="no built site") as refused:
        deploy(config, None, dry_run=False)
    assert refused.value.hint == "run `sitegen build` first"


@pytest.mark.parametrize("change", ["edit", "delete"])
def test_files_that_are_not_as_they_were_built_are_not_published(config: Config, change: str) -> None:
    build(config, SITE)
    page = config.root / "public/style.css"
    if change == "edit":
        page.write_text("edited", "utf-8")
    else:
        page.unlink()
    with pytest.raises(SitegenError, match=r"not as it was built: style\.css") as refused:
        deploy(config, None, dry_run=False)
    assert "sitegen build" in refused.value.hint
    assert published(config) == set()


def test_a_manifest_that_leaves_the_folder_is_refused(config: Config) -> None:
    build(config, SITE)
    (config.root / "public" / MANIFEST_NAME).write_text('{"../secret": "0"}', "utf-8")
    with pytest.raises(SitegenError):
        deploy(config, None, dry_run=False)


def test_records_of_ours_are_not_part_of_the_site(config: Config) -> None:
    build(config, {**SITE, RECORD_NAME: "{}"})
    deploy(config, None, dry_run=False)
    assert is_done(deploy(config, None, dry_run=False))


def test_the_target_is_named_or_the_only_one() -> None:
    other = DeployConfig("mirror", "directory", "m")
    assert choose_target((WEB,), None) is WEB
    assert choose_target((WEB, other), "mirror") is other
    for targets, name, message, hint in (
        ((), None, "no place to publish", "[deploy.NAME]"),
        ((WEB, other), None, "more than one", "web, mirror"),
        ((WEB, other), "mirro", "no target 'mirro'", 'did you mean "mirror"?'),
    ):
        with pytest.raises(ConfigError, match=message) as refused:
            choose_target(targets, name)
        assert hint in refused.value.hint


def test_an_unknown_kind_is_refused(config: Config) -> None:
    wrong = Config(config.root, config.site, deploy=(DeployConfig("web", "directroy", "x"),))
    with pytest.raises(ConfigError, match="unknown kind 'directroy'") as refused:
        deploy(wrong, None, dry_run=False)
    assert refused.value.hint == 'did you mean "directory"?'

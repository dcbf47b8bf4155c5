import pytest

from sitegen.deploy.plan import DeployRefused, Upload, check_path, plan_deploy
from sitegen.digest import Digest
from sitegen.model import OutputPath

ONE, TWO = Digest("1" * 32), Digest("2" * 32)


def listing(**files: Digest) -> dict[OutputPath, Digest]:
    return {OutputPath(name.replace("__", "/").replace("_", ".")): digest for name, digest in files.items()}


def test_a_target_that_has_everything_needs_nothing() -> None:
    here = listing(index_html=ONE, zh__a_html=TWO)
    plan = plan_deploy("web", here, here, max_deletes=0)
    assert (plan.uploads, plan.deletes) == ((), ())
    assert plan.unchanged == ("index.html", "zh/a.html")


def test_new_changed_and_lost_files_are_told_apart() -> None:
    plan = plan_deploy("web", listing(a_html=ONE, b_html=ONE), listing(b_html=TWO, c_html=ONE), max_deletes=1)
    assert plan.uploads == (
        Upload(OutputPath("a.html"), ONE, is_new=True),
        Upload(OutputPath("b.html"), ONE, is_new=False),
    )
    assert plan.deletes == ("c.html",)


def test_assets_come_before_pages_and_feeds_last_and_deletes_go_backwards() -> None:
    files = listing(sitemap_xml=ONE, zh__atom_xml=ONE, zh__index_html=ONE, index_html=ONE, style_css=ONE, a_png=ONE)
    order = ["a.png", "style.css", "index.html", "zh/index.html", "sitemap.xml", "zh/atom.xml"]
    assert [upload.path for upload in plan_deploy("web", files, {}, max_deletes=0).uploads] == order
    assert list(plan_deploy("web", {}, files, max_deletes=6).deletes) == order[::-1]


def test_more_deletes_than_allowed_are_refused_with_the_setting_to_change() -> None:
    with pytest.raises(DeployRefused) as refused:
        plan_deploy("web", {}, listing(a_html=ONE, b_html=ONE), max_deletes=1)
    assert str(refused.value) == "web: 2 files would be deleted, more than the 1 allowed: b.html, a.html"
    assert refused.value.hint == "if that is meant, raise max_deletes in [deploy.web]"


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../a", "a/../../b", "a//b", "./a", "a\\..\\b", "C:a", "C:/a", "\\\\host\\a", "a\0b"]
)
def test_a_path_that_leaves_its_folder_is_refused_on_either_side(path: str) -> None:
    with pytest.raises(DeployRefused):
        check_path(path)
    for local, remote in (({OutputPath(path): ONE}, {}), ({}, {OutputPath(path): ONE})):
        with pytest.raises(DeployRefused):
            plan_deploy("web", local, remote, max_deletes=9)


@pytest.mark.parametrize("path", ["index.html", "zh-hans/春/index.html", "a..b/c", "media/a: b.png"])
def test_an_ordinary_path_is_accepted(path: str) -> None:
    check_path(path)


def test_the_plan_as_data_names_every_change() -> None:
    plan = plan_deploy("web", listing(a_html=ONE, b_html=ONE), listing(b_html=ONE, c_html=ONE), max_deletes=1)
    assert plan.as_dict() == {
        "target": "web",
        "uploads": [{"path": "a.html", "change": "new", "digest": ONE}],
        "unchanged": 1,
        "deletes": ["c.html"],
    }

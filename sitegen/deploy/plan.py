"""What a deploy would do, decided from two listings alone; nothing here touches a file or a network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Final, TypeAlias

from sitegen.digest import Digest
from sitegen.errors import SitegenError
from sitegen.model import OutputPath

Source: TypeAlias = Callable[[OutputPath], bytes]
"""Gives the bytes of a file that is to be published."""

_NAMED_MAX: Final = 5
"""As many paths as a message lists before it only counts."""

_FEED_SUFFIX: Final = ".xml"
_PAGE_SUFFIX: Final = ".html"


class DeployRefused(SitegenError):
    """The plan could destroy something; nothing has been changed."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that the target lacks, or has with other bytes."""

    path: OutputPath
    digest: Digest
    is_new: bool
    """The target has nothing of ours at this path."""


@dataclass(frozen=True, slots=True)
class DeployPlan:
    """All that is to be done, in the order in which it is safe."""

    target: str
    """The name from `[deploy.NAME]`."""

    uploads: tuple[Upload, ...]
    """Assets, pages, feeds and sitemap: what is announced last is there by then, and so is what a page loads."""

    unchanged: tuple[OutputPath, ...]
    deletes: tuple[OutputPath, ...]
    """Done last and in the opposite order, so that no page outlives what it loads."""

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, for programs."""
        return {
            "target": self.target,
            "uploads": [
                {"path": upload.path, "change": "new" if upload.is_new else "changed", "digest": upload.digest}
                for upload in self.uploads
            ],
            "unchanged": len(self.unchanged),
            "deletes": list(self.deletes),
        }


def plan_deploy(
    target: str, local: Mapping[OutputPath, Digest], remote: Mapping[OutputPath, Digest], *, max_deletes: int
) -> DeployPlan:
    """Return what makes *remote*, the files of ours at the target, the same as *local*.

    `DeployRefused` if a path leaves its folder, or if more than *max_deletes* files would be deleted: a build that
    lost its content must not empty the site.

    >>> old, new = Digest("0" * 32), Digest("f" * 32)
    >>> here = {OutputPath("index.html"): new, OutputPath("style.css"): new}
    >>> plan = plan_deploy("web", here, {OutputPath("index.html"): old}, max_deletes=0)
    >>> [(upload.path, upload.is_new) for upload in plan.uploads]
    [('style.css', True), ('index.html', False)]
    """
    for path in (*local, *remote):
        check_path(path)
    deletes = tuple(sorted(remote.keys() - local.keys(), key=_order, reverse=True))
    if len(deletes) > max_deletes:
        raise DeployRefused(
            f"{target}: {len(deletes)} files would be deleted, more than the {max_deletes} allowed: {named(deletes)}",
            hint=f"if that is meant, raise max_deletes in [deploy.{target}]",
        )
    return DeployPlan(
        target=target,
        uploads=tuple(
            Upload(path, local[path], path not in remote)
            for path in sorted(local, key=_order)
            if remote.get(path) != local[path]
        ),
        unchanged=tuple(sorted(path for path in local if remote.get(path) == local[path])),
        deletes=deletes,
    )


def check_path(path: str) -> None:
    r"""Return if *path* stays below the folder that it is joined to, on any system; else raise `DeployRefused`.

    >>> check_path("zh-hans/a/index.html")
    >>> check_path("..\\index.html")
    Traceback (most recent call last):
    sitegen.deploy.plan.DeployRefused: '..\\index.html' does not stay inside the site's folder
    """
    parts = path.split("/")
    leaves = not {"", ".", ".."}.isdisjoint(parts) or PureWindowsPath(path).anchor or "\\" in path or "\0" in path
    if leaves:
        raise DeployRefused(
            f"{path!r} does not stay inside the site's folder",
            hint="a list of files was damaged or edited: run `sitegen build`, or publish into an empty folder",
        )


def named(paths: tuple[str, ...]) -> str:
    """Return the first few of *paths* for a message, and how many more there are.

    >>> named(("a", "b"))
    'a, b'
    >>> named(tuple("abcdefg"))
    'a, b, c, d, e and 2 more'
    """
    more = f" and {len(paths) - _NAMED_MAX} more" if len(paths) > _NAMED_MAX else ""
    return ", ".join(paths[:_NAMED_MAX]) + more


def _order(path: str) -> tuple[int, str]:
    rank = 2 if path.endswith(_FEED_SUFFIX) else 1 if path.endswith(_PAGE_SUFFIX) else 0
    return rank, path

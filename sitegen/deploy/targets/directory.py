"""A plain folder as target: a mounted share, the folder of a local web server, a checkout.

Files of others may stand in the folder. What is ours is known from a record that lies beside the site: path → digests
of the bytes that we wrote there. A file is ours only while its bytes are among them; all else is foreign, and foreign
files are neither deleted nor replaced by other bytes. While a deploy runs the record holds the old digests and the
new, so that after a crash the next one knows both.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from sitegen.config import Config, DeployConfig
from sitegen.deploy.plan import DeployPlan, DeployRefused, Source, check_path, named
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ConfigError, SitegenError
from sitegen.files import fold_path, write_atomic
from sitegen.model import OutputPath

RECORD_NAME: Final = ".sitegen-deployed.json"
_STATE_FOLDER: Final = ".sitegen"

_Record: TypeAlias = Mapping[OutputPath, tuple[Digest, ...]]


class DirectoryTarget:
    """The folder `path` of `[deploy.NAME]`; relative paths start at the project."""

    def __init__(self, target: DeployConfig, config: Config) -> None:
        if not target.path:
            raise ConfigError(f"[deploy.{target.name}] needs a `path`", hint='such as path = "../published"')
        self._name = target.name
        self._folder = config.root / target.path
        if self._folder.exists() and not self._folder.is_dir():
            raise ConfigError(f"[deploy.{target.name}]: {self._folder} is a file, not a folder")
        _keep_apart(self._folder, target.name, config)

    def list(self) -> Mapping[OutputPath, Digest]:
        """Return our files, those that still hold bytes of ours."""
        record = self._read_record()
        blocked = self._blocked(record)
        found = {
            path: self._ours(path, digests)
            for path, digests in record.items()
            if (self._folder / path).parent not in blocked
        }
        return MappingProxyType({path: digest for path, digest in found.items() if digest is not None})

    def check(self, plan: DeployPlan) -> None:
        """Refuse a plan that would replace a file which we did not write, or reach outside of the folder."""
        record = self._read_record()
        places = {upload.path: self._folder / upload.path for upload in plan.uploads}
        folders = self._blocked((*places, *plan.deletes))
        blocked = tuple(path for path, place in places.items() if place.parent in folders or place.is_dir())
        if blocked:
            raise DeployRefused(
                f"{self._name}: no room for {named(blocked)} in {self._folder}: "
                "a file, a folder or a link stands in the way",
                hint="move it away, or choose another folder",
            )
        foreign = tuple(
            upload.path
            for upload in plan.uploads
            if os.path.lexists(places[upload.path])
            and self._ours(upload.path, (*record.get(upload.path, ()), upload.digest)) is None
        )
        if foreign:
            raise DeployRefused(
                f"{self._name}: {named(foreign)} in {self._folder}: not written by a deploy, or changed since",
                hint="move these files away, or choose another folder",
            )

    def apply(self, plan: DeployPlan, source: Source) -> None:
        """Carry *plan* out; whatever stops it, the folder's record still knows every file of ours."""
        self.check(plan)
        before = self._read_record()
        after: dict[OutputPath, tuple[Digest, ...]] = {path: before[path] for path in plan.unchanged}
        after |= {upload.path: (upload.digest,) for upload in plan.uploads}
        both = {path: tuple(dict.fromkeys((*before.get(path, ()), *after.get(path, ())))) for path in (*before, *after)}
        try:
            self._write_record(both)
            for upload in plan.uploads:
                write_atomic(self._folder / upload.path, source(upload.path))
            self._delete(plan, both)
            self._write_record(after)
        except OSError as error:
            raise SitegenError(
                f"{self._name}: stopped half-way: {error.filename or self._folder}: {error.strerror or error}",
                hint="the next `sitegen deploy` goes on where this one stopped",
            ) from error

    def _delete(self, plan: DeployPlan, record: _Record) -> None:
        kept = {fold_path(path): path for path in (*plan.unchanged, *(upload.path for upload in plan.uploads))}
        for path in plan.deletes:
            place = self._folder / path
            twin = kept.get(fold_path(path))
            # Where upper and lower case are one, a page that was renamed in case only is the page just written.
            if self._ours(path, record[path]) is None or (twin and place.samefile(self._folder / twin)):
                continue
            place.unlink()
            for parent in place.parents:
                if parent == self._folder or any(parent.iterdir()):
                    break
                parent.rmdir()

    def _ours(self, path: OutputPath, digests: tuple[Digest, ...]) -> Digest | None:
        """Return the digest of the file at *path* if it holds bytes that we wrote."""
        place = self._folder / path
        if place.is_symlink() or not place.is_file():
            return None
        try:
            found = digest_bytes(place.read_bytes())
        except OSError as error:
            raise DeployRefused(f"{place}: cannot be read: {error.strerror}") from error
        return found if found in digests else None

    def _blocked(self, paths: Iterable[OutputPath]) -> frozenset[Path]:
        """Return those folders of *paths* that are none, or stand elsewhere because a link leads there."""
        home = self._folder.resolve()
        parents = {(self._folder / path).parent for path in paths}
        return frozenset(
            parent
            for parent in parents
            if parent.resolve() != home / parent.relative_to(self._folder)
            or any(above.exists() and not above.is_dir() for above in (parent, *parent.parents))
        )

    def _read_record(self) -> _Record:
        place = self._folder / RECORD_NAME
        try:
            match json.loads(place.read_text("utf-8")):
                case {"version": 1, "files": dict() as files}:
                    record = {
                        OutputPath(path): tuple(Digest(str(digest)) for digest in digests)
                        for path, digests in files.items()
                    }
                case _:
                    raise _unreadable(place, "not in the form that this version writes")
        except FileNotFoundError:
            return MappingProxyType({})
        except (OSError, ValueError, TypeError) as error:
            raise _unreadable(place, str(error)) from error
        for path in record:
            check_path(path)
        return MappingProxyType(record)

    def _write_record(self, record: _Record) -> None:
        data = {"version": 1, "files": {path: list(record[path]) for path in sorted(record)}}
        text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
        write_atomic(self._folder / RECORD_NAME, text.encode(), durable=True)


def _unreadable(record: Path, why: str) -> DeployRefused:
    return DeployRefused(
        f"{record}: cannot be understood: {why}",
        hint="restore it, or publish into an empty folder: without it no file there is known to be ours",
    )


def _keep_apart(folder: Path, name: str, config: Config) -> None:
    """Refuse a folder that is the project or a part of it: a deploy would change what the next build reads."""
    build, theme = config.build, config.theme
    for part in (build.output, build.content, build.static, theme.templates, theme.path, _STATE_FOLDER):
        if part and _is_within(folder, config.folder(part)):
            raise ConfigError(
                f"[deploy.{name}]: {folder} is the project's own {part!r} folder, or inside it",
                hint="publish to a folder of its own",
            )
    if folder.resolve() == config.root.resolve():
        raise ConfigError(f"[deploy.{name}]: {folder} is the project itself", hint="publish to a folder of its own")


def _is_within(place: Path, folder: Path) -> bool:
    resolved, limit = place.resolve(), folder.resolve()
    if resolved.is_relative_to(limit):
        return True
    # Where upper and lower case are one, names may differ and still mean the same folder.
    return limit.exists() and any(above.exists() and above.samefile(limit) for above in (resolved, *resolved.parents))

"""The page and asset stages: plans → files, those out of date only, and nothing left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from sitegen.build.cache import Cache, Record
from sitegen.build.graph import Reason, out_of_date
from sitegen.build.output import Output, in_the_way
from sitegen.build.pool import Pool
from sitegen.build.scan import SourceFile
from sitegen.build.tasks import PageTask, Workshop, make_page
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ContentError, SitegenError
from sitegen.files import fold_path
from sitegen.model import OutputPath
from sitegen.site.pages import PagePlan
from sitegen.site.routes import output_path

PAGES: Final = "page"
ASSETS: Final = "asset"
_BATCH: Final = 512
"""Pages whose bodies are in memory at once."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is."""

    path: OutputPath
    file: SourceFile
    owner: str
    """As a person knows the file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is to stand in the output."""

    plans: tuple[PagePlan, ...]
    assets: tuple[Asset, ...]
    inputs: Mapping[OutputPath, Mapping[str, str]]
    """What each file is made of: name of the input → digest."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output."""

    written: tuple[OutputPath, ...]
    deleted: tuple[OutputPath, ...]
    failures: tuple[SitegenError, ...]
    ran: Mapping[str, int]
    """Tasks that ran, by stage."""


def check_collisions(plans: Sequence[PagePlan], assets: Sequence[Asset]) -> None:
    """Make sure that no two things claim one file, on no system; `ContentError` that names both owners."""
    claimed: dict[str, tuple[OutputPath, str]] = {}
    claims = [(output_path(plan.url), plan.owner) for plan in plans]
    for path, owner in (*claims, *((asset.path, asset.owner) for asset in assets)):
        claim = (path, owner)
        other = claimed.setdefault(fold_path(path), claim)
        if other is not claim:
            hint = "rename one of them" if other[0] == path else "some systems take both names for one"
            raise ContentError(f"{path} is claimed by both {other[1]} and {owner}", hint=hint)
    for folded, (path, owner) in claimed.items():
        for folder in PurePosixPath(folded).parents:
            if str(folder) in claimed:
                file, holder = claimed[str(folder)]
                message = f"{file} is to be a file for {holder} and a folder for {owner} ({path})"
                raise ContentError(message, hint="rename one of them")


def reasons(edition: Edition, cache: Cache, output: Output) -> dict[OutputPath, Reason]:
    """Return what must run, and why."""
    return _due(edition, _records(cache), output.manifest(), output)


def _records(cache: Cache) -> dict[str, Record]:
    return cache.records(PAGES) | cache.records(ASSETS)


def _due(
    edition: Edition, records: Mapping[str, Record], promised: Mapping[OutputPath, Digest], output: Output
) -> dict[OutputPath, Reason]:
    found = {}
    for path, inputs in edition.inputs.items():
        reason = out_of_date(inputs, records.get(path), output.state(path), promised.get(path))
        if reason:
            found[path] = reason
    return found


def publish(edition: Edition, cache: Cache, output: Output, pool: Pool[Workshop], *, may_delete: bool) -> Published:
    """Bring the output up to date: assets, then pages, then what is left over.

    A page that fails keeps its old file and gets no record; the others go on. With *may_delete* false nothing is
    removed: an article that cannot be read is no reason to take its page away.
    """
    before = output.manifest()
    records = _records(cache)
    due = _due(edition, records, before, output)
    wanted = set(edition.inputs)
    stale = set(before) - wanted
    blocking = in_the_way(stale, wanted) if stale else set()
    if not all(before.values()):
        output.sweep()
    if due or blocking:
        # If the build is cut off, the next one must know what may already stand here, and that there may be scraps.
        output.finish({**before, **{path: Digest("") for path in due}})
    for path in sorted(blocking):
        output.delete(path)
    work = _Work(edition, cache, output)
    work.assets([asset for asset in edition.assets if asset.path in due])
    work.pages([plan for plan in edition.plans if output_path(plan.url) in due], pool)
    gone = blocking | (stale if may_delete and not work.failures else set())
    for path in sorted(gone - blocking):
        output.delete(path)
    records |= work.records
    manifest = {path: records[path].output for path in wanted if path in records}
    output.finish(manifest | {path: before[path] for path in (set(before) - gone) - set(manifest)})
    return Published(
        written=tuple(work.written),
        deleted=tuple(sorted(gone)),
        failures=tuple(work.failures),
        ran={PAGES: work.ran_pages, ASSETS: work.ran_assets},
    )


class _Work:
    """The files of one build as they are made."""

    def __init__(self, edition: Edition, cache: Cache, output: Output) -> None:
        self._inputs, self._cache, self._output = edition.inputs, cache, output
        self.written: list[OutputPath] = []
        self.records: dict[str, Record] = {}
        self.failures: list[SitegenError] = []
        self.ran_pages = self.ran_assets = 0

    def assets(self, assets: Sequence[Asset]) -> None:
        for asset in assets:
            self.ran_assets += 1
            try:
                data = asset.file.path.read_bytes()
            except OSError as error:
                self.failures.append(ContentError(f"{asset.owner}: cannot be read: {error.strerror}"))
                continue
            self._put(ASSETS, asset.path, data)

    def pages(self, plans: Sequence[PagePlan], pool: Pool[Workshop]) -> None:
        self.ran_pages += len(plans)
        for start in range(0, len(plans), _BATCH):
            batch = plans[start : start + _BATCH]
            tasks = [
                PageTask(plan, tuple((body.digest, self._cache.body(body.digest)) for body in plan.bodies))
                for plan in batch
            ]
            for plan, result in zip(batch, pool.map(make_page, tasks), strict=True):
                if isinstance(result, bytes):
                    self._put(PAGES, output_path(plan.url), result)
                else:
                    self.failures.append(result)

    def _put(self, stage: str, path: OutputPath, data: bytes) -> None:
        if self._output.write(path, data):
            self.written.append(path)
        record = Record(self._inputs[path], digest_bytes(data), self._output.state(path))
        self._cache.put_record(stage, path, record)
        self.records[path] = record

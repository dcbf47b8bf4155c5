"""The page and asset stages: plans → files, those out of date only, and nothing left over."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from sitegen.build.cache import Cache, Record
from sitegen.build.graph import NEW, Reason, out_of_date, written_inputs
from sitegen.build.output import FolderOutput, Output, in_the_way
from sitegen.build.pool import Pool
from sitegen.build.scan import SourceFile
from sitegen.build.strangers import refuse_strangers
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ContentError, SitegenError
from sitegen.files import fold_path
from sitegen.model import OutputPath
from sitegen.site.editions import Press
from sitegen.site.pages import PagePlan
from sitegen.site.templates import TemplateSet

if TYPE_CHECKING:
    from sitegen.build.pages import Printed

PAGES: Final = "page"
ASSETS: Final = "asset"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is."""

    path: OutputPath
    file: SourceFile
    owner: str
    """As a person knows the file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is to stand in the output."""

    press: Press
    plans: tuple[PagePlan, ...]
    assets: tuple[Asset, ...]
    templates: TemplateSet
    program: Digest
    is_part: bool = False
    """Whether other files stand as they are to be; what those are made of is not told again."""

    def tasks(self) -> dict[OutputPath, "PagePlan | Asset"]:
        """Return what is to be made, by the path of its file."""
        found: tuple[PagePlan | Asset, ...] = (*self.assets, *self.plans)
        return {task.path: task for task in found}

    def inputs_of(self, task: "PagePlan | Asset", content: Digest | None = None) -> str:
        """Return what a file is made of; `TemplateFault` for a template that has no digest.

        The *content* of a page, if that is known, is not worked out again.
        """
        if isinstance(task, Asset):
            return written_inputs(file=task.file.digest)
        template = {"template": self.templates.closure(task.template)} if task.template else {}
        shown = content or task.content(self.press)
        return written_inputs(content=shown, frame=task.frame, program=self.program, **template)


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output."""

    written: tuple[OutputPath, ...]
    deleted: tuple[OutputPath, ...]
    failures: tuple[SitegenError, ...]
    due: Mapping[OutputPath, Reason]
    """What had to run, and why."""

    ran: Mapping[str, int]
    """Tasks that ran, by stage."""

    seconds: Mapping[str, float]
    """Time that went into pages, in all processes together, by their template."""


def check_collisions(plans: Sequence[PagePlan], assets: Sequence[Asset]) -> None:
    """Make sure that no two things claim one file, on no system; `ContentError` that names both owners."""
    claimed: dict[str, PagePlan | Asset] = {}
    folders: dict[str, str] = {}
    claims: tuple[PagePlan | Asset, ...] = (*plans, *assets)
    for claim in claims:
        folded = fold_path(claim.path)
        other = claimed.setdefault(folded, claim)
        if other is not claim:
            hint = "rename one of them" if other.path == claim.path else "some systems take both names for one"
            raise ContentError(f"{claim.path} is claimed by both {other.owner} and {claim.owner}", hint=hint)
        folder = folded.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = folded
            folder = folder.rpartition("/")[0]
    for folder in claimed.keys() & folders.keys():
        file, within = claimed[folder], claimed[folders[folder]]
        message = f"{file.path} is to be a file for {file.owner} and a folder for {within.owner} ({within.path})"
        raise ContentError(message, hint="rename one of them")


def reasons(wanted: Wanted, cache: Cache, output: Output) -> Mapping[OutputPath, Reason]:
    """Return what must run, and why."""
    return _compared(wanted, wanted.tasks(), cache, output.manifest(), output).due


class _Compared(NamedTuple):
    """What is wanted beside what is there."""

    due: dict[OutputPath, Reason]
    """What must run, and why."""

    made: dict[OutputPath, Digest]
    """What was written last time of all that is wanted."""

    others: list[str]
    """What has a record and is not wanted any more."""

    contents: dict[OutputPath, Digest]
    """Of pages that must run, as far as they had to be known."""


def _compared(
    wanted: Wanted,
    tasks: Mapping[OutputPath, PagePlan | Asset],
    cache: Cache,
    promised: Mapping[OutputPath, Digest],
    output: Output,
) -> _Compared:
    due: dict[OutputPath, Reason] = {}
    made: dict[OutputPath, Digest] = {}
    others: list[str] = []
    contents: dict[OutputPath, Digest] = {}
    # Of a large site there are many records: they are looked at one by one.
    for name, record in cache.records(tasks if wanted.is_part else None):
        task = tasks.get(OutputPath(name))
        if task is None:
            others.append(name)
            continue
        made[task.path] = record.output
        last = record.output if wanted.is_part else promised.get(task.path)
        content = None if isinstance(task, Asset) else task.content(wanted.press)
        if reason := out_of_date(wanted.inputs_of(task, content), record, output.state(task.path), last):
            due[task.path] = reason
            if content:
                contents[task.path] = content
    # What has no record is compared with none: what it shows is found out where it is made.
    new = [task for path, task in tasks.items() if path not in made]
    for template in dict.fromkeys(task.template for task in new if isinstance(task, PagePlan) and task.template):
        wanted.templates.closure(template)  # a fault there must be told before anything is written
    due |= {task.path: NEW for task in new}
    return _Compared(due, made, others, contents)


def publish(
    wanted: Wanted,
    cache: Cache,
    output: Output,
    workers: int,
    *,
    may_delete: bool,
    may_overwrite: bool,
    progress: Callable[[int, int], None],
) -> Published:
    """Bring the output up to date: assets, then pages, then what is left over.

    A page that fails keeps its old file and gets no record; the others go on. With *may_delete* false nothing is
    removed: an article that cannot be read is no reason to take its page away. With *may_overwrite* files of somebody
    else are replaced where ours are to be; else `ConfigError`, and nothing is changed. *progress* is told how many of
    how many pages are made.
    """
    tasks = wanted.tasks()
    before = {} if wanted.is_part else output.manifest()
    due, made, others, contents = _compared(wanted, tasks, cache, before, output)
    before, finish = (made, output.amend) if wanted.is_part else (before, output.finish)
    if not may_overwrite:
        refuse_strangers(output, due.keys() - before.keys(), before, cache)
    cache.forget_records(others)
    stale = before.keys() - tasks.keys()
    blocking = in_the_way(stale, set(tasks)) if stale else set()
    if not all(before.values()):
        output.sweep()
    if due or blocking:
        # If the build is cut off, the next one must know what may already stand here, and that there may be scraps.
        finish({**before, **dict.fromkeys(due, Digest(""))})
    for path in sorted(blocking):
        output.delete(path)
    work = _Work(wanted, cache, output, due, contents)
    work.assets([asset for asset in wanted.assets if asset.path in due])
    work.pages([plan for plan in wanted.plans if plan.path in due], workers, progress)
    gone = blocking | (stale if may_delete and not work.failures else set())
    for path in sorted(gone - blocking):
        output.delete(path)
    made = made | work.made
    finish(made | {path: before[path] for path in (before.keys() - gone) - made.keys()})
    return Published(
        written=tuple(work.written),
        deleted=tuple(sorted(gone)),
        failures=tuple(work.failures),
        due=due,
        ran={PAGES: work.ran_pages, ASSETS: work.ran_assets},
        seconds=work.seconds,
    )


def _turn(plan: PagePlan) -> tuple[int, int]:
    """Return when a page is written: before those that lead to it, and lists beside others of the same time."""
    if plan.template in ("article.html", "page.html"):
        return 0, 0
    return 1 if plan.template else 2, plan.since


class _Work:
    """The files of one build as they are made."""

    def __init__(
        self,
        wanted: Wanted,
        cache: Cache,
        output: Output,
        due: Mapping[OutputPath, Reason],
        contents: Mapping[OutputPath, Digest],
    ) -> None:
        self._wanted, self._cache, self._output, self._due, self._contents = wanted, cache, output, due, contents
        self.written: list[OutputPath] = []
        self.made: dict[OutputPath, Digest] = {}
        self.failures: list[SitegenError] = []
        self.ran_pages = self.ran_assets = 0
        self.seconds: dict[str, float] = defaultdict(float)

    def assets(self, assets: Sequence[Asset]) -> None:
        for asset in assets:
            self.ran_assets += 1
            try:
                data = asset.file.path.read_bytes()
            except OSError as error:
                self.failures.append(ContentError(f"{asset.owner}: cannot be read: {error.strerror}"))
                continue
            is_new = self._output.write(asset.path, data)
            state = self._output.state(asset.path)
            record = Record(written_inputs(file=asset.file.digest), digest_bytes(data), state)
            self._cache.put_records([self._record(asset.path, is_new, record)])

    def pages(self, plans: Sequence[PagePlan], workers: int, progress: Callable[[int, int], None]) -> None:
        self.ran_pages = len(plans)
        if not plans:
            return
        from sitegen.build.pages import BATCH, LARGE, PrintShop, make_pages  # noqa: PLC0415 (views, templates)

        plans = sorted(plans, key=_turn)
        shop = PrintShop(
            self._wanted.press,
            self._wanted.templates.sources,
            self._output if isinstance(self._output, FolderOutput) else None,
            self._cache.stacks,
            self._cache.places(list(dict.fromkeys(path for plan in plans for path in plan.needs))),
            self._contents,
            is_large=len(plans) >= LARGE,
        )
        shop.templates.prepare(dict.fromkeys(plan.template for plan in plans if plan.template))
        with Pool(shop, workers) as pool:
            size = BATCH if pool.is_alone(len(plans)) else min(BATCH, -(-len(plans) // pool.workers))
            parts = [plans[start : start + size] for start in range(0, len(plans), size)]
            done = 0
            for part, results in zip(parts, pool.stream(make_pages, parts, len(plans)), strict=True):
                printed = [self._printed(plan, result) for plan, result in zip(part, results, strict=True)]
                self._cache.put_records(filter(None, printed))
                done += len(part)
                progress(done, len(plans))

    def _printed(self, plan: PagePlan, result: "Printed | SitegenError") -> tuple[OutputPath, Record] | None:
        if isinstance(result, SitegenError):
            self.failures.append(result)
            return None
        path = plan.path
        is_new, state = result.is_new, result.state
        if result.data is not None:
            is_new = self._output.write(path, result.data)
            state = self._output.state(path)
        self.seconds[plan.template or PurePosixPath(path).name] += result.seconds
        return self._record(path, is_new, Record(self._wanted.inputs_of(plan, result.content), result.digest, state))

    def _record(self, path: OutputPath, is_new: bool, record: Record) -> tuple[OutputPath, Record]:
        if is_new:
            self.written.append(path)
        self.made[path] = record.output
        return path, record._replace(reason=self._due[path].written)

"""A build from end to end: `BuildSession`."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sitegen import resources
from sitegen.build.cache import Cache, Damaged, FileRow
from sitegen.build.glossary import read_glossary
from sitegen.build.graph import Reason, read_inputs
from sitegen.build.output import Output
from sitegen.build.report import BuildReport, Explanation, Progress, Stopwatch, quiet
from sitegen.build.scan import Scanned, SourceFile, scan
from sitegen.build.theme import Theme, read_theme, static_folders, template_folders
from sitegen.build.unchanged import Ground, Standing, note_ground, standing
from sitegen.config import FILE_NAME, Config
from sitegen.digest import Digest, digest_value
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import Diagnostic, OutputPath, Severity, UrlPath
from sitegen.site.routes import output_path, page_url

if TYPE_CHECKING:
    from sitegen.build.articles import Articles, Edited
    from sitegen.build.publish import Wanted
    from sitegen.build.tasks import Workshop
    from sitegen.site.library import Library, Relate

CACHE_PATH: Final = ".sitegen/cache.sqlite"
_HOST_FILES: Final = frozenset({".htaccess", ".nojekyll", ".well-known"})
"""Hidden files of `static/` that hosts look for; others are droppings of editors and systems."""
_NEAR: Final = 0.8
"""How like the address of another page one must be for a person to have meant that (ratio of difflib)."""
_MANY: Final = 100
"""Articles for which it pays to prepare."""
_MARKDOWN: Final = (".md", ".markdown")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Sources:
    """All that the site is made from, as it stands now."""

    theme: Theme
    glossary: Mapping[str, Mapping[str, str]]
    content: Scanned
    static: Sequence[Scanned]
    """The nearest folder first."""

    rules: Digest
    """Of all but its file that decides what becomes of an article."""

    @property
    def scans(self) -> tuple[Scanned, ...]:
        return self.content, *self.static

    @property
    def rows(self) -> dict[str, FileRow]:
        return {key: row for found in self.scans for key, row in found.rows.items()}

    @property
    def assets(self) -> dict[str, SourceFile]:
        return {file.name: file for layer in reversed(self.static) for file in layer.files}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything up to the point where pages are made."""

    articles: "Articles"
    library: "Library"
    wanted: "Wanted"
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The library, as far as it must be known."""

    library: "Library"
    only: Sequence[int] | None
    """The places of those articles that alone can look different; None if any may."""

    faults: tuple[Diagnostic, ...]
    told: tuple[Diagnostic, ...] = ()
    """What the last build told of links in other articles."""


class BuildSession:
    """Builds one project into one output, as often as it is asked; only what changed is done again."""

    def __init__(
        self,
        config: Config,
        output: Output,
        cache: Cache,
        *,
        now: date,
        drafts: bool = False,
        overwrite: bool = False,
        workers: int | None = None,
        clock_ns: Callable[[], int] = time.time_ns,
        progress: Progress = quiet,
    ) -> None:
        self._config, self._output, self._cache = config, output, cache
        self._now, self._drafts, self._clock_ns, self._overwrite = now, drafts, clock_ns, overwrite
        self._workers = config.build.workers if workers is None else workers
        self._progress = progress

    def inputs(self) -> tuple[Path, ...]:
        """Return the files and folders whose change can change the site."""
        config = self._config
        folders = (config.folder(config.build.content), *static_folders(config), *template_folders(config))
        return tuple(dict.fromkeys((config.root / FILE_NAME, config.folder(config.site.glossary), *folders)))

    def build(self) -> BuildReport:
        """Bring the output up to date and say what was done.

        Faults of single articles and pages are in the report, and the others are built. `SitegenError` for what
        concerns the whole site: configuration, two owners of one file, an output that cannot be written or that holds
        somebody else's files where ours are to be.
        """
        return self._run(self._build)

    def check(self) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with content, links and menu, without writing a page. Broken links are errors."""
        found = self._run(lambda: self._prepare(self._read(), Stopwatch()).diagnostics)
        return tuple(replace(fault, severity=Severity.ERROR) for fault in found)

    def explain(self, url: UrlPath) -> Explanation | Sequence[UrlPath]:
        """Return why the next build will make the page at *url*, or will not; addresses near it if there is no page."""
        return self._run(lambda: self._explain(url))

    def _run(self, work: Callable[[], Result]) -> Result:
        try:
            with self._cache.transaction():
                return work()
        except Damaged:
            self._cache.renew()
            with self._cache.transaction():
                return work()

    def _build(self) -> BuildReport:
        watch = Stopwatch()
        known = self._cache.files()
        with watch.stage("scan"):
            sources = self._read(known)
        ground = self._ground(sources)
        with watch.stage("compare"):
            last = standing(ground, self._cache, self._output, self._now)
        report = last.report if last and last.is_same else self._make(sources, ground, last, watch)
        if sources.rows != known:
            self._cache.set_files(sources.rows, known)
        return replace(report, seconds=watch.seconds)

    def _make(self, sources: _Sources, ground: Ground, last: Standing | None, watch: Stopwatch) -> BuildReport:
        from sitegen.build.publish import publish  # noqa: PLC0415 (only where something changed)
        from sitegen.build.stored import note_library  # noqa: PLC0415

        ready = self._prepare(sources, watch, last)
        has_errors = any(found.severity is Severity.ERROR for found in ready.diagnostics)
        self._cache.put_note("ground", "")
        with watch.stage("pages"), self._output.at_work():
            done = publish(
                ready.wanted,
                self._cache,
                self._output,
                self._workers,
                may_delete=not has_errors,
                may_overwrite=self._overwrite,
                progress=lambda made, total: self._progress("page", made, total),
            )
        report = BuildReport(
            pages=last.pages if last and ready.wanted.is_part else len(ready.wanted.plans),
            written=done.written,
            deleted=done.deleted,
            # One fault of a template shows on every page that it makes.
            diagnostics=(*ready.diagnostics, *dict.fromkeys(map(_fault, done.failures))),
            ran={"article": ready.articles.made, **done.ran},
            due=done.due,
            template_seconds=done.seconds,
        )
        if not report.failed:
            if not ready.wanted.is_part:
                note_library(ready.library, self._cache)
            span = last.span if last and ready.wanted.is_part else ready.library.span
            note_ground(ground, report, span, self._cache, self._output)
        return report

    def _read(self, known: Mapping[str, FileRow] | None = None) -> _Sources:
        config, now_ns = self._config, self._clock_ns()
        known = self._cache.files() if known is None else known
        theme, glossary = read_theme(config), read_glossary(config)
        if not config.folder(config.build.content).is_dir():
            hint = "make it, or set `content` in [build]; nothing was changed"
            raise ConfigError(f"the content folder {config.build.content} does not exist", hint=hint)
        return _Sources(
            theme=theme,
            glossary=glossary,
            content=scan(config.folder(config.build.content), known, now_ns),
            static=[scan(folder, known, now_ns, dot_names=_HOST_FILES) for folder in static_folders(config)],
            rules=self._rules(glossary),
        )

    def _rules(self, glossary: Mapping[str, Mapping[str, str]]) -> Digest:
        from sitegen.text.script.convert import tables_digest  # noqa: PLC0415 (not by those who only look around)

        site = self._config.site
        tags = tuple(variant.tag for variant in site.variants)
        ours = (site.timezone, site.language, tags, glossary, tuple(sorted(site.kept_quotes)))
        return digest_value((resources.program_digest(), tables_digest(site.engine), *ours))

    def _ground(self, sources: _Sources) -> Ground:
        config = self._config
        settings = (config.site, replace(config.build, workers=0), config.theme, self._drafts)
        # No name holds a zero; one text is hashed much faster than thousands of pairs.
        files = ["\0".join([f"{file.digest}{file.name}" for file in found.files]) for found in sources.scans]
        beside = [f"{'' if _is_article(file) else file.digest}{file.name}" for file in sources.content.files]
        around = (sources.rules, sources.theme, settings)
        return Ground(
            digest_value((*around, files)),
            digest_value((*around, "\0".join(beside), files[1:])),
            bool(_unreadable(config, sources.scans)),
        )

    def _prepare(self, sources: _Sources, watch: Stopwatch, last: Standing | None = None) -> _Prepared:
        """Find out what is to be; the output is that already but for what stands in articles if there is a *last*."""
        from sitegen.build.articles import refresh_articles  # noqa: PLC0415 (only where something changed)
        from sitegen.build.plan import in_order, plan_site  # noqa: PLC0415
        from sitegen.build.pool import Pool  # noqa: PLC0415
        from sitegen.build.publish import Wanted, check_collisions  # noqa: PLC0415
        from sitegen.build.relations import Relations  # noqa: PLC0415
        from sitegen.site.templates import TemplateSet  # noqa: PLC0415
        from sitegen.site.words import read_words  # noqa: PLC0415

        config, content, assets = self._config, sources.content, sources.assets
        with watch.stage("articles"):
            articles = refresh_articles(
                [file for file in content.files if _is_article(file)],
                self._cache,
                lambda count: Pool(self._workshop(sources, count), self._workers),
                rules=sources.rules,
                variants=[variant.tag for variant in config.site.variants],
                folder=config.build.content,
                progress=lambda made, total: self._progress("article", made, total),
            )
        if articles.made:
            # The cache has articles now that no page shows yet: who only looks around may end here.
            self._cache.put_note("ground", "")
        with watch.stage("plan"), Relations(self._cache, self._workers) as relations:
            found = self._edited(articles.edited, last) or self._collected(articles, relations)
            site = plan_site(
                config,
                found.library,
                beside=[file for file in content.files if not _is_article(file)],
                static=[assets[name] for name in sorted(assets)],
                words=read_words(sources.theme.words, config.site.variants),
                only=found.only,
            )
            if found.only is None:
                check_collisions(site.plans, site.assets)
        is_part, templates = found.only is not None, TemplateSet(sources.theme.templates)
        planned = (site.press, site.plans, () if is_part else site.assets)
        return _Prepared(
            articles=articles,
            library=found.library,
            wanted=Wanted(*planned, templates, resources.program_digest(), is_part),
            diagnostics=(
                *_unreadable(config, sources.scans),
                *articles.diagnostics,
                *found.faults,
                *in_order((*found.told, *site.diagnostics), found.library, config.build.content),
            ),
        )

    def _collected(self, articles: "Articles", relate: "Relate") -> _Found:
        """Return the library of all articles in the cache but of those that are unfit."""
        from sitegen.build.articles import shelve  # noqa: PLC0415 (as in `_prepare`)
        from sitegen.site.library import collect  # noqa: PLC0415

        tags = [variant.tag for variant in self._config.site.variants]
        shelf = shelve(self._cache, articles)
        library, faults = collect(shelf, tags, now=self._now, drafts=self._drafts, relate=relate)
        return _Found(library, None, tuple(fault.below(self._config.build.content) for fault in faults))

    def _edited(self, edited: "Edited | None", last: Standing | None) -> _Found | None:
        """Return the library of the *last* build if only its *edited* articles can look different, else None."""
        from sitegen.build.stored import noted_library  # noqa: PLC0415 (as in `_prepare`)

        if not edited or not last:
            return None
        if edited.has_new_anchors and any(found.code == "broken-anchor" for found in last.diagnostics):
            return None
        library = noted_library(self._cache)
        if library is None:
            return None
        content = self._config.build.content
        gone = {FILE_NAME, *(f"{content}/{path}" for path in edited.paths)}
        told = tuple(found for found in last.diagnostics if found.path not in gone)
        return _Found(library, sorted(library.by_path[p] for p in edited.paths & library.by_path.keys()), (), told)

    def _workshop(self, sources: _Sources, count: int) -> "Workshop":
        from sitegen.build.tasks import Workshop  # noqa: PLC0415 (parsers and converters)
        from sitegen.text.script.convert import prepare  # noqa: PLC0415
        from sitegen.text.script.profiles import conversion  # noqa: PLC0415

        site = self._config.site
        if count >= _MANY:
            for variant in site.variants:
                prepare(conversion(site.language, variant.tag), site.engine)
        rest = (self._cache.stacks, site.kept_quotes, site.engine)
        return Workshop(sources.rules, site.zone, site.language, site.variants, sources.glossary, *rest)

    def _explain(self, url: UrlPath) -> Explanation | Sequence[UrlPath]:
        from difflib import get_close_matches  # noqa: PLC0415

        from sitegen.build.publish import Asset, reasons  # noqa: PLC0415

        wanted = self._prepare(self._read(), Stopwatch()).wanted
        tasks = wanted.tasks()
        path = next((p for p in map(output_path, (url, UrlPath(f"{url}/"))) if p in tasks), None)
        if path is None:
            return [page_url(OutputPath(near)) for near in get_close_matches(output_path(url), tasks, cutoff=_NEAR)]
        task = tasks[path]
        record = dict(self._cache.records([path])).get(path)
        return Explanation(
            path=path,
            owner=task.owner,
            template="" if isinstance(task, Asset) else task.template,
            inputs=read_inputs(wanted.inputs_of(task)),
            reason=reasons(wanted, self._cache, self._output).get(path),
            last=Reason.read(record.reason) if record else None,
        )


def _is_article(file: SourceFile) -> bool:
    return file.name.endswith(_MARKDOWN)


def _unreadable(config: Config, scans: Sequence[Scanned]) -> tuple[Diagnostic, ...]:
    names = (config.build.content, *(config.build.static for _ in scans[1:]))
    return tuple(fault.below(name) for name, found in zip(names, scans, strict=True) for fault in found.diagnostics)


def _fault(error: SitegenError) -> Diagnostic:
    return Diagnostic("", 0, str(error), Severity.ERROR, "template", error.hint)

"""A build from end to end: `BuildSession`."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from sitegen import resources
from sitegen.build.articles import STAGE, Articles, read_articles
from sitegen.build.cache import Cache, Damaged, FileRow
from sitegen.build.glossary import read_glossary
from sitegen.build.graph import Reason
from sitegen.build.output import Output
from sitegen.build.plan import SitePlan, plan_site
from sitegen.build.pool import Pool
from sitegen.build.publish import ASSETS, PAGES, Edition, check_collisions, publish, reasons
from sitegen.build.scan import Scanned, scan
from sitegen.build.tasks import ArticleOptions, Workshop
from sitegen.build.theme import Theme, read_theme, static_folders, template_folders
from sitegen.config import FILE_NAME, Config
from sitegen.digest import Digest, digest_value
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import Diagnostic, OutputPath, Severity, UrlPath
from sitegen.site.routes import output_path
from sitegen.site.words import read_words
from sitegen.text.script.convert import tables_digest

CACHE_PATH: Final = ".sitegen/cache.sqlite"
_HOST_FILES: Final = frozenset({".htaccess", ".nojekyll", ".well-known"})
"""Hidden files of `static/` that hosts look for; others are droppings of editors and systems."""
_MARKDOWN: Final = (".md", ".markdown")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    pages: int
    """Pages and feeds of the site, made anew or not."""

    written: tuple[OutputPath, ...]
    deleted: tuple[OutputPath, ...]
    diagnostics: tuple[Diagnostic, ...]
    ran: Mapping[str, int]
    """Tasks that ran, by stage."""

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the next build will make a page, or will not."""

    path: OutputPath
    owner: str
    template: str
    inputs: Mapping[str, str]
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class _Shop:
    """Tools of one build."""

    theme: Theme
    workshop: Workshop
    pool: Pool[Workshop]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything up to the point where pages are made."""

    articles: Articles
    site: SitePlan
    edition: Edition
    rows: Mapping[str, FileRow]
    diagnostics: tuple[Diagnostic, ...]


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
        workers: int | None = None,
        clock_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._config, self._output, self._cache = config, output, cache
        self._now, self._drafts, self._clock_ns = now, drafts, clock_ns
        self._workers = config.build.workers if workers is None else workers

    def inputs(self) -> tuple[Path, ...]:
        """Return the files and folders whose change can change the site."""
        config = self._config
        folders = (config.folder(config.build.content), *static_folders(config), *template_folders(config))
        return tuple(dict.fromkeys((config.root / FILE_NAME, config.folder(config.site.glossary), *folders)))

    def build(self) -> BuildReport:
        """Bring the output up to date and say what was done.

        Faults of single articles and pages are in the report, and the others are built. `SitegenError` for what
        concerns the whole site: configuration, two owners of one file, an output that cannot be written.
        """
        return self._run(self._build)

    def check(self) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with content, links and menu, without writing a page. Broken links are errors."""
        found = self._run(lambda shop: self._prepare(shop).diagnostics)
        return tuple(replace(fault, severity=Severity.ERROR) for fault in found)

    def explain(self, url: UrlPath) -> Explanation | None:
        """Return why the next build will make the page at *url*, or will not; None if the site has no such page."""
        return self._run(lambda shop: self._explain(shop, url))

    def _run(self, work: Callable[[_Shop], Result]) -> Result:
        theme = read_theme(self._config)
        site, glossary = self._config.site, read_glossary(self._config)
        options = ArticleOptions(site.zone, site.language, site.variants, glossary, site.kept_quotes, site.engine)
        shop = Workshop(options, theme.templates)
        with Pool(shop, self._workers) as pool:
            try:
                with self._cache.transaction():
                    return work(_Shop(theme, shop, pool))
            except Damaged:
                self._cache.renew()
                with self._cache.transaction():
                    return work(_Shop(theme, shop, pool))

    def _build(self, shop: _Shop) -> BuildReport:
        ready = self._prepare(shop)
        has_errors = any(found.severity is Severity.ERROR for found in ready.diagnostics)
        done = publish(ready.edition, self._cache, self._output, shop.pool, may_delete=not has_errors)
        self._forget(ready)
        return BuildReport(
            pages=len(ready.site.plans),
            written=done.written,
            deleted=done.deleted,
            # One fault of a template shows on every page that it makes.
            diagnostics=(*ready.diagnostics, *dict.fromkeys(map(_fault, done.failures))),
            ran={STAGE: ready.articles.made, **done.ran},
        )

    def _prepare(self, shop: _Shop) -> _Prepared:
        config = self._config
        known, now_ns = self._cache.files(), self._clock_ns()
        if not config.folder(config.build.content).is_dir():
            hint = "make it, or set `content` in [build]; nothing was changed"
            raise ConfigError(f"the content folder {config.build.content} does not exist", hint=hint)
        content = scan(config.folder(config.build.content), known, now_ns)
        layers = [scan(folder, known, now_ns, dot_names=_HOST_FILES) for folder in static_folders(config)]
        static = {file.name: file for layer in reversed(layers) for file in layer.files}
        files = [file for file in content.files if file.name.endswith(_MARKDOWN)]
        articles = read_articles(
            files,
            self._cache,
            shop.pool,
            rules=self._rules(shop.workshop.options.glossary),
            variants=[variant.tag for variant in config.site.variants],
            folder=config.build.content,
        )
        site = plan_site(
            config,
            articles.summaries,
            beside=[file for file in content.files if not file.name.endswith(_MARKDOWN)],
            static=[static[name] for name in sorted(static)],
            words=read_words(shop.theme.words, config.site.variants),
            now=self._now,
            drafts=self._drafts,
        )
        check_collisions(site.plans, site.assets)
        scans = (content, *layers)
        return _Prepared(
            articles=articles,
            site=site,
            edition=_edition(site, shop.workshop),
            rows={key: row for found in scans for key, row in found.rows.items()},
            diagnostics=(*_unreadable(config, scans), *articles.diagnostics, *site.diagnostics),
        )

    def _rules(self, glossary: Mapping[str, Mapping[str, str]]) -> Digest:
        """Return the digest of all but its file that decides what becomes of an article."""
        site = self._config.site
        tags = tuple(variant.tag for variant in site.variants)
        ours = (site.timezone, site.language, tags, glossary, tuple(sorted(site.kept_quotes)))
        return digest_value((resources.program_digest(), tables_digest(site.engine), *ours))

    def _explain(self, shop: _Shop, url: UrlPath) -> Explanation | None:
        ready = self._prepare(shop)
        path = next((p for p in map(output_path, (url, UrlPath(f"{url}/"))) if p in ready.edition.inputs), None)
        if path is None:
            return None
        plan = next((plan for plan in ready.site.plans if output_path(plan.url) == path), None)
        asset = next((asset for asset in ready.site.assets if asset.path == path), None)
        return Explanation(
            path=path,
            owner=plan.owner if plan else asset.owner if asset else "",
            template=plan.template if plan else "",
            inputs=ready.edition.inputs[path],
            reason=reasons(ready.edition, self._cache, self._output).get(path),
        )

    def _forget(self, ready: _Prepared) -> None:
        """Keep in the cache what the next build can use."""
        if dict(ready.rows) != self._cache.files():
            self._cache.set_files(ready.rows)
        bodies = [text.body.digest for summary in ready.articles.summaries for text in summary.texts.values()]
        records: dict[str, list[str]] = {
            STAGE: [summary.path for summary in ready.articles.summaries],
            PAGES: [output_path(plan.url) for plan in ready.site.plans],
            ASSETS: [asset.path for asset in ready.site.assets],
        }
        self._cache.keep(ready.articles.keys, bodies, records)


def _edition(site: SitePlan, workshop: Workshop) -> Edition:
    program = resources.program_digest()
    inputs: dict[OutputPath, Mapping[str, str]] = {asset.path: {"file": asset.file.digest} for asset in site.assets}
    for plan in site.plans:
        made_of = {"view": plan.digest(), "program": program}
        if plan.template:
            made_of["template"] = workshop.templates.closure(plan.template)
        inputs[output_path(plan.url)] = made_of
    return Edition(site.plans, site.assets, inputs)


def _unreadable(config: Config, scans: Sequence[Scanned]) -> tuple[Diagnostic, ...]:
    names = (config.build.content, *(config.build.static for _ in scans[1:]))
    return tuple(fault.below(name) for name, found in zip(names, scans, strict=True) for fault in found.diagnostics)


def _fault(error: SitegenError) -> Diagnostic:
    return Diagnostic("", 0, str(error), Severity.ERROR, "template", error.hint)

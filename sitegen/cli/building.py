"""The commands from articles to a site: build, serve, check, explain, deploy."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import click

from sitegen.cli.console import State, diagnostic_row, progress_bar, put_json, say, say_diagnostics, say_error, today
from sitegen.errors import ConfigError

if TYPE_CHECKING:
    from sitegen.build.report import BuildReport
    from sitegen.config import Config

_WARNINGS_SHOWN: Final = 5
_now = click.option("--now", metavar="DATE", help="The day that counts as today; later articles are not published.")
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder for the site; by default the project's."
)


@click.command()
@_output
@click.option("--workers", type=click.IntRange(min=1), help="Processes; by default as many as pay.")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@_now
@click.option("--atomic", is_flag=True, help="Build beside the site that stands, and put it in its place at once.")
@click.option("--overwrite", is_flag=True, help="Replace files in the output that sitegen did not make.")
@click.option("--profile", is_flag=True, help="Tell where the time went, by stage and by template.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON object.")
@click.pass_obj
def build(
    state: State,
    output: Path | None,
    workers: int | None,
    drafts: bool,
    now: str | None,
    atomic: bool,
    overwrite: bool,
    profile: bool,
    as_json: bool,
) -> None:
    """Make the site in both scripts.

    Only what changed is made again; with nothing changed nothing is written. An article that is broken is named and
    keeps its last good pages, the others are built; the exit code is then 1.
    """
    from sitegen.build.cache import Cache
    from sitegen.build.output import FolderOutput
    from sitegen.build.pool import collect_rarely
    from sitegen.build.session import BuildSession

    collect_rarely()
    config = state.config()
    folder = _folder(config, output)
    place = FolderOutput(folder, at_once=atomic)
    with Cache.open(_cache_path(config)) as cache, progress_bar() as progress:
        report = BuildSession(
            config,
            place,
            cache,
            now=today(config, now),
            drafts=drafts,
            overwrite=overwrite,
            workers=workers,
            progress=progress,
        ).build()
        if cache.notice:
            say(cache.notice)
    say_diagnostics(report.diagnostics, most=_WARNINGS_SHOWN)
    if profile:
        _say_times(report)
    if as_json:
        put_json(_report_row(report))
    else:
        say(f"{report.pages} pages, {len(report.written)} files written, {len(report.deleted)} deleted → {folder}")
    sys.exit(report.failed)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.pass_obj
def serve(state: State, port: int) -> None:
    """Preview the site, drafts included; the browser reloads when a file is saved. Ctrl-C ends it.

    Only this machine can reach it. Nothing is written.
    """
    from sitegen.serve.run import serve as run

    def report(done: "BuildReport") -> None:
        say_diagnostics(done.diagnostics, most=_WARNINGS_SHOWN)
        say(f"{done.pages} pages, {len(done.written)} made anew")

    run(
        state.config(),
        port=port,
        on_ready=lambda url: say(f"{url}  (Ctrl-C ends it)"),
        on_report=report,
        on_error=say_error,
    )


@click.command()
@_now
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.pass_obj
def check(state: State, now: str | None, as_json: bool) -> None:
    """Check front matter, links, pictures and menu without building; exit code 1 if something is wrong."""
    from sitegen.build.cache import Cache
    from sitegen.build.output import MemoryOutput
    from sitegen.build.session import BuildSession

    config = state.config()
    with Cache.glance(_cache_path(config)) as cache:
        found = BuildSession(config, MemoryOutput(), cache, now=today(config, now), drafts=True).check()
    if as_json:
        for diagnostic in found:
            put_json(diagnostic_row(diagnostic))
    else:
        say_diagnostics(found)
        say(f"{len(found)} errors" if found else "all is well")
    sys.exit(bool(found))


@click.command()
@click.argument("url")
@_output
@_now
@click.pass_obj
def explain(state: State, url: str, output: Path | None, now: str | None) -> None:
    """Say what the page at URL (such as /zh-hant/tags/) is made of, and why the next build makes it, or does not."""
    from sitegen.build.cache import Cache
    from sitegen.build.graph import MEANINGS
    from sitegen.build.output import FolderOutput
    from sitegen.build.report import Explanation
    from sitegen.build.session import BuildSession
    from sitegen.model import UrlPath

    config = state.config()
    path = "/" + unquote(url).removeprefix(config.site.base_url).lstrip("/")
    with Cache.glance(_cache_path(config)) as cache:
        session = BuildSession(config, FolderOutput(_folder(config, output)), cache, now=today(config, now))
        found = session.explain(UrlPath(path))
    if not isinstance(found, Explanation):
        near = f"did you mean {' or '.join(found)}?" if found else "`/` and `/sitemap.xml` lead to all pages"
        raise ConfigError(f"the site has no page {path}", hint=near)
    click.echo(f"{found.path}  from {found.owner}{f', template {found.template}' if found.template else ''}")
    for name, digest in sorted(found.inputs.items()):
        click.echo(f"  {name:9} {digest[:8]}  {MEANINGS[name]}")
    if found.last:
        click.echo(f"last made:   {found.last}")
    click.echo(f"out of date: {found.reason}" if found.reason else "up to date")


@click.command()
@click.argument("target", required=False)
@click.option("--dry-run", is_flag=True, help="Show the plan and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as one JSON object.")
@click.pass_obj
def deploy(state: State, target: str | None, dry_run: bool, as_json: bool) -> None:
    """Publish the built site to TARGET, one of [deploy.NAME] in sitegen.toml.

    The plan comes first: what is new, changed, deleted. More deletions than the target allows are refused before
    anything is changed, and deletions come last.
    """
    from sitegen.deploy.run import deploy as run

    plan = run(state.config(), target, dry_run=dry_run)
    if as_json:
        put_json({**plan.as_dict(), "dry_run": dry_run})
        return
    for upload in plan.uploads:
        say(f"upload  {upload.path}")
    for path in plan.deletes:
        say(f"delete  {path}")
    verb = "would change" if dry_run else "published"
    say(f"{verb}: {len(plan.uploads)} uploads, {len(plan.deletes)} deletions, {len(plan.unchanged)} unchanged")


def _folder(config: "Config", output: Path | None) -> Path:
    folder = output or config.folder(config.build.output)
    resolved = folder.resolve()
    for name in (config.build.content, config.build.static, config.theme.templates, "."):
        source = config.folder(name).resolve()
        if source.is_relative_to(resolved) or (name != "." and resolved.is_relative_to(source)):
            raise ConfigError(
                f"{folder}: the site would be written over the project", hint="choose a folder of its own"
            )
    return folder


def _cache_path(config: "Config") -> Path:
    from sitegen.build.session import CACHE_PATH

    return config.root / CACHE_PATH


def _report_row(report: "BuildReport") -> dict[str, object]:
    from sitegen.build.report import peak_memory_mb

    peak = peak_memory_mb()
    return {
        "pages": report.pages,
        "written": list(report.written),
        "deleted": list(report.deleted),
        "ran": dict(report.ran),
        "reasons": {
            path: {"code": reason.code, "inputs": list(reason.inputs), "text": str(reason)}
            for path, reason in report.due.items()
        },
        "seconds": {name: round(seconds, 4) for name, seconds in report.seconds.items()},
        "template_seconds": {name: round(seconds, 4) for name, seconds in report.template_seconds.items()},
        "peak_memory_mb": None if peak is None else round(peak, 1),
        "diagnostics": [diagnostic_row(found) for found in report.diagnostics],
    }


def _say_times(report: "BuildReport") -> None:
    from sitegen.build.report import peak_memory_mb

    for title, seconds in (("stage", report.seconds), ("template, all processes", report.template_seconds)):
        if seconds:
            say(f"{'seconds':>8}  {title}")
        for name, taken in sorted(seconds.items(), key=lambda row: -row[1]):
            say(f"{taken:8.3f}  {name}")
    if (peak := peak_memory_mb()) is not None:
        say(f"{peak:8.0f}  MB of memory, the largest process")

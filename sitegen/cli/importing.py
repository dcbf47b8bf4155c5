"""The commands from raw pages to articles: import, extract, repair, convert."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from sitegen.cli.console import State, put_json, say, say_diagnostics
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import ENGINES

if TYPE_CHECKING:
    from sitegen.ingest.convert_files import ConvertedFile
    from sitegen.ingest.importer import Imported
    from sitegen.model import Extraction

_LINES_AT_ONCE: Final = 2000
_PROFILES: Final = (
    "s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "tw2t", "hk2s", "hk2sp", "hk2t",
    "t2jp", "jp2t",
)  # fmt: skip
"""Named here too, since help must not load the dictionaries; a test holds them to be the same."""


@click.command("import")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), help="The content folder; by default the project's."
)
@click.option("--from", "list_", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="JSONL or CSV that says where pages came from: path, url, retrieved, publisher …")  # fmt: skip
@click.option("--update", is_flag=True, help="Merge what is found now into articles imported before; edits win.")
@click.option("--restore", is_flag=True, help="Bring back articles that were deleted after import.")
@click.option("--keywords", type=click.IntRange(0, 50), metavar="N",
              help="Make tags of at most N words that an article is about; by default [import] keywords.")  # fmt: skip
@click.option("--max-bytes", type=click.IntRange(1), metavar="N",
              help="Refuse pages of more than N bytes; by default [import] max_bytes.")  # fmt: skip
@click.option("--images", is_flag=True, help="Bring in the pictures that articles show: from archives, or the web.")
@click.option("--images-from", multiple=True, type=click.Path(path_type=Path, exists=True), metavar="PLACE",
              help="A folder, .zip or .warc with pictures; the web is asked only with --images.")  # fmt: skip
@click.option("--images-private", is_flag=True, help="Fetch pictures from a private network too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a page.")
@click.pass_obj
def import_(
    state: State,
    sources: tuple[Path, ...],
    into: Path | None,
    list_: Path | None,
    update: bool,
    restore: bool,
    keywords: int | None,
    max_bytes: int | None,
    images: bool,
    images_from: tuple[Path, ...],
    images_private: bool,
    as_json: bool,
) -> None:
    """Turn raw pages (files or folders: HTML, text dumps) into Markdown articles.

    A page that was imported before is left alone, and a file that a person edited or deleted is never overwritten.
    Beside NAME.html, NAME.meta.toml may say what is known of it (url, retrieved, publisher, date …).
    """
    from sitegen.ingest.importer import ImportOptions, Outcome, import_pages
    from sitegen.ingest.origin import read_list
    from sitegen.ingest.picture_sources import PictureOptions

    if images_private and not images:
        raise click.UsageError("--images-private says from where --images may fetch")
    if not sources and list_ is None:
        raise click.UsageError("name the files or folders with raw pages, or a list with --from")
    config = state.config()
    origins = read_list(list_) if list_ else {}
    missing = [path for path in sources if not path.exists()]
    if missing:
        raise ConfigError(f"{missing[0]}: no such file or folder")
    settings = config.imports
    count = settings.keywords if keywords is None else keywords
    pictures = PictureOptions(images_from, fetches=images, allows_private=images_private)
    report = import_pages(
        sources or tuple(map(_from_here, origins)),
        into or config.folder(settings.into),
        ImportOptions(
            settings.zone,
            update=update,
            restore=restore,
            reject=settings.reject,
            keywords=count,
            max_bytes=settings.max_bytes if max_bytes is None else max_bytes,
            pictures=pictures if images or images_from else None,
        ),
        origins=origins,
        on_done=_put_imported if as_json else _say_imported,
    )
    say_diagnostics(report.diagnostics)
    counts = ", ".join(f"{count} {outcome.value}" for outcome, count in sorted(report.counts.items()))
    say(f"raw pages: {len(report.documents)}{f' ({counts})' if counts else ''}")
    if any(done.doubts for done in report.documents):
        say("`sitegen review` shows what was repaired, removed and doubted")
    sys.exit(bool(report.counts.get(Outcome.FAILED)))


def _from_here(path: Path) -> Path:
    """Return *path* as a person would type it, if it stands below the folder where they are."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _put_imported(done: "Imported") -> None:
    put_json(
        {
            "source": done.source,
            "outcome": done.outcome.value,
            "path": done.path,
            "doubts": done.doubts,
            "removed": done.removed,
        }
    )


def _say_imported(done: "Imported") -> None:
    from sitegen.ingest.importer import Outcome

    if done.outcome not in (Outcome.UNCHANGED, Outcome.FAILED):
        notes = f"  ({done.doubts} doubtful, {done.removed} removed)" if done.doubts or done.removed else ""
        say(f"{done.outcome.value:9} {done.source} → {done.path}{notes}")


_SHOWN = (
    "title", "subtitle", "date", "updated", "publisher", "authors", "editor", "sections", "tags", "lang",
    "canonical_url", "image", "licence",
)  # fmt: skip


@click.command("extract")
@click.argument("paths", nargs=-1, type=str)
@click.option("--files-from", type=click.File("r", encoding="utf-8"),
              help='Lines {"path", "url", "retrieved"}; - reads standard input.')  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and document, with all that was found.")
@click.option("--timezone", default="+08:00", show_default=True, help="Of times that name no offset.")
def extract_(paths: tuple[str, ...], files_from: IO[str] | None, as_json: bool, timezone: str) -> None:
    """Show what import would find in raw pages, without writing anything.

    A document that fails says so and the others go on; the exit code is then 1.
    """
    from sitegen.config import parse_zone

    if not paths and files_from is None:
        raise click.UsageError("name raw pages, or give a list with --files-from")
    try:
        zone = parse_zone(timezone)
    except ValueError as error:
        raise ConfigError(str(error), hint='such as "+08:00" or "Asia/Taipei"') from error
    listed = _listed(files_from) if files_from else ()
    has_failed = False
    for path, url, retrieved in (*((path, None, None) for path in paths), *listed):
        try:
            found = _extract(path, url, retrieved, zone)
        except (OSError, ValueError, SitegenError) as error:
            # ValueError: a name that no file can have.
            has_failed = True
            message = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            if as_json:
                put_json({"path": path, "error": message})
            else:
                say(f"error: {path}: {message}")
                if hint := _hint_of(error, path):
                    say(f"  hint: {hint}")
            continue
        if as_json:
            put_json(_extraction_row(path, found))
        else:
            _show_extraction(found)
    sys.exit(has_failed)


def _hint_of(error: Exception, path: str) -> str:
    if isinstance(error, SitegenError):
        return error.hint
    return "name the files in it" if isinstance(error, OSError) and Path(path).is_dir() else ""


def _listed(lines: Iterable[str]) -> list[tuple[str, str | None, str | None]]:
    from datetime import UTC

    from sitegen.moment import Moment

    rows: list[tuple[str, str | None, str | None]] = []
    for number, line in enumerate(_utf8(lines), 1):
        if not line.strip():
            continue
        row = _json(line)
        path, url, retrieved = map((row if isinstance(row, dict) else {}).get, ("path", "url", "retrieved"))
        if not isinstance(path, str) or not isinstance(url, str | None) or not isinstance(retrieved, str | None):
            hint = 'each line is an object such as {"path": "a.html", "url": null}'
            raise ConfigError(f"list, line {number}: names no document", hint=hint)
        try:
            moment = Moment.parse(retrieved, UTC).iso if retrieved else None
        except ValueError as error:
            hint = 'write when the page was fetched as "2021-11-29T09:33+08:00"'
            raise ConfigError(f"list, line {number}: `retrieved`: {error}", hint=hint) from error
        rows.append((path, url, moment))
    return rows


def _json(line: str) -> object:
    """Return what *line* holds as JSON; None if it is none."""
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    return found


def _extract(path: str, url: str | None, retrieved: str | None, zone: Any) -> "Extraction":  # noqa: ANN401 (a tzinfo, imported lazily)
    from sitegen.extract.extractor import extract
    from sitegen.model import RawDocument

    return extract(RawDocument(path=path, data=Path(path).read_bytes(), url=url, retrieved=retrieved), zone=zone)


def _extraction_row(path: str, found: "Extraction") -> dict[str, object]:
    from sitegen.ingest.receipts import evidence_rows, repair_row

    return {
        "path": path,
        "title": found.title,
        "subtitle": found.subtitle,
        "date": found.date,
        "updated": found.updated,
        "publisher": found.publisher,
        "authors": list(found.authors),
        "editor": found.editor,
        "sections": list(found.sections),
        "tags": list(found.tags),
        "lang": found.lang,
        "canonical_url": found.canonical_url,
        "image": found.image,
        "licence": found.licence,
        "text": found.text,
        "markdown": found.markdown,
        "repairs": [repair_row(step) for step in found.repairs],
        "removed": [{"rule": gone.rule, "text": gone.text, "line": gone.line} for gone in found.removed],
        "warnings": list(found.warnings),
        "evidence": evidence_rows(found.evidence),
    }


def _show_extraction(found: "Extraction") -> None:
    for name in _SHOWN:
        value = getattr(found, name)
        if value:
            click.echo(f"{name}: {', '.join(value) if isinstance(value, tuple) else value}")
    click.echo(f"\n{found.markdown.strip()}\n")


@click.command("repair")
@click.option("--jsonl", is_flag=True, help='Lines {"id", "text"} in, lines {"id", "text", "repairs"} out.')
def repair_(jsonl: bool) -> None:
    """Repair damaged text: standard input to standard output.

    What cannot be repaired for sure is left as it is and, with --jsonl, listed among the repairs.
    """
    from sitegen.ingest.receipts import repair_row
    from sitegen.text.repair import repair

    if not jsonl:
        click.echo(repair("".join(_utf8(sys.stdin))).text, nl=False)
        return
    for number, line in enumerate(_utf8(sys.stdin), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identity, text = row["id"], str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            hint = 'each line is an object such as {"id": 1, "text": "…"}'
            raise ConfigError(f"standard input, line {number}: no `id` and `text`", hint=hint) from error
        repaired = repair(text)
        put_json({"id": identity, "text": repaired.text, "repairs": [repair_row(step) for step in repaired.steps]})


@click.command("convert")
@click.option("--profile", required=True, type=click.Choice(_PROFILES), metavar="NAME",
              help=f"One of {', '.join(_PROFILES)}.")  # fmt: skip
@click.option("--engine", default=ENGINES[0], show_default=True, type=click.Choice(ENGINES), metavar="NAME",
              help=f"Who converts: one of {', '.join(ENGINES)}.")  # fmt: skip
@click.option("--rare-glyphs", is_flag=True,
              help="On standard input, also use characters that most fonts show as an empty box.")  # fmt: skip
@click.option("--markdown", is_flag=True, help="Convert only the words of Markdown: no code, addresses, fields …")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False),
              help="The folder to write to, in which folders keep their order.")  # fmt: skip
@click.option("--in-place", is_flag=True, help="Write each file where it was.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def convert_(
    profile: str,
    engine: str,
    rare_glyphs: bool,
    markdown: bool,
    output: Path | None,
    in_place: bool,
    paths: tuple[Path, ...],
) -> None:
    """Convert text between scripts: PATHS (files, or folders of .md, .markdown and .txt), or standard input.

    s2tw gives Traditional as written in Taiwan, s2hk as in Hong Kong, tw2s and hk2s lead back; a final p also exchanges
    words, which is not orthography but translation.

    Without --markdown the text is converted line for line by the dictionaries alone. With it, rules of our own, the
    page's glossary and quotation marks hold as in a build, and `lang` is set to the variant.
    """
    if output and in_place:
        raise click.UsageError("--output and --in-place exclude one another")
    if (paths or markdown) and rare_glyphs:
        raise click.UsageError("--rare-glyphs is for plain text on standard input")
    if not paths and (output or in_place):
        raise click.UsageError("name the files or folders to convert")
    if not paths and markdown:
        _convert_markdown_input(profile, engine)
    elif not paths:
        _convert_input(profile, engine, rare_glyphs=rare_glyphs)
    elif output or in_place:
        _convert_files(paths, profile, engine, markdown=markdown, output=output)
    elif len(paths) > 1 or paths[0].is_dir():
        raise click.UsageError("say where to write with --output DIR or --in-place")
    else:
        _convert_one(paths[0], profile, engine, markdown=markdown)


def _convert_input(profile: str, engine: str, *, rare_glyphs: bool) -> None:
    from sitegen.text.script.convert import convert

    for lines in _line_blocks(sys.stdin):
        sys.stdout.write(convert(lines, (profile,), engine, rare_glyphs=rare_glyphs))


def _convert_markdown_input(profile: str, engine: str) -> None:
    from sitegen.ingest.convert_files import convert_data

    data = "".join(_utf8(sys.stdin)).encode()
    _print_converted(convert_data(data, "standard input", profile, markdown=True, engine=engine))


def _convert_one(path: Path, profile: str, engine: str, *, markdown: bool) -> None:
    from sitegen.ingest.convert_files import convert_data, is_markdown

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    is_structured = is_markdown(path, asked=markdown)
    _print_converted(convert_data(data, path.as_posix(), profile, markdown=is_structured, engine=engine))


def _print_converted(found: "ConvertedFile") -> None:
    say_diagnostics(found.diagnostics)
    if found.data is None:
        sys.exit(1)
    # As bytes: line ends stay as they are on every system.
    sys.stdout.buffer.write(found.data)


def _convert_files(paths: tuple[Path, ...], profile: str, engine: str, *, markdown: bool, output: Path | None) -> None:
    from sitegen.ingest.convert_files import convert_files

    done = []
    for found in convert_files(paths, profile, markdown=markdown, output=output, engine=engine):
        say_diagnostics(found.diagnostics)
        done.append(found)
    failed = sum(found.data is None for found in done)
    say(f"{len(done)} files, {sum(found.is_written for found in done)} written, {failed} failed")
    sys.exit(bool(failed))


def _utf8(stream: Iterable[str]) -> Iterator[str]:
    try:
        yield from stream
    except UnicodeDecodeError as error:
        raise ConfigError("the input is not UTF-8", hint="`sitegen extract` reads pages in other encodings") from error


def _line_blocks(stream: Iterable[str]) -> Iterator[str]:
    lines = _utf8(stream)
    while block := "".join(islice(lines, _LINES_AT_ONCE)):
        yield block

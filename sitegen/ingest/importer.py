"""Raw pages → articles in the content folder: `import_pages`."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from sitegen import __version__
from sitegen.digest import digest_bytes
from sitegen.errors import ContentError, SitegenError
from sitegen.extract.extractor import extract
from sitegen.files import fold_path, walk_files, write_if_changed
from sitegen.ingest.articles import article_bytes, changed_bytes, fields_of, read_article
from sitegen.ingest.clean_picture import SIZE_LIMIT
from sitegen.ingest.compose import compose, slug_of, with_befores, with_keywords, with_pictures
from sitegen.ingest.decisions import NO_DECISIONS, Decision, Decisions
from sitegen.ingest.lock import writing
from sitegen.ingest.merge import Fields, field_digests, merge
from sitegen.ingest.origin import NO_ORIGIN, Origin, read_sidecar
from sitegen.ingest.parts import find_parts
from sitegen.ingest.picture_sources import OfPage, PictureOptions, PictureSources
from sitegen.ingest.pictures import Localised, localise
from sitegen.ingest.readers import find_sources, page, reader_for
from sitegen.ingest.receipts import ImportReceipt, receipt_of, write_receipt
from sitegen.ingest.record import ImportRow, read_record, write_record
from sitegen.ingest.settle import decided, standing
from sitegen.model import PAGE_BYTES_MAX, Diagnostic, Evidence, Extraction, RawDocument, Severity, Slug
from sitegen.text.marked import unmark

_PROGRAM: Final = f"sitegen {__version__}"


class Outcome(StrEnum):
    """What became of one raw page."""

    NEW = "new"
    UNCHANGED = "unchanged"
    """It was imported before, and nothing is different."""

    KEPT = "kept"
    """It was imported before, and a person has edited the article since."""

    UPDATED = "updated"
    MERGED = "merged"
    """New findings went into fields that nobody had edited."""

    DELETED = "deleted"
    """A person deleted the article; `restore` brings it back."""

    RESTORED = "restored"
    JOINED = "joined"
    """It is a later page of the article of another raw page."""

    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Imported:
    """One raw page, and what became of it."""

    source: str
    outcome: Outcome
    path: str = ""
    """The article, below the content folder."""

    doubts: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All raw pages of one import."""

    documents: tuple[Imported, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Return how many raw pages had which outcome."""
        return Counter(document.outcome for document in self.documents)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How raw pages are imported."""

    zone: tzinfo
    """Of times that name no offset."""

    update: bool = False
    """Merge what import finds now into articles that it wrote before."""

    restore: bool = False
    """Bring back articles that a person deleted."""

    reject: tuple[str, ...] = ()
    """Rules whose repairs are not made, and whose removals stay."""

    keywords: int = 0
    """How many words that an article is about become tags."""

    max_bytes: int = PAGE_BYTES_MAX
    """Of a raw page; larger ones are refused."""

    pictures: PictureOptions | None = None
    """From where pictures are brought in that do not lie beside their page; None for nowhere."""


def import_pages(
    sources: Sequence[Path],
    content: Path,
    options: ImportOptions,
    *,
    origins: Mapping[Path, Origin],
    on_done: Callable[[Imported], None] = lambda _: None,
) -> ImportReport:
    """Import all raw pages in *sources*, files or folders, into the folder *content*.

    A page that fails is named in the report, and the others go on. A page that was imported before is left alone; an
    article that a person edited or deleted is never overwritten. *origins* says of pages what a list states, by their
    resolved path; a sidecar beside a page wins over it. *on_done* is called after each page. `ContentError` if the
    import record cannot be read, or another run is at work.
    """
    documents: list[Imported] = []
    with writing(content):
        work = _Import(content, options, origins)
        try:
            for path in work.arranged(list(_distinct(sources, work.note_unreadable))):
                for done in work.import_file(path):
                    documents.append(done)
                    on_done(done)
        finally:
            # What was written is on record even if the person stops us in the middle.
            work.finish()
    return ImportReport((*documents, *work.unreadable), tuple(work.diagnostics))


def _distinct(sources: Iterable[Path], on_error: Callable[[OSError], None]) -> Iterator[Path]:
    seen: set[str] = set()
    for source in sources:
        for path in find_sources(source, on_error):
            real = os.path.realpath(path)  # resolve() raises on a link to itself
            if real not in seen:
                seen.add(real)
                yield path


class _Import:
    """One import: the record as it grows, and the names that are taken."""

    def __init__(self, content: Path, options: ImportOptions, origins: Mapping[Path, Origin]) -> None:
        self._content, self._options, self._origins = content, options, origins
        self.unreadable: list[Imported] = []
        self._rows = dict(read_record(content))
        self.diagnostics: list[Diagnostic] = []
        names = (name for name, _ in walk_files(content, on_error=self.note_unreadable)) if content.is_dir() else ()
        self._taken = {fold_path(name) for name in (*names, *(row.path for row in self._rows.values()))}
        self._seen: set[str] = set()
        self._pictures = PictureSources(content, options.pictures)
        self._parts: Mapping[Path, tuple[Path, ...]] = {}
        """The later pages of articles, by the first."""

    def finish(self) -> None:
        if not self._rows:
            return
        try:
            self._pictures.finish()
            write_record(self._content, self._rows)
        except OSError as error:
            hint = "make room, and run the same command again: it takes up what was written"
            raise ContentError(f"the import record cannot be written: {error.strerror}", hint=hint) from error

    def note_unreadable(self, error: OSError) -> None:
        """Note a folder that cannot be listed; an import without it has failed in part."""
        shown = Path(error.filename).as_posix()
        self.unreadable.append(self._failed(shown, f"cannot be read: {error.strerror}", "check who may read it"))

    def arranged(self, paths: Sequence[Path]) -> list[Path]:
        """Return *paths* without those that are later pages of an article that begins in another of them."""
        found = find_parts(paths, self._url)
        hint = "if they are one article, put its pages together by hand"
        for first, parts in found.items():
            doubt = parts.doubt or self._imported_alone(parts.paths[1:])
            if doubt:
                message = f"looks like the first of {len(parts.paths)} pages of one article; they stay apart: {doubt}"
                self.diagnostics.append(Diagnostic(first.as_posix(), 0, message, Severity.WARNING, "parts", hint))
            else:
                self._parts = {**self._parts, first: parts.paths[1:]}
        later = {path for others in self._parts.values() for path in others}
        return [path for path in paths if path not in later]

    def _imported_alone(self, parts: Sequence[Path]) -> str:
        digests = (hashlib.sha256(path.read_bytes()).hexdigest() for path in parts)
        row = next((self._rows[digest] for digest in digests if digest in self._rows), None)
        return f"{row.path} was made of one of them before" if row else ""

    def import_file(self, path: Path) -> Iterator[Imported]:
        shown = path.as_posix()
        try:
            origin = self._origin(path)
            documents = list((reader_for(path) or page.read)(path))
        except OSError as error:
            yield self._failed(shown, f"cannot be read: {error.strerror}", "check its name, and who may read it")
            return
        except SitegenError as error:
            yield self._failed(shown, str(error), error.hint)
            return
        for data in documents:
            sha256 = hashlib.sha256(data).hexdigest()
            try:
                done = self._import_document(path, data, sha256, origin)
                yield done
                for part in self._parts.get(path, ()):
                    yield Imported(part.as_posix(), Outcome.JOINED, done.path)
            except SitegenError as error:
                yield self._failed(shown, str(error), error.hint)
            except OSError as error:
                place = error.filename or "the article"
                yield self._failed(shown, f"{place}: {error.strerror}", "look what stands there")

    def _origin(self, path: Path) -> Origin:
        listed = self._origins.get(path.resolve(), NO_ORIGIN)
        return Origin({**listed.fields, **read_sidecar(path).fields})

    def _url(self, path: Path) -> str | None:
        try:
            return self._origin(path).fields.get("url")
        except SitegenError:
            return None  # told where the page is imported

    def _failed(self, shown: str, message: str, hint: str) -> Imported:
        message = message.removeprefix(f"{shown}: ")
        self.diagnostics.append(Diagnostic(shown, 0, message, Severity.ERROR, "import", hint))
        return Imported(shown, Outcome.FAILED)

    def _import_document(self, path: Path, data: bytes, sha256: str, origin: Origin) -> Imported:
        shown, row = path.as_posix(), self._rows.get(sha256)
        if sha256 in self._seen:
            return Imported(shown, Outcome.UNCHANGED, row.path if row else "")
        self._seen.add(sha256)
        file = self._content / row.path if row else None
        if row and file and not file.exists():
            if not self._options.restore:
                return Imported(shown, Outcome.DELETED, row.path)
        elif row and file and not self._options.update:
            is_edited = digest_bytes(file.read_bytes()) != row.written
            return Imported(shown, Outcome.KEPT if is_edited else Outcome.UNCHANGED, row.path)
        raw = _raw_document(shown, data, origin)
        extraction = with_keywords(self._extracted(path, raw), self._options.keywords)
        body = extraction.marked.get("body", extraction.markdown)
        elsewhere = OfPage(self._pictures, path, sha256)
        url = raw.url or extraction.canonical_url
        beside, others = partial(_beside, path), with_pictures(extraction)
        local = localise(body, url, beside, elsewhere, lead=extraction.image, others=others)
        extraction = with_befores(extraction, dict(zip(others, local.others, strict=True)))
        slug = Slug(PurePosixPath(row.path).stem) if row else self._free_slug(extraction, sha256)
        article = row.path if row else f"{slug}.md"
        receipt = receipt_of(extraction, raw=sha256, program=_PROGRAM, marked=local.markdown)
        composed = compose(raw, extraction, slug=slug, sha256=sha256, body=unmark(local.markdown), image=local.lead)
        decisions = self._decisions(article, row, receipt)
        found = decided(composed, receipt, decisions, self._options.reject)
        outcome = self._write(article, found, row, sha256, decisions)
        self._write_beside(article, local, receipt)
        self._warn(shown, (*extraction.warnings, *local.warnings))
        settled = {**standing(receipt, self._options.reject), **decisions}
        doubts = sum(id_ not in settled for id_ in receipt.doubts)
        return Imported(shown, outcome, article, doubts, len(extraction.removed))

    def _extracted(self, path: Path, raw: RawDocument) -> Extraction:
        parts = [
            _raw_document(part.as_posix(), next(page.read(part)), self._origin(part))
            for part in self._parts.get(path, ())
        ]
        found = extract(raw, zone=self._options.zone, more=parts, bytes_max=self._options.max_bytes)
        digests = (hashlib.sha256(part.data).hexdigest() for part in parts)
        stated = (
            Evidence("part", f"page {number}", " ".join(filter(None, (part.url, sha256))))
            for number, (part, sha256) in enumerate(zip(parts, digests, strict=True), 2)
        )
        return replace(found, evidence=(*found.evidence, *stated))

    def _decisions(self, article: str, row: ImportRow | None, receipt: ImportReceipt) -> Decisions:
        """Return what was decided before; a decision whose step is not found any more is kept, and told once."""
        before = row.decisions if row else NO_DECISIONS
        found: dict[str, Decision] = {}
        for id_, decision in before.items():
            is_lost = id_ not in receipt.steps and id_ not in receipt.removed
            found[id_] = replace(decision, is_lost=is_lost)
            if is_lost and not decision.is_lost:
                message = f"the step {id_} is not found any more; the decision on it ({decision.verdict}) is kept"
                self.diagnostics.append(Diagnostic(article, 0, message, Severity.WARNING, "lost-decision"))
        return found

    def _free_slug(self, extraction: Extraction, sha256: str) -> Slug:
        """Return a slug whose file is not there, or is there because an import of this page was cut off."""
        base = slug = slug_of(extraction)
        number = 1
        while self._is_taken(slug) and not self._is_left_over(slug, sha256):
            number += 1
            slug = Slug(f"{base}-{number}")
        self._taken.add(fold_path(f"{slug}.md"))
        return slug

    def _is_taken(self, slug: Slug) -> bool:
        return not self._taken.isdisjoint((fold_path(f"{slug}.md"), fold_path(f"{slug}/index.md")))

    def _is_left_over(self, slug: Slug, sha256: str) -> bool:
        article = f"{slug}.md"
        if any(row.path == article for row in self._rows.values()):
            return False
        try:
            source = read_article(self._content / article).get("source")
        except (OSError, SitegenError):
            return False
        return isinstance(source, dict) and source.get("sha256") == sha256

    def _write(self, article: str, found: Fields, row: ImportRow | None, sha256: str, decisions: Decisions) -> Outcome:
        file, ours = self._content / article, article_bytes(found)
        new_row = ImportRow(sha256, article, digest_bytes(ours), field_digests(found), decisions)
        if not file.exists():
            write_if_changed(file, ours, durable=True)
            self._rows[sha256] = new_row
            return Outcome.RESTORED if row else Outcome.NEW
        data = file.read_bytes()
        theirs = fields_of(file, data)
        base = row.base if row else field_digests(found)
        written = row.written if row else digest_bytes(ours)
        # What we would write is no edit: a run that was cut off had written it.
        is_edited = digest_bytes(data) != written and data != ours
        merged = merge(base, theirs, found)
        if merged.conflicts:
            message = f"edited here and found anew: {', '.join(merged.conflicts)}; the edit was kept"
            self.diagnostics.append(Diagnostic(article, 0, message, Severity.WARNING, "merge"))
        is_same = field_digests(merged.fields) == field_digests(theirs)
        if not is_same:
            gone = dict.fromkeys(theirs.keys() - merged.fields.keys())
            data = changed_bytes(file, data, {**merged.fields, **gone}) if is_edited else article_bytes(merged.fields)
            write_if_changed(file, data, durable=True)
        # What a person edited stays edited in the eyes of the next import.
        self._rows[sha256] = replace(new_row, written=written if is_edited else digest_bytes(data))
        if is_same:
            return Outcome.KEPT if is_edited else Outcome.UNCHANGED
        return Outcome.MERGED if is_edited else Outcome.UPDATED

    def _write_beside(self, article: str, local: Localised, receipt: ImportReceipt) -> None:
        for picture in local.pictures:
            write_if_changed(self._content / picture.name, picture.data, durable=True)
        for url, name in local.found.items():
            self._pictures.note(url, name)
        write_receipt(self._content, article, receipt)

    def _warn(self, shown: str, warnings: Iterable[str]) -> None:
        self.diagnostics += [Diagnostic(shown, 0, text, Severity.WARNING, "import") for text in warnings]


def _raw_document(shown: str, data: bytes, origin: Origin) -> RawDocument:
    fields = dict(origin.fields)
    return RawDocument(
        path=shown,
        data=data,
        url=fields.pop("url", None),
        charset=fields.pop("charset", None),
        retrieved=fields.pop("retrieved", None),
        fields=fields,
    )


def _beside(raw: Path, name: str) -> bytes | None:
    """Return a file that a raw page refers to, from its own folder or from the one that browsers save pictures in."""
    for folder in (raw.parent, raw.with_name(f"{raw.stem}_files")):
        path = folder / name
        try:
            is_ours = path.resolve().is_relative_to(raw.parent.resolve()) and path.is_file()
            if is_ours and path.stat().st_size <= SIZE_LIMIT:
                return path.read_bytes()
        except (OSError, ValueError):  # ValueError: a name that no file can have
            continue
    return None

"""The article stage: content files → summaries and bodies; those that changed are made, the others are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.build import codec
from sitegen.build.cache import Cache, Record
from sitegen.build.pool import Pool
from sitegen.build.scan import SourceFile
from sitegen.build.tasks import DoneArticle, Workshop, make_article
from sitegen.digest import Digest, digest_value
from sitegen.model import ArticleSummary, Diagnostic

STAGE: Final = "article"


@dataclass(frozen=True, slots=True)
class Articles:
    """All articles that could be read, those of broken files as they were when last read."""

    summaries: tuple[ArticleSummary, ...]
    keys: tuple[Digest, ...]
    """Under which each is stored."""

    diagnostics: tuple[Diagnostic, ...]
    made: int
    """How many were not stored."""


def read_articles(
    files: Sequence[SourceFile],
    cache: Cache,
    pool: Pool[Workshop],
    *,
    rules: Digest,
    variants: Sequence[str],
    folder: str,
) -> Articles:
    """Return the articles of *files*, in their order.

    *rules* is the digest of all but the file that decides how an article is read, *variants* are the tags of those that
    are published, *folder* is what stands before the names of content files in messages.
    """
    keys = {file.name: _key(file.name, file.digest, rules) for file in files}
    found: dict[str, tuple[Digest, ArticleSummary]] = {}
    faults: list[Diagnostic] = []
    for file in files:
        if (summary := _stored(cache, keys[file.name])) is not None:
            found[file.name] = keys[file.name], summary
    todo = [(file.name, file.path) for file in files if file.name not in found]
    records = cache.records(STAGE) if todo else {}
    for (name, _), result in zip(todo, pool.map(make_article, todo), strict=True):
        if isinstance(result, DoneArticle):
            key = _key(name, result.digest, rules)
            found[name] = key, result.summary
            _store(cache, name, key, result)
        else:
            faults += [fault.below(folder) for fault in result]
            # A broken file leaves the site as it was: its last good state stands in.
            last = records.get(name)
            summary = _stored(cache, last.output) if last else None
            if last and summary and set(variants) <= set(summary.texts):
                found[name] = last.output, summary
    ordered = [found[file.name] for file in files if file.name in found]
    return Articles(
        summaries=tuple(summary for _, summary in ordered),
        keys=tuple(key for key, _ in ordered),
        diagnostics=tuple(faults),
        made=len(todo),
    )


def _key(name: str, file: Digest, rules: Digest) -> Digest:
    return digest_value((name, file, rules))


def _stored(cache: Cache, key: Digest) -> ArticleSummary | None:
    stored = cache.summary(key)
    try:
        return codec.decode(stored) if stored is not None else None
    except (KeyError, TypeError, ValueError):
        # Another version of the program stored it.
        return None


def _store(cache: Cache, name: str, key: Digest, result: DoneArticle) -> None:
    for digest, html in result.bodies:
        cache.put_body(digest, html)
    cache.put_summary(key, codec.encode(result.summary))
    cache.put_record(STAGE, name, Record({"file": result.digest}, key, ""))

"""The article stage: content files → summaries; those that changed are made, the others are stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sitegen.build import codec
from sitegen.build.cache import ArticleRow, Cache
from sitegen.build.pool import Pool
from sitegen.build.scan import SourceFile
from sitegen.digest import Digest, digest_bytes
from sitegen.model import ArticleSummary, Diagnostic

if TYPE_CHECKING:
    from sitegen.build.tasks import Workshop

STAGE: Final = "article"


@dataclass(frozen=True, slots=True)
class Articles:
    """All articles that could be read, those of broken files as they were when last read."""

    summaries: tuple[ArticleSummary, ...]
    diagnostics: tuple[Diagnostic, ...]
    made: int
    """How many were not stored."""

    touched: frozenset[str] | None
    """Those that were made anew, by path, if all that other pages may know of them is as it was; else None."""


def article_key(name: str, file: Digest, rules: Digest) -> Digest:
    """Return the digest of all that an article is made from: its name, its file, and the *rules* for all."""
    return digest_bytes(f"{rules} {file} {name}".encode("utf-8", "surrogatepass"))


def read_articles(
    files: Sequence[SourceFile],
    cache: Cache,
    start: Callable[[], "Pool[Workshop]"],
    *,
    rules: Digest,
    variants: Sequence[str],
    folder: str,
    progress: Callable[[int, int], None],
) -> Articles:
    """Return the articles of *files*, in their order.

    *start* gives the pool that makes what is not stored, *rules* is the digest of all but the file that decides how an
    article is read, *variants* are the tags of those that are published, *folder* is what stands before the names of
    content files in messages. *progress* is told how many of how many are made.
    """
    stored = cache.articles()
    cache.forget_articles(stored.keys() - {file.name for file in files})
    found: dict[str, ArticleSummary] = {}
    todo: list[tuple[str, str]] = []
    for file in files:
        key, text = stored.get(file.name, ("", ""))
        if key == article_key(file.name, file.digest, rules) and (summary := _decoded(text)) is not None:
            found[file.name] = summary
        else:
            todo.append((file.name, str(file.path)))
    faults = _make(todo, cache, start, found, progress) if todo else {}
    for name in faults:
        # A broken file leaves the site as it was: its last good state stands in.
        last = _decoded(stored[name][1]) if name in stored else None
        if last and set(variants) <= set(last.texts):
            found[name] = last
    touched = not faults and all(name in stored and _is_alike(found[name], stored[name][1]) for name, _ in todo)
    return Articles(
        summaries=tuple(found[file.name] for file in files if file.name in found),
        diagnostics=tuple(fault.below(folder) for told in faults.values() for fault in told),
        made=len(todo),
        touched=frozenset(name for name, _ in todo) if touched else None,
    )


def _is_alike(summary: ArticleSummary, before: str) -> bool:
    """Say whether other pages may know the same of an article as *before*; where its own links lead is its affair."""
    last = _decoded(before)
    if last is None:
        return False
    return replace(last, digest=summary.digest, links=summary.links, anchors=summary.anchors) == summary


def _make(
    todo: Sequence[tuple[str, str]],
    cache: Cache,
    start: Callable[[], "Pool[Workshop]"],
    found: dict[str, ArticleSummary],
    progress: Callable[[int, int], None],
) -> Mapping[str, Sequence[Diagnostic]]:
    """Make the articles of *todo*, store them, and return what is wrong with those that cannot be made."""
    from sitegen.build.tasks import make_articles  # noqa: PLC0415 (parsers and converters; a build often needs none)

    faults: dict[str, Sequence[Diagnostic]] = {}
    with start() as pool:
        for number, ((name, _), result) in enumerate(zip(todo, pool.map(make_articles, todo), strict=True), 1):
            if isinstance(result, ArticleRow):
                cache.put_article(result)
                found[name] = codec.decode_summary(result.summary)
            else:
                faults[name] = result
            progress(number, len(todo))
    return faults


def _decoded(text: str) -> ArticleSummary | None:
    try:
        return codec.decode_summary(text)
    except (TypeError, ValueError):
        # Not what this program stores; it is made again.
        return None

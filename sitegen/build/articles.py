"""The article stage: content files → what the cache has of them; those that changed are made anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sitegen.build.cache import ArticleRow, Cache
from sitegen.build.pool import Pool
from sitegen.build.scan import SourceFile
from sitegen.build.shelf import UNPACKED, Shelf, unpacked
from sitegen.digest import Digest, digest_bytes
from sitegen.model import ArticleSummary, Diagnostic

if TYPE_CHECKING:
    from sitegen.build.tasks import Workshop

STAGE: Final = "article"
_FEW: Final = 256
"""If more articles are edited at once, nobody looks whether other pages could know."""


@dataclass(frozen=True, slots=True)
class Articles:
    """What became of the content files; articles of broken ones are in the cache as they were when last read."""

    diagnostics: tuple[Diagnostic, ...]
    made: int
    """How many were not stored."""

    unfit: frozenset[str]
    """Those of broken files that were last read before the site had all its variants, by path."""

    edited: "Edited | None"
    """Those that were made anew, if all that other pages show of them is as it was; else None."""

    unpacked: Mapping[str, ArticleSummary]
    """Summaries of those that were made anew, by path: there was time while others were made. None if they are many."""


@dataclass(frozen=True, slots=True)
class Edited:
    """Articles that were edited where other pages do not show them."""

    paths: frozenset[str]
    has_new_anchors: bool
    """Whether there are headings that links may have missed before; none is gone."""


def article_key(name: str, file: Digest, rules: Digest) -> Digest:
    """Return the digest of all that an article is made from: its name, its file, and the *rules* for all."""
    return digest_bytes(f"{rules} {file} {name}".encode("utf-8", "surrogatepass"))


def refresh_articles(
    files: Sequence[SourceFile],
    cache: Cache,
    start: Callable[[int], "Pool[Workshop]"],
    *,
    rules: Digest,
    variants: Sequence[str],
    folder: str,
    progress: Callable[[int, int], None],
) -> Articles:
    """Make the articles of those *files* that changed, and forget those that are gone; the cache has all then.

    *start* gives the pool that makes as many as are not stored, *rules* is the digest of all but the file that decides
    how an article is read, *variants* are the tags of those that are published, *folder* is what stands before the
    names of content files in messages. *progress* is told how many of how many are made.
    """
    stored = cache.articles()
    if not stored:
        cache.stacks.clear()
    if gone := stored.keys() - {file.name for file in files}:
        cache.forget_articles(gone)
    todo = [
        (file.name, str(file.path))
        for file in files
        if stored.get(file.name) != article_key(file.name, file.digest, rules)
    ]
    before = {name: cache.summary(name) for name, _ in todo if name in stored} if len(todo) <= _FEW else {}
    made: dict[str, ArticleSummary] = {}
    faults = _make(todo, cache, start, progress, made) if todo else {}
    if todo:
        cache.tidy()
    # A broken file leaves the site as it was: its last good state stands in.
    unfit = {name for name in faults.keys() & stored.keys() if not _fits(cache.summary(name), variants)}
    return Articles(
        diagnostics=tuple(fault.below(folder) for told in faults.values() for fault in told),
        made=len(todo),
        unfit=frozenset(unfit),
        edited=None if faults or len(before) < len(todo) else _edited(before, made),
        unpacked=made,
    )


def shelve(cache: Cache, articles: Articles) -> Shelf:
    """Return the summaries of all articles but of those that are unfit."""
    return Shelf((item for item in cache.summaries() if item[0] not in articles.unfit), articles.unpacked)


def _fits(text: str, variants: Sequence[str]) -> bool:
    return set(variants) <= set(unpacked(text).texts)


def _edited(before: Mapping[str, str], made: Mapping[str, ArticleSummary]) -> Edited | None:
    """Return the articles that other pages show as they did *before*; where their own links lead is their affair."""
    has_new_anchors = False
    for name, text in before.items():
        last, now = unpacked(text), made[name]
        if _seen(last) != _seen(now) or not set(last.anchors) <= set(now.anchors):
            return None
        has_new_anchors |= len(last.anchors) != len(now.anchors)
    return Edited(frozenset(before), has_new_anchors)


def _seen(summary: ArticleSummary) -> ArticleSummary:
    return replace(summary, digest=Digest(""), links=(), anchors=())


def _make(
    todo: Sequence[tuple[str, str]],
    cache: Cache,
    start: Callable[[int], "Pool[Workshop]"],
    progress: Callable[[int, int], None],
    made: dict[str, ArticleSummary],
) -> Mapping[str, Sequence[Diagnostic]]:
    """Make the articles of *todo*, store them, and return what is wrong with those that cannot be made.

    Summaries go into *made* too, if that many may be unpacked at once.
    """
    from sitegen.build.tasks import make_articles  # noqa: PLC0415 (parsers and converters; a build often needs none)

    faults: dict[str, Sequence[Diagnostic]] = {}
    rows: list[ArticleRow] = []
    with start(len(todo)) as pool:
        for number, ((name, _), result) in enumerate(zip(todo, pool.map(make_articles, todo), strict=True), 1):
            if isinstance(result, ArticleRow):
                rows.append(result)
                if len(todo) <= UNPACKED:
                    made[name] = unpacked(result.summary)
            else:
                faults[name] = result
            if len(rows) == _AT_ONCE or number == len(todo):
                cache.put_articles(rows)
                rows.clear()
            progress(number, len(todo))
    return faults


_AT_ONCE: Final = 64

"""What a worker does: an article from its file to all its variants, a page from its plan to its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from sitegen.digest import Digest, digest_bytes
from sitegen.errors import SitegenError
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import summarise
from sitegen.markdown.variant import to_variant
from sitegen.model import ENGINES, ArticleSummary, Diagnostic, Html, Severity, Variant
from sitegen.site.pages import PagePlan, render_page
from sitegen.site.templates import TemplateSet, TemplateSource


@dataclass(frozen=True, slots=True)
class ArticleOptions:
    """What decides how an article is read, apart from its file."""

    zone: tzinfo
    language: str
    variants: tuple[Variant, ...]
    glossary: Mapping[str, Mapping[str, str]]
    """The site's: variant tag → phrase as written → as wanted."""

    kept_quotes: frozenset[str] = frozenset()
    """The tags of the variants in which quotation marks stay."""

    engine: str = ENGINES[0]
    """Who converts."""


class Workshop:
    """What all tasks of a build need; its templates are compiled in each process once."""

    def __init__(self, options: ArticleOptions, sources: Mapping[str, TemplateSource]) -> None:
        self.options = options
        self.sources = dict(sources)
        self.templates = TemplateSet(self.sources)

    def __reduce__(self) -> tuple[type["Workshop"], tuple[ArticleOptions, dict[str, TemplateSource]]]:
        """Travel without what was compiled."""
        return type(self), (self.options, self.sources)


@dataclass(frozen=True, slots=True)
class DoneArticle:
    """An article as far as it does not depend on others."""

    digest: Digest
    """Of its file, as it was when it was read."""

    summary: ArticleSummary
    bodies: tuple[tuple[Digest, Html], ...]


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page, and the bodies that it shows."""

    plan: PagePlan
    bodies: tuple[tuple[Digest, Html], ...]


def make_article(shop: Workshop, task: tuple[str, Path]) -> DoneArticle | tuple[Diagnostic, ...]:
    """Parse, render and convert the article file of *task* (its name and its path), or say what is wrong with it."""
    name, path = task
    try:
        data = path.read_bytes()
    except OSError as error:
        return (Diagnostic(name, 0, f"cannot be read: {error.strerror}", Severity.ERROR, "unreadable"),)
    options = shop.options
    article = parse_article(data, name, zone=options.zone, language=options.language)
    if isinstance(article, tuple):
        return article
    rendered = render(article)
    if rendered.faults:
        return rendered.faults
    converted = {
        variant.tag: to_variant(
            article,
            rendered,
            variant,
            options.glossary.get(variant.tag, {}),
            keeps_quotes=variant.tag in options.kept_quotes,
            engine=options.engine,
        )
        for variant in options.variants
    }
    bodies = tuple((found.text.body.digest, found.html) for found in converted.values())
    return DoneArticle(digest_bytes(data), summarise(article, rendered, converted), bodies)


def make_page(shop: Workshop, task: PageTask) -> bytes | SitegenError:
    """Return the file of a page, or what is wrong with its template."""
    try:
        return render_page(task.plan, shop.templates, dict(task.bodies))
    except SitegenError as error:
        return error

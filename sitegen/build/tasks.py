"""What a worker does to an article: from its file to all its variants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from sitegen.build import codec
from sitegen.build.articles import article_key
from sitegen.build.cache import ArticleRow
from sitegen.digest import Digest, digest_bytes
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import summarise
from sitegen.markdown.variant import to_variant
from sitegen.model import ENGINES, Diagnostic, Severity, Variant


@dataclass(frozen=True, slots=True)
class Workshop:
    """What decides how an article is read, apart from its file."""

    rules: Digest
    """The digest of all that follows, and of the program."""

    zone: tzinfo
    language: str
    variants: tuple[Variant, ...]
    glossary: Mapping[str, Mapping[str, str]]
    """The site's: variant tag → phrase as written → as wanted."""

    kept_quotes: frozenset[str] = frozenset()
    """The tags of the variants in which quotation marks stay."""

    engine: str = ENGINES[0]
    """Who converts."""


def make_article(shop: Workshop, task: tuple[str, str]) -> ArticleRow | tuple[Diagnostic, ...]:
    """Parse, render and convert the article file of *task* (its name and its path), or say what is wrong with it."""
    name, path = task
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return (Diagnostic(name, 0, f"cannot be read: {error.strerror}", Severity.ERROR, "unreadable"),)
    article = parse_article(data, name, zone=shop.zone, language=shop.language)
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
            shop.glossary.get(variant.tag, {}),
            keeps_quotes=variant.tag in shop.kept_quotes,
            engine=shop.engine,
        )
        for variant in shop.variants
    }
    described = summarise(article, rendered, converted)
    return ArticleRow(
        name,
        article_key(name, digest_bytes(data), shop.rules),
        codec.encode(described.summary),
        codec.encode(described.details),
        {tag: found.html for tag, found in converted.items()},
    )

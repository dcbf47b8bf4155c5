"""What a worker does to articles: from their files to all their variants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sitegen.build import codec
from sitegen.build.articles import article_key
from sitegen.build.cache import ArticleRow
from sitegen.build.stacks import Stacks, WholeArticle
from sitegen.digest import Digest, digest_bytes
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import summarise
from sitegen.markdown.variant import ConvertedArticle, to_variant
from sitegen.model import ENGINES, Article, Diagnostic, RenderedArticle, Severity, Variant


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

    stacks: Stacks
    """Where articles go."""

    kept_quotes: frozenset[str] = frozenset()
    """The tags of the variants in which quotation marks stay."""

    engine: str = ENGINES[0]
    """Who converts."""


def make_articles(shop: Workshop, tasks: Sequence[tuple[str, str]]) -> list[ArticleRow | tuple[Diagnostic, ...]]:
    """Parse, render and convert the article files of *tasks* (name and path of each), or say what is wrong with them.

    Each step is taken for all of them: what it runs and reads is still in the processor's caches then.
    """
    read = [_read(shop, task) for task in tasks]
    rendered = [found if isinstance(found, tuple) else _rendered(found) for found in read]
    made = [found for found in rendered if not isinstance(found, tuple)]
    for variant in shop.variants:
        for found in made:
            found.converted[variant.tag] = to_variant(
                found.article,
                found.rendered,
                variant,
                shop.glossary.get(variant.tag, {}),
                keeps_quotes=variant.tag in shop.kept_quotes,
                engine=shop.engine,
            )
    return [found if isinstance(found, tuple) else _described(shop, found) for found in rendered]


@dataclass(frozen=True, slots=True)
class _Read:
    """An article that was read, and its file's digest."""

    article: Article
    digest: Digest


@dataclass(frozen=True, slots=True)
class _Rendered:
    """An article that was rendered, and its variants as they are made."""

    article: Article
    digest: Digest
    rendered: RenderedArticle
    converted: dict[str, ConvertedArticle]


def _read(shop: Workshop, task: tuple[str, str]) -> _Read | tuple[Diagnostic, ...]:
    name, path = task
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many thousands of times)
            data = file.readall()
    except OSError as error:
        return (Diagnostic(name, 0, f"cannot be read: {error.strerror}", Severity.ERROR, "unreadable"),)
    article = parse_article(data, name, zone=shop.zone, language=shop.language)
    return article if isinstance(article, tuple) else _Read(article, digest_bytes(data))


def _rendered(read: _Read) -> _Rendered | tuple[Diagnostic, ...]:
    rendered = render(read.article)
    return rendered.faults or _Rendered(read.article, read.digest, rendered, {})


def _described(shop: Workshop, made: _Rendered) -> ArticleRow:
    described = summarise(made.article, made.rendered, made.converted)
    name = made.article.path
    whole = WholeArticle(codec.encode(described.details), {tag: found.html for tag, found in made.converted.items()})
    place = shop.stacks.put(article_key(name, made.digest, shop.rules), whole)
    return ArticleRow(name, codec.encode(described.summary), place)

"""An article and its variants → the summary that other pages may know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sitegen.markdown.variant import ConvertedArticle
from sitegen.model import Article, ArticleSummary, RenderedArticle
from sitegen.text.script.convert import convert
from sitegen.text.script.markup import Mark, spans
from sitegen.text.script.profiles import conversion


def summarise(article: Article, rendered: RenderedArticle, converted: Mapping[str, ConvertedArticle]) -> ArticleSummary:
    """Return all of *article* but its bodies. Where no summary was written, the first sentences are one.

    Tags that are one tag in Simplified script are one, however the article writes them.
    """
    to_simplified = conversion(article.lang, "zh-Hans")
    keys = [_key(tag, to_simplified) for tag in article.tags]
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    kept = sorted(first.values())
    texts = {
        tag: replace(
            found.text,
            summary=found.text.summary or found.lead,
            tags=tuple(found.text.tags[number] for number in kept),
        )
        for tag, found in converted.items()
    }
    return ArticleSummary(
        path=article.path,
        kind=article.kind,
        slug=article.slug,
        lang=article.lang,
        date=article.date,
        updated=article.updated,
        tag_keys=tuple(keys[number] for number in kept),
        image=article.image,
        licence=article.licence,
        draft=article.draft,
        aliases=article.aliases,
        canonical=article.canonical,
        source=article.source,
        doubts=article.doubts,
        reviewed=article.reviewed,
        extra=article.extra,
        links=rendered.links,
        texts=MappingProxyType(texts),
    )


def _key(tag: str, profiles: Sequence[str]) -> str:
    """Return *tag* in Simplified script, with the marks in it decided."""
    return "".join(
        piece.text("zh-Hans") if isinstance(piece, Mark) else convert(piece, profiles) for _, piece in spans(tag)
    )

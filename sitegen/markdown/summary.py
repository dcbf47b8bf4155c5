"""An article and its variants → the summary that other pages may know, and the details that they may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from sitegen.digest import digest_known
from sitegen.markdown.variant import ConvertedArticle
from sitegen.model import (
    Article,
    ArticleDetails,
    ArticleSummary,
    RenderedArticle,
    SummaryText,
    VariantText,
)
from sitegen.text.script.convert import convert
from sitegen.text.script.markup import Mark, spans
from sitegen.text.script.profiles import conversion


@dataclass(frozen=True, slots=True)
class DescribedArticle:
    """An article but for its bodies: what others may know of it, and what they may not."""

    summary: ArticleSummary
    details: ArticleDetails


def summarise(
    article: Article, rendered: RenderedArticle, converted: Mapping[str, ConvertedArticle]
) -> DescribedArticle:
    """Return all of *article* but its bodies. Where no summary was written, the first sentences are one.

    Tags that are one tag in Simplified script are one, however the article writes them.
    """
    to_simplified = tuple(conversion(article.lang, "zh-Hans"))
    keys = [_key(tag, to_simplified) for tag in article.tags]
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    kept = sorted(first.values())
    tag_keys = tuple(keys[number] for number in kept)
    texts = {tag: _shown(found, kept) for tag, found in converted.items()}
    details = ArticleDetails(
        licence=article.licence,
        source=article.source,
        doubts=article.doubts,
        reviewed=article.reviewed,
        extra=article.extra,
        texts=MappingProxyType(texts),
    )
    listed = (article.slug, article.kind, article.date and article.date.iso, tag_keys)
    summary = ArticleSummary(
        path=article.path,
        kind=article.kind,
        slug=article.slug,
        lang=article.lang,
        date=article.date,
        updated=article.updated,
        tag_keys=tag_keys,
        image=article.image,
        draft=article.draft,
        aliases=article.aliases,
        canonical=article.canonical,
        links=rendered.links,
        anchors=tuple(heading.anchor for heading in rendered.headings),
        texts=MappingProxyType({tag: _listed(text, listed) for tag, text in texts.items()}),
        digest=digest_known(
            (
                details,
                listed,
                article.lang,
                article.date,  # feeds show the instant, which hangs on the time zone
                article.updated,
                article.canonical,
                # What stands in a page where a link leads nowhere.
                tuple(link.written for link in rendered.links),
            )
        ),
    )
    return DescribedArticle(summary, details)


def _shown(found: ConvertedArticle, kept: Sequence[int]) -> VariantText:
    """Return the words of a variant with a summary, and of its tags those at the places *kept*."""
    text = found.text
    if text.summary and len(kept) == len(text.tags):
        return text
    return replace(text, summary=text.summary or found.lead, tags=tuple(text.tags[number] for number in kept))


def _listed(text: VariantText, listed: tuple[object, ...]) -> SummaryText:
    shown = (text.title, text.summary, text.publisher, text.tags)
    return SummaryText(*shown, digest=digest_known((*shown, *listed)))


@lru_cache(maxsize=1 << 14)
def _key(tag: str, profiles: tuple[str, ...]) -> str:
    """Return *tag* in Simplified script, with the marks in it decided."""
    return "".join(
        piece.text("zh-Hans") if isinstance(piece, Mark) else convert(piece, profiles) for _, piece in spans(tag)
    )

"""What templates see: one closed frozen value per page, complete, with every link already written.

The fields are the interface for authors of themes, version 1. A template gets its value under the name `view`; there is
nothing else to ask. Every `url` is ready for an attribute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sitegen.model import Body, Plain


@dataclass(frozen=True, slots=True)
class Link:
    """A title and where it leads."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry of the menu."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page in one of the site's variants, this one included."""

    lang: str
    """For `hreflang` and `lang`: `zh-Hans`."""

    label: str
    """The variant's name in itself: `简体`."""

    url: str
    alternate_url: str
    """For `<link rel="alternate" hreflang>`: full if the site knows where it stands; empty if search engines are
    not to be told, because the page points to its original."""

    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a variant share; its links are written for one page."""

    title: str
    description: str
    author: str
    words: Mapping[str, str]
    """The theme's own words in this variant, from `words.toml`."""

    assets: Mapping[str, str]
    """Links to the files of `static/`, by their path there: `assets["style.css"]`, with a fingerprint."""

    nav: tuple[NavLink, ...]
    home_url: str
    tags_url: str
    archive_url: str
    feed_url: str
    generator: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of a page."""

    lang: str
    title: str
    """Of the page alone; empty on the first page of the site."""

    description: str
    canonical_url: str
    """Full; empty if the site does not know where it stands."""

    twins: tuple[Twin, ...]
    default_url: str
    """For `hreflang="x-default"`; full, or empty if unknown."""

    is_indexed: bool
    """False: search engines are asked to leave the page out."""

    image_url: str = ""
    """The lead picture, full; empty if there is none, or the site does not know where it stands."""

    json_ld: str = ""
    """Linked data, safe inside `<script>`; empty for most pages."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date for people and for machines."""

    iso: str
    text: str
    """As one writes it in Chinese: `2021年11月29日`."""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading of the article."""

    level: int
    title: str
    url: str
    """A fragment: `#chun`."""


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A spot of the text that nobody has settled yet."""

    rule: str
    before: str
    after: str
    confidence_percent: int


@dataclass(frozen=True, slots=True)
class ReviewedView:
    """How often people decided one thing of repairs and removals."""

    verdict: str
    """`accepted`, `rejected`, `chosen` or `restored`."""

    count: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page tells of its own origin."""

    publisher: str
    original_url: str
    retrieved: str
    """ISO 8601, as recorded; empty if unknown."""

    sha256: str
    """Of the raw bytes, in full; empty if unknown."""

    licence: str
    written_in: str
    """The name of the script that the article was written in, in itself."""

    written_in_lang: str
    """Its language tag."""

    converted_by: str
    """The conversion profiles, then `rules` and `quotes` where those changed something; empty where the text stands as
    written."""

    doubts: tuple[DoubtView, ...]
    reviewed: tuple[ReviewedView, ...]
    """What people decided so far; empty if nobody did."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article in one variant."""

    title: str
    subtitle: str
    date: Date | None
    updated: Date | None
    publisher: str
    authors: tuple[str, ...]
    editor: str
    translator: str
    sections: tuple[str, ...]
    tags: tuple[Link, ...]
    summary: str
    image_url: str
    body: Body
    """`body.html` is ready to print."""

    lang: str
    """The language of title and body, where that is not Chinese; empty else, as the page says it then."""

    toc: tuple[TocEntry, ...]
    receipt: Receipt
    extra: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str
    url: str
    date: Date | None
    publisher: str
    summary: str
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands among the others."""

    number: int
    total: int
    newer_url: str
    """Empty on the first page."""

    older_url: str
    """Empty on the last page."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A link with the number of articles behind it."""

    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year that have articles, newest first."""

    title: str
    months: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`article.html`: an article."""

    head: Head
    site: Site
    article: ArticleView
    newer: Link | None
    older: Link | None
    related: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """`page.html`: a page without a date."""

    head: Head
    site: Site
    article: ArticleView


@dataclass(frozen=True, slots=True)
class ListPage:
    """`list.html`: the newest articles, those of a tag, or those of a month."""

    head: Head
    site: Site
    kind: Literal["home", "tag", "month"]
    title: str
    """The tag or the month; empty for the newest articles."""

    cards: tuple[Card, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class TagsPage:
    """`tags.html`: all tags, the most used first."""

    head: Head
    site: Site
    tags: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """`archive.html`: all months that have articles, newest first."""

    head: Head
    site: Site
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A variant as the entrance offers it."""

    lang: str
    label: str
    title: str
    description: str
    url: str
    alternate_url: str
    """For `<link rel="alternate" hreflang>`; full, or empty if unknown."""

    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """`redirect.html`: an old address of an article."""

    lang: str
    title: str
    url: str
    canonical_url: str


@dataclass(frozen=True, slots=True)
class EntrancePage:
    """`root.html` at `/` and `404.html`: pages that speak in every variant at once."""

    title: str
    doors: tuple[Door, ...]
    assets: Mapping[str, str]
    generator: str
    canonical_url: str


View = ArticlePage | PlainPage | ListPage | TagsPage | ArchivePage | EntrancePage | RedirectPage

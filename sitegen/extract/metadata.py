"""Read what a page states about itself: JSON-LD, `<meta>`, headings, breadcrumb, in ordered tables.

In each table the most trusted statement comes first.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from sitegen.extract.accounts import account_of
from sitegen.extract.addresses import canonical, lead_image, licence
from sitegen.extract.blocks import squeeze
from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.bylines import stated_names
from sitegen.extract.dom import tag_of, words
from sitegen.extract.fold import key
from sitegen.extract.linked_data import linked_article, name_of, text_of
from sitegen.extract.names import is_forum, is_medium, is_office
from sitegen.extract.naming import Named
from sitegen.extract.segments import KINDS, kinds_of
from sitegen.extract.source import Facts
from sitegen.model import Evidence
from sitegen.text.han import han_count

TITLES: Final = ("og:title", "articletitle", "twitter:title", "dc.title", "citation_title", "title", "headline")
DATES: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "bytedance:published_time",
    "datepublished", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "published_time",
    "article.published", "article_date_original", "weibo:article:create_at", "apub:time", "og:release_date",
    "og:time", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "date", "createdate", "created",
    "firstpublishtime", "_pubtime", "citation_publication_date", "citation_date", "citation_online_date",
)  # fmt: skip
UPDATES: Final = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "bytedance:updated_time",
    "weibo:article:update_at", "datemodified", "lastmodified", "last-modified", "lastmod", "modified",
    "modificationdate", "dcterms.modified", "dc.date.modified", "updatetime", "update_time", "revised",
)  # fmt: skip
PUBLISHERS: Final = (
    "contentsource",
    "source",
    "article:source",
    "og:article:source",
    "mediasource",
    "dc.source",
    "copyrightholder",
    "citation_journal_title",
    "mediaid",
)
AUTHORS: Final = (
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "author",
    "cxenseparse:author",
    "citation_author",
    "twitter:creator",
)
EDITORS: Final = ("editor", "contenteditor", "article:editor", "responsibleeditor")
SECTIONS: Final = ("article:section", "og:article:section", "parsely-section", "cxenseparse:section")
SEVERAL: Final = MappingProxyType(
    {
        **dict.fromkeys(("article:tag", "og:article:tag"), ","),
        **dict.fromkeys(("citation_author", "dc.creator", "dcterms.creator"), "、"),
    }
)
"""Of which a page may have one for each value, and what these are then joined by."""
KEYWORDS: Final = ("keywords", "news_keywords", "article:tag", "parsely-tags", "og:article:tag")
_FAMILY_FIRST: Final = re.compile(r"([^\W\d_][^,、]*), ([^,、]+)")
"""As libraries write a name."""
_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
_NAMES_MAX: Final = 120
_ADDRESS: Final = re.compile(r"://|^[/@#]|^www\.")
_COMMENTS: Final = 1 << KINDS.index("comment")
_WHOLE: Final = frozenset({"html", "body", "main", "article"})
"""Elements whose names may say that there are comments, too."""
_STATING: Final = ("title", "meta", "link", "script", "time", "a")
_HEADING_MAX: Final = 200
_CRUMBS_MAX: Final = 160
_HEADINGS_MAX: Final = 40
_SECTION_MAX: Final = 24
_NO_AUTHOR: Final = re.compile(
    r"https?:|www\.|\.(?:com|cn|net|org)\b|@|(?i:admin|editor|^staff$|^(?:by|von|par|por|author)$)"
    r"|网$|网站|日报$|晚报$|新闻|编辑|记者$|^\W?已?(?:关注|關注|订阅|訂閱)$|\d|^[a-z_-]{4,}$"
)
"""The last alternatives: names have no digits, and one word in small letters is the name of an account."""
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=/|[-_.]|$|/?t?\d|_)")
_TAG: Final = re.compile(r"<[^<>]{0,400}>")


def read_facts(root: Element, named: Named, url: str | None) -> Facts:
    """Return what the page *root* states about itself; *named* are its elements by what their names say.

    *url* helps with a canonical address and, at last, the date.
    """
    stating = _stating(root)
    meta = _meta(stating["meta"])
    article, crumbs = linked_article(stating["script"])
    page_title = squeeze("".join(map(str, stating["title"][0].itertext()))) if stating["title"] else ""
    headings = tuple(_headings(named))
    site = _site_name(meta.get("og:site_name", ""), page_title, headings)
    titles = tuple(_titles(article, meta))
    account = account_of(named, (page_title, *(title.text for title in titles)), site)
    return Facts(
        page_title=page_title,
        titles=titles,
        site=site,
        headings=headings,
        subtitle=_subtitle(named, article, meta),
        dates=tuple(_dates(stating["time"], named, article, meta, url)),
        updates=tuple(_updates(named, article, meta)),
        publishers=tuple(_publishers(article, meta, site, account)),
        authors=tuple(_authors(stating["a"], named, article, meta, site)),
        editor=next(
            (
                Evidence("editor", f"meta:{n}", meta[n])
                for n in EDITORS
                if meta.get(n) and not _NO_AUTHOR.search(meta[n])
            ),
            None,
        ),
        sections=_sections(named, crumbs),
        sections_from="json-ld" if crumbs else "breadcrumb",
        section=_section(article, meta),
        tags=_keywords(article, meta),
        description=meta.get("og:description") or meta.get("description") or "",
        body=squeeze(_TAG.sub(" ", html.unescape(text_of(article.get("articleBody"))))),
        canonical=canonical(stating["link"], meta, url),
        image=lead_image(stating["link"], article, meta, url),
        licence=licence(stating["link"], stating["a"], article, meta, url),
        lang=squeeze(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:20],
    )


def _stating(root: Element) -> Mapping[str, Sequence[Element]]:
    """Return the elements of *root* by whose attributes and words a page speaks of itself, by name, in reading order.

    Of links only those that say what they lead to.
    """
    found: dict[str, list[Element]] = {name: [] for name in _STATING}
    for element in root.iter(*_STATING):
        name = tag_of(element)
        if name != "a" or element.get("rel"):
            found[name].append(element)
    return found


def _site_name(stated: str, page_title: str, headings: Sequence[str]) -> str:
    """Return the name in *stated*: what stands before a separator, unless a heading of the page has the whole.

    Before a dash stands a name only if the page's title ends with it: names have dashes, too.

    >>> _site_name("江边网 - 天天新鲜", "春天来了 - 江边网", []), _site_name("史家_藍天", "", ["史家_藍天"])
    ('江边网', '史家_藍天')
    """
    if any(key(heading) == key(stated) for heading in headings):
        return stated
    name = re.split(r"\s*[|｜_]\s*", stated, maxsplit=1)[0]
    short = re.split(r"\s+[-–—:]\s+", name, maxsplit=1)[0]
    return short if key(short) and key(page_title).endswith(key(short)) else name


def _meta(elements: Iterable[Element]) -> dict[str, str]:
    """Return the named `<meta>` elements, names in lower case: the first with content, but all of `SEVERAL`."""
    found: dict[str, str] = {}
    for element in elements:
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = squeeze(element.get("content") or "")
        if not name or not content:
            continue
        if name == "citation_author":
            content = _FAMILY_FIRST.sub(r"\2 \1", content) if _FAMILY_FIRST.fullmatch(content) else content
        if name in SEVERAL and name in found:
            found[name] += f"{SEVERAL[name]}{content}"
        else:
            found.setdefault(name, content)
    return found


def _headings(named: Named) -> Iterator[str]:
    """Yield what may be the headline: marked as such, `h1`, called title, `h2`, `h3`."""
    for group in named.titles:
        short = (text for element in group if (text := words(element)) and len(text) <= _HEADING_MAX)
        yield from islice(short, _HEADINGS_MAX)


def _titles(article: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Evidence]:
    first, *others = TITLES
    linked = ("json-ld", text_of(article.get("headline")))
    for source, text in (_stated(first, meta), linked, *(_stated(name, meta) for name in others)):
        if text:
            yield Evidence("title", source, text)


def _stated(name: str, meta: Mapping[str, str]) -> tuple[str, str]:
    return f"meta:{name}", meta.get(name, "")


def _subtitle(named: Named, article: Mapping[str, Any], meta: Mapping[str, str]) -> Evidence | None:
    for source, text in (_stated("subtitle", meta), ("json-ld", text_of(article.get("alternativeHeadline")))):
        if text:
            return Evidence("subtitle", source, text)
    for element in named.subtitles:
        text = words(element)
        if 4 <= len(text) <= 80:  # noqa: PLR2004 - characters
            return Evidence("subtitle", "class", text.lstrip("—–- "))
    return None


def _dates(
    times: Iterable[Element], named: Named, article: Mapping[str, Any], meta: Mapping[str, str], url: str | None
) -> Iterator[Evidence]:
    for name in ("datePublished", "dateCreated", "uploadDate"):
        if text := text_of(article.get(name)):
            yield Evidence("date", "json-ld", text)
    for name in DATES:
        if text := meta.get(name, ""):
            yield Evidence("date", f"meta:{name}", text)
    for name, element in named.properties:
        if name in ("datepublished", "datecreated"):
            yield Evidence("date", "itemprop", element.get("content") or element.get("datetime") or words(element)[:60])
    for element in times:
        if text := element.get("datetime") or words(element)[:60]:
            yield Evidence("date", "time", text)
    original = re.split(r"(?<=/)https?:/+", url or "")[-1]  # an archive puts the day of its copy before the address
    if match := _URL_DATE.search(urlsplit(original).path):
        yield Evidence("date", "url", "-".join(match.groups()))


def _updates(named: Named, article: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[Evidence]:
    if text := text_of(article.get("dateModified")):
        yield Evidence("updated", "json-ld", text)
    for name in UPDATES:
        if text := meta.get(name, ""):
            yield Evidence("updated", f"meta:{name}", text)
    for name, element in named.properties:
        if name == "datemodified":
            yield Evidence(
                "updated", "itemprop", element.get("content") or element.get("datetime") or words(element)[:60]
            )


def _publishers(
    article: Mapping[str, Any], meta: Mapping[str, str], site: str, account: Evidence | None
) -> Iterator[Evidence]:
    for name in PUBLISHERS:
        if (text := meta.get(name, "")) and "://" not in text and not text.isdigit():
            yield Evidence("publisher", f"meta:{name}", text)
    if account:
        yield account
    if text := name_of(article.get("publisher")):
        yield Evidence("publisher", "json-ld", text)
    if site:
        yield Evidence("publisher", "meta:og:site_name", site)


def _is_for_comments(box: Element) -> bool:
    """Say whether *box* is named for what readers write."""
    if tag_of(box) in _WHOLE:
        return False
    return bool(kinds_of(f"{box.get('class') or ''} {box.get('id') or ''}") & _COMMENTS)


def _authors(
    links: Iterable[Element], named: Named, article: Mapping[str, Any], meta: Mapping[str, str], site: str
) -> Iterator[Evidence]:
    stated = article.get("author")
    names = [name_of(a) for a in (stated if isinstance(stated, list) else [stated])]
    own = [e for e in named.authors if not any(map(_is_for_comments, e.iterancestors()))]
    outer = {above for e in own for above in e.iterancestors()}
    innermost = (e for e in own if e not in outer)  # they hold names alone
    shown = [_name_in(e) for e in (*innermost, *own)]
    found = [("json-ld", "、".join(filter(None, names))), *((f"meta:{n}", meta.get(n, "")) for n in AUTHORS)]
    found += [("rel-author", words(e)) for e in links if e.get("rel") == "author"]
    found += [("class", text) for text in shown]
    houses = {key(name) for name in (site, name_of(article.get("publisher"))) if not _is_diary(name)}
    for source, text in found:
        if not text or len(text) > _NAMES_MAX or _ADDRESS.search(text):
            continue
        kept = [n for n in stated_names(text) if not _NO_AUTHOR.search(n) and key(n) not in houses and len(n) <= 40]  # noqa: PLR2004
        if kept:
            yield Evidence("authors", source, "、".join(kept))


def _is_diary(site: str) -> bool:
    """Say whether *site* may be called as its author is: in Chinese those that publish are known by their build."""
    return han_count(site) > 1 and not (is_medium(site) or is_office(site) or is_forum(site))


def _name_in(element: Element) -> str:
    """Return the words of *element*; of a card only the name, which comes first."""
    first = next((text for t in element.itertext() if (text := squeeze(str(t)))), "")
    return first if _HAN_NAME.fullmatch(first) else words(element)


def _sections(named: Named, crumbs: tuple[str, ...]) -> tuple[str, ...]:
    if crumbs:
        return breadcrumb(f"首页 > {' > '.join(crumbs)}") or ()
    for element in named.crumbs:
        text = html.unescape(words(element))
        if not 2 <= len(text) <= _CRUMBS_MAX:  # noqa: PLR2004 - characters
            continue
        if found := breadcrumb(text):
            return found
        links = [t for a in element.iter("a") if (t := words(a))]
        if links and len(links) <= 6 and (found := breadcrumb(f"首页 > {' > '.join(links)}")):  # noqa: PLR2004
            return found
    return ()


def _keywords(article: Mapping[str, Any], meta: Mapping[str, str]) -> Evidence | None:
    """Return the keywords, joined by `、`."""
    linked = article.get("keywords")
    linked = ",".join(map(text_of, linked)) if isinstance(linked, list) else text_of(linked)
    for source, text in (*((f"meta:{name}", meta.get(name, "")) for name in KEYWORDS), ("json-ld", linked)):
        if text:
            parts = re.split(r"[,，、;；|]", text)
            if len(parts) == 1 and re.search("[\u3400-\u9fff]", text):
                parts = text.split()
            return Evidence("tags", source, "、".join(dict.fromkeys(filter(None, map(squeeze, parts)))))
    return None


def _section(article: Mapping[str, Any], meta: Mapping[str, str]) -> Evidence | None:
    """Return in which section the article stands, where no breadcrumb tells."""
    stated = [(f"meta:{name}", meta.get(name, "")) for name in SECTIONS]
    for source, text in (*stated, ("json-ld", text_of(article.get("articleSection")))):
        if text and len(text) <= _SECTION_MAX and "://" not in text:
            return Evidence("sections", source, text)
    return None

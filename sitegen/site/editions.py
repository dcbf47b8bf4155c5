"""What every page of one variant shares, and everything that pages are planned from."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sitegen.digest import Digest, digest_value
from sitegen.model import LinkUse, UrlPath, Variant
from sitegen.site import routes
from sitegen.site.links import Ground, resolve
from sitegen.site.views import Card, Head, Link, NavLink, Site, Twin

Address = Callable[[Variant], UrlPath]
"""Where a page stands in each variant."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one variant: its own words."""

    variant: Variant
    title: str
    description: str
    author: str
    nav: tuple[Link, ...]
    """Titles in this variant; addresses as the configuration names them."""

    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Press:
    """All that is the same for all pages of a build."""

    editions: tuple[Edition, ...]
    linker: routes.Linker
    ground: Ground
    page_size: int
    feed_size: int
    generator: str
    kept: dict[tuple[str, str], Site] = field(default_factory=dict, repr=False, compare=False)
    """What all pages of a variant share, once written; where links are relative, it differs from folder to folder."""

    tag_links: dict[tuple[str, str, str], Link] = field(default_factory=dict, repr=False, compare=False)
    """Links to tags by key, title and variant, once written, unless links are relative."""

    article_links: dict[tuple[int, str], Link] = field(default_factory=dict, repr=False, compare=False)
    """Links to articles by place and variant, as `cards`."""

    cards: dict[tuple[int, str], Card] = field(default_factory=dict, repr=False, compare=False)
    """Articles in lists by place and variant: most stand in several. Some of them, unless links are relative."""

    def edition(self, variant: Variant) -> Edition:
        """Return the edition in *variant*."""
        return next(edition for edition in self.editions if edition.variant.tag == variant.tag)

    def written(self, lang: str) -> Edition:
        """Return the edition in which an article written in *lang* stands as it was written; else the first."""
        return next((edition for edition in self.editions if edition.variant.tag == lang), self.editions[0])


def frame_digest(press: Press, edition: Edition) -> Digest:
    """Return the digest of all that `site_view`, `asset_links` and the twins of `head_view` show on any page."""
    twins = tuple((other.variant.tag, other.variant.label) for other in press.editions)
    targets = tuple(nav_target(press, item, edition.variant) for item in edition.nav)
    return digest_value((edition, targets, twins, press.linker, press.ground.assets, press.generator))


def site_view(press: Press, edition: Edition, at: UrlPath) -> Site:
    """Return what all pages of *edition* share, with links for the page *at*."""
    site = _shared_site(press, edition, at)
    targets = [nav_target(press, item, edition.variant) for item in edition.nav]
    if at in targets:
        nav = zip(site.nav, targets, strict=True)
        return replace(site, nav=tuple(replace(link, is_current=target == at) for link, target in nav))
    return site


def shared_sites(press: Press) -> tuple[Site, ...]:
    """Return what most pages share, one for each edition; nothing where links differ from folder to folder."""
    if press.linker.relative:
        return ()
    return tuple(_shared_site(press, edition, routes.ROOT) for edition in press.editions)


def _shared_site(press: Press, edition: Edition, at: UrlPath) -> Site:
    place = (edition.variant.tag, posixpath.dirname(routes.output_path(at)) if press.linker.relative else "")
    site = press.kept.get(place)
    if site is None:
        site = _site(press, edition, at)
        if len(press.kept) < _KEPT:
            press.kept[place] = site
    return site


_KEPT: Final = 1 << 10


def _site(press: Press, edition: Edition, at: UrlPath) -> Site:
    variant = edition.variant

    def href(url: UrlPath) -> str:
        return press.linker.href(url, at)

    return Site(
        title=edition.title,
        description=edition.description,
        author=edition.author,
        words=edition.words,
        assets=asset_links(press, at),
        nav=tuple(_nav_link(press, item, variant, at) for item in edition.nav),
        home_url=href(routes.home(variant)),
        tags_url=href(routes.tags(variant)),
        archive_url=href(routes.archive(variant)),
        feed_url=href(routes.feed(variant)),
        generator=press.generator,
    )


def asset_links(press: Press, at: UrlPath) -> Mapping[str, str]:
    """Return links to all files of `static/` for the page *at*, by their path there."""
    return {name: press.linker.href(url, at) for name, url in press.ground.assets.items()}


def nav_target(press: Press, item: Link, variant: Variant) -> UrlPath | None:
    """Return the page of the site that an entry of the menu names; None if there is none, or it is a full address."""
    if item.url.startswith(("http://", "https://")):
        return None
    target = resolve(LinkUse(item.url, "", is_image=False, line=0), "", press.ground, variant)
    return target.url if target else None


def _nav_link(press: Press, item: Link, variant: Variant, at: UrlPath) -> NavLink:
    url = nav_target(press, item, variant)
    return NavLink(item.title, press.linker.href(url, at) if url else item.url, is_current=False)


def head_view(
    press: Press,
    edition: Edition,
    address: Address,
    *,
    title: str,
    description: str = "",
    original: str = "",
    default: UrlPath | None = None,
    is_indexed: bool = True,
    image: str = "",
    json_ld: str = "",
) -> Head:
    """Return the head of the page at *address*.

    With *original* the page points there, and search engines are told of no twins.
    """
    linker, at = press.linker, address(edition.variant)

    def full(url: UrlPath) -> str:
        return linker.absolute(url) if linker.base_url else ""

    twins = tuple(
        Twin(
            lang=other.variant.tag,
            label=other.variant.label,
            url=linker.href(address(other.variant), at),
            alternate_url="" if original else full(address(other.variant)) or linker.href(address(other.variant), at),
            is_current=other is edition,
        )
        for other in press.editions
    )
    return Head(
        lang=edition.variant.tag,
        title=title,
        description=description or edition.description,
        canonical_url=original or full(at),
        twins=twins,
        default_url="" if original else full(default or address(press.editions[0].variant)),
        is_indexed=is_indexed,
        image_url=image,
        json_ld=json_ld,
    )

"""The site as it should be: library, links, page plans and assets, from what the sources say now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sitegen import __version__
from sitegen.build.publish import Asset
from sitegen.build.scan import SourceFile
from sitegen.config import FILE_NAME, Config, SiteConfig
from sitegen.model import Diagnostic, Severity, Variant
from sitegen.site import routes
from sitegen.site.editions import Edition, Press, nav_target
from sitegen.site.library import Library
from sitegen.site.links import Ground, has_anchor, resolve
from sitegen.site.pages import PagePlan, list_addresses, plan_pages
from sitegen.site.views import Link
from sitegen.text.script.convert import convert
from sitegen.text.script.profiles import conversion

_GENERATOR: Final = f"sitegen {__version__}"
_FINGERPRINT_CHARS: Final = 8


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Every file that the site is to have."""

    press: Press
    plans: tuple[PagePlan, ...]
    assets: tuple[Asset, ...]
    diagnostics: tuple[Diagnostic, ...]


def plan_site(
    config: Config,
    library: Library,
    *,
    beside: Sequence[SourceFile],
    static: Sequence[SourceFile],
    words: Mapping[str, Mapping[str, str]],
    only: Sequence[int] | None = None,
) -> SitePlan:
    """Plan the site of *library*, files *beside* the articles, and *static* files.

    With *only* the places of some articles, those pages alone are planned that show one of them whole, and their links
    alone are looked at.

    Links and menu entries that lead nowhere are warnings; the pages are planned all the same.
    """
    site, content = config.site, config.build.content
    files = {file.name: routes.attachment(file.name) for file in beside}
    assets = {file.name: routes.asset(file.name, file.digest[:_FINGERPRINT_CHARS]) for file in static}
    press = Press(
        editions=tuple(_edition(site, variant, words) for variant in site.variants),
        linker=routes.Linker(site.base_url, site.mount, relative=site.urls == "relative"),
        ground=Ground(
            library,
            MappingProxyType(files),
            MappingProxyType(assets),
            list_addresses(library, site.variants, config.build.page_size),
        ),
        page_size=config.build.page_size,
        feed_size=config.build.feed_size,
        generator=_GENERATOR,
    )
    published = (
        *(Asset(routes.output_path(files[f.name]), f, f"{content}/{f.name}") for f in beside),
        *(Asset(routes.output_path(assets[f.name]), f, f"{config.build.static}/{f.name}") for f in static),
    )
    return SitePlan(
        press=press,
        plans=tuple(plan_pages(library, press, only)),
        assets=published,
        diagnostics=(
            *_broken_links(press.ground, site.variants[0], content, sorted(library.leading) if only is None else only),
            *_broken_menu(press),
        ),
    )


def in_order(told: Sequence[Diagnostic], library: Library, content: str) -> list[Diagnostic]:
    """Return what is *told* of articles, below *content*, in the order of the library, and then the rest."""
    places, start = library.by_path, len(content) + 1
    return sorted(told, key=lambda found: places.get(found.path[start:], len(places)))


def _edition(site: SiteConfig, variant: Variant, words: Mapping[str, Mapping[str, str]]) -> Edition:
    profiles = conversion(site.language, variant.tag)
    own = site.overrides.get(variant.tag, {})
    return Edition(
        variant=variant,
        title=own.get("title") or convert(site.title, profiles),
        description=own.get("description") or convert(site.description, profiles),
        author=own.get("author") or convert(site.author, profiles),
        nav=tuple(Link(item.variants.get(variant.tag) or convert(item.title, profiles), item.url) for item in site.nav),
        words=words[variant.tag],
    )


def _broken_links(ground: Ground, variant: Variant, content: str, places: Iterable[int]) -> Iterator[Diagnostic]:
    for article in map(ground.library.at, places):
        path = f"{content}/{article.path}"
        for link in article.links:
            target = resolve(link, article.path, ground, variant)
            what = "picture" if link.is_image else "link"
            if target is None:
                hint = "write the path of a content file or of a file beside the article, or a full address"
                message = f"the {what} {link.target!r} leads nowhere"
                yield Diagnostic(path, link.line, message, Severity.WARNING, "broken-link", hint)
            elif not has_anchor(target, ground.library):
                message = f"{link.target!r} has no heading #{link.fragment}"
                yield Diagnostic(path, link.line, message, Severity.WARNING, "broken-anchor")


def _broken_menu(press: Press) -> Iterator[Diagnostic]:
    edition = press.editions[0]
    for item in edition.nav:
        is_external = item.url.startswith(("http://", "https://"))
        if not is_external and nav_target(press, item, edition.variant) is None:
            hint = "write the path of a page without its variant, such as /about/ or /tags/, or a full address"
            message = f"the menu's {item.title!r} leads nowhere: {item.url}"
            yield Diagnostic(FILE_NAME, 0, message, Severity.WARNING, "broken-menu", hint)

"""Addresses: which page stands where, and how one page links to another. No other module composes a URL."""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from sitegen.files import fold_path, portable_name
from sitegen.model import OutputPath, Slug, UrlPath, Variant

RESERVED_SLUGS: Final = frozenset({"tags", "archive", "page"})
"""Slugs that would hide a page which every variant has."""

ROOT: Final = UrlPath("/")
NOT_FOUND: Final = UrlPath("/404.html")
SITEMAP: Final = UrlPath("/sitemap.xml")
_FINGERPRINTED: Final = frozenset({".css", ".js"})
_UNQUOTED: Final = "/-._~!$&'()*+,;=:@"


def home(variant: Variant, page: int = 1) -> UrlPath:
    """Return the address of the newest articles; later pages of the list have their number in it."""
    return _paged(f"/{variant.folder}/", page)


def article(variant: Variant, slug: Slug) -> UrlPath:
    """Return the address of an article or of a plain page."""
    return UrlPath(f"/{variant.folder}/{slug}/")


def tags(variant: Variant) -> UrlPath:
    """Return the address of the list of all tags."""
    return UrlPath(f"/{variant.folder}/tags/")


def tag(variant: Variant, key: str, page: int = 1) -> UrlPath:
    """Return the address of the articles with the tag whose Simplified name is *key*.

    Both variants use the Simplified name, so that the switch between twins changes the first segment only.
    """
    return _paged(f"/{variant.folder}/tags/{tag_name(key)}/", page)


@lru_cache(maxsize=1 << 16)
def tag_name(key: str) -> str:
    """Return what stands for a tag in addresses; tags that it does not tell apart are one.

    >>> tag_name("Linux") == tag_name("linux")
    True
    """
    return fold_path(portable_name(key))


def archive(variant: Variant) -> UrlPath:
    """Return the address of the list of months."""
    return UrlPath(f"/{variant.folder}/archive/")


def month(variant: Variant, year: int, number: int, page: int = 1) -> UrlPath:
    """Return the address of the articles of one month."""
    return _paged(f"/{variant.folder}/archive/{year:04}/{number:02}/", page)


def feed(variant: Variant) -> UrlPath:
    """Return the address of the Atom feed."""
    return UrlPath(f"/{variant.folder}/atom.xml")


def asset(name: str, fingerprint: str) -> UrlPath:
    """Return the address of a file of `static/`, by its path there.

    Styles and scripts carry a fingerprint, so that browsers may keep them forever; they stay in their folder, since
    styles refer to their neighbours.

    >>> asset("css/a.css", "0f3c")
    '/css/a.0f3c.css'
    """
    stem, end = posixpath.splitext(name)
    return UrlPath(f"/{stem}.{fingerprint}{end}" if end in _FINGERPRINTED else f"/{name}")


def attachment(path: str) -> UrlPath:
    """Return the address of a file that stands beside articles, by its path below the content folder."""
    return UrlPath(f"/media/{path}")


def alias(path: str) -> UrlPath:
    """Return the address that an article had before, as its front matter names it: a path, or a full address.

    >>> alias("https://old.example.org/2019/../a.html"), alias("old/a")
    ('/2019/a.html', '/old/a/')
    """
    written = urlsplit(path.strip()).path if "://" in path else path.strip()
    parts = [portable_name(part) for part in re.split(r"[/\\]", written) if part not in ("", ".", "..")]
    is_file = bool(parts) and "." in parts[-1] and not written.endswith("/")
    return UrlPath("/".join(["", *parts, *([] if is_file else [""])]))


def output_path(url: UrlPath) -> OutputPath:
    """Return the file that a static host answers with.

    >>> output_path(UrlPath("/zh-hans/tags/"))
    'zh-hans/tags/index.html'
    """
    return OutputPath(url[1:] + ("index.html" if url.endswith("/") else ""))


def page_url(path: OutputPath) -> UrlPath:
    """Return the address of a file: the inverse of `output_path`."""
    return UrlPath("/" + (path[: -len("index.html")] if path.rsplit("/", 1)[-1] == "index.html" else path))


def _paged(base: str, page: int) -> UrlPath:
    return UrlPath(base if page == 1 else f"{base}page/{page}/")


@dataclass(frozen=True, slots=True)
class Linker:
    """Writes links from one page to other addresses of the site, in the form that the project chose."""

    base_url: str
    """With a slash at its end; empty if unknown."""

    mount: str
    """The path of `base_url` without a slash at its end."""

    relative: bool
    """Links work from a disk, without a server."""

    def href(self, target: UrlPath, at: UrlPath, fragment: str = "") -> str:
        """Return what stands in `href` on the page *at*, percent-encoded.

        >>> Linker("", "", relative=True).href(UrlPath("/zh-hant/春/"), UrlPath("/zh-hans/a/"))
        '../../zh-hant/%E6%98%A5/index.html'
        """
        end = f"#{_quoted(fragment)}" if fragment else ""
        if not self.relative:
            return _quoted(self.mount + target) + end
        return _quoted(_relative(output_path(target), posixpath.dirname(output_path(at)))) + end

    def absolute(self, target: UrlPath, fragment: str = "") -> str:
        """Return the full address of *target*; only its path if the site does not know where it stands."""
        end = f"#{_quoted(fragment)}" if fragment else ""
        return _quoted(self.base_url.rstrip("/") + target) + end


def _relative(target: str, folder: str) -> str:
    """Return the way from *folder* to *target*, both below the output folder and without dots."""
    here = folder.split("/") if folder else []
    there = target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])


_PLAIN: Final = re.compile(r"[A-Za-z0-9/._~!$&'()*+,;=:@-]*")


@lru_cache(maxsize=1 << 14)
def _quoted(address: str) -> str:
    return address if _PLAIN.fullmatch(address) else quote(address, safe=_UNQUOTED)

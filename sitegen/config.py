"""What `sitegen.toml` says, as frozen values; every fault is named with its line."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta, timezone, tzinfo
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final, Literal, NoReturn, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sitegen.errors import ConfigError
from sitegen.model import ENGINES, LANGUAGE_ALIASES, PAGE_BYTES_MAX, VARIANTS, Variant, empty

FILE_NAME: Final = "sitegen.toml"
Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu."""

    title: str
    url: str
    """A path within the site without its variant (`/tags/`, `/about/`), or a full address."""

    variants: Mapping[str, str] = field(default_factory=empty)
    """The title as a person wants it in a variant, by tag."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """`[site]` and `[[nav]]`: what all pages share."""

    title: str
    base_url: str = ""
    """Where the site will stand, with a slash at its end; empty if that is not known."""

    author: str = ""
    description: str = ""
    language: str = "zh-Hans"
    """The script in which titles and menu are written here."""

    timezone: str = "Asia/Shanghai"
    urls: Literal["absolute", "relative"] = "absolute"
    variants: tuple[Variant, ...] = (VARIANTS["zh-Hans"], VARIANTS["zh-Hant"])
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=empty)
    """`[site.text.TAG]`: title and description as a person wants them in a variant."""

    glossary: str = "glossary.toml"
    """The file with the phrases that the whole site wants written its own way; it need not be there."""

    engine: str = "compiled"
    """Who converts between scripts: one of `ENGINES`."""

    quotes: Mapping[str, Literal["convert", "keep"]] = field(default_factory=empty)
    """`[site.quotes]`: whether quotation marks follow the script of a variant, by tag; they do where none is named."""

    nav: tuple[NavItem, ...] = ()

    @property
    def kept_quotes(self) -> frozenset[str]:
        """The tags of the variants in which quotation marks stay as they were written."""
        return frozenset(tag for tag, wish in self.quotes.items() if wish == "keep")

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates that name none."""
        return parse_zone(self.timezone)

    @property
    def mount(self) -> str:
        """The path of `base_url`, without a slash at its end: what stands before every address of the site."""
        return urlsplit(self.base_url).path.rstrip("/")


@dataclass(frozen=True, slots=True)
class ImportConfig:
    """`[import]`: how raw pages become articles."""

    timezone: str = "+08:00"
    """The offset, or the name of the time zone, of times on raw pages that name none."""

    into: str = "content"
    reject: tuple[str, ...] = ()
    """Rules whose repairs are not made, and whose removals stay in the text."""

    keywords: int = 0
    """How many words that an article is about become tags."""

    max_bytes: int = PAGE_BYTES_MAX
    """Raw pages that are larger are refused."""

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates that name none."""
        return parse_zone(self.timezone)


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """`[build]`: how articles become a site."""

    content: str = "content"
    static: str = "static"
    output: str = "public"
    page_size: int = 10
    """Articles on one page of a listing."""

    feed_size: int = 20
    """Articles in a feed."""

    workers: int = 0
    """Processes; 0 chooses by the number of processors and the amount of work."""


@dataclass(frozen=True, slots=True)
class ThemeConfig:
    """`[theme]`: where templates and assets come from, before the bundled ones."""

    templates: str = "templates"
    path: str = ""
    """A folder with `templates/` and `static/` of a theme; empty for the bundled one alone."""


@dataclass(frozen=True, slots=True)
class DeployConfig:
    """`[deploy.NAME]`: one place to publish to."""

    name: str
    kind: str
    path: str = ""
    max_deletes: int = 100
    """More deletions than this are refused before anything is changed."""


@dataclass(frozen=True, slots=True)
class Config:
    """All of `sitegen.toml`."""

    root: Path
    """The project's folder."""

    site: SiteConfig
    imports: ImportConfig = ImportConfig()
    build: BuildConfig = BuildConfig()
    theme: ThemeConfig = ThemeConfig()
    deploy: tuple[DeployConfig, ...] = ()

    def folder(self, name: str) -> Path:
        """Return a folder that the configuration names relative to the project."""
        return self.root / name


def find_project(start: Path) -> Path:
    """Return the nearest folder at or above *start* that holds `sitegen.toml`; `ConfigError` if there is none."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ConfigError(
        f"no {FILE_NAME} in {start} or above it", hint="run `sitegen new NAME` to start a project, or use --project"
    )


def load_config(root: Path) -> Config:
    """Read `sitegen.toml` in *root*; `ConfigError` with file, line and hint for all that cannot be meant."""
    path = root / FILE_NAME
    try:
        source = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(f"no {FILE_NAME} in {root}", hint="run `sitegen new NAME` to start a project") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8", hint="save the file as UTF-8") from error
    return parse_config(source, root)


def parse_config(source: str, root: Path) -> Config:
    """Turn the text of a `sitegen.toml` that stands in *root* into values; errors as in `load_config`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{FILE_NAME}{':' + line[1] if line else ''}: {error}") from error
    reader = _Reader(source)
    reader.known(data, {"site", "nav", "import", "build", "theme", "deploy"}, "")
    return Config(
        root=root,
        site=_site(data, reader),
        imports=_imports(reader.table(data, "import", ImportConfig), reader),
        build=BuildConfig(**_checked_build(reader.table(data, "build", BuildConfig), reader)),
        theme=ThemeConfig(**reader.table(data, "theme", ThemeConfig)),
        deploy=_deploys(data.get("deploy", {}), reader),
    )


def _site(data: Table, reader: "_Reader") -> SiteConfig:
    reader.known(data.get("site", {}), {f.name for f in fields(SiteConfig)} - {"nav", "overrides"} | {"text"}, "site")
    table = dict(data.get("site", {}))
    if not isinstance(table.get("title"), str) or not table["title"].strip():
        reader.fail("site", "[site] needs a `title`", 'add title = "…" below [site]')
    overrides = table.pop("text", {})
    quotes = _quotes(table.pop("quotes", {}), reader)
    tags = table.pop("variants", None)
    values = reader.typed(table, SiteConfig, "site")
    values["base_url"] = _base_url(values.get("base_url", ""), reader)
    values["language"] = _language(values.get("language", "zh-Hans"), reader)
    if values.get("urls", "absolute") not in ("absolute", "relative"):
        reader.fail("urls", f'`urls` is "absolute" or "relative", not {values["urls"]!r}')
    if values.get("engine", ENGINES[0]) not in ENGINES:
        reader.fail("engine", f"there is no engine {values['engine']!r}", f"one of {', '.join(ENGINES)}")
    _zone(values.get("timezone", "Asia/Shanghai"), reader)
    if tags is not None:
        values["variants"] = _variants(tags, reader)
    reader.known(overrides, set(overrides) if isinstance(overrides, dict) else set(), "site.text")
    for tag, texts in overrides.items():
        _variant(tag, "text", reader)
        reader.known(texts, {"title", "description", "author"}, f"site.text.{tag}")
        reader.typed(texts, SiteConfig, f"site.text.{tag}")
    nav = data.get("nav", [])
    if not isinstance(nav, list):
        reader.fail("nav", "the menu is written as [[nav]] tables, with two brackets")
    return SiteConfig(
        **values, quotes=quotes, overrides=_frozen(overrides), nav=tuple(_nav(item, reader) for item in nav)
    )


def _quotes(table: object, reader: "_Reader") -> Mapping[str, Literal["convert", "keep"]]:
    if not isinstance(table, dict):
        reader.fail(
            "quotes", f"`quotes` must be a table, not {table!r}", 'such as zh-Hant = "keep" below [site.quotes]'
        )
    for tag, wish in table.items():
        _variant(tag, tag, reader)
        if wish not in ("convert", "keep"):
            reader.fail(tag, f'`{tag}` in [site.quotes] is "convert" or "keep", not {wish!r}', table="site.quotes")
    return MappingProxyType(dict(table))


def _imports(values: dict[str, Any], reader: "_Reader") -> ImportConfig:
    _zone(values.get("timezone", "+08:00"), reader)
    rules = values.get("reject", [])
    if not all(isinstance(rule, str) for rule in rules):
        reader.fail("reject", "`reject` in [import] lists names of rules", 'such as ["pinyin-gloss"]', table="import")
    if values.get("keywords", 0) < 0:
        reader.fail("keywords", "`keywords` in [import] must be 0 or more", "0 for none", table="import")
    if values.get("max_bytes", 1) < 1:
        reader.fail("max_bytes", "`max_bytes` in [import] must be at least 1", "such as 50_000_000", table="import")
    return ImportConfig(**values | {"reject": tuple(rules)})


def _nav(item: Table, reader: "_Reader") -> NavItem:
    reader.known(item, {"title", "url", *VARIANTS}, "nav")
    title, url = item.get("title"), item.get("url")
    if not isinstance(title, str) or not isinstance(url, str):
        reader.fail("nav", "an entry of [[nav]] needs `title` and `url`")
    titles = {tag: text for tag, text in item.items() if tag in VARIANTS}
    for tag, text in titles.items():
        if not isinstance(text, str):
            reader.fail(tag, f"`{tag}` in [[nav]] must be a text in quotes, not {text!r}")
    return NavItem(title, url, MappingProxyType(titles))


def _deploys(tables: object, reader: "_Reader") -> tuple[DeployConfig, ...]:
    if not isinstance(tables, dict):
        reader.fail("deploy", "places to publish to are written as [deploy.NAME] tables")
    return tuple(_deploy(name, table, reader) for name, table in sorted(tables.items()))


def _deploy(name: str, table: Table, reader: "_Reader") -> DeployConfig:
    if not isinstance(table, dict) or "kind" not in table:
        reader.fail(f"deploy.{name}", f"[deploy.{name}] needs a `kind`", 'for a folder: kind = "directory"')
    reader.known(table, {f.name for f in fields(DeployConfig)} - {"name"}, f"deploy.{name}")
    return DeployConfig(name=name, **reader.typed(table, DeployConfig, f"deploy.{name}"))


def _checked_build(values: dict[str, Any], reader: "_Reader") -> dict[str, Any]:
    for key in ("page_size", "feed_size"):
        if values.get(key, 1) < 1:
            reader.fail(key, f"`{key}` must be at least 1")
    for key in ("content", "static", "output"):
        path = PurePosixPath(values.get(key, "x").replace("\\", "/"))
        if str(path) in ("", "."):
            reader.fail(key, f"`{key}` cannot be the project's own folder")
    return values


def _base_url(url: str, reader: "_Reader") -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        reader.fail("base_url", f"`base_url` is no full web address: {url!r}", 'such as "https://example.org/news/"')
    return url and f"{url.rstrip('/')}/"


def _language(tag: str, reader: "_Reader") -> str:
    known = LANGUAGE_ALIASES.get(tag.lower())
    if known is None:
        reader.fail("language", f"unknown language {tag!r}", f"one of {', '.join(VARIANTS)}")
    return known


def _zone(name: str, reader: "_Reader") -> None:
    try:
        parse_zone(name)
    except ValueError:
        reader.fail("timezone", f"unknown time zone {name!r}", 'such as "Asia/Taipei", "UTC" or "+08:00"')


def _variants(tags: object, reader: "_Reader") -> tuple[Variant, ...]:
    if not isinstance(tags, list) or not tags or len(set(map(str, tags))) != len(tags):
        reader.fail("variants", "`variants` is a list of different tags", 'such as ["zh-Hans", "zh-Hant"]')
    return tuple(_variant(str(tag), "variants", reader) for tag in tags)


def _variant(tag: str, key: str, reader: "_Reader") -> Variant:
    if tag not in VARIANTS:
        reader.fail(key, f"unknown variant {tag!r}", f"one of {', '.join(VARIANTS)}")
    return VARIANTS[tag]


def _frozen(tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType({key: MappingProxyType(dict(value)) for key, value in tables.items()})


_TYPES: Final[Mapping[object, tuple[type, str]]] = MappingProxyType(
    {
        str: (str, "a text in quotes"),
        int: (int, "a whole number"),
        Literal["absolute", "relative"]: (str, "a text"),
        tuple[str, ...]: (list, "a list of texts"),
    }
)


class _Reader:
    """Checks tables against what is known, and finds the line to blame."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines()

    def fail(self, key: str, message: str, hint: str = "", *, table: str = "") -> NoReturn:
        last = re.escape(key.rsplit(".", 1)[-1])
        pattern = re.compile(rf"\s*(?:\[+\s*(?:[\w.\"-]+\.)?\"?{last}\"?\s*[\].]|\"?{last}\"?\s*=)")
        header = re.compile(rf"\s*\[+\s*{re.escape(table)}\s*\]")
        start = next((n for n, text in enumerate(self._lines) if table and header.match(text)), 0)
        line = next((n for n, text in enumerate(self._lines[start:], start + 1) if pattern.match(text)), 0)
        raise ConfigError(f"{FILE_NAME}{f':{line}' if line else ''}: {message}", hint=hint)

    def known(self, table: object, names: set[str], where: str) -> None:
        if not isinstance(table, dict):
            self.fail(where, f"[{where}] must be a table")
        for key in table:
            if key not in names:
                close = suggest(key, sorted(names))
                self.fail(key, f"unknown setting `{key}`{f' in [{where}]' if where else ''}", close, table=where)

    def typed(self, table: Table, record: type, where: str) -> dict[str, Any]:
        wanted = {f.name: f.type for f in fields(record)}
        for key, value in table.items():
            kind, words = _TYPES[wanted[key]]
            if not isinstance(value, kind) or isinstance(value, bool):
                self.fail(key, f"`{key}` in [{where}] must be {words}, not {value!r}", table=where)
        return dict(table)

    def table(self, data: Table, name: str, record: type) -> dict[str, Any]:
        table = data.get(name, {})
        self.known(table, {f.name for f in fields(record)}, name)
        return self.typed(table, record, name)


def parse_zone(text: str) -> tzinfo:
    """Return the time zone that an offset or a name of the IANA database stands for; `ValueError` if there is none.

    >>> parse_zone("+08:00")
    datetime.timezone(datetime.timedelta(seconds=28800))
    """
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", text, re.ASCII):
        minutes = int(match[2]) * 60 + int(match[3])
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {text!r}") from error


def suggest(name: str, known: Sequence[str]) -> str:
    """Return a hint that names what may have been meant by *name*, or what is *known*.

    >>> suggest("titel", ["title", "date"])
    'did you mean "title"?'
    """
    close = difflib.get_close_matches(name, known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"known: {', '.join(known)}"

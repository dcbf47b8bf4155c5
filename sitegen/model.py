"""The words everyone uses: frozen values that pass from stage to stage, and nothing that acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal, NewType, Self, TypeAlias

from sitegen.digest import SKIP, Digest
from sitegen.moment import Moment

Slug = NewType("Slug", str)
"""The part of a URL that names an article: letters, digits, hyphens."""
UrlPath = NewType("UrlPath", str)
"""An address within the site, from its root: `/zh-hant/chun-wang/`. Not percent-encoded."""
OutputPath = NewType("OutputPath", str)
"""A file below the output folder, with slashes: `zh-hant/chun-wang/index.html`."""

Plain: TypeAlias = "bool | int | float | str | tuple[Plain, ...] | Mapping[str, Plain] | None"
"""What `extra:` in front matter may hold."""


def empty() -> MappingProxyType[str, Any]:
    """Return an empty read-only mapping, the default of mapping fields."""
    return MappingProxyType({})


class Html(str):
    """Markup that is safe to print as it is; only the renderer of Markdown and what converts its output make it."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell the template engine that nothing is left to escape."""
        return str(self)


# ── scripts and variants ────────────────────────────────────────────────────────────────────────


class Script(StrEnum):
    """A way of writing Chinese."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"


@dataclass(frozen=True, slots=True)
class Variant:
    """A script as one audience reads it; each article is published once per configured variant."""

    tag: str
    """The language tag in `lang`, `hreflang` and front matter (BCP 47)."""

    script: Script

    label: str
    """Its name, in itself."""

    @property
    def folder(self) -> str:
        """The first segment of its URLs."""
        return self.tag.lower()


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        variant.tag: variant
        for variant in (
            Variant("zh-Hans", Script.HANS, "简体"),
            Variant("zh-Hant", Script.HANT, "繁體"),
            Variant("zh-Hant-HK", Script.HANT, "繁體（香港）"),
        )
    }
)
"""Every variant that can be published, by its tag. `zh-Hant` is written as in Taiwan."""

LANGUAGE_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans-cn": "zh-Hans", "zh-hans": "zh-Hans",
        "zh-tw": "zh-Hant", "zh-hant-tw": "zh-Hant", "zh-hant": "zh-Hant",
        "zh-hk": "zh-Hant-HK", "zh-mo": "zh-Hant-HK", "zh-hant-mo": "zh-Hant-HK", "zh-hant-hk": "zh-Hant-HK",
    }
)  # fmt: skip
"""Language tags as found in the wild, in lower case, and the variant whose writing they mean."""

ENGINES: Final = ("compiled", "jieba", "reimplemented", "reimplemented-stock")
"""Who may convert between scripts: our own exact converter; one of ours that asks a segmenter first, an extra; the
library opencc-python-reimplemented with the same, current dictionaries; that library as it is shipped."""


# ── what is wrong ───────────────────────────────────────────────────────────────────────────────


class Severity(StrEnum):
    """How bad it is: an error makes the command exit with 1."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault of one document, for a person to read."""

    path: str
    """As the person knows the file: relative to the project, with slashes; empty where the message names it."""

    line: int
    """Counted from 1; 0 where no line is to blame."""

    message: str
    severity: Severity = Severity.ERROR
    code: str = "content"
    """A stable name of the kind of fault, for programs."""

    hint: str = ""

    def below(self, folder: str) -> Self:
        """Return the same fault of a file whose path was given relative to *folder*."""
        return replace(self, path=f"{folder}/{self.path}")

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}" if where else self.message


# ── import: from raw documents to articles ──────────────────────────────────────────────────────


PAGE_BYTES_MAX: Final = 32 << 20
"""Of a raw document, unless more is allowed: one needs some thirty times its size in memory while it is read."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as fetched, and what is known of where they came from."""

    path: str
    """As the caller named it; echoed, never interpreted."""

    data: bytes
    url: str | None = None
    charset: str | None = None
    """As declared by the transport, not by the document."""

    retrieved: str | None = None
    """ISO 8601; from an archive, a list or a sidecar, never from a file's time."""

    fields: Mapping[str, str] = field(default_factory=empty)
    """What a person stated about the document (`publisher`, `title`, `date` …); it wins over what is extracted."""


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One named fix of the text, made or only proposed."""

    rule: str
    before: str
    after: str
    confidence: float
    """0 to 1; a step below .9 that was made is also a doubt."""

    applied: bool = True
    """False: the damage was seen and left as it is."""

    position: int | None = None
    """Characters from the start of the text before this step, if the fix stands at one place."""

    alternatives: tuple[str, ...] = ()
    count: int = 1
    """How often the same fix was made."""

    @property
    def readings(self) -> tuple[str, ...]:
        """What may be chosen instead of what stands in the text, the likelier first."""
        proposed = (self.after,) if self.after and not self.applied else ()
        return tuple(dict.fromkeys((*proposed, *self.alternatives)))


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that import left out, with the rule that said so."""

    rule: str
    text: str
    line: int = 0
    """Line in the decoded document, counted from 1; 0 if unknown."""

    row: int = field(default=-1, compare=False)
    """Which row of the document it was or was cut from; -1 if it was none, or nobody knows any more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field of the metadata was read."""

    field: str
    source: str
    """The name of the rule: `json-ld`, `dateline`, `breadcrumb` …"""

    text: str
    """The words it was read from."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of an extraction that a repair changed or pointed at, or where something was removed."""

    repair: int | None
    """The index of the repair; None for a removal."""

    removal: int | None
    before: str | None
    """What stands there without the repair, or what was removed, written as the field is, with marks of its own; None
    where nothing was changed."""

    others: tuple[str, ...] = ()
    """The readings of the repair, written as the field is."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Main content and metadata of a raw document, before people saw it."""

    title: str
    markdown: str
    """The body, in the script named by `lang`."""

    text: str
    """The body as plain lines, one a block: paragraph, heading, list item, quotation, table row."""

    lang: str
    subtitle: str | None = None
    date: str | None = None
    """ISO 8601, as precise as found."""

    updated: str | None = None
    """When it was last changed, if that was notably later; ISO 8601."""

    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    sections: tuple[str, ...] = ()
    """The breadcrumb, without home and the page itself."""

    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    image: str | None = None
    """The address of the picture that the page names as its own."""

    licence: str | None = None
    """Under which the page says that its text may be used: a name or an address."""

    repairs: tuple[RepairStep, ...] = ()
    removed: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    marked: Mapping[str, str] = field(default_factory=empty)
    """Fields, and the Markdown under `body`, with their spots marked by number (`text.marked`); not those without."""

    spots: tuple[Spot, ...] = ()


# ── articles ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from."""

    url: str | None = None
    retrieved: str | None = None
    sha256: str | None = None
    """Of the raw bytes, in full."""


REVIEWED: Final = ("accepted", "rejected", "chosen", "restored")
"""What people decide of repairs and removals."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A repair that a person has not settled yet."""

    rule: str
    before: str
    after: str
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """Front matter and Markdown body: the unit that people edit."""

    path: str
    """Below the content folder, with slashes."""

    kind: Literal["article", "page"]
    slug: Slug
    title: str
    lang: str
    """The script of the body; a tag that is not Chinese is published unconverted."""

    body: str
    body_line: int = 1
    """The line of the file on which the body starts."""

    subtitle: str = ""
    date: Moment | None = None
    updated: Moment | None = None
    publisher: str = ""
    authors: tuple[str, ...] = ()
    editor: str = ""
    translator: str = ""
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    image: str = ""
    licence: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    canonical: str = ""
    glossary: Mapping[str, Mapping[str, str]] = field(default_factory=empty)
    """Phrases that a person wants written otherwise than converted: variant tag → phrase as written → as wanted."""

    quotes: bool = True
    """Whether quotation marks follow the variant."""

    source: Source | None = None
    doubts: tuple[Doubt, ...] = ()
    reviewed: Mapping[str, int] = field(default_factory=empty)
    """How many repairs and removals a person settled, by `REVIEWED`."""

    variants: Mapping[str, Mapping[str, str]] = field(default_factory=empty)
    """A person's word over the converter's: variant tag → field → text."""

    extra: Mapping[str, Plain] = field(default_factory=empty)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an article, for its table of contents."""

    level: int
    """1 to 6, as in HTML."""

    anchor: str
    """Unique within its article; letters of any script, digits and hyphens."""

    title: str


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link or picture of a body that points into the project."""

    target: str
    """As written, percent-decoded, without its fragment."""

    fragment: str
    is_image: bool
    line: int
    """In the content file, counted from 1; 0 if unknown."""

    written: str = ""
    """The whole address as it was written: what stands in the page if it leads nowhere."""


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """The body of an article as HTML in the script that it was written in."""

    html: Html
    """Internal links stand as `sitegen:N`, N an index into `links`: where they lead depends on the page."""

    headings: tuple[Heading, ...]
    links: tuple[LinkUse, ...]
    lead: str
    """The first sentences as plain text, for cards and feeds."""

    marks: tuple[str, ...] = ()
    """The editors' marks of the body as written, from `-{` to `}-`; in `html` they stand as `<sg-mark n="0">`."""

    faults: tuple[Diagnostic, ...] = ()
    """Marks that cannot be read; such an article is not published."""

    pieces: tuple[str, ...] = field(default=(), compare=False)
    """The texts of `html` and the tags between them in turn, where that is known."""

    runs: tuple[tuple[int, ...], ...] = field(default=(), compare=False)
    """The numbers of those texts that are converted as one, where that is known: then no attribute holds words."""


@dataclass(frozen=True, slots=True)
class Body:
    """The HTML of a body, counted by its digest: pages refer to it without holding it."""

    digest: Digest
    html: Html = field(default=Html(), metadata=SKIP, compare=False)
    """Empty until a page that shows it is rendered."""


@dataclass(frozen=True, slots=True)
class VariantText:
    """All that a variant of an article says, except for its body."""

    title: str
    subtitle: str
    summary: str
    description: str
    publisher: str
    authors: tuple[str, ...]
    editor: str
    translator: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    headings: tuple[Heading, ...]
    body: Body
    converted_by: str
    """The profiles that made it, joined by `+`, and `rules` and `quotes` where those changed something; empty where it
    stands as written."""


@dataclass(frozen=True, slots=True)
class SummaryText:
    """What lists and links show of an article in one variant."""

    title: str
    summary: str
    publisher: str
    tags: tuple[str, ...]
    digest: Digest
    """Of all that a list shows of the article in this variant."""


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What other pages may know of an article: small, for all of them are in memory at once."""

    path: str
    kind: Literal["article", "page"]
    slug: Slug
    lang: str
    date: Moment | None
    updated: Moment | None
    tag_keys: tuple[str, ...]
    """The tags in Simplified script: one tag however an article writes it."""

    image: str
    draft: bool
    aliases: tuple[str, ...]
    canonical: str
    links: tuple[LinkUse, ...]
    anchors: tuple[str, ...]
    """Those of its headings."""

    texts: Mapping[str, SummaryText]
    """By variant tag."""

    digest: Digest
    """Of the whole article in all variants, its details and bodies included."""


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """What only an article's own pages and feeds show, but for the bodies; fetched when one of them is made."""

    licence: str
    source: Source | None
    doubts: tuple[Doubt, ...]
    reviewed: Mapping[str, int]
    extra: Mapping[str, Plain]
    texts: Mapping[str, VariantText]
    """By variant tag."""

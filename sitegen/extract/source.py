"""What both readers hand on: the rows of a document, and what its head says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.errors import SitegenError
from sitegen.extract.blocks import Block, link_share, text_of
from sitegen.model import Evidence, Removal, RepairStep
from sitegen.text.repair import Place

ROWS_MAX: Final = 30_000
"""Lines of a document: a book has fewer. What has more would take longer than its article is worth."""

CHARACTERS_MAX: Final = 1_000_000
"""Of the lines of a document together: the longest novels have fewer."""


class ExtractionError(SitegenError):
    """A document that holds no article: it is empty, no text, furniture alone, or too much."""


def refuse_too_much(lines: Sequence[str]) -> None:
    """Raise `ExtractionError` if *lines* are more than an article can have."""
    if len(lines) > ROWS_MAX:
        raise ExtractionError(f"the document has more than {ROWS_MAX} lines", hint="is it one article?")
    if sum(map(len, lines)) > CHARACTERS_MAX:
        raise ExtractionError(f"the document has more than {CHARACTERS_MAX} characters", hint="is it one article?")


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece that was cut out of a block."""

    removal: Removal
    run: int
    """Which of the runs of words of the block it stood in, or behind."""

    at: int
    """Before which character of the run that is left."""

    text: str
    """All that went there, with blanks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a document, as a reader of the page saw it."""

    text: str
    line: int = 0
    block: Block | None = None
    """What stands in the body if this row belongs to it; None outside the main container."""

    links: float = 0.0
    """Share of linked words."""

    rank: int = 0
    """1 to 6 for a heading, else 0."""

    indent: int = 0
    """Columns before the first word of a line of a dump."""

    marked: str = ""
    """`text` with the places marked that were mended in it so far; empty if there are none."""

    cuts: tuple[Cut, ...] = ()
    """What was cut out of `block`."""

    @classmethod
    def of(cls, block: Block, rank: int = 0) -> "Row":
        """Return the row of *block*; its text has several lines for a list or a table."""
        return cls(text_of(block), block.line, block, link_share(block), rank)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page states about itself outside its text."""

    page_title: str = ""
    """`<title>`."""

    titles: tuple[Evidence, ...] = ()
    """Other statements of the title (`og:title`, JSON-LD), the most trusted first."""

    title: Evidence | None = None
    """The headline that was chosen among all that the page shows and states."""

    site: str = ""
    """As the page calls its site, if it does."""

    headings: tuple[str, ...] = ()
    """`h1`, then `h2`, then elements called title, in this order."""

    subtitle: Evidence | None = None
    dates: tuple[Evidence, ...] = ()
    """The most trusted first; not yet parsed."""

    publishers: tuple[Evidence, ...] = ()
    authors: tuple[Evidence, ...] = ()
    editor: Evidence | None = None
    sections: tuple[str, ...] = ()
    sections_from: str = "breadcrumb"
    section: Evidence | None = None
    """For articles without a breadcrumb."""

    tags: Evidence | None = None
    """Joined by `、`."""

    description: str = ""
    body: str = ""
    """What JSON-LD gives as the text of the article."""

    body_from: Evidence | None = None
    """Where the body was found, if the page does not show it."""

    updates: tuple[Evidence, ...] = ()
    """Dates of changes, the most trusted first; not yet parsed."""

    canonical: Evidence | None = None
    image: Evidence | None = None
    licence: Evidence | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as rows in reading order."""

    rows: tuple[Row, ...]
    facts: Facts = Facts()
    removed: tuple[Removal, ...] = ()
    steps: tuple[RepairStep, ...] = ()
    """What the reader itself had to mend: entities, indents, broken lines."""

    places: tuple[Place, ...] = ()
    """Where it did, by the numbers with which they are marked in the rows."""

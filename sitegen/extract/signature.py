"""What one line says of those who made an article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Byline:
    """What lines say of those who made the article."""

    publisher: str = ""
    editors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """All that one line says, and how sure that is."""

    publisher: str = ""
    """As a label names it."""

    authors: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    chiefs: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    """Who did something else: took the pictures, read the proofs."""

    media: tuple[str, ...] = ()
    """Unlabelled names that are built like a publisher's, also the one before a reporter's."""

    people: tuple[str, ...] = ()
    """Unlabelled names that are built like a person's."""

    rest: tuple[str, ...] = ()
    """Words that nothing explains."""

    labels: int = 0
    """Fields whose label is known."""

    @property
    def names_someone(self) -> bool:
        """Whether anybody who made the article is named beyond doubt."""
        return bool(self.publisher or self.authors or self.helpers or self.responsible or self.editors or self.chiefs)

    @property
    def byline(self) -> Byline:
        """What the line says on its own."""
        return Byline(self.publisher, self.responsible or self.editors or self.chiefs, self.authors or self.helpers)

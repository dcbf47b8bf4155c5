"""Who writes words in another script: glossaries, rules of our own, the dictionaries, quotation marks."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from types import MappingProxyType
from typing import Final, Protocol

from sitegen.model import Script
from sitegen.text.script.convert import convert
from sitegen.text.script.markup import Mark, MarkupError, has_marks, spans
from sitegen.text.script.own_rules import Span, guarded
from sitegen.text.script.quotes import localise_quotes

OBJECT: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where something in a text is not ours, such as code: no word goes across it, but quotation marks may stand
around it."""
_SEPARATOR: Final = "\x1e"
"""Between texts that are converted in one call; the reader of articles removes control characters."""


class Writer(Protocol):
    """Converts many texts at once, in their order."""

    def plain(self, texts: Sequence[str]) -> list[str]:
        """Return *texts* converted; editors' marks in them are only characters."""
        ...

    def marked(self, texts: Sequence[str]) -> list[str]:
        """Return *texts* converted, with the marks in them decided."""
        ...

    def decided(self, mark: Mark) -> str:
        """Return the words that *mark* stands for."""
        ...


class ScriptWriter:
    """Writes words by profiles; what it knows better than they do goes first."""

    def __init__(
        self,
        profiles: Sequence[str],
        tag: str,
        *,
        glossary: Mapping[str, str] = MappingProxyType({}),
        people: Sequence[str] = (),
        quotes: Script | None = None,
    ) -> None:
        """Take what decides: *glossary* over the rules of our own, which know *people*, over *profiles*.

        *tag* is the variant whose words editors' marks give; *quotes* the script whose quotation marks are written.
        """
        self._profiles, self._tag, self._glossary = tuple(profiles), tag, glossary
        self._people, self._quotes = tuple(people), quotes
        longest_first = sorted(glossary, key=len, reverse=True)
        self._phrases = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self._has_ruled = self._has_quoted = False
        self.is_idle = not self._profiles and self._phrases is None

    @property
    def used(self) -> tuple[str, ...]:
        """The profiles, then `rules` and `quotes` if those have changed something so far."""
        more = (("rules", self._has_ruled), ("quotes", self._has_quoted))
        return (*self._profiles, *(name for name, has in more if has))

    def plain(self, texts: Sequence[str]) -> list[str]:
        """Return *texts* converted, each for itself; marks in them are only characters."""
        if self.is_idle:
            return list(texts)
        joined = self._one(_SEPARATOR.join(texts)).split(_SEPARATOR)
        # Quotation marks and the dictionaries stop at white space, which the separator counts as.
        return joined if len(joined) == len(texts) else [self._one(text) for text in texts]

    def marked(self, texts: Sequence[str]) -> list[str]:
        """Return *texts* converted, each for itself, with the marks in them decided.

        In fields a mark that cannot be read was refused before; in an attribute of the body it is only characters.
        """
        if not any(map(has_marks, texts)):
            return self.plain(texts)
        return [self._one_marked(text) if has_marks(text) else self._one(text) for text in texts]

    def decided(self, mark: Mark) -> str:
        """Return the words that *mark* stands for."""
        return mark.text(self._tag)

    def by_letter(self, text: str) -> list[str]:
        """Return what each letter of *text* becomes; joined, that is *text* converted.

        >>> ScriptWriter(("s2twp",), "zh-Hant").by_letter("U盘")
        ['隨', '身碟']
        """
        letters = [letter for before, after in self._pieces(text) for letter in _spread(before, after)]
        written = iter(self._localised("".join(letters)))
        return ["".join(next(written) for _ in letter) for letter in letters]

    def _one_marked(self, text: str) -> str:
        try:
            pieces = [piece for _, piece in spans(text)]
        except MarkupError:
            return self._one(text)
        decided = [self.decided(piece) for piece in pieces if isinstance(piece, Mark)]
        between = self._one("".join(OBJECT if isinstance(piece, Mark) else piece for piece in pieces)).split(OBJECT)
        if len(between) != len(decided) + 1:
            return "".join(self._one(piece) if isinstance(piece, str) else self.decided(piece) for piece in pieces)
        return "".join(chain.from_iterable(zip(between, [*decided, ""], strict=True)))

    def _one(self, text: str) -> str:
        return self._localised("".join(after for _, after in self._pieces(text)))

    def _localised(self, text: str) -> str:
        if self._quotes is None:
            return text
        localised = localise_quotes(text, self._quotes)
        self._has_quoted |= localised != text
        return localised

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        """Return the stretches of *text* and what each becomes."""
        fixed = self._phrases_in(text)
        ruled = [part for span in guarded(text, self._profiles, self._people) for part in _beside(span, text, fixed)]
        pieces = self._converted(text, sorted([*fixed, *ruled]))
        if ruled and not self._has_ruled:
            without = self._converted(text, fixed)
            self._has_ruled = "".join(after for _, after in pieces) != "".join(after for _, after in without)
        return pieces

    def _converted(self, text: str, fixed: Sequence[Span]) -> list[tuple[str, str]]:
        pieces: list[tuple[str, str]] = []
        at = 0
        for start, end, output in fixed:
            pieces += ((text[at:start], convert(text[at:start], self._profiles)), (text[start:end], output))
            at = end
        return [*pieces, (text[at:], convert(text[at:], self._profiles))]

    def _phrases_in(self, text: str) -> list[Span]:
        if self._phrases is None:
            return []
        return [(*match.span(), self._glossary[match[0]]) for match in self._phrases.finditer(text)]


def _beside(span: Span, text: str, others: Sequence[Span]) -> list[Span]:
    """Return what *others* leave of *span*; nothing if its letters cannot be told apart in its output."""
    start, end, output = span
    inside = [other for other in others if other[0] < end and start < other[1]]
    if not inside:
        return [span]
    if len(output) != end - start:
        return []
    left: list[Span] = []
    for other_start, other_end, _ in [*inside, (end, end, "")]:
        if start < other_start:
            left.append((start, other_start, output[start - span[0] : other_start - span[0]]))
        start = max(start, other_end)
    return [part for part in left if text[part[0] : part[1]]]


def _spread(before: str, after: str) -> list[str]:
    """Return what each letter of *before* becomes in *after*: by place where both are as long, else by alignment."""
    if len(before) == len(after):
        return list(after)
    if not before:
        return [after]
    letters: list[str] = []
    for _, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        new = after[new_start:new_end]
        if start == end:  # inserted
            letters[-1:] = ["".join((*letters[-1:], new))]
        else:
            size = end - start
            letters += [*new[: size - 1], *[""] * (size - 1 - len(new)), new[size - 1 :]]
    if len(letters) > len(before):  # inserted before the first letter
        letters[:2] = ["".join(letters[:2])]
    return letters

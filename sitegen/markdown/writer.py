"""Who writes words in another script: glossaries, rules of our own, the dictionaries, quotation marks."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from types import MappingProxyType
from typing import Final, Protocol

from sitegen.model import Script
from sitegen.text.script.compiling import NOBODY
from sitegen.text.script.convert import DEFAULT_ENGINE, Segment, convert_segments, cut
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

    def divided(self, texts: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return *texts* converted, each in as many parts as it is given in; marks in them are only characters."""
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
        engine: str = DEFAULT_ENGINE,
    ) -> None:
        """Take what decides: *glossary* over the rules of our own, which know *people*, over *profiles*.

        *tag* is the variant whose words editors' marks give; *quotes* the script whose quotation marks are written;
        *engine* who converts.
        """
        self._engine = engine
        self._profiles, self._tag, self._glossary = tuple(profiles), tag, glossary
        self._people, self._quotes = tuple(people), quotes
        longest_first = sorted(glossary, key=len, reverse=True)
        self._phrases = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self._has_ruled = self._has_quoted = False
        self.is_idle = not self._profiles and self._phrases is None

    @property
    def used(self) -> tuple[str, ...]:
        """The profiles, the engine if it is not the usual one, `rules` and `quotes` if those have changed something."""
        is_other = bool(self._profiles) and self._engine != DEFAULT_ENGINE
        more = ((self._engine, is_other), ("rules", self._has_ruled), ("quotes", self._has_quoted))
        return (*self._profiles, *(name for name, has in more if has))

    def divided(self, texts: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return *texts* converted, each for itself and in as many parts as it is given in.

        No word is lost between two parts: where one goes across their border, each has the letters that stand for its
        own. Marks are only characters here.
        """
        if self.is_idle:
            return [list(parts) for parts in texts]
        # Quotation marks and the dictionaries stop at white space, which the separator counts as.
        segments = self.segments(f"{_SEPARATOR.join(map(''.join, texts))}{_SEPARATOR}")
        if all(size == len(made) for size, made in segments):
            whole = _made(segments).split(_SEPARATOR)
            if len(whole) == len(texts) + 1:
                return [_sliced(text, parts) for text, parts in zip(whole, texts, strict=False)]
        flat = [part for parts in texts for part in (*parts, _SEPARATOR)]
        made = cut(segments, list(map(len, flat)))
        ends = accumulate([len(parts) + 1 for parts in texts], initial=0)
        return [made[start : end - 1] for start, end in pairwise(ends)]

    def marked(self, texts: Sequence[str]) -> list[str]:
        """Return *texts* converted, each for itself, with the marks in them decided.

        In fields a mark that cannot be read was refused before; in an attribute of the body it is only characters.
        """
        if not has_marks("\n".join(texts)):
            return list(texts) if self.is_idle else ["".join(parts) for parts in self.divided([[t] for t in texts])]
        return [self._one_marked(text) if has_marks(text) else self._one(text) for text in texts]

    def decided(self, mark: Mark) -> str:
        """Return the words that *mark* stands for."""
        return mark.text(self._tag)

    def segments(self, text: str) -> list[Segment]:
        """Return which stretches of *text* become what; joined, that is *text* converted.

        >>> ScriptWriter(("s2twp",), "zh-Hant").segments("用U盘吗")
        [(1, '用'), (2, '隨身碟'), (1, '嗎')]
        """
        pieces = self._pieces(text)
        if self._quotes is None:
            return pieces
        written = self._localised(_made(pieces))  # mark for mark, so that all lengths stay
        ends = accumulate([len(made) for _, made in pieces], initial=0)
        return [(size, written[start:end]) for (size, _), (start, end) in zip(pieces, pairwise(ends), strict=True)]

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
        return self._localised(_made(self._pieces(text)))

    def _localised(self, text: str) -> str:
        if self._quotes is None:
            return text
        localised = localise_quotes(text, self._quotes)
        self._has_quoted |= localised != text
        return localised

    def _pieces(self, text: str) -> list[Segment]:
        """Return the stretches of *text* and what each becomes."""
        fixed = self._phrases_in(text)
        ruled = [part for span in guarded(text, self._profiles, self._people) for part in _beside(span, text, fixed)]
        pieces = self._converted(text, sorted([*fixed, *ruled]))
        if ruled and not self._has_ruled:
            self._has_ruled = self._is_changed(text, pieces, fixed, ruled)
        return pieces

    def _is_changed(self, text: str, pieces: Sequence[Segment], fixed: Sequence[Span], ruled: Sequence[Span]) -> bool:
        """Say whether *text*, which has become *pieces*, would have become something else without *ruled*."""
        start = end = 0
        for place, _, _ in sorted(ruled):
            if place < end:
                continue
            # What stands between two separators is a text for itself.
            start = text.rfind(_SEPARATOR, end, place) + 1 or end
            end = text.find(_SEPARATOR, place) + 1 or len(text)
            inside = [
                (first - start, last - start, made) for first, last, made in fixed if start <= first < last <= end
            ]
            without = _made(self._converted(text[start:end], inside))
            if without != cut(pieces, [start, end - start])[1]:
                return True
        return False

    def _converted(self, text: str, fixed: Sequence[Span]) -> list[Segment]:
        if fixed and self._engine == DEFAULT_ENGINE:
            # It sees no word across what no dictionary holds.
            masked = _with(text, [(start, end, NOBODY * (end - start)) for start, end, _ in fixed])
            return _filled(convert_segments(masked, self._profiles), fixed)
        pieces: list[Segment] = []
        at = 0
        for start, end, output in fixed:
            pieces += convert_segments(text[at:start], self._profiles, self._engine)
            pieces.append((end - start, output))
            at = end
        return [*pieces, *convert_segments(text[at:], self._profiles, self._engine)]

    def _phrases_in(self, text: str) -> list[Span]:
        if self._phrases is None:
            return []
        return [(*match.span(), self._glossary[match[0]]) for match in self._phrases.finditer(text)]


def _sliced(text: str, parts: Sequence[str]) -> list[str]:
    """Return *text* in parts that are as long as *parts* are."""
    if len(parts) == 1:
        return [text]
    ends = accumulate(map(len, parts), initial=0)
    return [text[start:end] for start, end in pairwise(ends)]


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


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return those of *spans* that stand between two places, as seen from the first."""
    return [(first - start, last - start, output) for first, last, output in spans if start <= first and last <= end]


def _with(text: str, spans: Iterable[Span]) -> str:
    """Return *text* with other words in the place of *spans*."""
    parts: list[str] = []
    at = 0
    for start, end, output in spans:
        parts += (text[at:start], output)
        at = end
    return "".join([*parts, text[at:]])


def _filled(segments: Iterable[Segment], fixed: Sequence[Span]) -> list[Segment]:
    """Return *segments* with the outputs of *fixed*, in whose places character stands for character."""
    filled: list[Segment] = []
    spans = iter([*fixed, (sys.maxsize, 0, "")])
    start, end, output = next(spans)
    at = 0
    for size, made in segments:
        first, at = at, at + size
        if start >= at:
            filled.append((size, made))
            continue
        even: list[Span] = []
        since = first
        while start < at:
            if len(output) == end - start:
                even.append((start - since, end - since, output))
            else:
                part = made[since - first : start - first]
                filled += ((start - since, _with(part, even)), (end - start, output))
                even, since = [], end
            start, end, output = next(spans)
        filled.append((at - since, _with(made[since - first :], even)))
    return filled


def _made(segments: Iterable[Segment]) -> str:
    return "".join([made for _, made in segments])

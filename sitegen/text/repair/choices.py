"""The characters that bytes may be which are not all known, by how well they stand behind two others.

There are up to a hundred of them, of which a search wants the best few, behind thousands of contexts. Behind a context
that the model has not seen, all rank as they do behind its last character alone; so they are ranked once for each of
these, and only those are weighed for themselves of which the model, or the document, knows more.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from sitegen.text.repair.channels import Slot, characters, traditional
from sitegen.text.repair.evidence import Document
from sitegen.text.repair.language import UNIT, LanguageModel

_MOST: Final = 24
"""Characters that are tried at once where bytes are lost."""


class _Option(NamedTuple):
    cost: int
    """In the units of the model, behind the last character alone."""

    character: str
    folded: str
    number: int


class _Ranked(NamedTuple):
    options: Sequence[_Option]
    """The best ones first."""

    by_number: Mapping[int, Sequence[_Option]]
    own: frozenset[int]
    """The numbers of those that follow the last character in the document."""


class Choices:
    """What the slots of a character may be in one document."""

    __slots__ = ("_costs", "_doc", "_found", "_is_traditional", "_meant", "_model", "_ranks")

    def __init__(self, model: LanguageModel, doc: Document, meant: str, *, is_traditional: bool) -> None:
        self._model = model
        self._doc = doc
        self._meant = meant
        self._is_traditional = is_traditional
        self._found: dict[tuple[str, tuple[Slot, ...]], Sequence[tuple[float, str, str]]] = {}
        self._costs: dict[str, Callable[[int], int]] = {}
        self._ranks: dict[tuple[str, tuple[Slot, ...]], _Ranked] = {}

    def behind(self, context: str, whole: tuple[Slot, ...]) -> Sequence[tuple[float, str, str]]:
        """Return the likeliest characters that *whole* may be behind *context*.

        Each comes with the logarithm of its probability, and as the model knows it.
        """
        key = context, whole
        found = self._found.get(key)
        if found is None:
            options = characters(self._meant, whole)
            if len(options) > 1:
                options = [option for option in options if not self._is_other(*option)]
            if len(options) > _MOST:
                found = self._best(context, whole, options)
            else:
                found = [(self._doc.behind(context, folded), character, folded) for character, folded in options]
            self._found[key] = found
        return found

    def _is_other(self, character: str, folded: str) -> bool:
        """Tell whether *character* is written so in the other script only."""
        return character in traditional() if self._is_traditional else character != folded and character >= "\u2e80"

    def _best(
        self, context: str, whole: tuple[Slot, ...], options: Sequence[tuple[str, str]]
    ) -> Sequence[tuple[float, str, str]]:
        key = context[1], whole
        ranked = self._ranks.get(key)
        if ranked is None:
            ranked = self._ranks[key] = self._ranked(context[1], options)
        rest, triples = self._model.triples_behind(context)
        known = ranked.own.union(number for number in triples if number in ranked.by_number)
        found = [
            (self._doc.behind(context, option.folded), option.character, option.folded)
            for number in known
            for option in ranked.by_number[number]
        ]
        left = _MOST
        for cost, character, folded, number in ranked.options:
            if number not in known:
                found.append((-(rest + cost) / UNIT, character, folded))
                left -= 1
                if not left:
                    break
        return heapq.nlargest(_MOST, found)

    def _ranked(self, last: str, options: Sequence[tuple[str, str]]) -> _Ranked:
        numbers, counts = self._model.ids, self._doc.counts
        cost = self._costs.get(last)
        if cost is None:
            cost = self._costs[last] = self._model.costs_behind(last)
        rows = [
            _Option(cost(number), character, folded, number)
            for character, folded in options
            if (number := numbers.get(folded, -1)) >= 0
        ]
        rows.sort(key=lambda option: (option.cost, -ord(option.character)))
        by_number: defaultdict[int, list[_Option]] = defaultdict(list)
        for row in rows:
            by_number[row.number].append(row)
        own = frozenset(row.number for row in rows if last + row.folded in counts)
        return _Ranked(rows, by_number, own)

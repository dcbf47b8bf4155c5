"""Text in which the places of repairs and removals are marked, until it has become Markdown.

A mark is made of noncharacters, which no text holds for any other reason (Unicode 16, section 23.7): a place opens with
its number and closes; a removal is a paragraph of its own that holds a number alone. Whoever takes the marks out has
the text as it was, so marks can travel through code that knows nothing of them.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

_OPEN, _CLOSE, _GONE, _LAST, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_DIGITS: Final = "\ufde0\ufde1\ufde2\ufde3\ufde4\ufde5\ufde6\ufde7\ufde8\ufde9"
_AROUND_DIGITS: Final = f"{_OPEN}{_GONE}{_LAST}{_END}\n"
_TO_DIGITS: Final = str.maketrans("0123456789", _DIGITS)
_FROM_DIGITS: Final = str.maketrans(_DIGITS, "0123456789")

_NONCHARACTER: Final = re.compile("[\ufdd0-\ufdef]")
_MARK: Final = re.compile(f"{_OPEN}[{_DIGITS}]+{_END}|{_CLOSE}")
_GONE_MARK: Final = re.compile(f"{_GONE}[{_DIGITS}]+{_END}\n{{0,2}}|\n{{0,2}}{_LAST}[{_DIGITS}]+{_END}")
_TOKEN: Final = re.compile(
    f"(?P<gone>{_GONE_MARK.pattern})|{_OPEN}(?P<open>[{_DIGITS}]+){_END}|(?P<close>{_CLOSE})|[^{_OPEN}{_CLOSE}{_GONE}\n]+|."
    , re.DOTALL,
)  # fmt: skip

Tree: TypeAlias = "list[str | tuple[int, Tree] | int]"
"""Pieces of text; a place with its number and what stands in it; a number alone where something was removed."""


def can_mark(text: str) -> bool:
    """Say whether *text* is free of what marks are made of."""
    return _NONCHARACTER.search(text) is None


def mark(number: int, text: str) -> str:
    """Return *text* as the place with *number*."""
    return f"{_opened(number)}{text}{_CLOSE}"


def _opened(number: int) -> str:
    return f"{_OPEN}{str(number).translate(_TO_DIGITS)}{_END}"


def mark_gone(number: int, *, is_last: bool = False) -> str:
    """Return the paragraph that stands for the removal with *number*; *is_last*: no other paragraph follows."""
    return f"{_LAST if is_last else _GONE}{str(number).translate(_TO_DIGITS)}{_END}"


def unmark(marked: str) -> str:
    """Return *marked* without its marks.

    >>> unmark(f"a{mark(0, 'b' + mark(1, ''))}") + unmark(f"{mark_gone(2)}{chr(10) * 2}c")
    'abc'
    """
    return _MARK.sub("", _GONE_MARK.sub("", marked))


def transfer(marked: str, text: str) -> str:
    """Return *text* with the marks of *marked*, which says the same in other characters: converted, not rewritten.

    >>> unmark(transfer(f"頭{mark(0, '髮')}", "头发"))
    '头发'
    """
    spans = list(_MARK.finditer(marked))
    if not spans:
        return text
    plain = unmark(marked)
    at = _identity if len(plain) == len(text) else _alignment(plain, text)
    pieces: list[str] = []
    done = taken = 0
    for span in spans:
        place = at(span.start() - taken)
        pieces += text[done:place], span[0]
        done, taken = place, taken + len(span[0])
    return "".join((*pieces, text[done:]))


def tree(marked: str) -> Tree:
    """Return the pieces of *marked*, each place with its own.

    >>> tree(f"a{mark(3, 'b')}")
    ['a', (3, ['b'])]
    """
    root: Tree = []
    open_: list[Tree] = [root]
    for token in _TOKEN.finditer(marked):
        if token["gone"]:
            open_[-1].append(_number(token["gone"]))
        elif token["open"]:
            inner: Tree = []
            open_[-1].append((_number(token["open"]), inner))
            open_.append(inner)
        elif token["close"]:
            if len(open_) > 1:
                open_.pop()
        elif open_[-1] and isinstance(last := open_[-1][-1], str):
            open_[-1][-1] = last + token[0]
        else:
            open_[-1].append(token[0])
    return root


def numbers(marked: str) -> list[int]:
    """Return the numbers of the places in *marked*, in their order."""
    return [_number(match[0]) for match in _MARK.finditer(marked) if match[0] != _CLOSE]


def renumber(marked: str, number_of: Callable[[int], int]) -> str:
    """Return *marked* with the number of each place as *number_of* gives it."""
    return _MARK.sub(lambda m: m[0] if m[0] == _CLOSE else _opened(number_of(_number(m[0]))), marked)


def offsets(marked: str) -> dict[int, int]:
    """Return before which character of its text each place of *marked* begins.

    >>> offsets(f"a{mark(3, 'b')}{mark(5, '')}")
    {3: 1, 5: 2}
    """
    found: dict[int, int] = {}
    taken = 0
    for span in _MARK.finditer(marked):
        if span[0] != _CLOSE:
            found[_number(span[0])] = span.start() - taken
        taken += len(span[0])
    return found


def insert(marked: str, at: int, piece: str) -> str:
    """Return *marked* with *piece* before the character *at* of its text, behind all marks that end there.

    >>> insert(f"a{mark(0, '')}{mark(1, 'b')}c", 1, "!") == f"a{mark(0, '')}!{mark(1, 'b')}c"
    True
    """
    place = taken = 0
    for span in _MARK.finditer(marked):
        opens = span[0] != _CLOSE and not marked.startswith(_CLOSE, span.end())
        if span.start() - taken > at or (opens and span.start() - taken == at):
            break
        place, taken = span.end(), taken + len(span[0])
    place = max(place, at + taken)
    return f"{marked[:place]}{piece}{marked[place:]}"


def part(marked: str, start: int, end: int, is_kept: Callable[[int], bool] = lambda _: True) -> str:
    """Return the characters *start* to *end* of the text of *marked*, with the places that lie in them whole.

    Of these only such whose number *is_kept*.

    >>> unmark(part(f"a{mark(0, 'b')}c{mark(1, 'de')}", 1, 4))
    'bcd'
    >>> numbers(part(f"a{mark(0, 'b')}c{mark(1, 'de')}", 1, 4))
    [0]
    """
    return _part(tree(marked), start, end, is_kept)


def _part(pieces: Tree, start: int, end: int, is_kept: Callable[[int], bool]) -> str:
    kept: list[str] = []
    at = 0
    for piece in pieces:
        match piece:
            case str():
                kept.append(piece[max(start - at, 0) : max(end - at, 0)])
                at += len(piece)
            case (number, inner):
                size = _size(inner)
                found = _part(inner, start - at, end - at, is_kept)
                is_whole = start <= at and at + size <= end
                kept.append(mark(number, found) if is_whole and is_kept(number) else found)
                at += size
            case _:
                continue
    return "".join(kept)


def _size(pieces: Tree) -> int:
    return sum(len(p) if isinstance(p, str) else _size(p[1]) for p in pieces if not isinstance(p, int))


def map_words(marked: str, change: Callable[[str], str]) -> str:
    """Return *marked* with each run of words between marks changed."""
    pieces: list[str] = []
    done = 0
    for span in _MARK.finditer(marked):
        pieces += change(marked[done : span.start()]), span[0]
        done = span.end()
    return "".join((*pieces, change(marked[done:])))


def _number(token: str) -> int:
    return int(token.strip(_AROUND_DIGITS).translate(_FROM_DIGITS))


def _identity(place: int) -> int:
    return place


def _alignment(old: str, new: str) -> Callable[[int], int]:
    opcodes: Sequence[tuple[str, int, int, int, int]] = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()

    def at(place: int) -> int:
        for tag, start, end, new_start, new_end in opcodes:
            if start <= place < end:
                return new_start + (place - start if tag == "equal" else min(place - start, new_end - new_start))
        return len(new)

    return at

"""Conversion between scripts, as the stages of import and build call it."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate, pairwise
from pkgutil import get_data
from types import ModuleType
from typing import Final

from sitegen.digest import Digest, digest_value
from sitegen.errors import ConfigError
from sitegen.model import ENGINES

DEFAULT_ENGINE: Final = ENGINES[0]

_SOURCES: Final = {
    DEFAULT_ENGINE: ("compiled.py", "compiling.py", "descriptions.py", "matching.py", "tables.py"),
    "jieba": ("segmented.py", "compiling.py", "descriptions.py", "matching.py", "tables.py"),
    "reimplemented": ("reimplemented.py", "tables.py"),
    "reimplemented-stock": ("reimplemented.py",),
}
_PACKAGES: Final = {
    "jieba": "rjieba",
    "reimplemented": "opencc-python-reimplemented",
    "reimplemented-stock": "opencc-python-reimplemented",
}
"""Who converts with or within an engine, if it is not our own alone."""

Segment = tuple[int, str]
"""A number of characters of the source, and what they became; if both are as long, character stands for character."""


def convert(text: str, profiles: Sequence[str], engine: str = DEFAULT_ENGINE, *, rare_glyphs: bool = False) -> str:
    """Convert *text* by each of *profiles* in order; line breaks and everything that is not Han stay as they are.

    With *rare_glyphs* also into characters that most fonts show as an empty box. `ConfigError` for an engine that does
    not exist or cannot do what is asked.

    >>> convert("发展", ["s2tw"])
    '發展'
    >>> convert("发展", [])
    '发展'
    """
    # The dictionaries load only when something is really converted; no key of theirs is ASCII.
    if not text.isascii():
        for profile in profiles:
            text = _converter(engine, profile, rare_glyphs=rare_glyphs)(text)
    return text


def prepare(profiles: Sequence[str], engine: str = DEFAULT_ENGINE) -> None:
    """Load at once what will convert much text by *profiles*: processes that are forked off later share it."""
    if own := _own(engine):
        for profile in profiles:
            own.engine(profile).prepare()


def convert_segments(text: str, profiles: Sequence[str], engine: str = DEFAULT_ENGINE) -> list[Segment]:
    """Convert *text* as `convert` does, and say which part of it became what.

    The parts are as small as the dictionaries allow, but neighbours that kept their length are given as one.

    >>> convert_segments("用内存里的头发", ["s2twp"])
    [(1, '用'), (2, '記憶體'), (4, '裡的頭髮')]
    """
    segments = [(len(text), text)] if text else []
    if not text.isascii() and profiles:
        from sitegen.text.script.matching import joined, merged, split  # noqa: PLC0415 - as in `convert`

        for profile in profiles:
            after = _aligned(engine, profile)("".join([made for _, made in segments]))
            is_even = all(size == len(made) for size, made in segments)
            segments = merged(after if is_even else joined(split(segments), split(after)))
    return segments


def cut(segments: Sequence[Segment], lengths: Sequence[int]) -> list[str]:
    """Return converted text in parts that stand for parts of the source of *lengths*.

    A word that became longer or shorter is divided letter by letter too; what is left over goes to its last part.

    >>> cut([(2, "頭髮"), (2, "滑鼠器"), (1, "好")], [1, 2, 2])
    ['頭', '髮滑', '鼠器好']
    """
    ends = list(accumulate(lengths))
    if all(size == len(made) for size, made in segments):
        whole = "".join([made for _, made in segments])
        return [whole[start:end] for start, end in pairwise([0, *ends])]
    borders = [0]
    source = made = 0
    for size, text in segments:
        while len(borders) <= len(ends) and (inside := ends[len(borders) - 1] - source) <= size:
            borders.append(made + (len(text) if inside == size else min(inside, len(text))))
        source += size
        made += len(text)
    whole = "".join([text for _, text in segments])
    borders += [made] * (len(ends) + 1 - len(borders))
    return [whole[start:end] for start, end in pairwise(borders)]


@cache
def tables_digest(engine: str = DEFAULT_ENGINE) -> Digest:
    """Return the digest of what decides how *engine* converts: dictionaries, version of the library, our own code."""
    from sitegen.text.script.tables import data_digest  # noqa: PLC0415

    own = tuple(get_data(__package__, name) or b"" for name in (*_SOURCES[_checked(engine)], "convert.py"))
    if engine == DEFAULT_ENGINE:
        return digest_value((engine, data_digest(), own))
    _converter(engine, "s2t", rare_glyphs=False)  # says what is missing
    from importlib.metadata import version  # noqa: PLC0415

    return digest_value((engine, data_digest(), own, version(_PACKAGES[engine])))


def _own(engine: str) -> ModuleType | None:
    """Return the module of an engine of our own."""
    if _checked(engine) == DEFAULT_ENGINE:
        from sitegen.text.script import compiled  # noqa: PLC0415

        return compiled
    if engine == "jieba":
        from sitegen.text.script import segmented  # noqa: PLC0415

        return segmented
    return None


@cache
def _converter(engine: str, profile: str, *, rare_glyphs: bool) -> Callable[[str], str]:
    if own := _own(engine):
        converted: Callable[[str], str] = own.engine(profile, rare_glyphs=rare_glyphs).convert
        return converted
    from sitegen.text.script import reimplemented  # noqa: PLC0415

    if engine == "reimplemented":
        return reimplemented.engine(profile, rare_glyphs=rare_glyphs)
    if rare_glyphs:
        raise ConfigError(f'the engine "{engine}" cannot be told to use rare glyphs', hint='use "compiled"')
    return reimplemented.stock(profile)


@cache
def _aligned(engine: str, profile: str) -> Callable[[str], list[Segment]]:
    if own := _own(engine):
        pieces: Callable[[str], list[Segment]] = own.engine(profile).pieces
        return pieces
    convert_plainly = _converter(engine, profile, rare_glyphs=False)

    def compared(text: str) -> list[Segment]:
        # The library does not say what became of which letter.
        made = convert_plainly(text)
        if len(made) == len(text):
            return [(len(text), made)]
        blocks = SequenceMatcher(None, text, made, autojunk=False).get_opcodes()
        return [(end - start, made[new_start:new_end]) for _, start, end, new_start, new_end in blocks]

    return compared


def _checked(engine: str) -> str:
    if engine not in ENGINES:
        raise ConfigError(f'there is no engine "{engine}" for conversion', hint=f"there are: {', '.join(ENGINES)}")
    return engine

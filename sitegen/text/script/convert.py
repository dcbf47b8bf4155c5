"""Conversion between scripts, as the stages of import and build call it."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pkgutil import get_data
from typing import Final

from sitegen.digest import Digest, digest_value
from sitegen.errors import ConfigError

DEFAULT_ENGINE: Final = "compiled"
ENGINES: Final = (DEFAULT_ENGINE, "reimplemented", "reimplemented-stock")
"""Who converts: our own exact converter; the library opencc-python-reimplemented with the same, current dictionaries;
that library as it is shipped."""

_SOURCES: Final = {
    DEFAULT_ENGINE: ("compiled.py", "compiling.py", "descriptions.py", "matching.py", "tables.py"),
    "reimplemented": ("reimplemented.py", "tables.py"),
    "reimplemented-stock": ("reimplemented.py",),
}

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
            text = _converter(engine, profile, rare_glyphs)(text)
    return text


def convert_segments(text: str, profiles: Sequence[str], *, rare_glyphs: bool = False) -> list[Segment]:
    """Convert *text* as `convert` does by the default engine, and say which part of it became what.

    The parts are as small as the dictionaries allow, but neighbours that kept their length are given as one.

    >>> convert_segments("用内存里的头发", ["s2twp"])
    [(1, '用'), (2, '記憶體'), (4, '裡的頭髮')]
    """
    segments = [(len(text), text)] if text else []
    if not text.isascii():
        from sitegen.text.script.compiled import engine  # noqa: PLC0415 - as in `convert`
        from sitegen.text.script.matching import joined, merged, split  # noqa: PLC0415

        for profile in profiles:
            after = engine(profile, rare_glyphs=rare_glyphs).pieces("".join([made for _, made in segments]))
            is_even = all(size == len(made) for size, made in segments)
            segments = merged(after if is_even else joined(split(segments), split(after)))
    return segments


def cut(segments: Sequence[Segment], lengths: Sequence[int]) -> list[str]:
    """Return converted text in parts that stand for parts of the source of *lengths*.

    A word that became longer or shorter is not divided: the part in which it begins has it whole.

    >>> cut([(2, "頭髮"), (2, "滑鼠器"), (1, "好")], [1, 2, 2])
    ['頭', '髮滑鼠器', '好']
    """
    ends = list(accumulate(lengths))
    borders = [0]
    source = made = 0
    for size, text in segments:
        while len(borders) <= len(ends) and (inside := ends[len(borders) - 1] - source) <= size:
            borders.append(made + (inside if size == len(text) else len(text) if inside else 0))
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
    from importlib.metadata import version  # noqa: PLC0415

    return digest_value((engine, data_digest(), own, version("opencc-python-reimplemented")))


@cache
def _converter(engine: str, profile: str, rare_glyphs: bool) -> Callable[[str], str]:
    if _checked(engine) == DEFAULT_ENGINE:
        from sitegen.text.script import compiled  # noqa: PLC0415

        return compiled.engine(profile, rare_glyphs=rare_glyphs).convert
    from sitegen.text.script import reimplemented  # noqa: PLC0415

    if engine == "reimplemented":
        return reimplemented.engine(profile, rare_glyphs=rare_glyphs)
    if rare_glyphs:
        raise ConfigError(f'the engine "{engine}" cannot be told to use rare glyphs', hint='use "compiled"')
    return reimplemented.stock(profile)


def _checked(engine: str) -> str:
    if engine not in ENGINES:
        raise ConfigError(f'there is no engine "{engine}" for conversion', hint=f"there are: {', '.join(ENGINES)}")
    return engine

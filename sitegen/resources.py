"""Where the files are that sitegen brings along, and what identifies this copy of the program."""

from functools import cache
from pathlib import Path
from typing import Final

from sitegen.digest import Digest, digest_value
from sitegen.files import walk_files

_PACKAGE: Final = Path(__file__).parent
_SHAPING: Final = ("jinja2", "markdown-it-py", "nh3")


@cache
def theme() -> Path:
    """Return the folder that holds the bundled theme: `templates/` and `static/`.

    An installed package carries it inside; a checkout has it at its root, where people edit it.
    """
    inside = _PACKAGE / "_theme"
    return inside if inside.is_dir() else _PACKAGE.parent


def starter() -> Path:
    """Return the folder whose files are a new project."""
    return _PACKAGE / "starter"


@cache
def program_digest() -> Digest:
    """Return the digest of this program: its own sources, and the versions of the libraries that shape its output.

    Another program may not trust this one's results.
    """
    from importlib.metadata import version  # noqa: PLC0415 (only builds need it)

    sources = tuple((name, (_PACKAGE / name).read_bytes()) for name, _ in walk_files(_PACKAGE) if name.endswith(".py"))
    return digest_value((sources, tuple(version(name) for name in _SHAPING)))

"""Compiled tables, kept in a folder of the user from one run to the next.

A file holds texts, and nothing that could run, with the digest of what it was made from in its name and
that of its own contents in its first line. One that is damaged is made anew; where none can be written, tables are
compiled in each run. `SITEGEN_CACHE` names another folder.
"""

import contextlib
import os
import sys
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from pkgutil import get_data
from typing import Final

from sitegen.files import write_atomic
from sitegen.text.script.compiling import Compiled, compile_tables
from sitegen.text.script.matching import Words
from sitegen.text.script.tables import data_digest, tables

_SOURCES: Final = ("tables.py", "compiling.py", "matching.py", "descriptions.py", "stored.py")
"""The modules that decide what a file holds."""
_KEPT: Final = 4
"""Files of one profile that may lie side by side: several versions of sitegen may be in use."""


def compiled_tables(profile: str, *, rare_glyphs: bool) -> Compiled:
    """Read the compiled tables of *profile*, or compile and keep them."""
    folder = cache_folder()
    name = f"{profile}-rare" if rare_glyphs else profile
    path = folder / "script" / f"{name}.{_origin()}.bin" if folder else None
    found = _read(path) if path else None
    if found is None:
        found = compile_tables(tables(profile, rare_glyphs=rare_glyphs))
        if path:
            with contextlib.suppress(OSError):
                write_atomic(path, _packed(found))
                _tidy(path.parent, name)
    return found


def cache_folder() -> Path | None:
    """Return the folder for what can be computed again, where the system wants it; None where nobody has a home."""
    if named := os.environ.get("SITEGEN_CACHE"):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "sitegen" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "sitegen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "sitegen"


@cache
def _origin() -> str:
    digest = sha256(data_digest())
    for name in _SOURCES:
        digest.update(get_data(__package__, name) or b"")
    return digest.hexdigest()[:16]


def _packed(found: Compiled) -> bytes:
    *texts, steps = found
    parts = [text.encode() for text in (*texts, *(part for step in steps for part in step))]
    data = b" ".join(b"%d" % len(part) for part in parts) + b"\n" + b"".join(parts)
    return sha256(data).hexdigest().encode() + b"\n" + data


def _read(path: Path) -> Compiled | None:
    """Return what *path* holds; None if there is no such file, or its contents are not those that were written."""
    try:
        checked, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if sha256(data).hexdigest().encode() != checked:
        return None
    lengths, _, rest = data.partition(b"\n")
    ends = list(accumulate(map(int, lengths.split())))
    texts = [rest[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]
    normalised, instead, before, after, cut, values, between, *words = texts
    steps = tuple(Words(*words[at : at + 3]) for at in range(0, len(words), 3))
    return Compiled(normalised, instead, before, after, cut, values, between, steps)


def _tidy(folder: Path, name: str) -> None:
    files = sorted(folder.glob(f"{name}.*.*"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT]:
        path.unlink(missing_ok=True)

"""The manifest: what we wrote into an output folder."""

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.model import OutputPath

MANIFEST_NAME: Final = ".sitegen-manifest.json"
"""In the output folder: it describes that folder, and survives the loss of the cache. It is not deployed."""
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
_PLAIN: Final = re.compile(r"\w[^/\\:]*(?:/[^/\\:]+)*")


def read_manifest(folder: Path) -> Mapping[OutputPath, Digest]:
    """Return what the last build wrote into *folder*; empty if none did.

    `ContentError` if the record cannot be read, or names a place outside the folder: nothing is pruned on its word.
    """
    path = folder / MANIFEST_NAME
    hint = f"delete {path}; files of the former build then stay until you remove them"
    try:
        rows = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ContentError(f"{path}: cannot be read: {error.strerror}", hint="check who may read it") from error
    except ValueError as error:
        raise ContentError(f"{path}: cannot be read", hint=hint) from error
    if not isinstance(rows, dict) or not all(isinstance(v, str) and is_inside(k) for k, v in rows.items()):
        raise ContentError(f"{path}: is not a manifest of ours", hint=hint)
    return {OutputPath(key): Digest(value) for key, value in rows.items()}


def is_inside(path: str) -> bool:
    """Say whether *path*, with slashes, stays within the folder it is relative to, on every system."""
    if _PLAIN.fullmatch(path) and "/." not in path:
        return True
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ":" not in parts[0]


def written_manifest(manifest: Mapping[OutputPath, Digest]) -> bytes:
    """Return the file that holds *manifest*, one path a line."""
    lines = [f'{_encode(path)}: "{manifest[path]}"' for path in sorted(manifest)]
    text = ",\n".join(lines)
    return (f"{{\n{text}\n}}\n" if lines else "{}\n").encode()


def amended_manifest(data: bytes, changed: Mapping[OutputPath, Digest]) -> bytes | None:
    """Return the file *data* with other digests at some paths; None if one of these is not in it."""
    for path, digest in changed.items():
        start = f'\n{_encode(path)}: "'.encode()
        at = data.find(start) + len(start)
        if at < len(start):
            return None
        data = b"".join((data[:at], digest.encode(), data[data.index(b'"', at) :]))
    return data

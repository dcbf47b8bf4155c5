"""One at a time: who writes to the content folder keeps others from doing so."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from sitegen.errors import ContentError
from sitegen.files import sweep_scratch


@contextlib.contextmanager
def writing(content: Path) -> Iterator[None]:
    """Hold the folder *content* for the time of a run, and clear away what a run that was cut off left half-written.

    The lock goes with the process, however it ends. `ContentError` if another run holds it.
    """
    folder = next(path for path in (content, *content.absolute().parents) if path.is_dir())
    try:
        descriptor = _lock(folder)
    except (BlockingIOError, FileExistsError) as error:
        hint = "wait until it has ended, and try again"
        raise ContentError(f"another import or review is writing to {content}", hint=hint) from error
    try:
        if content.is_dir():
            sweep_scratch(content)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


if sys.platform == "win32":

    def _lock(folder: Path) -> int | None:
        # Windows opens no folders; it deletes this file when its process ends.
        return os.open(folder / ".import.lock", os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)

else:
    import fcntl

    def _lock(folder: Path) -> int | None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise
        except OSError:  # a file system without locks
            os.close(descriptor)
            return None
        return descriptor

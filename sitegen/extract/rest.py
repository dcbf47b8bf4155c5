"""Let Python's collector of unreachable circles rest while one document is at work."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector from running within the block, and restore what was before it.

    Nearly all that is made of a document is used until its end or freed when it is used no more, so each of some forty
    looks for circles would go over it in vain. What one document leaves behind is found after it. Where several threads
    are at work, or one block stands within another, the collector may run again before the last has ended.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()

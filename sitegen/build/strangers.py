"""Files in the output that somebody else put there: they are never replaced unasked."""

from collections.abc import Collection, Iterable
from typing import Final

from sitegen.build.cache import Cache
from sitegen.build.output import Output
from sitegen.errors import ConfigError
from sitegen.files import fold_path
from sitegen.model import OutputPath

_NAMED: Final = 5
"""Files that the message names; more of them say nothing new."""


def refuse_strangers(output: Output, wanted: Iterable[OutputPath], ours: Collection[OutputPath], cache: Cache) -> None:
    """Make sure that nothing of somebody else stands where *wanted* files are to be written; else `ConfigError`.

    *ours* are the files of earlier builds. Where their list was lost, a file as the cache remembers it is ours too.
    """
    found = output.occupied(wanted)
    if not found:
        return
    names = {fold_path(path) for path in ours}  # some systems take both spellings for one file
    unknown = {path for path in found if fold_path(path) not in names}
    remembered = {path for path, record in cache.records(unknown) if record.state == output.state(OutputPath(path))}
    strangers = sorted(unknown - remembered)
    if not strangers:
        return
    count, more = len(strangers), len(strangers) - _NAMED
    named = ", ".join(strangers[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    are = "a file that sitegen did not make stands" if count == 1 else f"{count} files that sitegen did not make stand"
    raise ConfigError(
        f"{output.name}: {are} where the site is to be written: {named}",
        hint="nothing was changed; move them away, choose another folder with -o, or give --overwrite to replace them",
    )

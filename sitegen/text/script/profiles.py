"""The conversions between ways of writing Chinese, by the names that OpenCC gave them."""

from types import MappingProxyType
from typing import Final

PROFILES: Final = (
    "s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "t2tw", "t2hk",
    "tw2s", "tw2sp", "tw2t", "hk2s", "hk2sp", "hk2t", "t2jp", "jp2t",
)  # fmt: skip
"""s: Simplified; t: OpenCC's own Traditional; tw, hk: Taiwan, Hong Kong; jp: Japan; a final p also changes words."""

# Words are never changed on the way: s2twp would rewrite even the title of a law.
_CONVERSIONS: Final = MappingProxyType(
    {
        ("zh-Hans", "zh-Hant"): ("s2tw",),
        ("zh-Hans", "zh-Hant-HK"): ("s2hk",),
        ("zh-Hant", "zh-Hans"): ("tw2s",),
        ("zh-Hant-HK", "zh-Hans"): ("hk2s",),
        ("zh-Hant-HK", "zh-Hant"): ("hk2t", "t2tw"),
        ("zh-Hant", "zh-Hant-HK"): ("tw2t", "t2hk"),
    }
)


def conversion(source: str, target: str) -> tuple[str, ...]:
    """Return the profiles that take text from one variant to another, in order; none if nothing is to be done.

    Tags that name no Chinese variant are never converted.

    >>> conversion("zh-Hans", "zh-Hant")
    ('s2tw',)
    >>> conversion("en", "zh-Hant")
    ()
    """
    return _CONVERSIONS.get((source, target), ())

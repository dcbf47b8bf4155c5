"""The theme's own words in every variant, from the `words.toml` of each theme in the chain."""

import tomllib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sitegen.errors import ConfigError
from sitegen.model import Variant
from sitegen.site.sources import TemplateSource


def read_words(chain: Sequence[TemplateSource], variants: Sequence[Variant]) -> Mapping[str, Mapping[str, str]]:
    """Return word key → text for each variant's tag. A later file of *chain* wins over an earlier one.

    A region without words of its own reads those of its script. `ConfigError` if a file is no valid TOML.
    """
    merged: dict[str, dict[str, str]] = {}
    for source in chain:
        try:
            tables = tomllib.loads(source.text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{source.path}: {error}") from error
        for tag, words in tables.items():
            if not isinstance(words, dict):
                raise ConfigError(f"{source.path}: words stand in tables such as [zh-Hans], not {tag!r}")
            merged.setdefault(tag, {}).update({key: str(text) for key, text in words.items()})
    return MappingProxyType(
        {
            variant.tag: MappingProxyType({**merged.get(variant.script.value, {}), **merged.get(variant.tag, {})})
            for variant in variants
        }
    )

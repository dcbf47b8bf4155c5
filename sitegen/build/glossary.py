"""The site's glossary: phrases that its editors want written otherwise than converted."""

import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from sitegen.config import Config
from sitegen.errors import ConfigError
from sitegen.model import VARIANTS


def read_glossary(config: Config) -> Mapping[str, Mapping[str, str]]:
    """Return variant tag → phrase as written → as wanted; empty if the project has no such file.

    The file is TOML with a table for each variant: `[zh-Hant]`, `"文件" = "檔案"`. `ConfigError` with its line if it
    is wrong.
    """
    name = config.site.glossary
    try:
        text = config.folder(name).read_text("utf-8")
    except FileNotFoundError:
        return MappingProxyType({})
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: cannot be read: {error}") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{name}{':' + line[1] if line else ''}: {error}") from error
    for tag, phrases in tables.items():
        if tag not in VARIANTS or not isinstance(phrases, dict):
            hint = f"write a table for each variant: {', '.join(f'[{known}]' for known in VARIANTS)}"
            raise ConfigError(f"{name}:{_line(text, tag)}: {tag!r} is no variant", hint=hint)
        for phrase, wanted in phrases.items():
            if not isinstance(wanted, str) or not phrase:
                raise ConfigError(f"{name}:{_line(text, phrase)}: {phrase!r} must stand for a text, not {wanted!r}")
    return MappingProxyType({tag: MappingProxyType(dict(phrases)) for tag, phrases in tables.items()})


def _line(text: str, key: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if key in line), 1)

"""The chain of themes: the project's own files before those of its theme, those before the bundled ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sitegen import resources
from sitegen.config import Config
from sitegen.errors import ConfigError, ContentError
from sitegen.files import walk_files
from sitegen.site.sources import BUNDLED, TemplateSource

WORDS: Final = "words.toml"


@dataclass(frozen=True, slots=True)
class Theme:
    """All that decides how pages look."""

    templates: Mapping[str, TemplateSource]
    words: tuple[TemplateSource, ...]
    """The bundled ones first, the project's last."""


def template_folders(config: Config) -> tuple[Path, ...]:
    """Return where templates stand, the nearest first; `ConfigError` if the theme that is named is not there."""
    chosen = _chosen(config)
    between = (chosen / "templates",) if chosen else ()
    return config.folder(config.theme.templates), *between, resources.theme() / "templates"


def static_folders(config: Config) -> tuple[Path, ...]:
    """Return where assets stand, the nearest first."""
    chosen = _chosen(config)
    between = (chosen / "static",) if chosen else ()
    return config.folder(config.build.static), *between, resources.theme() / "static"


def read_theme(config: Config) -> Theme:
    """Read all templates; `ContentError` for one that is not UTF-8 or cannot be read."""
    folders = template_folders(config)
    templates: dict[str, TemplateSource] = {}
    words: list[TemplateSource] = []
    for folder in reversed(folders):
        for name, source in _sources(folder, config.root, is_bundled=folder == folders[-1]):
            if name == WORDS:
                words.append(source)
            else:
                templates[name] = source
                if folder == folders[-1]:
                    templates[BUNDLED + name] = source
    return Theme(templates, tuple(words))


def _chosen(config: Config) -> Path | None:
    if not config.theme.path:
        return None
    folder = config.folder(config.theme.path)
    if not folder.is_dir():
        raise ConfigError(f"the theme {folder} does not exist", hint="`path` in [theme] names a folder")
    return folder


def _sources(folder: Path, root: Path, *, is_bundled: bool) -> Iterator[tuple[str, TemplateSource]]:
    if not folder.is_dir():
        return
    for name, _ in walk_files(folder):
        path = folder / name
        # The name by which templates know a bundled one says more than where this program is installed.
        elsewhere = BUNDLED + name if is_bundled else path.as_posix()
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else elsewhere
        try:
            yield name, TemplateSource(shown, path.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise ContentError(f"{shown}: not UTF-8", hint="save the template as UTF-8") from error
        except OSError as error:
            raise ContentError(f"{shown}: cannot be read: {error.strerror}") from error

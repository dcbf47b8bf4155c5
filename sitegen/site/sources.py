"""The text of templates, apart from the engine that runs them: a build with nothing to do only compares it."""

from dataclasses import dataclass
from typing import Final

BUNDLED: Final = "theme/"
"""Before a template's name: the one that came with sitegen, whatever the project has in its place."""


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The text of a template."""

    path: str
    """As a person knows the file, for messages."""

    text: str

"""The errors that end a whole command; faults of single documents are `Diagnostic` values instead."""


class SitegenError(Exception):
    """Anything that sitegen refuses, with a message for people and a hint what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class ConfigError(SitegenError):
    """The configuration, or the way the command was called, is wrong: exit code 2."""


class ContentError(SitegenError):
    """The content is wrong in a way that no single document can answer for: exit code 1."""

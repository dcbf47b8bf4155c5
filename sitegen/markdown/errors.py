"""What is wrong with an article file as a whole."""

from sitegen.errors import SitegenError


class FrontMatterError(SitegenError):
    """The head of an article file cannot be read."""

    def __init__(self, line: int, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line

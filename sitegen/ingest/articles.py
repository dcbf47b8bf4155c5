"""Article files as plain data: what import writes, and what people made of it."""

from pathlib import Path
from typing import Any

from sitegen.errors import ContentError
from sitegen.ingest.merge import Fields
from sitegen.markdown import frontmatter


def article_bytes(fields: Fields) -> bytes:
    """Return the file that holds *fields*, their `body` below the front matter."""
    head = {name: value for name, value in fields.items() if name != "body"}
    return frontmatter.join(head, str(fields.get("body", ""))).encode()


def read_article(path: Path) -> dict[str, Any]:
    """Return the fields of an article file, its body under `body`; `ContentError` with the line if it is broken."""
    try:
        head = frontmatter.split(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8") from error
    except frontmatter.FrontMatterError as error:
        raise ContentError(f"{path}:{error.line}: {error.message}", hint=error.hint) from error
    return {**{str(name): value for name, value in head.fields.items()}, "body": head.body.strip("\n")}

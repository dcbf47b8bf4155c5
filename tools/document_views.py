"""Write `docs/reference/views.md`, what templates see, from the docstrings of `sitegen/site/views.py`.

    python tools/document_views.py [--check]

With `--check` nothing is written; exit code 1 if the page is not what it should be.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
VIEWS: Final = ROOT / "sitegen" / "site" / "views.py"
PAGE: Final = ROOT / "docs" / "reference" / "views.md"

_HEAD: Final = """\
# Views

What templates see, version 1: each page gets one value under the name `view`. How to use them is in the
[theme guide](../theme.md). This page is written by `make docs` from the source; types are those of Python.
"""


def page(source: str) -> str:
    """Return the reference page for the dataclasses in *source*, pages first."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    pages = [node for node in classes if node.name.endswith("Page")]
    parts = [node for node in classes if node not in pages]
    return "".join((_HEAD, "\n## Pages\n", *map(_section, pages), "\n## Parts\n", *map(_section, parts)))


def _section(node: ast.ClassDef) -> str:
    head = f"\n### `{node.name}`\n\n{ast.get_docstring(node) or ''}\n\n| field | type | what |\n| --- | --- | --- |\n"
    return head + "".join(f"| `{name}` | `{kind}` | {words} |\n" for name, kind, words in _fields(node))


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign):
            continue
        words = ""
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            words = " ".join(str(after.value.value).split())
        kind = ast.unparse(statement.annotation)
        yield ast.unparse(statement.target), kind.replace("|", "\\|"), words.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` only compare it."""
    wanted = page(VIEWS.read_text("utf-8"))
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != wanted)
    PAGE.write_text(wanted, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

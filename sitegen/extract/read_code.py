"""Code of a page, within a line and in blocks, and the language it is in."""

import re
from typing import Final

from bs4.element import Tag

from sitegen.extract.blocks import Code, Inline, Text
from sitegen.extract.read_figures import string_of

_LANGUAGE: Final = re.compile(
    r"(?:^|[\s-])(?:language|lang|highlight-source|brush:?)[-\s]?([A-Za-z0-9+#]{1,20})|(?:^|\s)hljs\s+([a-z0-9+#]{1,20})"
)
_LANGUAGE_ATTRIBUTES: Final = ("data-lang", "data-language")


def read_code(node: Tag) -> tuple[Inline, ...]:
    """Return code without the space at its ends, which stands beside it."""
    text = re.sub(r"\s+", " ", node.get_text())
    core = text.strip()
    if not core:
        return (Text(text),)
    before, _, after = text.partition(core)
    return (Text(before), Code(core), Text(after))


def language_of(pre: Tag, code: object) -> str:
    """Return the language that `pre`, the code in it or the boxes around it name."""
    for node in (code, pre, *list(pre.parents)[:2]):
        if not isinstance(node, Tag):
            continue
        stated = next((name for key in _LANGUAGE_ATTRIBUTES if (name := string_of(node.get(key)).strip())), "")
        match = _LANGUAGE.search(f"language-{stated}" if stated else " ".join(_classes(node)))
        if match:
            return (match[1] or match[2]).lower()
    return ""


def _classes(node: Tag) -> list[str]:
    found = node.get("class")
    return [found] if isinstance(found, str) else list(found or ())


def is_prose(text: str) -> bool:
    """Say whether preformatted *text* is Chinese prose: old pages set articles so."""
    return "。" in text and sum("\u3400" <= c <= "\u9fff" for c in text) * 2 > len(text.replace(" ", ""))

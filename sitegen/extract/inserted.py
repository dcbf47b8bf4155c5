"""Take out of a marked-up paragraph what was put between its words: links that belong to no sentence, escaped tags."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sitegen.extract import notices, shape
from sitegen.extract.blocks import Break, Inline, Link, Paragraph, Text, inline_text
from sitegen.extract.fragments import Judge

Cut = tuple[str, str]
"""A rule, and the piece that it took."""

_ENDED: Final = re.compile(r"(?:^|[。！？!?…，,；;：:、”」』）)])\s*$")
_GOES_ON: Final = re.compile(r"\s*(?:[\u3400-\u9fff“「『《（(A-Za-z0-9]|$)")
_QUOTED: Final = re.compile(r"[“「『《]\s*$")
_LINK_MIN: Final = 5
"""Characters: less may be a word of any sentence."""
_PARAGRAPH_MIN: Final = 15
"""Characters that must stay: what is mostly a link is judged as a row."""
_TAG: Final = re.compile(
    r"(?:<|&(?:amp;){0,3}lt;)(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,14})(?P<rest>(?:\s[^<>]{0,400}?)?)/?(?:>|&(?:amp;){0,3}gt;)"
)
"""As it is written, or escaped once more than its page."""
_EMPTY: Final = frozenset({"br", "hr", "wbr"})


def is_marked_up(block: Paragraph) -> bool:
    """Say whether anything in *block* may have been put there: a link, a tag in letters."""
    return any(
        isinstance(child, Link) or (isinstance(child, Text) and _TAG.search(child.text)) for child in block.children
    )


def without_insertions(children: Sequence[Inline], judge: Judge) -> tuple[tuple[Inline, ...], tuple[Cut, ...]]:
    """Return *children*, the inlines of a paragraph, without what was put between them; and each piece with its rule.

    A link goes if the sentence about it is whole without it, and if it shares nothing with the article. A tag goes if
    it is one of a pair about the words, has attributes, or breaks a line: an article *about* tags names them alone.
    """
    kept: list[Inline] = []
    cut: list[Cut] = []
    whole = inline_text(children)
    for i, child in enumerate(children):
        match child:
            case Link() if _is_put(
                inline_text([child]), inline_text(children[:i]), inline_text(children[i + 1 :]), judge
            ):
                text = inline_text([child])
                if len(whole) - len(text) < _PARAGRAPH_MIN:
                    kept.append(child)
                else:
                    cut.append(("inline-link", text))
            case Text(text) if _TAG.search(text):
                bare, tags = without_tags(text)
                cut += (("escaped-tag", tag) for tag in tags)
                if bare:
                    kept.append(replace(child, text=bare))
            case _:
                kept.append(child)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
    return tuple(kept), tuple(cut)


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return *text* without tags that were meant as such, and the tags.

    >>> without_tags('<span style="color:red">春天来了。</span>')
    ('春天来了。', ('<span style="color:red">', '</span>'))
    >>> without_tags("换行写作<br>，段落写作<p>。")[1]
    ()
    """
    found = list(_TAG.finditer(text))
    opened: list[re.Match[str]] = []
    meant: set[int] = set()
    for tag in found:
        name = tag["name"].lower()
        if tag["close"]:
            opener = next((o for o in reversed(opened) if o["name"].lower() == name), None)
            if opener is not None:
                opened.remove(opener)
                meant |= {opener.start(), tag.start()}
        elif name not in _EMPTY:
            opened.append(tag)
            meant |= {tag.start()} if "=" in tag["rest"] else set()
        elif not text[: tag.start()].strip() or not text[tag.end() :].strip():
            meant.add(tag.start())
    gone = [tag for tag in found if tag.start() in meant]
    for tag in reversed(gone):
        text = text[: tag.start()] + text[tag.end() :]
    return text, tuple(tag[0] for tag in gone)


def _is_put(text: str, before: str, behind: str, judge: Judge) -> bool:
    if len(text.strip()) < _LINK_MIN or _QUOTED.search(before):
        return False
    if not (_ENDED.search(before) and _GOES_ON.match(behind)):
        return False
    line = judge(text)
    told = bool(notices.offers(text)) or shape.has_account(text)
    return (line.strange or line.apart) and line.loose and (told or shape.is_bare(text) or line.other_script)

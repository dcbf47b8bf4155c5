"""Markdown bodies → HTML in the script they were written in. The only importer of nh3."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.markdown.cjk import LINE_END, are_chinese, cjk_plugin
from sitegen.markdown.marks import TAG as MARK_TAG
from sitegen.markdown.marks import PlainText, marks_plugin, sources, tokens_of
from sitegen.markdown.marks import faults as mark_faults
from sitegen.markdown.notes import ANCHOR, notes_plugin
from sitegen.markdown.plain import plain_plugin
from sitegen.markdown.published import WEB, Addresses, anchor
from sitegen.markdown.simple import render_simple
from sitegen.markdown.tags import attributes, tokens
from sitegen.model import Article, Heading, Html, LinkUse, RenderedArticle
from sitegen.text.han import lead

LEAD_CHARS: Final = 120
"""About three lines of a card on a phone."""
_TAGS: Final = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup
    table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "*": frozenset({"lang", "dir", "title", "translate", "class"}),
        "a": frozenset({"href", "hreflang", "id", "aria-label"}),
        "img": frozenset({"src", "alt", "width", "height", "loading", "decoding"}),
        "li": frozenset({"id"}),
        "ol": frozenset({"start", "reversed", "type"}),
        "td": frozenset({"colspan", "rowspan"}),
        "th": frozenset({"colspan", "rowspan", "scope"}),
        "time": frozenset({"datetime"}),
        **{f"h{level}": frozenset({"id"}) for level in range(1, 7)},
    }
)
"""What raw HTML may keep: structure and words, nothing that acts, loads or places itself."""


@cache
def _parser() -> MarkdownIt:
    md = _full_parser()
    plain_plugin(md)
    return md


def _full_parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    cjk_plugin(md)
    marks_plugin(md)
    notes_plugin(md)
    md.core.ruler.push("addresses", _keep_addresses)
    md.core.ruler.push("headings", _number_headings)
    md.core.ruler.push("figures", _make_figures)
    md.core.ruler.push("table_alignment", _align_by_class)
    return md


def render(article: Article) -> RenderedArticle:
    """Return the body of *article* as HTML that is safe to publish, with its headings, internal links and lead.

    Raw HTML in the body passes nh3. Pictures from other hosts become links: a reader's address must not leak to a
    mirror. Internal links are left open as `sitegen:N`.
    """
    if simple := render_simple(article.body, article.body_line, LEAD_CHARS):
        return RenderedArticle(
            html=simple.html,
            pieces=simple.pieces,
            runs=simple.runs,
            headings=simple.headings,
            links=simple.links,
            lead=lead(_flowing(simple.paragraphs), LEAD_CHARS),
        )
    parsed, env = _parsed(article.body)
    md = _parser()
    html = md.renderer.render(parsed, md.options, env)
    marks = sources(env)
    words = PlainText(marks)
    if any(_is_raw(token) for token in parsed):
        html = nh3.clean(
            html,
            tags={*_TAGS, MARK_TAG},
            attributes={MARK_TAG: {"n"}, **{name: set(names) for name, names in _ATTRIBUTES.items()}},
            attribute_filter=_kept_attribute,
            url_schemes=set(WEB) | {"data"},
            link_rel=None,
            strip_comments=True,
        )
    all_marks = list(marks)
    finished, links = _finish(html, _lines(parsed, article.body_line), all_marks)
    return RenderedArticle(
        html=finished,
        headings=_headings(parsed, words),
        links=links,
        lead=words.restored(lead(_flowing(_first_paragraphs(parsed, words)), LEAD_CHARS)),
        marks=tuple(all_marks),
        faults=mark_faults(parsed, article.path, article.body_line),
    )


def _parsed(body: str) -> tuple[list[Token], dict[str, Any]]:
    env: dict[str, Any] = {}
    return _parser().parse(body, env), env


def definitions(body: str) -> Mapping[str, set[int]]:
    """Return the names that a Markdown body gives to targets of links, and the lines where it does, from 0.

    They are written as `normalised_reference` writes them.
    """
    env: dict[str, Any] = {}
    _parser().parse(body, env)
    found = {name: {target["map"][0]} for name, target in env.get("references", {}).items()}
    for again in env.get("duplicate_refs", ()):
        found[again["label"]].add(again["map"][0])
    return found


def note_definitions(body: str) -> Mapping[str, set[int]]:
    """Return the names that a Markdown body gives to its footnotes, `注` for `[^注]:`, and the lines, from 0."""
    found: dict[str, set[int]] = {}
    tokens: list[Token] = []  # of the blocks alone: notes that are defined twice are dropped later
    md = _parser()
    md.block.parse(body, md, {}, tokens)
    for token in tokens:
        if token.type == "footnote_reference_open" and token.map:
            found.setdefault(token.meta["label"], set()).add(token.map[0])
    return found


def normalised_reference(name: str) -> str:
    """Return the form under which two names of a target are the same."""
    return normalizeReference(name)


def _is_raw(token: Token) -> bool:
    return token.type == "html_block" or any(child.type == "html_inline" for child in token.children or ())


def _kept_attribute(element: str, name: str, value: str) -> str | None:
    """Return the *value* of an attribute of raw HTML; None if it must go: a name that only notes have."""
    return None if name == "id" and element in ("a", "li") and not ANCHOR.fullmatch(value) else value


# ── what the parser's tokens are changed into ───────────────────────────────────────────────────


def _keep_addresses(state: StateCore) -> None:
    """Mark addresses that are shown as they are: they are not to be translated or converted."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "link_open" and child.markup == "autolink":
                child.attrSet("translate", "no")


def _number_headings(state: StateCore) -> None:
    """Give each heading an anchor, and leave level 1 to the title of the page."""
    opens = [token for token in state.tokens if token.type == "heading_open"]
    shift = int(any(token.tag == "h1" for token in opens))
    taken: set[str] = set()
    words = PlainText(sources(state.env))
    for index, token in enumerate(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        if token.type == "heading_open":
            name = anchor(words.shown(words.of(state.tokens[index + 1])), taken)
            taken.add(name)
            token.attrSet("id", name)


def _make_figures(state: StateCore) -> None:
    """Turn a paragraph that is one picture into a figure, and the picture's title into its caption."""
    for before, inline, after in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if before.type != "paragraph_open" or inline.type != "inline" or after.type != "paragraph_close":
            continue
        pictures = [child for child in inline.children or () if child.type != "text" or child.content.strip()]
        if len(pictures) != 1 or pictures[0].type != "image":
            continue
        picture = pictures[0]
        if before.hidden and not picture.attrs.get("title"):
            continue  # an item of a list, which is no paragraph either
        before.tag = after.tag = "figure"
        before.hidden = after.hidden = False
        caption = picture.attrs.pop("title", None)
        inline.children = [picture]
        if caption:
            words = tokens_of(str(caption), state.env)
            inline.children += [
                Token("caption_open", "figcaption", 1),
                *words,
                Token("caption_close", "figcaption", -1),
            ]


def _align_by_class(state: StateCore) -> None:
    """Say the alignment of cells by class: the site's security policy forbids styles in attributes."""
    for token in state.tokens:
        style = token.attrs.pop("style", None)
        if isinstance(style, str):
            token.attrSet("class", style.replace("text-align:", "align-"))


# ── what is read from the tokens ────────────────────────────────────────────────────────────────


def _headings(parsed: list[Token], words: PlainText) -> tuple[Heading, ...]:
    return tuple(
        Heading(int(token.tag[1]), str(token.attrs["id"]), words.restored(words.of(parsed[index + 1])))
        for index, token in enumerate(parsed)
        if token.type == "heading_open"
    )


def _first_paragraphs(parsed: list[Token], words: PlainText) -> list[str]:
    """Return the first paragraphs as plain text, enough for a lead; paragraphs of pictures alone say nothing."""
    found: list[str] = []
    size = 0
    for before, token in pairwise(parsed):
        if before.type == "paragraph_open" and before.tag == "p" and token.type == "inline" and not _is_raw(token):
            found.append(words.of(token))
            size += len(found[-1])
            if size > LEAD_CHARS:
                break
    return found


def _flowing(paragraphs: Iterable[str]) -> str:
    """Return *paragraphs* as one: Chinese sentences follow one another without a space, others need one."""
    return "".join(text if not text or are_chinese(text[-1], "中") else f"{text} " for text in paragraphs)


def _lines(parsed: list[Token], first: int) -> dict[str, int]:
    """Return the line in the file of each link's address, as it stands in the HTML."""
    found: dict[str, int] = {}
    for token in parsed:
        if token.type == "inline" and token.map:
            line = first + token.map[0]
            for child in token.children or ():
                if child.type in ("softbreak", "hardbreak") or child.markup == LINE_END:
                    line += 1
                for name in ("href", "src"):
                    if address := child.attrs.get(name):
                        found.setdefault(str(address), line)
    return found


# ── what the HTML is changed into ───────────────────────────────────────────────────────────────


def _finish(html: str, lines: Mapping[str, int], marks: list[str]) -> tuple[Html, tuple[LinkUse, ...]]:
    """Return *html* with internal links numbered, and nothing in it that other hosts would be asked for.

    Marks in what describes such a picture are added to *marks*.
    """
    addresses = Addresses(lines)
    out: list[str] = []
    in_link = False
    for tag in tokens(html):
        if tag.name == "a":
            in_link = not tag.is_end
            out.append(tag.source if tag.is_end else addresses.link(attributes(tag)))
        elif tag.name == "img":
            out.append(addresses.picture(attributes(tag), marks, in_link=in_link))
        else:
            out.append(tag.source)
    return Html("".join(out)), tuple(addresses.links)

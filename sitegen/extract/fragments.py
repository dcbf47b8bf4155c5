"""Cut out of paragraphs what was put into them: halves of tags, keywords behind the last sentence, offers between two.

A piece goes only by the rules of `spam`, applied to it as to a line of its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from sitegen.extract import notices, shape
from sitegen.extract.belonging import Line, points
from sitegen.extract.bylines import read_signature
from sitegen.extract.shape import FULL_STOP, ends_sentence
from sitegen.extract.spam import Suspect, keyword_line, spam

PARAGRAPH_MIN: Final = 15
"""Characters that must stay for the rest to be called an addition."""
_PIECE_MIN: Final = 4
_SHARED: Final = 4
"""Characters in a row that a piece and a damaged part have in common."""
_RUN: Final = re.compile(
    r"(?:(?:[^\s。！？!?，,、：:；;“”‘’（）()《》…_|｜丨★☆♥]{2,24}\s{0,2}[_|｜丨★☆♥]+\s{0,2}){2,}"
    r"[^\s。！？!?，,：:；;“”‘’（）()《》…_|｜丨★☆♥]{2,16}(?=$|[\s。，！？])[_|｜丨★☆♥]*)"
)
"""Keywords between separators that no sentence has."""
_BETWEEN: Final = re.compile("[_|｜丨★☆♥]")
_MARKS: Final = re.compile("[<>_|｜丨★☆♥]")
_ENDED: Final = re.compile(r"[。！？!?…；;：:.．｡][”’」』\"')）\]】》]*\s*$")
"""As `ENDS_SENTENCE`, but nothing stands between the mark and what closes it, so that no piece begins there."""
_ALIEN: Final = re.compile(
    r"(?:[\u0400-\u052f\u0600-\u06ff\u0e00-\u0eff\uac00-\ud7af\u0590-\u05ff]+[\s,.!:;0-9&%+#-]{0,4}){1,60}"
)
_ALIEN_MIN: Final = 12
"""Letters of an alphabet that the rest of the document has not."""
_SENTENCES: Final = re.compile(
    r"(?<=[。！？!?…”’」』])[A-Za-z][\w\u00c0-\u024f '’,.:;&$%/+#@!?–-]{23,}(?=$|[\u3400-\u9fff“「『（《])", re.ASCII
)
"""Words of another language between two sentences, no quotation of the one before them."""
_ADVERT: Final = re.compile(r"[【\[(（<《][^【】\[\]()（）<>《》。]{4,80}[】\])）>》]")
_QUOTES: Final = re.compile(r"""[“”「」『』《》"]""")
_NOTE: Final = re.compile(r"[（(][^（()）]{2,60}[)）]")
_CLAUSE: Final = re.compile(r"[^，,]*[，,]|[^，,]+$")
_CLAUSE_MIN: Final = 8
"""Characters, with the comma."""
_CALLS: Final = re.compile(r"[！!]\s*$")
"""A sentence that calls out; somebody's words in quotation marks are looked at by no rule."""
_OFFERS_MIN: Final = 3
_REST_MIN: Final = 8
"""Characters behind the last sentence: fewer are a name."""
_GLUED_MAX: Final = 0.2
"""Share of terms: what is glued to a paragraph without ending a sentence is suspected sooner."""

Judge = Callable[[str], Suspect]
"""Tells of a piece what `spam` asks for."""


def without_fragments(text: str, mended: str, judge: Judge) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the paragraph *text* without what was put into it, and each piece with the rule that knew it.

    *mended* is the same paragraph repaired: what is damaged of *text* is none of its own words, and stays.
    """
    if len(text) > shape.LONGEST or shape.foreign(text) or _is_plain(text):
        return text, ()
    cut: list[tuple[str, str]] = []
    judge = _sparing(_damaged(text, mended), _within(text, judge))
    text, half = shape.without_tag_remains(text)
    if half:
        cut.append(("tag-remains", half))
    for rule, pattern in (
        ("keyword-spam", _RUN),
        ("foreign-spam", _ALIEN),
        ("latin-spam", _SENTENCES),
        ("contact-spam", _ADVERT),
    ):
        text = _without(text, pattern, rule, judge, cut)
    text = _without_sentences(text, judge, cut)
    return text, tuple(cut)


def _is_plain(text: str) -> bool:
    """Say whether nothing in *text*, which ends a sentence, can have been put there.

    It has no mark of a tag or of keywords, no other alphabet, no foreign sentence, and neither offers anything nor says
    how to reach somebody: each rule below needs one of these, and a part has none that the whole has not.
    """
    return (
        _ENDED.search(text) is not None
        and not _MARKS.search(text)
        and not _SENTENCES.search(text)
        and not notices.offers(text)
        and not shape.has_account(text)
        and not shape.has_address(text)
        and not shape.has_other_alphabet(text)
    )


def _within(text: str, judge: Judge) -> Judge:
    """Return *judge* for the pieces of *text*: a paragraph that is itself in the other script has none put into it."""

    def within(piece: str) -> Suspect:
        line = judge(piece)
        return replace(line, other_script=False) if line.other_script and judge(text).other_script else line

    return within


def _damaged(text: str, mended: str) -> Sequence[str]:
    """Return the parts of *text* that stand otherwise in *mended*."""
    if text == mended:
        return ()
    head = _alike(text, mended)
    tail = _alike(text[head:][::-1], mended[head:][::-1])
    between = text[head : len(text) - tail]
    matcher = SequenceMatcher(None, between, mended[head : len(mended) - tail], autojunk=False)
    return [between[a:b] for kind, a, b, _, _ in matcher.get_opcodes() if kind != "equal" and b - a >= _SHARED]


def _alike(one: str, other: str) -> int:
    """Return with how many same characters both begin."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _sparing(damaged: Sequence[str], judge: Judge) -> Judge:
    """Return *judge* that suspects no piece with some of what is *damaged*: its letters say nothing of its language."""
    spans = {part[i : i + _SHARED] for part in damaged for i in range(len(part) - _SHARED + 1)}
    if not spans:
        return judge
    return lambda piece: Suspect(piece) if any(span in piece for span in spans) else judge(piece)


def _without(text: str, pattern: re.Pattern[str], rule: str, judge: Judge, cut: list[tuple[str, str]]) -> str:
    kept, position = [], 0
    for match in pattern.finditer(text) if pattern is not _RUN or _BETWEEN.search(text) else ():
        piece = match[0]
        if len(text) - len(piece) >= PARAGRAPH_MIN and _KNOWN[rule](piece, judge):
            cut.append((rule, piece.strip()))
            kept.append(text[position : match.start()].rstrip())
            position = match.end()
    return "".join(kept) + text[position:] if kept else text


def _is_run(piece: str, judge: Judge) -> bool:
    if keyword_line(piece) is None:
        return False
    line = judge(piece)
    return line.apart or line.other_script


def _is_alien(piece: str, judge: Judge) -> bool:
    return sum(map(str.isalpha, piece)) >= _ALIEN_MIN and judge(piece).lone_language


def _is_latin(piece: str, judge: Judge) -> bool:
    return shape.foreign(piece) == "Latin" and judge(piece).lone_language


def _is_advert(piece: str, judge: Judge) -> bool:
    if not (shape.has_address(piece) or shape.has_account(piece)):
        return bool(spam(replace(judge(piece), alone=True)) == "bracket-spam")
    line = judge(piece)
    return line.apart or notices.appeals(piece) + notices.offers(piece) >= _OFFERS_MIN


_KNOWN: Final = {
    "keyword-spam": _is_run,
    "foreign-spam": _is_alien,
    "latin-spam": _is_latin,
    "contact-spam": _is_advert,
}


def _without_sentences(text: str, judge: Judge, cut: list[tuple[str, str]]) -> str:
    pieces = list(_sentences(text))
    if len(pieces) < 2:  # noqa: PLR2004 - with nothing beside it, the paragraph is judged as a row
        return text
    kept: list[str] = []
    for i, piece in enumerate(pieces):
        rule = _rule(piece, judge, last=i == len(pieces) - 1) if len(piece.strip()) >= _PIECE_MIN else ""
        if rule:
            cut.append((rule, piece.strip()))
        else:
            kept.append(_without_clauses(piece, judge, cut))
    if sum(map(len, kept)) < PARAGRAPH_MIN:
        return text
    shorter = "".join(kept)
    return shorter.rstrip() if len(shorter) < len(text) else text


def _without_clauses(sentence: str, judge: Judge, cut: list[tuple[str, str]]) -> str:
    """Return *sentence* without the clauses between its commas that offer something and share nothing with the rest."""
    clauses = _CLAUSE.findall(sentence)
    if len(clauses) < 2 or _QUOTES.search(sentence):  # noqa: PLR2004 - a sentence of one clause is judged as a whole
        return sentence
    kept = []
    for clause in clauses:
        if len(clause) >= _CLAUSE_MIN and clause[-1] in "，," and _is_offering(clause[:-1], judge):
            cut.append(("clause-spam", clause))
        else:
            kept.append(clause)
    return "".join(kept) if sum(map(len, kept)) * 2 > len(sentence) else sentence


def _is_offering(clause: str, judge: Judge) -> bool:
    wants = notices.offers(clause) > 1 or shape.has_account(clause)
    return wants and shape.is_bare(clause) and judge(clause).strange


def _rule(piece: str, judge: Judge, *, last: bool) -> str:
    bare = piece.strip()
    if last and not ends_sentence(bare):
        return _rule_of_rest(piece, replace(judge(bare), side=1, alone=True))
    if _QUOTES.search(piece):
        return ""  # somebody is quoted: the article speaks of such words
    if shape.foreign(bare) not in ("", "Latin") and judge(bare).lone_language:
        return "foreign-spam"
    reachable, offers = shape.has_account(piece) or shape.has_address(piece), notices.offers(piece)
    if not (reachable or offers):
        return ""
    line = judge(bare)
    calls = reachable or (line.apart and _CALLS.search(piece) is not None)
    if line.strange and shape.is_bare(piece) and calls:
        return "bare-spam"
    return "offer-spam" if line.apart and offers + reachable >= _OFFERS_MIN else ""


def _rule_of_rest(piece: str, line: Suspect) -> str:
    """Return the rule for what stands behind the last sentence of a paragraph, and ends none.

    A signature and a note in brackets are no additions.
    """
    signature = read_signature(piece)
    if signature.names_someone or signature.staff or _NOTE.fullmatch(piece.strip()):
        return ""
    if rule := spam(line):
        return rule
    if shape.leftover(piece):
        return "glued-spam"
    told = notices.offers(piece) or shape.has_account(piece) or shape.has_address(piece)
    unlikely = len(piece.strip()) >= _REST_MIN and not _QUOTES.search(piece) and points(Line(line)) < 0
    if line.strange and shape.is_bare(piece) and points(Line(line)) < 0:
        return "bare-spam"
    if told and unlikely:
        return "glued-spam"
    far = line.strange or (line.share is not None and line.share <= _GLUED_MAX)
    return "glued-spam" if told and far and not _QUOTES.search(piece) else ""


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of *text*, outside quotation marks and brackets, and what is left behind the last."""
    start = depth = position = 0
    for match in FULL_STOP.finditer(text):
        between = text[position : match.end()]
        depth += sum(map(between.count, "“「『（《(")) - sum(map(between.count, "”」』）》)"))
        position = match.end()
        if depth <= 0:
            depth = 0
            yield text[start:position]
            start = position
    if start < len(text):
        yield text[start:]

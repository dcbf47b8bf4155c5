"""Know whose account an article stands in, on a platform on which many publish.

Such a page states the platform as its site. Whose article it is stands in a box that is named for an account and lies
beside the headline, or in the card of the account, where its readers may follow it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.boilerplate import furniture
from sitegen.extract.dom import tag_of, words
from sitegen.extract.fold import fold, key
from sitegen.extract.labels import fields_of
from sitegen.extract.names import NOBODY, is_forum, is_person
from sitegen.extract.naming import Named
from sitegen.extract.section_names import is_section_name
from sitegen.extract.segments import KINDS, kinds_of
from sitegen.model import Evidence
from sitegen.text.han import han_count

NAME_MIN, NAME_MAX = 2, 24
"""Letters of the name of an account."""
_BESIDE: Final = 5
"""Boxes around a name of which one holds the headline, too."""
_CARD: Final = 3
"""Boxes around a name of which one is its card."""
_SAID_MIN: Final = 4
"""Letters of a heading, fewer of which the page's title may have by chance."""
_CARD_WORDS: Final = 120
"""Letters on a card, at most."""
_NO_NAME: Final = re.compile(r"[。！？!?;；:：…\n]|https?|www\.|\d[-/.年]\d|^\W|^\d+$")
_FOLLOW: Final = re.compile(r"\W?\s?(?:已|加|特别)?(?:关注|订阅|follow|subscribe)", re.IGNORECASE)
"""What the button on a card says, on the folded text."""
_OF_ACCOUNT: Final = re.compile(r"(?:^|[-_ ])(?:account|certif|verif|renzheng|fans?)(?:[a-z]*)(?:$|[-_ ])")
"""In the names of what else stands on a card."""
_OTHERS: Final = sum(1 << KINDS.index(kind) for kind in ("comment", "related", "nav", "foot", "subscribe"))
_WHOLE: Final = frozenset({"html", "body", "main", "article"})
"""Elements whose names say what all of the page holds."""


def account_of(named: Named, said: Sequence[str], site: str) -> Evidence | None:
    """Return in whose account a page stands whose elements are *named*; None where that is not clear.

    *said* are the titles of the page, *site* is what it calls its site: whoever writes in a forum publishes nothing.
    """
    if not (named.accounts or named.sources or named.authors) or is_forum(site):
        return None
    titles = [key(title) for title in said]
    around = {
        above
        for group in named.titles
        for heading in group
        if len(letters := key(words(heading))) >= _SAID_MIN and any(letters in title for title in titles)
        for above in heading.iterancestors()
    }
    for group, is_name in ((named.accounts, _is_name), (named.sources, _is_house)):
        found = dict.fromkeys(
            text for box in _innermost(group) if is_name(text := words(box)) and _is_beside(box, around)
        )
        if len(found) == 1:
            return Evidence("publisher", "account", next(iter(found)))
    found = dict.fromkeys(text for box in _innermost(named.authors) if _is_house(text := words(box)) and _has_card(box))
    return Evidence("publisher", "account", next(iter(found))) if len(found) == 1 else None


def _innermost(boxes: Sequence[Element]) -> Iterator[Element]:
    outer = {above for box in boxes for above in box.iterancestors()}
    return (box for box in boxes if box not in outer)


def _is_name(text: str) -> bool:
    folded = fold(text)
    return (
        NAME_MIN <= len(key(text)) <= NAME_MAX
        and not _NO_NAME.search(folded)
        and not _FOLLOW.fullmatch(folded)
        and not NOBODY.match(folded)
        and not furniture(text)
        and not is_section_name(text)
        and not any(field.known and field.start == 0 for field in fields_of(folded))
    )


def _is_house(text: str) -> bool:
    """Say whether *text* is a Chinese name, and none of a person: who has such a name wrote the article."""
    return han_count(text) > 1 and not is_person(text) and _is_name(text)


def _is_beside(box: Element, around: set[Element]) -> bool:
    """Say whether *box* lies in one of its nearest boxes with the headline, which lies in all of *around*."""
    above = [box, *islice(box.iterancestors(), _BESIDE)]
    near = (i for i, other in enumerate(above) if other in around and tag_of(other) not in ("html", "body"))
    return (at := next(near, None)) is not None and not any(map(_is_for_others, above[: at + 1]))


def _has_card(box: Element) -> bool:
    """Say whether *box* lies with few other words in a card of an account."""
    for card in islice(box.iterancestors(), _CARD):
        if tag_of(card) in _WHOLE or _is_for_others(card) or len(words(card)) > _CARD_WORDS:
            return False
        if any(
            _OF_ACCOUNT.search((e.get("class") or "").lower()) or _is_button(e) for e in card.iter() if e is not box
        ):
            return True
    return False


def _is_button(element: Element) -> bool:
    return not len(element) and bool(_FOLLOW.fullmatch(fold(words(element)).strip()))


def _is_for_others(box: Element) -> bool:
    """Say whether *box* is named for what readers write, or for other articles."""
    if tag_of(box) in _WHOLE:
        return False
    return bool(kinds_of(f"{box.get('class') or ''} {box.get('id') or ''}") & _OTHERS)

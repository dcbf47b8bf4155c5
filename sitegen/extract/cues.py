"""What the words of a line show of furniture, in several languages: cues among others, never enough by themselves."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from sitegen.extract import boilerplate

_CALL: Final = re.compile(
    r"\W*(?:read (?:more|also|next|the)|also (?:read|on)|see also|related|more (?:on|from|stories)|click|sign up"
    r"|subscribe|follow|share|tags?\b|by\b|updated|published|posted|watch|listen|download|join|get |don.t miss"
    r"|recommended|next|previous|continue|contact|comment|reply|support|want|have a|lesen sie|mehr |siehe auch"
    r"|weiterlesen|lesetipp|zur|jetzt|von\b|stand:|teilen|kommentar|abonn|anmelden|à lire|lire aussi|voir aussi|par\b"
    r"|partager|inscri|leer|lea |te puede|suscr|por\b|compartir|leggi|di\b|les også|læs|läs|czytaj|zobacz|av\b|af\b"
    r"|延伸|相关|相關|更多|点击|點擊|关注|責任|责任|编辑|記者|记者|作者|来源|來源|原标题|本文|声明|关连|関連|続き"
    r"|▶|■|►|»|>)"
)
"""What lines of furniture begin with."""
_CREDIT: Final = re.compile(
    r"photo|image|picture|credit|courtesy|source|getty|shutterstock|reuters|afp(?<=\bafp)\b|dpa(?<=\bdpa)\b|ap(?<=\bap)\b|imago|foto|bild"
    r"|quelle|crédit|copyright|©|all rights|advert|anzeige|werbung|publicité|publicidad|newsletter|e-?mail|cookie"
    r"|privacy|terms|图片|图源|摄|攝|圖|资料|版权|授权|转载|訂閱|订阅|扫码|二维码"
)
"""What captions and legal lines name; both see small letters."""
_CLOCK: Final = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d{1,2}\. ?\w{3,9} ?\d|\d+ (?:hours?|days?|min)")
_TELLING_MAX: Final = 240
"""Weight: what a longer segment begins with or names says nothing of it."""


class Cues(NamedTuple):
    """What a line shows."""

    calls: bool = False
    """It begins as lines of furniture do."""

    credits: bool = False
    """It names what captions name."""

    tells: bool = False
    """It tells a time."""

    furniture: bool = False
    """A rule for furniture knows it."""


NONE: Final = Cues()


def read_cues(text: str, weight: int) -> Cues:
    """Return what *text* of *weight* shows."""
    if weight <= _TELLING_MAX:
        return _of_line(text)
    return Cues(furniture=True) if boilerplate.furniture(text) else NONE


@lru_cache(4096)
def _of_line(text: str) -> Cues:
    """Return what the line *text* shows; those around an article stand on many pages of a site."""
    small = text.lower()
    return Cues(
        _CALL.match(small) is not None,
        _CREDIT.search(small) is not None,
        _CLOCK.search(text) is not None,
        boilerplate.furniture(text) is not None,
    )

"""The size of laws: small in every run, full with SITEGEN_SOAK=1."""

import os
from typing import Final

SOAK: Final = os.environ.get("SITEGEN_SOAK", "") not in ("", "0")
_TIMES: Final = 20


def examples(usual: int) -> int:
    """Return how many generated cases a law is tried on that usually takes *usual* of them."""
    return usual * _TIMES if SOAK else usual

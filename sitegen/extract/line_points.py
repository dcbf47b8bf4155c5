"""What each sign of `belonging` is worth: positive points speak for the article.

Fitted by `tools/fit_lines.py` (a logistic regression: points are natural logarithms of odds); not to be edited by hand.
"""

from collections.abc import Mapping
from typing import Final

POINTS: Final[Mapping[str, float]] = {}

"""What each sign of `belonging` is worth: positive points speak for the article.

Fitted by `tools/fit_lines.py` (a logistic regression: points are natural logarithms of odds); not to be edited by hand.
"""

from collections.abc import Mapping
from typing import Final

POINTS: Final[Mapping[str, float]] = {
    "any": 0.8,
    "nothing shared": -1.43,
    "little shared": -0.11,
    "less shared": -0.48,
    "much shared": 2.34,
    "too short to share": -0.49,
    "no term shared": -0.67,
    "ends nothing": 0.04,
    "ends a sentence": 0.85,
    "sentences": 1.79,
    "bare": 0.82,
    "joining words": 1.73,
    "under 10": 0.37,
    "under 20": -0.65,
    "under 40": 0.53,
    "over 80": 2.4,
    "account": -1.7,
    "address": -0.95,
    "token": -0.75,
    "offers": -2.63,
    "appeals": -2.14,
    "latin": -2.83,
    "digits": -0.78,
    "quoting": 1.53,
    "in bits": -0.88,
    "keywords": -2.59,
    "short about": 2.18,
    "short among short": 1.65,
    "other script": -4.71,
    "other alphabet": -1.72,
    "lone alphabet": -2.08,
    "introduced": 1.11,
    "behind a sentence": -0.42,
    "entry": 3.21,
}

"""How values of any kind are written for a person's eyes. Pure."""

from __future__ import annotations

import math
from datetime import date, datetime

from dsar.stated import DANISH_TIME
from dsar.words import ANSWERS, MONTHS

_SAY = ANSWERS["explain"]
OVER = _SAY["over"]
"""The longest probability that is shown."""
_NOTHING = 1e-6
"""A difference of probabilities that no rounding shows."""


def printable(text: str, *, keep: str = "") -> str:
    """A text without what would steer a terminal; files may be called anything, and documents hold anything.

    Args:
        text: what is to be shown.
        keep: characters that steer, and may.
    """
    return "".join(c if c.isprintable() or c in keep else "?" for c in text)


def signed(weight: float) -> str:
    """A weight as Danes write it, always with its sign: ``+9,2``."""
    return f"{weight:+.1f}".replace(".", ",")


def percent(probability: float) -> str:
    """A probability as Danes write it, never said to be none or all: ``99,8 %``."""
    tenths = math.floor(probability * 1000 + _NOTHING)
    if tenths >= 999:
        return OVER
    return f"{tenths // 10},{tenths % 10} %" if tenths else _SAY["under"]


def moment(at: datetime) -> str:
    """A time by Danish clocks: ``21. november 2026 kl. 19.00``."""
    local = at.astimezone(DANISH_TIME)
    return f"{day_in_words(local)} kl. {local:%H.%M}"


def day_in_words(at: date) -> str:
    """A day as Danes write it: ``21. november 2026``."""
    return f"{at.day}. {MONTHS[at.month - 1]} {at.year}"

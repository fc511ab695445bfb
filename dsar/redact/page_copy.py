"""A page of a copy as it goes out, or the reason why it does not."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsar.redact.glyphs import Box
from dsar.redact.picture import Packed
from dsar.redact.removal import Count


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a copy's text, and where it stands."""

    text: str = field(repr=False)
    box: Box


@dataclass(frozen=True, slots=True)
class PageCopy:
    """A page as it goes out."""

    width: float
    height: float
    picture: Packed
    lines: tuple[Line, ...] = field(repr=False)
    removed: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A page that stays out, and why, in a sentence without personal data."""

    width: float
    height: float
    reason: str

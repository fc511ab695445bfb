"""The numbers around a number that are written like it: a column of them tells what each is.

The like numbers of a column are read once, so that a register of 100,000 lines costs
one pass, and not one for each of its numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from dsar.detect.cpr_number import has_date
from dsar.model import Span

NEIGHBOURHOOD = 400
"""Characters on either side where numbers of the same shape and place are neighbours."""
LONGEST_SHAPE = 16
AHEAD = 400
"""Characters that are read on at a time, past what is wanted."""

_DIGIT = regex.compile("[0-9]")
_NOT_DIGIT = regex.compile("[^0-9]")
_WORD_BEFORE = regex.compile(r"(?r)\p{L}+[^\p{L}0-9\n;\t|]{0,3}\Z")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Numbers of one shape and place: where they are, their first two digits, and how many so far have dates."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    dated: list[int] = field(default_factory=lambda: [0])

    def add(self, start: int, end: int, digits: str) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.days.append(digits[:2])
        self.dated.append(self.dated[-1] + has_date(digits))


@dataclass(slots=True)
class _Column:
    """The numbers of one shape by their place, as far as the text was read for them."""

    read_from: int
    read_to: int
    last: int = -1
    alike: dict[Place, _Alike] = field(default_factory=dict)


class Neighbours:
    """Tells of one text's numbers, asked for in text order, whether the like ones around them have dates in them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._columns: dict[str, _Column] = {}

    def rule(self, span: Span) -> str | None:
        """``cpr.neighbours…``, or None where there are fewer than two: a column of order numbers has no dates."""
        shape = _DIGIT.sub("0", span.of(self._text))
        if len(shape) > LONGEST_SHAPE:
            return None
        begin, end = max(0, span.start - NEIGHBOURHOOD), span.end + NEIGHBOURHOOD
        alike = self._read(shape, begin, end).alike.get(_place(self._text, span.start, span.end), _NONE)
        first, last = bisect_left(alike.starts, begin), bisect_right(alike.ends, end)
        own = bisect_left(alike.starts, span.start)
        among = own < len(alike.starts) and alike.starts[own] == span.start
        count = last - first - among
        if count < 2:
            return None
        dated = alike.dated[last] - alike.dated[first] - (among and alike.dated[own + 1] - alike.dated[own])
        if dated * 2 <= count:
            return "cpr.neighbours.other"
        days = {*alike.days[first:own], *alike.days[own + among : last]}
        return "cpr.neighbours.alike" if len(days) == 1 else "cpr.neighbours"

    def _read(self, shape: str, begin: int, end: int) -> _Column:
        """The column, read on to where it is wanted; begun anew after a gap."""
        column = self._columns.get(shape)
        if column is None or begin > column.read_to or begin < column.read_from:
            column = self._columns[shape] = _Column(begin, begin)
        if end > column.read_to:
            start = max(column.read_from, column.read_to - LONGEST_SHAPE)
            column.read_to = end + AHEAD
            for match in _shaped(shape).finditer(self._text, start, column.read_to):
                if match.start() > column.last:
                    column.last = match.start()
                    digits = _NOT_DIGIT.sub("", match.group())
                    place = _place(self._text, *match.span())
                    column.alike.setdefault(place, _Alike()).add(*match.span(), digits)
        return column


_NONE = _Alike()


def _place(text: str, start: int, end: int) -> Place:
    """What stands right before and right after a number: like numbers of a column or a list share it."""
    found = _WORD_BEFORE.search(text, max(0, start - 20), start)
    return (found.group().lower() if found else text[max(0, start - 1) : start]), text[end : end + 1]


@lru_cache(maxsize=256)
def _shaped(shape: str) -> regex.Pattern[str]:
    """The pattern of all numbers written like one of them (digits as 0)."""
    pattern = regex.escape(shape, special_only=True).replace("0", "[0-9]")
    return regex.compile(rf"(?<![0-9]){pattern}(?![0-9])")

"""The numbers around a number that are written like it: a column of them tells what each is.

The like numbers of a column are read once, so that a register of 100,000 lines costs
one pass, and not one for each of its numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from dsar.detect.cpr_number import has_date
from dsar.detect.digits import Digits
from dsar.model import Span

NEIGHBOURHOOD = 400
"""Characters on either side where numbers of the same shape and place are neighbours."""
LONGEST_SHAPE = 16
AHEAD = 400
"""Characters that are read on at a time, past what is wanted."""

_AS_ZERO = str.maketrans("123456789", "000000000")
_NOT_DIGIT = regex.compile("[^0-9]")
_WORD_BEFORE = regex.compile(r"(?r)\p{L}+[^\p{L}0-9\n;\t|]{0,3}\Z")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Numbers of one shape and place: where they are, their first two digits, and so far how many have dates and
    how often the first two digits changed."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    dated: list[int] = field(default_factory=lambda: [0])
    changes: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, digits: str) -> None:
        changed = bool(self.days) and self.days[-1] != digits[:2]
        self.changes.append(self.changes[-1] + changed if self.changes else 0)
        self.starts.append(start)
        self.ends.append(end)
        self.days.append(digits[:2])
        self.dated.append(self.dated[-1] + has_date(digits))

    def same_day(self, first: int, last: int, own: int | None) -> bool:
        """Whether some numbers in a row, but for the one asked about, begin with the same two digits."""
        if own is None or own in (first, last - 1):
            return self.changes[first + (own == first)] == self.changes[last - 1 - (own == last - 1)]
        return (
            self.changes[first] == self.changes[own - 1]
            and self.days[own - 1] == self.days[own + 1]
            and self.changes[own + 1] == self.changes[last - 1]
        )


@dataclass(slots=True)
class _Column:
    """The numbers of one shape by their place, as far as the text was read for them."""

    read_from: int
    read_to: int
    last: int = -1
    alike: dict[Place, _Alike] = field(default_factory=dict)


class Neighbours:
    """Tells of one text's numbers, asked for in text order, whether the like ones around them have dates in them."""

    def __init__(self, digits: Digits) -> None:
        self._text, self._skeleton = digits.text, digits.skeleton
        self._columns: dict[str, _Column] = {}

    def rule(self, span: Span) -> str | None:
        """``cpr.neighbours…``, or None where there are fewer than two: a column of order numbers has no dates."""
        if len(span) > LONGEST_SHAPE:
            return None
        begin, end = max(0, span.start - NEIGHBOURHOOD), span.end + NEIGHBOURHOOD
        if self._skeleton.count(self._skeleton[span.start : span.end], begin, end) < 2:
            return None
        alike = self._read(_shape(span.of(self._text)), begin, end).alike.get(
            _place(self._text, span.start, span.end), _NONE
        )
        first, last = bisect_left(alike.starts, begin), bisect_right(alike.ends, end)
        own = bisect_left(alike.starts, span.start)
        among = own < len(alike.starts) and alike.starts[own] == span.start
        count = last - first - among
        if count < 2:
            return None
        dated = alike.dated[last] - alike.dated[first] - (among and alike.dated[own + 1] - alike.dated[own])
        if dated * 2 <= count:
            return "cpr.neighbours.other"
        return "cpr.neighbours.alike" if alike.same_day(first, last, own if among else None) else "cpr.neighbours"

    def _read(self, shape: str, begin: int, end: int) -> _Column:
        """The column, read on to where it is wanted; begun anew after a gap."""
        column = self._columns.get(shape)
        if column is None or begin > column.read_to or begin < column.read_from:
            column = self._columns[shape] = _Column(begin, begin)
        if end > column.read_to:
            start = max(column.read_from, column.read_to - LONGEST_SHAPE)
            column.read_to = end + AHEAD
            for place in self._shaped(shape, start, column.read_to):
                if place > column.last:
                    column.last, stop = place, place + len(shape)
                    numbers = _NOT_DIGIT.sub("", self._text[place:stop])
                    column.alike.setdefault(_place(self._text, place, stop), _Alike()).add(place, stop, numbers)
        return column

    def _shaped(self, shape: str, start: int, end: int) -> Iterator[int]:
        """Where numbers written like one of them begin, none within another."""
        sought, size, end = shape.encode("latin-1", "replace"), len(shape), min(end, len(self._text))
        place = self._skeleton.find(sought, start, end)
        while place >= 0:
            stop = place + size
            alone = not (place and self._skeleton[place - 1] == _ZERO) and (
                stop == end or self._skeleton[stop] != _ZERO
            )
            if alone and (b"?" not in sought or _shape(self._text[place:stop]) == shape):
                yield place
                place = self._skeleton.find(sought, stop, end)
            else:
                place = self._skeleton.find(sought, place + 1, end)


_NONE = _Alike()
_ZERO = ord("0")


def _shape(number: str) -> str:
    return number.translate(_AS_ZERO)


def _place(text: str, start: int, end: int) -> Place:
    """What stands right before and right after a number: like numbers of a column or a list share it."""
    found = _WORD_BEFORE.search(text, max(0, start - 20), start)
    return (found.group().lower() if found else text[max(0, start - 1) : start]), text[end : end + 1]

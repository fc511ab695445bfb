"""The numbers around a number that are written like it: a column of them tells what each is.

In a row with marks between its cells, a number's place is its column: order numbers two
cells on say nothing of it. The like numbers of a column are read once, so that a register
of 100,000 lines costs one pass, and not one for each of its numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

import regex

from dsar.detect.cpr_number import has_date
from dsar.detect.digits import AS_ZERO, Digits
from dsar.model import Span

NEIGHBOURHOOD = 400
"""Characters on either side where numbers of the same shape and place are neighbours."""
LONGEST_SHAPE = 16
AHEAD = 400
"""Characters that are read on at a time, past what is wanted."""
LONGEST_ROW = 400
"""Characters of a row in which its cells are counted."""

_WORD_BEFORE = regex.compile(r"(?r)\p{L}+[^\p{L}0-9\n;\t|]{0,3}")
_MARKS = frozenset("|;\t,")
Place = tuple[str, str] | tuple[str, str, int]


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

    def rule(self, own: int, begin: int, end: int) -> str | None:
        """What those between two places say of the one that begins at ``own``."""
        first, last = bisect_left(self.starts, begin), bisect_right(self.ends, end)
        place = bisect_left(self.starts, own)
        among = place < len(self.starts) and self.starts[place] == own
        count = last - first - among
        if count < 2:
            return None
        dated = self.dated[last] - self.dated[first] - (among and self.dated[place + 1] - self.dated[place])
        if dated * 2 <= count:
            return "cpr.neighbours.other"
        return "cpr.neighbours.alike" if self._same_day(first, last, place if among else None) else "cpr.neighbours"

    def _same_day(self, first: int, last: int, own: int | None) -> bool:
        """Whether all but the one asked about begin with the same two digits."""
        if own is None or own in (first, last - 1):
            return self.changes[first + (own == first)] == self.changes[last - 1 - (own == last - 1)]
        return (
            self.changes[first] == self.changes[own - 1]
            and self.days[own - 1] == self.days[own + 1]
            and self.changes[own + 1] == self.changes[last - 1]
        )


class _Column:
    """The numbers of one shape by their place, as far as the text was read for them."""

    def __init__(self, shape: str, read_from: int) -> None:
        self.shape, self.read_from, self.read_to = shape, read_from, read_from
        self.last = -1
        self.first_digits = itemgetter(*[n for n, sign in enumerate(shape) if sign == "0"][:4])
        self.places: dict[int, tuple[Place, ...]] = {}
        self.alike: dict[Place, _Alike] = {}

    def add(self, text: str, start: int) -> None:
        """Take in the next number."""
        self.last, end = start, start + len(self.shape)
        places = self.places[start] = _places(text, start, end)
        digits = "".join(self.first_digits(text[start:end]))
        for place in places:
            alike = self.alike.get(place)
            if alike is None:
                alike = self.alike[place] = _Alike()
            alike.add(start, end, digits)


class Neighbours:
    """Tells of one text's numbers, asked for in text order, whether the like ones around them have dates in them."""

    def __init__(self, digits: Digits) -> None:
        self._digits, self._text, self._skeleton = digits, digits.text, digits.skeleton
        self._columns: dict[str, _Column] = {}

    def rule(self, span: Span) -> str | None:
        """``cpr.neighbours…``, or None where there are fewer than two: a column of order numbers has no dates."""
        start, end = span.start, span.end
        if end - start > LONGEST_SHAPE:
            return None
        first, last = max(0, start - NEIGHBOURHOOD), end + NEIGHBOURHOOD
        if self._skeleton.count(self._skeleton[start:end], first, last) < 2:
            return None
        column = self._read(self._digits.near(start, end), first, last)
        for place in column.places.get(start) or _places(self._text, start, end):
            alike = column.alike.get(place)
            if alike is not None and (rule := alike.rule(start, first, last)) is not None:
                return rule
        return None

    def _read(self, shape: str, begin: int, end: int) -> _Column:
        """The column, read on to where it is wanted; begun anew after a gap."""
        column = self._columns.get(shape)
        if column is None or begin > column.read_to or begin < column.read_from:
            column = self._columns[shape] = _Column(shape, begin)
        if end > column.read_to:
            start = max(column.read_from, column.read_to - LONGEST_SHAPE)
            column.read_to = end + AHEAD
            for place in self._shaped(shape, start, column.read_to):
                if place > column.last:
                    column.add(self._text, place)
        return column

    def _shaped(self, shape: str, start: int, end: int) -> Iterator[int]:
        """Where numbers written like one of them begin, none within another."""
        skeleton, sought, size = self._skeleton, shape.encode("latin-1", "replace"), len(shape)
        end = min(end, len(skeleton))
        place = skeleton.find(sought, start, end)
        while place >= 0:
            stop = place + size
            cut = (place and skeleton[place - 1] == _ZERO) or (stop < end and skeleton[stop] == _ZERO)
            if cut or (b"?" in sought and self._text[place:stop].translate(AS_ZERO) != shape):
                place = skeleton.find(sought, place + 1, end)
            else:
                yield place
                place = skeleton.find(sought, stop, end)


_ZERO = ord("0")


def _places(text: str, start: int, end: int) -> tuple[Place, ...]:
    """What stands right before and right after a number, which like numbers of a column or a list share; and before
    that, where it stands behind a mark between cells, the same with how many marks its row has had."""
    found = _WORD_BEFORE.match(text, max(0, start - 20), start)
    place = (found.group().lower() if found else text[max(0, start - 1) : start]), text[end : end + 1]
    mark = text[max(0, start - 2) : start].rstrip(" ")[-1:]
    if mark not in _MARKS:
        return (place,)
    row = text.rfind("\n", max(0, start - LONGEST_ROW), start) + 1
    return ((*place, text.count(mark, row, start)), place) if row or start <= LONGEST_ROW else (place,)

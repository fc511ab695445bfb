"""The lines of a page, the stretches that words form in them, and the columns in which these stand. Pure.

Where no lines are drawn, columns are what (nearly) all lines leave empty between them. As everywhere, a value that
reaches from one column into the next is told whole, in one of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from dsar.extract.pdf_layout import Word

MANY = 8
"""Lines in which a gap as wide as a space, where none is written, is not there by chance."""
_WIDE = 1.15  # letters' widths between two words; what stands further apart is parted by more than a space
_NARROW = 1.0  # points between columns that stand close
_SAME_LINE = 0.4  # of a line's height


class Column(NamedTuple):
    """From where to where the values of a column reach, in points."""

    left: float
    right: float

    def shared(self, other: Column) -> float:
        """How much of its width another has too."""
        return min(self.right, other.right) - max(self.left, other.left)


@dataclass(frozen=True, slots=True)
class Line:
    """The words at one height, from left to right, and those that belong together."""

    words: tuple[Word, ...] = field(repr=False)

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return self.words[0].middle

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.words[0].bottom - self.words[0].top

    def stretches(self, *, narrow: bool = False) -> list[list[Word]]:
        """The words that nothing parts; ``narrow`` if the place of a space parts them too where none is written."""
        letter = sum(word.right - word.left for word in self.words) / sum(word.end - word.start for word in self.words)
        found = [[self.words[0]]]
        for before, word in pairwise(self.words):
            gap = word.left - before.right
            if gap > _WIDE * letter or (narrow and word.apart and gap > _NARROW):
                found.append([])
            found[-1].append(word)
        return found


Cells = Mapping[int, Sequence[Word]]
"""A line's words by column."""


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that words stand in, from the top down."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        first = found[-1][0] if found else None
        if first is not None and word.middle - first.middle <= _SAME_LINE * min(
            first.bottom - first.top, word.bottom - word.top
        ):
            found[-1].append(word)
        else:
            found.append([word])
    return [Line(tuple(sorted(line, key=lambda word: word.left))) for line in found]


def extent(words: Sequence[Word]) -> Column:
    """From where to where words reach."""
    return Column(words[0].left, max(word.right for word in words))


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """The columns of lines that have several stretches each."""
    narrow = len(lines) >= MANY
    extents = [[extent(stretch) for stretch in line.stretches(narrow=narrow)] for line in lines]
    dense = list(_filled(list(chain.from_iterable(extents)), len(lines) // 10))
    stray = [
        one for one in chain.from_iterable(extents) if all(one.shared(column) <= 0 for column in _near(dense, one))
    ]
    return sorted([*dense, *_filled(stray, 0)])


def _near(columns: Sequence[Column], one: Column) -> Sequence[Column]:
    """The columns that may share something with an extent: the last that begins before it, and those behind."""
    return columns[max(0, bisect_right(columns, one) - 1) : bisect_right(columns, Column(one.right, one.right))]


def _filled(extents: Sequence[Column], most: int) -> Iterator[Column]:
    """The stretches that more than so many of the extents cover."""
    steps = sorted(chain(((one.left, 1) for one in extents), ((one.right + _NARROW, -1) for one in extents)))
    covering, begin = 0, None
    for at, step in steps:
        covering += step
        if begin is None and covering > most:
            begin = at
        elif begin is not None and covering <= most:
            yield Column(begin, at - _NARROW)
            begin = None


def cells_of(line: Line, columns: Sequence[Column]) -> dict[int, list[Word]]:
    """The line's words by column."""
    cuts = [(before.right + column.left) / 2 for before, column in pairwise(columns)]
    cells: dict[int, list[Word]] = {}
    for stretch in line.stretches():
        piece: list[Word] = []
        for word in stretch:
            if piece and _parts(cuts, piece[-1], word) and (word.apart or _begins_one(columns, cuts, word)):
                cells.setdefault(_column(piece, columns), []).extend(piece)
                piece = []
            piece.append(word)
        cells.setdefault(_column(piece, columns), []).extend(piece)
    return dict(sorted(cells.items()))


def _parts(cuts: Sequence[float], before: Word, word: Word) -> bool:
    """Whether a column ends between two words."""
    left, right = (before.left + before.right) / 2, (word.left + word.right) / 2
    return bisect_right(cuts, left) < bisect_right(cuts, right)


def _begins_one(columns: Sequence[Column], cuts: Sequence[float], word: Word) -> bool:
    """Whether a word begins where its column does: a space before it is what the column left free."""
    column = columns[bisect_right(cuts, (word.left + word.right) / 2)]
    return abs(word.left - column.left) <= _NARROW


def _column(piece: Sequence[Word], columns: Sequence[Column]) -> int:
    """The column that words stand in: the one they share most with, or the nearest."""
    own = extent(piece)
    first = max(0, bisect_right(columns, own) - 2)
    last = bisect_right(columns, Column(own.right, own.right))
    return max(range(first, max(last, first + 1)), key=lambda n: own.shared(columns[n]))

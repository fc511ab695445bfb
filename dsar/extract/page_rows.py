"""Where the rows of a table begin among its lines: a row may have several, and several may stand closely. Pure."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from dsar.extract.page_columns import Cells, Column, Line, extent
from dsar.extract.page_rules import Level
from dsar.extract.pdf_layout import Word

Row = Mapping[int, Sequence[Sequence[Word]]]
"""A row's non-empty cells: column (from 0) to the words of each of its lines. Column -1: a row unlike the others."""

_TIGHT = 1.15  # rows stand apart if there is so much more between them than between the lines in them
_FAR = 1.5  # of the usual distance; a line so far below the one above goes not on with it
_MOST_JUMPS = 8


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or its part on a page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return min(word.top for word in words_of(self.rows[0]))


def words_of(row: Row) -> Iterator[Word]:
    """All words of a row."""
    return (word for lines in row.values() for line in lines for word in line)


def row_of(lines: Iterable[Cells]) -> Row:
    """The row that these lines are."""
    cells: dict[int, list[Sequence[Word]]] = {}
    for line in lines:
        for column, words in line.items():
            cells.setdefault(column, []).append(words)
    return dict(sorted(cells.items()))


def by_first_lines(lines: Sequence[Cells]) -> Iterator[Row]:
    """Rows of lines that fill most columns, and those that fill few below them."""
    first = begins(lines)
    starts = sorted({0, *(index for index, begin in enumerate(first) if begin)})
    yield from (row_of(lines[start:stop]) for start, stop in pairwise([*starts, len(lines)]))


def begins(lines: Sequence[Cells]) -> list[bool]:
    """Whether each line may be a row's first: most columns are filled, and the first of them, or all but it.

    How many a first line has is what a quarter of the lines reach, for the others may go on with the one before.
    """
    counts = sorted(len(cells) for cells in lines if len(cells) > 1) or [2]
    usual = counts[len(counts) * 3 // 4]
    return [len(cells) * 2 >= usual and (0 in cells or len(cells) >= usual - 1) for cells in lines]


def starts_of(
    lines: Sequence[Line], cells: Sequence[Cells], first: Sequence[bool], across: Sequence[Level]
) -> list[int]:
    """The first lines of rows.

    Args:
        lines: those of a table.
        cells: their words by column.
        first: whether each may be the first of a row.
        across: the drawn lines of the page.
    """
    return _between_rules(lines, first, across) or _apart(lines, first) or _by_lines(lines, cells, first)


def _between_rules(lines: Sequence[Line], first: Sequence[bool], across: Sequence[Level]) -> list[int]:
    """Where a line is drawn between most rows."""
    left, right = min(line.words[0].left for line in lines), max(extent(line.words).right for line in lines)
    heights = [line.middle for line in lines]
    near = across[bisect(across, heights[0], key=_at) : bisect(across, heights[-1], key=_at)]
    starts = sorted({0, *(bisect(heights, level.at) for level in near if level.covers(left, right))} - {len(lines)})
    if len(starts) < 3 or len(starts) * 5 < sum(first) * 3:
        return []
    return starts if sum(first[start] for start in starts) * 5 >= sum(first) * 3 else []


def _at(level: Level) -> float:
    return level.at


def _apart(lines: Sequence[Line], first: Sequence[bool]) -> list[int]:
    """Where more is left free between rows than between the lines of one: nearly each has then one first line."""
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    jumps = ((high / max(low, 1.0), (low + high) / 2) for low, high in pairwise(sorted(set(gaps))))
    best: tuple[float, list[int]] = (0.0, [])
    for jump, limit in sorted(jumps, reverse=True)[:_MOST_JUMPS] if not all(first) else ():
        starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > limit)]
        single = sum(sum(first[start:stop]) == 1 for start, stop in pairwise([*starts, len(lines)]))
        if jump >= _TIGHT and single * 5 >= len(starts) * 4 and single * 5 >= sum(first) * 4:
            best = max(best, (single / len(starts), starts), key=lambda one: one[0])
    return best[1]


def _by_lines(lines: Sequence[Line], cells: Sequence[Cells], first: Sequence[bool]) -> list[int]:
    """Where rows stand as close as their lines: those that fill most columns begin one.

    A value alone in the first column is a heading of what follows: it belongs to no row.
    """
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    alone = [set(one) == {0} for one in cells]
    far = [gap > _FAR * median(gaps) for gap in gaps]
    later = range(1, len(lines))
    return [0, *(n for n in later if first[n] or alone[n] or alone[n - 1] or far[n - 1])]

"""Where the rows of a table begin among its lines: a row may have several, and several may stand closely. Pure."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
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
_DIGITS = 6


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


def by_first_lines(lines: Sequence[Cells], text: str) -> Iterator[Row]:
    """Rows of lines that fill most columns, and those that fill few below them."""
    first = main_lines(lines, text)
    starts = sorted({0, *(index for index, is_main in enumerate(first) if is_main)})
    yield from (row_of(lines[start:stop]) for start, stop in pairwise([*starts, len(lines)]))


def main_lines(lines: Sequence[Cells], text: str) -> list[bool]:
    """Whether each line may be a row's main one, which the others of the row, if it has any, go on from.

    It holds the number, if there is a column of numbers: these are not parted. Else most columns are filled, and
    the first of them, or all but it. How many are filled usually is what a quarter of the lines reach.
    """
    counts = sorted(len(cells) for cells in lines if len(cells) > 1) or [2]
    usual = counts[len(counts) * 3 // 4]
    number = _numbers(lines, text)
    if number is None:
        return [len(cells) * 2 >= usual and (0 in cells or len(cells) >= usual - 1) for cells in lines]
    return [number in cells or (0 in cells and len(cells) >= usual) for cells in lines]


def _numbers(lines: Sequence[Cells], text: str) -> int | None:
    """The column of numbers that most lines have, if there is one."""
    filled = Counter(column for cells in lines for column in cells)
    numbered = Counter(column for cells in lines for column, words in cells.items() if _has_number(words, text))
    sure = [column for column, count in numbered.items() if count * 5 >= filled[column] * 4]
    best = max(sure, key=lambda column: (numbered[column], -column), default=None)
    return best if best is not None and numbered[best] * 4 >= len(lines) else None


def _has_number(words: Sequence[Word], text: str) -> bool:
    return sum(map(str.isdigit, "".join(text[word.start : word.end] for word in words))) >= _DIGITS


def starts_of(
    lines: Sequence[Line], cells: Sequence[Cells], main: Sequence[bool], across: Sequence[Level]
) -> list[int]:
    """The first lines of rows.

    Args:
        lines: those of a table.
        cells: their words by column.
        main: whether each may be the main line of a row.
        across: the drawn lines of the page.
    """
    return _between_rules(lines, main, across) or _apart(lines, main) or _by_lines(lines, cells, main)


def _fits(starts: Sequence[int], main: Sequence[bool]) -> float:
    """The share of rows with one main line, if nearly all have and few have more; else 0."""
    single = sum(sum(main[start:stop]) == 1 for start, stop in pairwise([*starts, len(main)]))
    return single / len(starts) if single * 5 >= len(starts) * 4 and single * 5 >= sum(main) * 3 else 0.0


def _between_rules(lines: Sequence[Line], main: Sequence[bool], across: Sequence[Level]) -> list[int]:
    """Where a line is drawn between the rows."""
    left, right = min(line.words[0].left for line in lines), max(extent(line.words).right for line in lines)
    heights = [line.middle for line in lines]
    near = across[bisect(across, heights[0], key=_at) : bisect(across, heights[-1], key=_at)]
    starts = sorted({0, *(bisect(heights, level.at) for level in near if level.covers(left, right))} - {len(lines)})
    return starts if len(starts) > 1 and _fits(starts, main) else []


def _at(level: Level) -> float:
    return level.at


def _apart(lines: Sequence[Line], main: Sequence[bool]) -> list[int]:
    """Where more is left free between rows than between the lines of one."""
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    jumps = ((high / max(low, 1.0), (low + high) / 2) for low, high in pairwise(sorted(set(gaps))))
    best: tuple[float, list[int]] = (0.0, [])
    for jump, limit in sorted(jumps, reverse=True)[:_MOST_JUMPS] if not all(main) else ():
        starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > limit)]
        if jump >= _TIGHT:
            best = max(best, (_fits(starts, main), starts), key=lambda one: one[0])
    return best[1]


def _by_lines(lines: Sequence[Line], cells: Sequence[Cells], main: Sequence[bool]) -> list[int]:
    """Where rows stand as close as their lines: a main line begins one, or ends it where values stand at the bottom.

    A value alone in the first column is a heading of what follows: it belongs to no row.
    """
    later = range(1, len(lines))
    alone = [set(one) == {0} for one in cells]
    if _stands_at_the_bottom(main, alone):
        return [0, *(n for n in later if main[n - 1])]
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    far = [gap > _FAR * median(gaps) for gap in gaps]
    return [0, *(n for n in later if main[n] or alone[n] or alone[n - 1] or far[n - 1])]


def _stands_at_the_bottom(main: Sequence[bool], alone: Sequence[bool]) -> bool:
    """Whether rows begin with lines that are not their main ones: right below the headings, and none comes last."""
    others = [n for n, is_main in enumerate(main) if not is_main and not alone[n]]
    return main[-1] and len(others) > 1 and others[0] <= 1

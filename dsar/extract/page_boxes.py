"""Tables whose cells are drawn boxes. Pure."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from dsar.extract.page_columns import Cells, Column, lines_of
from dsar.extract.page_rows import PageTable, Row, by_first_lines, row_of
from dsar.extract.page_rules import NEAR, levels_of, long_ones
from dsar.extract.pdf_layout import Layout, Word

_MOST_LEVELS = 600
_FEW = 3  # bands; a table with no more may have lines between its columns only
_TALL = 8  # lines of a band that are more than a row's

_Band = tuple[tuple[float, ...], list[Word]]
"""What is between two lines across: where the lines down are that cross it, and the words inside."""


def drawn_tables(layout: Layout) -> Iterator[PageTable]:
    """Yield them from the top down."""
    down, across = levels_of(layout.down), long_ones(levels_of(layout.across))
    if len(down) < 3 or len(across) < 2 or max(len(down), len(across)) > _MOST_LEVELS:
        return
    in_band: dict[int, list[Word]] = {}
    for word in layout.words:
        in_band.setdefault(bisect(across, word.middle), []).append(word)
    bands: list[_Band] = []
    for number, (top, bottom) in enumerate(pairwise(across), 1):
        walls = tuple(level.at for level in down if level.crosses((top + bottom) / 2))
        words = in_band.get(number, [])
        inside = [word for word in words if walls and walls[0] <= (word.left + word.right) / 2 <= walls[-1]]
        if len(walls) > 1 or words:  # what is not between walls, but between tables, ends one
            bands.append((walls, inside))
    for _, group in groupby(bands, key=lambda band: (band[0][:1], band[0][-1:])):
        yield from _boxed([band for band in group if band[1]], layout.text)


def _boxed(bands: Sequence[_Band], text: str) -> Iterator[PageTable]:
    """The table of bands that reach from the same wall to the same wall; none if their walls differ, as a form's do."""
    if len(bands) < 2:
        return
    ((walls, often),) = Counter(walls for walls, _ in bands).most_common(1)
    if often * 5 < len(bands) * 3 or len(walls) < 3:
        return
    lines = [_in_boxes(own, words, walls) for own, words in bands]
    rows = [row for each in lines for row in _rows_of_band(each, len(bands), text)]
    yield PageTable(tuple(Column(left, right) for left, right in pairwise(walls)), tuple(rows))


def _in_boxes(own: Sequence[float], words: Iterable[Word], walls: Sequence[float]) -> list[Cells]:
    """The lines of a band, each with its words by column; a box over several columns is in its first."""
    found: list[Cells] = []
    for line in lines_of(words):
        cells: dict[int, list[Word]] = {}
        for word in line.words:
            box = own[max(0, bisect(own, (word.left + word.right) / 2) - 1)]
            column = min(bisect_left(walls, box - NEAR), len(walls) - 2)
            cells.setdefault(column, []).append(word)
        found.append(cells)
    return found


def _rows_of_band(lines: Sequence[Cells], bands: int, text: str) -> Iterator[Row]:
    """One row; one a line if every line fills the same columns; several where lines are drawn between columns only."""
    full = {column for cells in lines for column in cells}
    alike = sum(set(cells) == full for cells in lines)
    if len(lines) > 1 and len(full) > 2 and alike * 5 >= len(lines) * 4:
        yield from (row_of([cells]) for cells in lines)
    elif len(lines) > bands and (bands <= _FEW or len(lines) > _TALL):
        yield from by_first_lines(lines, text)
    else:
        yield row_of(lines)

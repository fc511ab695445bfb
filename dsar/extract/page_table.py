"""The tables of a PDF page: rows and columns, from drawn lines where there are any, else from where words stand. Pure.

Whether a table is a register of people is not asked here; see :mod:`dsar.extract.pdf_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dsar.extract.page_boxes import drawn_tables
from dsar.extract.page_columns import MANY, Column, Line, cells_of, columns_of, lines_of
from dsar.extract.page_rows import PageTable, Row, main_lines, row_of, starts_of, words_of
from dsar.extract.page_rules import levels_of
from dsar.extract.pdf_layout import Layout

_SUM = re.compile(r"(?:i\s?alt|sum|total|subtotal)(?![^\W_])", re.IGNORECASE)
_MOST_TABLES = 20
_MOST_COLUMNS = 100
_FEWEST = 2  # lines of a table's part on one page, if it does not go on from the page before
_BETWEEN = 3  # lines of one stretch each that may stand between two lines of a table
_BREAK = 4.0  # heights of a line; what stands further below is not the same table
_EDGE = 2  # lines above and below that may be of a row
_CLOSE, _OVERLEAF = 1.6, 2.5  # heights of a line that they are away at most, and from a row that began overleaf


def tables_on(layout: Layout, before: Sequence[Sequence[Column]] = ()) -> list[PageTable]:
    """What stands in rows and columns on a page, from the top down.

    Args:
        layout: the page.
        before: the columns of tables on the page before, which may go on with a few rows.
    """
    drawn = list(drawn_tables(layout))
    taken = {word for table in drawn for row in table.rows for word in words_of(row)}
    rest = [word for word in layout.words if word not in taken]
    found = [*drawn, *_written_tables(lines_of(rest), layout, before)]
    kept = sorted(found, key=lambda table: -len(table.rows))[:_MOST_TABLES]
    return sorted(kept, key=lambda table: table.top)


def _written_tables(lines: Sequence[Line], layout: Layout, before: Sequence[Sequence[Column]]) -> Iterator[PageTable]:
    """Tables without walls."""
    across = levels_of(layout.across)
    parted = [len(line.stretches()) > 1 for line in lines]
    for first, last in _runs(lines, parted):
        several = [line for line, is_parted in zip(lines[first:last], parted[first:last], strict=True) if is_parted]
        columns = _known(several, before) or (columns_of(several) if len(several) >= _FEWEST else ())
        if not 2 <= len(columns) <= _MOST_COLUMNS:
            continue
        begin, end = _with_edges(lines, first, last, columns[0].right, _OVERLEAF if before else _CLOSE)
        own = lines[begin:end]
        cells = [cells_of(line, columns) for line in own]
        sums = [bool(_SUM.match(layout.text, line.words[0].start)) for line in own]
        starts = starts_of(own, cells, list(map(max, main_lines(cells, layout.text), sums)), across)
        groups = [(start, stop) for start, stop in pairwise([*starts, len(own)]) if begin + start < last]
        rows = [row_of(cells[start:stop]) for start, stop in groups if before or begin + stop > first]
        yield PageTable(tuple(columns), tuple(map(_own, rows)))


def _known(lines: Sequence[Line], before: Sequence[Sequence[Column]]) -> Sequence[Column]:
    """The columns of the table before that a few lines fill: they are too few to tell columns by themselves."""
    if len(lines) < MANY:
        for columns in before:
            filled = [len(cells_of(line, columns)) for line in lines]
            if sum(count * 2 > len(columns) for count in filled) * 5 >= len(lines) * 4:
                return columns
    return ()


def _own(row: Row) -> Row:
    """A row as it is; what stands alone at the edge of the table is none of its columns."""
    return {-1: row[0]} if set(row) == {0} else row


def _runs(lines: Sequence[Line], parted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From where to where lines of several stretches follow each other closely, with what stands between them."""
    begin = end = None
    for index in (index for index, is_parted in enumerate(parted) if is_parted):
        if begin is None or end is None:
            begin = index
        elif index - end > _BETWEEN + 1 or any(map(_is_far, lines[end:index], lines[end + 1 : index + 1])):
            yield begin, end + 1
            begin = index
        end = index
    if begin is not None and end is not None:
        yield begin, end + 1


def _is_far(above: Line, below: Line) -> bool:
    return below.middle - above.middle > _BREAK * max(above.height, below.height)


def _with_edges(lines: Sequence[Line], first: int, last: int, left: float, above: float) -> tuple[int, int]:
    """The same with lines right above and below, which may be of the first and of the last row.

    What begins at the table's edge is a title or another text.
    """
    begin, end = first, last
    while begin > max(0, first - _EDGE) and _is_edge(lines[begin - 1], lines[begin], left, above):
        begin -= 1
    while end < min(len(lines), last + _EDGE) and _is_edge(lines[end], lines[end - 1], left, _CLOSE):
        end += 1
    return begin, end


def _is_edge(line: Line, neighbour: Line, left: float, close: float) -> bool:
    return abs(line.middle - neighbour.middle) < close * line.height and line.words[0].left > left

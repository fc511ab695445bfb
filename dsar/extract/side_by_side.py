"""A sheet's rows as tables: one after another, and those that stand side by side each by itself.

Two registers on one sheet have an empty column between them, and their rows have nothing to do with each other: read
across, each would give its people to the other's. But one table may have an empty column too, and a row that is cut
there has lost whose it is. So they are told apart only where more speaks for two: titles over both, or a key of its
own in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from dsar.extract.column_words import is_column_word, label
from dsar.extract.tables import Cells, Line, Table, find_headings

_BLOCK = 500
"""Rows that are told together, so that those of one table follow each other; the first of them decide."""
_LOOK = 24  # rows among which the headings must be
_WHO = re.compile("navn|name|cpr|person")
_Side = tuple[int, int]
"""The first column of a table, and the one behind its last."""


def table_lines(rows: Iterable[tuple[int, Cells]]) -> Iterator[Line]:
    """Tell numbered rows; a number that is left out stands for an empty row."""
    rows = iter(rows)
    block = list(islice(rows, _BLOCK))
    sides = _sides([cells for _, cells in block])
    if len(sides) == 1:
        table = Table()
        yield from _told(table, chain(block, rows), 0)
        yield from table.finish()
        return
    tables, last = [Table() for _ in sides], 0
    while block:
        for at, (side, table) in enumerate(zip(sides, tables, strict=True), start=1):
            parts = ((number, _part(cells, side)) for number, cells in block)
            yield from (line._replace(table=at) for line in _told(table, parts, last))
        last = block[-1][0]
        block = list(islice(rows, _BLOCK))
    for at, table in enumerate(tables, start=1):
        yield from (line._replace(table=at) for line in table.finish())


def _told(table: Table, rows: Iterable[tuple[int, Cells]], last: int) -> Iterator[Line]:
    for number, cells in rows:
        if number > last + 1:
            yield from table.finish()
        last = number
        yield from table.add(number, cells)


def _sides(rows: Sequence[Cells]) -> list[_Side]:
    """Where tables begin and end; what stands outside all columns of these rows belongs to the outermost."""
    used = sorted({column for cells in rows for column in cells})
    starts = [behind for before, behind in pairwise(used) if behind > before + 1]
    cuts, left, most = list[int](), 0, max(used, default=0) + 1
    for start, end in pairwise([*starts, most]):
        if _are_two(rows, (left, start), (start, end)):
            cuts.append(start)
            left = start
    return list(pairwise([-1, *cuts, 1 << 20]))


def _are_two(rows: Sequence[Cells], left: _Side, right: _Side) -> bool:
    sides = [[_part(cells, side) for cells in rows] for side in (left, right)]
    heads = [_heading(side) for side in sides]
    at = heads[0]
    if at is None or at != heads[1]:
        return False
    firsts = [min(side[at]) for side in sides]
    labels = {label(rows[at][first]).lower() for first in firsts}
    ends = {max(n for n, cells in enumerate(side) if len(cells) > 1) for side in sides}
    above = [n for n in range(at) if rows[n].keys() >= set(firsts) and len(rows[n]) == len(firsts)]
    if any(is_column_word(text) for n in above for text in rows[n].values()):
        return False  # "Barn" over a child's columns, "Mor" over the mother's
    if len(labels) == 1 and (len(ends) > 1 or not any(map(_WHO.search, labels))):
        return True
    return bool(above) and above[0] < at - 1 and (len(ends) > 1 or len(above) > 1)


def _heading(side: Sequence[Cells]) -> int | None:
    """The row that names at least two columns of a side."""
    filled = [n for n, cells in enumerate(side[:_LOOK]) if cells]
    at = find_headings([side[n] for n in filled])
    return filled[at] if at is not None and len(side[filled[at]]) > 1 else None


def _part(cells: Cells, side: _Side) -> Cells:
    first, end = side
    return {column: text for column, text in cells.items() if first <= column < end}

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
from typing import NamedTuple

from dsar.extract.column_words import is_column_word, label
from dsar.extract.tables import Cells, Line, Table, find_headings

_BLOCK = 500
"""Rows that are told together, so that those of one table follow each other; the first of them decide."""
_LOOK = 24  # rows among which the headings must be
_WHO = re.compile("navn|name|cpr|person")
_BEHIND = 1 << 20  # all columns


class Side(NamedTuple):
    """One of the tables: its number from the left, its first column, and the one behind its last."""

    number: int
    first: int
    end: int

    @property
    def columns(self) -> range:
        """Its columns; what stands outside all tables belongs to the outermost."""
        return range(self.first, self.end)

    def part(self, cells: Cells) -> Cells:
        """What of a row is its."""
        return {column: text for column, text in cells.items() if column in self.columns}


def table_lines(rows: Iterable[tuple[int, Cells]]) -> Iterator[tuple[Side, Line]]:
    """Tell numbered rows, with the table that they are of; a number that is left out stands for an empty row."""
    rows = iter(rows)
    block = list(islice(rows, _BLOCK))
    sides = _sides([cells for _, cells in block])
    if len(sides) == 1:
        table = Table()
        yield from ((sides[0], line) for line in _told(table, chain(block, rows), 0))
        yield from ((sides[0], line) for line in table.finish())
        return
    tables, last = [(side, Table()) for side in sides], 0
    while block:
        for side, table in tables:
            parts = ((number, side.part(cells)) for number, cells in block)
            yield from ((side, line) for line in _told(table, parts, last))
        last = block[-1][0]
        block = list(islice(rows, _BLOCK))
    for side, table in tables:
        yield from ((side, line) for line in table.finish())


def _told(table: Table, rows: Iterable[tuple[int, Cells]], last: int) -> Iterator[Line]:
    for number, cells in rows:
        if number > last + 1:
            yield from table.finish()
        last = number
        yield from table.add(number, cells)


def _sides(rows: Sequence[Cells]) -> list[Side]:
    used = sorted({column for cells in rows for column in cells})
    starts = [behind for before, behind in pairwise(used) if behind > before + 1]
    cuts, left = list[int](), 0
    for start, end in pairwise([*starts, _BEHIND]):
        if _are_two(rows, Side(1, left, start), Side(2, start, end)):
            cuts.append(start)
            left = start
    return [Side(number, *ends) for number, ends in enumerate(pairwise([-1, *cuts, _BEHIND]), start=1)]


def _are_two(rows: Sequence[Cells], *sides: Side) -> bool:
    parts = [[side.part(cells) for cells in rows] for side in sides]
    at, other = map(_heading, parts)
    if at is None or at != other:
        return False
    firsts = [min(part[at]) for part in parts]
    labels = {label(rows[at][first]).lower() for first in firsts}
    ends = {max(n for n, cells in enumerate(part) if len(cells) > 1) for part in parts}
    above = [n for n in range(at) if rows[n].keys() == set(firsts)]
    if any(is_column_word(text) for n in above for text in rows[n].values()):
        return False  # "Barn" over a child's columns, "Mor" over the mother's
    if len(labels) == 1 and (len(ends) > 1 or not any(map(_WHO.search, labels))):
        return True
    return bool(above) and above[0] < at - 1 and (len(ends) > 1 or len(above) > 1)


def _heading(part: Sequence[Cells]) -> int | None:
    """The row that names at least two columns of a part."""
    filled = [n for n, cells in enumerate(part[:_LOOK]) if cells]
    at = find_headings([part[n] for n in filled])
    return filled[at] if at is not None and len(part[filled[at]]) > 1 else None

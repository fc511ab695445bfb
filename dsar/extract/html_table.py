"""One table of a web page while it is read."""

from __future__ import annotations

from collections.abc import Iterator

from dsar.extract.tables import Cells, Line, Table, row_text

LONG = 50
"""Rows after which a table is a register, with or without column names."""
_WIDEST = 100


class Grid:
    """Gathers cells into rows, and knows whether the rows are a table's or only arrange the page.

    A cell that reaches over several rows is repeated in each of them.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[Cells, bool]] = []
        self._row: dict[int, str] = {}
        self._heads = True
        self._column = 0
        self._index = 0
        self._spans: dict[int, tuple[int, str]] = {}
        self._size = (1, 1)
        self._table: Table | None = None
        self._yielded = 0

    @property
    def is_register(self) -> bool:
        """Whether rows were given out already, or there are so many that they must be."""
        return self._table is not None or len(self._rows) >= LONG

    def open_cell(self, *, head: bool, wide: int, tall: int) -> None:
        """A cell begins, right of those that reach down from rows above."""
        self._fill()
        self._heads = self._heads and head
        self._size = (min(wide, _WIDEST), tall)

    def close_cell(self, text: str) -> None:
        """The cell that was opened last ends."""
        wide, tall = self._size
        if text:
            self._row[self._column] = text
        if tall > 1:
            for column in range(self._column, self._column + wide):
                self._spans[column] = (self._index + tall - 1, text if column == self._column else "")
        self._column += wide

    def end_row(self) -> None:
        """The row ends; a row without cells is nothing."""
        if self._column:
            self._fill()
            self._index += 1
            if self._row:
                self._rows.append((self._row, self._heads and len(self._row) > 1))
        self._row, self._column, self._heads = {}, 0, True

    def has_headings(self) -> bool:
        """Whether some row heads the others: then their cells read differently with its names."""
        trial = Table()
        told: list[Line] = []
        for number, (cells, head) in enumerate(self._rows):
            told += trial.add(number, cells, heading=head)
        told += trial.finish()
        return not any(line.is_form for line in told) and [line.text for line in told] != [
            row_text(cells) for cells, _ in self._rows
        ]

    def rows(self, *, last: bool) -> Iterator[Line]:
        """Give out the rows so far, numbered, as a table's rows."""
        self._table = self._table or Table()
        for cells, head in self._rows:
            self._yielded += 1
            yield from self._table.add(self._yielded, cells, heading=head)
        self._rows = []
        if last:
            yield from self._table.finish()

    def text(self) -> str:
        """The rows so far as lines of text, cells apart by tabs; they are given out by that."""
        rows = [*(cells for cells, _ in self._rows), self._row]
        self._rows, self._row = [], {}
        return "".join("\t".join(cells.values()) + "\n" for cells in rows if cells)

    def _fill(self) -> None:
        while self._column in self._spans:
            last, text = self._spans[self._column]
            if last < self._index:
                del self._spans[self._column]
                return
            if text:
                self._row[self._column] = text
            self._column += 1

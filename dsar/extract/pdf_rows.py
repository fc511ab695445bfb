"""Registers in PDF files: a passage a row, as in a spreadsheet.

A printed list of people is one table over all its pages; as one passage a page it would show them all to each. What is
no such table, or a short one, stays part of its page's text, and so does what stands beside it. Until a table is long
enough to be sure, its pages are kept back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dsar.errors import ItemError
from dsar.extract.line_cells import FEWEST_ROWS
from dsar.extract.page_columns import Column
from dsar.extract.page_rows import PageTable, words_of
from dsar.extract.page_table import tables_on
from dsar.extract.pdf_cells import are_of_people, name_people, rest_of, told_rows
from dsar.extract.pdf_layout import Layout, Word
from dsar.extract.pdf_lists import passages_of
from dsar.extract.pdf_text import tidy
from dsar.extract.tables import Cells, Line, Table, row_text
from dsar.model import Gap, Part, Passage
from dsar.words import PLACES

Value = Passage | Part | Gap
"""What reading a page gives."""

_MOST_HEADS = 3  # rows of headings that a page may repeat
_MANY = 10  # rows of one cell each that are kept back for each row that would be enough
_SHARED = 0.5  # of the narrower column's width; less is another column


@dataclass(frozen=True, slots=True)
class TextOfPage:
    """A page's number, its text as it is shown, and where its words stand if it may hold a table."""

    number: int
    text: str = field(repr=False)
    layout: Layout | None = field(default=None, repr=False)


def with_rows(values: Iterable[TextOfPage | Value]) -> Iterator[Value]:
    """Yield what pages hold, their text as passages: the rows of registers, and whole what is none.

    Args:
        values: of each page its text, then whatever else is on it.
    """
    pages = _Pages()
    try:
        for value in values:
            yield from pages.take(value) if isinstance(value, TextOfPage) else pages.also(value)
    except ItemError:
        yield from pages.finish()
        raise
    yield from pages.finish()


@dataclass(slots=True, eq=False)
class _Rows:
    """The rows of a table's part on one page, and what they say as far as it is known."""

    register: _Register
    cells: list[Cells] = field(repr=False)
    words: Sequence[Word] = field(repr=False)
    told: list[Line] = field(default_factory=list, repr=False)
    is_told: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it is known what becomes of them."""
        return self.is_told or self.register.is_register is False


class _Register:
    """A table over one or more pages: whether it is a register, and what its rows say."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.is_register: bool | None = None
        self.columns = columns
        self._table = Table()
        self._heads: Sequence[Cells] = ()
        self._waiting: list[tuple[_Rows, int]] = []
        self._given: deque[tuple[_Rows, int]] = deque()
        self._first = 1

    def columns_on(self, table: PageTable) -> dict[int, int] | None:
        """Which column here each of a table's on the next page is; None if it is another table."""
        found = {-1: -1}
        for number, column in enumerate(table.columns):
            best = max(range(len(self.columns)), key=lambda own: column.shared(self.columns[own]))
            own = self.columns[best]
            if column.shared(own) < _SHARED * min(column.right - column.left, own.right - own.left):
                return None
            found[number] = best
        return found if len(set(found.values())) > 2 else None

    def add(self, rows: _Rows) -> None:
        """Take the rows of a page. Headings that it repeats are told as they stand; its last row may go on overleaf."""
        begin = enumerate(rows.cells[:_MOST_HEADS], 1)
        first = max((number for number, cells in begin if cells in self._heads), default=0)
        rows.told += (Line("row", number, row_text(cells)) for number, cells in enumerate(rows.cells[:first], 1))
        if self._waiting and first < len(rows.cells) and _goes_on(rows.cells[first], len(self.columns)):
            waiting, last = self._waiting[-1]
            waiting.cells[last] = _joined([*waiting.cells[last].items(), *rows.cells[first].items()])
            first += 1
        rows.is_told = first == len(rows.cells)
        self._heads = self._heads or rows.cells[:_MOST_HEADS]
        self._waiting += ((rows, index) for index in range(first, len(rows.cells)))
        filled = sum(len(rows.cells[index]) > 1 for rows, index in self._waiting)
        if self.is_register is None and max(filled, len(self._waiting) // _MANY) >= FEWEST_ROWS:
            self.is_register = are_of_people([rows.cells[index] for rows, index in self._waiting])
        if self.is_register is not None:
            self._tell(len(self._waiting) - 1)

    def finish(self) -> None:
        """Nothing more comes."""
        if self.is_register is None:
            self.is_register = name_people([rows.cells[index] for rows, index in self._waiting])
        self._tell(len(self._waiting))
        self._put(self._table.finish())
        while self._given:
            self._took()

    def _tell(self, count: int) -> None:
        """Tell the first rows of those that wait."""
        for rows, index in self._waiting[:count] if self.is_register else ():
            self._given.append((rows, index))
            self._put(self._table.add(self._first + len(self._given) - 1, rows.cells[index]))
        self._waiting = self._waiting[max(0, count) :]

    def _put(self, lines: Iterable[Line]) -> None:
        """Lay lines to the pages of their rows; those of columns, in which no row is told, to the last page."""
        for line in lines:
            if line.code == "column":
                self._given[-1][0].told.append(line)
                continue
            while self._first < line.number:  # told with the row above
                self._took()
            rows, index = self._took()
            rows.told.append(line._replace(number=index + 1))

    def _took(self) -> tuple[_Rows, int]:
        """The first of the rows that the table has and that are not told."""
        self._first += 1
        rows, index = self._given.popleft()
        rows.is_told = index + 1 == len(rows.cells)
        return rows, index


@dataclass(slots=True)
class _Page:
    """A page that is kept back, and what else was read of it."""

    page: TextOfPage
    parts: list[_Rows] = field(default_factory=list)
    others: list[Value] = field(default_factory=list)

    def passages(self, *, goes_on: bool) -> tuple[list[Passage], bool]:
        """Its text without its registers' rows, and these; what stands below them comes after them.

        And whether it ends with a list of people, as the page before did if it ``goes_on``.
        """
        layout, kept = self.page.layout, [part for part in self.parts if part.register.is_register]
        text, is_below = self.page.text, False
        if layout is not None and kept:
            taken = {word for part in kept for word in part.words}
            text = tidy(rest_of(layout.text, taken)).strip("\n")
            last = max(word.end for word in taken)
            below = sum(word.end > last for word in layout.words)
            is_below = below * 2 > len(layout.words) - len(taken)
        whole, goes_on = passages_of(text, self.page.number, goes_on=goes_on)
        rows = list(self._rows(kept))
        return [*rows, *whole] if is_below else [*whole, *rows], goes_on

    def _rows(self, kept: Iterable[_Rows]) -> Iterator[Passage]:
        before = 0
        for part in kept:
            for line in part.told:
                number = line.number + before if line.code == "row" else line.number
                yield Passage(PLACES[f"page_{line.code}"].format(self.page.number, number), line.text)
            before += len(part.cells)


class _Pages:
    """The pages that are kept back, in their order, and the tables that may go on with the next one."""

    def __init__(self) -> None:
        self._kept: deque[_Page] = deque()
        self._open: list[_Register] = []
        self._in_list = False

    def take(self, page: TextOfPage) -> Iterator[Value]:
        """Take a page; yield what is ready."""
        self._kept.append(_Page(page))
        before, self._open = self._open, []
        for table in tables_on(page.layout, [one.columns for one in before]) if page.layout else ():
            self._part(table, page, before)
        for register in before:
            register.finish()
        yield from self._ready()

    def also(self, value: Value) -> Iterator[Value]:
        """Take what else is on the page that came last."""
        if self._kept:
            self._kept[-1].others.append(value)
        else:
            yield value

    def finish(self) -> Iterator[Value]:
        """No more pages come."""
        for register in self._open:
            register.finish()
        yield from self._ready()

    def _part(self, table: PageTable, page: TextOfPage, before: list[_Register]) -> None:
        """A table's rows are the next of one on the page before, or the first of a new one."""
        assert page.layout is not None
        cells = told_rows(table, page.layout.text)
        found = next(((one, columns) for one in before if (columns := one.columns_on(table))), None)
        if found:
            register, columns = found
            before.remove(register)
        else:
            register, columns = _Register(table.columns), {column: column for row in cells for column in row}
        words = [word for row in table.rows for word in words_of(row)]
        part = _Rows(register, [_joined((columns[at], text) for at, text in row.items()) for row in cells], words)
        register.add(part)
        self._open.append(register)
        self._kept[-1].parts.append(part)

    def _ready(self) -> Iterator[Value]:
        while self._kept and all(part.is_ready for part in self._kept[0].parts):
            page = self._kept.popleft()
            passages, self._in_list = page.passages(goes_on=self._in_list)
            yield from passages
            yield from page.others


def _goes_on(cells: Cells, columns: int) -> bool:
    """Whether a page's first row is the end of the last one on the page before."""
    return min(cells) > 0 and len(cells) * 2 <= columns


def _joined(cells: Iterable[tuple[int, str]]) -> Cells:
    """A row; values that are of one column are one."""
    found: dict[int, str] = {}
    for column, text in cells:
        before = found.get(column, "")
        found[column] = f"{before} {text}" if before and not before.endswith("-") else before + text
    return dict(sorted(found.items()))

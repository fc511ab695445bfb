"""Turn a table's rows into text, each with the names of its columns.

Which row heads the columns is a guess, and a wrong one is costly: a person's row
taken for headings would put that person's name into every other row's text. So a
row counts as headings only if its words are such as head columns
(``column_words.txt``), or if it holds words where the rows below hold numbers.
No row is lost either way: the headings are yielded as a row of their own.

Where the labels stand before their values there are no headings. In a form a row is one or more of such pairs, and
the form is told as one record; several in one table are told apart. In a table on its side each column is a person,
or whatever the first column's labels describe, and is told as a row is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from dsar.extract.carried import Carried
from dsar.extract.column_words import is_column_word, label
from dsar.extract.form import Form, has_pairs, is_form, is_form_again
from dsar.extract.stacked import Record, Stacked

Cells = Mapping[int, str]
"""A row's non-empty cells: column (from 0) to text."""


class Line(NamedTuple):
    """What is told as one: a ``row``, or a ``column`` of a table on its side, numbered from 1.

    What is told of several rows begins at ``number`` and ends with ``last``, if that is not 0.
    """

    code: Literal["row", "column"]
    number: int
    text: str
    is_form: bool = False
    last: int = 0

    @property
    def rows(self) -> range:
        """The numbers of the rows, or columns, that are told."""
        return range(self.number, max(self.number, self.last) + 1)


_LOOK = 12  # rows kept back while looking for the headings; titles above a table are seldom longer
_BELOW = 5  # rows compared with a heading
_HEADING = 60  # characters; longer cells are text, not headings
_MOST_LABELS = 200  # rows of a table on its side that are held; more are told as the next such table
_DIGITS = re.compile(r"[0-9]")
_NAMES = re.compile("navn|name")
_OF_PERSONS = re.compile("navn|cpr|personn|adresse|telefon|tlf|mobil|mail|fødsel|født|name|address|phone|birth")


class Table:
    """One table as it is read: takes its rows in order and gives back numbered texts, in the same order.

    ``before`` is the first column of the table before it: two tables with the same one, and another, are forms.
    """

    def __init__(self, before: Sequence[str] = ()) -> None:
        self._before = before
        self._waiting: list[tuple[int, Cells]] = []
        self._headings: Cells = {}
        self._heads: Cells = {}
        self._carried = Carried({}, ())
        self._looking = True
        self._is_headed = self._is_form = self._is_sideways = False
        self._form = Form(pairs=False)
        self._stacked = Stacked({})

    def add(self, number: int, cells: Cells, *, heading: bool = False) -> Iterator[Line]:
        """Take a row; yield the rows that can be told by now. ``heading`` if the file itself says that it is one."""
        if heading and cells:
            above = self._heads if self._looking and not self._waiting else {}
            yield from self.finish()
            yield Line("row", number, row_text(cells))
            self._headings = _joined([above, cells] if above and len(above) < len(cells) else [cells])
            self._heads, self._is_headed = cells, True
        elif not cells:  # a new table may begin after an empty row
            yield from self.finish()
        elif self._looking or self._is_sideways:
            self._waiting.append((number, cells))
            if len(self._waiting) >= (_MOST_LABELS if self._is_sideways else _LOOK):
                yield from self._decide()
        else:
            yield from self._told(number, cells)

    def finish(self) -> Iterator[Line]:
        """Yield the rows kept back; what follows is looked at anew, with the headings so far where it has none."""
        yield from self._decide(last=True)
        yield from self._records(self._form.finish() if self._is_form else self._stacked.finish())
        self._looking, self._heads = True, {}
        self._is_headed = self._is_form = self._is_sideways = False

    def _decide(self, *, last: bool = False) -> Iterator[Line]:
        if not self._waiting:
            return
        rows = [cells for _, cells in self._waiting]
        if self._looking and not self._is_headed:
            self._is_sideways = _is_sideways(rows)
            again = is_form_again(rows, self._before)
            self._is_form = not self._is_sideways and (again or is_form(rows))
            self._form = Form(pairs=again or has_pairs(rows))
        self._looking = False
        if self._is_sideways:
            if last or len(rows) >= _MOST_LABELS:
                self._waiting = []
                yield from _columns(rows)
            return
        waiting, self._waiting = self._waiting, []
        heads = 0
        if not (self._is_form or self._is_headed):
            first = find_headings(rows)
            heads = 0 if first is None else first + (2 if _are_grouped(rows[first:]) else 1)
            self._headings = _joined(rows[first:heads]) if first is not None else self._headings
        self._carried, self._stacked = Carried(self._headings, rows[heads:]), Stacked(self._headings)
        for number, cells in waiting[:heads]:
            yield Line("row", number, row_text(cells))
        for number, cells in waiting[heads:]:
            yield from self._told(number, cells)

    def _told(self, number: int, cells: Cells) -> list[Line]:
        if self._is_form:
            return self._records(self._form.add(number, cells))
        text = row_text(self._carried.row(cells), self._headings)
        return self._records(self._stacked.add(number, cells, text))

    def _records(self, records: list[Record]) -> list[Line]:
        return [Line("row", first, text, self._is_form, last) for first, last, text in records]


def row_text(cells: Cells, headings: Cells | None = None) -> str:
    """One line a cell, ``Heading: value`` where the column has a heading."""
    names = headings or {}
    return "\n".join(f"{names[n]}: {text}" if n in names else text for n, text in cells.items())


def _columns(rows: Sequence[Cells]) -> Iterator[Line]:
    """The columns of a table on its side, each with the labels of the first; the labels are told first, alone."""
    first = min(column for cells in rows for column in cells)
    labels = {index: cells[first] for index, cells in enumerate(rows) if first in cells}
    yield Line("column", first + 1, row_text(labels))
    for column in sorted({column for cells in rows for column in cells} - {first}):
        values = {index: cells[column] for index, cells in enumerate(rows) if column in cells}
        yield Line("column", column + 1, row_text(values, _labels(labels)))


def find_headings(rows: Sequence[Cells]) -> int | None:
    """The index of the row that heads the others, or None; one that says so in words comes before one that seems so."""
    for heads in (_heads_by_words, _heads_by_contrast):
        for index, row in enumerate(rows[:-1]):
            below = rows[index + 1 : index + 1 + _BELOW]
            if all(map(_may_be_heading, row.values())) and not has_pairs([row, *below]) and heads(row, below):
                return index
    return None


def _are_grouped(rows: Sequence[Cells]) -> bool:
    """Whether the first row's names stand over groups of columns, which the second row names."""
    if len(rows) < 3 or not all(map(_may_be_heading, rows[1].values())):
        return False
    words = sum(map(is_column_word, rows[1].values()))
    return (
        len(rows[1]) > 1 and words * 2 >= len(rows[1]) and (len(rows[0]) < len(rows[1]) or set(rows[1]) < set(rows[0]))
    )


def _joined(rows: Sequence[Cells]) -> Cells:
    """The columns' names; of two rows the lower one's, with the group's where they stand more than once.

    A person's name is told under its group's, so that it reads as in any row: ``Mor: Åse Ærø``.
    """
    *groups, names = rows
    if not groups:
        return _labels(names)
    taken = Counter(map(str.lower, names.values()))
    over = {at: max((group for group in groups[0] if group <= at), default=-1) for at in names}
    people = {over[at] for at, name in names.items() if _NAMES.search(name.lower())}
    joined = dict(groups[0])
    for at, name in names.items():
        if taken[name.lower()] == 1 or over[at] < 0 or (over[at] in people and not _NAMES.search(name.lower())):
            joined[at] = name
        else:
            joined[at] = groups[0][over[at]] if over[at] in people else f"{groups[0][over[at]]} {name}"
    return _labels(joined)


def _heads_by_words(row: Cells, below: Sequence[Cells]) -> bool:
    words = sum(map(is_column_word, row.values()))
    one_column = all(len(cells) == 1 for cells in below)
    return words > 0 and words * 3 >= len(row) and (len(row) > 1 or one_column)


def _heads_by_contrast(row: Cells, below: Sequence[Cells]) -> bool:
    return len(row) > 1 and 2 * sum(_contrasts(column, row, below) for column in row) > len(row)


def _may_be_heading(text: str) -> bool:
    digits = len(_DIGITS.findall(text))
    year = digits == 4 and text.strip().isdigit()
    return len(text) <= _HEADING and "@" not in text and (digits < 3 or year)


def _is_sideways(rows: Sequence[Cells]) -> bool:
    """Whether each column is a person, or something else that the first column's labels describe."""
    first = min((min(cells) for cells in rows), default=0)
    labelled = [row for row in rows if first in row and is_column_word(row[first])]
    values = [text for row in labelled for column, text in row.items() if column != first]
    return (
        len(labelled) >= 3
        and len(labelled) * 5 >= len(rows) * 3
        and len({row[first].lower() for row in labelled}) == len(labelled)
        and sum(bool(_OF_PERSONS.search(row[first].lower())) for row in labelled) >= 2
        and sum(len(row) > 2 for row in labelled) * 2 >= len(labelled)
        and sum(map(is_column_word, values)) * 10 <= len(values)
    )


def _contrasts(column: int, row: Cells, below: Sequence[Cells]) -> bool:
    """Whether the column has a word in this row and mostly numbers below it."""
    values = [cells[column] for cells in below if column in cells]
    numbers = sum(_is_number(value) for value in values)
    return not _DIGITS.search(row[column]) and bool(values) and numbers * 5 >= len(values) * 3


def _is_number(text: str) -> bool:
    digits = len(_DIGITS.findall(text))
    return digits >= 1 and digits * 2 >= len(text.strip())


def _labels(cells: Cells) -> Cells:
    return {column: label(text) for column, text in cells.items()}

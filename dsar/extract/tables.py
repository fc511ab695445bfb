"""Turn a table's rows into text, each with the names of its columns.

Which row heads the columns is a guess, and a wrong one is costly: a person's row
taken for headings would put that person's name into every other row's text. So a
row counts as headings only if its words are such as head columns
(``column_words.txt``), or if it holds words where the rows below hold numbers.
No row is lost either way: the headings are yielded as a row of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

Cells = Mapping[int, str]
"""A row's non-empty cells: column (from 0) to text."""

_LOOK = 12  # rows kept back while looking for the headings; titles above a table are seldom longer
_BELOW = 5  # rows compared with a heading
_HEADING = 60  # characters; longer cells are text, not headings
_WORD = re.compile(r"[^\W0-9_]+(?:-[^\W0-9_]+)*")
_DIGITS = re.compile(r"[0-9]")


class Table:
    """One table as it is read: takes its rows in order and gives back numbered texts, in the same order."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Cells]] = []
        self._headings: Cells = {}
        self._looking = True

    def add(self, number: int, cells: Cells, *, heading: bool = False) -> Iterator[tuple[int, str]]:
        """Take a row; yield the rows that can be told by now. ``heading`` if the file itself says that it is one."""
        if heading and cells:
            yield from self.finish()
            yield number, row_text(cells)
            self._headings, self._looking = _labels(cells), False
        elif not cells:  # a new table may begin after an empty row
            yield from self.finish()
        elif not self._looking:
            yield number, row_text(cells, self._headings)
        else:
            self._waiting.append((number, cells))
            if len(self._waiting) >= _LOOK:
                yield from self._decide()

    def finish(self) -> Iterator[tuple[int, str]]:
        """Yield the rows kept back; what follows is looked at anew, with the headings so far where it has none."""
        yield from self._decide()
        self._looking = True

    def _decide(self) -> Iterator[tuple[int, str]]:
        waiting, self._waiting = self._waiting, []
        self._looking = False
        first = _find_headings([cells for _, cells in waiting])
        for index, (number, cells) in enumerate(waiting):
            if index == first:
                yield number, row_text(cells)
                self._headings = _labels(cells)
            else:
                yield number, row_text(cells, {} if first is not None and index < first else self._headings)


def row_text(cells: Cells, headings: Cells | None = None) -> str:
    """One line a cell, ``Heading: value`` where the column has a heading."""
    names = headings or {}
    return "\n".join(f"{names[n]}: {text}" if n in names else text for n, text in cells.items())


def _find_headings(rows: Sequence[Cells]) -> int | None:
    """The index of the row that heads the others, or None; one that says so in words comes before one that seems so."""
    for heads in (_heads_by_words, _heads_by_contrast):
        for index, row in enumerate(rows[:-1]):
            below = rows[index + 1 : index + 1 + _BELOW]
            if all(map(_may_be_heading, row.values())) and not _is_form([row, *below]) and heads(row, below):
                return index
    return None


def _heads_by_words(row: Cells, below: Sequence[Cells]) -> bool:
    words = sum(map(_is_column_word, row.values()))
    one_column = all(len(cells) == 1 for cells in below)
    return words > 0 and words * 3 >= len(row) and (len(row) > 1 or one_column)


def _heads_by_contrast(row: Cells, below: Sequence[Cells]) -> bool:
    return len(row) > 1 and 2 * sum(_contrasts(column, row, below) for column in row) > len(row)


def _may_be_heading(text: str) -> bool:
    digits = len(_DIGITS.findall(text))
    year = digits == 4 and text.strip().isdigit()
    return len(text) <= _HEADING and "@" not in text and (digits < 3 or year)


def _is_form(rows: Sequence[Cells]) -> bool:
    """Whether the labels stand in the first column, each before its value (``Navn | Jens``)."""
    pairs = [row for row in rows if len(row) == 2]
    labels = sum(_is_column_word(row[min(row)]) for row in pairs)
    values = sum(_is_column_word(row[max(row)]) for row in pairs)
    return len(pairs) == len(rows) and labels >= 2 and labels > values


def _contrasts(column: int, row: Cells, below: Sequence[Cells]) -> bool:
    """Whether the column has a word in this row and mostly numbers below it."""
    values = [cells[column] for cells in below if column in cells]
    numbers = sum(_is_number(value) for value in values)
    return not _DIGITS.search(row[column]) and bool(values) and numbers * 5 >= len(values) * 3


def _is_number(text: str) -> bool:
    digits = len(_DIGITS.findall(text))
    return digits >= 1 and digits * 2 >= len(text.strip())


def _is_column_word(text: str) -> bool:
    words, endings = _column_words()
    found = _WORD.findall(text.lower())
    return " ".join(found) in words or any(word.endswith(endings) for word in found)


def _labels(cells: Cells) -> Cells:
    return {column: " ".join(text.split()).rstrip(": ") for column, text in cells.items()}


@cache
def _column_words() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = files("dsar.extract").joinpath("column_words.txt").read_text(encoding="utf-8").split("\n")
    entries = [line for line in lines if line and not line.startswith("#")]
    return (
        frozenset(entry for entry in entries if not entry.startswith("-")),
        tuple(entry.removeprefix("-") for entry in entries if entry.startswith("-")),
    )

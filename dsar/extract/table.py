"""Tables in plain text: csv and tsv, as Excel and a hundred other programs write them.

Rows stream through: nothing but a few rows is held, however long the file. A
quotation mark that somebody forgot to close would swallow the rows after it
into one, and so join different people; a row that shows signs of it is read again,
line by line, with quotation marks as ordinary characters.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO, NamedTuple, Self

from dsar.extract.decode import decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.side_by_side import Side, table_lines
from dsar.extract.tables import Line
from dsar.model import Passage
from dsar.words import PLACES

LONGEST_FIELD = 1_000_000
"""Characters; a longer one is a forgotten quotation mark."""
_LONGEST_LINE = 8_000_000
_SAMPLE, _SAMPLE_LINE = 64, 4_000
_DELIMITERS = "\t;|,"
"""In order of preference: decimal commas and commas in addresses are common, the others in text are not."""
_IN_CELLS = ";,"
"""Those that stand inside cells too, unquoted: ``Vej 1, 2. tv``, ``1,50``, ``Bo Als;Åse Ærø``."""
_STATED = re.compile(r"sep=(.)\n", re.IGNORECASE)


class TableExtractor:
    """Yields a passage a row, with the names of the columns where a row heads them."""

    def match(self, media_type: str, name: str) -> int:
        """Better than plain text for what is named as a table."""
        del name
        return 2 if media_type in ("text/csv", "text/tab-separated-values") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage]:
        """Yield the rows; see the class."""
        del limits
        lines = _Lines(split_lines(decoded(source)))
        delimiter = _delimiter(lines)
        rows = (
            (number, {column: text for column, cell in enumerate(row) if (text := cell.strip())})
            for number, row in enumerate(_rows(lines, delimiter), start=1)
        )
        yield from (Passage(_place(side, line), line.text) for side, line in table_lines(rows))


def _place(side: Side, line: Line) -> str:
    if side.number == 1:
        return PLACES[line.code].format(line.number)
    return PLACES[f"table_{line.code}"].format(side.number, line.number)


def split_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Yield lines with their ends; a line of many millions of characters is cut."""
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        for line in whole:
            yield line + "\n"
        if len(rest) > _LONGEST_LINE:
            yield rest
            rest = ""
    if rest:
        yield rest


class _Lines:
    """The lines, with those that were taken since the last row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line

    def sample(self) -> list[str]:
        """The next lines, which are then still to come."""
        lines = list(islice(self._lines, _SAMPLE))
        self._lines = chain(lines, self._lines)
        return lines

    def skip(self) -> None:
        """Pass over a line."""
        next(self._lines, None)


def _delimiter(lines: _Lines) -> str:
    """What stands between the cells; a line that says so itself (Excel's ``sep=;``) is passed over."""
    sample = lines.sample()
    stated = _STATED.fullmatch(sample[0]) if sample else None
    if stated:
        lines.skip()
        return stated[1]
    cuts = {delimiter: _Cut.of(sample, delimiter) for delimiter in _DELIMITERS}
    steady = [delimiter for delimiter in _DELIMITERS if cuts[delimiter].share >= 0.8]
    if steady and steady[0] not in _IN_CELLS:
        return steady[0]
    best = max(steady or _DELIMITERS, key=lambda delimiter: cuts[delimiter].rank if steady else cuts[delimiter].share)
    return best if cuts[best].share > 0.3 else ";"


class _Cut(NamedTuple):
    """How a delimiter cuts a sample.

    Attributes:
        share: of the rows that have the most common number of cells above one.
        rank: what the better of two has more of, where both cut most rows alike: lines that are well quoted, a first
            line with as many cells as the rest, cells that begin without a space, and cells.
    """

    share: float
    rank: tuple[int, bool, bool, int]

    @classmethod
    def of(cls, sample: list[str], delimiter: str) -> Self:
        lines = [line[:_SAMPLE_LINE] for line in sample]
        widths = [len(row) for row in _lenient(lines, delimiter) if row]
        ((width, count),) = Counter(widths).most_common(1) or [(1, 0)]
        if width < 2:
            return cls(0.0, (0, False, False, 1))
        alone = [_cells(line, delimiter) for line in lines if any(mark in line for mark in _IN_CELLS)]
        spaced = sum(line.count(f"{delimiter} ") for line in lines) * 2 > sum(line.count(delimiter) for line in lines)
        rank = (sum(map(bool, alone)), alone[:1] == [width], not spaced, width)
        return cls(count / len(widths), rank)


def _cells(line: str, delimiter: str) -> int:
    """How many cells a line has; 0 where its quotation marks stand elsewhere than around cells."""
    try:
        return len(next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True), []))
    except csv.Error:
        return 0


def _rows(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    reader = _lenient(lines, delimiter)
    while True:
        lines.taken = []
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = []
            reader = _lenient(lines, delimiter)
        if row and (len(lines.taken) == 1 or _is_one_row(lines.taken, delimiter)):
            yield row
        else:
            yield from _unquoted(lines.taken, delimiter)


def _lenient(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _unquoted(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    return ([cell.strip().strip('"') for cell in line.split(delimiter)] for line in lines)


def _is_one_row(lines: list[str], delimiter: str) -> bool:
    """Whether lines that were read as one row are one: well quoted, and not several full rows."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return False
    width = len(rows[0]) if rows else 0
    full = sum(line.count(delimiter) >= width - 1 for line in lines)
    return len(rows) == 1 and (full < 2 or width < 4)


_checked: type[Extractor] = TableExtractor

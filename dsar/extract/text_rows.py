"""Registers in plain text: a passage a row, as in a spreadsheet.

Mainframes and many programs write lists as text: columns at the same places, or with ``|``, ``;`` or a tab between
them. Such a list is about many people; as one passage it would show them all to each. What is no table, or a short
one, stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import NamedTuple

from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.line_cells import Layout, goes_on, is_heading, is_rule, layout_of
from dsar.extract.person_lines import parted
from dsar.extract.tables import Cells, Line, Table
from dsar.extract.text import cut, lines_place
from dsar.model import Passage
from dsar.words import PLACES

_BETWEEN = 6
"""Lines that may stand between two parts of a table, as the head of a printed page does."""


class _Text(NamedTuple):
    """Text that is no table, from a line on."""

    line: int
    text: str


def passages_and_rows(pieces: Iterable[str]) -> Iterator[Passage]:
    """Yield a text that arrives in pieces: the rows of its registers, and whole what stands between them."""
    values = _with_people(_Reader().read(pieces))
    start = tuple(islice(values, 2))
    if len(start) == 1 and isinstance(start[0], _Text):
        yield Passage(PLACES["text"], start[0].text)
        return
    for value in chain(start, values):
        if isinstance(value, Passage):
            yield value
        elif isinstance(value, Line):
            yield Passage(PLACES[value.code].format(value.number), value.text)
        else:
            yield Passage(lines_place(value.line, value.text), value.text)


def _with_people(values: Iterable[_Text | Line]) -> Iterator[_Text | Line | Passage]:
    """Beside tables, lists of people are rows too; one may go on where a long text was parted."""
    goes_on = False
    for value in values:
        if isinstance(value, Line):
            yield value
            goes_on = False
            continue
        for piece in parted(value.text, goes_on=goes_on):
            line = value.line + piece.line
            goes_on = piece.is_row
            place = FORMAT_PLACES["list_row"].format(line)
            yield Passage(place, piece.text) if piece.is_row else _Text(line, piece.text)


class _Reader:
    """Reads a text with one table open at a time: its layout, and its rows so far."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._ended = 0
        self._table = Table()

    def read(self, pieces: Iterable[str]) -> Iterator[_Text | Line]:
        first = 1
        for block in cut(pieces):
            yield from self._block(block.split("\n"), first)
            first += block.count("\n")
        yield from self._table.finish()

    def _block(self, lines: Sequence[str], first: int) -> Iterator[_Text | Line]:
        done = at = 0
        for blank, group in groupby(lines, key=lambda line: not line.strip()):
            paragraph = list(group)
            if not blank and self._is_table(paragraph, first + at):
                if done < at:
                    yield from self._table.finish()
                    yield _Text(first + done, "\n".join(lines[done:at]) + "\n")
                yield from self._rows(paragraph, first + at)
                done = at + len(paragraph)
            at += len(paragraph)
        rest = "\n".join(lines[done:])
        if rest:
            yield from self._table.finish()
            yield _Text(first + done, rest)

    def _is_table(self, lines: Sequence[str], number: int) -> bool:
        if self._layout is not None and number - self._ended <= _BETWEEN and goes_on(self._layout, lines):
            return True
        layout = layout_of(lines)
        if layout is not None:
            self._layout, self._table = layout, Table()
        return layout is not None

    def _rows(self, lines: Sequence[str], first: int) -> Iterator[Line]:
        for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True), first):
            if not is_rule(line):
                cells = self._cells(line)
                heads = is_rule(following) and len(cells) > 1 and is_heading(line)
                yield from self._table.add(number, cells, heading=heads)
        self._ended = first + len(lines)

    def _cells(self, line: str) -> Cells:
        """The line's cells; a line unlike the others is one, left of all columns."""
        assert self._layout is not None
        return self._layout.cells(line) if self._layout.fits(line) else {-1: line.strip()}

"""A person over several rows: name, address and telephone below one another in one column. Pure.

Only the first of the rows says whose the others are. They are one record where the column's heading says that it holds
several things (``Navn / adresse / telefon``), or where a row has nothing but an address or a telephone number below a
name, or the town of the address above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dsar.extract.carried import CPR, WHOSE, is_sum

if TYPE_CHECKING:
    from dsar.extract.tables import Cells

_MOST = 6
"""Rows of one person."""
_JOINED = re.compile(
    r"(?:navn|name|borger|klient|person)[^/&+,\n]{0,20}(?:[/&+,]| og ).{0,20}?(?:adr|kontakt|telefon|tlf|mail)"
)
_ADDRESS = re.compile("adresse|address|vej|gade")
_TOWN = re.compile(r"(?:DK-?)?[0-9]{4} [A-ZÆØÅ][^0-9\n]{1,40}")
_BELOW_A_NAME = re.compile(
    r"""(?:tlf|telefon|mobil)?[.:]{0,2}[ ]?(?:\+[0-9]{2}[ ]?)?[0-9](?:[ ]?[0-9]){7}
      | [^\s@]{1,64}@[^\s@]{1,100}
      | [^\W0-9][^0-9,\n]{1,40}[ ][0-9]{1,3}[ ]?[A-Za-z]?(?:[ ]?,.{1,60})?
      | (?:c/o|v/).{1,60}""",
    re.VERBOSE | re.IGNORECASE,
)
_POSTCODE = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")


Record = tuple[int, int, str]
"""The numbers of the first and the last row, and the text."""


class Stacked:
    """Gathers the rows of one person after another."""

    def __init__(self, headings: Cells) -> None:
        lower = {column: text.lower() for column, text in headings.items()}
        self._column = next((column for column, text in lower.items() if _JOINED.search(text)), None)
        self._addresses = frozenset(column for column, text in lower.items() if _ADDRESS.search(text))
        self._people = frozenset(column for column, text in lower.items() if WHOSE.search(text)) - self._addresses
        self._first: Cells = {}
        self._above: Cells = {}
        self._rows: list[tuple[int, str]] = []

    def add(self, number: int, cells: Cells, text: str) -> list[Record]:
        """Take a row, and how it is told; give back the person before, if it goes not on with them."""
        done = list[Record]()
        if not (self._rows and len(self._rows) < _MOST and self._goes_on(cells)):
            done, self._first = self.finish(), cells
        self._rows.append((number, text))
        self._above = cells
        return done

    def finish(self) -> list[Record]:
        """What is left."""
        if not self._rows:
            return []
        first, last, text = self._rows[0][0], self._rows[-1][0], "\n".join([text for _, text in self._rows])
        self._rows = []
        return [(first, last, text)]

    def _goes_on(self, cells: Cells) -> bool:
        if self._column is None:
            return all(self._is_below(column, text) for column, text in cells.items())
        said = cells.get(self._column, "")
        return (not said or _says_where(said)) and not is_sum(cells) and not any(map(CPR.search, cells.values()))

    def _is_below(self, column: int, text: str) -> bool:
        """Whether a cell, in a row with nothing else, belongs to the name or the street above it."""
        if column in self._people:
            return _says_where(text) and not _says_where(self._first.get(column, text))
        return column in self._addresses and bool(_TOWN.fullmatch(text)) and _is_street(self._above.get(column, ""))


def _says_where(text: str) -> bool:
    """Whether it is a home, a telephone number or a mail address, and no name."""
    return bool(_TOWN.fullmatch(text) or _BELOW_A_NAME.fullmatch(text))


def _is_street(text: str) -> bool:
    return bool(text) and not _POSTCODE.search(text)

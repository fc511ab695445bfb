"""Rows under a person who is named once: pivot-like sheets, and entries under a heading. Pure.

``Bo Als | Januar | 900``, then rows with nothing in the first column: they are his, by their place alone. Each is
told with his name, marked as carried down, so that a search and a copy see whose it is. It is done only where the
first rows show that it is the table's habit, and never for a row that says itself whose it is: a register in which
a name is missing must not give one person's row to another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from dsar.extract.format_words import AS_ABOVE

if TYPE_CHECKING:
    from dsar.extract.tables import Cells

_WHO = (
    r"(?:borger|klient|elev|barn|beboer|bruger|patient|ansøger|modtager|medarbejder|lejer|person|navn|name|cpr)"
    r"[a-zæøå -]{0,20}\.?"
)
WHOSE = re.compile(_WHO)
"""Heads a column, in lower case, that tells whose a row is."""
_LABELLED = re.compile(rf"(?:[a-zæøå]{{1,12}})?{_WHO}(?:nr\.?)?:[ \n]*\S", re.IGNORECASE)
CPR = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
_OWN = re.compile("cpr|personn|adresse|fødsel|født|^(?:for|efter)?navn|^borger|telefon|tlf|mobil|mail|address|birth")
_SUM = re.compile(r"(?:i alt|ialt|total|subtotal|hovedtotal|sum|gennemsnit)(?![a-zæøå])", re.IGNORECASE)
_LONGEST = 200
_FEWEST = 2


class Carried:
    """Follows a table's rows from its headings on."""

    def __init__(self, headings: Cells, rows: Sequence[Cells]) -> None:
        """``rows`` are the first ones under the headings, which show the table's habit."""
        self._headings = headings
        self._first = min((min(cells) for cells in (headings, *rows) if cells), default=0)
        self._above: Cells = {}
        under = [min(cells) > self._first and not is_sum(cells) for cells in rows]
        self._in_groups = (
            sum(under) >= _FEWEST
            and sum(under) * 4 >= len(under)
            and any(not one and next_one for one, next_one in pairwise(under))
        )

    def row(self, cells: Cells) -> Cells:
        """The row's cells, with those that are carried down to it."""
        if is_sum(cells):
            self._above = {}
        elif self._is_heading(cells):
            self._above = {-1: next(iter(cells.values()))}
        elif min(cells) <= self._first and -1 not in self._above:
            self._above = cells if self._in_groups else {}
        elif min(cells) <= self._first and len(cells) == 1:
            self._above = {}
        elif not self._says_whose(cells):
            return {**self._over(cells), **cells}
        return cells

    def _over(self, cells: Cells) -> Cells:
        """What stands above the row's empty first columns, if it is a person."""
        over = {column: text for column, text in self._above.items() if column < min(cells)}
        known = any(self._is_person(column, text) for column, text in over.items())
        bearable = sum(map(len, over.values())) <= _LONGEST
        return {column: AS_ABOVE.format(text) for column, text in over.items()} if known and bearable else {}

    def _is_heading(self, cells: Cells) -> bool:
        """Whether the row is one cell that names a person: ``Borger: Bo Als, CPR …``."""
        text = next(iter(cells.values()))
        return len(cells) == 1 and min(cells) <= self._first and bool(_LABELLED.match(text))

    def _is_person(self, column: int, text: str) -> bool:
        head = self._headings.get(column, "").lower()
        return bool(WHOSE.search(head) or CPR.search(text) or _LABELLED.match(text))

    def _says_whose(self, cells: Cells) -> bool:
        above = "\n".join(self._above.values())
        others = any(number not in above for text in cells.values() for number in CPR.findall(text))
        return others or any(_OWN.search(self._headings.get(column, "").lower()) for column in cells)


def is_sum(cells: Cells) -> bool:
    """Whether the row adds up those above it."""
    return any(_SUM.match(text) for text in cells.values())

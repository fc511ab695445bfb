"""Forms: labels that stand before their values, a pair or more in a row. Pure.

A form is one record: a first name in one row and a surname in the next are one person's. A table may hold one form
after another; a new one begins where a label comes again that tells whose the form is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dsar.extract.column_words import is_column_word, label
from dsar.extract.stacked import Record

if TYPE_CHECKING:
    from dsar.extract.tables import Cells

_LONGEST = 8_000
"""Characters of what is told as one; a longer form goes on as the next."""
_WHOSE = re.compile("navn|name|cpr|personnr|personnum")


def is_form(rows: Sequence[Cells]) -> bool:
    """Whether labels stand before their values (``Fornavn | Jens | Efternavn | Bak``)."""
    cells = [list(row.values()) for row in rows if len(row) > 1]
    before = [is_column_word(text) for row in cells for text in row[::2]]
    behind = [is_column_word(text) for row in cells for text in row[1::2]]
    if _are_pairs(rows):
        return sum(before) >= 2 and sum(before) > sum(behind)
    return sum(before) >= 2 and sum(before) * 4 >= len(before) * 3 and not any(behind)


def has_pairs(rows: Sequence[Cells]) -> bool:
    """Whether the rows are a form of one label and its value each."""
    return _are_pairs(rows) and is_form(rows)


def is_form_again(rows: Sequence[Cells], before: Sequence[str]) -> bool:
    """Whether the first of two columns is that of the table before, and a label is among it: not a list of people."""
    firsts = [cells.get(0, "") for cells in rows]
    return (
        firsts == list(before[: len(rows)])
        and any(map(is_column_word, firsts[1:]))
        and all(max(cells) <= 1 for cells in rows)
    )


def _are_pairs(rows: Sequence[Cells]) -> bool:
    """Whether each row is a label and its value; few are titles, and of known labels the value may be missing."""
    whole = [tuple(row) for row in rows if len(row) == 2]
    alone = [row for row in rows if len(row) != 2]
    if not alone:
        return True
    if len(set(whole)) != 1 or any(tuple(row) != whole[0][:1] for row in alone):
        return False
    return 3 * sum(not is_column_word(text) for row in alone for text in row.values()) <= len(whole)


class Form:
    """Gathers the rows of one form after another.

    ``pairs`` if each row is one label and its value, whatever the label's words.
    """

    def __init__(self, *, pairs: bool) -> None:
        self._pairs = pairs
        self._rows: list[tuple[int, Cells]] = []
        self._first = ""
        self._seen = set[str]()
        self._size = 0

    def add(self, number: int, cells: Cells) -> list[Record]:
        """Take a row; give back the form before it, if this one begins the next."""
        labels = [label(text).lower() for text in cells.values()][::2]
        again = any(one in self._seen and (one == self._first or _WHOSE.search(one)) for one in labels)
        size, done = sum(map(len, cells.values())), list[Record]()
        if again or self._size + size > _LONGEST:
            title = [self._rows.pop()] if len(self._rows) > 1 and len(self._rows[-1][1]) == 1 else []
            done = self.finish()
            self._rows = title
        self._first = self._first or (labels[0] if len(cells) > 1 else "")
        self._rows.append((number, cells))
        self._seen.update(labels)
        self._size += size
        return done

    def finish(self) -> list[Record]:
        """What is left."""
        rows = self._rows
        self._rows, self._first, self._seen, self._size = [], "", set(), 0
        return [(rows[0][0], rows[-1][0], "\n".join(self._text(cells) for _, cells in rows))] if rows else []

    def _text(self, cells: Cells) -> str:
        if self._pairs and len(cells) == 2:
            before, value = cells.values()
            return f"{label(before)}: {value}"
        return form_text(cells)


def form_text(cells: Cells) -> str:
    """One line a pair, ``Label: value``, where the row has labels each before its value; else one line a cell."""
    lines: list[str] = []
    before = ""
    for text in cells.values():
        if before and not is_column_word(text):
            lines[-1] = f"{before}: {text}"
            before = ""
        else:
            lines.append(text)
            before = label(text) if is_column_word(text) else ""
    return "\n".join(lines)

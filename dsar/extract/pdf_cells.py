"""What the cells of a PDF's table say, and whether its rows are of different people. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dsar.extract.carried import WHOSE
from dsar.extract.column_words import is_column_word
from dsar.extract.form import is_form
from dsar.extract.line_cells import FEWEST_NAMED
from dsar.extract.page_columns import Column
from dsar.extract.page_rows import PageTable
from dsar.extract.pdf_layout import Word
from dsar.extract.pdf_text import tidy
from dsar.extract.tables import Cells

_UNBROKEN = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|[0-9]{6}-?[0-9]{4}")
_DIVIDED = re.compile("\ufffe$|(?<=\\w)-$")  # PDFium has a sign of its own for the hyphen of a divided word
_FULL = 0.7  # of a column's width; a line that is shorter broke off by itself
_PARTICLES = frozenset({"af", "al", "da", "de", "del", "den", "der", "el", "la", "ten", "van", "von"})
_PARTED = re.compile(r"[ ./-]")
_NAMED = re.compile("navn|name")
_OF_STAFF = re.compile("medarb|sagsbeh|behandler|ansvarl|udført|underskr|vejleder|konsulent")
_CPR = re.compile("(?:0?[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{6}")
_MOST_WORDS = 6
_FEWEST_PEOPLE = 4


def told_rows(table: PageTable, text: str) -> list[Cells]:
    """The texts of a table's rows, by column.

    Args:
        table: where its words stand in the text.
        text: the page's, as PDFium gives it.
    """
    reach = _reach(table)
    return [{column: _told(lines, text, reach[column]) for column, lines in row.items()} for row in table.rows]


def _reach(table: PageTable) -> Mapping[int, Column]:
    """From where to where the text of each column reaches."""
    found: dict[int, Column] = {}
    for row in table.rows:
        for column, lines in row.items():
            left, right = min(line[0].left for line in lines), max(line[-1].right for line in lines)
            known = found.get(column, Column(left, right))
            found[column] = Column(min(known.left, left), max(known.right, right))
    return found


def _told(lines: Sequence[Sequence[Word]], text: str, reach: Column) -> str:
    written = [" ".join(text[word.start : word.end] for word in line) for line in lines]
    if _is_cut(lines, written, reach):
        return tidy("".join(written))
    pieces = written[:1]
    for (above, below), line in zip(pairwise(lines), written[1:], strict=True):
        if _DIVIDED.search(pieces[-1]) or (line[0].islower() and _is_parted(above, below[0], reach)):
            between = ""
        else:
            between = "\n" if _broke_off(above, below[0], reach) else " "
        pieces += [between, line]
    return tidy("".join(pieces))


def _width(line: Sequence[Word]) -> float:
    return line[-1].right - line[0].left


def _broke_off(line: Sequence[Word], following: Word, reach: Column) -> bool:
    """Whether a line ends although the next word had room in it: somebody ended it."""
    letter = (following.right - following.left) / (following.end - following.start)
    return _width(line) + letter + following.right - following.left < reach.right - reach.left - letter


def _is_parted(line: Sequence[Word], following: Word, reach: Column) -> bool:
    """Whether a word that is longer than its column goes on in the next line."""
    last = line[-1]
    letter = (last.right - last.left) / (last.end - last.start)
    whole = last.right - last.left + following.right - following.left
    return whole > reach.right - reach.left and _width(line) + letter > reach.right - reach.left


def _is_cut(lines: Sequence[Sequence[Word]], written: Sequence[str], reach: Column) -> bool:
    """Whether a cell is one mail address, or one CPR number, too long for its column."""
    full = all(_width(line) >= _FULL * (reach.right - reach.left) for line in lines[:-1])
    return len(lines) > 1 and full and bool(_UNBROKEN.fullmatch("".join(written)))


def rest_of(text: str, taken: Iterable[Word]) -> str:
    """A page's text without these words, and without the lines that held nothing else."""
    cuts = sorted((word.start, word.end) for word in taken)
    kept: list[str] = []
    at = 0
    for line_start, line_end in _lines(text):
        pieces, begin = list[str](), line_start
        touched = False
        while at < len(cuts) and cuts[at][0] < line_end:
            touched = True
            pieces.append(text[begin : cuts[at][0]])
            begin = cuts[at][1]
            at += 1
        pieces.append(text[begin:line_end])
        line = "".join(pieces)
        if not touched:
            kept.append(line)
        elif line.strip():
            kept.append(" ".join(line.split()) + "\n")
    return "".join(kept)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, end
        start = end


def are_of_people(rows: Sequence[Cells]) -> bool:
    """Whether a column tells who each row is about: names, CPR numbers or mail addresses, of many.

    The rows of other tables, as a letter's of what is paid and when, are all about whom the page is about; so is a form
    whose first label does not come again.
    """
    if is_form(rows):
        first = [next(iter(cells.values())) for cells in rows]
        return max(Counter(first).values()) > 1
    return any(_is_of_many(column, len(rows)) for column in _columns(rows))


def name_people(rows: Sequence[Cells]) -> bool:
    """Whether a short table has a column of several people, and its heading says that they are whose the rows are."""
    return any(
        WHOSE.search(column.head) and _is_of_many(column, len(rows)) and len(set(column.people)) >= FEWEST_NAMED
        for column in _columns(rows)
    )


class _Column(NamedTuple):
    """What heads a column, in lower case, how many rows fill it, and what tells a person in them."""

    head: str
    filled: int
    people: Sequence[str]


def _columns(rows: Sequence[Cells]) -> Iterator[_Column]:
    for number in sorted({number for cells in rows for number in cells if number >= 0}):
        head = rows[0].get(number, "").lower()
        values = [cells[number] for cells in rows[1:] if number in cells]
        named = bool(_NAMED.search(head))
        yield _Column(head, len(values), [value.casefold() for value in values if _tells_person(value, named=named)])


def _is_of_many(column: _Column, rows: int) -> bool:
    """Whether most rows have somebody there, of many; those who do the work are few, unless the list is of them."""
    found = len(column.people)
    fewest = found * 4 // 5 if _OF_STAFF.search(column.head) else found // 5
    often = found * 5 >= column.filled * 3 and column.filled * 5 >= rows * 2
    return often and len(set(column.people)) >= max(_FEWEST_PEOPLE, fewest)


def _tells_person(value: str, *, named: bool) -> bool:
    digits = _PARTED.sub("", value)
    if "@" in value or digits.isdigit():
        return "@" in value or bool(_CPR.fullmatch(digits))
    words = value.replace(",", " ").split()
    written = [word for word in words if word not in _PARTICLES]
    names = not is_column_word(value) and all(word[0].isupper() and not any(map(str.isdigit, word)) for word in written)
    return names and (1 if named else 2) <= len(written) and len(words) <= _MOST_WORDS

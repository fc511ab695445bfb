"""Comments on cells, also in threads: each is told with the row that it stands in.

A comment says something of whom the row is about, and often names nobody. Together the comments of a register would be
one text about many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from dsar.extract.office_xml import attribute, events, local, open_document_text
from dsar.extract.office_zip import OfficeZip
from dsar.extract.sheet_rescue import number_of
from dsar.extract.sheet_survey import Survey, column_number
from dsar.model import Passage
from dsar.words import PLACES, PROPERTIES

_MOST = 100_000
"""Comments that are held until their row comes; more are told by themselves."""
_THREADED = "tc="  # the author of the copy that older programs show of a comment in a thread
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")


class _Comment(NamedTuple):
    """One comment; ``row`` is counted from 1, ``column`` from 0, as rows' cells are."""

    sheet: str
    row: int
    column: int
    cell: str
    author: str
    text: str


class Comments:
    """The comments of a workbook, given out by the rows that they stand in."""

    def __init__(self, office_zip: OfficeZip, found: Survey) -> None:
        every = chain(
            _comments(office_zip, found), _threads(office_zip, found), _open_document_notes(office_zip, found)
        )
        said = (one for one in every if one.text or one.author)
        self._held: dict[tuple[str, int], list[_Comment]] = {}
        for one in islice(said, _MOST):
            self._held.setdefault((one.sheet, one.row), []).append(one)
        self._more = said

    def take(self, sheet: str, rows: range, columns: range) -> list[str]:
        """The comments on these cells, which are no longer held."""
        taken = list[str]()
        for row in rows:
            here = self._held.pop((sheet, row), [])
            taken += (line for one in here if one.column in columns for line in _lines(one, PLACES["comment"]))
            others = [one for one in here if one.column not in columns]
            if others:
                self._held[sheet, row] = others
        return taken

    def rest(self) -> Iterator[Passage]:
        """Those on rows that hold nothing else, a passage each."""
        for one in chain(chain.from_iterable(self._held.values()), self._more):
            place = PLACES["sheet_comment"].format(one.sheet, one.cell)
            place = place if one.cell else PLACES["sheet_comments"].format(one.sheet)
            yield Passage(place.strip(), "\n".join(_lines(one)))


def _lines(one: _Comment, name: str = "") -> Iterator[str]:
    if one.author:
        yield f"{PROPERTIES['author']}: {one.author}"
    if one.text:
        yield f"{name}: {one.text}" if name else one.text


def _comment(sheet: str, cell: str, author: str, text: str) -> _Comment:
    found = _CELL.fullmatch(cell)
    row, column = (int(found[2]), column_number(found[1]) - 1) if found else (0, 0)
    return _Comment(sheet, row, column, cell, author.strip(), text.strip())


def _comments(office_zip: OfficeZip, found: Survey) -> Iterator[_Comment]:
    for part in found.parts.get("comments", []):
        authors, cell, author, pieces = list[str](), "", "", list[str]()
        for event, element in events(office_zip, part):
            kind = local(element)
            if event == "start" and kind == "comment":
                number = attribute(element, "authorId")
                author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
                cell, pieces = attribute(element, "ref"), []
            elif event == "end" and kind == "author":
                authors.append(element.text or "")
            elif event == "end" and kind == "t":
                pieces.append(element.text or "")
            elif event == "end" and kind == "comment" and not author.startswith(_THREADED):
                yield _comment(found.owners.get(part, ""), cell, author, "".join(pieces))


def _threads(office_zip: OfficeZip, found: Survey) -> Iterator[_Comment]:
    persons = {
        attribute(element, "id"): attribute(element, "displayName")
        for part in found.parts.get("personList", [])
        for event, element in events(office_zip, part)
        if event == "start" and local(element) == "person"
    }
    for part in found.parts.get("ThreadedComments", []):
        cell, author, text = "", "", ""
        for event, element in events(office_zip, part):
            kind = local(element)
            if event == "start" and kind == "threadedComment":
                cell, text = attribute(element, "ref"), ""
                author = persons.get(attribute(element, "personId"), "")
            elif event == "end" and kind == "text":
                text = element.text or ""
            elif event == "end" and kind == "threadedComment":
                yield _comment(found.owners.get(part, ""), cell, author, text)


def _open_document_notes(office_zip: OfficeZip, found: Survey) -> Iterator[_Comment]:
    for part in found.parts.get("document-content", []):
        sheet, author, pieces, inside = "", "", list[str](), False
        row = repeated = 0
        for event, element in events(office_zip, part):
            kind = local(element)
            if event == "start" and kind == "table":
                sheet, row, repeated = attribute(element, "name"), 0, 1
            elif event == "start" and kind == "table-row":
                row, repeated = row + repeated, number_of(attribute(element, "number-rows-repeated"))
            elif kind == "annotation":
                inside = event == "start"
                if not inside:
                    yield _Comment(sheet, row, 0, "", author.strip(), "\n".join(pieces).strip())
                author, pieces = "", []
            elif inside and event == "end" and kind == "creator":
                author = element.text or ""
            elif inside and event == "end" and kind == "p":
                pieces.append(open_document_text(element))

"""Reads the rows of a zipped spreadsheet that calamine cannot: a broken one, or one with too many empty cells.

Slower by far, and dates stay the numbers that they are held as; but it reads piece by
piece, up to where the file breaks off, in little memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.extract.office_xml import attribute, events, local, open_document_text
from dsar.extract.office_zip import OfficeZip
from dsar.extract.sheet_survey import Survey, column_number
from dsar.extract.tables import Cells

Rows = Iterator[tuple[int, Cells]]

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_REPEATS = 1_000  # ods writes equal cells once; the empty rest of a sheet is a million of them


def rescued_sheets(office_zip: OfficeZip, found: Survey) -> Iterator[tuple[str, Rows]]:
    """Yield each sheet's name and its rows."""
    strings = [text for name in found.parts.get("sst", []) for text in _strings(office_zip, name)]
    for part, name in found.sheets.items():
        if part in office_zip.names and part.endswith(".xml"):
            yield name, _rows(office_zip, part, strings)
    for part in found.parts.get("document-content", []):
        yield from _open_document(office_zip, part)


def _strings(office_zip: OfficeZip, name: str) -> Iterator[str]:
    """The texts that cells refer to by number; phonetic hints are no part of them."""
    pieces, hint = list[str](), False
    for event, element in events(office_zip, name):
        kind = local(element)
        if kind == "rPh":
            hint = event == "start"
        elif event == "end" and kind == "t" and not hint:
            pieces.append(element.text or "")
        elif event == "end" and kind == "si":
            yield "".join(pieces)
            pieces.clear()


def _rows(office_zip: OfficeZip, part: str, strings: list[str]) -> Rows:
    number, column, kind = 0, -1, ""
    pieces, cells = list[str](), dict[int, str]()
    for event, element in events(office_zip, part):
        name = local(element)
        if event == "start" and name == "row":
            given = attribute(element, "r")
            number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else number + 1
            column, cells = -1, {}
        elif event == "start" and name == "c":
            reference = _REFERENCE.fullmatch(attribute(element, "r"))
            column = column_number(reference[1]) - 1 if reference else column + 1
            kind = attribute(element, "t")
        elif event == "end" and name in ("v", "t"):
            pieces.append(element.text or "")
        elif event == "end" and name == "c":
            text = _cell("".join(pieces), kind, strings).strip()
            pieces.clear()
            if text:
                cells[column] = text
        elif event == "end" and name == "row":
            yield number, cells


def _cell(raw: str, kind: str, strings: list[str]) -> str:
    if kind == "s":
        known = raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) < len(strings)
        return strings[int(raw)] if known else ""
    return raw


def _open_document(office_zip: OfficeZip, part: str) -> Iterator[tuple[str, Rows]]:
    """An ods file's sheets; each sheet's rows are gathered, as all sheets stand in one part."""
    name, number, column = "", 0, 0
    rows, cells, paragraphs = list[tuple[int, Cells]](), dict[int, str](), list[str]()
    repeats = 1
    for event, element in events(office_zip, part):
        kind = local(element)
        if event == "start" and kind == "table":
            name, number, rows = attribute(element, "name"), 0, []
        elif event == "start" and kind == "table-row":
            column, cells, repeats = 0, {}, number_of(attribute(element, "number-rows-repeated"))
        elif event == "start" and kind in ("table-cell", "covered-table-cell"):
            width = number_of(attribute(element, "number-columns-repeated"))
            paragraphs.clear()
        elif event == "end" and kind == "p":
            paragraphs.append(open_document_text(element))
        elif event == "end" and kind in ("table-cell", "covered-table-cell"):
            text = "\n".join(paragraphs).strip()
            cells |= {column + n: text for n in range(min(width, _MOST_REPEATS)) if text}
            column += width
        elif event == "end" and kind == "table-row":
            rows += [(number + n + 1, cells) for n in range(min(repeats, _MOST_REPEATS)) if cells]
            number += repeats
        elif event == "end" and kind == "table":
            yield name, iter(rows)


def number_of(given: str) -> int:
    """How often an ods file says that a row or a cell is repeated."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 1

"""A first look at a zipped spreadsheet: unpacks every part once, within the limits, and remembers what stands where.

calamine unpacks on its own and holds a sheet as one block of cells, the empty ones
too; so what it could not bear must be known before it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from dsar.errors import ItemError
from dsar.extract.office_xml import attribute, events, local, parts_by_root, relations
from dsar.extract.office_zip import OfficeZip
from dsar.extract.sheet_formulas import MARKS
from dsar.model import GapCode

_CHUNK = 1 << 16
_DIMENSION = re.compile(rb'<(?:\w{1,20}:)?dimension ref="[A-Z]{1,3}[0-9]{1,7}:([A-Z]{1,3})([0-9]{1,7})"')
_MOST_CELLS = 25_000_000  # calamine takes about 32 bytes for each, empty ones included
_PRINTED = re.compile(rb"<(?:\w{1,20}:)?((?:odd|even|first)(?:Header|Footer))>([^<]{1,4000})<")


@dataclass(slots=True)
class Survey:
    """What stands in the file.

    Attributes:
        parts: the XML parts by what they are.
        sheets: each sheet's part and its name, in the order of the workbook.
        owners: a part that belongs to a sheet (comments, drawings…), and that sheet's name.
        printed: the text above and below a printed sheet, by the sheet's part.
        formulas: the sheets' parts that have formulas without a value.
        by_rows: it must be read row by row: calamine would take too much memory, or never end.
    """

    parts: dict[str, list[str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    printed: dict[str, list[bytes]] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)
    by_rows: bool = False


def survey(office_zip: OfficeZip) -> Survey:
    """Look through the file.

    Raises:
        ItemError: encrypted, or a part swells beyond the limits.
    """
    parts = parts_by_root(office_zip)
    if any(_is_locked(office_zip, name) for name in parts.get("manifest", [])):
        raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")
    found = Survey(parts, dict(_sheet_names(office_zip, parts)))
    for sheet, name in found.sheets.items():
        folder, _, file = sheet.rpartition("/")
        found.owners |= {part: name for _, _, part in _relations(office_zip, f"{folder}/_rels/{file}.rels")}
    found.by_rows = not all(_is_well_formed(office_zip, name) for name in parts.get("document-content", []))
    for name in office_zip.names:
        begin, end, has_formulas = _looked_through(office_zip, name)
        if has_formulas and name in found.sheets:
            found.formulas.add(name)
        dimension = _DIMENSION.search(begin) if name in found.sheets else None
        if dimension and column_number(dimension[1].decode("ascii")) * int(dimension[2]) > _MOST_CELLS:
            found.by_rows = True
        if name in found.sheets:
            found.printed[name] = [text for _, text in _PRINTED.findall(end)]
    return found


def _sheet_names(office_zip: OfficeZip, parts: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The worksheets' parts and names; a part that the workbook does not name is called by its file."""
    named = dict[str, str]()
    for workbook in parts.get("workbook", []):
        folder, _, file = workbook.rpartition("/")
        targets = {key: target for key, _, target in _relations(office_zip, f"{folder}/_rels/{file}.rels")}
        for event, element in events(office_zip, workbook):
            if event == "start" and local(element) == "sheet" and attribute(element, "id") in targets:
                named[targets[attribute(element, "id")]] = attribute(element, "name")
    yield from named.items()
    for part in parts.get("worksheet", []):
        if part not in named:
            yield part, part.rpartition("/")[2].partition(".")[0]


def _relations(office_zip: OfficeZip, name: str) -> Iterator[tuple[str, str, str]]:
    return relations(office_zip, name) if name in office_zip.names else iter(())


def _is_locked(office_zip: OfficeZip, name: str) -> bool:
    return any(local(element) == "encryption-data" for _, element in events(office_zip, name))


def _is_well_formed(office_zip: OfficeZip, name: str) -> bool:
    """Whether the XML is sound; calamine 0.9.1 does not end on an ods file with a wrong end tag."""
    with office_zip.open(name) as part:
        try:
            expat.ParserCreate().ParseFile(part)
        except expat.ExpatError:
            return False
    return True


def _looked_through(office_zip: OfficeZip, name: str) -> tuple[bytes, bytes, bool]:
    """A part's first and last bytes, and whether formulas without a value stand between; the rest is forgotten."""
    begin, last, end, has_formulas = b"", b"", b"", False
    with office_zip.open(name) as part:
        while chunk := part.read(_CHUNK):
            begin = begin or chunk
            last, end = end, chunk
            has_formulas = has_formulas or any(mark in chunk or mark in last[-20:] + chunk[:20] for mark in MARKS)
    return begin, last + end, has_formulas


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

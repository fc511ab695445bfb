"""Cells that hold a formula whose value was never kept, or is an error: the formula itself is what they hold.

Programs that write sheets without computing them leave such cells, and calamine gives nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.office_xml import attribute, events, local
from dsar.extract.office_zip import OfficeZip
from dsar.extract.text import blocks
from dsar.model import Passage

MARKS = (b"</f></c>", b"</f><v/>", b"</f><v></v>", b"</f><v />", b't="e"')
"""What stands in a sheet that has such cells; the others need not be looked through again."""


def formula_passages(office_zip: OfficeZip, sheets: dict[str, str], wanted: set[str]) -> Iterator[Passage]:
    """Yield the formulas of these sheets that have no value, a line a cell."""
    for part, sheet in sheets.items():
        if part in wanted:
            yield from (
                Passage(FORMAT_PLACES["formulas"].format(sheet), text) for text in blocks(_lines(office_zip, part))
            )


def _lines(office_zip: OfficeZip, part: str) -> Iterator[str]:
    cell, kind, formula, value = "", "", "", ""
    for event, element in events(office_zip, part):
        name = local(element)
        if event == "start" and name == "c":
            cell, kind, formula, value = attribute(element, "r"), attribute(element, "t"), "", ""
        elif event == "end" and name == "f":
            formula = element.text or ""
        elif event == "end" and name == "v":
            value = (element.text or "").strip()
        elif event == "end" and name == "c" and (kind == "e" or (formula and not value)):
            yield f"{cell}: {value} ={formula}" if formula and value else f"{cell}: {value or f'={formula}'}"

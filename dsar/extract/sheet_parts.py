"""What a zipped spreadsheet holds beside its cells.

Text boxes, the text above and below a printed page, links, data copied from elsewhere:
a pivot table keeps a hidden copy of the rows it was made from, also when those are deleted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from dsar.extract.document_pictures import picture_parts
from dsar.extract.docx_text import Paragraph, Walk
from dsar.extract.office_xml import attribute, events, local, open_document_text, property_passages, relations, texts
from dsar.extract.office_zip import OfficeZip
from dsar.extract.ole_objects import embedded_parts
from dsar.extract.sheet_survey import Survey
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES

# In a printed header: left/centre/right, fonts, sizes and fields all begin with an ampersand (ECMA-376 18.3.1.39).
_PRINT_CODE = re.compile(r'&(?:"[^"]{0,200}"|[0-9]{1,3}|K[0-9A-F]{6}|[A-Za-z])')
_VALUES = frozenset("sndbem")  # a pivot table's text, number, date, true or false, error, and nothing


def beside_the_cells(office_zip: OfficeZip, found: Survey) -> Iterator[Passage | Part | Gap]:
    """Yield it all, a pivot table's row a passage."""
    yield from _page_heads(office_zip, found)
    yield from _drawings(office_zip, found)
    yield from _printed(found)
    yield from _pivots(office_zip, found)
    yield from _outside(office_zip, found)
    yield from _links(office_zip, found)
    yield from property_passages(office_zip, found.parts)
    yield from _files(office_zip)


def _page_heads(office_zip: OfficeZip, found: Survey) -> Iterator[Passage]:
    for part in found.parts.get("document-styles", []):
        ends = (element for event, element in events(office_zip, part) if event == "end" and local(element) == "p")
        lines = [text for text in map(open_document_text, ends) if text.strip()]
        if lines:
            yield Passage(PLACES["page_head"], "\n".join(dict.fromkeys(lines)))


def _drawings(office_zip: OfficeZip, found: Survey) -> Iterator[Passage]:
    for root in ("wsDr", "dataModel"):
        for part in found.parts.get(root, []):
            blocks = Walk().blocks(events(office_zip, part))
            lines = [block.now for block in blocks if isinstance(block, Paragraph)]
            if lines:
                yield Passage(PLACES["sheet_text"].format(found.owners.get(part, "")).strip(), "\n".join(lines))
    for part in found.parts.get("chartSpace", []):
        lines = [text for key, text in texts(office_zip, part) if key in ("t", "v")]
        if lines:
            yield Passage(PLACES["diagram"], "\n".join(dict.fromkeys(lines)))


def _printed(found: Survey) -> Iterator[Passage]:
    for part, raw in found.printed.items():
        lines = [_PRINT_CODE.sub(" ", html.unescape(text.decode("utf-8", "replace"))).strip() for text in raw]
        if any(lines):
            place = PLACES["sheet_print"].format(found.sheets[part])
            yield Passage(place, "\n".join(line for line in lines if line))


def _pivots(office_zip: OfficeZip, found: Survey) -> Iterator[Passage]:
    records = set(found.parts.get("pivotCacheRecords", []))
    for number, part in enumerate(found.parts.get("pivotCacheDefinition", []), 1):
        names, values = _pivot_fields(office_zip, part)
        folder, _, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        targets = [target for _, _, target in relations(office_zip, rels)] if rels in office_zip.names else []
        own = [target for target in targets if target in records]
        rows = [[f"{name}: {value}"] for name, column in zip(names, values, strict=True) for value in column if value]
        lines = _pivot_rows(office_zip, own[0], names, values) if own else iter(rows)
        for row, cells in enumerate(lines, 1):
            yield Passage(PLACES["pivot_row"].format(number, row), "\n".join(cells))


def _pivot_fields(office_zip: OfficeZip, part: str) -> tuple[list[str], list[list[str]]]:
    """The columns' names, and the values that the records refer to by number."""
    names, values = list[str](), list[list[str]]()
    for event, element in events(office_zip, part):
        if event == "start" and local(element) == "cacheField":
            names.append(attribute(element, "name"))
            values.append([])
        elif event == "start" and values and local(element) in _VALUES:
            values[-1].append(attribute(element, "v"))
    return names, values


def _pivot_rows(office_zip: OfficeZip, part: str, names: list[str], values: list[list[str]]) -> Iterator[list[str]]:
    cells, column = list[str](), 0
    for event, element in events(office_zip, part):
        kind = local(element)
        if event == "start" and kind == "r":
            cells, column = [], 0
        elif event == "start" and kind in _VALUES | {"x"} and column < len(names):
            value = attribute(element, "v")
            if kind == "x":
                known = value.isdecimal() and int(value) < len(values[column])
                value = values[column][int(value)] if known else ""
            cells += [f"{names[column]}: {value}"] if value else []
            column += 1
        elif event == "end" and kind == "r" and cells:
            yield cells


def _outside(office_zip: OfficeZip, found: Survey) -> Iterator[Passage]:
    """Cells of other workbooks, kept so that formulas show something when those are away."""
    for part in found.parts.get("externalLink", []):
        cells = list[str]()
        for event, element in events(office_zip, part):
            if event == "end" and local(element) == "v" and element.text:
                cells.append(element.text)
            elif event == "end" and local(element) == "row" and cells:
                yield Passage(PLACES["outside_data"], "\n".join(cells))
                cells = []


def _links(office_zip: OfficeZip, found: Survey) -> Iterator[Passage]:
    for part, sheet in found.sheets.items():
        folder, _, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        targets = relations(office_zip, rels) if rels in office_zip.names else iter(())
        links = [target for _, kind, target in targets if kind == "hyperlink"]
        if links:
            yield Passage(PLACES["sheet_links"].format(sheet), "\n".join(dict.fromkeys(links)))


def _files(office_zip: OfficeZip) -> Iterator[Part | Gap]:
    yield from embedded_parts(office_zip, (name for name in office_zip.names if "/embeddings/" in name))
    yield from picture_parts(office_zip)
    if any(name.endswith(".bin") and "/comments" in name for name in office_zip.names):
        yield Gap("", GapCode.UNSUPPORTED, "its comments are not read. Save it as xlsx, or accept the gap.")

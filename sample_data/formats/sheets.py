"""Spreadsheets: xlsx, the old xls, and ods."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sample_data.document import Document, Heading, Paragraph, Table
from sample_data.formats.archives import pack, repack

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; a number stays a number, which is how a leading zero gets lost."""

    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    notes: Mapping[str, str] | None = None
    """Comments by cell (``B3``); xlsx only."""


def as_sheet(document: Document) -> Sheet:
    """A document in cells, as those who do everything in a spreadsheet write it."""
    rows: list[list[Cell]] = [[document.title]]
    for block in document.blocks:
        match block:
            case Table(cells):
                rows += [list(row) for row in cells]
            case Heading(text) | Paragraph(text):
                rows.append([text])
    return Sheet(rows)


def write_xlsx(sheets: Mapping[str, Sheet]) -> bytes:
    """A workbook of Excel, its dates fixed."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    for number, (name, content) in enumerate(sheets.items()):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        sheet.title = name
        for row in content.rows:
            sheet.append(list(row))
        for cell, note in (content.notes or {}).items():
            sheet[cell].comment = Comment(note, "Sagsbehandler")
        if content.hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        core = archive.read("docProps/core.xml")
    fixed = re.sub(rb">[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z<", b">2026-10-30T08:00:00Z<", core)
    return repack(out.getvalue(), replaced={"docProps/core.xml": fixed})


def write_xls(sheets: Mapping[str, Sheet]) -> bytes:
    """A workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for name, content in sheets.items():
        sheet = book.add_sheet(name)
        for y, row in enumerate(content.rows):
            for x, value in enumerate(row):
                if value is not None:
                    sheet.write(y, x, value)
        sheet.visibility = 1 if content.hidden else 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_ods(sheets: Mapping[str, Sheet]) -> bytes:
    """A workbook of LibreOffice (OpenDocument 1.3)."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    hidden = (
        '<style:style style:name="skjult" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = "".join(_ods_table(name, sheet) for name, sheet in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {spaces} office:version="1.3">'
        f"<office:automatic-styles>{hidden}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    return pack(members, stored=("mimetype",))


def _ods_table(name: str, sheet: Sheet) -> str:
    style = ' table:style-name="skjult"' if sheet.hidden else ""
    rows = "".join(f"<table:table-row>{''.join(_ods_cell(c) for c in row)}</table:table-row>" for row in sheet.rows)
    return f'<table:table table:name="{escape(name)}"{style}>{rows}</table:table>'


def _ods_cell(value: Cell) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case int() | float():
            shown = f"<text:p>{value}</text:p>"
            return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
        case _:
            lines = "".join(f"<text:p>{escape(line, quote=False)}</text:p>" for line in value.split("\n"))
            return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

"""Spreadsheets (xlsx, xls, xlsb, ods): a row a passage, with the names of its columns.

Hidden sheets, rows and columns are read like others. A number is written as it is
held (``101901234``), never as the screen shows it: formats hide more than they tell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from dsar.errors import ItemError
from dsar.extract import ole
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.form_series import FormPassage, numbered
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.side_by_side import Side, table_lines
from dsar.extract.tables import Cells, Line
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, TRUTH

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_GIVEN_NAME = re.compile(r"(?:Ark|Sheet|Tabel|Table)[0-9]{1,4}")
_EXACT = 10**15  # a float holds every whole number up to here

Value = str | bool | float | dt.date | dt.time | dt.timedelta


class SpreadsheetExtractor:
    """Reads cells with calamine, and what calamine does not tell from the files' own parts."""

    def match(self, media_type: str, name: str) -> int:
        """Take spreadsheets' media types, whatever the name says."""
        del name
        return 10 if media_type.lower().startswith(_TYPES) else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the rows sheet by sheet, with their comments, then what else lies beside the cells."""
        source.seek(0)
        is_old = source.read(len(ole.SIGNATURE)) == ole.SIGNATURE
        yield from numbered(_old_workbook(source) if is_old else _zipped_workbook(source, limits), _form_place)


def _old_workbook(source: BinaryIO) -> Iterator[Passage | Part]:
    from dsar.extract.ole_objects import nested_documents
    from dsar.extract.ole_properties import property_passages
    from dsar.extract.ole_streams import ole_streams
    from dsar.extract.xls_records import look_through

    source.seek(0)
    streams = ole_streams(source.read())
    found = look_through(streams.top.get("workbook", streams.top.get("book", b"")))
    if "encryptedpackage" in streams.by_name or found.locked:
        raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")
    workbook = _open(source) if streams.sound and found.bearable else None
    unread = None if workbook is None else (yield from _sheets(workbook, _none, has_cells=found.has_cells))
    if found.texts:
        yield Passage(PLACES["sheets_texts"], "\n".join(found.texts))
    yield from property_passages(streams.top)
    yield from nested_documents(streams, ())
    if unread != set() or not found.complete:
        raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _zipped_workbook(source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
    from dsar.extract.office_zip import OfficeZip
    from dsar.extract.sheet_comments import Comments
    from dsar.extract.sheet_formulas import formula_passages
    from dsar.extract.sheet_parts import beside_the_cells
    from dsar.extract.sheet_rescue import rescued_sheets
    from dsar.extract.sheet_survey import survey

    office_zip = OfficeZip(source, limits)
    found = survey(office_zip)
    comments = Comments(office_zip, found)
    unread: set[str] | None = None  # None: all of them
    if not found.by_rows and (workbook := _open(source)) is not None:
        unread = yield from _sheets(workbook, comments.take, has_cells=False)
    if unread is None:
        yield from _names(found.sheets.values())
    for name, rows in rescued_sheets(office_zip, found) if unread is None or unread else ():
        if unread is None or name in unread:
            yield from _passages(name, rows, partial(comments.take, name))
    yield from comments.rest()
    yield from formula_passages(office_zip, found.sheets, found.formulas)
    yield from beside_the_cells(office_zip, found)
    if office_zip.damaged or not (found.by_rows or unread == set()):
        raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _open(source: BinaryIO) -> CalamineWorkbook | None:
    from python_calamine import CalamineWorkbook

    source.seek(0)
    try:
        return CalamineWorkbook.from_filelike(source)
    except _failures():
        return None


def _none(*_: str | range) -> list[str]:
    """The comments of an old workbook, of which nothing tells where they stand."""
    return []


def _sheets(
    workbook: CalamineWorkbook, comments: Callable[[str, range, range], list[str]], *, has_cells: bool
) -> Generator[Passage, None, set[str]]:
    """Yield all sheets' rows; return the names of those that could not be read.

    "" stands for sheets without a name: there is none at all, or all are empty although the file has cells.
    """
    unread, empty = set[str](), True
    yield from _names(workbook.sheet_names)
    for index, name in enumerate(workbook.sheet_names):
        try:
            sheet = workbook.get_sheet_by_index(index)
            rows = _filled_down(sheet, _rows(sheet))
            for passage in _passages(_shown(workbook, index), rows, partial(comments, name)):
                empty = False
                yield passage
        except _failures():
            unread.add(name)
    return unread | {""} if (empty and has_cells) or not workbook.sheet_names else unread


def _shown(workbook: CalamineWorkbook, index: int) -> str:
    """A sheet's name, and whether it is hidden."""
    from python_calamine import SheetVisibleEnum

    sheet = workbook.sheets_metadata[index]
    return sheet.name if sheet.visible == SheetVisibleEnum.Visible else FORMAT_PLACES["sheet_hidden"].format(sheet.name)


def _failures() -> tuple[type[BaseException], ...]:
    """What calamine raises: its errors, and the class without a name that PyO3 gives to a panic."""
    from python_calamine import CalamineError

    panics = (kind for kind in BaseException.__subclasses__() if kind.__module__ == "pyo3_runtime")
    return (CalamineError, *panics)


def _names(sheets: Iterable[str]) -> Iterator[Passage]:
    """The names that people gave to sheets: often that of the person whom one is about."""
    names = [name for name in sheets if not _GIVEN_NAME.fullmatch(name)]
    if names:
        yield Passage(PLACES["sheets"], "\n".join(names))


def _passages(
    sheet: str, rows: Iterable[tuple[int, Cells]], comments: Callable[[range, range], list[str]]
) -> Iterator[Passage]:
    """The rows, each with the comments on it."""
    for side, line in table_lines(rows):
        said = comments(line.rows, side.columns) if line.code == "row" else []
        kind = FormPassage if line.is_form else Passage
        yield kind(_place(sheet, side, line), "\n".join([line.text, *said]))


def _form_place(alone: str, number: int) -> str:
    """The place of one of several forms, by its row's."""
    sheet = alone.rpartition(" ")[0].rpartition(" ")[0]
    return FORMAT_PLACES["sheet_form"].format(sheet, number)


def _place(sheet: str, side: Side, line: Line) -> str:
    if side.number == 1:
        return PLACES[f"sheet_{line.code}"].format(sheet, line.number)
    return f"{sheet} {PLACES[f'table_{line.code}'].format(side.number, line.number)}"


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Cells]]:
    first = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = ((first + n, value_text(value)) for n, value in enumerate(row) if value != "")
        yield number, {column: text for column, text in texts if text}


def _filled_down(sheet: CalamineSheet, rows: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Give each row under a merged cell that cell's text: it is held once, and says it of them all."""
    merged = sheet.merged_cell_ranges or []
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in merged:
        if bottom > top:
            begins.setdefault(top + 1, []).append((left, bottom + 1))
    open_cells: dict[int, tuple[str, int]] = {}
    for number, cells in rows:
        open_cells = {column: (text, end) for column, (text, end) in open_cells.items() if end >= number}
        above = {column: text for column, (text, _) in open_cells.items() if column not in cells}
        open_cells |= {left: (cells[left], end) for left, end in begins.get(number, []) if left in cells}
        yield number, dict(sorted({**above, **cells}.items())) if above and cells else cells


def value_text(value: Value) -> str:
    """A cell's value as text: whole numbers without a point, dates as 1990-01-31."""
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case bool():
            return TRUTH[value]
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case dt.datetime():
            return value.isoformat(" ", "seconds").removesuffix(":00").removesuffix(" 00:00")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.isoformat("seconds").removesuffix(":00")
        case _:
            return str(value)


_checked: type[Extractor] = SpreadsheetExtractor

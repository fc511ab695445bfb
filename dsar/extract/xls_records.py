"""What an old Excel workbook's records (BIFF8) tell before calamine reads them, and what calamine does not tell.

A record is a type, a size and that many bytes.

Source: [MS-XLS] 2.1.4 (record), 2.4.90 (Dimensions), 2.4.117 (FilePass), 2.4.265 (SST), 2.4.329 (TxO), v11.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_BEGIN, _END, _FILE_PASS, _STRINGS = 0x809, 0x0A, 0x2F, 0xFC
_TEXT, _CONTINUE, _DIMENSIONS = 0x1B6, 0x3C, 0x200
_CELLS = frozenset({0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})
_MOST_CELLS = 20_000_000  # a sheet of this format has 65,536 rows of 256 columns; who says more is broken


@dataclass(slots=True)
class Workbook:
    """What the records say.

    Attributes:
        locked: they are encrypted.
        bearable: calamine can hold the cells; it makes room for all that a record only claims.
        complete: no part of the stream breaks off.
        has_cells: there is a cell.
        texts: of comments and text boxes.
    """

    locked: bool = False
    bearable: bool = True
    complete: bool = True
    has_cells: bool = False
    texts: list[str] = field(default_factory=list, repr=False)


def look_through(stream: bytes) -> Workbook:
    """Go through the records once."""
    found = Workbook()
    rows = columns = parts = open_parts = text_length = 0
    for kind, data in _records(stream):
        if kind in _CELLS:
            found.has_cells = True
            rows, columns = max(rows, _number(data, 0, 2)), max(columns, _number(data, 2, 2))
        elif kind == _CONTINUE and text_length:
            found.texts += _text(data, text_length)
        elif kind in (_BEGIN, _END):
            open_parts += 1 if kind == _BEGIN else -1
            parts += kind == _BEGIN
        elif kind == _FILE_PASS:
            return Workbook(locked=True)
        elif kind == _DIMENSIONS:
            first_row, last_row, first_column, last_column = _extent(data)
            rows, columns = max(rows, last_row), max(columns, last_column)
            found.bearable &= first_row <= last_row and first_column <= last_column
        elif kind == _STRINGS:
            found.bearable &= _number(data, 4, 4) <= len(stream)
        text_length = _number(data, 10, 2) if kind == _TEXT else 0
    found.bearable &= rows * columns <= _MOST_CELLS
    found.complete = open_parts == 0 and parts > 1
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's type and bytes, up to where the stream breaks off."""
    position, end = 0, len(stream)
    while position + 4 <= end:
        kind = stream[position] | stream[position + 1] << 8
        size = stream[position + 2] | stream[position + 3] << 8
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _text(data: bytes, length: int) -> list[str]:
    """The text in the record after its own, behind a byte that tells whether characters are two bytes wide."""
    text = data[1:].decode("utf-16-le" if data[:1] == b"\x01" else "latin-1", "replace")[:length]
    text = text.replace("\r", "\n").strip()
    return [text] if text else []


def _extent(data: bytes) -> tuple[int, int, int, int]:
    """First and last row, first and last column; BIFF5 writes rows in two bytes."""
    width = 2 if len(data) == 10 else 4
    at = 2 * width
    return _number(data, 0, width), _number(data, width, width), _number(data, at, 2), _number(data, at + 2, 2)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")

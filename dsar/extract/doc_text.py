"""Text of an old Word document as paragraphs and table rows.

Source: [MS-DOC] 2.4.3 (ends of cells and rows), 2.8.25 (fields), 2.9.175 (pages of paragraphs), v12.0.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from dsar.extract.docx_text import Block, Paragraph, Row

_PAGE = 512
_IN_TABLE, _ROW_ENDS = b"\x16\x24\x01", b"\x17\x24\x01"  # sprmPFInTable, sprmPFTtp, each with "yes"
_ROW_END, _IN_CELL = "\x1c", "\x1d"  # our own marks in the text: the end of a row, of a paragraph inside a cell
_ENDS = re.compile("([\r\x07\x0c\x1c\x1d])")
_LINK = re.compile(r'HYPERLINK\s{1,9}(?:\\l\s{1,9})?"([^"]{1,2000})"')
_CHARACTERS = str.maketrans(
    {"\x0b": "\n", "\x1e": "\N{NON-BREAKING HYPHEN}", "\x1f": "\N{SOFT HYPHEN}", "\x0e": "\n"}
    | dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08", "")
)


class Marks:
    """Which paragraphs lie in a table, and which end a row; by their places in the stream."""

    def __init__(self, text: bytes, table: bytes) -> None:
        count = max(0, (len(table) - 4) // 8)
        pages = {struct.unpack_from("<I", table, 4 * (count + 1) + 4 * n)[0] & 0x3FFFFF for n in range(count)}
        found = {start: entry for page in sorted(pages) for start, *entry in _page(text, page)}
        self._starts = sorted(found)
        self._found = found

    def applied(self, text: str, place: int, width: int) -> str:
        """The text of a piece, with ends of rows and of paragraphs in cells marked as such."""
        end = place + len(text) * width
        first = max(0, bisect_right(self._starts, place) - 1)
        pieces, done = [], 0
        for start in self._starts[first:]:
            if start >= end:
                break
            until, is_row_end, in_table = self._found[start]
            begin, stop = max(done, (start - place) // width), min(len(text), (until - place) // width)
            if stop <= begin or not (is_row_end or in_table):
                continue
            part = text[begin:stop]
            part = part.replace("\x07", _ROW_END) if is_row_end else part.replace("\r", _IN_CELL)
            pieces += [text[done:begin], part]
            done = stop
        return "".join([*pieces, text[done:]])


def _page(text: bytes, number: int) -> Iterator[tuple[int, int, bool, bool]]:
    """The paragraphs of a page: where each starts and ends, whether it ends a row, and whether it is in a table."""
    page = text[number * _PAGE : (number + 1) * _PAGE]
    if len(page) < _PAGE:
        return
    count = min(page[-1], 28)
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for n in range(count):
        at = 2 * page[4 * (count + 1) + 13 * n]
        size = 2 * page[at + 1] + 1 if at and page[at] == 0 else 2 * page[at]
        properties = page[at : at + 1 + size] if at else b""
        yield bounds[n], bounds[n + 1], _ROW_ENDS in properties, _IN_TABLE in properties


def blocks_of(text: str, links: list[str]) -> Iterator[Block]:
    """Yield the paragraphs and rows of a text; the targets of link fields are added to ``links``."""
    state = _State()
    pieces = _ENDS.split(_without_fields(text, links))
    for content, end in zip(pieces[::2], [*pieces[1::2], "\r"], strict=True):
        yield from state.add(content.translate(_CHARACTERS), end)
    yield from state.rest()


@dataclass(slots=True)
class _State:
    cell: list[str] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)
    column: int = 0
    tables: int = 0
    rows: int = 0

    def add(self, content: str, end: str) -> Iterator[Block]:
        if end == _IN_CELL:
            self.cell.append(content)
        elif end == "\x07":
            whole = "\n".join([*self.cell, content]).strip()
            if whole:
                self.cells[self.column] = whole
            self.cell, self.column = [], self.column + 1
        elif end == _ROW_END:
            self.tables += self.rows == 0
            self.rows += 1
            yield from self._row()
        else:
            yield from self.rest()
            self.rows = 0
            if content.strip():
                yield Paragraph(content, content)

    def rest(self) -> Iterator[Block]:
        """What a broken table left open."""
        for text in [*self.cells.values(), *self.cell]:
            if text.strip():
                yield Paragraph(text, text)
        self.cell, self.cells, self.column = [], {}, 0

    def _row(self) -> Iterator[Block]:
        cells, self.cells, self.column, self.cell = self.cells, {}, 0, []
        yield Row(self.tables, self.rows, cells, cells, deleted=False, heading=False)


def _without_fields(text: str, links: list[str]) -> str:
    """The text without the instructions of fields, but with what they show."""
    if "\x13" not in text:
        return text
    kept: list[str] = []
    instructions: list[list[str]] = []
    in_instruction: list[bool] = []
    for piece in re.split("([\x13\x14\x15])", text):
        if piece == "\x13":
            instructions.append([])
            in_instruction.append(True)
        elif piece == "\x14" and in_instruction:
            in_instruction[-1] = False
        elif piece == "\x15" and in_instruction:
            in_instruction.pop()
            links += _LINK.findall("".join(instructions.pop()))
        elif any(in_instruction):
            instructions[in_instruction.index(True)].append(piece)
        else:
            kept.append(piece)
    kept += ["".join(rest) for rest in instructions]  # a field that never ends is no field
    return "".join(kept)

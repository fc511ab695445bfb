"""Text that arrives piece by piece, with ends of paragraphs, cells and rows, gathered into blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsar.extract.docx_text import Block, Paragraph, Row

_MOST_COLUMNS = 1_000


@dataclass(slots=True)
class Flow:
    """One flow of text: the body, a header, the footnotes. ``blocks`` holds what is complete."""

    blocks: list[Block] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _cells: dict[int, str] = field(default_factory=dict)
    _column: int = 0
    _tables: int = 0
    _rows: int = 0

    def write(self, text: str) -> None:
        """Add text to the paragraph."""
        self._line.append(text)

    def end_paragraph(self, *, in_cell: bool = False) -> None:
        """The paragraph ends."""
        text = "".join(self._line)
        self._line = []
        if in_cell:
            self._cell.append(text)
            return
        self._drop_table()
        if text.strip():
            self.blocks.append(Paragraph(text, text))

    def end_cell(self) -> None:
        """The cell ends, with its last paragraph."""
        text = "\n".join([*self._cell, "".join(self._line)]).strip()
        if text and self._column < _MOST_COLUMNS:
            self._cells[self._column] = text
        elif text:
            self.blocks.append(Paragraph(text, text))
        self._line, self._cell, self._column = [], [], self._column + 1

    def end_row(self) -> None:
        """The row ends."""
        if self._line or self._cell:
            self.end_cell()
        self._tables += self._rows == 0
        self._rows += 1
        if self._cells:
            self.blocks.append(Row(self._tables, self._rows, self._cells, self._cells, deleted=False, heading=False))
        self._cells, self._column = {}, 0

    def close(self) -> None:
        """The text ends, or breaks off; nothing is lost."""
        if self._cells or self._cell:
            self.end_row()
        self.end_paragraph()

    def _drop_table(self) -> None:
        """Outside a table again: what a row without an end left is text."""
        for text in [*self._cells.values(), *self._cell]:
            if text.strip():
                self.blocks.append(Paragraph(text, text))
        self._cell, self._cells, self._column, self._rows = [], {}, 0, 0

"""What the headers of a text's tables say of the numbers under them.

A row of a ledger has ten numbers, and each detector asks about each; so a table's
header is found and read once, and only where somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

HEADER_BLOCK = 20_000
"""How far above a row its table's header line is looked for."""
LONGEST_LINE = 400

_COLUMNS = re.compile(r"[;\t|]|  ")
_CELL = re.compile(r"[;\t|]")
_NEXT_COLUMN = re.compile(r"[^\n;\t| ]{0,40}(?: [^\n;\t| ]{1,40}){0,6}(?:[ ]?[;\t|]|  )")
_ALIGNED = re.compile(r"[^ ]+(?: [^ ]+)*")


class Tables:
    """The headers of delimited and aligned tables; ``kind`` says what a heading means."""

    def __init__(self, text: str, kind: Callable[[str], str | None]) -> None:
        self._text, self._kind = text, kind
        self._line, self._top = 0, 0
        self._headings: dict[int, tuple[list[str], list[re.Match[str]]]] = {}

    def header(self, start: int) -> str | None:
        """What the header of the column at ``start`` says."""
        text = self._text
        line = text.rfind("\n", max(0, start - LONGEST_LINE), start) + 1
        if not line or not (_COLUMNS.search(text, line, start) or _NEXT_COLUMN.match(text, start)):
            return None
        top = self._top_of(line)
        if top >= line or line - top > HEADER_BLOCK:
            return None
        cells, aligned = self._headings.get(top) or self._read(top, line)
        if len(cells) > 1:
            cell = len(_CELL.findall(text, line, start))
            return self._kind(cells[cell]) if cell < len(cells) else None
        if len(aligned) > 1:
            return self._kind(min(aligned, key=lambda heading: abs(heading.start() - (start - line))).group())
        return None

    def _top_of(self, line: int) -> int:
        """Where the lines begin that stand together with a line; from one line to the next it is but a few steps."""
        known = self._line <= line <= self._line + HEADER_BLOCK
        block = self._text.rfind("\n\n", max(0, (self._line if known else line - HEADER_BLOCK) - 2), line)
        self._top = block + 2 if block >= 0 else self._top if known else 0
        self._line = line
        return self._top

    def _read(self, top: int, line: int) -> tuple[list[str], list[re.Match[str]]]:
        header = self._text[top : min(line - 1, top + LONGEST_LINE)].split("\n", 1)[0]
        aligned = list(_ALIGNED.finditer(header)) if "  " in header else []
        read = self._headings[top] = (_CELL.split(header), aligned)
        return read

"""What the headers of a text's tables say of the numbers under them.

A row of a ledger has ten numbers, and each detector asks about each; so a table's
header is found and read once, and only where somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from dsar.detect.digits import Digits

HEADER_BLOCK = 20_000
"""How far above a row its table's header line is looked for."""
LONGEST_LINE = 400

FARTHEST = 340
"""How far behind a number the next column may begin; see the pattern."""

_MARKS = (b";", b"\t", b"|", b"  ")
_CELL = re.compile(r"[;\t|]")
_NEXT_COLUMN = re.compile(r"[^\n;\t| ]{0,40}(?: [^\n;\t| ]{1,40}){0,6}(?:[ ]?[;\t|]|  )")
_ALIGNED = re.compile(r"[^ ]+(?: [^ ]+)*")


class Tables:
    """The headers of delimited and aligned tables; ``kind`` says what a heading means."""

    def __init__(self, digits: Digits, kind: Callable[[str], str | None]) -> None:
        self._digits, self._text, self._kind = digits, digits.text, kind
        self._line, self._top = 0, 0
        self._marked, self._mark = -1, 0
        self._headings: dict[int, tuple[list[str], list[re.Match[str]]]] = {}

    def header(self, start: int) -> str | None:
        """What the header of the column at ``start`` says."""
        line = self._digits.skeleton.rfind(b"\n", max(0, start - LONGEST_LINE), start) + 1
        if not line or not self._in_columns(line, start):
            return None
        top = self._top_of(line)
        if top >= line or line - top > HEADER_BLOCK:
            return None
        cells, aligned = self._headings.get(top) or self._read(top, line)
        if len(cells) > 1:
            count = self._digits.skeleton.count
            cell = count(b";", line, start) + count(b"\t", line, start) + count(b"|", line, start)
            return self._kind(cells[cell]) if cell < len(cells) else None
        if len(aligned) > 1:
            return self._kind(min(aligned, key=lambda heading: abs(heading.start() - (start - line))).group())
        return None

    @cached_property
    def _marks(self) -> list[bytes]:
        """The marks between columns that are anywhere in the text."""
        return [mark for mark in _MARKS if mark in self._digits.skeleton]

    def _in_columns(self, line: int, start: int) -> bool:
        """Whether there is a mark between columns before a place on a line, or not far behind it."""
        if line != self._marked:
            self._marked, self._mark = line, -1
            find, end = self._digits.skeleton.find, line + LONGEST_LINE + FARTHEST
            if (stop := find(b"\n", line, end)) >= 0:
                end = stop
            for mark in self._marks:
                if (place := find(mark, line, end)) >= 0:
                    self._mark = end = place + len(mark)
        if self._mark < 0:
            return False
        return self._mark <= start or _NEXT_COLUMN.match(self._text, start) is not None

    def _top_of(self, line: int) -> int:
        """Where the lines begin that stand together with a line; from one line to the next it is but a few steps."""
        if line == self._line:
            return self._top
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

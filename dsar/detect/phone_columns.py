"""Columns without a header in which most values are phone numbers: those of eight bare digits lift each other.

Numbers that are handed out one after another (cases, invoices, meters) begin alike or
stand in order; phone numbers in a column do neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from dsar.detect.cvr_number import is_cvr
from dsar.model import Finding

LEAST = 3
"""Values of a column that are needed."""
GAPS = 1.5
"""So many lines may a column have for each of its numbers."""
BEGINNING = 4
"""Digits that hardly two of the numbers may share."""
ORDERED = 4
"""So many in order are numbered one after another."""
MOST = 0.8
LONGEST_LINE = 400
_NUMBER = regex.compile(r"[2-9][0-9]{7}")
_BEFORE = regex.compile(r"(?r)(?:(?P<mark>[;,\t|])|(?<![^\n]))[ ]?\"?")
_AFTER = regex.compile(r"\"?[ ]?(?:(?P<mark>[;,\t|])|(?=\r?\n|\Z))")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number that fills a cell: which line and column it stands in, and its place among the findings."""

    line: int
    column: tuple[str, int]
    found: int
    digits: str
    grouped: bool


def in_columns(text: str, found: Sequence[Finding]) -> set[int]:
    """The places among the findings, sorted by text, of those that stand in a column of phone numbers."""
    columns: dict[tuple[str, int], list[_Cell]] = {}
    for cell in _cells(text, found):
        columns.setdefault(cell.column, []).append(cell)
    return {cell.found for cells in columns.values() for block in _blocks(cells) if _phones(block) for cell in block}


def _cells(text: str, found: Iterable[Finding]) -> Iterator[_Cell]:
    line = at = 0
    for number, finding in enumerate(found):
        start, end = finding.span.start, finding.span.end
        before, after = _BEFORE.match(text, max(0, start - 3), start), _AFTER.match(text, end)
        if before is None or after is None or not (before["mark"] or after["mark"]):
            continue
        mark = before["mark"] or after["mark"]
        begin = text.rfind("\n", max(0, start - LONGEST_LINE), start) + 1
        line, at = line + text.count("\n", at, start), start
        value = text[start:end]
        column = (mark, text.count(mark, begin, start))
        yield _Cell(line, column, number, value, grouped=not value.isdecimal())


def _blocks(cells: list[_Cell]) -> Iterator[list[_Cell]]:
    """The numbers of a column by tables: a table ends where many lines have none."""
    block = cells[:1]
    for last, cell in pairwise(cells):
        if cell.line - last.line > 1 + GAPS:
            yield block
            block = []
        block.append(cell)
    yield block


def _phones(block: list[_Cell]) -> bool:
    """Whether the numbers of a column are phone numbers, as far as they tell each other."""
    plain = [cell.digits for cell in block if not cell.grouped]
    lines = block[-1].line - block[0].line + 1
    if len(block) < LEAST or lines > GAPS * len(block):
        return False
    if len({digits[:BEGINNING] for digits in plain}) < MOST * len(plain) or _in_order(plain):
        return False
    likely = sum(_NUMBER.fullmatch(digits) is not None for digits in plain)
    companies = sum(map(is_cvr, plain))
    return likely >= MOST * len(plain) and companies * 2 <= len(plain)


def _in_order(numbers: list[str]) -> bool:
    return len(numbers) >= ORDERED and all(one <= two for one, two in pairwise(numbers))

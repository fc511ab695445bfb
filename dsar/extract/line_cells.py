"""How the lines of a text are cells: what stands between them, or where the columns begin. Pure.

Columns that line up are a guess from all lines together, which some line may break: a value that is too
long for its column. Then it stays with its neighbour, so that no value is ever cut.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dsar.extract.tables import Cells

FEWEST_ROWS = 12
"""Lines that are a table rather than a chance; shorter lists are read as the text they are."""
FEWEST_NAMED = 6
"""People who make a shorter table a register, where a heading says that they are whose the rows are."""
_FEWEST_CELLS = 3
_MOST_MARKS = 400  # characters of a line of a table; longer ones are logs and prose
_LONGEST_CELL = 60  # characters that most lines' longest cell may have; beyond it is a message of a log
_DELIMITERS = "\t|;"
_RULE = re.compile(r"(?=.*[-=_+|:.*~]{3})[-=_+|:.*~ \t]+")
_RECORD = re.compile(
    r"""[0-9]{4} | [0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2} | [0-9]{2}[ .][0-9]{2}[ .][0-9]{2} | [0-9],[0-9]{2}(?![0-9])
      | [^\s@]@[^\s@]""",
    re.VERBOSE,
)
_EDGES = " \f|"  # around a cell
_LEADER = "...."  # from a title to its page in a table of contents
_LABEL = re.compile(r"(?<!\S)\S")
_HEAD = 5  # lines among which one may hold the names of the columns
_HEAD_DIGITS = 2
_NUMBER_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Delimited:
    """Cells with a character between them."""

    delimiter: str
    count: int

    def cells(self, line: str) -> Cells:
        """The cells that hold something, by column."""
        row = next(csv.reader([line.replace("\r", " ")], delimiter=self.delimiter, skipinitialspace=True), [])
        return {column: text for column, cell in enumerate(row) if (text := cell.strip())}

    def fits(self, line: str) -> bool:
        """Whether the line has as many cells as the others, and enough that hold something."""
        return line.count(self.delimiter) + 1 == self.count and len(self.cells(line)) >= _FEWEST_CELLS


@dataclass(frozen=True, slots=True)
class Aligned:
    """Cells that begin at the same places; those ``sure`` begin there even if but one space stands before them."""

    starts: tuple[int, ...]
    sure: frozenset[int]

    def cells(self, line: str) -> Cells:
        """The cells that hold something, by column; a value that reaches into the next column takes it along."""
        line = line.expandtabs()
        cuts = [(0, 0)]
        for column, start in enumerate(self.starts, 1):
            if not line[start - 1 : start].strip() and (start in self.sure or not line[start - 2 : start].strip()):
                cuts.append((column, start))
        ends = [*(start for _, start in cuts[1:]), len(line)]
        texts = ((column, line[start:end].strip(_EDGES)) for (column, start), end in zip(cuts, ends, strict=True))
        return {column: text for column, text in texts if text}

    def fits(self, line: str) -> bool:
        """Whether enough of the columns are there."""
        return len(self.cells(line)) >= max(_FEWEST_CELLS, (len(self.starts) + 2) // 2)


Layout = Delimited | Aligned


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written: ``=====``, ``+---+---+``."""
    return bool(_RULE.fullmatch(line))


def is_heading(line: str) -> bool:
    """Whether a line may hold the names of columns: it holds hardly a digit."""
    return sum(map(str.isdigit, line)) <= _HEAD_DIGITS


def layout_of(lines: Sequence[str]) -> Layout | None:
    """How these lines, none of them empty, are a table's; None if they are none."""
    written = [line for line in lines if not is_rule(line)]
    if len(written) < FEWEST_ROWS or sum(len(line) > _MOST_MARKS for line in written) * 5 > len(written):
        return None
    return next((layout for layout in _layouts(written) if _are_records(written) and _holds(layout, written)), None)


def goes_on(layout: Layout, lines: Sequence[str]) -> bool:
    """Whether these lines too are rows of a table that was found before them."""
    written = [line for line in lines if not is_rule(line)]
    return bool(written) and _are_records(written) and sum(map(layout.fits, written)) * 5 >= len(written) * 4


def _are_records(lines: Sequence[str]) -> bool:
    """Whether most lines hold a number of some length, a date, an amount or an e-mail address."""
    return sum(bool(_RECORD.search(line)) for line in lines) * 5 >= len(lines) * 3


def _holds(layout: Layout, lines: Sequence[str]) -> bool:
    fitting = [line for line in lines if layout.fits(line)]
    if len(fitting) < FEWEST_ROWS or len(fitting) * 5 < len(lines) * 4:
        return False
    longest = sorted(max(map(len, layout.cells(line).values())) for line in fitting)
    return longest[len(longest) // 2] <= _LONGEST_CELL


def _layouts(lines: Sequence[str]) -> Iterator[Layout]:
    for delimiter in _DELIMITERS:
        ((count, often),) = Counter(line.count(delimiter) for line in lines).most_common(1)
        if count >= _FEWEST_CELLS - 1 and often * 5 >= len(lines) * 4:
            yield Delimited(delimiter, count + 1)
    wide = [line.expandtabs().rstrip() for line in lines]
    if sum("  " in line.strip() and _LEADER not in line for line in wide) * 5 >= len(lines) * 4:
        head = max((line for line in wide[:_HEAD] if is_heading(line)), key=_width, default="")
        yield _aligned(wide[wide.index(head) + 1 :] if head else wide, head)


def _width(line: str) -> int:
    """How many labels stand apart in a line."""
    return line.strip().count("  ")


def _aligned(lines: Sequence[str], head: str) -> Aligned:
    """Where columns begin: behind places that (nearly) all lines leave empty, under a label if there is one."""
    filled = _filled(lines)
    labels = [label.start() for label in _LABEL.finditer(head)]
    starts, sure = list[int](), set[int]()
    for start, end in _gaps(filled, len(lines) // 10):
        label = next((at for at in labels if start < at <= end), None)
        if end - start == 1 and (filled[start] or not (label or _beside_a_number(lines, start))):
            continue
        starts.append(label or end)
        if label or end - start == 1:
            sure.add(starts[-1])
    return Aligned(tuple(starts), frozenset(sure))


def _filled(lines: Sequence[str]) -> list[int]:
    """How many lines have something at each place."""
    counts = Counter(match.span() for line in lines for match in re.finditer(r"\S+", line))
    steps = [0] * (max(map(len, lines), default=0) + 1)
    for (start, end), count in counts.items():
        steps[start] += count
        steps[end] -= count
    total = 0
    return [total := total + step for step in steps]


def _gaps(filled: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """The stretches between columns in which no more lines than this have something."""
    columns = [at for at, count in enumerate(filled) if count > most]
    yield from ((left + 1, right) for left, right in pairwise(columns) if right - left > 1)


def _beside_a_number(lines: Sequence[str], at: int) -> bool:
    """Whether a long number stands on one side of a place, and words on the other, in all lines."""
    pairs = [(line[:at].rpartition(" ")[2], line[at + 1 :].partition(" ")[0]) for line in lines if line[:at].strip()]
    left = all(_is_number(before) and behind[:1].isalpha() for before, behind in pairs)
    return left or all(_is_number(behind) and before[-1:].isalpha() for before, behind in pairs)


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _NUMBER_DIGITS

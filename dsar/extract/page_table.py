"""The tables of a PDF page: rows and columns, from drawn lines where there are any, else from where words stand. Pure.

Whether a table is a register of people is not asked here; see :mod:`dsar.extract.pdf_rows`.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from dsar.extract.page_columns import MANY, Column, Line, cells_of, columns_of, extent, lines_of
from dsar.extract.pdf_layout import Layout, Rule, Word

Row = Mapping[int, Sequence[Sequence[Word]]]
"""A row's non-empty cells: column (from 0) to the words of each of its lines. Column -1: a row unlike the others."""

Level = tuple[float, list[Rule]]
"""Where drawn lines lie, and from where to where they reach, without their pieces."""

_SUM = re.compile(r"(?:i\s?alt|sum|total|subtotal)(?![^\W_])", re.IGNORECASE)
_LEVEL = 2.0  # points within which drawn lines are one
_GAP = 4.0  # points that a drawn line may lack where others cross it
_SHARE = 0.5  # of the longest; shorter lines across underline words or part single cells
_MOST_LEVELS = 600
_MOST_TABLES = 20
_MOST_COLUMNS = 100
_FEWEST = 2  # lines or rows of a table's part on one page
_BETWEEN = 3  # lines of one stretch each that may stand between two lines of a table
_EDGE = 2  # lines above and below that may be of a row
_CLOSE, _OVERLEAF = 1.6, 2.5  # heights of a line that they are away at most, and from a row that began overleaf
_BREAK = 4.0  # heights of a line; what stands further below is not the same table
_TIGHT = 1.15  # rows stand apart if there is so much more between them than between the lines in them
_MOST_JUMPS = 8
_TALL = 8  # lines of a row; a taller one is asked whether it is several


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or its part on a page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return min(word.top for word in words_of(self.rows[0]))


def words_of(row: Row) -> Iterator[Word]:
    """All words of a row."""
    return (word for lines in row.values() for line in lines for word in line)


def tables_on(layout: Layout, before: Sequence[Sequence[Column]] = ()) -> list[PageTable]:
    """What stands in rows and columns on a page, from the top down.

    Args:
        layout: the page.
        before: the columns of tables on the page before, which may go on with a few rows.
    """
    drawn = list(_drawn_tables(layout))
    taken = {word for table in drawn for row in table.rows for word in words_of(row)}
    rest = [word for word in layout.words if word not in taken]
    found = [*drawn, *_written_tables(lines_of(rest), layout, before)]
    kept = sorted(found, key=lambda table: -len(table.rows))[:_MOST_TABLES]
    return sorted(kept, key=lambda table: table.top)


def _levels(rules: Iterable[Rule]) -> list[Level]:
    """Drawn lines by where they lie, each put together from its pieces."""
    found: list[Level] = []
    for rule in sorted(rules):
        if not found or rule.at - found[-1][0] > _LEVEL:
            found.append((rule.at, []))
        found[-1][1].append(rule)
    return [(at, list(_whole(pieces))) for at, pieces in found]


def _at(level: Level) -> float:
    return level[0]


def _whole(pieces: Iterable[Rule]) -> Iterator[Rule]:
    whole: Rule | None = None
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if whole is not None and piece.start <= whole.end + _GAP:
            whole = whole._replace(end=max(whole.end, piece.end))
        else:
            if whole is not None:
                yield whole
            whole = piece
    if whole is not None:
        yield whole


def _long(levels: Sequence[Level]) -> list[float]:
    """Where the lines lie that are no mere underlines."""
    lengths = [sum(rule.end - rule.start for rule in rules) for _, rules in levels]
    return [at for (at, _), length in zip(levels, lengths, strict=True) if length >= _SHARE * max(lengths)]


def _drawn_tables(layout: Layout) -> Iterator[PageTable]:
    """Tables whose cells are drawn boxes."""
    down = _levels(layout.down)
    across = _long(_levels(layout.across))
    if len(down) < 3 or len(across) < _FEWEST or max(len(down), len(across)) > _MOST_LEVELS:
        return
    in_band: dict[int, list[Word]] = {}
    for word in layout.words:
        in_band.setdefault(bisect(across, word.middle), []).append(word)
    bands = []
    for number in range(1, len(across)):
        words = in_band.get(number, [])
        walls = _walls(down, (across[number - 1] + across[number]) / 2)
        inside = [word for word in words if walls and walls[0] <= (word.left + word.right) / 2 <= walls[-1]]
        if len(walls) > 1 or words:  # what is not between walls, but between tables, ends one
            bands.append((walls, inside))
    for width, group in groupby(
        bands, key=lambda band: tuple(round(at / 4) for at in band[0][:: max(1, len(band[0]) - 1)])
    ):
        if len(width) > 1:
            yield from _boxed(list(group))


def _walls(down: Sequence[Level], height: float) -> list[float]:
    """Where the drawn lines are that cross a height."""
    found = []
    for at, rules in down:
        index = bisect(rules, height, key=lambda rule: rule.start) - 1
        if index >= 0 and rules[index].end >= height:
            found.append(at)
    return found


def _boxed(bands: Sequence[tuple[list[float], list[Word]]]) -> Iterator[PageTable]:
    """The table of bands that reach from the same wall to the same wall; none if their walls differ, as a form's do."""
    kinds = Counter(tuple(round(at / 4) for at in walls) for walls, words in bands if words)
    if not kinds:
        return
    ((kind, often),) = kinds.most_common(1)
    if often * 5 < sum(kinds.values()) * 3 or len(kind) < 3 or sum(kinds.values()) < _FEWEST:
        return
    walls = next(walls for walls, words in bands if words and tuple(round(at / 4) for at in walls) == kind)
    columns = tuple(Column(left, right) for left, right in pairwise(walls))
    lines = [_in_boxes(own, words, walls) for own, words in bands if words]
    rows = [row for each in lines for row in _rows_of_band(each, lines)]
    if len(rows) >= _FEWEST:
        yield PageTable(columns, tuple(rows))


def _in_boxes(own: Sequence[float], words: Iterable[Word], walls: Sequence[float]) -> list[dict[int, list[Word]]]:
    """The lines of a band, each with its words by column; a box over several columns is in its first."""
    found: list[dict[int, list[Word]]] = []
    for line in lines_of(words):
        cells: dict[int, list[Word]] = {}
        for word in line.words:
            box = own[max(0, bisect(own, (word.left + word.right) / 2) - 1)]
            column = min(bisect_left(walls, box - 2 * _LEVEL), len(walls) - 2)
            cells.setdefault(column, []).append(word)
        found.append(cells)
    return found


def _rows_of_band(lines: Sequence[dict[int, list[Word]]], bands: Sequence[object]) -> list[Row]:
    """One row, or one a line if every line fills the same columns, or if it is as tall as a page."""
    full = {column for cells in lines for column in cells}
    alike = sum(set(cells) == full for cells in lines)
    if len(lines) > 1 and len(full) > 2 and alike * 5 >= len(lines) * 4:
        return [_row([cells]) for cells in lines]
    if len(lines) > _TALL and len(lines) > len(bands):
        return [_row(group) for group in _by_key(lines)]
    return [_row(lines)]


def _row(lines: Iterable[Mapping[int, list[Word]]]) -> Row:
    cells: dict[int, list[list[Word]]] = {}
    for line in lines:
        for column, words in line.items():
            cells.setdefault(column, []).append(words)
    return dict(sorted(cells.items()))


def _by_key(lines: Iterable[Mapping[int, list[Word]]]) -> Iterator[list[Mapping[int, list[Word]]]]:
    """Lines with those that fill few columns below them."""
    listed = list(lines)
    usual = _usual([len(cells) for cells in listed])
    group: list[Mapping[int, list[Word]]] = []
    for cells in listed:
        if group and _begins(cells, usual):
            yield group
            group = []
        group.append(cells)
    if group:
        yield group


def _usual(counts: Sequence[int]) -> int:
    """How many cells a row's first line has: what a quarter of the lines reach, for others go on with one before."""
    return sorted(counts)[len(counts) * 3 // 4]


def _begins(cells: Mapping[int, list[Word]], usual: int) -> bool:
    """Whether a line is a row's first: most columns are filled, and the first of them, or all but it."""
    return len(cells) * 2 >= usual and (0 in cells or len(cells) >= usual - 1)


def _written_tables(lines: Sequence[Line], layout: Layout, before: Sequence[Sequence[Column]]) -> Iterator[PageTable]:
    """Tables without walls."""
    across = _levels(layout.across)
    parted = [len(line.stretches()) > 1 for line in lines]
    for first, last in _runs(lines, parted):
        several = [line for line, is_parted in zip(lines[first:last], parted[first:last], strict=True) if is_parted]
        columns = _known(several, before) or (columns_of(several) if len(several) >= _FEWEST else ())
        if not 2 <= len(columns) <= _MOST_COLUMNS:
            continue
        begin, end = _with_edges(lines, first, last, columns[0].right, _OVERLEAF if before else _CLOSE)
        cells = [cells_of(line, columns) for line in lines[begin:end]]
        sums = [bool(_SUM.match(layout.text, line.words[0].start)) for line in lines[begin:end]]
        groups = [range(begin + start, begin + stop) for start, stop in _rows(lines[begin:end], cells, sums, across)]
        kept = [group for group in groups if group[0] < last and (before or group[-1] >= first)]
        rows = [_row(cells[n - begin] for n in group) for group in kept]
        yield PageTable(tuple(columns), tuple(map(_own, rows)))


def _known(lines: Sequence[Line], before: Sequence[Sequence[Column]]) -> Sequence[Column]:
    """The columns of the table before that a few lines fill: they are too few to tell columns by themselves."""
    if len(lines) < MANY:
        for columns in before:
            filled = [len(cells_of(line, columns)) for line in lines]
            if sum(count * 2 > len(columns) for count in filled) * 5 >= len(lines) * 4:
                return columns
    return ()


def _own(row: Row) -> Row:
    """A row as it is; what stands alone at the edge of the table is none of its columns."""
    return {-1: row[0]} if set(row) == {0} else row


def _runs(lines: Sequence[Line], parted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From where to where lines of several stretches follow each other closely, with what stands between them."""
    begin = end = None
    for index in (index for index, is_parted in enumerate(parted) if is_parted):
        if begin is None or end is None:
            begin = index
        elif index - end > _BETWEEN + 1 or any(map(_is_far, lines[end:index], lines[end + 1 : index + 1])):
            yield begin, end + 1
            begin = index
        end = index
    if begin is not None and end is not None:
        yield begin, end + 1


def _with_edges(lines: Sequence[Line], first: int, last: int, left: float, above: float) -> tuple[int, int]:
    """The same with lines right above and below, which may be of the first and of the last row.

    What begins at the table's edge is a title or another text.
    """
    begin, end = first, last
    while begin > max(0, first - _EDGE) and _is_edge(lines[begin - 1], lines[begin], left, above):
        begin -= 1
    while end < min(len(lines), last + _EDGE) and _is_edge(lines[end], lines[end - 1], left, _CLOSE):
        end += 1
    return begin, end


def _is_edge(line: Line, neighbour: Line, left: float, close: float) -> bool:
    return abs(line.middle - neighbour.middle) < close * line.height and line.words[0].left > left


def _is_far(above: Line, below: Line) -> bool:
    return below.middle - above.middle > _BREAK * max(above.height, below.height)


def _rows(
    lines: Sequence[Line], cells: Sequence[Mapping[int, list[Word]]], sums: Sequence[bool], across: Sequence[Level]
) -> Iterator[tuple[int, int]]:
    """Where rows begin and end among the lines of a table."""
    usual = _usual([len(one) for one in cells if len(one) > 1])
    begins = [_begins(one, usual) or is_sum for one, is_sum in zip(cells, sums, strict=True)]
    starts = _between_rules(lines, begins, across) or _apart(lines, begins) or _by_lines(lines, cells, begins)
    yield from pairwise([*starts, len(lines)])


def _between_rules(lines: Sequence[Line], begins: Sequence[bool], across: Sequence[Level]) -> list[int]:
    """The first lines of rows, where a line is drawn between most of them."""
    left, right = min(line.words[0].left for line in lines), max(extent(line.words).right for line in lines)
    heights = [line.middle for line in lines]
    near = across[bisect(across, heights[0], key=_at) : bisect(across, heights[-1], key=_at)]
    drawn = [at for at, rules in near if _covers(rules, left, right)]
    starts = sorted({0, *(bisect(heights, at) for at in drawn)} - {len(lines)})
    if len(starts) < 3 or len(starts) * 5 < sum(begins) * 3:
        return []
    return starts if sum(begins[start] for start in starts) * 5 >= sum(begins) * 3 else []


def _covers(rules: Iterable[Rule], left: float, right: float) -> bool:
    return sum(max(0.0, min(rule.end, right) - max(rule.start, left)) for rule in rules) * 2 >= right - left


def _apart(lines: Sequence[Line], begins: Sequence[bool]) -> list[int]:
    """The first lines of rows, where more is left free between rows than between the lines of one."""
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    steps = sorted(set(gaps))
    jumps = sorted(((high / max(low, 1.0), (low + high) / 2) for low, high in pairwise(steps)), reverse=True)[
        :_MOST_JUMPS
    ]
    best: tuple[float, list[int]] = (0.0, [])
    for jump, limit in jumps if not all(begins) else ():
        starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > limit)]
        single = sum(sum(begins[start:stop]) == 1 for start, stop in pairwise([*starts, len(lines)]))
        if jump >= _TIGHT and single * 5 >= len(starts) * 4 and single * 5 >= sum(begins) * 4:
            best = max(best, (single / len(starts), starts), key=lambda one: one[0])
    return best[1]


def _by_lines(lines: Sequence[Line], cells: Sequence[Mapping[int, list[Word]]], begins: Sequence[bool]) -> list[int]:
    """The first lines of rows that stand as close as their lines: those that fill most columns.

    A value alone in the first column is a heading, or a sum: it belongs to no row.
    """
    pitch = median(below.middle - above.middle for above, below in pairwise(lines)) if len(lines) > 1 else 0.0
    starts = [0]
    for index in range(1, len(lines)):
        alone = len(cells[index]) == 1 and min(cells[index]) == 0
        after = len(cells[index - 1]) == 1 and min(cells[index - 1]) == 0
        far = lines[index].middle - lines[index - 1].middle > 1.5 * pitch
        if begins[index] or alone or after or far:
            starts.append(index)
    return starts

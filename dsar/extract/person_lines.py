"""Lists of people in running text: each one's lines are a row, as in a register.

Two are told from other texts. A *list of people*: lines, or paragraphs, that begin with a name, nearly all with
another one, most with a number, date or address besides. *Entries about many citizens*: each begins with a date (or
with the CPR number), and most hold another CPR number. One citizen's journal, in which a few write again and again,
is neither: its entries speak together, and are never parted. When in doubt a text stays a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from dsar.extract.line_cells import FEWEST_ROWS
from dsar.extract.person_heads import Start, is_known_by, is_record, numbers_of, start_of

_BETWEEN = 3
"""Lines or paragraphs, each with no name in front, that may stand between two people of one list."""

Stretch = tuple[int, int]
"""Lines from one to before another."""


class _Unit(NamedTuple):
    """A line, or a paragraph, with those that go on from it."""

    first: int
    last: int
    start: Start
    text: str
    is_apart: bool

    @property
    def is_head(self) -> bool:
        """Whether it begins with a name."""
        return bool(self.start.name)


class Piece(NamedTuple):
    """Some lines of a text: one person's, or what stands around them."""

    line: int
    text: str
    is_row: bool


def parted(text: str, *, goes_on: bool = False) -> Iterator[Piece]:
    """The rows of a text and the text around them, by the line they begin at (from 0); no word is lost."""
    lines = text.split("\n")
    done = 0
    for first, last in person_rows(lines, goes_on=goes_on):
        if any(map(str.strip, lines[done:first])):
            yield Piece(done, "\n".join(lines[done:first]) + "\n", is_row=False)
        yield Piece(first, "\n".join(lines[first:last]), is_row=True)
        done = last
    if not done or any(map(str.strip, lines[done:])):
        yield Piece(done, "\n".join(lines[done:]), is_row=False)


def parted_paragraphs(paragraphs: Sequence[str], *, goes_on: bool = False) -> Iterator[Piece]:
    """The same of paragraphs, which may hold line ends: the pieces by the paragraph they begin in (from 0)."""
    lines = [(number, line) for number, text in enumerate(paragraphs) for line in (*text.split("\n"), "")]
    texts = [line for _, line in lines]
    done = 0
    for first, last in person_rows(texts, goes_on=goes_on):
        yield from _between(lines[done:first])
        yield Piece(lines[first][0], "\n".join(filter(str.strip, texts[first:last])), is_row=True)
        done = last
    if done:
        yield from _between(lines[done:])
    elif paragraphs:
        yield Piece(0, "\n".join(paragraphs), is_row=False)


def _between(lines: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    written = [(number, line) for number, line in lines if line.strip()]
    if written:
        yield Piece(written[0][0], "\n".join(line for _, line in written), is_row=False)


def person_rows(lines: Sequence[str], *, goes_on: bool = False) -> list[Stretch]:
    """Which lines are about one person each, in their order; none if these lines are no list of people.

    Args:
        lines: whole lines, without their ends.
        goes_on: whether a list that began before them goes on here, so that few are enough.
    """
    written = sum(bool(line.strip()) for line in lines)
    if written < FEWEST_ROWS and not (goes_on and written):
        return []
    units = _by_line(lines)
    fewest = 1 if goes_on and units[0].start.begins else FEWEST_ROWS
    if sum(unit.start.begins for unit in units) < fewest:
        return []
    return _entries(lines, units, fewest) or _people(_by_paragraph(lines, units), fewest) or _people(units, fewest)


def _by_line(lines: Sequence[str]) -> list[_Unit]:
    """Lines with those below them that stand further right, or begin with a small letter."""
    units, was_blank = list[_Unit](), True
    for number, line in enumerate(lines):
        if line.strip():
            start = start_of(line)
            if not was_blank and _goes_on(units[-1].start, start):
                units[-1] = units[-1]._replace(last=number + 1)
            else:
                units.append(_Unit(number, number + 1, start, "", was_blank))
        was_blank = not line.strip()
    return [_with_text(unit, lines) for unit in units]


def _with_text(unit: _Unit, lines: Sequence[str]) -> _Unit:
    return unit._replace(text="\n".join(lines[unit.first : unit.last]))


def _goes_on(above: Start, start: Start) -> bool:
    if start.indent > above.indent:
        return above.begins or not start.begins
    return start.small and not start.marked


def _by_paragraph(lines: Sequence[str], units: Sequence[_Unit]) -> list[_Unit]:
    """Paragraphs between empty lines; none if names stand in front of their other lines too."""
    found, inner = list[_Unit](), 0
    for first, group in _paragraphs(units):
        found.append(_with_text(first._replace(last=group[-1].last), lines))
        inner += sum(unit.is_head for unit in group[1:])
    return found if inner * 10 <= len(found) else []


def _paragraphs(units: Sequence[_Unit]) -> Iterator[tuple[_Unit, list[_Unit]]]:
    group = list[_Unit]()
    for unit in units:
        if unit.is_apart and group:
            yield group[0], group
            group = []
        group.append(unit)
    if group:
        yield group[0], group


def _people(units: Sequence[_Unit], fewest: int) -> list[Stretch]:
    """The rows of lists in which a name stands in front."""
    found = list[Stretch]()
    for group in _runs(units):
        run = _trimmed(group)
        heads = [unit for unit in run if unit.is_head]
        few = len(heads) < (fewest if group[0] is units[0] else FEWEST_ROWS)
        if not few and len(heads) * 5 >= len(run) * 4 and _are_people(heads):
            found += _rows(run)
    return found


def _runs(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Names that follow each other, with no more than a little between them."""
    run, others = list[_Unit](), list[_Unit]()
    for is_head, group in groupby(units, key=lambda unit: unit.is_head):
        if not is_head:
            others = list(group)
            continue
        if run and len(others) <= _BETWEEN:
            run += [*others, *group]
        else:
            if run:
                yield run
            run = list(group)
    if run:
        yield run


def _trimmed(run: Sequence[_Unit]) -> Sequence[_Unit]:
    """Without names at either end that stand alone: to whom, and from whom."""
    first, end = 0, len(run)
    while first + 1 < end and _is_alone(run[first], run[first + 1]):
        first += 1
    while first + 1 < end and _is_alone(run[end - 1], run[end - 2]):
        end -= 1
    return run[first:end]


def _is_alone(unit: _Unit, beside: _Unit) -> bool:
    """Whether it is no more than a name, or nobody's, as what stands beside it is."""
    return not unit.is_head or (not is_record(unit.text) and (unit.start.bare or not beside.is_head))


def _are_people(heads: Sequence[_Unit]) -> bool:
    """Whether nearly all are different persons, of whom something is told that tells them from others.

    Behind dates, where the lines of one citizen's journal may begin with who wrote them, more is asked.
    """
    names = len({unit.start.name for unit in heads})
    told = sum(is_record(unit.text) for unit in heads)
    known = sum(unit.start.is_known for unit in heads)
    if sum(unit.start.dated for unit in heads) * 2 > len(heads):
        is_list = names * 10 >= len(heads) * 9 and sum(is_known_by(unit.text) for unit in heads) * 2 >= len(heads)
    else:
        is_list = names * 3 >= len(heads) * 2 and told * 5 >= len(heads) * 3
    return is_list and known * 2 >= len(heads) and _is_nobodys([numbers_of(unit.text) for unit in heads])


def _is_nobodys(numbers: Sequence[frozenset[str]]) -> bool:
    """Whether no CPR number stands in many entries: then they would be about one person."""
    counts = Counter(number for some in numbers for number in some)
    return max(counts.values(), default=0) <= max(1, len(numbers) // 5)


def _rows(run: Sequence[_Unit]) -> list[Stretch]:
    """A row each; what has neither name nor number, or no word in front as all others have, goes on from above."""
    rows, are_plain = list[Stretch](), sum(unit.start.marked for unit in run) * 5 <= len(run)
    for unit in run:
        is_odd = are_plain and not unit.text.lstrip()[0].isalpha()
        if rows and not unit.is_head and (is_odd or not is_record(unit.text)):
            rows[-1] = rows[-1][0], unit.last
        else:
            rows.append((unit.first, unit.last))
    return rows


def _entries(lines: Sequence[str], units: Sequence[_Unit], fewest: int) -> list[Stretch]:
    """The rows of entries about many citizens: each goes on to the next, the last one as the others do."""
    starts = [at for at, unit in enumerate(units) if unit.start.dated or unit.start.numbered]
    if len(starts) < fewest:
        return []
    spans = pairwise([*starts, _end(units, starts)])
    entries = [(units[first].first, units[end - 1].last) for first, end in spans]
    numbers = [numbers_of("\n".join(lines[first:last])) for first, last in entries]
    while numbers and not numbers[-1]:
        del numbers[-1], entries[-1]
    above = next((at for at, some in enumerate(numbers) if some), len(numbers))
    numbers, entries = numbers[above:], entries[above:]
    numbered = [some for some in numbers if some]
    different = len(set(numbered)) * 3 >= len(numbered) * 2
    is_many = len(entries) >= fewest and len(numbered) * 5 >= len(entries) * 3
    return entries if is_many and different and _is_nobodys(numbers) else []


def _end(units: Sequence[_Unit], starts: Sequence[int]) -> int:
    """Where the last entry ends: at an empty line, unless others go on behind one."""
    heads, last = set(starts), starts[-1]
    if any(units[at].is_apart for at in range(starts[0], last) if at not in heads):
        return len(units)
    return next((at for at in range(last + 1, len(units)) if units[at].is_apart), len(units))

"""Reads an item's candidate passages together with what stands around them.

A row of a register is a text of its own: other rows are about other people. All
else of an item is read as one text, so that a form's cells and a letter's pages
speak together.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dsar.extract.rows import columns, is_of_list, is_row, share_columns
from dsar.find.evidence import Look, Named, Reader, Reading, shared
from dsar.find.library import Library, Shelved
from dsar.find.mentions import CALLED
from dsar.find.over_pages import Laid
from dsar.find.traits import SURE
from dsar.model import Clue, HitPassage, Kind, Passage, Span

SMALL = 60
"""An item of up to so many passages is read whole; of a larger one, what stands around the candidates."""
AROUND = 1
LONGEST = 120_000
"""Characters read as one text."""
BATCH = 500
"""Passages of a large item that are looked through at a time."""

_OWN_NUMBERS = frozenset(
    {"cpr.equal", "cpr.split", "other.equal", "email.equal", "phone.equal", "email.shared", "phone.shared"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Passages that were read as one text, and what it says."""

    numbers: tuple[int, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    starts: tuple[int, ...]
    look: Look
    reading: Reading

    def shown(self, *, bare: bool) -> dict[int, HitPassage]:
        """The passages that have clues, by number; those with a first name or surname alone only if ``bare``."""
        clues: dict[int, list[Clue]] = {}
        told: set[int] = set()
        for clue, tells in _clues(self.reading):
            assert clue.span is not None
            at = bisect(self.starts, clue.span.start) - 1
            clues.setdefault(at, []).append(self._moved(clue, at))
            if tells:
                told.add(at)
        return {
            self.numbers[at]: HitPassage(self.passages[at].place, self.passages[at].text, tuple(clues[at]))
            for at in sorted(clues)
            if bare or at in told
        }

    @property
    def doubted(self) -> bool:
        """Whether something speaks against, or it has a name that is as often another's: father and son, twins.

        Then a row is not shown beside one that is surely the subject's.
        """
        full = [named for named in self.reading.named if not named.mention.bare]
        called = bool(full) and all(named.mention.rule == CALLED for named in full)
        return called or any(named.against for named in self.reading.named)

    @property
    def names(self) -> bool:
        """Whether it names the subject in full, and not somebody whose numbers are others'."""
        return any(not named.contradicted and not named.mention.bare for named in self.reading.named)

    @property
    def written(self) -> frozenset[frozenset[str]]:
        """The words of each full name of the subject, as it is written."""
        return frozenset(n.written for n in self.reading.named if not n.contradicted and not n.mention.bare)

    @property
    def homes(self) -> frozenset[str]:
        """Keys of the addresses beside the subject's full name."""
        named = (n for n in self.reading.named if not n.contradicted and not n.mention.bare)
        return frozenset(key for n in named for key in n.homes)

    @property
    def strongest(self) -> float:
        """The weight of the surest full name."""
        full = (n.mention.weight for n in self.reading.named if not n.contradicted and not n.mention.bare)
        return max(full, default=0.0)

    @property
    def supported(self) -> bool:
        """Whether any identifier of the subject stands in it."""
        return bool(self.reading.own)

    @property
    def has_own_number(self) -> bool:
        """Whether a number or mail address of the subject stands in it, by any name, or by theirs one with a slip."""
        rules = {clue.rule for clue in self.reading.own}
        return bool(rules & _OWN_NUMBERS) or ("cpr.near" in rules and self.names)

    @property
    def contacts(self) -> frozenset[Kind]:
        """Kinds of the telephones and mail addresses in it, anybody's."""
        return frozenset(f.kind for f in self.look.findings if f.kind in (Kind.PHONE, Kind.EMAIL) and f.score >= SURE)

    @property
    def own_contacts(self) -> frozenset[Kind]:
        """Kinds of the subject's telephones and mail addresses in it."""
        rules = {clue.rule for clue in self.reading.own}
        return frozenset(kind for kind in (Kind.PHONE, Kind.EMAIL) if f"{kind}.equal" in rules)

    def _moved(self, clue: Clue, at: int) -> Clue:
        assert clue.span is not None
        start = clue.span.start - self.starts[at]
        end = min(clue.span.end - self.starts[at], len(self.passages[at].text))
        return Clue(clue.rule, clue.weight, Span(start, end))


@dataclass(frozen=True, slots=True)
class Examined:
    """An item that says something of the subject: its texts, and where it lies."""

    shelved: Shelved
    text: Unit | None
    rows: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All that was read of it, text by text."""
        return (self.text, *self.rows) if self.text else self.rows

    def weighed(self, reader: Reader) -> Examined:
        """The same item, weighed anew by a reader that knows more."""
        if not any(reader.may_weigh_otherwise(unit.look) for unit in self.units):
            return self
        text = replace(self.text, reading=reader.weigh(self.text.look)) if self.text else None
        return Examined(self.shelved, text, tuple(replace(row, reading=reader.weigh(row.look)) for row in self.rows))


class Examiner:
    """Opens and reads items for one subject."""

    def __init__(self, reader: Reader, library: Library) -> None:
        self._reader, self._library = reader, library

    def examine(
        self, candidates: Sequence[Shelved], close: frozenset[int], homes: frozenset[int] = frozenset()
    ) -> Examined | None:
        """Read an item.

        Args:
            candidates: its passages that the index found, at least one.
            close: numbers of those that hold an identifier; the others are glanced at first.
            homes: numbers of those that hold the words of an address. They are read closely in an item that
                is read at all, and decide that it is read only if an identifier does stand in one.
        """
        reader = self._reader
        wanted = {
            c.number
            for c in candidates
            if c.number in close or reader.names_subject(c.passage.text) or self._ends_a_name(c)
        }
        if not wanted and not any(reader.has_identifier(c.passage) for c in candidates if c.number in homes):
            return None
        return self._read([c for c in candidates if c.number in wanted or c.number in homes])

    def _ends_a_name(self, one: Shelved) -> bool:
        """Whether the passage goes on with the subject's name, which begins where the passage before it ends."""
        if one.number == one.first or is_row(one.passage) or not self._reader.over_pages.may_go_on(one.passage.text):
            return False
        before = self._library.passages(one.item, one.number - 1, one.number)
        return any(self._reader.over_pages.has_name(passage.text, one.passage.text) for _, passage in before)

    def _read(self, wanted: Sequence[Shelved]) -> Examined | None:
        kept = {c.number: c for c in wanted}
        registers = _Registers(self._library)
        rows = [c for c in kept.values() if registers.has(c)]
        units = (self._unit([(c.number, c.passage)]) for c in rows)
        own = tuple(unit for unit in units if unit.reading.says_something)
        in_rows = {c.number for c in rows}
        rest = [c for c in kept.values() if c.number not in in_rows]
        text = self._text(rest, registers) if rest else None
        if text is not None and not text.reading.says_something:
            text = None
        return Examined(wanted[0], text, own) if text or own else None

    def bare_mentions(self, examined: Examined) -> dict[int, HitPassage]:
        """Passages of a large item, beyond those read, that name the subject by first name or surname alone."""
        where = examined.shelved
        found: dict[int, HitPassage] = {}
        if examined.text is None or where.count <= SMALL:
            return found
        for number, passage in self._library.passages(where.item, where.first, where.first + where.count):
            if number in examined.text.numbers or is_row(passage):
                continue
            unit = self._unit([(number, passage)])
            found |= unit.shown(bare=True)
        return found

    def _text(self, candidates: Sequence[Shelved], registers: _Registers) -> Unit:
        where = candidates[0]
        if where.count <= SMALL:
            wanted = list(range(where.first, where.first + where.count))
        else:
            near = {c.number + step for c in candidates for step in range(-AROUND, AROUND + 1)}
            wanted = sorted(n for n in near if where.first <= n < where.first + where.count)
        opened = {c.number: c.passage for c in candidates}
        for number, passage in self._opened(where.item, wanted):
            if number not in opened and not registers.holds(where, number, passage):
                opened[number] = passage
        return self._unit(sorted(opened.items()), first={c.number for c in candidates})

    def _opened(self, item: int, wanted: Sequence[int]) -> Iterable[tuple[int, Passage]]:
        for start, stop in _ranges(wanted):
            yield from self._library.passages(item, start, stop)

    def _unit(self, passages: Sequence[tuple[int, Passage]], first: set[int] | None = None) -> Unit:
        kept = _within(passages, first or set())
        starts, pieces, at = [], [], 0
        for _, passage in kept:
            starts.append(at)
            gap = "\n" if is_row(passage) else "\n\n"
            pieces.append(passage.text + gap)
            at += len(pieces[-1])
        found = (n for n, (number, _) in enumerate(kept) if number in (first or ()))
        places = [Span(starts[n], starts[n] + len(pieces[n])) for n in found]
        text = kept[0][1].text if len(kept) == 1 else "".join(pieces)
        look = self._reader.look(text, places, [Laid(n, at, p) for at, (n, p) in zip(starts, kept, strict=True)])
        numbers, own = tuple(n for n, _ in kept), tuple(p for _, p in kept)
        return Unit(numbers, own, tuple(starts), look, self._reader.weigh(look))


class _Registers:
    """Tells a register's rows from a form's: a register has the same columns row after row."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, bool] = {}

    def has(self, row: Shelved) -> bool:
        """Whether this passage is a register's row."""
        return self.holds(row, row.number, row.passage)

    def holds(self, where: Shelved, number: int, passage: Passage) -> bool:
        """Whether a passage of this item is a register's row; each table is looked at once."""
        if not is_row(passage):
            return False
        if is_of_list(passage):
            return True
        table = passage.place.rpartition(" ")[0]
        if table not in self._known:
            self._known[table] = self._repeats(where, number, passage)
        return self._known[table]

    def _repeats(self, where: Shelved, number: int, passage: Passage) -> bool:
        first, last = max(where.first, number - 1), min(where.first + where.count, number + 2)
        table = passage.place.rpartition(" ")[0]
        for other, neighbour in self._library.passages(where.item, first, last):
            if other != number and neighbour.place.rpartition(" ")[0] == table and _alike(passage, neighbour):
                return True
        return False


def _alike(one: Passage, other: Passage) -> bool:
    """Whether two rows have the same columns."""
    mine, theirs = columns(one), columns(other)
    if not mine and not theirs:  # no header: rows of three values and more are of a register
        return min(one.text.count("\n"), other.text.count("\n")) >= 2
    return share_columns(mine, theirs)


def _clues(reading: Reading) -> Iterable[tuple[Clue, bool]]:
    """Every clue that can be shown, and whether it tells more than a name alone."""
    for named in reading.named:
        if named.contradicted:
            yield from ((clue, True) for clue in _of_another(named))
            continue
        tells = not named.mention.bare or bool(named.supports)
        first, *more = named.mention.spans
        yield Clue(named.mention.rule, named.mention.weight, first), tells
        yield from ((Clue("name.part", 0.0, span), tells) for span in more)
        yield from ((clue, True) for clue in (*named.supports, *named.against))
    yield from ((clue, True) for clue in reading.loose)


def _of_another(named: Named) -> Iterable[Clue]:
    if named.mention.bare:
        yield from map(shared, named.supports)
    else:
        yield Clue(named.mention.rule, named.mention.weight, named.mention.whole)
        yield from named.supports
        yield from named.against


def _within(passages: Sequence[tuple[int, Passage]], first: set[int]) -> list[tuple[int, Passage]]:
    """As many passages as are read as one text: the candidates, then the others in their order."""
    room = LONGEST
    kept: list[tuple[int, Passage]] = []
    for number, passage in sorted(passages, key=lambda entry: (entry[0] not in first, entry[0])):
        room -= len(passage.text)
        if room >= 0 or number in first or not kept:
            kept.append((number, passage))
    return sorted(kept, key=lambda entry: entry[0])


def _ranges(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    start = stop = -1
    for number in numbers:
        if number != stop:
            if stop > start:
                yield start, stop
            start = number
        stop = number + 1
    if stop > start:
        yield start, stop

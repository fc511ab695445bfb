"""Which texts of an item are shown: of a register that surely has a row of the subject, the rows of others are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dsar.find.items import Unit
from dsar.find.traits import Home
from dsar.model import Kind, Level

UNSURE_ROW = 0.5
"""In an item that surely has a row of the subject, rows less likely than this are not shown."""
OTHERWISE = 0.1
"""A name that weighs so much less is written otherwise."""


@dataclass(frozen=True, slots=True)
class Surest:
    """What the texts have that most likely are about the subject.

    Attributes:
        written: the words of each full name in them.
        homes: keys of the addresses beside the fullest name.
        supported: whether any identifier of the subject stands in one of them.
        contacts: whether the subject's telephone or mail address stands in one of them: the kinds of those.
        strongest: the weight of the surest name.
    """

    units: tuple[Unit, ...]
    written: frozenset[frozenset[str]]
    homes: frozenset[str]
    supported: bool
    contacts: frozenset[Kind]
    strongest: float

    def shows(self, unit: Unit, p: float) -> bool:
        """Whether a text of an item that surely is a hit is shown; others are more likely another's.

        So is a row that has the name only, and written otherwise than in the surest rows, and
        one of the same surname and address.
        """
        if unit.has_own_number and Level.of(p) is not Level.OTHER:
            return True
        if p < UNSURE_ROW or (unit.doubted and Level.of(p) is Level.POSSIBLE):
            return False
        doubts = self._is_otherwise(unit) or self.has_namesake(unit) or self._is_reached_otherwise(unit)
        return unit.names and (unit.supported or not doubts)

    def has_namesake(self, unit: Unit) -> bool:
        """Whether a text says nothing of the subject but a name of fewer words, and has it at another address."""
        if unit.supported or not unit.homes or not self.homes or unit.homes & self.homes:
            return False
        fewer = all(any(mine < theirs for theirs in self.written) for mine in unit.written)
        return fewer and not any(Home.of(one).likeness(Home.of(other)) for one in unit.homes for other in self.homes)

    def _is_reached_otherwise(self, unit: Unit) -> bool:
        """Whether a text has another telephone and mail address where the subject's own stand in the surest."""
        return bool(self.contacts) and self.contacts <= unit.contacts

    def _is_otherwise(self, unit: Unit) -> bool:
        """Whether the name is in other words than beside the subject's own number; else, whether it tells less."""
        return not unit.written & self.written if self.supported else unit.strongest < self.strongest - OTHERWISE


def left_out(rows: Iterable[Unit], shown: Collection[int]) -> int:
    """How many rows bear the subject's name, with nothing that makes it another's, and are not shown."""
    return sum(row.names and not any(number in shown for number in row.numbers) for row in rows)


def surest(units: Sequence[Unit]) -> Surest:
    """Of texts that are equally likely about the subject, those that are not a namesake's."""
    every = _joined(units)
    kept = [unit for unit in units if not every.has_namesake(unit)]
    return every if len(kept) == len(units) else _joined(kept)


def _joined(units: Sequence[Unit]) -> Surest:
    longest = max((len(words) for unit in units for words in unit.written), default=0)
    fullest = (unit for unit in units if any(len(words) == longest for words in unit.written))
    return Surest(
        units=tuple(units),
        written=frozenset(words for unit in units for words in unit.written),
        homes=frozenset(key for unit in fullest for key in unit.homes),
        supported=any(unit.supported for unit in units),
        contacts=frozenset(kind for unit in units for kind in unit.own_contacts),
        strongest=max((unit.strongest for unit in units), default=0.0),
    )

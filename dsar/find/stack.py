"""Some of the items of a question: reads them, weighs them, and makes hits of them.

What other items show of the subject and of namesakes comes from outside between these steps, so
that several processes may each read a stack (:mod:`dsar.find.hands`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dsar.find.calibrate import calibrated
from dsar.find.copies import Weighed
from dsar.find.evidence import Reader, Reading
from dsar.find.items import Examined, Examiner
from dsar.find.judge import probability, role
from dsar.find.library import Library
from dsar.find.namesakes import Namesakes
from dsar.find.rows import left_out, surest
from dsar.index import item_and_number
from dsar.model import Clue, Hit, HitPassage, Level

AT_ONCE = 2000
"""Passages opened at a time."""
ROLE = "role"
"""Begins the rule of the clue that says what the subject is in the hit: ``role.subject``."""


@dataclass(frozen=True, slots=True)
class Found:
    """Entry ids that the index answered with.

    Attributes:
        every: all of them.
        close: those of passages with an identifier of the subject.
        homes: those with the words of an address of the subject, which are seldom one there.
    """

    every: frozenset[str]
    close: frozenset[str]
    homes: frozenset[str]

    def parted(self, count: int) -> list[list[str]]:
        """The ids in so many parts of about one size; an item is in one of them."""
        ordered = sorted(self.every, key=item_and_number)
        parts: list[list[str]] = [[] for _ in range(count)]
        for _, group in groupby(ordered, key=lambda entry: item_and_number(entry)[0]):
            min(parts, key=len).extend(group)
        return parts


class Stack:
    """Items that are read together. First :meth:`read`, then perhaps :meth:`reweigh`, then :meth:`hits`."""

    def __init__(
        self, entries: Sequence[str], found: Found, *, reader: Reader, library: Library, stores: frozenset[str] | None
    ) -> None:
        """Take these ids of what was ``found``; ``stores`` are those that the asker may see (None: all)."""
        self._entries, self._found = entries, found
        self._reader, self._library, self._stores = reader, library, stores
        self._examined: list[Examined] = []

    def reopen(self) -> None:
        """Make ready for a process that was forked."""
        self._library = self._library.reopened()

    def read(self) -> list[Reading]:
        """Read each item; what they say of the subject, text by text."""
        self._examined = list(self._each())
        return self._readings()

    def reweigh(self, homes: frozenset[str]) -> list[Reading]:
        """Weigh them anew, knowing (by their keys) more addresses of the subject."""
        knowing = self._reader.knowing(homes)
        self._examined = [item.weighed(knowing) for item in self._examined]
        return self._readings()

    def hits(self, known: Namesakes) -> list[Weighed]:
        """Those that come to something, knowing who else bears the name."""
        examiner = Examiner(self._reader, self._library)
        made = ((_hit(item, known, examiner), item) for item in self._examined)
        return [Weighed.of(hit, item) for hit, item in made if hit is not None]

    def _readings(self) -> list[Reading]:
        return [unit.reading for item in self._examined for unit in item.units]

    def _each(self) -> Iterator[Examined]:
        """Each item that says something of the subject."""
        examiner = Examiner(self._reader, self._library)
        for batch in _batches(self._entries):
            opened = self._library.shelved(batch, stores=self._stores)
            ordered = sorted(opened, key=lambda entry: item_and_number(entry[0]))
            for _, group in groupby(ordered, key=lambda entry: (entry[1].item, entry[1].first)):
                entries = list(group)
                close, homes = (
                    frozenset(shelved.number for entry, shelved in entries if entry in ids)
                    for ids in (self._found.close, self._found.homes)
                )
                examined = examiner.examine([shelved for _, shelved in entries], close, homes)
                if examined is not None:
                    yield examined


def _batches(ordered: Sequence[str]) -> Iterator[list[str]]:
    """Ids of whole items, some thousand at a time."""
    batch: list[str] = []
    for _, group in groupby(ordered, key=lambda entry: item_and_number(entry)[0]):
        batch += group
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _hit(item: Examined, known: Namesakes, examiner: Examiner) -> Hit | None:
    """The item as a hit; None where what it says of the subject comes to nothing."""
    judged = [(p, unit) for unit in item.units if (p := probability([unit.reading], known)) is not None]
    if not judged:
        return None
    best = max(p for p, _ in judged)
    level = Level.of(best)
    sure = level in (Level.CERTAIN, Level.LIKELY)
    best_texts = surest([unit for p, unit in judged if p == best])
    shown: dict[int, HitPassage] = {}
    for p, unit in judged:
        told = Level.of(p) is not Level.OTHER and (not sure or best_texts.shows(unit, p))
        if told or (p == best and not best_texts.has_namesake(unit)):
            shown |= unit.shown(bare=sure)
    if sure:
        shown |= examiner.bare_mentions(item)
    readings = [unit.reading for unit in best_texts.units]
    likely, seen = calibrated(best, readings, known)
    first, *rest = (shown[number] for number in sorted(shown))
    whole = [*([seen] if seen else ()), Clue(f"{ROLE}.{role(readings)}", 0.0)]
    first = replace(first, clues=(*first.clues, *whole))
    where = item.shelved
    return Hit(
        store=where.store,
        item=where.locator,
        title=where.title,
        probability=likely,
        activity=where.activity,
        duplicates=(),
        passages=(first, *rest),
        rows_left_out=left_out(item.rows, shown.keys()),
    )

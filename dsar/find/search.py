"""Everything about a subject: asks the index, opens what it found, weighs it, and ranks what is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dsar.crypto import Keys
from dsar.detect.lexicon import Lexicon
from dsar.find.calibrate import calibrated
from dsar.find.copies import Weighed, grouped
from dsar.find.evidence import Reader, Reading
from dsar.find.items import Examined, Examiner
from dsar.find.judge import probability, role
from dsar.find.library import Library
from dsar.find.namesakes import Namesakes, homes_of, namesakes
from dsar.find.person import Person
from dsar.find.query import questions
from dsar.find.rows import left_out, surest
from dsar.find.threads import THREAD_IDS, Letter, families
from dsar.find.traits import Finder, Identifiers
from dsar.garbage import seldom_sought
from dsar.index import item_and_number
from dsar.index.engine import Engine
from dsar.model import Answer, Clue, Finding, Hit, HitPassage, Kind, Level, Subject
from dsar.stated import author_of, date_of

if TYPE_CHECKING:
    from dsar.detect import Detectors

READ_FOR = frozenset({Kind.CPR, Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE})
"""Kinds of findings that tell who a text is about."""
AT_ONCE = 2000
"""Passages opened at a time."""
ROLE = "role"
"""Begins the rule of the clue that says what the subject is in the hit: ``role.subject``."""


@seldom_sought()
def find(
    subject: Subject,
    *,
    engine: Engine,
    library: Library,
    keys: Keys,
    today: date,
    stores: frozenset[str] | None = None,
    names: Path | None = None,
) -> Answer:
    """Find every item about the subject, in falling probability. There is no limit.

    Args:
        subject: as :func:`dsar.find.subject.load_subject` reads it.
        engine: the index.
        library: opens what the index finds.
        keys: those that the index was built with.
        today: the day to read two-digit years by.
        stores: those that the asker may see (None: all). The others are left out
            before anything is opened, counted or ranked, and are not spoken of.
        names: the customer's own list of names (``dsar.detect.lexicon.read_names``).

    Raises:
        StoreError: the index or the catalogue is damaged.
        SetupError: the list of names cannot be read.
    """
    started = time.perf_counter()
    detectors = _WhenAsked(lambda: _detectors(today, names))
    person = Person(subject, _lexicon(names))
    addresses = _WhenAsked(_addresses)
    identifiers = Identifiers(subject, addresses)
    asked = questions(person, identifiers.homes, engine=engine, keys=keys)
    close = frozenset(engine.search(asked.identifiers))
    homes_in_words = frozenset(engine.search(asked.homes)) - close
    reader = Reader(person, identifiers, detectors)
    examiner = Examiner(reader, library, identifiers)
    found = Found(close.union(homes_in_words, engine.search(asked.names)), close, homes_in_words)
    examined = list(_examined(found, examiner=examiner, library=library, stores=stores))
    known = namesakes(_readings(examined), subject)
    homes = homes_of(_readings(examined), known)
    if homes:  # what surely is the subject's tells where they live, and that decides other items
        knowing = reader.knowing(Identifiers(subject, addresses, homes))
        examined = [item.weighed(knowing) for item in examined]
        known = namesakes(_readings(examined), subject)
    hits = [Weighed.of(hit, item) for item in examined if (hit := _hit(item, known, examiner)) is not None]
    return Answer(
        hits=tuple(_unique(hits, subject, library=library, stores=stores)),
        searched=tuple(s for s in library.searched() if stores is None or s.store in stores),
        not_searched=tuple(s for s in library.not_searched() if stores is None or s.store in stores),
        gaps=tuple(gap for gap in library.gaps() if stores is None or gap.store in stores),
        seconds=time.perf_counter() - started,
    )


def _readings(examined: Iterable[Examined]) -> list[Reading]:
    return [unit.reading for item in examined for unit in item.units]


@dataclass(frozen=True, slots=True)
class _WhenAsked:
    """A finder that is made when the first text is looked through; many questions need none."""

    make: Callable[[], Finder]

    def detect(self, text: str) -> Iterable[Finding]:
        """As what was made does."""
        return self.make().detect(text)


@lru_cache(maxsize=1)
def _detectors(today: date, names: Path | None) -> Detectors:
    """Made once a process: the streets alone take longer than a question, and so do the patterns."""
    from dsar.detect import Detectors

    return Detectors(today=today, kinds=READ_FOR, names=names)


@lru_cache(maxsize=1)
def _addresses() -> Finder:
    """What reads the subject file's addresses, as it reads those of texts."""
    from dsar.detect.addresses import AddressDetector

    return AddressDetector()


@lru_cache(maxsize=1)
def _lexicon(names: Path | None) -> Lexicon:
    return Lexicon(more=names)


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


def _examined(
    found: Found,
    *,
    examiner: Examiner,
    library: Library,
    stores: frozenset[str] | None,
) -> Iterator[Examined]:
    """Each item that says something of the subject, read."""
    ordered = sorted(found.every, key=item_and_number)
    for batch in _batches(ordered):
        opened = sorted(library.shelved(batch, stores=stores), key=lambda entry: item_and_number(entry[0]))
        for _, group in groupby(opened, key=lambda entry: (entry[1].item, entry[1].first)):
            entries = list(group)
            close, homes = (
                frozenset(shelved.number for entry, shelved in entries if entry in ids)
                for ids in (found.close, found.homes)
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


def _unique(
    found: Iterable[Weighed], subject: Subject, *, library: Library, stores: frozenset[str] | None
) -> Iterator[Hit]:
    """One hit of each, in falling probability, with the places of its copies and the family of its mail."""
    ordered = sorted(found, key=lambda one: _rank(one.hit))
    twins = library.twins({one.digest for one in ordered if one.digest})
    kept = grouped(ordered, subject, twins=twins, stores=stores)
    known = library.stated(one.number for one in kept)
    stated = [known.get(one.number, ()) for one in kept]
    letters = [
        Letter(one.hit.store, one.hit.item, one.head, frozenset(s.value for s in of_it if s.kind in THREAD_IDS))
        for one, of_it in zip(kept, stated, strict=True)
    ]
    for one, of_it, family in zip(kept, stated, families(letters), strict=True):
        yield replace(one.hit, family=family, date=date_of(of_it), author=author_of(of_it))


def _rank(hit: Hit) -> tuple[float, str, str]:
    return -hit.probability, hit.store, hit.item

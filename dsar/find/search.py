"""Everything about a subject: asks the index, opens what it found, weighs it, and ranks what is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dsar.crypto import Keys
from dsar.detect.lexicon import Lexicon
from dsar.find.copies import Weighed, grouped
from dsar.find.evidence import Reader
from dsar.find.hands import hands, how_many
from dsar.find.library import Library
from dsar.find.namesakes import homes_of, namesakes
from dsar.find.person import Person
from dsar.find.query import questions
from dsar.find.stack import Found, Stack
from dsar.find.subject import address_detector, as_written
from dsar.find.threads import THREAD_IDS, Letter, families
from dsar.find.traits import Finder, Identifiers
from dsar.garbage import seldom_sought
from dsar.index.engine import Engine
from dsar.model import Answer, Finding, Hit, Kind, Subject
from dsar.stated import author_of, date_of

if TYPE_CHECKING:
    from dsar.detect import Detectors

READ_FOR = frozenset({Kind.CPR, Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE})
"""Kinds of findings that tell who a text is about."""


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
    cores: int = 1,
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
        cores: processes to read with at most, where there is enough to read; more than one forks this one.

    Raises:
        StoreError: the index or the catalogue is damaged.
        SetupError: the list of names cannot be read.
    """
    started = time.perf_counter()
    detectors = _WhenAsked(lambda: _detectors(today, names))
    subject = as_written(subject)
    person = Person(subject, _lexicon(names))
    addresses = _WhenAsked(address_detector)
    identifiers = Identifiers(subject, addresses)
    asked = questions(person, identifiers.homes, engine=engine, keys=keys)
    close = frozenset(engine.search(asked.identifiers))
    homes_in_words = frozenset(engine.search(asked.homes)) - close
    reader = Reader(person, identifiers, detectors)
    found = Found(close.union(homes_in_words, engine.search(asked.names)), close, homes_in_words)
    parts = found.parted(how_many(len(found.every), cores))
    stacks = [Stack(part, found, reader=reader, library=library, stores=stores) for part in parts]
    with hands(stacks) as reading:
        readings = reading.read()
        known = namesakes(readings, subject)
        homes = homes_of(readings, known)
        if homes:  # what surely is the subject's tells where they live, and that decides other items
            known = namesakes(reading.reweigh(homes), subject)
        hits = reading.hits(known)
    return Answer(
        hits=tuple(_unique(hits, subject, library=library, stores=stores)),
        searched=tuple(s for s in library.searched() if stores is None or s.store in stores),
        not_searched=tuple(s for s in library.not_searched() if stores is None or s.store in stores),
        gaps=tuple(gap for gap in library.gaps() if stores is None or gap.store in stores),
        seconds=time.perf_counter() - started,
    )


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
def _lexicon(names: Path | None) -> Lexicon:
    return Lexicon(more=names)


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

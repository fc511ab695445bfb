"""How long ``find`` takes: p50 and p95, at 100,000 passages and (DSAR_BENCH_LARGE=1) a million.

The passages are written from a seed: some fifty words, a citizen by name, in every
other one with CPR number, address and telephone, and two more people by name. First
names and surnames are drawn by how many Danes bear them, so common names are as common
as in life. The engine is the real one on disk; passages are opened from sealed bytes
of the same length. Every fourth person asked for bears one of the most common names.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from dsar.crypto import Keys
from dsar.detect.lexicon import Lexicon
from dsar.find import find
from dsar.find.library import Library, Shelved
from dsar.find.subject import subject_from
from dsar.index import entry_id, item_and_number
from dsar.index.engine import Entry
from dsar.index.terms import finding_term, terms
from dsar.index.whoosh import WhooshEngine
from dsar.model import Kind, NotSearched, Passage, Searched, StoreGap, Subject

KEYS = Keys(bytes(range(32)))
TODAY = date(2026, 11, 21)
STEPS = (100_000, 1_000_000)
ASKED = 100
PASSAGES_A_PERSON = 4
PAGES = 4
"""Passages of one item."""
STREETS = 800


@dataclass(frozen=True)
class Citizen:
    name: str
    cpr: str
    address: str
    phone: str

    @property
    def subject(self) -> Subject:
        fields = {"names": [self.name], "cpr": [self.cpr], "addresses": [self.address], "phones": [self.phone]}
        return subject_from(fields, "bench")


@dataclass
class Town:
    """People and passages, each made from its number."""

    passages: int
    first: tuple[list[str], list[int]] = field(init=False)
    last: tuple[list[str], list[int]] = field(init=False)
    words: tuple[list[str], list[float]] = field(init=False)
    streets: list[str] = field(init=False)

    def __post_init__(self) -> None:
        entries = [(word, entry) for word, entry in Lexicon() if word.isalpha()]
        self.first = _weighted([(word, entry.first) for word, entry in entries])
        self.last = _weighted([(word, entry.last) for word, entry in entries])
        self.streets = [f"{word.capitalize()}vej" for word, entry in entries if entry.word][:STREETS]
        common = [word for word, entry in entries if entry.word and not entry.first and not entry.last]
        self.words = common, list(accumulate(1 / (rank + 2) for rank in range(len(common))))

    def citizen(self, number: int) -> Citizen:
        rng = random.Random(number)
        born = date(2027, 1, 1) + timedelta(days=rng.randrange(3650))
        (first,), (last,) = (rng.choices(names, cum_weights=weights) for names, weights in (self.first, self.last))
        address = f"{rng.choice(self.streets)} {rng.randrange(1, 300)}, {rng.randrange(1, 6)}. tv, 9000 Aalborg"
        cpr = f"{born:%d%m%y}{rng.randrange(4000, 9999)}"
        return Citizen(
            f"{first.capitalize()} {last.capitalize()}", cpr, address, f"{rng.randrange(20_000_000, 99_999_999)}"
        )

    def people(self, number: int) -> tuple[Citizen, Citizen, Citizen]:
        """The person a passage is about, and two more."""
        rng = random.Random(-number - 1)
        count = self.passages // PASSAGES_A_PERSON
        return self.citizen(number % count), self.citizen(rng.randrange(count)), self.citizen(rng.randrange(count))

    def text(self, number: int) -> str:
        rng = random.Random(f"text {number}")
        own, second, third = self.people(number)
        words, weights = self.words
        lines = [" ".join(rng.choices(words, cum_weights=weights, k=17)) for _ in range(3)]
        about = f"{own.name}, cpr {own.cpr[:6]}-{own.cpr[6:]}, {own.address}, tlf. {own.phone}"
        head = about if number % 2 else own.name
        return f"Vedr. {head}\n{lines[0]} {second.name} {lines[1]}.\n{lines[2]}\n{third.name}, sagsbehandler"

    def entry(self, number: int) -> Entry:
        blind = set(terms(self.text(number), (), KEYS))
        if number % 2:  # what detection would have added, without its time
            own = self.people(number)[0]
            blind |= {finding_term(Kind.CPR, own.cpr, KEYS), finding_term(Kind.PHONE, f"+45{own.phone}", KEYS)}
        item = number // PAGES
        return Entry(entry_id(item, number % PAGES), str(item), frozenset(blind))


class SealedTown:
    """The library: a passage is written again, and sealed bytes of its length are opened."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._sealed = KEYS.seal(b"x" * 700)
        self.opened = 0

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        for entry in entry_ids:
            item, number = item_and_number(entry)
            passage = self._passage(item, number)
            yield entry, Shelved(item, 0, PAGES, "bench", f"{item}.pdf", f"{item}.pdf", None, None, number, passage)

    def passages(self, item: int, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        for number in range(max(0, start), min(stop, PAGES)):
            yield number, self._passage(item, number)

    def twins(self, digest: str) -> tuple[tuple[str, str], ...]:
        return ()

    def searched(self) -> tuple[Searched, ...]:
        return ()

    def not_searched(self) -> tuple[NotSearched, ...]:
        return ()

    def gaps(self) -> Iterable[StoreGap]:
        return ()

    def _passage(self, item: int, number: int) -> Passage:
        KEYS.open(self._sealed)
        self.opened += 1
        return Passage(f"side {number + 1}", self._town.text(item * PAGES + number))


_checked: type[Library] = SealedTown


def run() -> None:
    """Print the figures; about two minutes, half an hour with the million."""
    for size in STEPS[: 2 if os.environ.get("DSAR_BENCH_LARGE") else 1]:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Town(size), Path(folder))


def _measure(town: Town, folder: Path) -> None:
    engine = WhooshEngine(folder, create=True)
    engine.lock()
    started = time.perf_counter()
    numbers = iter(range(town.passages))
    while batch := [town.entry(number) for number in islice(numbers, 50_000)]:
        engine.add(batch)
    print(f"{town.passages:,} passages indexed in {time.perf_counter() - started:.0f} s; load {os.getloadavg()[0]:.1f}")
    library = SealedTown(town)
    find(town.citizen(0).subject, engine=engine, library=library, keys=KEYS, today=TODAY)
    asked = _asked(town)
    for kind, people in asked.items():
        wall, busy, hits, library.opened = [], [], 0, 0
        for citizen in people:
            at, worked = time.perf_counter(), time.process_time()
            answer = find(citizen.subject, engine=engine, library=library, keys=KEYS, today=TODAY)
            wall.append(time.perf_counter() - at)
            busy.append(time.process_time() - worked)
            hits += len(answer.hits)
        print(f"find, {kind}: p50 {_share(wall, 0.5)} p95 {_share(wall, 0.95)} ms")
        print(f"  of processor time: p50 {_share(busy, 0.5)} p95 {_share(busy, 0.95)} ms")
        print(f"  {hits / len(people):.0f} hits, {library.opened / len(people):.0f} passages opened each")
    print(f"bar: p95 ≤ 200 ms at 1,000,000; memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    engine.close()


def _asked(town: Town) -> dict[str, list[Citizen]]:
    count = town.passages // PASSAGES_A_PERSON
    drawn = [town.citizen(number) for number in random.Random(7).sample(range(count), min(count, 2000))]
    lexicon = Lexicon()

    def bearers(citizen: Citizen) -> int:
        first, last = citizen.name.lower().split()
        return lexicon.get(first).first * lexicon.get(last).last

    common = sorted(drawn, key=bearers, reverse=True)[: ASKED // 4]
    return {"drawn at random": drawn[:ASKED], "the most common names": common}


def _share(times: list[float], share: float) -> str:
    return f"{1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]:.0f}"


def _weighted(counts: list[tuple[str, int]]) -> tuple[list[str], list[int]]:
    kept = [(name, count) for name, count in counts if count]
    return [name for name, _ in kept], list(accumulate(count for _, count in kept))

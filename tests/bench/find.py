"""How long ``find`` takes on the real path, at 100,000 passages and (DSAR_BENCH_MILLION=1) a million.

The town of :mod:`tests.bench._town` is indexed through the crawl, once, and kept below
``/tmp``: catalogue, vault and index are the product's, on disk. Everybody is asked for
with their whole profile (name, CPR number, birth date, address, telephone, mail):
people drawn at random, and those of two thousand with the most common names. Wall time
and processor time are told apart, because other work on the machine stretches the first.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from dsar.app import Workspace, default_workers, open_workspace
from dsar.detect.lexicon import Lexicon
from dsar.find import find
from dsar.find.library import Library, Shelved
from dsar.index.engine import Engine, Entry, Query
from dsar.model import NotSearched, Passage, Searched, StoreGap, Subject
from dsar.stated import Stated
from tests.bench._town import TODAY, Town, prepared

STEPS = (100_000, 1_000_000)
ASKED, COMMON, DRAWN = 100, 25, 2_000


@dataclass
class Clock:
    """Processor time spent in the parts of a question, and what passed through them."""

    index: float = 0.0
    opening: float = 0.0
    opened: int = 0


@dataclass(frozen=True)
class TimedEngine:
    """The engine, with its time taken."""

    engine: Engine
    clock: Clock

    def add(self, entries: Iterable[Entry], *, replacing: Collection[str] = ()) -> None:
        """Not timed."""
        self.engine.add(entries, replacing=replacing)

    def remove(self, items: Collection[str]) -> None:
        """Not timed."""
        self.engine.remove(items)

    def search(self, query: Query) -> Iterator[str]:
        """Timed."""
        began = time.process_time()
        found = list(self.engine.search(query))
        self.clock.index += time.process_time() - began
        return iter(found)

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Timed."""
        began = time.process_time()
        found = self.engine.frequencies(terms)
        self.clock.index += time.process_time() - began
        return found

    def close(self) -> None:
        """Not timed."""
        self.engine.close()


@dataclass(frozen=True)
class TimedLibrary:
    """The library, with its time taken."""

    library: Library
    clock: Clock

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        """Timed."""
        began = time.process_time()
        found = list(self.library.shelved(entry_ids, stores=stores))
        self.clock.opening += time.process_time() - began
        self.clock.opened += len(found)
        return iter(found)

    def passages(self, item: int, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """Timed."""
        began = time.process_time()
        found = list(self.library.passages(item, start, stop))
        self.clock.opening += time.process_time() - began
        return iter(found)

    def twins(self, digests: Collection[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Timed."""
        began = time.process_time()
        found = self.library.twins(digests)
        self.clock.opening += time.process_time() - began
        return found

    def stated(self, places: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], tuple[Stated, ...]]:
        """Timed."""
        began = time.process_time()
        found = self.library.stated(places)
        self.clock.opening += time.process_time() - began
        return found

    def searched(self) -> tuple[Searched, ...]:
        """Not timed."""
        return self.library.searched()

    def not_searched(self) -> tuple[NotSearched, ...]:
        """Not timed."""
        return self.library.not_searched()

    def gaps(self) -> Iterable[StoreGap]:
        """Not timed."""
        return self.library.gaps()

    def reopened(self) -> Library:
        """Not timed: for another process."""
        return self.library.reopened()


def run() -> None:
    """Print the figures; the town is built first, if need be: some minutes, half an hour for the million."""
    for size in STEPS[: 2 if os.environ.get("DSAR_BENCH_MILLION") else 1]:
        folder, town = prepared(size), Town(size)
        print(f"{size:,} passages; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        with open_workspace(folder) as space:
            for kind, people in _asked(town).items():
                _measure(kind, [town.subject(number) for number in people], space)
        _cold(folder, town)


def _measure(kind: str, subjects: list[Subject], space: Workspace) -> None:
    clock = Clock()
    engine, library = TimedEngine(space.engine, clock), TimedLibrary(space.library, clock)
    cores = default_workers()

    def ask(subject: Subject, cores: int) -> int:
        answer = find(subject, engine=engine, library=library, keys=space.keys, today=TODAY, cores=cores)
        return len(answer.hits)

    ask(subjects[0], 1)
    clock.index = clock.opening = clock.opened = 0
    wall, alone, busy, hits = [], [], [], 0
    for number, subject in enumerate(subjects):
        order = (1, cores) if number % 2 else (cores, 1)  # the second finds at hand what the first had read
        for processes in dict.fromkeys(order):
            kept = replace(clock)
            began, worked = time.perf_counter(), time.process_time()
            found = ask(subject, processes)
            if processes == 1:
                alone.append(time.perf_counter() - began)
                busy.append(time.process_time() - worked)
                hits += found
            else:
                wall.append(time.perf_counter() - began)
                clock.index, clock.opening, clock.opened = kept.index, kept.opening, kept.opened
    count, total = len(subjects), sum(busy)
    wall = wall or alone
    print(f"find, {kind}, {cores} cores: p50 {_at(wall, 0.5)} p95 {_at(wall, 0.95)} max {_at(wall, 1)} ms")
    print(f"  with one: p50 {_at(alone, 0.5)} p95 {_at(alone, 0.95)} max {_at(alone, 1)} ms")
    print(f"  its processor time: p50 {_at(busy, 0.5)} p95 {_at(busy, 0.95)} max {_at(busy, 1)} ms")
    print(f"  each: {clock.opened / count:.0f} candidates read, {hits / count:.0f} hits")
    print(
        f"  index {clock.index / total:.0%}, catalogue and vault {clock.opening / total:.0%}, "
        f"reading and weighing {1 - (clock.index + clock.opening) / total:.0%}"
    )
    each = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"  peak memory {each[0]} MB (the bench's own included), of a forked process {each[1]} MB, much of it shared")


def _cold(folder: Path, town: Town) -> None:
    """The whole command, from its start to its last line, in a process of its own."""
    person = town.citizen(1)
    subject = f'{{"names": ["{person.name}"], "cpr": ["{person.cpr}"], "emails": ["{person.email}"]}}'
    command = [
        sys.executable,
        "-m",
        "dsar",
        "find",
        "-w",
        str(folder),
        "--subject",
        "-",
        "--purpose",
        "bench",
        "--json",
    ]

    def ask() -> object:
        return subprocess.run(command, input=subject, text=True, stdout=subprocess.DEVNULL, check=False)

    ask()
    wall, busy = zip(*(_timed(ask) for _ in range(5)), strict=True)
    print(f"`dsar find`, from its start to its end: {_at(wall, 0.5)} ms, of processor time {_at(busy, 0.5)} ms")


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return time.perf_counter() - began, busy


def _asked(town: Town) -> dict[str, list[int]]:
    drawn = Random(7).sample(range(town.people), min(town.people, DRAWN))
    lexicon = Lexicon()

    def bearers(number: int) -> int:
        person = town.citizen(number)
        first, last = person.first.partition(" ")[0].lower(), person.last.lower()
        return lexicon.get(first).first * lexicon.get(last).last

    common = sorted(drawn, key=bearers, reverse=True)[:COMMON]
    return {"drawn at random": drawn[:ASKED], "the most common names": common}


def _at(times: Iterable[float], share: float) -> str:
    ordered = sorted(times)
    return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.0f}"


_checked: tuple[type[Engine], type[Library]] = (TimedEngine, TimedLibrary)

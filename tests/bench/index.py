"""How fast segments are built, merged and searched, against Whoosh's own writer on the same passages in the same run.

The passages are drawn, not written: 70 words from a Zipf distribution over 200,000, a name of two or
three words from Zipf lists of 2,000 and 20,000, and four numbers that hardly come again (dates, amounts, a
CPR number): about what a page of case notes holds. Terms have the form that blinding gives them.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from pathlib import Path

from whoosh import fields, index

from dsar.index import entry_id
from dsar.index.builder import SegmentBuilder
from dsar.index.engine import All, Any, AtLeast, Entry, Query, Term
from dsar.index.merge import merge
from dsar.index.whoosh import WhooshEngine

TEXT_BYTES = 70 * 6.5 * 1.25 + 60
"""Of a passage: a repeated word stands once in the index, and in the text as often as it is used."""
SEGMENT = 4_000_000
STOCK_PASSAGES = 4_000
STEPS = (100_000, 1_000_000)
QUERIES = 300


class Passages:
    """An endless row of passages from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = self._zipf("w", 200_000)
        self._first = self._zipf("f", 2_000)
        self._last = self._zipf("l", 20_000)

    def entries(self) -> Iterator[Entry]:
        choices, number = self._random.choices, self._random.getrandbits
        item = 0
        while True:
            item += 1
            for passage in range(1 + number(3)):
                terms = set(choices(self._words[0], cum_weights=self._words[1], k=70))
                terms.update(self.name())
                terms.update(f"n{number(34):011d}" for _ in range(3))
                terms.add(f"c{number(22):011d}")
                yield Entry(entry_id(item, passage), str(item), frozenset(terms))

    def name(self) -> list[str]:
        first = self._random.choices(self._first[0], cum_weights=self._first[1], k=1 + self._random.getrandbits(1))
        return [*first, *self._random.choices(self._last[0], cum_weights=self._last[1])]

    def questions(self) -> Iterator[tuple[list[str], Query]]:
        """What is asked about a person: how common 2,000 spellings are, and then who has number or name.

        A name stands in a few spellings (here: other names of the lists), each part in one of them, beside a date.
        """
        while True:
            absent = [f"f{self._random.getrandbits(41):011x}" for _ in range(2_000)]
            parts = [self.name() for _ in range(3)]
            first, last = Any(tuple(Term(name[0]) for name in parts)), Any(tuple(Term(name[-1]) for name in parts))
            date = All(tuple(map(Term, self._random.choices(self._words[0][:200], k=3))))
            number = Term(f"c{self._random.getrandbits(22):011d}")
            yield absent, Any((number, AtLeast(2, (first, last, date))))

    def _zipf(self, letter: str, count: int) -> tuple[list[str], list[float]]:
        words = [f"{letter}{self._random.getrandbits(40):011x}" for _ in range(count)]
        return words, list(accumulate(1 / (rank + 2) for rank in range(count)))


def run() -> None:
    """Print the figures; about four minutes on a machine that does nothing else."""
    print(f"{os.cpu_count()} cores; load before the start: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        against_whoosh(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        at_size(Path(folder))


def against_whoosh(folder: Path) -> None:
    passages = list(islice(Passages(1).entries(), 10 * STOCK_PASSAGES))
    ours = len(passages) / timed(lambda: build(folder, passages))
    stock_folder = folder / "stock"
    stock_folder.mkdir()
    stock = STOCK_PASSAGES / timed(lambda: build_stock(stock_folder, passages[:STOCK_PASSAGES]))
    ours_few = STOCK_PASSAGES / timed(lambda: build(folder, passages[:STOCK_PASSAGES]))
    print(f"building: {ours:,.0f} passages/s of processor time ({ours_few:,.0f} in a batch of {STOCK_PASSAGES:,})")
    print(f"  Whoosh's own writer, same passages: {stock:,.0f} passages/s; ours is {ours_few / stock:.1f} times that")


def build(folder: Path, passages: list[Entry]) -> None:
    builder = SegmentBuilder(folder)
    for entry in passages:
        builder.add(entry)
    builder.finish()


def build_stock(folder: Path, passages: list[Entry]) -> None:
    schema = fields.Schema(id=fields.ID(stored=True), item=fields.ID, term=fields.KEYWORD)
    writer = index.create_in(str(folder), schema).writer(limitmb=512)
    for entry in passages:
        writer.add_document(id=entry.id, item=entry.item, term=" ".join(entry.terms))
    writer.commit()


def at_size(folder: Path) -> None:
    source = Passages(2)
    entries = source.entries()
    engine = WhooshEngine(folder, create=True)
    engine.lock()
    done = 0
    for size in STEPS:
        merged = grow(engine, folder, islice(entries, size - done))
        done = size
        report(engine, folder, source, size)
        print(f"  merged on the way: {merged}")
    engine.close()


def grow(engine: WhooshEngine, folder: Path, entries: Iterator[Entry]) -> str:
    postings, seconds = 0, 0.0
    builder = SegmentBuilder(folder)
    for entry in entries:
        builder.add(entry)
        if builder.size >= SEGMENT:
            engine.adopt([builder.finish()])
            builder = SegmentBuilder(folder)
    engine.adopt([builder.finish()])
    while due := engine.merge_due():
        start = time.process_time()
        built = merge(due)
        engine.adopt([built])
        seconds += time.process_time() - start
        postings += built.postings
    return f"{postings:,} postings at {postings / seconds / 1e6:.1f} million/s" if postings else "nothing"


def report(engine: WhooshEngine, folder: Path, source: Passages, size: int) -> None:
    size_bytes = sum(path.stat().st_size for path in folder.iterdir())
    cold = timed(lambda: WhooshEngine(folder).close())
    times, busy, hits = [], [], 0
    for spellings, query in islice(source.questions(), QUERIES):
        start, start_busy = time.perf_counter(), time.process_time()
        engine.frequencies(spellings)
        hits += sum(1 for _ in engine.search(query))
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - start_busy)
    times.sort()
    busy.sort()
    print(f"{size:,} passages in {len(list(folder.glob('*.blind')))} segments:")
    print(
        f"  search p50 {times[len(times) // 2] * 1e3:.1f} ms, p95 {times[len(times) * 95 // 100] * 1e3:.1f} ms,"
        f" worst {times[-1] * 1e3:.1f} ms (processor time: {busy[len(busy) // 2] * 1e3:.1f}, "
        f"{busy[len(busy) * 95 // 100] * 1e3:.1f}, {busy[-1] * 1e3:.1f} ms); {hits / QUERIES:,.0f} matches a query"
    )
    print(f"  opened cold in {cold * 1e3:.0f} ms")
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  index {size_bytes / 1e6:,.0f} MB, {size_bytes / (size * TEXT_BYTES):.2f} of the text's bytes;"
        f" peak RSS so far {rss:,.0f} MB with the benchmark's own lists"
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time, which others on the machine disturb least."""
    gc.collect()
    gc.freeze()  # what the benchmark holds in memory is no concern of the collector while the work is timed
    start = time.process_time()
    work()
    return time.process_time() - start

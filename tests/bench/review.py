"""What the review of a large case costs: holding 2,000 hits, listing them, deciding about all, releasing them."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dsar.cases.decisions import Act, Entry, standing
from dsar.cases.review import Policy, release
from dsar.cases.values import DecisionAction

HITS = 2_000
SIZE = 20_000


def run() -> None:
    from tests.cases.review_made import NOW
    from tests.cases.test_hold import Office, Shelf, found

    print(f"{HITS} hits of 5 texts each, in items of {SIZE} bytes; cases.db and vault on the disk; one process")
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), limit=10 * SIZE)
        case = office.open_case()
        shelf = Shelf()
        shelf.items = {f"{n}.txt": f"{n} ".encode() * (SIZE // 4) for n in range(HITS)}
        answer = [found(f"{n}.txt", f"Brev {n} til Anders. " * 200) for n in range(HITS)]
        _timed("search: number and hold", HITS, lambda: office.search(case, shelf, *answer))
        _timed("the same search again", HITS, lambda: office.search(case, shelf, *answer))
        hits = office.hits.all(case)
        drafts = [
            Entry(0, 0, Act.DECIDE, "m", NOW, hit=hit.number, action=DecisionAction.INCLUDE, content=hit.content)
            for hit in hits
        ]
        _timed("decide about all", HITS, lambda: office.hits.write(case, drafts, seen=0))
        _timed("release", HITS, lambda: release(office.hits.all(case), standing(office.hits.history(case)), Policy()))
        _timed("open every hit", HITS, lambda: [office.hits.open(case, hit.number) for hit in hits])
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"on the disk: {size / HITS / 1000:.1f} kB a hit")
        office.book.close()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _timed(what: str, count: int, act: Callable[[], object]) -> None:
    started = time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    print(f"{what:<26} {seconds:7.2f} s  {seconds / count * 1000:7.2f} ms a hit")

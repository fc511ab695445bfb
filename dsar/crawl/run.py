"""An indexing run over one store: compare with the catalogue, hand out batches, adopt what comes back.

The order of steps makes any interruption harmless: an item is noted as pending
before it is read; the index adopts its passages in one step; only then does the
catalogue call it done. What was adopted and not noted is read again by the next run.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from dsar.catalog.catalog import Catalog
from dsar.catalog.outcome import Planned
from dsar.connector import Connector
from dsar.crawl.batch import Job
from dsar.crawl.pool import Pool, Run, Workers
from dsar.errors import RetryError, SetupError
from dsar.index.whoosh import WhooshEngine
from dsar.model import Gap, GapCode, Item

FIRST_BATCH_ITEMS = 16
BATCH_ITEMS = 128
BATCH_BYTES = 32 * 1024 * 1024
LISTED = 500
"""Items that are compared with the catalogue in one step."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run over a store came to; ``items`` is what the store listed, ``gaps`` what is not read of it now."""

    store: str
    items: int
    read: int
    passages: int
    unchanged: int
    removed: int
    gaps: int
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: items listed so far, items finished (read or unchanged), bytes read."""

    listed: int
    finished: int
    bytes: int


def index_store(
    job: Job,
    store: str,
    connector: Connector,
    *,
    catalog: Catalog,
    engine: WhooshEngine,
    workers: Workers,
    progress: Callable[[Progress], None],
    retry: bool = False,
    again: GapCode | None = None,
    allow_empty: bool = False,
) -> Summary:
    """Bring the index up to date with one store.

    The caller holds the engine's write lock. Whatever was finished before an error is kept.

    Args:
        job: how a worker process gets its tools.
        store: the store's name.
        connector: lists the store, in this process.
        catalog: what is known so far.
        engine: adopts what the workers build.
        workers: where batches are read.
        progress: called now and then.
        retry: read items with gaps again although they are unchanged.
        again: the same for items with a gap of this code.
        allow_empty: believe a store that lists nothing although it held something before.

    Raises:
        SetupError: the store's settings are wrong, or it lists nothing although it held items.
        RetryError: the store cannot be reached now.
        StoreError: catalogue, index or vault cannot be written or are damaged.
    """
    started = time.monotonic()
    number, since = catalog.begin_run(store)
    run = Run(store, number)
    pool = Pool(job, run, workers, catalog=catalog, engine=engine)

    def tell() -> None:
        progress(Progress(run.listed, run.read + run.unchanged, run.bytes))

    try:
        for batch in _batches(_planned(connector.crawl(since), run, catalog, retry=retry, again=again)):
            pool.submit(batch)
            tell()
        pool.drain()
    finally:
        pool.close()
    tell()
    if run.listed == 0 and not allow_empty:
        _refuse_sudden_emptiness(catalog, store)
    for gone in catalog.unseen(store, number):
        engine.remove([str(item) for item in gone])
        catalog.forget(gone)
        run.removed += len(gone)
    catalog.end_run(store, number, None)
    return _summary(run, catalog, seconds=time.monotonic() - started)


@contextmanager
def failures_noted(catalog: Catalog, store: str) -> Iterator[None]:
    """Why a store cannot be read now is kept, so that answers tell it until it can.

    Damage of our own data is not noted: each command meets it, and there may be no room for a note.
    """
    try:
        yield
    except (SetupError, RetryError) as error:
        catalog.note_failure(store, str(error))
        raise


def _summary(run: Run, catalog: Catalog, *, seconds: float) -> Summary:
    return Summary(
        store=run.store,
        items=run.listed,
        read=run.read,
        passages=run.passages,
        unchanged=run.unchanged,
        removed=run.removed,
        gaps=catalog.gap_counts().get(run.store, Counter()).total(),
        bytes=run.bytes,
        seconds=seconds,
    )


def _refuse_sudden_emptiness(catalog: Catalog, store: str) -> None:
    """An unmounted share looks like an empty folder: believing it would remove everything from the index."""
    held = next((s.items for s in catalog.searched() if s.store == store), 0)
    if held:
        raise SetupError(
            f"{store}: the store lists nothing, but held {held} items before. Check that it is mounted; "
            f"if it really is empty now, run: dsar index {store} --allow-empty"
        )


def _planned(
    listed: Iterable[Item | Gap], run: Run, catalog: Catalog, *, retry: bool, again: GapCode | None
) -> Iterator[Planned]:
    """What is to be read of a listing; what is unchanged and what cannot be listed is noted on the way."""
    for block in _blocks(listed, LISTED):
        items: dict[str, Item] = {}
        for one in block:
            match one:
                case Gap():
                    catalog.note_gap(run.store, run.number, one)
                case Item():
                    items[one.locator] = one
        planned = catalog.plan(run.store, run.number, list(items.values()), retry=retry, again=again)
        run.listed += len(items)
        run.unchanged += len(items) - len(planned)
        yield from planned


def _blocks(listed: Iterable[Item | Gap], size: int) -> Iterator[list[Item | Gap]]:
    remaining = iter(listed)
    while block := list(islice(remaining, size)):
        yield block


def _batches(planned: Iterable[Planned]) -> Iterator[tuple[Planned, ...]]:
    """Batches of bounded number and bytes; the first ones small, so that every worker has some of a small store."""
    batch: list[Planned] = []
    size, most = 0, FIRST_BATCH_ITEMS
    for one in planned:
        batch.append(one)
        size += one.item.size or 0
        if len(batch) >= most or size >= BATCH_BYTES:
            yield tuple(batch)
            batch, size, most = [], 0, min(2 * most, BATCH_ITEMS)
    if batch:
        yield tuple(batch)

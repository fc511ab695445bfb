"""Batches on their way through worker processes, and what happens when one of those dies."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from dsar.catalog.catalog import Catalog
from dsar.catalog.outcome import Outcome, Planned
from dsar.crawl.batch import BatchResult, Job, read_batch
from dsar.index.builder import BuiltSegment
from dsar.index.merge import merge
from dsar.index.whoosh import WhooshEngine
from dsar.model import Gap, GapCode

AHEAD = 2
"""Batches under way for each worker: enough to keep it busy, few enough to keep memory flat."""

Batch = tuple[Planned, ...]
P = ParamSpec("P")
R = TypeVar("R")


class Workers:
    """The worker processes: started when first needed, kept between stores, started anew when one has died."""

    def __init__(self, start: Callable[[], Executor], count: int) -> None:
        self._start, self.count = start, count
        self._executor: Executor | None = None

    def submit(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a call in one of them.

        Raises:
            BrokenExecutor: one has died; :meth:`restart` before the next call.
        """
        if self._executor is None:
            self._executor = self._start()
        return self._executor.submit(call, *args, **kwargs)

    def restart(self) -> None:
        """End them; the next call starts new ones."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    close = restart


@dataclass(slots=True)
class Run:
    """A run over a store, and what it has come to so far."""

    store: str
    number: int
    listed: int = 0
    unchanged: int = 0
    read: int = 0
    removed: int = 0
    passages: int = 0
    bytes: int = 0


class Pool:
    """Hands out batches, and adopts and records each result as it comes.

    A worker process that dies takes the whole executor with it. Then every batch
    under way is tried again, one item at a time, in a new one; an item that kills
    its worker again is a gap ``crashed``.
    """

    def __init__(self, job: Job, run: Run, workers: Workers, *, catalog: Catalog, engine: WhooshEngine) -> None:
        self._job, self._run, self._workers = job, run, workers
        self._catalog, self._engine = catalog, engine
        self._under_way: dict[Future[BatchResult], Batch] = {}
        self._merging: Future[BuiltSegment] | None = None

    def submit(self, batch: Batch) -> None:
        """Hand out a batch; waits while enough are under way."""
        while len(self._under_way) >= self._workers.count * AHEAD:
            self._collect()
        try:
            self._under_way[self._read(batch)] = batch
        except BrokenExecutor:
            self._recover([batch])

    def drain(self) -> None:
        """Wait until everything handed out is recorded and no merge is due."""
        while self._under_way:
            self._collect()
        self._adopt_merged(at_rest=True)
        while self._merging is not None:
            wait([self._merging])
            self._adopt_merged(at_rest=True)

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest; what it wrote is not adopted."""
        wait([future for future in self._under_way if not future.cancel()])
        if self._merging is not None and not self._merging.cancel():
            wait([self._merging])

    def _collect(self) -> None:
        finished, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        lost: list[Batch] = []
        for future in finished:
            batch = self._under_way.pop(future)
            try:
                result = future.result()
            except BrokenExecutor:
                lost.append(batch)
            else:
                self._keep(result)
        if lost:
            self._recover(lost)
        self._adopt_merged()

    def _keep(self, result: BatchResult) -> None:
        """First the index, in one step with what is replaced; then the catalogue."""
        replaced = [
            str(number) for outcome in result.outcomes for number in (*outcome.planned.replaces, outcome.planned.id)
        ]
        self._engine.adopt(result.segments, replacing=replaced)
        self._catalog.record(self._run.store, self._run.number, result.outcomes)
        self._run.read += len(result.outcomes)
        self._run.passages += sum(outcome.entries for outcome in result.outcomes)
        self._run.bytes += result.bytes

    def _adopt_merged(self, *, at_rest: bool = False) -> None:
        """Take in a merge that has ended; start one where one is due: at rest, until few segments are left."""
        if self._merging is not None:
            if not self._merging.done():
                return
            merging, self._merging = self._merging, None
            try:
                self._engine.adopt([merging.result()])
            except BrokenExecutor:
                return  # nothing is lost: it stays due
        due = self._engine.merge_due(at_rest=at_rest)
        if due is not None:
            try:
                self._merging = self._workers.submit(merge, due)
            except BrokenExecutor:
                self._recover([])

    def _recover(self, lost: list[Batch]) -> None:
        """Start anew, and try what was under way one item at a time, so that the culprit is known."""
        lost = [*lost, *self._under_way.values()]
        self._under_way.clear()
        self._merging = None
        self._workers.restart()
        for planned in (one for batch in lost for one in batch):
            try:
                self._keep(self._read((planned,)).result())
            except BrokenExecutor:
                self._workers.restart()
                gap = Gap("", GapCode.CRASHED, "reading it ends the worker process; try it alone with: dsar read")
                self._keep(BatchResult((Outcome(planned, (), (), (gap,), 0),), (), 0))

    def _read(self, batch: Batch) -> Future[BatchResult]:
        return self._workers.submit(read_batch, self._job, self._run.store, batch)

"""Batches on their way through worker processes, and what happens when one of those dies."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass

from dsar.catalog.catalog import Catalog, Outcome, Planned
from dsar.crawl.worker import BatchResult, Job, read_batch
from dsar.index.builder import BuiltSegment
from dsar.index.merge import merge
from dsar.index.whoosh import WhooshEngine
from dsar.model import Gap, GapCode

AHEAD = 2
"""Batches under way for each worker: enough to keep it busy, few enough to keep memory flat."""

Batch = tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Workers:
    """Where batches are read: an executor, and how to get a new one when a process of it has died."""

    start: Callable[[], Executor]
    count: int


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

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

    def __init__(
        self, job: Job, run: int, workers: Workers, catalog: Catalog, engine: WhooshEngine, tally: Tally
    ) -> None:
        self._job, self._run, self._workers = job, run, workers
        self._catalog, self._engine, self._tally = catalog, engine, tally
        self._executor = workers.start()
        self._under_way: dict[Future[BatchResult], Batch] = {}
        self._merging: Future[BuiltSegment] | None = None

    def submit(self, batch: Batch) -> None:
        """Hand out a batch; waits while enough are under way."""
        while len(self._under_way) >= self._workers.count * AHEAD:
            self._collect()
        try:
            self._under_way[self._executor.submit(read_batch, self._job, batch)] = batch
        except BrokenExecutor:
            self._recover([batch])

    def drain(self) -> None:
        """Wait until everything handed out is recorded and no merge is due."""
        while self._under_way:
            self._collect()
        while self._merging is not None:
            wait([self._merging])
            self._adopt_merged()

    def close(self) -> None:
        """Drop what has not begun, and end the workers."""
        self._executor.shutdown(wait=True, cancel_futures=True)

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
        self._catalog.record(self._job.store, self._run, result.outcomes)
        self._tally.read += len(result.outcomes)
        self._tally.passages += sum(outcome.entries for outcome in result.outcomes)
        self._tally.bytes += result.bytes

    def _adopt_merged(self) -> None:
        """Take in a merge that has ended; start one where one is due."""
        if self._merging is not None:
            if not self._merging.done():
                return
            merging, self._merging = self._merging, None
            try:
                self._engine.adopt([merging.result()])
            except BrokenExecutor:
                return  # nothing is lost: it stays due
        due = self._engine.merge_due()
        if due is not None:
            try:
                self._merging = self._executor.submit(merge, due)
            except BrokenExecutor:
                self._recover([])

    def _recover(self, lost: list[Batch]) -> None:
        """Start anew, and try what was under way one item at a time, so that the culprit is known."""
        lost = [*lost, *self._under_way.values()]
        self._under_way.clear()
        self._merging = None
        self._restart()
        for planned in (one for batch in lost for one in batch):
            try:
                self._keep(self._executor.submit(read_batch, self._job, (planned,)).result())
            except BrokenExecutor:
                self._restart()
                gap = Gap("", GapCode.CRASHED, "reading it ends the worker process; try it alone with: dsar read")
                self._keep(BatchResult((Outcome(planned, (), (), (gap,), 0),), (), 0))

    def _restart(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._workers.start()

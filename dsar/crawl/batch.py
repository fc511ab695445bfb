"""What a worker process is asked and what it answers; apart from it, so that who asks loads no detectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dsar.catalog.outcome import Outcome, Planned
from dsar.garbage import seldom_sought
from dsar.index.builder import BuiltSegment

if TYPE_CHECKING:
    from dsar.crawl.worker import Tools


@dataclass(frozen=True, slots=True)
class Job:
    """Where a worker gets its tools; equal jobs share them."""

    make: Callable[[Path, date], Tools]
    root: Path
    today: date


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch came to."""

    outcomes: tuple[Outcome, ...]
    segments: tuple[BuiltSegment, ...]
    bytes: int


def read_batch(job: Job, store: str, planned: tuple[Planned, ...]) -> BatchResult:
    """Read items of a store and put them where the engine can adopt them.

    Raises:
        RetryError: the store cannot be reached now.
        StoreError: the vault or the index cannot be written.
    """
    from dsar.crawl.worker import Batch, tools_of

    with seldom_sought():
        batch = Batch(tools_of(job), store, job.today)
        outcomes = tuple(batch.read(one) for one in planned)
        return BatchResult(outcomes, batch.finish(), batch.bytes)

"""Where the time of an indexing run goes: a run in this process, with a stopwatch around each stage.

The product is not touched: the functions that do the stages are wrapped where the worker calls them.
Reading happens in a child process beside it; "extract" is the time that the worker waits for the child.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dsar.app import open_workspace
from dsar.catalog.catalog import Catalog
from dsar.crawl import worker
from dsar.crawl.pool import Workers
from dsar.detect import Detectors
from dsar.extract.sandbox import Sandbox
from dsar.index.builder import SegmentBuilder
from dsar.index.whoosh import WhooshEngine
from dsar.vault import VaultWriter

STAGES = (
    ("open and spool", worker, "spool"),
    ("extract", Sandbox, "read"),
    ("detect", Detectors, "detect_each"),
    ("terms", worker, "terms"),
    ("build segments", SegmentBuilder, "add"),
    ("build segments", SegmentBuilder, "finish"),
    ("seal and write", VaultWriter, "put"),
    ("seal and write", VaultWriter, "finish"),
    ("adopt", WhooshEngine, "adopt"),
    ("catalogue", Catalog, "plan"),
    ("catalogue", Catalog, "record"),
)


class _Here(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def stages(workspace: Path) -> tuple[dict[str, float], float]:
    """Index a workspace anew; seconds by stage, and in all."""
    seconds = Counter[str]()
    with ExitStack() as stack:
        for stage, owner, name in STAGES:
            stack.enter_context(patch.object(owner, name, _timed(getattr(owner, name), stage, seconds)))
        started = time.perf_counter()
        with open_workspace(workspace) as space:
            space.discard()
        with open_workspace(workspace) as space:
            workers = Workers(_Here, 1)
            for store in space.named(()):
                space.index(store, workers=workers, progress=lambda _: None)
        worker.tools_of.cache_clear()
        whole = time.perf_counter() - started
    return dict(seconds), whole


def _timed(call: Callable[..., Any], stage: str, seconds: Counter[str]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        result = call(*args, **kwargs)
        seconds[stage] += time.perf_counter() - started
        return _each(result, stage, seconds) if stage == "extract" else result

    return timed


def _each(values: Iterator[Any], stage: str, seconds: Counter[str]) -> Iterator[Any]:
    """What a generator gives, timed up to each value."""
    while True:
        started = time.perf_counter()
        value = next(values, None)
        seconds[stage] += time.perf_counter() - started
        if value is None:
            return
        yield value

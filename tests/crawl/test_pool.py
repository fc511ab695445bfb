"""A worker process that dies costs the item that killed it, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dsar.catalog.catalog import Catalog
from dsar.crawl.batch import Job
from dsar.crawl.pool import Workers
from dsar.crawl.run import index_store
from dsar.crawl.worker import Tools
from dsar.detect import Detectors
from dsar.extract.extractor import Limits
from dsar.extract.sandbox import Sandbox
from dsar.index.engine import Term
from dsar.index.terms import word_term
from dsar.index.whoosh import WhooshEngine
from dsar.model import Item, Kind
from tests.crawl.bench import IN_ALL, KEYS, TODAY
from tests.memory_store import MemoryStore

CONTENT = {f"{number:03}.txt": f"fælles {number}".encode() for number in range(60)} | {"031 dræber.txt": b"x"}


class DeadlyStore(MemoryStore):
    """A store of which one item ends the process that opens it, as a fault in a library might."""

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        if "dræber" in item.locator:
            os.kill(os.getpid(), signal.SIGKILL)
        with super().open(item) as source:
            yield source


def deadly_tools(root: Path, today: date) -> Tools:
    store = DeadlyStore(CONTENT)
    return Tools(
        connector=lambda name: store,
        sandbox=Sandbox(Limits()),
        detectors=Detectors(today=today, kinds=frozenset({Kind.EMAIL})),
        keys=KEYS,
        limits=Limits(),
        vault=root / "vault",
        index=root / "index",
        temporary=root,
    )


def processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn"))


def test_an_item_that_kills_its_worker_is_a_gap_and_the_others_are_found(tmp_path: Path) -> None:
    catalog, engine = Catalog(tmp_path / "catalog.db", KEYS), WhooshEngine(tmp_path / "index", create=True)
    workers = Workers(processes, 2)
    engine.lock()
    try:
        summary = index_store(
            Job(deadly_tools, tmp_path, TODAY),
            "lager",
            DeadlyStore(CONTENT),
            catalog=catalog,
            engine=engine,
            workers=workers,
            progress=lambda state: None,
        )
        found = list(engine.search(Term(word_term(IN_ALL, KEYS))))
        gaps = [(gap.gap.locator, gap.gap.code.value) for gap in catalog.gaps()]
    finally:
        workers.close()
        engine.close()
        catalog.close()
    assert (summary.items, summary.gaps) == (61, 1)
    assert gaps == [("031 dræber.txt", "crashed")]
    assert len(found) == 60

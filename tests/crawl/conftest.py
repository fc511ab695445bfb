"""What tests of the crawl share: an extractor for a whole module, and a workspace with a store in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dsar.extract.extractor import Limits
from dsar.extract.sandbox import Sandbox
from tests.crawl.bench import Bench
from tests.memory_store import MemoryStore


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as made:
        yield made


@pytest.fixture
def bench(tmp_path: Path, sandbox: Sandbox) -> Iterator[Bench]:
    made = Bench(tmp_path / "state", MemoryStore({}), sandbox)
    yield made
    made.close()

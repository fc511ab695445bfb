"""A text that was met before is not looked through again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dsar.crawl.worker import Tools
from dsar.extract.extractor import Limits
from dsar.extract.sandbox import Sandbox
from dsar.model import Finding, Kind
from tests.crawl.bench import IN_ALL, TODAY, Bench
from tests.memory_store import MemoryStore

TEXT = f"{IN_ALL} Skriv til aase@mail.example"


class Counting:
    """Detectors that note what they are asked."""

    def __init__(self, tools: Tools) -> None:
        self._detectors, self.kinds, self.asked = tools.detectors, tools.detectors.kinds, list[str]()

    def detect_each(self, text: str, *wanted: frozenset[Kind]) -> tuple[tuple[Finding, ...], ...]:
        self.asked.append(text)
        return self._detectors.detect_each(text, *wanted)


def test_two_items_with_one_text_are_both_found_and_it_is_looked_through_once(tmp_path: Path) -> None:
    store = MemoryStore({"a.txt": TEXT.encode(), "b.txt": TEXT.encode(), "c.txt": b"andet"})
    with Sandbox(Limits()) as sandbox:
        bench = Bench(tmp_path / "b", store, sandbox)
        tools = bench.tools(tmp_path, TODAY)
        counting = Counting(tools)
        shared = replace(tools, detectors=counting)  # type: ignore[arg-type]  # the two things that a worker asks
        bench.tools = lambda root, today: shared  # type: ignore[method-assign]
        bench.index()
        found = bench.found()
        bench.close()
    assert [(locator, text) for locator, _, text in found] == [("a.txt", TEXT), ("b.txt", TEXT)]
    assert counting.asked.count(TEXT) == 1

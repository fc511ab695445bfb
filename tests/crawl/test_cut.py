"""A run that is cut anywhere and resumed finds the same as one that was not cut."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsar.extract.sandbox import Sandbox
from tests.crawl.bench import Bench
from tests.memory_store import MemoryStore

STEPS = {"begin_run", "plan", "record", "note_gap", "forget", "end_run", "adopt", "remove"}


class CutError(Exception):
    """Stands for the end of the process."""


class Counter:
    """Counts steps over several objects, and cuts before or after one of them."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.left, self.after = at, after

    def wrap(self, target: Any) -> Any:
        counter = self

        class Proxy:
            def __getattr__(self, name: str) -> Any:
                attribute = getattr(target, name)
                return counter.step(attribute) if name in STEPS else attribute

        return Proxy()

    def step(self, call: Any) -> Any:
        def stepped(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise CutError
            result = call(*args, **kwargs)
            if self.left == 0:
                raise CutError
            return result

        return stepped


texts = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt", "c/d.txt", "c/e.txt", "f.txt"]),
    st.sampled_from(["et", "to", "tre"]).map(lambda word: f"fælles {word}".encode()),
    min_size=1,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=texts, after=texts, cuts=st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=3))
def test_cut_anywhere_and_resumed_equals_uncut(
    before: dict[str, bytes], after: dict[str, bytes], cuts: list[tuple[int, bool]], sandbox: Sandbox
) -> None:
    with TemporaryDirectory() as folder:
        state, store = Path(folder) / "state", MemoryStore(dict(before))
        for content, at, late in [(before, *cuts[0]), *((after, *cut) for cut in cuts)]:
            store.content = dict(content)
            _index_cut(state, store, sandbox, Counter(at, after=late))
        bench = Bench(state, store, sandbox)
        store.content = dict(after)
        bench.index(allow_empty=True)
        assert [(locator, text) for locator, _, text in bench.found()] == sorted(
            (locator, data.decode()) for locator, data in after.items()
        )
        assert bench.gaps() == []
        bench.close()


def _index_cut(state: Path, store: MemoryStore, sandbox: Sandbox, counter: Counter) -> None:
    bench = Bench(state, store, sandbox)
    try:
        bench.index(catalog=counter.wrap(bench.catalog), engine=counter.wrap(bench.engine))
    except CutError:
        pass
    finally:
        bench.close()


def test_what_was_listed_and_not_read_is_a_gap(tmp_path: Path, sandbox: Sandbox) -> None:
    store = MemoryStore({"a.txt": b"et", "b.txt": b"to"})
    _index_cut(tmp_path / "state", store, sandbox, Counter(3, after=False))
    bench = Bench(tmp_path / "state", store, sandbox)
    assert bench.gaps() == [("a.txt", "pending"), ("b.txt", "pending")]
    bench.close()

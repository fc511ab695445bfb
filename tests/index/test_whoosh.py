from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from whoosh import index, query

from dsar.errors import RetryError, StoreError
from dsar.index.builder import BuiltSegment, Consumed, SegmentBuilder, build
from dsar.index.engine import All, Any, AtLeast, Entry, Query, Term
from dsar.index.memory import MemoryEngine
from dsar.index.merge import FAN_IN, MergePlan, merge
from dsar.index.whoosh import WhooshEngine
from tests.contract.engine import EngineContract, Opener, entry, found, terms

LETTERS = "abcdef"


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        return lambda: WhooshEngine(tmp_path, create=True)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path, create=True)
    yield engine
    engine.close()


def plan_of_all(folder: Path) -> MergePlan:
    listed = [segment for _, segment in WhooshEngine(folder)._opened()]
    return MergePlan(folder, tuple(Consumed(s.name, s.documents, s.deleted) for s in listed))


def segments(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.blind"))


# Property: whatever happens, in whatever order, the answers are the reference's.

ids = st.builds("{}.{}".format, st.integers(0, 5), st.integers(0, 3))
entries = st.lists(st.builds(entry, ids, st.text(LETTERS, max_size=4)), max_size=6)
items = st.sets(st.integers(0, 6).map(str), max_size=3)
queries: st.SearchStrategy[Query] = st.recursive(
    st.builds(Term, st.sampled_from(LETTERS)),
    lambda part: st.one_of(
        st.builds(All, st.lists(part, max_size=3).map(tuple)),
        st.builds(Any, st.lists(part, max_size=3).map(tuple)),
        st.builds(AtLeast, st.integers(-1, 4), st.lists(part, max_size=4).map(tuple)),
    ),
    max_leaves=6,
)


class SameAnswers(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.engine = WhooshEngine(self.path, create=True)
        self.reference = MemoryEngine()
        self.merged: BuiltSegment | None = None

    def teardown(self) -> None:
        self.engine.close()
        self.folder.cleanup()

    @rule(batch=entries, replacing=items)
    def add(self, batch: list[Entry], replacing: set[str]) -> None:
        self.engine.add(batch, replacing=replacing)
        self.reference.add(batch, replacing=replacing)

    @rule(batches=st.lists(entries, max_size=3), replacing=items)
    def adopt_what_workers_built(self, batches: list[list[Entry]], replacing: set[str]) -> None:
        self.engine.lock()
        built = pickle.loads(pickle.dumps([build(self.path, batch) for batch in batches]))
        self.engine.adopt(built, replacing=replacing)
        self.reference.add([entry for batch in batches for entry in batch], replacing=replacing)

    @rule(gone=items)
    def remove(self, gone: set[str]) -> None:
        self.engine.remove(gone)
        self.reference.remove(gone)

    @precondition(lambda self: self.merged is None)
    @rule()
    def start_a_merge(self) -> None:
        self.engine.lock()
        plan = plan_of_all(self.path)
        if plan.inputs:
            self.merged = pickle.loads(pickle.dumps(merge(pickle.loads(pickle.dumps(plan)))))

    @precondition(lambda self: self.merged is not None)
    @rule()
    def end_the_merge(self) -> None:
        assert self.merged is not None
        self.engine.adopt([self.merged])
        self.merged = None

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = WhooshEngine(self.path)
        self.engine.lock()
        self.merged = None  # swept: nobody had adopted it

    @rule(query=queries)
    def ask(self, query: Query) -> None:
        answer = list(self.engine.search(query))
        assert sorted(answer) == sorted(self.reference.search(query))
        assert len(answer) == len(set(answer))

    @rule()
    def ask_how_frequent_terms_are(self) -> None:
        ours, exact = self.engine.frequencies(LETTERS), self.reference.frequencies(LETTERS)
        assert all(ours[letter] >= exact[letter] for letter in LETTERS)


TestSameAnswers = SameAnswers.TestCase
TestSameAnswers.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


# Whoosh itself opens the index and gives the same answers.


def as_whoosh(asked: Query) -> query.Query:
    match asked:
        case Term(term):
            return query.Term("term", term)
        case All(parts):
            return query.And(list(map(as_whoosh, parts)))
        case Any(parts):
            return query.Or(list(map(as_whoosh, parts)))
        case AtLeast():
            raise NotImplementedError


@pytest.mark.parametrize(
    "asked", [Term("b"), All(terms("ab")), Any(terms("axc")), All((Term("b"), Any(terms("ac")))), Term("x")]
)
def test_whooshs_own_searcher_gives_the_same_answers(engine: WhooshEngine, tmp_path: Path, asked: Query) -> None:
    engine.add(entry(f"{n}.0", "ab" if n % 3 else "bc") for n in range(3000))
    engine.add([entry("9000.0", "abc")], replacing=[str(n) for n in range(0, 500, 7)])
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        hits = sorted(hit["id"] for hit in searcher.search(as_whoosh(asked), limit=None))
    assert hits == found(engine, asked)


def test_whoosh_counts_the_entries(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a"), entry("1.1", "a"), entry("2.0", "a")])
    engine.remove(["2"])
    assert index.open_dir(str(tmp_path)).doc_count() == 2


# Segments from elsewhere.


def test_segments_of_several_workers_come_in_by_one_step(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a"), entry("2.0", "a")])
    built = [build(tmp_path, [entry("1.1", "a")]), build(tmp_path, [entry("3.0", "a")])]
    assert found(engine, "a") == ["1.0", "2.0"]
    engine.adopt(built, replacing=["1"])
    assert found(engine, "a") == ["1.1", "2.0", "3.0"]


def test_an_item_in_two_segments_of_one_step_is_whole(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "x"), entry("1.7", "x")])
    built = [build(tmp_path, [entry("1.0", "a"), entry("1.1", "a")]), build(tmp_path, [entry("1.1", "b")])]
    engine.adopt(built, replacing=["1"])
    assert (found(engine, "a"), found(engine, "b"), found(engine, "x")) == (["1.0"], ["1.1"], [])


def test_adopting_twice_changes_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.lock()
    built = [build(tmp_path, [entry("1.0", "a")])]
    engine.adopt(built, replacing=["1"])
    engine.adopt(built, replacing=["1"])
    assert found(engine, "a") == ["1.0"]


def test_a_builder_tells_how_many_postings_it_holds(tmp_path: Path) -> None:
    builder = SegmentBuilder(tmp_path)
    builder.add(entry("1.0", "abc"))
    builder.add(entry("1.1", "a"))
    assert builder.size == 4


def test_what_nobody_adopted_goes_with_the_next_writer(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a")])
    kept = segments(tmp_path)
    build(tmp_path, [entry("2.0", "a")])
    (tmp_path / "_MAIN_9.draft").touch()
    engine.close()
    again = WhooshEngine(tmp_path)
    again.lock()
    again.close()
    assert (segments(tmp_path), list(tmp_path.glob("*.draft"))) == (kept, [])


def test_a_segment_that_was_swept_cannot_be_adopted(engine: WhooshEngine, tmp_path: Path) -> None:
    built = build(tmp_path, [entry("1.0", "a")])
    engine.lock()
    with pytest.raises(StoreError, match="built before the lock"):
        engine.adopt([built])


# Merging.


def test_the_number_of_segments_stays_small(engine: WhooshEngine, tmp_path: Path) -> None:
    for n in range(5 * FAN_IN):
        engine.add([entry(f"{n}.0", "a")])
    assert len(segments(tmp_path)) <= FAN_IN


def test_at_rest_all_becomes_one_segment_but_for_a_much_larger_one(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add(entry(f"{n}.0", "abc") for n in range(40))
    large = segments(tmp_path)
    for n in range(100, 103):
        engine.add([entry(f"{n}.0", "ab")])
    while due := engine.merge_due(at_rest=True):
        engine.merge(due)
    assert (len(segments(tmp_path)), set(large) < set(segments(tmp_path))) == (2, True)
    engine.add(entry(f"{n}.0", "abc") for n in range(200, 210))
    while due := engine.merge_due(at_rest=True):
        engine.merge(due)
    assert (len(segments(tmp_path)), len(found(engine, "a"))) == (1, 53)


def test_at_rest_nothing_is_due_for_one_segment(engine: WhooshEngine) -> None:
    engine.add([entry("1.0", "a")])
    assert engine.merge_due(at_rest=True) is None


def test_a_segment_that_is_mostly_deleted_is_rewritten(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add(entry(f"{n}.0", "a") for n in range(10))
    engine.remove(["1", "2", "3"])
    assert engine.frequencies(["a"]) == {"a": 7}


def test_what_is_deleted_during_a_merge_stays_deleted(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a"), entry("2.0", "a"), entry("3.0", "a"), *(entry(f"{n}.0", "x") for n in range(9, 20))])
    engine.add([entry("4.0", "a"), entry("5.0", "a"), *(entry(f"{n}.0", "x") for n in range(20, 30))])
    engine.remove(["2"])
    built = merge(plan_of_all(tmp_path))
    engine.remove(["3", "5"])
    engine.adopt([built])
    assert (found(engine, "a"), segments(tmp_path)) == (["1.0", "4.0"], [built.name])


def test_a_merge_whose_segments_another_merged_is_dropped(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a")])
    engine.add([entry("2.0", "a")])
    plan = plan_of_all(tmp_path)
    first, second = merge(plan), merge(plan)
    engine.adopt([first])
    engine.adopt([second])
    assert found(engine, "a") == ["1.0", "2.0"]


def test_a_plan_that_is_out_of_date_says_so(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a")])
    engine.add([entry("2.0", "a")])
    plan = plan_of_all(tmp_path)
    engine.merge(plan)
    with pytest.raises(RetryError, match="Plan the merge again"):
        merge(plan)


def test_everything_removed_leaves_no_segment(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a")])
    engine.remove(["1"])
    assert (found(engine, "a"), segments(tmp_path)) == ([], [])


def test_removing_what_is_not_there_writes_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.add([entry("1.0", "a")])
    before = sorted(path.name for path in tmp_path.iterdir())
    engine.remove(["7"])
    assert sorted(path.name for path in tmp_path.iterdir()) == before


# Opening.


def test_where_there_is_no_index_a_reader_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no index here"):
        WhooshEngine(tmp_path / "index")


@pytest.mark.parametrize("write", [lambda e: e.add([]), lambda e: e.remove(["1"]), lambda e: e.lock()])
def test_two_writers_at_a_time_are_one_too_many(tmp_path: Path, write: Callable[[WhooshEngine], None]) -> None:
    first, second = WhooshEngine(tmp_path, create=True), WhooshEngine(tmp_path)
    first.lock()
    with pytest.raises(RetryError, match=r"another dsar index is running \(process [0-9]+ on "):
        write(second)
    first.close()
    write(second)
    second.close()

"""What every search engine must do. Subclass it and give the two fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from dsar.index.engine import All, Any, AtLeast, Engine, Entry, Query, Term

Opener = Callable[[], Engine]


def entry(id_: str, terms: str) -> Entry:
    """An entry of the item before the dot, with a term for each letter."""
    return Entry(id_, id_.partition(".")[0], frozenset(terms))


def found(engine: Engine, query: Query | str) -> list[str]:
    return sorted(engine.search(Term(query) if isinstance(query, str) else query))


def terms(letters: Iterable[str]) -> tuple[Term, ...]:
    return tuple(map(Term, letters))


class EngineContract:
    @pytest.fixture
    def opener(self) -> Opener:
        """Opens the one engine of this test, anew at each call, with all that was stored in it."""
        raise NotImplementedError

    @pytest.fixture
    def engine(self, opener: Opener) -> Iterable[Engine]:
        engine = opener()
        yield engine
        engine.close()

    def test_an_empty_engine_finds_nothing(self, engine: Engine) -> None:
        assert found(engine, "a") == []

    def test_a_term_finds_every_entry_that_holds_it(self, engine: Engine) -> None:
        engine.add([entry("1.0", "ab"), entry("1.1", "bc"), entry("2.0", "c")])
        assert found(engine, "b") == ["1.0", "1.1"]

    def test_a_term_is_not_found_by_its_beginning_or_in_other_case(self, engine: Engine) -> None:
        engine.add([Entry("1.0", "1", frozenset({"jensen"}))])
        assert found(engine, Any(terms(["jens", "jensens", "Jensen", ""]))) == []

    def test_all_needs_every_part(self, engine: Engine) -> None:
        engine.add([entry("1.0", "ab"), entry("1.1", "abc"), entry("2.0", "bc")])
        assert found(engine, All(terms("bc"))) == ["1.1", "2.0"]

    def test_any_needs_one_part(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("1.1", "ab"), entry("2.0", "c")])
        assert found(engine, Any(terms("abx"))) == ["1.0", "1.1"]

    def test_all_and_any_of_nothing_match_nothing(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a")])
        assert found(engine, Any((All(()), Any(()), AtLeast(1, ()), AtLeast(0, ())))) == []

    def test_all_with_a_part_that_matches_nothing_matches_nothing(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a")])
        assert found(engine, All((Term("a"), Any(())))) == []

    @pytest.mark.parametrize(
        ("count", "expected"),
        [(2, ["1.0", "1.1"]), (3, ["1.0"]), (4, []), (1, ["1.0", "1.1", "2.0"]), (0, ["1.0", "1.1", "2.0"])],
    )
    def test_at_least_counts_the_parts_that_match(self, engine: Engine, count: int, expected: list[str]) -> None:
        engine.add([entry("1.0", "abc"), entry("1.1", "bc"), entry("2.0", "c"), entry("3.0", "x")])
        assert found(engine, AtLeast(count, terms("abc"))) == expected

    def test_at_least_counts_a_part_as_often_as_it_is_given(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("2.0", "b")])
        assert found(engine, AtLeast(2, terms("aab"))) == ["1.0"]

    def test_queries_nest(self, engine: Engine) -> None:
        engine.add([entry("1.0", "abx"), entry("1.1", "cx"), entry("2.0", "ab"), entry("3.0", "acdx")])
        query = All((Term("x"), AtLeast(2, (All(terms("ab")), Any(terms("ac")), Term("d")))))
        assert found(engine, query) == ["1.0", "3.0"]

    def test_an_entry_without_terms_is_stored_and_never_found(self, engine: Engine) -> None:
        engine.add([entry("1.0", ""), entry("1.1", "a")])
        assert found(engine, "a") == ["1.1"]

    def test_any_string_may_be_a_term_or_an_id(self, engine: Engine) -> None:
        strange = frozenset({"", " ", "\x00", "æ", "\ud800", "a" * 70_000, "a\nb"})
        engine.add([Entry("x\x00\ud800\n", "item:\x00", strange)])
        assert found(engine, All(terms(strange))) == ["x\x00\ud800\n"]

    def test_every_match_is_returned_however_many(self, engine: Engine) -> None:
        engine.add(entry(f"{n // 100}.{n}", "a" if n % 2 else "ab") for n in range(10_001))
        assert found(engine, "a") == sorted(f"{n // 100}.{n}" for n in range(10_001))

    def test_a_rare_term_beside_a_common_one_is_found_wherever_it_stands(self, engine: Engine) -> None:
        rare = {0, 1023, 1024, 5000, 9999}
        engine.add(entry(f"{n}.0", "ab" if n in rare else "a") for n in range(10_000))
        assert found(engine, All(terms("ab"))) == sorted(f"{n}.0" for n in rare)

    def test_of_an_id_twice_in_a_batch_the_last_wins(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("1.1", "a"), entry("1.0", "b")])
        assert (found(engine, "a"), found(engine, "b")) == (["1.1"], ["1.0"])

    def test_an_id_that_is_there_already_is_stored_once(self, engine: Engine) -> None:
        engine.add([entry("1.0", "ab"), entry("1.1", "a")])
        engine.add([entry("1.0", "ac")])
        assert (found(engine, "a"), found(engine, "b"), found(engine, "c")) == (["1.0", "1.1"], [], ["1.0"])

    def test_replacing_an_item_removes_its_other_entries(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("1.1", "a"), entry("2.0", "a")])
        engine.add([entry("1.0", "a")], replacing=["1"])
        assert found(engine, "a") == ["1.0", "2.0"]

    def test_replacing_an_item_by_nothing_removes_it(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("2.0", "a")])
        engine.add([], replacing=["1", "unknown"])
        assert found(engine, "a") == ["2.0"]

    def test_removing_items_leaves_the_others(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a"), entry("11.0", "a"), entry("2.0", "a"), entry("2.1", "b")])
        engine.remove(["1", "2", "unknown"])
        assert (found(engine, "a"), found(engine, "b")) == (["11.0"], [])

    def test_a_removed_item_may_come_back(self, engine: Engine) -> None:
        engine.add([entry("1.0", "a")])
        engine.remove(["1"])
        engine.add([entry("1.0", "b")])
        assert (found(engine, "a"), found(engine, "b")) == ([], ["1.0"])

    def test_an_engine_opened_anew_finds_all_that_was_stored(self, opener: Opener) -> None:
        first = opener()
        first.add([entry("1.0", "a"), entry("2.0", "a")])
        first.remove(["2"])
        first.close()
        second = opener()
        assert found(second, "a") == ["1.0"]
        second.close()

    def test_another_reader_sees_a_write_when_it_has_returned(self, engine: Engine, opener: Opener) -> None:
        reader = opener()
        assert found(reader, "a") == []
        engine.add([entry("1.0", "a")])
        assert found(reader, "a") == ["1.0"]
        reader.close()

    def test_a_search_sees_the_state_it_began_with(self, engine: Engine, opener: Opener) -> None:
        engine.add(entry(f"{n}.0", "a") for n in range(5))
        reader = opener()
        answer = reader.search(Term("a"))
        first = next(answer)
        for _ in range(20):
            engine.add((entry(f"{n}.0", "a") for n in range(5, 9)), replacing=[str(n) for n in range(9)])
        assert sorted([first, *answer]) == [f"{n}.0" for n in range(5)]
        reader.close()

    def test_writing_many_times_loses_nothing(self, engine: Engine) -> None:
        for n in range(40):
            engine.add([entry(f"{n}.0", "ab"), entry(f"{n}.1", "b")])
        engine.remove([str(n) for n in range(0, 40, 2)])
        assert found(engine, "a") == sorted(f"{n}.0" for n in range(1, 40, 2))

    def test_frequencies_tell_in_how_many_entries_a_term_stands(self, engine: Engine) -> None:
        engine.add([entry("1.0", "ab"), entry("1.1", "b"), entry("2.0", "b")])
        assert engine.frequencies(["a", "b", "x"]) == {"a": 1, "b": 3, "x": 0}

    def test_frequencies_of_nothing_are_nothing(self, engine: Engine) -> None:
        assert engine.frequencies([]) == {}

    def test_closing_twice_is_harmless(self, engine: Engine) -> None:
        engine.close()
        engine.close()

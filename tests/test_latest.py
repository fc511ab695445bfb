"""What is known of what was asked for last is bounded, and the oldest goes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dsar.latest import Latest


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    known = Latest[str, int](most=2)
    known.keep("a", 1)
    known.keep("b", 2)
    known.get("a")
    known.keep("c", 3)
    assert [known.get(key) for key in "abc"] == [1, None, 3]


def test_a_key_larger_than_all_that_may_be_known_is_not_kept() -> None:
    known = Latest[str, int](most=3, size=len)
    assert known.keep("aaaa", 1) == 1
    assert known.get("aaaa") is None


def test_what_is_forgotten_makes_room() -> None:
    known = Latest[str, int](most=3, size=len)
    known.keep("aaa", 1)
    known.forget()
    known.keep("bbb", 2)
    assert (known.get("aaa"), known.get("bbb")) == (None, 2)


@given(st.lists(st.text("ab", max_size=4)), st.integers(0, 12))
def test_it_is_the_longest_run_of_latest_keys_that_its_bound_allows(asked: list[str], most: int) -> None:
    known = Latest[str, str](most, size=len)
    for key in asked:
        known.keep(key, key)
    room, kept = most, set()
    for key in dict.fromkeys(reversed(asked)):
        room -= len(key)
        if room < 0:
            break
        kept.add(key)
    assert {key for key in asked if known.get(key) is not None} == kept

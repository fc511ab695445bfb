"""Calls that are made again: how often, how long after, and what is said in the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.errors import RetryError
from dsar.retry import Backoff, retried


def failing(*errors: Exception) -> Callable[[], str]:
    """Fails with each of them in turn, then gives ``ok``."""
    left = list(errors)

    def call() -> str:
        if left:
            raise left.pop(0)
        return "ok"

    return call


def recorded(**options: float) -> tuple[Backoff, list[float]]:
    slept: list[float] = []
    return Backoff(sleep=slept.append, **options), slept  # type: ignore[arg-type]


def test_what_passes_is_tried_again_after_a_growing_wait() -> None:
    backoff, slept = recorded(first_s=1.0)
    call = failing(ConnectionError(), TimeoutError(), ConnectionError())
    assert retried(call, on=(OSError,), where="stores.x", backoff=backoff) == "ok"
    assert [0.5 <= slept[0] <= 1, 1 <= slept[1] <= 2, 2 <= slept[2] <= 4] == [True] * 3


def test_what_does_not_pass_is_raised_as_it_is() -> None:
    backoff, slept = recorded()
    with pytest.raises(ValueError, match="never"):
        retried(failing(ValueError("never")), on=(OSError,), where="stores.x", backoff=backoff)
    assert slept == []


def test_in_the_end_it_says_what_to_do_and_nothing_of_the_message() -> None:
    backoff, slept = recorded(attempts=3)
    errors = [ConnectionResetError(104, "Connection reset by peer", "hemmelig.txt")] * 3
    with pytest.raises(RetryError) as caught:
        retried(failing(*errors), on=(OSError,), where="stores.x: the server", backoff=backoff)
    assert str(caught.value) == (
        "stores.x: the server does not answer (connection reset by peer), tried 3 times. "
        "Run the same command again later; what was read is kept."
    )
    assert len(slept) == 2


def test_a_server_that_says_how_long_is_waited_for_so_long() -> None:
    backoff, slept = recorded()
    assert retried(failing(RetryError("busy", after_s=17)), on=(), where="x", backoff=backoff) == "ok"
    assert slept == [17]


def test_a_server_that_wants_more_patience_than_there_is_is_left() -> None:
    backoff, slept = recorded(patience_s=60)
    with pytest.raises(RetryError, match="busy"):
        retried(failing(RetryError("busy", after_s=61)), on=(), where="x", backoff=backoff)
    assert slept == []


def test_the_broken_connection_is_dropped_before_each_further_attempt() -> None:
    backoff, _ = recorded()
    dropped: list[int] = []
    call = failing(ConnectionError(), ConnectionError())
    retried(call, on=(OSError,), where="x", backoff=backoff, before_again=lambda: dropped.append(1))
    assert dropped == [1, 1]


@given(st.integers(1, 60), st.floats(0.001, 10), st.floats(0.001, 60))
def test_waits_are_as_many_as_there_are_further_attempts_and_bounded(n: int, first: float, most: float) -> None:
    waits = list(Backoff(attempts=n, first_s=first, most_s=most).waits())
    assert len(waits) == n - 1
    assert all(0 < wait <= most for wait in waits)

"""Processes at work: a page that kills its process, or stalls it, costs that page and no other."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from dsar.redact.hands import CHUNK, Hands
from dsar.redact.own import Own
from dsar.redact.removal import Options
from dsar.redact.work import Task

DEADLY = 11
TASK = Task(Path("x"), "", Own(frozenset(), (), (), frozenset()), Options(), date(2026, 11, 21), Path("x"))


def numbers(task: Task, add: int, start: int, stop: int) -> list[int]:
    """A piece of work that one page makes end badly."""
    del task
    if start <= DEADLY < stop:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number + add for number in range(start, stop)]


def pid(task: Task) -> int:
    del task
    return os.getpid()


def dead(task: Task) -> int:
    del task
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@pytest.mark.parametrize("count", [1, 2])
def test_only_the_page_that_kills_its_process_is_lost(count: int) -> None:
    pages = 3 * CHUNK
    with Hands(count) as hands:
        results = list(hands.over_pages(numbers, TASK, pages, 100))
    done = [(start, stop) for (start, stop), _ in results]
    assert [page for start, stop in done for page in range(start, stop)] == list(range(pages))
    assert [page for (start, stop), got in results if got is None for page in range(start, stop)] == [DEADLY]
    assert [n for _, got in results for n in got or ()] == [n + 100 for n in range(pages) if n != DEADLY]


def test_after_a_death_the_next_call_has_a_new_process() -> None:
    with Hands(1) as hands:
        assert hands.once(dead, TASK) is None
        assert hands.once(pid, TASK) != os.getpid()

"""Processes that work on the pages of files; one that dies or stalls costs the page it had, not the run."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from dsar.redact.work import Task, confine

CHUNK = 8
"""Pages that are handed out together: opening the file and starting to read it is done once for them."""
_PAGE_S = 180.0
_CALL_S = 1800.0
_AHEAD = 2

P = ParamSpec("P")
R = TypeVar("R")
Pages = tuple[int, int]


class Hands:
    """A pool of processes; a context manager. Used by one thread."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End them; the next call starts new ones."""
        executor, self._executor = self._executor, None
        if executor is not None:
            for process in list((executor._processes or {}).values()):  # noqa: SLF001 - one that stalls ends only so
                process.kill()
            executor.shutdown(wait=True, cancel_futures=True)

    def once(self, call: Callable[Concatenate[Task, P], R], task: Task, *given: P.args, **named: P.kwargs) -> R | None:
        """The result of one call, or None where its process died or stalled."""
        try:
            return self._submit(call, task, *given, **named).result(_CALL_S)
        except (BrokenExecutor, TookTooLong):
            self.close()
            return None

    def over_pages(
        self, call: Callable[Concatenate[Task, ...], R], task: Task, pages: int, *given: object
    ) -> Iterator[tuple[Pages, R | None]]:
        """Call for all pages, some at a time, as ``call(task, *given, start, stop)``; yield in the pages' order.

        None stands for the result of a page whose process died or stalled.
        """
        chunk = max(1, min(CHUNK, -(-pages // self._count)))
        waiting = deque((start, min(pages, start + chunk)) for start in range(0, pages, chunk))
        running: deque[tuple[Pages, Future[R]]] = deque()
        alone = 0  # pages up to here go one at a time: one of them has broken a process
        while waiting or running:
            while waiting and len(running) < (1 if waiting[0][0] < alone else _AHEAD * self._count):
                start, stop = waiting.popleft()
                running.append(((start, stop), self._submit(call, task, *given, start, stop)))
            (start, stop), future = running.popleft()
            try:
                yield (start, stop), future.result(_PAGE_S * (stop - start))
            except (BrokenExecutor, TookTooLong):
                self.close()
                lost = [(start, stop), *(pages for pages, _ in running)]
                running.clear()
                if start < alone:
                    yield lost.pop(0), None
                waiting.extendleft(reversed([(at, at + 1) for first, last in lost for at in range(first, last)]))
                alone = max(alone, lost[-1][1] if lost else 0)

    def _submit(self, call: Callable[..., R], *given: object, **named: object) -> Future[R]:
        if self._executor is None:
            spawn = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self._count, mp_context=spawn, initializer=confine)
        try:
            return self._executor.submit(call, *given, **named)
        except BrokenExecutor as error:  # a process died a moment ago; whoever waits for the result is told
            lost: Future[R] = Future()
            lost.set_exception(error)
            return lost

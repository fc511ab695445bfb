"""Reads the items of a question with as many processes as there are cores.

A process is forked when the index has answered: what the question needs is in memory already, and
a fork costs some milliseconds. Each reads a stack of its own and keeps it; what it tells of the
subject, and in the end its hits, come back through a pipe. What a process that was lost has not
told is read here.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from dsar.find.copies import Weighed
from dsar.find.evidence import Reading
from dsar.find.namesakes import Namesakes
from dsar.find.stack import Stack

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

ALONE = 150
"""Entries that a process reads at least: fewer are read before another one is ready."""
MOST = 8

_LAST = "hits"
_Step = tuple[str, tuple[Any, ...]]
"""A method of :class:`Stack`, and what it is given."""


class Hands:
    """Stacks that are read at the same time, and what all of them say together."""

    def __init__(self, own: Stack, others: Sequence[_Elsewhere]) -> None:
        self._own, self._others = own, others

    def read(self) -> list[Reading]:
        """As :meth:`Stack.read`."""
        return self._each("read")

    def reweigh(self, homes: frozenset[str]) -> list[Reading]:
        """As :meth:`Stack.reweigh`."""
        return self._each("reweigh", homes)

    def hits(self, known: Namesakes) -> list[Weighed]:
        """As :meth:`Stack.hits`."""
        return self._each("hits", known)

    def _each(self, method: str, *given: object) -> list[Any]:
        for other in self._others:
            other.ask((method, given))
        made: list[Any] = getattr(self._own, method)(*given)
        for other in self._others:
            made += other.answer()
        return made


@contextmanager
def hands(stacks: Sequence[Stack]) -> Iterator[Hands]:
    """Have the first stack read here, and each other one in a process of its own."""
    own, *rest = stacks
    with ExitStack() as open_until_then:
        others = [_Elsewhere(stack) for stack in rest]
        for other in others:
            open_until_then.callback(other.close)
        yield Hands(own, others)


def how_many(entries: int, cores: int) -> int:
    """Processes that are worth their while for so many entries."""
    return max(1, min(entries // ALONE, cores, MOST))


class _Elsewhere:
    """A stack in a forked process."""

    def __init__(self, stack: Stack) -> None:
        from multiprocessing import get_context

        self._stack = stack
        self._steps: list[_Step] = []
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None
        context = get_context("fork")
        try:
            mine, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, stack), daemon=True)
            with warnings.catch_warnings():
                # From 3.12 on Python warns of forking beside threads. The fork takes no lock that one of them may hold.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
        except OSError:  # no more processes, or no memory for one: read here
            return
        theirs.close()
        self._pipe, self._process = mine, process

    def ask(self, step: _Step) -> None:
        """Begin a step."""
        self._steps.append(step)
        self._told(lambda pipe: pipe.send(step))

    def answer(self) -> list[Any]:
        """What the last step came to."""
        told: list[Any] | None = self._told(lambda pipe: pipe.recv())
        return self._made_here() if told is None else told

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None and self._process is not None:
            self._pipe.close()
            self._process.kill()  # it has nothing that must be put away
            self._process.join()
        self._pipe = self._process = None

    def _told(self, talk: Callable[[Connection], Any]) -> Any:
        """What the process says; None once it is gone: by an error, which the same work here shows, or killed."""
        try:
            return talk(self._pipe) if self._pipe else None
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            return None

    def _made_here(self) -> list[Any]:
        """Every step that nobody took yet, in this process: what the last one came to."""
        made: list[Any] = []
        for method, given in self._steps:
            made = getattr(self._stack, method)(*given)
        self._steps = []
        return made


def _serve(pipe: Connection, stack: Stack) -> None:
    """Take the steps that are asked for, up to the last one."""
    with suppress(Exception, KeyboardInterrupt):  # whoever asks does the same work then, and sees why
        stack.reopen()
        method = ""
        while method != _LAST:
            method, given = pipe.recv()
            pipe.send(getattr(stack, method)(*given))

"""Stores that no program can search: what a person's search of them came to for one case. Pure.

A search that nobody made is as good as a document that nobody found, so each such
store is an open task of every case until somebody writes down what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from dsar.connector import HandSearch, Task
from dsar.model import Answer

MANUAL = "manual"
"""The reason by which a search names such a store (:data:`dsar.settings.BY_HAND`)."""


class HandState(StrEnum):
    """How far a store is; the codes are reasons of ``not_searched`` too (:data:`dsar.words.NOT_SEARCHED`)."""

    OPEN = MANUAL
    ASKED = "manual.asked"
    NOTHING = "manual.nothing"
    FOUND = "manual.found"


SEARCHED = frozenset({HandState.NOTHING, HandState.FOUND})
"""A person has searched: such a store is among what was searched."""


@dataclass(frozen=True, slots=True)
class HandResult:
    """What was written in the case: somebody was asked (``found`` is None), or has searched.

    Attributes:
        by: who was asked, or searched.
        text: what was found, and where it lies now.
    """

    store: str
    on: date
    by: str
    found: int | None = None
    text: str = field(default="", repr=False)

    @property
    def state(self) -> HandState:
        """How far the store is by this."""
        if self.found is None:
            return HandState.ASKED
        return HandState.FOUND if self.found else HandState.NOTHING


@dataclass(frozen=True, slots=True)
class HandTask:
    """A store with what was last written of it in one case, and what the store's own register has of that case."""

    store: str
    who: str
    how: str
    result: HandResult | None = None
    noted: tuple[HandSearch, ...] = field(default=(), repr=False)

    @property
    def state(self) -> HandState:
        """How far it is."""
        return self.result.state if self.result else HandState.OPEN


def hand_tasks(stores: Mapping[str, Task], results: Iterable[HandResult]) -> tuple[HandTask, ...]:
    """Each store with its last result."""
    last = {result.store: result for result in results}
    return tuple(HandTask(name, task.who, task.how, last.get(name), task.searches) for name, task in stores.items())


def with_results(store: str, task: Task, case: str, results: Iterable[HandResult]) -> Task:
    """A store's task with the searches of it that are written in a case, beside those of its own register."""
    written = (HandSearch(case, r.by, r.on, _in_words(r)) for r in results if r.store == store and r.found is not None)
    return replace(task, searches=(*task.searches, *written))


def _in_words(result: HandResult) -> str:
    return f"{result.found}{f': {result.text}' if result.text else ''}"


def told_by_hand(covered: Answer, results: Iterable[HandResult]) -> Answer:
    """What a search covered, with what people have searched by hand as its reasons; the rest of it as it was."""
    states = {result.store: result.state.value for result in results}
    told = (
        replace(one, reason=states.get(one.store, MANUAL)) if one.reason == MANUAL else one
        for one in covered.not_searched
    )
    return replace(covered, not_searched=tuple(told))

"""Forms that are alike, one for each person: each is read by itself, which a single form is not.

A letter speaks with the form in it; of a file with a form for each pupil every form is somebody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from dsar.errors import ItemError
from dsar.extract.rows import columns, share_columns
from dsar.model import Passage

_HELD = 500  # passages that wait for a second form
_KINDS = 20  # kinds of forms in one file that are known again
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class FormPassage(Passage):
    """A form, while it is not known whether there are others like it."""


def numbered(values: Iterable[_Value], place: Callable[[str, int], str]) -> Iterator[_Value | Passage]:
    """Yield what there is in its order, forms that are alike with places of their own.

    Args:
        values: passages, and what else a file holds.
        place: gives such a form's place, by the one it would have alone and its number.
    """
    series = _Series(place)
    held: list[_Value | Passage] = []
    try:
        for value in values:
            if not held and not isinstance(value, FormPassage):
                yield value
                continue
            if isinstance(value, FormPassage):
                told = series.add(value, held)
                held.append(told)
                waits = isinstance(told, FormPassage)
            else:
                held.append(value)
                waits = isinstance(value, Passage) and len(held) < _HELD
            if not waits:
                yield from _told(held)
                held = []
    except ItemError:
        yield from _told(held)
        raise
    yield from _told(held)


def _told(held: Iterable[_Value | Passage]) -> Iterator[_Value | Passage]:
    for one in held:
        yield Passage(one.place, one.text) if isinstance(one, FormPassage) else one


class _Series:
    """Knows the kinds of forms so far by their labels, and numbers those that come again."""

    def __init__(self, place: Callable[[str, int], str]) -> None:
        self._place = place
        self._kinds: list[frozenset[str]] = []
        self._number = 0

    def add(self, form: FormPassage, held: list[_Value | Passage]) -> Passage:
        """The form, numbered if there was one like it; that one, if it is still held, is numbered before it."""
        labels = _labels(form)
        if any(share_columns(labels, kind) for kind in self._kinds):
            for at, one in enumerate(held):
                if isinstance(one, FormPassage) and share_columns(labels, _labels(one)):
                    held[at] = self._next(one)
            return self._next(form)
        if len(self._kinds) < _KINDS:
            self._kinds.append(labels)
        return form

    def _next(self, form: FormPassage) -> Passage:
        self._number += 1
        return Passage(self._place(form.place, self._number), form.text)


def _labels(form: Passage) -> frozenset[str]:
    return frozenset(map(str.lower, columns(form)))

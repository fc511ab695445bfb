"""What a search engine is to dsar: a set of entries with terms, and a boolean query over them.

The engine sees blind terms only (see :mod:`dsar.crypto`); it knows no person and
no text. One keyword field is all it needs, so that any engine can stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the engine knows it.

    Attributes:
        id: unique among all entries; :func:`dsar.index.entry_id` makes it. It belongs to one item for ever.
        item: the id of the item that the passage is of; the unit of removal.
        terms: blind terms, each once, order without meaning.
    """

    id: str
    item: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """Entries that hold this blind term."""

    term: str


@dataclass(frozen=True, slots=True)
class All:
    """Entries that match every part. Without parts it matches nothing."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Entries that match at least one part. Without parts it matches nothing."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Entries that match at least ``count`` of the parts; ``count`` below one counts as one."""

    count: int
    parts: tuple[Query, ...]


Query = Term | All | Any | AtLeast


class Engine(Protocol):
    """Holds entries, and finds every one that matches.

    ``add`` and ``remove`` are durable when they return. One process writes at a time;
    others may read meanwhile, and see the state before or after a write, never between.
    """

    def add(self, entries: Iterable[Entry], *, replacing: Collection[str] = ()) -> None:
        """Store the entries and, in the same step, remove all others of the items in ``replacing``.

        An id that is there already, or twice in the batch, is stored once: the last one wins.

        Raises:
            RetryError: another process is writing.
            StoreError: the index is damaged, or its disk is full; what was there before is still there.
        """

    def remove(self, items: Collection[str]) -> None:
        """Remove every entry of these items; unknown items are ignored. Raises as ``add`` does."""

    def search(self, query: Query) -> Iterator[str]:
        """Yield the id of **every** entry that matches, each once, in any order.

        There is no limit and no page: an answer that stops early is wrong.

        Raises:
            StoreError: the index is damaged or unreachable.
        """

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many entries each term stands; 0 for unknown ones. May count removed entries until a merge."""

    def close(self) -> None:
        """Release files and locks; closing twice is harmless."""

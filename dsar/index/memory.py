"""The engine as the contract's text has it: slow, small, and the reference that every other must agree with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from dsar.index.engine import All, Any, AtLeast, Engine, Entry, Query, Term


class MemoryEngine:
    """Keeps entries in a dictionary and asks each of them."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, entries: Iterable[Entry], *, replacing: Collection[str] = ()) -> None:
        """See :class:`~dsar.index.engine.Engine`."""
        new = {entry.id: entry for entry in entries}
        self.remove(replacing)
        self._entries |= new

    def remove(self, items: Collection[str]) -> None:
        """See :class:`~dsar.index.engine.Engine`."""
        gone = frozenset(items)
        self._entries = {id_: entry for id_, entry in self._entries.items() if entry.item not in gone}

    def search(self, query: Query) -> Iterator[str]:
        """See :class:`~dsar.index.engine.Engine`."""
        return iter([entry.id for entry in self._entries.values() if matches(query, entry.terms)])

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See :class:`~dsar.index.engine.Engine`."""
        return {term: sum(term in entry.terms for entry in self._entries.values()) for term in terms}

    def close(self) -> None:
        """Nothing to release."""


def matches(query: Query, terms: frozenset[str]) -> bool:
    """Whether an entry with these terms answers the query."""
    match query:
        case Term(term):
            return term in terms
        case All(parts):
            return bool(parts) and all(matches(part, terms) for part in parts)
        case Any(parts):
            return any(matches(part, terms) for part in parts)
        case AtLeast(count, parts):
            return sum(matches(part, terms) for part in parts) >= max(count, 1)


_checked: type[Engine] = MemoryEngine

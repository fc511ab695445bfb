"""What find needs of the stores: the passages behind the index's entry ids, and what was searched.

The index answers with ids and knows no text; the library opens them. The
catalogue and the vault implement it; :class:`MemoryLibrary` is the reference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dsar.index import item_and_number
from dsar.model import NotSearched, Passage, Searched, StoreGap
from dsar.stated import Stated


@dataclass(frozen=True, slots=True)
class Shelved:
    """A passage with the item that it is of: a file, or a part of one (an attachment, a member of a zip).

    Attributes:
        item: the file's id in the catalogue, as in the entry id; its parts share it.
        first: the number of the item's first passage; with ``item`` it names the item or part.
        count: how many passages the item (or part) itself has.
        locator: the item's nested address inside its store, down to the part.
        activity: the id of the processing activity, or None.
        digest: a hash of the item's bytes; equal digests are duplicates. None where unknown.
        number: the passage's number, as in the entry id: ``first`` up to ``first + count``, in reading order.
    """

    item: int
    first: int
    count: int
    store: str
    locator: str = field(repr=False)
    title: str = field(repr=False)
    activity: str | None
    digest: str | None
    number: int
    passage: Passage


class Library(Protocol):
    """Opens passages, and says what was searched."""

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        """Open the passages behind entry ids, in any order, each once.

        Ids of items that are removed or replaced since are left out, and so is
        every item of a store outside ``stores`` (None: all stores), unopened.

        Raises:
            StoreError: a passage that should be there cannot be opened.
        """

    def passages(self, item: int, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """Yield an item's passages numbered ``start`` to ``stop`` (exclusive), in order, with their numbers.

        Numbers that do not exist are left out, and an unknown item has none. A
        register has millions: a range costs no more than the passages in it.
        """

    def twins(self, digests: Collection[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Every ``(store, locator)`` of the same bytes, in all stores, sorted; of bytes at more than one place."""

    def stated(self, places: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], tuple[Stated, ...]]:
        """What items (or parts) state of themselves, each named by ``item`` and ``first`` as :class:`Shelved` has them.

        One that states no date has that of what it lies in, else the store's own, as
        ``stored``. Those that are not there, or of which nothing is known, are left out or have nothing.
        """

    def searched(self) -> tuple[Searched, ...]:
        """The stores that the index covers, with how much of each and as of when."""

    def not_searched(self) -> tuple[NotSearched, ...]:
        """The configured stores that the index does not cover, each with its reason."""

    def gaps(self) -> Iterable[StoreGap]:
        """What is known to exist and was not (fully) read."""

    def reopened(self) -> Library:
        """The same library for a process that was forked from the one that opened it."""


@dataclass(frozen=True, slots=True)
class MemoryItem:
    """An item as the reference library keeps it."""

    store: str
    locator: str = field(repr=False)
    passages: tuple[Passage, ...]
    title: str = field(default="", repr=False)
    activity: str | None = None
    digest: str | None = None
    stated: tuple[Stated, ...] = ()


class MemoryLibrary:
    """The reference: items in a list; an item's id is its index in it."""

    def __init__(
        self,
        items: Sequence[MemoryItem],
        *,
        searched: tuple[Searched, ...] = (),
        not_searched: tuple[NotSearched, ...] = (),
        gaps: tuple[StoreGap, ...] = (),
    ) -> None:
        self.items = list(items)
        self._searched, self._not_searched, self._gaps = searched, not_searched, gaps

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        """As the protocol says."""
        for entry in dict.fromkeys(entry_ids):
            number_of_item, number = item_and_number(entry)
            if number_of_item >= len(self.items):
                continue
            item = self.items[number_of_item]
            if (stores is not None and item.store not in stores) or number >= len(item.passages):
                continue
            yield (
                entry,
                Shelved(
                    item=number_of_item,
                    first=0,
                    count=len(item.passages),
                    store=item.store,
                    locator=item.locator,
                    title=item.title or item.locator,
                    activity=item.activity,
                    digest=item.digest,
                    number=number,
                    passage=item.passages[number],
                ),
            )

    def passages(self, item: int, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """As the protocol says."""
        if item < len(self.items):
            found = self.items[item].passages
            yield from ((n, found[n]) for n in range(max(start, 0), min(stop, len(found))))

    def twins(self, digests: Collection[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """As the protocol says."""
        found: dict[str, list[tuple[str, str]]] = {}
        for item in self.items:
            if item.digest in digests and item.digest is not None:
                found.setdefault(item.digest, []).append((item.store, item.locator))
        return {digest: tuple(sorted(places)) for digest, places in found.items() if len(places) > 1}

    def stated(self, places: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], tuple[Stated, ...]]:
        """As the protocol says."""
        return {place: self.items[place[0]].stated for place in places}

    def searched(self) -> tuple[Searched, ...]:
        """As the protocol says."""
        return self._searched

    def not_searched(self) -> tuple[NotSearched, ...]:
        """As the protocol says."""
        return self._not_searched

    def gaps(self) -> Iterable[StoreGap]:
        """As the protocol says."""
        return self._gaps

    def reopened(self) -> MemoryLibrary:
        """As the protocol says."""
        return self


_checked: type[Library] = MemoryLibrary

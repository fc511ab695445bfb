"""The library of a workspace: what find needs of the stores, from the catalogue and the vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from dsar.catalog.catalog import Catalog
from dsar.catalog.located import located
from dsar.catalog.lookup import Shelf, repeated, shelves, twins
from dsar.catalog.stated import stated
from dsar.find.library import Library, Shelved
from dsar.index import entry_id, item_and_number
from dsar.model import CHANGED, LOCATOR_STEP, NEVER_READ, NOT_INDEXED, NotSearched, Passage, Searched, StoreGap
from dsar.settings import BY_HAND, StoreSettings
from dsar.stated import Stated
from dsar.vault import Vault


class CatalogLibrary:
    """Opens passages of the configured stores; what is left of a store that is no longer configured is not opened."""

    def __init__(self, catalog: Catalog, vault: Vault, stores: Mapping[str, StoreSettings]) -> None:
        self._catalog, self._stores = catalog, stores
        self._vault = vault
        self._recent: dict[int, Shelf] = {}

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        """As the protocol says; opened item by item, so that a chunk is opened once."""
        wanted: defaultdict[int, list[int]] = defaultdict(list)
        for entry in dict.fromkeys(entry_ids):
            item, number = item_and_number(entry)
            wanted[item].append(number)
        allowed = self._stores.keys() if stores is None else stores & self._stores.keys()
        self._recent = {shelf.item: shelf for shelf in shelves(self._catalog, wanted, wanted)}
        for shelf in list(self._recent.values()):
            if shelf.parts[0].store not in allowed:
                continue
            numbers = [number for number in sorted(wanted[shelf.item]) if shelf.part_of(number)]
            opened = self._vault.passages(shelf.chunks, numbers)
            for number in numbers:
                yield f"{shelf.item}.{number}", self._shelved(shelf, number, opened[number])

    def item_at(self, store: str, locator: str) -> list[Shelved] | None:
        """All passages of an item, or of a part with what lies in it; None where the catalogue does not have it."""
        found = located(self._catalog, store, locator)
        if found is None or (found.steps and found.digest is None):
            return None
        kept = (part for shelf in shelves(self._catalog, [found.id]) for part in shelf.parts)
        within = (part for part in kept if f"{part.locator}{LOCATOR_STEP}".startswith(locator + LOCATOR_STEP))
        numbers = (number for part in within for number in range(part.first, part.first + part.count))
        return [shelved for _, shelved in self.shelved(entry_id(found.id, number) for number in numbers)]

    def passages(self, item: int, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """As the protocol says; quick for items of the last :meth:`shelved`."""
        known = self._recent.get(item)
        for shelf in [known] if known and known.holds(start, stop) else shelves(self._catalog, [item]):
            for chunk in shelf.chunks:
                yield from self._vault.open_some(chunk, start, stop)

    def twins(self, digests: Collection[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """As the protocol says."""
        again = repeated(self._catalog, map(bytes.fromhex, digests))
        return {digest.hex(): tuple(twins(self._catalog, digest)) for digest in again}

    def stated(self, places: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], tuple[Stated, ...]]:
        """As the protocol says."""
        return stated(self._catalog.database, places)

    def searched(self) -> tuple[Searched, ...]:
        """As the protocol says: configured stores that a run has completed, or read something of."""
        kept = (s for s in self._catalog.searched() if s.store in self._stores and s.store not in self._by_hand())
        return tuple(s for s in kept if s.indexed_at or s.items)

    def not_searched(self) -> tuple[NotSearched, ...]:
        """As the protocol says; a store that was indexed once and is configured no more is one of them.

        So are those that were never read through, or not by the settings that they have now, also where something of
        them is searched.
        """
        known, by_hand = self._catalog.read_through(), self._by_hand()
        missing = []
        for name, store in self._stores.items():
            read, settings = known.get(name, (None, None))
            if read is None and name not in by_hand:
                missing.append(NotSearched(name, NEVER_READ if name in known else NOT_INDEXED))
            elif settings not in (None, store.digest):
                missing.append(NotSearched(name, CHANGED))
        tasks = [NotSearched(name, "manual") for name in by_hand]
        dropped = [
            NotSearched(name, "no longer a store of dsar.toml; what was indexed of it is not searched")
            for name in known
            if name not in self._stores
        ]
        return (*missing, *tasks, *dropped)

    def _by_hand(self) -> list[str]:
        return [name for name, store in self._stores.items() if store.connector in BY_HAND]

    def gaps(self) -> Iterable[StoreGap]:
        """As the protocol says."""
        return [gap for gap in self._catalog.gaps() if gap.store in self._stores]

    def reopened(self) -> CatalogLibrary:
        """As the protocol says."""
        return CatalogLibrary(self._catalog.reopened(), self._vault, self._stores)

    def _shelved(self, shelf: Shelf, number: int, passage: Passage) -> Shelved:
        part = shelf.part_of(number)
        assert part is not None
        return Shelved(
            item=shelf.item,
            first=part.first,
            count=part.count,
            store=part.store,
            locator=part.locator,
            title=part.title,
            activity=self._stores[part.store].activity_of(part.locator),
            digest=part.digest.hex(),
            number=number,
            passage=passage,
        )


_checked: type[Library] = CatalogLibrary

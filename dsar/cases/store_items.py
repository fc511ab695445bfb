"""What a case's search needs of the stores, from the catalogue, the vault and the connectors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import BinaryIO

from dsar.cases.hits_search import Items
from dsar.catalog.catalog import Catalog
from dsar.catalog.located import Located, chunk_with, located
from dsar.connector import CASE_REGISTER, Connector
from dsar.extract.rows import is_row
from dsar.model import Item
from dsar.vault import Vault
from dsar.words import PLACES


class StoreItems:
    """Finds and opens the items of the configured stores.

    ``connector`` makes the connector of a store, and raises SetupError where its
    settings are wrong or it is configured no more; it is asked once for each store.
    """

    def __init__(self, catalog: Catalog, vault: Vault, connector: Callable[[str], Connector]) -> None:
        self._catalog, self._vault = catalog, vault
        self._connector = lru_cache(maxsize=None)(connector)

    def located(self, store: str, locator: str) -> Located | None:
        """As the protocol says."""
        return located(self._catalog, store, locator)

    def mail_head(self, found: Located) -> str:
        """As the protocol says: a mail's headers are its first passage, or the one after its name."""
        for _, first in reversed(found.parts):
            for number in (first, first + 1):
                text = self._text(found, number, PLACES["mail_head"])
                if text:
                    return text
        return ""

    def register(self, found: Located) -> str:
        """As the protocol says: what the store says of an item is its first passage."""
        return self._text(found, 0, PLACES["notes"])

    def case_row(self, found: Located) -> str:
        """As the protocol says: a case's own rows begin with that of the case, then come those of its parties."""
        if not found.item.locator.startswith(f"{CASE_REGISTER}/"):
            return ""
        chunk = chunk_with(self._catalog, found.id, 0)
        first = self._vault.passages([chunk], range(min(2, chunk.count))) if chunk else {}
        return next((passage.text for _, passage in sorted(first.items()) if is_row(passage)), "")

    def _text(self, found: Located, number: int, place: str) -> str:
        """The item's passage of that number, if it is of that place."""
        chunk = chunk_with(self._catalog, found.id, number)
        passage = self._vault.passages([chunk], [number])[number] if chunk else None
        return passage.text if passage is not None and passage.place == place else ""

    def open(self, store: str, item: Item) -> AbstractContextManager[BinaryIO]:
        """As the protocol says."""
        return self._connector(store).open(item)


_checked: type[Items] = StoreItems

"""The items that hits lie in, held as their bytes were, in sealed pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import BinaryIO, Protocol

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from dsar.cases.hits_schema import originals
from dsar.cases.hold import Hold
from dsar.catalog.database import Database
from dsar.catalog.located import Located
from dsar.catalog.outcome import content_digest
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import GapCode, Item

WHOLE = "whole"
"""The state of an item whose bytes are held; else it is a gap's code."""
_KEYS = ["case", "store", "locator", "version"]
PIECE = 4 * 1024 * 1024
"""Bytes of an item that are in memory, and in a blob, at a time."""


class Opener(Protocol):
    """Opens items of all stores."""

    def open(self, store: str, item: Item) -> AbstractContextManager[BinaryIO]:
        """The item's bytes; raises as :meth:`dsar.connector.Connector.open` does."""

    def register(self, found: Located) -> str:
        """What its store's register says of the item and its case; "" where it says nothing."""


class Originals:
    """Holds whole items for cases, each version once. Items above ``limit`` bytes are not held."""

    def __init__(self, database: Database, hold: Hold, *, limit: int) -> None:
        self._database, self._hold, self._limit = database, hold, limit
        self._read_now: dict[tuple[str, str, str, str], dict[str, object]] = {}

    def keep(self, case: str, store: str, found: Located | None, opener: Opener) -> tuple[str, str | None]:
        """Hold the item; return ``WHOLE`` or a gap's code, and the list of its pieces' digests as JSON.

        An item that is not what was indexed any more is held as it is now, under the
        code ``changed``. One that could not be held is tried again by the next search.

        Raises:
            StoreError: the disk is full.
        """
        if found is None:
            return GapCode.VANISHED.value, None
        known = self._known(case, store, found.item)
        if known is not None:
            return known
        state, size, pieces = self._read(case, store, found, opener)
        if pieces is not None:
            key = (case, store, found.item.locator, found.item.version)
            self._read_now[key] = dict(zip(_KEYS, key, strict=True)) | {"state": state, "size": size, "pieces": pieces}
        return state, pieces

    def note(self, connection: Connection) -> None:
        """Note, in this transaction, what was held since the last time."""
        for row in self._read_now.values():
            statement = upsert(originals).values(**row)
            connection.execute(statement.on_conflict_do_update(index_elements=_KEYS, set_=row))
        self._read_now = {}

    def _known(self, case: str, store: str, item: Item) -> tuple[str, str | None] | None:
        same = (
            originals.c.case == case,
            originals.c.store == store,
            originals.c.locator == item.locator,
            originals.c.version == item.version,
            originals.c.state == WHOLE,
        )
        now = self._read_now.get((case, store, item.locator, item.version))
        if now is not None:
            return str(now["state"]), str(now["pieces"])
        with self._database.begin() as connection:
            row = connection.execute(select(originals).where(*same)).one_or_none()
        return (row.state, row.pieces) if row else None

    def _read(self, case: str, store: str, found: Located, opener: Opener) -> tuple[str, int, str | None]:
        if (found.item.size or 0) > self._limit:
            return GapCode.TOO_LARGE.value, 0, None
        digests: list[str] = []
        size, whole = 0, sha256()
        try:
            with self._hold.all_or_nothing(), opener.open(store, found.item) as source:
                for piece in _pieces(source, self._limit):
                    size += len(piece)
                    whole.update(piece)
                    digests.append(self._hold.keep(case, piece))
        except ItemError as error:
            return error.code.value, 0, None
        except (RetryError, SetupError):  # the store is away; its passages are held all the same
            return GapCode.NO_ACCESS.value, 0, None
        same = found.whole in (None, content_digest(whole.digest(), opener.register(found)))
        return WHOLE if same else GapCode.CHANGED.value, size, json.dumps(digests)


def _pieces(source: BinaryIO, limit: int) -> Iterator[bytes]:
    """The bytes in pieces; an item that is larger than its store said raises ItemError ``too_large``."""
    size = 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > limit:
            raise ItemError(GapCode.TOO_LARGE, "too large to be held")
        yield piece

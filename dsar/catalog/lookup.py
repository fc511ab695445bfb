"""Questions that finding asks the catalogue: what lies behind entries, and where the same bytes lie too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from dsar.catalog.catalog import BATCH, Catalog, chunk_of_row
from dsar.catalog.schema import chunks, items, parts
from dsar.vault import Chunk


@dataclass(frozen=True, slots=True)
class Kept:
    """An item (or part of one) as the catalogue knows it; ``locator`` is whole, down to the part."""

    store: str
    locator: str = field(repr=False)
    title: str = field(repr=False)
    digest: bytes
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything needed to open an item's passages: its parts and its chunks, both by first passage."""

    item: int
    parts: tuple[Kept, ...]
    chunks: tuple[Chunk, ...]

    def part_of(self, number: int) -> Kept | None:
        """The part that a passage is of."""
        at = bisect_right(self.parts, number, key=lambda part: part.first) - 1
        return self.parts[at] if at >= 0 and number < self.parts[at].first + self.parts[at].count else None


def shelves(catalog: Catalog, ids: Iterable[int]) -> Iterator[Shelf]:
    """The shelf of each item that is done, in the order of the ids; others are left out."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        with catalog.database.begin() as connection:
            kept, stored = _parts(connection, batch), _chunks(connection, batch)
        for item in batch:
            if item in kept:
                yield Shelf(item, tuple(kept[item]), tuple(stored.get(item, ())))


def twins(catalog: Catalog, digest: bytes) -> list[tuple[str, str]]:
    """Every store and locator where these bytes lie, sorted."""
    query = (
        select(items.c.store, items.c.locator, parts.c.steps)
        .join(parts, parts.c.item == items.c.id)
        .where(parts.c.digest == digest, items.c.done == 1)
    )
    with catalog.database.begin() as connection:
        return sorted((row.store, _whole(row.locator, row.steps)) for row in connection.execute(query))


def _parts(connection: Connection, ids: list[int]) -> dict[int, list[Kept]]:
    query = (
        select(items.c.id, items.c.store, items.c.locator, parts)
        .join(parts, parts.c.item == items.c.id)
        .where(items.c.id.in_(ids), items.c.done == 1, parts.c.passages > 0)
        .order_by(items.c.id, parts.c.first)
    )
    found: dict[int, list[Kept]] = {}
    for row in connection.execute(query):
        locator = _whole(row.locator, row.steps)
        found.setdefault(row.id, []).append(Kept(row.store, locator, row.title, row.digest, row.first, row.passages))
    return found


def _chunks(connection: Connection, ids: list[int]) -> dict[int, list[Chunk]]:
    found: dict[int, list[Chunk]] = {}
    query = select(chunks).where(chunks.c.item.in_(ids)).order_by(chunks.c.item, chunks.c.first)
    for row in connection.execute(query):
        found.setdefault(row.item, []).append(chunk_of_row(row))
    return found


def _whole(locator: str, steps: str) -> str:
    return f"{locator}!{steps}" if steps else locator


def done_items(catalog: Catalog, store: str) -> list[int]:
    """The ids of a store's items that are read, in their order."""
    query = select(items.c.id).where(items.c.store == store, items.c.done == 1).order_by(items.c.id)
    with catalog.database.begin() as connection:
        return list(connection.scalars(query))

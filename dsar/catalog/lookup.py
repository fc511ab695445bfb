"""Questions that finding asks the catalogue: what lies behind entries, and where the same bytes lie too."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from dsar.catalog.catalog import BATCH, Catalog
from dsar.catalog.schema import items, parts
from dsar.vault import Chunk

MANY = 200
"""Passages of an item up to which all its chunks are told."""

# Written out, and all ids in one value: a statement that is put together anew each time costs more than it asks.
_PARTS = """
SELECT items.id, items.store, items.locator, parts.steps, parts.title, parts.digest, parts.first, parts.passages
FROM json_each(?) AS wanted JOIN items ON items.id = wanted.value JOIN parts ON parts.item = items.id
WHERE items.done = 1 AND parts.passages > 0 ORDER BY items.id, parts.first"""
_CHUNKS = """
SELECT chunks.item, chunks.first, chunks.passages, chunks.pack, chunks.offset, chunks.length
FROM json_each(?) AS wanted JOIN chunks ON chunks.item = wanted.value
ORDER BY chunks.item, chunks.first"""
_CHUNKS_WITH = """
SELECT chunks.item, chunks.first, chunks.passages, chunks.pack, chunks.offset, chunks.length
FROM json_each(?) AS wanted JOIN chunks ON chunks.item = wanted.value ->> 0 AND chunks.first = (
  SELECT max(first) FROM chunks AS other WHERE other.item = wanted.value ->> 0 AND other.first <= wanted.value ->> 1)"""


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

    def holds(self, start: int, stop: int) -> bool:
        """Whether its chunks are all that hold passages from ``start`` to ``stop`` (exclusive)."""
        last = self.parts[-1].first + self.parts[-1].count
        inside = (min(c.first + c.count, stop) - max(c.first, start) for c in self.chunks)
        return sum(max(0, count) for count in inside) >= min(stop, last) - max(start, 0)

    def part_of(self, number: int) -> Kept | None:
        """The part that a passage is of."""
        at = bisect_right(self.parts, number, key=lambda part: part.first) - 1
        return self.parts[at] if at >= 0 and number < self.parts[at].first + self.parts[at].count else None


def shelves(
    catalog: Catalog, ids: Iterable[int], numbers: Mapping[int, Collection[int]] | None = None
) -> Iterator[Shelf]:
    """The shelf of each item that is done, in the order of the ids; others are left out.

    Of an item with more than :data:`MANY` passages, only the chunks that hold the passages in
    ``numbers`` are told, if any are given: a register has thousands.
    """
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        with catalog.database.begin() as connection:
            kept = _parts(connection, batch)
            large = {item for item, found in kept.items() if found[-1].first + found[-1].count > MANY and numbers}
            stored = _chunks(connection, [item for item in batch if item not in large])
            stored |= _chunks_with(connection, [(item, n) for item in large for n in (numbers or {})[item]])
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


def repeated(catalog: Catalog, digests: Iterable[bytes]) -> set[bytes]:
    """Which of the digests are of more than one part: few are, and the others need no question each."""
    wanted, found = list(dict.fromkeys(digests)), set[bytes]()
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        query = select(parts.c.digest).where(parts.c.digest.in_(batch)).group_by(parts.c.digest)
        with catalog.database.begin() as connection:
            found.update(connection.scalars(query.having(func.count() > 1)))
    return found


def _parts(connection: Connection, ids: list[int]) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = {}
    for id_, store, locator, steps, *kept in connection.exec_driver_sql(_PARTS, (json.dumps(ids),)):
        found.setdefault(id_, []).append(Kept(store, _whole(locator, steps), *kept))
    return found


def _chunks(connection: Connection, ids: list[int]) -> dict[int, list[Chunk]]:
    found: dict[int, list[Chunk]] = {}
    for row in connection.exec_driver_sql(_CHUNKS, (json.dumps(ids),)):
        found.setdefault(row[0], []).append(Chunk(*row))
    return found


def _chunks_with(connection: Connection, wanted: list[tuple[int, int]]) -> dict[int, list[Chunk]]:
    """The chunks that hold these passages, each an item and a number."""
    found: dict[int, set[Chunk]] = {}
    for row in connection.exec_driver_sql(_CHUNKS_WITH, (json.dumps(wanted),)):
        found.setdefault(row[0], set()).add(Chunk(*row))
    return {item: sorted(held, key=lambda chunk: chunk.first) for item, held in found.items()}


def _whole(locator: str, steps: str) -> str:
    return f"{locator}!{steps}" if steps else locator


def done_items(catalog: Catalog, store: str) -> list[int]:
    """The ids of a store's items that are read, in their order."""
    query = select(items.c.id).where(items.c.store == store, items.c.done == 1).order_by(items.c.id)
    with catalog.database.begin() as connection:
        return list(connection.scalars(query))

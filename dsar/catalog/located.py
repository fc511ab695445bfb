"""From a hit's address back to the item in its store: what to open to get at its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from dsar.catalog.catalog import Catalog, chunk_of_row
from dsar.catalog.schema import chunks, items, parts
from dsar.model import LOCATOR_STEP, Item
from dsar.vault import Chunk


@dataclass(frozen=True, slots=True)
class Located:
    """An item of the index, and one of its parts (or itself, with ``steps`` "").

    Attributes:
        id: the item's id in the catalogue.
        digest: SHA-256 of the part's bytes, None where the part itself is unknown.
        whole: SHA-256 of the whole item's bytes, None where unknown.
        parts: the parts with text from the outermost to this one: each one's steps and first passage.
    """

    id: int
    item: Item
    steps: str = field(repr=False)
    digest: bytes | None
    whole: bytes | None
    parts: tuple[tuple[str, int], ...] = field(repr=False)


def located(catalog: Catalog, store: str, locator: str) -> Located | None:
    """The indexed item that a locator lies in; None where it is gone."""
    prefixes = list(_prefixes(locator))
    query = select(items).where(items.c.store == store, items.c.locator.in_(prefixes), items.c.done == 1)
    with catalog.database.begin() as connection:
        found = max(connection.execute(query), key=lambda row: len(row.locator), default=None)
        if found is None:
            return None
        steps = locator[len(found.locator) :].removeprefix(LOCATOR_STEP)
        around = {"", *_prefixes(steps)}
        named = select(parts).where(parts.c.item == found.id, parts.c.steps.in_(around))
        rows = sorted(connection.execute(named), key=lambda row: len(row.steps))
    digests = {row.steps: row.digest for row in rows}
    return Located(
        found.id,
        Item(found.locator, found.version, found.size, found.title, _when(found.modified)),
        steps,
        digests.get(steps),
        digests.get(""),
        tuple((row.steps, row.first) for row in rows if row.passages),
    )


def chunk_with(catalog: Catalog, item: int, number: int) -> Chunk | None:
    """The chunk that holds an item's passage of that number; found without looking at the item's others."""
    query = select(chunks).where(chunks.c.item == item, chunks.c.first <= number)
    with catalog.database.begin() as connection:
        row = connection.execute(query.order_by(chunks.c.first.desc()).limit(1)).one_or_none()
    if row is None or number >= row.first + row.passages:
        return None
    return chunk_of_row(row)


def _prefixes(locator: str) -> Iterator[str]:
    """The locator, and what is left of it at each step."""
    steps = locator.split(LOCATOR_STEP)
    for count in range(len(steps), 0, -1):
        yield LOCATOR_STEP.join(steps[:count])


def _when(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

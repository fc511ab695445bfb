"""What is known of each store and item, and the steps by which an indexing run changes it.

A run goes: :meth:`Catalog.begin_run`, then for each batch :meth:`plan` (before
the work) and :meth:`record` (after it), then :meth:`unseen` and :meth:`forget`,
then :meth:`end_run`. A run that is cut anywhere leaves the truth behind: what was
planned and not recorded is a gap with the code ``pending``.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from dsar.catalog.database import Database
from dsar.catalog.outcome import Outcome, Planned
from dsar.catalog.schema import chunks, gaps, items, parts, stores
from dsar.catalog.stated import encoded
from dsar.crypto import Keys
from dsar.model import Gap, GapCode, Item, Searched, StoreGap
from dsar.vault import Chunk

RETRIED = frozenset({GapCode.NO_ACCESS, GapCode.VANISHED, GapCode.CHANGED})
"""Gaps that may be gone by the next run: such items are read again although they look unchanged."""

# An index has each number, and counts a store of its own in half the time that it takes to part them.
_SEARCHED = """
SELECT name, indexed_at, (SELECT count(*) FROM items WHERE store = name),
  (SELECT count(*) FROM items WHERE store = name AND done = 0)
FROM stores ORDER BY name"""

BATCH = 500
"""Ids or locators a statement names at most (SQLite's own bound is higher)."""


class Catalog:
    """The catalogue of one workspace."""

    def __init__(self, path: Path, keys: Keys) -> None:
        """Open it, and make it where it is not there; raises as :class:`Database` does."""
        self.database = Database(path, keys)

    def reopened(self) -> Catalog:
        """The same catalogue for a process that was forked: SQLite's connections are of the process that made them."""
        other = copy(self)
        other.database = self.database.reopened()
        return other

    def close(self) -> None:
        """Close the database; closing twice is harmless."""
        self.database.close()

    def begin_run(self, store: str) -> tuple[int, str | None]:
        """Start a run over a store: its number, and the connector's cutoff after the last complete one."""
        with self.database.begin() as connection:
            connection.execute(upsert(stores).values(name=store, run=0).on_conflict_do_nothing())
            connection.execute(update(stores).where(stores.c.name == store).values(run=stores.c.run + 1))
            row = connection.execute(select(stores.c.run, stores.c.since).where(stores.c.name == store)).one()
        return row.run, row.since

    def plan(
        self, store: str, run: int, listed: Sequence[Item], *, retry: bool = False, again: GapCode | None = None
    ) -> list[Planned]:
        """Note that the items were seen; return those to be read, each noted as pending first.

        Args:
            store: the store they are of.
            run: this run's number.
            listed: each locator once.
            retry: read items with a gap again although they look unchanged.
            again: the same for items with a gap of this code.
        """
        now = time.time()
        with self.database.begin() as connection:
            known = self._known(connection, store, [item.locator for item in listed])
            troubled = self._troubled(connection, known, None if retry else again) if retry or again else frozenset()
            seen: list[int] = []
            begun: list[tuple[Item, int | None, tuple[int, ...]]] = []
            for item in listed:
                rows = known.get(item.locator, [])
                done = [row for row in rows if row[2]]
                if any(row[1] == item.version and row[0] not in troubled for row in done):
                    seen.extend(row[0] for row in done)
                else:
                    pending = next((row[0] for row in rows if not row[2]), None)
                    begun.append((item, pending, tuple(row[0] for row in done)))
                    seen.extend(row[0] for row in done)
            new = _pend(connection, store, run, [item for item, pending, _ in begun if pending is None])
            resumed = [_listed(item, run) | {"resumed": pending} for item, pending, _ in begun if pending is not None]
            if resumed:
                connection.execute(update(items).where(items.c.id == bindparam("resumed")), resumed)
            waits = Gap("", GapCode.PENDING, "listed, and not read yet")
            _insert(connection, gaps, [_gap_row(store, n, where, waits, now, run) for where, n in new.items()])
            _mark_seen(connection, run, seen)
        return [
            Planned(new[item.locator] if pending is None else pending, item, replaces)
            for item, pending, replaces in begun
        ]

    def record(self, store: str, run: int, outcomes: Sequence[Outcome]) -> None:
        """Note what reading came to: the items are done, and what they replace is gone."""
        now = time.time()
        ids = [outcome.planned.id for outcome in outcomes]
        with self.database.begin() as connection:
            _delete_items(connection, [old for outcome in outcomes for old in outcome.planned.replaces])
            for start in range(0, len(ids), BATCH):
                connection.execute(delete(gaps).where(gaps.c.item.in_(ids[start : start + BATCH])))
            _insert(connection, parts, [row for outcome in outcomes for row in _part_rows(outcome)])
            _insert(connection, chunks, [_chunk_row(chunk) for outcome in outcomes for chunk in outcome.chunks])
            _insert(connection, gaps, [row for outcome in outcomes for row in _gap_rows(store, outcome, now, run)])
            if outcomes:
                done = update(items).where(items.c.id == bindparam("read")).values(done=1)
                connection.execute(done, [_done_row(outcome) for outcome in outcomes])

    def note_gap(self, store: str, run: int, gap: Gap) -> None:
        """Keep a gap that the crawl itself met; known since it was first met."""
        with self.database.begin() as connection:
            same = (gaps.c.store == store, gaps.c.item.is_(None), gaps.c.locator == gap.locator)
            changed = connection.execute(
                update(gaps).where(*same, gaps.c.code == gap.code.value).values(run=run, reason=gap.reason)
            )
            if changed.rowcount == 0:
                row = _gap_row(store, None, gap.locator, gap, time.time(), run)
                connection.execute(insert(gaps).values(**row))

    def note_failure(self, store: str, reason: str) -> None:
        """Keep why the store could not be read, until a run is complete: a gap of the store itself."""
        with self.database.begin() as connection:
            run = connection.scalar(select(stores.c.run).where(stores.c.name == store)) or 0
        self.note_gap(store, run, Gap("", GapCode.NO_ACCESS, reason))

    def unseen(self, store: str, run: int) -> Iterator[list[int]]:
        """Ids, in batches, of items that this (complete) crawl did not list and that are under no gap of it.

        What lies in a folder that could not be listed is not known to be gone, so it stays.
        """
        with self.database.begin() as connection:
            hidden = connection.scalars(
                select(gaps.c.locator).where(gaps.c.store == store, gaps.c.item.is_(None), gaps.c.run == run)
            ).all()
        last = 0
        while True:
            with self.database.begin() as connection:
                rows = connection.execute(
                    select(items.c.id, items.c.locator)
                    .where(items.c.store == store, items.c.run < run, items.c.id > last)
                    .order_by(items.c.id)
                    .limit(BATCH)
                ).all()
            if not rows:
                return
            last = rows[-1].id
            yield [row.id for row in rows if not any(_under(row.locator, folder) for folder in hidden)]

    def forget(self, ids: Sequence[int]) -> None:
        """Drop items that are gone from their store, with their parts, chunks and gaps."""
        with self.database.begin() as connection:
            _delete_items(connection, ids)

    def end_run(self, store: str, run: int, since: str | None) -> None:
        """Note that the run was complete: gaps of earlier crawls that were not met again are closed."""
        with self.database.begin() as connection:
            connection.execute(delete(gaps).where(gaps.c.store == store, gaps.c.item.is_(None), gaps.c.run < run))
            values = {"indexed_at": time.time(), "since": since}
            connection.execute(update(stores).where(stores.c.name == store).values(**values))

    def searched(self) -> list[Searched]:
        """Each store that was ever indexed: how many items are in the index, and as of when."""
        with self.database.begin() as connection:
            rows = connection.exec_driver_sql(_SEARCHED).all()
        return [Searched(name, every - unfinished, _when(indexed_at)) for name, indexed_at, every, unfinished in rows]

    def note_settings(self, store: str, digest: str) -> None:
        """Keep a hash of the settings by which the store was read through."""
        with self.database.begin() as connection:
            connection.execute(update(stores).where(stores.c.name == store).values(settings=digest))

    def read_through(self) -> dict[str, tuple[datetime | None, str | None]]:
        """Of each store that a run was begun of: when the last complete one ended, and the settings' hash then."""
        asked = select(stores.c.name, stores.c.indexed_at, stores.c.settings).order_by(stores.c.name)
        with self.database.begin() as connection:
            rows = connection.execute(asked).all()
        return {row.name: (_when(row.indexed_at), row.settings) for row in rows}

    def gaps(self, only: Sequence[str] = ()) -> Iterator[StoreGap]:
        """Every gap, by store and locator, those of unfinished items (``pending``) included."""
        wanted = [gaps.c.store.in_(only)] if only else []
        with self.database.begin() as connection:
            rows = connection.execute(
                select(gaps.c.store, gaps.c.locator, gaps.c.code, gaps.c.reason, gaps.c.since)
                .where(*wanted)
                .order_by(gaps.c.store, gaps.c.locator, gaps.c.id)
            ).all()
        for row in rows:
            since = _when(row.since) or datetime.fromtimestamp(0, UTC)
            yield StoreGap(row.store, Gap(row.locator, GapCode(row.code), row.reason), since)

    def gap_counts(self) -> dict[str, Counter[str]]:
        """How many gaps each store has, by code; stores without any are left out."""
        counted = select(gaps.c.store, gaps.c.code, func.count().label("n")).group_by(gaps.c.store, gaps.c.code)
        found: dict[str, Counter[str]] = {}
        with self.database.begin() as connection:
            for row in connection.execute(counted):
                found.setdefault(row.store, Counter())[row.code] = row.n
        return found

    def packs(self) -> dict[str, int]:
        """The vault's packs that are in use, and the bytes in use of each."""
        with self.database.begin() as connection:
            rows = connection.execute(select(chunks.c.pack, func.sum(chunks.c.length)).group_by(chunks.c.pack))
            return {pack: int(used) for pack, used in rows}

    def chunks_of(self, pack: str) -> list[Chunk]:
        """Every chunk in use of a pack."""
        with self.database.begin() as connection:
            rows = connection.execute(select(chunks).where(chunks.c.pack == pack).order_by(chunks.c.offset))
            return [chunk_of_row(row) for row in rows]

    def move_chunks(self, moved: Sequence[Chunk]) -> None:
        """Note the new places of chunks that were copied."""
        with self.database.begin() as connection:
            for chunk in moved:
                same = (chunks.c.item == chunk.item, chunks.c.first == chunk.first)
                connection.execute(
                    update(chunks).where(*same).values(pack=chunk.pack, offset=chunk.offset, length=chunk.length)
                )

    def _known(
        self, connection: Connection, store: str, locators: Sequence[str]
    ) -> dict[str, list[tuple[int, str, bool]]]:
        found: dict[str, list[tuple[int, str, bool]]] = {}
        for start in range(0, len(locators), BATCH):
            named = items.c.locator.in_(locators[start : start + BATCH])
            columns = select(items.c.id, items.c.locator, items.c.version, items.c.done)
            for row in connection.execute(columns.where(items.c.store == store, named)):
                found.setdefault(row.locator, []).append((row.id, row.version, bool(row.done)))
        return found

    def _troubled(
        self, connection: Connection, known: dict[str, list[tuple[int, str, bool]]], code: GapCode | None
    ) -> frozenset[int]:
        ids = [row[0] for rows in known.values() for row in rows]
        found: set[int] = set()
        for start in range(0, len(ids), BATCH):
            asked = select(gaps.c.item).where(gaps.c.item.in_(ids[start : start + BATCH]))
            if code is not None:
                asked = asked.where(gaps.c.code == code.value)
            found.update(number for number in connection.scalars(asked) if number)
        return frozenset(found)


def chunk_of_row(row: Row[Any]) -> Chunk:
    """The chunk that a row of the table ``chunks`` tells of."""
    return Chunk(row.item, row.first, row.passages, pack=row.pack, offset=row.offset, length=row.length)


def _pend(connection: Connection, store: str, run: int, listed: Sequence[Item]) -> dict[str, int]:
    """Make a pending row for each item, in one statement; their ids by locator."""
    if not listed:
        return {}
    rows = [{"store": store, "locator": item.locator, "done": 0} | _listed(item, run) for item in listed]
    made = connection.execute(insert(items).returning(items.c.id, items.c.locator), rows)
    return {row.locator: row.id for row in made}


def _listed(item: Item, run: int) -> dict[str, object]:
    """What a row says of an item as the store lists it."""
    return {
        "version": item.version,
        "title": item.title,
        "modified": item.modified.timestamp() if item.modified else None,
        "size": item.size,
        "run": run,
    }


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _done_row(outcome: Outcome) -> dict[str, object]:
    again = any(gap.code in RETRIED for gap in outcome.gaps)
    version = "" if again else outcome.planned.item.version
    return {"read": outcome.planned.id, "entries": outcome.entries, "version": version}


def _part_rows(outcome: Outcome) -> Iterator[dict[str, object]]:
    for n, part in enumerate(outcome.parts):
        named = {"item": outcome.planned.id, "number": n, "steps": part.steps, "title": part.title}
        stated = {"stated": encoded(part.stated)}
        yield named | stated | {"digest": part.digest, "first": part.first, "passages": part.count}


def _gap_rows(store: str, outcome: Outcome, now: float, run: int) -> Iterator[dict[str, object]]:
    for gap in outcome.gaps:
        item = outcome.planned.item.locator
        locator = f"{item}!{gap.locator}" if gap.locator else item
        yield _gap_row(store, outcome.planned.id, locator, gap, now, run)


def _chunk_row(chunk: Chunk) -> dict[str, object]:
    return {
        "item": chunk.item,
        "first": chunk.first,
        "passages": chunk.count,
        "pack": chunk.pack,
        "offset": chunk.offset,
        "length": chunk.length,
    }


def _gap_row(store: str, item: int | None, locator: str, gap: Gap, since: float, run: int) -> dict[str, object]:
    return {
        "store": store,
        "item": item,
        "locator": locator,
        "code": gap.code.value,
        "reason": gap.reason,
        "since": since,
        "run": run,
    }


def _mark_seen(connection: Connection, run: int, ids: Sequence[int]) -> None:
    if ids:
        statement = update(items).where(items.c.id == bindparam("seen")).values(run=run)
        connection.execute(statement, [{"seen": number} for number in ids])


def _delete_items(connection: Connection, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), BATCH):
        connection.execute(delete(items).where(items.c.id.in_(ids[start : start + BATCH])))


def _under(locator: str, folder: str) -> bool:
    return not folder or locator == folder or locator.startswith(folder + "/")


def _when(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

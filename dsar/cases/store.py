"""``state/cases.db``: every case as its acts, in the order they were done.

The file is encrypted (SQLCipher), and each act sealed once more, bound to its
case and number. An act is appended and never changed; two people who change the
same case at once cannot overwrite each other: the second one is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Row, delete, exists, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from dsar.cases.acts import Act, Opened, decoded, encoded, name_of
from dsar.cases.history import Entry, after, begun, case_of
from dsar.cases.rules import check, check_opening
from dsar.cases.schema import SCHEMA_VERSION, cases, events, metadata, purged, serials
from dsar.cases.values import Case, Restriction
from dsar.catalog.database import Database
from dsar.crypto import Keys
from dsar.errors import RetryError, SetupError


class CaseBook:
    """The cases of one workspace. Safe for several processes at once."""

    def __init__(self, path: Path, keys: Keys) -> None:
        """Open it, and make it where it is not there; raises as :class:`dsar.catalog.database.Database` does."""
        self.database = Database(path, keys, tables=metadata, version=SCHEMA_VERSION)
        self._keys = keys

    def close(self) -> None:
        """Close the database; closing twice is harmless."""
        self.database.close()

    def open(self, opened: Opened, *, by: str, now: datetime, today: date) -> Case:
        """Open a case and give it the next number of the year, durably when this returns.

        Raises:
            SetupError: :func:`dsar.cases.rules.check_opening` refuses it.
        """
        check_opening(opened, today=today)
        entry = Entry(1, by, now, opened)
        with self.database.begin() as connection:
            number = upsert(serials).values(year=today.year, last=1)
            counted = number.on_conflict_do_update(index_elements=["year"], set_={"last": serials.c.last + 1})
            serial = connection.execute(counted.returning(serials.c.last)).scalar_one()
            made = begun(f"{today.year}-{serial:04}", entry)
            connection.execute(insert(cases).values(id=made.id, version=1, ended=0))
            self._write(connection, made.id, entry)
        return made

    def get(self, case: str) -> Case:
        """A case as it stands.

        Raises:
            SetupError: there is no such case, or it was purged.
        """
        with self.database.begin() as connection:
            entries = [
                self._entry(row)
                for row in connection.execute(select(events).where(events.c.case == case).order_by(events.c.number))
            ]
            gone = not entries and connection.scalar(select(purged.c.at).where(purged.c.id == case))
        if gone:
            raise SetupError(f"{case}: was deleted on {_day(gone)}, when its retention had ended.")
        if not entries:
            raise SetupError("there is no such case. See them: dsar case list --all")
        return case_of(case, entries)

    def known(self, case: str | None) -> Case | None:
        """The case, or None where there is none of that id."""
        with self.database.begin() as connection:
            there = case is not None and connection.scalar(select(cases.c.id).where(cases.c.id == case))
        return self.get(there) if there else None

    def all(self, *, ended: bool = True) -> Iterator[Case]:
        """Every case, in the order of their ids; without those that have ended, if so asked."""
        query = select(events).join(cases, cases.c.id == events.c.case).order_by(events.c.case, events.c.number)
        if not ended:
            query = query.where(cases.c.ended == 0)
        with self.database.begin() as connection:
            rows = list(connection.execute(query))
        found: dict[str, list[Entry]] = {}
        for row in rows:
            found.setdefault(row.case, []).append(self._entry(row))
        for case, entries in found.items():
            yield case_of(case, entries)

    def add(self, case: Case, *acts: Act, by: str, now: datetime, today: date) -> Case:
        """Do acts in the case as it was read: all of them or none; durable when this returns.

        Raises:
            SetupError: :func:`dsar.cases.rules.check` refuses one, or the case is gone.
            RetryError: somebody changed the case since it was read; nothing was written.
        """
        made, entries = case, []
        for act in acts:
            check(made, act, today=today)
            entries.append(Entry(made.version + 1, by, now, act))
            made = after(made, entries[-1])
        with self.database.begin() as connection:
            known = cases.c.id == case.id, cases.c.version == case.version
            taken = update(cases).where(*known).values(version=made.version, ended=int(not made.is_open))
            if connection.execute(taken).rowcount == 1:
                for entry in entries:
                    self._write(connection, case.id, entry)
                return made
        self.get(case.id)
        raise RetryError(
            f"{case.id}: somebody else changed this case at the same time; nothing of yours was written. "
            f"Look at it (dsar case show {case.id}) and do it again if it still holds.",
            after_s=0,
        )

    def restrictions(self) -> list[Restriction]:
        """Every restriction in force, of all cases."""
        touched = exists().where(events.c.case == cases.c.id, events.c.act == "restricted")
        with self.database.begin() as connection:
            ids = list(connection.scalars(select(cases.c.id).where(touched).order_by(cases.c.id)))
        return [one for case in ids for one in self.get(case).restrictions if one.in_force]

    def purge(self, case: Case, *, now: datetime) -> None:
        """Delete all that is kept of a case; only its id, its kind and the time remain.

        Raises:
            RetryError: somebody changed the case since it was read; nothing was deleted.
        """
        with self.database.begin() as connection:
            connection.execute(text("PRAGMA secure_delete = ON"))
            known = cases.c.id == case.id, cases.c.version == case.version
            if connection.execute(update(cases).where(*known).values(version=case.version)).rowcount != 1:
                raise RetryError(f"{case.id}: somebody else changed this case. Look at it again.", after_s=0)
            connection.execute(insert(purged).values(id=case.id, kind=case.kind.value, at=now.timestamp()))
            connection.execute(delete(cases).where(cases.c.id == case.id))
        with self.database.begin() as connection:  # the journal still held what was deleted
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _write(self, connection: Connection, case: str, entry: Entry) -> None:
        connection.execute(
            insert(events).values(
                case=case,
                number=entry.number,
                act=name_of(entry.act),
                by=entry.by,
                at=entry.at.timestamp(),
                fields=self._keys.seal(encoded(entry.act), _place(case, entry.number)),
            )
        )

    def _entry(self, row: Row[tuple[object, ...]]) -> Entry:
        fields = self._keys.open(row.fields, _place(row.case, row.number))
        return Entry(row.number, row.by, datetime.fromtimestamp(row.at, UTC), decoded(row.act, fields))


def _place(case: str, number: int) -> bytes:
    """What a sealed act is bound to."""
    return f"case {case} act {number}".encode()


def _day(stamp: float) -> date:
    return datetime.fromtimestamp(stamp, UTC).date()

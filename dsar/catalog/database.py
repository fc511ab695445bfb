"""Opens the catalogue: an SQLCipher database, encrypted page by page with a key of its own.

SQLAlchemy speaks to it, so that a larger installation can move to another
database without a change above this file.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateColumn, CreateIndex
from sqlcipher3 import dbapi2

from dsar.catalog.schema import SCHEMA_VERSION, facts, metadata
from dsar.crypto import Keys
from dsar.errors import RetryError, StoreError

BUSY_S = 30
"""How long to wait for another process's short write before giving up."""
CACHE_KB = 64 * 1024
"""Decrypted pages kept at most: find reads rows all over the catalogue, and most of a row's cost is decryption."""


class Database:
    """An open database, the catalogue's unless other tables are given; one transaction at a time per :meth:`begin`."""

    def __init__(self, path: Path, keys: Keys, *, tables: MetaData = metadata, version: int = SCHEMA_VERSION) -> None:
        """Open, and make where it is not there. ``tables`` must hold a copy of ``facts``.

        Raises:
            StoreError: not such a database, made by another version, damaged, or not writable.
        """
        self._path = path

        def connect() -> Any:
            connection = dbapi2.connect(str(path), timeout=BUSY_S, check_same_thread=False)
            connection.execute(f"PRAGMA key = \"x'{keys.catalog}'\"")
            return connection

        self._connect = connect
        self.engine = _engine(connect)
        try:
            with self.begin() as connection:
                tables.create_all(connection)
                found = connection.scalar(select(facts.c.value).where(facts.c.name == "schema"))
                if found is None:
                    connection.execute(insert(facts).values(name="schema", value=str(version)))
                elif found == str(version):
                    _add_what_is_missing(connection, tables)
        except BaseException:
            self.close()
            raise
        if found not in (None, str(version)):
            self.close()
            remedy = "Move state/ away and run: dsar index" if tables is metadata else "Use that version."
            raise StoreError(f"{path}: made by another version of dsar (schema {found}, this is {version}). {remedy}")

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing.

        Raises:
            RetryError: another process holds the database longer than it should.
            StoreError: damaged, unreachable, or the disk is full.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            if "locked" in str(error.orig) or "busy" in str(error.orig):
                raise RetryError(f"{self._path}: another dsar is writing. Try again when it has finished.") from error
            raise StoreError(f"{self._path}: {_what(error)}") from error
        except DatabaseError as error:
            raise StoreError(f"{self._path}: {_what(error)}") from error

    def reopened(self) -> Database:
        """The same database with connections of its own; those that this one has stay as they are."""
        other = copy(self)
        other.engine = _engine(self._connect)
        return other

    def close(self) -> None:
        """Close all connections; closing twice is harmless."""
        self.engine.dispose()


def _engine(connect: Callable[[], Any]) -> Engine:
    engine = create_engine("sqlite+pysqlite://", creator=connect, module=dbapi2, poolclass=QueuePool, pool_size=2)
    event.listen(engine, "connect", _set_up)
    return engine


def _add_what_is_missing(connection: Connection, tables: MetaData) -> None:
    """Columns and indexes that the tables were made without, by an older dsar, which then reads them all the same.

    Such a column may be NULL, or has a default of the database: it says nothing of the rows that are there.
    """
    for table in tables.sorted_tables:
        known = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                added = CreateColumn(column).compile(connection)
                connection.execute(text(f'ALTER TABLE "{table.name}" ADD COLUMN {added}'))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was reported done must survive a power cut
    cursor.execute("PRAGMA temp_store = MEMORY")  # nothing unencrypted on disk
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    cursor.close()


def _what(error: DatabaseError) -> str:
    said = str(error.orig).lower()
    if "full" in said or (isinstance(error.orig, OSError) and error.orig.errno == errno.ENOSPC):
        return "the disk is full. Make room and run the same command again; what was done is kept."
    if "disk i/o" in said:
        return "the disk takes no more, or fails. Check it and run the same command again; what was done is kept."
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return "cannot be written. Check the folder's permissions."
    return "is damaged or was made with another key. Check key_file, else restore state/ from a back-up."

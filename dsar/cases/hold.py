"""The hold: what a case's hits said and were is kept sealed in the vault, so that nothing disappears before the answer.

Blobs lie beside the packs of the index and are no part of it: neither indexing,
tidying nor ``dsar index --rebuild`` touches them. They are found by the digest of
their content; which case needs which is in ``state/cases.db``. A case that is
purged needs nothing any more, and what no case needs is deleted (LEGAL R-04-05, A-20).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from dsar.cases.hits_schema import blobs, holds
from dsar.cases.schema import metadata
from dsar.catalog.database import Database
from dsar.errors import RetryError, StoreError
from dsar.vault import Vault

LOCK_FILE = "hold.lock"


class Hold:
    """Keeps byte strings for cases. ``state`` is the workspace's folder for its own data."""

    def __init__(self, database: Database, vault: Vault, state: Path) -> None:
        self._database, self._vault = database, vault
        self._lock = state / LOCK_FILE
        self._written: dict[str, tuple[str, int]] = {}
        self._needed: frozenset[tuple[str, str]] = frozenset()
        with database.begin() as connection:
            metadata.create_all(connection)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Keep things only within this: what is written and not noted yet must not be swept by others."""
        with _locked(self._lock, fcntl.LOCK_SH):
            yield

    def keep(self, case: str, data: bytes) -> str:
        """Keep it for the case; return its digest. The same content takes room once.

        It is on the disk when this returns, and counts from the next :meth:`note` on.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        digest = sha256(data).hexdigest()
        if digest not in self._written:
            with self._database.begin() as connection:
                known = connection.scalar(select(blobs.c.name).where(blobs.c.digest == digest))
            if known is None:
                self._written[digest] = (self._vault.put_blob(data), len(data))
        self._needed |= {(case, digest)}
        return digest

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is kept within this is needed only if it ends without an error; else the next sweep deletes it."""
        before = self._needed
        try:
            yield
        except BaseException:
            self._needed = before
            raise

    def note(self, connection: Connection) -> None:
        """Note, in this transaction, what was kept since the last time."""
        written = [{"digest": digest, "name": name, "size": size} for digest, (name, size) in self._written.items()]
        needed = [{"case": case, "digest": digest} for case, digest in sorted(self._needed)]
        if written:
            connection.execute(upsert(blobs).on_conflict_do_nothing(), written)
        if needed:
            connection.execute(upsert(holds).on_conflict_do_nothing(), needed)
        self._written, self._needed = {}, frozenset()

    def open(self, digest: str) -> bytes:
        """What was kept.

        Raises:
            StoreError: it is not held, or was altered.
        """
        with self._database.begin() as connection:
            name = connection.scalar(select(blobs.c.name).where(blobs.c.digest == digest))
        if name is None:
            raise StoreError("state/cases.db: what a hit held is missing. Restore state/ from a back-up, as a whole.")
        return self._vault.get_blob(name)

    def pieces(self, listed: str) -> Iterator[bytes]:
        """The pieces of something large, of which ``listed`` is the list of digests as JSON."""
        yield from map(self.open, json.loads(listed))

    def sweep(self) -> int:
        """Delete what no case needs; return how many blobs went. Nothing, while another process holds things.

        Raises:
            StoreError: the database is damaged.
        """
        try:
            with _locked(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB):
                return self._sweep()
        except RetryError:
            return 0  # the next one does it

    def _sweep(self) -> int:
        unheld = blobs.c.digest.not_in(select(holds.c.digest))
        with self._database.begin() as connection:
            connection.execute(delete(blobs).where(unheld))
            live = set(connection.scalars(select(blobs.c.name)))
        orphans = [name for name in self._vault.blobs() if name not in live]
        for name in orphans:
            self._vault.remove_blob(name)
        return len(orphans)


@contextmanager
def case_lock(state: Path, case: str) -> Iterator[None]:
    """One search of a case at a time; the system lets go of it when its holder dies.

    Raises:
        RetryError: another process searches for the case now.
    """
    with _locked(state / f"search-{case}.lock", fcntl.LOCK_EX | fcntl.LOCK_NB, case):
        yield


@contextmanager
def _locked(path: Path, how: int, what: str = "state") -> Iterator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}). Free space or fix access.") from error
    try:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError as error:
            raise RetryError(f"{what}: another search is running. Wait until it has ended.") from error
        yield
    finally:
        os.close(handle)

"""One writer at a time: a lock that the system lets go when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakSet

from dsar.errors import RetryError
from dsar.index.frames import writing


class WriteLock:
    """A lock on a file; each holder writes into it who they are, for whoever is refused."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle >= 0

    def acquire(self) -> None:
        """Take the lock, if it is not ours already.

        Raises:
            RetryError: another holds it.
            StoreError: the file cannot be made.
        """
        if self.held:
            return
        with writing(self._path):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace")
            os.close(handle)
            raise RetryError(
                f"{self._path.parent}: another dsar index is running ({holder}). Wait until it has ended."
            ) from error
        self._handle = handle
        _held.add(self)
        with writing(self._path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, _signature().encode(), 0)

    def release(self) -> None:
        """Let go; harmless if it is not held."""
        if self.held:
            os.close(self._handle)
            self._handle = -1


def _signature() -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()} since {now}"


_held: WeakSet[WriteLock] = WeakSet()


def _let_go_in_child() -> None:
    # A forked child has the lock's file open too, and would hold the lock on after its parent's death.
    for lock in list(_held):
        lock.release()


os.register_at_fork(after_in_child=_let_go_in_child)

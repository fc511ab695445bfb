"""What a file server looks like to the connector ``files``: folders that are listed and files that are read.

One module for each protocol (``smb``, ``sftp``, ``webdav``, ``s3``) makes a
:class:`Tree`; :mod:`connectors.remote` does the rest for all of them.
"""

from __future__ import annotations

import heapq
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from dsar.errors import SetupError

RUN = 20_000
"""Entries of a folder that are sorted in memory; more are sorted in runs that lie in files without a name."""
DEEPEST = 200
"""Folders inside each other; what lies deeper is a gap: links and faulty servers make trees without an end."""
SETTLED_S = 3.0
"""A file this old does not get its time of change again by another write, where a server counts whole seconds."""


class ConnectionBrokenError(Exception):
    """The connection failed, not the request: the same call may succeed when it is made again."""


class EntryKind(StrEnum):
    """What an entry of a folder is."""

    FILE = "file"
    FOLDER = "folder"
    LINK_OUT = "link out"
    LINK_IN = "link in"
    """A link to what lies in the store anyway."""
    OTHER = "other"
    BAD_NAME = "bad name"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder; ``version`` as in :class:`dsar.model.Item`, ``modified`` in seconds since 1970."""

    name: str = field(repr=False)
    kind: EntryKind
    version: str = ""
    size: int | None = None
    modified: float | None = None
    title: str = field(default="", repr=False)
    """What a person would call it, where that is not its name."""

    @property
    def time(self) -> datetime | None:
        """When it was changed, where the server tells something that is a time."""
        try:
            return None if self.modified is None else datetime.fromtimestamp(self.modified, UTC)
        except (OverflowError, ValueError, OSError):
            return None


class Source(Protocol):
    """A file that is open for one forward read."""

    mark: str
    """Tells this content from what the file may hold later."""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""

    def now(self) -> str:
        """The mark that the file has now; the same as :attr:`mark` where a read cannot mix two contents."""

    def close(self) -> None:
        """Let go of it; raises nothing."""


class Tree(Protocol):
    """A folder on a server. Paths are names joined by ``/`` below that folder, "" for itself.

    Every method connects when there is no connection, and raises:

    * ConnectionBrokenError: the connection failed or the server is overloaded;
    * ItemError: this file or folder cannot be read;
    * SetupError: the login, the server's identity or its address is wrong.
    """

    def listing(self, folder: str) -> Iterator[Entry]:
        """The names in a folder, in any order; the folder's path is "" or ends with ``/``."""

    def open(self, path: str, start: int) -> Source:
        """Open a file at an offset; only to read, and so that others may go on writing it."""

    def close(self) -> None:
        """Drop the connection, whatever state it is in; raises nothing."""


def sorted_entries(entries: Iterable[Entry], temporary: Path | None = None) -> Iterator[Entry]:
    """Entries in the order of their names, each name once; memory is bounded whatever their number.

    All of them are taken before this returns.
    """
    remaining = iter(entries)
    first = _run(remaining)
    if len(first) < RUN:
        return _unique(iter(first))
    runs: list[Iterator[Entry]] = [_laid_down(first, temporary)]
    while run := _run(remaining):
        runs.append(_laid_down(run, temporary))
    return _unique(heapq.merge(*runs, key=_by_name))


def whole_second_version(modified: float | None, size: int | None, *, now: float) -> str:
    """A version for servers that count whole seconds.

    A second write within the same second leaves time and size as they were. So a
    file that was changed just now has a version of its own until its second is
    surely over; then it is read once more.
    """
    fresh = modified is not None and modified > now - SETTLED_S
    return f"{modified}-{size}" + "-fresh" * fresh


def hush(*loggers: str) -> None:
    """Keep a library's own log from the terminal: it holds names and addresses, and we say what is wrong ourselves."""
    for name in loggers:
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


def refused(where: str, what: str, *, mend: str) -> SetupError:
    """The error for what only a person can put right."""
    return SetupError(f"dsar.toml: {where}: {what}. {mend}")


def _by_name(entry: Entry) -> bytes:
    return entry.name.encode("utf-8", "surrogatepass")


def _run(entries: Iterator[Entry]) -> list[Entry]:
    return sorted(islice(entries, RUN), key=_by_name)


def _laid_down(run: Sequence[Entry], temporary: Path | None) -> Iterator[Entry]:
    file = tempfile.TemporaryFile("w+", encoding="utf-8", dir=temporary)  # noqa: SIM115  # read, and closed, later
    for entry in run:
        file.write(json.dumps([entry.name, entry.kind, entry.version, entry.size, entry.modified, entry.title]) + "\n")
    file.seek(0)
    return _read_back(file)


def _read_back(file: TextIO) -> Iterator[Entry]:
    with file:
        for line in file:
            name, kind, version, size, modified, title = json.loads(line)
            yield Entry(name, EntryKind(kind), version, size, modified, title)


def _unique(entries: Iterator[Entry]) -> Iterator[Entry]:
    """A server lists a name twice when it is renamed meanwhile."""
    last = None
    for entry in entries:
        if entry.name != last:
            last = entry.name
            yield entry

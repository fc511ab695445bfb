"""Files in a folder tree on a mounted disk or share; with ``url`` on a server, see :mod:`connectors.address`.

Settings: ``path`` (relative to the workspace, or absolute), and ``include`` and
``exclude``: lists of globs over locators, where ``*`` also crosses ``/``.
Links are never followed: what they lead to is read where it is, if that is in
the store, and is a gap if it is not.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import Field

from connectors.globs import Globs
from connectors.tree import DEEPEST, Entry, EntryKind, sorted_entries
from dsar.connector import Check, Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.settings import SETTINGS_FILE


class _Options(Options):
    path: str
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])


def connect_files(context: StoreContext, settings: Mapping[str, Any]) -> Connector:
    """The connector that the settings ask for: a local folder by ``path``, a server by ``url``."""
    if "url" in settings:
        from connectors.address import connect_url

        return connect_url(context, settings)
    return FilesConnector(context, settings)


class FilesConnector:
    """Lists and opens the regular files below a folder."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        options = read_options(_Options, context, settings)
        self._where = context.where
        self._root = Path(os.path.realpath(context.root / options.path))
        self._globs = Globs(options.include, options.exclude)

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield files in the order of their locators' parts; ``since`` has no meaning here."""
        self._expect_folder()
        yield from self._folder(self._root, "")

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a file; a change while it is open raises ItemError ``changed`` at the end."""
        path = self._path(item.locator)
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise _item_error(error) from error
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise ItemError(GapCode.UNSUPPORTED, "not a regular file any more")
            try:
                yield file
            except OSError as error:
                raise _item_error(error) from error
            if _version(before) != _version(os.fstat(file.fileno())):
                raise ItemError(GapCode.CHANGED, "changed while it was read; the next run reads it again")

    def check(self) -> Check:
        """List the first name of the folder."""
        self._expect_folder()
        try:
            with os.scandir(self._root) as listing:
                empty = next(listing, None) is None
        except OSError as error:
            raise SetupError(
                f"{SETTINGS_FILE}: {self._where}.path: {self._root} cannot be listed ({error.strerror})."
            ) from error
        return Check(f"{self._root} can be listed" + ", and is empty" * empty)

    def _expect_folder(self) -> None:
        if not self._root.is_dir():
            raise SetupError(
                f"{SETTINGS_FILE}: {self._where}.path: there is no folder {self._root}. "
                f"Mend the path, or mount the share."
            )

    def _folder(self, folder: Path, prefix: str) -> Iterator[Item | Gap]:
        try:
            with os.scandir(folder) as listing:
                names = sorted_entries(Entry(entry.name, EntryKind.FILE) for entry in listing)
        except OSError as error:
            yield Gap(prefix.rstrip("/"), _item_error(error).code, "the folder cannot be listed")
            return
        for entry in names:
            locator = prefix + _shown(entry.name)
            try:
                yield from self._entry(folder / entry.name, locator)
            except OSError as error:
                failure = _item_error(error)
                yield Gap(locator, failure.code, failure.reason)

    def _entry(self, path: Path, locator: str) -> Iterator[Item | Gap]:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            if self._globs.wanted(locator) and not self._inside(path):
                yield Gap(locator, GapCode.LINK, "a link out of the store, or to nothing; links are not followed")
        elif stat.S_ISDIR(found.st_mode):
            if locator.count("/") >= DEEPEST:
                yield Gap(locator, GapCode.TOO_DEEP, f"more than {DEEPEST} folders inside each other")
            elif not self._globs.excluded(locator):
                yield from self._folder(path, locator + "/")
        elif self._globs.wanted(locator):
            if not stat.S_ISREG(found.st_mode):
                yield Gap(locator, GapCode.UNSUPPORTED, "neither a file nor a folder (a pipe, socket or device)")
                return
            yield Item(
                locator=locator,
                version=_version(found),
                size=found.st_size,
                title=locator.rpartition("/")[2],
                modified=_time(found.st_mtime),
            )

    def _inside(self, path: Path) -> bool:
        target = Path(os.path.realpath(path))
        return target.is_relative_to(self._root) and target.exists()

    def _path(self, locator: str) -> Path:
        """The file behind a locator; names that are no valid text are found by how they are shown.

        Raises:
            ItemError: a folder on the way has become a link, or the file is gone.
        """
        path = self._root
        for step in locator.split("/"):
            path = path / step if _exists(path / step) else _by_shown_name(path, step)
        if Path(os.path.realpath(path.parent)) != path.parent:
            raise ItemError(GapCode.LINK, "a folder on the way has become a link; links are not followed")
        return path


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def _by_shown_name(folder: Path, shown: str) -> Path:
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise _item_error(error) from error
    for name in names:
        if _shown(name) == shown:
            return folder / name
    raise ItemError(GapCode.VANISHED, "no longer there")


def _shown(name: str) -> str:
    """A name as text: bytes that are not UTF-8 are written ``\\xNN``, so that a locator is always valid text."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _version(found: os.stat_result) -> str:
    """Changes with any write: the inode change time also tells one that keeps size and mtime."""
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ctime_ns}"


def _time(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _item_error(error: OSError) -> ItemError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ItemError(GapCode.VANISHED, "no longer there")
    return ItemError(GapCode.NO_ACCESS, f"cannot be opened ({error.strerror or 'input/output error'})")


_checked: type[Connector] = FilesConnector
_checked_factory: ConnectorFactory = connect_files

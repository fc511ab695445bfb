"""Files on a server: lists and opens them over a :class:`connectors.tree.Tree`, and lives with a bad connection."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from connectors.globs import Globs
from connectors.tree import DEEPEST, ConnectionBrokenError, Entry, EntryKind, Source, Tree, refused, sorted_entries
from dsar.connector import Check, Connector, StoreContext
from dsar.errors import ItemError, RetryError
from dsar.model import Gap, GapCode, Item
from dsar.retry import Backoff, retried
from dsar.settings import STATE_FOLDER

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

T = TypeVar("T")

_NOT_READ = {
    EntryKind.LINK_OUT: (GapCode.LINK, "a link out of the store, or to nothing; links are not followed"),
    EntryKind.OTHER: (GapCode.UNSUPPORTED, "neither a file nor a folder (a pipe, socket or device)"),
    EntryKind.BAD_NAME: (GapCode.BAD_NAME, "its name cannot be asked for"),
}


class RemoteFiles:
    """Lists and opens the files below a folder on a server."""

    def __init__(self, context: StoreContext, tree: Tree, globs: Globs, *, place: str) -> None:
        self._context, self._tree, self._globs, self._place = context, tree, globs, place

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield files in the order of their locators' parts; ``since`` has no meaning here."""
        try:
            yield from self._listed("")
        except ItemError as error:
            raise refused(
                f"{self._context.where}.url",
                f"the folder cannot be listed ({error.reason})",
                mend="Mend it, or the rights.",
            ) from error

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a file; a change while it is open raises ItemError ``changed`` at the end."""
        reading = _Reading(self._retried, self._tree, item)
        with io.BufferedReader(reading, 1 << 18) as stream:
            yield stream
            reading.expect_unchanged()

    def check(self) -> Check:
        """List the first name of the folder."""

        try:
            holds = self._try(self._look, self._context.backoff)
        except ItemError as error:
            raise refused(
                f"{self._context.where}.url",
                f"the folder cannot be listed ({error.reason})",
                mend="Mend it, or the rights.",
            ) from error
        return Check(f"{self._place} can be listed" + ("" if holds else ", and is empty"))

    def close(self) -> None:
        """Drop the connection; the next call makes a new one."""
        self._tree.close()

    def _folder(self, prefix: str) -> Iterator[Item | Gap]:
        try:
            yield from self._listed(prefix)
        except ItemError as error:
            yield Gap(prefix.rstrip("/"), error.code, "the folder cannot be listed")

    def _listed(self, prefix: str) -> Iterator[Item | Gap]:
        temporary = self._context.root / STATE_FOLDER / "temporary"
        folder = temporary if temporary.is_dir() else None
        for entry in self._retried(lambda: sorted_entries(self._tree.listing(prefix), folder)):
            yield from self._entry(prefix + entry.name, entry)

    def _entry(self, locator: str, entry: Entry) -> Iterator[Item | Gap]:
        kind = entry.kind
        if "/" in entry.name or entry.name in ("", ".", ".."):
            kind = EntryKind.BAD_NAME
        if kind is EntryKind.FOLDER:
            if locator.count("/") >= DEEPEST:
                yield Gap(locator, GapCode.TOO_DEEP, f"more than {DEEPEST} folders inside each other")
            elif not self._globs.excluded(locator):
                yield from self._folder(locator + "/")
        elif self._globs.wanted(locator):
            if kind is EntryKind.FILE:
                yield Item(locator, entry.version, entry.size, entry.title or entry.name, entry.time)
            elif kind in _NOT_READ:
                yield Gap(locator, *_NOT_READ[kind])

    def _retried(self, call: Callable[[], T]) -> T:
        """What a call gives, made again on a new connection while it breaks.

        Raises:
            ItemError: it breaks each time, and the server answers: it is this item.
            RetryError: the server does not answer.
        """
        try:
            return self._try(call, self._context.backoff)
        except RetryError as error:
            try:
                self._try(self._look, Backoff(attempts=1))
            except RetryError:
                raise error from error.__cause__
            raise ItemError(GapCode.NO_ACCESS, "the connection broke each time this was read") from error

    def _try(self, call: Callable[[], T], backoff: Backoff) -> T:
        return retried(
            call,
            on=(ConnectionBrokenError,),
            where=f"{self._context.where}: {self._place}",
            backoff=backoff,
            before_again=self._tree.close,
        )

    def _look(self) -> bool:
        """Whether the folder holds anything."""
        self._tree.close()
        return next(iter(self._tree.listing("")), None) is not None


class _Reading(io.RawIOBase):
    """A file's bytes, read on from where they stand when the connection breaks, as long as it is the same file."""

    def __init__(self, retried: Callable[[Callable[[], bytes]], bytes], tree: Tree, item: Item) -> None:
        super().__init__()
        self._retried, self._tree = retried, tree
        self._path, self._size = item.locator, item.size
        self._source: Source | None = None
        self._mark: str | None = None
        self._offset = 0
        retried(partial(self._read, 0))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._retried(partial(self._read, len(view)))
        view[: len(data)] = data
        self._offset += len(data)
        if view and not data and self._offset < (self._size or 0):
            raise ItemError(GapCode.CHANGED, "shorter than the server said; the next run reads it again")
        return len(data)

    def expect_unchanged(self) -> None:
        """Compare the file with what it was when it was opened.

        Raises:
            ItemError: ``changed``.
        """
        self._retried(self._compare)

    def close(self) -> None:
        self._drop()
        super().close()

    def _read(self, size: int) -> bytes:
        try:
            source = self._opened()
            return source.read(size) if size else b""
        except ConnectionBrokenError:
            self._drop()
            raise

    def _compare(self) -> bytes:
        try:
            if self._opened().now() != self._mark:
                raise _changed()
        except ConnectionBrokenError:
            self._drop()
            raise
        return b""

    def _opened(self) -> Source:
        """The file, opened again where the connection broke, if it is still the same."""
        if self._source is None:
            # From the byte before: a server refuses to begin at a file's very end.
            self._source = self._tree.open(self._path, max(self._offset - 1, 0))
            self._mark = self._mark or self._source.mark
            if self._source.mark != self._mark or (self._offset and not self._source.read(1)):
                raise _changed()
        return self._source

    def _drop(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()


def _changed() -> ItemError:
    return ItemError(GapCode.CHANGED, "changed while it was read; the next run reads it again")


_checked: type[Connector] = RemoteFiles

"""A stream out of an archive, whose library's errors become ours at this door."""

from __future__ import annotations

import io
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from dsar.errors import ItemError
from dsar.model import GapCode

_IN_MEMORY = 16 * 1024 * 1024
_CHUNK = 1 << 18


class Readable(Protocol):
    """What a library gives out to read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, all that are left if it is negative."""


def scratch() -> BinaryIO:
    """An empty file without a name, in memory while it is small."""
    return cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))


def fill(target: BinaryIO, stream: Readable, limit: int) -> None:
    """Copy all of a stream and go back to the start; what the stream raises is raised.

    Raises:
        ItemError: ``too_large``.
    """
    while chunk := stream.read(_CHUNK):
        target.write(chunk)
        if target.tell() > limit:
            raise ItemError(GapCode.TOO_LARGE, "it is larger than [limits] size allows.")
    target.seek(0)


def guarded(stream: Readable, errors: tuple[type[Exception], ...]) -> BinaryIO:
    """The stream, but what its library raises on damage becomes an :class:`ItemError` (``damaged``)."""
    return cast("BinaryIO", _Guarded(stream, errors))


class _Guarded(io.BufferedIOBase):
    def __init__(self, stream: Readable, errors: tuple[type[Exception], ...]) -> None:
        super().__init__()
        self._stream = stream
        self._errors = errors

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return self._stream.read(-1 if size is None else size)
        except self._errors as error:
            raise ItemError(GapCode.DAMAGED, "the archive is damaged here; what comes before is read.") from error

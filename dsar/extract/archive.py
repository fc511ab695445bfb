"""A stream out of an archive, whose library's errors become ours at this door."""

from __future__ import annotations

import io
from typing import BinaryIO, Protocol, cast

from dsar.errors import ItemError
from dsar.model import GapCode


class Readable(Protocol):
    """What a library gives out to read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, all that are left if it is negative."""


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

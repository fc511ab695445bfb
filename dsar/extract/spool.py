"""Copies a stream that can be read only forward to where it can be read at will, hashing it on the way."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from dsar.errors import ItemError
from dsar.model import GapCode

IN_MEMORY = 32 * 1024 * 1024
"""Bytes up to which the copy lies in memory; a larger one lies in a file without a name."""
_CHUNK = 1 << 18


class Spooled(NamedTuple):
    """A copy, gone when it is closed: nothing is left on the disk, even if the process is killed."""

    fd: int
    size: int
    sha256: str

    def close(self) -> None:
        """Let go of the copy."""
        os.close(self.fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def spool(stream: BinaryIO, limit: int, *, folder: Path | None = None) -> Spooled:
    """Copy a stream to its end.

    Args:
        stream: read from where it stands.
        limit: the most bytes it may have.
        folder: where a large copy lies; the system's temporary folder if not given.

    Raises:
        ItemError: ``too_large``, or what the stream itself raises.
    """
    head = _read(stream, min(IN_MEMORY, limit) + 1)
    fd = _memory() if len(head) <= IN_MEMORY and sys.platform == "linux" else _nameless(folder)
    try:
        size, digest = _copy(head, stream, fd, limit=limit)
    except BaseException:
        os.close(fd)
        raise
    return Spooled(fd, size, digest)


def _copy(head: bytes, stream: BinaryIO, fd: int, *, limit: int) -> tuple[int, str]:
    digest = hashlib.sha256()
    size, chunk = 0, head
    while chunk:
        size += len(chunk)
        if size > limit:
            raise ItemError(GapCode.TOO_LARGE, "it is larger than [limits] size allows.")
        digest.update(chunk)
        _write(fd, chunk)
        chunk = stream.read(_CHUNK)
    os.lseek(fd, 0, os.SEEK_SET)
    return size, digest.hexdigest()


def _read(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as there are, up to ``size``; a stream may give fewer than asked for."""
    read = bytearray()
    while len(read) < size and (chunk := stream.read(min(_CHUNK, size - len(read)))):
        read += chunk
    return bytes(read)


def _write(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _memory() -> int:
    return os.memfd_create("dsar", os.MFD_CLOEXEC)


def _nameless(folder: Path | None) -> int:
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        return os.dup(file.fileno())

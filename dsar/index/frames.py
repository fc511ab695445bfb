"""Files of checked frames: whatever is read back is what was written, or it is an error.

A frame is its length, its CRC-32 and its payload. The checksum takes in where
the frame lies, so that a frame from elsewhere does not pass. A checksum finds
damage, not forgery.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import Struct
from zlib import crc32

from dsar.errors import StoreError

_HEAD = Struct("<II")
_FOOT = Struct("<Q8s")
MARK = b"dsar-ix5"
"""First and last bytes of every file; the digit is the version of its layout and of its terms."""
READ_AHEAD = 4096


class FrameWriter:
    """Writes a new file, frame by frame. It counts for nothing until :meth:`finish` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._file = path.open("xb", buffering=1 << 18)
            self._file.write(MARK)
        self._at = len(MARK)

    def write(self, payload: bytes) -> int:
        """Append a frame; return its place."""
        at = self._at
        with writing(self.path):
            self._file.write(_HEAD.pack(len(payload), crc32(payload, at & 0xFFFFFFFF)))
            self._file.write(payload)
        self._at += _HEAD.size + len(payload)
        return at

    def finish(self, last: int) -> int:
        """Close the file with a pointer to the frame ``last``; return its size, on the disk for good."""
        with writing(self.path):
            self._file.write(_FOOT.pack(last, MARK))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return self._at + _FOOT.size

    def abandon(self) -> None:
        """Close and delete the unfinished file."""
        # A close that fails for want of space must not hide why we are here.
        try:
            self._file.close()
        except OSError:
            pass
        finally:
            self.path.unlink(missing_ok=True)


class FrameReader:
    """Reads frames by their place. Safe to share between threads; keeps working when the file is deleted.

    Raises:
        FileNotFoundError: there is no such file (any more).
        StoreError: it is not a whole file of frames of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with _reading(path):
            self._handle = os.open(path, os.O_RDONLY)
        self.size = os.fstat(self._handle).st_size
        try:
            self.last = self._foot()
        except BaseException:
            self.close()
            raise

    def _foot(self) -> int:
        if self._bytes(0, len(MARK)) != MARK:
            raise StoreError(
                f"{self.path}: not an index file of this version. Rebuild the index: dsar index --rebuild."
            )
        foot = self._bytes(max(self.size - _FOOT.size, 0), _FOOT.size)
        if len(foot) != _FOOT.size or not foot.endswith(MARK):
            raise damaged(self.path)
        last: int = _FOOT.unpack(foot)[0]
        return last

    def read(self, at: int) -> bytes:
        """The payload of the frame at this place.

        Raises:
            StoreError: there is no such frame, or it was altered.
        """
        if at + _HEAD.size > self.size:
            raise damaged(self.path)
        start = self._bytes(at, READ_AHEAD)
        length, check = _HEAD.unpack_from(start)
        if at + _HEAD.size + length > self.size:
            raise damaged(self.path)
        payload = start[_HEAD.size : _HEAD.size + length]
        if len(payload) < length:
            payload = self._bytes(at + _HEAD.size, length)
        if crc32(payload, at & 0xFFFFFFFF) != check:
            raise damaged(self.path)
        return payload

    def places(self) -> Iterator[int]:
        """Where each frame lies, first to last; each is checked on the way."""
        at = len(MARK)
        while at < self.size - _FOOT.size:
            yield at
            at += _HEAD.size + len(self.read(at))

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self.close()

    def _bytes(self, at: int, length: int) -> bytes:
        with _reading(self.path):
            return os.pread(self._handle, length, at)


def damaged(path: Path) -> StoreError:
    """What to raise when a file of ours is not what was written."""
    return StoreError(f"{path}: damaged. Restore state/ from a back-up, or rebuild the index: dsar index --rebuild.")


def unreadable(path: Path, error: OSError) -> StoreError:
    """What to raise when the system does not let us read."""
    return StoreError(f"{path}: cannot be read ({error.strerror}). Check the disk and the access rights.")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure to write into the error that tells why."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}). Free space or fix access.") from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error

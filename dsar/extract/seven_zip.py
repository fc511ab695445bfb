"""7z archives, also protected ones whose password is known: every member is a part.

Members are packed together, so the archive is unpacked once, in its order, into one
file without a name; nothing is written where a member's name says.
"""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.passwords import Passwords
from dsar.model import Gap, GapCode, Part

if TYPE_CHECKING:
    from py7zr import SevenZipFile

_SMALL = 64 * 1024 * 1024
"""Bytes that an archive may unpack to however small it is."""
_MOST_MEMORY = 256 * 1024 * 1024
"""Bytes of the largest dictionary that is unpacked with."""


@dataclass(frozen=True, slots=True)
class _Member:
    name: str = field(repr=False)
    is_link: bool
    is_folder: bool


class SevenZipExtractor:
    """Yields the members as parts, in the order of the archive."""

    def match(self, media_type: str, name: str) -> int:
        """7z archives."""
        del name
        return 1 if media_type == "application/x-7z-compressed" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Part | Gap]:
        """Yield the members; those after a damaged one in the same block are lost with it."""
        size = source.seek(0, io.SEEK_END)
        budget = min(limits.size, max(_SMALL, limits.ratio * size))
        with cast("BinaryIO", TemporaryFile()) as file:
            unpacked = _Unpacked(file, budget)
            members = _unpack(source, "", unpacked)
            if members is None:
                passwords = Passwords(limits)
                members = passwords.open(lambda password: _unpack(source, password, unpacked))
            for number, member in enumerate(members):
                yield from _values(member, unpacked, number)
        if unpacked.error is not None:
            raise unpacked.error


def _values(member: _Member, unpacked: _Unpacked, number: int) -> Iterator[Part | Gap]:
    if member.is_folder:
        return
    if member.is_link:
        yield Gap(member.name, GapCode.LINK, "it is a link, which is not followed.")
    elif number in unpacked.places:
        yield Part(member.name, unpacked.part(number))
    else:
        yield Gap(member.name, GapCode.DAMAGED, "the archive is damaged before its end; it is not read.")


def _unpack(source: BinaryIO, password: str, target: _Unpacked) -> list[_Member] | None:
    """Unpack everything, as far as it can be; the members, or None if a password is needed or this one is wrong."""
    import py7zr
    from py7zr.exceptions import ArchiveError, CrcError, PasswordRequired, UnsupportedCompressionMethodError

    broken: tuple[type[Exception], ...] = (
        ArchiveError,
        lzma.LZMAError,
        zlib.error,
        EOFError,
        OSError,
        struct.error,
        ValueError,
        LookupError,
    )
    broken += (TypeError, AttributeError, AssertionError, RuntimeError, OverflowError)
    source.seek(0)
    target.reset()
    members, locked = None, False
    try:
        with py7zr.SevenZipFile(source, password=password or None) as archive:
            locked = archive.needs_password()
            if locked and not password:
                return None
            members = _members(archive)
            _refuse_large(archive)
            archive.extractall(factory=cast("Any", target))
    except PasswordRequired:
        return None
    except UnsupportedCompressionMethodError:
        target.error = ItemError(GapCode.UNSUPPORTED, "it is packed in a way that is not supported. Pack it anew.")
    except ItemError as error:
        target.error = error
    except broken as error:
        if password and (members is None or locked or isinstance(error, CrcError)):
            return None
        if members is None:
            raise ItemError(GapCode.DAMAGED, "the 7z archive is damaged: it has no readable directory.") from error
        target.error = ItemError(GapCode.DAMAGED, "the 7z archive is damaged; what comes before is read.")
    return members or []


def _members(archive: SevenZipFile) -> list[_Member]:
    """The members; each is given its number for a name, so that the library sees no name that climbs or repeats."""
    members = []
    for number, info in enumerate(archive.files):
        members.append(_Member(info.filename or "", bool(info.is_symlink or info.is_junction), info.is_directory))
        archive.files.files_list[number]["filename"] = str(number)
    return members


def _refuse_large(archive: SevenZipFile) -> None:
    for folder in archive.header.main_streams.unpackinfo.folders if archive.header.main_streams else ():
        for coder in folder.coders:
            properties = coder["properties"] or b""
            dictionary = int.from_bytes(properties[1:5], "little") if len(properties) == 5 else 0
            if dictionary > _MOST_MEMORY:
                raise ItemError(GapCode.MEMORY, "unpacking it takes more memory than is allowed. Pack it anew as zip.")


class _Unpacked:
    """All members' bytes in one file, and where each lies; what the library calls a factory of writers."""

    def __init__(self, file: BinaryIO, budget: int) -> None:
        self._file = file
        self._budget = budget
        self.error: ItemError | None = None
        self.places: dict[int, tuple[int, int]] = {}

    def reset(self) -> None:
        """Forget what a wrong password made."""
        self._file.seek(0)
        self._file.truncate()
        self.error = None
        self.places.clear()

    def create(self, filename: str) -> _Writer:
        """A writer for the member of this number."""
        return _Writer(self, int(filename))

    def write(self, number: int, data: bytes | bytearray) -> int:
        """Append to a member.

        Raises:
            ItemError: the archive unpacks to too much.
        """
        end = self._file.tell()
        if end + len(data) > self._budget:
            raise ItemError(GapCode.TOO_LARGE, "it unpacks to more than [limits] allow; the rest is not read.")
        start, size = self.places.get(number, (end, 0))
        self.places[number] = (start, size + len(data))
        return self._file.write(data)

    def part(self, number: int) -> BinaryIO:
        """A member's bytes for one forward read."""
        return io.BufferedReader(_Window(self._file, *self.places[number]))


class _Writer:
    """One member, as the library writes it."""

    def __init__(self, unpacked: _Unpacked, number: int) -> None:
        self._unpacked = unpacked
        self._number = number
        self._size = unpacked.write(number, b"")

    def write(self, data: bytes | bytearray) -> int:
        """Append."""
        self._size += len(data)
        return self._unpacked.write(self._number, data)

    def read(self, size: int | None = None) -> bytes:
        """Nothing; the library reads only what it archives."""
        del size
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Stay where it is."""
        del whence
        return offset

    def flush(self) -> None:
        """Nothing is held back."""

    def size(self) -> int:
        """Bytes so far."""
        return self._size

    def close(self) -> None:
        """Nothing to let go of."""


class _Window(io.RawIOBase):
    """A range of a file as a stream."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._at, self._end = file, start, start + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._at)
        data = self._file.read(min(len(buffer), self._end - self._at))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


_checked: type[Extractor] = SevenZipExtractor

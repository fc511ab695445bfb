"""Opens an Office file: a zip of XML parts, also a truncated one, never a bomb.

Word, Excel and OpenDocument files are zips. Their parts are unpacked piece by
piece, so that a part that breaks off gives what comes before the break, and a part
that swells beyond the limits is refused while it swells, whatever its header says.
Where the zip's directory is lost (a file cut short), the parts are found by their own headers.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract import ole, zip_listing
from dsar.extract.extractor import Limits
from dsar.extract.zip_listing import LOCAL, LOCAL_HEADER
from dsar.model import GapCode

_ENCRYPTED, _STORED, _DEFLATED = 1, 0, 8
_CHUNK = 1 << 16
_SMALL = 16 << 20  # a part up to this size is read whatever its ratio: repetitive XML reaches 1:300


@dataclass(frozen=True, slots=True)
class _Member:
    start: int  # of the packed bytes
    size: int  # of the packed bytes
    method: int
    crc: int | None  # of the unpacked bytes, where the directory tells


class OfficeZip:
    """The parts of an Office file, by name. ``damaged`` tells, after reading, whether all of it could be read."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        """Find the parts.

        Raises:
            ItemError: encrypted, or not a zip in any part.
        """
        self._source = source
        self._limits = limits
        self._unpacked = 0
        self.damaged = False
        self._members = self._find_members()

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names, in the order of the file."""
        return tuple(self._members)

    def open(self, name: str) -> io.BufferedReader:
        """Open a part for one forward read. It ends early, and ``damaged`` is set, where the part is broken."""
        return io.BufferedReader(_Unpacked(self, self._members[name]), _CHUNK)

    def read(self, name: str) -> bytes:
        """All bytes of a part that can be had."""
        with self.open(name) as part:
            return part.read()

    def packed_size(self, name: str) -> int:
        """How many bytes a part takes in the file."""
        return self._members[name].size

    def _find_members(self) -> dict[str, _Member]:
        refuse_ole(self._source)
        try:
            with zipfile.ZipFile(self._source) as directory:
                infos = directory.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OverflowError):
            infos = []
        found = {info.filename: self._member(info) for info in infos if not info.filename.endswith("/")}
        if not found or None in found.values() or not zip_listing.is_whole(self._source, infos):
            self.damaged = True
            found |= {name: member for name, member in self._salvage() if found.get(name) is None}
        members = {name: member for name, member in found.items() if member is not None}
        if not members:
            raise ItemError(GapCode.DAMAGED, "it is broken: no part of it can be read.")
        return members

    def _member(self, info: zipfile.ZipInfo) -> _Member | None:
        if info.flag_bits & _ENCRYPTED:
            raise ItemError(GapCode.ENCRYPTED, "its zip needs a password. Add an open copy, or accept the gap.")
        self._source.seek(max(0, info.header_offset))  # a directory that lies makes it negative
        header = self._source.read(LOCAL_HEADER.size)
        if info.header_offset < 0 or len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL):
            return None
        name_length, extra_length = LOCAL_HEADER.unpack(header)[9:]
        start = info.header_offset + LOCAL_HEADER.size + name_length + extra_length
        return _Member(start, info.compress_size, info.compress_type, info.CRC)

    def _salvage(self) -> Iterator[tuple[str, _Member]]:
        """Find parts by the header before each of them; the next header is where a part ends."""
        starts = [*_positions(self._source, LOCAL), self._source.seek(0, io.SEEK_END)]
        covered = 0  # a part that is itself a zip, stored as it is, has headers inside
        for start, end in pairwise(starts):
            self._source.seek(start)
            header = self._source.read(LOCAL_HEADER.size)
            if start >= covered and len(header) == LOCAL_HEADER.size:
                *_, method, _, _, _, size, _, name_length, extra_length = LOCAL_HEADER.unpack(header)
                name = self._source.read(name_length).decode("utf-8", "replace")
                begin = start + LOCAL_HEADER.size + name_length + extra_length
                covered = min(begin + size, starts[-1])
                yield name, _Member(begin, max(covered, end) - begin, method, None)

    def unpack(self, member: _Member) -> Iterator[bytes]:
        """Yield a part's bytes piece by piece, up to where it is broken.

        Raises:
            ItemError: the part swells beyond the limits.
        """
        if member.method not in (_STORED, _DEFLATED):
            self.damaged = True
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
        out, crc, position, end = 0, 0, member.start, member.start + member.size
        while position < end and not (inflate and inflate.eof):
            self._source.seek(position)
            packed = self._source.read(min(_CHUNK, end - position))
            if not packed:
                break
            position += len(packed)
            for piece in self._inflate(inflate, packed):
                out, crc = out + len(piece), zlib.crc32(piece, crc)
                self._count(len(piece), out, packed=position - member.start)
                yield piece
        if (inflate and not inflate.eof) or member.crc not in (None, crc):
            self.damaged = True

    def _inflate(self, inflate: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
        if inflate is None:
            yield packed
            return
        while packed and not inflate.eof:
            try:
                piece = inflate.decompress(packed, _CHUNK)
            except zlib.error:
                self.damaged = True
                return
            packed = inflate.unconsumed_tail
            yield piece

    def _count(self, size: int, out: int, *, packed: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.size:
            raise ItemError(GapCode.TOO_LARGE, "it unpacks to more than [limits] size allows.")
        if out > _SMALL and out > packed * self._limits.ratio:
            raise ItemError(GapCode.TOO_LARGE, "a part of it unpacks to more than [limits] ratio allows.")


class _Unpacked(io.RawIOBase):
    """A part's bytes as a stream."""

    def __init__(self, office_zip: OfficeZip, member: _Member) -> None:
        self._pieces = office_zip.unpack(member)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def refuse_ole(source: BinaryIO) -> None:
    """Raise an ItemError if an OLE container stands where a zip should.

    Office wraps an encrypted file into one ([MS-OFFCRYPTO] 2.3.4.4, v15.0).
    """
    source.seek(0)
    if source.read(len(ole.SIGNATURE)) == ole.SIGNATURE:
        if "encryptedpackage" in ole.entry_names(source):
            raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")
        raise ItemError(GapCode.UNSUPPORTED, "it is of Office's old binary format, under a new name.")


def _positions(source: BinaryIO, needle: bytes) -> Iterator[int]:
    """Where the needle stands in the source, read in pieces that overlap by its length."""
    source.seek(0)
    offset, kept = 0, b""
    while piece := source.read(_CHUNK * 16):
        window = kept + piece
        at = window.find(needle)
        while at >= 0:
            yield offset - len(kept) + at
            at = window.find(needle, at + len(needle))
        offset += len(piece)
        kept = window[-(len(needle) - 1) :]

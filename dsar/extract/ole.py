"""The names directly inside an OLE file, which tell old Word from old Excel from Outlook.

An OLE file is a small file system: sectors chained by an allocation table, and
a directory whose entries are trees of siblings. Only the directory is read.

Source: [MS-CFB] Compound File Binary File Format, sections 2.2, 2.3 and 2.6 (v12.0).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_SECTORS = 10_000
_LAST_REGULAR = 0xFFFFFFFA
_ENTRY = 128


def entry_names(source: BinaryIO) -> frozenset[str]:
    """The lower-case names of the streams and storages at the top; what a damaged file still shows of them."""
    source.seek(0)
    header = source.read(512)
    if len(header) < 512:
        return frozenset()
    shift = header[0x1E]
    size = 1 << shift if shift in (9, 12) else 512
    directory = b"".join(_sectors(source, header, size))
    return frozenset(_siblings(directory))


def _sectors(source: BinaryIO, header: bytes, size: int) -> Iterator[bytes]:
    """Follow the directory's chain through the allocation table."""
    tables = _tables(source, header, size)
    (sector,) = struct.unpack_from("<I", header, 0x30)
    for _ in range(_MOST_SECTORS):
        if sector >= _LAST_REGULAR:
            return
        yield _sector(source, sector, size)
        table, within = divmod(sector, size // 4)
        if table >= len(tables) or tables[table] >= _LAST_REGULAR:
            return
        entries = _sector(source, tables[table], size)
        if len(entries) < within * 4 + 4:
            return
        (sector,) = struct.unpack_from("<I", entries, within * 4)


def _tables(source: BinaryIO, header: bytes, size: int) -> list[int]:
    """The sectors of the allocation table: 109 in the header, the rest in a chain of their own."""
    tables = list(struct.unpack_from("<109I", header, 0x4C))
    (sector,) = struct.unpack_from("<I", header, 0x44)
    while sector < _LAST_REGULAR and len(tables) < _MOST_SECTORS:
        more = _sector(source, sector, size)
        if len(more) < size:
            break
        *numbers, sector = struct.unpack(f"<{size // 4}I", more)
        tables += numbers
    return tables


def _sector(source: BinaryIO, number: int, size: int) -> bytes:
    source.seek((number + 1) * size)
    return source.read(size)


def _siblings(directory: bytes) -> Iterator[str]:
    """Walk the tree of entries below the root: 64 bytes of name, its length, then left, right, child."""
    if len(directory) < _ENTRY:
        return
    (child,) = struct.unpack_from("<I", directory, 0x4C)
    waiting, seen = [child], set[int]()
    while waiting:
        number = waiting.pop()
        start = number * _ENTRY
        if number in seen or start + _ENTRY > len(directory):
            continue
        seen.add(number)
        length, _, left, right = struct.unpack_from("<HHII", directory, start + 0x40)
        yield directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        waiting += [left, right]

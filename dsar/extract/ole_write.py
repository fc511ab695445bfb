"""Writes an OLE file: for a document inside another, of which only its streams are there.

Source: [MS-CFB] 2.2 (header), 2.3 (allocation table), 2.4 (small streams), 2.6 (directory), v12.0.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

from dsar.extract import ole
from dsar.extract.ole_streams import Path

_SECTOR, _SMALL_SECTOR, _SMALL_STREAM = 512, 64, 4096
_FREE, _END, _TABLE, _TABLE_OF_TABLES = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_IN_HEADER, _IN_SECTOR = 109, 127
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_CASED = {"workbook": "Workbook", "book": "Book"}
"""Names that calamine knows in one case only, although case counts for nothing in them."""


def ole_file(streams: Mapping[Path, bytes]) -> bytes:
    """An OLE file of these streams, by their paths."""
    folders = sorted({path[:n] for path in streams for n in range(1, len(path))})
    paths: list[Path] = [(), *folders, *sorted(streams)]
    sectors, chains = list[bytes](), list[int]()
    small, small_chains = bytearray(), list[int]()
    places: dict[Path, tuple[int, int]] = {}
    for path, data in streams.items():
        if not data:
            places[path] = (_END, 0)
        elif len(data) < _SMALL_STREAM:
            places[path] = (len(small) // _SMALL_SECTOR, len(data))
            small_chains += _links(len(small_chains), -(-len(data) // _SMALL_SECTOR))
            small += data + bytes(-len(data) % _SMALL_SECTOR)
        else:
            places[path] = (_add(sectors, chains, data), len(data))
    places[()] = (_add(sectors, chains, bytes(small)) if small else _END, len(small))
    small_table = struct.pack(f"<{len(small_chains)}I", *small_chains)
    small_start = _add(sectors, chains, small_table, b"\xff") if small else _END
    directory = _add(sectors, chains, _directory(paths, streams, places))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIII", ole.SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6, 0, 0, directory, 0, _SMALL_STREAM,
        small_start, -(-len(small_table) // _SECTOR),
    )  # fmt: skip
    return _with_tables(header, sectors, chains)


def _links(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _add(sectors: list[bytes], chains: list[int], data: bytes, fill: bytes = b"\0") -> int:
    """Append data as a chain of sectors; the number of the first."""
    first = len(sectors)
    pieces = [data[at : at + _SECTOR].ljust(_SECTOR, fill) for at in range(0, len(data), _SECTOR)]
    chains += _links(first, len(pieces))
    sectors += pieces
    return first


def _directory(paths: list[Path], streams: Mapping[Path, bytes], places: Mapping[Path, tuple[int, int]]) -> bytes:
    """The entries; those of one folder are a chain of right neighbours."""
    inside: dict[Path, list[int]] = {}
    for number, path in enumerate(paths[1:], 1):
        inside.setdefault(path[:-1], []).append(number)
    right = {number: after for numbers in inside.values() for number, after in pairwise(numbers)}
    entries = b""
    for number, path in enumerate(paths):
        kind = _ROOT if not path else _STREAM if path in streams else _STORAGE
        name = (_CASED.get(path[-1], path[-1]) if path else "Root Entry")[:31].encode("utf-16-le") + b"\0\0"
        child = inside[path][0] if path in inside else _FREE
        start, size = places.get(path, (0, 0))
        entries += name.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(name), kind, 1, _FREE, right.get(number, _FREE), child
        )
        entries += bytes(36) + struct.pack("<IQ", start, size)
    return entries


def _with_tables(header: bytes, sectors: list[bytes], chains: list[int]) -> bytes:
    """The whole file: the allocation table comes last, as it covers itself and the list of its own sectors."""
    tables = more = 0
    while True:
        needed = -(-(len(chains) + tables + more) // 128)
        lists = max(0, -(-(needed - _IN_HEADER) // _IN_SECTOR))
        if (needed, lists) == (tables, more):
            break
        tables, more = needed, lists
    first = len(chains)
    table_sectors = list(range(first, first + tables))
    chains = [*chains, *[_TABLE] * tables, *[_TABLE_OF_TABLES] * more]
    packed = struct.pack(f"<{len(chains)}I", *chains)
    sectors = [*sectors, packed.ljust(tables * _SECTOR, b"\xff")]
    rest = table_sectors[_IN_HEADER:]
    for n in range(more):
        part = rest[n * _IN_SECTOR : (n + 1) * _IN_SECTOR]
        after = first + tables + n + 1 if n + 1 < more else _END
        sectors.append(struct.pack("<128I", *part, *[_FREE] * (_IN_SECTOR - len(part)), after))
    listed = table_sectors[:_IN_HEADER] + [_FREE] * (_IN_HEADER - len(table_sectors))
    head = bytearray(header)
    struct.pack_into("<I", head, 0x2C, tables)
    return (
        bytes(head)
        + struct.pack("<II", first + tables if more else _END, more)
        + struct.pack("<109I", *listed)
        + b"".join(sectors)
    )

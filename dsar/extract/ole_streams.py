"""The streams of an OLE file, read from bytes that may lie: no chain is followed in a circle.

calamine and others trust these tables and take memory without end where they are
false, so a file is read here first.

Source: [MS-CFB] 2.2 (header), 2.3 (allocation table), 2.4 (small streams' table), 2.6.1 (directory), v12.0.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_SHIFTS = (b"\x09\0\x06\0", b"\x0c\0\x06\0")  # sectors of 512 or 4096 bytes, small ones of 64
_LAST_REGULAR = 0xFFFFFFFA
_ENTRY, _SMALL_SECTOR, _SMALL_STREAM = 128, 64, 4096
_IN_HEADER = 109  # sectors of the allocation table that the header lists itself
_STREAM, _ROOT = 2, 5
_DEEPEST = 50  # folders inside each other

Path = tuple[str, ...]
"""The lower-case names of the folders that a stream lies in, and its own."""


@dataclass(frozen=True, slots=True)
class Streams:
    """What an OLE file holds, by lower-case name and by path; ``sound`` if every table in it can be true."""

    sound: bool
    by_name: dict[str, bytes] = field(repr=False)
    by_path: dict[Path, bytes] = field(repr=False, default_factory=dict)

    @property
    def top(self) -> dict[str, bytes]:
        """The streams in no folder: those of the document itself, not of one inside it."""
        return {path[0]: data for path, data in self.by_path.items() if len(path) == 1}

    def below(self, *folder: str) -> dict[Path, bytes]:
        """The streams inside a folder, by their paths from there."""
        size = len(folder)
        return {path[size:]: data for path, data in self.by_path.items() if path[:size] == folder and len(path) > size}


def ole_streams(data: bytes) -> Streams:
    """Read the streams, each as far as its chain leads; two of one name (in different folders): the first."""
    if data[0x1E:0x22] not in _SHIFTS:
        return Streams(sound=False, by_name={})
    size = 1 << data[0x1E]
    chains = _numbers(_joined(data, size, list(_table_sectors(data, size)), first=1))
    small_chains = _numbers(_joined(data, size, _chain(chains, _number(data, 0x3C)), first=1))
    directory = _joined(data, size, _chain(chains, _number(data, 0x30)), first=1)
    sound = bool(directory) and not (_has_circle(chains) or _has_circle(small_chains))
    small, found, contents = b"", dict[str, bytes](), dict[int, bytes]()
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name, kind, start, length = _entry(directory[at : at + _ENTRY], wide=size > 512)
        sound = sound and length <= len(data)
        if kind == _ROOT:
            small = _joined(data, size, _chain(chains, start), first=1)[:length]
        elif kind == _STREAM:
            if length < _SMALL_STREAM:
                content = _joined(small, _SMALL_SECTOR, _chain(small_chains, start), first=0)[:length]
            else:
                content = _joined(data, size, _chain(chains, start), first=1)[:length]
            contents[at // _ENTRY] = content
            found.setdefault(name, content)
    return Streams(sound, found, {path: contents[n] for n, path in _paths(directory) if n in contents})


def _paths(directory: bytes) -> Iterator[tuple[int, Path]]:
    """Each entry's number and path; the entries of a folder are a tree of left and right neighbours."""
    waiting, seen = [(_number(directory, 0x4C), Path())], set[int]()
    while waiting:
        number, folder = waiting.pop()
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        if number in seen or len(entry) < _ENTRY:
            continue
        seen.add(number)
        path = (*folder, _entry(entry, wide=False)[0])
        yield number, path
        waiting += [(_number(entry, 0x44), folder), (_number(entry, 0x48), folder)]
        if len(path) < _DEEPEST:
            waiting.append((_number(entry, 0x4C), path))


def _entry(entry: bytes, *, wide: bool) -> tuple[str, int, int, int]:
    """A directory entry's name, kind, first sector and size in bytes."""
    name_length = min(64, int.from_bytes(entry[0x40:0x42], "little"))
    name = entry[: max(0, name_length - 2)].decode("utf-16-le", "replace").lower()
    return name, entry[0x42], _number(entry, 0x74), int.from_bytes(entry[0x78 : 0x80 if wide else 0x7C], "little")


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _numbers(data: bytes) -> array[int]:
    found = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _joined(data: bytes, size: int, sectors: Sequence[int], *, first: int) -> bytes:
    """The content of these sectors; the first one begins ``first`` sectors into the data."""
    return b"".join(
        data[(sector + first) * size : (sector + first + 1) * size] for sector in sectors if sector < _LAST_REGULAR
    )


def _table_sectors(data: bytes, size: int) -> Iterator[int]:
    """The sectors that hold the allocation table: first those in the header, then a list that goes on elsewhere."""
    yield from _numbers(data[0x4C : 0x4C + 4 * _IN_HEADER])
    sector = _number(data, 0x44)
    for _ in range(len(data) // size):
        begin = (sector + 1) * size
        if sector >= _LAST_REGULAR or begin + size > len(data):
            return
        yield from _numbers(data[begin : begin + size - 4])
        sector = _number(data, begin + size - 4)


def _chain(chains: Sequence[int], sector: int) -> list[int]:
    """The sectors from this one on; a circle is followed once around at most."""
    found = list[int]()
    while sector < len(chains) and len(found) < len(chains):
        found.append(sector)
        sector = chains[sector]
    return found


def _has_circle(chains: Sequence[int]) -> bool:
    """Whether following any entry never ends; each entry is followed once."""
    seen = bytearray(len(chains))  # 0: not followed, 1: on the way, 2: leads to an end
    for start in range(len(chains)):
        way, sector = list[int](), start
        while sector < len(chains) and seen[sector] == 0:
            seen[sector] = 1
            way.append(sector)
            sector = chains[sector]
        if sector < len(chains) and seen[sector] == 1:
            return True
        for step in way:
            seen[step] = 2
    return False

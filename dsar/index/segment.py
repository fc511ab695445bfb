"""One segment: an unchanging file with sorted keys, the document numbers of each, and each document's id.

    frames:  pages of ids … long lists, pages of keys with short lists, filters … directory

A key is a field letter and a term. The directory has the first key of each page
and is all that stays in memory; a look-up reads one page, a long list one more.
Most spellings that a question tries stand nowhere: a filter before each few
pages tells so at a fiftieth of a page's cost (and errs only towards looking).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from struct import Struct
from sys import byteorder
from typing import NamedTuple
from zlib import compress, crc32, decompress

from dsar.index.frames import FrameReader, FrameWriter, damaged
from dsar.index.postings import BLOCK, Long, cut, pack, pack_long, pack_strings, string_at, unpack, unpack_strings

ITEM, TERM = "i", "t"
"""The fields: the items' ids, and the blind terms."""
PAGE_KEYS = 128
PAGE_BYTES = 1 << 13
IDS = 128
"""Ids in a page."""
SHORT = 128
"""Longest list that stands beside its key."""
PAGES_KEPT = 256
FILTERED = 16
"""Pages behind one filter."""
FILTER_BITS = 15
"""A filter has 2 to this power bits, 16 for each key: of a hundred absent keys, one or two are looked up in vain."""
FILTERS_KEPT = 8192
"""Of a segment, 4 kB each: all of one of some millions of passages. A name's spellings ask nearly every one."""

_PLACE = Struct("<Q")
_COUNTS = Struct("<QQ")


def key_of(field: str, term: str) -> bytes:
    """The key of a term in a field; keys sort as the terms do."""
    return (field + term).encode("utf-8", "surrogatepass")


class Row(NamedTuple):  # a tuple, because they are made by the million
    """A key with how many documents have it, and their numbers as bytes (or, for a long list, its place)."""

    key: bytes
    documents: int
    data: bytes


class SegmentWriter:
    """Writes a segment file: first all ids, then all keys in rising order. Memory does not grow with the lists."""

    def __init__(self, path: Path) -> None:
        self._frames = FrameWriter(path)
        self.name = path.stem
        self._keys: list[bytes] = []
        self._counts: list[int] = []
        self._lists: list[bytes] = []
        self._bytes = 0
        self._firsts: list[bytes] = []
        self._pages = array("Q")
        self._filter = bytearray(1 << FILTER_BITS - 3)
        self._filters = array("Q")
        self._ids = array("Q")
        self._documents = 0
        self._postings = 0

    def add_ids(self, ids: Iterable[bytes]) -> None:
        """Give all documents their ids, in the order of their numbers. Called once, and first."""
        page: list[bytes] = []
        for id_ in ids:
            page.append(id_)
            if len(page) == IDS:
                self._write_ids(page)
                page = []
        if page:
            self._write_ids(page)

    def add(self, key: bytes, numbers: Sequence[int]) -> None:
        """Store a key's documents: at least one, rising."""
        count = len(numbers)
        self.add_packed(key, count, pack(numbers) if count <= SHORT else self._place(numbers))

    def add_packed(self, key: bytes, count: int, data: bytes) -> None:
        """Store a key's documents: how many, and as :class:`Row` keeps them."""
        self._keys.append(key)
        self._counts.append(count)
        self._lists.append(data)
        self._bytes += len(data)
        if len(self._keys) >= PAGE_KEYS or self._bytes >= PAGE_BYTES:
            self._write_page()

    def _place(self, numbers: Sequence[int]) -> bytes:
        return _PLACE.pack(self._frames.write(pack_long(numbers)))

    def finish(self) -> tuple[int, int, int]:
        """Write the directory; return the numbers of documents, of postings and of bytes."""
        if self._keys:
            self._write_page()
        if len(self._pages) % FILTERED:
            self._write_filter()
        directory = [
            byteorder.encode(),
            self.name.encode(),
            _COUNTS.pack(self._documents, self._postings),
            self._pages.tobytes(),
            self._filters.tobytes(),
            self._ids.tobytes(),
            pack_strings(self._firsts),
        ]
        last = self._frames.write(compress(pack_strings(directory), 1))
        return self._documents, self._postings, self._frames.finish(last)

    def abandon(self) -> None:
        """Delete the unfinished file."""
        self._frames.abandon()

    def _write_ids(self, page: list[bytes]) -> None:
        self._ids.append(self._frames.write(compress(pack_strings(page), 1)))
        self._documents += len(page)

    def _write_page(self) -> None:
        self._firsts.append(self._keys[0])
        self._pages.append(self._frames.write(compress(_packed_page(self._keys, self._counts, self._lists), 1)))
        for first, second in map(_filter_bits, self._keys):
            self._filter[first >> 3] |= 1 << (first & 7)
            self._filter[second >> 3] |= 1 << (second & 7)
        if len(self._pages) % FILTERED == 0:
            self._write_filter()
        self._postings += sum(self._counts)
        self._keys, self._counts, self._lists = [], [], []
        self._bytes = 0

    def _write_filter(self) -> None:
        self._filters.append(self._frames.write(compress(self._filter, 1)))
        self._filter = bytearray(1 << FILTER_BITS - 3)


class Segment:
    """Reads a segment file.

    Raises:
        FileNotFoundError: when made: there is no such file (any more).
        StoreError: at any time: the file is damaged or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._frames = FrameReader(path)
        order, name, counts, pages, filters, ids, firsts = unpack_strings(
            decompress(self._frames.read(self._frames.last))
        )
        if name != path.stem.encode() or order != byteorder.encode():
            raise damaged(path)
        self.documents, self.postings = _COUNTS.unpack(counts)
        self.size = self._frames.size
        self._firsts = unpack_strings(firsts)
        self._pages = array("Q", pages)
        self._ids = array("Q", ids)
        # Bound to the parts and not to self: a cycle would keep the file open until the next collection.
        self._page = lru_cache(PAGES_KEPT)(partial(_read_page, self._frames, self._pages))
        self._filter = lru_cache(FILTERS_KEPT)(partial(_read_filter, self._frames, array("Q", filters)))

    def find(self, key: bytes) -> Row | None:
        """The row of a key. Keys that are asked for in their order are found fastest."""
        return next(self.find_each([key]))

    def find_each(self, keys: Iterable[bytes]) -> Iterator[Row | None]:
        """The row of each key, None for those that are not there; quick for rising keys, most of them absent."""
        firsts, filter_at, filter_ = self._firsts, -1, b""
        mask, shift = (1 << FILTER_BITS) - 1, 32 - FILTER_BITS
        for key in keys:
            page = bisect_right(firsts, key) - 1
            if page < 0:
                yield None
                continue
            if page // FILTERED != filter_at:
                filter_at = page // FILTERED
                filter_ = self._filter(filter_at)
            check = crc32(key)  # here and not in a function: most of a question's thousands of spellings end here
            first, second = check & mask, check >> shift
            seen = filter_[first >> 3] >> (first & 7) & 1 and filter_[second >> 3] >> (second & 7) & 1
            yield self._page(page).find(key) if seen else None

    def numbers(self, row: Row) -> Iterable[int]:
        """The documents of a row, rising."""
        return unpack(row.data) if row.documents <= SHORT else self._long(row)

    def among(self, row: Row, candidates: Sequence[int]) -> Iterator[int]:
        """Those of the rising candidates that are documents of the row."""
        if row.documents <= BLOCK:
            return iter(set(candidates).intersection(self.numbers(row)))
        return self._long(row).among(candidates)

    def ids(self, numbers: Iterable[int]) -> Iterator[str]:
        """The ids of rising document numbers."""
        at, page = -1, b""
        for number in numbers:
            if number // IDS != at:
                at = number // IDS
                page = decompress(self._frames.read(self._ids[at]))
            yield string_at(page, number % IDS).decode("utf-8", "surrogatepass")

    def all_ids(self) -> Iterator[bytes]:
        """Every document's id, in the order of their numbers."""
        for place in self._ids:
            yield from unpack_strings(decompress(self._frames.read(place)))

    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the keys."""
        for page in range(len(self._pages)):
            yield from _read_page(self._frames, self._pages, page).rows()

    def check(self) -> None:
        """Read every byte; raise StoreError if one was altered."""
        for _ in self._frames.places():
            pass

    def close(self) -> None:
        """Close the file."""
        self._frames.close()

    def _long(self, row: Row) -> Long:
        return Long(self._frames.read(_PLACE.unpack(row.data)[0]))


def _filter_bits(key: bytes) -> tuple[int, int]:
    check = crc32(key)
    return check & (1 << FILTER_BITS) - 1, check >> 32 - FILTER_BITS


def _read_filter(frames: FrameReader, places: array[int], number: int) -> bytes:
    return decompress(frames.read(places[number]))


def _read_page(frames: FrameReader, places: array[int], number: int) -> _Page:
    return _Page(decompress(frames.read(places[number])))


def _packed_page(keys: list[bytes], counts: list[int], lists: list[bytes]) -> bytes:
    # Columns, so that like lies by like: smaller when compressed, and cut without a loop over the rows' fields.
    columns = [array("I", map(len, keys)), array("I", counts), array("H", map(len, lists))]
    head = [len(keys).to_bytes(2, "little"), *(column.tobytes() for column in columns)]
    return b"".join(chain(head, keys, lists))


class _Page:
    """A page of rows; a row is made when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count = count = int.from_bytes(data[:2], "little")
        self._lengths = array("I", data[2 : 2 + 4 * count])
        self._counts = array("I", data[2 + 4 * count : 2 + 8 * count])
        self._sizes = array("H", data[2 + 8 * count : 2 + 10 * count])
        self._start = 2 + 10 * count
        # Blind terms have one length: then a key's place needs no adding up.
        self._length = self._lengths[0] if self._lengths.count(self._lengths[0]) == count else 0

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        if not self._length:
            return next((row for row in self.rows() if row.key == key), None)
        at = bisect_left(range(self._count), key, key=self._key)
        if at == self._count or self._key(at) != key:
            return None
        start = self._start + self._count * self._length + sum(self._sizes[:at])
        return Row(key, self._counts[at], self._data[start : start + self._sizes[at]])

    def rows(self) -> list[Row]:
        """All of its rows."""
        keys = cut(self._data, self._start, self._lengths)
        lists = cut(self._data, self._start + sum(self._lengths), self._sizes)
        return list(map(Row, keys, self._counts, lists))

    def _key(self, number: int) -> bytes:
        start = self._start + number * self._length
        return self._data[start : start + self._length]

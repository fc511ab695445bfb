"""Lists of document numbers as bytes: rising numbers, kept as gaps in the narrowest integer that holds them.

Short lists stand beside their term. Long ones are cut into blocks, so that a
question that has narrowed to a few candidates reads only the blocks around them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from operator import sub
from struct import Struct

BLOCK = 1024
"""Document numbers in a block."""

_FIRST = Struct("<I")


def pack(numbers: Sequence[int]) -> bytes:
    """A block: rising numbers below 2^32, at least one."""
    first = _FIRST.pack(numbers[0])
    if len(numbers) == 1:
        return first
    gaps = list(map(sub, islice(numbers, 1, None), numbers))
    widest = max(gaps)
    if widest < 1 << 8:
        return first + b"B" + bytes(gaps)
    code = "H" if widest < 1 << 16 else "I"
    return first + code.encode() + array(code, gaps).tobytes()


def unpack(block: bytes) -> Iterator[int]:
    """Undo :func:`pack`."""
    first: int = _FIRST.unpack_from(block)[0]
    if len(block) == _FIRST.size:
        return iter((first,))
    code, gaps = block[4:5], block[5:]
    return accumulate(gaps if code == b"B" else array(code.decode(), gaps), initial=first)


def shifted(block: bytes, by: int) -> bytes:
    """The block with every number raised; nothing is unpacked for it."""
    return _FIRST.pack(_FIRST.unpack_from(block)[0] + by) + block[_FIRST.size :]


def pack_long(numbers: Sequence[int]) -> bytes:
    """A list of blocks with the first number and the end of each in front."""
    blocks = [pack(numbers[at : at + BLOCK]) for at in range(0, len(numbers), BLOCK)]
    firsts = array("I", numbers[::BLOCK])
    ends = array("I", accumulate(map(len, blocks)))
    return b"".join([len(blocks).to_bytes(4, "little"), firsts.tobytes(), ends.tobytes(), *blocks])


class Long:
    """A long list, of which only the blocks that are asked for are unpacked."""

    def __init__(self, data: bytes) -> None:
        count = int.from_bytes(data[:4], "little")
        self._firsts = array("I", data[4 : 4 + 4 * count])
        self._ends = array("I", data[4 + 4 * count : 4 + 8 * count])
        self._blocks = memoryview(data)[4 + 8 * count :]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(map(self._block, range(len(self._ends))))

    def among(self, candidates: Sequence[int]) -> Iterator[int]:
        """Those of the rising candidates that stand in the list."""
        at = bisect_left(candidates, self._firsts[0])
        while at < len(candidates):
            block = bisect_right(self._firsts, candidates[at]) - 1
            last = block + 1 == len(self._firsts)
            after = len(candidates) if last else bisect_left(candidates, self._firsts[block + 1], at)
            yield from set(candidates[at:after]).intersection(self._block(block))
            at = after

    def _block(self, number: int) -> Iterator[int]:
        start = self._ends[number - 1] if number else 0
        return unpack(bytes(self._blocks[start : self._ends[number]]))


def pack_strings(values: Sequence[bytes]) -> bytes:
    """Byte strings, one after the other, with their lengths in front."""
    return len(values).to_bytes(4, "little") + array("I", map(len, values)).tobytes() + b"".join(values)


def unpack_strings(data: bytes) -> list[bytes]:
    """Undo :func:`pack_strings`."""
    count = int.from_bytes(data[:4], "little")
    lengths = array("I", data[4 : 4 + 4 * count])
    return cut(data, 4 + 4 * count, lengths)


def string_at(data: bytes, number: int) -> bytes:
    """One of the strings of :func:`pack_strings`."""
    count = int.from_bytes(data[:4], "little")
    lengths = array("I", data[4 : 8 + 4 * number])
    start = 4 + 4 * count + sum(lengths[:number])
    return data[start : start + lengths[number]]


def cut(data: bytes, start: int, lengths: Iterable[int]) -> list[bytes]:
    """The pieces of these lengths that follow each other from ``start`` on."""
    return [data[first:end] for first, end in pairwise(accumulate(lengths, initial=start))]

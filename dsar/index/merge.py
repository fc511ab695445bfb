"""Merging segments, so that their number stays small: eight of a size become one of the next size.

A question looks into each segment, so a finished run leaves few of them.
A merge reads its segments side by side, key by key, and leaves out deleted
documents. It changes nothing itself, so that any process may run it; the engine
then adopts what came out, and whatever was deleted meanwhile stays deleted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge as in_order
from itertools import accumulate, chain, count, groupby
from operator import itemgetter
from pathlib import Path

from dsar.errors import RetryError
from dsar.index.builder import SUFFIX, BuiltSegment, Consumed, new_path
from dsar.index.codec import BlindSegment
from dsar.index.postings import shifted
from dsar.index.segment import SHORT, Row, Segment, SegmentWriter

FAN_IN = 8
SMALLEST = 32_000
"""Postings below which all segments count as of one size."""
LARGEST = 250_000_000
"""Postings (some four million passages) from which on a segment is only rewritten to be rid of deleted documents."""
MUCH_LARGER = 4
"""A segment that is so many times larger than all smaller ones together is left alone when these become one."""
DEAD = 0.25
"""The part of a segment's documents that may be deleted before it is rewritten."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Which segments to merge, as they were when it was decided. Can be pickled."""

    folder: Path
    inputs: tuple[Consumed, ...]


def plan(folder: Path, segments: Sequence[BlindSegment]) -> MergePlan | None:
    """What is due: a full set of one size, smallest first; else a segment with too much that is deleted."""
    sizes: dict[int, list[BlindSegment]] = {}
    for segment in segments:
        if segment.live_postings < LARGEST:
            sizes.setdefault(_size_class(segment.live_postings), []).append(segment)
    full = [same for _, same in sorted(sizes.items()) if len(same) >= FAN_IN]
    dead = [segment for segment in segments if segment.gone > DEAD * segment.documents]
    return _planned(folder, full[0][:FAN_IN] if full else dead[:1])


def plan_at_rest(folder: Path, segments: Sequence[BlindSegment]) -> MergePlan | None:
    """What is due once nothing more is about to be written: all segments as one, but for much larger ones.

    An index thus has one segment after its first run, and later a few: each is some times larger than the next,
    and is rewritten only when it grows by a fifth.
    """
    ordered = sorted((s for s in segments if s.live_postings < LARGEST), key=lambda s: s.live_postings)
    together = accumulate((segment.live_postings for segment in ordered), initial=0)
    last = max((n for n, (s, sum_) in enumerate(zip(ordered, together, strict=False)) if _joins(s, sum_)), default=0)
    return _planned(folder, ordered[: last + 1]) if last else None


def _joins(segment: BlindSegment, smaller: int) -> bool:
    return 0 < segment.live_postings <= MUCH_LARGER * smaller


def _planned(folder: Path, chosen: Sequence[BlindSegment]) -> MergePlan | None:
    inputs = tuple(Consumed(segment.name, segment.documents, segment.deleted) for segment in chosen)
    return MergePlan(folder, inputs) if inputs else None


def _size_class(postings: int) -> int:
    rank = 0
    while postings >= SMALLEST:
        postings //= FAN_IN
        rank += 1
    return rank


def merge(due: MergePlan) -> BuiltSegment:
    """Write the planned segments as one. Runs in any process, and may run while others search and write.

    Raises:
        StoreError: a segment is damaged, or the disk is full; nothing is left behind.
        RetryError: a segment is not there any more: make a new plan.
    """
    try:
        inputs = [Segment(due.folder / f"{consumed.name}{SUFFIX}") for consumed in due.inputs]
    except FileNotFoundError as error:
        raise RetryError(f"{error.filename}: was merged by another. Plan the merge again.", after_s=0) from error
    renumberings = _renumberings(due.inputs)
    writer = SegmentWriter(new_path(due.folder))
    try:
        writer.add_ids(chain.from_iterable(map(_staying_ids, inputs, renumberings)))
        _write_rows(writer, inputs, renumberings)
        documents, postings, size = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    finally:
        for segment in inputs:
            segment.close()
    return BuiltSegment(writer.name, documents, postings, size, frozenset(), frozenset(), due.inputs)


class Renumbering:
    """What becomes of an input's document numbers: the deleted ones go, the others close up."""

    def __init__(self, base: int, consumed: Consumed) -> None:
        self.base = base
        self.gone = consumed.deleted
        self._documents = consumed.documents

    def all(self, numbers: Iterable[int]) -> Iterable[int]:
        """The new numbers of those that stay."""
        if not self.gone:
            return map(self.base.__add__, numbers)
        return filter((0).__le__, map(self._new.__getitem__, numbers))

    @cached_property
    def _new(self) -> array[int]:
        """Each document's new number, -1 for those that go; four bytes a document."""
        staying = count(self.base)
        return array("i", (-1 if number in self.gone else next(staying) for number in range(self._documents)))


def _renumberings(inputs: Sequence[Consumed]) -> list[Renumbering]:
    bases = accumulate((c.documents - len(c.deleted) for c in inputs), initial=0)
    return list(map(Renumbering, bases, inputs))


def moved(built: BuiltSegment, now: dict[str, frozenset[int]]) -> frozenset[int]:
    """The merged segment's documents that were deleted since the plan, given what is deleted of each input now."""
    return frozenset(
        chain.from_iterable(
            renumbering.all(now[consumed.name] - consumed.deleted)
            for consumed, renumbering in zip(built.consumed, _renumberings(built.consumed), strict=True)
        )
    )


def _write_rows(writer: SegmentWriter, inputs: Sequence[Segment], renumberings: Sequence[Renumbering]) -> None:
    rows = in_order(*(_tagged(segment, at) for at, segment in enumerate(inputs)))
    for key, group in groupby(rows, itemgetter(0)):
        parts = list(group)
        _, at, row = parts[0]
        # Most terms stand in one segment only, with few documents: their lists are moved as they are.
        if len(parts) == 1 and row.documents <= SHORT and not renumberings[at].gone:
            writer.add_packed(key, row.documents, shifted(row.data, renumberings[at].base))
            continue
        numbers = array("I")
        for _, at, row in parts:
            numbers.extend(renumberings[at].all(inputs[at].numbers(row)))
        if numbers:
            writer.add(key, numbers)


def _staying_ids(segment: Segment, renumbering: Renumbering) -> Iterator[bytes]:
    return (id_ for number, id_ in enumerate(segment.all_ids()) if number not in renumbering.gone)


def _tagged(segment: Segment, at: int) -> Iterator[tuple[bytes, int, Row]]:
    return ((row.key, at, row) for row in segment.rows())

"""Building a segment from entries, in any process: postings gather in memory and are written once, in order."""

from __future__ import annotations

import secrets
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dsar.index.engine import Entry
from dsar.index.segment import ITEM, TERM, SegmentWriter, key_of

INDEX_NAME = "MAIN"
"""What Whoosh calls an index that was given no name; its files start with it."""
SUFFIX = ".blind"


@dataclass(frozen=True, slots=True)
class Consumed:
    """A segment that a merge took in, as it was then: how many documents, and which of them were deleted."""

    name: str
    documents: int
    deleted: frozenset[int]


@dataclass(frozen=True, slots=True)
class BuiltSegment:
    """A segment on the disk that no reader sees until an engine adopts it. Small, and can be pickled.

    Attributes:
        name: the file's name without its suffix.
        documents: how many passages, ``deleted`` ones included.
        postings: how many pairs of a passage and a term.
        size: bytes.
        deleted: documents that a later entry of the same id replaced.
        items: the items of its entries; empty for a merged segment.
        consumed: for a merged segment, what it replaces.
    """

    name: str
    documents: int
    postings: int
    size: int
    deleted: frozenset[int]
    items: frozenset[str]
    consumed: tuple[Consumed, ...] = ()


class SegmentBuilder:
    """Gathers entries and writes them as one segment into the index folder.

    Works in any process, many at a time. Some process must hold the index's
    write lock meanwhile (:meth:`~dsar.index.whoosh.WhooshEngine.lock`): the next
    writer deletes files that nobody adopted. A builder takes entries until
    :meth:`finish`, and then is of no more use.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids: dict[str, int] = {}
        self._documents: list[str] = []
        self._deleted: set[int] = set()
        # Arrays: half the size of lists, and the garbage collector does not walk through them.
        self._items: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        self._terms: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        self.size = 0
        """Postings so far. Memory is about 4 bytes for each, and 300 for each different term."""

    def add(self, entry: Entry) -> None:
        """Take in an entry. One with the same id that came before counts no more."""
        number = len(self._documents)
        replaced = self._ids.get(entry.id)
        if replaced is not None:
            self._deleted.add(replaced)
        self._ids[entry.id] = number
        self._documents.append(entry.id)
        self._items[entry.item].append(number)
        for numbers in map(self._terms.__getitem__, entry.terms):
            numbers.append(number)
        self.size += len(entry.terms)

    def finish(self) -> BuiltSegment:
        """Write the segment to the disk, for good.

        Raises:
            StoreError: the disk is full or cannot be written; nothing is left behind.
        """
        writer = SegmentWriter(new_path(self._folder))
        try:
            writer.add_ids(id_.encode("utf-8", "surrogatepass") for id_ in self._documents)
            for field, postings in ((ITEM, self._items), (TERM, self._terms)):
                for term in sorted(postings):
                    writer.add(key_of(field, term), postings[term])
            documents, postings_, size = writer.finish()
        except BaseException:
            writer.abandon()
            raise
        return BuiltSegment(writer.name, documents, postings_, size, frozenset(self._deleted), frozenset(self._items))


def build(folder: Path, entries: Iterable[Entry]) -> BuiltSegment:
    """Write entries as one segment."""
    builder = SegmentBuilder(folder)
    for entry in entries:
        builder.add(entry)
    return builder.finish()


def new_path(folder: Path) -> Path:
    """A segment file's path that nobody else has."""
    return folder / f"{INDEX_NAME}_{secrets.token_hex(8)}{SUFFIX}"

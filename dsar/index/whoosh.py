"""The embedded engine: a Whoosh index of blind segments in a folder.

Searching opens no scores and no collector, only the lists of the terms asked
for (see :mod:`dsar.index.evaluate`). Writing never changes a file: a new table
of contents takes new segments in and marks documents as deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock

from dsar.errors import StoreError
from dsar.index import merge as merging
from dsar.index.builder import SUFFIX, BuiltSegment, SegmentBuilder
from dsar.index.codec import BlindSegment
from dsar.index.contents import Contents, is_empty, latest, read_contents, sweep, write_contents
from dsar.index.engine import Engine, Entry, Query
from dsar.index.evaluate import evaluate
from dsar.index.frames import damaged, writing
from dsar.index.lock import WriteLock
from dsar.index.merge import MergePlan
from dsar.index.segment import ITEM, TERM, Segment, key_of

BATCH = 4_000_000
"""Postings that :meth:`WhooshEngine.add` gathers in memory before it writes a segment: some 400 MB."""

Opened = tuple[Segment, BlindSegment]


class WhooshEngine:
    """Finds, adds and removes entries in one folder.

    Any number may search at once; the first write takes the write lock and
    :meth:`close` gives it back.

    Raises:
        StoreError: when made: there is no index (and ``create`` does not allow to
            make one), or it is damaged or of another version.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        self._lock = WriteLock(folder / "lock")
        self._mutex = Lock()
        self._contents: Contents | None = None
        self._open: dict[str, Segment] = {}
        if create and is_empty(folder):
            with writing(folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_contents(folder, Contents(0, ()))
        self._opened()

    def lock(self) -> None:
        """Take the write lock now, and delete what killed writers left.

        Must be called before segments are built in other processes.

        Raises:
            RetryError: another process is writing.
        """
        self._take_lock(())

    def add(self, entries: Iterable[Entry], *, replacing: Collection[str] = ()) -> None:
        """See :class:`~dsar.index.engine.Engine`."""
        self.lock()
        built: list[BuiltSegment] = []
        try:
            builder = SegmentBuilder(self._folder)
            for entry in entries:
                builder.add(entry)
                if builder.size >= BATCH:
                    built.append(builder.finish())
                    builder = SegmentBuilder(self._folder)
            built.append(builder.finish())
            self.adopt(built, replacing=replacing)
        except BaseException:
            self._discard(built)
            raise
        self._tidy()

    def remove(self, items: Collection[str]) -> None:
        """See :class:`~dsar.index.engine.Engine`."""
        self.adopt((), replacing=items)
        self._tidy()

    def adopt(self, segments: Sequence[BuiltSegment], *, replacing: Collection[str] = ()) -> None:
        """In one step, remove all older entries of the items in ``replacing`` and take in the segments.

        An id that stands in several segments counts in the last of them. A
        merged segment takes the place of those it was made from. Adopting the
        same segments again changes nothing.

        Raises:
            RetryError: another process is writing.
            StoreError: the index is damaged, or its disk is full; what was there before is still there.
        """
        self._take_lock([built.name for built in segments])
        known = {listed.name for _, listed in self._opened()}
        if segments and known.issuperset(built.name for built in segments):
            return  # the same call, made again
        new = [built for built in segments if not built.consumed and built.documents]
        deleted = self._superseded(new, frozenset(replacing))
        if not segments and not any(deleted.values()):
            return
        after = [old.without(deleted[old.name]) for _, old in self._opened()]
        after += [BlindSegment.of(built, built.deleted | deleted[built.name]) for built in new]
        for built in segments:
            if built.consumed:
                after = _with_merged(after, built)
        self._commit([segment for segment in after if segment.gone < segment.documents])

    def merge_due(self, *, at_rest: bool = False) -> MergePlan | None:
        """What should be merged now, if anything: for :meth:`merge`, or for another process.

        There, :func:`dsar.index.merge.merge` makes a segment of it; adopt that. More is due
        when nothing else is about to be written (``at_rest``).
        """
        segments = [segment for _, segment in self._opened()]
        due = merging.plan(self._folder, segments)
        return merging.plan_at_rest(self._folder, segments) if at_rest and due is None else due

    def merge(self, due: MergePlan) -> None:
        """Merge here and now; raises as :meth:`adopt` and :func:`dsar.index.merge.merge` do."""
        self.lock()
        self.adopt([merging.merge(due)])

    def search(self, query: Query) -> Iterator[str]:
        """See :class:`~dsar.index.engine.Engine`."""
        return _found(query, self._opened())

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See :class:`~dsar.index.engine.Engine`."""
        ordered = sorted(terms)
        keys, counts = [key_of(TERM, term) for term in ordered], dict.fromkeys(ordered, 0)
        for segment, _ in self._opened():
            for term, row in zip(ordered, segment.find_each(keys), strict=True):
                if row:
                    counts[term] += row.documents
        return counts

    def verify(self) -> None:
        """Read the whole index; raise StoreError if a byte of it was altered or is missing."""
        for segment, _ in self._opened():
            segment.check()

    def close(self) -> None:
        """See :class:`~dsar.index.engine.Engine`."""
        with self._mutex:
            self._contents = None
            self._open = {}
        self._lock.release()

    def _opened(self) -> Sequence[Opened]:
        """The segments of the newest contents, which stay readable for whoever holds them."""
        with self._mutex:
            while self._contents is None or latest(self._folder) != self._contents.generation:
                contents = read_contents(self._folder)
                try:
                    self._open = {segment.name: self._segment(segment) for segment in contents.segments}
                except FileNotFoundError as error:
                    # Either a writer has merged it away, and newer contents say so, or it is lost.
                    if latest(self._folder) == contents.generation:
                        raise StoreError(
                            f"{error.filename}: is missing. Restore state/, or rebuild the index: dsar index --rebuild."
                        ) from error
                    continue
                self._contents = contents
            return [(self._open[segment.name], segment) for segment in self._contents.segments]

    def _segment(self, segment: BlindSegment) -> Segment:
        opened = self._open.get(segment.name)
        if opened is None:
            path = self._folder / f"{segment.name}{SUFFIX}"
            opened = Segment(path)
            if (opened.documents, opened.size) != (segment.documents, segment.size):
                raise damaged(path)
        return opened

    def _new_segment(self, built: BuiltSegment) -> Segment:
        try:
            return self._segment(BlindSegment.of(built, built.deleted))
        except FileNotFoundError as error:
            raise StoreError(f"{error.filename}: is missing: built before the lock was taken. Index again.") from error

    def _take_lock(self, names: Collection[str]) -> None:
        if not self._lock.held:
            self._lock.acquire()
            kept = {segment.name for segment in read_contents(self._folder).segments}
            with writing(self._folder):
                sweep(self._folder, kept.union(names))

    def _superseded(self, new: Sequence[BuiltSegment], replaced: frozenset[str]) -> defaultdict[str, set[int]]:
        """By segment: the documents that go because their item is replaced, or their id comes again."""
        deleted: defaultdict[str, set[int]] = defaultdict(set)
        older = [(segment, old.name) for segment, old in self._opened()]
        in_order = sorted(replaced)  # as the terms lie, so that each page is read once
        for segment, name in older:
            for item in in_order:
                deleted[name].update(_documents(segment, item))
        earlier: list[tuple[Segment, BuiltSegment]] = []
        for built in new:
            segment = self._new_segment(built)
            for item in sorted(built.items - replaced):
                for old, name in older:
                    deleted[name] |= _same_ids(old, segment, item)
            for old, before in earlier:
                for item in sorted(built.items & before.items):
                    deleted[before.name] |= _same_ids(old, segment, item)
            earlier.append((segment, built))
        return deleted

    def _commit(self, segments: Sequence[BlindSegment]) -> None:
        before = {segment.name for _, segment in self._opened()}
        assert self._contents is not None
        write_contents(self._folder, Contents(self._contents.generation + 1, tuple(segments)))
        for name in before - {segment.name for segment in segments}:
            (self._folder / f"{name}{SUFFIX}").unlink(missing_ok=True)

    def _discard(self, built: Sequence[BuiltSegment]) -> None:
        kept = {segment.name for segment in read_contents(self._folder).segments}
        for segment in built:
            if segment.name not in kept:
                (self._folder / f"{segment.name}{SUFFIX}").unlink(missing_ok=True)

    def _tidy(self) -> None:
        while due := self.merge_due():
            self.merge(due)


def _found(query: Query, opened: Sequence[Opened]) -> Iterator[str]:
    for segment, listed in opened:
        yield from segment.ids(sorted(evaluate(query, segment) - listed.deleted))


def _documents(segment: Segment, item: str) -> Iterable[int]:
    row = segment.find(key_of(ITEM, item))
    return segment.numbers(row) if row else ()


def _same_ids(older: Segment, newer: Segment, item: str) -> set[int]:
    """The older segment's documents of the item whose ids come again in the newer one."""
    numbers = list(_documents(older, item))
    if not numbers:
        return set()
    again = set(newer.ids(_documents(newer, item)))
    return {number for number, id_ in zip(numbers, older.ids(numbers), strict=True) if id_ in again}


def _with_merged(segments: list[BlindSegment], built: BuiltSegment) -> list[BlindSegment]:
    now = {segment.name: segment.deleted for segment in segments}
    if not all(consumed.name in now for consumed in built.consumed):
        return segments  # another merge was quicker
    gone = {consumed.name for consumed in built.consumed}
    kept = [segment for segment in segments if segment.name not in gone]
    return [*kept, BlindSegment.of(built, merging.moved(built, now))]


_checked: type[Engine] = WhooshEngine

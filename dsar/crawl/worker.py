"""What a worker process does with a batch of items: open, extract, detect, seal, and build a segment.

A batch's result is small (names, counts, places in the vault); the passages
themselves are sealed in the vault before the result leaves the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from multiprocessing.util import Finalize
from pathlib import Path

from dsar.catalog.outcome import Outcome, PartRecord, Planned, content_digest
from dsar.connector import Connector
from dsar.crawl.batch import Job
from dsar.crawl.known_texts import Made, known_texts
from dsar.crypto import Keys
from dsar.detect import Detectors
from dsar.detect.packed import OF_PERSONS, pack
from dsar.errors import ItemError
from dsar.extract.extractor import Limits
from dsar.extract.reading import Located
from dsar.extract.rows import is_row
from dsar.extract.sandbox import Sandbox
from dsar.extract.spool import spool
from dsar.index import entry_id
from dsar.index.builder import BuiltSegment, SegmentBuilder
from dsar.index.cut_names import cut_terms
from dsar.index.engine import Entry
from dsar.index.terms import terms
from dsar.latest import Latest
from dsar.model import LOCATOR_STEP, Gap, Kind, Passage
from dsar.stated import MOST, Stated, believable
from dsar.vault import Chunk, VaultWriter
from dsar.words import PLACES

INDEXED_KINDS = frozenset(Kind) - {Kind.NAME}
"""What can be asked the index for. Names are asked for by their words, and weighed when a passage is opened."""
SEGMENT_POSTINGS = 4_000_000
"""A segment is written out when it has this many: about 100 MB of memory."""
HELD_CHARACTERS = 4_000_000
"""Passages of one item are put in order of its parts up to here; a longer item keeps the order it was read in."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker needs; made once in each process. ``connector`` gives a store's, the same each time."""

    connector: Callable[[str], Connector]
    sandbox: Sandbox
    detectors: Detectors
    keys: Keys
    limits: Limits
    vault: Path
    index: Path
    temporary: Path
    known: Latest[str, Made] = field(default_factory=known_texts)


@lru_cache(maxsize=1)
def tools_of(job: Job) -> Tools:
    """The tools of a job in this process, kept between batches: the extracting child, the loaded lexicons."""
    tools = job.make(job.root, job.today)
    Finalize(None, tools.sandbox.close, exitpriority=1)  # so that the child's time is counted as the worker's
    return tools


@dataclass(slots=True)
class _Reading:
    """An item while it is being read: its parts so far, in the order of their passages."""

    digests: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    parts: list[PartRecord] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    stated: dict[str, list[Stated]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    count: int = 0
    before: str = field(default="", repr=False)
    """The text of the passage that was read last, if the next one of its part may go on with it."""


class Batch:
    """Gathers a batch's segments; one in a call of :func:`dsar.crawl.batch.read_batch`."""

    def __init__(self, tools: Tools, store: str, today: date) -> None:
        self._tools, self._today = tools, today
        self._connector = tools.connector(store)
        self._writer = VaultWriter(tools.vault, tools.keys)
        self._builder = SegmentBuilder(tools.index)
        self._segments: list[BuiltSegment] = []
        self.bytes = 0

    def read(self, planned: Planned) -> Outcome:
        """Read one item; whatever fails in it becomes a gap of it."""
        reading = _Reading()
        try:
            self._read(planned, reading)
        except ItemError as error:
            reading.gaps.append(Gap("", error.code, error.reason))
            self._keep_notes(planned, reading)
        parts = (replace(part, stated=tuple(reading.stated.get(part.steps, ()))) for part in reading.parts)
        return Outcome(planned, tuple(parts), tuple(reading.chunks), tuple(reading.gaps), reading.count)

    def finish(self) -> tuple[BuiltSegment, ...]:
        """Write what is left, and make everything durable."""
        self._writer.finish()
        if self._builder.size:
            self._segments.append(self._builder.finish())
        return tuple(self._segments)

    def _read(self, planned: Planned, reading: _Reading) -> None:
        tools = self._tools
        self._note(reading, "", planned.item.stated)
        with ExitStack() as stack:
            with self._connector.open(planned.item) as stream:
                spooled = stack.enter_context(spool(stream, tools.limits.size, folder=tools.temporary))
            reading.digests[()] = content_digest(bytes.fromhex(spooled.sha256), planned.item.notes)
            self.bytes += spooled.size
            self._keep_notes(planned, reading)
            # The whole locator is the name: a folder may be called after a person.
            located = tools.sandbox.read(spooled.fd, planned.item.locator, names=True)
            for block in _blocks(_passages(located, reading)):
                for steps, run in groupby(block, key=lambda one: one[0]):
                    self._keep(planned, reading, steps, [passage for _, passage in run])

    def _keep_notes(self, planned: Planned, reading: _Reading) -> None:
        """What the store says of the item comes first, and stands alone where the item cannot be opened."""
        if planned.item.notes and not reading.parts:
            reading.digests.setdefault((), content_digest(b"", planned.item.notes))
            self._keep(planned, reading, (), [Passage(PLACES["notes"], planned.item.notes)])

    def _keep(self, planned: Planned, reading: _Reading, steps: tuple[str, ...], passages: list[Passage]) -> None:
        """Seal and index passages of one part that follow each other."""
        first, joined = reading.count, LOCATOR_STEP.join(steps)
        last = reading.parts[-1] if reading.parts else None
        goes_on = last is not None and last.steps == joined
        if not goes_on:
            reading.before = ""
        read = []
        for passage in passages:
            self._note(reading, joined, passage.stated)
            made = self._tools.known.get(passage.text) or self._made(passage.text)
            read.append(replace(passage, findings=made.findings))
            cut = cut_terms(reading.before, passage.text, self._tools.keys)
            told = made.terms | cut if cut else made.terms  # a union copies some hundred terms; few passages need one
            self._builder.add(Entry(entry_id(planned.id, reading.count), str(planned.id), told))
            reading.before = "" if is_row(passage) else passage.text
            reading.count += 1
            if self._builder.size >= SEGMENT_POSTINGS:
                self._segments.append(self._builder.finish())
                self._builder = SegmentBuilder(self._tools.index)
        reading.chunks.extend(self._writer.put(planned.id, read, first=first))
        if last is not None and goes_on:
            reading.parts[-1] = replace(last, count=last.count + len(passages))
        else:
            title = steps[-1] if steps else planned.item.title
            reading.parts.append(PartRecord(joined, title, reading.digests[steps], first, len(passages)))

    def _made(self, text: str) -> Made:
        """What is found in a text, and asked for."""
        tools = self._tools
        found, of_persons = tools.detectors.detect_each(text, INDEXED_KINDS, OF_PERSONS)
        packed = pack(of_persons) if tools.detectors.kinds >= OF_PERSONS else b""
        return tools.known.keep(text, Made(packed, terms(text, found, tools.keys)))

    def _note(self, reading: _Reading, steps: str, stated: Iterable[Stated]) -> None:
        """Keep what can be so of what a part states of itself."""
        for one in stated:
            kept = reading.stated.setdefault(steps, [])
            if len(kept) < MOST and one not in kept and believable(one, self._today):
                kept.append(one)


def _passages(located: Iterable[Located], reading: _Reading) -> Iterator[tuple[tuple[str, ...], Passage]]:
    """The passages with their steps; gaps and parts' hashes are put aside."""
    for one in located:
        if isinstance(one.value, Gap):
            reading.gaps.append(one.value)
        else:
            if one.digest:
                reading.digests[one.steps] = bytes.fromhex(one.digest)
            yield one.steps, one.value


def _blocks(
    passages: Iterable[tuple[tuple[str, ...], Passage]],
) -> Iterator[list[tuple[tuple[str, ...], Passage]]]:
    """Passages in blocks of bounded size, in each of which those of one part stand together."""
    block: list[tuple[tuple[str, ...], Passage]] = []
    held = 0
    for one in passages:
        block.append(one)
        held += len(one[1].text)
        if held >= HELD_CHARACTERS:
            yield _together(block)
            block, held = [], 0
    if block:
        yield _together(block)


def _together(block: list[tuple[tuple[str, ...], Passage]]) -> list[tuple[tuple[str, ...], Passage]]:
    order: dict[tuple[str, ...], int] = {}
    for steps, _ in block:
        order.setdefault(steps, len(order))
    return sorted(block, key=lambda one: order[one[0]])

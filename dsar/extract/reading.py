"""One item from its bytes to its last passage, whatever is packed inside it.

A nested part re-enters by the same rule as the item itself: told apart by its
bytes, given to the extractor that fits, counted against the same budget. What
goes wrong with a part costs that part one gap, and its neighbours are read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from dsar.errors import ItemError
from dsar.extract import media
from dsar.extract.extractor import Limits
from dsar.extract.leftover import leftover, packed_inside
from dsar.extract.ocr import CLOCK
from dsar.extract.registry import Registry
from dsar.extract.text import LONGEST, cut
from dsar.model import LOCATOR_STEP, Gap, GapCode, Part, Passage
from dsar.words import PLACES

ALWAYS_ALLOWED = 64 * 1024 * 1024
"""Bytes that any item may unpack to, however small it is: the ratio counts from here."""
_IN_MEMORY = 16 * 1024 * 1024
_COPY = 1 << 18
_LONGEST_NAME = 1000
_CLIMBING = frozenset({"", ".", ".."})
_DRIVE = re.compile("[A-Za-z]:")
_LARGER = "it is larger than [limits] size allows."


@dataclass(frozen=True, slots=True)
class Located:
    """A passage or gap, and the steps below the item that lead to it (none: the item itself).

    A gap's own ``locator`` is the same steps, joined. ``digest`` is set where a part begins with
    its name: the SHA-256 of the part's bytes, in hexadecimal.
    """

    steps: tuple[str, ...] = field(repr=False)
    value: Passage | Gap
    digest: str = ""

    def locator(self, item: str) -> str:
        """The whole address, given the item's own."""
        return LOCATOR_STEP.join((item, *self.steps))


def read_item(
    source: BinaryIO, name: str, limits: Limits, registry: Registry, *, names: bool = False
) -> Iterator[Located]:
    """Yield everything that an item holds, in reading order, parts where they lie.

    An empty file holds nothing and has no gap. This runs extractors in the calling
    process; :class:`dsar.extract.sandbox.Sandbox` runs it in one that may die.

    Args:
        source: seekable, open for reading in binary.
        name: the item's last locator step.
        limits: all but the time and memory, which only a process of its own can keep.
        registry: the extractors to choose from.
        names: whether each item and part begins with a passage that is its own name, as
            file names carry personal data too.
    """
    CLOCK.start_item()
    size = source.seek(0, os.SEEK_END)
    if size > limits.size:
        yield gap_at((), GapCode.TOO_LARGE, _LARGER)
        return
    budget = max(limits.ratio * size, ALWAYS_ALLOWED)
    reading = _Reading(limits, registry, names=names, bytes_left=budget, parts_left=limits.parts)
    try:
        yield from reading.item(source, name, ())
    except _Exhausted as end:
        yield gap_at((), GapCode.TOO_LARGE, str(end))


def gap_at(steps: tuple[str, ...], code: GapCode, reason: str) -> Located:
    """A gap that knows where it is."""
    return Located(steps, Gap(LOCATOR_STEP.join(steps), code, reason))


class _Exhausted(Exception):  # noqa: N818 - it ends the reading, which is no error of ours
    """The item as a whole has cost all that it may."""


@dataclass(slots=True)
class _Reading:
    """The state of one item's reading: what is left of its budget."""

    limits: Limits
    registry: Registry
    names: bool
    bytes_left: int
    parts_left: int

    def item(self, source: BinaryIO, name: str, steps: tuple[str, ...], digest: str = "") -> Iterator[Located]:
        """Read one item or part; any failure but the budget's ends here as a gap."""
        if self.names:
            yield Located(steps, Passage(PLACES["name"], name), digest)
        try:
            yield from self._content(source, name, steps)
        except _Exhausted:
            raise
        except ItemError as error:
            yield gap_at(steps, error.code, error.reason)
        except MemoryError:
            yield gap_at(steps, GapCode.MEMORY, "reading it needs more memory than [limits] memory allows.")
        except RecursionError:
            yield gap_at(steps, GapCode.TOO_DEEP, "its content is nested too deep to be read.")
        except Exception as error:  # noqa: BLE001 - a reader that fails on a hostile file costs a gap, not the job
            yield gap_at(steps, GapCode.CRASHED, f"its reader failed ({type(error).__name__}).")

    def _content(self, source: BinaryIO, name: str, steps: tuple[str, ...]) -> Iterator[Located]:
        media_type = media.media_type(source, name)
        if media_type == media.EMPTY:
            return
        extractor = self.registry.choose(media_type, name)
        if extractor is None:
            yield _unread(media_type, steps)
            return
        source.seek(0)
        taken: dict[str, int] = {}
        latest = ("", steps)  # a gap by the name of the part before it is a gap in that part
        silent = True
        for value in extractor.read(source, self.limits):
            silent = False
            match value:
                case Passage():
                    yield from _bounded(value, steps)
                case Part():
                    latest = (value.name, (*steps, harmless(value.name or _unpacked(name), taken)))
                    yield from self._part(value, latest[1])
                case Gap("", code, reason):
                    yield gap_at(steps, code, reason)
                case Gap(below, code, reason):
                    where = latest[1] if below == latest[0] else (*steps, harmless(below, taken))
                    yield gap_at(where, code, reason)
        if silent:
            yield from self._leftover(source, media_type, steps)
        for gap in packed_inside(source, media_type):
            yield gap_at(steps, gap.code, gap.reason)

    def _leftover(self, source: BinaryIO, media_type: str, steps: tuple[str, ...]) -> Iterator[Located]:
        """What a reader that said nothing may have overlooked."""
        for value in leftover(source, media_type):
            if isinstance(value, Gap):
                yield gap_at(steps, value.code, value.reason)
            else:
                yield from _bounded(value, steps)

    def _part(self, part: Part, steps: tuple[str, ...]) -> Iterator[Located]:
        if self.parts_left == 0:
            reason = f"it holds more than {self.limits.parts} parts; the rest is not read. Raise [limits] parts."
            raise _Exhausted(reason)
        self.parts_left -= 1
        if len(steps) > self.limits.depth:
            reason = f"it lies inside more than {self.limits.depth} containers. Raise [limits] depth."
            yield gap_at(steps, GapCode.TOO_DEEP, reason)
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            spooled = cast("BinaryIO", copy)
            hashed = sha256()
            problem = self._copy(part.source, spooled, hashed.update)
            if problem is None or problem.code is not GapCode.TOO_LARGE:
                yield from self.item(spooled, steps[-1], steps, hashed.hexdigest())
        if problem is not None:
            yield gap_at(steps, problem.code, problem.reason)

    def _copy(self, source: BinaryIO, target: BinaryIO, seen: Callable[[bytes], None]) -> ItemError | None:
        """Copy a part as far as it can be read; the error that ended it before its end, if one did."""
        size = 0
        try:
            while chunk := source.read(_COPY):
                size += len(chunk)
                self.bytes_left -= len(chunk)
                if size > self.limits.size:
                    return ItemError(GapCode.TOO_LARGE, _LARGER)
                if self.bytes_left < 0:
                    raise _Exhausted("it unpacks to more than [limits] ratio allows; the rest is not read.")
                seen(chunk)
                target.write(chunk)
        except ItemError as error:
            return error
        return None


def harmless(name: str, taken: dict[str, int]) -> str:
    """A part's name as a locator step: it climbs nowhere, joins no steps, and is unlike its neighbours'.

    ``taken`` counts the names given so far beside it, and is added to.
    """
    path = re.sub(r"[\x00-\x1f\x7f]", "_", name.replace("\\", "/")).replace(LOCATOR_STEP, "！")
    folders = [step for step in path.split("/") if step.strip() not in _CLIMBING and not _DRIVE.fullmatch(step)]
    first = step = "/".join(folders)[-_LONGEST_NAME:] or "uden navn"
    while step in taken:
        taken[first] = taken.get(first, 1) + 1
        stem, dot, ending = first.rpartition(".")
        number = f" ({taken[first]})"
        step = f"{stem}{number}{dot}{ending}" if stem else f"{first}{number}"
    taken[step] = 1
    return step


def _unpacked(name: str) -> str:
    """What a file is called inside its compressed form: ``liste.csv`` in ``liste.csv.gz``."""
    return f"{name[:-4]}.tar" if name.lower().endswith(".tgz") else name.rpartition(".")[0] or name


def _unread(media_type: str, steps: tuple[str, ...]) -> Located:
    if media_type == media.ENCRYPTED:
        return gap_at(steps, GapCode.ENCRYPTED, "it needs a password or a key. Add an open copy, or accept the gap.")
    if media_type.startswith("image/"):
        return gap_at(steps, GapCode.UNSUPPORTED, f"no reader for this kind of picture ({_shown(media_type)}).")
    return gap_at(steps, GapCode.UNSUPPORTED, f"no reader for this kind of file ({_shown(media_type)}).")


def _shown(media_type: str) -> str:
    """A media type fit for a message: one from inside the file might say anything."""
    return media_type if re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]{1,100}", media_type) else media.UNKNOWN


def _bounded(passage: Passage, steps: tuple[str, ...]) -> Iterator[Located]:
    text = passage.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        return
    if len(text) <= LONGEST:
        yield Located(steps, passage if text is passage.text else replace(passage, text=text))
        return
    stated = passage.stated
    for block in cut((text,)):
        yield Located(steps, Passage(passage.place, block, stated=stated))
        stated = ()

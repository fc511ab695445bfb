"""What an extractor is, and the limits it works under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dsar.model import Gap, Part, Passage


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one item may cost before it becomes a gap. All are settings (``[limits]``).

    Attributes:
        size: bytes of one item, nested ones included.
        timeout_s: seconds for one item with everything in it; one more for each megabyte.
        memory: bytes of address space of the extracting process.
        depth: how many containers inside each other.
        ratio: how many times bigger than its compressed form a container's content may be.
        parts: how many nested items one item may hold in all.
    """

    size: int = 512 * 1024 * 1024
    timeout_s: float = 120.0
    memory: int = 2 * 1024 * 1024 * 1024
    depth: int = 10
    ratio: int = 200
    parts: int = 100_000


class Extractor(Protocol):
    """Reads one family of formats."""

    def match(self, media_type: str, name: str) -> int:
        """How well this extractor fits; 0 declines, and the highest wins (specific beats generic).

        Args:
            media_type: what the bytes look like (``application/pdf``), never taken from the name alone.
            name: the item's last locator step, for formats that only their name tells (``.md``, ``.csv``).
        """

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield what the bytes hold, in reading order.

        The source is seekable and owned by the caller. Personal text is never
        dropped silently: what cannot be read is yielded as a gap, whose locator
        is "" for the item itself.

        Raises:
            ItemError: the item as a whole cannot be read (further). What was yielded
                before stays valid, and the caller records the gap.
        """

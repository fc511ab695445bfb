"""What an extractor is, and the limits it works under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dsar.model import Gap, Part, Passage


@dataclass(frozen=True, slots=True)
class Ocr:
    """When and how text in pictures is recognised (``[ocr]``).

    Attributes:
        when: ``index`` (with the rest), ``later`` (in a pass of its own: ``dsar index --ocr``) or ``never``.
        data: folder of Tesseract's language data; the usual places if empty.
        languages: which of them are used, joined by ``+``.
        page_s: most seconds for one page.
        item_s: most seconds for all pages of one item, beside ``Limits.timeout_s``.
        confidence: mean confidence (0 to 100) under which a page is a gap ``poor_scan`` although its text is kept.
    """

    when: str = "index"
    data: str = ""
    languages: str = "dan+eng"
    page_s: float = 30.0
    item_s: float = 1800.0
    confidence: int = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one item may cost before it becomes a gap (``[limits]``), and what may open what is locked.

    Attributes:
        size: bytes of one item, nested ones included.
        timeout_s: seconds for one item with everything in it; one more for each megabyte.
        memory: bytes of address space of the extracting process.
        depth: how many containers inside each other.
        ratio: how many times bigger than its compressed form a container's content may be.
        parts: how many nested items one item may hold in all.
        passwords_file: a file of passwords to try on protected files (``[extract] passwords_file``), or "".
            The path and not the passwords, which so are on no command line.
        ocr: when and how text in pictures is recognised.
        text_rows: whether a register in plain text is read row by row. Where offsets in a text are told
            (``dsar scan``, ``dsar read``), it stays one passage, so that they are offsets in the file.
    """

    size: int = 512 * 1024 * 1024
    timeout_s: float = 120.0
    memory: int = 2 * 1024 * 1024 * 1024
    depth: int = 10
    ratio: int = 200
    parts: int = 100_000
    passwords_file: str = ""
    ocr: Ocr = Ocr()
    text_rows: bool = True


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

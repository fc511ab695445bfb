"""What text recognition made of a picture, kept for the next time: a letterhead's logo stands on every page.

Kept by the picture's dots, in the process that reads, so that it ends with it. A file that takes over
that process could tell texts of pictures before it as its own; it could read them in its memory anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from dsar.extract.extractor import Ocr
from dsar.latest import Latest
from dsar.model import GapCode

if TYPE_CHECKING:
    from PIL.Image import Image

UNSURE = 80
"""Mean confidence (0 to 100) under which a passage says that its reading is unsure; clean print is above 90."""
MOST = 1_000
"""Pictures that are known; some megabytes if each is a page of text."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture says. ``code`` and ``reason`` tell of a gap: nothing, or not all, or not surely read."""

    text: str = field(default="", repr=False)
    confidence: int = 0
    code: GapCode | None = None
    reason: str = ""

    @property
    def unsure(self) -> bool:
        """Whether a reader should look at the picture before believing the text."""
        return self.confidence < UNSURE


KNOWN: Latest[bytes, Recognised] = Latest(MOST)
"""The pictures that were recognised last, by their fingerprint."""


def fingerprint(picture: Image, dpi: int, ocr: Ocr) -> bytes:
    """What two pictures share only if recognition makes the same of them."""
    asked = repr((picture.size, dpi, ocr.data, ocr.languages, ocr.confidence)).encode()
    seen = blake2b(asked, digest_size=16)
    seen.update(picture.tobytes())
    return seen.digest()

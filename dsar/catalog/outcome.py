"""What passes between the catalogue and those who read items; apart from it, so that a worker loads no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256 as sha256_of

from dsar.model import Gap, Item
from dsar.stated import Stated
from dsar.vault import Chunk


@dataclass(frozen=True, slots=True)
class Planned:
    """An item to be read: the id its passages go under, and the ids that it replaces when it is done."""

    id: int
    item: Item
    replaces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A part of an item (``steps`` "" is the item itself): its name, bytes' SHA-256 and range of passages.

    ``stated`` is what it states of itself, told by each record of a part that has several.
    """

    steps: str = field(repr=False)
    title: str = field(repr=False)
    digest: bytes
    first: int
    count: int
    stated: tuple[Stated, ...] = field(default=(), repr=False)


def content_digest(sha256: bytes, notes: str) -> bytes:
    """What tells items with the same content, by their bytes' SHA-256 and what their store says of them.

    The same form in two people's cases is two things.
    """
    return sha256_of(sha256 + notes.encode("utf-8", "surrogatepass")).digest() if notes else sha256


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading an item came to. Gap locators are relative: "" is the item itself."""

    planned: Planned
    parts: tuple[PartRecord, ...]
    chunks: tuple[Chunk, ...]
    gaps: tuple[Gap, ...]
    entries: int

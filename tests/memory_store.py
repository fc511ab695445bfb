"""The reference connector: a store in a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from dsar.connector import Connector
from dsar.errors import ItemError
from dsar.model import Gap, GapCode, Item
from dsar.stated import Stated


class MemoryStore:
    """Lists what is in ``content``, which may be changed between crawls."""

    def __init__(self, content: dict[str, bytes], gaps: tuple[Gap, ...] = ()) -> None:
        self.content = content
        self.gaps = gaps
        self.notes: dict[str, str] = {}
        self.modified: dict[str, datetime] = {}
        self.stated: dict[str, tuple[Stated, ...]] = {}

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        yield from self.gaps
        for locator, data in sorted(self.content.items()):
            notes = self.notes.get(locator, "")
            version = sha256(data + notes.encode()).hexdigest()
            modified, stated = self.modified.get(locator), self.stated.get(locator, ())
            yield Item(locator, version, len(data), locator.rpartition("/")[2], modified, notes, stated)

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        if item.locator not in self.content:
            raise ItemError(GapCode.VANISHED, "no longer there")
        yield BytesIO(self.content[item.locator])


_checked: type[Connector] = MemoryStore

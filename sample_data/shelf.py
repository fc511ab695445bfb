"""Where the files are put, and what is known of each: the sample's memory before it is written to disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from sample_data.document import Mention


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and what stands in it.

    Attributes:
        form: how the main person is named, or in which corner; it labels the hit.
        planted: strings that must come out of the item, beside those of the mentions.
        place: the passage, for the rows of a register; "" otherwise.
        noted: whether the mentions stand in what the store says of the item, and not in its own bytes.
    """

    store: str
    item: str
    form: str
    mentions: tuple[Mention, ...]
    planted: tuple[str, ...] = ()
    place: str = ""
    noted: bool = False


@dataclass(slots=True)
class Shelf:
    """Files by store and path, with the items in them and the gaps among them.

    ``indexes`` are files that tell of items and are none themselves.
    """

    files: dict[tuple[str, str], tuple[bytes, date]] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    nested: set[tuple[str, str]] = field(default_factory=set)
    indexes: set[tuple[str, str]] = field(default_factory=set)
    gaps: list[tuple[str, str, str]] = field(default_factory=list)

    def put(self, store: str, path: str, data: bytes, day: date) -> str:
        """Keep a file and give its locator back; a taken path gets a number before its suffix."""
        stem, dot, suffix = path.rpartition(".")
        number = 2
        while (store, path) in self.files:
            path = f"{stem} ({number}){dot}{suffix}"
            number += 1
        self.files[store, path] = (data, day)
        return path

    def tell(
        self,
        store: str,
        item: str,
        mentions: Iterable[Mention],
        *,
        form: str = "",
        planted: Iterable[str] = (),
        place: str = "",
    ) -> None:
        """Note what stands in an item."""
        self.placed.append(Placed(store, item, form, tuple(mentions), tuple(planted), place))
        if "!" in item:
            self.nested.add((store, item))

    def noted(self, store: str, item: str, mentions: Iterable[Mention], *, form: str) -> None:
        """Note what a store says of an item, which may be no file but a case in its index."""
        self.placed.append(Placed(store, item, form, tuple(mentions), noted=True))
        if (store, item) not in self.files:
            self.nested.add((store, item))

    def gap(self, store: str, item: str, code: str) -> None:
        """Note an item that cannot be read."""
        self.gaps.append((store, item, code))
        if "!" in item:
            self.nested.add((store, item))

    def copy(self, source: tuple[str, str], target: tuple[str, str]) -> None:
        """Put the same bytes at another place; everything in them is then there as well."""
        data, day = self.files[source]
        path = self.put(*target, data, day)
        store, item = source
        for known in [p for p in self.placed if p.store == store and (p.item == item or p.item.startswith(item + "!"))]:
            inner = path + known.item.removeprefix(item)
            self.tell(target[0], inner, known.mentions, form=known.form, planted=known.planted, place=known.place)

    def write(self, folder: Path) -> None:
        """Write all files below a folder, one subfolder a store, each with its own date."""
        for (store, path), (data, day) in sorted(self.files.items()):
            target = folder / store / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            _date(target, day)
        for (store, path), to in sorted(self.links.items()):
            target = folder / store / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(to)
            _date(target, date(2025, 5, 5))


def _date(path: Path, day: date) -> None:
    stamp = datetime.combine(day, time(12), UTC).timestamp()
    os.utime(path, (stamp, stamp), follow_symlinks=False)

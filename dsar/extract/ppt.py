"""Old PowerPoint presentations (ppt): the texts of slides, notes, comments and masters, also of earlier saves.

The stream is a tree of records. Slides' outline text stands in a list of its own, in
the order of the slides; other text stands in the slides, which a directory finds by number.

Source: [MS-PPT] 2.3.1 (record), 2.4.14.3 (lists of slides), 2.3.4 (directory), 2.9.42 (text), 2.5.23 (comments), v9.0.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.ole_properties import property_passages
from dsar.extract.ole_streams import ole_streams
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_SLIDE, _SLIDE_PLACE, _NOTES, _MASTER, _LIST = 1006, 1011, 1008, 1016, 4080
_WIDE_TEXT, _TEXT, _STRING, _COMMENT, _OBJECT, _DIRECTORY = 4000, 4008, 4026, 12000, 4113, 6002
_PAGES = frozenset({_SLIDE, _NOTES, _MASTER})
_ENCRYPTED = 0xF3D1C4DF
_DEEPEST = 40
_DULL = ("___PPT", "PPT")  # names that the program gives to its own additions
_MOST_TEXT = 64 << 20


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    start: int  # of the header
    begin: int
    end: int
    above: tuple[_Record, ...] = field(repr=False)

    def inside(self, kinds: frozenset[int]) -> _Record | None:
        return next((record for record in self.above if record.kind in kinds), None)


class PptExtractor:
    """Reads PowerPoint's binary format."""

    def match(self, media_type: str, name: str) -> int:
        """Take old presentations."""
        del name
        return 10 if media_type == "application/vnd.ms-powerpoint" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield a passage for each slide's outline, then what stands in the slides, then properties and objects."""
        source.seek(0)
        streams = ole_streams(source.read())
        user = streams.top.get("current user", b"")
        if int.from_bytes(user[12:16], "little") == _ENCRYPTED or "encryptedsummary" in streams.top:
            raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")
        data = streams.top.get("powerpoint document", b"")
        reading = _Reading(data)
        yield from reading.passages()
        name = user[28 : 28 + int.from_bytes(user[20:22], "little")].decode("cp1252", "replace").strip("\0 ")
        if name:
            yield Passage(PLACES["properties"], f"{PROPERTIES['lastmodifiedby']}: {name}")
        yield from property_passages(streams.top)
        yield from _objects(data, reading.objects, limits)
        if not (streams.sound and reading.whole):
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


class _Reading:
    """One walk through the records."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.whole = bool(data)
        self.objects: list[_Record] = []
        self._outline: list[tuple[int, list[str]]] = []  # each slide's number in the directory, and texts
        self._pages: dict[int, list[str]] = {}  # by where the page's record starts
        self._kinds: dict[int, int] = {}
        self._comments: dict[int, list[str]] = {}
        self._others: list[str] = []
        self._places: dict[int, int] = {}
        self._left = _MOST_TEXT

    def passages(self) -> Iterator[Passage]:
        """Yield the texts by slide."""
        for record in self._records():
            self._take(record)
        used = set[int]()
        for number, (page, texts) in enumerate(self._outline, 1):
            place = self._places.get(page, -1)
            used.add(place)
            yield from _passage(FORMAT_PLACES["slide"].format(number), texts + self._pages.get(place, []))
        for place, texts in self._pages.items():
            kind = {_NOTES: "notes", _MASTER: "slide_master"}.get(self._kinds[place], "slide_before")
            if place not in used:
                yield from _passage(FORMAT_PLACES[kind], texts)
        for texts in self._comments.values():
            yield from _passage(PLACES["comment"], texts)
        yield from _passage(PLACES["text"], self._others)

    def _records(self) -> Iterator[_Record]:
        data, waiting = self._data, [(0, len(self._data), tuple[_Record, ...]())]
        while waiting:
            at, end, above = waiting.pop()
            if at + 8 > end:
                continue
            version, kind, size = struct.unpack_from("<HHI", data, at)
            self.whole &= at + 8 + size <= end
            record = _Record(kind, version >> 4, at, at + 8, min(end, at + 8 + size), above)
            yield record
            waiting.append((record.end, end, above))
            if version & 0xF == 0xF and len(above) < _DEEPEST:
                waiting.append((record.begin, record.end, (*above, record)))

    def _take(self, record: _Record) -> None:
        match record.kind:
            case 1011 if record.above and record.above[-1].instance == 0:
                self._outline.append((int.from_bytes(self._data[record.begin : record.begin + 4], "little"), []))
            case 4000 | 4008 | 4026:
                self._text(record)
            case 6002:
                self._directory(record)
            case 4113:
                self.objects.append(record)
            case kind if kind in _PAGES:
                self._kinds[record.start] = kind

    def _text(self, record: _Record) -> None:
        raw = self._data[record.begin : record.end]
        text = raw.decode("latin-1" if record.kind == _TEXT else "utf-16-le", "replace")
        text = text.replace("\r", "\n").replace("\x0b", "\n").strip("\0\n ")
        self._left -= len(text)
        if not text or text.startswith(_DULL) or self._left < 0:
            self.whole &= self._left >= 0
            return
        comment, page = record.inside(frozenset({_COMMENT})), record.inside(_PAGES)
        if comment is not None:
            self._comments.setdefault(comment.start, []).append(text)
        elif page is not None:
            self._pages.setdefault(page.start, []).append(text)
        elif self._outline and any(above.kind == _LIST and above.instance == 0 for above in record.above):
            self._outline[-1][1].append(text)
        else:
            self._others.append(text)

    def _directory(self, record: _Record) -> None:
        """Where each numbered object lies; a later directory, of a later save, has the last word."""
        at = record.begin
        while at + 4 <= record.end:
            (head,) = struct.unpack_from("<I", self._data, at)
            first, count = head & 0xFFFFF, min(head >> 20, (record.end - at - 4) // 4)
            for n, place in enumerate(struct.unpack_from(f"<{count}I", self._data, at + 4)):
                self._places[first + n] = place
            at += 4 + 4 * count


def _passage(place: str, texts: list[str]) -> Iterator[Passage]:
    if texts:
        yield Passage(place, "\n".join(dict.fromkeys(texts)))


def _objects(data: bytes, records: list[_Record], limits: Limits) -> Iterator[Part | Gap]:
    for number, record in enumerate(records, 1):
        name = f"objekt {number}"
        content = data[record.begin : record.end]
        if record.instance == 1:
            inflate = zlib.decompressobj()
            try:
                content = inflate.decompress(content[4:], max(limits.ratio * len(content), 1 << 20))
            except zlib.error:
                yield Gap(name, GapCode.DAMAGED, "the object inside is damaged; it is not read.")
                continue
        yield Part(name, io.BytesIO(content))


_checked: type[Extractor] = PptExtractor

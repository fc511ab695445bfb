"""Presentations (pptx, pptm, potx, ppsx): slides in their order, hidden ones too, with notes, comments and diagrams.

The elements are those of ECMA-376 part 1, chapters 19 (PresentationML) and 21 (DrawingML); comments in
threads those of [MS-PPTX] 2.2, v15.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages
from dsar.extract.document_pictures import picture_parts
from dsar.extract.docx_text import Walk
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.office_xml import (
    Event,
    attribute,
    events,
    local,
    parts_by_root,
    property_passages,
    relations,
    texts,
)
from dsar.extract.office_zip import OfficeZip
from dsar.extract.ole_objects import embedded_parts
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_TYPES = (
    "application/vnd.openxmlformats-officedocument.presentationml.",
    "application/vnd.ms-powerpoint.",
)
_MASTERS = ("sldMaster", "sldLayout", "notesMaster", "handoutMaster")
_DESCRIBED = ("descr", "title")


class PptxExtractor:
    """Reads PowerPoint's zip format."""

    def match(self, media_type: str, name: str) -> int:
        """Take PowerPoint's own media types, whatever the name says."""
        del name
        return 10 if media_type.lower().startswith(_TYPES) else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield slide by slide what it shows and what hangs on it, then masters, properties and embedded files."""
        office_zip = OfficeZip(source, limits)
        parts = parts_by_root(office_zip)
        presentation = _Presentation(office_zip, parts)
        slides = presentation.slides()
        for number, slide in enumerate(slides, 1):
            yield from presentation.slide(number, slide)
        yield from presentation.left_over()
        yield from property_passages(office_zip, parts)
        yield from presentation.links()
        yield from embedded_parts(office_zip, (name for name in office_zip.names if "/embeddings/" in name))
        yield from picture_parts(office_zip)
        if office_zip.damaged or not (slides or parts.get("presentation")):
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


class _Presentation:
    """The parts, and which of them were read with a slide."""

    def __init__(self, office_zip: OfficeZip, parts: dict[str, list[str]]) -> None:
        self._zip = office_zip
        self._parts = parts
        self._kinds = {name: root for root, names in parts.items() for name in names}
        self._read = set[str]()
        self._authors = dict(self._persons())

    def slides(self) -> list[str]:
        """The slides' parts in the order of the show, then those that it has forgotten."""
        ordered = list[str]()
        for presentation in self._parts.get("presentation", []):
            targets = {key: target for key, _, target in self._relations(presentation)}
            for event, element in events(self._zip, presentation):
                if event == "start" and local(element) == "sldId":
                    ordered += [targets[value] for value in map(str, element.attrib.values()) if value in targets]
        known = self._parts.get("sld", [])
        return list(dict.fromkeys([*(name for name in ordered if name in known), *known]))

    def slide(self, number: int, part: str) -> Iterator[Passage]:
        """Yield a slide's text and what belongs to it."""
        place = FORMAT_PLACES["slide_hidden" if self._is_hidden(part) else "slide"].format(number)
        yield from self._drawing(part, place)
        for _, _, target in self._relations(part):
            if target in self._read:
                continue
            match self._kinds.get(target):
                case "notes":
                    yield from self._drawing(target, FORMAT_PLACES["slide_notes"].format(number))
                case "cmLst":
                    yield from self._comments(target, FORMAT_PLACES["slide_comment"].format(number))
                case "dataModel":
                    yield from self._drawing(target, FORMAT_PLACES["slide_diagram"].format(number))
                case "chartSpace":
                    yield from self._chart(target, FORMAT_PLACES["slide_diagram"].format(number))

    def left_over(self) -> Iterator[Passage]:
        """Yield what no slide refers to, and what people wrote on masters (their own prompts are left out)."""
        waiting = [(name, root) for name, root in self._kinds.items() if name not in self._read]
        for name, root in waiting:
            if root in ("notes", "dataModel"):
                yield from self._drawing(name, FORMAT_PLACES["notes"] if root == "notes" else PLACES["diagram"])
            elif root == "cmLst":
                yield from self._comments(name, PLACES["comment"])
            elif root == "chartSpace":
                yield from self._chart(name, PLACES["diagram"])
            elif root in _MASTERS:
                yield from self._drawing(name, FORMAT_PLACES["slide_master"], prompts=False)
            elif root == "tagLst":
                yield from self._tags(name)

    def links(self) -> Iterator[Passage]:
        """Yield the addresses that the show links to."""
        found = list[str]()
        for name in sorted(name for name in self._zip.names if name.endswith(".rels")):
            found += [target for _, kind, target in relations(self._zip, name) if kind == "hyperlink"]
        if found:
            yield Passage(PLACES["links"], "\n".join(dict.fromkeys(found)))

    def _drawing(self, part: str, place: str, *, prompts: bool = True) -> Iterator[Passage]:
        self._read.add(part)
        described = list[str]()
        stream = _noting(events(self._zip, part), described)
        if not prompts:
            stream = _without_prompts(stream)
        yield from aside_passages(Walk().blocks(stream), place)
        if described:
            yield Passage(place, "\n".join(dict.fromkeys(described)))

    def _chart(self, part: str, place: str) -> Iterator[Passage]:
        self._read.add(part)
        lines = [text for key, text in texts(self._zip, part) if key in ("t", "v")]
        if lines:
            yield Passage(place, "\n".join(dict.fromkeys(lines)))

    def _comments(self, part: str, place: str) -> Iterator[Passage]:
        """A comment a passage, its replies with it; older ones have a text, those in threads have paragraphs."""
        self._read.add(part)
        author, pieces = "", list[str]()
        for event, element in events(self._zip, part):
            kind = local(element)
            if event == "start" and kind in ("cm", "reply"):
                author = self._authors.get(attribute(element, "authorId"), "")
                pieces += [f"{PROPERTIES['author']}: {author}"] if author else []
            elif event == "end" and kind in ("t", "text") and element.text:
                pieces.append(element.text)
            elif event == "end" and kind == "cm":
                if pieces:
                    yield Passage(place, "\n".join(pieces))
                pieces = []

    def _persons(self) -> Iterator[tuple[str, str]]:
        for root in ("cmAuthorLst", "authorLst"):
            for part in self._parts.get(root, []):
                for event, element in events(self._zip, part):
                    if event == "start" and local(element) in ("cmAuthor", "author"):
                        yield attribute(element, "id"), attribute(element, "name")

    def _tags(self, part: str) -> Iterator[Passage]:
        lines = [
            f"{attribute(element, 'name')}: {attribute(element, 'val')}"
            for event, element in events(self._zip, part)
            if event == "start" and local(element) == "tag"
        ]
        if lines:
            yield Passage(PLACES["variables"], "\n".join(lines))

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        return relations(self._zip, name) if name in self._zip.names else iter(())

    def _is_hidden(self, part: str) -> bool:
        first = next(events(self._zip, part), None)
        return first is not None and attribute(first[1], "show") in ("0", "false")


def _noting(stream: Iterable[Event], described: list[str]) -> Iterator[Event]:
    """Pass the events on, and keep the descriptions that people gave to shapes and pictures."""
    for event, element in stream:
        if event == "start" and local(element) == "cNvPr":
            described += [text for key in _DESCRIBED if (text := attribute(element, key).strip())]
        yield event, element


def _without_prompts(stream: Iterable[Event]) -> Iterator[Event]:
    """Leave out shapes that only say where text goes: a placeholder's texts are the program's."""
    depth, is_prompt = 0, False
    for event, element in stream:
        kind = local(element)
        if event == "start" and kind == "sp":
            depth, is_prompt = depth + 1, False
        is_prompt = is_prompt or (depth > 0 and kind == "ph")
        if depth == 0 or not is_prompt:
            yield event, element
        if event == "end" and kind == "sp":
            depth -= 1
            is_prompt = False


_checked: type[Extractor] = PptxExtractor

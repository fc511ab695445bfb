"""Word documents (docx, docm, dotx): everything that is held in one, not only what its pages show.

The parts are told by what they are, not by where they should lie, so that a header
that no page uses any more, or a document without its table of relations, is read too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages, body_passages, note_passages
from dsar.extract.document_pictures import picture_parts
from dsar.extract.docx_text import Block, Walk
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.office_xml import attribute, events, local, parts_by_root, property_passages, relations, texts
from dsar.extract.office_zip import OfficeZip
from dsar.extract.ole_objects import embedded_parts
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_WORD_WITH_MACROS = ("application/vnd.ms-word.document.macroenabled", "application/vnd.ms-word.template.macroenabled")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "numbered_comment"}


class DocxExtractor:
    """Reads Word's zip format."""

    def match(self, media_type: str, name: str) -> int:
        """Take Word's own media types, whatever the name says."""
        return 10 if media_type.lower().startswith((_WORD, *_WORD_WITH_MACROS)) else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the body, headers and footers, notes, comments, what lies hidden beside them, then embedded files."""
        office_zip = OfficeZip(source, limits)
        parts = parts_by_root(office_zip)
        walks: list[Walk] = []
        for name in parts.get("document", []):
            yield from body_passages(_blocks(office_zip, name, walks))
        for root, place in (("hdr", "page_head"), ("ftr", "page_foot"), ("glossaryDocument", "building_block")):
            for name in parts.get(root, []):
                yield from aside_passages(_blocks(office_zip, name, walks), PLACES[place])
        for root, place in _NOTES.items():
            for name in parts.get(root, []):
                yield from note_passages(_blocks(office_zip, name, walks), PLACES[place])
        yield from _beside(office_zip, parts)
        authors = ", ".join(dict.fromkeys(author for walk in walks for author in walk.authors))
        yield from property_passages(office_zip, parts, f"{PROPERTIES['changed_by']}: {authors}" if authors else "")
        yield from _links_and_files(office_zip, [link for walk in walks for link in walk.links])
        if office_zip.damaged:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")
        if not parts.get("document"):
            raise ItemError(GapCode.DAMAGED, "it holds no Word document.")


def _blocks(office_zip: OfficeZip, name: str, walks: list[Walk]) -> Iterator[Block]:
    walk = Walk()
    walks.append(walk)
    return walk.blocks(events(office_zip, name))


def _beside(office_zip: OfficeZip, parts: dict[str, list[str]]) -> Iterator[Passage]:
    """Diagrams and charts, the variables that templates keep, and the data behind content controls."""
    for name in parts.get("dataModel", []):
        yield from aside_passages(Walk().blocks(events(office_zip, name)), PLACES["diagram"])
    for name in parts.get("chartSpace", []):
        lines = [text for key, text in texts(office_zip, name) if key in ("t", "v")]
        if lines:
            yield Passage(PLACES["diagram"], "\n".join(dict.fromkeys(lines)))
    for name in parts.get("settings", []):
        variables = [
            f"{attribute(element, 'name')}: {attribute(element, 'val')}"
            for event, element in events(office_zip, name)
            if event == "start" and local(element) == "docVar"
        ]
        if variables:
            yield Passage(PLACES["variables"], "\n".join(variables))
    data = sorted(n for names in parts.values() for n in names if n.startswith("customXml/item"))
    for number, name in enumerate((n for n in data if "/itemProps" not in n), 1):
        lines = [f"{key}: {text}" for key, text in texts(office_zip, name)]
        if lines:
            yield Passage(PLACES["embedded_data"].format(number), "\n".join(lines))


def _links_and_files(office_zip: OfficeZip, links: list[str]) -> Iterator[Passage | Part]:
    files = [name for name in office_zip.names if "/embeddings/" in name]
    for rels_name in sorted(name for name in office_zip.names if name.endswith(".rels")):
        for _, kind, target in relations(office_zip, rels_name):
            if kind == "hyperlink":
                links.append(target)
            elif kind == "aFChunk" and target in office_zip.names:
                files.append(target)
    if links:
        yield Passage(PLACES["links"], "\n".join(dict.fromkeys(links)))
    yield from embedded_parts(office_zip, dict.fromkeys(files))
    yield from picture_parts(office_zip)


_checked: type[Extractor] = DocxExtractor

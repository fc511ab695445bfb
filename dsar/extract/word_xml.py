"""Word documents in one XML file: those of Word 2003, and the parts of a docx one after the other.

The elements have the names that they have in a docx, so the same walk reads them.

Source: Word 2003 XML (WordprocessingML 2003), [MS-OI29500] annex "Flat OPC".
"""

from __future__ import annotations

import binascii
import io
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages, body_passages
from dsar.extract.docx_text import Block, Paragraph, Row, Walk
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.office_xml import Event, attribute, local, property_line
from dsar.extract.properties import stated_by
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_ASIDE = {"hdr": "page_head", "ftr": "page_foot", "footnote": "footnote", "endnote": "endnote", "annotation": "comment"}
_PROPERTIES = frozenset({"DocumentProperties", "CustomDocumentProperties", "coreProperties", "Properties"})
_DULL = frozenset({"Revision", "TotalTime", "LastSaved", "LastPrinted", "Pages", "Words", "Characters", "Lines"})
_DULL |= {
    "Paragraphs",
    "CharactersWithSpaces",
    "Version",
    "revision",
    "Application",
    "AppVersion",
}
_FILES = frozenset({"binData", "binaryData"})


class WordXmlExtractor:
    """Reads Word's XML in one file."""

    def match(self, media_type: str, name: str) -> int:
        """Take Word 2003 XML and flat docx."""
        del name
        return 10 if media_type == "application/vnd.ms-word.xml" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the text, what stands beside it, properties and embedded files."""
        del limits
        source.seek(0)
        document = _Document(source)
        walk = Walk()
        blocks: dict[str, list[Block]] = {"": []}
        for block in walk.blocks(document.events()):
            if isinstance(block, Paragraph | Row):
                blocks.setdefault(document.place, []).append(block)
        yield from body_passages(blocks.pop(""))
        for place, found in blocks.items():
            yield from aside_passages(found, place)
        own = [property_line(key, text) for key, text in document.properties]
        lines = [*own, *(f"{PROPERTIES['changed_by']}: {name}" for name in walk.authors)]
        if lines:
            yield Passage(PLACES["properties"], "\n".join(dict.fromkeys(lines)), stated=stated_by(document.properties))
        links = list(dict.fromkeys([*walk.links, *document.links]))
        if links:
            yield Passage(PLACES["links"], "\n".join(links))
        for name, content in document.files:
            yield Part(name, io.BytesIO(content))
        if document.damaged:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


class _Document:
    """The events of the file, and what is no text of it, gathered on the way."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.place = ""
        self.damaged = False
        self.properties: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.files: list[tuple[str, bytes]] = []
        self._file = ""
        self._in_properties = 0

    def events(self) -> Iterator[Event]:
        parser = etree.iterparse(
            self._source, events=("start", "end"), recover=True, huge_tree=True, resolve_entities=False,
            no_network=True, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for event, element in parser:
                if not self._beside(event == "start", element):
                    yield event, element
                if event == "end":
                    _release(element)
        except etree.XMLSyntaxError:
            self.damaged = True
        self.damaged |= any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)

    def _beside(self, starts: bool, element: etree._Element) -> bool:
        """Take what is no text; whether it was."""
        name = local(element)
        if name in _ASIDE:
            self.place = PLACES[_ASIDE[name]].replace(" {}", "") if starts else ""
        elif name == "part":
            self._file = attribute(element, "name").rpartition("/")[2]
        elif name in _PROPERTIES:
            self._in_properties += 1 if starts else -1
            return True
        elif self._in_properties:
            text = (element.text or "").strip()
            key = attribute(element, "name") or name
            if not starts and text and name not in _DULL:
                self.properties.append((key, text))
            return True
        elif name in _FILES:
            if not starts:
                self._keep(attribute(element, "name").rpartition("/")[2] or self._file, element.text or "")
            return True
        elif starts and name in ("hlink", "hyperlink") and attribute(element, "dest"):
            self.links.append(attribute(element, "dest"))
        elif starts and name == "Relationship" and attribute(element, "TargetMode") == "External":
            self.links.append(attribute(element, "Target"))
        return False

    def _keep(self, name: str, packed: str) -> None:
        try:
            self.files.append((name or "indlejret", binascii.a2b_base64(packed)))
        except binascii.Error:
            self.damaged = True


def _release(element: etree._Element) -> None:
    """Forget an element that was read, and the sibling before it."""
    element.clear()
    before, parent = element.getprevious(), element.getparent()
    if before is not None and parent is not None:
        parent.remove(before)


_checked: type[Extractor] = WordXmlExtractor

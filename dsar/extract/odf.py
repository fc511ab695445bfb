"""OpenDocument texts, presentations and drawings (odt, odp, odg, their templates, and fodt): all that is held in one.

Spreadsheets (ods) are :mod:`dsar.extract.spreadsheet`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages, body_passages
from dsar.extract.document_pictures import picture_parts
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.format_words import FORMAT_PLACES
from dsar.extract.odf_text import BODY, OdfText, walked
from dsar.extract.office_xml import events, local, parts_by_root, property_passages
from dsar.extract.office_zip import OfficeZip
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_TYPE = "application/vnd.oasis.opendocument."
_SPREADSHEET = f"{_TYPE}spreadsheet"
_ZIP = b"PK"
_CHUNK = 1 << 16
_NOT_DOCUMENTS = ("Thumbnails/", "Pictures/", "META-INF/", "Configurations", "ObjectReplacements/", "media/")
_NOT_ENDINGS = (".xml", ".rdf", "mimetype", "layout-cache", ".png", ".svm")


class OdfExtractor:
    """Reads OpenDocument, in a zip or as one XML file."""

    def match(self, media_type: str, name: str) -> int:
        """Take OpenDocument but spreadsheets, whatever the name says."""
        del name
        return 10 if media_type.startswith(_TYPE) and not media_type.startswith(_SPREADSHEET) else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the text, what stands beside it, the properties, and files inside."""
        source.seek(0)
        if not source.read(2).startswith(_ZIP):
            yield from _flat(source)
            return
        office_zip = OfficeZip(source, limits)
        parts = parts_by_root(office_zip)
        _refuse_locked(office_zip, parts)
        contents = parts.get("document-content", [])
        people = list[str]()
        for name in sorted([*contents, *parts.get("document-styles", [])], key=lambda name: (name.count("/"), name)):
            text, whole = _read(office_zip, name)
            office_zip.damaged |= not whole
            people += text.authors
            yield from _passages(text)
        changed = ", ".join(dict.fromkeys(people))
        yield from property_passages(office_zip, parts, f"{PROPERTIES['changed_by']}: {changed}" if changed else "")
        yield from _files(office_zip)
        if office_zip.damaged or not contents:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _flat(source: BinaryIO) -> Iterator[Passage | Gap]:
    source.seek(0)
    text, whole = walked(iter(lambda: source.read(_CHUNK), b""))
    yield from _passages(text)
    if text.authors:
        yield Passage(PLACES["properties"], f"{PROPERTIES['author']}: {', '.join(dict.fromkeys(text.authors))}")
    if not whole:
        raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _refuse_locked(office_zip: OfficeZip, parts: dict[str, list[str]]) -> None:
    for name in parts.get("manifest", []):
        if any(local(element) == "encryption-data" for _, element in events(office_zip, name)):
            raise ItemError(GapCode.ENCRYPTED, "it needs a password. Add an open copy, or accept the gap.")


def _read(office_zip: OfficeZip, name: str) -> tuple[OdfText, bool]:
    with office_zip.open(name) as part:
        return walked(iter(lambda: part.read(_CHUNK), b""), FORMAT_PLACES["object"] if "/" in name else BODY)


def _passages(text: OdfText) -> Iterator[Passage]:
    for place, blocks in text.found.items():
        yield from body_passages(blocks) if place == BODY else aside_passages(blocks, place)
    if text.values:
        yield Passage(PLACES["fields"], "\n".join(dict.fromkeys(text.values)))
    if text.links:
        yield Passage(PLACES["links"], "\n".join(dict.fromkeys(text.links)))


def _files(office_zip: OfficeZip) -> Iterator[Part]:
    for name in office_zip.names:
        if not name.startswith(_NOT_DOCUMENTS) and not name.endswith(_NOT_ENDINGS):
            with office_zip.open(name) as part:
                yield Part(name, part)
    yield from picture_parts(office_zip)


_checked: type[Extractor] = OdfExtractor

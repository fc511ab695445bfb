"""Rich text (rtf): the text with tables, what stands beside it, what is hidden in it, and the files inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.block_passages import aside_passages, body_passages
from dsar.extract.docx_text import Block, Paragraph, Row
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.ole_objects import unwrapped_object
from dsar.extract.properties import stated_by
from dsar.extract.rtf_text import BODY, RtfText, rtf_text
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES, PROPERTIES

_LINK = re.compile(r'HYPERLINK\s{1,9}(?:\\l\s{1,9})?"([^"]{1,2000})"')
_NAMES = {
    "operator": "lastmodifiedby",
    "doccomm": "description",
    "comment": "description",
    "creatim": "created",
    "revtim": "modified",
}
_SURROGATES = re.compile("[\ud800-\udfff]{2}")


class RtfExtractor:
    """Reads rich text."""

    def match(self, media_type: str, name: str) -> int:
        """Take rich text."""
        del name
        return 10 if media_type == "application/rtf" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the body, headers, notes, comments, properties, then embedded files."""
        del limits
        source.seek(0)
        found = rtf_text(source.read())
        yield from rtf_passages(found)
        for number, wrapped in enumerate(found.objects, 1):
            name, content = unwrapped_object(f"objekt {number}", _native(wrapped))
            yield Part(name, io.BytesIO(content))
        if not found.whole or not any(flow.blocks for flow in found.flows.values()):
            raise ItemError(GapCode.DAMAGED, "it is broken, or holds no text; what could be read of it was read.")


def rtf_passages(found: RtfText) -> Iterator[Passage]:
    """Yield what was found in a file, or in a mail's body of this format."""
    for place, flow in found.flows.items():
        blocks = [_joined(block) for block in flow.blocks]
        yield from body_passages(blocks) if place == BODY else aside_passages(blocks, place)
    links = [link for text in found.own.get("fldinst", []) for link in _LINK.findall(text)]
    if links:
        yield Passage(PLACES["links"], "\n".join(dict.fromkeys(links)))
    values = [text for key in ("docvar", "formfield", "ffdeftext") for text in found.own.get(key, [])]
    if values:
        yield Passage(PLACES["fields"], "\n".join(dict.fromkeys(values)))
    lines = [f"{PROPERTIES.get(_NAMES.get(key, key), key)}: {text}" for key, text in found.info]
    pairs = zip(found.own.get("propname", []), found.own.get("staticval", []), strict=False)
    lines += [f"{PROPERTIES.get(name.lower(), name)}: {text}" for name, text in pairs]
    reviewers = (name.strip() for text in found.own.get("revtbl", []) for name in text.split(";"))
    lines += [f"{PROPERTIES['changed_by']}: {name}" for name in reviewers if name and name != "Unknown"]
    if lines:
        yield Passage(
            PLACES["properties"], "\n".join(dict.fromkeys(map(_whole_characters, lines))), stated=stated_by(found.info)
        )


def _joined(block: Block) -> Block:
    match block:
        case Paragraph(now):
            text = _whole_characters(now)
            return Paragraph(text, text)
        case Row(table, number, now):
            cells = {column: _whole_characters(text) for column, text in now.items()}
            return Row(table, number, cells, cells, deleted=False, heading=False)
    return block


def _whole_characters(text: str) -> str:
    """The text with characters that are written as two halves put together."""
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def _native(wrapped: bytes) -> bytes:
    """An embedded object's own bytes: after a version and a kind come three names and a size ([MS-OLEDS] 2.2.4)."""
    at = 8
    for _ in range(3):
        at += 4 + int.from_bytes(wrapped[at : at + 4], "little")
    size = int.from_bytes(wrapped[at : at + 4], "little")
    return wrapped[at + 4 : at + 4 + size] or wrapped


_checked: type[Extractor] = RtfExtractor

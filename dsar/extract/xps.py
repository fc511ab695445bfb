"""Printed pages (xps, oxps): the text of each page, in the order that it is drawn, a line where its height changes.

Source: ECMA-388, 12.1 (Glyphs: UnicodeString, OriginY), 10.2 (the order of pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.office_xml import attribute, events, local, parts_by_root, property_passages
from dsar.extract.office_zip import OfficeZip
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES

_NUMBERS = re.compile("([0-9]{1,9})")


class XpsExtractor:
    """Yields a passage a page."""

    def match(self, media_type: str, name: str) -> int:
        """Take XPS, of Microsoft and of ECMA."""
        del name
        return 10 if media_type in ("application/vnd.ms-xpsdocument", "application/oxps") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the pages, then the properties."""
        office_zip = OfficeZip(source, limits)
        pages = sorted((name for name in office_zip.names if name.lower().endswith(".fpage")), key=_natural)
        for number, name in enumerate(pages, 1):
            text = "\n".join(_page(office_zip, name))
            if text:
                yield Passage(PLACES["page"].format(number), text)
        yield from property_passages(office_zip, parts_by_root(office_zip))
        if office_zip.damaged or not pages:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _page(office_zip: OfficeZip, name: str) -> Iterator[str]:
    height, line = "", list[str]()
    for event, element in events(office_zip, name):
        if event != "start" or local(element) != "Glyphs":
            continue
        text = attribute(element, "UnicodeString").removeprefix("{}")
        if attribute(element, "OriginY") != height and line:
            yield "".join(line)
            line = []
        height = attribute(element, "OriginY")
        line.append(text)
    if line:
        yield "".join(line)


def _natural(name: str) -> list[str | int]:
    """The pages' names in the order of their numbers: 2 before 10."""
    return [int(piece) if piece.isdigit() else piece for piece in _NUMBERS.split(name)]


_checked: type[Extractor] = XpsExtractor

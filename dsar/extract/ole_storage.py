"""OLE files of no document's own kind: what a document wraps around a foreign file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.ole_objects import nested_documents, unwrapped_object
from dsar.extract.ole_properties import property_passages
from dsar.extract.ole_streams import ole_streams
from dsar.model import Gap, GapCode, Part, Passage


class OleStorageExtractor:
    """Yields what is wrapped."""

    def match(self, media_type: str, name: str) -> int:
        """Take OLE files that nobody else knows."""
        del name
        return 1 if media_type == "application/x-ole-storage" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the properties and the files inside.

        Raises:
            ItemError: there is no file inside that could be read.
        """
        del limits
        source.seek(0)
        data = source.read()
        streams = ole_streams(data)
        yield from property_passages(streams.top)
        name, content = unwrapped_object("objekt", data)
        found = content != data
        if found:
            yield Part(name, io.BytesIO(content))
        for part in nested_documents(streams, ()):
            found = True
            yield part
        if not found:
            reason = "no reader for this kind of file (application/x-ole-storage)."
            raise ItemError(GapCode.UNSUPPORTED if streams.sound else GapCode.DAMAGED, reason)


_checked: type[Extractor] = OleStorageExtractor

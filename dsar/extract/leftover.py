"""What is left where a reader says nothing at all: markup that swallows its own text, an archive whose list is gone.

Nothing is a right answer for an empty page or a blank sheet. It is a wrong one where letters stand in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dsar.extract.decode import decode
from dsar.extract.text import cut
from dsar.model import Gap, GapCode, Passage
from dsar.words import PLACES

_MARKUP = ("text/html", "application/xml", "application/mbox", "message/rfc822")
_ARCHIVES = {"application/vnd.rar": 40, "application/x-7z-compressed": 40}
"""Archives and the bytes that an empty one has at most."""
_MOST = 4 << 20
_TAG = re.compile(r"<[A-Za-z/?!][^<>]{0,2000}>")
_WORD = re.compile(r"[^\W\d_]{2}|[0-9]{4}")


_PACKED = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")
"""What stands before a zip archive's members, directory and end; its third sign is no letter of any text."""


def packed_inside(source: BinaryIO, media_type: str) -> Iterator[Gap]:
    """Yield a gap for what was read as text and holds pieces of an archive: its beginning is spoiled."""
    if media_type.startswith("text/"):
        source.seek(0)
        data = source.read(_MOST)
        if any(sign in data for sign in _PACKED):
            yield Gap("", GapCode.DAMAGED, "it is no text: pieces of a zip archive or an Office file are in it.")


def leftover(source: BinaryIO, media_type: str) -> Iterator[Passage | Gap]:
    """Yield the text between the tags of a file that said nothing; a gap for an archive without a list."""
    source.seek(0)
    data = source.read(_MOST + 1)
    if media_type.startswith(_MARKUP):
        text = _TAG.sub(" ", decode(data[:_MOST]))
        if _WORD.search(text):
            yield from (Passage(PLACES["text"], block) for block in cut((text,)))
            if len(data) > _MOST:
                yield Gap("", GapCode.DAMAGED, "its markup is broken; only its beginning was read.")
    elif media_type in _ARCHIVES and len(data) > _ARCHIVES[media_type]:
        yield Gap("", GapCode.DAMAGED, "nothing in it is listed; it is broken or cut short.")

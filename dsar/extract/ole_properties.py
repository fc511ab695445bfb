"""What an old Office document says of itself: title, author, who changed it last, and properties of its own.

Source: [MS-OLEPS] 2.21 (property set stream), 2.20 (property set), 2.15 (values), 2.17 (dictionary), v8.0;
the numbers' meaning from [MS-OSHARED] 2.3.3.2, v19.0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from dsar.extract.mapi import time_of
from dsar.extract.office_xml import property_line, tells
from dsar.extract.properties import stated_by
from dsar.model import Passage
from dsar.words import PLACES

_SETS = ("\x05summaryinformation", "\x05documentsummaryinformation")
_NAMES = (
    {
        2: "title",
        3: "subject",
        4: "author",
        5: "keywords",
        6: "description",
        8: "lastmodifiedby",
        12: "created",
        13: "modified",
    },
    {2: "category", 14: "manager", 15: "company", 26: "contentType", 27: "contentstatus"},
)
_CODE_PAGE, _DICTIONARY = 1, 0
_BYTES, _WIDE, _TIME = 0x1E, 0x1F, 0x40  # VT_LPSTR, VT_LPWSTR, VT_FILETIME
_UTF16 = 1200
_MOST = 2_000  # properties of one set


def property_passages(streams: Mapping[str, bytes]) -> Iterator[Passage]:
    """Yield the properties as one passage, if there are any; what is broken is left out."""
    named = zip(_SETS, _NAMES, strict=True)
    own = [pair for stream, names in named for pair in _texts(streams.get(stream, b""), names)]
    if own:
        lines = dict.fromkeys(property_line(name, text) for name, text in own)
        yield Passage(PLACES["properties"], "\n".join(lines), stated=stated_by(own))


def _texts(data: bytes, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """The names and values of a stream's sets: the first has fixed names, the next one names its own."""
    for number in range(min(2, _number(data, 24))):
        start = _number(data, 28 + 20 * number + 16)
        section = data[start : start + _number(data, start)]
        places = [
            (_number(section, at), _number(section, at + 4))
            for at in range(8, 8 + 8 * min(_MOST, _number(section, 4)), 8)
        ]
        code_page = next((_number(section, at + 4) & 0xFFFF for key, at in places if key == _CODE_PAGE), 1252)
        known = dict(names) if number == 0 else {}
        for key, at in places:
            if key == _DICTIONARY and number:
                known = _dictionary(section, at, code_page)
        for key, at in places:
            text = _text(section, at, code_page)
            if key in known and text and tells(known[key]):
                yield known[key], text


def _dictionary(section: bytes, at: int, code_page: int) -> dict[int, str]:
    found, position = {}, at + 4
    for _ in range(min(_MOST, _number(section, at))):
        key, length = _number(section, position), _number(section, position + 4)
        size = length * 2 if code_page == _UTF16 else length
        found[key] = _decoded(section[position + 8 : position + 8 + size], code_page)
        position += 8 + size + (-size % 4 if code_page == _UTF16 else 0)
    return found


def _text(section: bytes, at: int, code_page: int) -> str:
    kind, length = _number(section, at) & 0xFFFF, _number(section, at + 4)
    if kind == _TIME:
        when = time_of(section[at + 4 : at + 12])
        return when.isoformat() if when else ""
    if kind == _WIDE:
        return _decoded(section[at + 8 : at + 8 + 2 * length], _UTF16)
    return _decoded(section[at + 8 : at + 8 + length], code_page) if kind == _BYTES else ""


def _decoded(data: bytes, code_page: int) -> str:
    encoding = {_UTF16: "utf-16-le", 65001: "utf-8", 10000: "mac-roman"}.get(code_page, f"cp{code_page}")
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        text = data.decode("cp1252", "replace")
    return text.split("\0", 1)[0].strip()


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0]) if 0 <= at <= len(data) - 4 else 0

"""What an old Excel file (BIFF8) holds beside its cells: the text of comments and text boxes; and its password mark.

Source: [MS-XLS] 2.4.117 FilePass, 2.4.329 TxO, 2.5.293 XLUnicodeStringNoCch (v11.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A TxO record (type, its 18 bytes: the text's length at 10), then a Continue record with a byte that tells
# whether characters are two bytes wide.
_TEXT = re.compile(rb"\xb6\x01\x12\x00.{10}(..).{6}\x3c\x00..([\x00\x01])", re.DOTALL)
_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # the record that begins a workbook's stream
_FILE_PASS, _SHEET = 0x2F, 0x85
_MOST_RECORDS = 200


def has_password(data: bytes) -> bool:
    """Whether the workbook's records are encrypted: the mark stands among its first ones."""
    position = data.find(_BEGIN)
    for _ in range(_MOST_RECORDS if position >= 0 else 0):
        kind, size = (int.from_bytes(data[at : at + 2], "little") for at in (position, position + 2))
        if kind in (_FILE_PASS, _SHEET):
            return kind == _FILE_PASS
        position += 4 + size
    return False


def text_boxes(data: bytes) -> Iterator[str]:
    """Yield the text of each comment and text box, in the order of the file."""
    for found in _TEXT.finditer(data):
        length, wide = int.from_bytes(found[1], "little"), found[2] == b"\x01"
        raw = data[found.end() : found.end() + length * (1 + wide)]
        text = raw.decode("utf-16-le" if wide else "latin-1", "replace").replace("\r", "\n").strip()
        if text:
            yield text

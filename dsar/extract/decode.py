"""From bytes to text when nothing reliable says which encoding they are in.

Strict UTF-8 wins, because text in another encoding almost never happens to be
valid UTF-8. What is not valid is decided line by line, so that a log which two
programs wrote in two encodings comes out right in both. Below UTF-8 stand
cp1252 (with latin-1 for the five bytes that cp1252 leaves open), and the old
cp850 and Mac encodings where they alone make Danish letters inside words.

Nothing here holds more than a few megabytes of the source at a time.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 20
"""Bytes read at a time; a longer line than twice this is decoded in pieces."""

BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CP1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_WESTERN = frozenset({"iso8859-1", "cp1252"})
"""Declared names that tell nothing, like UTF-8 and ASCII: programs write one of them and mean another."""
_SEVEN_BIT = ("utf-7", "iso2022", "hz")
_OTHERS = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "euc", "shift", "johab", "ptcp", "tis")

# æ, ø, å between letters, as only that encoding has them; in cp1252 these bytes are ‘ › † and ¾ ¿ Œ.
_OLD_ENCODINGS = (
    ("cp850", re.compile(rb"[A-Za-z][\x91\x9b\x86](?=[a-z])")),
    ("mac-roman", re.compile(rb"[A-Za-z][\xbe\xbf\x8c](?=[a-z])")),
)
_OLD_BYTES = re.compile(rb"[\x91\x9b\x86\xbe\xbf\x8c]")
_CP1252_DANISH = re.compile(rb"[A-Za-z][\xe6\xf8\xe5](?=[a-z])")
_UTF8_SEQUENCE = re.compile(
    rb"((?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)"
)
_UTF8_DANISH = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85\xa9\xa4\xb6\xbc]")


def decoded(source: BinaryIO, *, declared: str = "") -> Iterator[str]:
    """Yield the text in pieces, without a byte-order mark and with ``\\n`` line ends.

    A piece ends at a line end, but for lines longer than two chunks.

    Args:
        source: read from where it stands.
        declared: the encoding that a header or meta tag names; believed only where
            the bytes do not speak against it.
    """
    newlines = io.IncrementalNewlineDecoder(decoder=None, translate=True)
    for piece in _pieces(source, declared):
        yield newlines.decode(piece)
    yield newlines.decode("", final=True)


def decode(data: bytes, *, declared: str = "") -> str:
    """The text of bytes that are at hand, by the same rules."""
    return "".join(decoded(io.BytesIO(data), declared=declared))


def wide_encoding(head: bytes) -> str | None:
    """``utf-16-le`` or ``-be`` where the bytes look like Western text in two bytes a character, without a mark."""
    low, high = head[0::2], head[1::2]
    if len(head) < 4 or b"\0" not in head:
        return None
    for name, letters, zeros in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        control = sum(letters.count(c) for c in range(32) if c not in (9, 10, 12, 13))
        if zeros.count(0) >= 0.7 * len(zeros) and control <= 0.05 * len(letters):
            return name
    return None


def _pieces(source: BinaryIO, declared: str) -> Iterator[str]:
    head = source.read(CHUNK)
    for mark, marked in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            rest = head[len(mark) :]
            return _lines(source, rest) if marked == "utf-8" else _steadily(source, rest, marked)
    name = wide_encoding(head[:4096]) or _credible(declared, head)
    return _steadily(source, head, name) if name else _lines(source, head)


def _steadily(source: BinaryIO, head: bytes, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)("replace")
    chunk = head
    while chunk:
        yield decoder.decode(chunk)
        chunk = source.read(CHUNK)
    yield decoder.decode(b"", final=True)


def _credible(declared: str, head: bytes) -> str | None:
    """The declared encoding, where it says more than the bytes do and they do not speak against it."""
    try:
        info = codecs.lookup(declared.strip().strip("\"'"))
        if info.name in _WESTERN or not info.name.startswith(_SEVEN_BIT + _OTHERS):
            return None
        codecs.getincrementaldecoder(info.name)("strict").decode(head)
    except (LookupError, ValueError):
        return None
    return info.name if info.name.startswith(_SEVEN_BIT) or not _is_utf8(head) else None


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _lines(source: BinaryIO, head: bytes) -> Iterator[str]:
    chunk = head
    carried = b""
    while chunk:
        if not chunk.endswith(b"\n"):
            chunk += source.readline(CHUNK)
        chunk = carried + chunk
        following = source.read(CHUNK)
        cut = _whole_characters(chunk) if following else len(chunk)
        carried = chunk[cut:]
        yield _narrow(chunk[:cut])
        chunk = following


def _whole_characters(data: bytes) -> int:
    """Where to cut so that no UTF-8 character is cut in two."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if length > back else len(data)
    return len(data)


def _narrow(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    old = _single_byte(data)
    if not _UTF8_DANISH.search(data):
        return _by_byte(data, old)
    return "".join(_narrow_line(line, old) for line in data.splitlines(keepends=True))


def _narrow_line(line: bytes, old: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if not _UTF8_DANISH.search(line):
            return _by_byte(line, old)
    parts = _UTF8_SEQUENCE.split(line)
    return "".join(part.decode("utf-8") if n % 2 else _by_byte(part, old) for n, part in enumerate(parts))


def _single_byte(data: bytes) -> str:
    if not _OLD_BYTES.search(data):
        return "cp1252"
    best, most = "cp1252", len(_CP1252_DANISH.findall(data))
    for name, letters in _OLD_ENCODINGS:
        found = len(letters.findall(data))
        if found > most:
            best, most = name, found
    return best


def _by_byte(data: bytes, name: str) -> str:
    if name == "cp1252":
        return codecs.charmap_decode(data, "strict", _CP1252)[0]
    return data.decode(name, "replace")

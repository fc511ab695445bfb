"""Makes Office files by hand, for what no library writes: tracked changes, notes, comments in threads, ods."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from dsar.errors import ItemError
from dsar.extract.extractor import Extractor, Limits
from dsar.model import Gap, GapCode, Part, Passage

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_part(root: str, inner: str) -> str:
    """An XML part of a Word document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this body, and other parts."""
    return zipped({"word/document.xml": word_part("document", f"<w:body>{body}</w:body>"), **(parts or {})})


def p(*runs: str) -> str:
    """A paragraph of runs; plain text becomes a run."""
    return "<w:p>" + "".join(run if run.startswith("<") else r(run) for run in runs) + "</w:p>"


def r(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: Iterable[str]) -> str:
    """A Word table; a cell is text, or XML that begins with ``<``."""
    cells = ("".join(f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def relations(*entries: tuple[str, str, str]) -> str:
    """A .rels part of (id, kind, target); a target with a colon is outside the file."""
    lines = (
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{RELS}">{"".join(lines)}</Relationships>'


def read(extractor: Extractor, data: bytes, limits: Limits | None = None) -> tuple[list[Passage], list[Gap]]:
    """All passages and gaps of a file; the error that ended it is its last gap. Parts are left out."""
    passages, gaps = list[Passage](), list[Gap]()
    try:
        for value in extractor.read(io.BytesIO(data), limits or Limits()):
            if isinstance(value, Passage):
                passages.append(value)
            elif isinstance(value, Gap):
                gaps.append(value)
            else:
                value.source.read()
    except ItemError as error:
        gaps.append(Gap("", error.code, error.reason))
    return passages, gaps


def parts(extractor: Extractor, data: bytes) -> dict[str, bytes]:
    """The files embedded in a file."""
    values = extractor.read(io.BytesIO(data), Limits())
    return {value.name: value.source.read() for value in values if isinstance(value, Part)}


def codes(gaps: list[Gap]) -> list[GapCode]:
    """Only the codes."""
    return [gap.code for gap in gaps]


def shown(passages: list[Passage]) -> list[tuple[str, str]]:
    """Place and text of each passage."""
    return [(passage.place, passage.text) for passage in passages]


def ole_file(stream: str, content: bytes = b"") -> bytes:
    """The smallest OLE file with one stream (of at most 512 bytes).

    After the header come four sectors: the allocation table, the directory, the small streams' table, and they.
    """
    end, free = b"\xfe\xff\xff\xff", b"\xff\xff\xff\xff"
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[0x18:0x22] = b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    header[0x30:0x34] = number(1)
    header[0x3C:0x48] = number(2) + number(1) + end
    header[0x4C:0x200] = number(0) + free * 108
    small = -(-len(content) // 64)
    links = b"".join(map(number, range(1, small))) + (end if small else b"")
    directory = _entry("Root Entry", 5, child=number(1), place=number(3) + number(64 * small))
    directory += _entry(stream, 2, child=free, place=(number(0) if small else end) + number(len(content)))
    sectors = (b"\xfd\xff\xff\xff" + end * 3, directory, links, content)
    fills = (b"\xff", b"\0", b"\xff", b"\0")
    return bytes(header) + b"".join(s.ljust(512, fill) for s, fill in zip(sectors, fills, strict=True))


def _entry(name: str, kind: int, *, child: bytes, place: bytes) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 8 + child
    return head.ljust(0x74, b"\0") + place + bytes(4)


def number(value: int) -> bytes:
    """Four bytes, little-endian."""
    return value.to_bytes(4, "little")

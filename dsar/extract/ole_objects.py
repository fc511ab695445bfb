"""The files inside an Office document, out of the wrapper that Office puts around foreign ones.

A file that Office does not know (a PDF, a mail, a text) is kept in an OLE file of one
object: under ``Package`` or ``CONTENTS`` as it is, or under ``\\x01Ole10Native`` behind its names.

Source: [MS-OLEDS] 2.3.6 (OLENativeStream), v15.0; the names' layout as Windows' packager writes it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from dsar.extract import ole
from dsar.extract.office_zip import OfficeZip
from dsar.extract.ole_streams import Path, Streams, ole_streams
from dsar.extract.ole_write import ole_file
from dsar.model import Part

_MOST = 64 << 20  # bytes; a larger wrapper goes on as it is
_DOCUMENTS = frozenset({"worddocument", "workbook", "book", "powerpoint document", "__properties_version1.0"})


def embedded_parts(office_zip: OfficeZip, names: Iterable[str]) -> Iterator[Part]:
    """Yield these parts of the document as nested items, unwrapped where they are wrapped."""
    for name in names:
        short = name.rpartition("/")[2]
        if short.endswith(".bin"):
            with office_zip.open(name) as part:
                data = part.read(_MOST + 1)
            if data.startswith(ole.SIGNATURE) and len(data) <= _MOST:
                short, data = _unwrapped(short, data)
            if len(data) <= _MOST:
                yield Part(short, io.BytesIO(data))
                continue
        with office_zip.open(name) as part:
            yield Part(short, part)


def unwrapped_object(name: str, data: bytes) -> tuple[str, bytes]:
    """The name and content of an object in rich text: an OLE file, the packager's layout, or the bytes as they are."""
    if data.startswith(ole.SIGNATURE):
        return _unwrapped(name, data)
    if data.startswith(b"\x02\0"):
        return _native(name, bytes(4) + data)
    return name, data


def _unwrapped(name: str, data: bytes) -> tuple[str, bytes]:
    streams = ole_streams(data).by_name
    native = streams.get("\x01ole10native", b"")
    if native:
        return _native(name, native)
    return name, streams.get("package") or streams.get("contents") or data


def _native(name: str, native: bytes) -> tuple[str, bytes]:
    """The name and content that the packager wrote.

    Size, mark, label, path, mark; then another path and the content, each after its size.
    """
    label, path, rest = [*native[6:].split(b"\0", 2), b"", b"", b""][:3]
    path_size = int.from_bytes(rest[4:8], "little")
    content = rest[8 + path_size :]
    size = int.from_bytes(content[:4], "little")
    if not label or not path or size == 0 or size > len(content) - 4:
        return name, native[4:]
    return label.decode("cp1252", "replace"), content[4 : 4 + size]


def nested_documents(streams: Streams, folder: Path) -> Iterator[Part]:
    """Yield what lies in the folders inside this folder of an old Office file: packed files, documents in streams."""
    inside: dict[str, dict[Path, bytes]] = {}
    for path, data in streams.below(*folder).items():
        if len(path) > 1:
            inside.setdefault(path[0], {})[path[1:]] = data
    for name, found in sorted(inside.items()):
        native = found.get(("\x01ole10native",))
        if native:
            short, content = _native(f"{name}.bin", native)
            yield Part(short, io.BytesIO(content))
        elif ("package",) in found or ("contents",) in found:
            yield Part(name, io.BytesIO(found.get(("package",)) or found.get(("contents",), b"")))
        elif any(path[-1] in _DOCUMENTS for path in found):
            yield Part(name, io.BytesIO(ole_file(found)))

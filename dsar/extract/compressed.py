"""One file packed by itself: gzip, bzip2, xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from dsar.extract.archive import guarded
from dsar.extract.extractor import Extractor, Limits
from dsar.model import Part

_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class CompressedExtractor:
    """Yields the one part that is inside."""

    def match(self, media_type: str, name: str) -> int:
        """The three formats."""
        del name
        return 1 if media_type in ("application/gzip", "application/x-bzip2", "application/x-xz") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Part]:
        """Yield the part; it has the archive's name without the ending."""
        del limits
        start = source.read(len(_BZIP2))
        source.seek(0)
        with _opened(source, start) as stream:
            yield Part("", guarded(stream, _BROKEN))


def _opened(source: BinaryIO, start: bytes) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=source)
    if start.startswith(_BZIP2):
        return bz2.BZ2File(source)
    return lzma.LZMAFile(source)


_checked: type[Extractor] = CompressedExtractor

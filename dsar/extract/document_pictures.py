"""The pictures inside an Office file: a scan pasted into a letter holds as much text as the letter."""

from __future__ import annotations

from collections.abc import Iterator

from dsar.extract.office_zip import OfficeZip
from dsar.model import Part

_FOLDERS = ("word/media/", "xl/media/", "ppt/media/", "Pictures/", "media/")
_ENDINGS = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic", ".svg")
_SMALLEST = 8_000
"""Bytes; below are lines, bullets, icons and small logos."""


def picture_parts(office_zip: OfficeZip) -> Iterator[Part]:
    """Yield the pictures that may bear text; drawings of the program's own kind (emf, wmf) repeat other text."""
    for name in office_zip.names:
        wanted = name.startswith(_FOLDERS) and name.lower().endswith(_ENDINGS)
        if wanted and office_zip.packed_size(name) >= _SMALLEST:
            with office_zip.open(name) as part:
                yield Part(name.rpartition("/")[2], part)

"""Whether a zip's directory names all that lies in the file: a spoiled one may leave members out, or rename them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

LOCAL = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_DESCRIPTORS = (0, 12, 16, 20, 24)
"""Bytes that may follow a member: its sizes and checksum, with or without a signature, of 4 or 8 bytes."""
_UTF8_NAME = 0x800


def is_whole(source: BinaryIO, infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether each member has the name that the directory gives it, and none stands between them unnamed.

    What lies before the first member (a program that unpacks the rest) is no member, unless it looks like one.
    """
    known = {info.header_offset for info in infos}
    ends = {0}
    for info in infos:
        source.seek(max(0, info.header_offset))
        header = source.read(LOCAL_HEADER.size)
        if info.header_offset < 0 or len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL):
            return False
        name_length, extra_length = LOCAL_HEADER.unpack(header)[9:]
        if source.read(name_length) != _raw_name(info):
            return False
        ends.add(source.tell() + extra_length + info.compress_size)
    return not any(_unnamed(source, end, known) for end in ends)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437", "replace")


def _unnamed(source: BinaryIO, end: int, known: set[int]) -> bool:
    source.seek(end)
    after = source.read(_DESCRIPTORS[-1] + len(LOCAL))
    return any(after.startswith(LOCAL, skip) and end + skip not in known for skip in _DESCRIPTORS)

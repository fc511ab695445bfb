"""Zip archives whose bytes depend on their members and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

STAMP = (2026, 10, 30, 9, 0, 0)


def pack(members: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip with a fixed time on every member; ``stored`` names those that are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def repack(data: bytes, *, replaced: Mapping[str, bytes]) -> bytes:
    """The same archive with fixed times, and with other content for some members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack({name: replaced.get(name, archive.read(name)) for name in archive.namelist()})


def nest(data: bytes, name: str, *, depth: int) -> bytes:
    """Data in a zip in a zip… ``depth`` zips around it in all, each called ``lag.zip``."""
    inner = pack({name: data})
    for _ in range(depth - 1):
        inner = pack({"lag.zip": inner})
    return inner

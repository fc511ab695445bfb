"""Tar archives: every member is a part. Nothing is ever written where a member's name says."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.archive import guarded
from dsar.extract.extractor import Extractor, Limits
from dsar.model import Gap, GapCode, Part

_BROKEN = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError)


class TarExtractor:
    """Yields the files in the archive as parts, in its order."""

    def match(self, media_type: str, name: str) -> int:
        """Tar archives."""
        del name
        return 1 if media_type == "application/x-tar" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Part | Gap]:
        """Yield the members; links are gaps, and folders are nothing."""
        del limits
        try:
            with tarfile.open(fileobj=source, mode="r:", errors="surrogateescape") as archive:
                while (member := archive.next()) is not None:
                    yield from _member(archive, member)
                    archive.members = []  # type: ignore[attr-defined] # the library remembers them all, and we have no need of it
        except _BROKEN as error:
            raise ItemError(GapCode.DAMAGED, "the tar archive is damaged; what comes before is read.") from error


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[Part | Gap]:
    if member.isfile():
        stream = archive.extractfile(member)
        assert stream is not None
        with stream:
            yield Part(member.name, guarded(stream, _BROKEN))
    elif member.issym() or member.islnk():
        yield Gap(member.name, GapCode.LINK, "it is a link, which is not followed.")


_checked: type[Extractor] = TarExtractor

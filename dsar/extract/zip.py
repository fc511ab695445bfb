"""Zip archives, also protected ones whose password is known: every member is a part."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract.archive import fill, guarded, scratch
from dsar.extract.decode import decode
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.passwords import Passwords
from dsar.extract.zip_listing import is_whole
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_AES = 99
_EMPTY = 22  # bytes of an archive without members
_SMALL = 16 * 1024 * 1024
"""Bytes up to which a member may be as much larger than its packed form as it likes."""
BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, struct.error, ValueError, OverflowError)
"""What the library raises on bytes that are no proper zip."""


class ZipExtractor:
    """Yields the members as parts, in the order of the archive's directory."""

    def match(self, media_type: str, name: str) -> int:
        """Zip files that are nothing more special, and electronic books, which are web pages in a zip."""
        del name
        return 1 if media_type in ("application/zip", "application/epub+zip") else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the members, and the archive's comment."""
        try:
            archive = zipfile.ZipFile(source)
        except (*BROKEN, NotImplementedError) as error:
            raise ItemError(GapCode.DAMAGED, "the zip archive is damaged: it has no readable directory.") from error
        passwords = Passwords(limits)
        with archive:
            if not archive.infolist() and source.seek(0, io.SEEK_END) > _EMPTY + len(archive.comment):
                raise ItemError(GapCode.DAMAGED, "the zip archive is damaged: its directory is empty, the file is not.")
            if archive.comment:
                yield Passage(PLACES["comment"], decode(archive.comment))
            for member in archive.infolist():
                if member.filename.endswith("/"):
                    continue
                if member.flag_bits & _ENCRYPTED or member.compress_type == _AES:
                    yield from _locked(source, member, limits, passwords)
                else:
                    yield from _member(archive, member, limits)
            if not is_whole(source, archive.infolist()):
                yield Gap("", GapCode.DAMAGED, "the zip archive is damaged: its directory is not that of its members.")


def _locked(
    source: BinaryIO, member: zipfile.ZipInfo, limits: Limits, passwords: Passwords
) -> Iterator[Passage | Part | Gap]:
    """A protected member. Its end must be read to know whether a password is right, so it is unpacked aside."""
    name = _name(member)
    if member.comment:
        yield Passage(PLACES["comment"], f"{name}: {decode(member.comment)}")
    refusal = _refusal(member, limits)
    if refusal is not None:
        yield Gap(name, *refusal)
        return
    try:
        content = passwords.open(lambda password: _unlocked(source, member, password, limits))
    except ItemError as error:
        yield Gap(name, error.code, error.reason)
    else:
        with content:
            yield Part(name, content)


def _unlocked(source: BinaryIO, member: zipfile.ZipInfo, password: str, limits: Limits) -> BinaryIO | None:
    """The member's content, or None if the password is wrong (or the archive damaged, which looks the same)."""
    import pyzipper

    content = scratch()
    try:
        with pyzipper.AESZipFile(source) as archive:
            stream = archive.open(archive.getinfo(member.filename), pwd=password.encode())
            fill(content, stream, limits.size)
    except (*BROKEN, pyzipper.BadZipFile, RuntimeError, NotImplementedError, KeyError):
        content.close()
        return None
    return content


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> Iterator[Passage | Part | Gap]:
    name = _name(member)
    if member.comment:
        yield Passage(PLACES["comment"], f"{name}: {decode(member.comment)}")
    refusal = _refusal(member, limits)
    if refusal is not None:
        yield Gap(name, *refusal)
        return
    try:
        stream = archive.open(member)
    except NotImplementedError:
        yield Gap(name, GapCode.UNSUPPORTED, "it is packed in a way that is not supported. Pack it anew.")
    except RuntimeError:  # its own header says so, the directory does not
        yield Gap(name, GapCode.ENCRYPTED, "it needs a password, which its directory does not say. Pack it anew.")
    except BROKEN:
        yield Gap(name, GapCode.DAMAGED, "the zip archive is damaged here.")
    else:
        with stream:
            yield Part(name, guarded(stream, BROKEN))


def _refusal(member: zipfile.ZipInfo, limits: Limits) -> tuple[GapCode, str] | None:
    if stat.S_ISLNK(member.external_attr >> 16):
        return GapCode.LINK, "it is a link, which is not followed."
    if member.file_size > limits.size:
        return GapCode.TOO_LARGE, "it is larger than [limits] size allows."
    if member.file_size > max(_SMALL, limits.ratio * member.compress_size):
        return GapCode.TOO_LARGE, f"it unpacks to more than {limits.ratio} times its size."
    return None


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; without the flag that says UTF-8, it may be in any encoding, and is read as cp437."""
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    old_danish = len(re.findall(rb"[\x91\x92\x9b\x9d\x86\x8f]", raw))
    new_danish = len(re.findall(rb"[\xe6\xc6\xf8\xd8\xe5\xc5]", raw))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850") if old_danish >= new_danish else decode(raw)


_checked: type[Extractor] = ZipExtractor

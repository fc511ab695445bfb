"""Rar archives, also protected ones whose password is known: every member is a part.

The directory and members that are only stored are read here; unpacking takes a
program of the system, which is run on one member at a time and writes to us, not to the disk.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from dsar.errors import ItemError
from dsar.extract.archive import fill, guarded, scratch
from dsar.extract.decode import decode
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.passwords import Passwords
from dsar.model import Gap, GapCode, Part, Passage
from dsar.words import PLACES

if TYPE_CHECKING:
    from rarfile import RarFile, RarInfo

_SMALL = 16 * 1024 * 1024
"""Bytes up to which a member may be as much larger than its packed form as it likes."""
_MARKED = 29
"""The version from which on RAR marks the end; what it only stores says 20 all the same."""
_NO_PROGRAM = "unpacking rar takes the program unar, which is not installed. Install it: apt-get install unar."


class RarExtractor:
    """Yields the members as parts, in the order of the archive."""

    def match(self, media_type: str, name: str) -> int:
        """Rar archives, old and new."""
        del name
        return 1 if media_type == "application/vnd.rar" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield the archive's comment and the members."""
        passwords = Passwords(limits)
        listing = _Listing(source.seek(0, io.SEEK_END))
        archive = _open(source, "", listing) or passwords.open(lambda password: _open(source, password, listing))
        with archive:
            if archive.comment:
                yield Passage(PLACES["comment"], _text(archive.comment))
            for member in archive.infolist():
                if not member.is_dir():
                    yield from _member(archive, member, limits, passwords)
            if not listing.whole:
                yield Gap(
                    "", GapCode.DAMAGED, "the rar archive is damaged or has further volumes: its list breaks off."
                )


@dataclass(slots=True)
class _Listing:
    """How far an archive of this size was listed: each member stands before its content, and a mark ends the list."""

    size: int
    ended: bool = False
    continued: bool = False
    old: bool = False
    reached: int = 0

    def note(self, block: RarInfo) -> None:
        """Take note of a block of the archive. Those of RAR before 2.9 end without a mark, with the file."""
        import rarfile

        self.ended = block.type == rarfile.RAR_BLOCK_ENDARC
        self.continued = self.ended and bool(block.flags & rarfile.RAR_ENDARC_NEXT_VOLUME)
        self.old = self.old or (block.type == rarfile.RAR_BLOCK_FILE and block.extract_version < _MARKED)
        self.reached = block.data_offset + block.add_size

    @property
    def whole(self) -> bool:
        return not self.continued and (self.ended or (self.old and self.reached == self.size))


def _open(source: BinaryIO, password: str, listing: _Listing) -> RarFile | None:
    """The archive, or None if even its directory is protected by another password."""
    import rarfile

    source.seek(0)
    try:
        archive = rarfile.RarFile(source, info_callback=listing.note)
        if not archive.needs_password() or archive.infolist():
            return archive
        if not password:
            return None
        archive.setpassword(password)
        return archive if archive.infolist() else None
    except (rarfile.PasswordRequired, rarfile.RarWrongPassword, rarfile.BadRarFile) as error:
        if password or isinstance(error, rarfile.PasswordRequired):
            return None
        raise ItemError(GapCode.DAMAGED, "the rar archive is damaged: it has no readable directory.") from error
    except _broken() as error:
        raise ItemError(GapCode.DAMAGED, "the rar archive is damaged: it has no readable directory.") from error


def _broken() -> tuple[type[Exception], ...]:
    import rarfile

    return (rarfile.Error, OSError, EOFError, ValueError, OverflowError, LookupError, TypeError, AttributeError)


def _member(archive: RarFile, member: RarInfo, limits: Limits, passwords: Passwords) -> Iterator[Passage | Part | Gap]:
    name = str(member.filename)
    if member.comment:
        yield Passage(PLACES["comment"], f"{name}: {_text(member.comment)}")
    refusal = _refusal(member, limits)
    if refusal is not None:
        yield Gap(name, *refusal)
        return
    try:
        if member.needs_password():
            with passwords.open(lambda password: _unlocked(archive, member, password, limits)) as content:
                yield Part(name, content)
        else:
            with archive.open(member) as stream:
                yield Part(name, guarded(stream, _broken()))
    except ItemError as error:
        yield Gap(name, error.code, error.reason)
    except _broken():
        yield Gap(name, GapCode.DAMAGED, "the rar archive is damaged here.")


def _refusal(member: RarInfo, limits: Limits) -> tuple[GapCode, str] | None:
    if member.is_symlink():
        return GapCode.LINK, "it is a link, which is not followed."
    size = member.file_size or 0
    if size > limits.size:
        return GapCode.TOO_LARGE, "it is larger than [limits] size allows."
    if size > max(_SMALL, limits.ratio * (member.compress_size or 0)):
        return GapCode.TOO_LARGE, f"it unpacks to more than {limits.ratio} times its size."
    if not _is_stored(member) and not _has_program():
        return GapCode.UNSUPPORTED, _NO_PROGRAM
    return None


def _is_stored(member: RarInfo) -> bool:
    import rarfile

    return bool(member.compress_type == rarfile.RAR_M0 and not member.needs_password())


@lru_cache(maxsize=1)
def _has_program() -> bool:
    """Whether a program that unpacks is there; RAR's own is taken as well, where somebody has it."""
    import rarfile

    try:
        rarfile.tool_setup(unrar=True, unar=True, bsdtar=True, sevenzip=True, sevenzip2=True)
    except rarfile.RarCannotExec:
        return False
    return True


def _unlocked(archive: RarFile, member: RarInfo, password: str, limits: Limits) -> BinaryIO | None:
    """The member's content, or None if the password is wrong (or the archive damaged, which looks the same)."""
    content = scratch()
    try:
        with archive.open(member, pwd=password) as stream:
            fill(content, stream, limits.size)
            whole = content.seek(0, io.SEEK_END) == member.file_size
            content.seek(0)
    except _broken():
        content.close()
        return None
    if whole:
        return content
    content.close()
    return None


def _text(comment: str | bytes) -> str:
    return comment if isinstance(comment, str) else decode(comment)


_checked: type[Extractor] = RarExtractor

"""Outlook's mailboxes in one file (pst, ost): every message is a mail of its own, under its folder's name.

Folders and messages are read one at a time, so memory does not grow with the mailbox.
Messages that were deleted and are still in the file are read as well.

The file is taken apart by libpff; [MS-PST] v11.0 describes it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from dsar.errors import ItemError
from dsar.extract import mapi, outlook
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.outlook import OutlookMail, as_mail, name_of
from dsar.model import Gap, GapCode, Part

if TYPE_CHECKING:
    import pypff

_DEEPEST = 50
_MOST_NESTED = 20
_DELETED = "slettet"
_WIDE = 20
"""Versions from here on keep addresses in eight bytes, earlier ones in four."""
_BROKEN = (OSError, ValueError, OverflowError, TypeError, KeyError, RuntimeError)
"""What libpff's door to Python raises: OSError for nearly everything."""


class PstExtractor:
    """Yields each message as a part."""

    def match(self, media_type: str, name: str) -> int:
        """Take Outlook's mailboxes."""
        del name
        return 10 if media_type == "application/vnd.ms-outlook-pst" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Part | Gap]:
        """Yield the messages folder by folder, then those that lie in no folder any more."""
        import pypff

        del limits
        mailbox = pypff.file()
        source.seek(0)
        try:
            mailbox.open_file_object(source)
            root = mailbox.get_root_folder()
        except _BROKEN as error:
            raise ItemError(GapCode.DAMAGED, "the mailbox is damaged: it has no readable directory.") from error
        try:
            if root is not None:
                yield from _folder(root, "", 0)
            yield from _forgotten(mailbox)
        finally:
            mailbox.close()
        if _is_cut(source):
            raise ItemError(GapCode.DAMAGED, "the mailbox is cut short; what could be read of it was read.")


def _is_cut(source: BinaryIO) -> bool:
    """Whether the file is shorter than its head says ([MS-PST] 2.2.2.6; older files keep it in four bytes)."""
    source.seek(0)
    head = source.read(0xC0)
    length = head[0xB8:0xC0] if int.from_bytes(head[10:12], "little") >= _WIDE else head[0xA8:0xAC]
    return source.seek(0, io.SEEK_END) < int.from_bytes(length, "little")


def _folder(folder: pypff.folder, path: str, depth: int) -> Iterator[Part | Gap]:
    name = _text(lambda: folder.name)
    here = f"{path}{name}/" if name else path
    if depth > _DEEPEST:
        yield Gap(here or "mappe", GapCode.TOO_DEEP, "its folders are nested too deep; this one is not read.")
        return
    messages, folders = _count(lambda: folder.number_of_sub_messages), _count(lambda: folder.number_of_sub_folders)
    if messages is None or folders is None:
        reason = "the mailbox is damaged here: the list of what lies in this folder cannot be read."
        yield Gap(here or "mappe", GapCode.DAMAGED, reason)
    for number in range(messages or 0):
        yield from _part(lambda number=number: folder.get_sub_message(number), here, number + 1)
    for number in range(folders or 0):
        try:
            below = folder.get_sub_folder(number)
        except _BROKEN:
            yield Gap(f"{here}mappe {number + 1}", GapCode.DAMAGED, "the mailbox is damaged here.")
        else:
            yield from _folder(below, here, depth + 1)


def _forgotten(mailbox: pypff.file) -> Iterator[Part | Gap]:
    count = _count(lambda: mailbox.number_of_orphan_items)
    if count is None:
        yield Gap(_DELETED, GapCode.DAMAGED, "the mailbox is damaged: what was deleted cannot be listed.")
    for number in range(count or 0):
        yield from _part(lambda number=number: mailbox.get_orphan_item(number), f"{_DELETED}/", number + 1)


def _part(get: Any, folder: str, number: int) -> Iterator[Part | Gap]:
    name = f"{folder}{number}.eml"
    try:
        item = get()
        message, whole = _message(item, 0)
        name = f"{folder}{number} {name_of(message)}"
    except _BROKEN:
        yield Gap(name, GapCode.DAMAGED, "the mailbox is damaged here.")
        return
    yield Part(name, io.BytesIO(as_mail(message)))
    if not whole:
        yield Gap(name, GapCode.DAMAGED, "the message is damaged in the mailbox; what could be read of it was read.")


def _message(item: Any, depth: int) -> tuple[OutlookMail, bool]:
    """The message, and whether every part of it could be read."""
    message = OutlookMail()
    whole = _properties(item, message)
    recipients = _or_none(lambda: item.recipients)
    sets = 0 if recipients is None else _count(lambda: recipients.number_of_record_sets)
    attachments = _count(lambda: item.number_of_attachments)
    whole &= sets is not None and attachments is not None
    for n in range(sets or 0):
        one = OutlookMail()
        whole &= _record_set(recipients.get_record_set(n), one)
        message.recipients.append(one)
    for number in range(attachments or 0):
        try:
            message.attachments.append(_attachment(item.get_attachment(number), depth))
        except _BROKEN:
            whole = False
    return message, whole


def _properties(item: Any, message: OutlookMail) -> bool:
    count = _count(lambda: item.number_of_record_sets)
    whole = count is not None
    for number in range(count or 0):
        try:
            whole &= _record_set(item.get_record_set(number), message)
        except _BROKEN:
            whole = False
    return whole


def _record_set(records: Any, message: OutlookMail) -> bool:
    count = _count(lambda: records.number_of_entries)
    whole = count is not None
    for number in range(count or 0):
        try:
            entry = records.get_entry(number)
            kind, key, data = entry.value_type, entry.entry_type, entry.data
        except _BROKEN:
            whole = False
            continue
        if kind is not None and key is not None and data is not None:
            _keep(message, key, kind, data)
    return whole


def _keep(message: OutlookMail, key: int, kind: int, data: bytes) -> None:
    if key == outlook.SUBJECT and data[:2] in (b"\x01\0", b"\x01\x01"):
        data = data[4:]  # a mark and how long the "Re: " before the subject is ([MS-PST] 2.5.3.1.1.1)
    if kind in (mapi.WIDE_TEXT | mapi.MANY, mapi.BYTES_TEXT | mapi.MANY):
        for text in _several(data):
            mapi.keep(message, key, kind, text)
        return
    mapi.keep(message, key, kind, data)


def _several(data: bytes) -> Iterator[bytes]:
    """The values of a property that has several: how many, where each begins, and they ([MS-PST] 2.3.3.4.2)."""
    count = min(int.from_bytes(data[:4], "little"), len(data) // 4)
    starts = [int.from_bytes(data[4 + 4 * n : 8 + 4 * n], "little") for n in range(count)]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield data[start:end]


def _attachment(attachment: Any, depth: int) -> tuple[str, bytes]:
    found = OutlookMail()
    _properties(attachment, found)
    names = (found.texts.get(n, "") for n in (outlook.LONG_NAME, outlook.SHORT_NAME, outlook.NAME))
    name = next(filter(None, names), "")
    if depth < _MOST_NESTED and _count(lambda: attachment.number_of_sub_items):
        message, _ = _message(attachment.get_sub_item(0), depth + 1)
        return name_of(message), as_mail(message)
    size = attachment.get_size()
    attachment.seek_offset(0)
    return name, attachment.read_buffer(size) if size else b""


def _count(get: Any) -> int | None:
    """How many there are; None where the list of them is damaged."""
    found = _or_none(get)
    return None if found is None else int(found)


def _text(get: Any) -> str:
    return str(_or_none(get) or "")


def _or_none(get: Any) -> Any:
    """What libpff gives, or None where it is damaged or not there."""
    try:
        return get()
    except (*_BROKEN, AttributeError):
        return None


_checked: type[Extractor] = PstExtractor

"""Outlook messages (msg): mails, appointments, contacts and tasks, with what is attached to them.

Source: [MS-OXMSG] 2.1 to 2.4 (storages and streams), v25.0.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract import mapi, outlook
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.mail import MailExtractor
from dsar.extract.ole_streams import Path, ole_streams
from dsar.extract.ole_write import ole_file
from dsar.extract.outlook import OutlookMail, as_mail, name_of
from dsar.model import Gap, GapCode, Part, Passage

_PROPERTIES = "__properties_version1.0"
_VALUE = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(?:-[0-9a-f]{8})?")
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_#", "__attach_version1.0_#"
_OBJECT = f"__substg1.0_{outlook.ATTACHED:04x}{mapi.OBJECT:04x}"
_HEADS = {"message": 32, "embedded": 24, "part": 8}  # bytes before the fixed values
_DEEPEST = 20

Streams = Mapping[Path, bytes]


class MsgExtractor:
    """Yields what a mail yields: headers, bodies, attachments as parts."""

    def match(self, media_type: str, name: str) -> int:
        """Take Outlook's messages."""
        del name
        return 10 if media_type == "application/vnd.ms-outlook" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield what the message holds; see the class."""
        source.seek(0)
        streams = ole_streams(source.read())
        if (_PROPERTIES,) not in streams.by_path:
            raise ItemError(GapCode.DAMAGED, "it is broken: it holds no message.")
        message = _message(streams.by_path, "message", 0)
        yield from MailExtractor().read(io.BytesIO(as_mail(message)), limits)
        if not streams.sound:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _message(streams: Streams, head: str, depth: int) -> OutlookMail:
    message = _properties(streams, head)
    for folder in sorted({path[0] for path in streams if len(path) > 1}):
        inside = {path[1:]: data for path, data in streams.items() if path[0] == folder}
        if folder.startswith(_RECIPIENT):
            message.recipients.append(_properties(inside, "part"))
        elif folder.startswith(_ATTACHMENT):
            message.attachments.append(_attachment(inside, depth))
    return message


def _properties(streams: Streams, head: str) -> OutlookMail:
    found = OutlookMail()
    fixed = streams.get((_PROPERTIES,), b"")
    for at in range(_HEADS[head], len(fixed) - 15, 16):
        kind, number = struct.unpack_from("<HH", fixed, at)
        if kind in (mapi.INTEGER, mapi.TIME):
            mapi.keep(found, number, kind, fixed[at + 8 : at + 16])
    code_page = found.numbers.get(outlook.MESSAGE_CODE_PAGE, 0)
    for path, data in streams.items():
        value = _VALUE.fullmatch(path[0]) if len(path) == 1 else None
        if value:
            mapi.keep(found, int(value[1], 16), int(value[2], 16), data, code_page=code_page)
    return found


def _attachment(streams: Streams, depth: int) -> tuple[str, bytes]:
    """An attachment's name and content; a message in the message is written as a mail."""
    found = _properties(streams, "part")
    names = (found.texts.get(n, "") for n in (outlook.LONG_NAME, outlook.SHORT_NAME, outlook.NAME))
    name = next(filter(None, names), "")
    inside = {path[1:]: data for path, data in streams.items() if path[0] == _OBJECT and len(path) > 1}
    if (_PROPERTIES,) in inside and depth < _DEEPEST:
        message = _message(inside, "embedded", depth + 1)
        return name_of(message), as_mail(message)
    if inside:
        return name or "objekt", inside.get(("contents",)) or inside.get(("package",)) or ole_file(inside)
    return name, found.raw.get(outlook.ATTACHED, b"")


_checked: type[Extractor] = MsgExtractor

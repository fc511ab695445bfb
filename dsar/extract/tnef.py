"""Outlook's own wrapper around a mail (winmail.dat, TNEF): the message inside, with its attachments.

Source: [MS-OXTNEF] 2.1.3 (attributes), 2.1.3.4 (properties), v15.0.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dsar.errors import ItemError
from dsar.extract import mapi, outlook
from dsar.extract.decode import decode
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.mail import MailExtractor
from dsar.extract.outlook import OutlookMail, as_mail, name_of
from dsar.model import Gap, GapCode, Part, Passage

_SIGNATURE = b"\x78\x9f\x3e\x22"
_FROM, _SUBJECT, _BODY, _MESSAGE, _RECIPIENTS, _CODE_PAGE = 0x8000, 0x8004, 0x800C, 0x9003, 0x9004, 0x9007
_NEW, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_NAMED = 0x8000
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_VARIABLE = frozenset({mapi.BYTES_TEXT, mapi.WIDE_TEXT, mapi.BYTES, mapi.OBJECT})
_IDENTIFIER = 16  # bytes before an embedded message
_DEEPEST, _MOST = 20, 20_000


class TnefExtractor:
    """Yields what a mail yields: headers, bodies, attachments as parts."""

    def match(self, media_type: str, name: str) -> int:
        """Take TNEF."""
        del name
        return 10 if media_type == "application/vnd.ms-tnef" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield what the message holds; see the class."""
        source.seek(0)
        message, whole = _message(source.read(), 0)
        yield from MailExtractor().read(io.BytesIO(as_mail(message)), limits)
        if not whole:
            raise ItemError(GapCode.DAMAGED, "it is broken; what could be read of it was read.")


def _message(data: bytes, depth: int) -> tuple[OutlookMail, bool]:
    """The message, and whether every attribute of it could be read."""
    message, attached, whole, code_page = OutlookMail(), list[OutlookMail](), True, 0
    for number, content, sound in _attributes(data):
        whole &= sound
        if number == _CODE_PAGE:
            code_page = int.from_bytes(content[:4], "little")
        elif number == _MESSAGE:
            whole &= _Values(content, code_page).into(message) >= 0
        elif number == _RECIPIENTS:
            whole &= _recipients(content, code_page, message)
        elif number == _FROM:
            _sender(content, message)
        elif number in (_SUBJECT, _BODY):
            name = outlook.SUBJECT if number == _SUBJECT else outlook.BODY
            message.texts.setdefault(name, decode(content.rstrip(b"\0")))
        elif number == _NEW:
            attached.append(OutlookMail())
        elif attached and number == _TITLE:
            attached[-1].texts.setdefault(outlook.SHORT_NAME, decode(content.rstrip(b"\0")))
        elif attached and number == _DATA:
            attached[-1].raw[outlook.ATTACHED] = content
        elif attached and number == _PROPERTIES:
            whole &= _Values(content, code_page).into(attached[-1]) >= 0
    message.attachments = [_attachment(one, depth) for one in attached]
    return message, whole


def _attributes(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Each attribute's number, content, and whether all of it is there: level, number, kind, size, content, sum.

    Sums are not looked at: programs that get them wrong write whole messages.
    """
    at = 6
    while at + 9 <= len(data):
        number = int.from_bytes(data[at + 1 : at + 3], "little")
        size = int.from_bytes(data[at + 5 : at + 9], "little")
        content = data[at + 9 : at + 9 + size]
        yield number, content, len(content) == size
        at += 11 + size


def _sender(content: bytes, message: OutlookMail) -> None:
    """The sender as the oldest programs give it: kind, size, two lengths, then name and address."""
    name_size, address_size = (int.from_bytes(content[at : at + 2], "little") for at in (4, 6))
    message.texts.setdefault(0x0C1A, decode(content[8 : 8 + name_size].rstrip(b"\0")))
    address = decode(content[8 + name_size : 8 + name_size + address_size].rstrip(b"\0"))
    message.texts.setdefault(0x0C1F, address.removeprefix("SMTP:"))


def _attachment(found: OutlookMail, depth: int) -> tuple[str, bytes]:
    names = (found.texts.get(n, "") for n in (outlook.LONG_NAME, outlook.SHORT_NAME, outlook.NAME))
    name, content = next(filter(None, names), ""), found.raw.get(outlook.ATTACHED, b"")
    if content[_IDENTIFIER : _IDENTIFIER + 4] == _SIGNATURE and depth < _DEEPEST:
        message, _ = _message(content[_IDENTIFIER:], depth + 1)
        return name_of(message), as_mail(message)
    return name, content


def _recipients(data: bytes, code_page: int, message: OutlookMail) -> bool:
    at = 4
    for _ in range(min(_MOST, int.from_bytes(data[:4], "little"))):
        one = OutlookMail()
        used = _Values(data[at:], code_page).into(one)
        message.recipients.append(one)
        if used < 0:
            return False
        at += used
    return True


class _Values:
    """A list of properties in bytes."""

    def __init__(self, data: bytes, code_page: int) -> None:
        self._data, self._at, self._code_page = data, 0, code_page

    def into(self, message: OutlookMail) -> int:
        """Keep the values with the message; how many bytes they took, or -1 if they break off or make no sense."""
        for _ in range(min(_MOST, self._number(4))):
            kind, number = self._number(2), self._number(2)
            if number >= _NAMED:
                self._at += 16
                if self._number(4) == 0:
                    self._at += 4
                else:
                    self._padded(self._number(4))
            many = bool(kind & mapi.MANY)
            plain = kind & ~mapi.MANY
            if plain in _VARIABLE:
                for _ in range(min(_MOST, self._number(4))):
                    content = self._padded(self._number(4))
                    mapi.keep(message, number, _kept(kind, many=many), content, code_page=self._code_page)
            elif plain in _FIXED:
                count = min(_MOST, self._number(4)) if many else 1
                values = [self._padded(_FIXED[plain]) for _ in range(count)]
                if not many:
                    mapi.keep(message, number, kind, values[0])
            else:
                return -1
            if self._at > len(self._data):
                return -1
        return self._at

    def _number(self, size: int) -> int:
        self._at += size
        return int.from_bytes(self._data[self._at - size : self._at], "little")

    def _padded(self, size: int) -> bytes:
        content = self._data[self._at : self._at + size]
        self._at += size + -size % 4
        return content


def _kept(kind: int, *, many: bool) -> int:
    return mapi.BYTES if kind == mapi.OBJECT and not many else kind


_checked: type[Extractor] = TnefExtractor

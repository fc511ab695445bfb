"""Values of Outlook's properties, from the bytes that its files keep them in.

Source: [MS-OXCDATA] 2.11 (kinds of values), v19.0.
"""

from __future__ import annotations

import datetime as dt

from dsar.extract.decode import decode
from dsar.extract.outlook import OutlookMail

INTEGER, TIME, BYTES_TEXT, WIDE_TEXT, BYTES, OBJECT = 0x0003, 0x0040, 0x001E, 0x001F, 0x0102, 0x000D
MANY = 0x1000
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def keep(message: OutlookMail, number: int, kind: int, data: bytes, *, code_page: int = 0) -> None:
    """Keep a property's value with the message; kinds that hold no text, time or number are left out."""
    if kind in (WIDE_TEXT, BYTES_TEXT):
        message.texts[number] = text_of(kind, data, code_page=code_page)
    elif kind in (WIDE_TEXT | MANY, BYTES_TEXT | MANY):
        message.more.append(text_of(kind & ~MANY, data, code_page=code_page))
    elif kind == BYTES:
        message.raw[number] = data
    elif kind == INTEGER:
        message.numbers[number] = int.from_bytes(data[:4], "little")
    elif kind == TIME and (when := time_of(data)) is not None:
        message.times[number] = when


def text_of(kind: int, data: bytes, *, code_page: int = 0) -> str:
    """A text; one in bytes is in the message's code page, if it says one."""
    if kind == WIDE_TEXT:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return decode(data.rstrip(b"\0"), declared=f"cp{code_page}" if code_page not in (0, 1252, 65001) else "")


def time_of(data: bytes) -> dt.datetime | None:
    """A time, which is counted in tenths of microseconds since 1601, or None if it is none of our era."""
    try:
        when = _EPOCH + dt.timedelta(microseconds=int.from_bytes(data[:8], "little") // 10)
    except OverflowError:
        return None
    return when if 1970 <= when.year < 2100 else None

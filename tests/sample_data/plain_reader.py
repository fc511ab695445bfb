"""Reads the sample's files with libraries that the generator does not write with, and not through dsar."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pypdfium2
from python_calamine import CalamineWorkbook

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def squeeze(text: str) -> str:
    """The text without white space, so that line ends and hard spaces play no part."""
    return "".join(text.split())


def open_item(data_folder: Path, store: str, item: str) -> bytes:
    """The bytes at a locator."""
    path, *steps = item.split("!")
    data = (data_folder / store / path).read_bytes()
    for step in steps:
        data = member(data, step)
    return data


def member(data: bytes, name: str) -> bytes:
    """One attachment of a mail, or one member of a zip."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    mail = message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    for part in mail.iter_attachments():
        if part.get_filename() == name:
            if part.get_content_type() == "message/rfc822":
                inner = part.get_content()
                assert isinstance(inner, EmailMessage)
                return inner.as_bytes()
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload
    raise KeyError(name)


def everything(data: bytes, name: str) -> str:
    """All text in a file, markup and all, so that nothing in it can be missed."""
    if data.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(data)
        pages = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        return pages + "\n" + " ".join(str(v) for v in pdf.get_metadata_dict().values())
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(OLD_WORKBOOK):
        return _cells(data)
    if name.endswith(".eml"):
        return _mail(data)
    text = _text(data)
    return text + "\n" + html.unescape(text) + ("\n" + str(json.loads(text)) if name.endswith(".json") else "")


def _cells(data: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(" ".join(str(int(c)) if isinstance(c, float) else str(c) for c in row) for row in rows)


def _zipped(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")]
    return "\n".join(html.unescape(re.sub(r"<[^>]{0,2000}>", "", part)) for part in parts)


def _mail(data: bytes) -> str:
    mail = message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    parts = [str(value) for value in mail.values()]
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            raw = part.get_payload(decode=True)
            assert isinstance(raw, bytes)
            parts.append(html.unescape(raw.decode(part.get_content_charset("cp1252"))))
    return "\n".join(parts)


def _text(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")

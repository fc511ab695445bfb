"""Makes the files that the extraction tests read, hostile ones included."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

from dsar.extract.extractor import Limits
from dsar.extract.reading import Located, read_item
from dsar.extract.registry import Registry
from dsar.model import Gap, GapCode, Passage

LIMITS = Limits()


def read(data: bytes, name: str, *, limits: Limits = LIMITS, names: bool = False) -> list[Located]:
    """Everything that an item holds, read in this process."""
    return list(read_item(io.BytesIO(data), name, limits, Registry(), names=names))


def texts(data: bytes, name: str) -> list[str]:
    """The passages' texts; a gap is not expected."""
    located = read(data, name)
    assert gaps(located) == []
    return [one.value.text for one in located if isinstance(one.value, Passage)]


def passages(located: list[Located]) -> list[tuple[str, str]]:
    """Locator below ``*`` and text of each passage."""
    return [(one.locator("*"), one.value.text) for one in located if isinstance(one.value, Passage)]


def gaps(located: list[Located]) -> list[tuple[str, GapCode]]:
    """Locator below ``*`` and code of each gap."""
    return [(one.locator("*"), one.value.code) for one in located if isinstance(one.value, Gap)]


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The archive with its members marked as encrypted."""
    changed = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def mail(body: str = "Kære Bo", *, subject: str = "Sag om æøå") -> EmailMessage:
    """A mail with a plain body."""
    message = EmailMessage()
    message["From"] = "Åse Ærø <aase@example.dk>"
    message["To"] = "bo@example.dk"
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0100"
    message["MIME-Version"] = "1.0"
    message.set_content(body)
    return message

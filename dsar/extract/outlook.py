"""A message as Outlook keeps it (msg, pst, winmail.dat), written as a mail, which is then read like any other.

A message is a set of numbered properties. Those of a mail become its headers and
bodies; every other text (a contact's address, an appointment's place, categories) is a
part of its own, so that nothing held is lost.

Source: [MS-OXPROPS] v28.0 (the numbers), RFC 5322 and 2046 (the mail).
"""

from __future__ import annotations

import binascii
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime, formataddr
from hashlib import sha256
from urllib.parse import quote

from dsar.extract.decode import decode
from dsar.extract.docx_text import Paragraph, Row
from dsar.extract.rtf_text import rtf_text

SUBJECT, BODY, HTML, RTF = 0x0037, 0x1000, 0x1013, 0x1009
SUBMITTED, DELIVERED, CREATED = 0x0039, 0x0E06, 0x3007
_FROM = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))  # on whose behalf, and who sent it: name, addresses
_DISPLAYED = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
NAME, ADDRESS, SMTP = 0x3001, 0x3003, 0x39FE
_IDS = {"Message-ID": 0x1035, "In-Reply-To": 0x1042, "References": 0x1039}
RECIPIENT_KIND = 0x0C15
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
ATTACHED, LONG_NAME, SHORT_NAME = 0x3701, 0x3707, 0x3704
MESSAGE_CODE_PAGE, HTML_CODE_PAGE = 0x3FFD, 0x3FDE
_SAID_ELSEWHERE = frozenset(
    {0x001A, 0x0037, 0x003D, 0x0070, 0x007D, 0x0E1D, 0x1000, 0x1013, 0x1035, 0x1039, 0x1042, 0x0E02, 0x0E03, 0x0E04}
    | {0x0042, 0x0064, 0x0065, 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01, 0x5D02, 0x0E28, 0x0E29, 0x5D0A, 0x5D0B, 0x5D07, 0x5D08}
    | {0x0040, 0x0044, 0x0075, 0x0076, 0x0077, 0x0078, 0x3FFA, 0x3FF8, 0x0E4B, 0x1046, 0x300B, 0x0041, 0x8580, 0x85A0}
)
"""The texts above, and what only programs need: message classes, kinds of addresses, keys, versions."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_DIRECTORY_ADDRESS = re.compile(r"/o=", re.IGNORECASE)  # the long name that Exchange gives to a mailbox
_LONGEST_OTHER = 20_000


@dataclass(slots=True)
class OutlookMail:
    """A message's properties by number, its recipients' (one set each), and its attachments."""

    texts: dict[int, str] = field(default_factory=dict)
    raw: dict[int, bytes] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    times: dict[int, dt.datetime] = field(default_factory=dict)
    recipients: list[OutlookMail] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    """Texts of properties with several values."""


def as_mail(message: OutlookMail) -> bytes:
    """The message as a mail (eml); the same message gives the same bytes."""
    bodies = list(_bodies(message))
    others = "\n".join(_others(message, " ".join(text for _, text in bodies)))
    named = [(name, content) for name, content in message.attachments if content]
    mark = sha256(
        repr(bodies).encode("utf-8", "replace") + b"".join(content[:4096] for _, content in named)
    ).hexdigest()
    outer, inner = f"=_{mark[:24]}", f"=_{mark[24:48]}"
    lines = [*_headers(message), "MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{outer}"', ""]
    if bodies:
        lines += [f"--{outer}", f'Content-Type: multipart/alternative; boundary="{inner}"', ""]
        for kind, text in bodies:
            lines += [f"--{inner}", *_part(f"text/{kind}; charset=utf-8", text.encode("utf-8", "replace"))]
        lines += [f"--{inner}--", ""]
    if others:
        lines += [f"--{outer}", *_part("text/plain; charset=utf-8", others.encode("utf-8", "replace"))]
    for name, content in named:
        file_name = f"Content-Disposition: attachment; filename*=utf-8''{quote(name, errors='replace')}"
        lines += [f"--{outer}", file_name, *_part("application/octet-stream", content)]
    lines += [f"--{outer}--", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def name_of(message: OutlookMail) -> str:
    """What a message's file would be called."""
    subject = _clean(message.texts.get(SUBJECT, "")).replace("/", "-")
    return f"{subject[:100] or 'uden emne'}.eml"


def _headers(message: OutlookMail) -> Iterator[str]:
    behalf, sender = (_address(message, name, addresses) for name, addresses in _FROM)
    yield from (f"From: {text}" for text in (behalf or sender,) if text)
    if sender and behalf and sender != behalf:
        yield f"Sender: {sender}"
    for kind, number in _DISPLAYED.items():
        listed = [
            _address(one, NAME, (SMTP, ADDRESS))
            for one in message.recipients
            if _KINDS.get(one.numbers.get(RECIPIENT_KIND, 1), "To") == kind
        ]
        shown = [message.texts[number]] if not listed and message.texts.get(number) else []
        if any(listed) or shown:
            yield f"{kind}: {_clean(', '.join(filter(None, [*listed, *shown])))}"
    sent = next((message.times[n] for n in (SUBMITTED, DELIVERED, CREATED) if n in message.times), None)
    if sent is not None:
        yield f"Date: {format_datetime(sent)}"
    for header, number in _IDS.items():
        if message.texts.get(number):
            yield f"{header}: {_clean(message.texts[number])}"
    yield f"Subject: {_clean(message.texts.get(SUBJECT, ''))}"


def _address(message: OutlookMail, name: int, addresses: tuple[int, ...]) -> str:
    shown = _clean(message.texts.get(name, ""))
    given = [_clean(message.texts.get(number, "")) for number in addresses]
    address = next((text for text in given if text and not _DIRECTORY_ADDRESS.match(text)), "")
    if address and shown and address != shown:
        return f'"{shown}" <{address}>' if '"' not in shown else formataddr((shown, address), "utf-8")
    return address or shown


def _bodies(message: OutlookMail) -> Iterator[tuple[str, str]]:
    """The editions of the body; the mail's reader leaves out what says the same."""
    if message.texts.get(BODY):
        yield "plain", message.texts[BODY]
    if message.texts.get(HTML):
        yield "html", message.texts[HTML]
    elif message.raw.get(HTML):
        number = message.numbers.get(HTML_CODE_PAGE, 0)
        yield "html", decode(message.raw[HTML], declared=f"cp{number}" if number else "")
    if message.raw.get(RTF):
        yield "plain", _plain_from_rtf(message.raw[RTF])


def _plain_from_rtf(packed: bytes) -> str:
    lines = []
    for flow in rtf_text(unpacked_rtf(packed)).flows.values():
        for block in flow.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.now)
            elif isinstance(block, Row):
                lines.append("\t".join(block.now.values()))
    return "\n".join(lines)


def unpacked_rtf(packed: bytes) -> bytes:
    """Rich text out of the packed form that Outlook keeps; what is damaged is left out ([MS-OXRTFCP] v13.0)."""
    size, kind = int.from_bytes(packed[:4], "little"), packed[8:12]
    end = min(len(packed), size + 4)
    if kind == b"MELA":
        return packed[16:end]
    if kind != b"LZFu":
        return packed if packed.startswith(b"{\\rtf") else b""
    text = bytearray(_RTF_START)
    at = 16
    while at < end:
        flags, at = packed[at], at + 1
        for bit in range(8):
            if at >= end:
                break
            if flags >> bit & 1 == 0:
                text.append(packed[at])
                at += 1
                continue
            reference, at = int.from_bytes(packed[at : at + 2], "big"), at + 2
            place, length = reference >> 4, (reference & 0xF) + 2
            if place == len(text) % 4096:
                return bytes(text[len(_RTF_START) :])
            start = len(text) - ((len(text) - place) % 4096 or 4096)
            for n in range(length):
                text.append(text[start + n] if 0 <= start + n < len(text) else 0x20)
    return bytes(text[len(_RTF_START) :])


_RTF_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def _others(message: OutlookMail, said: str) -> Iterator[str]:
    """Every other text, once."""
    texts = [text for number, text in sorted(message.texts.items()) if number not in _SAID_ELSEWHERE]
    for text in dict.fromkeys([*texts, *message.more]):
        shown = text.strip()
        if shown and shown not in said and not _DIRECTORY_ADDRESS.match(shown) and len(shown) <= _LONGEST_OTHER:
            yield shown


def _part(kind: str, content: bytes) -> list[str]:
    lines = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", ""]
    lines += [
        binascii.b2a_base64(content[at : at + 57], newline=False).decode("ascii") for at in range(0, len(content), 57)
    ]
    return [*lines, ""]


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()

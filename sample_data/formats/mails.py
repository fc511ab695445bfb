"""Mails (RFC 5322) in any charset, with both alternatives, attachments and mails inside mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from sample_data.document import Document

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "csv": "text/csv",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and what goes with it.

    Attributes:
        encoding: the charset of the body: ``utf-8``, ``iso-8859-1``, ``windows-1252``…
        transfer: ``base64``, ``quoted-printable`` or ``8bit``.
        html: "" for none, or the text of the other alternative (plain text; it becomes paragraphs).
        attachments: pairs of file name and bytes; a name on ``.eml`` is attached as a mail.
        number: makes the message's id and its boundaries.
    """

    sender: tuple[str, str]
    to: tuple[str, str]
    encoding: str = "utf-8"
    transfer: str = "quoted-printable"
    html: str = ""
    only_html: bool = False
    attachments: tuple[tuple[str, bytes], ...] = ()
    number: int = 0
    cc: tuple[str, str] = ("", "")


def write_eml(document: Document, envelope: Envelope) -> bytes:
    """The message as it lies in a mailbox."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = _address(envelope.sender), _address(envelope.to)
    if envelope.cc[1]:
        mail["Cc"] = _address(envelope.cc)
    mail["Subject"] = document.title
    mail["Date"] = format_datetime(datetime.combine(document.day, time(9, envelope.number % 60), COPENHAGEN))
    mail["Message-ID"] = f"<{envelope.number}.{document.day:%Y%m%d}@fjordlev.example>"
    page = _page(envelope.html or document.text)
    if envelope.only_html:
        mail.set_content(page, subtype="html", charset=envelope.encoding, cte=envelope.transfer)
    else:
        mail.set_content(document.text + "\n", charset=envelope.encoding, cte=envelope.transfer)
        if envelope.html:
            mail.add_alternative(page, subtype="html", charset=envelope.encoding, cte=envelope.transfer)
    for name, data in envelope.attachments:
        _attach(mail, name, data)
    for depth, part in enumerate(
        p for p in mail.walk() if p.is_multipart() and p.get_content_type() != "message/rfc822"
    ):
        if part.get_boundary() is None:
            part.set_boundary(f"=_{envelope.number:06d}.{depth}")
    return mail.as_bytes()


def _address(who: tuple[str, str]) -> Address:
    name, mail = who
    user, _, domain = mail.partition("@")
    return Address(name, user, domain)


def _page(text: str) -> str:
    paragraphs = "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in text.split("\n\n"))
    return f"<html><body>{paragraphs}</body></html>\n"


def _attach(mail: EmailMessage, name: str, data: bytes) -> None:
    suffix = name.rpartition(".")[2]
    if suffix == "eml":
        from email import message_from_bytes

        inner = message_from_bytes(data, policy=SMTP)
        assert isinstance(inner, EmailMessage)
        mail.add_attachment(inner, filename=name)
        return
    main, _, sub = KINDS.get(suffix, "application/octet-stream").partition("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)

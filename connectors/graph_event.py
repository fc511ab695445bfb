"""An appointment as one file: its text, its facts as a calendar, and what is attached to it.

Graph gives an appointment as JSON and no other way. Written as a mail with a
calendar in it, it is read like any other: attachments keep their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

Row = Mapping[str, Any]


def written(event: Row, attachments: Iterable[tuple[str, bytes]]) -> bytes:
    """An event resource with its exceptions, and its attachments by name, as a MIME message."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = _line(event.get("subject"))
    mail.make_mixed()
    events = [event, *(one for one in event.get("exceptionOccurrences") or () if isinstance(one, dict))]
    lines = ["BEGIN:VCALENDAR", *(line for one in events for line in _lines(one)), "END:VCALENDAR", ""]
    mail.attach(_part("\r\n".join(lines), "calendar"))
    for one in events:
        body = _inner(one, "body")
        if body.get("content"):
            html = str(body.get("contentType")).lower() == "html"
            mail.attach(_part(str(body["content"]), "html" if html else "plain"))
    for name, content in attachments:
        part = EmailMessage(policy=SMTP)
        part.set_content(content, "application", "octet-stream", filename=_line(name) or "bilag")
        mail.attach(part)
    return mail.as_bytes()


def _part(text: str, subtype: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part.set_content(text.encode("utf-8", "replace").decode(), subtype, "utf-8", cte="base64")
    return part


def _lines(event: Row) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    for name, text in _facts(event):
        if text:
            yield f"{name}:{text}"
    yield "END:VEVENT"


def _facts(event: Row) -> Iterator[tuple[str, str]]:
    yield "SUMMARY", _escaped(event.get("subject"))
    yield "DTSTART", _time(_inner(event, "start"))
    yield "DTEND", _time(_inner(event, "end"))
    yield "LOCATION", _escaped(_inner(event, "location").get("displayName"))
    yield "ORGANIZER", _person(_inner(event, "organizer"))
    for attendee in event.get("attendees") or ():
        if isinstance(attendee, dict):
            yield "ATTENDEE", _person(attendee)
    for category in event.get("categories") or ():
        yield "CATEGORIES", _escaped(category)


def _inner(row: Row, name: str) -> Row:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _person(row: Row) -> str:
    address = _inner(row, "emailAddress")
    name, at = _escaped(address.get("name")), _escaped(address.get("address"))
    return f"{name} <{at}>" if name and at and name != at else name or at


def _time(row: Row) -> str:
    """As a person reads it; Graph writes seven decimals."""
    moment = _line(row.get("dateTime")).partition(".")[0].replace("T", " ")
    return f"{moment} {_line(row.get('timeZone'))}".strip()


def _escaped(value: object) -> str:
    """A value in a calendar's line (RFC 5545, 3.3.11)."""
    line = _line(value).replace("\\", "\\\\")
    return line.replace(";", "\\;").replace(",", "\\,")


def _line(value: object) -> str:
    return " ".join(str(value or "").encode("utf-8", "replace").decode().split())

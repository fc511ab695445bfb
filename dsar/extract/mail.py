"""Mail (eml): the headers, the body in each of its editions, and every attachment as a part.

The standard library takes the message apart; what it makes of headers and character
sets is too strict for real mail, so raw bytes are decoded here, by what they are
rather than by what they claim.

Source: RFC 5322 (format), RFC 2045 and 2046 (parts), RFC 2047 and 2231 (encoded words and file names).
"""

from __future__ import annotations

import binascii
import email.errors
import email.policy
import io
import quopri
import re
import string
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from typing import BinaryIO

from dsar.extract.decode import decode, decoded
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.mail_body import body_passages
from dsar.extract.text import text_passages
from dsar.model import Gap, GapCode, Part, Passage
from dsar.stated import Stated, StatedKind, on, said
from dsar.words import PLACES

_HEADERS = frozenset(
    {"from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to", "resent-cc", "resent-bcc", "date"}
    | {"delivered-to", "x-original-to", "disposition-notification-to", "subject", "thread-topic", "organization"}
    | {"keywords", "comments"}
)
"""What tells who wrote what to whom; the other headers repeat it, or are of the transport."""
_STATING = frozenset({"date", "from", "sender", "message-id", "in-reply-to", "references"})
_LONGEST_STATING = 10_000
_MOST_BEFORE = 20
_ID = re.compile(r"<[^<>\s]{1,300}>")
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_ENDINGS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
}
_WORD = re.compile(r"\w+")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,5000})\?=")
_BASE64 = string.ascii_letters.encode() + string.digits.encode() + b"+/"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_UUENCODE = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})
_CUT = (email.errors.CloseBoundaryNotFoundDefect, email.errors.StartBoundaryNotFoundDefect)


class MailExtractor:
    """Yields the headers, then bodies and parts in the order of the mail."""

    def match(self, media_type: str, name: str) -> int:
        """Mail messages."""
        del name
        return 2 if media_type == "message/rfc822" else 0

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage | Part | Gap]:
        """Yield what the mail holds; see the class."""
        del limits
        try:
            mail = BytesParser(policy=email.policy.compat32).parse(source)
        except RecursionError:
            yield Gap("", GapCode.TOO_DEEP, "its parts are nested too deep; it is read as plain text.")
            source.seek(0)
            yield from text_passages(decoded(source))
            return
        yield Passage(PLACES["mail_head"], _headers(mail, _HEADERS), stated=_stated(mail))
        yield from _Walk().part(mail, None)


class _AsItWas(email.policy.Compat32):
    """Writes headers as they were read, where the library would fold them anew, or refuse to."""

    def fold_binary(self, name: str, value: object) -> bytes:
        return f"{name}: {value}\n".encode("utf-8", "surrogateescape")


class _Walk:
    """Goes through the parts of one mail, and numbers them."""

    def __init__(self) -> None:
        self._number = 0

    def part(self, mail: Message, said: set[str] | None) -> Iterator[Passage | Part | Gap]:
        """Yield a part and what is inside it, in order.

        ``said`` holds the words of the editions of the same text so far, or is None where there is one only.
        """
        kind = mail.get_content_type()
        inside = _inside(mail)
        if kind.startswith("multipart/"):
            yield from self._parts(mail, inside, set() if kind == "multipart/alternative" else said)
            return
        self._number += 1
        name = _file_name(mail)
        if kind in _MAILS and inside:
            yield Part(name or f"mail {self._number}.eml", io.BytesIO(_nested(mail, inside[0])))
        elif inside:  # delivery reports: blocks of headers
            yield Passage(PLACES["mail_body"], "\n\n".join(_headers(block) for block in inside))
        elif kind in ("text/plain", "text/html") and not name and mail.get_content_disposition() != "attachment":
            yield from self._body(mail, kind, said)
        else:
            content, whole = _content(mail)
            name = name or f"del {self._number}{_ENDINGS.get(kind, '')}"
            yield Part(name, io.BytesIO(content))
            if not whole:
                yield Gap(name, GapCode.DAMAGED, "the attachment is damaged in the mail; what is there is read.")

    def _parts(self, mail: Message, inside: list[Message], said: set[str] | None) -> Iterator[Passage | Part | Gap]:
        if not inside:
            yield from self._body(mail, "text/plain", said)
        for part in inside:
            yield from self.part(part, said)
        for around in (mail.preamble, mail.epilogue):
            text = decode((around or "").encode("utf-8", "surrogateescape"))
            if text.strip() and "MIME format" not in text and "multi-part message" not in text:
                yield Passage(PLACES["mail_alternative"], text)
        if any(isinstance(defect, _CUT) for defect in mail.defects):
            yield Gap("", GapCode.DAMAGED, "the mail is cut off; what is there is read.")

    def _body(self, mail: Message, kind: str, said: set[str] | None) -> Iterator[Passage | Gap]:
        content, whole = _content(mail)
        text = decode(content, declared=mail.get_content_charset() or "")
        place = PLACES["mail_alternative" if said else "mail_body"]
        passages = body_passages(text, place, html=kind == "text/html")
        words = {word for passage in passages for word in _WORD.findall(passage.text)}
        if said is None or words - said:
            yield from passages
        if said is not None:
            said |= words
        if not whole:
            yield Gap("", GapCode.DAMAGED, f"part {self._number} of the mail is damaged; what is there is read.")


def _inside(mail: Message) -> list[Message]:
    payload = mail.get_payload() if mail.is_multipart() else []
    return [part for part in payload if isinstance(part, Message)]


def _headers(mail: Message, wanted: frozenset[str] | None = None) -> str:
    items = ((name, value) for name, value in mail.raw_items() if wanted is None or name.lower() in wanted)
    return "\n".join(f"{name}: {_unfolded(value)}" for name, value in items)


def _stated(mail: Message) -> tuple[Stated, ...]:
    """When it was sent and by whom, its own id, and those of the mails before it (RFC 5322, 3.6)."""
    first: dict[str, str] = {}
    for name, value in mail.raw_items():
        if name.lower() in _STATING:
            first.setdefault(name.lower(), _unfolded(value)[:_LONGEST_STATING])
    before = first.get("references", "") + first.get("in-reply-to", "")
    return (
        *on(StatedKind.SENT, first.get("date", "")),
        *said(StatedKind.AUTHOR, first.get("from") or first.get("sender", "")),
        *said(StatedKind.MESSAGE_ID, *_ID.findall(first.get("message-id", ""))[:1]),
        *said(StatedKind.ANSWERS, *_ID.findall(before)[-_MOST_BEFORE:]),
    )


def _unfolded(raw: object) -> str:
    return " ".join(_words(_readable(raw)).split())


def _readable(raw: object) -> str:
    """A header's text: the parser keeps bytes beyond ASCII as surrogates, in whichever encoding they are."""
    return decode(str(raw).encode("utf-8", "surrogateescape"))


def _words(text: str) -> str:
    """The text with its encoded words (RFC 2047) decoded; one that is broken stays as it is.

    A character may begin in one word and end in the next, so neighbours in one encoding are decoded together.
    """
    decoded_words: list[tuple[str, bytes]] = []  # the encoding, and bytes in it; plain text in between as UTF-8
    end = 0
    for found in _ENCODED_WORD.finditer(text):
        charset, encoding, packed = found.groups()
        content = _unpacked(encoding, packed)
        between = text[end : found.start()]
        if not content:
            continue
        if between.strip() or not decoded_words:
            decoded_words.append(("utf-8", between.encode("utf-8", "surrogatepass")))
        if decoded_words[-1][0] == charset.lower():
            decoded_words[-1] = (charset.lower(), decoded_words[-1][1] + content)
        else:
            decoded_words.append((charset.lower(), content))
        end = found.end()
    return "".join(decode(content, declared=charset) for charset, content in decoded_words) + text[end:]


def _unpacked(encoding: str, packed: str) -> bytes:
    raw = packed.encode("utf-8", "surrogatepass")
    return _unbase64(raw)[0] if encoding in "bB" else quopri.decodestring(raw, header=True)


def _file_name(mail: Message) -> str:
    """What the attachment is called, by either header, in any of the three ways to write letters; or nothing."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        raw = next((value for name, value in mail.raw_items() if name.lower() == header), "")
        holder = Message()
        holder[header] = " ".join(_readable(raw).split("\n"))
        try:
            found = holder.get_param(parameter, header=header)
        except (TypeError, ValueError):  # numbered and unnumbered pieces (RFC 2231) in one header
            found = None
        if isinstance(found, tuple):
            charset, _, value = found
            return decode(value.encode("latin-1", "replace"), declared=charset or "")
        if found:
            return _words(str(found))
    return ""


def _nested(mail: Message, inner: Message) -> bytes:
    """The bytes of a mail in the mail; some programs encode it although they must not (RFC 2046, 5.2.1)."""
    for part in inner.walk():
        if part.get_content_maintype() == "multipart" and not part.is_multipart():
            del part["content-type"]  # it has no parts, and the library would not write its text as it is
    data = inner.as_bytes(policy=_AsItWas())
    return _unbase64(data)[0] if _encoding(mail) == "base64" else data


def _content(mail: Message) -> tuple[bytes, bool]:
    """A part's bytes, and whether all of them are there."""
    encoding = _encoding(mail)
    if encoding not in _UUENCODE:
        del mail["content-transfer-encoding"]  # so that the library gives the bytes as they stand
    payload = mail.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    match encoding:
        case "base64":
            return _unbase64(data)
        case "quoted-printable":
            return quopri.decodestring(data), True
    return data, True


def _encoding(mail: Message) -> str:
    return str(mail.get("content-transfer-encoding", "")).partition(";")[0].strip().lower()


def _unbase64(data: bytes) -> tuple[bytes, bool]:
    letters = _NOT_BASE64.sub(b"", data)
    whole = len(letters) % 4 != 1 and not data.rstrip(b"= \t\r\n").translate(None, b" \t\r\n" + _BASE64)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"=="), whole


_checked: type[Extractor] = MailExtractor

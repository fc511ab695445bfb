"""What a file is, told from its bytes; its name decides only between kinds of text."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from dsar.extract import ole
from dsar.extract.decode import BYTE_ORDER_MARKS, decode, wide_encoding

EMPTY = "application/x-empty"
ENCRYPTED = "application/x-encrypted"
"""A wrapper that only a password or a key opens: protected Office files, enveloped S/MIME, PGP."""
UNKNOWN = "application/octet-stream"

_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = f"{_OOXML}.presentationml.presentation"
WORD_XML = "application/vnd.ms-word.xml"
"""Word in one XML file: of 2003, or the parts of a docx one after the other."""
FLAT_ODF = "application/vnd.oasis.opendocument.text-flat-xml"
XPS = "application/vnd.ms-xpsdocument"
SIGNED = "application/pkcs7-mime"
"""Content and signature in one (S/MIME), or a signature alone."""
CALENDAR, CONTACT = "text/calendar", "text/vcard"

HEAD = 16384
"""Bytes that are looked at; the zip and OLE directories are read as well."""

_SIGNATURES = (  # (offset, bytes, media type); the first that fits
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"MM\0+", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftyphev", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"\0\0\x01\0", "image/x-icon"),
    (40, b" EMF", "image/emf"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (0, b"\0\0\0\x0cjP  ", "image/jp2"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (4, b"Standard Jet DB", "application/x-msaccess"),
    (4, b"Standard ACE DB", "application/x-msaccess"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"MZ", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"RIFF", "audio/wav"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\0\x01\0\0\0", "font/ttf"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"OTTO", "font/otf"),
    (0, b"-----BEGIN PGP MESSAGE", ENCRYPTED),
    (0, b"Salted__", ENCRYPTED),
    (0, b"age-encryption.org/v1", ENCRYPTED),
)
_TEXTUAL = frozenset({"application/x-tar"})
"""Types that may look like text to the end of what is looked at, although their signature is plain letters.

Of all others with such a signature the bytes must be binary: a letter may begin with OTTO, which is a font's.
"""
_BITMAP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_ENVELOPED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"  # RFC 5652, section 6: id-envelopedData
_AUTH_ENVELOPED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"  # RFC 5083: id-ct-authEnvelopedData
_SIGNED = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # RFC 5652, section 5: id-signedData
_PGP_NAMES = frozenset({"pgp", "gpg"})

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?><!--.{0,2000}?-->\s*){0,5}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|br|style|span|h[1-6])[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*(?:<\?xml\s|<!--|<!DOCTYPE\s|<[A-Za-z_][\w.:-]{0,100}(?:\s[^<>]{0,2000})?/?>)")
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[{\"\[]|\]\s*$))")
_CARD = re.compile(r"\s{0,20}BEGIN:(VCARD|VCALENDAR)\s", re.IGNORECASE)
_XML_DOCUMENTS = (
    (re.compile(r"\A\s{0,100}<\?xml.{0,1000}?<(?:w:wordDocument|pkg:package)\s", re.DOTALL), WORD_XML),
    (re.compile(r"\A\s{0,100}<\?xml.{0,1000}?<office:document\s", re.DOTALL), FLAT_ODF),
)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:|From \S")
_SURE_MAIL_HEADERS = frozenset(
    {"message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature", "x-received"}
)
_MAIL_HEADERS = _SURE_MAIL_HEADERS | frozenset(
    {"from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "content-type", "x-mailer", "in-reply-to"}
)
_KNOWN_ZIPS = re.compile(
    r"application/(?:vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics|chart|formula)|epub\+zip)"
)
_TEXT_NAMES = frozenset({"txt", "md", "log", "csv", "tsv", "tab", "rst", "ini", "toml", "yaml", "yml"})
_BY_NAME = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "tab": "text/tab-separated-values",
    "xls": "text/csv",  # what many systems call a spreadsheet is a table in plain text
    "xlsx": "text/csv",
    "json": "application/json",
    "jsonl": "application/json",
    "ndjson": "application/json",
    "geojson": "application/json",
    "xml": "application/xml",
    "htm": "text/html",
    "html": "text/html",
    "eml": "message/rfc822",
    "mbox": "application/mbox",
}


def media_type(source: BinaryIO, name: str) -> str:
    """The media type of a seekable source; it is left standing anywhere."""
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        return EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(source, head)
    if head.startswith(ole.SIGNATURE):
        return _ole(source)
    if _is_bitmap(head):  # a white page looks like text: it is all ÿ
        return "image/bmp"
    binary = _is_boxed(head) or not _is_text(head)
    if head.lstrip().startswith(b"%PDF-") or (binary and b"%PDF-" in head[:1024]):
        return "application/pdf"
    for offset, signature, found in _SIGNATURES:
        if head.startswith(signature, offset) and (binary or found in _TEXTUAL or not signature.isalnum()):
            return found
    if binary:
        return _cryptographic(head, name)
    return _text(decode(head), name)


def _is_boxed(head: bytes) -> bool:
    """Whether it begins with a box of HEIF, AVIF or MP4, or is WebP: what follows may be nearly all text (XMP)."""
    return (head[:3] == bytes(3) and head[4:8] == b"ftyp") or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:18] in _BITMAP_HEADERS


def extension(name: str) -> str:
    """The lower-case ending of a name, without its dot; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if stem and dot else ""


def _cryptographic(head: bytes, name: str) -> str:
    start = head[:64] if head[:1] == b"\x30" else b""
    if _ENVELOPED in start or _AUTH_ENVELOPED in start or extension(name) in _PGP_NAMES:
        return ENCRYPTED
    return SIGNED if _SIGNED in start else UNKNOWN


def _is_text(head: bytes) -> bool:
    """Whether the bytes are text in any encoding: beside NUL, at most one control character, and one in fifty."""
    if head.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)) or wide_encoding(head[:4096]):
        return True
    letters = head.translate(None, b"\0")
    plain = letters.translate(None, bytes(range(0x20, 0x80)) + b"\t\n\v\f\r\x1a\x1b")
    control = len(plain.translate(None, bytes(range(0x80, 0x100))))
    return control * 50 <= len(letters) + 50 and len(letters) * 2 >= len(head)


def _text(text: str, name: str) -> str:
    by_name = _BY_NAME.get(extension(name), "")
    if text.startswith("-----BEGIN PGP MESSAGE"):
        return ENCRYPTED
    if card := _CARD.match(text):
        return CONTACT if card[1].upper() == "VCARD" else CALENDAR
    if _HTML.match(text):
        return "text/html"
    if found := next((kind for mark, kind in _XML_DOCUMENTS if mark.search(text)), ""):
        return found
    if _XML.match(text) and (text.lstrip().startswith("<?xml") or by_name not in ("", "text/csv")):
        return "application/xml"
    if _JSON.match(text):
        return "application/json"
    return _mail(text, name, by_name) or by_name or "text/plain"


def _mail(text: str, name: str, by_name: str) -> str:
    """Whether the text is a mail or a mailbox: it begins with header lines that only mail has."""
    found = set[str]()
    lines = text.split("\n", 60)
    for line in lines[:60]:
        if line[:1] in " \t" and found:
            continue
        if not _HEADER.match(line):
            break
        found.add(line.partition(":")[0].lower())
    if lines[0].startswith("From ") and (found & _MAIL_HEADERS):
        return "application/mbox"
    sure = bool(found & _SURE_MAIL_HEADERS)
    named = extension(name) not in _TEXT_NAMES
    if len(found & _MAIL_HEADERS) >= 2 and (sure or named):
        return "message/rfc822"
    return "text/plain" if by_name == "application/mbox" else ""


def _zipped(source: BinaryIO, head: bytes) -> str:
    named = ""
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                named = _own_type(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    if not names:  # the directory is lost, or says that there is nothing
        names = re.findall(r"(?:word|xl|ppt)/\w{1,30}\.\w{1,10}", head.decode("latin-1"))
    for beginning, found in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if any(name.startswith(beginning) for name in names):
            return XLSB if "xl/workbook.bin" in names else found
    if any(name.endswith((".fdseq", ".fpage")) for name in names):
        return XPS
    if head[30:38] == b"mimetype" and not named:  # OpenDocument and EPUB: stored first, uncompressed
        size = int.from_bytes(head[18:22], "little")
        named = head[38 : 38 + min(size, 100)].decode("ascii", "replace").strip()
    return named if _KNOWN_ZIPS.match(named) else "application/zip"


def _own_type(archive: zipfile.ZipFile) -> str:
    """What the file says it is; some programs pack even that."""
    try:
        with archive.open("mimetype") as member:
            return member.read(100).decode("ascii", "replace").strip()
    except (RuntimeError, zlib.error, EOFError, zipfile.BadZipFile, NotImplementedError):
        return ""


def _ole(source: BinaryIO) -> str:
    names = ole.entry_names(source)
    for stream, found in (
        ("encryptedpackage", ENCRYPTED),
        ("worddocument", "application/msword"),
        ("workbook", "application/vnd.ms-excel"),
        ("book", "application/vnd.ms-excel"),
        ("powerpoint document", "application/vnd.ms-powerpoint"),
        ("__properties_version1.0", "application/vnd.ms-outlook"),
    ):
        if stream in names:
            return found
    return "application/x-ole-storage"

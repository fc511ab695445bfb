"""A file is what its bytes say, whatever it is called."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlwt

from dsar.extract import media, ole
from tests.extract.files import mail, zipped

MAIL = mail().as_bytes()
WORD = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
CALC = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, method=zipfile.ZIP_STORED)


def xls() -> bytes:
    book, saved = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("Ark1").write(0, 0, "Navn")
    book.save(saved)
    return saved.getvalue()


def ole_with(*names: str) -> bytes:
    """The smallest OLE file whose directory has these entries, each the right sibling of the one before."""
    entries = [("Root Entry", 0xFFFFFFFF, 1)]
    entries += [(name, n + 1 if n < len(names) else 0xFFFFFFFF, 0xFFFFFFFF) for n, name in enumerate(names, start=1)]
    directory = b""
    for name, right, child in entries:
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<HHIII", len(raw) + 2, 2, 0xFFFFFFFF, right, child)
        directory += b"\0" * 48
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    sectors = len(directory) // 512
    table = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFD]
    header = bytearray(512)
    header[:8] = ole.SIGNATURE
    struct.pack_into("<H", header, 0x1E, 9)
    struct.pack_into("<IIIIII", header, 0x2C, 1, 0, 0, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", header, 0x44, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 0x4C, sectors, *[0xFFFFFFFF] * 108)
    return bytes(header) + directory + struct.pack("<128I", *(table + [0xFFFFFFFF] * (128 - len(table))))


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "tom.pdf", media.EMPTY),
        (b"%PDF-1.7\n", "sag.txt", "application/pdf"),
        (b"\n\n %PDF-1.4\n", "sag.pdf", "application/pdf"),
        (b"Hej Bo", "sag.pdf", "text/plain"),
        (WORD, "sag.doc", media.DOCX),
        (WORD[:-30], "afbrudt.docx", media.DOCX),
        (zipped({"xl/workbook.xml": b"<x/>"}), "a", media.XLSX),
        (zipped({"xl/workbook.bin": b"x"}), "a", media.XLSB),
        (zipped({"ppt/presentation.xml": b"<x/>"}), "a", media.PPTX),
        (CALC, "a.zip", "application/vnd.oasis.opendocument.spreadsheet"),
        (zipped({"word.txt": b"x"}), "sag.docx", "application/zip"),
        (b"PK\x03\x04 cut", "a.zip", "application/zip"),
        (xls(), "løn.txt", "application/vnd.ms-excel"),
        (ole_with("WordDocument", "1Table"), "a", "application/msword"),
        (ole_with("x", "y", "z", "__properties_version1.0"), "a", "application/vnd.ms-outlook"),
        (ole_with("EncryptionInfo", "EncryptedPackage"), "sag.docx", media.ENCRYPTED),
        (ole_with("Noget andet"), "a.doc", "application/x-ole-storage"),
        (ole.SIGNATURE, "a.doc", "application/x-ole-storage"),
        (gzip.compress(b"x", mtime=0), "a", "application/gzip"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "image/png"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", "a.txt", "application/x-executable"),
        (b"MZ er en forkortelse", "a.txt", "text/plain"),
        (b"OTTO Hansen er flyttet", "a.txt", "text/plain"),
        (b"OTTO\0\x0a\0\x80\0\3\0\x20CFF \1\2\3", "a.txt", "font/otf"),
        (b"GIF89a\1\0\1\0\0\0\0", "a.txt", "image/gif"),
        (b"En PDF begynder med %PDF-1.4", "a.txt", "text/plain"),
        (b"\0\1\2\3 %PDF-1.4", "a.txt", "application/pdf"),
        (b"-----BEGIN PGP MESSAGE-----\n\nabc", "a.txt", media.ENCRYPTED),
        (b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80\0\0\0", "smime.p7m", media.ENCRYPTED),
        (bytes(range(256)) * 8, "a.txt", media.UNKNOWN),
        (b"Navn;By\nBo;Als\n", "a.csv", "text/csv"),
        (b"Navn;By\nBo;Als\n", "a.CSV", "text/csv"),
        (b"Navn;By\nBo;Als\n", "a.txt", "text/plain"),
        (b"Navn\tBy\nBo\tAls\n", "udtr\xc3\xa6k.xls", "text/csv"),
        ("Navn;By\nÅse;Ærø\n".encode("utf-16"), "a.csv", "text/csv"),
        ("Navn;By\nÅse;Ærø\n".encode("utf-16-le"), "a", "text/plain"),
        (b"<!-- x --><!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"<html><body>x", "løn.xls", "text/html"),
        (b'<?xml version="1.0"?><r/>', "a", "application/xml"),
        (b'<?xml version="1.0"?><html xmlns="x"><p/></html>', "a.xml", "text/html"),
        (b"<r><a/></r>", "a.xml", "application/xml"),
        (b"<b@x.dk> skrev:", "a.txt", "text/plain"),
        (b'{"navn": "Bo"}', "a.txt", "application/json"),
        (b"[12:30] logget ind", "a.txt", "text/plain"),
        (b"{se note}", "a.txt", "text/plain"),
        (MAIL, "a", "message/rfc822"),
        (MAIL, "a.txt", "message/rfc822"),
        (b"From: Bo\nTo: \xc5se\nEmne: x\n\nHej", "a.txt", "text/plain"),
        (b"From: Bo\nTo: \xc5se\n\nHej", "a.eml", "message/rfc822"),
        (b"Subject: Sag\n\nHej", "a.eml", "message/rfc822"),
        (b"From bo@x Mon Nov  2 10:00:00 2026\nFrom: Bo\nTo: x\n\nHej", "a", "application/mbox"),
        (b"Navn: Bo\nBy: Als\n\nHej", "a", "text/plain"),
        (b"Hej\2 Bo\x7f", "a", "text/plain"),
        ("æ".encode() * 20_000, "a", "text/plain"),
        ("Привет".encode("koi8-r") * 20, "a", "text/plain"),
        (b"Log\n" + b"\0" * 300 + b"mere log, en hel del mere, der fylder mere end de tomme\n" * 10, "a", "text/plain"),
    ],
)
def test_the_type_of(data: bytes, name: str, expected: str) -> None:
    assert media.media_type(io.BytesIO(data), name) == expected


def test_a_directory_that_goes_round_in_circles_ends() -> None:
    data = bytearray(ole_with("a", "b"))
    struct.pack_into("<I", data, len(data) - 512, 0)  # the directory's only sector follows itself

    assert "a" in ole.entry_names(io.BytesIO(bytes(data)))


@pytest.mark.parametrize(
    ("name", "ending"), [("a.TXT", "txt"), ("a", ""), (".txt", ""), ("a.tar.gz", "gz"), ("a.", "")]
)
def test_the_ending_of_a_name(name: str, ending: str) -> None:
    assert media.extension(name) == ending


def test_this_very_file_is_text() -> None:
    assert media.media_type(io.BytesIO(Path(__file__).read_bytes()), "x.py") == "text/plain"


@pytest.mark.parametrize("head", [b"<!---->" * 3_000, b" " * 16_000, b"<a " * 5_000, b"[ " * 8_000, b"<?xml " * 3_000])
def test_a_start_made_to_be_slow_is_not(head: bytes) -> None:
    assert media.media_type(io.BytesIO(head), "a") in ("text/plain", "text/html", "application/xml", "application/json")

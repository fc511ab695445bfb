"""Every extractor of this area keeps the contract."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from dsar.extract.compressed import CompressedExtractor
from dsar.extract.extractor import Extractor
from dsar.extract.html import HtmlExtractor
from dsar.extract.json import JsonExtractor
from dsar.extract.mail import MailExtractor
from dsar.extract.mbox import MboxExtractor
from dsar.extract.table import TableExtractor
from dsar.extract.tar import TarExtractor
from dsar.extract.text import TextExtractor
from dsar.extract.xml import XmlExtractor
from dsar.extract.zip import ZipExtractor
from tests.contract.extractor import ExtractorContract, MemoryExtractor
from tests.extract.files import mail, zipped

HTML = """<!doctype html><meta charset="utf-8"><title>Sag</title><p>K&aelig;re <b>Bo</b><table><tr><th>Navn<th>By
<tr><td colspan=2>Åse<td rowspan=2>Ærø<tr><td>Bo</table><pre> a\r\n b</pre><!-- note --><img alt="kort">"""
XML = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE r [<!ENTITY by "Ærø">]><r dato="1"><p id="1"><navn>Åse</navn>
<by>&by;</by></p><p id="2"><navn>Bo</navn><note>hej <b>Bo</b> der</note><!-- ny --></p></r>"""
MAIL = mail()
MAIL.add_alternative("<p>Kære <b>Bo</b>, ring</p>", subtype="html")
MAIL.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename="børn og unge.csv")
MAIL.add_attachment(mail("indre"))


def tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("a.txt", "b/c.txt"):
            member = tarfile.TarInfo(name)
            member.size = 3
            archive.addfile(member, io.BytesIO(b"hej"))
    return packed.getvalue()


class TestMemory(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return MemoryExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return MemoryExtractor.MEDIA_TYPE

    @pytest.fixture
    def sample(self) -> bytes:
        return b"Hej\r\nBo\n\na.txt=indhold"


class TestText(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return TextExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "text/plain"

    @pytest.fixture
    def sample(self) -> bytes:
        return "\ufeffKære Åse\r\nEn sag om 𝔸\r\n".encode()


class TestTable(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return TableExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "text/csv"

    @pytest.fixture
    def sample(self) -> bytes:
        return 'Navn;By;Note\r\nÅse;Ærø;"to\r\nlinjer"\r\nBo;Als;""\r\n'.encode("cp1252")


class TestHtml(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return HtmlExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "text/html"

    @pytest.fixture
    def sample(self) -> bytes:
        return HTML.encode()


class TestJson(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return JsonExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/json"

    @pytest.fixture
    def sample(self) -> bytes:
        return '[{"navn": "S\\u00f8ren", "tal": [1, 2.50]}, {"navn": "Åse", "sand": true, "tom": null}]'.encode()


class TestXml(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return XmlExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/xml"

    @pytest.fixture
    def sample(self) -> bytes:
        return XML.encode()


class TestMail(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return MailExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "message/rfc822"

    @pytest.fixture
    def sample(self) -> bytes:
        return MAIL.as_bytes()


class TestMbox(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return MboxExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/mbox"

    @pytest.fixture
    def sample(self) -> bytes:
        one = b"From bo@example.dk Mon Nov  2 10:00:00 2026\n" + mail().as_bytes() + b"\n"
        return one + one


class TestZip(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return ZipExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/zip"

    @pytest.fixture
    def sample(self) -> bytes:
        return zipped({"a.txt": b"hej", "b/æ.txt": b"dav " * 50})


class TestTar(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return TarExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/x-tar"

    @pytest.fixture
    def sample(self) -> bytes:
        return tar()


class TestCompressed(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return CompressedExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/gzip"

    @pytest.fixture
    def sample(self) -> bytes:
        return gzip.compress(b"Hej Bo", mtime=0)

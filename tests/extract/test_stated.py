"""Dates and authors of each format, as data; and dates that cannot be, which stay text."""

from __future__ import annotations

import io
import lzma
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from dsar.extract import outlook
from dsar.extract.outlook import OutlookMail, as_mail
from dsar.model import Passage
from tests.extract.files import read
from tests.extract.office_files import docx, p
from tests.extract.pdf_files import changed, pdf

DATA = Path(__file__).parent / "data"
AUTHOR = ("author", "Forfatterplantet")
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:creator>{author}</dc:creator><dcterms:created>{created}</dcterms:created></cp:coreProperties>"
)


def stated(data: bytes, name: str) -> list[tuple[str, str]]:
    passages = [one.value for one in read(data, name) if isinstance(one.value, Passage)]
    return [(one.kind.value, one.value) for passage in passages for one in passage.stated]


def stated_pdf(**info: str) -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        del opened.trailer.Info
        for key, value in info.items():
            opened.docinfo[Name("/" + key)] = String(value)

    return changed(pdf(["Afgørelse"]), change)


def word(created: str, author: str = "Bo Holm") -> bytes:
    return docx(p("Afgørelse"), {"docProps/core.xml": CORE.format(author=author, created=created)})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("planted.doc", {AUTHOR, ("modified", "2013-12-23T23:15:00Z")}),
        ("planted.xls", {AUTHOR, ("created", "2026-11-21T23:27:31Z")}),
        ("planted.ppt.xz", {AUTHOR, ("modified", "2013-01-27T09:15:58Z"), ("changed_by", "Steve Canny")}),
        ("planted.rtf", {AUTHOR, ("created", "2013-12-23")}),
        ("planted.odt", {AUTHOR, ("modified", "2013-12-23T23:15:00")}),
        ("planted.odp", {AUTHOR, ("created", "2013-01-27T09:14:16"), ("changed_by", "Steve Canny")}),
        ("planted.ods", {AUTHOR, ("modified", "2026-11-21T23:27:31")}),
    ],
)
def test_office_files_state_their_date_and_author(name: str, expected: set[tuple[str, str]]) -> None:
    data = (DATA / name).read_bytes()
    data = lzma.decompress(data) if name.endswith(".xz") else data
    assert expected <= set(stated(data, name.removesuffix(".xz")))


def test_word_states_its_date_and_author() -> None:
    assert stated(word("2026-11-02T09:30:00Z"), "a.docx") == [
        ("author", "Bo Holm"),
        ("created", "2026-11-02T09:30:00Z"),
    ]


@pytest.mark.parametrize(
    "created", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-31T10:00:00Z", "1601-01-01T00:00:00Z", "i går"]
)
def test_a_date_that_cannot_be_stays_text_and_costs_no_gap(created: str) -> None:
    data = word(created)
    assert stated(data, "a.docx") == [("author", "Bo Holm")]
    texts = [one.value.text for one in read(data, "a.docx") if isinstance(one.value, Passage)]
    assert created[:4] in texts[-1]


def test_a_pdf_states_its_dates_and_author() -> None:
    data = stated_pdf(Author="Bo Holm", CreationDate="D:20261102093000+01'00'", ModDate="D:20261103")
    assert stated(data, "a.pdf") == [
        ("author", "Bo Holm"),
        ("created", "2026-11-02T08:30:00Z"),
        ("modified", "2026-11-03"),
    ]


def test_a_pdf_with_a_bad_date_states_none() -> None:
    assert stated(stated_pdf(CreationDate="D:99990231"), "a.pdf") == []


def test_a_pdf_that_only_has_xmp_states_what_stands_there() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        b'xmp:CreateDate="2026-11-02T09:30:00+01:00"><dc:format>application/pdf</dc:format>'
        b"<dc:creator><rdf:Seq><rdf:li>Bo Holm</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )

    def change(opened: pikepdf.Pdf) -> None:
        del opened.trailer.Info
        opened.Root.Metadata = opened.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)

    data = changed(pdf(["Afgørelse"]), change, compress_streams=False)
    assert set(stated(data, "a.pdf")) == {("created", "2026-11-02T08:30:00Z"), ("author", "Bo Holm")}


def test_a_signed_pdf_states_when_it_was_signed() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        del opened.trailer.Info
        value = Dictionary(Type=Name.Sig, M=String("D:20261104120000Z"), Contents=String("x"), ByteRange=Array([0, 1]))
        field = opened.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=opened.make_indirect(value)))
        opened.Root.AcroForm = Dictionary(Fields=Array([field]))

    assert stated(changed(pdf(["Afgørelse"]), change), "a.pdf") == [("signed", "2026-11-04T12:00:00Z")]


@pytest.mark.parametrize(
    ("taken", "zone", "expected"),
    [
        ("2026:11:02 09:30:00", "+01:00", [("taken", "2026-11-02T08:30:00Z")]),
        ("2026:11:02 09:30:00", "nonsense", [("taken", "2026-11-02T09:30:00")]),
        ("2026:11:02 09:30:00", "", [("taken", "2026-11-02T09:30:00")]),
        ("0000:00:00 00:00:00", "", []),
    ],
)
def test_a_picture_states_when_it_was_taken(taken: str, zone: str, expected: list[tuple[str, str]]) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Bo Holm"
    exif.get_ifd(0x8769).update({0x9003: taken, 0x9011: zone})
    out = io.BytesIO()
    Image.new("L", (400, 400), 255).save(out, "JPEG", exif=exif)
    assert stated(out.getvalue(), "a.jpg") == expected


def test_an_outlook_message_states_its_ids_as_a_mail_does() -> None:
    message = OutlookMail(
        texts={0x0037: "Svar", 0x1035: "<2@example.dk>", 0x1042: "<1@example.dk>", 0x0C1A: "Bo Holm"},
        times={outlook.SUBMITTED: datetime(2026, 11, 2, 9, 30, tzinfo=UTC)},
    )
    assert stated(as_mail(message), "a.eml") == [
        ("sent", "2026-11-02T09:30:00Z"),
        ("author", "Bo Holm"),
        ("message_id", "<2@example.dk>"),
        ("answers", "<1@example.dk>"),
    ]


def test_a_mail_states_the_nearest_mails_of_a_long_thread_last() -> None:
    references = " ".join(f"<{n}@example.dk>" for n in range(100))
    ids = f"Message-ID: <x@example.dk> <y@example.dk>\nReferences: {references}\nIn-Reply-To: <99@example.dk>"
    assert stated(f"Subject: a\n{ids}\n\nHej".encode(), "a.eml") == [
        ("message_id", "<x@example.dk>"),
        *(("answers", f"<{n}@example.dk>") for n in range(81, 100)),
    ]


def test_a_hostile_author_is_one_short_line() -> None:
    ((_, name), *_) = stated(word("2026-11-02", "Bo " * 100_000), "a.docx")
    assert len(name) <= 300


def test_a_picture_in_a_pdf_states_nothing_of_the_pdf() -> None:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a xmlns:dc="d"><dc:creator>Ida Foto</dc:creator></a></x:xmpmeta>'

    def change(opened: pikepdf.Pdf) -> None:
        del opened.trailer.Info
        opened.Root.Thing = opened.make_stream(packet)

    data = changed(pdf(["Afgørelse"]), change, compress_streams=False)
    assert packet in data
    assert stated(data, "a.pdf") == []

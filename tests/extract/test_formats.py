"""Every format gives back every word that was planted in it, and none of the traps gets through."""

from __future__ import annotations

import io
import random
import shutil
import struct
import zipfile
from collections.abc import Callable

import pytest

from dsar.extract import media
from dsar.extract.content_lines import ContentLinesExtractor
from dsar.extract.doc import DocExtractor
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.msg import MsgExtractor
from dsar.extract.odf import OdfExtractor
from dsar.extract.ole_streams import ole_streams
from dsar.extract.ole_write import ole_file
from dsar.extract.outlook import unpacked_rtf
from dsar.extract.ppt import PptExtractor
from dsar.extract.pptx import PptxExtractor
from dsar.extract.pst import PstExtractor
from dsar.extract.registry import Registry
from dsar.extract.rtf import RtfExtractor
from dsar.extract.smime import SignedExtractor
from dsar.extract.tnef import TnefExtractor
from dsar.extract.word_xml import WordXmlExtractor
from dsar.extract.xps import XpsExtractor
from dsar.model import GapCode
from tests.contract.extractor import ExtractorContract
from tests.extract import planted
from tests.extract.files import gaps, passages, read, texts, zipped
from tests.extract.office_files import codes, parts, shown
from tests.extract.office_files import read as read_with
from tests.extract.planted import FILES

SMALL = {
    "doc": (DocExtractor, "application/msword"),
    "odt": (OdfExtractor, "application/vnd.oasis.opendocument.text"),
    "odp": (OdfExtractor, "application/vnd.oasis.opendocument.presentation"),
    "rtf": (RtfExtractor, "application/rtf"),
    "pptx": (PptxExtractor, media.PPTX),
    "ppt": (PptExtractor, "application/vnd.ms-powerpoint"),
    "msg": (MsgExtractor, "application/vnd.ms-outlook"),
    "winmail.dat": (TnefExtractor, "application/vnd.ms-tnef"),
    "p7m": (SignedExtractor, "application/pkcs7-mime"),
    "ics": (ContentLinesExtractor, "text/calendar"),
    "vcf": (ContentLinesExtractor, "text/vcard"),
    "xps": (XpsExtractor, "application/vnd.ms-xpsdocument"),
    "xml": (WordXmlExtractor, "application/vnd.ms-word.xml"),
}

PACKET = b"\2\0bilag.txt\0C:\\bilag.txt\0\0\0\3\0\4\0\0\0C:\\\0\7\0\0\0Packet!"
"""A file as Windows' packager wraps it: names, a path, and the content after its size."""


class TestEveryFormat(ExtractorContract):
    """The contract, for each of them."""

    @pytest.fixture(params=sorted(SMALL))
    def ending(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def extractor(self, ending: str) -> Extractor:
        return SMALL[ending][0]()

    @pytest.fixture
    def media_type(self, ending: str) -> str:
        return SMALL[ending][1]

    @pytest.fixture
    def sample(self, ending: str) -> bytes:
        return FILES[ending][0]()


def file_name(ending: str) -> str:
    return ending if "." in ending else f"planted.{ending}"


@pytest.mark.parametrize("ending", FILES)
def test_every_planted_word_is_found_and_nothing_is_a_gap(ending: str) -> None:
    make, words = FILES[ending]

    located = read(make(), file_name(ending))

    everything = "\n".join(f"{locator}\n{text}" for locator, text in passages(located))
    assert gaps(located) == []
    assert [word for word in words if word not in everything] == []


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("name", ["uden ending", "sag.pdf", "sag.txt"])
def test_a_wrong_ending_deceives_nobody(ending: str, name: str) -> None:
    make, words = FILES[ending]

    everything = "\n".join(f"{locator}\n{text}" for locator, text in passages(read(make(), name)))

    assert [word for word in words if word not in everything] == []


@pytest.mark.parametrize("ending", FILES)
def test_a_format_is_told_by_its_bytes(ending: str) -> None:
    data = FILES[ending][0]()

    assert Registry().choose(media.media_type(io.BytesIO(data), "x"), "x") is not None


@pytest.mark.parametrize("ending", sorted(SMALL))
def test_half_a_file_is_passages_or_a_gap_and_never_silence(ending: str) -> None:
    data = FILES[ending][0]()

    located = read(data[: len(data) // 2], file_name(ending))

    assert located
    assert GapCode.CRASHED not in {code for _, code in gaps(located)}


@pytest.mark.parametrize("ending", ["doc", "ppt", "msg"])
def test_an_ole_file_whose_tables_go_in_a_circle_ends_with_a_gap(ending: str) -> None:
    data = bytearray(FILES[ending][0]())
    table = (struct.unpack_from("<I", data, 0x4C)[0] + 1) * 512
    for sector in range(128):
        struct.pack_into("<I", data, table + 4 * sector, sector)

    assert gaps(read(bytes(data), file_name(ending)))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="apt-get install libreoffice-writer-nogui")
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_what_is_written_today_reads_like_what_lies_here(ending: str) -> None:
    data = planted.converted(planted.docx(), "docx", ending)

    assert texts(data, file_name(ending)) == texts(planted.made(f"planted.{ending}"), file_name(ending))


def changed(data: bytes, edit: Callable[[dict[str, bytes]], None]) -> bytes:
    """A zip with its members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    edit(members)
    return zipped(members)


def test_an_open_document_whose_type_is_packed_is_told_right() -> None:
    packed = changed(planted.made("planted.ods"), lambda members: None)

    assert media.media_type(io.BytesIO(packed), "a.zip") == "application/vnd.oasis.opendocument.spreadsheet"


def test_a_protected_open_document_is_a_gap() -> None:
    def protect(members: dict[str, bytes]) -> None:
        manifest = members["META-INF/manifest.xml"]
        members["META-INF/manifest.xml"] = manifest.replace(
            b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
        )

    located = read(changed(planted.made("planted.odt"), protect), "a.odt")

    assert gaps(located) == [("*", GapCode.ENCRYPTED)]


def test_a_protected_old_word_document_is_a_gap() -> None:
    streams = dict(ole_streams(planted.made("planted.doc")).by_path)
    text = bytearray(streams[("worddocument",)])
    text[0x0B] |= 0x01
    streams[("worddocument",)] = bytes(text)

    assert gaps(read(ole_file(streams), "a.doc"))[0] == ("*", GapCode.ENCRYPTED)


def test_a_protected_old_presentation_is_a_gap() -> None:
    streams = dict(ole_streams(planted.made("planted.ppt")).by_path)
    user = bytearray(streams[("current user",)])
    struct.pack_into("<I", user, 12, 0xF3D1C4DF)
    streams[("current user",)] = bytes(user)

    assert gaps(read(ole_file(streams), "a.ppt")) == [("*", GapCode.ENCRYPTED)]


def test_a_document_inside_an_old_document_is_a_part() -> None:
    streams = dict(ole_streams(planted.made("planted.doc")).by_path)
    inner = dict(ole_streams(planted.made("planted.xls")).by_path)
    streams |= {("objectpool", "_1", *path): data for path, data in inner.items()}
    streams[("objectpool", "_2", "\x01ole10native")] = struct.pack("<I", len(PACKET)) + PACKET

    located = read(ole_file(streams), "a.doc")

    assert ("*!_1", "Navn: Celleplantet\nCPR: 010190-9901") in passages(located)
    assert ("*!bilag.txt", "Packet!") in passages(located)


def test_a_word_95_document_in_one_piece_is_read() -> None:
    text = "Kære Åse\rCPR 010190-9901\r".encode("cp1252")
    head = bytearray(0x100)
    struct.pack_into("<HH", head, 0, 0xA5DC, 0x65)
    struct.pack_into("<II", head, 0x18, 0x100, 0x100 + len(text))

    found, missed = read_with(DocExtractor(), ole_file({("worddocument",): bytes(head) + text}))

    assert shown(found) == [("afsnit 1-2", "Kære Åse\nCPR 010190-9901")]
    assert missed == []


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 K\'e6re \u197\'c5se\par}", "Kære Åse"),
        (rb"{\rtf1\ansi\uc2 \u230\'e6\'e6 x}", "æ x"),
        (rb"{\rtf1\ansi\uc0 \u-10179\u-8704 smil}", "😀smil"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\f1 \'b3\f0 \'b3}", "ł³"),
        (rb"{\rtf1 a{\v skjult} b{\deleted slettet}}", "askjult bslettet"),
        (rb"{\rtf1 0101{\b 90}-99{\i 01}}", "010190-9901"),
        (rb"{\rtf1{\*\ukendt gem}vis{\pict 00ff}\~x}", "vis\N{NO-BREAK SPACE}x"),
        (rb'{\rtf1 {\field{\*\fldinst HYPERLINK "mailto:bo@x"}{\fldrslt Bo}} her}', "Bo her"),
        (b"{\\rtf1 a\\bin5 }{}{}b}", "ab"),
        (rb"{\rtf1\mac K\'bere}", "Kære"),
    ],
)
def test_rich_text_says(rtf: bytes, expected: str) -> None:
    found, missed = read_with(RtfExtractor(), rtf)

    assert found[0].text == expected
    assert missed == []


def test_rich_text_keeps_rows_together() -> None:
    rtf = rb"{\rtf1 for\par\trowd\intbl Navn\cell CPR\cell\row\trowd\intbl Bo\cell 010190-9901\cell\row\pard efter\par}"

    found, _ = read_with(RtfExtractor(), rtf)

    assert shown(found) == [
        ("afsnit 1-1", "for"),
        ("tabel 1 række 1", "Navn\nCPR"),
        ("tabel 1 række 2", "Navn: Bo\nCPR: 010190-9901"),
        ("afsnit 2-2", "efter"),
    ]


def test_files_inside_rich_text_are_parts() -> None:
    wrapped = struct.pack("<II", 0x501, 2) + struct.pack("<I", 8) + b"Package\0" + bytes(8)
    wrapped += struct.pack("<I", len(PACKET)) + PACKET
    rtf = b"{\\rtf1 x{\\object{\\*\\objdata " + wrapped.hex().encode() + b"}{\\result vist}}}"

    assert parts(RtfExtractor(), rtf) == {"bilag.txt": b"Packet!"}


@pytest.mark.parametrize("rtf", [b"{\\rtf1 " * 30_000, b"{\\rtf1 " + b"\\'" * 50_000, b"{\\rtf1 {\\upr" * 20_000])
def test_rich_text_made_to_be_deep_ends(rtf: bytes) -> None:
    _, missed = read_with(RtfExtractor(), rtf)

    assert codes(missed) == [GapCode.DAMAGED]


def test_packed_rich_text_that_is_damaged_ends() -> None:
    dice = random.Random(1)
    for _ in range(300):
        unpacked_rtf(struct.pack("<II", 500, 500) + b"LZFu" + bytes(4) + dice.randbytes(dice.randint(0, 500)))


def test_a_message_has_its_date_and_sender_like_a_mail() -> None:
    head = passages(read(planted.msg(), "a.msg"))[0][1]

    assert head == (
        'From: "Afsenderplantet" <afsender@example.dk>\nTo: modtager@example.dk\nCc: kopi@example.dk\n'
        "Date: Mon, 02 Nov 2026 09:00:00 +0000\nSubject: Emneplantet"
    )


def test_messages_thirty_deep_are_read_down_to_the_limit() -> None:
    def message(depth: int) -> dict[tuple[str, ...], bytes]:
        streams = planted._message({0x0037: f"nummer {depth}"}, head=24 if depth else 32)
        if depth < 30:
            inner = {("__substg1.0_3701000D", *path): data for path, data in message(depth + 1).items()}
            attachment = planted._message({}, head=8) | inner
            streams |= {("__attach_version1.0_#00000000", *path): data for path, data in attachment.items()}
        return streams

    located = read(ole_file(message(0)), "a.msg")

    assert any("nummer 9" in text for _, text in passages(located))
    assert {code for _, code in gaps(located)} == {GapCode.TOO_DEEP}


def test_a_bad_date_in_a_message_is_no_date() -> None:
    streams = planted._message({0x0037: "x"}, head=32)
    streams[("__properties_version1.0",)] = bytes(32) + struct.pack("<HHIQ", 0x0040, 0x0039, 6, 2**64 - 1)

    assert passages(read(ole_file(streams), "a.msg")) == [("*", "Subject: x")]


def test_a_signature_alone_gives_the_names_in_its_certificate_and_no_gap() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    certificate = pkcs7.load_der_pkcs7_certificates(planted.signed())
    located = read(pkcs7.serialize_certificates(certificate, Encoding.DER), "smime.p7s")

    assert gaps(located) == []
    assert "underskriver@example.dk" in passages(located)[0][1]


def test_signed_content_in_pieces_without_lengths_is_put_together() -> None:
    octets = b"\x24\x80\x04\x05Hej: \x04\x03Bo!\0\0"
    inner = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80" + octets + b"\0\0\0\0"
    signed = b"\x30\x80\x02\x01\x01\x31\x00" + inner + b"\0\0"
    data = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80" + signed + b"\0\0\0\0"

    assert parts(SignedExtractor(), data) == {"indhold.eml": b"Hej: Bo!"}


@pytest.mark.parametrize("ending", ["pst", "ost"])
def test_a_mailbox_that_is_none_is_damaged(ending: str) -> None:
    located = read(b"!BDN" + bytes(range(256)) * 8, f"a.{ending}")

    assert gaps(located) == [("*", GapCode.DAMAGED)]
    assert PstExtractor().match("application/vnd.ms-outlook-pst", "a") > 0


def test_a_hidden_slide_says_so() -> None:
    found, missed = read_with(PptxExtractor(), planted.pptx())

    assert ("lysbillede 2 (skjult), tabel 1 række 2", "Navn: Bo Tabelplantet\nBy: Skagenplantet") in shown(found)
    assert ("lysbillede 1, noter", "Noteplantet") in shown(found)
    assert missed == []


def test_comments_on_slides_have_their_author() -> None:
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    thread = 'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" xmlns:a="a"'

    def comment(members: dict[str, bytes]) -> None:
        members["ppt/commentAuthors.xml"] = (
            f'<p:cmAuthorLst {space}><p:cmAuthor id="0" name="Mette"/></p:cmAuthorLst>'.encode()
        )
        members["ppt/comments/comment1.xml"] = (
            f'<p:cmLst {space}><p:cm authorId="0"><p:text>Husk Bo</p:text></p:cm></p:cmLst>'.encode()
        )
        members["ppt/authors.xml"] = (
            f'<p188:authorLst {thread}><p188:author id="{{A}}" name="Jens"/></p188:authorLst>'.encode()
        )
        members["ppt/comments/modernComment_1.xml"] = (
            f'<p188:cmLst {thread}><p188:cm authorId="{{A}}"><p188:txBody><a:p><a:r><a:t>Nyt om Bo</a:t></a:r></a:p>'
            "</p188:txBody></p188:cm></p188:cmLst>"
        ).encode()

    found, _ = read_with(PptxExtractor(), changed(planted.pptx(), comment))

    assert ("kommentar", "Forfatter: Mette\nHusk Bo") in shown(found)
    assert ("kommentar", "Forfatter: Jens\nNyt om Bo") in shown(found)


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="x" xmlns:dc="d" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def odt(body: str) -> bytes:
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {ODF}>{inside}</office:document-content>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>0101<text:span>90</text:span>-9901</text:p>", ("afsnit 1-1", "010190-9901")),
        ('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>', ("afsnit 1-1", "a  b\tc\nd")),
        (("<text:p>a<office:annotation><dc:creator>M</dc:creator><dc:date>2026</dc:date><text:p>note</text:p>"
         "</office:annotation>b</text:p>"), ("kommentarer", "Forfatter: M\nnote")),
        ("<text:p>a<office:annotation><text:p>note</text:p></office:annotation>b</text:p>", ("afsnit 1-1", "ab")),
        (("<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>M</dc:creator>"
         "</office:change-info><text:p>væk</text:p></text:deletion></text:changed-region></text:tracked-changes>"),
         ("slettet tekst", "væk")),
        (('<text:p>a<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
         "<text:p>fod</text:p></text:note-body></text:note></text:p>"), ("fodnoter", "fod")),
        ('<text:p>a<text:hidden-text text:string-value="gemt"/></text:p>', ("felter", "gemt")),
        ('<text:p><text:a xlink:href="mailto:bo@x">Bo</text:a></text:p>', ("links", "mailto:bo@x")),
    ],
)  # fmt: skip
def test_an_open_document_text_says(body: str, expected: tuple[str, str]) -> None:
    found, missed = read_with(OdfExtractor(), odt(body))

    assert expected in shown(found)
    assert missed == []


def test_a_bomb_in_an_open_document_is_a_gap() -> None:
    found, missed = read_with(OdfExtractor(), odt("<text:p>" + "a" * 40_000_000 + "</text:p>"), Limits(size=1_000_000))

    assert found == []
    assert codes(missed) == [GapCode.TOO_LARGE]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"BEGIN:VCARD\nFN:Bo\nEND:VCARD", [("kontakt 1", "FN: Bo")]),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:To\n  dele\nsludder\nEND:VEVENT",
         [("aftale 1", "SUMMARY: To dele\nsludder")]),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:A\nEND:VTODO\nBEGIN:VTODO\nSUMMARY:B\nEND:VTODO\nEND:VCALENDAR",
         [("post 1", "SUMMARY: A"), ("post 2", "SUMMARY: B")]),
        ((b"BEGIN:VCALENDAR\nX-WR-CALNAME:Bo\nBEGIN:VEVENT\nSUMMARY:A\nATTENDEE;CN=Bo Als:mailto:bo@x.dk\nEND:VEVENT\n"
         b"BEGIN:VTODO\nSUMMARY:B\nEND:VTODO\nEND:VCALENDAR"),
         [("titel og metadata", "X-WR-CALNAME: Bo"),
          ("post 1", "SUMMARY: A\nATTENDEE: bo@x.dk (Bo Als)"), ("post 2", "SUMMARY: B")]),
        (b"BEGIN:VCARD\nFN:Bo\nPHOTO;ENCODING=b:AAAA\nBEGIN:VCARD\nFN:Eva\nEND:VCARD\nFN:Ib",
         [("post 1", "FN: Bo"), ("post 2", "FN: Eva"), ("titel og metadata", "FN: Ib")]),
        (b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:K=C3=A6re=\n=20Bo\nEND:VCARD",
         [("kontakt 1", "NOTE: Kære Bo")]),
        ("BEGIN:VCARD\nFN:Åse\nEND:VCARD".encode("cp1252"), [("kontakt 1", "FN: Åse")]),
    ],
)  # fmt: skip
def test_lines_of_calendars_and_contacts(data: bytes, expected: list[tuple[str, str]]) -> None:
    found, _ = read_with(ContentLinesExtractor(), data)

    assert shown(found) == expected


def test_of_a_long_event_all_passages_are_of_one_record() -> None:
    long, short = "SUMMARY:A\n" + "COMMENT:x\n" * 900, "SUMMARY:B\n"
    for events, places in (([long], ["aftale 1"] * 3), ([short, long, short], ["post 1", *["post 2"] * 3, "post 3"])):
        data = "BEGIN:VCALENDAR\n" + "".join(f"BEGIN:VEVENT\n{one}END:VEVENT\n" for one in events)
        found, _ = read_with(ContentLinesExtractor(), data.encode())

        assert [place for place, _ in shown(found)] == places


def test_a_line_made_to_be_slow_is_not() -> None:
    hostile = b"BEGIN:VCARD\n" + b"X" + b';A="' * 200_000 + b"\n" + b"N" + b";A=" * 200_000 + b"\nEND:VCARD"

    found, _ = read_with(ContentLinesExtractor(), hostile)

    assert found


def test_a_book_is_read_like_the_zip_that_it_is() -> None:
    page = "<html><body><p>Kære Åse</p></body></html>".encode()
    book = zipped({"mimetype": b"application/epub+zip", "OEBPS/a.xhtml": page}, method=zipfile.ZIP_STORED)

    assert ("*!OEBPS/a.xhtml", "Kære Åse") in passages(read(book, "a.epub"))


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("docx", "word/media/scan.png"),
        ("pptx", "ppt/media/scan.png"),
        ("xlsx", "xl/media/scan.png"),
        ("odt", "Pictures/scan.png"),
    ],
)
def test_a_scan_pasted_into_a_document_is_a_part_and_a_bullet_is_none(ending: str, name: str) -> None:
    dice = random.Random(1)

    def paste(members: dict[str, bytes]) -> None:
        members[name] = dice.randbytes(20_000)
        members[name.replace("scan", "punkt")] = dice.randbytes(200)

    located = parts(Registry().choose(*typed(ending)), changed(FILES[ending][0](), paste))

    assert "scan.png" in located
    assert "punkt.png" not in located


def typed(ending: str) -> tuple[str, str]:
    return media.media_type(io.BytesIO(FILES[ending][0]()), "x"), "x"


def test_an_empty_part_of_a_document_is_no_damage() -> None:
    def add(members: dict[str, bytes]) -> None:
        members["Configurations2/accelerator/current.xml"] = b""

    assert gaps(read(changed(planted.made("planted.odt"), add), "a.odt")) == []


def test_a_document_is_read_by_its_own_tables_and_not_by_those_of_one_inside_it() -> None:
    streams = dict(ole_streams(planted.made("planted.doc")).by_path)
    inner = {("0 comes first", "_1", *path): b"" if path == ("1table",) else data for path, data in streams.items()}
    behind = ole_file(inner | streams)

    everything = "\n".join(text for _, text in passages(read(behind, "a.doc")))

    assert [word for word in planted.DOCUMENT if word not in everything] == []


def test_a_presentation_without_slides_is_whole() -> None:
    import pptx

    show, out = pptx.Presentation(), io.BytesIO()
    show.save(out)

    assert gaps(read(out.getvalue(), "a.pptx")) == []


def test_a_wrapper_that_only_holds_a_file_gives_it_back() -> None:
    native = struct.pack("<I", len(PACKET)) + PACKET

    located = read(ole_file({("\x01ole10native",): native, ("\x03objinfo",): bytes(6)}), "oleObject1")

    assert passages(located) == [("*!bilag.txt", "Packet!")]
    assert gaps(read(ole_file({("project",): b"x"}), "vba")) == [("*", GapCode.UNSUPPORTED)]

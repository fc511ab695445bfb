"""One document of each format, with words planted everywhere that the format can hold them.

Office's files are made by their own libraries; the old formats of them lie in ``data/``, made of
the same documents by LibreOffice (``python -m tests.extract.planted`` makes them anew).
"""

from __future__ import annotations

import base64
import io
import lzma
import struct
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from dsar.extract.ole_write import ole_file

DATA = Path(__file__).parent / "data"
WHEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_FILETIME = int((WHEN - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000

TEXT = ("Brødplantet", "010190-9901", "Åse Ærø", "Øplantet “citat” – €", "Efterplantet")
TABLE = ("Bo Tabelplantet", "1500", "Skagenplantet")
NOTES = ("Sidehovedplantet", "Sidefodplantet", "Kommentarplantet", "Kommentatorplantet")
PROPERTIES = ("Titelplantet", "Forfatterplantet", "Nøgleplantet", "Egenskabsplantet")
DOCUMENT = (*TEXT, *TABLE, *NOTES, *PROPERTIES)
SHOW = ("Lysbilledplantet", "Punktplantet 010190-9901", "Noteplantet", "Skjultplantet", *TABLE[:1], "Skagenplantet")
SHOW = (*SHOW, "Tekstfeltplantet", *PROPERTIES[:2])
SHEET = ("Celleplantet", "010190-9901", "Cellekommentarplantet", "Skjultplantet", *PROPERTIES[:2])
MAIL = (
    "Emneplantet",
    "Afsenderplantet",
    "afsender@example.dk",
    "modtager@example.dk",
    "kopi@example.dk",
    "Brødplantet",
)
MAIL = (*MAIL, "010190-9901", "Indreemneplantet", "Indreplantet", "Vedhæftetplantet", "bilagplantet.txt")


def docx() -> bytes:
    import docx as library

    document = library.Document()
    _say_properties(document.core_properties)
    paragraph = document.add_paragraph("Brødplantet 010190-99")
    paragraph.add_run("01").bold = True
    paragraph.add_run(" Åse Ærø")
    document.add_comment(paragraph.runs, text="Kommentarplantet", author="Kommentatorplantet", initials="KP")
    document.add_paragraph("Øplantet “citat” – €")
    table = document.add_table(3, 3)
    for row, cells in enumerate((("Navn", "By", "Beløb"), ("Bo Tabelplantet", "", "1500"), ("", "Skagenplantet", ""))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("Efterplantet")
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "Sidehovedplantet", "Sidefodplantet"
    return _saved(document)


def pptx(*, masters: bool = True) -> bytes:
    import pptx as library
    from pptx.util import Inches

    show = library.Presentation()
    _say_properties(show.core_properties)
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text, first.placeholders[1].text = "Lysbilledplantet", "Punktplantet 010190-9901"
    first.notes_slide.notes_text_frame.text = "Noteplantet"
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "Skjultplantet"
    hidden._element.set("show", "0")
    table = hidden.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, cells in enumerate((("Navn", "By"), ("Bo Tabelplantet", "Skagenplantet"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    box = hidden.shapes.add_textbox(Inches(5), Inches(1), Inches(2), Inches(1))
    box.text_frame.text = "Tekstfeltplantet"
    if masters:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        box._element.nvSpPr.cNvPr.set("descr", "Beskrivelseplantet")
        data = CategoryChartData()
        data.categories = ["Kategoriplantet", "B"]
        data.add_series("Serieplantet", (1, 2))
        hidden.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(4), Inches(3), Inches(2), data)
    return _saved(show)


def xlsx() -> bytes:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Titelplantet", "Forfatterplantet"
    sheet = book.active
    sheet.title = "Personer"
    sheet.append(["Navn", "CPR"])
    sheet.append(["Celleplantet", "010190-9901"])
    sheet["A2"].comment = Comment("Cellekommentarplantet", "Forfatterplantet")
    hidden = book.create_sheet("Gemt")
    hidden.append(["Skjultplantet"])
    hidden.sheet_state = "hidden"
    return _saved(book)


def eml() -> bytes:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "indre@example.dk", "Indreemneplantet"
    inner.set_content("Indreplantet")
    mail = EmailMessage()
    mail["From"], mail["To"] = "Afsenderplantet <afsender@example.dk>", "modtager@example.dk"
    mail["Cc"], mail["Subject"] = "kopi@example.dk", "Emneplantet"
    mail["Message-ID"] = "<1@example.dk>"
    mail.set_content("Brødplantet 010190-9901")
    mail.add_attachment("Vedhæftetplantet".encode(), maintype="text", subtype="plain", filename="bilagplantet.txt")
    mail.add_attachment(inner)
    return mail.as_bytes()


def mht() -> bytes:
    page = base64.encodebytes("<html><body><p>Brødplantet <b>010190-9901</b></p></body></html>".encode()).decode()
    return (
        "From: <Gemt af en browser>\r\nSubject: Emneplantet\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: base64\r\nContent-Location: http://intra/\r\n\r\n{page}\r\n--x--\r\n"
    ).encode()


def msg() -> bytes:
    inner = _message({0x0037: "Indreemneplantet", 0x1000: "Indreplantet"}, head=24)
    streams = _message(
        {
            0x001A: "IPM.Note",
            0x0037: "Emneplantet",
            0x0C1A: "Afsenderplantet",
            0x5D01: "afsender@example.dk",
            0x1000: "Brødplantet 010190-9901",
            0x3A08: "Kontaktplantet",
        },
        head=32,
    )
    for number, (address, kind) in enumerate((("modtager@example.dk", 1), ("kopi@example.dk", 2))):
        recipient = _message({0x39FE: address}, head=8, numbers={0x0C15: kind})
        streams |= {(f"__recip_version1.0_#{number:08X}", *path): data for path, data in recipient.items()}
    first = _message({0x3707: "bilagplantet.txt"}, head=8) | {("__substg1.0_37010102",): "Vedhæftetplantet".encode()}
    second = _message({}, head=8, numbers={0x3705: 5})
    second |= {("__substg1.0_3701000D", *path): data for path, data in inner.items()}
    for number, attachment in enumerate((first, second)):
        streams |= {(f"__attach_version1.0_#{number:08X}", *path): data for path, data in attachment.items()}
    return ole_file(streams)


def _message(
    texts: dict[int, str], *, head: int, numbers: dict[int, int] | None = None
) -> dict[tuple[str, ...], bytes]:
    fixed = bytes(head) + struct.pack("<HHIQ", 0x0040, 0x0039, 6, _FILETIME)
    for key, value in (numbers or {}).items():
        fixed += struct.pack("<HHIQ", 0x0003, key, 6, value)
    streams = {(f"__substg1.0_{key:04X}001F",): text.encode("utf-16-le") for key, text in texts.items()}
    return {("__properties_version1.0",): fixed} | streams


def tnef() -> bytes:
    """A winmail.dat with a body, an attachment, and a mail in the mail."""
    inner = _tnef(_values({0x0037: "Indreemneplantet", 0x1000: "Indreplantet"}))
    properties = _values(
        {
            0x0037: "Emneplantet",
            0x0C1A: "Afsenderplantet",
            0x0C1F: "afsender@example.dk",
            0x1000: "Brødplantet 010190-9901",
        }
    )
    rows = [_values({0x39FE: "modtager@example.dk"}, {0x0C15: 1}), _values({0x39FE: "kopi@example.dk"}, {0x0C15: 2})]
    recipients = _attribute(1, 0x9004, struct.pack("<I", 2) + b"".join(rows))
    attached = _attribute(2, 0x9002, bytes(14)) + _attribute(2, 0x800F, "Vedhæftetplantet".encode())
    attached += _attribute(2, 0x9005, _values({0x3707: "bilagplantet.txt"}))
    embedded = struct.pack("<HHII", 0x000D, 0x3701, 1, 16 + len(inner)) + bytes(16) + inner
    embedded += bytes(-len(inner) % 4)
    attached += _attribute(2, 0x9002, bytes(14)) + _attribute(2, 0x9005, struct.pack("<I", 1) + embedded)
    return _tnef(properties) + recipients + attached


def _tnef(properties: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x9003, properties)


def _attribute(level: int, number: int, content: bytes) -> bytes:
    head = struct.pack("<BHHI", level, number, 6, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)


def _values(texts: dict[int, str], numbers: dict[int, int] | None = None) -> bytes:
    found = struct.pack("<I", len(texts) + len(numbers or {}))
    for key, text in texts.items():
        raw = text.encode("utf-16-le") + b"\0\0"
        found += struct.pack("<HHII", 0x001F, key, 1, len(raw)) + raw + bytes(-len(raw) % 4)
    for key, value in (numbers or {}).items():
        found += struct.pack("<HHI", 0x0003, key, value)
    return found


@cache
def signed() -> bytes:
    """Opaque S/MIME, signed by an invented person."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs7

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Underskriverplantet"),
            x509.NameAttribute(x509.NameOID.EMAIL_ADDRESS, "underskriver@example.dk"),
        ]
    )
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(WHEN).not_valid_after(WHEN.replace(year=2030)).sign(key, hashes.SHA256())
    )  # fmt: skip
    content = "Content-Type: text/plain; charset=utf-8\r\nMIME-Version: 1.0\r\n\r\nBrødplantet 010190-9901\r\n".encode()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def ics() -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Copenhagen\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Copenhagen:20261102T100000\r\nSUMMARY:Emneplantet\r\n"
        'ORGANIZER;CN="Afsenderplantet":mailto:afsender@example.dk\r\n'
        "ATTENDEE;CN=Åse Ærø:MAILTO:modtager@example.dk\r\n"
        "DESCRIPTION:Brødplantet\\, 010190-\r\n 9901\\nny linje\r\n"
        f"ATTACH;FILENAME=bilagplantet.txt;ENCODING=BASE64:{base64.b64encode('Vedhæftetplantet'.encode()).decode()}\r\n"
        "BEGIN:VALARM\r\nDESCRIPTION:Alarmplantet\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def vcf() -> bytes:
    return (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=C6r=F8;=C5se\r\n"
        b"TEL;CELL:+4520202020\r\nADR;WORK:;;Vestergade 12;Aalborg;;9000\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Kontaktplantet\r\nitem1.EMAIL:bo@example.dk\r\n"
        b"NOTE:Note\\, med komma\r\nEND:VCARD\r\n"
    )


def xps() -> bytes:
    def page(*lines: str) -> str:
        glyphs = "".join(f'<Glyphs OriginX="1" OriginY="{n}" UnicodeString="{text}"/>' for n, text in enumerate(lines))
        return f'<FixedPage xmlns="http://schemas.microsoft.com/xps/2005/06">{glyphs}</FixedPage>'

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("FixedDocumentSequence.fdseq", "<x/>")
        archive.writestr("Documents/1/Pages/10.fpage", page("Efterplantet"))
        archive.writestr("Documents/1/Pages/2.fpage", page("{}Brødplantet", "010190-9901", "Åse Ærø"))
    return packed.getvalue()


def word_2003() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"><o:DocumentProperties><o:Title>Titelplantet</o:Title>'
        "<o:Author>Forfatterplantet</o:Author></o:DocumentProperties><w:body><w:p><w:r><w:t>Brødplantet 010190-99</w:t>"
        "</w:r><w:r><w:t>01 Åse Ærø</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Navn</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Beløb</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Bo Tabelplantet</w:t>"
        "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1500</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr><w:hdr><w:p><w:r>"
        "<w:t>Sidehovedplantet</w:t></w:r></w:p></w:hdr></w:sectPr></w:body></w:wordDocument>"
    ).encode()


def made(name: str) -> bytes:
    """A file that LibreOffice made of one of the documents above."""
    packed = DATA / f"{name}.xz"
    return lzma.decompress(packed.read_bytes()) if packed.exists() else (DATA / name).read_bytes()


FILES = {
    "docx": (docx, DOCUMENT),
    "doc": (lambda: made("planted.doc"), DOCUMENT),
    "odt": (lambda: made("planted.odt"), DOCUMENT),
    "rtf": (lambda: made("planted.rtf"), DOCUMENT),
    "pptx": (pptx, (*SHOW, "Beskrivelseplantet", "Kategoriplantet", "Serieplantet")),
    "ppt": (lambda: made("planted.ppt"), SHOW),
    "odp": (lambda: made("planted.odp"), SHOW),
    "xlsx": (xlsx, SHEET),
    "xls": (lambda: made("planted.xls"), SHEET),
    "ods": (lambda: made("planted.ods"), SHEET),
    "eml": (eml, MAIL),
    "msg": (msg, (*MAIL, "Kontaktplantet")),
    "winmail.dat": (tnef, MAIL),
    "p7m": (signed, ("Brødplantet", "010190-9901", "Underskriverplantet", "underskriver@example.dk")),
    "mht": (mht, ("Emneplantet", "Brødplantet", "010190-9901")),
    "ics": (
        ics,
        ("Emneplantet", "Afsenderplantet", "afsender@example.dk", "010190-9901", "Åse Ærø", "Vedhæftetplantet"),
    ),
    "vcf": (vcf, ("Ærø Åse", "+4520202020", "Vestergade 12", "Bo Kontaktplantet", "bo@example.dk", "Note, med komma")),
    "xps": (xps, ("Brødplantet", "010190-9901", "Åse Ærø", "Efterplantet")),
    "xml": (
        word_2003,
        ("Titelplantet", "Forfatterplantet", "010190-9901", "Åse Ærø", "Bo Tabelplantet", "Sidehovedplantet"),
    ),
}
"""By the file's ending: what makes it, and what must be found in it."""


def _say_properties(properties: object) -> None:
    for name, text in zip(("title", "author", "keywords", "comments"), PROPERTIES, strict=True):
        setattr(properties, name, text)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def converted(data: bytes, ending: str, into: str) -> bytes:
    """A document in another format, by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"planted.{ending}"
        source.write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", into]  # noqa: RUF005
            + ["--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return source.with_suffix(f".{into}").read_bytes()


def main() -> None:
    for ending, data, formats in (
        ("docx", docx(), ("doc", "odt", "rtf")),
        ("pptx", pptx(masters=False), ("ppt", "odp")),
        ("xlsx", xlsx(), ("xls", "ods")),
    ):
        for into in formats:
            (DATA / f"planted.{into}").write_bytes(converted(data, ending, into))
            print(f"planted.{into}", file=sys.stderr)


if __name__ == "__main__":
    main()

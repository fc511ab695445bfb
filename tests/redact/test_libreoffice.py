"""Office documents whose pages LibreOffice draws: nothing is lost for looks, and nothing comes in that was not read."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from PIL import Image

from dsar.errors import SetupError
from dsar.extract.extractor import Limits
from dsar.extract.media import media_type
from dsar.extract.sandbox import Sandbox
from dsar.model import Passage
from dsar.redact import libreoffice
from dsar.redact.copies import Redaction, Redactor
from dsar.redact.libreoffice import draw, missing
from dsar.redact.own import own_identifiers
from dsar.redact.removal import Options
from dsar.redact.words import NOT_SHOWN
from dsar.redact.work import Task
from tests.package.people import SUBJECT
from tests.redact.pages import OTHER_LINE, OWN_LINE, texts

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "-")
TODAY = date(2026, 11, 21)
ODT = "application/vnd.oasis.opendocument.text"


def drawn(folder: Path, data: bytes, name: str) -> list[str] | None:
    """The drawn pages' text, or None where the document was refused."""
    source, work = folder / name, folder / "work"
    source.write_bytes(data)
    work.mkdir()
    with Sandbox(Limits()) as sandbox, source.open("rb") as file:
        kind = media_type(file, name)
        found = [each for each in sandbox.read(file.fileno(), name) if isinstance(each.value, Passage)]
    pdf = draw(Task(source, kind, own_identifiers(SUBJECT, lambda _: ()), Options(), TODAY, work), found)
    return texts(pdf) if pdf else None


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def open_document(body: str) -> bytes:
    """A text document (odt) of so many bytes as LibreOffice needs."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    entries += '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("mimetype", ODT)
        made.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        made.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}">{entries}</manifest:manifest>'
        )
    return buffer.getvalue()


def test_a_letter_is_drawn_with_all_its_words(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Afgørelse om hjemmehjælp", 1)
    document.add_paragraph("Du får hjælp til rengøring hver anden uge.")
    pages = drawn(tmp_path, saved(document), "brev.docx")
    assert pages
    assert "Afgørelse om hjemmehjælp" in pages[0]


def test_what_no_page_shows_follows_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Synlig tekst.")
    document.add_paragraph().add_run("Skjult bemærkning").font.hidden = True
    document.core_properties.author = "Rigmor Hovmarken"
    pages = drawn(tmp_path, saved(document), "brev.docx")
    assert pages
    assert len(pages) > 1
    assert "Skjult bemærkning" not in pages[0]
    assert "Skjult bemærkning" in " ".join(pages[1:])
    assert "Rigmor Hovmarken" in " ".join(pages[1:])


def test_a_picture_of_this_machine_that_is_linked_is_not_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "foto.png"
    Image.new("RGB", (300, 300), (255, 0, 0)).save(picture)
    frame = (
        '<text:p>Brev<draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="'
        f'{picture.as_uri()}"/></draw:frame></text:p>'
    )
    assert drawn(tmp_path, open_document(frame), "brev.odt") is not None
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "work/drawn.pdf") as document:
        seen = document[0].render(scale=1).to_pil().convert("RGB").getcolors(1_000_000) or []
    assert all(not (red > 200 and green < 80 and blue < 80) for _, (red, green, blue) in seen)


def test_a_date_that_became_todays_is_refused(tmp_path: Path) -> None:
    field = '<text:date text:date-value="2019-04-03" text:fixed="false">03-04-2019</text:date>'
    assert drawn(tmp_path, open_document(f"<text:p>Skrevet den {field}</text:p>"), "brev.odt") is None


def test_numbers_of_a_list_are_no_strangers(tmp_path: Path) -> None:
    document = docx.Document()
    for name in ("Økonomi", "Bolig", "Arbejde"):
        document.add_paragraph(name, style="List Number")
    pages = drawn(tmp_path, saved(document), "brev.docx")
    assert pages
    assert "3" in pages[0]


def test_what_libreoffice_cannot_open_or_finish_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_TIME_S", 0.01)
    assert drawn(tmp_path, saved(docx.Document()), "brev.docx") is None


def test_a_copy_looks_as_its_document_and_has_nothing_of_others(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(OWN_LINE)
    document.add_paragraph(OTHER_LINE)
    document.core_properties.author = "Mette Bjerregaard"
    (tmp_path / "brev.docx").write_bytes(saved(document))
    (tmp_path / "out").mkdir()
    with Redactor(SUBJECT, today=TODAY, processes=1, recognise=False, office_pages=True) as redactor:
        (copied,) = redactor.redact(tmp_path / "brev.docx", "brev.docx", tmp_path / "out")
    assert isinstance(copied, Redaction)
    shown = " ".join(texts(copied.output))
    assert OWN_LINE in shown
    assert "Bjerregaard" not in shown
    assert NOT_SHOWN in shown  # the author stands on a sheet of its own, and is removed there too


def test_without_libreoffice_pages_cannot_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "missing", lambda: "LibreOffice is not installed")
    with pytest.raises(SetupError, match="LibreOffice is not installed"):
        Redactor(SUBJECT, today=TODAY, office_pages=True)

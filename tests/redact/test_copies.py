"""Copies end to end: what is in them, what is not, and what leaves no copy at all."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dsar.extract.reading import Located
from dsar.model import Gap, GapCode, Passage
from dsar.redact import work
from dsar.redact.concerning import LeftOut
from dsar.redact.copies import Redaction, Redactor
from dsar.redact.ocr import data_folder
from dsar.redact.proof import readings
from dsar.redact.removal import Action, Options, Override
from tests.extract.pdf_files import FONT, changed, embedded_font, note, with_notes
from tests.package.people import SUBJECT
from tests.redact.pages import OTHER_LINE, OWN_LINE, page, shown, texts, turned

TODAY = date(2026, 11, 21)
needs_ocr = pytest.mark.skipif(data_folder() is None, reason="Install the Debian package tesseract-ocr-dan.")


@pytest.fixture(scope="module")
def redactor() -> Iterator[Redactor]:
    with Redactor(SUBJECT, today=TODAY, processes=1) as made:
        yield made


def copy(redactor: Redactor, folder: Path, data: bytes, name: str = "brev.pdf") -> list[Redaction | Gap]:
    source = folder / "in" / name
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(data)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    return list(redactor.redact(source, name, out))


def only(results: list[Redaction | Gap]) -> Redaction:
    (result,) = results
    assert isinstance(result, Redaction)
    return result


def gap(results: list[Redaction | Gap]) -> Gap:
    (result,) = results
    assert isinstance(result, Gap)
    return result


def test_a_pdf_keeps_the_subjects_words_and_lacks_the_others(redactor: Redactor, tmp_path: Path) -> None:
    first, about = texts(only(copy(redactor, tmp_path, page(OWN_LINE, OTHER_LINE))).output)
    assert "Anders Bo Jensen, 010130-4999, har fået tilsagn." in first
    assert "[fjernet: navn, anden person], [fjernet: CPR-nummer, anden person], har klaget." in first
    assert "artikel 15, stk. 4" in about


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_picture_is_black_where_others_stood_and_else_as_it_was(
    degrees: int, redactor: Redactor, tmp_path: Path
) -> None:
    with_others = turned(page(OWN_LINE, OTHER_LINE), degrees)
    without = shown(turned(page(OWN_LINE), degrees))
    copied = shown(only(copy(redactor, tmp_path, with_others)).output)
    original = shown(with_others)
    others_ink = [  # the dots that only the other's name and number drew, the tail of the line left out
        at
        for at, (now, before) in enumerate(zip(original.tobytes(), without.tobytes(), strict=True))
        if now < 128 <= before
    ]
    black = [copied.tobytes()[at] for at in others_ink]
    assert len(black) > 500
    letters = sum(value == 0 for value in black)
    assert letters > 0.6 * len(black)  # "har klaget." stays as it was drawn
    own = without.point(lambda value: 255 if value < 100 else 0).getbbox()
    before, now = (sum(value < 128 for value in each.crop(own).tobytes()) for each in (original, copied))
    assert abs(now - before) < 0.1 * before


@pytest.mark.parametrize("font", ["Helvetica", "Times-Italic", "Courier"])
def test_no_stub_of_a_removed_letter_shows(font: str, redactor: Redactor, tmp_path: Path) -> None:
    name = "Fjodor Qjgy"
    copied = shown(only(copy(redactor, tmp_path, page("Anders Bo Jensen", name, font=font, size=14))).output)
    below = copied.crop((0, round((842 - 760) * 200 / 72) + 15, copied.width, copied.height))
    inks = {value for value in below.tobytes() if value < 250}
    assert inks <= {0}


def test_nothing_that_is_not_shown_is_carried_over(redactor: Redactor, tmp_path: Path) -> None:
    def add(opened: pikepdf.Pdf) -> None:
        opened.docinfo["/Author"] = "Mette Bjerregaard"
        opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Mette')")
        opened.attachments["liste.txt"] = b"Mette Bjerregaard 120628-4123"
        with opened.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Samtale med Mette Bjerregaard", 0))

    data = with_notes(page(OWN_LINE), note("Text", Contents=pikepdf.String("Mette Bjerregaard, 120628-4123")))
    made, attached = copy(redactor, tmp_path, changed(data, add))
    assert isinstance(made, Redaction)
    assert isinstance(attached, Gap)
    assert attached.code is GapCode.UNSUPPORTED
    with pikepdf.open(made.output) as opened:
        assert "/OpenAction" not in opened.Root
        assert "/Outlines" not in opened.Root
        assert "/Annots" not in opened.pages[0]
        assert len(opened.attachments) == 0
        assert b"Bjerregaard" not in b"".join(bytes(thing.unparse(resolved=False)) for thing in opened.objects)  # type: ignore[operator]


def test_a_copy_is_tagged_in_danish_and_titled(redactor: Redactor, tmp_path: Path) -> None:
    made = only(copy(redactor, tmp_path, page(OWN_LINE, OTHER_LINE)))
    with pikepdf.open(made.output) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "da-DK"
        assert root.ViewerPreferences.DisplayDocTitle
        assert opened.docinfo["/Title"] == "brev"
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        (section, *_) = root.StructTreeRoot.K.K
        marks = [mark for paragraph in section.K for mark in paragraph.K]
        content = opened.pages[0].Contents.read_bytes()
        assert marks == list(range(content.count(b"/MCID")))
        assert content.startswith(b"/Artifact BMC")


def test_a_form_field_is_read_and_covered_like_the_rest(redactor: Redactor, tmp_path: Path) -> None:
    def draw(canvas: object) -> None:
        canvas.acroForm.textfield(name="f", value="Mette Bjerregaard", x=72, y=600, width=200, height=20)  # type: ignore[attr-defined]

    made = only(copy(redactor, tmp_path, page(OWN_LINE, "Kontaktperson:", draw=draw)))
    assert "Bjerregaard" not in texts(made.output)[0]
    assert any(count.kind.value == "name" for count in made.removed)


@needs_ocr
def test_a_scan_is_read_covered_and_gets_a_text(redactor: Redactor, tmp_path: Path) -> None:
    out = io.BytesIO()
    shown(page(OWN_LINE, OTHER_LINE, size=13)).save(out, "PNG", dpi=(200, 200))
    made = only(copy(redactor, tmp_path, out.getvalue(), "scan.png"))
    first = texts(made.output)[0]
    assert "Anders Bo Jensen" in first
    assert "Bjerregaard" not in first
    assert "120628" not in first


@needs_ocr
def test_a_scan_whose_writing_cannot_be_read_is_withheld(redactor: Redactor, tmp_path: Path) -> None:
    rng = Random(7)
    sheet = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(sheet)
    for row in range(12):  # loops and strokes, as of a hasty hand
        at = [(100 + 12 * n, 200 + 120 * row + rng.randrange(-30, 30)) for n in range(110)]
        pen.line(at, fill=0, width=4, joint="curve")
    out = io.BytesIO()
    sheet.save(out, "PNG", dpi=(200, 200))
    assert gap(copy(redactor, tmp_path, out.getvalue(), "notat.png")).code is GapCode.NOT_PROVED


@needs_ocr
def test_a_blank_page_is_copied(redactor: Redactor, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("L", (827, 1169), 255).save(out, "PNG", dpi=(100, 100))
    assert only(copy(redactor, tmp_path, out.getvalue(), "tom.png")).removed == ()


@needs_ocr
def test_a_picture_of_a_name_on_a_page_with_text_is_covered(redactor: Redactor, tmp_path: Path) -> None:
    stamp = shown(page("Mette Bjerregaard", size=20)).crop((180, 150, 800, 260))
    made = only(
        copy(redactor, tmp_path, page(OWN_LINE, draw=lambda c: c.drawImage(ImageReader(stamp), 72, 500, 223, 40)))
    )
    assert any(count.kind.value == "name" for count in made.removed)
    seen = shown(made.output).crop((200, 800, 820, 950))
    assert not {value for value in seen.tobytes() if 0 < value < 100}  # black areas and white paper, no letters


@needs_ocr
@pytest.mark.skipif(not FONT.exists(), reason="Install the Debian package fonts-dejavu-core.")
def test_a_name_whose_font_says_that_it_is_something_else_is_covered(redactor: Redactor, tmp_path: Path) -> None:
    def lie(opened: pikepdf.Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                table = re.sub(
                    rb"<00([4-7][0-9A-Fa-f])>\n",
                    lambda m: b"<%04X>\n" % (int(m[1], 16) + 1),
                    thing.ToUnicode.read_bytes(),
                )
                thing.ToUnicode = opened.make_stream(table)

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    embedded_font(canvas)
    canvas.drawString(72, 760, "Mette Bjerregaard har klaget over larm.")
    canvas.showPage()
    canvas.save()
    data = changed(out.getvalue(), lie)
    source = tmp_path / "source.pdf"
    source.write_bytes(data)
    assert "Nfuuf" in texts(source)[0]
    made = only(copy(redactor, tmp_path, data))
    assert [(count.kind.value, count.place) for count in made.removed][:1] == [("name", "side 1")]
    assert not {value for value in shown(made.output).crop((195, 190, 500, 250)).tobytes() if 0 < value < 100}


def test_a_page_that_is_withheld_has_a_sheet_in_its_place(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 760, "Anders Bo Jensen har fået tilsagn.")
    canvas.showPage()
    canvas.drawImage(ImageReader(shown(page(OWN_LINE))), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    with Redactor(SUBJECT, today=TODAY, processes=1, recognise=False) as blind:
        made, withheld = copy(blind, tmp_path, out.getvalue())
    assert isinstance(made, Redaction)
    assert isinstance(withheld, Gap)
    assert withheld.reason.startswith("page 2 is withheld: ")
    assert "Side 2: Denne side er taget ud" in texts(made.output)[1]


def test_without_text_recognition_a_scan_is_withheld(tmp_path: Path) -> None:
    out = io.BytesIO()
    shown(page(OWN_LINE)).save(out, "PNG")
    with Redactor(SUBJECT, today=TODAY, processes=1, recognise=False) as blind:
        assert gap(copy(blind, tmp_path, out.getvalue(), "scan.png")).code is GapCode.NOT_PROVED
    assert list((tmp_path / "out").iterdir()) == []


def test_text_is_set_anew_with_marks(redactor: Redactor, tmp_path: Path) -> None:
    made = only(copy(redactor, tmp_path, f"{OWN_LINE}\n{OTHER_LINE}\n".encode(), "note.txt"))
    text = " ".join(" ".join(texts(made.output)).split())
    assert "Anders Bo Jensen, 010130-4999, har fået tilsagn." in text
    assert "[fjernet: navn, anden person], [fjernet: CPR-nummer, anden person], har klaget." in text
    with pikepdf.open(made.output) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.Lang == "da-DK"


def test_a_mail_is_copied_with_its_attachment_under_a_heading(redactor: Redactor, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"] = "Mette Bjerregaard <mette@example.dk>"
    mail["Subject"] = "Om Anders Bo Jensen"
    mail.set_content(OWN_LINE)
    mail.add_attachment(OTHER_LINE, filename="bjerregaard.txt")
    made = only(copy(redactor, tmp_path, bytes(mail), "post.eml"))
    text = "\n".join(texts(made.output))
    assert "har fået tilsagn" in text
    assert "har klaget" in text
    assert "bjerregaard" not in text.lower()


def test_what_cannot_be_read_inside_is_a_gap_beside_the_copy(redactor: Redactor, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", OWN_LINE)
        archive.writestr("b.bin", bytes(range(256)) * 8)
    results = copy(redactor, tmp_path, out.getvalue(), "mappe.zip")
    assert sorted(type(result).__name__ for result in results) == ["Gap", "Redaction"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nnothing more", GapCode.DAMAGED),
        (
            changed(page(OWN_LINE), lambda opened: None, encryption=pikepdf.Encryption(user="a", owner="b")),
            GapCode.ENCRYPTED,
        ),
        (b"\x89PNG\r\n\x1a\nnothing more", GapCode.DAMAGED),
    ],
    ids=["cut pdf", "encrypted pdf", "cut picture"],
)
def test_a_file_that_cannot_be_opened_is_a_gap(data: bytes, code: GapCode, redactor: Redactor, tmp_path: Path) -> None:
    assert gap(copy(redactor, tmp_path, data)).code is code
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_a_file_without_text_is_a_gap_and_not_passed_over(data: bytes, redactor: Redactor, tmp_path: Path) -> None:
    assert gap(copy(redactor, tmp_path, data, "tom.txt")).code is GapCode.UNSUPPORTED


def test_a_file_that_is_gone_is_a_gap(redactor: Redactor, tmp_path: Path) -> None:
    assert gap(list(redactor.redact(tmp_path / "none.pdf", "none.pdf", tmp_path))).code is GapCode.NO_ACCESS


def test_a_copy_is_ours_alone_and_overwrites_nothing(redactor: Redactor, tmp_path: Path) -> None:
    first = only(copy(redactor, tmp_path, page(OWN_LINE)))
    second = only(copy(redactor, tmp_path, page(OWN_LINE)))
    assert (first.output.name, second.output.name) == ("brev.pdf", "brev (2).pdf")
    assert stat.S_IMODE(first.output.stat().st_mode) == 0o600
    assert sorted(path.name for path in first.output.parent.iterdir()) == ["brev (2).pdf", "brev.pdf"]


def test_the_name_of_a_copy_names_nobody_else(redactor: Redactor, tmp_path: Path) -> None:
    made = only(copy(redactor, tmp_path, page(OTHER_LINE), "mette_bjerregaard-120628-4123.pdf"))
    assert "bjerregaard" not in made.output.name
    assert "120628" not in made.output.name


def test_the_same_file_gives_the_same_bytes(redactor: Redactor, tmp_path: Path) -> None:
    first, second = (only(copy(redactor, tmp_path, page(OWN_LINE, OTHER_LINE))) for _ in range(2))
    assert first.output.read_bytes().replace(b"(2)", b"") == second.output.read_bytes().replace(b"(2)", b"")


def test_what_a_caseworker_keeps_is_in_the_copy(tmp_path: Path) -> None:
    options = Options(overrides=(Override(Action.KEEP, "Mette Bjerregaard"),))
    with Redactor(SUBJECT, today=TODAY, options=options, processes=1) as lenient:
        first = texts(only(copy(lenient, tmp_path, page(OTHER_LINE))).output)[0]
    assert "Mette Bjerregaard, [fjernet" in first


def test_a_copy_that_still_shows_somebody_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dsar.redact import page as pages
    from dsar.redact.page import _Sheet

    task = work.Task(tmp_path / "x.pdf", work.PDF, Redactor(SUBJECT, today=TODAY)._own, Options(), TODAY, tmp_path)
    task.path.write_bytes(page(OTHER_LINE))
    monkeypatch.setattr(_Sheet, "lines", lambda self: iter([pages.Line("Mette Bjerregaard", pages.Box(0, 0, 50, 10))]))
    known = work.learn_pages(task, 0, 1)
    (withheld,) = work.copy_pages(task, known, 0, 1)
    assert isinstance(withheld, work.Withheld)


def test_a_sheet_called_after_somebody_else_is_not_named(tmp_path: Path, redactor: Redactor) -> None:
    texts = [Located((), Passage("Oliver Vestergaard række 2", "Navn: Anders Bo Jensen\nLøn: 100"))]
    (made,) = redactor.redact_texts(texts, "lister.xlsx", tmp_path)
    assert isinstance(made, Redaction)
    assert "Vestergaard" not in "".join(text for _, text in readings(made.output))


def test_an_extract_holds_only_what_concerns_the_subject_and_says_so(tmp_path: Path, redactor: Redactor) -> None:
    text = "17.10 Bent Ove Skaarup: insulin\n17.40 Anders Bo Jensen: drikker for lidt\n18.05 Laura Tvede græd"
    rows = [Located((), Passage(f"række {n}", "Navn: Laura Tvede\nLøn: 100")) for n in (2, 3)]
    (made,) = redactor.redact_texts([Located((), Passage("tekst", text)), *rows], "rute.txt", tmp_path, about=[()] * 3)
    assert isinstance(made, Redaction)
    assert made.left_out == (LeftOut("tekst", 2, "art15_4"),)
    read = " ".join(" ".join(text for _, text in readings(made.output)).split())
    assert "Anders Bo Jensen: drikker for lidt" in read
    assert "[afsnit om andre er udeladt]" in read
    assert "uddrag" in read
    assert "Løn" in read
    assert not any(word in read for word in ("insulin", "græd", "Skaarup"))


def test_a_number_in_the_subjects_row_of_a_table_stays_in_the_copy(redactor: Redactor, tmp_path: Path) -> None:
    rows = "Navn;CPR;Telefon\nAnders Bo Jensen;010130-4999;61728394\nMette Hansen;120628-4123;28123456\n"
    text = " ".join(texts(only(copy(redactor, tmp_path, rows.encode(), name="ledige.csv")).output))
    assert "61728394" in text
    assert "28123456" not in text

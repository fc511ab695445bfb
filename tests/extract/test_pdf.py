"""PDF files: pages, what hangs on them, scans, and what a broken file still gives."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from dsar.extract.extractor import Limits, Ocr
from dsar.extract.pdf import PdfExtractor
from dsar.extract.pdf_text import tidy
from dsar.model import Gap, GapCode
from tests.contract.extractor import ExtractorContract
from tests.extract.office_files import codes, parts, read, shown
from tests.extract.pdf_files import (
    changed,
    embedded_font,
    letter,
    note,
    pdf,
    photo,
    picture,
    scanned,
    with_field,
    with_notes,
    write,
)


def passages(data: bytes) -> list[tuple[str, str]]:
    found, gaps = read(PdfExtractor(), data)
    assert gaps == []
    return [(place, text) for place, text in shown(found) if place != "dokumentegenskaber"]


def test_only_the_media_type_decides() -> None:
    assert PdfExtractor().match("application/pdf", "brev.docx") > 0
    assert PdfExtractor().match("text/plain", "brev.pdf") == 0


def test_a_page_is_a_passage_in_reading_order() -> None:
    assert passages(pdf(["Kære Åse Ørsted", "CPR 010130-4567"], ["Side to"])) == [
        ("side 1", "Kære Åse Ørsted\nCPR 010130-4567"),
        ("side 2", "Side to"),
    ]


def test_text_of_an_embedded_font_is_read() -> None:
    def page(canvas: Canvas) -> None:
        embedded_font(canvas)
        canvas.drawString(72, 700, "Bjørn Ærøe Ångström")

    assert passages(pdf(page)) == [("side 1", "Bjørn Ærøe Ångström")]


def test_a_word_divided_at_the_end_of_a_line_is_joined() -> None:
    assert passages(pdf(["Vi skriver fra kom-", "munen til Hansen-", "Friis"])) == [
        ("side 1", "Vi skriver fra kommunen til Hansen-Friis")
    ]


def test_a_number_broken_over_two_lines_keeps_both_halves_and_its_hyphen() -> None:
    ((_, text),) = passages(pdf(["CPR 010130-", "4567"]))
    assert text.split() == ["CPR", "010130-", "4567"]


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ("kommu\u00adnen", "kommunen"),
        ("010130\u00ad4567", "010130-4567"),
        ("Hansen\ufffeFriis", "Hansen-Friis"),
        ("IT\ufffeafdelingen", "IT-afdelingen"),
        ("\ufffe", "-"),
        ("e\ufb03zient \ufb01nde", "effizient finde"),
        ("a\r\nb\rc\nd\0", "a\nb\nc\nd"),
    ],
)
def test_tidying_undoes_what_the_layout_did(drawn: str, read_as: str) -> None:
    assert tidy(drawn) == read_as


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_rotated_text_is_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(200, -200, "Roteret CPR 010130-4567")
        canvas.drawString(200, -215, "anden linje")

    assert passages(pdf(page)) == [("side 1", "Roteret CPR 010130-4567\nanden linje")]


def test_a_rotated_page_is_read() -> None:
    turned = changed(pdf(["Hej"]), lambda opened: opened.pages[0].rotate(90, relative=False))
    assert passages(turned) == [("side 1", "Hej")]


def test_text_beside_the_visible_page_and_in_invisible_ink_is_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 3000, "Uden for siden")
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine("Usynlig")
        canvas.drawText(text)

    assert passages(pdf(page)) == [("side 1", "Uden for siden\nUsynlig")]


def test_comments_are_read_with_their_author_and_pop_ups_are_not_doubled() -> None:
    data = with_notes(
        pdf(["Hej"]),
        note("Text", Contents=String("Ring til Åse\rHansen"), T=String("Mette")),
        note("FreeText", Contents=String("Påtegning")),
        note("Popup", Contents=String("Ring til Åse")),
        note("Highlight"),
    )
    assert passages(data)[1:] == [("side 1, noter", "Forfatter: Mette\nRing til Åse\nHansen\nPåtegning")]


def test_links_are_read() -> None:
    data = with_notes(
        pdf(["Hej"]),
        note("Link", A=Dictionary(S=Name.URI, URI=String("mailto:jens%2Bsag@example.dk"))),
        note("Link", A=Dictionary(S=Name.URI, URI=String("mailto:jens%2Bsag@example.dk"))),
        note("Link", Dest=Array([0, Name.Fit])),
    )
    assert passages(data)[1:] == [("side 1, links", "mailto:jens+sag@example.dk")]


def test_form_fields_are_read_with_their_names() -> None:
    assert passages(with_field(pdf(["Hej"]), "Navn", "Åse Ørsted"))[1:] == [
        ("side 1, formularfelter", "Navn: Åse Ørsted")
    ]


def test_all_that_is_chosen_of_a_list_is_read_and_fields_that_no_page_shows_are_too() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        names = Array([String("Åse"), String("Bo"), String("Eva")])
        chosen = note("Widget", FT=Name.Ch, T=String("Børn"), V=Array([names[0], names[2]]), Ff=1 << 21, Opt=names)
        shown = opened.make_indirect(chosen)
        hidden = opened.make_indirect(Dictionary(FT=Name.Tx, T=String("Skjult"), V=String("010130-4567")))
        family = opened.make_indirect(Dictionary(T=String("Familie"), Kids=Array([hidden])))
        opened.pages[0].obj.Annots = Array([shown])
        opened.Root.AcroForm = Dictionary(Fields=Array([shown, family]), DA=String("/Helv 0 Tf 0 g"))

    assert passages(changed(pdf(["Hej"]), change))[1:] == [
        ("side 1, formularfelter", "Børn: Åse, Eva"),
        ("formulardata", "Familie.Skjult: 010130-4567"),
    ]


def test_a_page_that_breaks_inside_is_named_and_a_whole_file_is_not() -> None:
    options = {"compress_streams": True, "recompress_flate": True}
    options |= {"stream_decode_level": pikepdf.StreamDecodeLevel.generalized}
    whole = changed(pdf(*(letter(n) for n in (1, 2, 3))), lambda _: None, **options)
    at = whole.index(b"stream", whole.index(b"stream") + 12) if b"ObjStm" in whole else whole.index(b"stream")
    spoilt = bytearray(whole)
    spoilt[at + 100 : at + 110] = bytes(10)

    found, gaps = read(PdfExtractor(), bytes(spoilt))
    assert codes(gaps) == [GapCode.DAMAGED]
    assert gaps[0].reason.startswith("page 1: broken inside")
    assert "Side 3: Kære" in dict(shown(found))["side 3"]
    assert read(PdfExtractor(), whole)[1] == []


def test_when_it_was_made_and_changed_is_read() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        opened.docinfo["/CreationDate"] = "D:20260102101500+01'00'"
        opened.docinfo["/ModDate"] = "20260304"

    lines = dict(shown(read(PdfExtractor(), changed(pdf(["Hej"]), change))[0]))["dokumentegenskaber"].split("\n")
    assert lines[-2:] == ["Oprettet: 2026-01-02", "Ændret: 2026-03-04"]


def test_bookmarks_are_read() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        with opened.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Jens Hansen", 0))
            outline.root[0].children.append(pikepdf.OutlineItem("Afgørelse", 0))

    assert passages(changed(pdf(["Hej"]), change))[1:] == [("bogmærker", "Jens Hansen\nAfgørelse")]


def test_properties_are_read_from_the_old_and_the_new_place_once() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        with opened.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:title"] = "Afgørelse"
            meta["dc:creator"] = ["Bo Lund"]
        opened.docinfo["/Author"] = "Mette Hansen"

    found, _ = read(PdfExtractor(), changed(pdf(["Hej"]), change))
    lines = next(text for place, text in shown(found) if place == "dokumentegenskaber").split("\n")
    assert "Forfatter: Mette Hansen" in lines
    assert "Forfatter: Bo Lund" in lines
    assert lines.count("Titel: Afgørelse") == 1


def test_attached_files_are_parts() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        opened.attachments["løn.txt"] = pikepdf.AttachedFileSpec(opened, b"CPR 010130-4567", filename="løn.txt")

    assert parts(PdfExtractor(), changed(pdf(["Hej"]), change)) == {"løn.txt": b"CPR 010130-4567"}


def test_files_pinned_to_a_page_are_parts() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        stream = opened.make_stream(b"indhold")
        spec = Dictionary(Type=Name.Filespec, F=String("bilag.txt"), UF=String("bilag.txt"), EF=Dictionary(F=stream))
        opened.pages[0].obj.Annots = Array([opened.make_indirect(note("FileAttachment", FS=spec))])

    assert parts(PdfExtractor(), changed(pdf(["Hej"]), change)) == {"bilag.txt": b"indhold"}


def test_an_attached_file_larger_than_the_limit_is_a_gap() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        opened.attachments["stor"] = pikepdf.AttachedFileSpec(opened, b"x" * 2000, filename="stor")

    gaps = read(PdfExtractor(), changed(pdf(["Hej"]), change), Limits(size=1000))[1]
    assert [(gap.locator, gap.code) for gap in gaps] == [("stor", GapCode.TOO_LARGE)]


def test_the_data_of_an_xfa_form_are_read() -> None:
    xml = b"<xfa:datasets xmlns:xfa='x'><xfa:data><navn>Jens Hansen</navn></xfa:data></xfa:datasets>"

    def change(opened: pikepdf.Pdf) -> None:
        packets = Array([String("datasets"), opened.make_stream(xml)])
        opened.Root.AcroForm = Dictionary(Fields=Array([]), XFA=packets)

    assert passages(changed(pdf(["Vent"]), change))[1:] == [("formulardata", "navn: Jens Hansen")]


def test_pages_that_are_photos_are_one_gap_that_names_them() -> None:
    gaps = read(PdfExtractor(), pdf(["Hej"], photo, photo, ["To"], photo))[1]
    assert codes(gaps) == [GapCode.EMPTY_SCAN]
    assert gaps[0].reason.startswith("pages 2-3, 5: ")


def test_blank_sheets_of_a_scanner_are_no_gap() -> None:
    assert passages(pdf(["Hej"], picture)) == [("side 1", "Hej")]


def test_a_scanned_page_is_read_by_text_recognition() -> None:
    assert passages(pdf(["Hej"], scanned)) == [
        ("side 1", "Hej"),
        ("side 2, læst af billede", "Kære Åse Ærøe Ørsted\nCPR-nummer: 010130-4567\nSøvej 12, 2. tv, 9000 Aalborg"),
    ]


def test_a_scan_with_a_stamp_is_read_with_its_stamp() -> None:
    def page(canvas: Canvas) -> None:
        scanned(canvas, size=(590, 440))
        canvas.drawString(72, 800, "Modtaget 12.03.2030")

    (stamp, (place, text)) = passages(pdf(page))
    assert stamp == ("side 1", "Modtaget 12.03.2030")
    assert place == "side 1, læst af billede"
    assert "010130-4567" in text


def test_a_large_picture_on_a_page_of_text_is_read_too() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, letter(1)[:20])
        canvas.translate(0, -250)
        scanned(canvas)

    (text, (place, found)) = passages(pdf(page))
    assert text[0] == "side 1"
    assert place == "side 1, billede 1"
    assert "010130-4567" in found


def test_a_grey_picture_on_white_paper_is_read() -> None:
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    sheet = Image.new("L", (640, 400), 236)
    face = ImageFont.load_default(11)
    for number, line in enumerate(("Fjordlev Kommune", "Birthe von Hadeln")):
        ImageDraw.Draw(sheet).text((40, 40 + 26 * number), line, fill=70, font=face)
    sheet = sheet.rotate(1.5, fillcolor=236)

    found = passages(pdf(lambda canvas: canvas.drawImage(ImageReader(sheet), 40, 300, 515, 322)))
    assert "Birthe von Hadeln" in found[0][1]


def test_a_photo_on_a_page_of_text_is_no_gap() -> None:
    def page(canvas: Canvas) -> None:
        photo(canvas)
        write(canvas, letter(1)[:20], top=1400)

    assert [place for place, _ in passages(pdf(page))] == ["side 1"]


@pytest.mark.parametrize(
    ("ocr", "code"),
    [
        (Ocr(when="never"), GapCode.EMPTY_SCAN),
        (Ocr(when="later"), GapCode.OCR_PENDING),
        (Ocr(data="/no/such/folder"), GapCode.EMPTY_SCAN),
        (Ocr(languages="xyz"), GapCode.EMPTY_SCAN),
        (Ocr(page_s=0.001), GapCode.TIMEOUT),
        (Ocr(item_s=0), GapCode.TIMEOUT),
        (Ocr(confidence=100), GapCode.POOR_SCAN),
    ],
)
def test_what_is_not_or_not_surely_recognised_is_a_gap(ocr: Ocr, code: GapCode) -> None:
    gaps = [value for value in PdfExtractor().read(io.BytesIO(pdf(scanned)), Limits(ocr=ocr)) if isinstance(value, Gap)]
    assert codes(gaps) == [code]


def test_a_short_letter_with_a_logo_is_no_gap() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas, share=0.1)
        canvas.drawString(72, 800, "Kort brev")

    assert passages(pdf(page)) == [("side 1", "Kort brev")]


def test_a_page_of_text_over_a_picture_is_no_gap() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        write(canvas, letter(1))

    assert [place for place, _ in passages(pdf(page))] == ["side 1"]


def test_outlines_in_which_no_text_is_seen_are_a_gap() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(200):
            canvas.line(n, n, n + 5, n + 9)

    assert codes(read(PdfExtractor(), pdf(page))[1]) in ([GapCode.EMPTY_SCAN], [GapCode.POOR_SCAN])


def test_blank_and_ruled_pages_are_no_gap() -> None:
    assert passages(pdf([], lambda canvas: canvas.line(0, 0, 9, 9), ["Hej"])) == [("side 3", "Hej")]


def test_a_page_whose_fonts_do_not_tell_their_letters_is_read_by_text_recognition_as_well() -> None:
    def page(canvas: Canvas) -> None:
        embedded_font(canvas)
        for n in range(20):
            canvas.drawString(72, 700 - 20 * n, "æøåÆØÅ ÆØÅæøå éèüö")

    def change(opened: pikepdf.Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]

    found, gaps = read(PdfExtractor(), changed(pdf(page), change))
    assert any("ØÅ" in text for place, text in shown(found) if place.startswith("side 1, læst af billede"))
    assert set(codes(gaps)) <= {GapCode.POOR_SCAN}


def test_a_page_whose_fonts_name_the_wrong_letters_is_read_by_text_recognition() -> None:
    shifted = str.maketrans({chr(n): chr(97 + (n - 97 + 7) % 26) for n in range(97, 123)})

    def page(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        write(canvas, [line.translate(shifted) for line in letter(1)])
        canvas.setFillGray(0)
        canvas.translate(0, -100)
        scanned(canvas)

    found = dict(passages(pdf(page)))
    assert "Rhyl ivynly" in found["side 1"] or "ivynly" in found["side 1"]
    assert "010130-4567" in next(text for place, text in found.items() if place.startswith("side 1, læst af billede"))


def test_a_file_that_needs_a_password_is_encrypted() -> None:
    locked = changed(pdf(["Hej"]), lambda _: None, encryption=pikepdf.Encryption(user="hemmeligt", owner="ejer"))
    found, gaps = read(PdfExtractor(), locked)
    assert (found, codes(gaps)) == ([], [GapCode.ENCRYPTED])


@pytest.mark.parametrize(("user", "revision"), [("blåbær", 6), ("hemmeligt", 4), ("rødgrød", 3)])
def test_a_file_is_opened_with_a_password_of_the_settings(tmp_path: Path, user: str, revision: int) -> None:
    known = tmp_path / "passwords.txt"
    known.write_text(f"forkert\n{user}\n", encoding="utf-8")
    lock = pikepdf.Encryption(user=user, owner="ejer", R=revision, aes=revision > 3, metadata=revision > 3)  # type: ignore[arg-type]
    field = with_field(pdf(["Hej"]), "navn", "Bo Holm")
    found, gaps = read(
        PdfExtractor(), changed(field, lambda _: None, encryption=lock), Limits(passwords_file=str(known))
    )
    assert [one.text for one in found[:2]] == ["Hej", "navn: Bo Holm"]
    assert gaps == []


def test_a_file_that_no_known_password_opens_is_encrypted(tmp_path: Path) -> None:
    known = tmp_path / "passwords.txt"
    known.write_text("forkert\n", encoding="utf-8")
    locked = changed(pdf(["Hej"]), lambda _: None, encryption=pikepdf.Encryption(user="hemmeligt", owner="ejer"))
    found, gaps = read(PdfExtractor(), locked, Limits(passwords_file=str(known)))
    assert (found, codes(gaps)) == ([], [GapCode.ENCRYPTED])


def test_a_file_that_only_forbids_printing_is_read() -> None:
    locked = changed(pdf(["Hej"]), lambda _: None, encryption=pikepdf.Encryption(user="", owner="ejer"))
    assert passages(locked) == [("side 1", "Hej")]


def test_a_file_with_objects_in_streams_is_read() -> None:
    packed = changed(pdf(["Hej"]), lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert passages(packed) == [("side 1", "Hej")]


def test_a_file_without_pages_is_damaged_whatever_was_read_before() -> None:
    locked = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert codes(read(PdfExtractor(), locked.getvalue())[1]) == [GapCode.ENCRYPTED]
    out = io.BytesIO()
    with pikepdf.new() as empty:
        empty.save(out)
    assert codes(read(PdfExtractor(), out.getvalue())[1]) == [GapCode.DAMAGED]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hej", b"%PDF-1.4\n%%EOF\nstartxref\n0\n"])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    found, gaps = read(PdfExtractor(), data)
    assert (found, codes(gaps)) == ([], [GapCode.DAMAGED])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_always_a_gap_and_gives_the_pages_before_the_cut(share: float) -> None:
    plain = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized}
    whole = changed(pdf(*(letter(n) for n in range(1, 21))), lambda _: None, **plain)
    cut = whole[: int(len(whole) * share)]
    complete = sum(b"Side %d: K" % n in cut for n in range(2, 21))  # the last one that begins may be cut
    found, gaps = read(PdfExtractor(), cut)
    assert codes(gaps)[-1:] == [GapCode.DAMAGED]
    text = "\n".join(passage.text for passage in found)
    assert complete > 0
    assert all(text.count(f"Side {n}: Kære borger") == 40 for n in range(1, complete + 1))


def test_junk_before_and_after_the_file_does_no_harm() -> None:
    assert passages(b"\xef\xbb\xbf\n\n" + pdf(["Hej"]) + b"\n" * 100) == [("side 1", "Hej")]


def test_a_broken_page_is_named_and_the_others_are_read() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root.Pages.Kids[1] = opened.make_indirect(Dictionary(Type=Name.Nonsense))

    found, gaps = read(PdfExtractor(), changed(pdf(["En"], ["To"], ["Tre"]), change))
    assert [text for place, text in shown(found) if place.startswith("side")] == ["En", "Tre"]
    assert codes(gaps) == [GapCode.DAMAGED]


def test_five_thousand_pages_are_five_thousand_passages() -> None:
    many = pdf(*([f"Side nummer {n}"] for n in range(1, 5001)))
    assert len(passages(many)) == 5000


def everything() -> bytes:
    data = pdf(["Kære Åse Ørsted", "CPR 010130-4567"], picture, letter(3))
    data = with_field(data, "Navn", "Åse")

    def change(opened: pikepdf.Pdf) -> None:
        opened.attachments["a.txt"] = pikepdf.AttachedFileSpec(opened, b"abc", filename="a.txt")
        with opened.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Titel", 0))

    return changed(data, change, compress_streams=False)


WHOLE = everything()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(WHOLE)), st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=20)
)
def test_any_mutation_ends_in_passages_and_gaps(cut: int, flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for position, value in flips:
        data[position] = value
    found, gaps = read(PdfExtractor(), bytes(data[:cut] if cut % 3 == 0 else data))
    assert found or gaps


class TestContract(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> PdfExtractor:
        return PdfExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/pdf"

    @pytest.fixture
    def sample(self) -> bytes:
        return with_field(pdf(["Kære Åse Ørsted", "CPR 010130-4567"], letter(2)), "Navn", "Åse")

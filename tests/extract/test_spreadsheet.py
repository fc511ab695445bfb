"""Spreadsheets: rows with the names of their columns, what lies beside them, and what a broken file still gives."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from dsar.extract.extractor import Limits
from dsar.extract.ole_streams import ole_streams
from dsar.extract.spreadsheet import SpreadsheetExtractor, value_text
from dsar.extract.xls_records import look_through
from dsar.model import GapCode
from tests.contract.extractor import ExtractorContract
from tests.extract.office_files import S, codes, ole_file, parts, read, relations, shown, zipped

REGISTER = [
    ("Navn", "CPR-nr.", "Telefon"),
    ("Åse Ørsted", "010130-4567", 12345678),
    ("Bo Lund", "020231-4568", 87654321),
]


def xlsx(*rows: tuple[object, ...], change: Callable[[Worksheet], object] = lambda _: None) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Ark1"
    for row in rows:
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xls(*rows: tuple[object, ...]) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Ark1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods(table: str, more: dict[str, str | bytes] | None = None) -> bytes:
    names = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text", "meta")
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{table}</office:spreadsheet>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    whole: dict[str, str | bytes] = {
        "mimetype": kind,
        "content.xml": content + "</office:body></office:document-content>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="x"/>',
    }
    return zipped({**whole, **(more or {})})


def with_parts(data: bytes, more: dict[str, str | bytes]) -> bytes:
    """The zip with these parts added, or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return zipped({**{name: whole.read(name) for name in whole.namelist()}, **more})


def passages(data: bytes) -> list[tuple[str, str]]:
    found, gaps = read(SpreadsheetExtractor(), data)
    assert gaps == []
    return [(place, text) for place, text in shown(found) if place != "dokumentegenskaber"]


def texts(*rows: tuple[object, ...]) -> list[str]:
    return [text for _, text in passages(xlsx(*rows))]


@pytest.mark.parametrize(
    "media_type",
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
    ],
)
def test_spreadsheets_are_taken_whatever_their_name(media_type: str) -> None:
    assert SpreadsheetExtractor().match(media_type, "løn.bin") > 0
    assert SpreadsheetExtractor().match("text/csv", "løn.xlsx") == 0


@pytest.mark.parametrize("made", [xlsx, xls])
def test_a_row_is_a_passage_with_the_names_of_its_columns(made: Callable[..., bytes]) -> None:
    assert passages(made(*REGISTER)) == [
        ("Ark1 række 1", "Navn\nCPR-nr.\nTelefon"),
        ("Ark1 række 2", "Navn: Åse Ørsted\nCPR-nr.: 010130-4567\nTelefon: 12345678"),
        ("Ark1 række 3", "Navn: Bo Lund\nCPR-nr.: 020231-4568\nTelefon: 87654321"),
    ]


def test_rows_are_numbered_as_excel_does_and_columns_may_begin_anywhere() -> None:
    empty = (None,)
    rows = [empty, empty, (None, None, "Navn", "CPR"), (None, None, "Bo", "020231-4568")]
    assert passages(xlsx(*rows)) == [("Ark1 række 3", "Navn\nCPR"), ("Ark1 række 4", "Navn: Bo\nCPR: 020231-4568")]


def test_titles_above_the_headings_are_rows_of_their_own() -> None:
    rows = [("Udtræk pr. 1. maj 2030",), ("Kun til intern brug", None, "side 1"), *REGISTER]
    assert texts(*rows)[:4] == [
        "Udtræk pr. 1. maj 2030",
        "Kun til intern brug\nside 1",
        "Navn\nCPR-nr.\nTelefon",
        "Navn: Åse Ørsted\nCPR-nr.: 010130-4567\nTelefon: 12345678",
    ]


def test_a_sheet_without_headings_keeps_each_person_in_their_own_row() -> None:
    assert texts(("Jens Hansen", "Aalborg", "ukendt"), ("Bo Lund", "Nibe", 12345678), ("Åse", "Hals", 87654321)) == [
        "Jens Hansen\nAalborg\nukendt",
        "Bo Lund\nNibe\n12345678",
        "Åse\nHals\n87654321",
    ]


def test_numbers_below_words_tell_the_headings_that_no_list_knows() -> None:
    assert texts(("Foo", "Bar", "Baz"), (1, 2, "x"), (3, 4, "y"))[1] == "Foo: 1\nBar: 2\nBaz: x"


def test_one_column_with_a_heading_is_understood() -> None:
    assert texts(("CPR",), (101901234,), (202311234,)) == ["CPR", "CPR: 101901234", "CPR: 202311234"]


def test_a_second_table_on_the_sheet_has_its_own_headings() -> None:
    rows = [("Navn", "By"), ("Bo", "Nibe"), (None,), ("Sag", "Dato"), ("A1", "1. maj")]
    assert texts(*rows) == ["Navn\nBy", "Navn: Bo\nBy: Nibe", "Sag\nDato", "Sag: A1\nDato: 1. maj"]


def test_headings_hold_over_an_empty_row() -> None:
    assert texts(("Navn", "By"), ("Bo", "Nibe"), (None,), ("Åse", "Hals"))[-1] == "Navn: Åse\nBy: Hals"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1019012345.0, "1019012345"),
        (101901234.0, "101901234"),
        (0.25, "0.25"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (True, "sand"),
        (dt.date(1990, 1, 31), "1990-01-31"),
        (dt.datetime(1990, 1, 31, tzinfo=None), "1990-01-31"),  # noqa: DTZ001 - Excel's dates have no zone
        (dt.datetime(1990, 1, 31, 12, 30), "1990-01-31 12:30"),  # noqa: DTZ001
        (dt.time(13, 20), "13:20"),
        (dt.timedelta(hours=3), "3:00:00"),
        (" a\r\nb ", "a\nb"),
    ],
)
def test_values_are_written_as_they_are_held(value: object, text: str) -> None:
    assert value_text(value) == text  # type: ignore[arg-type]


def test_values_survive_the_file() -> None:
    row = (101901234, 1019012345.0, "0101901234", dt.date(1990, 1, 31), True, "to\nlinjer", 0.5)
    assert texts(row) == ["101901234\n1019012345\n0101901234\n1990-01-31\nsand\nto\nlinjer\n0.5"]


def test_what_is_hidden_is_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        secret = sheet.parent.create_sheet("Bo Lund")  # type: ignore[union-attr]
        secret.sheet_state = "veryHidden"
        secret.append(("hemmeligt",))

    found = passages(xlsx(*REGISTER[:2], change=hide))
    assert ("Ark1 række 2", "Navn: Åse Ørsted\nCPR-nr.: 010130-4567\nTelefon: 12345678") in found
    assert ("Bo Lund (skjult) række 1", "hemmeligt") in found
    assert ("navne på ark", "Bo Lund") in found


def test_a_cell_merged_downwards_says_its_text_of_every_row() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B4:C4")

    rows = [("Navn", "Ydelse", "Kr."), ("Åse", "Hjælp", 1), (None, "Støtte", 2), ("Bo", "Intet", None)]
    assert [text for _, text in passages(xlsx(*rows, change=merge))][1:] == [
        "Navn: Åse\nYdelse: Hjælp\nKr.: 1",
        "Navn: Åse\nYdelse: Støtte\nKr.: 2",
        "Navn: Bo\nYdelse: Intet",
    ]


def test_a_comment_stands_with_its_row_and_one_beside_all_rows_alone() -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["C2"].comment = Comment("Ring til\nhendes bror", "Mette Hansen")
        sheet["A2"].comment = Comment("Adressen er hemmelig", "")
        sheet["B9"].comment = Comment("Husk Bo", "Mette Hansen")

    said = "kommentar: Adressen er hemmelig\nForfatter: Mette Hansen\nkommentar: Ring til\nhendes bror"
    assert passages(xlsx(*REGISTER, change=comment)) == [
        ("Ark1 række 1", "Navn\nCPR-nr.\nTelefon"),
        ("Ark1 række 2", f"Navn: Åse Ørsted\nCPR-nr.: 010130-4567\nTelefon: 12345678\n{said}"),
        ("Ark1 række 3", "Navn: Bo Lund\nCPR-nr.: 020231-4568\nTelefon: 87654321"),
        ("Ark1 B9 kommentar", "Forfatter: Mette Hansen\nHusk Bo"),
    ]


def test_comments_stand_with_their_own_of_two_tables_and_within_a_form() -> None:
    def comment(sheet: Worksheet) -> None:
        for cell in ("B2", "E2", "H2"):
            sheet[cell].comment = Comment(f"om {cell}", "")

    two = [
        ("Nr.", "Navn", None, "Nr.", "Borger"),
        (1, "Bo Lund", None, 7, "Åse Friis"),
        (2, "Ib Sø", None, 8, "Ida Fur"),
    ]
    form = [("Efternavn", "Lund"), ("Fornavn", "Bo"), ("CPR", "020231-4568")]
    assert [text for _, text in passages(xlsx(*two, change=comment))][1::3] == [
        "Nr.: 1\nNavn: Bo Lund\nkommentar: om B2",
        "Nr.: 7\nBorger: Åse Friis\nkommentar: om E2\nkommentar: om H2",
    ]
    assert passages(xlsx(*form, change=comment))[0][1].split("\n")[3:] == [f"kommentar: om {n}2" for n in "BEH"]


def test_comments_in_threads_are_read_once() -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["B2"].comment = Comment("[Trådet kommentar] Ring til Bo", "tc={1}")

    person = '<personList><person id="p1" displayName="Mette Hansen"/></personList>'
    thread = '<ThreadedComments><threadedComment ref="B2" personId="p1"><text>Ring til Bo</text></threadedComment>'
    data = with_parts(
        xlsx(*REGISTER, change=comment),
        {
            "xl/persons/person.xml": person,
            "xl/threadedComments/threadedComment1.xml": thread + "</ThreadedComments>",
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("r1", "threadedComment", "../threadedComments/threadedComment1.xml"),
                ("r2", "hyperlink", "mailto:bo@example.dk"),
            ),
        },
    )
    assert passages(data)[1][1].endswith("12345678\nForfatter: Mette Hansen\nkommentar: Ring til Bo")
    assert passages(data)[3:] == [("Ark1 links", "mailto:bo@example.dk")]


def test_text_boxes_and_printed_headers_are_read() -> None:
    def header(sheet: Worksheet) -> None:
        sheet.oddHeader.center.text = "Fortroligt &D"  # type: ignore[union-attr]
        sheet.oddHeader.center.font = "Arial,Bold"  # type: ignore[union-attr]

    drawing = "<wsDr><sp><txBody><p><r><t>Spørg Bo</t></r><r><t> Lund</t></r></p></txBody></sp></wsDr>"
    data = with_parts(
        xlsx(*REGISTER, change=header),
        {
            "xl/drawings/drawing1.xml": drawing,
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("r1", "drawing", "../drawings/drawing1.xml")),
        },
    )
    assert passages(data)[3:] == [("Ark1 tekstfelt", "Spørg Bo Lund"), ("Ark1 sidehoved og sidefod", "Fortroligt")]


def test_the_copy_of_rows_that_a_pivot_table_keeps_is_read() -> None:
    fields = '<cacheField name="Navn"><sharedItems><s v="Bo"/><s v="Åse"/></sharedItems></cacheField>'
    fields += '<cacheField name="CPR"><sharedItems/></cacheField>'
    records = '<r><x v="1"/><s v="010130-4567"/></r><r><x v="0"/><m/></r><r><x v="9"/><n v="5"/></r>'
    data = with_parts(
        xlsx(("x",)),
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": f"<pivotCacheDefinition>{fields}</pivotCacheDefinition>",
            "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
                ("r1", "pivotCacheRecords", "records1.xml")
            ),
            "xl/pivotCache/records1.xml": f"<pivotCacheRecords>{records}</pivotCacheRecords>",
            "xl/pivotCache/pivotCacheDefinition2.xml": f"<pivotCacheDefinition>{fields}</pivotCacheDefinition>",
        },
    )
    assert passages(data)[1:] == [
        ("pivotdata 1 række 1", "Navn: Åse\nCPR: 010130-4567"),
        ("pivotdata 1 række 2", "Navn: Bo"),
        ("pivotdata 1 række 3", "CPR: 5"),
        ("pivotdata 2 række 1", "Navn: Bo"),
        ("pivotdata 2 række 2", "Navn: Åse"),
    ]


def test_cells_of_other_workbooks_and_properties_are_read() -> None:
    link = "<externalLink><row><cell><v>Bo Lund</v></cell><cell><v>7</v></cell></row></externalLink>"
    data = with_parts(
        xlsx(("x",)),
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/charts/chart1.xml": "<chartSpace><t>Fravær for Bo</t></chartSpace>",
            "docProps/core.xml": "<coreProperties><creator>Mette</creator><revision>3</revision></coreProperties>",
        },
    )
    found, _ = read(SpreadsheetExtractor(), data)
    assert shown(found)[1:] == [
        ("diagram", "Fravær for Bo"),
        ("data fra en anden fil", "Bo Lund\n7"),
        ("dokumentegenskaber", "Forfatter: Mette"),
    ]


def test_embedded_files_are_parts() -> None:
    data = with_parts(xlsx(("x",)), {"xl/embeddings/brev.docx": b"PK brev"})
    assert parts(SpreadsheetExtractor(), data) == {"brev.docx": b"PK brev"}


def test_comments_that_cannot_be_read_are_a_gap() -> None:
    assert codes(read(SpreadsheetExtractor(), with_parts(xlsx(("x",)), {"xl/comments1.bin": b"x"}))[1]) == [
        GapCode.UNSUPPORTED
    ]


CELL = '<table:table-cell office:value-type="string">{}</table:table-cell>'
NOTE = "<dc:creator>Mette</dc:creator><text:p>Husk <text:span>Bo</text:span> nu</text:p>"
SHEET = (
    '<table:table table:name="Ark1"><table:table-row table:number-rows-repeated="2"><table:table-cell/>'
    "</table:table-row>"
    "<table:table-row>"
    + CELL.format("<text:p>Navn</text:p>")
    + CELL.format("<text:p>CPR</text:p>")
    + "</table:table-row>"
    "<table:table-row>"
    + CELL.format(f"<office:annotation>{NOTE}</office:annotation><text:p>Bo<text:s/>Lund</text:p>")
    + '<table:table-cell office:value-type="float" office:value="202311234"><text:p>202311234</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)


def test_an_open_document_sheet_is_read_with_its_comments_and_properties() -> None:
    meta = "<office:document-meta xmlns:office='o' xmlns:dc='d'><dc:creator>Mette</dc:creator></office:document-meta>"
    found, gaps = read(SpreadsheetExtractor(), ods(SHEET, {"meta.xml": meta}))
    assert gaps == []
    assert shown(found)[0] == ("Ark1 række 3", "Navn\nCPR")
    assert shown(found)[1:] == [
        ("Ark1 række 4", "Navn: Bo Lund\nCPR: 202311234\nForfatter: Mette\nkommentar: Husk Bo nu"),
        ("dokumentegenskaber", "Sidst ændret af: Mette"),
    ]


def test_a_broken_open_document_sheet_is_read_up_to_the_break() -> None:
    found, gaps = read(SpreadsheetExtractor(), ods(SHEET + "<table:table", {"META-INF/manifest.xml": "x"}))
    assert ("Ark1 række 3", "Navn\nCPR") in shown(found)
    assert codes(gaps) == [GapCode.DAMAGED]


def test_an_open_document_file_with_a_password_is_encrypted() -> None:
    manifest = "<manifest:manifest xmlns:manifest='x'><manifest:encryption-data/></manifest:manifest>"
    locked = ods("", {"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x01"})
    assert codes(read(SpreadsheetExtractor(), locked)[1]) == [GapCode.ENCRYPTED]


def test_an_office_file_that_needs_a_password_is_encrypted() -> None:
    assert codes(read(SpreadsheetExtractor(), ole_file("EncryptedPackage"))[1]) == [GapCode.ENCRYPTED]


def test_an_old_workbook_with_a_password_is_encrypted() -> None:
    plain = xls(*REGISTER)
    locked = plain.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    assert not look_through(ole_streams(plain).by_name["workbook"]).locked
    assert codes(read(SpreadsheetExtractor(), locked)[1]) == [GapCode.ENCRYPTED]


def test_comments_of_an_old_workbook_are_read() -> None:
    def record(text: bytes, length: int, wide: int) -> bytes:
        fixed = b"\x12\x02" + bytes(8) + struct.pack("<HH", length, 16) + bytes(4)
        return b"\xb6\x01\x12\x00" + fixed + b"\x3c\x00" + struct.pack("<H", len(text) + 1) + bytes([wide]) + text

    data = (
        record("Ring til Åse".encode("latin-1"), 12, 0)
        + b"\xec\0\x01\0y"
        + record("Bo\rLund".encode("utf-16-le"), 7, 1)
    )
    assert look_through(data).texts == ["Ring til Åse", "Bo\nLund"]


@pytest.mark.parametrize("data", [b"", b"Navn;CPR", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_spreadsheet_is_damaged(data: bytes) -> None:
    assert codes(read(SpreadsheetExtractor(), data)[1]) == [GapCode.DAMAGED]


@pytest.mark.parametrize("share", [0.5, 0.8, 0.99])
def test_a_truncated_workbook_gives_the_rows_before_the_cut(share: float) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Borger {n * 7919 % 1000}</t></is></c></row>'
        for n in range(1, 3000)
    )
    sheet = f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
    workbook = f'<workbook xmlns="{S}" xmlns:r="x"><sheets><sheet name="Lister" r:id="r1"/></sheets></workbook>'
    data = zipped(
        {
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )
    found, gaps = read(SpreadsheetExtractor(), data[: int(len(data) * share)])
    assert f"Lister række {int(3000 * share * 0.8)}" in dict(shown(found))
    assert codes(gaps) == [GapCode.DAMAGED]


def test_a_broken_sheet_costs_only_what_is_broken_of_it() -> None:
    def second(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Ark2").append(("hel",))  # type: ignore[union-attr]

    whole = xlsx(*REGISTER, change=second)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    found, gaps = read(
        SpreadsheetExtractor(), with_parts(whole, {"xl/worksheets/sheet1.xml": sheet[: sheet.index(b'<row r="3"')]})
    )
    assert dict(shown(found))["Ark1 række 2"] == "Navn: Åse Ørsted\nCPR-nr.: 010130-4567\nTelefon: 12345678"
    assert dict(shown(found))["Ark2 række 1"] == "hel"
    assert codes(gaps) == [GapCode.DAMAGED]


def test_a_sheet_with_two_cells_a_world_apart_is_read_in_little_memory() -> None:
    def far(sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 16_384, "langt væk")

    assert passages(xlsx(("her",), change=far)) == [("Ark1 række 1", "her"), ("Ark1 række 1048576", "langt væk")]


def test_a_huge_cell_is_one_value() -> None:
    assert texts(("Navn", "Note"), ("Bo", "x" * 32_000)) == ["Navn\nNote", "Navn: Bo\nNote: " + "x" * 32_000]


def test_a_part_that_swells_is_refused() -> None:
    bomb = with_parts(xlsx(("x",)), {"xl/worksheets/sheet9.xml": b" " * 40_000_000})
    assert codes(read(SpreadsheetExtractor(), bomb)[1]) == [GapCode.TOO_LARGE]


def test_a_workbook_larger_than_the_limit_is_refused() -> None:
    assert codes(read(SpreadsheetExtractor(), xlsx(("x",)), Limits(size=1000))[1]) == [GapCode.TOO_LARGE]


def test_a_workbook_without_cells_has_no_rows_and_no_gap() -> None:
    assert passages(xlsx()) == []


FILES = {"xlsx": xlsx(*REGISTER), "xls": xls(*REGISTER), "ods": ods(SHEET)}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(FILES)),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
)
def test_any_mutation_ends_in_passages_and_gaps(kind: str, cut: float, flips: list[tuple[float, int]]) -> None:
    data = bytearray(FILES[kind])
    for position, value in flips:
        data[int(position * len(data))] = value
    found, gaps = read(SpreadsheetExtractor(), bytes(data[: int(cut * len(data))] if cut > 0.5 else data))
    assert found or gaps


@pytest.fixture(params=["xlsx", "xls", "ods"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class TestContract(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> SpreadsheetExtractor:
        return SpreadsheetExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @pytest.fixture
    def sample(self, kind: str) -> bytes:
        return FILES[kind]


def test_a_formula_without_a_value_is_kept_as_it_stands_and_an_error_is_not_dropped() -> None:
    def write(sheet: Worksheet) -> None:
        sheet["D1"] = '=CONCATENATE("Bo ","Lund")'
        sheet["D2"] = "#REF!"
        sheet["D2"].data_type = "e"

    found = passages(xlsx(*REGISTER[:2], change=write))
    assert ("Ark1 formler uden værdi", 'D1: =CONCATENATE("Bo ","Lund")\nD2: #REF!') in found

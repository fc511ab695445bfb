"""A register in a PDF is read row by row, however it is drawn; any other page stays as it is."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from dsar.extract.pdf import PdfExtractor
from dsar.extract.pdf_text import page_text
from tests.extract.office_files import read, shown
from tests.extract.pdf_files import letter, pdf, write

HEAD = ("Lb.nr.", "Lejer", "CPR-nr.", "Adresse", "Restance")
FIRST = ("Åse", "Bo", "Ida Marie", "Karl", "Eva", "Jens Ole", "Per")
LAST = ("Ærø", "Als", "Fur", "Samsø", "Mors", "Fanø-Holm")


def person(n: int) -> tuple[str, ...]:
    name = f"{FIRST[n % 7]} {LAST[n % 6]}"
    return (f"L{1000 + n}", name, f"450427-99{n % 100:02d}", f"Søvej {n}, 9000 Aalborg", f"{n * 17}.{n % 90 + 10},00")


PEOPLE = [person(n) for n in range(60)]
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=9)
GRID = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey)]


def told(data: bytes) -> list[tuple[str, str]]:
    found, gaps = read(PdfExtractor(), data)
    assert gaps == []
    return [(place, text) for place, text in shown(found) if place != "dokumentegenskaber"]


def rows_in(data: bytes) -> list[str]:
    return [text for place, text in told(data) if "række" in place]


def row(values: Sequence[str], head: Sequence[str] = HEAD) -> str:
    return "\n".join(f"{name}: {value}" for name, value in zip(head, values, strict=True) if value)


def report(*story: Flowable, size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, invariant=1).build(list(story))
    return out.getvalue()


def table(rows: Sequence[Sequence[str]], style: Sequence[tuple[object, ...]] = (), **more: object) -> Table:
    made = Table([list(one) for one in rows], repeatRows=more.pop("repeatRows", 1), **more)
    made.setStyle([("FONTSIZE", (0, 0), (-1, -1), 8), *style])
    return made


def wrapped(rows: Sequence[Sequence[str]]) -> list[list[Flowable]]:
    return [[Paragraph(cell, SMALL) for cell in one] for one in rows]


LOOKS: dict[str, Callable[[Sequence[Sequence[str]]], Table]] = {
    "drawn boxes": lambda rows: table(rows, GRID),
    "nothing drawn": table,
    "lines between rows": lambda rows: table(rows, [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey)]),
    "a line below the headings": lambda rows: table(rows, [("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]),
    "every second row coloured": lambda rows: table(
        rows, [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.lightgrey])]
    ),
    "a frame": lambda rows: table(rows, [("BOX", (0, 0), (-1, -1), 1, colors.black)]),
    "lines between columns": lambda rows: table(rows, [("LINEAFTER", (0, 0), (-1, -1), 0.3, colors.grey)]),
    "numbers to the right": lambda rows: table(rows, [("ALIGN", (-1, 0), (-1, -1), "RIGHT")]),
    "all in the middle": lambda rows: table(rows, [("ALIGN", (0, 0), (-1, -1), "CENTER")]),
    "narrow boxes": lambda rows: table(wrapped(rows), GRID, colWidths=(40, 55, 60, 60, 60)),
    "narrow, nothing drawn": lambda rows: table(
        wrapped(rows), [("VALIGN", (0, 0), (-1, -1), "TOP")], colWidths=(40, 55, 70, 60, 60)
    ),
    "narrow, to the middle": lambda rows: table(
        wrapped(rows), [("VALIGN", (0, 0), (-1, -1), "MIDDLE")], colWidths=(40, 55, 70, 60, 60)
    ),
    "narrow, to the bottom": lambda rows: table(
        wrapped(rows),
        [("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("TOPPADDING", (0, 0), (-1, -1), 0)],
        colWidths=(40, 55, 70, 60, 60),
    ),
    "close together": lambda rows: table(
        rows,
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 1),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1),
            *(("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)),
        ],
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_each_row_is_a_passage_however_it_is_drawn(look: str) -> None:
    data = report(Paragraph("Restancer", SMALL), Spacer(1, 10), LOOKS[look]([HEAD, *PEOPLE]), Paragraph("Slut.", SMALL))
    rows = [text for text in rows_in(data) if text != "\n".join(HEAD)]

    assert rows == [row(one) for one in PEOPLE]


def lines(people: Sequence[Sequence[str]], *, at: Sequence[int] = (40, 90, 200, 280, 440)) -> Callable[[Canvas], None]:
    """A page with a row a line."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for number, person in enumerate(people):
            for x, cell in zip(at, person, strict=True):
                canvas.drawString(x, 780 - 14 * number, cell)

    return draw


def test_places_name_the_page_and_the_row_on_it() -> None:
    found = told(pdf(lines([HEAD, *PEOPLE[:20]]), lines([HEAD, *PEOPLE[20:23]])))

    assert found[0] == ("side 1 række 1", "\n".join(HEAD))
    assert found[1] == ("side 1 række 2", row(PEOPLE[0]))
    assert found[21:] == [
        ("side 2 række 1", "\n".join(HEAD)),
        *((f"side 2 række {n}", row(PEOPLE[18 + n])) for n in (2, 3, 4)),
    ]


def test_headings_on_the_first_page_are_those_of_the_others() -> None:
    found = told(pdf(lines([HEAD, *PEOPLE[:20]]), lines(PEOPLE[20:40]), lines(PEOPLE[40:42])))

    assert found[21] == ("side 2 række 1", row(PEOPLE[20]))
    assert found[41:] == [("side 3 række 1", row(PEOPLE[40])), ("side 3 række 2", row(PEOPLE[41]))]


def test_what_a_page_repeats_of_its_head_is_told_as_it_stands() -> None:
    def page(number: int, people: Sequence[Sequence[str]]) -> Callable[[Canvas], None]:
        return lines([("Kommunen", "", "Restancer", "", f"Side {number}"), HEAD, *people])

    found = told(pdf(page(1, PEOPLE[:20]), page(2, PEOPLE[20:25])))

    assert found[22:25] == [
        ("side 2 række 1", "Kommunen\nRestancer\nSide 2"),
        ("side 2 række 2", "\n".join(HEAD)),
        ("side 2 række 3", row(PEOPLE[20])),
    ]


def test_a_few_rows_a_page_add_up() -> None:
    pages = [lines([HEAD, *PEOPLE[n : n + 3]]) for n in range(0, 15, 3)]

    assert rows_in(pdf(*pages))[:5] == ["\n".join(HEAD), *map(row, PEOPLE[:3]), "\n".join(HEAD)]


def test_a_short_list_whose_headings_say_that_it_is_of_people_is_a_register() -> None:
    assert rows_in(pdf(PLAIN, lines([HEAD, *PEOPLE[:6]])))[1:] == [row(one) for one in PEOPLE[:6]]


def test_a_list_as_mainframes_print_it_is_a_register() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9)
        for number, (a, b, c, d, e) in enumerate([HEAD, *PEOPLE[:30]]):
            canvas.drawString(40, 800 - 11 * number, f"{a:<8}{b:<20}{c:<13}{d:<26}{e:>10}")

    assert rows_in(pdf(draw))[1:] == [row(one) for one in PEOPLE[:30]]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_on_its_side_is_read_as_it_is_held(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (700, 50), 180: (560, 800), 270: (0, 600)}[angle])
        canvas.rotate(angle)
        canvas.translate(0, -180 if angle == 180 else -150)
        lines([HEAD, *PEOPLE[:25]])(canvas)

    def flat(canvas: Canvas) -> None:
        canvas.setPageSize((900, 900))
        draw(canvas)

    assert rows_in(pdf(flat))[1:] == [row(one) for one in PEOPLE[:25]]


def test_what_stands_beside_a_register_is_the_page_s_passage() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, ["Kære Bo", "Her er listen over dem, der mangler at betale."], top=820)
        canvas.translate(0, -40)
        lines([HEAD, *PEOPLE[:20]])(canvas)
        write(canvas, ["Med venlig hilsen"], top=300)

    assert told(pdf(page, ["Side to"]))[0] == (
        "side 1",
        "Kære Bo\nHer er listen over dem, der mangler at betale.\nMed venlig hilsen",
    )
    assert told(pdf(page, ["Side to"]))[-1] == ("side 2", "Side to")


def test_the_text_below_a_register_comes_before_the_next_page() -> None:
    def page(canvas: Canvas) -> None:
        lines([HEAD, *PEOPLE[:20]])(canvas)
        write(canvas, ["Rykkerne er skrevet af Anders"], top=300)

    assert [place for place, _ in told(pdf(page, ["Jensen i går."]))][-2:] == ["side 1", "side 2"]


def test_a_number_that_lost_its_first_digit_stands_under_its_heading() -> None:
    people = [(a, b, f"{n}04279901"[-9:], d, e) for n, (a, b, _, d, e) in enumerate(PEOPLE[:20], 1)]

    assert "CPR-nr.: 104279901" in rows_in(pdf(lines([HEAD, *people])))[1]


def test_a_row_over_the_end_of_a_page_is_one() -> None:
    rest = ("", "", "", "9000 Aalborg", "")
    cut = (*PEOPLE[19][:3], "Søvej 19,", PEOPLE[19][4])
    found = told(pdf(lines([HEAD, *PEOPLE[:19], cut]), lines([rest, *PEOPLE[20:23]])))

    assert found[20:] == [
        ("side 1 række 21", row(PEOPLE[19])),
        *((f"side 2 række {n}", row(PEOPLE[18 + n])) for n in (2, 3, 4)),
    ]


def test_a_mail_address_too_long_for_its_column_is_whole() -> None:
    people = [(a, b, f"{a.lower()}.fornavn.efternavn@kommune.example") for a, b, *_ in PEOPLE[:20]]
    data = report(table(wrapped([("Lb.nr.", "Lejer", "E-mail"), *people]), GRID, colWidths=(50, 90, 110)))

    assert rows_in(data)[1] == "Lb.nr.: L1000\nLejer: Åse Ærø\nE-mail: l1000.fornavn.efternavn@kommune.example"


def test_a_word_longer_than_its_column_is_whole() -> None:
    people = [(a, f"{b} Overgaardsen-Skovgaardsen", c) for a, b, c, *_ in PEOPLE[:20]]
    found = rows_in(report(table(wrapped([HEAD[:3], *people]), GRID, colWidths=(50, 70, 70))))

    assert found[1] == "Lb.nr.: L1000\nLejer: Åse Ærø Overgaardsen-Skovgaardsen\nCPR-nr.: 450427-9900"


def test_lines_that_somebody_broke_stay_lines() -> None:
    people = [(a, b, "Bo Als\nIda Marie Fur-Samsø") for a, b, *_ in PEOPLE[:20]]

    assert rows_in(report(table([("Lb.nr.", "Lejer", "Øvrige"), *people], GRID)))[1].endswith(
        "Øvrige: Bo Als\nIda Marie Fur-Samsø"
    )


def test_groups_sums_and_the_numbers_of_pages_are_no_ones_rows() -> None:
    some = [("Distrikt Nord", "", "", "", ""), *PEOPLE[:10], ("Distrikt Syd", "", "", "", ""), *PEOPLE[10:20]]
    found = rows_in(pdf(lines([HEAD, *some, ("I alt", "", "", "", "12.345,00")])))

    assert [text for text in found if "CPR" in text][1:] == [row(one) for one in PEOPLE[:20]]
    assert "Distrikt Syd" in found


def test_of_several_forms_each_is_told_by_itself() -> None:
    forms = [pair for a, b, c, *_ in PEOPLE[:5] for pair in (("Navn", b), ("CPR-nr.", c), ("Sag", a))]

    assert rows_in(report(table(forms, GRID, repeatRows=0)))[1] == "Navn: Bo Als\nCPR-nr.: 450427-9901\nSag: L1001"


SPENT = [(f"{n:02d}.03.2024", "Udbetalt boligstøtte", f"{n * 11},00", f"{n * 7},50") for n in range(1, 25)]
FORM = [
    (name, f"Bo {n}")
    for n, name in enumerate(("Navn", "Adresse", "CPR-nr.", "Telefon", "E-mail", "Fødselsdato", "Køn"))
]
MORE = [
    (name, f"Als {n}")
    for n, name in enumerate(("Skole", "Klasse", "Læge", "Institution", "Sprog", "Arbejdsgiver", "Kontonr."))
]
PLAIN = ["Kære Bo Als", "Du har 12 34 56 78 og 450427-9901."] * 15


@pytest.mark.parametrize(
    "data",
    [
        pdf(PLAIN, PLAIN),
        pdf(lines([HEAD, *PEOPLE[:5]])),  # too short to be sure
        pdf(lines(PEOPLE[:8])),
        pdf(lines([HEAD, *PEOPLE[:5]]), PLAIN, lines([HEAD, *PEOPLE[5:10]])),
        report(Paragraph("Kære Bo Als", SMALL), table([("Dato", "Tekst", "Beløb", "Saldo"), *SPENT], GRID)),
        report(Paragraph("Kære Bo Als", SMALL), table([("Dato", "Tekst", "Beløb", "Saldo"), *SPENT])),
        report(table([*FORM, *MORE], GRID)),
        report(table([*one, *other] for one, other in zip(FORM, MORE, strict=True)), Spacer(1, 9), table(FORM)),
        report(
            table(
                [
                    ("Dato", "Sagsbehandler", "Notat"),
                    *((a, PEOPLE[n % 6][1], "Har ringet") for n, (a, *_) in enumerate(SPENT)),
                ]
            )
        ),
        report(table([("Regning", "Dato", "Beløb"), *((f"98{n:08d}", a, b) for n, (a, _, b, _) in enumerate(SPENT))])),
        pdf(letter(1), letter(2)),
    ],
    ids=[
        "letter",
        "short list",
        "without headings",
        "two short lists",
        "drawn bill",
        "bill",
        "form",
        "form of pairs",
        "log",
        "account",
        "long letter",
    ],
)
def test_other_pages_are_a_passage_each(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as document:
        pages = [page_text(page).text for page in document]

    assert told(data) == [(f"side {number}", text) for number, text in enumerate(pages, 1)]


def test_a_list_of_people_in_running_text_is_read_a_person_at_a_time() -> None:
    people = [f"{name}, {cpr}, {home}, skylder {owed} kr." for _, name, cpr, home, owed in PEOPLE]
    found = told(pdf(["Følgende borgere er i restance:", *people[:30]], people[30:50]))

    assert found[0] == ("side 1", "Følgende borgere er i restance:")
    assert found[1:31] == [(f"side 1, liste over personer, række {n}", text) for n, text in enumerate(people[:30], 2)]
    assert found[31:] == [(f"side 2, liste over personer, række {n}", text) for n, text in enumerate(people[30:50], 1)]


WORDS = st.sampled_from(["Bo", "Als", "450427-9902", "Søvej 1", "12,50", "I alt", "Åse Ærø-Fur", "x@y.dk", "-", "Navn"])
PLACED = st.tuples(WORDS, st.integers(0, 40), st.integers(0, 30))
DRAWN = st.tuples(st.booleans(), st.integers(0, 40), st.integers(0, 30), st.integers(1, 40))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(PLACED, max_size=60), st.lists(DRAWN, max_size=25), st.integers(0, 20)), max_size=3))
def test_no_word_of_a_page_is_lost(
    made: list[tuple[list[tuple[str, int, int]], list[tuple[bool, int, int, int]], int]],
) -> None:
    def page(
        words: list[tuple[str, int, int]], rules: list[tuple[bool, int, int, int]], count: int
    ) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines(PEOPLE[:count])(canvas)
            for word, x, y in words:
                canvas.drawString(20 + 13 * x, 780 - 7 * y, word)
            for across, x, y, long in rules:
                at = (20 + 13 * x, 785 - 7 * y)
                canvas.line(*at, *((at[0] + 13 * long, at[1]) if across else (at[0], at[1] - 7 * long)))

        return draw

    data = pdf(*(page(*each) for each in made)) if made else pdf([])
    with pypdfium2.PdfDocument(data) as document:
        written = "".join(page_text(each).text for each in document)
    kept = Counter("".join(text for _, text in told(data)))

    assert not {mark: count for mark, count in Counter("".join(written.split())).items() if kept[mark] < count}

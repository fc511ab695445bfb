"""Tables whose labels stand before their values: forms, and tables on their side."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.tables import Line, Table
from tests.extract.files import read


def told(*rows: list[str]) -> list[tuple[str, int, str]]:
    """What a table tells of its rows; "" is an empty cell."""
    table = Table()
    found: list[Line] = []
    for number, row in enumerate(rows, start=1):
        found += table.add(number, {column: text for column, text in enumerate(row) if text})
    return [line[:3] for line in [*found, *table.finish()]]


FORMS = [
    (
        [["Fornavn(e)", "Elisabeth", "Efternavn", "Winther"], ["Fødselsdato", "23.05.1947", "Køn", "M/K"]],
        ["Fornavn(e): Elisabeth\nEfternavn: Winther", "Fødselsdato: 23.05.1947\nKøn: M/K"],
    ),
    (
        [["Navn:", "Bo Als", "CPR-nr.:", "450427-0002"], ["Adresse:", "Søvej 1, 9000 Aalborg", "Telefon:"]],
        ["Navn: Bo Als\nCPR-nr.: 450427-0002", "Adresse: Søvej 1, 9000 Aalborg\nTelefon:"],
    ),
    ([["Navn", "Bo Als"], ["CPR-nr.", "450427-0002"], ["Adresse", "Søvej 1"]], None),
    ([["Navn", "Bo Als", "Telefon", "12 34 56 78"]], ["Navn: Bo Als\nTelefon: 12 34 56 78"]),
    (
        [["Ansøgers navn", "Bo Als", "CPR-nr.", "450427-0002"], ["Begrundelse"], ["Adresse", "Søvej 1", "By", "Als"]],
        ["Ansøgers navn: Bo Als\nCPR-nr.: 450427-0002", "Begrundelse", "Adresse: Søvej 1\nBy: Als"],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), FORMS)
def test_a_form_has_a_line_for_each_label_with_its_value(rows: list[list[str]], expected: list[str] | None) -> None:
    expected = expected or [f"{label}: {value}" for label, value in rows]
    assert told(*rows) == [("row", 1, "\n".join(expected))]


def test_a_form_with_values_missing_is_a_form_whatever_its_other_labels() -> None:
    form = [["Løbekode", "a1"], ["Efternavn", "Als"], ["Fornavn", "Bo"], ["Telefon", ""], ["Ønske 1", "Solen"]]

    assert told(*form) == [("row", 1, "Løbekode: a1\nEfternavn: Als\nFornavn: Bo\nTelefon\nØnske 1: Solen")]


@pytest.mark.parametrize("between", [[], [[]], [["Skema 2"]]])
def test_of_several_forms_in_one_table_each_is_told_by_itself(between: list[list[str]]) -> None:
    one = [["Navn", "Bo Als"], ["CPR-nr.", "450427-0002"], ["Adresse", "Søvej 1"]]
    other = [["Navn", "Åse Ærø"], ["CPR-nr.", "450427-0001"]]

    assert told(*one, *between, *other) == [
        ("row", 1, "Navn: Bo Als\nCPR-nr.: 450427-0002\nAdresse: Søvej 1"),
        (
            "row",
            5 if between == [[]] else 4,
            "\n".join([*(row[0] for row in between if row), "Navn: Åse Ærø\nCPR-nr.: 450427-0001"]),
        ),
    ]


def test_what_is_asked_of_several_in_one_form_with_labels_of_their_own_stays_together() -> None:
    form = [["Barnets navn", "Bo Als"], ["CPR", "450427-0002"], ["Mors navn", "Åse Als"], ["Mors CPR", "450427-0001"]]

    assert len(told(*form)) == 1


def test_a_very_long_form_is_told_in_pieces() -> None:
    form = [["Navn", "Bo Als"], ["CPR-nr.", "450427-0002"], *[[f"Note {n}", "x" * 900] for n in range(20)]]

    assert [number for _, number, _ in told(*form)] == [1, 11, 19]


def test_a_table_on_its_side_is_told_by_its_columns() -> None:
    sheet = [
        ["Navn", "Lone Bech", "Bo Als", "Åse Ærø"],
        ["CPR-nr.", "450427-0001", "450427-0002", "450427-0003"],
        ["Adresse", "Søvej 1", "", "Søvej 3"],
    ]
    assert told(*sheet) == [
        ("column", 1, "Navn\nCPR-nr.\nAdresse"),
        ("column", 2, "Navn: Lone Bech\nCPR-nr.: 450427-0001\nAdresse: Søvej 1"),
        ("column", 3, "Navn: Bo Als\nCPR-nr.: 450427-0002"),
        ("column", 4, "Navn: Åse Ærø\nCPR-nr.: 450427-0003\nAdresse: Søvej 3"),
    ]


def test_who_heads_the_columns_of_a_table_on_its_side_stands_in_them() -> None:
    sheet = [
        ["", "Mor", "Far"],
        ["Navn", "Lone Bech", "Bo Als"],
        ["CPR-nr.", "450427-0001", "450427-0002"],
        ["Telefon", "12345678", "87654321"],
    ]
    assert told(*sheet)[1:] == [
        ("column", 2, "Mor\nNavn: Lone Bech\nCPR-nr.: 450427-0001\nTelefon: 12345678"),
        ("column", 3, "Far\nNavn: Bo Als\nCPR-nr.: 450427-0002\nTelefon: 87654321"),
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        # A register, whose first column has the parts that people play.
        [["Mor", "Lone Bech", "12345678"], ["Far", "Bo Als", "87654321"], ["Barn", "Åse Als", "11223344"]],
        # A register with headings.
        [["Navn", "CPR", "By"], ["Lone Bech", "450427-0001", "Als"], ["Bo Als", "450427-0002", "Fur"]],
        # Of labels only: an empty form.
        [["Navn", "CPR", "By"], ["Adresse", "Telefon", "Mail"], ["Dato", "Navn", "Mobil"]],
        # Sums by year.
        [["Beløb", "10", "20"], ["Antal", "1", "2"], ["Dato", "2024", "2025"]],
    ],
)
def test_other_tables_are_told_by_their_rows(sheet: list[list[str]]) -> None:
    assert [code for code, _, _ in told(*sheet)] == ["row"] * len(sheet)


def test_a_word_form_and_a_sheet_on_its_side_are_read_so() -> None:
    document, out = docx.Document(), io.BytesIO()
    table = document.add_table(rows=2, cols=4)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ["Fornavn", "Bo", "Efternavn", "Als", "CPR-nr.", "450427-0002", "Køn", "M"],
        strict=True,
    ):
        cell.text = text
    document.save(out)
    rows = {one.value.place: one.value.text for one in read(out.getvalue(), "skema.docx")}
    assert rows["tabel 1 række 1"] == "Fornavn: Bo\nEfternavn: Als\nCPR-nr.: 450427-0002\nKøn: M"

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Navn", "Bo Als", "Lone Bech"], ["CPR-nr.", "450427-0002", "450427-0001"], ["Mobil", "12345678", ""]):
        book.active.append(row)
    book.save(out)
    columns = {one.value.place: one.value.text for one in read(out.getvalue(), "sammenligning.xlsx")}
    assert columns["Sheet kolonne 2"] == "Navn: Bo Als\nCPR-nr.: 450427-0002\nMobil: 12345678"


CELLS = st.sampled_from(["Navn", "CPR-nr.", "Adresse", "Telefon", "Bo Als", "450427-0002", "Søvej 1", "", "M"])


@given(st.lists(st.lists(CELLS, max_size=6), max_size=30))
def test_no_value_is_lost_in_any_table(rows: list[list[str]]) -> None:
    texts = "\n".join(text for _, _, text in told(*rows))
    for value in ("Bo Als", "450427-0002", "Søvej 1"):
        assert texts.count(value) >= sum(row.count(value) for row in rows)

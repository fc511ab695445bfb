"""Tables side by side on a sheet are read each by itself; one table with an empty column stays whole."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.side_by_side import table_lines
from tests.extract.files import read, texts

E: list[str] = []
KEYS = [["Nr.", "Navn", "Mobil", "", "Nr.", "Borger", "CPR"]]
ROWS = [["1", "Bo Als", "12345678", "", "7", "Åse Ærø", "450427-0001"], ["2", "Eva Fur", "87654321", "", "8", "Ib Sø"]]


def told(*rows: list[str]) -> list[tuple[int, str]]:
    """Numbers and texts; "" is an empty cell."""
    cells = ({column: text for column, text in enumerate(row) if text} for row in rows)
    return [line[1:3] for _, line in table_lines(enumerate(cells, start=1))]


def test_two_tables_with_a_key_each_are_told_one_after_the_other() -> None:
    assert told(*KEYS, *ROWS) == [
        (1, "Nr.\nNavn\nMobil"),
        (2, "Nr.: 1\nNavn: Bo Als\nMobil: 12345678"),
        (3, "Nr.: 2\nNavn: Eva Fur\nMobil: 87654321"),
        (1, "Nr.\nBorger\nCPR"),
        (2, "Nr.: 7\nBorger: Åse Ærø\nCPR: 450427-0001"),
        (3, "Nr.: 8\nBorger: Ib Sø"),
    ]


def test_each_has_places_of_its_own() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (*KEYS, *ROWS):
        book.active.append(row)
    book.save(out)
    sheet = [one.value.place for one in read(out.getvalue(), "a.xlsx") if "række" in one.value.place]
    table = [one.value.place for one in read("\n".join(map(";".join, (*KEYS, *ROWS))).encode(), "a.csv")]

    assert sheet == [f"Sheet {place}" for place in table]
    assert table == [f"række {n}" for n in (1, 2, 3)] + [f"tabel 2 række {n}" for n in (1, 2, 3)]


def test_a_csv_is_read_so_too_and_far_down() -> None:
    rows = [*KEYS, *ROWS * 600]
    found = texts("\n".join(";".join(row) for row in rows).encode(), "a.csv")

    assert len(found) == 2 * len(rows)
    assert not any("Bo Als" in text and "Åse Ærø" in text for text in found)
    assert found[-1] == "Nr.: 8\nBorger: Ib Sø"


PEOPLE = [["Navn", "Adresse", "", "Borger", "CPR"], ["Bo Als", "Søvej 1", "", "Åse Ærø", "450427-0001"]]
LISTED = [["Navn", "Mobil", "", "Navn", "Mobil"], ["Bo Als", "12345678", "", "Åse Ærø", "87654321"]]
FAMILY = [["Navn", "CPR", "", "Navn", "CPR"], ["Bo Als", "450427-0002", "", "Åse Als", "450427-0001"]]
ONE_MORE = ["Eva Fur", "11223344"]


@pytest.mark.parametrize(
    "rows",
    [
        # Titles over both, and the tables do not end together; or two rows of titles.
        [["Kunder", "", "", "Klager"], E, *PEOPLE, ONE_MORE],
        [["Kunder", "", "", "Klager"], ["Fra 1/5", "", "", "Fra 1/6"], E, *PEOPLE],
        [["Kunder", "", "", "Klager"], ["Fra 1/5", "", "", "Fra 1/6"], *PEOPLE],
        # A list in two columns, as it is printed.
        [*LISTED, ONE_MORE],
    ],
)
def test_two_tables_are_told_by(rows: list[list[str]]) -> None:
    assert not any("Bo Als" in text and "Åse Ærø" in text for _, text in told(*rows))


@pytest.mark.parametrize(
    "rows",
    [
        PEOPLE,
        # Titles over groups of columns stand upon them; others stand anywhere.
        [["Kunden", "", "", "Klagen"], *PEOPLE, ONE_MORE],
        [["Udtræk", "", "", "", "1. maj"], E, *PEOPLE, ONE_MORE],
        [["Udtræk", "", "", "Side 1"], E, *PEOPLE],
        # A child and its mother.
        FAMILY,
        [["Barn", "", "", "Mor"], E, *FAMILY, ONE_MORE],
        # Nothing names the columns on one side.
        [["Navn", "Mobil"], ["Bo Als", "12345678", "", "Åse Ærø", "87654321"], ONE_MORE],
        # A column of notes.
        [["Navn", "Mobil", "", "Note"], ["Bo Als", "12345678", "", "se Åse Ærø"], ONE_MORE],
    ],
)
def test_one_table_with_an_empty_column_stays_whole(rows: list[list[str]]) -> None:
    assert any("Bo Als" in text and "Åse" in text for _, text in told(*rows))


CELLS = st.sampled_from(["Nr.", "Navn", "CPR", "Bo Als", "450427-0002", "Januar", "I alt", "", "", ""])


@given(st.lists(st.lists(CELLS, max_size=7), max_size=30), st.booleans())
def test_no_cell_is_lost(rows: list[list[str]], beside: bool) -> None:
    rows = [[*KEYS[0]], *([*row[:3], *[""] * (3 - len(row)), "", *row[3:]] for row in rows)] if beside else rows
    found = [line for _, text in told(*rows) for line in text.split("\n") if "som ovenfor" not in line]

    for value in ("Bo Als", "450427-0002", "Januar"):
        assert sum(value in line for line in found) >= sum(row.count(value) for row in rows)

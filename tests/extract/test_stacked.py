"""A person over several rows is one record; a row that may be another's is none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.tables import Table


def told(*rows: list[str]) -> list[tuple[int, str]]:
    """Numbers and texts; "" is an empty cell."""
    table, found = Table(), list[tuple[int, str]]()
    for number, row in enumerate(rows, start=1):
        cells = {column: text for column, text in enumerate(row) if text}
        found += (line[1:3] for line in table.add(number, cells))
    return [*found, *(line[1:3] for line in table.finish())]


HEAD = ["Sag", "Navn / adresse / telefon", "CPR"]
BO = [["1", "Bo Als", "450427-0002"], ["1", "Søvej 1, 2. tv, 9000 Aalborg", ""], ["1", "12 34 56 78", ""]]
EVA = [["2", "Eva Fur"], ["2", "Engen 7B"], ["2", "9640 Farsø"], ["2", "eva@x.dk"]]


def test_name_address_and_telephone_below_one_another_are_one_record() -> None:
    bo = [
        "Sag: 1\nNavn / adresse / telefon: Bo Als\nCPR: 450427-0002",
        "Sag: 1\nNavn / adresse / telefon: Søvej 1, 2. tv, 9000 Aalborg",
        "Sag: 1\nNavn / adresse / telefon: 12 34 56 78",
    ]
    assert told(HEAD, *BO, *EVA) == [
        (1, "\n".join(HEAD)),
        (2, "\n".join(bo)),
        (5, "\n".join(f"Sag: 2\nNavn / adresse / telefon: {row[1]}" for row in EVA)),
    ]


@pytest.mark.parametrize("head", ["Navn og adresse", "Borger/kontakt", "Lejers navn, adr."])
def test_the_heading_tells_that_a_column_holds_several_things(head: str) -> None:
    assert [number for number, _ in told(["Sag", head, "CPR"], *BO, *EVA)] == [1, 2, 5]


def test_the_town_below_a_street_belongs_to_the_row_above() -> None:
    rows = [["Navn", "Adresse", "Mobil"], ["Bo Als", "Søvej 1", "12345678"], ["", "9000 Aalborg"], ["Eva", "Engen 7"]]

    assert told(*rows)[1:] == [
        (2, "Navn: Bo Als\nAdresse: Søvej 1\nMobil: 12345678\nAdresse: 9000 Aalborg"),
        (4, "Navn: Eva\nAdresse: Engen 7"),
    ]


def test_home_and_telephone_alone_below_a_name_belong_to_it() -> None:
    bo, eva = (
        [["1", "Bo Als", "500"], ["", "Søvej 1"], ["", "9000 Aalborg"]],
        [["2", "Eva Fur", "600"], ["", "11223344"]],
    )

    assert told(["Nr.", "Lejer", "Restance"], *bo, *eva)[1:] == [
        (2, "Nr.: 1\nLejer: Bo Als\nRestance: 500\nLejer: Søvej 1\nLejer: 9000 Aalborg"),
        (5, "Nr.: 2\nLejer: Eva Fur\nRestance: 600\nLejer: 11223344"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # Another person, whose name is missing or comes last; a sum.
        [HEAD, ["1", "Bo Als", "450427-0002"], ["2", "Engen 7B", "450427-0001"]],
        [HEAD, ["1", "Bo Als", "450427-0002"], ["I alt", "", "2"]],
        [HEAD, ["1", "Bo Als", "450427-0002"], ["2", "Eva Fur, Engen 7B"]],
        [["Navn", "Telefon"], ["Bo Als", "12345678"], ["", "87654321"]],
        [["Navn", "Adresse"], ["Bo Als", "Søvej 1"], ["", "Engen 7"]],
        [["Nr.", "Lejer"], ["1", "Bo Als"], ["2", "Engen 7"]],
        [["Nr.", "Lejer"], ["1", "bo@x.dk"], ["", "eva@x.dk"]],
        [["Navn", "Adresse"], ["Bo Als", "Søvej 1, 9000 Aalborg"], ["", "9640 Farsø"]],
        [["Navn", "Adresse"], ["Bo Als", "Søvej 1"], ["Eva Fur", "9640 Farsø"]],
    ],
)
def test_what_may_be_anothers_is_a_row_of_its_own(rows: list[list[str]]) -> None:
    assert [number for number, _ in told(*rows)] == [1, 2, 3]


def test_a_record_has_no_more_rows_than_a_person_may_have() -> None:
    assert [number for number, _ in told(HEAD, ["1", "Bo Als"], *[["1", "12 34 56 78"]] * 12)] == [1, 2, 8, 14]


CELLS = st.sampled_from(["Bo Als", "Eva Fur", "Engen 7B", "9640 Farsø", "450427-0002", "12 34 56 78", "I alt", ""])


@given(st.sampled_from([HEAD, ["Navn", "Adresse", "Mobil"]]), st.lists(st.lists(CELLS, max_size=3), max_size=30))
def test_no_cell_is_lost(head: list[str], rows: list[list[str]]) -> None:
    text = "\n".join(text for _, text in told(head, *rows))

    for value in ("Bo Als", "Engen 7B", "9640 Farsø", "450427-0002", "12 34 56 78"):
        assert text.count(value) >= sum(row.count(value) for row in rows)

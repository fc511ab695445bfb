"""What stands once holds for the rows under it: groups of a pivot, entries under a person, two rows of headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.tables import Table
from tests.extract.files import texts


def told(*rows: list[str]) -> list[str]:
    """The rows' texts; "" is an empty cell."""
    table, found = Table(), list[str]()
    for number, row in enumerate(rows, start=1):
        cells = {column: text for column, text in enumerate(row) if text}
        found += (line.text for line in table.add(number, cells))
    return [*found, *(line.text for line in table.finish())]


PIVOT = [
    ["Borger", "Måned", "Ydelse"],
    ["Bo Als (450427-0002)", "Januar", "Støtte"],
    ["", "Februar", "Hjælp"],
    ["", "Marts", "Tilskud"],
    ["Åse Ærø (450427-0001)", "Januar", "Kontanthjælp"],
    ["", "Februar", "Sygedagpenge"],
]


def test_a_name_that_stands_once_is_carried_down_and_marked() -> None:
    assert told(*PIVOT)[2:] == [
        "Borger: Bo Als (450427-0002) [som ovenfor]\nMåned: Februar\nYdelse: Hjælp",
        "Borger: Bo Als (450427-0002) [som ovenfor]\nMåned: Marts\nYdelse: Tilskud",
        "Borger: Åse Ærø (450427-0001)\nMåned: Januar\nYdelse: Kontanthjælp",
        "Borger: Åse Ærø (450427-0001) [som ovenfor]\nMåned: Februar\nYdelse: Sygedagpenge",
    ]


def test_all_empty_first_columns_are_carried_down() -> None:
    rows = [["Nr.", "Navn", "CPR", "Ydelse"], ["1", "Bo Als", "450427-0002", "Støtte"], *[["", "", "", "Hjælp"]] * 2]

    expected = "Nr.: 1 [som ovenfor]\nNavn: Bo Als [som ovenfor]\nCPR: 450427-0002 [som ovenfor]\nYdelse: Hjælp"
    assert told(*rows)[2:] == [expected, expected]


def test_a_csv_is_carried_down_too() -> None:
    assert texts("\n".join(";".join(row) for row in PIVOT).encode(), "a.csv") == told(*PIVOT)


def test_far_below_the_first_rows_it_goes_on() -> None:
    rows = [row for _ in range(20) for row in PIVOT[1:]]

    assert told(PIVOT[0], *rows)[-1] == told(*PIVOT)[-1]


@pytest.mark.parametrize("total", [["", "I alt", "900"], ["Total", "", "900"], ["Total Bo Als", "", "900"], []])
def test_a_sum_or_an_empty_row_ends_it(total: list[str]) -> None:
    assert told(*PIVOT, total, ["", "April", "Støtte"])[-1] == "Måned: April\nYdelse: Støtte"


def test_entries_under_a_person_are_theirs() -> None:
    sheet = [
        ["Borger: Bo Als, CPR 450427-0002"],
        ["", "01.02.2024", "Bevilget"],
        ["", "01.03.2024", "Afslag"],
        ["Borger: Åse Ærø, CPR 450427-0001"],
        ["", "01.04.2024", "Indlagt"],
    ]
    assert told(*sheet) == [
        "Borger: Bo Als, CPR 450427-0002",
        "Borger: Bo Als, CPR 450427-0002 [som ovenfor]\n01.02.2024\nBevilget",
        "Borger: Bo Als, CPR 450427-0002 [som ovenfor]\n01.03.2024\nAfslag",
        "Borger: Åse Ærø, CPR 450427-0001",
        "Borger: Åse Ærø, CPR 450427-0001 [som ovenfor]\n01.04.2024\nIndlagt",
    ]
    assert told(*([cell for cell in row if cell] for row in sheet)) == told(*sheet)


def test_a_heading_that_names_nobody_ends_a_persons_entries() -> None:
    rows = [["Borger: Bo Als"], ["01.02.2024", "Bevilget"], ["Øvrige sager"], ["01.03.2024", "Afslag"]]

    assert told(*rows)[-1] == "01.03.2024\nAfslag"


@pytest.mark.parametrize(
    "rows",
    [
        # A register in which names are missing: the rows say themselves whose they are.
        [
            ["Navn", "CPR", "By"],
            ["Bo Als", "450427-0002", "Als"],
            ["", "450427-0001", "Fur"],
            ["", "450427-0003", "Als"],
        ],
        [["Navn", "Telefon"], ["Bo Als", "12345678"], ["", "87654321"], ["", "11223344"]],
        [["Navn", "Adresse"], ["Bo Als", "Søvej 1"], ["", "Søvej 2"], ["", "Søvej 3"]],
        [["Borger: Bo Als, 450427-0002"], ["", "Barn", "Åse Ærø 450427-0001"], ["", "Barn", "Eva Fur 450427-0003"]],
        # One empty cell among many is a lack, not a habit.
        [["Borger", "Ydelse"], *[["Bo Als", "Støtte"]] * 6, ["", "Hjælp"], *[["Åse Ærø", "Støtte"]] * 4],
        # Nobody is named.
        [["Afdeling", "Måned", "Beløb"], ["Nord", "Januar", "1"], ["", "Februar", "2"], ["", "Marts", "3"]],
    ],
)
def test_nothing_is_carried_where_it_may_be_anothers(rows: list[list[str]]) -> None:
    assert "som ovenfor" not in "\n".join(told(*rows))


def test_the_lower_of_two_rows_of_headings_names_the_columns() -> None:
    rows = [
        ["Bevillinger 2024"],
        ["Borger", "", "", "Bevilling"],
        ["Efternavn", "Fornavn", "CPR", "Ydelse", "Fra"],
        ["Als", "Bo", "450427-0002", "Støtte", "1. maj"],
        ["Ærø", "Åse", "450427-0001", "Hjælp", "2. maj"],
    ]
    assert told(*rows) == [
        "Bevillinger 2024",
        "Borger\nBevilling",
        "Efternavn\nFornavn\nCPR\nYdelse\nFra",
        "Efternavn: Als\nFornavn: Bo\nCPR: 450427-0002\nYdelse: Støtte\nFra: 1. maj",
        "Efternavn: Ærø\nFornavn: Åse\nCPR: 450427-0001\nYdelse: Hjælp\nFra: 2. maj",
    ]


def test_of_a_group_with_a_name_the_name_is_told_under_the_groups() -> None:
    rows = [
        ["Barn", "", "Mor", "", "Plads"],
        ["Navn", "CPR", "Navn", "CPR"],
        ["Bo Als", "450427-0002", "Åse Ærø", "450427-0001", "Børnehuset"],
        ["Eva Fur", "450427-0003", "Åse Ærø", "450427-0001", "Børnehuset"],
    ]
    assert told(*rows)[2] == "Barn: Bo Als\nCPR: 450427-0002\nMor: Åse Ærø\nCPR: 450427-0001\nPlads: Børnehuset"


def test_two_rows_of_headings_in_a_page_are_joined_too() -> None:
    page = (
        "<table><tr><th colspan=2>Barn<th colspan=2>Mor<th rowspan=2>Plads<tr><th>Navn<th>CPR<th>Navn<th>CPR"
        "<tr><td>Bo Als<td>450427-0002<td>Åse Ærø<td>450427-0001<td>Børnehuset"
        "<tr><td>Eva Fur<td>450427-0003<td>Åse Ærø<td>450427-0001<td>Børnehuset</table>"
    )
    assert texts(page.encode(), "a.html")[2] == (
        "Barn: Bo Als\nCPR: 450427-0002\nMor: Åse Ærø\nCPR: 450427-0001\nPlads: Børnehuset"
    )


def test_headings_far_below_others_stand_alone() -> None:
    table, found = Table(), list[str]()
    rows = [
        {0: "Barn", 2: "Mor"},
        *[{0: "Bo", 1: "Als", 2: "Eva"}] * 15,
        {0: "Navn", 1: "By", 2: "Navn"},
        {0: "x", 2: "y"},
    ]
    for number, cells in enumerate(rows):
        found += (line.text for line in table.add(number, cells, heading=number in (0, 16)))

    assert [*found, *(line.text for line in table.finish())][-1] == "Navn: x\nNavn: y"


def test_names_that_stand_twice_are_told_with_their_groups() -> None:
    rows = [["Ydelse", "", "Løn"], ["Antal", "Beløb", "Antal", "Beløb"], ["1", "20", "3", "40"], ["5", "60", "7", "80"]]

    assert told(*rows)[2] == "Ydelse Antal: 1\nYdelse Beløb: 20\nLøn Antal: 3\nLøn Beløb: 40"


CELLS = st.sampled_from(
    ["Borger", "CPR", "Måned", "Borger: Bo Als", "Bo Als", "450427-0002", "Januar", "I alt", "", ""]
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=30))
def test_no_cell_is_lost_and_what_is_added_is_marked(rows: list[list[str]]) -> None:
    found = [line for text in told(*rows) for line in text.split("\n") if "som ovenfor" not in line]

    for value in ("Borger: Bo Als", "450427-0002", "Januar"):
        assert sum(value in line for line in found) >= sum(row.count(value) for row in rows)

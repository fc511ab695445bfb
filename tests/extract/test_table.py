"""A row is a passage with its column names, however the file is written."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract import decode as decoding
from dsar.extract.table import LONGEST_FIELD, TableExtractor
from tests.extract.files import LIMITS, read, texts

ROWS = [["Navn", "CPR-nr.", "Adresse"], ["Åse Ærø", "450427-0001", "Søvej 1, 2. tv"], ["Bo Als", "450427-0002", ""]]
EXPECTED = [
    "Navn\nCPR-nr.\nAdresse",
    "Navn: Åse Ærø\nCPR-nr.: 450427-0001\nAdresse: Søvej 1, 2. tv",
    "Navn: Bo Als\nCPR-nr.: 450427-0002",
]


def written(delimiter: str, *, quote: bool = False, end: str = "\r\n") -> str:
    return "".join(delimiter.join(f'"{cell}"' if quote else cell for cell in row) + end for row in ROWS)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("quote", [True, False])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_as_it_was_written(delimiter: str, quote: bool, encoding: str) -> None:
    assert texts(written(delimiter, quote=quote).encode(encoding), "udtræk.csv") == EXPECTED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_commas_are_found_too_whatever_ends_the_lines(end: str) -> None:
    assert texts(written(",", quote=True, end=end).encode(), "a.csv") == EXPECTED


def test_places_count_rows_as_a_spreadsheet_does() -> None:
    located = read(b"Navn;By\n\nBo;Als\n", "a.csv")

    assert [one.value.place for one in located] == ["række 1", "række 3"]


def test_excels_own_line_about_the_delimiter_is_no_row() -> None:
    assert texts(b"sep=,\nNavn,By\nBo,Als\n", "a.csv") == ["Navn\nBy", "Navn: Bo\nBy: Als"]


def test_decimal_commas_do_not_part_cells() -> None:
    data = b"Navn;Bel\xf8b\n" + b"".join(b"Bo;%d,50\n" % n for n in range(30))

    assert texts(data, "a.csv")[1] == "Navn: Bo\nBeløb: 0,50"


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        # Several people in a cell, with or without a row of headings, with or without a space.
        (["Nr,Dato,Formand,Andre,Note", *["1,1. maj,Eva Fur,Bo Als;Åse Ærø,ok"] * 5], 5),
        (["1,1. maj,Eva Fur,Bo Als;Åse Ærø,ok"] * 5, 5),
        (["Nr,Formand,Andre", *["1,Eva Fur,Bo Als; Åse Ærø; Ulla Als; Per Fur; Ib Sø"] * 5], 3),
        (['"Nr","Andre"', *['"1","Bo Als;Åse Ærø"'] * 5], 2),
        # Commas in addresses, in amounts and between names.
        (["Navn;Adresse", *["Bo Als;Søvej 1, 2. tv, 9000 Aalborg"] * 5], 2),
        (["Bo Als;Søvej 1, 2. tv, 9000 Aalborg"] * 5, 2),
        (["Bo;1,50;2,50;3,50"] * 5, 4),
        (["Navn;Fra;Til", *["Als, Bo;1,50;2,50"] * 5], 3),
        (["Bo\t1,5;2,5;3,5;4,5"] * 5, 2),
    ],
)
def test_what_parts_the_cells_is_what_parts_all_rows_alike(rows: list[str], cells: int) -> None:
    found = texts("\n".join(rows).encode(), "a.csv")

    assert [len(text.split("\n")) for text in found] == [cells] * len(rows)


def test_a_first_row_that_is_a_person_does_not_name_the_columns() -> None:
    data = "Åse Ærø;450427-0001\nBo Als;450427-0002\n".encode()

    assert texts(data, "a.csv") == ["Åse Ærø\n450427-0001", "Bo Als\n450427-0002"]


def test_a_table_of_one_column_is_a_passage_a_row() -> None:
    assert texts("Navn\nÅse\nBo\n".encode(), "a.csv") == ["Navn", "Navn: Åse", "Navn: Bo"]


def test_a_title_above_the_column_names_is_a_row_without_names() -> None:
    data = "Udtræk pr. 1/11\n\nNavn;CPR;By\nÅse;1;Ærø\nBo;2;Als\n".encode()

    assert texts(data, "a.csv") == [
        "Udtræk pr. 1/11",
        "Navn\nCPR\nBy",
        "Navn: Åse\nCPR: 1\nBy: Ærø",
        "Navn: Bo\nCPR: 2\nBy: Als",
    ]


def test_a_list_of_tenants_is_headed_by_its_words() -> None:
    data = "Lejemål;Lejer;Medlejer;Indflyttet;Nr\nSøvej 8;Åse Ærø;Bo Als;1. maj;x\n"

    assert (
        texts(data.encode(), "a.csv")[1]
        == "Lejemål: Søvej 8\nLejer: Åse Ærø\nMedlejer: Bo Als\nIndflyttet: 1. maj\nNr: x"
    )


def test_a_line_end_inside_quotation_marks_belongs_to_the_cell() -> None:
    data = b'Navn;Note;By\nBo;"linje 1\r\nlinje 2; med mere";Als\nEva;"";Fur\n'

    assert texts(data, "a.csv")[1:] == ["Navn: Bo\nNote: linje 1\nlinje 2; med mere\nBy: Als", "Navn: Eva\nBy: Fur"]


def test_doubled_quotation_marks_are_one() -> None:
    assert texts(b'Navn;Note\nBo;"kaldet ""Bosse"""\n', "a.csv")[1] == 'Navn: Bo\nNote: kaldet "Bosse"'


def test_ragged_rows_lose_nothing() -> None:
    data = b"Navn;CPR;By\nBo\nEva;2;Fur;ekstra;mere\nUlla;3;Als\n"

    assert texts(data, "a.csv")[1:] == [
        "Navn: Bo",
        "Navn: Eva\nCPR: 2\nBy: Fur\nekstra\nmere",
        "Navn: Ulla\nCPR: 3\nBy: Als",
    ]


@pytest.mark.parametrize(
    "stray",
    [
        'Bo;1;Als;"rør\nEva;2;Fur;x\nUlla;3;Als;y\n',
        'Bo;1;"5;x\nEva;2;Fur;x\nUlla;3;Als;y" rør\n',
        'Bo;1;"Als;x\nEva;2;"Fur;x\nUlla;3;Als;y\n',
    ],
)
def test_a_forgotten_quotation_mark_does_not_join_people(stray: str) -> None:
    rows = texts(("Navn;CPR;By;Note\n" + stray).encode(), "a.csv")

    assert not any("Bo" in row and "Eva" in row for row in rows)
    assert [row.partition("\n")[0] for row in rows[1:]] == ["Navn: Bo", "Navn: Eva", "Navn: Ulla"]


def test_a_forgotten_quotation_mark_in_a_long_table_costs_no_row() -> None:
    rows = [f"Person {n};{n};by;note\n" for n in range(60_000)]
    rows[5] = 'Person 5;5;by;"note\n'

    found = texts(("Navn;Tal;By;Note\n" + "".join(rows)).encode(), "a.csv")

    assert found[1:] == [f"Navn: Person {n}\nTal: {n}\nBy: by\nNote: note" for n in range(60_000)]


def test_a_huge_cell_is_read_whole() -> None:
    cell = "ord " * 50_000

    found = texts(f'Navn;Note\nBo;"{cell}"\nEva;x\n'.encode(), "a.csv")

    assert "".join(found).count("ord") == 50_000
    assert found[-1] == "Navn: Eva\nNote: x"


def test_a_cell_longer_than_any_limit_is_read_whole() -> None:
    cell = "ord " * (LONGEST_FIELD // 3)

    found = texts(f"Navn;Note\nBo;{cell}\nEva;x\n".encode(), "a.csv")

    assert "".join(found).count("ord") == LONGEST_FIELD // 3


def test_nul_bytes_do_not_stop_the_reading() -> None:
    assert texts(b"Navn;By\nB\0o;Als\n", "a.csv")[1] == "Navn: B\0o\nBy: Als"


def test_a_large_table_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "CHUNK", 1 << 16)

    class Endless(io.RawIOBase):
        left = 60_000

        def read(self, size: int = -1) -> bytes:
            rows = min(self.left, max(size, 0) // 50)
            self.left -= rows
            return b"Bo Als;4504270001;Vestergade 12, 2. tv;note note\r\n" * rows

        def readline(self, size: int | None = -1) -> bytes:
            return b""

    tracemalloc.start()
    count = sum(1 for _ in TableExtractor().read(Endless(), LIMITS))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 60_000
    assert peak < 1_500_000  # of three million bytes


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.text("abcæøå ,.-\"'0123456789", max_size=12), min_size=width, max_size=width), min_size=1
        )
    )
)
def test_no_cell_of_a_well_written_table_is_lost(rows: list[list[str]]) -> None:
    quoted = "".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)

    found = [value.text for value in TableExtractor().read(io.BytesIO(quoted.encode()), LIMITS)]

    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(found) == len(filled)
    for text, row in zip(found, filled, strict=True):
        assert all(cell.strip() in text for cell in row)

"""A register in plain text is read row by row; any other text stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.extractor import Limits
from dsar.extract.text import text_passages
from dsar.extract.text_rows import passages_and_rows
from dsar.model import Passage
from tests.extract.files import read

PEOPLE = [
    ("RK10001", "4504279901", "ÆRØ,ÅSE", "SØVEJ 1", "598,00"),
    ("RK10002", "4504279902", "ALS,BO", "SANKT PEDERS STRÆDE 78 A", "13361,00"),
    *((f"RK{10010 + n}", f"45042799{10 + n}", f"FUR,EVA{',IDA' * (n % 3)}", f"VEJ {n}", f"{n},50") for n in range(12)),
]
HEAD = ("LBNR", "CPRNR", "NAVN", "ADRESSE", "BELOEB")
WIDTHS = (8, 10, 20, 26, 9)


def fixed(*rows: tuple[str, ...], gap: str = " ") -> list[str]:
    return [gap.join(cell.ljust(width) for cell, width in zip(row, WIDTHS, strict=True)).rstrip() for row in rows]


def told(text: str) -> list[tuple[str, str]]:
    return [(passage.place, passage.text) for passage in passages_and_rows([text])]


ROWS = [f"LBNR: {a}\nCPRNR: {b}\nNAVN: {c}\nADRESSE: {d}\nBELOEB: {e}" for a, b, c, d, e in PEOPLE]


def test_columns_at_the_same_places_are_cells() -> None:
    text = "\n".join([*fixed(HEAD), "=" * 77, *fixed(*PEOPLE), ""])

    assert told(text) == [("række 1", "\n".join(HEAD)), *((f"række {n}", row) for n, row in enumerate(ROWS, 3))]


@pytest.mark.parametrize("delimiter", ["|", ";", "\t", " | "])
def test_what_stands_between_cells_parts_them(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [HEAD, *PEOPLE])

    assert told(text) == [("række 1", "\n".join(HEAD)), *((f"række {n}", row) for n, row in enumerate(ROWS, 2))]


def test_a_drawn_box_is_no_text() -> None:
    rule = "+" + "+".join("-" * (width + 2) for width in WIDTHS) + "+"
    rows = [f"| {row} |" for row in fixed(HEAD, *PEOPLE, gap=" | ")]

    assert [text for _, text in told("\n".join([rule, rows[0], rule, *rows[1:], rule]))] == ["\n".join(HEAD), *ROWS]


def test_text_around_a_register_stays_text() -> None:
    text = "\n".join(["Kære Bo", "Her er listen:", "", *fixed(HEAD, *PEOPLE), "", "Hilsen", "Åse", ""])

    assert told(text)[0] == ("linje 1-3", "Kære Bo\nHer er listen:\n\n")
    assert told(text)[1:-1] == [("række 4", "\n".join(HEAD)), *((f"række {n}", row) for n, row in enumerate(ROWS, 5))]
    assert told(text)[-1] == ("linje 19-21", "\nHilsen\nÅse\n")


def test_the_pages_of_a_printed_register_are_one_table() -> None:
    page = ["", "KOMMUNEN        SIDE 2", "", *fixed(HEAD), "-" * 70, *fixed(*PEOPLE[:3])]
    found = told("\n".join([*fixed(HEAD, *PEOPLE), *page]))

    assert found[15] == ("linje 16-18", "\nKOMMUNEN        SIDE 2\n\n")
    assert [text for place, text in found[17:]] == ROWS[:3]


def test_a_value_too_long_for_its_column_is_not_cut() -> None:
    long = "RK10099  4504279999 ALS-HANSEN-PEDERSEN,BO KRISTIAN SØVEJ 1                    7,00"
    *_, (place, text) = told("\n".join([*fixed(HEAD, *PEOPLE), long]))

    assert place == "række 16"
    assert "ALS-HANSEN-PEDERSEN,BO KRISTIAN" in text
    assert "LBNR: RK10099\nCPRNR: 4504279999\n" in text


def test_a_line_unlike_the_others_is_told_as_it_stands() -> None:
    *_, (place, text) = told("\n".join([*fixed(HEAD, *PEOPLE), "Kontakt Bo Als, hvis noget er galt."]))

    assert (place, text) == ("række 16", "Kontakt Bo Als, hvis noget er galt.")


def test_numbers_written_in_pairs_stay_together() -> None:
    rows = [f"Bo Als {n:02d}      20 34 56 {n:02d}   Søvej {n:02d}" for n in range(14)]

    assert told("\n".join(rows))[3] == ("række 4", "Bo Als 03\n20 34 56 03\nSøvej 03")


def test_a_long_register_goes_on_where_its_text_was_parted() -> None:
    people = [("RK10001", f"{4504270000 + n}", "ÆRØ,ÅSE", f"SØVEJ {n}", "1,00") for n in range(3000)]
    found = told("\n".join(fixed(HEAD, *people)))

    assert [place for place, _ in found] == [f"række {n}" for n in range(1, 3002)]
    assert found[-1][1] == "LBNR: RK10001\nCPRNR: 4504272999\nNAVN: ÆRØ,ÅSE\nADRESSE: SØVEJ 2999\nBELOEB: 1,00"


LETTER = (
    "Vi har den 01.02.2024 modtaget din ansøgning om støtte efter servicelovens § 100, og vi\n"
    "har den 05.02.2024 truffet afgørelse. Du kan klage inden fire uger, altså inden d. 5.3.24.\n"
) * 8


@pytest.mark.parametrize(
    "text",
    [
        LETTER,
        "\n".join(fixed(HEAD, *PEOPLE[:8])),  # too short to be sure
        "\n".join(f"{n}.{n}    Om afsnittet        {n + 3}" for n in range(20)),
        "\n".join(f"{n} Om afsnittet {'.' * 30} {1000 + n}" for n in range(20)),
        "\n".join(f"10:{n:02d}    Bo Als      siger noget om sagen" for n in range(20)),
        "\n".join(f"2024-03-01 10:00:{n:02d}  INFO   worker {'did what takes long to tell ' * 3}" for n in range(20)),
        "\n".join(f"Modtaget: 2024-03-{n:02d}\nFra: Bo <bo{n}@example.dk>\nEmne: Sagen\n" for n in range(20)),
        "\n".join(f"    value_{n} = call({n}, other={1000 + n});  // what it is for" for n in range(20)),
        "\n".join(f"Note {1000 + n}; se bilag" for n in range(20)),
        "\n".join(f"Bo Als       12 34 56 {n:02d}" for n in range(20)),  # two columns
        "",
        "\n\n",
        "hej",
    ],
)
def test_other_texts_are_read_as_before(text: str) -> None:
    assert told(text) == [(passage.place, passage.text) for passage in text_passages([text])]


def test_where_offsets_are_told_a_text_is_one_passage() -> None:
    text = "\n".join(fixed(HEAD, *PEOPLE))

    (only,) = read(text.encode(), "BATCH.TXT", limits=Limits(text_rows=False))
    assert only.value == Passage("tekst", text)
    assert len(read(text.encode(), "BATCH.TXT")) == 15


WORDS = st.sampled_from(
    ["Bo", "Als", "4504279902", "Søvej 1", "12,50", "|", ";", "\t", "  ", "   ", " ", "---", "", '"']
)
LINES = st.lists(WORDS, max_size=8).map("".join)


@given(st.lists(LINES | st.sampled_from(fixed(HEAD, *PEOPLE)), max_size=60).map("\n".join))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    found = "\n".join(passage for _, passage in told(text))
    words = re.findall(r"[^\W_]+", text)

    for word in set(words):
        assert found.count(word) >= text.count(word)

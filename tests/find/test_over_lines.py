"""Names and identifiers that the end of a line cuts, or that signs stand in: they are found as on one line."""

from __future__ import annotations

import pytest

from dsar.model import Level, Subject
from tests.find.people import ask, item, subject

TORBEN = subject(names=["Torben Egelykke"])
DOUBLE = subject(names=["Sidsel Rosenlund-Madsen"])
FULL = subject(
    names=["Torben Egelykke"],
    birth_date="1957-03-23",
    phones=["81 56 44 77"],
    addresses=["Nørregade 12, 8900 Randers C"],
)


def found(who: Subject, text: str) -> tuple[Level | None, list[str]]:
    hits = ask(who, [item("a.txt", text)]).hits
    if not hits:
        return None, [""]
    return hits[0].level, [clue.rule for shown in hits[0].passages for clue in shown.clues]


@pytest.mark.parametrize(
    "written",
    [
        "Egelykke,\nTorben", "EGELYKKE,\nTORBEN", "Egelykke,\n> Torben", "Torben\n> Egelykke", "Torben \n> > Egelykke",
        'Torben "Tobber" Egelykke', "Torben “Tobber” Egelykke",
        'Torben "Kasse" Egelykke', "Torben (Tobber) Egelykke", "*Torben* Egelykke",
        "**Torben** Egelykke", "Torben *Egelykke*", "Egelykke; Torben",
    ],
)  # fmt: skip
def test_a_name_is_found_over_a_lines_end_and_with_signs_in_it(written: str) -> None:
    said = found(TORBEN, f"Notat\n\n> Sagen om {written} er behandlet inden fredag.\n")
    assert said[1][0] in {"name.full", "name.extra"}, said


@pytest.mark.parametrize(
    "written",
    [
        "Sidsel Rosenlund-\nMadsen", "Rosenlund-\nMadsen, Sidsel", "Rosenlund-Madsen,\nSidsel",
        "Sidsel Rosenlund\n-Madsen", "Sidsel Rosenlund-\n> Madsen",
    ],
)  # fmt: skip
def test_a_double_name_is_found_that_a_line_end_cuts_at_its_hyphen(written: str) -> None:
    said = found(DOUBLE, f"Notat\n\nSagen om {written} er behandlet.\n")
    assert said[1][0] == "name.full", said


@pytest.mark.parametrize("joined", ["og", "samt", "og hustru", "samt hustru", "og ægtefælle", "&", "og\nhustru"])
def test_a_couple_of_one_surname_is_both(joined: str) -> None:
    _, said = found(TORBEN, f"Naboerne, Torben {joined} Gunvor Egelykke, har klaget.")
    assert said[0] == "name.couple"


@pytest.mark.parametrize(
    "written",
    [
        "Torben Egelykkes\nVej fra nr. 4", "Torben Egelykkes\n> Vej fra nr. 4", "Torben Egelykke\nApS, CVR 12345678",
        "Torben Egelykke & Søn I/S", "Torben Egelykke & Sønner", "Torben Egelykke og Søn", "Torben Egelykke & Co.",
        "Torben Egelykke\n& Søn I/S", "Torben Egelykkes Vej", "Torben Egelykke A/S",
    ],
)  # fmt: skip
def test_a_thing_named_after_somebody_is_one_over_a_lines_end_and_with_the_sons(written: str) -> None:
    level, said = found(TORBEN, f"Tilbud fra {written} er modtaget den 3. maj.")
    assert (level, said[0]) == (Level.POSSIBLE, "name.thing")


@pytest.mark.parametrize(
    "text",
    [
        "Med venlig hilsen\n\nTorben Egelykke\nVej og Park\nRanders Kommune",
        "Torben Egelykke\nSkole og Dagtilbud",
        "Sagen om Torben Egelykke og søn er behandlet.",
    ],
)
def test_a_department_under_a_name_and_a_man_and_his_son_are_no_things(text: str) -> None:
    said = found(TORBEN, text)
    assert said[1][0] == "name.full", said


@pytest.mark.parametrize(
    "written",
    [
        "hr. Egelykke, tlf. 8156\n4477", "hr. Egelykke, tlf. 81 56 44\n77", "hr. Egelykke, tlf. (+45) 8156\n4477",
        "hr. Egelykke, mobil: 81 56\n> 44 77", "hr. Egelykke, tlf. +45 8156\n4477",
        "hr. Egelykke, tlf. +45\n81 56 44 77",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_that_a_line_end_cuts(written: str) -> None:
    said = found(FULL, f"Notat\n\n{written}, vil gerne ringes op.\n")
    assert "phone.equal" in said[1], said


@pytest.mark.parametrize(
    "written",
    [
        "født 23.\nmarts 1957", "født 23. marts\n1957", "født den 23.\n> marts 1957", "født 23. marts\n> 1957",
        "født 23.03.\n1957", "født 23.\n03.1957", "født 23. März 1957", "født 23. mars 1957",
    ],
)  # fmt: skip
def test_a_birth_date_is_found_that_a_line_end_cuts(written: str) -> None:
    said = found(FULL, f"Notat\n\nHr. Egelykke, {written}, vil gerne ringes op.\n")
    assert "birth_date.equal" in said[1], said


@pytest.mark.parametrize(
    "number",
    [
        "230336-4321",
        "2303364321",
        "cpr2303364321",
        "23 03 36 4321",
        "23 03 36 43 21",
        "23.03.36-4321",
        "23 03\n36 4321",
    ],
)
def test_the_date_in_a_cpr_number_is_a_birth_date_however_it_is_grouped(number: str) -> None:
    who = subject(names=["Torben Egelykke"], birth_date="2036-03-23")
    level, said = found(who, f"Notat\n\nSagen om hr. Egelykke, cpr. {number}, er behandlet.\n")
    assert level is not None
    assert "birth_date.equal" in said

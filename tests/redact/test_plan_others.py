"""Who is taken for the subject or an employee and is neither: what an outside measurer found left in copies."""

from __future__ import annotations

import pytest

from tests.redact.test_plan import redacted

WHO = "Anders Bo Jensen"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Noah Skytte Palle, Vestskolen: mistanke om ADHD", "…, Vestskolen: mistanke om ADHD"),
        ("Eleven Noah Skytte Palle, Vestskolen, er henvist", "Eleven …, Vestskolen, er henvist"),
        ("Villy Nørskov, Plejehjemmet Solgården: dement", "…, Plejehjemmet Solgården: dement"),
        ("Villy Nørskov, Plejecenter Solgården: dement", "…, Plejecenter Solgården: dement"),
        ("Villy Nørskov, Børnehaven Muslingen: ringet", "…, Børnehaven Muslingen: ringet"),
    ],
)
def test_who_goes_or_lives_in_an_institution_goes(text: str, shown: str) -> None:
    assert redacted(f"{text}\n{WHO} er orienteret.") == f"{shown}\n{WHO} er orienteret."


@pytest.mark.parametrize("title", ["visitator", "rådgiver", "koordinator", "socialrådgiver"])
def test_a_title_before_a_name_is_not_that_of_who_stands_before_it(title: str) -> None:
    shown = f"Deltagere: {WHO}, søn …, {title} Gitte Lund"
    assert redacted(f"Deltagere: {WHO}, søn Karsten Vig Poulsen, {title} Gitte Lund") == shown


@pytest.mark.parametrize("title", ["visitator", "visitator i Hjemmeplejen", "visitator Borgerservice"])
def test_a_title_behind_a_name_stays_that_of_its_bearer(title: str) -> None:
    text = f"{WHO} er visiteret. Gitte Lund, {title}."
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"10.10 {WHO}, Lindevej 408, 9560 Hadsund: om sygemelding.", "10.10 …, …: om sygemelding."),
        (f"09.05 {WHO} f. 02.09.1991 vil have pas.", "09.05 … f. … vil have pas."),
        (f"Navn: {WHO}\nAdresse: Lindevej 408, 9560 Hadsund\nKlage: høns", "Navn: …\nAdresse: …\nKlage: høns"),
    ],
)
def test_the_subjects_name_beside_what_is_not_the_subjects_is_a_namesakes(text: str, shown: str) -> None:
    assert redacted("CPR: 010130-4999 er syg.", text) == f"CPR: 010130-4999 er syg.\n\f{shown}"
    assert redacted(f"{text}\n") == f"{shown}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{WHO}, Lindevej 408, 9560 Hadsund, cpr 010130-4999.",
        f"{WHO} (tidligere adresse Lindevej 408, 9560 Hadsund) er flyttet.\n{WHO}, Lindevej 408, 9560 Hadsund.",
        f"{WHO} er flyttet fra Lindevej 408, 9560 Hadsund.",
        f"{WHO}\nLindevej 408\n9560 Hadsund\n\nAfgørelse om cpr 010130-4999.",
        f"Navn: {WHO}\nAdresse: Lindevej 408, 9560 Hadsund\nCPR: 010130-4999",
        f"{WHO} f. 01.01.1930, Vestergade 12, 9000 Aalborg.",
    ],
    ids=["number", "former address", "moved", "letter", "row", "their own"],
)
def test_an_address_that_the_document_ties_to_the_subject_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize("bar", ["\t", " | ", ";"])
def test_a_surname_alone_in_a_cell_goes_though_it_is_a_word(bar: str) -> None:
    rows = f"77{bar}{WHO}{bar}hegn\n79{bar}…{bar}høns\n…{bar}klage"
    assert redacted(rows.replace("…", "Møller")) == rows
    assert redacted("79 Møller høns") == "79 Møller høns"

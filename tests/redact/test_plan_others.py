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

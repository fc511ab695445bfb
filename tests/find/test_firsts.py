"""Another's first name with the subject's surname: a twin, a sister, a father, however the two are written."""

from __future__ import annotations

import pytest

from dsar.model import Level
from tests.find.people import ask, item, subject

WHO = subject(names=["Karl Toft Bruus"], birth_date="1961-11-03")
BORN = "født 3. november 1961"


def level(text: str) -> Level | None:
    hits = ask(WHO, [item("a.txt", text)]).hits
    return hits[0].level if hits else None


@pytest.mark.parametrize(
    "written",
    [
        "Peter Bruus",
        "Peter Toft Bruus",
        "BRUUS, PETER TOFT",
        "BRUUS, PETER",
        "Bruus, Peter Toft",
        "Peter\nBruus",
        "Peter Toft\nBruus",
        "P.T. Bruus",
        "P. Bruus",
        "P T Bruus",
    ],
)
def test_a_twin_is_not_the_subject_by_surname_and_birth_date(written: str) -> None:
    assert level(f"Vedr. {written}, {BORN}.") in (Level.POSSIBLE, Level.OTHER, None)


@pytest.mark.parametrize(
    "text",
    [
        f"person.fornavn: Peter\nperson.efternavn: Bruus\nperson.født: {BORN}",
        f"Efternavn: Bruus\nFornavn(e): Peter\nFødselsdato: {BORN}",
        f"child.last_name: Bruus\nchild.first_name: Peter\nchild.birth: {BORN}",
    ],
)
def test_a_twins_first_name_may_stand_in_a_column_of_its_own(text: str) -> None:
    assert level(text) in (Level.POSSIBLE, Level.OTHER, None)


@pytest.mark.parametrize(
    "written",
    [
        "hr. Bruus",
        "Hr. Bruus",
        "Bruus",
        "K.T. Bruus",
        "Toft Bruus",
        "BRUUS, KARL TOFT",
        "Karl Toft\nBruus",
        "Jf. § 4 A\n\nHr. Bruus",
    ],
)
def test_what_is_no_first_name_of_another_says_nothing_against_the_subject(written: str) -> None:
    assert level(f"{written}, {BORN}.") in (Level.LIKELY, Level.CERTAIN)

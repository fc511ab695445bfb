"""What a reader joined from neighbouring cells is told from what stands together."""

from __future__ import annotations

from dsar.model import Kind
from dsar.redact.belongs import Known
from dsar.redact.joined import as_written
from dsar.redact.plan import Planner
from dsar.redact.proof import Leak
from dsar.redact.removal import Options, Reason
from tests.redact.test_plan import DETECT, OWN

PLANNER = Planner(OWN, DETECT, Options())
EMPLOYED = Known(employees=frozenset({("vera", "holm")}))


def found(text: str, *texts: str, kind: Kind = Kind.NAME) -> list[str]:
    return [leak.text for leak in as_written([Leak(1, text, kind, Reason.FOUND)], texts, PLANNER, EMPLOYED)]


def test_a_name_that_stands_in_the_text_is_a_leak() -> None:
    assert found("Mette Hansen", "Det er Mette Hansen.") == ["Mette Hansen"]


def test_the_subject_beside_an_employee_is_nobody_else() -> None:
    assert found("Anders Bo Jensen Vera Holm", "borger: Anders Bo Jensen\nansat: Vera Holm") == []


def test_a_stranger_beside_an_employee_is_a_leak_alone() -> None:
    assert found("Mette Hansen Vera Holm", "borger: Mette Hansen\nansat: Vera Holm") == ["mette hansen"]


def test_a_first_name_and_a_surname_in_cells_of_their_own_go_both() -> None:
    assert found("Sten Falkenberg", "fornavn: Sten\nefternavn: Falkenberg") == ["sten", "falkenberg"]


def test_words_beside_the_subject_stay() -> None:
    assert found("Jensen Hjælp", "navn: Anders Bo Jensen\nom: Hjælp") == []


def test_the_two_halves_of_a_cpr_number_go() -> None:
    assert found("010190 4123", "født: 010190\nløbenr: 4123", kind=Kind.CPR) == ["010190", "4123"]


def test_a_number_that_stands_only_in_a_heading_is_no_leak() -> None:
    assert found("1776", "Borgeren ringede.", kind=Kind.CASE_NUMBER) == []


def test_what_is_the_subjects_in_their_row_is_no_leak_of_a_page() -> None:
    row = "Navn: Anders Bo Jensen\nTelefon: 61 72 83 94"
    assert found("61 72 83 94", row, kind=Kind.PHONE) == []
    assert found("61 72 83 94", row, "Navn: Mette Hansen\nTelefon: 61 72 83 94", kind=Kind.PHONE) == ["61 72 83 94"]

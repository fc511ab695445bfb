"""CPR numbers, telephones and birth dates that the end of a line cuts, wherever it falls, in a quoted mail too."""

from __future__ import annotations

import pytest

from dsar.detect import Detectors
from dsar.model import Finding, Kind
from tests.cpr_numbers import TODAY

DETECTORS = Detectors(today=TODAY, kinds=frozenset(Kind) - {Kind.NAME, Kind.ADDRESS})
BETWEEN_PARTS = [
    "01 01\n30 4123", "01\n01 30 4123", "01 01 30 41\n23", "01 01 \n30 4123", "01-01-\n30-4123", "01.01.\n30-4123",
    "01.01\n.30-4123", "0101\n30-4123", "0101\n30 4123", "01.\n01.30-4123", "01-\n01-30-4123", "01/01-\n30-4123",
    "01.01.\n2030-4123", "01 01 30 41 \n23",
]  # fmt: skip
WITHIN_DIGITS = [
    "0101\n304123", "01\n0130-4123", "010130-41\n23", "01 01 30-41\n23", "010130-4\n123", "010130-412\n3",
    "0\n10130-4123", "01013041\n23", "01.01.20\n30-4123", "010\n130 4123",
]  # fmt: skip
BEFORE_THE_LAST_FOUR = [
    "010130\n4123",
    "010130-\n4123",
    "010130\n-4123",
    "01 01 30\n4123",
    "01.01.30-\n4123",
    "010130 -\n4123",
]


def numbers(text: str) -> list[Finding]:
    return [finding for finding in DETECTORS.detect(text) if finding.kind is Kind.CPR]


@pytest.mark.parametrize("mark", ["", "> ", ">> ", " > ", "  "])
@pytest.mark.parametrize("form", [*BETWEEN_PARTS, *WITHIN_DIGITS, *BEFORE_THE_LAST_FOUR])
@pytest.mark.parametrize("before", ["cpr ", "CPR-nr.: ", "født, personnummer "])
def test_a_number_with_its_label_is_found_wherever_a_line_ends_in_it(before: str, form: str, mark: str) -> None:
    written = form.replace("\n", f"\n{mark}")
    text = f"{mark}Bo har ringet, {before}{written}, og vil tales ved."
    (found,) = numbers(text)
    assert (found.key, found.span.of(text), found.score >= 0.5) == ("0101304123", written, True)


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize("form", BETWEEN_PARTS)
def test_a_number_without_a_label_is_seen_where_a_line_ends_between_its_parts(form: str, mark: str) -> None:
    written = form.replace("\n", f"\n{mark}")
    text = f"{mark}Bo bor her, {written}, hos sin far."
    assert ("0101304123", written) in [(found.key, found.span.of(text)) for found in numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        # other numbers at the end of one line and the beginning of the next
        "Der mødte 0101\n304123 op", "I alt 12\n01 30 personer", "Rum 01 01\n30 4123 56", "Sum: 1.01 01\n30 4123",
        "nr. 5 01 01\n30 4123 12", "kl. 10:01 01\n30 4123", "01 01\n30 4123,50 kr.", "01 01\n31.12.2024",
        "99 01\n30 4123",
        # columns
        "0101\n3041\n0201\n3042", "22 34 56 78\n22 34 56 79\n01 01 30 41", "010130\n412345", "01\n01\n30\n4123",
    ],
)  # fmt: skip
def test_numbers_that_only_stand_above_each_other_are_no_number(text: str) -> None:
    assert [found for found in numbers(text) if found.score >= 0.3] == []


def test_two_numbers_above_each_other_are_two() -> None:
    text = "cpr\n010130-4123\n020230-4125\n"
    assert [found.span.of(text) for found in numbers(text)] == ["010130-4123", "020230-4125"]


@pytest.mark.parametrize("mark", ["", "> ", ">> ", "  "])
@pytest.mark.parametrize(
    ("before", "form"),
    [
        ("tlf. ", "2234\n5678"), ("Telefon: ", "22 34 56\n78"), ("mobil ", "22\n34 56 78"), ("tlf. ", "22 34\n56 78"),
        ("", "(+45) 2234\n5678"), ("", "+45\n22 34 56 78"), ("", "+45 22 34\n56 78"), ("", "0045 2234\n5678"),
        ("ring på ", "+45 2234\n5678"),
        ("så skriv til Bo Als, ", "22 345\n678"), ("og Bo Als, ", "2234\n5678"), ("til Bo Als ", "22 34\n56 78"),
    ],
)  # fmt: skip
def test_a_telephone_number_with_its_label_is_found_over_a_lines_end(before: str, form: str, mark: str) -> None:
    written = form.replace("\n", f"\n{mark}")
    text = f"{mark}Bo har ringet, {before}{written}, og vil tales ved."
    phones = [f for f in DETECTORS.detect(text) if f.kind is Kind.PHONE and f.score >= 0.5]
    assert [(found.key, found.span.of(text)) for found in phones] == [("+4522345678", written)]


@pytest.mark.parametrize(
    "text", [
        "Bo Als, 2024\n5678 kr.", "Bo Als, 2234567\n8", "Bo Als, 22\n3456789",
        "I alt 2234\n5678 personer", "2234\n5678\n2235\n5679", "kl. 22 34\n56 78", "Tlf. 22 34 56 78\n90 12",
    ],
)  # fmt: skip
def test_digits_above_each_other_are_no_telephone_number(text: str) -> None:
    cut = [f for f in DETECTORS.detect(text) if f.kind is Kind.PHONE and "\n" in f.span.of(text)]
    assert cut == []


@pytest.mark.parametrize("mark", ["", "> ", ">> "])
@pytest.mark.parametrize(
    "form",
    ["1.\nmaj 1990", "1. maj\n1990", "1. maj \n1990", "01.05.\n1990", "1.\n5.1990", "1/5-\n1990", "1. mai\n1990"],
)
def test_a_birth_date_with_its_label_is_found_over_a_lines_end(form: str, mark: str) -> None:
    written = form.replace("\n", f"\n{mark}")
    text = f"{mark}Bo er født {written} i Vejle."
    (found,) = DETECTORS.detect(text)
    assert (found.kind, found.key, found.span.of(text)) == (Kind.BIRTH_DATE, "1990-05-01", written)


@pytest.mark.parametrize("form", ["2. märz 1990", "2. März 1990", "2. mars 1990", "2 mars 1990", "2. MARS 1990"])
def test_months_of_the_neighbours_are_read(form: str) -> None:
    (found,) = DETECTORS.detect(f"Bo, født {form}, bor her")
    assert found.key == "1990-03-02"

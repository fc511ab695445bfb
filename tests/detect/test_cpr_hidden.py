"""CPR numbers that are easily passed over: a digit a cell, wide digits, a lost zero, another number's label."""

from __future__ import annotations

import pytest

from dsar.detect import Detectors
from dsar.model import Finding, Kind
from tests.cpr_numbers import TODAY

DETECTORS = Detectors(today=TODAY, kinds=frozenset(Kind) - {Kind.NAME, Kind.ADDRESS})


def only(text: str) -> Finding:
    (found,) = (finding for finding in DETECTORS.detect(text) if finding.kind is Kind.CPR)
    return found


BOXES = [
    "0\n1\n0\n1\n3\n0\n4\n1\n2\n3",
    "0\n1\n0\n1\n3\n0\n-\n4\n1\n2\n3",
    "0 \n 1 \n 0 \n 1 \n 3 \n 0 \n 4 \n 1 \n 2 \n 3",
    "0\nD2: 1\nM: 0\nM2: 1\nÅr: 3\nÅr2: 0\nLøbenr: 4\n2: 1\n3: 2\n4: 3",
]
"""What extraction makes of a form's row of boxes, with and without headings over them."""


@pytest.mark.parametrize("boxes", BOXES)
@pytest.mark.parametrize("before", ["CPR-nr.\n", "Personnummer: ", "Borgerens cpr\n"])
def test_a_digit_in_each_cell_of_a_row_is_a_number(boxes: str, before: str) -> None:
    text = f"{before}{boxes}\nNavn: Ib"
    found = only(text)
    assert (found.key, found.span.of(text), found.score >= 0.5) == ("0101304123", boxes, True)


@pytest.mark.parametrize("boxes", BOXES)
def test_a_row_of_such_cells_by_itself_is_seen(boxes: str) -> None:
    assert only(boxes).key == "0101304123"


@pytest.mark.parametrize("form", ["０１０１３０-４１２３", "０１０１３０４１２３", "０１０１３０－４１２３", "０１．０１．３０-４１２３"])
def test_wide_digits_are_digits_and_stay_where_they_are(form: str) -> None:
    text = f"Vedr. cpr {form} og Ib"
    found = only(text)
    assert (found.key, found.span.of(text), found.score >= 0.5) == ("0101304123", form, True)


def test_wide_digits_are_a_phone_number_too() -> None:
    text = "Tlf. ２２３４５６７８"
    assert [(f.kind, f.key, f.span.of(text)) for f in DETECTORS.detect(text)] == [
        (Kind.PHONE, "+4522345678", "２２３４５６７８")
    ]

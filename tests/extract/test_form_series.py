"""Forms that are alike are each read by itself; one alone, and forms of other kinds, keep their places."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest

from dsar.errors import ItemError
from dsar.extract.form_series import FormPassage, numbered
from dsar.extract.rows import is_of_list, is_row
from dsar.model import Gap, GapCode, Passage
from tests.extract.files import read

BO, EVA = (f"Navn: {name}\nCPR: 450427-000{n}\nMobil: 12345678" for n, name in enumerate(("Bo Als", "Eva Fur")))


def placed(*values: Passage | Gap) -> list[str]:
    """The places of what is made of these; "" of a gap."""
    found = list(numbered(values, lambda place, number: f"{place}, post {number}"))
    assert not any(isinstance(one, FormPassage) for one in found)
    return [one.place if isinstance(one, Passage) else "" for one in found]


def form(place: str, text: str = BO) -> FormPassage:
    return FormPassage(place, text)


TEXT, GAP = Passage("t", "Kære Bo"), Gap("", GapCode.DAMAGED, "x")


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([TEXT, form("a"), TEXT], ["t", "a", "t"]),
        ([form("a"), TEXT, TEXT, form("b", EVA), form("c")], ["a, post 1", "t", "t", "b, post 2", "c, post 3"]),
        ([form("a"), form("x", "Løn: 1\nSkat: 2"), form("b", EVA)], ["a, post 1", "x", "b, post 2"]),
        ([form("a"), form("x", "Løn: 1\nCPR: 2")], ["a", "x"]),
        ([form("a"), GAP, form("b", EVA)], ["a", "", "b, post 1"]),
        ([form("a"), *[TEXT] * 600, form("b", EVA)], ["a", *["t"] * 600, "b, post 1"]),
    ],
)
def test_forms_that_come_again_are_numbered(values: list[Passage | Gap], places: list[str]) -> None:
    assert placed(*values) == places


def test_what_waits_is_told_before_an_error() -> None:
    def broken() -> Iterator[Passage]:
        yield form("a")
        raise ItemError(GapCode.DAMAGED, "x")

    told = numbered(broken(), lambda place, _: place)
    assert next(told) == Passage("a", BO)
    with pytest.raises(ItemError):
        next(told)


def test_a_sheet_for_each_person_is_a_record_of_each() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for name in ("Bo", "Eva"):
        sheet = book.create_sheet(name)
        for row in (("Stamkort",), (None,), ("Navn", name), ("CPR", "450427-0001"), ("Mobil", 12345678)):
            sheet.append(row)
    book.save(out)
    found = [one.value for one in read(out.getvalue(), "a.xlsx")]
    forms = [one for one in found if isinstance(one, Passage) and "Mobil" in one.text]

    assert [one.place for one in forms] == ["Bo, post 1", "Eva, post 2"]
    assert all(is_row(one) and is_of_list(one) for one in forms)

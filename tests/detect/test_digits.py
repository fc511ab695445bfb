"""Outlines in the skeleton find what the patterns themselves find in the text."""

from __future__ import annotations

from importlib import import_module

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect import cpr_apart, cpr_forms, detect
from dsar.detect.dates import Dates
from dsar.detect.digits import AS_ZERO, Digits, Shape
from dsar.detect.phone import GROUPINGS
from dsar.detect.words import Words
from dsar.model import Kind
from tests.contract.detector import TEXTS
from tests.cpr_numbers import TODAY

MODULES = [
    "account",
    "birth_date",
    "case_number",
    "cpr_forms",
    "cvr",
    "documents",
    "iban",
    "matrikel",
    "phone",
    "plate",
]
SHAPES = {
    f"{name}.{variable}": shape
    for name in MODULES
    for variable, shape in vars(import_module(f"dsar.detect.{name}")).items()
    if isinstance(shape, Shape)
} | {"dates": Dates(today=TODAY, words=Words())._date}
NUMBERS = [
    "010130-4123", "0101304123", "01 01 30 41 23", "01.01.2030–4123", "1 0 0 1 3 0 4 1 2 3", "1/2-30-4123",
    "30130-4123",
    "010130-4AB2", "010130ABC4", "22 34 56 78", "+45 22345678", "0045 22 34 56 78", "+46 70 123 45 67", "0046701234567",
    "45 22 34 56 78", "1234 0123456789", "1234, kontonr. 0123456789", "DK50 0040 0440 1162 43", "AB 12 345", "AB 1234",
    "12a, Aalborg Bygrunde", "27.18.00-G01-12-24", "2024-12345", "AB24-1234", "24/12345", "10150817", "10 15 08 17",
    "1015 0817", "201234567", "AB1234567", "1. januar 1990", "1/1-90", "1990-01-01", "010190", "010190-XXXX",
    "010190 **", "010130 (4123)", "010130, løbenr. 4123", "2030-01-01-4123", "010130&#8209;4123", "010130&nbsp;4123",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]  # fmt: skip
PIECES = st.sampled_from(
    [*NUMBERS, *" -–./;:,()|lO\n\t\u00a0\u200b", ": 123\n", "  ", "x", "Æ", "ж", "9", "nr. ", "12 ", "født ", "\ud800"]
)


def _is_grouped(match: regex.Match[str]) -> bool:
    """Whether a phone number is grouped as phone numbers are; others are dropped later."""
    gaps = regex.findall("[^0-9]", match.group())
    return tuple(map(len, regex.split("[^0-9]", match.group()))) in GROUPINGS and len(set(gaps)) < 2


def _is_mixed(match: regex.Match[str]) -> bool:
    """Whether there are letters as well as digits in a passport's number; digits alone are dropped later."""
    return regex.search("[A-Z]", match.string[max(0, match.start() - 1) : match.end()]) is not None


def _is_told(match: regex.Match[str]) -> bool:
    """Whether a cadastral number stands behind what its labels end with; only those are wanted."""
    return regex.search(r"[rlvn][.:]?[ ]\Z", match.string, endpos=match.start()) is not None


WANTED = {"phone._DOMESTIC": _is_grouped, "documents._MIXED": _is_mixed, "matrikel._ALONE": _is_told}
OVERLAPPED = {"phone._DOMESTIC"}


@pytest.mark.parametrize("name", SHAPES)
@given(pieces=st.lists(PIECES, max_size=12))
def test_an_outline_misses_nothing_that_is_wanted_of_the_pattern(name: str, pieces: list[str]) -> None:
    text, shape, overlapped = "".join(pieces), SHAPES[name], name in OVERLAPPED
    wanted = WANTED.get(name, lambda _: True)
    found = [match.span() for match in Digits(text).find(shape, overlapped=overlapped) if wanted(match)]
    every = shape.pattern.finditer(text, overlapped=overlapped)
    assert found == [match.span() for match in every if wanted(match)]


@pytest.mark.parametrize(
    "number", [*NUMBERS, "01 01 30 41\u00a023", "010130-4ab2", "0l0130-4I23", "Løbenr: 4123\n", "01S130-4B2Z"]
)
@given(pieces=st.lists(PIECES, max_size=4))
def test_the_one_search_for_cpr_numbers_misses_no_form(number: str, pieces: list[str]) -> None:
    text = " ".join([number, "".join(pieces)])
    digits, places = Digits(text), range(len(text) + 1)
    among = {place for place in places if cpr_forms._WHOLE.match(text, place)}
    for shape in (cpr_forms._SHORT, cpr_forms._BOXED, cpr_forms._LOOSE):
        among |= {place for place in places if shape.outline.match(digits.skeleton, place)}
    for outline in (cpr_forms._MIXED, cpr_forms._CELL):
        among |= {match.start() for match in outline.finditer(digits.skeleton)}
    assert set(digits.starts(cpr_forms._ANY)) >= among
    for shape in (cpr_apart.BRACKETED, cpr_apart.NAMED, cpr_apart.YEAR_FIRST, cpr_apart.SPELLED):
        apart = {match.start() for match in digits.find(shape, in_rows=True)}
        assert set(digits.starts(cpr_forms._RARE, digits.starts(cpr_forms._ANY))) >= apart


@pytest.mark.parametrize("name", SHAPES)
def test_each_pattern_has_an_example_that_its_outline_fits(name: str) -> None:
    assert any(list(Digits(f"({number} ").find(SHAPES[name])) for number in NUMBERS)


@given(text=TEXTS)
def test_a_skeleton_has_each_character_in_its_place(text: str) -> None:
    skeleton = Digits(text).skeleton
    assert len(skeleton) == len(text)
    assert [n for n, byte in enumerate(skeleton) if byte == ord("0")] == [
        match.start() for match in regex.finditer("[0-9]", text)
    ]


@given(text=TEXTS)
def test_what_is_near_is_the_text_with_one_digit_for_all(text: str) -> None:
    assert Digits(text).near(2, 30) == text[2:30].translate(AS_ZERO)


def test_every_number_of_a_long_row_of_phone_numbers_is_found() -> None:
    row = "tlf. " + " ".join(f"22 34 56 {n}" for n in range(20, 90))
    phones = detect(row, today=TODAY, kinds=frozenset({Kind.PHONE}))
    assert [f.key for f in phones] == [f"+45223456{n}" for n in range(20, 90)]


def test_a_cpr_number_far_into_a_row_of_pairs_is_found() -> None:
    row = "99 " * 100 + "01 01 30 41 23 " + "99 " * 100
    (found,) = detect(row, today=TODAY, kinds=frozenset({Kind.CPR}))
    assert (found.key, found.span.start) == ("0101304123", 300)


def test_a_line_of_pairs_ends_a_row() -> None:
    digits = Digits("12 12 12\n" * 100)
    assert not any(map(digits.in_row, range(len(digits.text))))


def test_a_phone_number_in_one_piece_behind_a_long_row_of_pairs_is_found() -> None:
    row = "99 " * 101 + "22345678"
    phones = detect(row, today=TODAY, kinds=frozenset({Kind.PHONE}))
    assert phones[-1].key == "+4522345678"


def test_in_a_long_row_the_phone_numbers_are_those_that_can_be_dialled() -> None:
    numbers = [f"22 05 06 {n}" for n in range(10, 20)]
    phones = detect("99 " * 45 + " ".join(numbers), today=TODAY, kinds=frozenset({Kind.PHONE}))
    assert [f.key for f in phones][-10:] == [f"+45{n.replace(' ', '')}" for n in numbers]

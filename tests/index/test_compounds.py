from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.crypto import Keys
from dsar.find.traits import _date_pattern
from dsar.index.compounds import dates, house_key, house_of, houses
from dsar.index.terms import date_term, house_term, normal, terms, words
from dsar.model import Finding, Kind, Span

KEYS = Keys(b"k" * 32)
BORN = date(1990, 3, 8)
WRITTEN = st.from_regex(_date_pattern(BORN), fullmatch=True)


@given(WRITTEN, st.sampled_from(["", "f. ", "1.", "7/", "(", "a"]), st.sampled_from(["", " ", ".", ")", "x"]))
def test_a_date_is_found_in_every_form_in_which_a_birth_date_is_read(written: str, before: str, after: str) -> None:
    found = set(dates(normal(f"{before}{written}{after}")))
    assert "080390" in found or written in {"080390", "08031990"}  # which are words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("født 8. marts 1990", ["080390"]),
        ("1.2.8.3.1990", ["080390"]),
        ("1990-03-08, 8/3-90 og 08.03.90", ["080390", "080390", "080390"]),
        ("8 . 3 . 1990", ["080390"]),
        ("32.3.1990 8.13.1990 0.0.00", []),
        ("8 3 1990", []),
        ("19900308 1990-0308 8190 03 08", ["080390", "080390"]),
        ("108.3.1990 8.3.19901", []),
        ("8.\nmarts 1990, 8. marts\n> 1990, 8.3.\n1990 og 8. mars 1990", ["080390"] * 4),
        ("8. mai 1990, 8. Dezember 1990 og May 8, 1990".lower(), ["080590", "081290"]),
    ],
)
def test_these_dates_stand_in_a_text(text: str, expected: list[str]) -> None:
    assert list(dates(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("adresse: gl. havnevej 12b, 2. th", ["havnevej 12"]),
        ("lærkevej\n7", ["lærkevej 7"]),
        ("vej 2026", []),
        ("vej - 7", ["vej 7"]),
        ("vej     7", []),
        ("x 7", []),
        ("a" * 41 + " 7", []),
    ],
)
def test_these_houses_stand_in_a_text(text: str, expected: list[str]) -> None:
    assert list(houses(text)) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("gl. havnevej|12b|9000|2|tv", "havnevej 12"),
        ("lærkevej|7", "lærkevej 7"),
        ("vej 3|7|9000", None),
        ("lærkevej|", None),
        ("lærkevej|1200|", None),
        ("", None),
    ],
)
def test_an_address_has_this_house(key: str, expected: str | None) -> None:
    assert house_of(key) == expected


def test_an_address_that_is_written_otherwise_is_found_by_its_house() -> None:
    found = Finding(Kind.ADDRESS, Span(0, 17), "lærkevej|7|9000", ())
    assert house_term("lærkevej 7", KEYS) in terms("Lærkevej, hus nr. 7", [found], KEYS)


def test_a_passage_is_found_by_its_dates_and_houses() -> None:
    indexed = terms("Født 8. marts 1990, bor Lærkevej 7", [], KEYS)
    assert {date_term(BORN, KEYS), house_term("lærkevej 7", KEYS)} <= indexed


@given(st.text(st.sampled_from("abæ 0129./-\n"), max_size=60))
def test_a_house_is_a_word_of_the_text_and_a_number(text: str) -> None:
    for house in houses(normal(text)):
        word, number = house.split(" ")
        assert house_key(word, number) == house
        assert any(word in one for one in words(text))
        assert any(number in one for one in words(text))

"""Phones, plates and dates of birth that running text tells of in small words."""

from __future__ import annotations

import pytest

from dsar.detect import Detectors
from dsar.model import Kind
from tests.cpr_numbers import TODAY

DETECTORS = Detectors(today=TODAY, kinds=frozenset(Kind) - {Kind.NAME, Kind.ADDRESS})


def believed(text: str, kind: Kind) -> list[str]:
    return [f.span.of(text) for f in DETECTORS.detect(text) if f.kind is kind and f.score >= 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "SMS fra {}: kommer ikke", "mobil 22334455, arbejde {}", "Akutnummer: {}. Åbent hele døgnet", "Vagtnummer {}",
        "hans nr er {} hvis du mangler det", "min mands nr. er {}", "Ring til mig på {} når du kommer",
        "Hun blev ringet op på {} i går", "hjemme {}", "Opkald fra {} kl. 9",
    ],
)  # fmt: skip
@pytest.mark.parametrize("phone", ["40120733", "4012 0733", "40 12 07 33"])
def test_a_phone_number_is_believed_after_words_of_calling(text: str, phone: str) -> None:
    assert phone in believed(text.format(phone), Kind.PHONE)


@pytest.mark.parametrize("plate", ["JT4418", "ND 1190", "jt 44 18"])
@pytest.mark.parametrize("text", ["Trailer {}", "campingvogn {} i gården", "Knallert: {}"])
def test_a_plate_of_four_digits_is_believed_behind_a_label(text: str, plate: str) -> None:
    assert believed(text.format(plate), Kind.PLATE) == [plate]


def test_two_letters_and_four_digits_are_no_plate_without_a_label() -> None:
    assert believed("Model JT4418 og EN 1190", Kind.PLATE) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Barn: Alma (12.11.2017)", "12.11.2017"),
        ("Conny Rask (1981-02-14) fik pension 2020-05-01.", "1981-02-14"),
        ("Fødselsår og -dato: 5 okt 1966", "5 okt 1966"),
        ("Fødselsdato og -år: 2. dec. 1959", "2. dec. 1959"),
    ],
)
def test_a_date_of_birth_is_believed_in_brackets_after_a_name_and_under_a_double_heading(text: str, date: str) -> None:
    assert believed(text, Kind.BIRTH_DATE) == [date]


@pytest.mark.parametrize("text", ["mødet (12.11.2017)", "Sagen (12.11.2017, bilag 2)", "afgjort (12.11.2017)"])
def test_a_date_in_brackets_after_another_word_is_none_of_birth(text: str) -> None:
    assert believed(text, Kind.BIRTH_DATE) == []

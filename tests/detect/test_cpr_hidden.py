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


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@pytest.mark.parametrize("written", ["010130-4123", "0101304123", "010130－4123", "01.01.30-4123"])
def test_wide_digits_are_digits_and_stay_where_they_are(written: str) -> None:
    form = written.translate(WIDE)
    text = f"Vedr. cpr {form} og Ib"
    found = only(text)
    assert (found.key, found.span.of(text), found.score >= 0.5) == ("0101304123", form, True)


def test_wide_digits_are_a_phone_number_too() -> None:
    text = "Tlf. ２２３４５６７１"
    assert [(f.kind, f.key, f.span.of(text)) for f in DETECTORS.detect(text)] == [
        (Kind.PHONE, "+4522345671", "２２３４５６７１")
    ]


@pytest.mark.parametrize("text", ["{}", "a\n{}\nb", "Ib;{};9000", "Kolonne: {}", "| {} |"])
def test_nine_digits_that_are_all_of_a_line_or_cell_are_seen(text: str) -> None:
    found = only(text.format("101304123"))
    assert (found.key, found.span.of(text.format("101304123"))) == ("0101304123", "101304123")


@pytest.mark.parametrize("text", ["Lånernr.: {} (cpr)", "Kundenr. {} (CPR-nr.)", "Medlemsnr. {}(personnummer)"])
def test_a_label_in_brackets_behind_a_number_counts_before_the_one_in_front(text: str) -> None:
    assert only(text.format("0101304123")).score >= 0.5


@pytest.mark.parametrize("text", ["Sagen på {} er lukket", "Sag mod {} hviler", "Sagen om {} er genoptaget"])
def test_a_case_about_somebody_says_whose_number_follows(text: str) -> None:
    found = [f.kind for f in DETECTORS.detect(text.format("0101449923")) if f.score >= 0.5]
    assert found == [Kind.CPR]


@pytest.mark.parametrize("text", ["Ref.: 01 01 44 99 23", "Id: 01-01-44-9923", "Sagsnr. 01.01.44-9923"])
def test_a_number_in_parts_under_a_label_of_cases_is_seen(text: str) -> None:
    assert only(text).score >= 0.1


def test_a_serial_number_of_a_date_of_birth_is_a_label_for_the_whole_number() -> None:
    assert only("fødselsdag og løbenummer: 010144 - 9923").score >= 0.5


@pytest.mark.parametrize("word", ["Årskort", "Vandmåleren", "kolli", "Ulykkespolice", "Spildevandsprøver", "husnøgle"])
def test_ten_digits_after_a_thing_are_kept_and_not_believed(word: str) -> None:
    assert 0 < only(f"{word} 0101449923 er meldt").score < 0.5


@pytest.mark.parametrize("word", ["Plejebarnet", "Medansøgeren", "fra", "Søsteren", "indkaldte", "Sundhedskort"])
def test_ten_digits_after_a_person_or_a_small_word_are_believed(word: str) -> None:
    assert only(f"{word} 0101449923 er meldt").score >= 0.5

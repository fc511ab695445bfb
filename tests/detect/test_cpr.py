"""CPR numbers: every written form at its exact place, the century table, and what changes a score."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.dk import cpr as oracle

from dsar.detect import Detectors
from dsar.detect import cpr_number as number
from dsar.model import Finding, Kind
from tests.cpr_numbers import TODAY, cpr_number, replacement, unborn, unissued

DETECTORS = Detectors(today=TODAY, kinds=frozenset({Kind.CPR, Kind.BIRTH_DATE, Kind.PHONE, Kind.IBAN, Kind.ACCOUNT}))
DETECTORS_OF_ALL = Detectors(today=TODAY, kinds=frozenset(Kind) - {Kind.NAME, Kind.ADDRESS})

FORMS = [
    "010130-4123", "0101304123", "010130 4123", "010130 - 4123", "010130/4123", "010130.4123", "010130\t4123",
    "010130\u00a04123", "010130–4123", "010130—4123", "010130\u20114123", "010130\u00ad4123", "010130\u22124123",
    "010130\n4123", "010130-\n4123", "010130- \n4123", "010130 -\n4123", "010130-\n    4123", "010130 – 4123",
    "01 01 30 4123", "01.01.30-4123", "01-01-30-4123", "01/01-30 4123", "01/01/30-4123", "01 01 30 41 23",
    "01012030-4123", "01.01.2030-4123", "01-01-2030 4123", "010120304123", "010130  4123", "010130_4123", "010130|4123",
    "O1O130-4123", "0l0l30-4l23", "010130-4I23",
]  # fmt: skip
"""The written forms of DATA.md, and some more."""


def numbers(text: str) -> list[Finding]:
    return [finding for finding in DETECTORS.detect(text) if finding.kind is Kind.CPR]


def only(text: str) -> Finding:
    (finding,) = numbers(text)
    return finding


def score(text: str) -> float:
    return only(text).score


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("around", ["{}", "CPR-nr.: {}.", "Jens Hansen ({}) bor her", "cpr {}, cpr 020330-5444"])
def test_every_written_form_is_found_at_its_place(form: str, around: str) -> None:
    text = around.format(form)
    found = numbers(text)[0]
    assert (found.key, found.span.of(text)) == ("0101304123", form)


@pytest.mark.parametrize("form", FORMS)
def test_every_written_form_with_a_label_is_believed(form: str) -> None:
    assert score(f"CPR-nr. {form}") >= 0.5


@given(seed=st.integers(0, 10**6), before=st.text(max_size=20), after=st.text(max_size=20))
def test_any_number_in_any_text_is_found_where_it_is(seed: int, before: str, after: str) -> None:
    key = cpr_number(Random(seed))
    text = f"{before}; CPR: {key[:6]}-{key[6:]}; {after}"
    start = len(before) + 7
    assert (start, start + 11, key) in [(f.span.start, f.span.end, f.key) for f in numbers(text)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CPR0101304123", "0101304123"),
        ("x_0101304123.pdf", "0101304123"),
        ("ansøgning_010130-4123_v2.docx", "010130-4123"),
        ("cpr010130-4123og", "010130-4123"),
    ],
)
def test_letters_and_underscores_may_touch_a_number(text: str, form: str) -> None:
    assert only(text).span.of(text) == form


@pytest.mark.parametrize("text", ["10101304123", "01013041231", "DK5001013041231234", "001012030-4123", "010130-41234"])
def test_a_longer_run_of_digits_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text", ["320130-4123", "011330-4123", "000130-4123", "310630-4123", "300230-4123", "920130-4123"]
)
def test_what_has_no_day_and_month_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("seed", range(30))
def test_replacement_numbers_are_found(seed: int) -> None:
    key = replacement(Random(seed))
    for form in (key, f"{key[:6]}-{key[6:]}"):
        assert (only(f"Erstatnings-CPR {form}").key, score(f"Erstatnings-CPR {form}") >= 0.5) == (key, True)


def test_a_replacement_number_in_small_letters_has_a_key_in_capitals() -> None:
    assert only("eCPR 0101301ab2").key == "0101301AB2"


@pytest.mark.parametrize("text", ["CPR: {}", "cpr-nr. {}", "Navn: Ib\nCPR: {}", "Navn;CPR\nIb;{}"])
def test_a_lost_leading_zero_is_restored_where_a_label_says_cpr(text: str) -> None:
    found = only(text.format("101304123"))
    assert (found.key, found.span.of(text.format("101304123"))) == ("0101304123", "101304123")


@pytest.mark.parametrize("text", ["Konto: 101304123", "Ordrenr;Navn\n101304123;Ib", "Der er 101304123 i alt"])
def test_nine_digits_with_another_label_or_within_a_sentence_are_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    "cells",
    [
        "Fødselsdato: 010130\nLøbenr: 4123", "Født: 01.01.30\nLøbenummer: 4123", "CPR: 010130\nSidste 4 cifre: 4123",
        "Fødselsdato: 2030-01-01\nLøbenr.: 4123", "Fødselsdag: 10130\nLb.nr.: 4123",
        "Fødselsdato: 01-01-2030\nLøbenr: 4123", "Født: 010130\nCPR: 4123", "CPR1: 010130\nCPR2: 4123",
        "Fødselsdato: 2030-01-01 00:00:00\nCpr sidste 4: 4123", "Cprdato: 010130\nCprløbenr: 4123",
        "mor_foedt: 010130\nmor_loebenr: 4123", "CPR-dato: 010130\nKontrolciffer: 4123",
    ],
)  # fmt: skip
def test_a_number_split_over_two_cells_is_put_together(cells: str) -> None:
    text = f"Navn: Ib\n{cells}\nBy: Hobro"
    found = only(text)
    assert found.key == "0101304123"
    assert found.span.of(text) == cells.partition(": ")[2]
    assert found.score >= 0.5


@pytest.mark.parametrize("cells", ["Cpr-dato: 010130\nCpr-løbenr: 4123", "CPR (dato): 010130\nCPR (løbenr.): 4123"])
def test_both_cells_of_a_number_may_be_headed_cpr(cells: str) -> None:
    assert (only(cells).key, only(cells).score >= 0.5) == ("0101304123", True)


@pytest.mark.parametrize(
    "form",
    [
        "0 1 0 1 3 0 4 1 2 3", "0 1 0 1 3 0 - 4 1 2 3", "0 1 0 1 3 0-4 1 2 3", "0 | 1 | 0 | 1 | 3 | 0 | 4 | 1 | 2 | 3",
        "0|1|0|1|3|0|4|1|2|3", "0101 30-4123", "0101 30 4123", "1/1-30-4123", "01/1-30-4123", "1.1.30-4123",
    ],
)  # fmt: skip
def test_rare_forms_are_found_with_a_label(form: str) -> None:
    found = only(f"Personnr. {form} i alt")
    assert (found.key, found.span.of(f"Personnr. {form} i alt"), found.score >= 0.5) == ("0101304123", form, True)


@pytest.mark.parametrize("text", ["{}", "Ib Lund {}", "Brev til {} i går"])
@pytest.mark.parametrize("form", ["01.01.2030-4123", "01-01-2030-4123"])
def test_a_full_year_with_separators_needs_no_label(text: str, form: str) -> None:
    assert score(text.format(form)) >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Ref.: {}",
        "Deres ref. {}/KL",
        "sag_{}.pdf",
        "telefon {}",
        "Sagsnr.: {}",
        "Journalnr. {}",
        "Klientnr. {}",
        "scan_{}.pdf",
    ],
)
def test_a_hyphenated_number_is_believed_under_labels_that_cases_are_filed_by(text: str) -> None:
    found = [f for f in DETECTORS_OF_ALL.detect(text.format("010130-4123")) if f.kind is Kind.CPR]
    assert [f.score >= 0.5 for f in found] == [True]


# Words and codes that make ten digits something else: any word ends in "nr.", most codes have letters.
@pytest.mark.parametrize(
    "text",
    [
        "Parkeringsnr. {}", "Vognnummer {}", "Kvit.nr. {}", "Skab nr. {}", "Rekv. {}", "Ticket #{}", "Kunde {}",
        "Turs-id: {}", "Turid og kørselsid {}", "QX{}", "9f{}e0", "https://example.dk/sag/{}", "Overført 7044 {}",
    ],
)  # fmt: skip
def test_ten_digits_of_something_else_are_kept_and_not_believed(text: str) -> None:
    alone = Detectors(today=TODAY, kinds=frozenset({Kind.CPR}))
    (found,) = alone.detect(text.format("0202451230"))
    assert found.score < 0.5


@pytest.mark.parametrize(
    "text",
    ["Perioden 020224-3006", "Gælder 020224-2025", "udtræk_0202241045.txt", "020224 1045", "Vagt 020224-0830"],
)
def test_a_day_and_a_time_or_another_day_is_not_believed(text: str) -> None:
    assert score(text) < 0.5


@pytest.mark.parametrize("text", ["12-03-2025 08:15", "25-06-2024 10:29"])
def test_a_day_and_a_clock_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("form", ["020224-1045", "0202241045"])
def test_a_number_that_reads_as_a_time_is_believed_with_a_label(form: str) -> None:
    assert score(f"CPR {form}") >= 0.5


@pytest.mark.parametrize("text", ["12 10 45 1200 33", "Side 12/10 45-1200", "Lokalplan 12-10-45-1200"])
def test_loose_groups_of_digits_are_not_believed(text: str) -> None:
    assert [finding for finding in numbers(text) if finding.score >= 0.5] == []


@pytest.mark.parametrize("text", ["hans nr. {}", "barnets nr. {}"])
def test_whose_number_it_is_does_not_make_it_another(text: str) -> None:
    assert score(text.format("010130-4123")) >= 0.5


def test_two_cells_without_such_headers_are_no_number() -> None:
    assert numbers("Dato: 010130\nBeløb: 4123") == []
    assert numbers("Dato: 010130\nCPR: 4123") == []
    assert numbers("Født: 010130\nAlder4: 4123") == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CPR {} i alt", "010130 (4123)"), ("Cpr-nr.: {}", "01.01.30 (4123)"), ("CPR {}", "010130, løbenr. 4123"),
        ("født {}", "010130 løbenummer 4123"), ("{} hos os", "010130, løbenr. 4123"),
        ("Personnummer | {}\n", "010130 | Løbenr. | 4123"), ("Fødselsdato {}", "010130\nLøbenr. 4123"),
        ("Fødselsdato: {}", "010130 Løbenr.: 4123"), ("Fødselsdato\t{}", "01-01-2030\tSidste fire\t4123"),
        ("{}", "010130&#8209;4123"), ("cpr: {}", "010130&nbsp;4123"), ("{}", "010130 &ndash; 4123"),
        ("CPR-nr. {}", "01012030&#x2011;4123"), ("CPR {}", "2030-01-01-4123"), ("cpr: {}", "20300101-4123"),
        ("Pers.nr. {}", "010130 4123"), ("PNR {}", "010130-4123"), ("PNR: {}", "0101304123"),
        ("PNR;ENAVN\n{};Lund", "0101304123"), ("CPR {}", "010130·4123"),
    ],
)  # fmt: skip
def test_four_digits_apart_from_the_date_and_signs_spelled_out_are_put_together(text: str, form: str) -> None:
    found = only(text.format(form))
    assert (found.key, found.span.of(text.format(form)), found.score >= 0.5) == ("0101304123", form, True)


@pytest.mark.parametrize(
    "text",
    [
        "Bilag 010130 (4123)", "Faktura 010130 (4123)", "2030-01-01 4123", "20300101-4123", "Den 010130 og uge 4123",
        "Modtaget 010130, sagsnr. 4123", "CPR 2030-01-01 kl. 4123", "01S130-4B2Z", "Pnr. 1003394556",
        "Svenskt personnummer: 20300101-4123", "P-nummer 1001304123", "P-nr.: 1010304123",
    ],
)  # fmt: skip
def test_a_date_and_four_other_digits_are_not_believed(text: str) -> None:
    assert [f.key for f in numbers(text) if f.score >= 0.5] == []


@pytest.mark.parametrize("written", ["Z10745-9825", "21074S 9825", "210745-9B25", "210745982S", "2l074S-98Z5"])
def test_letters_that_are_seldom_read_for_digits_are_with_a_label(written: str) -> None:
    found = only(f"CPR-nr.: {written} i alt")
    assert (found.key, found.span.of(f"CPR-nr.: {written} i alt")) == ("2107459825", written)
    assert numbers(f"Kode {written} i alt") == []


# The table of https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret on both sides of each boundary.
@pytest.mark.parametrize(
    ("short_year", "seventh", "year"),
    [
        *[("00", d, 1900) for d in "0123"], *[("36", d, 1936) for d in "0123"], *[("37", d, 1937) for d in "0123"],
        *[("57", d, 1957) for d in "0123"], *[("58", d, 1958) for d in "0123"], *[("99", d, 1999) for d in "0123"],
        *[("00", d, 2000) for d in "49"], *[("36", d, 2036) for d in "49"], *[("37", d, 1937) for d in "49"],
        *[("57", d, 1957) for d in "49"], *[("58", d, 1958) for d in "49"], *[("99", d, 1999) for d in "49"],
        *[("00", d, 2000) for d in "5678"], *[("36", d, 2036) for d in "5678"], *[("37", d, 2037) for d in "5678"],
        *[("57", d, 2057) for d in "5678"], *[("58", d, 1858) for d in "5678"], *[("99", d, 1899) for d in "5678"],
    ],
)  # fmt: skip
def test_the_seventh_digit_and_the_year_give_the_century(short_year: str, seventh: str, year: int) -> None:
    assert number.birth_year(f"0203{short_year}{seventh}999") == year


@given(st.integers(0, 10**10 - 1))
def test_date_and_check_agree_with_another_library(value: int) -> None:
    key = f"{value:010d}"
    assert number.passes_modulus_11(key) == (oracle.checksum(key) == 0)
    if number.has_date(key) and not number.is_replacement(key) and (born := number.birth_date(key)):
        assert born == oracle.get_birth_date(key)


@pytest.mark.parametrize(
    ("key", "day"), [("6102309911", date(2030, 2, 1)), ("2902309911", None), ("3112369911", date(2036, 12, 31))]
)
def test_a_date_of_birth_is_read(key: str, day: date | None) -> None:
    assert number.birth_date(key) == day


@pytest.mark.parametrize("seed", range(20))
def test_a_number_that_fails_modulus_11_is_found_and_believed_with_a_label(seed: int) -> None:
    key = unissued(Random(seed))
    assert score(f"cpr {key}") >= 0.5


@pytest.mark.parametrize("seed", range(20))
def test_a_number_of_the_future_is_found_and_believed_with_a_label(seed: int) -> None:
    key = unborn(Random(seed))
    assert score(f"cpr {key}") >= 0.5


def test_modulus_11_speaks_for_a_number() -> None:
    rng = Random(1)
    assert score(unborn(rng, passing=True)) > score(unborn(rng, passing=False))


def test_a_date_of_birth_in_the_future_speaks_against_a_number() -> None:
    later = Detectors(today=date(2040, 1, 1), kinds=frozenset({Kind.CPR}))
    assert later.detect("0101304123")[0].score > score("0101304123")


def test_a_label_speaks_for_a_number_and_another_kind_of_label_against_it() -> None:
    assert score("CPR 0101304123") > score("0101304123") > score("Fakturanr. 0101304123")


@pytest.mark.parametrize(
    "label",
    ["Konto", "Kontonr.", "Fakturanr.", "Ordrenr.", "Varenummer", "Kundenr.", "Bilag nr.", "EAN"],
)
def test_a_number_labelled_as_something_else_is_kept_and_not_believed(label: str) -> None:
    alone = Detectors(today=TODAY, kinds=frozenset({Kind.CPR}))
    (found,) = alone.detect(f"{label} 0101304123")
    assert 0 < found.score < 0.5


def test_another_number_s_label_does_not_count() -> None:
    text = "Faktura 1234567 vedrører 010130-4123"
    assert only(text).score >= 0.9


@pytest.mark.parametrize(
    "layout", ["Ordre;CPR;Navn\n{o};{c};Ib\n", "Ordre\tCPR\n{o}\t{c}\n", "Ordre      CPR         Navn\n{o} {c}  Ib\n"]
)
def test_a_column_s_header_speaks_for_the_column_s_numbers_only(layout: str) -> None:
    text = layout.format(o="0202304123", c="0101304123")
    scores = {finding.key: finding.score for finding in numbers(text)}
    assert scores["0101304123"] > 0.5 > scores.get("0202304123", 0.0)


def test_a_column_of_numbers_without_dates_speaks_against_the_few_that_have_one() -> None:
    assert score("4587612390\n9845123076\n0101304123\n7713390845\n5567123409") < 0.5


def test_times_of_day_around_a_number_do_not_hide_it() -> None:
    table = "\n".join(f"13:2{n} 14:0{n} {unborn(Random(n))} 15:00" for n in range(5))
    assert [finding.score >= 0.5 for finding in numbers(table)] == [True] * 5


def test_nothing_is_dropped_among_many_other_numbers() -> None:
    page = "CPR 010130-4123\n" + "\n".join(f"Ordre {n}234567890" for n in range(1, 9))
    assert numbers(page)[0].score >= 0.9


def test_an_iban_or_a_row_of_phone_numbers_is_no_cpr_number() -> None:
    found = DETECTORS.detect("IBAN DK47 0101 3041 2300 00, ring 22 01 03 30 22 01 03 30")
    assert [f.kind for f in found if f.score >= 0.5] == [Kind.IBAN, Kind.PHONE, Kind.PHONE]


@pytest.mark.parametrize("mask", ["XXXX", "xxxx", "****", "####"])
@pytest.mark.parametrize("joint", ["-", "", " ", " - "])
def test_a_masked_number_is_a_date_of_birth(mask: str, joint: str) -> None:
    text = f"CPR 010190{joint}{mask}"
    (found,) = DETECTORS.detect(text)
    assert (found.kind, found.key, found.span.of(text)) == (Kind.BIRTH_DATE, "1990-01-01", "010190")


def test_evidence_adds_up_to_the_score() -> None:
    found = only("CPR 0101304123")
    assert sum(e.weight for e in found.evidence) == pytest.approx(found.log_odds)
    assert {"cpr.form.bare", "cpr.label"} <= {e.rule for e in found.evidence}

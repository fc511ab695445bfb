"""Two people of one name whom numbers, birth dates or a home prove: what cannot be told apart is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.find import namesakes
from dsar.find.library import MemoryItem
from dsar.model import Level, Subject
from tests.find.people import ask, item, row, subject

HOME, AWAY = "Mosevænget 14, 9620 Aalestrup", "Kløverbakken 3, 9640 Farsø"
FATHER, SON = "110565-9983", "070293-9977"
SAME_DAY = "110565-9959"
NAME = "Verner Tvilum"
BY_NAME = subject(names=[NAME])
BY_DAY = subject(names=[NAME], birth_date="1965-05-11")
BY_HOME = subject(names=[NAME], addresses=[HOME])
WITH_NUMBER = subject(names=[NAME], cpr=[FATHER])
IN_FULL = subject(names=[NAME], cpr=[FATHER], addresses=[HOME])


def papers(*told: str) -> list[MemoryItem]:
    return [item(f"{n}.txt", f"Vedr. {NAME}, {one}. Ansøgning nr. {n}.") for n, one in enumerate(told, 1)]


def level(who: Subject, text: str, *more: MemoryItem) -> Level | None:
    hits = ask(who, [*more, item("asked.txt", text)]).hits
    return next((hit.level for hit in hits if hit.item == "asked.txt"), None)


OF_ONE_DAY = papers(*[f"cpr {FATHER}"] * 2, *[f"cpr {SAME_DAY}"] * 2)
IN_ONE_HOME = papers(*[f"cpr {FATHER}, {HOME}"] * 2, *[f"cpr {SON}, {HOME}"] * 2)


@pytest.mark.parametrize("who", [WITH_NUMBER, BY_DAY], ids=["number", "day"])
@pytest.mark.parametrize(
    "written", [NAME, "V. Tvilum", "hr. Tvilum", "Verner", "Verner Tvillum", "TVILUM, VERNER", "Verner Tvilums"]
)
def test_of_two_who_are_born_on_one_day_no_form_of_the_name_tells_by_the_date(who: Subject, written: str) -> None:
    assert level(who, f"{written}, født 11. maj 1965, har fået svar.", *OF_ONE_DAY) is Level.POSSIBLE


def test_nor_does_a_name_for_short() -> None:
    who = subject(names=["Johannes Tvilum"], birth_date="1965-05-11")
    more = [
        item(f"{cpr}{n}.txt", f"Vedr. Johannes Tvilum, cpr {cpr}, nr. {n}.") for cpr in (FATHER, SAME_DAY) for n in "ab"
    ]
    assert level(who, "Hans Tvilum, født 11. maj 1965, har fået svar.", *more) is Level.POSSIBLE


@pytest.mark.parametrize("who", [WITH_NUMBER, BY_DAY], ids=["number", "day"])
@pytest.mark.parametrize("written", [NAME, "V. Tvilum", "Verner Tvillum"])
def test_what_shares_nothing_with_the_subject_is_no_surer_than_what_does(who: Subject, written: str) -> None:
    assert level(who, f"{written}, tlf. 21 43 65 87, har fået svar.", *OF_ONE_DAY) is Level.POSSIBLE


@pytest.mark.parametrize("written", [NAME, "V. Tvilum", "Verner Tvillum", "Verner Tvilums"])
@pytest.mark.parametrize("who", [BY_HOME, IN_FULL], ids=["home", "full"])
def test_of_two_in_one_home_no_form_of_the_name_tells_by_the_home(who: Subject, written: str) -> None:
    assert level(who, f"{written}, {HOME}, har fået svar.", *IN_ONE_HOME) is Level.POSSIBLE


def test_of_two_in_one_home_the_numbers_of_either_are_possible_without_the_home() -> None:
    for number in (FATHER, SON):
        assert level(BY_HOME, f"{NAME}, cpr {number}, har fået svar.", *IN_ONE_HOME) is Level.POSSIBLE


@pytest.mark.parametrize("told", [HOME, f"født 11. maj 1965, {HOME}", f"født 7. februar 1993, {HOME}"])
def test_birth_dates_at_one_home_prove_two_people_as_numbers_do(told: str) -> None:
    more = papers(f"født 11. maj 1965, {HOME}", f"født 7. februar 1993, {HOME}")
    assert level(BY_HOME, f"{NAME}, {told}", *more) is Level.POSSIBLE


def test_a_birth_date_and_the_number_that_tells_it_are_one_person() -> None:
    more = papers(f"født 11. maj 1965, {HOME}", f"cpr {FATHER}, {HOME}")
    assert level(BY_HOME, f"{NAME}, {HOME}", *more) is Level.CERTAIN
    assert level(BY_HOME, f"{NAME} har ringet.", *more) is Level.LIKELY


def test_a_number_that_is_one_digit_off_is_a_slip_and_nobodys() -> None:
    more = papers(f"cpr {FATHER}", f"cpr {FATHER}", "cpr 110565-9982")
    assert level(BY_NAME, f"{NAME} har ringet.", *more) is Level.LIKELY


@pytest.mark.parametrize("told", ["født 11. maj 1965", f"cpr {FATHER}"])
@pytest.mark.parametrize("other", ["født 7. februar 1993", f"cpr {SON}"])
def test_numbers_and_birth_dates_prove_that_a_name_alone_is_one_of_two(told: str, other: str) -> None:
    for written in (NAME, "Verner Tvillum", "V. Tvilum"):
        assert level(BY_NAME, f"{written} har ringet.", *papers(told, other)) is Level.POSSIBLE


@pytest.mark.parametrize("told", ["født 11. maj 1965", f"cpr {FATHER}"])
def test_a_name_with_a_middle_name_more_may_be_that_of_another_whose_number_is_seen(told: str) -> None:
    more = [*papers(told), item("t.txt", f"Vedr. Verner Toft Tvilum, cpr {SON}. Ansøgning.")]
    assert level(BY_NAME, "Verner Toft Tvilum har ringet.", *more) is Level.POSSIBLE


def test_twins_of_like_names_are_not_told_apart_in_a_class_list_by_home_and_date() -> None:
    who = subject(names=["Mathias Tvilum"], birth_date="2013-08-09")
    numbers = [("Mads", "090813-9919"), ("Mathias", "090813-9947")] * 2
    rows = [
        item(f"{n}.csv", f"Elev: {name} Tvilum\nCPR: {cpr}\nAdresse: {HOME}\nMor: Lene Tvilum\nNr.: {n}")
        for n, (name, cpr) in enumerate(numbers)
    ]
    asked = f"Elev: Mads Tvilum\nFødselsdato: 09-08-2013\nAdresse: {HOME}\nMor: Lene Tvilum\nKlasse: 3.A"
    assert level(who, asked, *rows) is Level.POSSIBLE
    assert level(who, asked.replace("Mads", "Mathias"), *rows) is Level.CERTAIN


def test_a_name_that_only_the_subject_is_seen_with_stays_likely() -> None:
    assert level(WITH_NUMBER, f"{NAME} har ringet.", *papers(f"cpr {FATHER}", f"cpr {FATHER}")) is Level.LIKELY


@pytest.mark.parametrize("written", ["hr. Tvilum", "Tvilum"])
def test_a_twin_of_another_first_name_may_be_whom_the_surname_and_the_day_tell_of(written: str) -> None:
    twin = item("t.txt", f"Vedr. Bent Tvilum, cpr {SAME_DAY}. Ansøgning.")
    assert level(WITH_NUMBER, f"{written}, født 11. maj 1965, har fået svar.", twin) is Level.POSSIBLE
    assert level(WITH_NUMBER, f"{written}, født 11. maj 1965, har fået svar.") is Level.LIKELY
    assert level(WITH_NUMBER, "Verner Tvilum, født 11. maj 1965, har fået svar.", twin) is Level.CERTAIN


def test_a_twin_whose_name_may_be_a_form_of_the_subjects_is_told_by_one_number() -> None:
    who = subject(names=["Mathias Tvilum"], cpr=["090813-9947"], addresses=[HOME])
    twin = item("t.txt", f"Mads Tvilum, cpr 090813-9919, {HOME}")
    assert level(who, f"Mads Tvilum, født 9. august 2013, {HOME}", twin) is Level.POSSIBLE
    assert level(who, f"Mathias Tvilum, født 9. august 2013, {HOME}", twin) is Level.CERTAIN


def test_the_date_that_a_wrong_number_tells_itself_is_no_second_reason() -> None:
    by_number = subject(cpr=["090813-9947"])
    assert level(by_number, "Elev: Bo Holm\nCPR-nr.: 090813-9917\nFødselsdato: 09-08-2013") is Level.POSSIBLE


@pytest.mark.parametrize("number", ["110565-9984", "110565-9938", "110556-9983"])
@pytest.mark.parametrize("written", ["hr. Tvilum", "Verner"])
def test_a_number_with_a_slip_beside_a_part_of_the_name_is_possible(written: str, number: str) -> None:
    assert level(WITH_NUMBER, f"Vedr. {written}, cpr {number}.", *papers("født 11. maj 1965")) in (
        Level.POSSIBLE,
        None if number[:6] != FATHER[:6] else Level.POSSIBLE,  # which no birth date finds
    )


def test_a_birth_date_that_is_a_twins_is_not_of_who_is_named_beside_it() -> None:
    text = "Vedr. Bent Tvilum, født 11. maj 1965. Hans bror Verner var med."
    assert level(WITH_NUMBER, text) is Level.POSSIBLE


def test_a_card_of_the_son_at_the_fathers_home_is_not_the_fathers() -> None:
    card = (
        f"N: Tvilum Verner\nFN: Verner Tvilum\nTEL: +4551223344\nEMAIL: vt@post.example\nBDAY: 1993-02-07\nADR: {HOME}"
    )
    assert level(IN_FULL, card) in (Level.POSSIBLE, Level.OTHER)


def test_a_twins_row_of_a_register_is_not_shown_beside_the_subjects_own() -> None:
    who = subject(names=["Mathias Tvilum"], addresses=[HOME])
    rows = (
        row(2, Elev="Mathias Tvilum", Adresse=HOME, Klasse="3.A"),
        row(3, Elev="Mads Tvilum", Adresse=HOME, Klasse="3.B"),
    )
    (found,) = ask(who, [item("r.xlsx", *rows)]).hits
    assert ([passage.place for passage in found.passages], found.rows_left_out) == (["Ark1 række 2"], 1)


def test_a_name_in_a_mail_address_does_not_outvote_the_number_at_the_name() -> None:
    for address in ("vernertvilum@post.example", "verner.tvilum@post.example", "tvilumverner@post.example"):
        text = f"Efternavn: Tvilum\nFornavn: Verner\nCPR-nr.: {SON}\nE-mail: {address}"
        assert level(IN_FULL, text) in (Level.OTHER, Level.POSSIBLE)


def _is_slip(one: str, other: str) -> bool:
    wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(wrong) > 2:
        return False
    first, last = wrong[0], wrong[-1]
    return first == last or (last == first + 1 and one[first] == other[last] and one[last] == other[first])


NUMBERS = st.lists(st.sampled_from("0123"), min_size=10, max_size=10).map("".join)
DATES = st.builds("20{:02}-{:02}-{:02}".format, st.integers(0, 33), st.integers(1, 12), st.integers(1, 28))


@given(st.sets(NUMBERS | DATES, max_size=8))
def test_each_person_is_counted_once_however_many_slips_and_dates_tell_of_them(keys: set[str]) -> None:
    kept: list[str] = []
    for key in sorted(keys, key=lambda key: ("-" in key, key)):
        told = [namesakes._digits(other) for other in kept]
        digits = namesakes._digits(key)
        if not any(other.startswith(digits) or _is_slip(digits, other) for other in told):
            kept.append(key)

    assert namesakes._people(keys) == kept

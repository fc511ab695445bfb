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


PHONES = ("23410987", "40998112", "61127733", "28904415")
COLUMNS = ["Kirsten Lauge;{};Team Nord", "Kl. 7 | {} | Bil 3", "Anita,{},ja", "\t{}", "{};kontor", '"Bo";"{}";7']
NUMBERED = [
    ("44120987", "44120988", "44120990"),
    ("22001133", "22001134", "60770012"),
    ("20145587", "20145590", "20145601"),
]


@pytest.mark.parametrize("row", COLUMNS)
def test_most_values_of_a_column_without_a_header_make_each_other_phone_numbers(row: str) -> None:
    assert believed("\n".join(map(row.format, PHONES)), Kind.PHONE) == list(PHONES)


def test_a_bare_number_beside_one_in_pairs_is_a_phone_number() -> None:
    text = "Ole\t20 41 77 36\t86193350\nJane\t53 19 02 88\t97413062\nArne\t41 66 20 97\t75208841"
    assert believed(text, Kind.PHONE)[1::2] == ["86193350", "97413062", "75208841"]


@pytest.mark.parametrize("row", COLUMNS[1:])
@pytest.mark.parametrize("numbers", [*NUMBERED, sorted(PHONES)])
def test_a_column_numbered_one_after_another_holds_no_phone_numbers(row: str, numbers: tuple[str, ...]) -> None:
    assert believed("\n".join(map(row.format, numbers)), Kind.PHONE) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Matr.nr. 14ab, Gug By, Sdr. Tranders. Ansøger er", "14ab, Gug By, Sdr. Tranders"),
        ("matrikel 8c, Skæring By, Egå.", "8c, Skæring By, Egå"),
        ("Matr.nr. 7c Lystrup. Journalnummer", "7c Lystrup"),
        ("ejerlav Gug By, matr. 31ø er solgt", "31ø"),
        ("31 d, Hune By, Hune. Fristen", "31 d, Hune By, Hune"),
        ("Ejendommen 12a, Aalborg Bygrunde", "12a, Aalborg Bygrunde"),
    ],
)
def test_a_cadastral_number_ends_with_its_ejerlav(text: str, number: str) -> None:
    assert believed(text, Kind.MATRIKEL) == [number]


@pytest.mark.parametrize(
    "text", ["I 2024 Aarhus By vokser", "3 Store Jorder er pløjet", "stue 3a, Birken By", "Kl. 12 Ry By"]
)
def test_a_number_before_a_name_that_ends_like_an_ejerlav_is_no_cadastral_number(text: str) -> None:
    assert believed(text, Kind.MATRIKEL) == []


@pytest.mark.parametrize("text", ["Der kom 12 000 i 2021 OG 14 500 i 2022.", "AB 12 345 stk."])
def test_letters_and_a_number_of_things_are_no_plate(text: str) -> None:
    assert believed(text, Kind.PLATE) == []


@pytest.mark.parametrize("text", ["Bilen ER 45 112 er afmeldt", "bil AX-21-305", "Køretøj OM44119 parkerer"])
def test_a_plate_may_spell_a_word_and_have_hyphens(text: str) -> None:
    assert len(believed(text, Kind.PLATE)) == 1


def test_a_case_of_building_has_a_case_number() -> None:
    assert believed("Byggesagsnr. BYG-2024-0331", Kind.CASE_NUMBER) == ["BYG-2024-0331"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("foedselsdato: 12-03-1971", "12-03-1971"),
        ("Kom til verden 3. januar 2020 på Skejby", "3. januar 2020"),
        ("Fødselstidspunkt: 12. maj 2019 kl. 03.14", "12. maj 2019"),
        ("geb. 03.04.1971", "03.04.1971"),
        ("BDAY:1979-05-02", "1979-05-02"),
        ("Date of birth: 14 March 1988", "14 March 1988"),
        ("He was born on 4 July 1985.", "4 July 1985"),
    ],
)
def test_a_date_of_birth_is_believed_after_other_words_for_it(text: str, date: str) -> None:
    assert believed(text, Kind.BIRTH_DATE) == [date]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Jens Hansen, Torvegade 2, st., 26 10 44 58", "26 10 44 58"),
        ("Mvh\nJens Hansen\n20334418", "20334418"),
        ("ring lige 20334418 når du kan", "20334418"),
        ("Afbud på 8970 1950.", "8970 1950"),
        ("Kontakt os på 89701950 mellem 9 og 12.", "89701950"),
        ("Ole,110575-9937,20407781,pd@x.example", "20407781"),
    ],
)
def test_a_phone_number_is_believed_behind_a_house_under_a_name_and_after_plain_words(text: str, phone: str) -> None:
    assert believed(text, Kind.PHONE) == [phone]


@pytest.mark.parametrize("text", ["Standset: DE 19 447", "Grå Audi, DE 19 447, hold"])
def test_letters_of_a_country_are_a_plate_where_a_car_is_told_of(text: str) -> None:
    assert believed(text, Kind.PLATE) == ["DE 19 447"]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Nyt kontonummer fra 1/8: 6610-4581237890", "6610-4581237890"),
        ("Reg.nr. 9280 Konto 457 900 11 22", "9280 Konto 457 900 11 22"),
    ],
)
def test_an_account_is_believed_behind_a_date_and_in_groups(text: str, account: str) -> None:
    assert believed(text, Kind.ACCOUNT) == [account]


def test_a_phone_number_is_believed_after_whom_to_call() -> None:
    assert believed("Du kan ringe til Flemming Aagaard på 40123374", Kind.PHONE) == ["40123374"]

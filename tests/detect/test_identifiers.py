"""The other identifiers: (text, what is found with a score of at least 0.5). Rows without a note are from DATA.md."""

from __future__ import annotations

import pytest

from dsar.detect import Detectors
from dsar.detect.protected import concerned
from dsar.model import Kind
from tests.cpr_numbers import TODAY

DETECTORS = Detectors(today=TODAY, kinds=frozenset(Kind) - {Kind.NAME, Kind.ADDRESS})


def found(text: str, kind: Kind) -> list[tuple[str, str]]:
    return [
        (f.span.of(text), f.key) for f in DETECTORS.detect(text) if f.kind is kind and f.score >= 0.5
    ]  # fmt: skip


PHONES = [
    ("Tlf. {}", "12 34 56 78", "+4512345678"),
    ("Tlf.: {}.", "12345678", "+4512345678"),
    ("Mobil {}", "1234 5678", "+4512345678"),
    ("ring {} nu", "22-34-56-78", "+4522345678"),
    ("{}", "+45 22 34 56 78", "+4522345678"),
    ("{}", "+4522345678", "+4522345678"),
    ("{}", "0045 22 34 56 78", "+4522345678"),
    ("{}", "004522345678", "+4522345678"),
    ("(t) {}", "+45 2234 5678", "+4522345678"),
    ("telefon {}", "22.34.56.78", "+4522345678"),
    ("telefon {}", "22\u00a034\u00a056\u00a078", "+4522345678"),
    ("Tlf. {}", "(+45) 22 34 56 78", "+4522345678"),
    ("Kontakt: {}", "+46 70 123 45 67", "+46701234567"),
    ("Telefon: {}", "0046 70 123 45 67", "+46701234567"),
    ("{}", "+298 212345", "+298212345"),
    ("hendes nr. {}", "22345678", "+4522345678"),
    ("priv. {}", "22345678", "+4522345678"),
    ("Nummer: {}", "22345678", "+4522345678"),
    ("☎ {}", "22345678", "+4522345678"),
    ("Telefonerne er {}, 33445566", "22 34 56 78", "+4522345678"),
    ("Mobil: {}", "4522345678", "+4522345678"),  # as gateways for text messages write it
    ("msisdn={}", "4522345678", "+4522345678"),
    ("Mobil: {}", "45 22345678", "+4522345678"),
]


@pytest.mark.parametrize(("text", "written", "key"), PHONES)
def test_a_phone_number_is_found(text: str, written: str, key: str) -> None:
    assert found(text.format(written), Kind.PHONE)[0] == (written, key)


@pytest.mark.parametrize(
    "text",
    [
        "Fakturanr. 22345678", "CVR-nr. 10150817", "Beløb 22345678 kr.", "01.01.2024", "20240101", "2024-000123",
        "Kontonr. 22345678", "IBAN DK50 0040 0440 1162 43", "010130-4123", "1.234.567,00", "uge 22 23 24 25 26 27",
        "EAN 5790000123456", "Ordrenr. 22345678", "kl. 10.15-11.30",
        "I alt 21 34 56 78 stk", "Side 20 30 40 50", "Skab nr. 22345678", "Ordrenr. 4522345678", "Konto 4522345678",
    ],
)  # fmt: skip
def test_what_is_no_phone_number_is_not_believed(text: str) -> None:
    assert found(text, Kind.PHONE) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Skriv til {}.", "abj@example.dk"),
        ("<{}>", "Anders.Bo@Example.COM"),
        ("mailto:{}?subject=x", "a+b_c@sub.example.co.uk"),
        ("E-mail: {}, tlf.", "søren@blåbær.dk"),
        ("'{}'", "o'hara@example.org"),
        ("{};x", "a1@xn--blbr-roah.dk"),
        ("Fra {}.Hilsen", "abj@example.dk"),
        ("({})", "a-b@ex-ample.dk"),
        ("Mail {}", "k&m@example.dk"),
    ],
)
def test_an_e_mail_address_is_found(text: str, written: str) -> None:
    assert found(text.format(written), Kind.EMAIL) == [(written, written.lower())]


@pytest.mark.parametrize(
    ("text", "written", "key"),
    [
        ("mailto:{}?subject=hej", "anders%40post.example", "anders@post.example"),
        ("GET /?to=mailto%3A{}&x=1", "anders.bo%40post.example", "anders.bo@post.example"),
        ("user={} status=200", "lars%2Bhej%40Post.example", "lars+hej@post.example"),
        ("Skriv til {}.", "anders(at)post.example", "anders@post.example"),
        ("Skriv til {}, tak", "Anders [at] post.example", "anders@post.example"),
        ("Skriv til {}", "anders(snabel-a)post.example", "anders@post.example"),
        ("Skriv til {}", "anders(a)post.example", "anders@post.example"),
    ],
)
def test_an_e_mail_address_with_another_sign_for_at_is_found(text: str, written: str, key: str) -> None:
    assert found(f"{text.format(written)} og a@b.dk", Kind.EMAIL) == [(written, key), ("a@b.dk", "a@b.dk")]


@pytest.mark.parametrize(
    "text", ["jf. stk. 1 (a) kap.to", "§ 5(a)nr.to", "mange (at) ting", "100%40.5", "%40a.dk", "(at)a.dk", "[at] a.dk"]
)
def test_brackets_and_percents_are_no_e_mail_address(text: str) -> None:
    assert found(text, Kind.EMAIL) == []


@pytest.mark.parametrize(
    "text", ["3 stk @ 20 kr.", "@anders", "a@", "@@@", "a@@b.dk", "root@localhost", "x @ y", "a@" * 9]
)
def test_what_is_no_e_mail_address_is_not_believed(text: str) -> None:
    assert [written for written, _ in found(text, Kind.EMAIL) if written != "b.dk"] == []


BIRTHS = [
    ("født {}", "1. januar 1990"), ("Født den {} i Hobro", "1. jan. 1990"), ("f. {}", "01.01.1990"),
    ("(f. {})", "1.1.1990"), ("Fødselsdato: {}", "01-01-1990"), ("Fødselsdato: {}", "1990-01-01"),
    ("fødselsdag {}", "1/1-90"), ("fødselsdag {}", "1/1 1990"), ("Født {}", "010190"), ("Født: {}", "01011990"),
    ("Anders Jensen (født {})", "1 januar 1990"), ("cpr {}", "010190"), ("CPR-nr.: {}-XXXX", "010190"),
    ("Fødselsdato\n{}", "01.01.90"), ("FØDT {}", "1. JANUAR 1990"), ("Navn;Fødselsdato\nIb;{}", "01-01-1990"),
    ("født den {}, bosat", "1. januar '90"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), BIRTHS)
def test_a_date_of_birth_is_found(text: str, written: str) -> None:
    assert found(text.format(written), Kind.BIRTH_DATE) == [(written, "1990-01-01")]


def test_ten_digits_that_begin_with_the_country_s_code_may_be_a_phone_number() -> None:
    assert [(f.kind, f.key) for f in DETECTORS.detect("4522345678")] == [(Kind.PHONE, "+4522345678")]
    (beside_a_name,) = DETECTORS.detect("Dansk Grus\t4522345678\tDansk Grus")
    assert beside_a_name.score < 0.5  # order numbers stand so
    assert DETECTORS.detect("4512345678") == ()  # no phone number begins with 1
    assert DETECTORS.detect("14522345678") == ()


def test_the_second_phone_number_shares_the_first_one_s_label() -> None:
    assert [key for _, key in found("tlf. 22345678 / 33445566", Kind.PHONE)] == ["+4522345678", "+4533445566"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fødselsdato: 19021971", "1971-02-19"), ("født 20111948", "1948-11-20"),
        ("03-04-1956 (fødselsdato)", "1956-04-03"),
        ("Alder: 70 år (03.04.1956)", "1956-04-03"), ("Ib Lund * 03.04.1956", "1956-04-03"),
    ],
)  # fmt: skip
def test_a_date_of_birth_is_found_by_what_stands_around_it(text: str, day: str) -> None:
    assert [key for _, key in found(text, Kind.BIRTH_DATE)] == [day]


@pytest.mark.parametrize("text", ["Født sådan. Premieren er 3. maj 2014", "forventet fødsel: 03-05-2021"])
def test_a_date_that_only_stands_near_such_a_word_is_not_believed(text: str) -> None:
    assert found(text, Kind.BIRTH_DATE) == []


@pytest.mark.parametrize("text", ["cpr O1O130-4123", "CPR 010130 41 23"])
def test_the_date_of_a_number_is_not_reported_besides(text: str) -> None:
    assert found(text, Kind.BIRTH_DATE) == []


@pytest.mark.parametrize(
    "text",
    ["Den 1. januar 1990", "Frist: 01-01-1990", "1990-01-01", "Dato 010190", "Mødt 1. januar 1990", "31.02.1990"],
)
def test_a_bare_date_is_no_date_of_birth(text: str) -> None:
    assert found(text, Kind.BIRTH_DATE) == []


def test_a_short_year_is_the_latest_that_is_past() -> None:
    assert found("født 1.1.26, født 1.1.27", Kind.BIRTH_DATE) == [("1.1.26", "2026-01-01"), ("1.1.27", "1927-01-01")]


def test_29_february_takes_the_century_that_has_one() -> None:
    assert found("født 29.02.00", Kind.BIRTH_DATE) == [("29.02.00", "2000-02-29")]


OTHERS = [
    (Kind.ACCOUNT, "Konto {}", "1234-0123456789", "1234-0123456789"),
    (Kind.ACCOUNT, "Kontonr.: {}", "1234 0123456789", "1234-0123456789"),
    (Kind.ACCOUNT, "NemKonto: {}.", "1234 123456", "1234-0000123456"),
    (Kind.ACCOUNT, "Reg.nr. {}", "1234 kontonr. 0123456789", "1234-0123456789"),
    (Kind.ACCOUNT, "Reg.nr.: {}", "1234\nKontonr.: 123456789", "1234-0123456789"),
    (Kind.ACCOUNT, "konto {}", "12340123456789", "1234-0123456789"),
    (Kind.ACCOUNT, "kontonummer {}", "0123456789", "0123456789"),
    (Kind.IBAN, "IBAN {}", "DK5000400440116243", "DK5000400440116243"),
    (Kind.IBAN, "{}.", "DK50 0040 0440 1162 43", "DK5000400440116243"),
    (Kind.IBAN, "iban: {}", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    (Kind.PLATE, "Bil {}", "AB 12 345", "AB12345"),
    (Kind.PLATE, "Nummerplade: {}", "AB12345", "AB12345"),
    (Kind.PLATE, "{}", "AB 12 345", "AB12345"),
    (Kind.PLATE, "reg.nr. {}", "ab 12345", "AB12345"),
    (Kind.MATRIKEL, "{}", "12a, Aalborg Bygrunde", "12a aalborg bygrunde"),
    (Kind.MATRIKEL, "matr.nr. {} er solgt", "7 ab Hasseris By", "7ab hasseris by"),
    (Kind.MATRIKEL, "Matrikelnr. {}.", "12 Nørre Tranders", "12 nørre tranders"),
    (Kind.CASE_NUMBER, "Sagsnr. {}", "27.18.00-G01-12-24", "27.18.00-G01-12-24"),
    (Kind.CASE_NUMBER, "{}", "27.18.00-G01-12-24", "27.18.00-G01-12-24"),
    (Kind.CASE_NUMBER, "sag {}", "2024-000123", "2024-000123"),
    (Kind.CASE_NUMBER, "J.nr. {}", "24/12345", "24/12345"),
    (Kind.CASE_NUMBER, "sags-id: {}.", "EMN-2024-00123", "EMN-2024-00123"),
    (Kind.PASSPORT, "Pasnr. {}", "201234567", "201234567"),
    (Kind.PASSPORT, "pas nr.: {}", "AB1234567", "AB1234567"),
    (Kind.PASSPORT, "pas nr.: {}", "CD123456", "CD123456"),
    (Kind.PASSPORT, "Rejsepas: {}", "C01X00T47", "C01X00T47"),
    (Kind.DRIVING_LICENCE, "Førerkort: {}", "12345678", "12345678"),
    (Kind.MATRIKEL, "matr.nr. {}", "7b, Sulsted By, Sulsted", "7b sulsted by, sulsted"),
    (Kind.MATRIKEL, "matr.nr. {}", "2c m.fl. Skagen Markjorder", "2c skagen markjorder"),
    (Kind.CASE_NUMBER, "Vor ref.: {}", "25/10734", "25/10734"),
    (Kind.ACCOUNT, "Reg. {}", "7044\nKonto\n0123456789", "7044-0123456789"),
    (Kind.DRIVING_LICENCE, "Kørekortnr. {}", "12345678", "12345678"),
    (Kind.CVR, "CVR-nr. {}", "10150817", "10150817"),
    (Kind.CVR, "CVR {}", "10 15 08 17", "10150817"),
    (Kind.PROTECTED, "Hun har {}.", "adressebeskyttelse", "address"),
    (Kind.PROTECTED, "{}", "Navne- og adressebeskyttet", "name and address"),
    (Kind.PROTECTED, "OBS: {}", "HEMMELIG ADRESSE", "address"),
]


@pytest.mark.parametrize(("kind", "text", "written", "key"), OTHERS)
def test_an_identifier_is_found(kind: Kind, text: str, written: str, key: str) -> None:
    assert found(text.format(written), kind) == [(written, key)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.IBAN, "IBAN DK51 0040 0440 1162 43"),
        (Kind.PLATE, "Standarden EN 12345"),
        (Kind.PLATE, "xAB12345"),
        (Kind.CVR, "Tlf. 10150817"),
        (Kind.PROTECTED, "Hun har ikke adressebeskyttelse"),
        (Kind.PROTECTED, "Adressebeskyttelse: Nej"),
        (Kind.PROTECTED, "databeskyttelse"),
        (Kind.MATRIKEL, "5 Danske Bønder"),
        (Kind.CASE_NUMBER, "Skoleåret 2024-2025"),
        (Kind.PASSPORT, "Ordrenr. 201234567"),
        (Kind.ACCOUNT, "Sag 2024-000123"),
    ],
)
def test_a_look_alike_is_not_believed(kind: Kind, text: str) -> None:
    assert found(text, kind) == []


def test_the_number_in_a_passport_s_machine_readable_zone_is_found() -> None:
    # The specimen of ICAO Doc 9303, part 4, appendix A.
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    (finding,) = [f for f in DETECTORS.detect(zone) if f.kind is Kind.PASSPORT]
    assert (finding.span.of(zone), finding.key) == ("L898902C3", "L898902C3")
    assert "passport.zone.check" in [e.rule for e in finding.evidence]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Navn: Anders Bo Jensen, adressebeskyttet\nNavn: Mette Lund Holm", "Anders Bo Jensen"),
        ("Adressebeskyttet: Mette Lund Holm", "Mette Lund Holm"),
        ("Anders Bo Jensen\n010130-4123\nHemmelig adresse\n\nMette Lund Holm", "010130-4123"),
        ("Anders Bo Jensen\n\nHar hemmelig adresse", None),
        ("Hemmelig adresse", None),
    ],
)
def test_a_marker_of_protection_concerns_the_person_it_stands_beside(text: str, person: str | None) -> None:
    findings = Detectors(today=TODAY, kinds=frozenset({Kind.NAME, Kind.CPR, Kind.PROTECTED})).detect(text)
    (marker,) = [f for f in findings if f.kind is Kind.PROTECTED]
    found = concerned(marker, findings, text)
    assert (found.span.of(text) if found else None) == person


def test_a_passport_may_have_a_number_in_a_sentence() -> None:
    text = "Hendes pas har nummer 209876543."
    assert [(f.kind, f.key) for f in Detectors(today=TODAY).detect(text)] == [(Kind.PASSPORT, "209876543")]

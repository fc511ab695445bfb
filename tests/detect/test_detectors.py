"""Each detector keeps the contract, and together they keep the more certain of what overlaps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from dsar.detect import Detectors, detect
from dsar.detect.account import AccountDetector
from dsar.detect.birth_date import BirthDateDetector
from dsar.detect.case_number import CaseNumberDetector
from dsar.detect.cpr import CprDetector
from dsar.detect.cvr import CvrDetector
from dsar.detect.detector import Detector
from dsar.detect.documents import DocumentDetector
from dsar.detect.email import EmailDetector
from dsar.detect.iban import IbanDetector
from dsar.detect.labels import Labels
from dsar.detect.matrikel import MatrikelDetector
from dsar.detect.overlaps import resolve
from dsar.detect.phone import PhoneDetector
from dsar.detect.plate import PlateDetector
from dsar.detect.protected import ProtectedDetector
from dsar.detect.weights import Weigher
from dsar.detect.words import Words
from dsar.model import Evidence, Finding, Kind, Span
from dsar.words import EVIDENCE
from tests.contract.detector import TEXTS, DetectorContract, ReferenceDetector
from tests.cpr_numbers import TODAY

IDENTIFIERS = frozenset(Kind) - {Kind.NAME, Kind.ADDRESS}
WEIGHER, LABELS, WORDS = Weigher.load(), Labels(), Words()
DETECTORS: dict[str, tuple[Detector, str]] = {
    "reference": (ReferenceDetector(), "a@b"),
    "cpr": (CprDetector(today=TODAY, weigher=WEIGHER, labels=LABELS), "CPR 010130-4123"),
    "birth_date": (
        BirthDateDetector(today=TODAY, weigher=WEIGHER, labels=LABELS, words=WORDS),
        "Født den 1. januar 1990",
    ),
    "email": (EmailDetector(weigher=WEIGHER), "abj@example.dk"),
    "phone": (PhoneDetector(weigher=WEIGHER, labels=LABELS), "Tlf. 22 34 56 78"),
    "account": (AccountDetector(weigher=WEIGHER, labels=LABELS), "Konto 1234-0123456789"),
    "iban": (IbanDetector(weigher=WEIGHER, labels=LABELS), "IBAN DK50 0040 0440 1162 43"),
    "plate": (PlateDetector(weigher=WEIGHER, labels=LABELS, words=WORDS), "Bil AB 12 345"),
    "matrikel": (MatrikelDetector(weigher=WEIGHER, labels=LABELS, words=WORDS), "Matr.nr. 12a, Aalborg Bygrunde"),
    "case_number": (CaseNumberDetector(weigher=WEIGHER, labels=LABELS), "Sagsnr. 27.18.00-G01-12-24"),
    "documents": (DocumentDetector(weigher=WEIGHER, labels=LABELS), "Pasnr. 201234567"),
    "cvr": (CvrDetector(weigher=WEIGHER, labels=LABELS), "CVR-nr. 10150817"),
    "protected": (ProtectedDetector(weigher=WEIGHER, words=WORDS), "Hun er adressebeskyttet."),
}


class TestEachDetector(DetectorContract):
    @pytest.fixture(scope="class", params=DETECTORS)
    @classmethod
    def name(cls, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls, name: str) -> Detector:
        return DETECTORS[name][0]

    @pytest.fixture
    def example(self, name: str) -> str:
        return DETECTORS[name][1]


def finding(kind: Kind, start: int, end: int, weight: float) -> Finding:
    return Finding(kind, Span(start, end), "x", (Evidence(f"{kind}.form", weight),))


def test_of_two_that_overlap_the_more_certain_stays() -> None:
    phone, iban = finding(Kind.PHONE, 5, 15, 1.0), finding(Kind.IBAN, 0, 20, 3.0)
    assert resolve([phone, iban]) == [iban]


@pytest.mark.parametrize(
    "text", ["Overfør til 6012 1503451230 i dag.", "tlf. 15 03 45 12 30", "konto 1503451230", "faktura 150345-1230"]
)
def test_a_cpr_number_is_never_dropped_for_another_kind(text: str) -> None:
    found = Detectors(today=TODAY).detect(text)
    (number,) = (f for f in found if f.kind is Kind.CPR)
    assert number.key == "1503451230"
    rivals = [f for f in found if f.kind is not Kind.CPR and f.span.overlaps(number.span)]
    assert all(number.score <= 1 - rival.score + 1e-9 for rival in rivals)


def test_one_that_overlaps_only_what_was_dropped_stays() -> None:
    first, middle, last = (
        finding(Kind.PHONE, 0, 5, 2.0), finding(Kind.ACCOUNT, 4, 9, 1.0), finding(Kind.CVR, 8, 12, 0.0)
    )  # fmt: skip
    assert resolve([middle, last, first]) == [first, last]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Anders Ravn 25313763", [Kind.CVR, Kind.PHONE]),
        ("25313763", [Kind.CVR, Kind.PHONE]),
        ("CVR 25313763", [Kind.CVR]),
        ("Tlf. 25313763", [Kind.PHONE]),
    ],
)
def test_digits_that_may_be_a_company_s_or_a_telephone_number_are_both_unless_a_label_decides(
    text: str, kinds: list[Kind]
) -> None:
    found = Detectors(today=TODAY, kinds=frozenset({Kind.CVR, Kind.PHONE})).detect(text)
    assert [f.kind for f in found] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Navn: Ib\nFødselsdato: 110565\nLøbenr: 9959",
        "Født: 11-05-1965\nLøbenr.: 9959",
        "Personnummer | 110565 | Løbenr. | 9959",
    ],
)
def test_a_number_in_two_cells_is_one_finding_and_its_date_none_beside_it(text: str) -> None:
    found = Detectors(today=TODAY, kinds=frozenset({Kind.CPR, Kind.BIRTH_DATE})).detect(text)
    assert [(f.kind, f.key) for f in found] == [(Kind.CPR, "1105659959")]


def test_a_date_stays_beside_a_number_that_is_not_sure() -> None:
    number, born = finding(Kind.CPR, 0, 20, 1.0), finding(Kind.BIRTH_DATE, 0, 6, 5.0)
    assert resolve([number, born]) == [born, number]


def test_a_name_inside_an_address_stays() -> None:
    name, address = finding(Kind.NAME, 4, 12, 1.0), finding(Kind.ADDRESS, 0, 30, 3.0)
    assert resolve([name, address]) == [address, name]


def test_two_of_one_kind_do_not_both_stay() -> None:
    assert resolve([finding(Kind.NAME, 0, 5, 1.0), finding(Kind.NAME, 3, 9, 2.0)]) == [finding(Kind.NAME, 3, 9, 2.0)]


def test_a_long_chain_of_overlaps_is_resolved() -> None:
    chain = [finding(kind, 3 * n, 3 * n + 4, 1.0) for n in range(30_000) for kind in (Kind.PHONE, Kind.IBAN)]
    assert len(resolve(chain)) == 15_000


def test_only_the_wanted_kinds_are_found() -> None:
    text = "CPR 010130-4123, tlf. 22 34 56 78"
    assert [f.kind for f in detect(text, today=TODAY, kinds=frozenset({Kind.PHONE}))] == [Kind.PHONE]


def test_a_passport_is_found_without_asking_for_driving_licences() -> None:
    text = "Pasnr. 201234567, kørekortnr. 12345678"
    assert [f.kind for f in detect(text, today=TODAY, kinds=frozenset({Kind.PASSPORT}))] == [Kind.PASSPORT]


def test_the_numbers_of_a_letter_are_found_in_order() -> None:
    text = (
        "Vedr. CPR 010130-4123 (f. 1. januar 2030)\nTlf. 22 34 56 78, abj@example.dk\n"
        "Reg.nr. 1234 konto 0123456789, IBAN DK50 0040 0440 1162 43\nCVR-nr. 10150817, sagsnr. 2024-000123"
    )
    assert [(f.kind, f.key) for f in detect(text, today=date(2040, 1, 1), kinds=IDENTIFIERS)] == [
        (Kind.CPR, "0101304123"),
        (Kind.BIRTH_DATE, "2030-01-01"),
        (Kind.PHONE, "+4522345678"),
        (Kind.EMAIL, "abj@example.dk"),
        (Kind.ACCOUNT, "1234-0123456789"),
        (Kind.IBAN, "DK5000400440116243"),
        (Kind.CVR, "10150817"),
        (Kind.CASE_NUMBER, "2024-000123"),
    ]


@given(text=TEXTS)
def test_each_rule_of_evidence_has_a_danish_phrase(text: str) -> None:
    for found in ALL.detect(text):
        assert {e.rule for e in found.evidence} <= EVIDENCE.keys()


def test_each_fitted_weight_has_a_danish_phrase() -> None:
    assert set(Weigher.load().rules) <= EVIDENCE.keys()


ALL = Detectors(today=TODAY, kinds=IDENTIFIERS)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Adresse: Stengade 12, 3. th., 2200 København N", []),
        ("Gudrun Esbensen;Toften 4;8370;Hadsten", ["Gudrun Esbensen"]),
        ("c/o Jens Holm, Langs Hegnet 22, 9000 Aalborg", ["Jens Holm"]),
    ],
)
def test_the_street_and_the_town_of_an_address_are_no_names(text: str, names: list[str]) -> None:
    detectors = Detectors(today=TODAY, kinds=frozenset({Kind.NAME, Kind.ADDRESS}), thorough=True)
    assert [f.span.of(text) for f in detectors.detect(text) if f.kind is Kind.NAME] == names

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.addresses import AddressDetector
from dsar.detect.detector import Detector
from dsar.model import Kind
from tests.contract.detector import DetectorContract

DETECTOR = AddressDetector()

# text, what is found of it (⟪…⟫), key. The forms are those of DATA.md.
ADDRESSES = [
    ("⟪Vestergade 12, 2. tv, 9000 Aalborg⟫", "vestergade|12|9000|2|tv"),
    ("⟪Vestergade 12, 2.tv⟫", "vestergade|12||2|tv"),
    ("Bor ⟪Gammel Kongevej 88B, st. th., 1850 Frederiksberg C⟫ nu", "gammel kongevej|88b|1850|st|th"),
    ("⟪Gl. Kongevej 14-16, DK-1850 Frederiksberg C⟫", "gammel kongevej|14-16|1850"),
    ("⟪Vesterg. 12, 9000 Aalborg⟫", "vestergade|12|9000"),
    ("på ⟪Bag Haverne 3⟫.", "bag haverne|3|"),
    ("bor på ⟪vestergade 12 st tv 9000 aalborg⟫", "vestergade|12|9000|st|tv"),
    ("⟪VESTERGADE 12 A, 9000 AALBORG⟫", "vestergade|12a|9000"),
    ("boligen på ⟪gl. lufthavnsvej 3, 1. sal⟫ er tom", "gammel lufthavnsvej|3||1"),
    ("indbrud i huset ⟪klitrosevej 11, lønstrup, 9800 hjørring⟫.", "klitrosevej|11|9800"),
    ("der graves ved ⟪hobrovej 12⟫, tak for sidst, vi ses", "hobrovej|12|"),
    ("Adresse: ⟪Vestergade 12\nPostnr: 9000\nBy: Aalborg⟫", "vestergade|12|9000"),
    ("Vejnavn: ⟪Vestergade\nHusnr: 12\nEtage: 2\nDør: tv\nPostnr. og by: 9000, Aalborg⟫", "vestergade|12|9000|2|tv"),
    ("Anders Jensen\n⟪Niels Juels Vej 5, 1. sal\nVesterhede\n8600 Silkeborg⟫", "niels juels vej|5|8600|1"),
    ("c/o Jensen, ⟪H.C. Andersens Boulevard 12, kl., Aalborg 9000⟫", "h.c. andersens boulevard|12|9000|kl"),
    ("i ⟪Torup 12, 9460 Brovst⟫ før", "torup|12|9460"),
    ("⟪Skt. Pauls Gade 20, 3. mf., 8000 Aarhus C⟫", "sankt pauls gade|20|8000|3|mf"),
    ("⟪Dr. Margrethes Vej 45, 8200 Aarhus N⟫", "dr. margrethes vej|45|8200"),
    ("⟪Sønder Alle 12, 3 th, 8000 Århus C⟫", "sønder allé|12|8000|3|th"),
    ("⟪Bredgade 3, 2 sal, dør 5, 1260 Kbh. K⟫", "bredgade|3|1260|2|5"),
    ("⟪Ågade 5, kld., 2200 København N⟫", "ågade|5|2200|kl"),
    ("⟪Vestergade 12 lejl. 4, 9000 Aalborg⟫", "vestergade|12|9000||4"),
    ("⟪Søndergade 3, Brovst⟫", "søndergade|3|9460"),
    ("⟪Vestergade 12, Postboks 99, 9000 Aalborg⟫", "vestergade|12|9000"),
    ("⟪Vestergade nr. 12⟫", "vestergade|12|"),
    ("⟪Vestergade 12 · 9000 Aalborg⟫", "vestergade|12|9000"),
    ("⟪Rødovre Parkvej 150, 2610⟫", "rødovre parkvej|150|2610"),
    ("⟪Hovedgaden 3⟫\n9999 Ukendtby", "hovedgaden|3|"),
    ("⟪Lærkevej 7, Sdr. Felding, 7280 Sønder Felding⟫", "lærkevej|7|7280"),
    ("⟪Ågade 9, 4, lejl. 11, 9000 Aalborg⟫", "ågade|9|9000|4|11"),
    ("på ⟪Gl. Møllegades Passage 6⟫ i dag", "gammel møllegades passage|6|"),
    ("Adresse\n⟪Lærkevej 7\nPostnr./by\n7280 Sønder Felding⟫", "lærkevej|7|7280"),
    ("⟪Ågade 9 dør 3⟫", "ågade|9|||3"),
    ("⟪Vestergade 12 Hasseris 9000 Aalborg⟫", "vestergade|12|9000"),
    ("⟪Vestergade 12, 2. sal t.h., 9000 Aalborg⟫ kl. 9", "vestergade|12|9000|2|th"),
    ("hos Ib, ⟪P. Knudsens Gade 71 2tv 2450 København SV⟫", "p. knudsens gade|71|2450|2|tv"),
    ("⟪Vestergade 12 B, 2. 4., 9000 Aalborg⟫", "vestergade|12b|9000|2|4"),
    ("⟪Vestergade 12, 1-3, 9000 Aalborg⟫", "vestergade|12|9000|1|3"),
    ("⟪Vestergade 12, 1. sal, værelse 4, 9000 Aalborg⟫", "vestergade|12|9000|1|4"),
    ("⟪Industrivej Syd 4 B, port 7, 7400 Herning⟫", "industrivej syd|4b|7400||7"),
    ("⟪Vestergade 12, vær. 14, 9000 Aalborg⟫", "vestergade|12|9000||14"),
    ("⟪Vestergade 12 o.g., 9000 Aalborg⟫", "vestergade|12|9000||o.g"),
    ("Ejendommen ⟪Bag Haverne 3, 4600 Køge⟫ er set", "bag haverne|3|4600"),
    ("Dødsboet ⟪Toften 1, 9000 Aalborg⟫", "toften|1|9000"),
    ("⟪Ø. Snede Bygade 8, Ø. Snede, 7120 Vejle Øst⟫", "ø. snede bygade|8|7120"),
    ("⟪Ved Søen 8\nBryrup\n8654 Bryrup⟫", "ved søen|8|8654"),
    # homes with a name and no number
    ("Han bor på ⟪Nørregård, Tved⟫.", "nørregård||"),
    ("Boende ⟪Kildegården, Ø. Alling⟫ i dag", "kildegården||"),
    ("Adressen er ⟪Sønder Elkjær, 9640 Farsø⟫.", "sønder elkjær||9640"),
    ("Oda Riis\n⟪Bakkely\n8544 Mørke⟫", "bakkely||8544"),
    ("Familien ejer ⟪Stensbækgård⟫ på 40 ha", "stensbækgård||"),
    # what is written behind a house, and a label without a colon
    ("bor ⟪Torvegade 2, st.⟫, 26 10 44 58", "torvegade|2||st"),
    ("x ⟪Lupinvej 11⟫ | 4.200", "lupinvej|11|"),
    ("⟪Torvegade 2⟫ 1.200 kr.", "torvegade|2|"),
    ("⟪Solgavevej 4, bolig 21, 8464 Galten⟫", "solgavevej|4|8464||21"),
    ("⟪Solgavevej 4, bolig nr. 21B, 8464 Galten⟫", "solgavevej|4|8464||21b"),
    ("⟪Solgavevej 4, lejl. A, 8464 Galten⟫", "solgavevej|4|8464||a"),
    ("⟪Solgavevej 4, opgang B, 8464 Galten⟫", "solgavevej|4|8464"),
    ("⟪Solgavevej 4, blok 3, 2. tv, 8464 Galten⟫", "solgavevej|4|8464|2|tv"),
    ("Mød op på ⟪Solgavevej 4⟫, hus 4 er lukket", "solgavevej|4|"),
    ("Adresse ⟪Nørremarken 9   8765 Klovborg⟫", "nørremarken|9|8765"),
    ("⟪Havnevej 3;8900;Randers C⟫;4300", "havnevej|3|8900"),
    ("⟪H.C. Ørsteds Vej 50 E, kld., 1879 Frb. C⟫", "h.c. ørsteds vej|50e|1879|kl"),
    # in a table's columns, and over line ends
    ("Ib Lykke;⟪Solbakken;17;8600;Silkeborg⟫", "solbakken|17|8600"),
    ("Navn\tVej\tNr\tPostnr\tBy\nEva\t⟪Skt. Jørgens Gade\t3B\t5000\tOdense C⟫", "sankt jørgens gade|3b|5000"),
    ("Mona | ⟪Vestervang | 40 | 3. tv | 8000 | Aarhus C⟫ | ja", "vestervang|40|8000|3|tv"),
    ("Eva;⟪Havnevej;2;;4850;Stubbekøbing⟫;4", "havnevej|2|4850"),
    ("Adresse: ⟪Tordenskjoldsgade\n21, 3. th\n8200 Aarhus N⟫", "tordenskjoldsgade|21|8200|3|th"),
    ("bor på ⟪Søndre\nRingvej 40, 9300 Sæby⟫ nu", "søndre ringvej|40|9300"),
    ("hos ⟪Holger Danskes\nVej 3, 9300 Sæby⟫ nu", "holger danskes vej|3|9300"),
]

NO_ADDRESSES = [
    "Sag nr. 12 og side 4 af 12",
    "I alt 12 personer. Antal 14. Uge 12. Den 5. maj 2022. Stk. 3",
    "Vej 12 blev lukket, og Kl. 14 kom Skoven 12 mennesker nærmere",
    "Vestergade i Aalborg er lukket",
    "Borgeren ringede 12 gange til kommunen",
    "Postboks 99, 9000 Aalborg",
    "9000 Aalborg",
    "Afsnit 3, 9000 Aalborg",
    "Hjælp til Børnenes Led 3 dage",
    "Der kom til mødet i Skolegade\n12 personer og 3 hunde",
    "Skolegade;12;450,00\nKirkevej;4;380,50",
    "Kulturhuset, 9000 Aalborg og Nørgaard, 8600 Silkeborg",
    "Efter Skovgaard, Hobro er der læst op. Møllegård er et ord.",
    "Rådhuset, 8800 Viborg\nKirken, 9000 Aalborg",
    "Hun er fraflyttet til Sverige 1. maj 2021 og bor på Skolevej 3. juni",
]


class TestAddressDetector(DetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> Detector:
        return DETECTOR

    @pytest.fixture
    def example(self) -> str:
        return "Vestergade 12, 2. tv, 9000 Aalborg"


@pytest.mark.parametrize(("marked", "key"), ADDRESSES, ids=[key for _, key in ADDRESSES])
def test_an_address_is_found_at_its_span_with_its_normal_form(marked: str, key: str) -> None:
    text = marked.replace("⟪", "").replace("⟫", "")
    found = [(f.span.of(text), f.key) for f in DETECTOR.detect(text)]
    assert found == [(marked.partition("⟪")[2].partition("⟫")[0], key)]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_has_no_street_and_number_is_no_address(text: str) -> None:
    assert list(DETECTOR.detect(text)) == []


def test_two_addresses_in_a_sentence_are_two() -> None:
    text = "Fra Møllevej 3, 9493 Saltum til Søvej 5, 9492 Blokhus."
    assert [f.key for f in DETECTOR.detect(text)] == ["møllevej|3|9493", "søvej|5|9492"]


def test_a_label_speaks_for_a_street_that_is_on_no_list() -> None:
    text = "Adresse: Xylofonskov 7"
    assert [f.span.of(text) for f in DETECTOR.detect(text)] == ["Xylofonskov 7"]


STEMS = st.sampled_from(["Vester", "Mølle", "Lærke", "Kirke", "Ny", "Fabriks", "Ane Katrines "])
STREETS = st.builds(
    lambda stem, end: stem + (end.capitalize() if stem[-1] == " " else end),
    STEMS,
    st.sampled_from(["gade", "vej", "allé", "vænget"]),
)
FLOORS = st.sampled_from(["", ", 2. tv", ", st. th.", " 3.mf", ", 1. sal", ", kl."])
TOWNS = st.sampled_from(["9000 Aalborg", "8600 Silkeborg", "1850 Frederiksberg C", "DK-6760 Ribe"])
GAPS = st.sampled_from([", ", "\n", " "])


@given(
    street=STREETS,
    number=st.integers(1, 399),
    letter=st.sampled_from(["", "A", "b"]),
    floor=FLOORS,
    gap=GAPS,
    town=TOWNS,
)
def test_any_address_in_neutral_text_is_found_whole(
    street: str, number: int, letter: str, floor: str, gap: str, town: str
) -> None:
    address = f"{street} {number}{letter}{floor}{gap}{town}"
    text = f"Sagen om {address}, som er lukket."
    (found,) = DETECTOR.detect(text)
    assert found.span.of(text) == address
    assert found.kind is Kind.ADDRESS
    assert found.key.startswith(f"{street.lower()}|{number}{letter.lower()}|{town.removeprefix('DK-')[:4]}")

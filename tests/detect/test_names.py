from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.detector import Detector
from dsar.detect.names import NameDetector
from dsar.words import EVIDENCE
from tests.contract.detector import DetectorContract

QUICK = NameDetector()
THOROUGH = NameDetector(thorough=True)
MARKED = re.compile("⟦([^⟧]*)⟧")

# text with ⟦name⟧, keys. Found by rules alone, and by rules with the tagger.
BOTH = [
    ("Der blev afholdt møde med ⟦Anders Bo Jensen⟧ i går.", ["anders bo jensen"]),
    ("⟦Mette Kirstine Hansen⟧ har søgt om hjælp.", ["mette kirstine hansen"]),
    ("Sagsbehandler ⟦Lone Bech-Nielsen⟧ ringede.", ["lone bech-nielsen"]),
    ("Vi har modtaget ⟦Peter Hansens⟧ klage.", ["peter hansen"]),
    ("Ifølge ⟦Lars Jens Hansen⟧ er det sådan.", ["lars jens hansen"]),
    ("Kontrakten med ⟦A. B. Jensen⟧ er underskrevet.", ["a. b. jensen"]),
    ("Skødet med ⟦Hans P. Olsen⟧ er tinglyst.", ["hans p. olsen"]),
    ("Hun mødte ⟦Otto von Holstein⟧ og ⟦Maria de la Cruz⟧.", ["otto von holstein", "maria de la cruz"]),
    ("⟦Jensen, Anders Bo⟧", ["anders bo jensen"]),
    ("⟦Jensen, Anders⟧; ⟦Hansen, Mette⟧", ["anders jensen", "mette hansen"]),
    ("⟦JENSEN Anders⟧", ["anders jensen"]),
    ("Fornavn: ⟦Anders⟧\nEfternavn: ⟦Storm⟧", ["anders", "storm"]),
    ("Navn: ⟦Storm Holm⟧\nBy: Brovst", ["storm holm"]),
    ("Vedr. sag om ⟦Anders\nJensen⟧ fra 2012", ["anders jensen"]),
    ("⟦Anders Jensen⟧ kom. Senere gik ⟦Jensen⟧ igen.", ["anders jensen", "jensen"]),
    ("⟦Mohammed Al-Hassan⟧ taler arabisk.", ["mohammed al-hassan"]),
    ("Mødet med fru ⟦Jensen⟧ er flyttet.", ["jensen"]),
    # behind a comma: who goes, lives or works there
    ("⟦Anders Bo Jensen⟧, Vestskolen: 34 dage.", ["anders bo jensen"]),
    ("⟦Anders Bo Jensen⟧, Plejehjemmet Solgården: syg.", ["anders bo jensen"]),
    ("⟦Anders Bo Jensen⟧, Jensens ApS, er syg.", ["anders bo jensen"]),
    ("Han kaldte sig '⟦Anders Jensen⟧' i brevet.", ["anders jensen"]),
    # a surname before first names: with a label, a list number, capitals, a tab
    ("Deltager: ⟦Skovgaard, Birgit⟧", ["birgit skovgaard"]),
    ("Til stede\n2. ⟦Kragelund, Bodil⟧ – formand", ["bodil kragelund"]),
    ("⟦VAN DER MEER, Hanne⟧", ["hanne van der meer"]),
    ("⟦Kragelund, Bodil⟧, Lærkevej 7, 7280 Sønder Felding", ["bodil kragelund"]),
    ("⟦Sørensen, Kaj⟧\tKøkken", ["kaj sørensen"]),
    ("Klient ⟦Skov, Ronja⟧ er indskrevet i dag.", ["ronja skov"]),
    ("Navn: ⟦Holm, Preben⟧ CPR: ukendt", ["preben holm"]),
    ("Deltagere: ⟦Bak, Ole⟧, ⟦Krogh, Anne⟧ og ⟦Sørensen, Jan⟧", ["ole bak", "anne krogh", "jan sørensen"]),
    ("⟦Rasmussen, Bo⟧ og ⟦Rasmussen, Eva⟧ har fælles bopæl.", ["bo rasmussen", "eva rasmussen"]),
    ("Lejer ⟦Bruun, Pia⟧ og lejer ⟦Storm, Ib⟧ har klaget.", ["pia bruun", "ib storm"]),
    ("⟦Krag, Ulla⟧/⟦Bach, Ib⟧", ["ulla krag", "ib bach"]),
    ("Udbetalt til ⟦Munk, Dorte⟧ 1.250 kr. i dag", ["dorte munk"]),
    ("Mødeleder: ⟦Thorsen, Anker⟧.", ["anker thorsen"]),
    # initials, also with a surname that is mostly a place
    ("⟦R. Dalsgård⟧ har ringet.", ["r. dalsgård"]),
    ("Notat af ⟦H.J. Gram⟧ i sagen", ["h. j. gram"]),
    ("⟦B. Toft⟧ og ⟦L. M. Brabrand⟧ deltog.", ["b. toft", "l. m. brabrand"]),
    ("Aftalt med ⟦Tom P.⟧ og ⟦Hanne V.⟧ i går", ["tom p.", "hanne v."]),
    # a rare surname after a certain first name
    ("Vi har talt med ⟦Holger Bælum⟧ om det.", ["holger bælum"]),
    ("⟦Inge Marie Vrønding⟧ har søgt om hjælp.", ["inge marie vrønding"]),
    # lone first names
    ("Hej ⟦Gudrun⟧\nTak for sidst.", ["gudrun"]),
    ("Aftalen er lavet med ⟦Ingelise⟧ i dag.", ["ingelise"]),
    ("Gruppen er ⟦Mikkel⟧, ⟦Sofie⟧, ⟦Bo⟧ og ⟦Amira⟧.", ["mikkel", "sofie", "bo", "amira"]),
    # foreign names
    ("⟦Tran Thi Linh⟧ og ⟦Ayşe Yildiz⟧ kom.", ["tran thi linh", "ayşe yildiz"]),
    ("BREVET TIL ⟦ERIK VON BÜLOW⟧ ER SENDT.", ["erik von bülow"]),
    ("Sagen om ⟦Anne-Mette af Rosenberg-Lund⟧ er lukket.", ["anne-mette af rosenberg-lund"]),
    # beside numbers, addresses of mail and other words that are no part of a name
    ("⟦Ove Lund⟧ 140680 9913", ["ove lund"]),
    ("Fra: ⟦Kurt Holm⟧ <kurt@holm.example>, tors 6/4", ["kurt holm"]),
    ("⟦Per Holm⟧ <per@holm.example>", ["per holm"]),
    ("Sagsbehandler hr. ⟦Birkholm⟧ p.v.a. ⟦Tove Dam⟧ c/o ⟦Ali Hassan⟧", ["birkholm", "tove dam", "ali hassan"]),
    ("Efternavn\n⟦Kragelund⟧\nFornavn\n⟦Bodil Marie⟧", ["kragelund", "bodil marie"]),
    ("Kaldenavn\n⟦Xenja⟧", ["xenja"]),
    ("⟦Ole Lund⟧ og ⟦Eva Holm⟧ kom. ⟦Lund⟧ er syg, og ⟦Holm⟧ afløser.", ["ole lund", "eva holm", "lund", "holm"]),
    ("Mødet var med ⟦Per⟧ og\n⟦Line⟧ eller", ["per", "line"]),
    # over a line end in a sentence and in a cell; two persons joined by a sign; a short title in capitals
    ("Borgeren ⟦Torben Højlund\nMadsen⟧ har fået afslag.", ["torben højlund madsen"]),
    ("Der er talt med ⟦Torben Højlund\nMadsen⟧ om det.", ["torben højlund madsen"]),
    ("Der er talt med ⟦Torben Højlund⟧\n⟦Karl Madsen⟧ har fået afslag", ["torben højlund", "karl madsen"]),
    ("Sagsbehandler: ⟦Signe\nLauridsen⟧\nNotat", ["signe lauridsen"]),
    ("Modtager: ⟦Jens⟧ & ⟦Mette Rosenkvist⟧", ["jens", "mette rosenkvist"]),
    ("SSA ⟦Merete⟧ og spl. ⟦Nanna⟧ har været på besøg.", ["merete", "nanna"]),
    ("⟦von Bülow, Caroline⟧ er ny formand.", ["caroline von bülow"]),
    ("Aftalen er lavet med plejehjemsassistenten ⟦Fatima⟧.", ["fatima"]),
    # small letters, announced by what stands before or known as first name and surname
    ("jeg hedder ⟦kirsten madsen⟧ og bor alene", ["kirsten madsen"]),
    ("Hej. mvh ⟦jørgen møller⟧", ["jørgen møller"]),
    ("hej ⟦pernille⟧, kan du ringe til mig", ["pernille"]),
    ("jeg skriver om ⟦ulla pedersen⟧ som er min nabo", ["ulla pedersen"]),
    ("kan du ringe til ⟦ahmed⟧ og ⟦sonja⟧ i morgen", ["ahmed", "sonja"]),
    ("borger ⟦hassan ali⟧ og hr ⟦olsen⟧ kom, ⟦jens peter⟧ er syg", ["hassan ali", "olsen", "jens peter"]),
    # a street right behind, and a neighbour's cell
    ("⟦Jens Hansen⟧ Vestergade 12 9000 Aalborg", ["jens hansen"]),
    ("Brevet sendes c/o ⟦Mette Rohde Kappel⟧ Vestergade 12, 9000 Aalborg.", ["mette rohde kappel"]),
    ("1 ⟦Bodil Ingerslev⟧ Hasselvej 3", ["bodil ingerslev"]),
    (
        "⟦Lene Hald⟧\t⟦Arne Bundgaard⟧\n⟦Mia Stokbro⟧         ⟦Karl Flindt⟧",
        ["lene hald", "arne bundgaard", "mia stokbro", "karl flindt"],
    ),
    ("⟦Emma Stald⟧ Engen 2, ⟦Ove Riber⟧ Engen 4", ["emma stald", "ove riber"]),
    ("⟦Mikkel B⟧ og ⟦Mogens T⟧ er syge.", ["mikkel b", "mogens t"]),
    # two persons joined by a sign, a greeting's line, an age, a spouse, a surname again after a title
    ("⟦Kai Lyng⟧ & ⟦Jens Hansen⟧ har klaget.", ["kai lyng", "jens hansen"]),
    ("Kære ⟦Mette Holm⟧\nRing til os i dag.", ["mette holm"]),
    ("⟦Storm⟧ (8 år) er glad for skolen.", ["storm"]),
    ("Hun er gift med ⟦Liv⟧ og bor i Viby.", ["liv"]),
    ("Hej ⟦Sol⟧\nTak for sidst.", ["sol"]),
    ("Fru ⟦Løvenskjold⟧ bor der. ⟦Løvenskjold⟧ ejer det.", ["løvenskjold", "løvenskjold"]),
    ("Sagen ⟦Mohammed Al-Jabouri⟧ mod Struer Kommune", ["mohammed al-jabouri"]),
    # months and seasons before a surname, two first names
    ("⟦Juni Madsen⟧ og ⟦April Holm⟧ har søgt.", ["juni madsen", "april holm"]),
    ("Aftalen med ⟦Hans Jørgen⟧ står ved magt.", ["hans jørgen"]),
    # letters that are no accented ones to Unicode, small and capital particles, the surname first as in Vietnam
    ("⟦İbrahim Çelik⟧ og ⟦Łukasz Zając⟧ kom.", ["i̇brahim çelik", "łukasz zając"]),
    ("⟦Trần Văn Minh⟧ og ⟦Lê Thị Mai⟧ har tolk på.", ["trần văn minh", "lê thị mai"]),
    ("⟦Abu Bakr Al Tamimi⟧ er part i sagen.", ["abu bakr al tamimi"]),
    # a surname first that is a first name too, and initials behind one
    ("Ansøger ⟦Kaya, Mehmet⟧ har fået afslag.", ["mehmet kaya"]),
    ("Kopi til ⟦Hansen, J. P.⟧ i dag.", ["j. p. hansen"]),
    # the initials of who was named, told in brackets or those of three words; of staff behind a label
    ("⟦Mona Dahl⟧ (herefter ⟦MDL⟧) klager. ⟦MDL⟧ bor alene.", ["mona dahl", "mdl", "mdl"]),
    ("⟦Ulla Bech⟧ (⟦ubh⟧) skrev. Set af ⟦ubh⟧.", ["ulla bech", "ubh", "ubh"]),
    ("⟦Jens Peter Hansen⟧ er syg. ⟦JPH⟧ kommer i morgen.", ["jens peter hansen", "jph"]),
    ("⟦Morten Holm⟧ (mor) og ⟦Frank Arendt⟧ (far) er ITX.", ["morten holm", "frank arendt"]),
    ("Sagsbehandler: ⟦JPH⟧\nStatus: OK", ["jph"]),
]

TAGGED = [
    ("Kære ⟦Mette⟧\nTak for din mail.", ["mette"]),
    ("jeg hedder ⟦mette hansen⟧ og vil gerne have svar", ["mette hansen"]),
    ("BREVET ER SENDT TIL ⟦ANDERS JENSEN⟧ I GÅR.", ["anders jensen"]),
    ("Hjemmehjælperen ⟦Fatima⟧ fortalte, at ⟦Nguyen⟧ var faldet.", ["fatima", "nguyen"]),
    ("Borgeren oplyser, at hun bor sammen med ⟦Xhevahire Gashi⟧.", ["xhevahire gashi"]),
]

NOBODY = [
    "Fakturaen fra Jensen & Søn A/S er betalt.",
    "Tilbuddet fra Anders Jensen Holding ApS er antaget.",
    "Han bor på Niels Juels Gade i byen.",
    "Tømrerfirmaet Peter Hansen har meldt afbud.",
    "Aalborg Kommune har besluttet at lukke kontoret.",
    "Sagen behandles efter lov om social service § 52.",
    "Det er en god idé, og det synes Kommunen også.",
    "Efternavn: ukendt",
    "Bil: Skoda Octavia, 2014. Hund: Bella. Kat: Felix",
    "Bilen er en Toyota Yaris, og hunden hedder Bella.",
    "Skuespillet Peer Gynt opføres i maj.",
    "I April Kvartal 2 og Juni Invest er intet nyt.",
    "Villads Munkholms Vej er lukket mellem nr. 2 og 14.",
    "Opgangen Vilhelm Thomsens Alle er aflåst.",
    "Flyttet fra Sct. Mathias Gade 9 i maj.",
    "Der graves på Steen Blichers Plads og på Valdemar den Stores Allé i dag.",
    "Møblet er fra Arne Jacobsen Design i Aarhus.",
    "Bilen står hos Mogens Madsen Auto til på mandag.",
    "Per mail fik vi svar. Line 7 udfyldes ikke. Storm og hagl er dækket.",
    "Vi har købt tre Arne Jacobsen-stole, og Rasmus-modellen er gennemgået.",
    "Jensen & Kofoed leverer. Kofoed & Sønner gør ikke.",
    "En af de gamle Panthella-lamper er gået i stykker.",
    "J.nr. 2024-0017, debitornr. 4711, Passport No 123456, IMEI 35209900, Kunde-ID 55",
    "Adressen er 8700 Horsens i dag",
    "makkerparret kom, det rene vrøvl, sagte broen og hr og fru",
    "hej med jer, tak for mailen. vi ses på mandag, hilsen os alle",
    "",
    "12 34 56 78",
]


class TestQuickNameDetector(DetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> Detector:
        return QUICK

    @pytest.fixture
    def example(self) -> str:
        return "Der er møde med Anders Jensen."


class TestThoroughNameDetector(DetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> Detector:
        return THOROUGH

    @pytest.fixture
    def example(self) -> str:
        return "Der er møde med Anders Jensen."


def found(detector: NameDetector, text: str) -> tuple[list[str], list[str]]:
    findings = list(detector.detect(text))
    return [f.span.of(text) for f in findings], [f.key for f in findings]


@pytest.mark.parametrize(("marked", "keys"), BOTH, ids=[text[:30] for text, _ in BOTH])
@pytest.mark.parametrize("detector", [QUICK, THOROUGH], ids=["quick", "thorough"])
def test_a_name_is_found_at_its_span_with_its_key(detector: NameDetector, marked: str, keys: list[str]) -> None:
    assert found(detector, MARKED.sub(r"\1", marked)) == (MARKED.findall(marked), keys)


@pytest.mark.parametrize(("marked", "keys"), TAGGED, ids=[text[:30] for text, _ in TAGGED])
def test_the_tagger_finds_a_name_by_the_words_around_it(marked: str, keys: list[str]) -> None:
    assert found(THOROUGH, MARKED.sub(r"\1", marked)) == (MARKED.findall(marked), keys)


@pytest.mark.parametrize("text", NOBODY, ids=[text[:30] for text in NOBODY])
@pytest.mark.parametrize("detector", [QUICK, THOROUGH], ids=["quick", "thorough"])
def test_what_is_named_after_a_person_is_no_person(detector: NameDetector, text: str) -> None:
    assert found(detector, text) == ([], [])


FIRST = st.sampled_from(
    [
        "Anders",
        "Mette",
        "Peter",
        "Kirsten",
        "Søren",
        "Fatima",
        "Ole",
        "Ida",
        "Mohammed",
        "Åse",
        "Jørgen",
        "Birthe",
        "Thorbjørn",
        "Amalie",
    ]
)
MIDDLE = st.sampled_from(["", "", "Bo ", "Kirk ", "Marie ", "H. ", "Bech-", "Skov "])
LAST = st.sampled_from(
    [
        "Jensen",
        "Nielsen",
        "Hansen",
        "Møller",
        "Sørensen",
        "Thomsen",
        "Nguyen",
        "Ahmed",
        "Kristoffersen",
        "Lund",
        "Holm",
        "Dahl",
    ]
)
AROUND = st.sampled_from(
    [("Der er møde med ", " i dag."), ("", " har søgt om hjælp."), ("Brevet er sendt til ", ", og sagen er lukket.")]
)


@given(first=FIRST, middle=MIDDLE, last=LAST, around=AROUND)
@pytest.mark.parametrize("detector", [QUICK, THOROUGH], ids=["quick", "thorough"])
def test_any_first_name_and_surname_in_neutral_text_is_found_whole(
    detector: NameDetector, first: str, middle: str, last: str, around: tuple[str, str]
) -> None:
    name = f"{first} {middle}{last}"
    assert found(detector, name.join(around)) == ([name], [name.lower()])


@pytest.mark.parametrize("detector", [QUICK, THOROUGH], ids=["quick", "thorough"])
def test_each_rule_has_its_danish_phrase(detector: NameDetector) -> None:
    text = "\n".join(MARKED.sub(r"\1", marked) for marked, _ in BOTH + TAGGED)
    rules = {e.rule for f in detector.detect(text) for e in f.evidence}
    assert len(rules) > 5
    assert rules <= EVIDENCE.keys()


PIECES = (
    *("Per", "Bo", "Line", "bo", "og", "hej", "Hej", "med", "Fornavn", "hansen", "Jensen", "A.", "von", "VON", "Vej"),
    *(",", ":", "\n", "12", "mail", "c/o", "\ud800", "İ", "-", "|", "9000", "Aalborg", "nr.", "s'"),
)


@given(
    words=st.lists(st.sampled_from(PIECES), max_size=20),
    gap=st.sampled_from([" ", "", "\n"]),
)
@pytest.mark.parametrize("detector", [QUICK, THOROUGH], ids=["quick", "thorough"])
def test_pieces_of_names_in_any_order_raise_nothing_and_overlap_nowhere(
    detector: NameDetector, words: list[str], gap: str
) -> None:
    spans = [f.span for f in detector.detect(gap.join(words))]
    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_more_different_words_than_are_remembered_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsar.detect.names_kinds.REMEMBERED", 3)
    monkeypatch.setattr("dsar.detect.names_runs.REMEMBERED", 3)
    text = "Kommunen skrev. Sagen lukkes. Brevet kom. Anders Jensen ringede. Mødet. Mette Hansen."
    assert found(NameDetector(), text)[1] == ["anders jensen", "mette hansen"]


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize(
    ("name", "key"),
    [("A N J A   S L O T H   K R O G H", "anja sloth krogh"), ("K a r e n  H o l m", "karen holm")],
)
def test_a_name_in_spaced_letters_is_found_where_it_is(name: str, key: str, thorough: bool) -> None:
    text = f"Vedr. {name}\nsagen"
    found = [(f.span.of(text), f.key) for f in NameDetector(thorough=thorough).detect(text) if f.score >= 0.5]
    assert found == [(name, key)]


def test_a_heading_in_spaced_letters_is_no_name() -> None:
    assert [f for f in NameDetector().detect("R E F E R A T   A F   M Ø D E") if f.score >= 0.5] == []


@pytest.mark.parametrize(
    "text", ["NAVN: KJAER,JOERGEN", "Jensen,Anders;010190-1234", "Navn: Sørensen,Lise-Lotte\nBy: Aars"]
)
def test_a_surname_and_a_first_name_with_a_comma_and_no_space_are_one_name(text: str) -> None:
    (found,) = NameDetector().detect(text)
    assert "," in found.span.of(text)
    assert found.score > 0.5


@pytest.mark.parametrize("text", ["Aalborg,Hobro\n", "Kage,Te,Kaffe\n", "Jens,Hansen\n"])
def test_other_words_with_a_comma_and_no_space_are_not(text: str) -> None:
    assert all("," not in found.span.of(text) for found in NameDetector().detect(text))

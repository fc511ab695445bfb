"""Names in text: every way of writing one is found, and its place and weight are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.mentions import Mention, mentions
from dsar.find.person import Person, full_name
from dsar.find.reading import words_of
from dsar.find.spelling import Fit, spellings
from dsar.model import Level, Span, Subject
from tests.find.people import ask, item, subject

LEXICON = Lexicon()
ANDERS = Person(Subject(names=("Anders Bo Jensen",), former_names=("Anders Bo Larsen",)), LEXICON)


def read(text: str, person: Person = ANDERS) -> list[Mention]:
    return mentions(text, words_of(text), person)


def seen(text: str, person: Person = ANDERS) -> list[tuple[str, str]]:
    return [(m.rule, m.whole.of(text)) for m in read(text, person)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hr. Anders Bo Jensen, Vestergade", [("name.full", "Anders Bo Jensen")]),
        ("ANDERS JENSEN", [("name.dropped", "ANDERS JENSEN")]),
        ("anders jensen", [("name.dropped", "anders jensen")]),
        ("Jensen, Anders Bo", [("name.full", "Jensen, Anders Bo")]),
        ("JENSEN Anders", [("name.dropped", "JENSEN Anders")]),
        ("Anders\u00a0Jensen", [("name.dropped", "Anders\u00a0Jensen")]),
        ("Anders\nJensen", [("name.dropped", "Anders\nJensen")]),
        ("Jen\u00adsen, Anders", [("name.dropped", "Jen\u00adsen, Anders")]),
        ("A. B. Jensen", [("name.initials", "A. B. Jensen")]),
        ("AB Jensen", [("name.initials", "AB Jensen")]),
        ("Anders B. Jensen", [("name.dropped", "Anders B. Jensen")]),
        ("Anders P. Jensen", [("name.extra", "Anders P. Jensen")]),
        ("Anders Skov Jensen", [("name.extra", "Anders Skov Jensen")]),
        ("Anders Larsen", [("name.former", "Anders Larsen")]),
        ("Bo Jensen", [("name.middle", "Bo Jensen")]),
        ("Anders og Mette Jensen", [("name.couple", "Anders og Mette Jensen")]),
        ("Anders & Mette Jensen", [("name.couple", "Anders & Mette Jensen")]),
        ("Andres Jensen", [("name.misspelled", "Andres Jensen")]),
        ("Anders Jenssen", [("name.variant", "Anders Jenssen")]),
        ("anders.jensen@example.dk", [("name.dropped", "anders.jensen")]),
        ("familien Jensen", [("name.part", "Jensen")]),
        ("Anders Nielsen og Peter Jensen", [("name.part", "Anders"), ("name.part", "Jensen")]),
        ("Peter Jensen, Anders Holm", [("name.part", "Jensen"), ("name.part", "Anders")]),
        ("jensen", []),
        ("Andersen Jensensen", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Søren Ågård", "Soeren Aagaard"),
        ("Søren Ågård", "Soren Agard"),
        ("Kirsten Kjær", "Kirstine Kjær"),
        ("Christian Lund", "Kristian Lund"),
        ("Sofie Møller", "Sophie Moeller"),
        ("Jakob Schmidt", "Jacob Schmidt"),
        ("Mette Petersen", "Mette Pedersen"),
        ("Kasper Winther", "Casper Vinter"),
        ("Anne-Mette Bech-Larsen", "Anne Mette Bech Larsen"),
        ("Anne-Mette Bech-Larsen", "Annemette Larsen"),
        ("Anne-Mette Bech-Larsen", "Bech-Larsen, Anne-Mette"),
        ("Anders von Hadeln", "Anders Hadeln"),
        ("Anders von Hadeln", "senest af Anders\nvon Hadeln"),
        ("Anders von Hadeln", "A. v. Hadeln"),
        ("Karl Åge af Rævdal", "K. Å. a. Rævdal"),
        ("Mohammad Karimi", "Muhammed Karimi"),
        ("Łukasz Wrzosek", "Lukasz Wrzosek"),
        ("Özgür Yıldırım", "Özgür Yildirim"),
        ("Nguyen Van Thanh", "Thanh Nguyen"),
        ("Maria de la Cruz", "Maria Cruz"),
        ("Lone Dalsgaard-Holm", "Dalsgaard-Holm, Lone"),
    ],
)
def test_a_name_is_found_in_its_other_spellings(name: str, text: str) -> None:
    person = Person(Subject(names=(name,)), LEXICON)
    assert [m for m in read(text, person) if not m.bare], text


def test_first_name_and_surname_in_columns_of_their_own_are_one_name() -> None:
    text = "Efternavn: Jensen\nBeløb: 12\nFornavn: Anders Bo"
    (mention,) = read(text)
    assert mention.rule == "name.full"
    assert [span.of(text) for span in mention.spans] == ["Jensen", "Anders Bo"]


def test_a_rare_name_weighs_more_than_a_common_one_and_a_slip_less_than_the_name() -> None:
    rare = Person(Subject(names=("Anders Stejlbjerg",)), LEXICON)
    (exact,), (slip,), (common,) = (
        read("Anders Stejlbjerg", rare),
        read("Anders Stejlbejrg", rare),
        read("Anders Jensen"),
    )
    assert exact.weight > slip.weight
    assert exact.weight > common.weight


def test_somebody_elses_name_one_letter_away_is_not_a_slip() -> None:
    assert seen("Anders Jepsen") == [("name.part", "Anders")]


NAMES = st.sampled_from(["Jensen", "Ågård", "Sørensen", "Stejlbjerg", "Christensen", "Winther", "Quist", "Bæksted"])
FIRST = st.sampled_from(["Anders", "Kirsten", "Søren", "Christian", "Sophie", "Mathilde"])
AROUND = st.sampled_from(["", "Hr. ", "vedr. ", "Til ", "cpr 0101364321 ", "\n\n", "(", "tlf. 12 34 56 78, "])


@given(FIRST, NAMES, st.data(), AROUND)
def test_every_spelling_is_found_where_it_stands(first: str, last: str, data: st.DataObject, before: str) -> None:
    person = Person(Subject(names=(f"{first} {last}",)), LEXICON)
    written = [data.draw(st.sampled_from(sorted(person_spellings(person, name)))) for name in (first, last)]
    text = f"{before}{written[0].capitalize()} {written[1].capitalize()} har ringet"
    wanted = Span(len(before), len(text) - len(" har ringet"))
    assert wanted in [m.whole for m in read(text, person) if not m.bare]


def person_spellings(person: Person, name: str) -> set[str]:
    lower = name.lower()
    return {w for w, fit in spellings(lower).items() if w in person.parts and fit <= Fit.EDIT and len(w) > 3}


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_mention_lies_in_it(text: str) -> None:
    for mention in read(text):
        for span in mention.spans:
            assert 0 <= span.start < span.end <= len(text)


@given(st.text(max_size=60))
def test_any_name_is_taken_apart_or_refused(name: str) -> None:
    parts = full_name(name, former=False)
    assert parts is None or (parts.given and parts.last)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=12))
def test_a_word_is_its_own_best_spelling_and_their_number_is_bounded(word: str) -> None:
    found = spellings(word)
    assert found[word] is Fit.EXACT
    assert len(found) < 100_000  # many letters that are written in several ways


def test_the_spellings_are_the_same_in_every_process() -> None:
    same = [word for word, fit in spellings("åse").items() if fit <= Fit.LETTERS]
    assert same == ["åse", "aase", "ase"]


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("Villads Munkholms Vej skal asfalteres i uge 30.", False),
        ("Villads Munkholm ApS har vundet udbuddet.", False),
        ("Villads Munkholm A/S", False),
        ("Villads Munkholm Fonden har bevilget 10.000 kr.", False),
        ("Villads Munkholm Parken 5 er flyttet.", True),
        ("Villads Munkholm Skole: Nordskolen", True),
        ("Villads Munkholms skole har ringet.", True),
    ],
)
def test_a_road_or_a_firm_with_the_name_is_possible_and_not_more(text: str, is_sure: bool) -> None:
    (hit,) = ask(subject(names=["Villads Munkholm"]), [item("a.txt", text)]).hits
    assert (hit.level in (Level.CERTAIN, Level.LIKELY)) == is_sure
    assert hit.level is not Level.OTHER


@pytest.mark.parametrize("surname", ["Kærgård", "Zørnekær", "Kxyz"])
def test_first_and_middle_name_with_a_surname_that_no_list_has_are_hardly_the_subjects(surname: str) -> None:
    who = subject(names=["Palle Toftegård Fuglebjerg"])
    (hit,) = ask(who, [item("a.txt", f"Palle Toftegård {surname} mødte op.")]).hits
    assert hit.level is Level.POSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        "Palle Toftegård mødte op.", "PALLE TOFTEGÅRD MØDTE OP", "Vedr. Palle Toftegård Sagen er lukket.",
        "Palle Toftegård Ansøgning om plads", "Til Palle Toftegård Nørregade 12", "Palle Toftegård Visitationen",
        "Palle Toftegård Zørnesti 12", "Palle Toftegård, Zørnekær",
    ],
)  # fmt: skip
def test_a_word_that_is_no_name_behind_first_and_middle_name_says_nothing(text: str) -> None:
    who = subject(names=["Palle Toftegård Fuglebjerg"])
    (hit,) = ask(who, [item("a.txt", text)]).hits
    assert hit.level is Level.LIKELY

"""Answers over a few invented people: what is found, how sure, and what is kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.library import MemoryLibrary
from dsar.find.output import hit_object, objects, role_of
from dsar.find.person import Person
from dsar.find.search import find
from dsar.find.spelling import spellings
from dsar.find.table import table
from dsar.model import Answer, Gap, GapCode, Hit, Level, NotSearched, Passage, Searched, StoreGap, Subject
from dsar.stated import StatedKind, on, said
from tests.find.people import ANDERS, KEYS, TODAY, ask, index, item, row, subject

HOME = "Vestergade 12, 2. tv, 9000 Aalborg"


def only(answer: Answer) -> Hit:
    (hit,) = answer.hits
    return hit


def rules(hit: Hit) -> set[str]:
    return {clue.rule for passage in hit.passages for clue in passage.clues}


MENTIONED = {
    # what the text says: the least that the answer must say
    "borger 010136-4321 har søgt": Level.CERTAIN,
    "cprnr0101364321": Level.CERTAIN,
    "01 01 36 43 21": Level.CERTAIN,
    "O10136-4321": Level.LIKELY,
    "Fødselsdato: 010136\nLøbenr.: 4321\nBeløb: 3": Level.LIKELY,
    "Anders Bo Jensen (010136-XXXX)": Level.CERTAIN,
    "Anders Jensen, født 1. januar 2036": Level.CERTAIN,
    "Anders Jensen, f. 01.01.36": Level.LIKELY,
    f"Anders Jensen, {HOME}": Level.LIKELY,
    "Anders Jensen, Vestergade 12, 9000 Aalborg": Level.LIKELY,
    "anders jensen, tlf. 12345678": Level.CERTAIN,
    f"A. B. Jensen, {HOME}": Level.LIKELY,
    f"Adners Jensen, {HOME}": Level.LIKELY,
    f"Anders og Mette Jensen, {HOME}": Level.LIKELY,
    f"Jensen, Anders Bo, {HOME}": Level.LIKELY,
    "Anders Larsen, mail abj@example.dk": Level.CERTAIN,
    "afsender ABJ@example.dk": Level.LIKELY,
    "opkald fra +45 12 34 56 78": Level.LIKELY,
    "part i sag 2024-000123": Level.LIKELY,
    "Anders, født 1. januar 2036": Level.LIKELY,
    "Anders Bo Jensen har ringet": Level.POSSIBLE,
    "anders jensen har ringet": Level.POSSIBLE,
    "JENSEN Anders Bo": Level.POSSIBLE,
    "A.B. Jensen har ringet": Level.POSSIBLE,
    "Jensen, A.B.": Level.POSSIBLE,
    "Anders Jensens sag": Level.POSSIBLE,
    "Anders Bo Larsen": Level.POSSIBLE,
    "Bo Jensen har ringet": Level.POSSIBLE,
    "An-\nders Jensen": Level.POSSIBLE,
    "Fornavn: Anders\nBeløb: 12\nEfternavn: Jensen": Level.POSSIBLE,
    "AndersJensen.docx": Level.POSSIBLE,
    "Anders_Jensen_bilag.pdf": Level.POSSIBLE,
    "Andres Jensen har ringet": Level.POSSIBLE,
    f"beboeren på {HOME}": Level.POSSIBLE,
}


@pytest.mark.parametrize("text", MENTIONED)
def test_every_form_of_mention_is_found_and_as_sure_as_it_should_be(text: str) -> None:
    order = list(Level)
    hit = only(ask(ANDERS, [item("a.txt", text)]))
    assert order.index(hit.level) <= order.index(MENTIONED[text])


UNDECIDED = ["Anders Jensen har ringet", "A. Jensen har ringet", "Sagsbehandler: Anders Jensen", "Anders B. Jensen"]


@pytest.mark.parametrize("text", UNDECIDED)
def test_a_common_name_alone_stays_possible(text: str) -> None:
    assert only(ask(ANDERS, [item("a.txt", text)])).level is Level.POSSIBLE


def test_a_rare_name_alone_is_likely_and_never_certain() -> None:
    rare = subject(names=["Quirinus Zøllerstjerne"])
    assert only(ask(rare, [item("a.txt", "Quirinus Zøllerstjerne har ringet")])).level is Level.LIKELY


NAMESAKES = [
    "Anders Jensen, cpr 120335-9876",
    "Anders Bo Jensen, født 12. marts 1980",
    f"Anders Jensen\n{HOME}\nCPR-nr.: 120335-9876",
    "CPR: 120335-9876\nNavn: Anders Jensen\nKrav: Husleje",
    "Anders Bo Jensen (120335-XXXX)",
    "Anders Jensen har ringet igen.\n\nAnders Jensen, cpr 120335-9876",
]


@pytest.mark.parametrize("text", NAMESAKES)
def test_a_namesakes_item_is_kept_as_anothers(text: str) -> None:
    assert only(ask(ANDERS, [item("a.txt", text)])).level is Level.OTHER


NOBODY = [
    "Anders Nielsen og Peter Jensen",
    "Peter Jensen, Anders Holm",
    "Mette Holm, Østergade 12, 9000 Aalborg",
    "Vi talte med Anders. Jensen sagde nej.",
    f"Mette Holm, 050535-4444, {HOME}",
    "Vestergade 12, 1. th, 9000 Aalborg",
    "beløb 12 34 kr. 56 78",
]


def test_a_rare_surname_at_the_subjects_address_may_be_anybody_of_the_household() -> None:
    rare = subject(names=["Quirinus Zøllerstjerne"], addresses=[HOME])
    assert only(ask(rare, [item("a.txt", f"familien Zøllerstjerne, {HOME}")])).level is Level.POSSIBLE


def test_a_double_surname_alone_is_the_familys_and_not_the_subjects() -> None:
    lone = subject(names=["Lone Dalsgaard-Holm"], addresses=[HOME])
    assert ask(lone, [item("a.txt", "familien Dalsgaard-Holm har ringet")]).hits == ()
    assert only(ask(lone, [item("a.txt", f"Line Dalsgaard-Holm, {HOME}")])).level is Level.POSSIBLE


@pytest.mark.parametrize("text", NOBODY)
def test_what_is_about_nobody_of_that_name_is_no_hit(text: str) -> None:
    assert ask(ANDERS, [item("a.txt", text)]).hits == ()


def test_each_number_belongs_to_the_name_it_stands_by() -> None:
    five = "Deltagere:\nMette Holm 050535-4444\nAnders Jensen 010136-4321\nLars Nielsen 120335-9876"
    hit = only(ask(ANDERS, [item("a.txt", five)]))
    assert hit.level is Level.CERTAIN
    assert rules(hit) == {"name.dropped", "cpr.equal", "role.subject"}


def test_anothers_number_in_the_letter_does_not_speak_against_a_neighbour() -> None:
    letter = f"Vedr. Mette Holm, 050535-4444.\nDin nabo Anders Jensen, {HOME}, har klaget."
    hit = only(ask(ANDERS, [item("a.txt", letter)]))
    assert hit.level is Level.LIKELY
    assert role_of(hit).value == "mentioned"


def test_a_number_of_a_nameless_citizen_is_not_bound_to_whoever_is_named() -> None:
    text = "Til borger med cpr-nr. 120335-9876\nDu har bedt om aktindsigt i korrespondancen med Anders Jensen."
    assert only(ask(ANDERS, [item("a.txt", text)])).level is Level.POSSIBLE


def test_a_register_yields_the_subjects_row_and_nobody_elses() -> None:
    register = item(
        "register.csv",
        row(2, Navn="Anders Jensen", CPR="120335-9876", Krav="Husleje"),
        row(3, Navn="Anders Jensen", CPR="010136-4321", Krav="Vand"),
        row(4, Navn="Mette Holm", CPR="050535-4444", Krav="Varme"),
    )
    hit = only(ask(ANDERS, [register]))
    assert hit.level is Level.CERTAIN
    assert [passage.place for passage in hit.passages] == ["Ark1 række 3"]


def test_a_form_in_a_table_is_read_as_one_text() -> None:
    form = item(
        "form.docx",
        Passage("tabel 1 række 1", "Navn\nAnders Jensen"),
        Passage("tabel 1 række 2", "CPR-nr.\n120335-9876"),
    )
    assert only(ask(ANDERS, [form])).level is Level.OTHER


def test_pages_of_one_item_speak_together_and_bare_mentions_come_along() -> None:
    letter = item("letter.pdf", "Anders Bo Jensen", "intet", f"bor {HOME}", "Anders er glad")
    hit = only(ask(ANDERS, [letter]))
    assert hit.level is Level.CERTAIN
    assert [passage.place for passage in hit.passages] == ["side 1", "side 3", "side 4"]


def test_bare_mentions_of_a_long_item_are_found_on_every_page() -> None:
    pages = ["Anders Jensen, 010136-4321", *["intet"] * 80, "Hr. Jensen mødte ikke", "intet"]
    hit = only(ask(ANDERS, [item("long.pdf", *pages)]))
    assert [passage.place for passage in hit.passages] == ["side 1", "side 82"]


def test_a_namesake_proved_elsewhere_keeps_a_rare_name_from_being_likely() -> None:
    rare = subject(names=["Quirinus Zøllerstjerne"], cpr=["010136-4321"])
    items = [
        item("a.txt", "Quirinus Zøllerstjerne har ringet"),
        item("b.txt", "Quirinus Zøllerstjerne, cpr 120335-9876"),
    ]
    levels = {hit.item: hit.level for hit in ask(rare, items).hits}
    assert levels == {"a.txt": Level.POSSIBLE, "b.txt": Level.OTHER}


def test_an_address_beside_the_subjects_own_number_decides_other_items() -> None:
    known = subject(names=["Anders Jensen"], cpr=["010136-4321"])
    items = [
        item("a.txt", "Anders Jensen, cpr 010136-4321, Østergade 7, 9000 Aalborg"),
        item("b.txt", "Anders Jensen, Østergade 7, 9000 Aalborg"),
        item("c.txt", "Anders Jensen, Søndergade 9, 8000 Aarhus"),
    ]
    levels = {hit.item: hit.level for hit in ask(known, items).hits}
    assert levels == {"a.txt": Level.CERTAIN, "b.txt": Level.LIKELY, "c.txt": Level.POSSIBLE}


def test_without_a_number_in_the_subject_file_no_number_speaks_against() -> None:
    nameonly = subject(names=["Anders Jensen"], addresses=[HOME])
    text = f"Anders Jensen, 120335-9876, {HOME}"
    assert only(ask(nameonly, [item("a.txt", text)])).level is Level.LIKELY


def test_with_a_birth_date_the_date_in_a_number_decides() -> None:
    born = subject(names=["Anders Jensen"], birth_date="2036-01-01")
    items = [item("a.txt", "Anders Jensen, 010136-4321"), item("b.txt", "Anders Jensen, 120335-9876")]
    levels = {hit.item: hit.level for hit in ask(born, items).hits}
    assert levels == {"a.txt": Level.CERTAIN, "b.txt": Level.OTHER}


def test_duplicates_are_one_hit_that_names_the_other_places() -> None:
    items = [
        item("b.txt", "010136-4321", digest="d1"),
        item("a.txt", "010136-4321", digest="d1"),
        item("c.txt", "010136-4321", digest="d1", store="post"),
        item("e.txt", "010136-4321", digest="d2"),
    ]
    found = ask(ANDERS, items).hits
    assert [(hit.item, hit.duplicates) for hit in found] == [("c.txt", ("sager:a.txt", "sager:b.txt")), ("e.txt", ())]


def test_stores_the_asker_may_not_see_are_not_spoken_of() -> None:
    items = [
        item("a.txt", "010136-4321", digest="d1"),
        item("b.txt", "010136-4321", digest="d1", store="hemmelig"),
        item("c.txt", "Anders Jensen, cpr 120335-9876", store="hemmelig"),
    ]
    since = datetime(2026, 1, 1, tzinfo=UTC)
    library = MemoryLibrary(
        items,
        searched=(Searched("hemmelig", 2, None), Searched("sager", 1, None)),
        not_searched=(NotSearched("andet", "not indexed yet"),),
        gaps=(StoreGap("hemmelig", Gap("x", GapCode.DAMAGED, "cut"), since),),
    )
    answer = find(ANDERS, engine=index(items), library=library, keys=KEYS, today=TODAY, stores=frozenset({"sager"}))
    assert [(hit.store, hit.duplicates) for hit in answer.hits] == [("sager", ())]
    assert [searched.store for searched in answer.searched] == ["sager"]
    assert answer.not_searched == ()
    assert answer.gaps == ()


def test_hits_come_in_falling_probability_then_by_place() -> None:
    items = [item(f"{n}.txt", text) for n, text in enumerate(["Anders Jensen", "010136-4321", "abj@example.dk"])]
    items.append(item("0.pdf", "010136-4321", store="a"))
    assert [(hit.store, hit.item) for hit in ask(ANDERS, items).hits] == [
        ("a", "0.pdf"),
        ("sager", "1.txt"),
        ("sager", "2.txt"),
        ("sager", "0.txt"),
    ]


@settings(max_examples=40)
@given(
    st.sampled_from(["Kirsten", "Søren", "Christian"]), st.sampled_from(["Ågård", "Winther", "Stejlbjerg"]), st.data()
)
def test_every_spelling_of_a_name_is_found_through_the_index(first: str, last: str, data: st.DataObject) -> None:
    asked = subject(names=[f"{first} {last}"])
    person = Person(asked, Lexicon())
    written = [
        data.draw(st.sampled_from(sorted(word for word in spellings(name.lower()) if word in person.parts)))
        for name in (first, last)
    ]
    assert only(ask(asked, [item("a.txt", f"{written[0].title()} {written[1].title()} har ringet")]))


def test_there_is_no_limit() -> None:
    items = [item(f"{n}.txt", "cpr 010136-4321") for n in range(2100)]
    assert len(ask(ANDERS, items).hits) == 2100


@pytest.mark.parametrize("text", list(MENTIONED))
def test_every_clue_lies_where_it_says(text: str) -> None:
    for hit in ask(ANDERS, [item("a.txt", "før\n\n" + text, text)]).hits:
        for passage in hit.passages:
            for clue in passage.clues:
                assert clue.span is None or 0 <= clue.span.start < clue.span.end <= len(passage.text)


def test_a_street_that_could_be_a_first_name_is_nobody_beside_whom_the_home_stands() -> None:
    who = subject(names=["Elisabeth Winther"], addresses=["Solvej 15, 9600 Aars"])
    (hit,) = ask(who, [item("a.txt", "Elisabeth Winther, Solvej 15")]).hits
    assert "address.shared" not in {clue.rule for passage in hit.passages for clue in passage.clues}


def test_the_output_is_what_the_contract_says() -> None:
    answer = ask(ANDERS, [item("a.txt", "Ja: Anders Jensen, 010136-4321")])
    hit, summary = objects(answer)
    assert hit == {
        "type": "hit",
        "store": "sager",
        "item": "a.txt",
        "title": "a.txt",
        "level": "certain",
        "probability": 0.9999,
        "role": "subject",
        "activity": None,
        "duplicates": [],
        "places": [],
        "family": None,
        "date": None,
        "date_kind": None,
        "author": None,
        "rows_left_out": 0,
        "passages": [
            {
                "place": "side 1",
                "text": "Ja: Anders Jensen, 010136-4321",
                "evidence": [
                    {"rule": "name.dropped", "weight": 2.84, "start": 4, "end": 17, "text": "Anders Jensen"},
                    {"rule": "cpr.equal", "weight": 14.0, "start": 19, "end": 30, "text": "010136-4321"},
                ],
            }
        ],
    }
    assert {key: summary[key] for key in ("type", "searched", "not_searched", "gaps")} == {
        "type": "summary",
        "searched": [],
        "not_searched": [],
        "gaps": 0,
    }


def test_no_probability_is_rounded_across_its_level() -> None:
    for text in MENTIONED:
        hit = only(ask(ANDERS, [item("a.txt", text)]))
        assert Level.of(hit_object(hit)["probability"]) is hit.level


def test_the_table_explains_in_danish() -> None:
    from rich.console import Console

    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    with console.file:
        console.print(table(ask(ANDERS, [item("a.txt", "Anders Jensen, 010136-4321")])))
        shown = console.export_text()
    assert "samme CPR-nummer" in shown
    assert "sikker" in shown


def test_every_rule_has_its_danish_words() -> None:
    from dsar.words import CLUES

    items = [item(f"{n}.txt", text) for n, text in enumerate([*MENTIONED, *NAMESAKES])]
    used = {rule for hit in ask(ANDERS, items).hits for rule in rules(hit) if not rule.startswith("role.")}
    assert used <= CLUES.keys()


def test_a_subject_of_one_word_is_found_by_their_number() -> None:
    madonna = Subject(cpr=("0101364321",), names=("Madonna",))
    assert only(ask(madonna, [item("a.txt", "Madonna, 010136-4321")])).level is Level.CERTAIN


def test_a_hit_tells_its_date_in_which_sense_and_its_author() -> None:
    stated = (*on(StatedKind.SENT, "2026-11-02T08:30:00Z"), *said(StatedKind.AUTHOR, "Bo Holm"))
    kept = replace(item("a.eml", "Ja: Anders Jensen, 010136-4321"), stated=stated)
    hit, _ = objects(ask(ANDERS, [kept]))
    assert (hit["date"], hit["date_kind"], hit["author"]) == ("2026-11-02T08:30:00Z", "sent", "Bo Holm")

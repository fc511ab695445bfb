"""What is proposed of a subject, and above all what is not: whatever stands with somebody else."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.library import MemoryItem
from dsar.find.person import Person
from dsar.find.subject import subject_from
from dsar.find.suggest import suggest
from dsar.find.suggested import Seen, Suggestion, fragment, suggestion_object, suggestions_text
from dsar.model import Kind, Passage, Subject
from dsar.words import PLACES
from tests.find.people import CPR, TODAY, WIFE_CPR, ask, item, row, subject

NAMED = subject(cpr=[CPR], names=["Anders Bo Jensen"])
HEAD = "Anders Bo Jensen, CPR 010136-4321"


def proposed(
    who: Subject, items: Sequence[MemoryItem], *, everywhere: dict[str, int] | None = None
) -> tuple[Suggestion, ...]:
    counted = everywhere or {}
    return suggest(ask(who, items), Person(who, Lexicon()), today=TODAY, frequency=lambda _, key: counted.get(key, 1))


def said(who: Subject, *texts: str | Passage) -> set[tuple[str, str]]:
    return {(one.key, one.value) for one in proposed(who, [item("a.txt", *texts)])}


BESIDE = {
    f"{HEAD}, Vestergade 12, 2. tv, 9000 Aalborg": ("addresses", "Vestergade 12, 2. tv, 9000 Aalborg"),
    f"{HEAD}\nVestergade 12, 9000 Aalborg": ("addresses", "Vestergade 12, 9000 Aalborg"),
    f"{HEAD}, e-mail: anders.jensen@mail.example": ("emails", "anders.jensen@mail.example"),
    f"{HEAD}, tlf. 20 12 34 56": ("phones", "20 12 34 56"),
    f"{HEAD}\nSagsnr. 2024-000123": ("other", "2024-000123"),
    "Anders Bo Larsen, CPR 010136-4321, har søgt": ("former_names", "Anders Bo Larsen"),
}


@pytest.mark.parametrize("text", BESIDE)
def test_what_stands_with_the_subject_is_proposed(text: str) -> None:
    assert BESIDE[text] in said(NAMED, text)


ANOTHERS = {
    "the wife's own number": f"{HEAD}. Ægtefælle: Mette Holm, tlf. 20 12 34 56, mette@mail.example",
    "the wife by CPR number": f"{HEAD}. Hustruens CPR 050535-4444, tlf. 20 12 34 56",
    "the caseworker": f"{HEAD}\n\nVenlig hilsen\nMette Holm, sagsbehandler\nTlf. 20 12 34 56\nmette@mail.example",
    "a witness": f"{HEAD}. Anmelder: Mette Holm, Vestergade 12, 9000 Aalborg",
    "another sentence": f"{HEAD}. Sagen er lukket. Kommunens telefon er 20 12 34 56.",
    "where it happened": "hul i vejen ud for Vestergade 12, Anders Bo Jensen, CPR 010136-4321",
    "a namesake": "CPR 010136-4321.\n\nAnders Bo Jensen, født 5. maj 1961, Vestergade 12, 9000 Aalborg",
    "a child's number": f"{HEAD}. Barnets CPR-nummer: 050535-4444",
    "the next entry's citizen": f"01.03.2024 kl. 14.05  {HEAD}\nSøger.\n\n02.03.2024 kl. 9.10  borgeren, der skriver"
    " fra mette@mail.example\nSøger hjælp.\n\n03.03.2024 kl. 10.00  Ole Krogh\nSøger.",
    "the next line of a list": "0505354444 HOLM,METTE    VESTERGADE 12\n0101364321 JENSEN,ANDERS BO\n"
    "0505354445 KROGH,OLE     SOLVEJ 15\n",
    "the other parent's mail": f"Elev: Ida Holm\nKontakt 1: Jørgen Holm\nKontakt 2: {HEAD}\nMail joergen@post.example",
    "another's name": f"{HEAD}. Mette Holm, CPR 050535-4444",
}


@pytest.mark.parametrize("text", ANOTHERS.values(), ids=ANOTHERS)
def test_what_stands_with_somebody_else_is_not_proposed(text: str) -> None:
    assert said(NAMED, text) == set()


def test_what_the_subject_file_has_is_not_proposed_again() -> None:
    known = subject(
        cpr=[CPR], names=["Anders Bo Jensen"], phones=["20123456"], addresses=["Vestergade 12, 9000 Aalborg"]
    )
    assert said(known, f"{HEAD}, Vestergade 12, 2. tv, 9000 Aalborg, tlf. 20 12 34 56") == set()


def test_what_stands_everywhere_is_the_town_halls_own() -> None:
    letters = [item(f"{n}.txt", f"{HEAD}, tlf. 20 12 34 56") for n in range(3)]
    assert proposed(NAMED, letters, everywhere={"+4520123456": 400}) == ()
    assert len(proposed(NAMED, letters, everywhere={"+4520123456": 4})) == 1


def test_only_sure_hits_are_learned_from() -> None:
    assert said(NAMED, "Anders Bo Jensen, tlf. 20 12 34 56") == set()


def test_a_number_that_stands_more_often_with_another_is_theirs() -> None:
    wife = f"{HEAD}\n\nMette Holm, CPR 050535-4444, tlf. 20 12 34 56\n\n"
    assert said(NAMED, f"{HEAD}, tlf. 20 12 34 56\n\n", *[wife] * 2) == set()


def test_the_number_is_learned_where_name_and_address_agree() -> None:
    who = subject(names=["Anders Bo Jensen"], addresses=["Vestergade 12, 2. tv, 9000 Aalborg"])
    found = said(who, f"{HEAD}, Vestergade 12, 2. tv, 9000 Aalborg. Ægtefælle: Mette Holm, CPR 050535-4444")
    assert {value for key, value in found if key == "cpr"} == {"010136-4321"}


def test_the_name_is_learned_where_only_the_number_is_known() -> None:
    found = said(subject(cpr=[CPR]), "CPR-nr.: 010136-4321\nNavn: Jensen, Anders Bo\nBeløb: 12 kr.")
    assert ("names", "Anders Bo Jensen") in found


NOT_THE_NAME = ["010136-4321 samt Line Hovmarken fra kommunen", "Kære Line Hovmarken\n010136-4321 Anders Jensen, har"]


@pytest.mark.parametrize("text", NOT_THE_NAME)
def test_of_two_names_at_a_number_the_nearer_is_learned_and_no_other(text: str) -> None:
    assert ("names", "Line Hovmarken") not in said(subject(cpr=[CPR]), text)


def test_a_registers_row_tells_of_its_own_person_alone() -> None:
    rows = [
        row(2, CPR="010136-4321", Navn="Anders Bo Jensen", Telefon="20 12 34 56"),
        row(3, CPR="050535-4444", Navn="Mette Holm", Telefon="30 12 34 56"),
    ]
    assert said(NAMED, *rows) == {("phones", "20 12 34 56")}


def test_an_address_in_several_cells_is_written_on_one_line() -> None:
    cells = row(2, CPR="010136-4321", Navn="Anders Bo Jensen", Vej="Vestergade 12", Postnr="9000", By="Aalborg")
    assert ("addresses", "Vestergade 12, 9000 Aalborg") in said(NAMED, cells, row(3, CPR="", Navn="", Vej="", By=""))


def test_items_are_counted_and_the_best_supported_comes_first() -> None:
    items = [
        item("a.txt", f"{HEAD}, tlf. 20 12 34 56"),
        item("b.txt", f"{HEAD}, tlf. 20123456"),
        item("c.txt", f"{HEAD}, tlf. 30 12 34 56"),
    ]
    first, second = proposed(NAMED, items)
    assert (first.finding, first.items, second.finding, second.items) == ("+4520123456", 2, "+4530123456", 1)
    assert [seen.item for seen in first.places] == ["a.txt", "b.txt"]


def test_a_suggestion_as_an_object_has_what_the_docs_say() -> None:
    (one,) = proposed(NAMED, [item("a.txt", f"{HEAD}, tlf. 20 12 34 56")])
    assert suggestion_object(one) == {
        "type": "suggestion",
        "kind": "phone",
        "value": "20 12 34 56",
        "key": "+4520123456",
        "field": "phones",
        "strength": "strong",
        "items": 1,
        "places": [{"store": "sager", "item": "a.txt", "place": "side 1"}],
    }


def test_the_text_can_be_pasted_into_the_subject_file() -> None:
    who = subject(cpr=[CPR], names=["Anders Bo Jensen"], phones=["12345678"])
    found = proposed(who, [item("a.txt", f"{HEAD}, tlf. 20 12 34 56")])
    assert tomllib.loads(fragment(found, who)) == {"phones": ["+4512345678", "20 12 34 56"]}
    assert "set i 1 dokument" in suggestions_text(found, who)


TWO_OF_ONE_NAME = [f"Anders Bo Jensen, født 01-01-1936, CPR 010136-{last}" for last in ("4321", "4339")]


def test_of_two_numbers_none_is_strong_and_none_can_be_pasted_unread() -> None:
    who = subject(names=["Anders Bo Jensen"], birth_date="1936-01-01")
    found = [
        one for one in proposed(who, [item(f"{n}.txt", t) for n, t in enumerate(TWO_OF_ONE_NAME)]) if one.key == "cpr"
    ]
    assert [(one.strong, one.contested) for one in found] == [(False, True)] * 2
    assert tomllib.loads(fragment(found, who)) == {"cpr": []}
    assert suggestion_object(found[0])["warning"] == "contested"
    assert "højst ét er personens" in suggestions_text(found, who)


def test_one_of_two_of_one_name_in_a_list_is_told_by_their_own_line() -> None:
    who = subject(names=["Anders Bo Jensen"], addresses=["Vestergade 12, 9000 Aalborg"])
    lines = [
        "JENSEN,ANDERS BO  010136-4321  VESTERGADE 12, 9000 AALBORG",
        "JENSEN,ANDERS BO  120335-9876  SOLVEJ 15, 9000 AALBORG",
    ]
    found = said(who, "\n".join([*lines, "HOLM,METTE  050535-4444  ENGVEJ 3, 9000 AALBORG"]))
    assert {value for key, value in found if key in ("cpr", "addresses")} <= {"010136-4321"}


def test_no_suggestion_is_said_in_words() -> None:
    assert suggestions_text((), NAMED).startswith("Ingen forslag")


def test_a_suggestion_hides_its_value_in_its_repr() -> None:
    (one,) = proposed(NAMED, [item("a.txt", f"{HEAD}, tlf. 20 12 34 56")])
    assert "20" not in repr(one).replace("Seen", "")


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_the_fragment_is_toml_whatever_files_are_called(value: str, locator: str, known: str) -> None:
    value, known = (json.loads(json.dumps(v.encode("utf-8", "replace").decode())) for v in (value, known))
    one = Suggestion(Kind.CASE_NUMBER, "other", value, "", True, 1, (Seen("sager", locator, "side 1"),))
    assert tomllib.loads(fragment([one], Subject(other=(known,)))) == {"other": [known, value]}


def test_what_is_proposed_is_taken_by_a_subject_file() -> None:
    found = proposed(NAMED, [item("a.txt", *BESIDE)])
    assert {one.key for one in found} >= {"addresses", "emails", "phones", "other", "former_names"}
    assert subject_from(tomllib.loads(fragment(found, NAMED)), "test").emails == ("anders.jensen@mail.example",)
    assert WIFE_CPR not in fragment(found, NAMED)


PHONE, MAIL, HOME = "20 12 34 56", "kat77@postkasse.example", "Skolestien 8, 9640 Farsø"
DOUBTFUL = {
    "where it happened": (f"{HEAD}, gled på isen ud for {HOME}.", HOME),
    "where noise is": (f"{HEAD}, har klaget over røg fra {HOME}.", HOME),
    "where a place is": (f"Kære Anders Bo Jensen (CPR 010136-4321)\nDu har fået plads i børnehaven, {HOME}.", HOME),
    "the office": (f"Kære Anders Bo Jensen (CPR 010136-4321)\nRing til os på {PHONE}.", PHONE),
    "a clinic": (f"{HEAD}, er henvist til Øreklinikken, tlf. {PHONE}.", PHONE),
    "who they work for": (f"{HEAD}, arbejder hos Møllers Maskiner, tlf. {PHONE}.", PHONE),
    "a field of theirs": (f"Navn: Anders Bo Jensen\nCPR: 010136-4321\nArbejdsgivers mail: {MAIL}", MAIL),
    "whom they wrote to": (f"Fra: Anders Bo Jensen <sol@post.example>\nTil: {MAIL}\nMit cpr er 010136-4321.", MAIL),
}


@pytest.mark.parametrize(("text", "value"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_other_words_part_from_the_subject_is_never_strong(text: str, value: str) -> None:
    found = proposed(NAMED, [item("a.txt", text), item("b.txt", f"Kopi\n\n{text}")])
    assert [one.value for one in found if one.strong and one.value == value] == []


PLAIN = {
    "a heading": (f"Vedrørende: {HEAD}\n\nNy adresse: {HOME}", [HOME]),
    "a form": (f"Navn: Anders Bo Jensen\nCPR: 010136-4321\nAdresse: {HOME}\nTlf.: {PHONE}\nE-mail: {MAIL}",
               [HOME, MAIL, PHONE]),
    "a move": (f"Notat om {HEAD}.\n\nAnders Bo Jensen er flyttet til {HOME} pr. 1. maj.", [HOME]),
    "who writes": (f"Jeg hedder {HEAD}, og jeg bor nu på {HOME}.", [HOME]),
    "a signature": (f"Cpr 010136-4321\nJeg venter.\n\nVenlig hilsen\nAnders Bo Jensen\n{HOME}\nmobil {PHONE}",
                    [HOME, PHONE]),
    "how to reach them": (f"Anders Bo Jensen (cpr 010136-4321) kan kontaktes på {MAIL}.", [MAIL]),
    "who rang": (f"Anders Bo Jensen (cpr 010136-4321) ringede fra {PHONE}.", [PHONE]),
    "of oneself": (f"Jeg hedder {HEAD}. I kan ringe til mig på {PHONE}.", [PHONE]),
    "their case": ("Sag: 2022-004711\nBorger: Anders Bo Jensen\nCPR-nr.: 010136-4321", ["2022-004711"]),
    "a saved mail": (f"Fra: Anders Bo Jensen <{MAIL}>\nTil: by@post.example\nMit cpr er 010136-4321.", [MAIL]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "values"), PLAIN.values(), ids=PLAIN)
def test_what_its_own_label_alone_parts_from_the_subject_is_strong(text: str, values: list[str]) -> None:
    assert sorted(one.value for one in proposed(NAMED, [item("a.txt", text)]) if one.strong) == sorted(values)


def test_the_address_in_a_mails_head_is_learned_where_the_mail_is_surely_theirs() -> None:
    body = Passage(PLACES["mail_body"], "Mit cpr er 010136-4321.\n\nAnders Bo Jensen")
    head = Passage(PLACES["mail_head"], f"From: Anders Bo Jensen <{MAIL}>\nTo: Bo Holm <by@post.example>")
    assert said(NAMED, head, body) == {("emails", MAIL)}
    other = Passage(PLACES["mail_head"], f"From: Mette Holm <{MAIL}>\nTo: Anders Bo Jensen\nSubject: x")
    assert said(NAMED, other, body) == set()


def test_who_goes_on_of_another_is_not_the_writer() -> None:
    assert said(NAMED, f"Sag om {HEAD}. I kan ringe til mig på {PHONE}.") == set()

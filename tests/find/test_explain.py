"""The waterfall of a hit: it adds up to the hit's probability, and says in words why."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.explain import bearers, explain
from dsar.find.person import Person
from dsar.find.rarity import PRIOR
from dsar.find.waterfall import explanation_object, explanation_text, explanations_text
from dsar.model import Clue, Hit, HitPassage, Level, Span
from tests.find.people import ANDERS, NAMESAKE_CPR, ask, item, row, subject

PERSON = Person(ANDERS, Lexicon())
HOME = "Vestergade 12, 2. tv, 9000 Aalborg"

TEXTS = {
    # what the text says: the id of the line for what the judge says of the whole; "" where the clues say it all
    f"Anders Bo Jensen, 010136-4321, {HOME}": "",
    "borger 010136-4321 har søgt": "",
    "Anders Jensen, født 1. januar 2036": "",
    "Anders Jensen, tlf. 12345678, abj@example.dk": "",
    "part i sag 2024-000123": "",
    f"Adners Jensen, {HOME}": "",
    "Anders Jensen har ringet": "rest.shown",
    f"beboeren på {HOME}": "rest.nameless",
    "Anders Bo Jensen, CPR 120335-9876": "",
    "Anders Bo Jensen, født 5. maj 1961": "",
    "Anders Bo Jensen er mødt.\n\nAnders Bo Jensen, CPR 120335-9876": "",
}


def hits(*texts: str) -> tuple[Hit, ...]:
    return ask(ANDERS, [item(f"{n}.txt", text) for n, text in enumerate(texts)]).hits


@pytest.mark.parametrize("text", TEXTS)
def test_the_lines_add_up_to_the_probability(text: str) -> None:
    (hit,) = hits(text)
    found = explain(hit, PERSON)
    assert found.steps[0].total == PRIOR
    assert math.isclose(math.fsum(step.weight for step in found.steps), found.steps[-1].total, abs_tol=1e-9)
    assert math.isclose(found.steps[-1].probability, hit.probability, abs_tol=1e-9)


@pytest.mark.parametrize("text", TEXTS)
def test_what_no_clue_says_has_a_line_with_a_name(text: str) -> None:
    (hit,) = hits(text)
    rules = [step.rule for step in explain(hit, PERSON).steps if step.rule.startswith("rest.")]
    assert rules == [TEXTS[text]] * bool(TEXTS[text])


def test_namesakes_in_what_was_searched_are_counted() -> None:
    rare = subject(cpr=["0101364321"], names=["Anders Bo Skumsprøjt"])
    texts = ["har ringet", "CPR 120335-9876", "CPR 130335-9875", "CPR 140335-9874"]
    answer = ask(rare, [item(f"{n}.txt", f"Anders Bo Skumsprøjt, {text}") for n, text in enumerate(texts)])
    (hit,) = [hit for hit in answer.hits if hit.item == "0.txt"]
    counted, seen = explain(hit, Person(rare, Lexicon())).steps[-2:]
    assert (counted.rule, counted.said) == ("rest.namesakes", "3 andre med samme navn er set i materialet")
    assert seen.rule == "seen.others"


def test_one_of_two_in_a_house_is_explained_so() -> None:
    who = subject(names=["Ole Stejlbjerg"], addresses=[HOME])
    numbers = ("120736-4903", "120736-4903", "101130-4905", "101130-4905")
    items = [item(f"{n}.txt", f"Ole Stejlbjerg, cpr {cpr}, {HOME}. Sag {n}.") for n, cpr in enumerate(numbers)]
    for hit in ask(who, items).hits:
        steps = explain(hit, Person(who, Lexicon())).steps
        assert [step.rule for step in steps] == ["prior", "name.full", "address.equal", "rest.one_house"]


def test_the_sentence_is_what_a_caseworker_reads() -> None:
    (hit,) = hits(f"Anders Jensen, født 1. januar 2036, {HOME}")
    found = explain(hit, PERSON)
    count = bearers("Anders Jensen", PERSON)
    assert count is not None
    assert count > 1000
    assert found.sentence.startswith("navnet deles af ca. ")
    assert found.sentence.endswith("fødselsdatoen stemmer · adressen stemmer · sandsynlighed over 99,9 %")


def test_another_person_is_told_with_the_reason() -> None:
    (hit,) = hits("Anders Bo Jensen, CPR 120335-9876")
    found = explain(hit, PERSON)
    assert hit.level is Level.OTHER
    assert found.against == ("et andet CPR-nummer står ved navnet (side 1)",)
    assert found.sentence.endswith("formentlig en anden: et andet CPR-nummer står ved navnet (side 1)")
    assert NAMESAKE_CPR not in explanation_text(found)


def test_a_rare_name_has_fewer_bearers_than_a_common_one() -> None:
    rare = Person(subject(names=["Anders Bo Skumsprøjt"]), Lexicon())
    few, many = bearers("Anders Skumsprøjt", rare), bearers("Anders Jensen", PERSON)
    assert few is not None
    assert many is not None
    assert few < 2 < many


def test_a_middle_name_makes_a_name_rarer() -> None:
    whole, short = bearers("Anders Bo Jensen", PERSON), bearers("Jensen, Anders", PERSON)
    assert whole is not None
    assert short is not None
    assert whole < short


def test_a_name_that_nobody_else_bears_is_not_said_to_be_shared() -> None:
    rare = subject(names=["Anders Bo Skumsprøjt"], birth_date="2036-01-01")
    (hit,) = ask(rare, [item("a.txt", "Anders Bo Skumsprøjt, født 1. januar 2036")]).hits
    assert explain(hit, Person(rare, Lexicon())).sentence.startswith("navnet er så sjældent")


def test_words_that_are_not_the_subjects_name_have_no_count() -> None:
    assert bearers("Mette Holm", PERSON) is None
    assert bearers("", PERSON) is None


def test_of_a_register_the_row_that_made_the_hit_is_explained() -> None:
    rows = [
        row(2, Navn="Anders Bo Jensen", CPR="120335-9876"),
        row(3, Navn="Anders Bo Jensen", CPR="010136-4321"),
    ]
    (hit,) = ask(ANDERS, [item("register.xlsx", *rows)]).hits
    steps = explain(hit, PERSON).steps
    assert {step.place for step in steps[1:]} == {"Ark1 række 3"}
    assert [step.rule for step in steps] == ["prior", "name.full", "cpr.equal"]


def test_the_object_has_a_line_for_each_step() -> None:
    (hit,) = hits("Anders Bo Jensen, CPR 120335-9876")
    made = explanation_object(explain(hit, PERSON))
    assert set(made) == {"sentence", "bearers", "against", "steps", "uncounted"}
    assert [step["rule"] for step in made["steps"]] == ["prior", "name.full", "cpr.other"]
    assert set(made["steps"][0]) == {"rule", "weight", "sum", "probability", "place", "text"}


def test_every_hit_is_explained_under_its_number() -> None:
    answer = ask(ANDERS, [item("a.txt", "borger 010136-4321"), item("b.txt", "Anders Jensen har ringet")])
    text = explanations_text(answer, PERSON)
    assert "1. sager: " in text
    assert "2. sager: " in text


def test_what_the_evidence_lists_and_the_sum_does_not_count_is_said() -> None:
    body = "Der er et hul i vejen ved Søndergade 3 i Hobro.\nMvh Anders Bo Jensen"
    (hit,) = ask(ANDERS, [item("a.eml", "From: Anders Bo Jensen\nSubject: asfalt", body)]).hits
    found = explain(hit, PERSON)
    assert [step.rule for step in found.uncounted] == ["address.other"]
    assert "tæller ikke: en anden adresse" in explanation_text(found)


def test_a_name_with_anothers_number_is_weighed_with_the_whole() -> None:
    (hit,) = hits("Anders Bo Jensen, CPR 120335-9876\n\n" + "tom " * 200 + "\n\nAnders Bo Jensen har ringet.")
    listed = {clue.rule for passage in hit.passages for clue in passage.clues if not clue.rule.startswith("role.")}
    found = explain(hit, PERSON)
    assert listed <= {step.rule for step in (*found.steps, *found.uncounted)}


clues = st.builds(
    Clue,
    st.sampled_from(["name.full", "name.part", "cpr.equal", "cpr.other", "address.other", "email.equal", "new.rule"]),
    st.floats(-20, 20),
    st.just(Span(0, 3)),
)
passages = st.builds(HitPassage, st.sampled_from(["side 1", "række 2"]), st.just("Bo Holm"), st.lists(clues).map(tuple))


@given(st.floats(0.0, 1.0), st.lists(passages, max_size=4).map(tuple))
def test_the_lines_add_up_whatever_made_the_hit(probability: float, found: tuple[HitPassage, ...]) -> None:
    hit = Hit("s", "a", "a", probability, None, (), found)
    steps = explain(hit, PERSON).steps
    assert math.isclose(steps[-1].total, math.fsum(step.weight for step in steps), abs_tol=1e-9)
    assert math.isclose(steps[-1].probability, probability, abs_tol=1e-9)
    listed = {clue.rule for passage in found for clue in passage.clues}
    assert listed <= {step.rule for step in (*steps, *explain(hit, PERSON).uncounted)}


def test_a_relative_named_beside_the_subject_is_no_part_of_why_the_subject_is() -> None:
    (hit,) = hits("Anders Bo Jensen, tlf. 12345678. Hans søster Karen Jensen ringede.")
    assert [step.rule for step in explain(hit, PERSON).steps] == ["prior", "name.full", "phone.equal"]

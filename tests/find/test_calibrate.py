"""What a name alone is worth, after who else is seen to bear it."""

from __future__ import annotations

import pytest

from dsar.find.calibrate import Seen
from dsar.model import Hit, Level, Subject
from tests.find.people import CPR, NAMESAKE_CPR, ask, item, subject

NAME = "Anders Bo Jensen"
ALONE = subject(cpr=[CPR], names=[NAME])
OWN = f"{NAME}, CPR {CPR[:6]}-{CPR[6:]}"
OTHERS = f"{NAME}, CPR {NAMESAKE_CPR[:6]}-{NAMESAKE_CPR[6:]}"
A_THIRD = f"{NAME}, CPR 050535-4444"


def bare(who: Subject, *texts: str) -> Hit:
    items = [item("bare.txt", f"{NAME} har ringet"), *(item(f"{n}.txt", text) for n, text in enumerate(texts))]
    (hit,) = [hit for hit in ask(who, items).hits if hit.item == "bare.txt"]
    return hit


def seen(hit: Hit) -> list[str]:
    return [clue.rule for passage in hit.passages for clue in passage.clues if clue.rule.startswith("seen.")]


@pytest.mark.parametrize(
    ("texts", "rule"),
    [((), Seen.SILENT), ((OWN,), Seen.ALONE), ((OTHERS,), Seen.OTHERS), ((OWN, OTHERS), Seen.OTHERS)],
)
def test_a_hit_by_name_says_who_is_seen_with_the_name(texts: tuple[str, ...], rule: Seen) -> None:
    assert seen(bare(ALONE, *texts)) == [rule.value]


def test_a_name_is_worth_more_where_the_subject_alone_is_seen_with_it() -> None:
    silent, alone, others = bare(ALONE), bare(ALONE, OWN), bare(ALONE, OWN, OTHERS)
    assert others.probability < silent.probability < alone.probability


@pytest.mark.parametrize("texts", [(), (OWN,), (OTHERS,), (OWN, OTHERS)])
def test_a_common_name_alone_stays_for_a_person_to_decide(texts: tuple[str, ...]) -> None:
    assert bare(ALONE, *texts).level is Level.POSSIBLE


def test_a_rare_name_alone_is_never_certain() -> None:
    rare = subject(cpr=[CPR], names=["Anders Bo Skumsprøjt"])
    items = [item("a.txt", "Anders Bo Skumsprøjt har ringet"), item("b.txt", f"Anders Bo Skumsprøjt, CPR {CPR}")]
    assert {hit.item: hit.level for hit in ask(rare, items).hits} == {"a.txt": Level.LIKELY, "b.txt": Level.CERTAIN}


def test_an_identifier_leaves_nothing_to_what_is_seen_elsewhere() -> None:
    items = [item("a.txt", OWN), item("b.txt", f"{NAME}, CPR 120335-9876")]
    assert [seen(hit) for hit in ask(ALONE, items).hits] == [[], []]


def test_of_a_name_without_a_number_two_numbers_prove_two_people() -> None:
    known_by_name = subject(names=[NAME])
    assert seen(bare(known_by_name, OTHERS)) == [Seen.SILENT.value]
    assert seen(bare(known_by_name, OTHERS, A_THIRD)) == [Seen.OTHERS.value]


def test_a_name_with_something_against_it_stays_as_it_was_weighed() -> None:
    here = subject(cpr=[CPR], names=["Anders Bo Jensen"], addresses=["Vestergade 12, 9000 Aalborg"])
    texts = [item("a.txt", "Anders Bo Jensen, Østergade 3, 9000 Aalborg"), item("b.txt", f"{OWN} og {A_THIRD}")]
    assert [seen(hit) for hit in ask(here, texts).hits if hit.item == "a.txt"] == [[]]

"""Two who bear one name, or twins of like names, and are born on one day: a birth date does not tell them apart."""

from __future__ import annotations

from typing import Any

import pytest

from dsar.model import Level, Subject
from tests.find.people import ask, item, subject

MINE, THEIRS = "1105659983", "1105659959"
HOME, OTHER_HOME = "Lærkevej 9, 9600 Aars", "Åbrinken 40, 9681 Ranum"
WITH_NUMBER = subject(names=["Peter Nielsen"], cpr=[MINE])
WITHOUT_NUMBER = subject(names=["Peter Nielsen"], birth_date="1965-05-11")
WITH_HOME = subject(names=["Peter Nielsen"], cpr=[MINE], addresses=[HOME])
PAPERS = [
    item("mine1.txt", f"Peter Nielsen, {MINE}, {HOME}, har søgt."),
    item("mine2.txt", f"Afslag til Peter Nielsen, cpr {MINE}, {HOME}."),
    item("theirs1.txt", f"Peter Nielsen, {THEIRS}, {OTHER_HOME}, har søgt."),
    item("theirs2.txt", f"Afslag til Peter Nielsen, cpr {THEIRS}, {OTHER_HOME}."),
]
BY_DAY = item("dag.txt", "Peter Nielsen, født 11. maj 1965, har fået svar.")


def level(who: Subject, *more: object, name: str = "dag.txt") -> Level:
    hits = ask(who, [*PAPERS, *more]).hits  # type: ignore[list-item]
    return next(hit.level for hit in hits if hit.item == name)


@pytest.mark.parametrize("who", [WITH_NUMBER, WITHOUT_NUMBER, WITH_HOME], ids=["number", "day", "home"])
def test_a_paper_with_name_and_birth_date_is_possible(who: Subject) -> None:
    assert level(who, BY_DAY) is Level.POSSIBLE


@pytest.mark.parametrize("who", [WITH_NUMBER, WITHOUT_NUMBER, WITH_HOME], ids=["number", "day", "home"])
def test_it_is_sure_where_nobody_else_of_that_name_and_day_is_seen(who: Subject) -> None:
    (hit,) = ask(who, [BY_DAY]).hits
    assert hit.level in (Level.LIKELY, Level.CERTAIN)


def test_a_number_that_was_written_once_may_be_a_slip() -> None:
    hits = ask(WITH_NUMBER, [*PAPERS[:3], BY_DAY]).hits
    assert next(hit.level for hit in hits if hit.item == "dag.txt") in (Level.LIKELY, Level.CERTAIN)


def test_the_home_of_one_is_not_learned_from_the_papers_of_the_other() -> None:
    there = item("hjem.txt", f"Peter Nielsen, {OTHER_HOME}, får hjælp.")
    assert level(WITHOUT_NUMBER, there, name="hjem.txt") is Level.POSSIBLE


def test_the_birth_date_with_the_subjects_own_home_decides() -> None:
    there = item("hjem.txt", f"Peter Nielsen, født 11. maj 1965, {HOME}, får hjælp.")
    assert level(WITH_HOME, there, name="hjem.txt") is Level.CERTAIN


@pytest.mark.parametrize("known", [{"cpr": ["0908129947"]}, {"birth_date": "2012-08-09"}], ids=["number", "day"])
def test_twins_of_like_names_share_home_and_day(known: dict[str, Any]) -> None:
    mads = subject(names=["Mads Emil Østergaard"], addresses=["Skolevænget 31, 9600 Aars"], **known)
    papers = [
        item(f"{name}{number}.txt", f"{name} Emil Østergaard, {cpr}, Skolevænget 31, 9600 Aars, nr. {number}")
        for name, cpr in (("Mads", "0908129947"), ("Mathias", "0908129917"))
        for number in (1, 2, 3)
    ]
    by_day = [
        item(f"dag-{name}.txt", f"{name} Emil Østergaard, født 9. august 2012, Skolevænget 31, 9600 Aars")
        for name in ("Mads", "Mathias")
    ]
    levels = {hit.item: hit.level for hit in ask(mads, [*papers, *by_day]).hits}
    assert levels["dag-Mads.txt"] is Level.CERTAIN
    assert levels["dag-Mathias.txt"] is Level.POSSIBLE


@pytest.mark.parametrize(
    "text", ["Oscar Emil Østergaard, 0908129917, Skolevænget 31, 9600 Aars", "Oscar_Emil_Østergaard_2012-08-09.txt"]
)
def test_a_twin_whose_number_differs_by_a_digit_is_not_the_subject(text: str) -> None:
    mads = subject(names=["Mads Emil Østergaard"], cpr=["0908129947"], addresses=["Skolevænget 31, 9600 Aars"])
    for hit in ask(mads, [item("a.txt", text)]).hits:
        assert hit.level in (Level.POSSIBLE, Level.OTHER)

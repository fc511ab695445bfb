"""The table of an answer, as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console

from dsar.find.table import table
from dsar.model import Passage, Searched, Subject
from tests.find.people import ANDERS, CPR, WIFE_CPR, ask, item, row


def printed(who: Subject, *passages: str | Passage) -> str:
    console = Console(width=200)
    with console.capture() as shown:
        console.print(table(ask(who, [item("a.xlsx", *passages)])))
    return shown.get()


def test_the_same_reasons_are_said_once_with_all_their_places() -> None:
    shown = printed(ANDERS, *(row(n, Navn="Anders Bo Jensen", Note=note) for n, note in enumerate("abc", 2)))
    assert shown.count("fulde navn") == 1
    assert "Ark1 række 2, Ark1 række 3, Ark1 række 4: fulde navn" in shown
    assert "»Anders Bo Jensen« Note: c" in shown


def test_others_in_a_row_of_several_people_are_not_printed() -> None:
    shown = printed(ANDERS, row(2, Barn="Anders Bo Jensen", CPR=CPR, Mor="Lis Holm", MorCPR=WIFE_CPR))
    assert f"Barn: »Anders Bo Jensen« … CPR: »{CPR}«" in shown
    assert WIFE_CPR not in shown


def test_when_a_store_was_read_is_told_in_danish_time() -> None:
    at = datetime(2026, 11, 22, 3, 36, tzinfo=UTC)
    answer = replace(ask(ANDERS, [item("a.txt", "Anders Bo Jensen")]), searched=(Searched("sager", 1, at),))
    console = Console(width=100)
    with console.capture() as shown:
        console.print(table(answer))
    assert "læst igennem 22-11-2026 04.36" in shown.get()

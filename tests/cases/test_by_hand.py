"""Stores that no program can search: an open task of each case, until somebody writes what came of it."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.cases.acts import SearchedByHand
from dsar.cases.by_hand import HandResult, HandState, hand_tasks, told_by_hand
from dsar.cases.output import hand_lines
from dsar.cases.rules import check
from dsar.connector import Task
from dsar.errors import SetupError
from dsar.model import Answer, NotSearched, Searched
from tests.cases.made import NOW, TODAY, worked

STORES = {"papir": Task("Arkivet", "kartotekskort", ())}
ASKED = HandResult("papir", date(2026, 2, 10), "arkivar")
NOTHING = HandResult("papir", date(2026, 2, 12), "arkivar", 0)
FOUND = HandResult("papir", date(2026, 2, 12), "arkivar", 2, "mappe 7")


@pytest.mark.parametrize(
    ("results", "state", "line"),
    [
        ([], HandState.OPEN, "papir: IKKE SPURGT. Spørg Arkivet (kartotekskort)"),
        ([ASKED], HandState.ASKED, "papir: arkivar er spurgt den 2026-02-10; intet svar endnu"),
        ([ASKED, NOTHING], HandState.NOTHING, "papir: arkivar fandt intet den 2026-02-12"),
        ([NOTHING, FOUND], HandState.FOUND, "papir: arkivar fandt 2 den 2026-02-12: mappe 7"),
    ],
)
def test_the_last_that_was_written_says_how_far_a_store_is(
    results: list[HandResult], state: HandState, line: str
) -> None:
    case = worked(*map(SearchedByHand, results))
    (task,) = hand_tasks(STORES, case.by_hand)
    assert task.state is state
    assert list(hand_lines([task])) == [line]


def test_what_a_search_covered_says_what_people_searched_and_nothing_else_changes() -> None:
    covered = Answer(
        hits=(),
        searched=(Searched("sager", 1, NOW),),
        not_searched=(
            NotSearched("papir", "manual"),
            NotSearched("skabe", "manual"),
            NotSearched("ny", "not indexed yet"),
        ),
        gaps=(),
        seconds=0.0,
    )
    told = told_by_hand(covered, [ASKED, FOUND, HandResult("ny", TODAY, "x", 0)])
    assert [one.reason for one in told.not_searched] == ["manual.found", "manual", "not indexed yet"]
    assert told.searched == covered.searched


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (HandResult("papir", date(2026, 2, 12), "arkivar", 2), "is empty"),
        (HandResult("papir", date(2026, 2, 12), " ", 0), "is empty"),
        (HandResult("papir", date(2026, 2, 12), "arkivar", -1), "not below 0"),
        (HandResult("papir", date(2026, 2, 1), "arkivar", 0), "before the request"),
        (HandResult("papir", date(2026, 2, 21), "arkivar", 0), "still to come"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(result: HandResult, says: str) -> None:
    with pytest.raises(SetupError, match=says):
        check(worked(), SearchedByHand(result), today=TODAY)

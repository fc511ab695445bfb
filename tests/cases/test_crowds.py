"""A caseworker is told which hits tell of many others, or of somebody who is protected."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.cases.crowds import Crowd, crowd_lines, crowd_marks, crowds
from dsar.detect import Detectors
from dsar.model import Hit, HitPassage
from tests.package.people import SUBJECT

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
OTHERS = "Bent Ove Skaarup, Laura Tvede, Birgitte Holm Kjeldsen, Henrik Thorup Madsen"


def seen(text: str) -> tuple[Crowd, ...]:
    hit = Hit("s", "a.txt", "a", 0.9, "", (), (HitPassage("tekst", text, ()),))
    return crowds([(3, hit)], SUBJECT, DETECT)


def test_five_others_are_many_and_four_are_not() -> None:
    assert seen(f"Anders Bo Jensen, {OTHERS}.") == ()
    assert seen(f"Anders Bo Jensen, {OTHERS} og Camilla Dahl Thorup.") == (Crowd(3, 5, False),)


def test_entries_about_others_alone_are_told_though_others_are_few() -> None:
    diary = (
        "09.05 Anders Bo Jensen vil have pas.",
        "09.40 Bent Ove Skaarup er fuld.",
        "10.10 Laura Tvede spørger om vej.",
    )
    (one,) = seen("\n".join(diary))
    assert (one.people, one.apart) == (2, 2)
    line, proposals = crowd_lines([one])
    assert line.startswith("Fund 3 har flere afsnit, der handler om andre alene")
    assert proposals.startswith("Fund 3 har sætninger, der ser ud til kun at handle om andre")
    assert crowd_marks([one]) == {3: "2 afsnit om andre alene: overvej et uddrag; 2 sætninger om andre: se forslagene"}
    assert seen("Anders Bo Jensen vil have nyt pas.\n\nHilsen Bent Ove Skaarup\n\nKopi: Laura Tvede.") == ()


@pytest.mark.parametrize(
    "text", ["FORTROLIGT. Anders Bo Jensen.", "Anders Bo Jensen. Laura Tvede er adressebeskyttet."]
)
def test_a_mark_of_protection_is_told(text: str) -> None:
    (one,) = seen(text)
    assert one.guarded


def test_the_lines_name_the_hits() -> None:
    lines = list(crowd_lines([Crowd(3, 7, False), Crowd(8, 1, True)]))
    assert lines[0].startswith("Fund 3 nævner 5 eller flere andre (op til 7)")
    assert "--extract" in lines[0]
    assert lines[1].startswith("Fund 8 ")
    assert not list(crowd_lines([]))

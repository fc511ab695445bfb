"""A caseworker is told which hits tell of many others, or of somebody who is protected."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.cases.crowds import Crowd, crowd_lines, crowds
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

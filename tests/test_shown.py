"""How values are written for a person's eyes."""

from __future__ import annotations

import pytest

from dsar.shown import percent, printable, signed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sæby, 2. sal", "Sæby, 2. sal"),
        ("rød\x1b[31m.txt", "rød?[31m.txt"),
        ("to\nlinjer", "to?linjer"),
        ("fdp.\u202ebrev", "fdp.?brev"),
    ],
)
def test_what_would_steer_a_terminal_is_a_question_mark(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_ends_and_tabs_stay_where_they_may() -> None:
    assert printable("to\nlin\tjer\x07", keep="\n\t") == "to\nlin\tjer?"


@pytest.mark.parametrize(("weight", "shown"), [(9.2, "+9,2"), (-16.0, "-16,0"), (0.0, "+0,0"), (0.25, "+0,2")])
def test_a_weight_has_its_sign_and_a_comma(weight: float, shown: str) -> None:
    assert signed(weight) == shown


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "under 0,1 %"),
        (0.0004, "under 0,1 %"),
        (0.06, "6,0 %"),
        (0.25 - 1e-16, "25,0 %"),
        (0.9899, "98,9 %"),
        (0.998, "99,8 %"),
        (0.99951, "over 99,9 %"),
        (1.0, "over 99,9 %"),
    ],
)
def test_a_percentage_never_says_more_than_is_known(probability: float, said: str) -> None:
    assert percent(probability) == said

"""The spellings that names are looked for in, each way round; an accent that is added is a slip."""

from __future__ import annotations

import pytest

from dsar.find.spelling import Fit, spellings

PAIRS = [
    ("åge", "aage", Fit.LETTERS),
    ("kjær", "kjaer", Fit.LETTERS),
    ("bækgård", "baekgaard", Fit.LETTERS),
    ("sørensen", "soerensen", Fit.LETTERS),
    ("müller", "mueller", Fit.LETTERS),
    ("josephine", "josefine", Fit.VARIANT),
    ("erick", "erik", Fit.VARIANT),
    ("nick", "nic", Fit.VARIANT),
    ("lauritz", "laurits", Fit.VARIANT),
    ("zoren", "soren", Fit.VARIANT),
    ("waldemar", "valdemar", Fit.VARIANT),
    ("werner", "verner", Fit.VARIANT),
    ("thomas", "tomas", Fit.VARIANT),
    ("birthe", "birte", Fit.VARIANT),
    ("mette", "mete", Fit.VARIANT),
    ("hansen", "hanssen", Fit.VARIANT),
    ("kirsten", "kirstine", Fit.VARIANT),
    ("christian", "kristian", Fit.VARIANT),
    ("schmidt", "schmit", Fit.VARIANT),
    ("alexander", "aleksander", Fit.VARIANT),
]


@pytest.mark.parametrize(
    ("one", "other", "fit"), [*PAIRS, *((b, a, f) for a, b, f in PAIRS), ("rené", "rene", Fit.LETTERS)]
)
def test_a_name_is_looked_for_in_its_other_spelling(one: str, other: str, fit: Fit) -> None:
    assert spellings(one).get(other, Fit.EDIT) <= fit

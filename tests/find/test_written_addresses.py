"""An address that nobody can read as street and number is asked for as it is written."""

from __future__ import annotations

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.person import Person
from dsar.find.subject import as_written
from tests.find.people import ANDERS, ask, item, subject

ABROAD = subject(addresses=["221 Baker Lane, Leeds LS1 4AB"], names=["Anders Bo Jensen"])


@pytest.mark.parametrize(
    "text",
    [
        "Brevet er sendt til 221 Baker Lane, Leeds LS1 4AB.",
        "Anders Bo Jensen\n221 Baker Lane,\nLeeds LS1 4AB",
        "221 BAKER LANE, LEEDS, LS1 4AB",
    ],
)
def test_it_is_found_where_it_is_written_so(text: str) -> None:
    (hit,) = ask(ABROAD, [item("a.txt", text), item("b.txt", "21 Baker Lane, Leeds LS1 4AB")]).hits
    assert hit.item == "a.txt"
    assert "other.equal" in {clue.rule for passage in hit.passages for clue in passage.clues}


def test_an_address_that_is_read_is_not_asked_for_so() -> None:
    assert as_written(ANDERS) is ANDERS
    assert Person(as_written(ABROAD), Lexicon()).subject.other == ("221 Baker Lane, Leeds LS1 4AB",)

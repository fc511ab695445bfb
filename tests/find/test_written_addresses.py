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


@pytest.mark.parametrize("written", ["申请人 王小明 已到场", "申请人 王 小明 已到场", "小明 王"])
def test_a_surname_of_one_chinese_character_is_one(written: str) -> None:
    who = subject(names=["王 小明"], birth_date="1990-01-31")
    assert [hit.item for hit in ask(who, [item("a.txt", written), item("b.txt", "小明 已到场")]).hits] == ["a.txt"]

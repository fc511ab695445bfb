from __future__ import annotations

from datetime import date

import pytest

from dsar.cases.grounds import load_grounds, read_grounds
from dsar.errors import SetupError

TODAY = date(2026, 11, 21)
TWO_PERIODS = """
version = "1"
[[ground]]
code = "a"
law = "før"
text = "t"
weighing = false
valid_from = 2020-01-01
valid_to = 2020-12-31
source = "s"
checked = true
[[ground]]
code = "a"
law = "efter"
text = "t"
weighing = true
valid_from = 2021-01-01
source = "s"
checked = true
"""


def test_the_grounds_of_the_law_are_there() -> None:
    """LEGAL §5.1, §5.4: art. 15(4), art. 12(5), DBL § 22 stk. 1, stk. 2 nr. 1-10, stk. 3 by OFL §§ 19-27 and 35."""
    codes = [ground.code for ground in load_grounds().on(TODAY)]
    assert codes == [
        "art15_4", "art12_5", "dbl22_1",
        *(f"dbl22_2_{n}" for n in range(1, 11)),
        *(f"dbl22_3_ofl{n}" for n in (19, 20, 21, 22, 23, 24, 25, 27, 35)),
        "dbl22_stat",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["art15_4", "art12_5", "dbl22_1", "dbl22_2_4"])
def test_a_ground_that_asks_for_a_concrete_weighing_says_so(code: str) -> None:
    assert load_grounds().named(code, TODAY).weighing


def test_no_ground_is_in_force_before_the_regulation_was() -> None:
    assert load_grounds().on(date(2018, 5, 24)) == ()


def test_each_ground_cites_its_source_and_speaks_danish() -> None:
    assert all(ground.source and ground.text.endswith(".") and ground.law for ground in load_grounds().all)


def test_grounds_whose_wording_was_not_read_say_so() -> None:
    """LEGAL §10: DBL § 22 stk. 2 nr. 8-10 and stk. 3-6 are to be read before they are printed."""
    unread = [ground.code for ground in load_grounds().all if not ground.checked]
    assert {"dbl22_2_8", "dbl22_2_9", "dbl22_2_10", "dbl22_3_ofl23", "dbl22_stat"} <= set(unread)
    assert not {"art15_4", "dbl22_1", "dbl22_2_4"} & set(unread)


def test_a_code_is_found_however_it_is_written() -> None:
    assert load_grounds().named("DBL22-2-4", TODAY).code == "dbl22_2_4"


def test_an_unknown_ground_is_refused_in_one_line_that_lists_the_codes() -> None:
    with pytest.raises(SetupError) as refused:
        load_grounds().named("dbl23", TODAY)
    assert "\n" not in str(refused.value)
    assert "dbl22_2_10" in str(refused.value)


def test_a_rule_is_read_by_the_day_of_the_decision() -> None:
    grounds = read_grounds(TWO_PERIODS)
    assert [grounds.named("a", day).law for day in (date(2020, 12, 31), date(2021, 1, 1))] == ["før", "efter"]


def test_two_periods_of_one_code_never_overlap() -> None:
    grounds = load_grounds()
    days = {ground.valid_from for ground in grounds.all} | {g.valid_to for g in grounds.all if g.valid_to}
    assert all(len(grounds.on(day)) == len({g.code for g in grounds.on(day)}) for day in days)

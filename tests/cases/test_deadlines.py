"""The dates of a case: worked examples of extension and suspension, row by row, and what holds of any case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.cases.acts import Act, Answered, AskedCitizen, DocumentsAnswered, Extended, IdentityChecked, Replied
from dsar.cases.codes import Asked, ExtensionReason, IdentityHow, Track
from dsar.cases.deadlines import SuspensionPolicy, deadlines, suspensions
from dsar.cases.values import Question
from dsar.dates import is_working_day
from tests.cases.made import LIKELY_ACT, RECEIVED, TODAY, case

NONE, PAUSE, RESTART = SuspensionPolicy.NONE, SuspensionPolicy.PAUSE, SuspensionPolicy.RESTART
LONGEST_ROLL = 5
"""Days from the Thursday before Easter to the Tuesday after it."""
VOLUME = (ExtensionReason.VOLUME,)


def identity(asked: date, proved: date) -> tuple[Act, ...]:
    return AskedCitizen(Asked.IDENTITY, asked, "tvivl"), IdentityChecked(IdentityHow.MITID, proved)


FEBRUARY = identity(date(2026, 2, 3), date(2026, 2, 11))
EXTENDED = (Extended(date(2026, 2, 27), VOLUME, "mange dokumenter"),)
NOVEMBER = identity(date(2025, 12, 1), date(2025, 12, 6))
LATE = identity(date(2026, 2, 22), date(2026, 2, 25))

# R-03-03: (row, received, acts, policy, strict, with suspension)
SUSPENDED = [
    ("eight-days-paused", date(2026, 2, 2), FEBRUARY, PAUSE, date(2026, 3, 2), date(2026, 3, 10)),
    ("begun-anew", date(2026, 2, 2), FEBRUARY, RESTART, date(2026, 3, 2), date(2026, 3, 11)),
    ("no-suspension-by-policy", date(2026, 2, 2), FEBRUARY, NONE, date(2026, 3, 2), date(2026, 3, 2)),
    ("extended-and-paused", date(2026, 2, 2), FEBRUARY + EXTENDED, PAUSE, date(2026, 5, 4), date(2026, 5, 11)),
    ("over-new-year", date(2025, 11, 28), NOVEMBER, PAUSE, date(2025, 12, 29), date(2026, 1, 2)),
    ("asked-on-day-20-suspends-nothing", date(2026, 2, 2), LATE, PAUSE, date(2026, 3, 2), date(2026, 3, 2)),
    ("asked-on-day-20-begins-nothing-anew", date(2026, 2, 2), LATE, RESTART, date(2026, 3, 2), date(2026, 3, 2)),
]


@pytest.mark.parametrize(
    ("received", "done", "policy", "strict", "suspended"), [row[1:] for row in SUSPENDED], ids=[r[0] for r in SUSPENDED]
)
def test_r_03_03_a_question_asked_at_once_moves_the_date_beside_the_strict_one(
    received: date, done: tuple[Act, ...], policy: SuspensionPolicy, strict: date, suspended: date
) -> None:
    found = deadlines(case(*done, received=received), policy=policy, today=date(2026, 6, 1))
    assert (found.final, found.suspended) == (strict, suspended)


# R-03-01: three months from receipt, never from the first date after it was moved.
FINAL = [
    (date(2025, 1, 31), date(2025, 2, 28), date(2025, 4, 30)),
    (date(2025, 11, 30), date(2025, 12, 30), date(2026, 3, 2)),
    (date(2024, 2, 29), date(2024, 4, 2), date(2024, 5, 29)),
    (date(2023, 1, 31), date(2023, 2, 28), date(2023, 5, 1)),
    (date(2025, 3, 5), date(2025, 4, 7), date(2025, 6, 5)),
]


@pytest.mark.parametrize(("received", "due", "extended_due"), FINAL, ids=[str(row[0]) for row in FINAL])
def test_r_03_01_an_extension_is_counted_from_receipt(received: date, due: date, extended_due: date) -> None:
    found = deadlines(case(Extended(due, VOLUME, "x"), received=received), policy=PAUSE, today=due)
    assert (found.due, found.final) == (due, extended_due)


def test_an_open_question_goes_on_suspending_until_today() -> None:
    waiting = case(AskedCitizen(Asked.IDENTITY, date(2026, 2, 3), "tvivl"))
    assert deadlines(waiting, policy=PAUSE, today=date(2026, 2, 13)).suspended == date(2026, 3, 12)


def test_a_question_that_was_never_answered_stops_suspending_when_the_case_ends() -> None:
    ended = case(AskedCitizen(Asked.SCOPE, date(2026, 2, 3), "hvad?"), Answered(date(2026, 2, 13)))
    assert deadlines(ended, policy=PAUSE, today=date(2026, 6, 1)).suspended == date(2026, 3, 12)


def test_days_on_which_two_questions_were_open_count_once() -> None:
    both = case(
        AskedCitizen(Asked.IDENTITY, date(2026, 2, 3), "tvivl"),
        AskedCitizen(Asked.SCOPE, date(2026, 2, 4), "hvad?"),
        IdentityChecked(IdentityHow.MITID, date(2026, 2, 11)),
        Replied(2, date(2026, 2, 9)),
    )
    assert deadlines(both, policy=PAUSE, today=TODAY).suspended == date(2026, 3, 10)


def test_a_question_that_a_reply_raises_is_prompt_if_asked_soon_after_it() -> None:
    """EDPB example 31: the exchange about the identity may go on, and suspends until it suffices."""
    first = Question(1, Asked.IDENTITY, date(2026, 2, 3), "tvivl", answered=date(2026, 2, 16))
    again = Question(2, Asked.IDENTITY, date(2026, 2, 18), "stadig tvivl")
    assert [one.prompt for one in suspensions(RECEIVED, [first, again])] == [True, True]


def test_a_question_of_another_kind_gains_nothing_from_an_earlier_one() -> None:
    first = Question(1, Asked.IDENTITY, date(2026, 2, 3), "tvivl", answered=date(2026, 2, 16))
    other = Question(2, Asked.SCOPE, date(2026, 2, 18), "hvad?")
    assert [one.prompt for one in suspensions(RECEIVED, [first, other])] == [True, False]


@pytest.mark.parametrize(
    ("asked", "prompt"), [(date(2026, 2, 5), True), (date(2026, 2, 6), False)], ids=["third-day", "fourth-day"]
)
def test_without_undue_delay_is_three_working_days(asked: date, prompt: bool) -> None:
    assert suspensions(RECEIVED, [Question(1, Asked.SCOPE, asked, "hvad?")])[0].prompt is prompt


def test_r_03_07_a_letter_that_also_asks_for_documents_is_due_in_seven_working_days() -> None:
    both = case(tracks=(Track.GDPR, Track.PARTY))
    found = deadlines(both, policy=PAUSE, today=TODAY)
    assert (found.aktindsigt_due, found.next) == (date(2026, 2, 11), date(2026, 2, 11))


def test_after_the_documents_the_month_is_what_is_next() -> None:
    both = case(DocumentsAnswered(date(2026, 2, 10)), tracks=(Track.GDPR, Track.OWN))
    assert deadlines(both, policy=PAUSE, today=TODAY).next == date(2026, 3, 2)


def test_a_request_for_data_alone_has_no_date_for_documents() -> None:
    assert deadlines(case(), policy=PAUSE, today=TODAY).aktindsigt_due is None


@pytest.mark.parametrize(("today", "late"), [(date(2026, 3, 2), False), (date(2026, 3, 3), True)])
def test_a_case_is_late_from_the_day_after_the_strict_date(today: date, late: bool) -> None:
    assert deadlines(case(*FEBRUARY), policy=PAUSE, today=today).is_late(today) is late


histories = st.lists(LIKELY_ACT, max_size=8)
policies = st.sampled_from(list(SuspensionPolicy))
todays = st.dates(RECEIVED, RECEIVED + timedelta(400))


@given(histories, policies, todays)
def test_a_suspension_never_makes_a_date_earlier_nor_ends_it_on_a_holiday(
    done: list[Act], policy: SuspensionPolicy, today: date
) -> None:
    found = deadlines(case(*done), policy=policy, today=today)
    assert found.suspended >= found.final
    assert is_working_day(found.suspended)


@given(histories, todays)
def test_whatever_is_asked_the_strict_dates_stay(done: list[Act], today: date) -> None:
    plain = deadlines(case(), policy=NONE, today=TODAY)
    found = deadlines(case(*done), policy=PAUSE, today=today)
    assert (found.due, found.extended_due) == (plain.due, plain.extended_due)


@given(histories, todays)
def test_pausing_adds_no_more_days_than_have_passed(done: list[Act], today: date) -> None:
    made = case(*done)
    found = deadlines(made, policy=PAUSE, today=today)
    first = min([today, *(q.asked for q in made.questions)])
    last = max([today, *(q.answered for q in made.questions if q.answered)])
    assert found.suspended <= found.final + timedelta((last - first).days + LONGEST_ROLL)

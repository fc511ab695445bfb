"""The worked examples of the law's rule, row by row, and what must hold of any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.dates import EARLIEST, LATEST, add_working_days, dates, is_working_day
from dsar.errors import SetupError

# (row in the list of worked examples, received, due)
DUE = [
    ("1-leap-year-clamp", date(2024, 1, 31), date(2024, 2, 29)),
    ("2-clamp", date(2025, 1, 31), date(2025, 2, 28)),
    ("3-30-to-29-in-a-leap-year", date(2024, 1, 30), date(2024, 2, 29)),
    ("4-29-to-28", date(2025, 1, 29), date(2025, 2, 28)),
    ("5-clamp-then-roll-into-march", date(2027, 1, 29), date(2027, 3, 1)),
    ("6-leap-day-and-four-days-of-easter", date(2024, 2, 29), date(2024, 4, 2)),
    ("7-edpb-example-33", date(2024, 8, 31), date(2024, 9, 30)),
    ("8-edpb-example-32-and-a-weekend", date(2025, 3, 5), date(2025, 4, 7)),
    ("9-skaertorsdag", date(2025, 3, 17), date(2025, 4, 22)),
    ("10-skaertorsdag", date(2026, 3, 2), date(2026, 4, 7)),
    ("11-2-paaskedag", date(2026, 3, 6), date(2026, 4, 7)),
    ("12-the-friday-after-himmelfart-is-worked", date(2026, 4, 14), date(2026, 5, 15)),
    ("13-pinsedag-and-2-pinsedag", date(2026, 4, 24), date(2026, 5, 26)),
    ("14-jul-and-weekend", date(2025, 11, 25), date(2025, 12, 29)),
    ("15-juleaftensdag-is-worked", date(2025, 11, 24), date(2025, 12, 24)),
    ("16-2-juledag-on-a-saturday", date(2026, 11, 25), date(2026, 12, 28)),
    ("17-nytaarsdag", date(2025, 12, 1), date(2026, 1, 2)),
    ("18-nytaarsdag-and-weekend", date(2026, 12, 1), date(2027, 1, 4)),
    ("19-grundlovsdag-is-worked", date(2025, 5, 5), date(2025, 6, 5)),
    ("20-the-same-date-is-2-pinsedag", date(2028, 5, 5), date(2028, 6, 6)),
    ("21-the-last-store-bededag", date(2023, 4, 5), date(2023, 5, 8)),
    ("22-store-bededag-abolished", date(2024, 3, 26), date(2024, 4, 26)),
    ("23-month-end-and-sunday", date(2026, 12, 31), date(2027, 2, 1)),
    ("24-received-on-a-saturday", date(2026, 11, 21), date(2026, 12, 21)),
]

# R-03-01: three months from receipt, never from the rolled first date.
EXTENDED = [
    ("R-03-01-not-chained-from-28-february", date(2025, 1, 31), date(2025, 4, 30)),
    ("weekend", date(2025, 11, 30), date(2026, 3, 2)),
    ("leap-day", date(2024, 2, 29), date(2024, 5, 29)),
    ("1-may-is-worked", date(2023, 1, 31), date(2023, 5, 1)),
    ("R-03-01-not-chained-from-7-april", date(2025, 3, 5), date(2025, 6, 5)),
]

# R-03-07: seven working days, the day of receipt not counted.
AKTINDSIGT = [
    ("plain", date(2026, 11, 23), date(2026, 12, 2)),
    ("received-on-a-saturday", date(2026, 11, 21), date(2026, 12, 1)),
    ("over-easter", date(2026, 3, 30), date(2026, 4, 13)),
    ("over-new-year", date(2026, 12, 23), date(2027, 1, 5)),
]

# R-03-03: five working days before the strict date.
INTERNAL = [
    ("plain", date(2026, 11, 21), date(2026, 12, 14)),
    ("over-easter", date(2026, 3, 9), date(2026, 3, 30)),
]


@pytest.mark.parametrize(("received", "due"), [row[1:] for row in DUE], ids=[row[0] for row in DUE])
def test_an_answer_is_due_a_month_after_receipt(received: date, due: date) -> None:
    assert dates(received).due == due


@pytest.mark.parametrize(("received", "due"), [row[1:] for row in EXTENDED], ids=[row[0] for row in EXTENDED])
def test_an_extension_is_counted_from_receipt(received: date, due: date) -> None:
    assert dates(received).extended_due == due


@pytest.mark.parametrize(("received", "due"), [row[1:] for row in AKTINDSIGT], ids=[row[0] for row in AKTINDSIGT])
def test_access_to_documents_is_due_in_seven_working_days(received: date, due: date) -> None:
    assert dates(received).aktindsigt_due == due


@pytest.mark.parametrize(("received", "due"), [row[1:] for row in INTERNAL], ids=[row[0] for row in INTERNAL])
def test_the_day_to_aim_at_is_five_working_days_earlier(received: date, due: date) -> None:
    assert dates(received).internal_due == due


days = st.dates(EARLIEST, LATEST)


@given(days)
def test_no_date_falls_on_a_day_without_work(received: date) -> None:
    found = dates(received)
    assert all(map(is_working_day, (found.due, found.extended_due, found.internal_due, found.aktindsigt_due)))


@given(days)
def test_the_dates_stand_in_order(received: date) -> None:
    found = dates(received)
    assert received < found.aktindsigt_due < found.due < found.extended_due
    assert received < found.internal_due < found.due


@given(days.filter(lambda day: day < LATEST))
def test_a_request_a_day_later_is_never_due_earlier(received: date) -> None:
    assert dates(received).due <= dates(received + timedelta(1)).due


@given(days, st.integers(1, 30))
def test_as_many_working_days_lie_between_as_were_added(day: date, number: int) -> None:
    end = add_working_days(day, number)
    assert sum(is_working_day(day + timedelta(n)) for n in range(1, (end - day).days + 1)) == number


@pytest.mark.parametrize("received", [date(1918, 5, 25), date(2018, 5, 24), date(2199, 7, 1), date.max])
def test_a_day_outside_the_known_rules_is_refused(received: date) -> None:
    with pytest.raises(SetupError, match="Check the year"):
        dates(received)

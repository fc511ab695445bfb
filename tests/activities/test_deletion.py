"""A day of deletion is told where it follows from what is known, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.activities import Retention
from dsar.activities.deletion import Deletion, deletions

TODAY = date(2026, 11, 22)
CASE = Retention(trigger="sagens afslutning", years=5)
BOOKS = Retention(covers="bogføring", trigger="Regnskabsårets udgang", years=6)
OPEN = Retention(trigger="den enkelte opgørelse")


def one(rule: Retention, *texts: str, dated: date | None = None) -> Deletion:
    (made,) = deletions([rule], texts, dated=dated, today=TODAY)
    return made


@pytest.mark.parametrize(
    ("row", "since", "on"),
    [
        ("SagsID: 24-1\nAfsluttet: 02-09-2024\nStatus: Lukket", date(2024, 9, 2), date(2029, 9, 2)),
        ("Lukket den: 2. september 2024", date(2024, 9, 2), date(2029, 9, 2)),
        ("AFSLUTNINGSDATO : 2024-02-29T00:00", date(2024, 2, 29), date(2029, 2, 28)),
        ("Afsluttet: 02-09-2020\n\nAfsluttet: 02-09-2024", date(2024, 9, 2), date(2029, 9, 2)),  # opened again
    ],
)
def test_a_row_that_says_when_its_case_was_closed_gives_the_day(row: str, since: date, on: date) -> None:
    assert one(CASE, row) == Deletion(CASE, since=since, on=on)


@pytest.mark.parametrize(
    "row",
    [
        "Status: Afsluttet",
        "Afsluttet: ja",
        "Afsluttet: se 02-09-2024",
        "Sagen blev afsluttet: 02-09-2024",
        "Oprettet: 02-09-2024",
    ],
)
def test_what_does_not_say_when_its_case_was_closed_gives_none(row: str) -> None:
    assert one(CASE, row) == Deletion(CASE)


def test_no_case_is_closed_before_what_is_written_in_it() -> None:
    assert one(CASE, dated=date(2024, 2, 29)) == Deletion(CASE, earliest=date(2029, 2, 28))


def test_what_is_booked_is_kept_from_the_end_of_its_year() -> None:
    assert one(BOOKS, dated=date(2024, 3, 1)) == Deletion(BOOKS, since=date(2024, 12, 31), on=date(2030, 12, 31))


def test_a_rule_without_a_period_or_with_an_event_of_its_own_gives_nothing() -> None:
    own = Retention(trigger="borgerens fraflytning", years=2)
    assert (one(OPEN, dated=TODAY), one(own, dated=TODAY)) == (Deletion(OPEN), Deletion(own))


def test_each_rule_of_an_activity_is_told() -> None:
    made = deletions([CASE, BOOKS, OPEN], ["Afsluttet: 2024-01-01"], dated=None, today=TODAY)
    assert [deletion.on for deletion in made] == [date(2029, 1, 1), None, None]


@given(st.text(alphabet="Afsluttet: 0123456789-./\n\t", max_size=300), st.dates(date(1900, 1, 1), date(2099, 1, 1)))
def test_any_text_gives_a_day_or_none(text: str, dated: date) -> None:
    made = one(CASE, text, dated=dated)
    assert (made.on is None) != (made.earliest is None)

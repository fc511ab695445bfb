"""What documents state: dates that are dates, names that are names, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.stated import Stated, StatedKind, author_of, believable, checked, date_of, day_of, on, said


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-11-02", "2026-11-02"),
        ("2026-11-02T09:30:00Z", "2026-11-02T09:30:00Z"),
        ("2026-11-02T09:30:00.1234567+01:00", "2026-11-02T08:30:00Z"),
        ("2026-11-02T09:30", "2026-11-02T09:30:00"),
        ("D:20261102093000+01'00'", "2026-11-02T08:30:00Z"),
        ("D:20261102093000Z00'00'", "2026-11-02T09:30:00Z"),
        ("D:20261102", "2026-11-02"),
        ("2026:11:02 09:30:00", "2026-11-02T09:30:00"),
        ("2026:11:02 09:30:00+01:00", "2026-11-02T08:30:00Z"),
        ("Mon, 02 Nov 2026 23:30:00 -0500", "2026-11-03T04:30:00Z"),
        ("2 Nov 2026 09:30:00 +0100 (CET)", "2026-11-02T08:30:00Z"),
        ("2-11-2026", "2026-11-02"),
        ("02.11.2026 kl. 09.30", "2026-11-02"),
        ("02/11/2026 09:30:00", "2026-11-02"),
        ("Mon, 02 Nov 2026 09:30:00 -0000", "2026-11-02T09:30:00"),
    ],
)
def test_a_date_is_read_as_files_write_it(written: str, value: str) -> None:
    assert on(StatedKind.CREATED, written) == (Stated(StatedKind.CREATED, value),)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "i går",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "1899-12-30",
        "2026-02-31",
        "2026-13-01",
        "2026-11-02T25:00:00",
        "2026-11-02T09:30:00+99:00",
        "2026-11/02",
        "0000:00:00 00:00:00",
        "1601-01-01T00:00:00Z",
        "1904-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1980-01-01T00:00:00",
        "D:2026",
        "31-02-2026",
        "11/22-2026",
        "Thu, 31 Feb 2026 10:00:00 +0100",
        "Thu, 02 Nov 99999 10:00:00 +0100",
        "２０２６-11-02",
        "1 Jan 0001 00:00 +0000",
    ],
)
def test_what_is_no_date_of_a_file_is_none(written: str) -> None:
    assert on(StatedKind.CREATED, written) == ()


def test_a_time_at_the_edge_of_time_is_none() -> None:
    assert on(StatedKind.SENT, "9999-12-31T23:59:59-12:00") == ()


@given(st.text())
def test_whatever_is_written_gives_a_date_that_is_checked_or_none(written: str) -> None:
    for one in on(StatedKind.SENT, written):
        assert checked(one.kind, one.value) == one
        assert 1900 <= day_of(one.value).year <= 2100


@given(st.datetimes(timezones=st.just(UTC)) | st.datetimes() | st.dates())
def test_every_date_that_is_kept_comes_back_as_it_was(when: date) -> None:
    for one in on(StatedKind.SENT, when):
        assert checked(one.kind, one.value) == one


@given(st.text(st.characters(exclude_categories=[])))
def test_a_name_is_one_bounded_line_that_comes_back_as_it_was(text: str) -> None:
    for one in said(StatedKind.AUTHOR, text):
        assert checked(one.kind, one.value) == one
        assert 0 < len(one.value) <= 300
        assert one.value.isprintable() or not any(ord(c) < 32 for c in one.value)


def test_names_are_cleaned_and_said_once() -> None:
    assert said(StatedKind.AUTHOR, " Bo \r\n Holm\x00 ", "Bo Holm", "\x07", "") == (
        Stated(StatedKind.AUTHOR, "Bo Holm"),
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [("sent", "i går"), ("sent", "02-11-2026"), ("sent", "D:20261102"), ("author", "\n"), ("owner", "Bo")],
)
def test_what_this_module_does_not_make_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValueError):
        checked(kind, value)


def test_a_mail_is_of_the_day_it_was_sent_whatever_its_file_says() -> None:
    stated = [
        *on(StatedKind.STORED, "2026-11-20"),
        *on(StatedKind.CREATED, "2019-01-01"),
        *on(StatedKind.SENT, "2026-11-02"),
    ]

    assert date_of(stated) == Stated(StatedKind.SENT, "2026-11-02")


def test_a_letter_written_over_an_old_one_is_of_the_day_it_was_changed() -> None:
    stated = [*on(StatedKind.CREATED, "2015-01-01"), *on(StatedKind.MODIFIED, "2026-11-02")]

    assert date_of(stated) == Stated(StatedKind.MODIFIED, "2026-11-02")


def test_of_several_signatures_the_last_counts() -> None:
    stated = [*on(StatedKind.SIGNED, "2026-11-03"), *on(StatedKind.SIGNED, "2026-11-02")]

    assert date_of(stated) == Stated(StatedKind.SIGNED, "2026-11-03")


def test_who_states_nothing_has_neither_date_nor_author() -> None:
    assert (date_of([]), author_of([])) == (None, "")


def test_who_changed_it_last_is_named_where_no_author_is() -> None:
    assert author_of(said(StatedKind.CHANGED_BY, "Bo Holm")) == "Bo Holm"


def test_all_authors_are_named_and_not_who_changed_it() -> None:
    assert author_of([*said(StatedKind.CHANGED_BY, "Eva"), *said(StatedKind.AUTHOR, "Bo", "Ida")]) == "Bo; Ida"


@pytest.mark.parametrize(("day", "expected"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)])
def test_nothing_is_written_in_the_future(day: str, *, expected: bool) -> None:
    (stated,) = on(StatedKind.MODIFIED, day)

    assert believable(stated, date(2026, 11, 22)) is expected


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-02T23:30:00Z", date(2026, 11, 3)),
        ("2026-11-02T23:30:00", date(2026, 11, 2)),
        ("2026-11-02", date(2026, 11, 2)),
    ],
)
def test_a_day_is_that_of_denmark_where_the_zone_is_told(value: str, day: date) -> None:
    assert day_of(value) == day


def test_a_zone_that_is_told_is_not_lost() -> None:
    assert on(StatedKind.SENT, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))[0].value.endswith("Z")


def test_a_name_is_not_shown_by_accident() -> None:
    assert "Holm" not in repr(said(StatedKind.AUTHOR, "Bo Holm"))

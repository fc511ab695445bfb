"""The dates of open cases as a calendar file (RFC 5545); it names cases by number only, never a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from dsar.cases.deadlines import Deadlines
from dsar.cases.values import Case
from dsar.cases.words import CALENDAR


def calendar(dated: Iterable[tuple[Case, Deadlines]], *, now: datetime) -> bytes:
    """All-day events for the days on which something is due; the same input gives the same bytes."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//dsar//dsar//DA")
    made.add("version", "2.0")
    made.add("x-wr-calname", CALENDAR["name"])
    for case, found in dated:
        for name, day in _days(case, found):
            event = icalendar.Event()
            event.add("uid", f"{case.id}-{name}@dsar")
            event.add("dtstamp", now)
            event.add("dtstart", day)
            event.add("summary", CALENDAR[name].format(case=case.id))
            event.add("transp", "TRANSPARENT")
            made.add_component(event)
    return bytes(made.to_ical())


def _days(case: Case, found: Deadlines) -> Iterator[tuple[str, date]]:
    if found.aktindsigt_due is not None and case.documents_answered is None:
        yield "aktindsigt_due", found.aktindsigt_due
    yield "internal_due", found.internal_due
    yield ("can_extend" if case.extension is None else "final_due"), found.final

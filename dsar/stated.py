"""What a document states of itself, as data: when it is of, who wrote it, which mail it answers.

What stands in a file may be anything, so a value is made here or not at all: a date
is one of the calendar and of the time in which there are files, a name is short and of
one line. What is refused stays text of the document, and is searched like all text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")
"""Legal days are days in Denmark."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST = 300
"""Characters of a name or an id."""
_LONGEST_DATE = 100
MOST = 50
"""Things that are kept of one document."""
_ZEROS = frozenset({"1900-01-01", "1904-01-01", "1970-01-01T00:00:00", "1980-01-01T00:00:00"})
"""Where clocks begin (spreadsheets, old Macs, Unix, DOS): a time that was never set."""

_WRITTEN = re.compile(
    r"""(?:D:)?(?P<year>[0-9]{4})(?P<mark>[-:/.]?)(?P<month>[0-9]{2})(?P=mark)(?P<day>[0-9]{2})
    (?:[T ]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?(?:[.,][0-9]{1,9})?
    [ ]?(?:(?P<utc>Z)(?:00'?00'?)?|(?P<sign>[+-])(?P<hours>[0-9]{2})(?:[:']?(?P<minutes>[0-9]{2}))?'?)?)?""",
    re.VERBOSE,
)
_DANISH = re.compile(
    r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})(?:[ T,]{1,3}(?:kl\.? )?[0-9]{1,2}[:.][0-9]{2}.{0,12})?"
)
_YEAR_OF_NOUGHT = re.compile("(?<=[ ])0[0-9]{3}(?=[ ])")
"""Such as 0001, which Python's reader of mail dates takes for 2001."""
_NORMAL = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?)?")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class StatedKind(StrEnum):
    """What is stated; dates first, and the one that is believed first first."""

    SENT = "sent"
    SIGNED = "signed"
    TAKEN = "taken"
    """When a picture was."""
    DATED = "dated"
    """What a case system says its date is."""
    MODIFIED = "modified"
    CREATED = "created"
    """After ``modified``: who writes a letter over an old one keeps the old one's."""
    STORED = "stored"
    """When its file was last written, which copying may change. The store says so, not the document."""
    AUTHOR = "author"
    CHANGED_BY = "changed_by"
    MESSAGE_ID = "message_id"
    ANSWERS = "answers"
    """The id of a mail that this one answers, or that stands before it in its thread."""


DATES = tuple(StatedKind)[: list(StatedKind).index(StatedKind.AUTHOR)]
"""The kinds whose values are dates."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that is stated.

    A date is ISO 8601 in one of three forms: a day (``2026-11-02``), a time in UTC
    (``2026-11-02T09:30:00Z``), or one whose zone is not told (``2026-11-02T09:30:00``).
    """

    kind: StatedKind
    value: str = field(repr=False)


def on(kind: StatedKind, written: str | date | None) -> tuple[Stated, ...]:
    """A date as files write it: ISO 8601, PDF (ISO 32000-1, 7.9.4), Exif, RFC 5322, 2-11-2026. Else nothing."""
    when = _read(written[:_LONGEST_DATE].strip()) if isinstance(written, str) else written
    value = _normal(when) if when is not None else ""
    return (Stated(kind, value),) if value else ()


def said(kind: StatedKind, *texts: str) -> tuple[Stated, ...]:
    """Names or ids, each a line of bounded length; nothing for what says nothing."""
    lines = (" ".join(_NOT_SHOWN.sub(" ", text[: 4 * LONGEST]).split())[:LONGEST].strip() for text in texts[:MOST])
    return tuple(Stated(kind, line) for line in dict.fromkeys(lines) if line)


def checked(kind: str, value: str) -> Stated:
    """What comes from where it might have been tampered with.

    Raises:
        ValueError: it is nothing that this module makes.
    """
    known = StatedKind(kind)
    made = said(known, value) if known not in DATES else on(known, value) if _NORMAL.fullmatch(value) else ()
    if not made:
        raise ValueError("nothing that a document states")
    return made[0]


def believable(stated: Stated, today: date) -> bool:
    """Whether it can have been so on that day: nothing is written in the future, but clocks differ by a day."""
    return stated.kind not in DATES or date.fromisoformat(stated.value[:10]) <= today + timedelta(days=1)


def date_of(stated: Iterable[Stated]) -> Stated | None:
    """The date that is believed first; of several of that kind the last."""
    dates = sorted((s for s in stated if s.kind in DATES), key=lambda s: (-DATES.index(s.kind), s.value))
    return dates[-1] if dates else None


def author_of(stated: Iterable[Stated]) -> str:
    """Who wrote it: its authors, else who changed it last; "" where nobody is named."""
    known = list(stated)
    for kind in (StatedKind.AUTHOR, StatedKind.CHANGED_BY):
        names = dict.fromkeys(s.value for s in known if s.kind is kind)
        if names:
            return "; ".join(names)[:LONGEST]
    return ""


def day_of(value: str) -> date:
    """The day of a date, in Denmark where its zone is told."""
    when = datetime.fromisoformat(value)
    return (when.astimezone(DANISH_TIME) if when.tzinfo else when).date()


def _read(text: str) -> date | None:
    found = _WRITTEN.fullmatch(text)
    danish = _DANISH.fullmatch(text)
    try:
        if danish is not None:
            return date(int(danish[4]), int(danish[3]), int(danish[1]))
        if found is None:
            return parsedate_to_datetime(text) if text[:1].isalnum() and not _YEAR_OF_NOUGHT.search(text) else None
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return day
        clock = [int(found[name] or 0) for name in ("hour", "minute", "second")]
        return datetime(day.year, day.month, day.day, *clock, tzinfo=_zone(found))  # type: ignore[misc,arg-type]
    except (ValueError, OverflowError, TypeError, IndexError):  # 31 February, 25 o'clock, a year without end
        return None


def _zone(found: re.Match[str]) -> timezone | None:
    if found["utc"]:
        return UTC
    if not found["sign"]:
        return None
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-ahead if found["sign"] == "-" else ahead)


def _normal(when: date) -> str:
    if isinstance(when, datetime):
        try:
            plain = (when.astimezone(UTC) if when.tzinfo else when).replace(tzinfo=None).isoformat(timespec="seconds")
        except (OverflowError, ValueError):
            return ""
        value = f"{plain}Z" if when.tzinfo else plain
    else:
        value = plain = when.isoformat()
    if not FIRST_YEAR <= int(value[:4]) < LAST_YEAR or {plain, value[:10]} & _ZEROS:
        return ""
    return value

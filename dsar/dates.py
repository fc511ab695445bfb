"""The legal dates of a request, from the day it was received. Pure.

Periods run by Regulation (EEC, Euratom) 1182/71: the day of receipt is not
counted (art. 3(1)); a period in months ends on the same day of the month, or on
the month's last day where there is no such day (art. 3(2)(c)); an end on a
Saturday, a Sunday or a public holiday moves to the next working day (art. 3(4)).
The month and its extension are GDPR art. 12(3); the seven working days for
access to documents are forvaltningsloven § 16(2) and offentlighedsloven § 36(2).

Every date is strict: no suspension while the citizen is asked something. Which
days are holidays, and since when store bededag is not one (2024), is the data of
the ``holidays`` package (its public category: 5 June, 24 and 31 December are
working days, which can only make an answer earlier).

Sources: https://eur-lex.europa.eu/eli/reg/1971/1182/oj and EDPB Guidelines
01/2022 §§ 157-162 (read 2026-11-21)
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count, islice

from dsar.errors import SetupError

ANSWER_MONTHS = 1
EXTENDED_MONTHS = 3
"""One month and two further ones, both counted from receipt: chaining two ends that rolled would be wrong."""
INTERNAL_WORKING_DAYS = 5
"""Our own margin before the legal date; not law."""
AKTINDSIGT_WORKING_DAYS = 7
EARLIEST, LATEST = date(2018, 5, 25), date(2199, 6, 30)
"""The GDPR applies from the first; the holidays are computed until the year of the last."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When an answer is due.

    Attributes:
        received: the local date on which the request reached any official channel.
        due: the last day to answer, or to send a notice of extension.
        extended_due: the last day to answer after a valid notice of extension.
        internal_due: the day to aim at.
        aktindsigt_due: the last day where the same letter also asks for access to documents.
    """

    received: date
    due: date
    extended_due: date
    internal_due: date
    aktindsigt_due: date


def dates(received: date) -> Dates:
    """The dates that follow from the day of receipt, which may be any day of the week.

    Raises:
        SetupError: the day lies outside what the rules and the holidays are known for.
    """
    if not EARLIEST <= received <= LATEST:
        raise SetupError(f"received: must lie between {EARLIEST} and {LATEST}. Check the year.")
    due = next_working_day(add_months(received, ANSWER_MONTHS))
    return Dates(
        received=received,
        due=due,
        extended_due=next_working_day(add_months(received, EXTENDED_MONTHS)),
        internal_due=add_working_days(due, -INTERNAL_WORKING_DAYS),
        aktindsigt_due=add_working_days(received, AKTINDSIGT_WORKING_DAYS),
    )


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_working_day(day: date) -> date:
    """The day itself if people work on it, else the first one after it on which they do."""
    return next(d for n in count() if is_working_day(d := day + timedelta(n)))


def add_working_days(day: date, number: int) -> date:
    """The working day that comes ``number`` working days after the day, which is not counted; before it if negative."""
    step = timedelta(1 if number > 0 else -1)
    working = (d for n in count(1) if is_working_day(d := day + n * step))
    return next(islice(working, abs(number) - 1, None))


def is_working_day(day: date) -> bool:
    """Whether the day is no Saturday, no Sunday and no Danish public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """The public holidays of a year; kept, because a list of cases asks for the same few years over and over."""
    from holidays import PUBLIC, country_holidays

    return frozenset(country_holidays("DK", years=year, categories=PUBLIC, expand=False))

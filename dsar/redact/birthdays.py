"""Dates that are others' birthdays, known from their CPR numbers and told by no word beside them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsar.model import Kind, Span
from dsar.redact.belongs import Known
from dsar.redact.own import Own

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MOST = 50
"""Others' numbers in a document: in a register of hundreds every date is somebody's."""
_DATE = re.compile(
    rf"""(?<![0-9])(?:
        (?P<day>[0-9]{{1,2}})[. /-]{{1,3}}(?:(?P<month>[0-9]{{1,2}})|(?P<name>{"|".join(_MONTHS)})[a-z]{{0,7}})
            [. /-]{{1,3}}(?:19|20)?(?P<year>[0-9]{{2}})
      | (?:19|20)(?P<iso_year>[0-9]{{2}})-(?P<iso_month>[0-9]{{2}})-(?P<iso_day>[0-9]{{2}})
    )(?![0-9])""",
    re.VERBOSE | re.IGNORECASE,
)


def birthdays(text: str, own: Own, known: Known) -> Iterator[Span]:
    """Where the text has a date with which the CPR number of another in the document begins."""
    mine = {key[:6] for kind, key in own.keys if kind is Kind.CPR}
    born = {number[:6] for number in known.cprs} - mine
    if born and len(known.cprs) <= _MOST:
        yield from (Span(*date.span()) for date in _DATE.finditer(text) if _six_digits(date) in born)


def _six_digits(date: re.Match[str]) -> str:
    if date["iso_year"]:
        return date["iso_day"] + date["iso_month"] + date["iso_year"]
    month = int(date["month"] or _MONTHS.index(date["name"].lower()) + 1)
    return f"{int(date['day']):02}{month:02}{date['year']}"

"""The ways to write a date in Danish: ``1. januar 1990``, ``01.01.90``, ``1/1-1990``, ``1990-01-01``, ``010190``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import regex

from dsar.detect.digits import Digits, Shape
from dsar.detect.words import Words
from dsar.model import Span

LAST_MONTH = 12

_YEAR = r"(?:1[89]|20)[0-9]{2}"
_LINE_END = r"[ ]?\n[ \t>]{0,6}"
"""The next line may be of a quoted mail."""
_SEPARATOR = rf"(?:[ \u00a0]?[./\-\u2010-\u2013](?:[ \u00a0]?|{_LINE_END})|[ \u00a0])"
_GAP = rf"(?:[ \u00a0]{{0,2}}|{_LINE_END})"


@dataclass(frozen=True, slots=True)
class Written:
    """A date where it stands; ``short_year`` if its century had to be guessed, ``plain`` if it is digits only."""

    span: Span
    day: date
    short_year: bool
    plain: bool


class Dates:
    """Finds and reads written dates. A two-digit year is the latest one that is not after ``today``."""

    def __init__(self, *, today: date, words: Words) -> None:
        self._today = today
        self._months = words.months
        cases = {spelled for word in words.months for spelled in (word, word.title(), word.upper())}
        months = "|".join(sorted(cases, key=lambda word: (-len(word), word)))
        begun = "|".join(sorted({word[:3] for word in cases}))
        self._date = Shape.of(
            rb"0(?<!00)(?= 0?[.,]?(?:[ \xa0]{0,2}|[ ]?\n[ \t>]{0,6})(?:%b) | 0?[^0A-Za-z]{1,8}00?[^0A-Za-z]{1,8}00"
            rb" | 000[-./]?00[-./]?00 | 00000 )" % begun.encode("latin-1"),
            regex.compile(
                rf"""
            [0-9](?<![0-9][0-9])
            (?:
                (?:(?<=1)[89]|(?<=2)0)[0-9]{{2}}(?P<iso>[-./]?)(?P<month>0[1-9]|1[0-2])(?P=iso)
                    (?P<day>[0-3][0-9])
              | [0-9]?[.,]?{_GAP}(?P<name>{months})[.,]?{_GAP}
                    (?P<year>{_YEAR}|'?[0-9]{{2}}(?![.:][0-9]))
              | [0-9]?{_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<year>{_YEAR}|'?[0-9]{{2}})
              | [0-9](?P<month>[0-9]{{2}})(?P<year>{_YEAR}|[0-9]{{2}})
            )
            (?![0-9])
            """,
                regex.VERBOSE,
            ),
        )

    def find(self, digits: Digits) -> Iterator[regex.Match[str]]:
        """What is written like a date, in text order."""
        for match in digits.find(self._date):
            month = match["month"]
            if month is None or 1 <= int(month) <= LAST_MONTH:
                yield match

    def read(self, match: regex.Match[str]) -> Written | None:
        """The date, or None where there is no such day."""
        day = self._read(match)
        if day is None:
            return None
        year = match.group("year")
        return Written(
            Span(*match.span()), day, short_year=year is not None and len(year) < 4, plain=match.group().isdecimal()
        )

    def _read(self, match: regex.Match[str]) -> date | None:
        name, written_year = match.group("name", "year")
        month = self._months[name.lower()] if name else int(match.group("month"))
        try:
            if written_year is None:
                return date(int(match.group()[:4]), month, int(match.group("day")))
            written = match.group()
            day = int(written[:2] if written[1:2].isdecimal() else written[:1])
            year = int(written_year.lstrip("'"))
            if year > 99:
                return date(year, month, day)
            return self.latest(year, month, day)
        except ValueError:
            return None

    def latest(self, short_year: int, month: int, day: int) -> date:
        """The latest such day that is not after today.

        Raises:
            ValueError: there is no such day.
        """
        for century in (self._today.year // 100 * 100, self._today.year // 100 * 100 - 100):
            found = _day(century + short_year, month, day)
            if found is not None and found <= self._today:
                return found
        return date(self._today.year // 100 * 100 - 100 + short_year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

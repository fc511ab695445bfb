"""What a Danish personal number (CPR number) is: its date, its century, its check digit.

A number is DDMMYY and four digits. The seventh digit and the year give the century. A
modulus-11 check used to hold for all numbers but has not been required since 1 October
2007, so failing it is weak evidence and never a veto. Replacement numbers, made outside
the CPR system, add 60 to the day; the health services' hold letters among the last four.

Sources: https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret and
https://www.cpr.dk/cpr-systemet/erstatningspersonnummer-i-eksterne-systemer (read 2026-11-21)
"""

from __future__ import annotations

from datetime import date
from operator import mul

# Seventh digit -> (last short year of the newer century, newer, older).
CENTURIES = {
    **dict.fromkeys("0123", (-1, 2000, 1900)),
    **dict.fromkeys("49", (36, 2000, 1900)),
    **dict.fromkeys("5678", (57, 2000, 1800)),
}
REPLACEMENT_DAYS = 60
"""Added to the day of birth in a replacement number (erstatningspersonnummer)."""
MODULUS_11 = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ZEROS = sum(MODULUS_11) * ord("0") % 11
"""The check of ten zeros, added up by the characters' codes; it is what theirs must be."""
WITHOUT_MODULUS_11 = frozenset(
    1900 + year for year in (60, 62, 64, 65, 66, 67, 69, 70, 74, 75, 78, *range(80, 93), 94, 95)
)
"""Years for whose 1 January numbers without the check have been issued (CPR-kontoret's list of 10 May 2023,
which calls itself not necessarily exhaustive)."""
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DATES = frozenset(
    f"{day + added:02}{month:02}"
    for month, longest in enumerate(LONGEST_MONTHS, 1)
    for day in range(1, longest + 1)
    for added in (0, REPLACEMENT_DAYS)
)
"""What a number may begin with."""


def has_date(key: str) -> bool:
    """Whether the first four digits are a day (or a day + 60) of a month."""
    return key[:4] in DATES


def is_replacement(key: str) -> bool:
    """Whether the number says of itself that it is not from the CPR system."""
    return int(key[:2]) > REPLACEMENT_DAYS or not key.isdecimal()


def birth_year(key: str) -> int:
    """The four-digit year of birth. Letters after the date (education) leave the century open: the 1900s."""
    last_newer, newer, older = CENTURIES.get(key[6], (-1, 2000, 1900))
    year = int(key[4:6])
    return year + (newer if year <= last_newer else older)


def birth_date(key: str) -> date | None:
    """The date of birth that the number tells, or None for 29 February of a year without one."""
    day = int(key[:2])
    try:
        return date(birth_year(key), int(key[2:4]), day - REPLACEMENT_DAYS if day > REPLACEMENT_DAYS else day)
    except ValueError:
        return None


def passes_modulus_11(key: str) -> bool:
    """Whether the check holds; never for a number with letters."""
    return key.isdecimal() and sum(map(mul, MODULUS_11, key.encode())) % 11 == _ZEROS


def may_lack_modulus_11(key: str) -> bool:
    """Whether numbers that fail the check are known to exist for this date."""
    return key[:4] == "0101" and birth_year(key) in WITHOUT_MODULUS_11

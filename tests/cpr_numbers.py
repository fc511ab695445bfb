"""The one maker of CPR numbers for tests: well formed, and nobody's.

Nobody is born in the future: seventh digit 4–9 with the years 27–36 (or 41–57, for tests
whose clock stands later). Nobody has a serial number of 9900 or more that fails modulus 11.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from stdnum.dk import cpr as oracle

TODAY = date(2026, 11, 21)
"""The day on which the tests take place."""


def unborn(rng: Random, *, years: tuple[int, int] = (2027, 2036), passing: bool | None = None) -> str:
    """Ten digits with a date of birth in the future; ``passing`` chooses whether modulus 11 holds."""
    while True:
        day = date(years[0], 1, 1) + timedelta(days=rng.randrange((years[1] - years[0] + 1) * 365))
        century = rng.choice("456789" if day.year <= 2036 else "5678")
        number = f"{day:%d%m%y}{century}{rng.randrange(1000):03d}"
        if passing is None or (oracle.checksum(number) == 0) is passing:
            return number


def unissued(rng: Random, *, born: date | None = None) -> str:
    """Ten digits with a date of birth from 1937 to 2025, a serial of 99xx, and no modulus 11."""
    while True:
        day = born or date(1937, 1, 1) + timedelta(days=rng.randrange(89 * 365))
        number = f"{day:%d%m%y}99{rng.randrange(100):02d}"
        if oracle.checksum(number) != 0:
            return number


def cpr_number(rng: Random) -> str:
    """Ten digits, of either kind."""
    return unborn(rng) if rng.random() < 0.5 else unissued(rng)


def replacement(rng: Random) -> str:
    """A replacement number: 60 added to the day, or letters in the serial number."""
    number = cpr_number(rng)
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
    match rng.randrange(3):
        case 0:
            return f"{int(number[:2]) + 60}{number[2:]}"
        case 1:
            return f"{number[:6]}{rng.choice('01567')}{letters[:2]}{number[-1]}"
        case _:
            return f"{number[:6]}{letters}{number[-1]}"

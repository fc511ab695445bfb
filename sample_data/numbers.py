"""Numbers that look right and belong to nobody, and the ways in which people write them.

A personal number here has a serial 99xx and fails modulus 11. Serials that high
are not in use, and the seventh digit 9 gives the births 1937-1999 and 2000-2036.
Telephone numbers lie in series that the Danish plan does not use (83, 84, 85, 95),
and company numbers fail their check.

Source: DATA.md's table of CPR numbers; the numbering plan as in the library
phonenumbers (read 2026-11-21).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
NBSP, EN_DASH, HYPHEN, SOFT_HYPHEN = "\u00a0", "\u2013", "\u2011", "\u00ad"

CPR_FORMS: dict[str, Callable[[str, str], str]] = {
    "dash": lambda d, s: f"{d}-{s}",
    "plain": lambda d, s: f"{d}{s}",
    "space": lambda d, s: f"{d} {s}",
    "wide": lambda d, s: f"{d} - {s}",
    "slash": lambda d, s: f"{d}/{s}",
    "dot": lambda d, s: f"{d}.{s}",
    "tab": lambda d, s: f"{d}\t{s}",
    "nbsp": lambda d, s: f"{d}{NBSP}{s}",
    "en-dash": lambda d, s: f"{d}{EN_DASH}{s}",
    "hard-hyphen": lambda d, s: f"{d}{HYPHEN}{s}",
    "soft-hyphen": lambda d, s: f"{d}{SOFT_HYPHEN}-{s}",
    "pairs": lambda d, s: f"{d[:2]} {d[2:4]} {d[4:]} {s}",
    "dotted": lambda d, s: f"{d[:2]}.{d[2:4]}.{d[4:]}-{s}",
    "dashed": lambda d, s: f"{d[:2]}-{d[2:4]}-{d[4:]}-{s}",
    "all-pairs": lambda d, s: f"{d[:2]} {d[2:4]} {d[4:]} {s[:2]} {s[2:]}",
    "glued": lambda d, s: f"cprnr{d}{s}",
    "scanned": lambda d, s: f"{d.replace('0', 'O', 1)}-{s}" if "0" in d else f"{d}-{s.replace('1', 'l')}",
}
"""The written form's name, to what it makes of the six digits of the date and the four of the serial."""

COMMON_FORMS = ("dash",) * 10 + ("plain",) * 5 + ("space",) * 2
"""What most people write; every fourth mention or so takes one of the rarer forms."""


def cpr_passes(digits: str) -> bool:
    """Whether ten digits pass modulus 11."""
    return sum(w * int(d) for w, d in zip(_CPR_WEIGHTS, digits, strict=True)) % 11 == 0


def new_cpr(rng: Random, birth: date, *, male: bool, taken: set[str]) -> str:
    """Make an unused number of ten digits, odd for a man, and put it among the ``taken``."""
    serials = [f"99{n:02d}" for n in range(100) if n % 2 == male]
    rng.shuffle(serials)
    for serial in serials:
        number = f"{birth:%d%m%y}{serial}"
        if number not in taken and not cpr_passes(number):
            taken.add(number)
            return number
    raise ValueError(f"all serials of {birth} are taken; draw another date")


def new_phone(rng: Random, taken: set[str]) -> str:
    """Eight digits of an unused series."""
    while (number := rng.choice(("83", "84", "85", "95")) + f"{rng.randrange(10**6):06d}") in taken:
        pass
    taken.add(number)
    return number


def write_phone(rng: Random, digits: str) -> str:
    """A telephone number as somebody would write it."""
    pairs = [digits[i : i + 2] for i in range(0, 8, 2)]
    return rng.choice(
        (" ".join(pairs), " ".join(pairs), digits, "+45 " + " ".join(pairs), f"{digits[:4]} {digits[4:]}")
    )


def new_plate(rng: Random) -> str:
    """A number plate; no Danish plate has the letters I or Q in front."""
    return rng.choice("IQ") + rng.choice("ABCDEHJ") + f" {rng.randrange(10, 99)} {rng.randrange(100, 999)}"


def new_account(rng: Random) -> str:
    """A bank account whose registration number no bank has."""
    return f"000{rng.randrange(1, 9)} {rng.randrange(10**9, 10**10)}"


def new_cvr(rng: Random) -> str:
    """A company number that fails its check."""
    while True:
        digits = str(rng.randrange(10_000_000, 99_999_999))
        if sum(w * int(d) for w, d in zip(_CVR_WEIGHTS, digits, strict=True)) % 11:
            return digits


def new_case_number(rng: Random, taken: set[str], year: int) -> str:
    """A case number as the municipality's journal gives them out."""
    while (number := f"{year}-{rng.randrange(10**6):06d}") in taken:
        pass
    taken.add(number)
    return number


def look_alike(rng: Random, kind: str) -> str:
    """Digits that a hasty reader takes for a personal number or a telephone number, and that are neither."""
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(0, 99)
    cpr_like = f"{day:02d}{month:02d}{year:02d}{rng.randrange(1000, 9999)}"
    match kind:
        case "order":
            return f"{rng.randrange(45, 99)}{rng.randrange(10**7, 10**8)}"
        case "invoice":
            return f"F-{cpr_like[:8]}"
        case "p-number":
            return f"10{rng.randrange(10**7, 10**8)}"
        case "ean":
            return f"5790{rng.randrange(10**8, 10**9)}"
        case "serial":
            return f"{cpr_like}{rng.randrange(10, 99)}"
        case "timestamp":
            return f"2024{month:02d}{day:02d}{rng.randrange(24):02d}{rng.randrange(60):02d}{rng.randrange(60):02d}"
        case "impossible":  # day 32-60 or month 13-19: no birth date, also not a replacement number's
            return f"{rng.randrange(32, 61)}{rng.randrange(13, 20)}{year:02d}-{rng.randrange(1000, 9999)}"
    raise ValueError(kind)

"""Numbers with the words beside them, as terms of their own: dates, and houses.

"28", "03", "1990" and a street's name each stand in very many passages, and all of them in one passage means
little: a register has such words in every row. A question for a birth date or a home asks for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "okt": 10, "oct": 10, "nov": 11, "dec": 12, "dez": 12, "des": 12,
}  # fmt: skip
"""How months begin in Danish, and in the languages around; without accents, as each text is indexed too."""
_GAP = r"(?:[ ]|\n[ \t>]{0,6})"  # the next line may be of a quoted mail
# In a look-ahead, so that of "1.2.3.1990" the date in it is found too.
_DATE = re.compile(
    rf"(?<![0-9])(?=([0-9]{{1,2}})(?:[ ]?[./-]{_GAP}?([0-9]{{1,2}})[ ]?[ ./-]{_GAP}?"
    rf"|\.?{_GAP}{{0,2}}({'|'.join(_MONTHS)})[a-z]{{0,8}}\.?,?{_GAP}{{1,2}})"
    r"([0-9]{4}|[0-9]{2})(?![0-9])|((?:1[89]|2[01])[0-9]{2})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?![0-9]))"
)
# Danish house numbers have three digits at most, and perhaps a letter. The word begins where its letters begin.
_HOUSE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,40})[\W_]{1,4}([0-9]{1,3})(?![0-9])")
_NUMBER = re.compile("[0-9]{1,3}(?![0-9])")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}\Z")


def date_key(day: int, month: int, year: int) -> str:
    """A date, however it is written; the century is left out, as it often is."""
    return f"{day:02}{month:02}{year % 100:02}"


def house_key(street: str, number: str) -> str | None:
    """A street's last word with a house's number; None where the street ends otherwise, or has no such number."""
    word, digits = _LAST_WORD.search(street), _NUMBER.match(number)
    return f"{word[0]} {digits[0]}" if word and digits else None


def house_of(address: str) -> str | None:
    """The same of an address's finding, from its key."""
    street, _, rest = address.partition("|")
    return house_key(street, rest.partition("|")[0])


def dates(text: str) -> Iterator[str]:
    """The keys of the full dates in a text in normal form; those of digits alone that begin with the day are words."""
    for day, month, name, year, *parts in _DATE.findall(text):
        in_order = parts if parts[0] else (year, _MONTHS[name] if name else month, day)
        years, months, days = map(int, in_order)
        if 1 <= months <= 12 and 1 <= days <= 31:
            yield date_key(days, months, years)


def houses(text: str) -> Iterator[str]:
    """Words that a number of up to three digits follows, with that number; of a text in normal form."""
    return (f"{word} {number}" for word, number in _HOUSE.findall(text))

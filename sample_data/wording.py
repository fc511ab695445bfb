"""How people, dates and sums are written: the many forms that one thing takes."""

from __future__ import annotations

from datetime import date
from random import Random

from sample_data.numbers import COMMON_FORMS, CPR_FORMS
from sample_data.people import Person


def fits(text: str, encoding: str) -> bool:
    """Whether an encoding has all the letters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def write_cpr(rng: Random, person: Person, *, encoding: str, form: str = "") -> tuple[str, str]:
    """A personal number and the name of its written form; a form that the encoding cannot hold is not drawn."""
    date6, serial = person.cpr[:6], person.cpr[6:]
    rare = [f for f in CPR_FORMS if fits(CPR_FORMS[f](date6, serial), encoding)]
    form = form or (rng.choice(rare) if rng.random() < 0.25 else rng.choice(COMMON_FORMS))
    return CPR_FORMS[form](date6, serial), form


def write_date(rng: Random, day: date, months: list[str]) -> str:
    """A date as Danes write it."""
    return rng.choice(
        (
            f"{day.day}. {months[day.month - 1]} {day.year}",
            f"{day.day}. {months[day.month - 1]} {day.year}",
            f"{day:%d-%m-%Y}",
            f"{day:%d.%m.%Y}",
            f"{day.day}/{day.month} {day.year}",
        )
    )


def initials(person: Person) -> str:
    """All given names as initials: ``A. B. Jensen``."""
    return " ".join(f"{given[0]}." for given in person.first.split()) + f" {person.last}"


def last_first(person: Person) -> str:
    """Surname first: ``Jensen, Anders Bo``."""
    return f"{person.last}, {person.first}"


def misspell(rng: Random, name: str) -> str:
    """A name with one letter of its longest word dropped, doubled or swapped."""
    words = name.split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    i = rng.randrange(1, len(word) - 1)
    match rng.randrange(3):
        case 0:
            wrong = word[:i] + word[i + 1 :]
        case 1:
            wrong = word[:i] + word[i] + word[i:]
        case _:
            wrong = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    words[at] = wrong if wrong != word else word[:i] + word[i] + word[i:]
    return " ".join(words)


def other_spelling(name: str) -> str:
    """The name with aa for å or the other way round; the name itself where it has neither."""
    if "å" in name.lower():
        return name.replace("Å", "Aa").replace("å", "aa")
    return name.replace("Aa", "Å").replace("aa", "å")


def masked(person: Person) -> str:
    """The personal number without its serial."""
    return f"{person.cpr[:6]}-XXXX"


def crowns(rng: Random) -> str:
    """A sum of money."""
    whole = rng.randrange(150, 48_000)
    text = f"{whole:,}".replace(",", ".")
    return rng.choice((text, f"{text},00", f"{text},{rng.randrange(10, 99)}"))

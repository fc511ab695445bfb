"""The people of the invented municipality."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import Any

from sample_data.numbers import new_account, new_cpr, new_phone, new_plate

TODAY = date(2026, 10, 30)
"""The day on which the sample was "taken": nothing in it is younger."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives."""

    street: str
    number: str
    door: str
    postcode: str
    town: str

    @property
    def line(self) -> str:
        """Street, number, floor and door."""
        return f"{self.street} {self.number}" + (f", {self.door}" if self.door else "")

    @property
    def text(self) -> str:
        """The whole address on one line."""
        return f"{self.line}, {self.postcode} {self.town}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. ``last`` may have a particle or a hyphen; ``first`` holds middle names too."""

    id: str
    first: str
    last: str
    male: bool
    birth: date
    cpr: str
    address: Address
    phone: str = ""
    email: str = ""
    plate: str = ""
    account: str = ""
    former_last: str = ""
    protected: bool = False
    died: date | None = None
    department: str = ""
    title: str = ""
    cluster: str = ""
    cases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"

    @property
    def former_name(self) -> str:
        """The full name before a marriage or a change of name; "" where there was none."""
        return f"{self.first} {self.former_last}" if self.former_last else ""

    @property
    def age(self) -> int:
        """Years on the day the sample was taken."""
        return TODAY.year - self.birth.year - ((TODAY.month, TODAY.day) < (self.birth.month, self.birth.day))


@dataclass(slots=True)
class Population:
    """Everybody, and who belongs to whom."""

    people: dict[str, Person] = field(default_factory=dict)
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)
    main: str = ""

    def household(self, person: Person) -> list[Person]:
        """The others of somebody's family."""
        members = self.families.get(person.id, ())
        return [self.people[m] for m in members if m != person.id]

    def staff(self, department: str) -> list[Person]:
        """Who works in a department."""
        return [p for p in self.people.values() if p.department == department]


def names() -> dict[str, Any]:
    """The lists of names, places and titles."""
    return tomllib.loads(files("sample_data").joinpath("names.toml").read_text("utf-8"))


class Registrar:
    """Draws people one after the other; knows which numbers and addresses are taken."""

    def __init__(self, rng: Random, batch: int, taken: set[str]) -> None:
        self.rng, self.batch, self.taken = rng, batch, taken
        self.names = names()
        self.population = Population()

    def birth(self, low: int, high: int) -> date:
        """A birth date that gives an age between two bounds; nobody is born before 1937 (see numbers)."""
        latest = TODAY.replace(year=TODAY.year - low) - timedelta(days=1)
        earliest = max(date(1937, 1, 2), TODAY.replace(year=TODAY.year - high - 1) + timedelta(days=1))
        return earliest + timedelta(days=self.rng.randrange((latest - earliest).days + 1))

    def address(self) -> Address:
        """A home where nobody lives yet."""
        rng, places = self.rng, self.names["places"]
        while True:
            postcode, town = rng.choice(places["towns"])
            number = f"{rng.randrange(1, 148)}{rng.choice(['', '', '', '', 'A', 'B', 'C'])}"
            door = rng.choice(["", "", "", "1. tv", "2. th", "st. tv", "st. th", "3. mf", "1. th", "kl."])
            home = Address(rng.choice(places["streets"]), number, door, postcode, town)
            if home.text not in self.taken:
                self.taken.add(home.text)
                return home

    def first_name(self, birth: date, *, male: bool) -> str:
        """A first name of the generation; every fifth person has a middle name too."""
        rng, lists = self.rng, self.names["first"]
        if birth.year < 1963:
            given = rng.choice(lists["men_old" if male else "women_old"])
        elif birth.year < 1998:
            given = rng.choice(lists["men_mid" if male else "women_mid"])
        else:
            given = rng.choice(lists["boys" if male else "girls"])
        middle = rng.choice(self.names["last"]["middle"]) if rng.random() < 0.2 else ""
        return f"{given} {middle}".strip()

    def last_name(self) -> str:
        """A surname: mostly a common one, some rare, hyphenated or with a particle."""
        lists, roll = self.names["last"], self.rng.random()
        kind = "common" if roll < 0.55 else "rare" if roll < 0.9 else "double" if roll < 0.96 else "particle"
        chosen: str = self.rng.choice(lists[kind])
        return chosen

    def add(
        self, birth: date, *, male: bool, first: str = "", last: str = "", home: Address | None = None, **facts: Any
    ) -> Person:
        """Draw what is not given, and keep the person."""
        rng = self.rng
        first = first or self.first_name(birth, male=male)
        last = last or self.last_name()
        grown = birth <= TODAY.replace(year=TODAY.year - 15)
        number = len(self.population.people) + 1
        while True:
            try:
                cpr = new_cpr(rng, birth, male=male, taken=self.taken)
                break
            except ValueError:
                birth -= timedelta(days=1)
        person = Person(
            id=f"p{self.batch}-{number:03d}",
            first=first,
            last=last,
            male=male,
            birth=birth,
            cpr=cpr,
            address=home or self.address(),
            phone=new_phone(rng, self.taken) if grown else "",
            email=self._email(first, last) if grown else "",
            plate=new_plate(rng) if grown and rng.random() < 0.6 else "",
            account=new_account(rng) if grown else "",
            **facts,
        )
        self.population.people[person.id] = person
        return person

    def change(self, person: Person, **facts: Any) -> Person:
        """Keep a person with other facts."""
        changed = replace(person, **facts)
        self.population.people[person.id] = changed
        return changed

    def family(self, *members: Person) -> None:
        """Remember who belongs together."""
        ids = tuple(m.id for m in members)
        for member in ids:
            self.population.families[member] = ids

    def _email(self, first: str, last: str) -> str:
        parts = _ascii(f"{first.partition(' ')[0]}.{last.rpartition(' ')[2]}")
        while True:
            host = self.rng.choice(["mail.example", "post.example", "fjordmail.example"])
            mail = f"{parts}{self.rng.randrange(10, 999)}@{host}"
            if mail not in self.taken:
                self.taken.add(mail)
                return mail


def _ascii(text: str) -> str:
    """Letters that an address of the net may hold."""
    letters = {
        "æ": "ae",
        "ø": "oe",
        "å": "aa",
        "é": "e",
        "ö": "o",
        "ü": "u",
        "ş": "s",
        "ı": "i",
        "ł": "l",
        "ć": "c",
        "ə": "e",
    }
    return "".join(letters.get(c, c) for c in text.lower() if c.isalpha() or c in ".-")

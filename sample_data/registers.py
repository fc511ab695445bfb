"""Registers: tables of many people, of which each owns some rows and no more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sample_data.document import Mention
from sample_data.formats import plain, sheets
from sample_data.formats.sheets import Cell, Sheet
from sample_data.people import TODAY, Person
from sample_data.shelf import Shelf
from sample_data.stories import Newsroom
from sample_data.wording import last_first

LOANS, DEBTS, FINES, RATS, DENTAL, WAITING, FIGURES = 1150, 330, 210, 160, 180, 90, 140
Row = tuple[list[Cell], list[Mention]]


@cache
def texts() -> dict[str, Any]:
    """Column names and the values that tell nothing of who somebody is, in Danish."""
    return tomllib.loads(files("sample_data").joinpath("prose", "registers.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Register:
    """A table file.

    Attributes:
        path: the file's path; its suffix is its format.
        header: its columns' names, from ``registers.toml``.
        place: how a row's place is written, with the row's number; the header row is number 1.
    """

    path: str
    header: str
    rows: list[Row]
    write: Callable[[list[list[Cell]]], bytes]
    place: str


def fill_registers(newsroom: Newsroom, shelf: Shelf, *, prefix: str) -> None:
    """Put every register of a batch on the shelf, and note each row that is about somebody."""
    clerk = _Clerk(newsroom)
    text = "række {}"
    sheet = "Ark1 række {}"
    for register in (
        Register("biblioteket/udlaan.xlsx", "loans", clerk.many(clerk.loan, LOANS), _xlsx, sheet),
        Register("debitor/restancer.csv", "debts", clerk.many(clerk.debt, DEBTS), _csv("utf-8-sig", ";"), text),
        Register("parkering/afgifter.tsv", "fines", clerk.many(clerk.fine, FINES), _csv("utf-16", "\t"), text),
        Register("rotter/anmeldelser.ods", "rats", clerk.many(clerk.rat, RATS), _ods, sheet),
        Register("tandpleje/indkaldelser.xls", "dental", clerk.many(clerk.dental, DENTAL), _xls, sheet),
        Register("dagtilbud/venteliste.csv", "waiting", clerk.many(clerk.waiting, WAITING), _csv("utf-8", ","), text),
        Register("ledelse/ydelser.csv", "figures", clerk.many(clerk.figure, FIGURES), _csv("cp1252", ";"), text),
    ):
        header: list[Cell] = list(texts()["headers"][register.header])
        data = register.write([header, *(cells for cells, _ in register.rows)])
        path = shelf.put("registre", prefix + register.path, data, date(2026, 10, 1))
        for number, (_, mentions) in enumerate(register.rows, 2):
            if mentions:
                shelf.tell(
                    "registre", path, mentions, form=f"register-{register.header}", place=register.place.format(number)
                )


def _csv(encoding: str, delimiter: str) -> Callable[[list[list[Cell]]], bytes]:
    def write(rows: list[list[Cell]]) -> bytes:
        shown = [["" if c is None else str(c) for c in row] for row in rows]
        return plain.write_rows(shown, encoding, delimiter=delimiter)

    return write


def _xlsx(rows: list[list[Cell]]) -> bytes:
    return sheets.write_xlsx({"Ark1": Sheet(rows)})


def _xls(rows: list[list[Cell]]) -> bytes:
    return sheets.write_xls({"Ark1": Sheet(rows)})


def _ods(rows: list[list[Cell]]) -> bytes:
    return sheets.write_ods({"Ark1": Sheet(rows)})


class _Clerk:
    """Writes one row after the other."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.rng = newsroom, newsroom.rng
        people = [p for p in newsroom.population.people.values() if p.died is None]
        self.adults = [p for p in people if p.phone]
        self.children = [p for p in people if p.age < 18 and newsroom.population.household(p)]
        self.drivers = [p for p in self.adults if p.plate]
        self.turn = 0

    def many(self, write: Callable[[], Row], count: int) -> list[Row]:
        """Rows from one writer."""
        self.turn = 0
        return [write() for _ in range(count)]

    def next_of(self, people: list[Person]) -> Person:
        """Everybody gets a turn before chance decides."""
        self.turn += 1
        return people[self.turn - 1] if self.turn <= len(people) else self.rng.choice(people)

    def loan(self) -> Row:
        """A library loan; the CPR number is a number cell, so that a leading zero is lost."""
        person, day = self.next_of(self.adults), self._day()
        number = int(person.cpr)
        cells: list[Cell] = [
            self._id(6),
            number,
            person.name,
            self._one("titles"),
            f"{day:%d-%m-%Y}",
            f"{day + timedelta(28):%d-%m-%Y}",
        ]
        return cells, [self._name(person), self._mention(person, "cpr", "number-cell", str(number))]

    def debt(self) -> Row:
        """What somebody owes; every fourth row has no CPR number."""
        person = self.next_of(self.adults)
        written = f"{person.cpr[:6]}-{person.cpr[6:]}" if self.turn % 4 else ""
        amount = f"{self.rng.randrange(90, 9000)},{self.rng.randrange(10, 99)}"
        cells: list[Cell] = [
            self._id(8),
            written,
            last_first(person),
            person.address.text,
            self._one("claims"),
            amount,
            f"{self._day()}",
        ]
        mentions = [
            self._mention(person, "name", "reversed", last_first(person)),
            self._mention(person, "address", "full", person.address.text),
        ]
        return cells, mentions + ([self._mention(person, "cpr", "dash", written)] if written else [])

    def fine(self) -> Row:
        """A parking fine; date and serial of the CPR number stand in two columns, the owner by initials."""
        person = self.next_of(self.drivers)
        cells: list[Cell] = [
            self._id(6),
            person.plate,
            person.cpr[:6],
            person.cpr[6:],
            person.name,
            self._one("offences"),
            f"{self._day()}",
        ]
        return cells, [
            self._name(person),
            self._mention(person, "plate", "plain", person.plate),
            self._mention(person, "cpr", "split", person.cpr[:6]),
        ]

    def rat(self) -> Row:
        """A report of rats: first and last name, street and town in columns of their own."""
        person, home = self.next_of(self.adults), self._home
        address = home(person)
        cells: list[Cell] = [self._id(5), person.first, person.last, *address, self._one("places"), person.phone]
        return cells, [
            self._mention(person, "name", "split", person.first),
            self._mention(person, "address", "split", str(address[0])),
            self._mention(person, "phone", "phone", person.phone),
        ]

    def dental(self) -> Row:
        """A child's summons, with a parent's name."""
        child = self.next_of(self.children)
        parent = next(p for p in self.newsroom.population.household(child) if p.phone)
        written = f"{child.cpr[:6]}{child.cpr[6:]}" if self.turn % 2 else f"{child.cpr[:6]}-{child.cpr[6:]}"
        cells: list[Cell] = [written, child.name, parent.name, self._one("dental"), f"{self._day():%d.%m.%Y}"]
        return cells, [
            self._name(child),
            self._mention(child, "cpr", "plain" if self.turn % 2 else "dash", written),
            Mention(parent.id, "household", "name", "full", parent.name),
        ]

    def waiting(self) -> Row:
        """A child on the waiting list, by name and birth date only."""
        child = self.next_of(self.children)
        parent = next(p for p in self.newsroom.population.household(child) if p.phone)
        born = f"{child.birth:%d-%m-%Y}"
        cells: list[Cell] = [
            child.name,
            born,
            parent.name,
            parent.email,
            self._one("daycare"),
            f"{self._day():%d-%m-%Y}",
        ]
        return cells, [
            self._name(child),
            self._mention(child, "birth", "date", born),
            Mention(parent.id, "household", "name", "full", parent.name),
            Mention(parent.id, "household", "email", "plain", parent.email),
        ]

    def figure(self) -> Row:
        """A pseudonymised row: about somebody, but nobody can see whom."""
        key = f"{self.rng.randrange(16**10):010X}"
        cells: list[Cell] = [
            key,
            self._one("claims"),
            self.rng.randrange(1, 40),
            self.rng.randrange(18, 80),
            self.rng.randrange(900, 20_000),
        ]
        return cells, []

    def _home(self, person: Person) -> list[Cell]:
        return [person.address.line, person.address.postcode, person.address.town]

    def _name(self, person: Person) -> Mention:
        return self._mention(person, "name", "full", person.name)

    def _mention(self, person: Person, kind: str, form: str, text: str) -> Mention:
        return Mention(person.id, "subject", kind, form, text)

    def _one(self, key: str) -> str:
        return str(self.rng.choice(texts()[key]))

    def _id(self, digits: int) -> str:
        return f"{self.rng.randrange(10 ** (digits - 1), 10**digits)}"

    def _day(self) -> date:
        return TODAY - timedelta(days=self.rng.randrange(5, 900))

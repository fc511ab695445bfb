"""The kinds of documents that the departments write, and a document made from one of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from sample_data.document import Document, parse
from sample_data.numbers import new_case_number
from sample_data.people import TODAY, Person, Population, names
from sample_data.scene import Scene
from sample_data.wording import other_spelling

MODES: dict[str, int] = {
    "cpr": 34, "reversed-cpr": 6, "cpr-only": 6, "name": 10, "name+address": 8, "name+birth": 6,
    "name+phone": 3, "name+email": 3, "initials": 3, "initials+address": 3, "reversed": 3, "upper": 3,
    "former": 4, "typo": 3, "typo+address": 2, "variant": 4, "masked": 3, "phone-only": 2,
    "email-only": 2, "case-only": 2, "address-only": 2, "plate-only": 2,
}  # fmt: skip
"""The ways of naming a document's main person, and how often each is drawn."""


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of document: its text, who can be its main person, and where it lies."""

    store: str
    id: str
    folder: str
    title: str
    style: str
    text: str
    age: tuple[int, int] = (0, 120)
    needs: tuple[str, ...] = ()
    staff: bool = False
    called: str = ""
    activity: str = ""

    @property
    def store_name(self) -> str:
        """The store it lies in; documents about nobody lie with the economy department."""
        return "oekonomi-og-erhverv" if self.store == "nobody" else self.store

    def suits(self, person: Person, population: Population) -> bool:
        """Whether somebody can be the main person."""
        household = population.household(person)
        having = {
            "plate": bool(person.plate),
            "parent": any(p.phone for p in household),
            "spouse": any(p.phone for p in household),
        }
        return (
            self.age[0] <= person.age <= self.age[1]
            and (bool(person.department) or not self.staff)
            and all(having[need] for need in self.needs)
        )


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the files."""
    found = []
    for file in sorted(files("sample_data").joinpath("prose").iterdir(), key=lambda f: f.name):
        for entry in tomllib.loads(file.read_text("utf-8")).get("story", ()):
            facts: dict[str, Any] = {
                **entry,
                "age": tuple(entry.get("age", (0, 120))),
                "needs": tuple(entry.get("needs", ())),
            }
            found.append(Story(store=file.name.removesuffix(".toml"), **facts))
    return tuple(found)


@dataclass(slots=True)
class Newsroom:
    """Writes documents about the people of one population."""

    rng: Random
    population: Population
    taken: set[str]
    lists: dict[str, Any] = field(default_factory=names)
    cases: dict[str, list[str]] = field(default_factory=dict)

    def write(
        self, story: Story, main: Person | None, *, mode: str = "cpr", encoding: str = "utf-8", cpr_form: str = ""
    ) -> Document:
        """One document of a kind, about somebody or (without a main person) about nobody.

        ``mode`` is a way of naming from :data:`MODES`; one that the person has no data for falls back
        to ``cpr``. ``encoding`` is what the numbers' written forms must fit into, and ``cpr_form`` a
        written form for every number ("" to draw them).
        """
        rng = self.rng
        day = self._day(story, main)
        mode = self.possible(mode, main) if main else "cpr"
        case = self._case(main, day) if main else ""
        cast = self.cast(story, main) if main else {}
        scene = Scene(
            rng, cast, self.lists, day, mode=mode, case=case, called=story.called, encoding=encoding, cpr_form=cpr_form
        )
        title = Scene(rng, {}, self.lists, day).fill(story.title)
        text = scene.fill(story.text)
        author = cast["w"].name if "w" in cast and "{w}" in story.text else ""
        return Document(
            story.id, title, day, story.style, parse(text), author=author, mode=mode, case=case, mentions=scene.mentions
        )

    def _day(self, story: Story, main: Person | None) -> date:
        """A day of the last four years on which the main person was old enough, and alive or lately dead."""
        oldest, latest = 1500, TODAY
        if main:
            oldest = max(40, min(oldest, 365 * (main.age - story.age[0])))
            latest = min(TODAY, main.died + timedelta(days=60)) if main.died else TODAY
        return latest - timedelta(days=self.rng.randrange(20, oldest))

    def possible(self, mode: str, person: Person) -> str:
        """The mode, or ``cpr`` where the person lacks what it needs."""
        lacking = {
            "former": not person.former_last,
            "plate-only": not person.plate,
            "phone-only": not person.phone,
            "name+phone": not person.phone,
            "email-only": not person.email,
            "name+email": not person.email,
            "variant": other_spelling(person.name) == person.name,
            "typo": max(map(len, person.name.split())) < 6,
            "typo+address": max(map(len, person.name.split())) < 6,
        }
        return "cpr" if lacking.get(mode) else mode

    def draw_mode(self, story: Story) -> str:
        """A way of naming; chats are often in lower case throughout."""
        if story.style == "chat" and self.rng.random() < 0.6:
            return "lower"
        return self.rng.choices(list(MODES), weights=list(MODES.values()))[0]

    def cast(self, story: Story, main: Person) -> dict[str, Person]:
        """Who plays in a document about somebody: household, caseworkers, and others of the town."""
        rng, people = self.rng, list(self.population.people.values())
        household = self.population.household(main)
        grown = [p for p in household if p.phone] or [main]
        outside = [p for p in people if p.id != main.id and p not in household]
        adults = [p for p in outside if p.phone and p.died is None]
        peers = [p for p in outside if abs(p.age - main.age) <= 2] if main.age < 18 else adults
        staff = [p for p in self.population.staff(story.store) if p.id != main.id]
        others = [p for p in people if p.department and p.id != main.id]
        worker = rng.choice(staff or others)
        neighbour = rng.choice(adults)
        return {
            "a": main,
            "p": grown[0],
            "q": grown[-1],
            "s": grown[0],
            "n": neighbour,
            "x": rng.choice([p for p in peers if p is not neighbour] or adults),
            "w": worker,
            "v": rng.choice([p for p in others if p is not worker]),
        }

    def _case(self, person: Person, day: date) -> str:
        """A case number of the person's: one they have, or a new one."""
        known = self.cases.setdefault(person.id, [])
        if not known or (len(known) < 4 and self.rng.random() < 0.4):
            known.append(new_case_number(self.rng, self.taken, day.year))
        return self.rng.choice(known)

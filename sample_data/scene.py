"""Fills a story's text for a cast of people, and notes every mention it makes.

A story is text with alternatives ``<one|other>`` and placeholders: ``{a.id}``
names the main person in the document's way of naming (its *mode*), ``{a}``
refers to them again, ``{n}`` and the other letters name the rest of the cast,
``{n.address}`` and the like give a detail, ``{day-14}`` is a date near the
document's own, ``{n:3-9}`` a number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from sample_data import wording
from sample_data.document import Mention
from sample_data.numbers import look_alike, new_account, new_cvr, write_phone
from sample_data.people import Person

ROLES = {
    "a": "subject",
    "w": "employee",
    "v": "employee",
    "s": "household",
    "c": "household",
    "p": "household",
    "q": "household",
}
ALLOWED: dict[str, frozenset[str]] = {
    "cpr": frozenset({"cpr", "name", "birth", "address", "phone", "email", "case", "plate", "account", "former"}),
    "reversed-cpr": frozenset({"cpr", "name", "address", "phone", "case", "plate", "account"}),
    "cpr-only": frozenset({"cpr"}),
    "name+address": frozenset({"name", "address"}),
    "name+birth": frozenset({"name", "birth"}),
    "name+phone": frozenset({"name", "phone"}),
    "name+email": frozenset({"name", "email"}),
    "initials+address": frozenset({"name", "address"}),
    "typo+address": frozenset({"name", "address"}),
    "former": frozenset({"former"}),
    "masked": frozenset({"name", "birth"}),
    "phone-only": frozenset({"phone"}),
    "email-only": frozenset({"email"}),
    "case-only": frozenset({"case"}),
    "address-only": frozenset({"address"}),
    "plate-only": frozenset({"plate"}),
}
"""Which details a way of naming lets into the document; the modes that are not here let only the name in."""

_CHOICE = re.compile(r"<([^<>]*)>")
_PLACE = re.compile(r"\{([a-z]+)(?:\.([a-z]+))?(?:([+-][0-9]{1,3})|:([0-9]+)-([0-9]+))?\}")


@cache
def words() -> dict[str, Any]:
    """The small words around names, in Danish."""
    return tomllib.loads(files("sample_data").joinpath("prose", "words.toml").read_text("utf-8"))


@dataclass(slots=True)
class Scene:
    """One document in the making.

    Attributes:
        cast: the people by the letter that the story gives them; ``a`` is the main person.
        lists: the names.toml of the municipality.
        cpr_form: a written form to use for every personal number, or "" to draw one.
    """

    rng: Random
    cast: dict[str, Person]
    lists: dict[str, Any]
    day: date
    mode: str = "cpr"
    case: str = ""
    called: str = ""
    encoding: str = "utf-8"
    cpr_form: str = ""
    mentions: list[Mention] = field(default_factory=list)

    def fill(self, text: str) -> str:
        """The text with every choice made and every placeholder filled."""
        while "<" in text:
            chosen = _CHOICE.sub(lambda m: self.rng.choice(m[1].split("|")), text)
            if chosen == text:
                break
            text = chosen
        filled = _PLACE.sub(lambda m: self._placed(m, text), text)
        if self.mode == "lower":
            self.mentions = [
                Mention(m.person, m.role, m.kind, "lower" if m.kind == "name" else m.form, m.text.lower())
                for m in self.mentions
            ]
            filled = filled.lower()
        return filled

    def _placed(self, match: re.Match[str], text: str) -> str:
        """What stands in a placeholder's stead, with a capital at the start of a sentence."""
        before = len(self.mentions)
        found = self._place(match)
        starts = not match.start() or text[: match.start()].endswith((". ", "? ", "! ", "\n", "| "))
        made = len(self.mentions) > before and found.startswith(self.mentions[before].text)
        return found if made or not starts else found[:1].upper() + found[1:]

    def _place(self, match: re.Match[str]) -> str:
        who, detail, shift, low, high = match.groups()
        if low is not None:
            return str(self.rng.randrange(int(low), int(high) + 1))
        if who == "day":
            return wording.write_date(self.rng, self.day + timedelta(days=int(shift or 0)), words()["months"])
        if who in self.cast and len(who) == 1:
            return self._person(who, detail)
        if who == "pro":
            return str(self.rng.choice(self.lists["work"]["professionals"]))
        if who == "case":
            return (
                self.mention("a", "case", "plain", self.case)
                if self.case and self._allows("case")
                else self._neutral("case")
            )
        return self._thing(who)

    def _thing(self, what: str) -> str:
        rng = self.rng
        match what:
            case "kr":
                return wording.crowns(rng)
            case "year":
                return str(rng.randrange(2004, self.day.year))
            case "street":
                return str(rng.choice(self.lists["places"]["streets"]))
            case "org":
                return str(rng.choice(self.lists["work"]["companies"]))
            case "school" | "daycare" | "home":
                key = {"school": "schools", "daycare": "daycare", "home": "homes"}[what]
                return str(rng.choice(self.lists["work"][key]))
            case "matrikel":
                area = rng.choice(["Skarvsø By", "Fjordlev Bygrunde", "Rævkrog Ejerlav"])
                return f"{rng.randrange(1, 60)}{rng.choice('abcdefghk')}, {area}"
            case "cvr":
                return new_cvr(rng)
            case "account":
                return new_account(rng)
            case "pnr":
                return look_alike(rng, "p-number")
            case _:
                return look_alike(rng, what)

    def _person(self, who: str, detail: str | None) -> str:
        person = self.cast[who]
        if who == "a" and detail == "id":
            return self._identify(person)
        if who == "a" and detail == "sign":
            return self._sign()
        if detail is None:
            return self._refer(person) if who == "a" else self._name(who, person)
        if detail in ("first", "title", "mail"):
            return self._plain(person, detail)
        if detail == "initials":
            return "".join(word[0] for word in person.name.split())
        kind = {"born": "birth"}.get(detail, detail)
        if who == "a" and not self._allows(kind):
            return self._neutral(detail)
        return self.detail(who, detail)

    def _plain(self, person: Person, detail: str) -> str:
        if detail == "mail":
            return f"{person.first.split()[0].lower()[:2]}{person.last.split()[-1].lower()[:2]}@fjordlev.example"
        return person.first.split()[0] if detail == "first" else person.title or "medarbejder"

    def detail(self, who: str, detail: str) -> str:
        """A detail of a person, noted as a mention."""
        person, rng = self.cast[who], self.rng
        match detail:
            case "cpr":
                text, form = wording.write_cpr(rng, person, encoding=self.encoding, form=self.cpr_form)
                return self.mention(who, "cpr", form, text)
            case "born":
                return self.mention(who, "birth", "date", wording.write_date(rng, person.birth, words()["months"]))
            case "masked":
                return self.mention(who, "birth", "masked", wording.masked(person))
            case "address":
                written = self.mention(who, "address", "full", person.address.text)
                return f"{written} {rng.choice(words()['protected'])}" if person.protected else written
            case "phone":
                return (
                    self.mention(who, "phone", "phone", write_phone(rng, person.phone))
                    if person.phone
                    else self._neutral("phone")
                )
            case "former":
                return (
                    self.mention(who, "former", "full", person.former_name)
                    if person.former_last
                    else self._neutral("former")
                )
            case _:
                value = getattr(person, detail)
                return self.mention(who, detail, "plain", value) if value else self._neutral(detail)

    def _identify(self, person: Person) -> str:
        template = self.rng.choice(words()["modes"][self.mode])
        return _PLACE.sub(lambda m: self._identity(person, m[1]), template)

    def _identity(self, person: Person, what: str) -> str:
        match what:
            case "name" | "reversed" | "upper" | "initials" | "typo" | "variant":
                return self.name_as("a", what)
            case "case":
                return self.mention("a", "case", "plain", self.case)
            case _:
                return self.detail("a", what)

    def name_as(self, who: str, form: str) -> str:
        """A person's name in one of its written forms, noted as a mention."""
        person = self.cast[who]
        writers: dict[str, Callable[[], str]] = {
            "name": lambda: person.name,
            "reversed": lambda: wording.last_first(person),
            "upper": person.name.upper,
            "lower": person.name.lower,
            "initials": lambda: wording.initials(person),
            "typo": lambda: wording.misspell(self.rng, person.name),
            "variant": lambda: wording.other_spelling(person.name),
        }
        text = writers[form]()
        return self.mention(who, "name", "full" if form == "name" else form, text)

    def _refer(self, person: Person) -> str:
        """The main person again: by first name, neutrally, or as the mode has it."""
        roll = self.rng.random()
        weak = self.mode in ("initials", "initials+address", "typo", "typo+address", "variant", "former", "upper")
        if self.mode.endswith("-only") or weak or roll < 0.4:
            return self._neutral("a")
        if roll < 0.7:
            return person.first.split()[0]
        return self.name_as("a", "reversed" if self.mode == "reversed" else "name")

    def _sign(self) -> str:
        """How the main person signs: as the document names them, or unreadably."""
        first = words()["modes"][self.mode][0].strip("{").partition("}")[0]
        if first in ("name", "reversed", "upper", "initials", "typo", "variant", "former"):
            return self._identity(self.cast["a"], "name" if first == "reversed" else first)
        return str(words()["neutral"]["sign"][0])

    def _name(self, who: str, person: Person) -> str:
        if ROLES.get(who) != "employee" and person.first.count(" ") and self.rng.random() < 0.12:
            return self.name_as(who, "initials")
        return self.name_as(who, "name")

    def _allows(self, kind: str) -> bool:
        """Whether the mode lets a kind of detail about the main person into the document."""
        return kind in ALLOWED.get(self.mode, frozenset({"name"}))

    def _neutral(self, detail: str) -> str:
        if detail == "a" and self.called:
            return self.called
        return str(self.rng.choice(words()["neutral"].get(detail, words()["neutral"]["a"])))

    def mention(self, who: str, kind: str, form: str, text: str) -> str:
        """Note a mention and give its text back."""
        self.mentions.append(Mention(self.cast[who].id, ROLES.get(who, "mentioned"), kind, form, text))
        return text

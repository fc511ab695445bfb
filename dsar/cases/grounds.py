"""The legal grounds for withholding something: dated rules, kept as data (``data/grounds.toml``).

A decision must name a ground that is in force on the day of the decision, and is
judged by that day's rules for ever after (LEGAL R-00-01, A-13, A-33).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from dsar.errors import SetupError


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that lets something be withheld, as it stood in a period.

    Attributes:
        law: how it is cited, in Danish.
        text: what the citizen is told.
        weighing: whether a weighing of the interests must be written.
        caution: what the caseworker must think of first; often empty.
        valid_to: the last day; None while it is in force.
        checked: whether its wording was read; if not, read it before it goes into a letter.
    """

    code: str
    law: str
    text: str
    weighing: bool
    valid_from: date
    source: str
    checked: bool
    caution: str = ""
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it may be used for a decision made that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds, of all periods; ``version`` names the edition of the file."""

    version: str
    all: tuple[Ground, ...]

    def on(self, day: date) -> tuple[Ground, ...]:
        """Those in force that day, in the file's order."""
        return tuple(ground for ground in self.all if ground.in_force(day))

    def get(self, code: str, day: date) -> Ground | None:
        """The ground of that code as it stands that day; ``DBL22-2-4`` and ``dbl22_2_4`` are the same code."""
        plain = code.strip().lower().replace("-", "_")
        return next((ground for ground in self.on(day) if ground.code == plain), None)

    def named(self, code: str, day: date) -> Ground:
        """As :meth:`get`.

        Raises:
            SetupError: no such ground that day; the line lists those there are.
        """
        found = self.get(code, day)
        if found is None:
            known = ", ".join(ground.code for ground in self.on(day)) or "none"
            raise SetupError(f"--ground: no such ground on {day}. Use one of: {known}.")
        return found


@lru_cache(maxsize=1)
def load_grounds() -> Grounds:
    """The grounds that come with dsar."""
    return read_grounds(files("dsar.cases").joinpath("data/grounds.toml").read_text(encoding="utf-8"))


def read_grounds(text: str) -> Grounds:
    """The grounds of a file; it is ours, so a mistake in it is a bug and no error of the user's."""
    raw = tomllib.loads(text)
    return Grounds(raw["version"], tuple(Ground(**fields) for fields in raw["ground"]))

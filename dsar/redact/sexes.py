"""Whether somebody is a man or a woman, as far as a CPR number or a first name tells: whom "he" can mean. Pure."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from dsar.model import Kind
from dsar.redact.fold import folded_words
from dsar.redact.own import Own


class Sex(StrEnum):
    """Whom "he" or "she" can mean."""

    MAN = "man"
    WOMAN = "woman"


def of_number(cpr: str) -> Sex | None:
    """By the last digit, odd for men: https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret (read 2026-11-22)."""
    return (Sex.MAN if int(cpr[-1]) % 2 else Sex.WOMAN) if cpr[-1:].isdecimal() else None


def of_name(written: str) -> Sex | None:
    """By the first of the names; None of one that both bear, or few."""
    first = folded_words(written)[:1]
    return _first_names().get(first[0]) if first else None


def of_subject(own: Own) -> Sex | None:
    """By their number, or else by the first name that tells."""
    numbers = sorted(key for kind, key in own.keys if kind is Kind.CPR)
    told = [*map(of_number, numbers), *(_first_names().get(name[0]) for name in own.names)]
    return next((sex for sex in told if sex is not None), None)


@lru_cache(maxsize=1)
def _first_names() -> dict[str, Sex]:
    lists = tomllib.loads((files("dsar.redact") / "data" / "first_names.toml").read_text(encoding="utf-8"))
    of = {"men": Sex.MAN, "women": Sex.WOMAN}
    return {word: sex for key, sex in of.items() for name in lists[key].split() for word in folded_words(name)[:1]}

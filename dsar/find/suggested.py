"""A proposed identifier, and how it is written: for programs, and as lines that can be pasted into a subject file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dsar.model import Kind, Subject
from dsar.shown import printable
from dsar.words import ANSWERS

FIELDS = {
    Kind.CPR: "cpr",
    Kind.NAME: "names",
    Kind.BIRTH_DATE: "birth_date",
    Kind.ADDRESS: "addresses",
    Kind.EMAIL: "emails",
    Kind.PHONE: "phones",
    Kind.CASE_NUMBER: "other",
    Kind.PLATE: "other",
}
"""The subject file's key for each kind that is proposed."""
SHOWN = 3
"""Places that the text names; the object has them all."""

_SAY = ANSWERS["suggest"]


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """Where an identifier stands."""

    store: str
    item: str = field(repr=False)
    place: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An identifier that the subject file may be given.

    Attributes:
        key: the subject file's key that it belongs under.
        value: as the subject file has it.
        finding: its normal form, as ``dsar scan`` has it.
        strong: whether it was seen in a certain hit, and not only in likely ones, and nothing puts it in doubt.
        contested: whether it is one of several CPR numbers or birth dates, of which one is the subject's at most.
        items: how many items it was seen in.
        places: where, in the answer's order.
    """

    kind: Kind
    key: str
    value: str = field(repr=False)
    finding: str = field(repr=False)
    strong: bool
    items: int
    places: tuple[Seen, ...]
    contested: bool = False


def suggestion_object(one: Suggestion) -> dict[str, Any]:
    """A suggestion as a line of ``dsar find --suggest --json``."""
    return {
        "type": "suggestion",
        "kind": one.kind.value,
        "value": one.value,
        "key": one.finding,
        "field": one.key,
        "strength": "strong" if one.strong else "weak",
        "items": one.items,
        "places": [{"store": seen.store, "item": seen.item, "place": seen.place} for seen in one.places],
    } | ({"warning": "contested"} if one.contested else {})


def suggestions_text(found: Sequence[Suggestion], subject: Subject) -> str:
    """The suggestions as lines of a subject file, each with where it was seen."""
    if not found:
        return _SAY["none"]
    return "\n".join([_SAY["title"], _SAY["paste"], "", fragment(found, subject)])


def fragment(found: Sequence[Suggestion], subject: Subject) -> str:
    """TOML that replaces the same keys of the subject file: what it has, and behind it what is new.

    Of what is contested nothing can be pasted unread: it stands in comments.
    """
    lines = []
    for key in dict.fromkeys(["cpr", "names", "former_names", *FIELDS.values()]):
        new = [one for one in found if one.key == key]
        if key == "birth_date":
            lines += [f"{'# ' * one.contested}birth_date = {one.value}  # {_comment(one)}" for one in new]
        elif new:
            known = [f"    {_quoted(value)}," for value in getattr(subject, key)]
            fresh = [f"    {'# ' * one.contested}{_quoted(one.value)},  # {_comment(one)}" for one in new]
            lines += [f"{key} = [", *known, *fresh, "]"]
    return "\n".join(lines)


def _comment(one: Suggestion) -> str:
    count = _SAY["seen.one"] if one.items == 1 else _SAY["seen"].format(count=one.items)
    places = [f"{seen.store}: {seen.item}, {seen.place}" for seen in one.places[:SHOWN]]
    more = [_SAY["more"].format(count=len(one.places) - SHOWN)] if len(one.places) > SHOWN else []
    how = "contested" if one.contested else "strong" if one.strong else "weak"
    said = f"{_SAY['new']}: {count}, {_SAY[how]}: {'; '.join([*places, *more])}"
    return printable(said)


def _quoted(value: str) -> str:
    """A TOML string; its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

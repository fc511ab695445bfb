"""When a thing is deleted: the record's rule, counted from a date that the thing itself tells. Pure.

What a rule runs from is an event, most often that a case is closed. Its date is known
where a case system's row tells it; where it is not, a document that has a date cannot
be deleted before its period, counted from that date, is over: no case is closed before
what is written in it. Periods are counted in calendar years (KL's codes give days, and
1,825 days are not five years).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dsar.activities.record import Retention
from dsar.dates import add_months
from dsar.detect.dates import Dates
from dsar.detect.digits import Digits
from dsar.detect.words import Words

_FIELD = re.compile(r"^[ \t]{0,8}([^:\n]{2,40}?)[ \t]{0,8}:[ \t]{0,8}([^\n]{6,40})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a rule comes to for one thing; dates that are not known are None.

    Attributes:
        since: the event's date.
        on: the day that the period ends.
        earliest: the day before which it cannot end, where ``on`` is not known.
    """

    rule: Retention
    since: date | None = None
    on: date | None = None
    earliest: date | None = None


def deletions(
    rules: Iterable[Retention], texts: Iterable[str], *, dated: date | None, today: date
) -> tuple[Deletion, ...]:
    """What each rule of an activity comes to for one of its things.

    Args:
        rules: the activity's.
        texts: the thing's passages, and what a case system says of its case; a row tells an event's date as
            ``Afsluttet: 02-09-2024``.
        dated: when the thing is of, where somebody but its file says so.
        today: a date without a century is the latest before it.
    """
    fields = _fields(texts)
    return tuple(_deletion(rule, fields, dated, today) for rule in rules)


def _deletion(rule: Retention, fields: Mapping[str, set[str]], dated: date | None, today: date) -> Deletion:
    if rule.years is None:
        return Deletion(rule)
    event = _events().get(rule.trigger.casefold(), {})
    since = _told(fields, event.get("fields", ()), today)
    if since is None and dated is not None:
        since = {"day": dated, "year_end": date(dated.year, 12, 31)}.get(event.get("from_document", ""))
    months = 12 * rule.years
    if since is not None:
        return Deletion(rule, since=since, on=add_months(since, months))
    return Deletion(rule, earliest=add_months(dated, months) if dated and event.get("fields") else None)


def _told(fields: Mapping[str, set[str]], names: Iterable[str], today: date) -> date | None:
    """The date in one of the fields; of several the last."""
    reader = _dates(today)
    values = (value for name in names for value in fields.get(name, ()))
    found = (reader.read(match) for value in values for match in reader.find(Digits(value)) if match.start() == 0)
    return max((one.day for one in found if one is not None), default=None)


def _fields(texts: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        for name, value in _FIELD.findall(text):
            found.setdefault(name.casefold(), set()).add(value.strip())
    return found


@lru_cache(maxsize=1)
def _events() -> Mapping[str, Mapping[str, Any]]:
    text = files("dsar.activities").joinpath("triggers.toml").read_text(encoding="utf-8")
    return {trigger: event for event in tomllib.loads(text).values() for trigger in event["triggers"]}


@lru_cache(maxsize=2)
def _dates(today: date) -> Dates:
    return Dates(today=today, words=Words())

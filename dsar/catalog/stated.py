"""What documents state of themselves, as the catalogue keeps it, and what is told of the ones that are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from dsar.catalog.database import Database
from dsar.model import LOCATOR_STEP
from dsar.stated import Stated, StatedKind, checked, date_of, on

AT_ONCE = 500
"""Parts that a statement names at most."""

Place = tuple[int, int]
"""An item's id and the number of a part's first passage."""

_OWN = """
SELECT parts.item, parts.first, parts.steps, parts.stated, items.modified
FROM json_each(?) AS wanted JOIN parts ON parts.item = wanted.value ->> 0 AND parts.first = wanted.value ->> 1
JOIN items ON items.id = parts.item WHERE parts.passages > 0"""
# What a part lies in was read shortly before it: the search backwards ends soon, in a mailbox of a million parts too.
_ABOVE = """
SELECT wanted.value ->> 0 AS item, wanted.value ->> 1 AS first, (
  SELECT around.stated FROM parts AS around
  WHERE around.item = wanted.value ->> 0 AND around.first < wanted.value ->> 1 AND around.steps = wanted.value ->> 2
  ORDER BY around.first DESC LIMIT 1) AS stated
FROM json_each(?) AS wanted"""


def encoded(stated: Sequence[Stated]) -> str | None:
    """As the column keeps it: JSON; None for nothing."""
    return json.dumps([[one.kind, one.value] for one in stated]) if stated else None


def decoded(text: str | None) -> tuple[Stated, ...]:
    """Undo :func:`encoded`."""
    return tuple(checked(kind, value) for kind, value in json.loads(text)) if text else ()


def stated(database: Database, places: Iterable[Place]) -> dict[Place, tuple[Stated, ...]]:
    """What each part states of itself, with a date wherever there is any.

    One that states no date has that of what it lies in (a picture that of the mail it
    came with), else the time that its store keeps, as ``stored``.
    """
    found: dict[Place, tuple[Stated, ...]] = {}
    wanted = list(dict.fromkeys(places))
    for start in range(0, len(wanted), AT_ONCE):
        with database.begin() as connection:
            found.update(_some(connection, wanted[start : start + AT_ONCE]))
    return found


def _some(connection: Connection, places: Sequence[Place]) -> Iterator[tuple[Place, tuple[Stated, ...]]]:
    rows = connection.exec_driver_sql(_OWN, (json.dumps(places),)).all()
    own = {(item, first): decoded(text) for item, first, _, text, _ in rows}
    undated = [(item, first, steps) for item, first, steps, *_ in rows if date_of(own[item, first]) is None]
    above = _above(connection, undated)
    for item, first, _, _, modified in rows:
        known = own[item, first]
        date = date_of(known) or above.get((item, first))
        dates = (date,) if date is not None else _stored(modified)
        yield (item, first), (*known, *(one for one in dates if one not in known))


def _above(connection: Connection, undated: Iterable[tuple[int, int, str]]) -> dict[Place, Stated]:
    """The dates of what these parts lie in; the nearest that has one."""
    wanted = [(item, first, prefix) for item, first, steps in undated for prefix in _prefixes(steps)]
    found: dict[Place, Stated] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = json.dumps(wanted[start : start + AT_ONCE])
        for item, first, text in connection.exec_driver_sql(_ABOVE, (some,)):
            date = date_of(decoded(text))
            if date is not None:
                found.setdefault((item, first), date)
    return found


def _prefixes(steps: str) -> Iterator[str]:
    """What a part lies in, the nearest first, the item itself ("") last."""
    while steps:
        steps = steps.rpartition(LOCATOR_STEP)[0]
        yield steps


def _stored(modified: float | None) -> tuple[Stated, ...]:
    return on(StatedKind.STORED, datetime.fromtimestamp(modified, UTC)) if modified is not None else ()

"""What documents state of themselves, as the catalogue keeps it, and what is told of the ones that are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Integer, column, select, values

from dsar.catalog.database import Database
from dsar.catalog.schema import items, parts
from dsar.model import LOCATOR_STEP
from dsar.stated import Stated, StatedKind, checked, date_of, on

AT_ONCE = 250
"""Parts that a statement names at most."""

Place = tuple[int, int]
"""An item's id and the number of a part's first passage."""


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
    wanted = values(column("item", Integer), column("first", Integer)).data(list(places)).cte("w")
    query = (
        select(parts.c.item, parts.c.first, parts.c.steps, parts.c.stated, items.c.modified)
        .join(wanted, (parts.c.item == wanted.c.item) & (parts.c.first == wanted.c.first))
        .join(items, items.c.id == parts.c.item)
        .where(parts.c.passages > 0)
    )
    rows = connection.execute(query).all()
    own = {(row.item, row.first): decoded(row.stated) for row in rows}
    undated = {(row.item, row.steps) for row in rows if row.steps and date_of(own[row.item, row.first]) is None}
    above = _above(connection, undated)
    for row in rows:
        known = own[row.item, row.first]
        inherited = (above[row.item, steps] for steps in _prefixes(row.steps) if (row.item, steps) in above)
        date = date_of(known) or next(inherited, None)
        dates = (date,) if date is not None else _stored(row.modified)
        yield (row.item, row.first), (*known, *(one for one in dates if one not in known))


def _above(connection: Connection, undated: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Stated]:
    """The dates of what these parts lie in."""
    wanted = sorted({(item, prefix) for item, steps in undated for prefix in _prefixes(steps)})
    found: dict[tuple[int, str], Stated] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        ids, steps = {item for item, _ in some}, {steps for _, steps in some}
        query = select(parts.c.item, parts.c.steps, parts.c.stated).where(
            parts.c.item.in_(ids), parts.c.steps.in_(steps), parts.c.stated.is_not(None)
        )
        for row in connection.execute(query):
            date = date_of(decoded(row.stated))
            if date is not None:
                found[row.item, row.steps] = date
    return found


def _prefixes(steps: str) -> Iterator[str]:
    """What a part lies in, the nearest first, the item itself ("") last."""
    while steps:
        steps = steps.rpartition(LOCATOR_STEP)[0]
        yield steps


def _stored(modified: float | None) -> tuple[Stated, ...]:
    return on(StatedKind.STORED, datetime.fromtimestamp(modified, UTC)) if modified is not None else ()

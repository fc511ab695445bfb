"""Rows of a table or query, a page at a time in the order of their key, and one row again by its key.

A page begins after the last key of the page before, so that a dropped connection
costs a page, and a million rows never lie in memory or in one long transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

PAGE = 2_000
PAGE_OF_DOCUMENTS = 16
"""Rows held at a time; fewer where each brings its documents."""
THERE = "dsar_has_"
"""Begins the name of a column that says whether a document's column has anything in it."""
_QUOTED = {"%": "%25", "!": "%21"}
_QUOTED_IN_MANY = {**_QUOTED, "/": "%2F"}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from.

    Attributes:
        rows: a table, or a query in brackets with a name.
        key: the columns that tell its rows apart, in order.
    """

    rows: sa.FromClause | sa.TextClause
    key: tuple[str, ...]

    def page(
        self, columns: Sequence[str], after: Sequence[Any] | None, *, size: int, there: Sequence[str] = ()
    ) -> sa.Select[Any]:
        """The rows after a key, in its order; one more than a page, to see whether the key tells them apart.

        ``there`` names columns of which only is wanted whether they hold anything.
        """
        key: list[sa.ColumnClause[Any]] = [sa.column(name) for name in self.key]
        query = self._select(columns).order_by(*key).limit(size + 1)
        for name in there:
            query = query.add_columns(sa.case((sa.column(name).is_not(None), 1), else_=0).label(THERE + name))
        query = query.where(*(column.is_not(None) for column in key))
        return query if after is None else query.where(_beyond(key, after))

    def keyless(self) -> sa.Select[Any]:
        """How many rows have an empty key, and so no address."""
        where = sa.or_(*(sa.column(name).is_(None) for name in self.key))
        return sa.select(sa.func.count()).select_from(self.rows).where(where)

    def one(self, columns: Sequence[str] | None, key: Sequence[Any]) -> sa.Select[Any]:
        """The row of a key."""
        return self._select(columns).where(*(sa.column(n) == v for n, v in zip(self.key, key, strict=True))).limit(1)

    def first(self, columns: Sequence[str] | None) -> sa.Select[Any]:
        """Any row: what its columns are, and of which types."""
        return self._select(columns).limit(1)

    def _select(self, columns: Sequence[str] | None) -> sa.Select[Any]:
        if columns is None:
            return sa.select(sa.literal_column("*")).select_from(self.rows)
        wanted: list[sa.ColumnClause[Any]] = [sa.column(name) for name in columns]
        query: sa.Select[Any] = sa.select(*wanted)
        return query.select_from(self.rows)


def source(*, table: str | None, schema: str | None, query: str | None, key: Sequence[str]) -> Source:
    """The source of a table, or of a query as the settings write it."""
    if query is not None:
        return Source(sa.text(f"({query.strip().rstrip(';')}) AS dsar_rows"), tuple(key))
    assert table is not None
    return Source(sa.table(table, schema=schema), tuple(key))


def _beyond(key: Sequence[sa.ColumnElement[Any]], after: Sequence[Any]) -> sa.ColumnElement[bool]:
    """``(a, b) > (x, y)``, written so that every database understands it."""
    steps = []
    for n, column in enumerate(key):
        same = (key[m] == after[m] for m in range(n))
        steps.append(sa.and_(*same, column > after[n]))
    return sa.or_(*steps)


def address(key: Sequence[Any]) -> str:
    """A key as the end of a locator: readable, and without the marks that locators use themselves."""
    quoted = _QUOTED if len(key) == 1 else _QUOTED_IN_MANY
    return "/".join("".join(quoted.get(c, c) for c in str(value)) for value in key)


def values(address: str, types: Sequence[type]) -> Iterator[Any]:
    """The key of an address, each value of the type that the database gives.

    Raises:
        ValueError: it is no address of such a key.
    """
    steps = [address] if len(types) == 1 else address.split("/")
    for step, kind in zip(steps, types, strict=True):
        text = step.replace("%2F", "/").replace("%21", "!").replace("%25", "%")
        if kind in (str, type(None)):
            yield text
        elif hasattr(kind, "fromisoformat"):
            yield kind.fromisoformat(text)
        else:
            yield kind(text)

"""The tables of ``state/cases.db``, kept apart from the catalogue, which ``dsar index --rebuild`` makes anew.

An event is written once: triggers refuse to change one, and to delete one unless
its case was purged first. What else belongs to a case (hits, decisions, holds)
may add its tables to :data:`metadata`, with ``ForeignKey("cases.id",
ondelete="CASCADE")``: they then go with the case.
"""

from __future__ import annotations

from sqlalchemy import DDL, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, event

from dsar.catalog.schema import facts as catalog_facts

SCHEMA_VERSION = 1

metadata = MetaData()

facts = catalog_facts.to_metadata(metadata)
"""The schema's version."""

serials = Table(
    "serials",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number given to a case of that year; no number is ever given twice."""

cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("ended", Integer, nullable=False, default=0),
)
"""``version``: the number of the last event; ``ended``: 1 where the citizen no longer waits."""

events = Table(
    "events",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("act", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("fields", LargeBinary, nullable=False),
)
"""``fields``: the act as JSON, sealed and bound to its case and number; ``at``: seconds since 1970."""
Index("events_by_act", events.c.act, events.c.case)

purged = Table(
    "purged",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Float, nullable=False),
)
"""What remains of a case whose retention has ended: that it was, and when it went."""

for _name, _when in (
    ("events_stay_as_written", "BEFORE UPDATE ON events"),
    ("events_stay", 'BEFORE DELETE ON events WHEN OLD."case" NOT IN (SELECT id FROM purged)'),
):
    _body = f"CREATE TRIGGER {_name} {_when} BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END"
    event.listen(events, "after_create", DDL(_body))  # type: ignore[no-untyped-call]

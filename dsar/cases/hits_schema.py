"""The tables of a case's hits, decisions and holds; they go with their case (see :mod:`dsar.cases.schema`)."""

from __future__ import annotations

from sqlalchemy import DDL, Column, Float, ForeignKey, ForeignKeyConstraint, Integer, String, Table, Text, event

from dsar.cases.schema import metadata


def _case() -> Column[str]:
    return Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)


searches = Table(
    "searches",
    metadata,
    _case(),
    Column("number", Integer, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("summary", String),
)
"""``done``: 1 where it came to its end; ``summary``: digest of what was and was not searched."""

hits = Table(
    "hits",
    metadata,
    _case(),
    Column("number", Integer, primary_key=True),
    Column("store", String, nullable=False),
    Column("item", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("level", String, nullable=False),
    Column("probability", Float, nullable=False),
    Column("activity", String),
    Column("role", String, nullable=False),
    Column("duplicates", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("content", String, nullable=False),
    Column("wording", String, nullable=False),
    Column("thread", Text, nullable=False),
    Column("presence", String, nullable=False),
    Column("search", Integer, nullable=False),
    Column("steps", Text, nullable=False),
    Column("held", String, nullable=False),
    Column("original", Text),
    Column("body", String, nullable=False),
    Column("date_kind", String),
    Column("date", String),
    Column("author", Text),
    Column("mail", Text),
    Column("family", Text),
    Column("register", Text),
)
"""``date``, ``author``: as the document states them (:mod:`dsar.stated`); NULL where it does not. ``mail``: the headers
of the mail that it is, or lies in; ``family``: the first mail of its thread. ``register``: what a case system tells of
the item. ``body``: digest of the passages with their evidence; ``original``: digests, as JSON, of the pieces that the
bytes of the whole item are held in."""

versions = Table(
    "hit_versions",
    metadata,
    Column("case", String, primary_key=True),
    Column("hit", Integer, primary_key=True),
    Column("content", String, primary_key=True),
    Column("body", String, nullable=False),
    Column("original", Text),
    Column("search", Integer, nullable=False),
    ForeignKeyConstraint(["case", "hit"], ["hits.case", "hits.number"], ondelete="CASCADE"),
)
"""What a hit was when something was decided about it, for as long as the case is kept."""

originals = Table(
    "originals",
    metadata,
    _case(),
    Column("store", String, primary_key=True),
    Column("locator", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("state", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pieces", Text),
)
"""Items whose bytes were to be held: "whole", or the gap's code."""

entries = Table(
    "review_entries",
    metadata,
    _case(),
    Column("number", Integer, primary_key=True),
    Column("batch", Integer, nullable=False),
    Column("act", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("hit", Integer),
    Column("place", Text),
    Column("action", String),
    Column("ground", String),
    Column("reason", Text, nullable=False),
    Column("role", String),
    Column("content", String),
    Column("supersedes", Integer),
    Column("undoes", Integer),
)
"""The history of the review; see :class:`dsar.cases.decisions.Entry`."""

blobs = Table(
    "held_blobs",
    metadata,
    Column("digest", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("size", Integer, nullable=False),
)
"""What is held, by the SHA-256 of its content, and the vault's name of it. The same content is held once."""

holds = Table(
    "holds",
    metadata,
    _case(),
    Column("digest", ForeignKey("held_blobs.digest"), primary_key=True),
)
"""Which case needs which blob. One that no case needs is deleted."""

_ABORT = "SELECT RAISE(ABORT, 'a decision is never changed'); END"
for _name, _when in (
    ("review_entries_stay_as_written", "BEFORE UPDATE ON review_entries BEGIN"),
    ("review_entries_stay", 'BEFORE DELETE ON review_entries WHEN OLD."case" NOT IN (SELECT id FROM purged) BEGIN'),
):
    _refuse = DDL(f"CREATE TRIGGER {_name} {_when} {_ABORT}")  # type: ignore[no-untyped-call]
    event.listen(entries, "after_create", _refuse)

"""The catalogue's tables.

An *item* row is one version of one thing in a store. A new version gets a new
row (and so a new id), which replaces the old one in the step that marks it done:
whatever is in the index under an id always belongs to that id's text.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA_VERSION = 1

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single values: the schema's version."""

stores = Table(
    "stores",
    metadata,
    Column("name", String, primary_key=True),
    Column("indexed_at", Float),
    Column("since", Text),
    Column("run", Integer, nullable=False, default=0),
    Column("settings", String),
)
"""One row a store that was ever indexed. ``indexed_at``: end of the last complete run, seconds since 1970;
``since``: the connector's cutoff after it; ``run``: number of the last run that began; ``settings``: a hash of the
store's settings at the last complete run (NULL: it was not kept)."""

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("store", String, nullable=False),
    Column("locator", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("modified", Float),
    Column("size", Integer),
    Column("done", Integer, nullable=False, default=0),
    Column("run", Integer, nullable=False),
    Column("entries", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)
"""``done``: 0 from before the work until after it; ``run``: the last run that saw the item in its store;
``entries``: how many passages of it are in the index. Ids are never used twice."""
Index("items_by_locator", items.c.store, items.c.locator)
Index("items_by_run", items.c.store, items.c.run)
Index("items_unfinished", items.c.store, sqlite_where=items.c.done == 0)  # few: so the finished ones are counted fast

parts = Table(
    "parts",
    metadata,
    Column("item", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("steps", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("first", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("stated", Text),
)
"""What an item consists of: itself (``steps`` is "") and everything nested in it, each with the SHA-256 of its
bytes, its range of passages, and what it states of itself (:mod:`dsar.catalog.stated`; NULL: nothing)."""
Index("parts_by_digest", parts.c.digest)
Index("parts_in_order", parts.c.item, parts.c.first)

chunks = Table(
    "chunks",
    metadata,
    Column("item", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("passages", Integer, nullable=False),
    Column("pack", String, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
)
"""Where in the vault an item's passages lie."""
Index("chunks_by_pack", chunks.c.pack)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("store", String, nullable=False),
    Column("item", ForeignKey("items.id", ondelete="CASCADE")),
    Column("locator", Text, nullable=False),
    Column("code", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Float, nullable=False),
    Column("run", Integer, nullable=False),
)
"""What is known and unread: an item's own gaps (``item`` set, gone with it), or what a crawl could not list."""
Index("gaps_by_store", gaps.c.store)
Index("gaps_by_item", gaps.c.item)

"""A database: its rows, and the documents that lie in its columns.

Settings: ``url`` (as SQLAlchemy writes it, without a password), ``password`` (a
secret), ``timeout_s``, and ``[[tables]]`` or a ``mapping`` file that holds them: each
with ``table`` or ``query``, ``key``, ``text`` columns, ``title``, ``changed`` (a column
that changes with the row), ``date``, ``author`` and ``documents``. A row becomes an item of its own, read
with its columns' names; a document becomes an item that brings its row as notes.
A row that has columns for documents is an item itself only where they are empty.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import blake2b
from io import BytesIO
from typing import Any, BinaryIO

import sqlalchemy as sa

from connectors.sql_database import Database
from connectors.sql_rows import PAGE, PAGE_OF_DOCUMENTS, THERE, Row, Source, address, source, values
from connectors.sql_settings import Document, Table, read_settings
from dsar.connector import Check, Connector, ConnectorFactory, StoreContext
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.stated import Stated, StatedKind, on, said

_BYTES = (bytes, bytearray, memoryview)


class SqlStore:
    """Lists and opens the rows of the tables that the settings name, and the documents in them."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        self._settings = read_settings(context, settings)
        self._database = Database(context, self._settings)
        self._sources: dict[str, Source] = {}
        self._key_types: dict[str, list[type]] = {}
        self._every: dict[str, list[str]] = {}

    def check(self) -> Check:
        """Read the first row of each table."""
        for table in self._settings.tables:
            self._run(table, self._source(table).first(None))
        return Check(f"{len(self._settings.tables)} tables can be read")

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield each table's rows in the order of their key; ``since`` has no meaning here: rows can vanish."""
        for table in self._settings.tables:
            yield from self._crawl(table)

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a row as JSON, or a document."""
        for table in self._settings.tables:
            if item.locator.startswith(table.prefix) and (content := self._content(table, item.locator)) is not None:
                yield BytesIO(content)
                return
        raise ItemError(GapCode.VANISHED, "the row is no longer there")

    def _crawl(self, table: Table) -> Iterator[Item | Gap]:
        rows, blobs = self._source(table), [d.content for d in table.documents]
        yield from self._unread(table)
        there, whole = (blobs, []) if table.changed else ([], blobs)
        columns = [*dict.fromkeys([*self._listed(table), *whole])]
        size = PAGE_OF_DOCUMENTS if whole else PAGE
        after: list[Any] | None = None
        while True:
            page = self._run(table, rows.page(columns, after, size=size, there=there))
            keys = [[row[name] for name in rows.key] for row in page]
            for n, row in enumerate(page[:size]):
                if keys[n] in keys[n + 1 : n + 2]:
                    at = self._settings.table_at(table)
                    raise SetupError(f"{at}.key: several rows have the same key. Name more columns.")
                yield from self._items(table, row, keys[n])
            if len(page) <= size:
                break
            after = keys[size - 1]
        ((lost,),) = (row.values() for row in self._run(table, rows.keyless()))
        if lost:
            yield Gap(table.prefix.rstrip("/"), GapCode.BAD_NAME, f"{lost} rows have an empty key and are not read")

    def _items(self, table: Table, row: Row, key: Sequence[Any]) -> Iterator[Item]:
        stem = table.prefix + address(key)
        title = str(row[table.title]) if table.title and row.get(table.title) is not None else stem
        modified = _time(row.get(table.changed)) if table.changed else None
        version = _version(row, table)
        stated = _stated(table, row)
        notes = _lines(self._texts(table, row)) if table.documents else ""
        there = [
            document
            for document in table.documents
            if row.get(THERE + document.content, row.get(document.content)) not in (None, 0)
        ]
        for document in there:
            name = _name(document, row)
            yield Item(f"{stem}/{name}" if name else stem, version, None, name or title, modified, notes, stated)
        if not there and table.has_texts:
            yield Item(stem, version, None, title, modified, stated=stated)

    def _unread(self, table: Table) -> Iterator[Gap]:
        """A gap for each column of bytes that the settings say nothing of."""
        if table.text is not None:
            return
        if table.table is not None:
            at = self._settings.table_at(table)
            found = self._database.binary_columns(table.table, table.schema_name, at=at)
        else:
            found = [n for row in self._first(table) for n, value in row.items() if isinstance(value, _BYTES)]
        for name in found:
            if name not in {document.content for document in table.documents}:
                reason = "a column of bytes that is not read; name it under documents"
                yield Gap(f"{table.prefix}{name}", GapCode.UNSUPPORTED, reason)

    def _content(self, table: Table, locator: str) -> bytes | None:
        """What lies at a locator; None where this table has no such row."""
        rest = locator.removeprefix(table.prefix)
        for document in table.documents:
            row = self._row(table, rest.rpartition("/")[0] if document.name else rest, document)
            if row is None or row[document.content] is None:
                continue
            if not document.name or rest.endswith(f"/{_name(document, row)}"):
                return _bytes(row[document.content], document)
        row = self._row(table, rest, None) if table.has_texts else None
        return None if row is None else _json(self._texts(table, row))

    def _row(self, table: Table, stem: str, document: Document | None) -> Row | None:
        rows = self._source(table)
        if document is not None:
            columns = [document.content, *([document.name] if document.name else [])]
        else:
            columns = [*table.text] if table.text is not None else self._columns(table)
        try:
            key = list(values(stem, self._types(table)))
        except (ValueError, ArithmeticError):
            return None
        return next(iter(self._run(table, rows.one(columns, key), item=True)), None)

    def _texts(self, table: Table, row: Row) -> dict[str, Any]:
        """The columns that are read, under their names."""
        blobs = {document.content for document in table.documents}
        wanted = row if table.text is None else table.text
        return {
            name: value
            for name in wanted
            if name not in blobs and (value := row.get(name)) not in (None, "") and not isinstance(value, _BYTES)
        }

    def _listed(self, table: Table) -> Iterator[str]:
        """The columns that a listing needs. Without ``changed`` a version is made of the whole row."""
        yield from self._source(table).key
        yield from (name for name in (table.changed, table.title, table.date, table.author) if name)
        yield from (document.name for document in table.documents if document.name)
        if not table.changed or table.documents:
            yield from self._columns(table) if table.text is None else table.text

    def _columns(self, table: Table) -> list[str]:
        """Every column but those of documents."""
        if table.prefix not in self._every:
            blobs = {document.content for document in table.documents}
            self._every[table.prefix] = [n for row in self._first(table) for n in row if n not in blobs]
        return self._every[table.prefix]

    def _first(self, table: Table) -> list[dict[str, Any]]:
        return self._run(table, self._source(table).first(None))

    def _source(self, table: Table) -> Source:
        if table.prefix not in self._sources:
            key = table.key
            if not key and table.table is not None:
                at = self._settings.table_at(table)
                key = self._database.primary_key(table.table, table.schema_name, at=at)
            if not key:
                raise SetupError(f"{self._settings.table_at(table)}.key: there is no primary key. Name the columns.")
            self._sources[table.prefix] = source(
                table=table.table, schema=table.schema_name, query=table.query, key=key
            )
        return self._sources[table.prefix]

    def _run(self, table: Table, statement: sa.Select[Any], *, item: bool = False) -> list[dict[str, Any]]:
        return self._database.rows(statement, at=self._settings.table_at(table), item=item)

    def _types(self, table: Table) -> list[type]:
        if table.prefix not in self._key_types:
            rows = self._source(table)
            first = self._run(table, rows.first(rows.key))
            self._key_types[table.prefix] = [type(v) for v in first[0].values()] if first else [str for _ in rows.key]
        return self._key_types[table.prefix]


def _name(document: Document, row: Row) -> str:
    """A document's own name as a step of a locator."""
    if document.name is None:
        return ""
    name = str(row.get(document.name) or document.content)
    return name.replace("%", "%25").replace("/", "%2F").replace("\\", "%5C").replace("!", "%21")


def _version(row: Row, table: Table) -> str:
    if table.changed and row.get(table.changed) is not None:
        return f"{table.changed}={row[table.changed]}"
    digest = blake2b(digest_size=16)
    for name, value in row.items():
        content = bytes(value) if isinstance(value, _BYTES) else repr(value).encode("utf-8", "surrogatepass")
        digest.update(f"{name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _time(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _stated(table: Table, row: Row) -> tuple[Stated, ...]:
    when = row.get(table.date) if table.date else None
    who = row.get(table.author) if table.author else None
    return (
        *on(StatedKind.DATED, when if isinstance(when, date) else str(when or "")),
        *said(StatedKind.AUTHOR, str(who or "")),
    )


def _shown(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else str(value)


def _json(texts: Mapping[str, Any]) -> bytes:
    return json.dumps({k: _shown(v) for k, v in texts.items()}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _lines(texts: Mapping[str, Any]) -> str:
    return "\n".join(f"{name}: {_shown(value)}" for name, value in texts.items())


def _bytes(value: Any, document: Document) -> bytes:
    """A document's bytes.

    Raises:
        ItemError: they are not what the settings say.
    """
    content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)
    if document.encoding == "bytes":
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        raise ItemError(GapCode.DAMAGED, "is not valid base64, as the settings say it is") from None


_checked: type[Connector] = SqlStore
_checked_factory: ConnectorFactory = SqlStore

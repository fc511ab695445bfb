"""What the settings of a database store say, checked: where it is, and which tables and documents are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, ValidationError
from sqlalchemy import exc

from dsar.connector import Options, StoreContext, read_options
from dsar.errors import SetupError
from dsar.secrets import Secret
from dsar.settings import SETTINGS_FILE, explain

MAPPINGS = Path(__file__).parent / "mappings"


class Document(Options):
    """A column that holds documents, and the column that names them."""

    content: str = Field(min_length=1)
    name: str | None = None
    encoding: Literal["bytes", "base64"] = "bytes"


class Table(Options):
    """A table or query, and what of it is read; ``text`` None: every column.

    ``date`` and ``author`` are columns that say what a row, or a document in it, is of.
    """

    name: str | None = None
    table: str | None = None
    schema_name: str | None = Field(default=None, alias="schema")
    query: str | None = None
    key: list[str] = Field(default=[])
    text: list[str] | None = None
    title: str | None = None
    changed: str | None = None
    date: str | None = None
    author: str | None = None
    documents: list[Document] = Field(default=[])

    @property
    def prefix(self) -> str:
        """What its items' locators begin with."""
        name = self.table if self.name is None else self.name
        return f"{name}/" if name else ""

    @property
    def has_texts(self) -> bool:
        """Whether a row says anything beside its documents: their notes, or an item itself where it has none."""
        return self.text is None or bool(self.text)


class _Mapping(Options):
    tables: list[Table] = Field(min_length=1)


class _Options(Options):
    url: str
    password: Secret | None = None
    timeout_s: float = Field(default=60.0, gt=0)
    mapping: str | None = None
    tables: list[Table] = Field(default=[])


@dataclass(frozen=True, slots=True)
class SqlSettings:
    """Checked. ``at`` begins every message."""

    at: str
    url: sa.URL
    password: Secret | None
    timeout_s: float
    tables: tuple[Table, ...]

    def table_at(self, table: Table) -> str:
        """A table as messages name it."""
        return f"{self.at}.tables.{table.name or table.table or '?'}"


def read_settings(context: StoreContext, settings: Mapping[str, Any]) -> SqlSettings:
    """Check a store's settings.

    Raises:
        SetupError: one is missing, unknown or wrong.
    """
    options = read_options(_Options, context, settings)
    at = f"{SETTINGS_FILE}: {context.where}"
    tables = (*options.tables, *(_mapped(options.mapping, context.root, at) if options.mapping else ()))
    if not tables:
        raise SetupError(f"{at}.tables: no table is named. Add [[{context.where}.tables]], or a mapping.")
    checked = SqlSettings(at, _url(options.url, context.root, at), options.password, options.timeout_s, tables)
    for table in tables:
        _check(table, checked)
    return checked


def _url(text: str, root: Path, at: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except exc.ArgumentError:
        raise SetupError(
            f"{at}.url: is not a database's address. Write it like postgresql+psycopg://user@host/name."
        ) from None
    if url.password:
        raise SetupError(f"{at}.url: holds a password. Take it out, and set password = {{ file = … }}.")
    if url.get_backend_name() != "sqlite":
        return url
    path = root / (url.database or "")
    if not path.is_file():
        raise SetupError(f"{at}.url: there is no file {path}. Mend the path.")
    return url.set(database=f"file:{path}?mode=ro", query={"uri": "true"})


def _mapped(name: str, root: Path, at: str) -> Sequence[Table]:
    """The tables of a mapping: a file of the workspace, or one that comes with dsar, by its name."""
    path = next((p for p in (root / name, MAPPINGS / f"{name}.toml") if p.is_file()), None)
    if path is None:
        known = ", ".join(sorted(p.stem for p in MAPPINGS.glob("*.toml")))
        raise SetupError(f"{at}.mapping: there is no such file. Name one, or one of dsar's own: {known}.")
    try:
        return _Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).tables
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = type(error).__name__
        raise SetupError(f"{path}: is not TOML in UTF-8 that can be read ({what}). Mend it.") from None
    except ValidationError as error:
        raise SetupError("\n".join(f"{path}: {line}" for line in explain(error))) from None


def _check(table: Table, settings: SqlSettings) -> None:
    at = settings.table_at(table)
    if (table.table is None) is (table.query is None):
        raise SetupError(f"{at}: name either a table or a query.")
    if table.query is not None and (not table.key or table.name is None):
        raise SetupError(f"{at}: a query needs a name and a key. Add them.")
    if sum(not d.name for d in table.documents) > 1:
        raise SetupError(f"{at}.documents: two things would have one address. Give each a name column.")
    if [t.prefix for t in settings.tables].count(table.prefix) > 1:
        raise SetupError(f"{at}: the name stands twice. Give each its own.")

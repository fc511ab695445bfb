"""A connection that only reads, gives up in time, and is made again where it dropped."""

from __future__ import annotations

import os
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from connectors.sql_errors import PassingError, item_error, passes, told
from connectors.sql_settings import SqlSettings
from dsar.connector import StoreContext
from dsar.errors import SetupError
from dsar.retry import retried

T = TypeVar("T")
_TIMEOUTS = {"postgresql": "connect_timeout", "mysql": "connect_timeout", "sqlite": "timeout"}
"""What the drivers call the seconds they wait for a connection (SQLite: for a lock)."""


class Database:
    """Runs statements; raises as the methods of a connector do."""

    def __init__(self, context: StoreContext, settings: SqlSettings) -> None:
        self._context = context
        self._settings = settings

    def rows(self, statement: sa.Select[Any], *, at: str, item: bool = False) -> list[dict[str, Any]]:
        """All rows of a statement.

        Args:
            statement: bounded by itself.
            at: the setting that a message names.
            item: whether it asks for one item, so that a refusal is that item's.
        """
        return self._again(lambda: self._rows(statement), at=at, item=item)

    def primary_key(self, table: str, schema: str | None, *, at: str) -> list[str]:
        """The names of a table's primary key's columns; none if it has no such key."""
        return self._again(lambda: self._primary_key(table, schema), at=at)

    def binary_columns(self, table: str, schema: str | None, *, at: str) -> list[str]:
        """The names of a table's columns of bytes."""
        return self._again(lambda: self._binary_columns(table, schema), at=at)

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            with _deadline(driver, self._settings.timeout_s):
                yield connection

    def _rows(self, statement: sa.Select[Any]) -> list[dict[str, Any]]:
        with self._connected() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def _primary_key(self, table: str, schema: str | None) -> list[str]:
        with self._connected() as connection:
            return list(sa.inspect(connection).get_pk_constraint(table, schema)["constrained_columns"])

    def _binary_columns(self, table: str, schema: str | None) -> list[str]:
        with self._connected() as connection:
            columns = sa.inspect(connection).get_columns(table, schema)
        return [column["name"] for column in columns if isinstance(column["type"], sa.types._Binary)]  # noqa: SLF001

    def _again(self, call: Callable[[], T], *, at: str, item: bool = False) -> T:
        def once() -> T:
            try:
                return call()
            except (exc.SQLAlchemyError, OSError) as error:
                if passes(error):
                    raise PassingError from error
                raise

        try:
            return retried(
                once,
                on=(PassingError,),
                where=f"{self._context.where}: the database",
                backoff=self._context.backoff,
                before_again=self._engine.dispose,
            )
        except exc.SQLAlchemyError as error:
            raise (item_error(error) if item else told(error, where=at)) from None

    @cached_property
    def _engine(self) -> sa.Engine:
        url, seconds = self._settings.url, max(2, int(self._settings.timeout_s))
        backend = url.get_backend_name()
        if self._settings.password is not None:
            url = url.set(password=self._settings.password.reveal())
        arguments = {_TIMEOUTS[backend]: seconds} if backend in _TIMEOUTS else {}
        try:
            engine = sa.create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True, connect_args=arguments)
        except (exc.SQLAlchemyError, ImportError) as error:
            reason = "there is no driver for it here" if isinstance(error, ImportError) else "it is not understood"
            raise SetupError(
                f"{self._settings.at}.url: {reason}. Mend it, or install the driver beside dsar."
            ) from None
        timeout_s = self._settings.timeout_s
        sa.event.listen(engine, "connect", lambda connection, _: _only_read(connection, backend, timeout_s))
        weakref.finalize(self, engine.dispose)
        return engine


def _only_read(connection: Any, backend: str, seconds: float) -> None:
    """Make a new connection refuse to write, and give up in time."""
    milliseconds = int(seconds * 1000)
    statements = {
        "postgresql": (
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            f"SET statement_timeout = {milliseconds}",
        ),
        "sqlite": ("PRAGMA query_only = ON",),
        "mysql": ("SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_execution_time = {milliseconds}"),
    }.get(backend, ())
    with _deadline(connection, seconds):
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()


@contextmanager
def _deadline(driver: Any, seconds: float) -> Iterator[None]:
    """End the driver's connection if it takes longer; one without a file descriptor waits by its own rules."""
    handle = getattr(driver, "fileno", None)
    if handle is None:
        yield
        return
    wire = socket.socket(fileno=os.dup(handle()))
    timer = threading.Timer(seconds, _end, [wire])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        wire.close()


def _end(wire: socket.socket) -> None:
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)

"""What a database objects to, in our own classes: to be tried again, to be mended by a person, or a gap."""

from __future__ import annotations

from sqlalchemy import exc

from dsar.errors import DsarError, ItemError, RetryError, SetupError
from dsar.model import GapCode
from dsar.retry import failure

_LOGIN = ("28", "3D")
"""SQLSTATE classes: invalid authorization, no such database."""
_RIGHTS = "42501"
_PASSING = ("08", "53", "55", "57", "40")
"""SQLSTATE classes: connection, resources, not ready, operator's intervention (a time-out too), rolled back."""
_SQLITE_LATER = ("locked", "busy", "disk i/o")
_LOGIN_WORDS = ("authentication failed", "access denied", "login failed", "no password supplied", "does not exist")


def passes(error: BaseException) -> bool:
    """Whether the same statement may succeed later."""
    if not isinstance(error, exc.DBAPIError):
        return isinstance(error, OSError)
    state = _state(error)
    if state:
        return state.startswith(_PASSING)
    if error.connection_invalidated:
        return True
    if not isinstance(error, exc.OperationalError | exc.InterfaceError):
        return False
    text = str(error.orig).lower()
    if type(error.orig).__module__.startswith("sqlite3"):
        return any(word in text for word in _SQLITE_LATER)
    return not any(word in text for word in _LOGIN_WORDS)


class PassingError(Exception):
    """Wraps what may pass, for :func:`dsar.retry.retried`."""


def told(error: exc.SQLAlchemyError, *, where: str) -> DsarError:
    """The error for a person: which setting, and what the database says of it without any of its data.

    Args:
        error: what cannot pass by itself.
        where: the setting (``dsar.toml: stores.NAME.tables.sager``).
    """
    state = _state(error) if isinstance(error, exc.DBAPIError) else ""
    if state == _RIGHTS:
        return SetupError(f"{where}: the user may not read this. Grant SELECT, or mend the setting.")
    if state.startswith(_LOGIN) or _refused(error):
        return SetupError(f"{where}: the database refuses the login. Check user, password and the database's name.")
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return RetryError(f"{where}: the connection is lost. Run the same command again later; what was read is kept.")
    return SetupError(f"{where}: the database objects ({_what(error, state)}). Check tables, columns and the query.")


def item_error(error: exc.SQLAlchemyError) -> ItemError:
    """The error of one row or document."""
    state = _state(error) if isinstance(error, exc.DBAPIError) else ""
    if state == _RIGHTS:
        return ItemError(GapCode.NO_ACCESS, "the database user may not read it")
    return ItemError(GapCode.NO_ACCESS, f"the database does not give it ({_what(error, state)})")


def _refused(error: exc.SQLAlchemyError) -> bool:
    text = str(getattr(error, "orig", "")).lower()
    return isinstance(error, exc.OperationalError) and any(word in text for word in _LOGIN_WORDS)


def _state(error: exc.DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or ""


def _what(error: exc.SQLAlchemyError, state: str) -> str:
    """The kind of objection; a message may quote a value, so only SQLite's own short ones on names are shown."""
    origin = getattr(error, "orig", None)
    if isinstance(error, exc.NoSuchTableError):
        return f"no such table: {error}"
    text = str(origin) if origin is not None else ""
    if text.startswith(("no such table: ", "no such column: ", "unable to open", "file is not a database")):
        return text
    named = type(origin).__name__ if origin is not None else failure(error)
    return f"{named}{f', SQLSTATE {state}' if state else ''}"

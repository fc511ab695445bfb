"""What a connector is, and which ones there are.

dsar never imports a connector but through :func:`load_connector`, so that one
connector's libraries are not a burden on those who do not use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict, ValidationError

from dsar.errors import SetupError
from dsar.model import Gap, Item
from dsar.retry import Backoff
from dsar.settings import SETTINGS_FILE, explain

ENTRY_POINT_GROUP = "dsar.connectors"


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What a connector is told about its store beside its own settings.

    Attributes:
        name: the store's name in ``dsar.toml``.
        root: the workspace folder; relative paths in settings start there.
        backoff: how often what may pass is tried again, and how long is waited between.
    """

    name: str
    root: Path
    backoff: Backoff = field(default_factory=Backoff)

    @property
    def where(self) -> str:
        """The store as messages name it; a setting's name follows."""
        return f"stores.{self.name}"


class Connector(Protocol):
    """Lists what a store holds and opens one item at a time.

    A connector only reads. It never writes to the store, marks mail as seen,
    or follows a link out of the store. It is used by one thread at a time, and
    made anew (from the same settings) in each worker process.
    """

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield each item once, in an order that is the same every time.

        Something that is known to exist and cannot be listed (a folder without
        access, a name that cannot be decoded) is yielded as a gap and the crawl goes on.

        Args:
            since: what the connector said at the last complete crawl, or None for
                everything. A connector without such a notion ignores it; then
                unchanged items are told by their version.

        Raises:
            SetupError: the store's settings are wrong (raised before the first item).
            RetryError: the store cannot be reached now.
        """

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        """Open an item's bytes for one forward read.

        Raises:
            ItemError: this item cannot be read (``vanished``, ``no_access``…).
            RetryError: the store cannot be reached now.
        """


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at a store came to when nothing is wrong: one line for a person."""

    message: str


@runtime_checkable
class Checkable(Protocol):
    """What a connector may offer beside its two methods: a look at its store before a long run."""

    def check(self) -> Check | None:
        """Try the access that a crawl needs, without reading the store; quick, whatever its size.

        Raises:
            SetupError: settings or rights are wrong; the message says in one line what, and how to mend it.
            RetryError: the store cannot be reached now.
        """


def check_store(connector: Connector) -> Check:
    """Look at a store: as the connector offers, else by listing its first item.

    Raises:
        SetupError: settings or rights are wrong.
        RetryError: the store cannot be reached now.
    """
    if isinstance(connector, Checkable):
        return connector.check() or Check("can be read")
    first = next(iter(connector.crawl(None)), None)
    return Check("can be listed" if first is not None else "can be listed, and is empty")


@dataclass(frozen=True, slots=True)
class HandSearch:
    """What a person's search of a store came to, as it was written down."""

    case: str
    by: str
    at: date
    found: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Task:
    """A store that a person searches: who is asked, how they search, and the searches so far."""

    who: str
    how: str
    searches: tuple[HandSearch, ...]


CASE_REGISTER = "sagsregister"
"""The folder of the locators of cases that an export's index tells of and that are no files."""


@runtime_checkable
class Delegated(Protocol):
    """What the connector of a store in :data:`dsar.settings.BY_HAND` offers beside its two methods."""

    def task(self, case: str | None) -> Task:
        """Whom to ask, and what was written down for a case; for all, if None.

        Raises:
            SetupError: what was written down cannot be read.
        """


class Options(BaseModel):
    """What a connector's model of its settings inherits: every setting is known, and none is shown in an error."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


M = TypeVar("M", bound=Options)


def read_options(model: type[M], context: StoreContext, settings: Mapping[str, Any]) -> M:
    """A store's settings, checked; fields of the type :class:`dsar.secrets.Secret` know where they stand.

    Raises:
        SetupError: a setting is missing, unknown or wrong.
    """
    try:
        return model.model_validate(dict(settings), context={"root": context.root, "where": context.where})
    except ValidationError as error:
        lines = (f"{SETTINGS_FILE}: {context.where}.{line}" for line in explain(error))
        raise SetupError("\n".join(lines)) from error


class ConnectorFactory(Protocol):
    """What the registry's names lead to: a class or function that makes a connector.

    Raises:
        SetupError: a setting is missing, unknown or wrong; the message names the
            setting (``stores.NAME.path``) and says what to do.
    """

    def __call__(self, context: StoreContext, settings: Mapping[str, Any]) -> Connector:
        """Make a connector for one store."""


def built_in() -> Mapping[str, str]:
    """The connectors that come with dsar: kind to ``module:Class``; sorted."""
    return {
        "exchange": "connectors.exchange:ExchangeStore",
        "export": "connectors.export:ExportStore",
        "files": "connectors.files:connect_files",
        "imap": "connectors.imap:ImapStore",
        "mail": "connectors.mail:MailStore",
        "manual": "connectors.manual:ManualStore",
        "sql": "connectors.sql:SqlStore",
        "web": "connectors.web:WebStore",
    }


def registered() -> Mapping[str, str]:
    """All connectors there are: those of installed packages, and dsar's own, which nobody can replace."""
    return {**{e.name: e.value for e in entry_points(group=ENTRY_POINT_GROUP)}, **built_in()}


def load_connector(kind: str, context: StoreContext, settings: Mapping[str, Any]) -> Connector:
    """Make the connector that a store's settings name.

    Raises:
        SetupError: no such connector, its library is not installed, or its settings are wrong.
    """
    target = registered().get(kind)
    if target is None:
        known = ", ".join(sorted(registered()))
        raise SetupError(
            f"dsar.toml: stores.{context.name}.connector: there is no connector “{kind}”. Use one of: {known}."
        )
    module_name, _, attribute = target.partition(":")
    try:
        factory: ConnectorFactory = getattr(import_module(module_name), attribute)
    except ImportError as error:
        raise SetupError(
            f"dsar.toml: stores.{context.name}.connector: “{kind}” needs the module {error.name}, which is not "
            f"installed. Install it beside dsar."
        ) from error
    return factory(context, settings)

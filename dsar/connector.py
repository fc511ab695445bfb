"""What a connector is, and which ones there are.

dsar never imports a connector but through :func:`load_connector`, so that one
connector's libraries are not a burden on those who do not use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from dsar.errors import SetupError
from dsar.model import Gap, Item

ENTRY_POINT_GROUP = "dsar.connectors"


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What a connector is told about its store beside its own settings.

    Attributes:
        name: the store's name in ``dsar.toml``.
        root: the workspace folder; relative paths in settings start there.
    """

    name: str
    root: Path


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
        "files": "connectors.files:FilesConnector",
    }


def load_connector(kind: str, context: StoreContext, settings: Mapping[str, Any]) -> Connector:
    """Make the connector that a store's settings name.

    Raises:
        SetupError: no such connector, its library is not installed, or its settings are wrong.
    """
    target = {**{e.name: e.value for e in entry_points(group=ENTRY_POINT_GROUP)}, **built_in()}.get(kind)
    if target is None:
        known = ", ".join(sorted(built_in()))
        raise SetupError(
            f"dsar.toml: stores.{context.name}.connector: there is no connector “{kind}”. Use one of: {known}."
        )
    module_name, _, attribute = target.partition(":")
    try:
        factory: ConnectorFactory = getattr(import_module(module_name), attribute)
    except ImportError as error:
        raise SetupError(
            f"dsar.toml: stores.{context.name}.connector: “{kind}” needs the module {error.name}, which is not "
            f"installed. Install it: pip install 'dsar[{kind}]'."
        ) from error
    return factory(context, settings)

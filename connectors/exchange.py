"""Microsoft 365: users' mail, calendars and OneDrive, SharePoint's libraries and lists, by Microsoft Graph.

Settings: ``tenant``, ``client_id``, ``client_secret`` or ``certificate`` (secrets), ``users`` and ``sites``
(lists, or ``"all"``), ``mail``, ``calendar``, ``onedrive``, ``lists`` and ``recoverable`` (what of them),
``include`` and ``exclude``, ``base_url`` and ``authority`` (national clouds), ``ca_file``, ``timeout_s``.
The files of Teams' channels lie in SharePoint. It reads with application permissions, as itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, BinaryIO, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field

from connectors.globs import Globs
from connectors.graph import LOOPBACK, Graph
from connectors.graph_login import Login
from connectors.graph_tree import GraphTree, Wanted
from connectors.remote import RemoteFiles
from connectors.tree import refused
from dsar.connector import Check, Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError
from dsar.model import Gap, GapCode, Item
from dsar.secrets import Secret

_LOOKS = {
    "mail": ("mailFolders", "Mail.Read"),
    "calendar": ("calendars", "Calendars.Read"),
    "onedrive": ("drives", "Files.Read.All"),
}
"""What is asked for to see whether a setting's part may be read, and the permission that it takes."""
T = TypeVar("T")


class _Options(Options):
    tenant: str = Field(pattern=r"^[A-Za-z0-9.-]{1,200}$")
    client_id: str = Field(min_length=1)
    client_secret: Secret | None = None
    certificate: Secret | None = None
    users: Literal["all"] | list[str] = Field(default=[])
    sites: Literal["all"] | list[str] = Field(default=[])
    mail: bool = True
    calendar: bool = True
    onedrive: bool = True
    lists: bool = True
    recoverable: bool = True
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])
    base_url: str = "https://graph.microsoft.com"
    authority: str = "https://login.microsoftonline.com"
    ca_file: str | None = None
    timeout_s: float = Field(default=60.0, gt=0, strict=False)


class ExchangeStore:
    """Lists and opens what a tenant's users and sites hold."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        self._options = options = read_options(_Options, context, settings)
        self._where = context.where
        self._expect_sense()
        self._graph = Graph(
            Login(
                where=context.where,
                authority=options.authority.rstrip("/"),
                tenant=options.tenant,
                client_id=options.client_id,
                secret=options.client_secret,
                certificate=options.certificate,
            ),
            base_url=options.base_url,
            ca_file=context.root / options.ca_file if options.ca_file else None,
            timeout_s=options.timeout_s,
            backoff=context.backoff,
        )
        self._tree = GraphTree(
            self._graph,
            Wanted(
                users=None if options.users == "all" else options.users,
                sites=None if options.sites == "all" else options.sites,
                mail=options.mail,
                calendar=options.calendar,
                onedrive=options.onedrive,
                lists=options.lists,
                recoverable=options.recoverable,
            ),
        )
        globs = Globs(options.include, options.exclude)
        self._files = RemoteFiles(context, self._tree, globs, place=urlsplit(options.base_url).netloc)

    def check(self) -> Check:
        """Log in, and ask for the first user's and the first site's things."""
        self._graph.reach()
        options = self._options
        if options.users:
            user = self._allowed(self._tree.first_user, "users", "User.Read.All")
            for setting, (path, permission) in _LOOKS.items():
                if user and getattr(options, setting):
                    self._allowed(partial(self._graph.get, f"{user}/{path}?$top=1"), setting, permission)
        if options.sites:
            site = self._allowed(self._tree.first_site, "sites", "Sites.Read.All")
            if site:
                self._allowed(partial(self._graph.get, f"{site}/drives?$top=1"), "sites", "Sites.Read.All")
        return Check("the login may read what the settings name")

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield everything by its place; ``since`` has no meaning here, see :mod:`connectors.graph_tree`."""
        return self._files.crawl(since)

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        """Open one thing."""
        return self._files.open(item)

    def close(self) -> None:
        """Drop the connections; the next call makes new ones."""
        self._files.close()

    def _allowed(self, call: Callable[[], T], setting: str, permission: str) -> T | None:
        """What a call gives; None where the one that was tried is not there, which says nothing of the others."""
        try:
            return call()
        except ItemError as error:
            if error.code is not GapCode.NO_ACCESS:
                return None
            mend = f"Give the program the application permission {permission}, or leave this out."
            raise refused(f"{self._where}.{setting}", error.reason, mend=mend) from error

    def _expect_sense(self) -> None:
        options = self._options
        if (options.client_secret is None) is (options.certificate is None):
            mend = "Name one of them, as a secret."
            raise refused(f"{self._where}.client_secret", "either a secret or a certificate is needed", mend=mend)
        if not (options.users or options.sites):
            mend = 'List them, or write "all".'
            raise refused(f"{self._where}.users", "neither users nor sites are named", mend=mend)
        for setting in ("base_url", "authority"):
            parts = urlsplit(getattr(options, setting))
            if (
                not parts.hostname
                or (parts.scheme != "https" and parts.hostname not in LOOPBACK)
                or "@" in parts.netloc
            ):
                raise refused(f"{self._where}.{setting}", "is no https address", mend="Write https://….")


_checked: type[Connector] = ExchangeStore
_checked_factory: ConnectorFactory = ExchangeStore

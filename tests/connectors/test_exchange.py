"""Microsoft 365, over a server that follows Microsoft's documentation: everything is listed, and bad days are lived with."""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from connectors.exchange import ExchangeStore
from connectors.graph_entry import plain, quoted, shown, shown_site, site_address
from dsar.connector import Check, Connector, StoreContext, check_store
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.retry import Backoff
from tests.connectors.graph_server import HOST, SECRET, Reply, Tenant, refusal, served
from tests.contract.connector import CONTENT, HASTY, PATIENT, WRONG_SECRET, RemoteContract
from tests.proxy import Proxy

ANNA, BO = "anna@fjordlev.example", "bo@fjordlev.example"
MAIL = b"From: anna@fjordlev.example\r\nSubject: Hej\r\n\r\nKaere Bo\r\n"


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    with served() as made:
        yield made


def store(root: Path, server: Tenant | Proxy, *, backoff: Backoff = PATIENT, **settings: Any) -> ExchangeStore:
    secret = root / "secret"
    if not secret.exists():
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o600)
    url = f"http://127.0.0.1:{server.port}"
    options: dict[str, Any] = {"tenant": "fjordlev.example", "client_id": "dsar", "base_url": url, "authority": url}
    if "certificate" not in settings:
        options["client_secret"] = {"file": "secret"}
    return ExchangeStore(StoreContext("m365", root, backoff), options | {"timeout_s": 0.5} | settings)


def locators(connector: Connector) -> list[str]:
    return [one.locator for one in connector.crawl(None) if isinstance(one, Item)]


def gaps(connector: Connector) -> list[tuple[str, GapCode]]:
    return [(one.locator, one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


def content(connector: Connector, locator: str) -> bytes:
    with connector.open(Item(locator, "", None, "")) as source:
        return source.read()


class Below:
    """The store with the locators of the contract: what lies below one library."""

    def __init__(self, store: ExchangeStore, place: str) -> None:
        self._store, self._place = store, place

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        for one in self._store.crawl(since):
            locator = one.locator.removeprefix(self._place)
            if isinstance(one, Item):
                yield Item(locator, one.version, one.size, one.title, one.modified)
            else:
                yield Gap(locator, one.code, one.reason)

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        return self._open(Item(self._place + item.locator, item.version, item.size, item.title))

    @contextmanager
    def _open(self, item: Item) -> Iterator[BinaryIO]:
        with self._store.open(item) as source:
            yield source

    def check(self) -> Check:
        return self._store.check()


class TestContract(RemoteContract):
    @pytest.fixture
    def proxy(self, tenant: Tenant) -> Iterator[Proxy]:
        self.tenant = tenant
        tenant.drive(tenant.site("/sites/job", f"{HOST},1,2"), "d1", "Dokumenter", CONTENT)
        with Proxy(tenant.port) as made:
            yield made

    def made(self, root: Path, proxy: Proxy, backoff: Backoff = PATIENT) -> Connector:
        made = store(root, proxy, sites=[f"https://{HOST}/sites/job"], backoff=backoff)
        return Below(made, f"sharepoint/{HOST}:sites:job/dokumenter/Dokumenter/")

    @pytest.fixture
    def connector(self, tmp_path: Path, proxy: Proxy) -> Connector:
        return self.made(tmp_path, proxy)

    @pytest.fixture
    def impatient(self, tmp_path: Path, proxy: Proxy) -> Connector:
        return self.made(tmp_path, proxy, HASTY)

    @pytest.fixture
    def stranger(self, tmp_path: Path, proxy: Proxy) -> Connector:
        (tmp_path / "secret").write_text(WRONG_SECRET, encoding="utf-8")
        (tmp_path / "secret").chmod(0o600)
        return self.made(tmp_path, proxy)

    def change(self, locator: str, data: bytes | None) -> None:
        files = self.tenant.files["d1"]
        item, _ = files.pop(locator, (f"n{len(files)}", b""))
        if data is not None:
            files[locator] = (item, data)

    def deny(self, locator: str) -> None:
        self.tenant.denied[f"/drives/d1/root:/{locator}"] = refusal(403, "accessDenied")


@pytest.fixture
def mailbox(tenant: Tenant) -> Tenant:
    tenant.user(ANNA)
    for folder, name in (("f1", "Indbakke"), ("f2", "Sendt post"), ("f3", "Kladder"), ("f4", "Slettet post")):
        tenant.folder(ANNA, folder, name)
        tenant.message(ANNA, folder, f"m-{folder}", f"om {name}", MAIL)
    return tenant

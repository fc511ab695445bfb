"""The law of a connector as tests: subclass, and give a connector over the documents of ``CONTENT``."""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator

import pytest

from dsar.connector import Check, Connector, check_store
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import GapCode, Item
from dsar.retry import Backoff
from tests.proxy import Proxy

CONTENT = {
    "a.txt": b"hej",
    "b/c.txt": b"",
    "b/d/æøå.txt": "ærø".encode(),
    "z.bin": bytes(range(256)) * 1000,
}
"""What the store under test holds, by locator."""
PATIENT = Backoff(attempts=4, sleep=lambda _: None)
"""Tries again at once."""
HASTY = Backoff(attempts=2, sleep=lambda _: None)
WRONG_SECRET = "forkert-hemmelighed-7Q"


class ConnectorContract(ABC):
    """Inherit, and give the two fixtures."""

    @pytest.fixture
    @abstractmethod
    def connector(self) -> Connector:
        """A connector to a store that holds CONTENT."""

    @abstractmethod
    def change(self, locator: str, data: bytes | None) -> None:
        """Replace an item in the store that ``connector`` lists; None removes it."""

    def items(self, connector: Connector) -> dict[str, Item]:
        return {item.locator: item for item in connector.crawl(None) if isinstance(item, Item)}

    def test_every_item_is_listed_once(self, connector: Connector) -> None:
        listed = [item.locator for item in connector.crawl(None) if isinstance(item, Item)]
        assert sorted(listed) == sorted(CONTENT)

    def test_the_order_is_the_same_every_time(self, connector: Connector) -> None:
        assert list(connector.crawl(None)) == list(connector.crawl(None))

    def test_an_item_opens_with_its_bytes(self, connector: Connector) -> None:
        for locator, item in self.items(connector).items():
            with connector.open(item) as source:
                assert source.read() == CONTENT[locator]

    def test_an_item_can_be_opened_again(self, connector: Connector) -> None:
        item = self.items(connector)["a.txt"]
        for _ in range(2):
            with connector.open(item) as source:
                assert source.read() == b"hej"

    def test_the_size_is_the_number_of_bytes_or_unknown(self, connector: Connector) -> None:
        sizes = {locator: item.size for locator, item in self.items(connector).items()}
        assert all(sizes[locator] in (None, len(data)) for locator, data in CONTENT.items())

    def test_a_time_of_change_is_aware(self, connector: Connector) -> None:
        assert all(i.modified is None or i.modified.tzinfo for i in self.items(connector).values())

    def test_changed_content_has_another_version(self, connector: Connector) -> None:
        before = self.items(connector)["a.txt"].version
        self.change("a.txt", b"farvel og tak")
        assert self.items(connector)["a.txt"].version != before

    def test_what_did_not_change_keeps_its_version(self, connector: Connector) -> None:
        before = self.items(connector)["z.bin"].version
        self.change("a.txt", b"farvel og tak")
        assert self.items(connector)["z.bin"].version == before

    def test_a_removed_item_is_listed_no_more(self, connector: Connector) -> None:
        self.change("a.txt", None)
        assert "a.txt" not in self.items(connector)

    def test_an_item_that_vanished_is_an_item_error(self, connector: Connector) -> None:
        item = self.items(connector)["a.txt"]
        self.change("a.txt", None)
        with pytest.raises(ItemError) as caught, connector.open(item) as source:
            source.read()
        assert caught.value.code is GapCode.VANISHED


class RemoteContract(ConnectorContract):
    """The law of a connector to a server, which has bad days; inherit, and give what is left abstract.

    ``connector`` goes through ``proxy``, with :data:`PATIENT` in its context.
    """

    @pytest.fixture
    @abstractmethod
    def proxy(self) -> Iterator[Proxy]:
        """The proxy before the server."""

    @pytest.fixture
    @abstractmethod
    def stranger(self) -> Connector:
        """A connector to the same store whose login the server refuses; its secret is WRONG_SECRET."""

    @pytest.fixture
    def impatient(self, connector: Connector) -> Connector:
        """A connector to the same store that waits a second at most for each answer, and has HASTY in its context."""
        return connector

    @abstractmethod
    def deny(self, locator: str) -> None:
        """From now on the item is still listed, and cannot be opened."""

    def test_a_look_at_the_store_says_that_it_can_be_read(self, connector: Connector, proxy: Proxy) -> None:
        assert isinstance(check_store(connector), Check)

    @pytest.mark.parametrize("act", ["check", "crawl", "open"])
    def test_a_server_that_is_gone_is_to_be_tried_later(self, connector: Connector, proxy: Proxy, act: str) -> None:
        item = self.items(connector)["a.txt"]
        proxy.refuse()
        with pytest.raises(RetryError, match=r"stores\."):
            _do(act, connector, item)

    @pytest.mark.parametrize("act", ["crawl", "open"])
    def test_a_server_that_stalls_is_to_be_tried_later(self, impatient: Connector, proxy: Proxy, act: str) -> None:
        proxy.stall()
        with pytest.raises(RetryError, match=r"stores\."):
            _do(act, impatient, Item("a.txt", "1", 3, "a.txt"))

    def test_a_connection_that_drops_while_listing_is_made_again(self, connector: Connector, proxy: Proxy) -> None:
        proxy.drop_after(0, 100, 700)
        assert sorted(self.items(connector)) == sorted(CONTENT)

    def test_a_connection_that_drops_in_an_item_costs_nothing(self, connector: Connector, proxy: Proxy) -> None:
        item = self.items(connector)["z.bin"]
        with connector.open(item) as source:
            start = source.read(10)
            proxy.drop_after(0)
            rest = bytearray()
            while chunk := source.read(65536):
                rest += chunk
        assert start + rest == CONTENT["z.bin"]

    def test_a_connection_that_drops_at_the_end_of_an_item_costs_nothing(
        self, connector: Connector, proxy: Proxy
    ) -> None:
        item = self.items(connector)["z.bin"]
        with connector.open(item) as source:
            data = bytearray()
            while len(data) < len(CONTENT["z.bin"]):
                data += source.read(len(CONTENT["z.bin"]) - len(data))
            proxy.drop_after(0)
            data += source.read(1)
        assert data == CONTENT["z.bin"]

    @pytest.mark.parametrize("act", ["check", "crawl", "open"])
    def test_a_refused_login_is_a_matter_for_a_person_and_shows_no_secret(self, stranger: Connector, act: str) -> None:
        with pytest.raises(SetupError, match=r"stores\.") as caught:
            _do(act, stranger, Item("a.txt", "1", 3, "a.txt"))
        assert WRONG_SECRET not in "".join(traceback.format_exception(caught.value))
        assert WRONG_SECRET not in repr(stranger)

    def test_an_item_that_cannot_be_opened_is_an_item_error(self, connector: Connector) -> None:
        item = self.items(connector)["b/d/æøå.txt"]
        self.deny("b/d/æøå.txt")
        with pytest.raises(ItemError) as caught, connector.open(item) as source:
            source.read()
        assert caught.value.code is GapCode.NO_ACCESS

    def test_a_rename_while_listing_costs_no_other_item(self, connector: Connector) -> None:
        listed: list[str] = []
        for one in connector.crawl(None):
            if not listed:
                self.change("b/d/æøå.txt", None)
                self.change("b/d/nyt navn.txt", b"x")
            listed.append(one.locator)
        assert set(listed) >= {"a.txt", "b/c.txt", "z.bin"}
        assert len(listed) == len(set(listed))


def _do(act: str, connector: Connector, item: Item) -> None:
    match act:
        case "check":
            check_store(connector)
        case "crawl":
            list(connector.crawl(None))
        case _:
            with connector.open(item) as source:
                source.read()

"""The law of a connector as tests: subclass, and give a connector over the documents of ``CONTENT``."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from dsar.connector import Connector
from dsar.errors import ItemError
from dsar.model import GapCode, Item

CONTENT = {
    "a.txt": b"hej",
    "b/c.txt": b"",
    "b/d/æøå.txt": "ærø".encode(),
    "z.bin": bytes(range(256)) * 1000,
}
"""What the store under test holds, by locator."""


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

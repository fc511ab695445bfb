"""The reference keeps the law that it is the reference for."""

from __future__ import annotations

import pytest

from tests.contract.connector import CONTENT, ConnectorContract
from tests.memory_store import MemoryStore


class TestMemoryStore(ConnectorContract):
    @pytest.fixture
    def connector(self) -> MemoryStore:
        self.store = MemoryStore(dict(CONTENT))
        return self.store

    def change(self, locator: str, data: bytes | None) -> None:
        if data is None:
            del self.store.content[locator]
        else:
            self.store.content[locator] = data

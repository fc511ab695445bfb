from __future__ import annotations

import pytest

from dsar.index.memory import MemoryEngine
from tests.contract.engine import EngineContract, Opener


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def opener(self) -> Opener:
        engine = MemoryEngine()
        return lambda: engine

"""The town that ``make bench ONLY=find`` asks: it can be built and asked, as the product is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.app import open_workspace
from tests.bench import _town
from tests.bench.find import _measure


def test_the_town_of_the_bench_is_indexed_whole_and_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_town, "KEPT", tmp_path)
    folder, town = _town.prepared(1_000), _town.Town(1_000)
    with open_workspace(folder) as space:
        _measure("drawn", [town.subject(number) for number in range(5)], space)
        assert {s.store: s.items for s in space.library.searched()} == {name: town.items(name) for name in _town.STORES}
    assert "candidates read" in capsys.readouterr().out

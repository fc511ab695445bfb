"""The table of an answer, as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console

from dsar.find.table import table
from dsar.model import Searched
from tests.find.people import ANDERS, ask, item


def test_when_a_store_was_read_is_told_in_danish_time() -> None:
    at = datetime(2026, 11, 22, 3, 36, tzinfo=UTC)
    answer = replace(ask(ANDERS, [item("a.txt", "Anders Bo Jensen")]), searched=(Searched("sager", 1, at),))
    console = Console(width=100)
    with console.capture() as shown:
        console.print(table(answer))
    assert "læst igennem 22-11-2026 04.36" in shown.get()

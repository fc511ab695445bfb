"""What a case's search is told of items by the real catalogue and vault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.app import Workspace as Space
from dsar.app import connector_of, open_workspace
from dsar.cases.acts import Opened
from dsar.cases.hold import Hold
from dsar.cases.originals import WHOLE, Originals
from dsar.cases.store_items import StoreItems
from dsar.cases.values import CaseKind, Requester
from dsar.model import GapCode, Subject
from tests.cli.workspace import Workspace

NOW = datetime(2026, 11, 20, tzinfo=UTC)
OPENED = Opened(
    kind=CaseKind.ACCESS,
    received=date(2026, 11, 20),
    subject=Subject(names=("Anders",)),
    subject_ref="x",
    requester=Requester("Anders"),
)

EXPORT = """
[stores.kasus]
connector = "export"
path = "kasus"
[[stores.kasus.cases]]
file = "sager.csv"
id = "SagsID"
[[stores.kasus.documents]]
file = "dokumenter.csv"
path = "Sti"
case = "SagsID"
"""


def test_a_document_with_its_case_is_held_whole_under_what_its_register_says(tmp_path: Path) -> None:
    with exported(tmp_path) as (space, items):
        book = space.cases
        case = book.open(OPENED, by="mette", now=NOW, today=NOW.date()).id
        held = Originals(book.database, Hold(book.database, space.vault, tmp_path), limit=1000)
        for name in ("brev.txt", "seddel.txt"):
            assert held.keep(case, "kasus", items.located("kasus", name), items)[0] == WHOLE
        (tmp_path / "ws" / "kasus" / "brev.txt").write_text("Anders Bo Jansen har søgt.", encoding="utf-8")
        later = book.open(OPENED, by="mette", now=NOW, today=NOW.date()).id
        assert held.keep(later, "kasus", items.located("kasus", "brev.txt"), items)[0] == GapCode.CHANGED


def test_the_register_tells_of_a_document_that_its_case_was_closed(tmp_path: Path) -> None:
    with exported(tmp_path) as (_, items):
        listed, loose = items.located("kasus", "brev.txt"), items.located("kasus", "seddel.txt")
        assert listed is not None
        assert loose is not None
        assert "Afsluttet: 02-09-2024" in items.register(listed)
        assert items.register(loose) == ""


def test_the_cases_own_item_tells_when_the_case_was_closed(tmp_path: Path) -> None:
    with exported(tmp_path) as (_, items):
        case, letter = items.located("kasus", "sagsregister/K-1"), items.located("kasus", "brev.txt")
        assert case is not None
        assert letter is not None
        assert "Afsluttet: 02-09-2024" in items.case_row(case)
        assert items.case_row(letter) == ""


@contextmanager
def exported(folder: Path) -> Iterator[tuple[Space, StoreItems]]:
    """An indexed export of a case system: a letter in a case, and a note in none."""
    made = Workspace(folder / "ws")
    with (made.folder / "dsar.toml").open("a", encoding="utf-8") as settings:
        settings.write(EXPORT)
    (made.folder / "kasus").mkdir()
    for name, text in (
        ("sager.csv", "SagsID;Afsluttet\nK-1;02-09-2024\n"),
        ("dokumenter.csv", "SagsID;Sti\nK-1;brev.txt\n"),
        ("brev.txt", "Anders Bo Jensen har søgt."),
        ("seddel.txt", "Anders Bo Jensen ringede."),
    ):
        (made.folder / "kasus" / name).write_text(text, encoding="utf-8")
    assert made.dsar("index").code == 0
    with open_workspace(made.folder) as space:
        yield (
            space,
            StoreItems(space.catalog, space.vault, lambda store: connector_of(space.settings, space.named([store])[0])),
        )

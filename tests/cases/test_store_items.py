"""What a case's search is told of items by the real catalogue and vault."""

from __future__ import annotations

from pathlib import Path

from dsar.cases.store_items import StoreItems
from tests.cli.workspace import Workspace

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


def test_the_register_tells_of_a_document_that_its_case_was_closed(tmp_path: Path) -> None:
    from dsar.app import connector_of, open_workspace

    made = Workspace(tmp_path / "ws")
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
        items = StoreItems(
            space.catalog, space.vault, lambda store: connector_of(space.settings, space.named([store])[0])
        )
        listed, loose = items.located("kasus", "brev.txt"), items.located("kasus", "seddel.txt")
        assert listed is not None
        assert loose is not None
        assert "Afsluttet: 02-09-2024" in items.register(listed)
        assert items.register(loose) == ""

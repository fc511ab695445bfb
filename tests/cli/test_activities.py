"""``dsar activities`` as a data-protection officer runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.activities import default_text
from tests.activities.test_table import HEADER, ROW, as_csv
from tests.cli.workspace import Workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "ws")
    (made.folder / "activities.toml").write_text(default_text(), encoding="utf-8")
    return made


def test_list_names_the_stores_of_each_activity(space: Workspace) -> None:
    ran = space.dsar("activities", "list", "--json")
    stores = {one["activity"]: one["stores"] for one in ran.objects}
    assert (ran.code, stores["job-og-velfaerd"], stores["by-og-land"]) == (0, ["sager"], [])


def test_check_names_a_store_without_an_activity(space: Workspace) -> None:
    settings = space.folder / "dsar.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("job-og-velfaerd", "ukendt"), encoding="utf-8")
    ran = space.dsar("activities", "check")
    assert ran.code == 3
    assert "stores.sager: activity ukendt is not in the record" in ran.out


def test_check_finds_a_category_that_nobody_declared(space: Workspace) -> None:
    settings = space.folder / "dsar.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("job-og-velfaerd", "klima-og-miljoe"), encoding="utf-8"
    )
    for n in range(3):
        text = f"Borger {n}, Lise Holm, er medlem af fagforeningen 3F og betaler kontingent til sin fagforening."
        space.write(f"{n}.txt", text)
    assert space.dsar("index").code == 0
    found = [
        one for one in space.dsar("activities", "check", "--found", "--json").objects if one["type"] == "discrepancy"
    ]
    assert [(o["store"], o["items"], o["sampled"]) for o in found if o["category"] == "union"] == [("sager", 3, 3)]
    assert '"audit"' in space.dsar("log", "--json").out


def test_import_writes_a_new_file_and_never_over_one(space: Workspace) -> None:
    (space.folder / "liste.csv").write_bytes(as_csv(HEADER, ROW))
    ran = space.dsar("activities", "import", "liste.csv", "--out", "ny.toml")
    assert (ran.code, 'id = "byggesager"' in (space.folder / "ny.toml").read_text(encoding="utf-8")) == (0, True)
    again = space.dsar("activities", "import", "liste.csv", "--out", "ny.toml")
    assert (again.code, "cannot be written" in again.err) == (1, True)


def test_import_says_what_is_missing_and_exits_with_3(space: Workspace) -> None:
    (space.folder / "liste.csv").write_bytes(as_csv(HEADER[:3], ROW[:3]))
    ran = space.dsar("activities", "import", "liste.csv")
    assert ran.code == 3
    assert "activity byggesager: legal_basis: is missing" in ran.err

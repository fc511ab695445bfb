"""A store that no program can search, from the search of a case to its letter and its package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dsar.activities import default_text
from tests.cli.workspace import SETTINGS, Workspace

MANUAL = '[stores.papirarkiv]\nconnector = "manual"\nwho = "Stadsarkivet"\nhow = "kartotekskort"\n'
CONTACT = 'address = "Torvet 1, 9999 Prøveby"\nphone = "99 00 00 00"\ndpo_email = "dpo@example.dk"\n[stores.sager]'


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A case that is searched, in a workspace with a paper archive; nothing is found by the program."""
    made = Workspace(tmp_path / "ws")
    (made.folder / "dsar.toml").write_text(SETTINGS.replace("[stores.sager]", CONTACT) + MANUAL, encoding="utf-8")
    (made.folder / "activities.toml").write_text(default_text(), encoding="utf-8")
    (made.folder / "borger.toml").write_text('names = ["Anders Bo Jensen"]\n', encoding="utf-8")
    made.write("andre.txt", "Lise Holm har fået afslag.")
    assert made.dsar("index").code == 0
    opened = made.dsar("case", "open", "--subject", "borger.toml", "--received", "2026-11-02", "--json")
    assert opened.objects[0]["id"] == "2026-0001"
    assert made.dsar("case", "search", "2026-0001").code == 3
    return made


def test_a_store_on_paper_is_an_open_task_until_somebody_writes_what_came_of_it(space: Workspace) -> None:
    assert "IKKE SPURGT. Spørg Stadsarkivet" in " ".join(space.dsar("case", "show", "2026-0001").out.split())
    for command in ("next", "status"):
        assert "søgning i hånden i papirarkiv" in space.dsar("case", command, "2026-0001").err
    letter = space.dsar("letter", "2026-0001", "no-data", "--out", "breve", "--date", "2026-11-25")
    assert "Ingen har søgt i hånden i papirarkiv" in letter.err
    registered = space.dsar("case", "searched-by-hand", "2026-0001", "papirarkiv", "--found", "0", "--on", "2026-11-20")
    assert registered.code == 0
    assert "papirarkiv" not in space.dsar("case", "next", "2026-0001").err
    (shown,) = space.dsar("case", "show", "2026-0001", "--json").objects
    assert [(one["state"], one["by"], one["found"]) for one in shown["by_hand"]] == [("nothing", "Stadsarkivet", 0)]
    package = space.dsar("package", "2026-0001", "--out", "pakke", "--date", "2026-11-25", "--json")
    assert package.code == 0
    assert [one for one in package.objects[0]["cautions"] if "papirarkiv" in one] == []
    search = json.loads((space.folder / "pakke/citizen/data.json").read_text(encoding="utf-8"))["search"]
    assert search["not_searched"] == []
    assert search["by_hand"] == [
        {"store": "papirarkiv", "reason": "er gennemsøgt af en person, som ikke fandt noget"},
    ]


def test_a_package_warns_of_what_nobody_searched(space: Workspace) -> None:
    made = space.dsar("package", "2026-0001", "--out", "pakke", "--date", "2026-11-25", "--json").objects[0]
    assert [one for one in made["cautions"] if "Ingen har søgt i hånden i papirarkiv" in one]


def test_no_letter_says_that_there_is_nothing_where_paper_was_found(space: Workspace) -> None:
    given = ("--found", "2", "--by", "arkivar", "--on", "2026-11-20", "--text-file", "-")
    register = space.dsar("case", "searched-by-hand", "2026-0001", "papirarkiv", *given, stdin="mappe 7")
    assert register.code == 0
    for refused in (
        space.dsar("letter", "2026-0001", "no-data", "--out", "breve"),
        space.dsar("package", "2026-0001", "--out", "pakke"),
    ):
        assert (refused.code, "something was found by hand in papirarkiv" in refused.err) == (1, True)
    assert not (space.folder / "pakke").exists()
    assert "mappe 7" not in space.dsar("log", "--json").out


def test_only_stores_that_a_person_searches_are_registered(space: Workspace) -> None:
    refused = space.dsar("case", "searched-by-hand", "2026-0001", "sager", "--found", "0")
    assert (refused.code, "Those are: papirarkiv" in refused.err) == (1, True)
    assert space.dsar("case", "searched-by-hand", "2026-0001", "papirarkiv").code == 2


def test_what_the_case_and_the_register_of_the_store_say_is_told_by_both(space: Workspace) -> None:
    (space.folder / "manual").mkdir(exist_ok=True)
    (space.folder / "manual/papirarkiv.toml").write_text(
        '[[search]]\ncase = "2026-0001"\nby = "arkivar"\nat = 2026-11-19\nfound = "kasse 4"\n'
        '[[search]]\ncase = "2025-0007"\nby = "arkivar"\nat = 2025-11-19\nfound = "kasse 9"\n',
        encoding="utf-8",
    )
    given = ("--found", "2", "--by", "Ulla", "--on", "2026-11-20", "--text-file", "-")
    assert space.dsar("case", "searched-by-hand", "2026-0001", "papirarkiv", *given, stdin="mappe 7").code == 0
    asked = ("find", "--subject", "borger.toml", "--purpose", "indsigt", "--case", "2026-0001", "--statement")
    said = space.dsar(*asked).out
    assert "2: mappe 7" in said
    assert "kasse 4" in said
    assert "kasse 9" not in said
    shown = " ".join(space.dsar("case", "show", "2026-0001").out.split())
    assert "Ulla fandt 2 den 2026-11-20: mappe 7; i lagerets register: 2026-11-19 arkivar: kasse 4" in shown

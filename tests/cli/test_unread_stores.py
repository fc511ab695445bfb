"""A store that could not be read was not searched, or not as of now: every answer says so and is incomplete."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.workspace import Ran, Workspace

SUBJECT = {"cpr": ["010190-9934"]}
MORE = """
[stores.vaek]
connector = "files"
path = "vaek"
[stores.papir]
connector = "manual"
who = "Arkivet"
how = "Ring"
"""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "ws")
    made.write("a.txt", "Borger 010190-9934 har klaget.")
    return made


def add(space: Workspace, settings: str) -> None:
    with (space.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write(settings)


def find(space: Workspace, *more: str) -> Ran:
    return space.dsar("find", "--subject", "-", "--purpose", "Indsigt", *more, stdin=json.dumps(SUBJECT))


def summary(space: Workspace, *more: str) -> dict[str, Any]:
    (made,) = [one for one in find(space, "--json", *more).objects if one["type"] == "summary"]
    return made


def test_a_store_that_was_tried_and_never_read_is_not_searched(space: Workspace) -> None:
    add(space, MORE)
    assert space.dsar("index").code == 1
    made = summary(space)
    assert [one["store"] for one in made["searched"]] == ["sager"]
    assert [(one["store"], one["reason"]) for one in made["not_searched"]] == [
        ("vaek", "never read through"),
        ("papir", "manual"),
    ]
    assert "vaek" in made["not_searched"][0]["error"]
    assert find(space, "--store", "vaek").code == 3


def test_every_text_says_why_it_was_not_read(space: Workspace) -> None:
    add(space, MORE)
    space.dsar("index")
    ran = find(space, "--statement")
    told = [line for line in ran.out.splitlines() if line.startswith("IKKE gennemsøgt: vaek")]
    assert len(told) == 2
    assert all("aldrig læst helt igennem" in line for line in told)
    assert "Gennemsøgt: vaek" not in ran.out
    assert "Alt, hvad der blev set" not in ran.out
    gaps = space.dsar("gaps", "--json").objects
    assert [(gap["store"], gap["item"], gap["code"]) for gap in gaps] == [("vaek", "", "no_access")]
    assert "vaek: the whole store: no_access: " in space.dsar("gaps").out


def test_a_store_whose_later_run_failed_says_when_it_was_read_and_that_it_could_not_be_since(space: Workspace) -> None:
    space.dsar("index")
    shutil.move(space.folder / "sager", space.folder / "hengemt")
    assert space.dsar("index").code == 1
    made = summary(space)
    assert made["searched"][0]["indexed_at"] is not None
    assert set(made["searched"][0]["failed"]) == {"since", "reason"}
    ran = find(space, "--statement")
    assert ran.code == 3
    assert "Gennemsøgt: sager, 1 elementer, læst " in ran.out
    assert "sager kunne ikke læses" in ran.out
    assert "Alt, hvad der blev set" not in ran.out


def test_it_is_forgotten_when_the_store_is_read_again(space: Workspace) -> None:
    space.dsar("index")
    shutil.move(space.folder / "sager", space.folder / "hengemt")
    space.dsar("index")
    shutil.move(space.folder / "hengemt", space.folder / "sager")
    assert space.dsar("index").code == 0
    assert "failed" not in summary(space)["searched"][0]
    assert find(space).code == 0


def test_settings_that_do_not_open_the_store_any_more_leave_a_trace_too(space: Workspace) -> None:
    space.dsar("index")
    settings = (space.folder / "dsar.toml").read_text(encoding="utf-8")
    (space.folder / "dsar.toml").write_text(settings.replace('"sager"\nact', '"sager"\nfarve = "rød"\nact'), "utf-8")
    assert space.dsar("index").code == 1
    assert find(space).code == 3


def test_an_answer_of_some_stores_says_so_and_names_no_others(space: Workspace) -> None:
    add(space, MORE)
    space.dsar("index")
    assert summary(space, "--store", "sager")["limited_to"] == ["sager"]
    assert summary(space)["limited_to"] is None
    ran = find(space, "--store", "sager")
    assert "Der er kun søgt i: sager" in ran.out
    assert "vaek" not in ran.out
    assert "Der er kun søgt i" not in find(space).out


def test_where_nothing_was_searched_nothing_is_said_to_be_read(space: Workspace) -> None:
    add(space, MORE)
    space.dsar("index")
    ran = find(space, "--store", "papir", "--statement")
    assert ran.code == 3
    assert "Alt, hvad der blev set" not in ran.out
    assert "Intet lager er gennemsøgt." in ran.out
    assert "dsar index" not in ran.err


def test_the_stores_to_index_are_named(space: Workspace) -> None:
    add(space, MORE)
    assert find(space).err.splitlines()[-1] == "Not read through yet. Run:  dsar index sager vaek"


def test_an_index_without_its_catalogue_is_no_empty_one(space: Workspace) -> None:
    space.dsar("index")
    for file in (space.folder / "state").glob("catalog.db*"):
        file.unlink()
    ran = find(space)
    assert ran.code == 4
    assert "catalog.db" in ran.err
    assert space.dsar("index", "--rebuild", "--yes").code == 0
    assert find(space).code == 0


def test_a_store_that_is_another_place_since_it_was_read_is_not_searched_as_it_is(space: Workspace) -> None:
    space.dsar("index")
    (space.folder / "anden").mkdir()
    (space.folder / "anden" / "b.txt").write_text("Borger 010190-9934 flytter.", encoding="utf-8")
    settings = (space.folder / "dsar.toml").read_text(encoding="utf-8")
    (space.folder / "dsar.toml").write_text(settings.replace('path = "sager"', 'path = "anden"'), encoding="utf-8")
    assert summary(space)["not_searched"] == [{"store": "sager", "reason": "settings changed since it was read"}]
    ran = find(space, "--statement")
    assert ran.code == 3
    assert "Alt, hvad der blev set" not in ran.out
    assert "IKKE gennemsøgt: sager er ikke læst, siden dets indstillinger blev ændret" in ran.out
    assert "dsar index sager" in ran.err
    assert space.dsar("index", "--allow-empty").code == 0
    assert find(space).code == 0


def test_another_activity_makes_no_other_place_of_a_store(space: Workspace) -> None:
    space.dsar("index")
    settings = (space.folder / "dsar.toml").read_text(encoding="utf-8")
    (space.folder / "dsar.toml").write_text(settings.replace("job-og-velfaerd", "by-og-land"), encoding="utf-8")
    assert find(space).code == 0

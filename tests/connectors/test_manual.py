"""Stores that a person searches: never forgotten, and never taken for searched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectors.manual import ManualStore
from dsar.connector import StoreContext, check_store
from dsar.errors import SetupError
from tests.cli.workspace import Workspace

SUBJECT = '{"names": ["Ib Prøvesen"]}'
STORE = """
[stores.papir]
connector = "manual"
who = "Arkivet, lokal 1234"
how = "kartotekskort efter fødselsdato"
"""
REGISTER = """
[[search]]
case = "2026-1"
by = "arkivar"
at = 2026-11-20
found = "intet"
[[search]]
case = "2026-2"
by = "arkivar"
at = 2026-11-21
found = "mappe 7"
"""


@pytest.fixture
def store(tmp_path: Path) -> ManualStore:
    return ManualStore(StoreContext("papir", tmp_path), {"who": "Arkivet", "how": "kartotek"})


def register(root: Path, text: str) -> None:
    (root / "manual").mkdir()
    (root / "manual" / "papir.toml").write_text(text, encoding="utf-8")


def test_it_lists_nothing_and_says_whom_to_ask(store: ManualStore) -> None:
    assert list(store.crawl(None)) == []
    assert check_store(store).message == "a task for a person: ask Arkivet (kartotek)"


def test_the_searches_of_a_case_are_those_written_down_for_it(store: ManualStore, tmp_path: Path) -> None:
    register(tmp_path, REGISTER)
    assert [(s.by, s.at, s.found) for s in store.task("2026-2").searches] == [
        ("arkivar", date(2026, 11, 21), "mappe 7")
    ]
    assert store.check().message.endswith("; 2 searches are recorded, the last of 2026-11-21")


@pytest.mark.parametrize("text", ["[[search]]\ncase = 7\n", "[search", "[[search]]\ncase='a'\nby='b'\nat=2026-01-01\n"])
def test_a_register_that_is_wrong_is_named(store: ManualStore, tmp_path: Path, text: str) -> None:
    register(tmp_path, text)
    with pytest.raises(SetupError, match=r"papir\.toml: .*Mend|papir\.toml: search\.0\.found: is missing"):
        store.check()


def test_indexing_leaves_it_alone_and_every_answer_names_it(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    (tmp_path / "dsar.toml").write_text((tmp_path / "dsar.toml").read_text(encoding="utf-8") + STORE, encoding="utf-8")
    space.write("a.txt", "Ib Prøvesen bor her")
    indexed = space.dsar("index")
    assert indexed.code == 0
    assert "papir: a task for a person" in indexed.err
    answer = space.dsar("find", "--subject", "-", "--purpose", "prøve", "--json", stdin=SUBJECT)
    assert answer.code == 3
    assert answer.objects[-1]["not_searched"] == [{"store": "papir", "reason": "manual"}]
    assert [s["store"] for s in answer.objects[-1]["searched"]] == ["sager"]
    assert "papir: a task for a person" in space.dsar("stores").out


def test_the_statement_says_whom_to_ask_and_what_was_found_for_this_case_only(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    (tmp_path / "dsar.toml").write_text((tmp_path / "dsar.toml").read_text(encoding="utf-8") + STORE, encoding="utf-8")
    register(tmp_path, REGISTER)
    ask = ("find", "--subject", "-", "--purpose", "prøve", "--statement")
    told = space.dsar(*ask, "--case", "2026-2", stdin=SUBJECT).out
    assert "IKKE gennemsøgt: papir: skal gennemsøges af en person" in told
    assert "  Spørg Arkivet, lokal 1234 (kartotekskort efter fødselsdato)." in told
    assert "  Gennemsøgt 21. november 2026 af arkivar: mappe 7" in told
    assert "intet" not in told
    statement = space.dsar(*ask, "--json", stdin=SUBJECT).objects[-1]
    papers = {"store": "papir", "reason": "manual", "who": "Arkivet, lokal 1234"}
    assert papers | {"how": "kartotekskort efter fødselsdato", "searches": []} in statement["not_searched"]


def test_a_look_at_all_stores_says_what_is_wrong_with_each(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    text = (tmp_path / "dsar.toml").read_text(encoding="utf-8")
    (tmp_path / "dsar.toml").write_text(
        text + STORE + '[stores."væk"]\nconnector="files"\npath="nej"\n', encoding="utf-8"
    )
    looked = space.dsar("stores", "--check", "--json")
    assert looked.code == 1
    assert [(o["store"], o["ok"], o["code"]) for o in looked.objects] == [
        ("papir", True, 0),
        ("sager", True, 0),
        ("væk", False, 1),
    ]
    assert "stores.væk.path: there is no folder" in looked.objects[2]["message"]
    assert space.dsar("stores", "--check", "sager").out == f"sager: ok: {tmp_path}/sager can be listed, and is empty\n"

"""The words of an address are looked into: an address that stands there counts, words of one that does not do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text as sql

from dsar.catalog.catalog import Catalog
from dsar.crypto import Keys
from dsar.detect.packed import OF_PERSONS, pack
from dsar.model import Item, Passage
from tests.find.people import DETECTORS, ask, item, subject

WHO = subject(names=["Anders Bo Jensen"], addresses=["Lærkevej 7, 9000 Aalborg"])


def looked_through(text: str) -> Passage:
    """A passage as indexing leaves it."""
    return Passage("side 1", text, pack(f for f in DETECTORS.detect(text) if f.kind in OF_PERSONS))


@pytest.mark.parametrize(
    "text",
    [
        "Anders på Lærkevej 7 ringede.",
        "Besøg hos Anders, Laerkevej 7.",
        "Anders\nLærkevej 7, 2. th, 9000 Aalborg",
    ],
)
def test_an_address_beside_a_first_name_is_found_however_it_is_written(text: str) -> None:
    assert len(ask(WHO, [item("brev.txt", looked_through(text))]).hits) == 1


@pytest.mark.parametrize(
    "text", ["Lærkevej får nyt fortov den 7. maj.", "7 beboere på Lærkevej 12 har klaget.", "7\n\nLærkevej"]
)
def test_the_words_of_an_address_apart_from_each_other_are_none(text: str) -> None:
    assert ask(WHO, [item("brev.txt", looked_through(f"Anders\n\n{text}"))]).hits == ()


def test_they_do_not_keep_a_name_beside_them_from_being_read() -> None:
    pages = "Lærkevej får nyt fortov den 7. maj.", "Ansøger er Anders Bo Jensen, Lærkevej 7, 9000 Aalborg."
    (hit,) = ask(WHO, [item("brev.txt", *map(looked_through, pages))]).hits
    assert {clue.rule for passage in hit.passages for clue in passage.clues} >= {"name.full", "address.equal"}


def test_a_catalogue_made_without_an_index_gets_it_and_counts_the_same(tmp_path: Path) -> None:
    keys = Keys(bytes(32))
    before = Catalog(tmp_path / "catalog.db", keys)
    run, _ = before.begin_run("a")
    before.plan("a", run, [Item("brev", "1", 1, "brev")])
    with before.database.begin() as connection:
        connection.execute(sql("DROP INDEX items_unfinished"))
    before.close()
    after = Catalog(tmp_path / "catalog.db", keys)
    with after.database.begin() as connection:
        names = connection.scalars(sql("SELECT name FROM sqlite_master WHERE type = 'index'")).all()
    assert "items_unfinished" in names
    assert [(one.store, one.items) for one in after.searched()] == [("a", 0)]
    after.close()

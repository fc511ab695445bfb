"""The library opens what a question needs of large items, and knows what lies nowhere else."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from dsar.catalog import lookup
from dsar.catalog.catalog import Catalog
from dsar.catalog.outcome import Outcome, PartRecord
from dsar.crypto import Keys
from dsar.find.shelf import CatalogLibrary
from dsar.model import Item, Passage
from dsar.settings import StoreSettings
from dsar.vault import Vault, VaultWriter

KEYS = Keys(bytes(range(32)))
ROWS = [Passage(f"række {n}", f"Navn: nummer {n}\n" + "x" * 900) for n in range(500)]
STORE = StoreSettings(name="a", connector="files", activity=None, rules=(), options={})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[CatalogLibrary]:
    catalog = Catalog(tmp_path / "catalog.db", KEYS)
    writer = VaultWriter(tmp_path / "vault", KEYS)
    run, _ = catalog.begin_run("a")
    planned = catalog.plan("a", run, [Item(name, "1", 1, name) for name in ("register", "brev", "kopi")])
    kept = {"register": (ROWS, b"r" * 32), "brev": (ROWS[:2], b"b" * 32), "kopi": (ROWS[:2], b"b" * 32)}
    outcomes = []
    for one in planned:
        passages, digest = kept[one.item.locator]
        chunks = writer.put(one.id, passages)
        part = PartRecord("", one.item.title, digest, 0, len(passages))
        outcomes.append(Outcome(one, (part,), chunks, (), len(passages)))
    writer.finish()
    catalog.record("a", run, outcomes)
    yield CatalogLibrary(catalog, Vault(tmp_path / "vault", KEYS), {"a": STORE})
    catalog.close()


def test_rows_of_a_large_register_are_opened_from_the_chunks_that_hold_them(library: CatalogLibrary) -> None:
    wanted = ["1.0", "1.17", "1.18", "1.499"]
    found = {entry: shelved.passage for entry, shelved in library.shelved(wanted)}
    assert found == {"1.0": ROWS[0], "1.17": ROWS[17], "1.18": ROWS[18], "1.499": ROWS[499]}


def test_only_those_chunks_are_asked_for(library: CatalogLibrary) -> None:
    (shelf,) = lookup.shelves(library._catalog, [1], {1: [17, 18]})
    assert {(chunk.first <= 17 < chunk.first + chunk.count) for chunk in shelf.chunks} == {True}


def test_what_stands_around_them_is_there_too(library: CatalogLibrary) -> None:
    list(library.shelved(["1.17"]))
    assert [passage for _, passage in library.passages(1, 0, 500)] == ROWS


def test_a_range_beyond_the_end_ends_there(library: CatalogLibrary) -> None:
    list(library.shelved(["1.499"]))
    assert [number for number, _ in library.passages(1, 498, 600)] == [498, 499]


def test_the_same_bytes_elsewhere_are_named_and_what_lies_once_is_not(library: CatalogLibrary) -> None:
    once, twice = (b"r" * 32).hex(), (b"b" * 32).hex()
    assert library.twins([once, twice]) == {twice: (("a", "brev"), ("a", "kopi"))}


def test_a_forked_process_opens_it_anew_and_this_one_goes_on(library: CatalogLibrary) -> None:
    first = list(library.shelved(["1.17"]))
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    process = context.Process(target=lambda: theirs.send(list(library.reopened().shelved(["1.17", "2.0"]))))
    process.start()
    told = mine.recv()
    process.join()

    assert told == list(library.shelved(["1.17", "2.0"]))
    assert told[0] == first[0]

"""Several processes read an answer's items as one does, also where they are lost on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.context import ForkProcess

import pytest

from dsar.errors import StoreError
from dsar.find import find, hands
from dsar.find.library import MemoryLibrary, Shelved
from dsar.find.stack import Found
from dsar.index import item_and_number
from dsar.model import Answer
from tests.find.people import ANDERS, CPR, KEYS, NAMESAKE_CPR, TODAY, index, item, row

HOME = "Vestergade 12, 2. tv, 9000 Aalborg"
ITEMS = [
    *(
        item(f"{n}.txt", f"Anders Bo Jensen har skrevet {n} gange, og det er da meget at skrive for en")
        for n in range(9)
    ),
    item("sag.txt", f"Anders Bo Jensen, {CPR}, Søvej 1, 9000 Aalborg"),
    item("anden.txt", f"Anders Jensen, {NAMESAKE_CPR}"),
    item("hjem.txt", "Anders Jensen, Søvej 1, 9000 Aalborg", digest="aa"),
    item("kopi.txt", "Anders Jensen, Søvej 1, 9000 Aalborg", store="post", digest="aa"),
    item("liste.csv", *(row(n, Navn=f"Anders B. {name}", Bolig=HOME) for n, name in enumerate(("Jensen", "Holm")))),
]


def asked(library: MemoryLibrary, *, cores: int) -> Answer:
    answer = find(ANDERS, engine=index(library.items), library=library, keys=KEYS, today=TODAY, cores=cores)
    return replace(answer, seconds=0.0)


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "ALONE", 1)


class Lost(MemoryLibrary):
    """One that ends every process but the first when it is asked for something."""

    here = os.getpid()

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        if os.getpid() != self.here:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().shelved(entry_ids, stores=stores)


class Damaged(MemoryLibrary):
    """One that cannot open an item."""

    def shelved(
        self, entry_ids: Iterable[str], *, stores: frozenset[str] | None = None
    ) -> Iterator[tuple[str, Shelved]]:
        for entry, shelved in super().shelved(entry_ids, stores=stores):
            if shelved.locator == "hjem.txt":
                raise StoreError("the vault is damaged")
            yield entry, shelved


@pytest.mark.parametrize("cores", [2, 3, 8])
def test_the_answer_is_that_of_one_process(cores: int) -> None:
    alone = asked(MemoryLibrary(ITEMS), cores=1)

    assert asked(MemoryLibrary(ITEMS), cores=cores) == alone
    assert len(alone.hits) == len(ITEMS) - 1  # the copy is one with its original


def test_what_lost_processes_have_not_told_is_read_by_the_one_that_asks() -> None:
    assert asked(Lost(ITEMS), cores=3) == asked(MemoryLibrary(ITEMS), cores=1)


def test_where_no_process_can_be_made_the_one_that_asks_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_process: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(ForkProcess, "start", refused)
    assert asked(MemoryLibrary(ITEMS), cores=3) == asked(MemoryLibrary(ITEMS), cores=1)


def test_what_cannot_be_opened_is_told_whichever_process_finds_it() -> None:
    with pytest.raises(StoreError, match="damaged"):
        asked(Damaged(ITEMS), cores=4)


def test_an_item_is_in_one_part_and_all_are_in_some() -> None:
    every = frozenset(f"{item}.{n}" for item in range(20) for n in range(item))
    parts = Found(every, frozenset(), frozenset()).parted(3)

    items = [{item_and_number(entry)[0] for entry in part} for part in parts]
    assert sorted(entry for part in parts for entry in part) == sorted(every)
    assert sum(map(len, items)) == len(set().union(*items))


@pytest.mark.parametrize(("entries", "cores", "processes"), [(0, 4, 1), (299, 4, 1), (300, 4, 2), (9000, 64, 8)])
def test_as_many_processes_as_are_worth_their_while(
    entries: int, cores: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "ALONE", 150)
    assert hands.how_many(entries, cores) == processes

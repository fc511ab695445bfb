"""Indexing runs over a store that changes between and during them."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from dsar.catalog.lookup import twins
from dsar.errors import SetupError
from dsar.model import Gap, GapCode
from tests.crawl.bench import Bench


def doc(text: str) -> bytes:
    return f"fælles {text}".encode()


def zipped(**members: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name + ".txt", data)
    return made.getvalue()


def test_what_the_store_holds_is_found(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et"), "b/c.txt": doc("to")}
    summary = bench.index()
    assert bench.found() == [("a.txt", "tekst", "fælles et"), ("b/c.txt", "tekst", "fælles to")]
    assert (summary.items, summary.read, summary.unchanged, summary.removed, summary.gaps) == (2, 2, 0, 0, 0)
    assert summary.bytes == 20


def test_a_second_run_does_no_work(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et"), "b.txt": doc("to")}
    bench.index()
    opened: list[str] = []
    bench.store.open = lambda item: opened.append(item.locator)  # type: ignore[method-assign,assign,return-value]
    summary = bench.index()
    assert opened == []
    assert (summary.read, summary.unchanged, summary.passages) == (0, 2, 0)


def test_changed_text_replaces_the_old(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("før"), "b.txt": doc("to")}
    bench.index()
    bench.store.content["a.txt"] = doc("efter")
    summary = bench.index()
    assert bench.found() == [("a.txt", "tekst", "fælles efter"), ("b.txt", "tekst", "fælles to")]
    assert (summary.read, summary.unchanged) == (1, 1)


def test_a_removed_item_is_found_no_more(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et"), "b.txt": doc("to")}
    bench.index()
    del bench.store.content["a.txt"]
    assert bench.index().removed == 1
    assert bench.found() == [("b.txt", "tekst", "fælles to")]


def test_parts_are_found_at_their_own_address(bench: Bench) -> None:
    bench.store.content = {"x.zip": zipped(a=doc("et"), b=doc("to"))}
    bench.index()
    assert [(locator, text) for locator, _, text in bench.found()] == [
        ("x.zip!a.txt", "fælles et"),
        ("x.zip!b.txt", "fælles to"),
    ]


def test_the_same_bytes_in_a_file_and_in_a_zip_are_twins(bench: Bench) -> None:
    bench.store.content = {"x.zip": zipped(a=doc("et")), "y.txt": doc("et"), "z.txt": doc("to")}
    bench.index()
    digest = sha256(doc("et")).digest()
    assert twins(bench.catalog, digest) == [("lager", "x.zip!a.txt"), ("lager", "y.txt")]


def test_a_file_name_is_found_too(bench: Bench) -> None:
    bench.store.content = {"fælles notat.bin": bytes(100)}
    bench.index()
    assert [(locator, text) for locator, _, text in bench.found()] == [("fælles notat.bin", "fælles notat.bin")]
    assert bench.gaps() == [("fælles notat.bin", "unsupported")]


def test_a_folder_name_is_found_too(bench: Bench) -> None:
    bench.store.content = {"fælles mappe/notat.bin": bytes(100)}
    bench.index()
    assert [text for _, _, text in bench.found()] == ["fælles mappe/notat.bin"]


def test_what_the_store_says_of_an_item_is_found_with_it(bench: Bench) -> None:
    bench.store.content = {"a.txt": b"en blanket", "b.txt": b"en blanket"}
    bench.store.notes = {"a.txt": "Part: Anders, i sagen"}
    bench.store.notes["b.txt"] = "Part: Bente, fælles sag"
    bench.index()
    assert bench.found() == [("b.txt", "sagsoplysninger", "Part: Bente, fælles sag")]


def test_the_same_form_in_two_cases_is_no_twin(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et"), "b.txt": doc("et"), "c.txt": doc("et")}
    bench.store.notes = {"a.txt": "Part: Anders"}
    bench.index()
    assert twins(bench.catalog, sha256(doc("et")).digest()) == [("lager", "b.txt"), ("lager", "c.txt")]


def test_what_the_store_says_is_found_even_if_the_item_cannot_be_opened(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et")}
    bench.store.notes = {"a.txt": "Part: fælles"}
    listed = list(bench.store.crawl(None))
    bench.store.crawl = lambda since: iter(listed)  # type: ignore[method-assign]
    bench.store.content = {}
    bench.index()
    assert bench.found() == [("a.txt", "sagsoplysninger", "Part: fælles")]
    assert bench.gaps() == [("a.txt", "vanished")]


def test_what_cannot_be_read_is_a_gap_with_its_whole_address(bench: Bench) -> None:
    bench.store.content = {"x.zip": zipped(a=doc("et")), "y.pdf": b"%PDF-1.7 and nothing"}
    bench.index()
    assert bench.gaps() == [("y.pdf", "damaged")]


def test_a_gap_closes_when_the_item_is_mended(bench: Bench) -> None:
    bench.store.content = {"y.txt": bytes(range(256))}
    bench.index()
    before = bench.gaps()
    bench.store.content = {"y.txt": doc("nu")}
    bench.index()
    assert (before, bench.gaps()) == ([("y.txt", "unsupported")], [])


def test_a_gap_of_the_crawl_closes_when_it_is_not_met_again(bench: Bench) -> None:
    bench.store.gaps = (Gap("lukket", GapCode.NO_ACCESS, "the folder cannot be listed"),)
    bench.index()
    assert bench.gaps() == [("lukket", "no_access")]
    bench.store.gaps = ()
    bench.index()
    assert bench.gaps() == []


def test_what_lies_in_a_folder_that_cannot_be_listed_now_stays(bench: Bench) -> None:
    bench.store.content = {"mappe/a.txt": doc("et"), "mappe2/b.txt": doc("to"), "c.txt": doc("tre")}
    bench.index()
    bench.store.content = {"c.txt": doc("tre")}
    bench.store.gaps = (Gap("mappe", GapCode.NO_ACCESS, "the folder cannot be listed"),)
    assert bench.index().removed == 1
    assert [locator for locator, _, _ in bench.found()] == ["c.txt", "mappe/a.txt"]


def test_an_item_that_vanished_is_tried_again_by_the_next_run(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et")}
    listed = list(bench.store.crawl(None))
    bench.store.content = {}
    bench.store.crawl = lambda since: iter(listed)  # type: ignore[method-assign]
    bench.index()
    assert bench.gaps() == [("a.txt", "vanished")]
    bench.store.content = {"a.txt": doc("et")}
    bench.index()
    assert bench.gaps() == []
    assert bench.found() == [("a.txt", "tekst", "fælles et")]


def test_a_store_that_is_suddenly_empty_is_not_believed(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et")}
    bench.index()
    bench.store.content = {}
    with pytest.raises(SetupError, match=r"lager: the store lists nothing, but held 1 items before"):
        bench.index()
    assert bench.found() == [("a.txt", "tekst", "fælles et")]


def test_a_store_that_is_said_to_be_empty_is_emptied(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et")}
    bench.index()
    bench.store.content = {}
    assert bench.index(allow_empty=True).removed == 1
    assert bench.found() == []


def test_retry_reads_unchanged_items_with_gaps_again(bench: Bench) -> None:
    bench.store.content = {"a.txt": doc("et"), "b.bin": bytes(range(256))}
    bench.index()
    assert bench.index(retry=True).read == 1


def test_more_items_than_a_batch_or_a_listing_are_all_found(bench: Bench) -> None:
    bench.store.content = {f"{n:04}.txt": doc(str(n)) for n in range(1203)}
    bench.index()
    assert len(bench.found()) == 1203


def test_space_of_what_was_replaced_is_given_back(bench: Bench) -> None:
    for version in range(4):
        bench.store.content = {f"{n}.txt": doc(f"{version} {n}") for n in range(50)}
        bench.index()
    bench.tidy()
    packs = list((bench.folder / "vault").glob("*.pack"))
    assert sum(p.stat().st_size for p in packs) <= 2 * sum(bench.catalog.packs().values())
    assert len(bench.found()) == 50

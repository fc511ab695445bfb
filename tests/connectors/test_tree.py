"""What the remote connectors share: order and memory of large folders, names that mislead, whole-second times."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import tree as tree_module
from connectors.address import connect_url
from connectors.globs import Globs
from connectors.remote import RemoteFiles
from connectors.tree import ConnectionBrokenError, Entry, EntryKind, Source, sorted_entries, whole_second_version
from dsar.connector import StoreContext
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import Gap, GapCode, Item
from tests.contract.connector import HASTY, PATIENT

MANY = 200_000


class MemoryTree:
    """A tree in a dictionary, which can be told to break."""

    def __init__(self, folders: dict[str, list[Entry]], content: dict[str, bytes] | None = None) -> None:
        self.folders, self.content = folders, content or {}
        self.breaking: set[str] = set()
        self.closed = self.breaks_at_the_end = 0

    def listing(self, folder: str) -> Iterator[Entry]:
        if folder in self.breaking:
            raise ConnectionBrokenError
        yield from self.folders[folder]

    def open(self, path: str, start: int) -> Source:
        return MemorySource(self, path, start)

    def close(self) -> None:
        self.closed += 1


class MemorySource:
    def __init__(self, tree: MemoryTree, path: str, start: int) -> None:
        self.tree, self.path, self.offset = tree, path, start
        self.mark = self.now()

    def read(self, size: int) -> bytes:
        if self.path in self.tree.breaking:
            raise ConnectionBrokenError
        data = self.tree.content[self.path][self.offset : self.offset + size]
        self.offset += len(data)
        return data

    def now(self) -> str:
        if self.tree.breaks_at_the_end:
            self.tree.breaks_at_the_end -= 1
            raise ConnectionBrokenError
        return str(hash(self.tree.content[self.path]))

    def close(self) -> None:
        pass


def connect(tree: MemoryTree, backoff: object = PATIENT) -> RemoteFiles:
    context = StoreContext("sager", Path("/nonexistent"), backoff)  # type: ignore[arg-type]
    return RemoteFiles(context, tree, Globs(["*"], []), place="sftp://server/sager")


def file(name: str) -> Entry:
    return Entry(name, EntryKind.FILE, "1", 3, 1e9)


@given(st.lists(st.text(min_size=1), max_size=200), st.integers(1, 50))
def test_names_come_sorted_by_their_bytes_and_once(names: list[str], run: int) -> None:
    before, tree_module.RUN = tree_module.RUN, run
    try:
        found = [entry.name for entry in sorted_entries(Entry(n, EntryKind.FILE, "v", None, 2.5) for n in names)]
    finally:
        tree_module.RUN = before
    assert found == sorted(set(names), key=lambda n: n.encode("utf-8", "surrogatepass"))


def test_a_large_folder_needs_no_memory_for_its_names() -> None:
    entries = (file(f"{number * 7919 % MANY:07} et navn af almindelig længde.docx") for number in range(MANY))
    tracemalloc.start()
    try:
        count, last = 0, ""
        for entry in sorted_entries(entries):
            assert entry.name > last
            count, last = count + 1, entry.name
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == MANY
    assert peak < 30e6


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "../../etc/passwd"])
def test_a_name_that_leads_elsewhere_is_a_gap(name: str) -> None:
    listed = list(connect(MemoryTree({"": [Entry(name, EntryKind.FOLDER), file("a")]})).crawl(None))
    assert [one.code for one in listed if isinstance(one, Gap)] == [GapCode.BAD_NAME]
    assert [one.locator for one in listed if isinstance(one, Item)] == ["a"]


def test_a_folder_that_breaks_the_connection_each_time_is_a_gap_and_the_rest_is_listed() -> None:
    tree = MemoryTree({"": [Entry("ond", EntryKind.FOLDER), file("z")], "ond/": []})
    tree.breaking = {"ond/"}
    assert list(connect(tree).crawl(None)) == [
        Gap("ond", GapCode.NO_ACCESS, "the folder cannot be listed"),
        Item("z", "1", 3, "z", file("z").time),
    ]


def test_folders_without_an_end_are_a_gap() -> None:
    class Endless(MemoryTree):
        def listing(self, folder: str) -> Iterator[Entry]:
            yield Entry("m", EntryKind.FOLDER)

    (gap,) = connect(Endless({})).crawl(None)
    assert isinstance(gap, Gap)
    assert (gap.code, gap.locator.count("/")) == (GapCode.TOO_DEEP, 200)


def test_an_item_that_breaks_the_connection_each_time_is_an_item_error() -> None:
    tree = MemoryTree({"": [file("a")]}, {"a": b"abc"})
    tree.breaking = {"a"}
    connector = connect(tree)
    with pytest.raises(ItemError, match="broke each time") as caught, connector.open(Item("a", "1", 3, "a")) as source:
        source.read()
    assert caught.value.code is GapCode.NO_ACCESS


def test_a_server_that_breaks_everything_is_to_be_tried_later() -> None:
    tree = MemoryTree({"": [file("a")]}, {"a": b"abc"})
    tree.breaking = {"", "a"}
    connector = connect(tree, HASTY)
    with pytest.raises(RetryError, match=r"stores\.sager: sftp://server/sager does not answer"):
        list(connector.crawl(None))


def test_a_file_that_changes_while_it_is_read_is_an_item_error() -> None:
    tree = MemoryTree({"": [file("a")]}, {"a": b"abc"})
    connector = connect(tree)
    with pytest.raises(ItemError) as caught, connector.open(Item("a", "1", 3, "a")):
        tree.content["a"] = b"abcd"
    assert caught.value.code is GapCode.CHANGED


@pytest.mark.parametrize("changed", [False, True])
def test_a_connection_that_breaks_at_the_end_is_made_again_to_compare(changed: bool) -> None:
    tree = MemoryTree({"": [file("a")]}, {"a": b"abc"})
    with ExitStack() as stack:
        if changed:
            stack.enter_context(pytest.raises(ItemError, match="changed while it was read"))
        with connect(tree).open(Item("a", "1", 3, "a")) as source:
            assert source.read() == b"abc"
            tree.breaks_at_the_end = 2
            tree.content["a"] = b"abd" if changed else b"abc"
    assert tree.breaks_at_the_end == 0


def test_a_file_that_ends_before_its_size_is_no_whole_file() -> None:
    connector = connect(MemoryTree({"": []}, {"a": b"abc"}))
    with pytest.raises(ItemError) as caught, connector.open(Item("a", "1", 4, "a")) as source:
        source.read()
    assert caught.value.code is GapCode.CHANGED


def test_a_file_written_twice_in_a_second_is_read_once_more() -> None:
    listed_at_once = whole_second_version(1000.0, 5, now=1001.0)
    assert whole_second_version(1000.0, 5, now=1010.0) != listed_at_once
    assert whole_second_version(1000.0, 5, now=1010.0) == whole_second_version(1000.0, 5, now=9999.0)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://server/x", r"stores\.x\.url: is no address of a file server\. Begin it with one of: smb://, sftp://"),
        ("smb:///x", r"stores\.x\.url: is no address of a file server"),
        ("smb://server", r"stores\.x\.url: names no share\. Write smb://server/share/folder\."),
        ("smb://ib:hemmelig@server/x", r"stores\.x\.url: holds a login"),
        ("webdavs://server/a?b=1", r"stores\.x\.url: has a \? or #"),
        ("smb://server:port/x", r"stores\.x\.url: is not an address"),
        ("sftp://server/x", r"stores\.x: neither password nor key is given"),
    ],
)
def test_a_wrong_address_is_told_with_what_to_do(url: str, message: str) -> None:
    with pytest.raises(SetupError, match=message) as caught:
        connect_url(StoreContext("x", Path("/")), {"url": url, "user": "ib"})
    assert "hemmelig" not in str(caught.value)


def test_a_password_in_the_settings_is_refused_unseen() -> None:
    with pytest.raises(SetupError, match=r"stores\.x\.password: a secret never stands in dsar\.toml") as caught:
        connect_url(StoreContext("x", Path("/")), {"url": "smb://server/x", "password": "hunter2"})
    assert "hunter2" not in str(caught.value)

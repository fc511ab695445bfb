"""The ``files`` connector on a real disk: its contract, and every kind of thing that lies in a folder."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from connectors.files import FilesConnector
from dsar.connector import StoreContext, load_connector
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from tests.contract.connector import CONTENT, ConnectorContract


def connect(root: Path, **options: object) -> FilesConnector:
    return FilesConnector(StoreContext("sager", root.parent), {"path": root.name, **options})


def write(root: Path, locator: str, data: bytes = b"x") -> Path:
    path = root / locator
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def locators(connector: FilesConnector) -> list[str]:
    return [one.locator for one in connector.crawl(None) if isinstance(one, Item)]


def gaps(connector: FilesConnector) -> list[tuple[str, GapCode]]:
    return [(one.locator, one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


class TestFilesConnector(ConnectorContract):
    @pytest.fixture
    def connector(self, tmp_path: Path) -> FilesConnector:
        self.root = tmp_path / "sager"
        for locator, data in CONTENT.items():
            write(self.root, locator, data)
        return connect(self.root)

    def change(self, locator: str, data: bytes | None) -> None:
        if data is None:
            (self.root / locator).unlink()
        else:
            (self.root / locator).write_bytes(data)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sager"
    folder.mkdir()
    return folder


def test_a_link_out_of_the_store_is_a_gap_and_not_followed(root: Path) -> None:
    secret = write(root.parent, "andet/hemmelig.txt")
    (root / "genvej.txt").symlink_to(secret)
    (root / "mappe").symlink_to(secret.parent)
    assert list(connect(root).crawl(None)) == [
        Gap("genvej.txt", GapCode.LINK, "a link out of the store, or to nothing; links are not followed"),
        Gap("mappe", GapCode.LINK, "a link out of the store, or to nothing; links are not followed"),
    ]


def test_a_link_inside_the_store_adds_nothing(root: Path) -> None:
    write(root, "a.txt")
    (root / "b.txt").symlink_to(root / "a.txt")
    assert locators(connect(root)) == ["a.txt"]
    assert gaps(connect(root)) == []


def test_links_in_a_circle_end(root: Path) -> None:
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    assert gaps(connect(root)) == [("a", GapCode.LINK), ("b", GapCode.LINK)]


def test_a_folder_that_became_a_link_is_not_followed_when_opened(root: Path) -> None:
    path = write(root, "mappe/a.txt")
    outside = write(root.parent, "andet/a.txt", b"somebody else's")
    connector = connect(root)
    (item,) = (one for one in connector.crawl(None) if isinstance(one, Item))
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(outside.parent)
    with pytest.raises(ItemError) as caught, connector.open(item):
        pass
    assert caught.value.code is GapCode.LINK


def test_a_pipe_and_a_socket_are_gaps_and_never_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "pipe")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("sok")
        assert gaps(connect(root)) == [("pipe", GapCode.UNSUPPORTED), ("sok", GapCode.UNSUPPORTED)]


def test_a_file_that_changes_while_it_is_read_is_an_item_error(root: Path) -> None:
    path = write(root, "a.txt", b"before")
    connector = connect(root)
    (item,) = (one for one in connector.crawl(None) if isinstance(one, Item))
    with pytest.raises(ItemError) as caught, connector.open(item):
        path.write_bytes(b"after, and longer")
    assert caught.value.code is GapCode.CHANGED


def test_a_name_that_is_no_valid_text_is_listed_and_opens(root: Path) -> None:
    name = os.fsdecode("blå.txt".encode("latin-1"))
    (root / name).write_bytes(b"hej")
    connector = connect(root)
    (item,) = (one for one in connector.crawl(None) if isinstance(one, Item))
    assert item.locator == "bl\\xe5.txt"
    with connector.open(item) as source:
        assert source.read() == b"hej"


def test_a_folder_without_access_is_a_gap(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "lukket/a.txt")
    write(root, "å.txt")
    listed = os.scandir

    def refuse(path: Path) -> object:  # root, as whom tests may run, is denied nothing
        if Path(path).name == "lukket":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert gaps(connect(root)) == [("lukket", GapCode.NO_ACCESS)]
    assert locators(connect(root)) == ["å.txt"]


def test_globs_choose_what_is_listed(root: Path) -> None:
    for locator in ("a.txt", "b.log", "c/d.txt", "c/Thumbs.db", "e/f.txt"):
        write(root, locator)
    connector = connect(root, include=["*.txt", "*.db"], exclude=["*/Thumbs.db", "e"])
    assert locators(connector) == ["a.txt", "c/d.txt"]


def test_ten_thousand_files_in_one_folder_come_in_order(root: Path) -> None:
    for number in range(10_000):
        (root / f"{number:05}").touch()
    assert locators(connect(root)) == [f"{number:05}" for number in range(10_000)]


def test_folders_far_inside_each_other_are_a_gap(root: Path) -> None:
    write(root, "m/" * 400 + "a.txt")
    write(root, "m/" * 150 + "a.txt")
    connector = connect(root)
    assert [locator.count("/") for locator in locators(connector)] == [150]
    assert [(locator.count("/"), code) for locator, code in gaps(connector)] == [(200, GapCode.TOO_DEEP)]


def test_a_folder_that_is_not_there_says_so_and_what_to_do(root: Path) -> None:
    with pytest.raises(SetupError, match=r"dsar\.toml: stores\.sager\.path: there is no folder .*Mend the path"):
        list(connect(root / "nej").crawl(None))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "stores.x.path: is missing. Add it."),
        ({"path": "p", "glob": "*"}, "stores.x.glob: is not a setting. Remove it, or mend its spelling."),
        ({"path": 7}, "stores.x.path: input should be a valid string. Mend it."),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(SetupError) as caught:
        FilesConnector(StoreContext("x", tmp_path), options)
    assert str(caught.value) == f"dsar.toml: {message}"


def test_an_unknown_connector_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"stores\.x\.connector: there is no connector “filez”. Use one of: .*files"):
        load_connector("filez", StoreContext("x", tmp_path), {})

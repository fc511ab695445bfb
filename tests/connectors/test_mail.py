"""Maildir folders on a disk, as other programs write them."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from connectors.mail import MailStore
from dsar.connector import Connector, StoreContext
from dsar.errors import ItemError
from dsar.model import GapCode, Item
from tests.contract.connector import CONTENT, ConnectorContract


def store(root: Path, **settings: object) -> MailStore:
    return MailStore(StoreContext("post", root), {"path": "post"} | settings)


def listed(connector: Connector) -> dict[str, Item]:
    return {one.locator: one for one in connector.crawl(None) if isinstance(one, Item)}


class TestFiles(ConnectorContract):
    @pytest.fixture
    def connector(self, tmp_path: Path) -> Connector:
        self.folder = tmp_path / "post"
        for locator, data in CONTENT.items():
            self.change(locator, data)
        return store(tmp_path)

    def change(self, locator: str, data: bytes | None) -> None:
        path = self.folder / locator
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)


@pytest.fixture
def box(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "post")


def test_messages_are_listed_by_folder_as_people_name_it(tmp_path: Path, box: mailbox.Maildir) -> None:
    box.add(b"Subject: a\n\nhej")
    box.add_folder("Sendt.2024").add(b"Subject: b\n\nhej")
    box.add_folder("&AMY-r&APg-").add(b"Subject: c\n\nhej")
    folders = {locator.rpartition("/")[0] for locator in listed(store(tmp_path, exclude=["*maildirfolder"]))}
    assert folders == {"", "Sendt/2024", "Ærø"}


def test_flags_and_moving_from_new_to_cur_change_nothing(tmp_path: Path, box: mailbox.Maildir) -> None:
    key = box.add(b"Subject: a\n\nhej")
    connector = store(tmp_path)
    (before,) = listed(connector).values()
    message = box[key]
    message.set_subdir("cur")
    message.set_flags("RS")
    box[key] = message
    (after,) = listed(connector).values()
    assert (after.locator, after.version) == (before.locator, before.version)
    with connector.open(before) as source:
        assert source.read() == b"Subject: a\n\nhej"


def test_what_is_being_delivered_is_not_listed(tmp_path: Path, box: mailbox.Maildir) -> None:
    (tmp_path / "post" / "tmp" / "1700000000.M1.vært").write_bytes(b"halv")
    assert listed(store(tmp_path)) == {}


def test_a_message_that_is_gone_is_an_item_error(tmp_path: Path, box: mailbox.Maildir) -> None:
    key = box.add(b"Subject: a\n\nhej")
    connector = store(tmp_path)
    (item,) = listed(connector).values()
    box.remove(key)
    with pytest.raises(ItemError) as caught, connector.open(item):
        pass
    assert caught.value.code is GapCode.VANISHED


def test_folders_can_be_left_out(tmp_path: Path, box: mailbox.Maildir) -> None:
    box.add(b"Subject: a\n\nhej")
    box.add_folder("Spam").add(b"Subject: b\n\nhej")
    assert len(listed(store(tmp_path, exclude=["Spam/*", "*maildirfolder"]))) == 1

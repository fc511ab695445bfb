"""IMAP, over a real Dovecot: every folder, nothing marked as read, each message fetched once, and bad days."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from connectors.imap import PIECE, ImapStore
from dsar.connector import Check, Connector, StoreContext, check_store
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.retry import Backoff
from tests.cli.workspace import Workspace
from tests.connectors import dovecot
from tests.connectors.dovecot import USER, Server
from tests.connectors.servers import SECRET
from tests.contract.connector import CONTENT, HASTY, PATIENT, WRONG_SECRET, RemoteContract
from tests.proxy import Proxy


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with dovecot.server() as made:
        yield made


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DSAR_TEST_SECRET", SECRET)
    monkeypatch.setenv("DSAR_TEST_WRONG", WRONG_SECRET)


@pytest.fixture
def empty(server: Server) -> Server:
    """The server with an empty INBOX and no other folder."""
    for folder in server.mail.glob(".*"):
        shutil.rmtree(folder)
    with server.client() as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search())
        client.expunge()
    return server


def store(port: int, backoff: Backoff = PATIENT, /, **settings: Any) -> ImapStore:
    options = {"host": "127.0.0.1", "port": port, "tls": "none", "user": USER, "password": {"env": "DSAR_TEST_SECRET"}}
    return ImapStore(StoreContext("post", Path("/nonexistent"), backoff), options | {"timeout_s": 5.0} | settings)


def mail(subject: str, body: str = "hej") -> bytes:
    return f"Subject: {subject}\r\nFrom: a@example.dk\r\n\r\n{body}\r\n".encode()


def listed(connector: Connector) -> list[Item]:
    return [one for one in connector.crawl(None) if isinstance(one, Item)]


class Posted:
    """The contract's documents as mails: the locator is the subject, the bytes are the body in base64."""

    def __init__(self, store: ImapStore) -> None:
        self.store = store

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        for one in self.store.crawl(since):
            yield one if isinstance(one, Gap) else Item(one.title, f"{one.locator} {one.version}", None, one.locator)

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        locator, _, version = item.version.rpartition(" ")
        with self.store.open(Item(locator or "INBOX/1", version, None, "")) as source:
            yield _Decoded(source)

    def check(self) -> Check:
        return self.store.check()


class _Decoded(io.RawIOBase, BinaryIO):  # type: ignore[misc]
    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source, self._text, self._at = source, b"", 0

    def read(self, size: int = -1) -> bytes:
        self._text += self._source.read(-1 if size < 0 else 4 * size + 500)
        body = base64.b64decode(
            self._text.partition(b"\r\n\r\n")[2].strip()[: None if size < 0 else 4 * (size // 3 + 1)]
        )
        if size >= 0:
            self._text += self._source.read()
            body = base64.b64decode(self._text.partition(b"\r\n\r\n")[2].strip())
        given = body[self._at :] if size < 0 else body[self._at : self._at + size]
        self._at += len(given)
        return given


class TestContract(RemoteContract):
    @pytest.fixture
    def proxy(self, empty: Server) -> Iterator[Proxy]:
        self.server = empty
        for locator, data in CONTENT.items():
            self.post(locator, data)
        with Proxy(empty.port) as made:
            yield made

    def post(self, locator: str, data: bytes) -> None:
        body = base64.encodebytes(data).decode().replace("\n", "")
        lines = "\r\n".join(body[n : n + 76] for n in range(0, len(body), 76))
        with self.server.client() as client:
            subject = f"=?utf-8?b?{base64.b64encode(locator.encode()).decode()}?="
            client.append("INBOX", mail(subject, lines))

    @pytest.fixture
    def connector(self, proxy: Proxy) -> Iterator[Connector]:
        made = store(proxy.port)
        yield Posted(made)
        made.close()

    @pytest.fixture
    def impatient(self, proxy: Proxy) -> Iterator[Connector]:
        made = store(proxy.port, HASTY, timeout_s=0.5)
        yield Posted(made)
        made.close()

    @pytest.fixture
    def stranger(self, proxy: Proxy) -> Iterator[Connector]:
        made = store(proxy.port, password={"env": "DSAR_TEST_WRONG"})
        yield Posted(made)
        made.close()

    def change(self, locator: str, data: bytes | None) -> None:
        with self.server.client() as client:
            client.select_folder("INBOX")
            for number in client.search():
                told = client.fetch([number], ["ENVELOPE"])[number][b"ENVELOPE"].subject
                if base64.b64encode(locator.encode()) in told:
                    client.delete_messages([number])
            client.expunge()
        if data is not None:
            self.post(locator, data)

    def deny(self, locator: str) -> None:
        with self.server.client() as client:
            client.select_folder("INBOX")  # moves what is new to cur
        for path in list((self.server.mail / "cur").iterdir()):
            if base64.b64encode(locator.encode()) in path.read_bytes():
                if os.geteuid() == 0:
                    os.chown(path, 0, 0)
                path.chmod(0)
                self.closed = path

    def test_an_item_that_cannot_be_opened_is_an_item_error(self, connector: Connector) -> None:
        try:
            super().test_an_item_that_cannot_be_opened_is_an_item_error(connector)
        finally:
            self.closed.unlink()


def test_every_folder_is_listed_under_the_name_that_people_see(empty: Server) -> None:
    with empty.client() as client:
        for folder in ("Sent", "Drafts", "Trash", "Sager/Ærø!"):
            client.create_folder(folder)
            client.append(folder, mail("x"))
    found = [item.locator.rpartition("/")[0] for item in listed(store(empty.port))]
    assert found == ["Drafts", "Sager/Ærø%21", "Sent", "Trash"]
    only = [item.locator.rpartition("/")[0] for item in listed(store(empty.port, exclude=["Trash", "Drafts"]))]
    assert only == ["Sager/Ærø%21", "Sent"]


def test_reading_marks_nothing_as_read(empty: Server) -> None:
    with empty.client() as client:
        client.append("INBOX", mail("ulæst"))
    connector = store(empty.port)
    (item,) = listed(connector)
    with connector.open(item) as source:
        assert source.read().startswith(b"Subject: ul")
    with empty.client() as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search("UNSEEN") == [int(item.locator.rpartition("/")[2])]


def test_a_large_message_comes_in_pieces(empty: Server) -> None:
    body = "0123456789abcdef" * 4 + "\r\n"
    whole = mail("stor", body * (3 * PIECE // len(body)))
    with empty.client() as client:
        client.append("INBOX", whole)
    (item,) = listed(connector := store(empty.port))
    assert item.size == len(whole)
    with connector.open(item) as source:
        assert source.read() == whole


def test_a_folder_that_was_made_anew_has_new_messages(empty: Server) -> None:
    with empty.client() as client:
        client.create_folder("Sager")
        client.append("Sager", mail("x"))
    (before,) = listed(connector := store(empty.port))
    shutil.rmtree(empty.mail / ".Sager")
    with empty.client() as client:
        client.create_folder("Sager")
        client.append("Sager", mail("y"))
    connector.close()
    (after,) = listed(connector)
    assert before.version != after.version
    with pytest.raises(ItemError) as caught, connector.open(before):
        pass
    assert caught.value.code is GapCode.VANISHED


def test_gaps_between_numbers_cost_little(empty: Server) -> None:
    with empty.client() as client:
        for n in range(40):
            client.append("INBOX", mail(str(n)))
        client.select_folder("INBOX")
        client.delete_messages(client.search()[1:-1])
        client.expunge()
    assert [item.title for item in listed(store(empty.port))] == ["0", "39"]


def test_tls_is_checked_against_the_certificate(empty: Server) -> None:
    with empty.client() as client:
        client.append("INBOX", mail("x"))
    for tls, port in (("ssl", empty.tls_port), ("starttls", empty.port)):
        with pytest.raises(SetupError, match="certificate is not trusted"):
            listed(store(port, tls=tls))
        assert len(listed(store(port, tls=tls, ca_file=str(empty.certificate)))) == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tls": "none", "host": "post.example.dk"}, "tls: without encryption only on this machine"),
        ({"password": None}, "name either a password or a token"),
        ({"port": 0}, r"stores\.post\.port"),
        ({"ca_file": "findes-ikke.pem", "tls": "ssl"}, "ca_file: cannot be read"),
        ({"password": "hemmelig"}, "never stands in dsar.toml"),
    ],
)
def test_a_wrong_setting_is_one_line(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SetupError, match=message) as caught:
        check_store(store(1, **settings))
    assert "hemmelig" not in str(caught.value)


def test_a_mailbox_is_indexed_once(tmp_path: Path, empty: Server) -> None:
    with empty.client() as client:
        client.append("INBOX", mail("Om Lise Holm", "Lise Holm, CPR 010130-4123"))
    space = Workspace(tmp_path / "ws")
    with Proxy(empty.port) as proxy:
        with (space.folder / "dsar.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[stores.post]\nconnector = "imap"\nhost = "127.0.0.1"\nport = {proxy.port}\ntls = "none"\n'
                f'user = "{USER}"\npassword = {{ env = "DSAR_TEST_SECRET" }}\n'
            )
        ran = space.dsar("index", "post", "--json")
        assert (ran.code, ran.objects[0]["items"]) == (0, 1)
        again = space.dsar("index", "post", "--json")
        assert (again.objects[0]["unchanged"], again.objects[0]["bytes"]) == (1, 0)
    subject = json.dumps({"cpr": ["010130-4123"]})
    (hit, _) = space.dsar("find", "--subject", "-", "--purpose", "prøve", "--json", stdin=subject).objects
    assert (hit["store"], hit["title"]) == ("post", "Om Lise Holm")

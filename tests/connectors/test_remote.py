"""The connector ``files`` on real servers: Samba, OpenSSH, WsgiDAV and moto's S3."""

from __future__ import annotations

import getpass
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

import pytest
import smbclient
from botocore.session import Session

from connectors.files import connect_files
from connectors.remote import RemoteFiles
from dsar.connector import StoreContext
from dsar.retry import Backoff
from tests.connectors import servers
from tests.connectors.servers import SECRET
from tests.contract.connector import CONTENT, HASTY, PATIENT, WRONG_SECRET, RemoteContract
from tests.proxy import Proxy

OLD = 1_700_000_000
"""A time of change that is surely over."""


class Filled:
    """A folder on this machine that a server shows."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        for one in self.root.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        for locator, data in CONTENT.items():
            self.write(locator, data)

    def write(self, locator: str, data: bytes) -> Path:
        path = self.root / locator
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (OLD, OLD))
        return path


class OnServer(RemoteContract):
    """What the four have in common; a subclass says where its server is, and the settings that lead to it."""

    filled: Filled
    settings: ClassVar[dict[str, Any]]
    """With ``{port}`` in the url or endpoint."""
    wrong: ClassVar[dict[str, Any]] = {"password": {"env": "DSAR_TEST_WRONG"}}

    @pytest.fixture(autouse=True)
    def secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DSAR_TEST_SECRET", SECRET)
        monkeypatch.setenv("DSAR_TEST_WRONG", WRONG_SECRET)

    @pytest.fixture
    def made(self) -> Iterator[ExitStack]:
        with ExitStack() as stack:
            yield stack

    def connect(self, proxy: Proxy, made: ExitStack, backoff: Backoff, **options: Any) -> RemoteFiles:
        settings = {
            name: value.replace("{port}", str(proxy.port)) if isinstance(value, str) else value
            for name, value in (self.settings | options).items()
        }
        made_now = connect_files(StoreContext("sager", Path("/nonexistent"), backoff), settings)
        assert isinstance(made_now, RemoteFiles)
        made.callback(made_now.close)
        return made_now

    @pytest.fixture
    def connector(self, proxy: Proxy, made: ExitStack) -> RemoteFiles:
        return self.connect(proxy, made, PATIENT)

    @pytest.fixture
    def impatient(self, proxy: Proxy, made: ExitStack) -> RemoteFiles:
        return self.connect(proxy, made, HASTY, timeout_s=0.3)

    @pytest.fixture
    def stranger(self, proxy: Proxy, made: ExitStack) -> RemoteFiles:
        return self.connect(proxy, made, PATIENT, **self.wrong)

    def change(self, locator: str, data: bytes | None) -> None:
        path = self.filled.root / locator
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)

    def test_globs_choose_what_is_listed(self, proxy: Proxy, made: ExitStack) -> None:
        connector = self.connect(proxy, made, PATIENT, include=["*.txt"], exclude=["b/d"])
        assert [one.locator for one in connector.crawl(None)] == ["a.txt", "b/c.txt"]


class TestSamba(OnServer):
    settings: ClassVar[dict[str, Any]] = {
        "url": "smb://127.0.0.1:{port}/sager/mappe",
        "user": getpass.getuser(),
        "password": {"env": "DSAR_TEST_SECRET"},
    }

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[tuple[int, Path]]:
        with servers.open_folder() as folder, servers.open_folder() as work:
            (folder / "mappe").mkdir()
            with servers.samba(folder, work) as port:
                yield port, folder / "mappe"

    @pytest.fixture
    def proxy(self, server: tuple[int, Path]) -> Iterator[Proxy]:
        self.port, root = server
        self.filled = Filled(root)
        self.filled.fill()
        with Proxy(self.port) as proxy:
            yield proxy

    @pytest.fixture
    def other_program(self) -> Iterator[ExitStack]:
        with ExitStack() as stack:
            yield stack

    @pytest.fixture(autouse=True)
    def held(self, other_program: ExitStack) -> None:
        self.other_program = other_program

    def deny(self, locator: str) -> None:
        path = "\\\\127.0.0.1\\sager\\mappe\\" + locator.replace("/", "\\")
        cache: dict[str, Any] = {}
        login = {"username": getpass.getuser(), "password": SECRET, "port": self.port, "connection_cache": cache}
        self.other_program.callback(smbclient.reset_connection_cache, connection_cache=cache)
        self.other_program.enter_context(smbclient.open_file(path, mode="rb", share_access=None, **login))


class TestOpenSsh(OnServer):
    wrong: ClassVar[dict[str, Any]] = {"key": None, "password": {"env": "DSAR_TEST_WRONG"}}

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[tuple[int, str, str, Path]]:
        with servers.open_folder() as folder, servers.open_folder() as work, servers.openssh(work) as (port, host, key):
            yield port, host, key, folder

    @pytest.fixture
    def proxy(self, server: tuple[int, str, str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
        port, host_key, key, root = server
        monkeypatch.setenv("DSAR_TEST_KEY", key)
        self.filled = Filled(root)
        self.filled.fill()
        self.settings = {
            "url": f"sftp://127.0.0.1:{{port}}{root}",
            "user": getpass.getuser(),
            "key": {"env": "DSAR_TEST_KEY"},
            "host_key": host_key,
        }
        with Proxy(port) as proxy:
            yield proxy

    def deny(self, locator: str) -> None:
        (self.filled.root / locator).chmod(0)


class TestWsgiDav(OnServer):
    settings: ClassVar[dict[str, Any]] = {
        "url": "webdav://127.0.0.1:{port}/dav",
        "user": getpass.getuser(),
        "password": {"env": "DSAR_TEST_SECRET"},
    }

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[tuple[int, Path, Path]]:
        with servers.open_folder() as folder, servers.open_folder() as work, servers.webdav(folder, work) as port:
            yield port, folder, work

    @pytest.fixture
    def proxy(self, server: tuple[int, Path, Path]) -> Iterator[Proxy]:
        port, root, self.work = server
        (self.work / "denied").unlink(missing_ok=True)
        self.filled = Filled(root)
        self.filled.fill()
        with Proxy(port) as proxy:
            yield proxy

    def deny(self, locator: str) -> None:
        (self.work / "denied").write_text(f"/dav/{locator}\n", encoding="utf-8")


class TestS3(OnServer):
    settings: ClassVar[dict[str, Any]] = {"url": "s3://sager/mappe", "endpoint": "http://127.0.0.1:{port}"}

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[tuple[int, Any, dict[str, str]]]:
        with servers.open_folder() as work, servers.moto(work) as port:
            yield port, *s3_user(port)

    @pytest.fixture
    def proxy(self, server: tuple[int, Any, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
        port, self.s3, key = server
        monkeypatch.setenv("DSAR_TEST_SECRET", key["SecretAccessKey"])
        self.settings = TestS3.settings | {"user": key["AccessKeyId"], "password": {"env": "DSAR_TEST_SECRET"}}
        self.user_policy = key["UserName"]
        for found in self.s3.list_objects_v2(Bucket="sager").get("Contents", ()):
            self.s3.delete_object(Bucket="sager", Key=found["Key"])
        for locator, data in CONTENT.items():
            self.change(locator, data)
        with Proxy(port) as proxy:
            yield proxy

    def change(self, locator: str, data: bytes | None) -> None:
        if data is None:
            self.s3.delete_object(Bucket="sager", Key=f"mappe/{locator}")
        else:
            self.s3.put_object(Bucket="sager", Key=f"mappe/{locator}", Body=data)

    def deny(self, locator: str) -> None:
        self.s3.put_object(Bucket="sager", Key=f"mappe/{locator}", Body=b"x", StorageClass="GLACIER")

    def test_a_listing_goes_on_from_the_page_at_which_the_connection_broke(
        self, proxy: Proxy, made: ExitStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("connectors.s3.PAGE", 1)
        for number in range(4):
            self.change(f"mange/{number}.txt", b"x")
        names: list[str] = []
        for entry in self.connect(proxy, made, Backoff(attempts=1))._tree.listing("mange/"):
            names.append(entry.name)
            if len(names) == 2:
                proxy.drop_after(0)

        assert names == ["0.txt", "1.txt", "2.txt", "3.txt"]


def s3_user(port: int) -> tuple[Any, dict[str, str]]:
    """A client, and the key of a user that may do everything; from then on nobody else may do anything."""
    endpoint = f"http://127.0.0.1:{port}"
    session = Session()
    login = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "eu-north-1"}
    iam = session.create_client("iam", endpoint_url=endpoint, **login)
    iam.create_user(UserName="svc")
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="svc", PolicyName="all", PolicyDocument=json.dumps(allow))
    key = iam.create_access_key(UserName="svc")["AccessKey"]
    login |= {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    s3 = session.create_client("s3", endpoint_url=endpoint, **login)
    s3.create_bucket(Bucket="sager", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    import httpx

    httpx.post(f"{endpoint}/moto-api/reset-auth", content=b"0").raise_for_status()
    return s3, key


def test_the_stores_above_are_all_that_an_address_may_name() -> None:
    from connectors.address import _SCHEMES

    assert set(_SCHEMES) == {"smb", "sftp", "webdav", "webdavs", "s3"}

"""What is particular to each kind of file server, and indexing and finding over two of them for real."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import paramiko
import pytest
import smbclient

from connectors.files import connect_files
from connectors.remote import RemoteFiles
from dsar.connector import StoreContext, check_store
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from tests.cli.workspace import Workspace
from tests.connectors import servers
from tests.connectors.servers import SECRET
from tests.connectors.test_remote import s3_user
from tests.contract.connector import PATIENT

USER = getpass.getuser()
SUBJECT = '{"names": ["Ib Prøvesen"], "cpr": ["010132-4991"]}'
TEXT = "Ib Prøvesen, 010132-4991, har søgt om plads.".encode()

Connect = Callable[..., RemoteFiles]


@pytest.fixture
def connect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    monkeypatch.setenv("DSAR_TEST_SECRET", SECRET)
    with ExitStack() as stack:

        def made(url: str, **settings: Any) -> RemoteFiles:
            connector = connect_files(StoreContext("sager", tmp_path, PATIENT), {"url": url, "user": USER} | settings)
            assert isinstance(connector, RemoteFiles)
            stack.callback(connector.close)
            return connector

        yield made


@pytest.fixture(scope="module")
def share() -> Iterator[tuple[int, Path]]:
    with servers.open_folder() as folder, servers.open_folder() as work, servers.samba(folder, work) as port:
        yield port, folder


@pytest.fixture(scope="module")
def ssh() -> Iterator[tuple[int, str, str, Path]]:
    with servers.open_folder() as folder, servers.open_folder() as work, servers.openssh(work) as (port, host, key):
        yield port, host, key, folder


@pytest.fixture
def sftp(ssh: tuple[int, str, str, Path], connect: Connect, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    port, host_key, key, folder = ssh
    monkeypatch.setenv("DSAR_TEST_KEY", key)
    known = {"key": {"env": "DSAR_TEST_KEY"}, "host_key": host_key}
    return lambda **settings: connect(f"sftp://127.0.0.1:{port}{folder}", **(known | settings))


def listed(connector: RemoteFiles) -> dict[str, Item | Gap]:
    return {one.locator: one for one in connector.crawl(None)}


def test_an_unknown_host_is_refused_with_its_key(
    sftp: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    connector = sftp(host_key=None)
    with pytest.raises(SetupError, match=r"stores\.sager: the server is not known; .*SHA256:.*host_key"):
        check_store(connector)


def test_a_host_with_another_key_than_the_pinned_one_is_refused(sftp: Connect) -> None:
    another = paramiko.ECDSAKey.generate()
    connector = sftp(host_key=f"{another.get_name()} {another.get_base64()}")
    with pytest.raises(SetupError, match=r"stores\.sager: the server (shows another host key|is not known)"):
        check_store(connector)


def test_a_host_in_the_known_hosts_file_is_known(
    sftp: Connect, ssh: tuple[int, str, str, Path], tmp_path: Path
) -> None:
    (tmp_path / "hosts").write_text(f"[127.0.0.1]:{ssh[0]} {ssh[1]}\n")
    assert check_store(sftp(host_key=None, known_hosts="hosts")).message.startswith("sftp://127.0.0.1:")


@pytest.mark.parametrize("key", ["AAAA", "ssh-ed25519 nonsens"])
def test_a_host_key_that_is_none_is_told(sftp: Connect, key: str) -> None:
    with pytest.raises(SetupError, match=r"stores\.sager\.host_key: is not a host key"):
        check_store(sftp(host_key=key))


def test_a_name_that_is_no_valid_text_is_listed_and_opens_over_sftp(
    sftp: Connect, ssh: tuple[int, str, str, Path]
) -> None:
    folder = ssh[3] / "latin"
    folder.mkdir()
    (folder / os.fsdecode("blå.txt".encode("latin-1"))).write_bytes(b"hej")
    (folder / "rigtig\\xe5.txt").write_bytes(b"dav")
    connector = sftp()
    for locator, content in (("latin/bl\\xe5.txt", b"hej"), ("latin/rigtig\\xe5.txt", b"dav")):
        item = listed(connector)[locator]
        assert isinstance(item, Item)
        with connector.open(item) as source:
            assert source.read() == content


def test_links_over_sftp_are_as_in_a_local_folder(sftp: Connect, ssh: tuple[int, str, str, Path]) -> None:
    folder = ssh[3] / "links"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"hej")
    (folder / "ind").symlink_to(folder / "a.txt")
    (folder / "ud").symlink_to("/etc/passwd")
    (folder / "ingenting").symlink_to(folder / "nej")
    os.mkfifo(folder / "rør")
    found = {k: v for k, v in listed(sftp()).items() if k.startswith("links/")}
    assert {k: v.code for k, v in found.items() if isinstance(v, Gap)} == {
        "links/ud": GapCode.LINK,
        "links/ingenting": GapCode.LINK,
        "links/rør": GapCode.UNSUPPORTED,
    }
    assert [k for k, v in found.items() if isinstance(v, Item)] == ["links/a.txt"]


def test_a_folder_that_became_a_link_is_not_followed_over_sftp(sftp: Connect, ssh: tuple[int, str, str, Path]) -> None:
    folder, outside = ssh[3] / "skift", ssh[3].parent / "andet"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"hej")
    connector = sftp()
    item = listed(connector)["skift/a.txt"]
    (folder / "a.txt").unlink()
    folder.rmdir()
    folder.symlink_to(outside)
    assert isinstance(item, Item)
    with pytest.raises(Exception, match=r"has become a link|no longer there"), connector.open(item):
        pass


def test_a_file_on_a_share_can_be_written_while_it_is_read(share: tuple[int, Path], connect: Connect) -> None:
    port, folder = share
    (folder / "delt.txt").write_bytes(b"x" * 300_000)
    connector = connect(f"smb://127.0.0.1:{port}/sager", password={"env": "DSAR_TEST_SECRET"})
    item = listed(connector)["delt.txt"]
    cache: dict[str, Any] = {}
    login = {"username": USER, "password": SECRET, "port": port, "connection_cache": cache}
    assert isinstance(item, Item)

    def append() -> None:
        try:
            with smbclient.open_file("\\\\127.0.0.1\\sager\\delt.txt", mode="ab", share_access="rwd", **login) as other:
                other.write(b"mere")
        finally:
            smbclient.reset_connection_cache(connection_cache=cache)

    with pytest.raises(ItemError, match=r"changed while it was read"), connector.open(item):
        append()


def test_an_encrypted_share_is_read_and_a_missing_one_is_told(share: tuple[int, Path], connect: Connect) -> None:
    port, folder = share
    (folder / "k.txt").write_bytes(b"hej")
    secret = {"password": {"env": "DSAR_TEST_SECRET"}}
    assert "k.txt" in listed(connect(f"smb://127.0.0.1:{port}/sager", encrypt=True, **secret))
    with pytest.raises(SetupError, match=r"stores\.sager\.url: the server has no share nej\. Mend it\."):
        check_store(connect(f"smb://127.0.0.1:{port}/nej", **secret))
    with pytest.raises(SetupError, match=r"stores\.sager\.url: the folder cannot be listed"):
        check_store(connect(f"smb://127.0.0.1:{port}/sager/nej", **secret))


def test_a_certificate_that_nobody_vouches_for_is_refused(connect: Connect, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    folder = tmp_path / "dav"
    folder.mkdir()
    (folder / "a b#c%41?.txt").write_bytes(b"hej")
    with servers.webdav(folder, tmp_path, certificate=certificate) as port:
        url, secret = f"webdavs://localhost:{port}/dav", {"password": {"env": "DSAR_TEST_SECRET"}}
        with pytest.raises(SetupError, match=r"stores\.sager: the server's certificate is not to be trusted"):
            check_store(connect(url, **secret))
        connector = connect(url, ca_file=str(certificate), **secret)
        item = listed(connector)["a b#c%41?.txt"]
        assert isinstance(item, Item)
        with connector.open(item) as source:
            assert source.read() == b"hej"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"HTTP/1.1 301 Moved\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n", "leads elsewhere"),
        (b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n", "there is no WebDAV"),
    ],
)
def test_a_server_that_is_no_webdav_or_leads_elsewhere_is_told(connect: Connect, answer: bytes, message: str) -> None:
    with answering(answer) as port, pytest.raises(SetupError, match=message):
        check_store(connect(f"webdav://127.0.0.1:{port}/x"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["smb", "s3"])
def test_a_server_is_indexed_and_searched(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace(tmp_path / "arbejde")
    with ExitStack() as stack:
        if kind == "smb":
            folder, work = stack.enter_context(servers.open_folder()), stack.enter_context(servers.open_folder())
            port, secret = stack.enter_context(servers.samba(folder, work)), SECRET
            (folder / "Sag 1").mkdir()
            (folder / "Sag 1" / "ansøgning.txt").write_bytes(TEXT)
            store = f'url = "smb://127.0.0.1:{port}/sager"\nuser = "{USER}"\n'
        else:
            port = stack.enter_context(servers.moto(stack.enter_context(servers.open_folder())))
            s3, key = s3_user(port)
            secret = key["SecretAccessKey"]
            s3.put_object(Bucket="sager", Key="Sag 1/ansøgning.txt", Body=TEXT)
            store = f'url = "s3://sager"\nendpoint = "http://127.0.0.1:{port}"\nuser = "{key["AccessKeyId"]}"\n'
        secret_file = space.folder / "hemmelig"
        secret_file.write_text(secret)
        secret_file.chmod(0o600)
        settings = space.folder / "dsar.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(
            f'{text}[stores.fjern]\nconnector = "files"\n{store}password = {{ file = "hemmelig" }}\n', encoding="utf-8"
        )
        looked = space.dsar("stores", "--check", "fjern")
        indexed = space.dsar("index", "fjern", "--workers", "1")
        again = space.dsar("index", "fjern", "--workers", "1", "--json")
    assert (looked.code, indexed.code, again.code) == (0, 0, 0), looked.out + indexed.err
    assert [(s["items"], s["unchanged"]) for s in again.objects] == [(1, 1)]
    gone = space.dsar("index", "fjern", "--workers", "1")
    assert (gone.code, "stores.fjern: " in gone.err, "does not answer" in gone.err) == (5, True, True), gone.err
    assert secret not in gone.err
    found = space.dsar("find", "--subject", "-", "--purpose", "prøve", "--json", stdin=SUBJECT)
    hits = [(o["store"], o["item"], o["level"]) for o in found.objects if o["type"] == "hit"]
    assert hits == [("fjern", "Sag 1/ansøgning.txt", "certain")]
    assert secret not in looked.out + indexed.out + indexed.err + again.out


def answering(data: bytes) -> Any:
    """A server that gives every request the same answer."""
    import threading
    from contextlib import contextmanager, suppress

    @contextmanager
    def serve() -> Iterator[int]:
        listener = socket.create_server(("127.0.0.1", 0))

        def answer() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client:
                        client.recv(65536)
                        client.sendall(data)

        threading.Thread(target=answer, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    return serve()


def self_signed(folder: Path) -> Path:
    """A certificate for localhost with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path

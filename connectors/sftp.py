"""Folders on an SFTP server, over paramiko.

The server must be known: its host key stands in a ``known_hosts`` file or in the
setting ``host_key``; any other is refused. Names that are not UTF-8 are written
with ``\\xNN``, as in local folders.
"""

from __future__ import annotations

import re
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import NamedTuple, NoReturn

import paramiko
from paramiko import SFTPAttributes

from connectors.sftp_session import SftpSession
from connectors.tree import ConnectionBrokenError, Entry, EntryKind, Source, Tree, hush, refused, whole_second_version
from dsar.errors import ItemError
from dsar.model import GapCode
from dsar.secrets import Secret

hush("paramiko")

_REQUEST = 32_768
"""Bytes a request asks for: what every server gives (draft-ietf-secsh-filexfer-02, section 3)."""
_AHEAD = 16
"""Requests under way at a time: half a megabyte."""


@dataclass(frozen=True, slots=True)
class SftpServer:
    """How a server is reached. ``where`` begins messages: ``stores.NAME``."""

    where: str
    host: str
    port: int
    folder: str
    user: str
    password: Secret | None
    key: Secret | None
    passphrase: Secret | None
    host_key: str | None
    known_hosts: Path | None
    timeout_s: float


class SftpTree:
    """The folder of a server as it is seen by one login."""

    def __init__(self, server: SftpServer, clock: Callable[[], float] = time.time) -> None:
        self._server, self._clock = server, clock
        self._ssh: paramiko.SSHClient | None = None
        self._sftp: SftpSession | None = None
        self._root = b""

    def listing(self, folder: str) -> Iterator[Entry]:
        """As the protocol says."""
        with _translated(self._alive):
            session = self._session()
            where = self._found(folder)
            now = self._clock()
            for name, attributes in session.names(where):
                yield self._entry(session, where, name, attributes=attributes, now=now)

    def open(self, path: str, start: int) -> Source:
        """As the protocol says; a folder on the way that has become a link is refused."""
        with _translated(self._alive):
            session = self._session()
            where = self._found(path)
            above = where.rpartition(b"/")[0] or b"/"
            if session.real(above) != above:
                raise ItemError(GapCode.LINK, "a folder on the way has become a link; links are not followed")
            mode = session.lstat(where).st_mode or 0
            if not stat.S_ISREG(mode):
                raise ItemError(GapCode.UNSUPPORTED, "not a regular file any more")
            return _Open(session, where, start, self._alive)

    def close(self) -> None:
        """As the protocol says."""
        ssh, self._ssh, self._sftp = self._ssh, None, None
        if ssh is not None:
            with suppress(OSError, EOFError, paramiko.SSHException):
                ssh.close()

    def _alive(self) -> bool:
        transport = self._ssh.get_transport() if self._ssh else None
        return transport is not None and transport.is_active()

    def _session(self) -> SftpSession:
        if self._sftp is None:
            self._ssh = self._connected()
            transport = self._ssh.get_transport()
            assert transport is not None
            session = SftpSession.from_transport(transport)
            assert isinstance(session, SftpSession)
            session.get_channel().settimeout(self._server.timeout_s)
            self._root = session.real(self._server.folder.encode() or b".")
            self._sftp = session
        return self._sftp

    def _connected(self) -> paramiko.SSHClient:
        server = self._server
        ssh = paramiko.SSHClient()
        ssh.set_missing_host_key_policy(_Refuse(server.where))
        self._load_known(ssh)
        patience = server.timeout_s
        try:
            ssh.connect(
                server.host,
                server.port,
                username=server.user,
                password=server.password.reveal() if server.password else None,
                pkey=self._key(),
                allow_agent=False,
                look_for_keys=False,
                timeout=patience,
                banner_timeout=patience,
                auth_timeout=patience,
                channel_timeout=patience,
            )
        except paramiko.BadHostKeyException as error:
            ssh.close()
            raise refused(
                server.where,
                "the server shows another host key than the one that is known: it may not be the server",
                mend="Ask those who run it; then mend host_key or known_hosts.",
            ) from error
        except paramiko.AuthenticationException as error:
            ssh.close()
            raise refused(server.where, "the server refuses the login", mend="Mend user, password or key.") from error
        except BaseException:
            ssh.close()
            raise
        return ssh

    def _load_known(self, ssh: paramiko.SSHClient) -> None:
        server = self._server
        name = server.host if server.port == 22 else f"[{server.host}]:{server.port}"
        try:
            if server.host_key:
                key = _host_key(name, server)
                ssh.get_host_keys().add(name, key.get_name(), key)
            else:
                path = server.known_hosts or Path("~/.ssh/known_hosts").expanduser()
                if path.exists() or server.known_hosts:
                    ssh.load_host_keys(str(path))
        except (OSError, paramiko.SSHException) as error:
            raise refused(
                f"{server.where}.known_hosts", "cannot be read", mend="Mend the setting, or the file."
            ) from error

    def _key(self) -> paramiko.PKey | None:
        server = self._server
        if server.key is None:
            return None
        text = server.key.reveal() + "\n"
        phrase = server.passphrase.reveal() if server.passphrase else None
        for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
            with suppress(paramiko.SSHException, ValueError):
                return kind.from_private_key(StringIO(text), phrase)
        raise refused(
            f"{server.where}.key",
            "is not a private key that can be used, or needs its passphrase",
            mend="Name a file with an Ed25519, ECDSA or RSA key, and passphrase where it has one.",
        )

    def _entry(
        self, session: SftpSession, folder: bytes, name: bytes, *, attributes: SFTPAttributes, now: float
    ) -> Entry:
        shown = name.decode("utf-8", "backslashreplace")
        mode = attributes.st_mode or 0
        if stat.S_ISDIR(mode):
            return Entry(shown, EntryKind.FOLDER)
        if stat.S_ISLNK(mode):
            return Entry(shown, EntryKind.LINK_IN if self._leads_in(session, folder + name) else EntryKind.LINK_OUT)
        if not stat.S_ISREG(mode):
            return Entry(shown, EntryKind.OTHER)
        version = whole_second_version(attributes.st_mtime, attributes.st_size, now=now)
        return Entry(shown, EntryKind.FILE, version, attributes.st_size, attributes.st_mtime)

    def _leads_in(self, session: SftpSession, link: bytes) -> bool:
        """Whether a link leads to something in the store."""
        try:
            session.stat(link)
            target = session.real(link)
        except OSError:
            return False
        return target == self._root or target.startswith(self._root.rstrip(b"/") + b"/")

    def _found(self, path: str) -> bytes:
        """The server's name for a path: as it is written, or with ``\\xNN`` as bytes."""
        session = self._session()
        base = self._root.rstrip(b"/") + b"/"
        plain = base + path.encode("utf-8", "surrogatepass")
        if not re.search(r"\\x[0-9a-f]{2}", path):
            return plain
        try:
            session.lstat(plain)
        except FileNotFoundError:
            raw = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), path.encode())
            return base + raw
        return plain


def _host_key(name: str, server: SftpServer) -> paramiko.PKey:
    line = None
    with suppress(paramiko.hostkeys.InvalidHostKey, paramiko.SSHException, ValueError):
        line = paramiko.hostkeys.HostKeyEntry.from_line(f"{name} {server.host_key}")
    if line is None or line.key is None:
        raise refused(f"{server.where}.host_key", "is not a host key", mend='Write it as "ssh-ed25519 AAAA…".')
    return line.key


class _Open:
    """A file that is being read, with some requests sent ahead of the answer that is waited for."""

    def __init__(self, session: SftpSession, path: bytes, start: int, alive: Callable[[], bool]) -> None:
        self._session, self._alive = session, alive
        self._handle = session.opened(path)
        found = session.attributes(self._handle)
        self.mark = _mark(found)
        self._size, self._next = found.st_size or 0, start
        self._asked: deque[_Asked] = deque()
        self._left = b""

    def read(self, size: int) -> bytes:
        with _translated(self._alive):
            self._left = self._left or self._block()
        given, self._left = self._left[:size], self._left[size:]
        return given

    def now(self) -> str:
        with _translated(self._alive):
            return _mark(self._session.attributes(self._handle))

    def close(self) -> None:
        with suppress(OSError, EOFError, paramiko.SSHException):
            self._forget()
            self._session.closed(self._handle)

    def _block(self) -> bytes:
        while not self._asked or (len(self._asked) < _AHEAD and self._next < self._size):
            self._asked.append(_Asked(self._session.ask(self._handle, self._next, _REQUEST), self._next))
            self._next += _REQUEST
        first = self._asked.popleft()
        data = self._session.answer(first.number)
        if len(data) < _REQUEST:  # what was asked for beyond it does not follow on
            self._forget()
            self._next = first.offset + len(data)
        return data

    def _forget(self) -> None:
        while self._asked:
            self._session.answer(self._asked.popleft().number)


class _Asked(NamedTuple):
    """A request to read, by its number."""

    number: int
    offset: int


class _Refuse(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    """An unknown server is no server of ours."""

    def __init__(self, where: str) -> None:
        self._where = where

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> NoReturn:
        raise refused(
            self._where,
            f"the server is not known; it shows the host key {key.fingerprint}",
            mend="Ask those who run it whether that is right; then put it into known_hosts, or pin it with host_key.",
        )


@contextmanager
def _translated(alive: Callable[[], bool]) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ItemError(GapCode.VANISHED, "no longer there") from error
    except PermissionError as error:
        raise ItemError(GapCode.NO_ACCESS, "cannot be opened (permission denied)") from error
    except (EOFError, TimeoutError, ConnectionError, paramiko.ssh_exception.NoValidConnectionsError) as error:
        raise ConnectionBrokenError(type(error).__name__) from error
    except paramiko.SFTPError as error:
        raise ItemError(GapCode.NO_ACCESS, "cannot be opened (the server's answer makes no sense)") from error
    except paramiko.SSHException as error:
        raise ConnectionBrokenError(type(error).__name__) from error
    except OSError as error:
        if error.errno is None and alive():  # a failure that the server gives no kind of
            raise ItemError(GapCode.NO_ACCESS, "cannot be opened (the server says: failure)") from error
        raise ConnectionBrokenError(type(error).__name__) from error


def _mark(found: SFTPAttributes) -> str:
    return f"{found.st_mtime}-{found.st_size}"


_checked: type[Tree] = SftpTree

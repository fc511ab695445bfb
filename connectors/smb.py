"""Folders on a Windows file server or Samba, over smbprotocol.

A file is opened so that others may go on reading, writing and deleting it. A
listing brings time, size and kind with it, so a file costs no request of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from smbclient._io import SMBDirectoryIO, SMBFileIO
from smbprotocol import exceptions as smb
from smbprotocol.connection import Connection
from smbprotocol.file_info import FileAttributes, FileInformationClass
from smbprotocol.header import NtStatus

from connectors.tree import ConnectionBrokenError, Entry, EntryKind, Source, Tree, hush, refused
from dsar.errors import ItemError
from dsar.model import GapCode
from dsar.secrets import Secret

hush("smbprotocol", "smbclient", "spnego")

_LEADS_ELSEWHERE = 0x20000000
"""The bit of a reparse tag that says that the file stands for another one: a symbolic link or a junction, as
against a deduplicated or offline file. MS-FSCC 2.1.2.1, "name surrogate"."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

_GONE = {
    NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
    NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
    NtStatus.STATUS_NO_SUCH_FILE,
    NtStatus.STATUS_DELETE_PENDING,
    NtStatus.STATUS_NOT_A_DIRECTORY,
}
_PASSING = {
    NtStatus.STATUS_INSUFFICIENT_RESOURCES,
    NtStatus.STATUS_IO_TIMEOUT,
    NtStatus.STATUS_NETWORK_NAME_DELETED,
    NtStatus.STATUS_USER_SESSION_DELETED,
    0xC000035C,  # STATUS_NETWORK_SESSION_EXPIRED
    NtStatus.STATUS_REQUEST_NOT_ACCEPTED,
}
_LOGIN = {
    NtStatus.STATUS_LOGON_FAILURE,
    NtStatus.STATUS_WRONG_PASSWORD,
    NtStatus.STATUS_PASSWORD_EXPIRED,
    0xC000006E,  # STATUS_ACCOUNT_RESTRICTION
    0xC0000072,  # STATUS_ACCOUNT_DISABLED
    0xC0000224,  # STATUS_PASSWORD_MUST_CHANGE
    0xC0000234,  # STATUS_ACCOUNT_LOCKED_OUT
}
_NO_SHARE = {NtStatus.STATUS_BAD_NETWORK_NAME, NtStatus.STATUS_NOT_FOUND}  # the latter where it was looked up by DFS
_IN_USE = {NtStatus.STATUS_SHARING_VIOLATION, 0xC0000054}  # and STATUS_FILE_LOCK_CONFLICT


@dataclass(frozen=True, slots=True)
class SmbServer:
    """How a share is reached. ``where`` begins messages: ``stores.NAME``."""

    where: str
    host: str
    port: int
    share: str
    folder: str
    user: str | None
    password: Secret | None
    sign: bool
    encrypt: bool
    timeout_s: float


class SmbTree:
    """A folder of a share as it is seen by one login."""

    def __init__(self, server: SmbServer) -> None:
        self._server = server
        self._connections: dict[str, Connection] = {}
        self._password: str | None = None

    def listing(self, folder: str) -> Iterator[Entry]:
        """As the protocol says."""
        with _translated(self._server):
            kind = FileInformationClass.FILE_ID_FULL_DIRECTORY_INFORMATION
            with SMBDirectoryIO(self._unc(folder), share_access="rwd", **self._login()) as opened:
                for found in opened.query_directory("*", kind):
                    entry = _entry(found)
                    if entry.name not in (".", ".."):
                        yield entry

    def open(self, path: str, start: int) -> Source:
        """As the protocol says."""
        with _translated(self._server):
            file = SMBFileIO(self._unc(path), mode="r", share_access="rwd", **self._login())
            file.open()
            file.seek(start)
            return _Open(self, file)

    def translated(self) -> Any:
        """Turns what the library raises into what the protocol says."""
        return _translated(self._server)

    def close(self) -> None:
        """As the protocol says."""
        doomed, self._connections = self._connections, {}
        for connection in doomed.values():
            with suppress(OSError, smb.SMBException, ValueError):
                connection.disconnect(close=connection.transport.connected, timeout=1)

    def _unc(self, path: str) -> str:
        steps = (self._server.host, self._server.share, self._server.folder, path)
        return "\\\\" + "\\".join(step.strip("/").replace("/", "\\") for step in steps if step.strip("/"))

    def _login(self) -> dict[str, Any]:
        server = self._server
        key = f"{server.host.lower()}:{server.port}"
        known = self._connections.get(key)
        if known is None or not known.transport.connected:
            self._connections[key] = _connected(server)
            self._password = server.password.reveal() if server.password else None
        return {
            "username": server.user,
            "password": self._password,
            "port": server.port,
            "encrypt": server.encrypt or None,
            "require_signing": server.sign,
            "connection_timeout": server.timeout_s,
            "connection_cache": self._connections,
        }


class _Connection(Connection):  # type: ignore[misc]  # the library has no types
    """Waits for no answer longer than it is told; the library's own waits for ever."""

    patience: float = 60.0

    def receive(
        self, request: Any, wait: bool = True, timeout: float | None = None, resolve_symlinks: bool = True
    ) -> Any:
        # Links are never followed: a link that the server cannot resolve itself is not asked for again.
        return super().receive(request, wait, self.patience if timeout is None else timeout, False)


class _Open:
    """A file that is being read."""

    def __init__(self, tree: SmbTree, file: Any) -> None:
        self._tree, self._file = tree, file
        self.mark = _mark(_ticks(file.fd.last_write_time), file.fd.end_of_file)

    def read(self, size: int) -> bytes:
        buffer = bytearray(size)
        with self._tree.translated():
            return bytes(buffer[: self._file.readinto(buffer)])

    def now(self) -> str:
        with self._tree.translated():
            self._file.fd.close(get_attributes=True)  # one request instead of two
        return _mark(_ticks(self._file.fd.last_write_time), self._file.fd.end_of_file)

    def close(self) -> None:
        try:
            self._file.close()
        except (OSError, smb.SMBException):
            self._file.fd._connected = False  # noqa: SLF001  # else it warns of a handle that the connection took along


def _connected(server: SmbServer) -> Connection:
    connection = _Connection(uuid.uuid4(), server.host, server.port, require_signing=server.sign)
    connection.patience = server.timeout_s
    connection.connect(timeout=server.timeout_s)
    return connection


def _entry(found: Any) -> Entry:
    raw = found["file_name"].get_value()
    try:
        name = raw.decode("utf-16-le")
    except UnicodeDecodeError:
        return Entry(raw.decode("utf-16-le", "backslashreplace"), EntryKind.BAD_NAME)
    attributes = found["file_attributes"].get_value()
    # The field holds the reparse tag of a file that has one: MS-FSCC 2.4.19, EaSize.
    if attributes & FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT and found["ea_size"].get_value() & _LEADS_ELSEWHERE:
        return Entry(name, EntryKind.LINK_OUT)
    if attributes & FileAttributes.FILE_ATTRIBUTE_DIRECTORY:
        return Entry(name, EntryKind.FOLDER)
    size, written = found["end_of_file"].get_value(), _ticks(found["last_write_time"].get_value())
    version = f"{written}-{size}-{_ticks(found['change_time'].get_value())}"
    return Entry(name, EntryKind.FILE, version, size, written / 1e6)


def _ticks(time: datetime) -> int:
    """Microseconds since 1970; the library gives what is beyond all years as the last moment, without a zone."""
    return (time.replace(tzinfo=UTC) - _EPOCH) // _TICK


def _mark(written: int, size: int) -> str:
    return f"{written}-{size}"


@contextmanager
def _translated(server: SmbServer) -> Iterator[None]:
    try:
        yield
    except smb.SMBAuthenticationError as error:
        raise refused(server.where, "the server refuses the login", mend="Mend user or password.") from error
    except (smb.SMBOSError, smb.SMBResponseException) as error:
        status = error.ntstatus if isinstance(error, smb.SMBOSError) else error.status
        raise _by_status(status, server) from error
    except smb.SMBLinkRedirectionError as error:
        raise ItemError(GapCode.LINK, "has become a link; links are not followed") from error
    except smb.SMBUnsupportedFeature as error:
        raise refused(
            server.where, "the server cannot do what the settings ask for", mend="Mend sign or encrypt."
        ) from error
    except (smb.SMBException, OSError, EOFError) as error:
        raise ConnectionBrokenError(type(error).__name__) from error
    except ValueError as error:  # so it says that no connection could be made
        if isinstance(error.__cause__, OSError):
            raise ConnectionBrokenError("no connection") from error.__cause__
        raise


def _by_status(status: int, server: SmbServer) -> Exception:
    if status in _LOGIN:
        return refused(server.where, "the server refuses the login", mend="Mend user or password.")
    if status in _NO_SHARE:
        return refused(f"{server.where}.url", f"the server has no share {server.share}", mend="Mend it.")
    if status in _GONE:
        return ItemError(GapCode.VANISHED, "no longer there")
    if status in _PASSING:
        return ConnectionBrokenError(f"status {status:#010x}")
    if status in _IN_USE:
        return ItemError(GapCode.NO_ACCESS, "in use by a program that lets nobody else read it")
    if status == NtStatus.STATUS_STOPPED_ON_SYMLINK:
        return ItemError(GapCode.LINK, "a folder on the way has become a link; links are not followed")
    return ItemError(GapCode.NO_ACCESS, f"cannot be opened (status {status:#010x})")


_checked: type[Tree] = SmbTree

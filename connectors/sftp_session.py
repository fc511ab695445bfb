"""The requests of SFTP that :mod:`connectors.sftp` needs, over paramiko's session.

Source: draft-ietf-secsh-filexfer-02, version 3 of the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator

import paramiko
from paramiko import SFTPAttributes
from paramiko.sftp import (
    CMD_ATTRS,
    CMD_CLOSE,
    CMD_DATA,
    CMD_FSTAT,
    CMD_HANDLE,
    CMD_NAME,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_REALPATH,
    CMD_STATUS,
    SFTP_FLAG_READ,
    int64,
)


class SftpSession(paramiko.SFTPClient):  # type: ignore[misc]  # the library has no types
    """Lists names as the bytes they are, and reads ahead within bounds.

    The library's own listing fails as a whole on a name that is not UTF-8, and its
    reading ahead leaves a thread behind when a read ends early.
    """

    def __init__(self, channel: paramiko.Channel) -> None:
        super().__init__(channel)
        self._answers: dict[int, tuple[int, paramiko.Message]] = {}

    def names(self, folder: bytes) -> Iterator[tuple[bytes, SFTPAttributes]]:
        """Every name in a folder, links told as such."""
        kind, message = self._request(CMD_OPENDIR, folder)
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("expected a handle")
        handle = message.get_string()
        while True:
            try:
                kind, message = self._request(CMD_READDIR, handle)
            except EOFError:
                break
            if kind != CMD_NAME:
                raise paramiko.SFTPError("expected names")
            for _ in range(message.get_int()):
                name = message.get_string()
                message.get_string()  # the same as a line for people
                attributes = SFTPAttributes._from_msg(message)  # noqa: SLF001  # there is no other way to read them
                if name not in (b".", b".."):
                    yield name, attributes
        self.closed(handle)

    def opened(self, path: bytes) -> bytes:
        """A handle to read a file by."""
        kind, message = self._request(CMD_OPEN, path, SFTP_FLAG_READ, SFTPAttributes())
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("expected a handle")
        return bytes(message.get_string())

    def closed(self, handle: bytes) -> None:
        """Let go of a handle."""
        self._request(CMD_CLOSE, handle)

    def attributes(self, handle: bytes) -> SFTPAttributes:
        """Size, time and kind of an open file."""
        kind, message = self._request(CMD_FSTAT, handle)
        if kind != CMD_ATTRS:
            raise paramiko.SFTPError("expected attributes")
        return SFTPAttributes._from_msg(message)  # noqa: SLF001  # there is no other way to read them

    def ask(self, handle: bytes, offset: int, size: int) -> int:
        """Send a request to read; the number that its answer will have."""
        return int(self._async_request(self, CMD_READ, handle, int64(offset), size))

    def answer(self, number: int) -> bytes:
        """What was read by a request; nothing at the end of the file."""
        while number not in self._answers:
            self._read_response()
        kind, message = self._answers.pop(number)
        if kind == CMD_STATUS:
            try:
                self._convert_status(message)
            except EOFError:
                return b""
        if kind != CMD_DATA:
            raise paramiko.SFTPError("expected data")
        return bytes(message.get_string())

    def _async_response(self, kind: int, message: paramiko.Message, number: int) -> None:
        """Called by the library with each answer to a request that was sent ahead."""
        self._answers[number] = (kind, message)

    def real(self, path: bytes) -> bytes:
        """The path without links, as the server gives it."""
        _, message = self._request(CMD_REALPATH, path)
        message.get_int()
        return bytes(message.get_string())

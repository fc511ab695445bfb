"""Every failure that a file server's library may raise is one of ours: the connection's, the item's or a person's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import httpx
import paramiko.ssh_exception
import pytest
from botocore import exceptions as boto
from smbprotocol import exceptions as smb
from smbprotocol.header import NtStatus

from connectors import s3, sftp, webdav
from connectors import smb as smb_tree
from connectors.graph import Graph
from connectors.graph_login import Login
from connectors.tree import ConnectionBrokenError
from dsar.errors import ItemError, SetupError
from dsar.retry import Backoff
from dsar.secrets import Secret

OURS = (ConnectionBrokenError, ItemError, SetupError)
SECRET = Secret("env", "X", root=Path("/"), where="stores.x")
SMB = smb_tree.SmbServer("stores.x", "h", 445, "s", "", None, None, True, False, 1.0)
DAV = webdav.DavServer("stores.x", "http://h/", None, None, None, 1.0)
LOGIN = Login("stores.x", "http://h", "t", "c", SECRET, None)
GRAPH = Graph(LOGIN, base_url="http://h", ca_file=None, timeout_s=1.0, backoff=Backoff())
BUCKET = s3.Bucket("stores.x", "b", "", None, "eu-north-1", "u", SECRET, None, 1.0)


def failures(module: ModuleType, *bases: type[Exception]) -> Iterator[Exception]:
    """An instance of each exception of a library, without what its constructor asks for."""
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if issubclass(kind, bases):
            yield kind.__new__(kind)


def cases() -> Iterator[tuple[str, Callable[[], object], Exception]]:
    for error in failures(httpx, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL):
        yield "webdav", lambda: webdav._translated(DAV), error
        yield "graph", GRAPH.translated, error
    for error in failures(paramiko.ssh_exception, paramiko.SSHException, OSError):
        yield "sftp", lambda: sftp._translated(lambda: True), error
    for error in failures(boto, boto.BotoCoreError):
        yield "s3", lambda: s3._translated(BUCKET), error
    for error in failures(smb, smb.SMBException):
        if not isinstance(error, (smb.SMBResponseException, smb.SMBOSError)):
            yield "smb", lambda: smb_tree._translated(SMB), error
    for name, status in vars(NtStatus).items():
        if name.startswith("STATUS_"):
            yield "smb", lambda: smb_tree._translated(SMB), smb.SMBOSError(status, "hemmelig.txt")


@pytest.mark.parametrize(("library", "door", "error"), [pytest.param(*c, id=f"{c[0]}-{c[2]!r:.60}") for c in cases()])
def test_a_librarys_failure_leaves_the_door_as_one_of_ours(
    library: str, door: Callable[[], object], error: Exception
) -> None:
    with pytest.raises(OURS) as caught, door():  # type: ignore[attr-defined]
        raise error
    assert "hemmelig" not in str(caught.value)

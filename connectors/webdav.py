"""Folders on a WebDAV server, Nextcloud among them, over httpx.

Listings are read as they come, so that a folder of any number of names is no
burden. A redirection is never followed: it could lead to another server.

Source: RFC 4918, PROPFIND in 9.1, properties in 15.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx
from lxml import etree

from connectors.tree import ConnectionBrokenError, Entry, EntryKind, Source, Tree, hush, refused, whole_second_version
from dsar.errors import ItemError
from dsar.model import GapCode
from dsar.secrets import Secret

hush("httpx", "httpcore")

_ASKED = b"""<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>"""
_DAV = "{DAV:}"


@dataclass(frozen=True, slots=True)
class DavServer:
    """How a folder is reached. ``where`` begins messages: ``stores.NAME``; ``url`` is that of the folder."""

    where: str
    url: str
    user: str | None
    password: Secret | None
    ca_file: Path | None
    timeout_s: float


class DavTree:
    """A folder of a server as it is seen by one login."""

    def __init__(self, server: DavServer, clock: Callable[[], float] = time.time) -> None:
        self._server, self._clock = server, clock
        self._base = server.url.rstrip("/") + "/"
        self._made: httpx.Client | None = None

    def listing(self, folder: str) -> Iterator[Entry]:
        """As the protocol says."""
        url = self._url(folder)
        own = unquote(urlsplit(url).path)
        now = self._clock()
        with _translated(self._server):
            headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
            with self._client().stream("PROPFIND", url, headers=headers, content=_ASKED) as answer:
                _expect(answer, self._server, 207)
                for response in _responses(answer.iter_bytes()):
                    entry = _entry(response, own, now=now)
                    if entry is not None:
                        yield entry

    def open(self, path: str, start: int) -> Source:
        """As the protocol says."""
        with _translated(self._server):
            # Bytes as they lie there: a compressed transfer could not be read on from an offset.
            headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
            client = self._client()
            answer = client.send(client.build_request("GET", self._url(path), headers=headers), stream=True)
            try:
                _expect(answer, self._server, 206 if start else 200, 200)
                return _Open(self, answer, path, skip=start if answer.status_code == 200 else 0)
            except BaseException:
                answer.close()
                raise

    def mark(self, path: str) -> str:
        """The mark of a file now."""
        with _translated(self._server):
            answer = self._client().head(self._url(path), headers={"Accept-Encoding": "identity"})
            _expect(answer, self._server, 200)
            return _mark(answer)

    def translated(self) -> Any:
        """Turns what the library raises into what the protocol says."""
        return _translated(self._server)

    def close(self) -> None:
        """As the protocol says."""
        client, self._made = self._made, None
        if client is not None:
            with suppress(httpx.HTTPError, OSError):
                client.close()

    def _url(self, path: str) -> str:
        return self._base + quote(path, safe="/")

    def _client(self) -> httpx.Client:
        server = self._server
        if self._made is None:
            password = server.password.reveal() if server.password else ""
            try:
                trusted = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
            except OSError as error:
                raise refused(f"{server.where}.ca_file", "cannot be read", mend="Mend the setting.") from error
            self._made = httpx.Client(
                auth=httpx.BasicAuth(server.user, password) if server.user else None,
                timeout=server.timeout_s,
                verify=trusted,
                follow_redirects=False,
                trust_env=False,
            )
        return self._made


class _Open:
    """A file that is being read; a server that gives no part of a file is read again from its start."""

    def __init__(self, tree: DavTree, answer: httpx.Response, path: str, *, skip: int) -> None:
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise ItemError(GapCode.UNSUPPORTED, "the server sends it only compressed")
        self._tree, self._answer, self._path = tree, answer, path
        self._chunks = answer.iter_raw(1 << 18)
        self._left = b""
        self.mark = _mark(answer)
        while skip:
            skip -= len(self.read(min(skip, 1 << 18))) or skip

    def read(self, size: int) -> bytes:
        with self._tree.translated():
            self._left = self._left or next(self._chunks, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given

    def now(self) -> str:
        return self._tree.mark(self._path)

    def close(self) -> None:
        with suppress(httpx.HTTPError, OSError):
            self._answer.close()


def _responses(chunks: Iterator[bytes]) -> Iterator[Any]:
    """Each answer of a multistatus, forgotten when the next is asked for."""
    parser = etree.XMLPullParser(
        events=("end",), tag=f"{_DAV}response", resolve_entities=False, no_network=True, huge_tree=True
    )
    for chunk in chunks:
        parser.feed(chunk)
        for _, read in parser.read_events():
            element: Any = read
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    parser.close()


def _entry(response: Any, own: str, *, now: float) -> Entry | None:
    """The entry that a response tells of; None for the folder itself."""
    path = unquote(urlsplit(response.findtext(f"{_DAV}href") or "").path, errors="backslashreplace")
    if path.rstrip("/") == own.rstrip("/"):
        return None
    name = path.rstrip("/").rpartition("/")[2]
    found: dict[str, str] = {}
    for stat in response.iter(f"{_DAV}propstat"):
        if " 200 " in f"{stat.findtext(f'{_DAV}status')} ":
            found |= {e.tag: (e.text or "").strip() for e in stat.iter() if isinstance(e.tag, str)}
    if f"{_DAV}collection" in found:
        return Entry(name, EntryKind.FOLDER)
    size = _number(found.get(f"{_DAV}getcontentlength"))
    modified = _seconds(found.get(f"{_DAV}getlastmodified"))
    etag = found.get(f"{_DAV}getetag")
    if etag and not etag.startswith("W/"):
        version = f"{etag}-{size}"
    elif modified is None:
        version = f"unknown-{now}"  # nothing tells a change: read it each time
    else:
        version = whole_second_version(modified, size, now=now)
    return Entry(name, EntryKind.FILE, version, size, modified)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 20 else None


def _seconds(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def _mark(answer: httpx.Response) -> str:
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return f"{etag} {modified}"


def _expect(answer: httpx.Response, server: DavServer, *statuses: int) -> None:
    status = answer.status_code
    if status in statuses:
        return
    if status == 401:
        raise refused(server.where, "the server refuses the login", mend="Mend user or password.")
    if 300 <= status < 400:
        raise refused(f"{server.where}.url", "the server leads elsewhere", mend="Give the address it leads to.")
    if status in (405, 501):
        raise refused(f"{server.where}.url", "there is no WebDAV", mend="Mend it.")
    if status in (404, 410):
        raise ItemError(GapCode.VANISHED, "no longer there")
    if status == 416:
        raise ItemError(GapCode.CHANGED, "changed while it was read; the next run reads it again")
    if status in (408, 429) or (status >= 500 and status != 507):
        raise ConnectionBrokenError(f"status {status}")
    raise ItemError(GapCode.NO_ACCESS, f"cannot be opened (status {status})")


@contextmanager
def _translated(server: DavServer) -> Iterator[None]:
    try:
        yield
    except httpx.ConnectError as error:
        root: BaseException = error
        while deeper := root.__cause__ or root.__context__:
            root = deeper
        if isinstance(root, ssl.SSLCertVerificationError):
            raise refused(
                server.where, "the server's certificate is not to be trusted", mend="Name its authority in ca_file."
            ) from error
        raise ConnectionBrokenError("no connection") from root
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise refused(f"{server.where}.url", "is not an address", mend="Mend it.") from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise ConnectionBrokenError(type(error).__name__) from error
    except etree.XMLSyntaxError as error:
        raise ConnectionBrokenError("a listing that breaks off, or is none") from error


_checked: type[Tree] = DavTree

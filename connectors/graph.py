"""Asks Microsoft Graph: with a token, again where it was busy, page after page.

A busy server is waited for as long as it asks (Retry-After), and each page on its
own, so that a long listing gets to its end. Tokens go to the server of the settings alone.

Sources (read 2026-11-22): https://learn.microsoft.com/graph/throttling, /graph/paging, /graph/errors,
/graph/outlook-immutable-id, https://learn.microsoft.com/graph/api/driveitem-get-content
"""

from __future__ import annotations

import re
import ssl
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from connectors.graph_login import Login
from connectors.tree import ConnectionBrokenError, hush, refused
from dsar.errors import ItemError, RetryError
from dsar.model import GapCode
from dsar.retry import Backoff, retried

hush("httpx", "httpcore")

VERSION = "/v1.0"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PREFERENCES = 'IdType="ImmutableId", odata.maxpagesize=500'
"""Ids of mail and appointments that stay when they are moved; rows of a page, where the server lets us choose."""
AS_IT_LIES: Mapping[str, str] = MappingProxyType({"Accept-Encoding": "identity"})
"""A compressed transfer could not be read on from an offset."""
REDIRECTIONS = 5
EARLY_S = 120.0
"""A token is renewed so long before it ends."""
_PIECE = 1 << 18
_BUSY = frozenset({429, 503, 504, 509})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{2,60}")
_LOGIN_CODE = re.compile(r"AADSTS[0-9]{4,10}")
T = TypeVar("T")
Row = Mapping[str, Any]


class Graph:
    """Reads what the login may read; each method raises as :class:`connectors.tree.Tree` says, and RetryError."""

    def __init__(
        self, login: Login, *, base_url: str, ca_file: Path | None, timeout_s: float, backoff: Backoff
    ) -> None:
        self._login, self._base, self._ca_file = login, base_url.rstrip("/"), ca_file
        self._timeout_s, self._backoff = timeout_s, backoff
        self._made: httpx.Client | None = None
        self._token, self._token_ends = "", 0.0

    def get(self, path: str) -> dict[str, Any]:
        """What lies at a path below the version, or at an address that the server gave us."""
        return self._tried(lambda: _json(self._asked(path)))

    def rows(self, path: str) -> Iterator[dict[str, Any]]:
        """Every row of a listing, over all its pages."""
        met: set[str] = set()
        while path:
            if path in met:
                raise ItemError(GapCode.DAMAGED, "the server's pages go in a circle")
            met.add(path)
            page = self._page(path, first=len(met) == 1)
            found = page.get("value")
            if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
                raise ConnectionBrokenError("a listing that is none")
            yield from (row for row in found if "@removed" not in row)
            path = str(page.get("@odata.nextLink") or "")

    def _page(self, path: str, *, first: bool) -> dict[str, Any]:
        try:
            return self.get(path)
        except ItemError as error:
            if first or error.code is not GapCode.VANISHED:
                raise
            raise ConnectionBrokenError("a listing that the server has forgotten") from error  # begin it anew

    def whole(self, path: str, take: Callable[[Iterator[bytes]], T]) -> T:
        """What ``take`` makes of a body's pieces; it is called anew, from the start, if the connection breaks."""

        def once() -> T:
            answer = self._asked(path, stream=True)
            with self.translated():
                try:
                    return take(answer.iter_bytes(_PIECE))
                finally:
                    answer.close()

        return self._tried(once)

    def download(self, path: str, start: int) -> httpx.Response:
        """A file's content from an offset on, or from its start (200); from wherever the server keeps it."""

        def once() -> httpx.Response:
            answer = self._asked(path, stream=True)
            for _ in range(REDIRECTIONS):
                if not answer.is_redirect:
                    break
                address = urljoin(str(answer.url), answer.headers["location"])
                answer.close()
                answer = self._elsewhere(address, start)
            return answer

        return self._tried(once)

    def reach(self) -> None:
        """Log in, and see that the server answers, whatever it says."""
        with suppress(ItemError):
            self.get("/sites/root?$select=id")

    def close(self) -> None:
        """Drop the connections; the token stays good."""
        client, self._made = self._made, None
        if client is not None:
            with suppress(httpx.HTTPError, OSError):
                client.close()

    def _asked(self, path: str, *, stream: bool = False) -> httpx.Response:
        """The answer to one question; a token that is refused is renewed once."""
        url = path if path.startswith("http") else f"{self._base}{VERSION}{path}"
        if not url.startswith(f"{self._base}/"):
            raise ItemError(GapCode.NO_ACCESS, "the server leads to another server")
        answer = self._sent(url, stream=stream)
        if answer.status_code == 401:
            answer.close()
            self._token = ""
            answer = self._sent(url, stream=stream)
            if answer.status_code == 401:
                answer.close()
                where = f"{self._login.where}.base_url"
                raise refused(where, "the server refuses the token", mend="Check that it belongs to the authority.")
        return self._expected(answer)

    def _sent(self, url: str, *, stream: bool) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._valid_token()}", "Prefer": PREFERENCES}
        if stream:
            headers.update(AS_IT_LIES)
        with self.translated():
            client = self._client()
            return client.send(client.build_request("GET", url, headers=headers), stream=stream)

    def _elsewhere(self, address: str, start: int) -> httpx.Response:
        """Content at an address that is its own proof of access: no token goes there."""
        parts = urlsplit(address)
        own = parts.scheme == "http" and {parts.hostname, urlsplit(self._base).hostname} <= LOOPBACK
        if parts.scheme != "https" and not own:
            raise ItemError(GapCode.NO_ACCESS, "the server leads to a connection without encryption")
        headers = dict(AS_IT_LIES) | ({"Range": f"bytes={start}-"} if start else {})
        with self.translated():
            client = self._client()
            answer = client.send(client.build_request("GET", address, headers=headers), stream=True)
        if answer.status_code == 401:
            answer.close()
            raise ConnectionBrokenError("an address that was good for too short a time")
        return self._expected(answer)

    def _valid_token(self) -> str:
        if not self._token or time.monotonic() > self._token_ends:
            scope = f"{self._base}/.default"
            with self.translated():
                answer = self._client().post(self._login.address, data=self._login.form(scope))
            if answer.status_code in (400, 401, 403, 404):
                found = _LOGIN_CODE.search(answer.text)
                said = f" ({found[0]})" if found else ""
                mend = "Check tenant, client_id and the secret or certificate; secrets expire."
                raise refused(self._login.where, f"the login server refuses the login{said}", mend=mend)
            told = _json(self._expected(answer))
            self._token = str(told.get("access_token") or "")
            if not self._token:
                raise ConnectionBrokenError("no token")
            self._token_ends = time.monotonic() + _lifetime(told)
        return self._token

    def _expected(self, answer: httpx.Response) -> httpx.Response:
        """The answer, if it is one; what it objects to is raised."""
        status = answer.status_code
        if status in (200, 206) or answer.is_redirect:
            return answer
        try:
            with self.translated():
                answer.read()
        finally:
            answer.close()
        asked = answer.headers.get("retry-after", "")
        if status in _BUSY and asked.isdecimal() and len(asked) < 7:
            where = f"{self._login.where}: {answer.url.host}"
            message = f"{where} asks for patience ({status}). Run the same command again later; what was read is kept."
            raise RetryError(message, after_s=float(asked))
        if status in _BUSY or status == 408 or status >= 500:
            raise ConnectionBrokenError(f"status {status}")
        raise ItemError(*_objection(answer))

    def _tried(self, call: Callable[[], T]) -> T:
        host = urlsplit(self._base).hostname
        where = f"{self._login.where}: {host}"
        try:
            return retried(
                call, on=(ConnectionBrokenError,), where=where, backoff=self._backoff, before_again=self.close
            )
        except RetryError as error:
            # It was tried as often as it makes sense: more than anybody's patience, so that nobody tries around it.
            raise RetryError(str(error), after_s=self._backoff.patience_s + 1) from error

    def _client(self) -> httpx.Client:
        if self._made is None:
            try:
                trusted = ssl.create_default_context(cafile=str(self._ca_file) if self._ca_file else None)
            except OSError as error:
                raise refused(f"{self._login.where}.ca_file", "cannot be read", mend="Mend the setting.") from error
            self._made = httpx.Client(
                headers={"User-Agent": "dsar"},
                timeout=self._timeout_s,
                verify=trusted,
                follow_redirects=False,
                trust_env=False,
            )
            weakref.finalize(self, self._made.close)
        return self._made

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turns what the library raises into what a tree raises."""
        try:
            yield
        except httpx.ConnectError as error:
            root: BaseException = error
            while deeper := root.__cause__ or root.__context__:
                root = deeper
            if isinstance(root, ssl.SSLCertVerificationError):
                mend = "Check base_url and authority, or name the ca_file."
                raise refused(self._login.where, "the server's certificate is not trusted", mend=mend) from error
            raise ConnectionBrokenError("no connection") from root
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ItemError(GapCode.BAD_NAME, "its address makes no sense") from error
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise ConnectionBrokenError(type(error).__name__) from error


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except (ValueError, RecursionError) as error:
        raise ConnectionBrokenError("an answer that breaks off, or is none") from error
    if not isinstance(told, dict):
        raise ConnectionBrokenError("an answer that is none")
    return told


def _lifetime(told: Row) -> float:
    lives = told.get("expires_in")
    seconds = float(lives) if isinstance(lives, int) else 0.0
    return max(seconds - EARLY_S, seconds / 2)


def _objection(answer: httpx.Response) -> tuple[GapCode, str]:
    """A gap's code and reason; the server's own code for it names nobody, its message may."""
    try:
        code = answer.json()["error"]["code"]
    except (ValueError, RecursionError, KeyError, TypeError):
        code = ""
    said = f"{answer.status_code} {code}" if _CODE.fullmatch(str(code)) else str(answer.status_code)
    match answer.status_code:
        case 404 | 410:
            return GapCode.VANISHED, f"the server says that it is not there ({said})"
        case 416:
            return GapCode.CHANGED, "changed while it was read; the next run reads it again"
        case _:
            return GapCode.NO_ACCESS, f"the server refuses it ({said})"

"""Asks a web server politely: one at a time, with a pause, by its robots.txt, and again where it was busy.

Source: RFC 9309 (robots.txt; a server that fails to give one is left alone), RFC 9110 (Retry-After).
"""

from __future__ import annotations

import io
import ssl
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import httpx
from protego import Protego

from connectors.tree import hush
from dsar.connector import StoreContext
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import GapCode
from dsar.retry import retried
from dsar.secrets import Secret
from dsar.settings import SETTINGS_FILE

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

hush("httpx", "httpcore")

_BUSY = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 403, 407, 451})
_CHUNK = 1 << 16
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a site is asked."""

    user_agent: str
    delay_s: float
    timeout_s: float
    robots: bool
    ca_file: Path | None
    headers: Mapping[str, Secret] = field(repr=False)
    cookies: Mapping[str, Secret] = field(repr=False)
    hosts: frozenset[str] = frozenset()
    """Hosts that headers and cookies are sent to."""


class WebClient:
    """Fetches addresses; a redirection is handed back, never followed."""

    def __init__(self, context: StoreContext, manners: Manners) -> None:
        self._context, self._manners = context, manners
        self._made: httpx.Client | None = None
        self._robots: dict[str, Protego | None] = {}
        self._last: dict[str, float] = {}

    def allowed(self, address: str) -> bool:
        """Whether the site's robots.txt lets a program read this page."""
        if not self._manners.robots:
            return True
        rules = self._rules(address)
        return rules is None or rules.can_fetch(address, self._manners.user_agent)

    def fetch(self, address: str, use: Callable[[httpx.Response], T]) -> T:
        """What ``use`` makes of the server's answer, whose body it reads; called anew if the connection breaks.

        Raises:
            ItemError: ``vanished`` or ``no_access``.
            RetryError: the server does not answer, or is busy for longer than we wait.
        """

        def once() -> T:
            answer = self.send(address, "GET", 0)
            try:
                return use(answer)
            finally:
                answer.close()

        return self.tried(once, address)

    def body(self, address: str) -> io.BufferedReader:
        """A page's bytes, read on from where they stand when the connection breaks. Raises as :meth:`fetch` does."""
        return io.BufferedReader(_Body(self, address), 1 << 18)

    def close(self) -> None:
        """Drop all connections."""
        client, self._made = self._made, None
        if client is not None:
            client.close()

    def tried(self, call: Callable[[], T], address: str) -> T:
        """What a call gives, made again on a new connection while it breaks; raises as :meth:`fetch` does."""
        return retried(
            call,
            on=(httpx.TransportError,),
            where=f"{self._context.where}: {urlsplit(address).hostname}",
            backoff=self._context.backoff,
            before_again=self.close,
        )

    def send(self, address: str, method: str, start: int) -> httpx.Response:
        """The server's answer to one request, from an offset of the body on; what it objects to is raised."""
        self._pause(address)
        client, host = self._client(), urlsplit(address).hostname or ""
        # Bytes as they lie there: a compressed transfer could not be read on from an offset.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        if host in self._manners.hosts:
            headers |= {name: secret.reveal() for name, secret in self._manners.headers.items()}
            if self._manners.cookies:
                pairs = (f"{name}={secret.reveal()}" for name, secret in self._manners.cookies.items())
                headers["Cookie"] = "; ".join(pairs)
        answer = client.send(client.build_request(method, address, headers=headers), stream=True)
        try:
            self._expect(answer)
        except BaseException:
            answer.close()
            raise
        return answer

    def _expect(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status in _GONE:
            raise ItemError(GapCode.VANISHED, f"the server says that it is not there ({status})")
        if status in _REFUSED:
            raise ItemError(GapCode.NO_ACCESS, f"the server refuses it ({status})")
        if status in _BUSY:
            host = urlsplit(str(answer.url)).hostname
            raise RetryError(
                f"{self._context.where}: {host} is busy or failing ({status}). Run the same command again later; "
                f"what was read is kept.",
                after_s=_after(answer),
            )
        if status >= 400:
            raise ItemError(GapCode.NO_ACCESS, f"the server does not give it ({status})")

    def _pause(self, address: str) -> None:
        """Wait until the site's turn has come again."""
        host = urlsplit(address).netloc
        wait = self._manners.delay_s
        rules = self._robots.get(host)
        if rules is not None:
            wait = max(wait, float(rules.crawl_delay(self._manners.user_agent) or 0))
        since = time.monotonic() - self._last.get(host, -wait)
        if since < wait:
            self._context.backoff.sleep(wait - since)
        self._last[host] = time.monotonic()

    def _rules(self, address: str) -> Protego | None:
        """The site's rules; None where it has none."""
        parts = urlsplit(address)
        if parts.netloc not in self._robots:
            self._robots[parts.netloc] = None
            try:
                text = self.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", _whole)
                self._robots[parts.netloc] = Protego.parse(text.decode("utf-8", "replace"))
            except ItemError:  # there is none, or it is not for us: all is allowed (RFC 9309, 2.3.1.3)
                pass
        return self._robots[parts.netloc]

    def _client(self) -> httpx.Client:
        if self._made is None:
            ca_file = self._manners.ca_file
            try:
                trusted = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
            except OSError as error:
                where = f"{SETTINGS_FILE}: {self._context.where}.ca_file"
                raise SetupError(f"{where}: cannot be read. Mend the setting.") from error
            self._made = httpx.Client(
                headers={"User-Agent": self._manners.user_agent},
                timeout=self._manners.timeout_s,
                verify=trusted,
                follow_redirects=False,
                trust_env=False,
                limits=httpx.Limits(max_connections=2),
            )
            weakref.finalize(self, self._made.close)
        return self._made


class _Body(io.RawIOBase):
    """The bytes of an address."""

    def __init__(self, client: WebClient, address: str) -> None:
        super().__init__()
        self._client, self._address = client, address
        self._offset = 0
        self._mark: str | None = None
        self._held = b""
        self._answer: httpx.Response | None = None
        self._chunks: Iterator[bytes] = iter(())
        self._client.tried(self._open, address)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if not self._held:
            self._client.tried(self._fill, self._address)
        given, self._held = self._held[: len(view)], self._held[len(view) :]
        view[: len(given)] = given
        self._offset += len(given)
        return len(given)

    def close(self) -> None:
        self._drop()
        super().close()

    def _open(self) -> httpx.Response:
        answer = self._client.send(self._address, "GET", self._offset)
        mark = answer.headers.get("etag") or answer.headers.get("last-modified") or ""
        self._mark = mark if self._mark is None else self._mark
        if mark != self._mark:
            answer.close()
            raise ItemError(GapCode.CHANGED, "changed while it was read; the next run reads it again")
        self._answer, self._chunks = answer, answer.iter_raw(_CHUNK)
        skip = self._offset if answer.status_code == 200 else 0
        while skip:
            piece = next(self._chunks, b"")
            self._held = piece[skip:]
            skip = max(0, skip - len(piece)) if piece else 0
        return answer

    def _fill(self) -> httpx.Response:
        try:
            answer = self._answer or self._open()
            self._held = self._held or next(self._chunks, b"")
        except httpx.TransportError:
            self._drop()
            raise
        return answer

    def _drop(self) -> None:
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.close()


def _whole(answer: httpx.Response) -> bytes:
    """A small body; none where the answer leads elsewhere."""
    return answer.read()[: 512 << 10] if answer.status_code == 200 else b""


def _after(answer: httpx.Response) -> float:
    """The seconds that a busy server asks for; a few where it does not say."""
    asked = answer.headers.get("retry-after", "")
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 2.0

"""Pages of a web site: from start pages and sitemaps along the links, on the hosts that are named.

Settings: ``start`` and ``sitemaps`` (addresses), ``hosts`` (those of the addresses, if not
given), ``include`` and ``exclude`` globs over addresses, ``robots``, ``delay_s``, ``headers`` and
``cookies`` (secrets, for a login), ``ignore_parameters``, ``depth``, ``variants``, ``most_pages``.
Every bound that is met is a gap. A page that a redirection leads to is read under its own address.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx
from pydantic import Field

from connectors.globs import Globs
from connectors.web_client import Manners, WebClient
from connectors.web_pages import MOST_SITEMAP, canonical, links, sitemap, title
from dsar.connector import Check, Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.secrets import Secret
from dsar.settings import SETTINGS_FILE

HTML = frozenset({"text/html", "application/xhtml+xml"})
MOST_PAGE = 20 << 20
"""Bytes of a page that are searched for links."""
REDIRECTIONS = 10


class _Options(Options):
    start: list[str] = Field(default=[])
    sitemaps: list[str] = Field(default=[])
    hosts: list[str] = Field(default=[])
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])
    robots: bool = True
    delay_s: float = Field(default=0.5, ge=0)
    timeout_s: float = Field(default=30.0, gt=0)
    user_agent: str = "dsar"
    ca_file: str | None = None
    headers: dict[str, Secret] = Field(default={})
    cookies: dict[str, Secret] = Field(default={})
    ignore_parameters: list[str] = Field(default=[])
    depth: int = Field(default=30, ge=0)
    variants: int = Field(default=500, ge=1)
    most_pages: int = Field(default=1_000_000, ge=1)


class WebStore:
    """Lists and opens the pages and files of a site."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        self._options = options = read_options(_Options, context, settings)
        self._at = f"{SETTINGS_FILE}: {context.where}"
        self._start = [self._address(one, "start") for one in options.start]
        self._sitemaps = [self._address(one, "sitemaps") for one in options.sitemaps]
        if not (self._start or self._sitemaps):
            raise SetupError(f"{self._at}.start: no address is named. Name a start page, or a sitemap.")
        named = {urlsplit(address).netloc for address in (*self._start, *self._sitemaps)}
        self._hosts = frozenset(host.lower() for host in options.hosts) or frozenset(named)
        self._globs = Globs(options.include, options.exclude)
        self._client = WebClient(
            context,
            Manners(
                user_agent=options.user_agent,
                delay_s=options.delay_s,
                timeout_s=options.timeout_s,
                robots=options.robots,
                ca_file=context.root / options.ca_file if options.ca_file else None,
                headers=options.headers,
                cookies=options.cookies,
                hosts=frozenset(urlsplit(f"//{host}").hostname or "" for host in self._hosts),
            ),
        )

    def check(self) -> Check:
        """Ask for the first start page or sitemap."""
        first = (*self._start, *self._sitemaps)[0]
        try:
            self._client.fetch(first, lambda answer: None)
        except ItemError as error:
            raise SetupError(f"{self._at}.start: {error.reason}. Mend the address, or the login.") from error
        return Check(f"{urlsplit(first).hostname} answers")

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield pages in the order in which links lead to them; ``since`` has no meaning here."""
        self.check()
        walk = _Walk(self._options.variants)
        for address in self._start:
            walk.add(address, 0)
        yield from self._from_sitemaps(walk)
        listed = 0
        while walk.waiting:
            if listed >= self._options.most_pages:
                rest = f"{len(walk.waiting)} more pages are known than most_pages allows. Raise it."
                yield Gap("", GapCode.TOO_LARGE, rest)
                break
            address, depth = walk.waiting.popleft()
            for one in self._visited(address, depth, walk):
                listed += 1
                yield one
        for place, more in sorted(walk.left_out.items()):
            yield Gap(place, GapCode.TOO_DEEP, f"{more} more addresses differ only in their parameters; raise variants")

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a page."""
        with self._client.body(item.locator) as source:
            yield source

    def _address(self, text: str, setting: str) -> str:
        address = canonical(text)
        if address is None or "@" in urlsplit(text).netloc:
            raise SetupError(f"{self._at}.{setting}: is not a web address without a login. Write https://….")
        return address

    def _from_sitemaps(self, walk: _Walk) -> Iterator[Gap]:
        waiting, seen = deque(self._sitemaps), set(self._sitemaps)
        while waiting:
            address = waiting.popleft()
            try:
                with self._client.body(address) as source:
                    pages, more = sitemap(source.read(MOST_SITEMAP))
            except ItemError as error:
                yield Gap(_locator(address), error.code, f"a sitemap: {error.reason}")
                continue
            for page in pages:
                self._add(walk, page, 0)
            for further in map(canonical, more):
                if further and further not in seen and self._inside(further):
                    seen.add(further)
                    waiting.append(further)

    def _visited(self, address: str, depth: int, walk: _Walk) -> Iterator[Item | Gap]:
        """A page as an item, its links added to the walk; nothing where it leads elsewhere or was a dead link."""
        locator = _locator(address)
        if not self._client.allowed(address):
            if self._globs.wanted(address):
                reason = "the site's robots.txt asks programs to stay away; set robots = false for a site of your own"
                yield Gap(locator, GapCode.NO_ACCESS, reason)
            return
        try:
            item, page, target, charset = self._client.fetch(address, lambda answer: self._read(address, answer))
        except ItemError as error:
            if error.code is not GapCode.VANISHED:
                yield Gap(locator, error.code, error.reason)
            return
        if target:
            self._redirected(target, depth, walk)
            return
        if self._globs.wanted(address):
            yield item
        found = list(links(page, address, charset)) if page else []
        if depth < self._options.depth:
            for link in found:
                self._add(walk, link, depth + 1)
        elif any((one := self._here(link)) and one not in walk.met for link in found):
            yield Gap(locator, GapCode.TOO_DEEP, "its links lie deeper than depth allows. Raise it.")

    def _redirected(self, target: str, depth: int, walk: _Walk) -> None:
        if self._inside(target) and walk.redirections[target] < REDIRECTIONS:
            walk.redirections[target] += 1
            walk.add(target, depth)

    def _read(self, address: str, answer: httpx.Response) -> tuple[Item, bytes, str, str | None]:
        """A page as an item, its own bytes where it may have links, where it leads instead, and its encoding."""
        charset = answer.charset_encoding
        if answer.is_redirect:
            target = canonical(answer.headers["location"], address) or ""
            return Item(_locator(address), "", None, ""), b"", target or address, charset
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        page = b""
        mark = answer.headers.get("etag") or answer.headers.get("last-modified") or ""
        if kind in HTML or not mark:
            digest, size = blake2b(digest_size=16), 0
            for chunk in answer.iter_bytes():
                digest.update(chunk)
                size += len(chunk)
                if kind in HTML and size <= MOST_PAGE:
                    page += chunk
            mark = digest.hexdigest()
        length = answer.headers.get("content-length", "")
        name = title(page, charset) or urlsplit(address).path.rpartition("/")[2] or urlsplit(address).netloc
        item = Item(
            _locator(address),
            mark if page else f"{mark}-{length}",
            int(length) if length.isdecimal() else None,
            name,
            _time(answer.headers.get("last-modified", "")),
        )
        return item, page, "", charset

    def _add(self, walk: _Walk, link: str, depth: int) -> None:
        address = self._here(link)
        if address:
            walk.add(address, depth)

    def _here(self, link: str) -> str | None:
        address = canonical(link, ignored=self._options.ignore_parameters)
        return address if address and self._inside(address) and not self._globs.excluded(address) else None

    def _inside(self, address: str) -> bool:
        return urlsplit(address).netloc in self._hosts


class _Walk:
    """The pages that are known: those met, those waiting, and how many were left out as mere variants."""

    def __init__(self, variants: int) -> None:
        self._variants = variants
        self._of_path: Counter[str] = Counter()
        self.met: set[str] = set()
        self.waiting: deque[tuple[str, int]] = deque()
        self.redirections: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def add(self, address: str, depth: int) -> None:
        """Have a page visited, once; of addresses that differ only in parameters, so many as the settings say."""
        if address in self.met:
            return
        path, question, _ = address.partition("?")
        if question:
            self._of_path[path] += 1
            if self._of_path[path] > self._variants:
                self.left_out[_locator(path)] += 1
                return
        self.met.add(address)
        self.waiting.append((address, depth))


def _locator(address: str) -> str:
    """An address as a locator; ``%21`` is the same to a server, and ``!`` is ours."""
    return address.replace("!", "%21")


def _time(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


_checked: type[Connector] = WebStore
_checked_factory: ConnectorFactory = WebStore

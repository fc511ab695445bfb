"""Web sites, over a real HTTP server: links, traps, manners, logins and bad days."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.web import WebStore
from connectors.web_pages import canonical
from dsar.connector import Check, Connector, StoreContext
from dsar.errors import RetryError, SetupError
from dsar.model import Gap, GapCode, Item
from tests.connectors.site import Answer, Site, served
from tests.contract.connector import CONTENT, PATIENT, WRONG_SECRET, RemoteContract
from tests.proxy import Proxy


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


def store(root: Path, site: Site | Proxy, **settings: Any) -> WebStore:
    url = f"http://127.0.0.1:{site.port}"
    options = {"start": [f"{url}/"], "delay_s": 0.0, "timeout_s": 0.5} | settings
    return WebStore(StoreContext("net", root, PATIENT), options)


def short(site: Site, connector: Connector) -> list[str]:
    return [one.locator.removeprefix(site.url) for one in connector.crawl(None) if isinstance(one, Item)]


def gaps(site: Site, connector: Connector) -> list[tuple[str, GapCode]]:
    return [(one.locator.removeprefix(site.url), one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


class Below:
    """The store with the locators of the contract: what lies below the site's address."""

    def __init__(self, store: WebStore, url: str) -> None:
        self._store, self._url = store, url

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        for one in self._store.crawl(since):
            locator = unquote(one.locator.removeprefix(self._url + "/"))
            if isinstance(one, Item):
                yield Item(locator, one.version, one.size, one.title, one.modified)
            else:
                yield Gap(locator, one.code, one.reason)

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        at = f"{self._url}/{quote(item.locator)}"
        return self._open(Item(at, item.version, item.size, item.title))

    @contextmanager
    def _open(self, item: Item) -> Iterator[BinaryIO]:
        with self._store.open(item) as source:
            yield source

    def check(self) -> Check:
        return self._store.check()


class TestContract(RemoteContract):
    @pytest.fixture
    def proxy(self, site: Site) -> Iterator[Proxy]:
        self.site = site
        for locator, data in CONTENT.items():
            site.file(f"/{quote(locator)}", data)
        with Proxy(site.port) as made:
            self.port = made.port
            self.list()
            yield made

    def list(self) -> None:
        paths = [path for path, answer in self.site.pages.items() if path != "/sitemap.txt"]
        text = "\n".join(f"http://127.0.0.1:{self.port}{path}" for path in sorted(paths))
        self.site.pages["/sitemap.txt"] = Answer(text.encode(), 200)

    def made(self, root: Path, proxy: Proxy, **settings: Any) -> Connector:
        url = f"http://127.0.0.1:{proxy.port}"
        return Below(store(root, proxy, start=[], sitemaps=[f"{url}/sitemap.txt"], **settings), url)

    @pytest.fixture
    def connector(self, tmp_path: Path, proxy: Proxy) -> Connector:
        return self.made(tmp_path, proxy)

    @pytest.fixture
    def stranger(self, tmp_path: Path, proxy: Proxy) -> Connector:
        self.site.pages = dict.fromkeys(self.site.pages, Answer(b"", 401))
        (tmp_path / "token").write_text(WRONG_SECRET, encoding="utf-8")
        (tmp_path / "token").chmod(0o600)
        return self.made(tmp_path, proxy, headers={"Authorization": {"file": "token"}})

    @pytest.mark.parametrize("act", ["check", "crawl"])
    def test_a_refused_login_is_a_matter_for_a_person_and_shows_no_secret(self, stranger: Connector, act: str) -> None:
        super().test_a_refused_login_is_a_matter_for_a_person_and_shows_no_secret(stranger, act)

    def change(self, locator: str, data: bytes | None) -> None:
        path = f"/{quote(locator)}"
        self.site.pages.pop(path, None)
        if data is not None:
            self.site.file(path, data)
        self.list()

    def deny(self, locator: str) -> None:
        self.site.pages[f"/{quote(locator)}"] = Answer(b"", 403)


def test_pages_are_found_along_links_and_only_on_the_sites_hosts(tmp_path: Path, site: Site) -> None:
    site.page("/", "a", "/b/#top", "http://andre.example/", "mailto:x@y.dk", "javascript:void(0)", "//[")
    site.page("/a", "../a?utm_source=nyt", "b/")
    site.page("/b/", "c.pdf")
    site.file("/b/c.pdf", b"%PDF", "application/pdf")
    assert short(site, store(tmp_path, site)) == ["/", "/a", "/b/", "/b/c.pdf"]
    titles = [one.title for one in store(tmp_path, site).crawl(None) if isinstance(one, Item)]
    assert titles == ["Side /", "Side /a", "Side /b/", "c.pdf"]


def test_redirections_are_followed_within_the_site_and_never_out_of_it(tmp_path: Path, site: Site) -> None:
    site.page("/", "/gammel", "/ud", "/ring1")
    site.pages["/gammel"] = Answer(b"", 301, {"Location": "/ny"})
    site.pages["/ud"] = Answer(b"", 302, {"Location": "http://andre.example/x"})
    site.pages["/ring1"] = Answer(b"", 302, {"Location": "/ring2"})
    site.pages["/ring2"] = Answer(b"", 302, {"Location": "/ring1"})
    site.page("/ny")
    assert short(site, store(tmp_path, site)) == ["/", "/ny"]


def test_robots_are_respected_and_said(tmp_path: Path, site: Site) -> None:
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /lukket/\n")
    site.page("/", "/lukket/a", "/aaben")
    site.page("/lukket/a")
    site.page("/aaben")
    assert short(site, store(tmp_path, site)) == ["/", "/aaben"]
    assert gaps(site, store(tmp_path, site)) == [("/lukket/a", GapCode.NO_ACCESS)]
    assert short(site, store(tmp_path, site, robots=False)) == ["/", "/lukket/a", "/aaben"]


def test_a_calendar_without_end_is_bounded_and_said(tmp_path: Path, site: Site) -> None:
    site.page("/", "/kalender?dag=1")
    for day in range(1, 60):
        site.page(f"/kalender?dag={day}", f"/kalender?dag={day + 1}")
    assert len(short(site, store(tmp_path, site, variants=5))) == 6
    assert gaps(site, store(tmp_path, site, variants=5)) == [("/kalender", GapCode.TOO_DEEP)]


def test_depth_and_number_are_bounds_that_are_said(tmp_path: Path, site: Site) -> None:
    for n in range(5):
        site.page(f"/{n}" if n else "/", f"/{n + 1}")
    assert gaps(site, store(tmp_path, site, depth=2)) == [("/2", GapCode.TOO_DEEP)]
    assert gaps(site, store(tmp_path, site, most_pages=2)) == [("", GapCode.TOO_LARGE)]


def test_dead_links_are_nothing_and_closed_pages_are_gaps(tmp_path: Path, site: Site) -> None:
    site.page("/", "/væk", "/lukket", "/i stykker")
    site.pages["/lukket"] = Answer(b"", 403)
    site.pages["/i%20stykker"] = Answer(b"", 418)
    assert short(site, store(tmp_path, site)) == ["/"]
    assert gaps(site, store(tmp_path, site)) == [
        ("/lukket", GapCode.NO_ACCESS),
        ("/i%20stykker", GapCode.NO_ACCESS),
    ]


def test_sitemaps_nest_and_may_be_packed(tmp_path: Path, site: Site) -> None:
    inner = f"<urlset xmlns='urn:s'><url><loc>{site.url}/a</loc></url></urlset>".encode()
    outer = f"<sitemapindex><sitemap><loc>{site.url}/1.xml.gz</loc></sitemap></sitemapindex>".encode()
    site.file("/1.xml.gz", gzip.compress(inner))
    site.file("/sitemap.xml", outer)
    site.page("/a", "/b")
    site.page("/b")
    connector = store(tmp_path, site, start=[], sitemaps=[f"{site.url}/sitemap.xml"])
    assert short(site, connector) == ["/a", "/b"]


def test_a_login_goes_to_the_sites_own_hosts(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "Bearer abc")
    monkeypatch.setenv("COOKIE", "123")
    site.page("/", "/a")
    site.page("/a")
    secrets = {"headers": {"Authorization": {"env": "TOKEN"}}, "cookies": {"session": {"env": "COOKIE"}}}
    short(site, store(tmp_path, site, **secrets))
    assert {(h.get("Authorization"), h.get("Cookie")) for _, h in site.asked} == {("Bearer abc", "session=123")}
    site.asked.clear()
    short(site, store(tmp_path, site, hosts=[f"127.0.0.1:{site.port}"], **secrets))
    assert site.asked


def test_a_busy_server_is_waited_for(tmp_path: Path, site: Site) -> None:
    site.pages["/"] = Answer(b"", 503, {"Retry-After": "1"})
    with pytest.raises(RetryError, match=r"busy or failing \(503\)"):
        short(site, store(tmp_path, site))
    assert site.paths().count("/") == PATIENT.attempts


def test_a_page_that_says_the_same_keeps_its_version(tmp_path: Path, site: Site) -> None:
    site.page("/", "/a", text="hej")
    site.page("/a")
    first = list(store(tmp_path, site).crawl(None))
    site.page("/", "/a", text="farvel")
    second = list(store(tmp_path, site).crawl(None))
    assert (first[0] != second[0], first[1] == second[1]) == (True, True)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"start": []}, "no address is named"),
        ({"start": ["ikke en adresse"]}, "not a web address"),
        ({"start": ["http://bruger:hemmelig@x.dk/"]}, "without a login"),
        ({"ca_file": "findes-ikke.pem"}, "ca_file: cannot be read"),
        ({"cookies": {"a": "hemmelig"}}, "never stands in dsar.toml"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, site: Site, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SetupError, match=message) as caught:
        list(store(tmp_path, site, **settings).crawl(None))
    assert "hemmelig" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://Www.Kommune.DK:80/a/../b#c", "http://www.kommune.dk/b"),
        ("https://k.dk:443", "https://k.dk/"),
        ("https://k.dk:8443/x?b=2&a=1&utm_medium=y", "https://k.dk:8443/x?b=2&a=1"),
        ("https://k.dk/æ ø", "https://k.dk/%C3%A6%20%C3%B8"),
        ("https://k.dk/%C3%A6", "https://k.dk/%C3%A6"),
        ("mailto:a@b.dk", None),
        ("//[", None),
        ("https://k.dk:99999/", None),
    ],
)
def test_addresses_are_compared_in_one_form(written: str, expected: str | None) -> None:
    assert canonical(written) == expected


@given(st.text(max_size=80))
def test_any_text_as_an_address_is_one_form_or_none(text: str) -> None:
    for written in (text, f"http://k.dk/{text}"):
        found = canonical(written, "http://k.dk/a/")
        assert found is None or canonical(found) == found

"""Addresses of pages, and the links in them. Pure."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree, html

LONGEST = 2_000
"""Characters of an address; a longer one is no page of a site that people use."""
MOST_SITEMAP = 50 << 20
"""Bytes of a sitemap, unpacked (sitemaps.org, read 2026-11-21)."""
_TRACKING = ("utm_*", "fbclid", "gclid", "mc_cid", "mc_eid", "phpsessid", "jsessionid", "sid", "sessionid")
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~-._%"


def canonical(address: str, base: str = "", *, ignored: Sequence[str] = ()) -> str | None:
    """An address as it is compared: no fragment, no default port, host in small letters, no tracking parameters.

    Returns:
        None for what is no page on the web (``mailto:``, ``javascript:``), or cannot be understood.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _PORTS or not host or len(address) > LONGEST:
        return None
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = quote(_without_dots(parts.path), safe=_SAFE) or "/"
    query = urlencode(
        [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not any(fnmatchcase(name.lower(), glob) for glob in (*_TRACKING, *ignored))
        ]
    )
    return urlunsplit((scheme, place, path, query, ""))


def _without_dots(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1] if len(steps) > 1 else steps
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def links(page: bytes, base: str, encoding: str | None) -> Iterator[str]:
    """What a page links to, frames and the next page of a list among it; as written, made absolute by its base."""
    try:
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding=encoding, no_network=True))
    except (etree.LxmlError, ValueError, LookupError):
        return
    base = _joined(base, next(_strings(tree, "//base/@href"), ""))
    for link in _strings(tree, "//a/@href | //area/@href | //frame/@src | //iframe/@src | //link[@rel='next']/@href"):
        yield _joined(base, link)


def _strings(tree: html.HtmlElement, path: str) -> Iterator[str]:
    found = tree.xpath(path)
    assert isinstance(found, list)
    yield from map(str, found)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def title(page: bytes, encoding: str | None) -> str:
    """A page's title, or nothing."""
    try:
        tree = html.document_fromstring(page[: 1 << 18], parser=html.HTMLParser(encoding=encoding, no_network=True))
    except (etree.LxmlError, ValueError, LookupError):
        return ""
    return " ".join(str(tree.findtext(".//title") or "").split())[:200]


def sitemap(content: bytes) -> tuple[list[str], list[str]]:
    """The pages of a sitemap (plain, gzip or a text with an address a line), and the further sitemaps it names."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, MOST_SITEMAP)
        except (zlib.error, gzip.BadGzipFile):
            return [], []
    try:
        tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        text = content.decode("utf-8", "replace")
        return re.findall(r"^https?://\S{1,2000}", text, re.MULTILINE), []
    found = [(etree.QName(one.getparent()).localname, (one.text or "").strip()) for one in tree.iter("{*}loc")]
    return [a for kind, a in found if kind != "sitemap"], [a for kind, a in found if kind == "sitemap"]

"""A web site of the test's own: a real HTTP server over a dictionary of answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from tests.connectors.local_http import Handler, serving


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Site:
    """The server's answers by path with query; ``asked`` is what it was asked for, and with which headers."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, *hrefs: str, text: str = "", **headers: str) -> None:
        anchors = "".join(f'<a href="{href}">x</a>' for href in hrefs)
        body = f"<html><head><title>Side {path}</title></head><body>{text}{anchors}</body></html>".encode()
        self.pages[path] = Answer(body, 200, {"Content-Type": "text/html; charset=utf-8"} | headers)

    def file(self, path: str, body: bytes, kind: str = "application/octet-stream") -> None:
        self.pages[path] = Answer(body, 200, {"Content-Type": kind, "ETag": f'"{sha256(body).hexdigest()[:12]}"'})

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def served() -> Iterator[Site]:
    """A site on a free port of 127.0.0.1."""
    site = Site()

    class Pages(Handler):
        def get(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            answer = site.pages.get(self.path, Answer(b"ikke fundet", 404))
            body, status = answer.body, answer.status
            start = self.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
            if start and status == 200:
                body, status = body[int(start) :], 206
            self.say(body, status, answer.headers)

    with serving(Pages) as site.port:
        yield site

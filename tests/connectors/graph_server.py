"""A tenant of the test's own: a real HTTP server that answers as Microsoft documents Graph and its login server.

Sources (read 2026-11-22): the pages of https://learn.microsoft.com/graph/api/ that connectors/graph_tree.py names;
https://learn.microsoft.com/graph/throttling; https://learn.microsoft.com/graph/auth-v2-service.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.connectors.local_http import Handler, serving

Row = dict[str, Any]
HOST = "fjordlev.sharepoint.example"
SECRET = "den rigtige"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says."""

    body: bytes | Row = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def refusal(status: int, code: str) -> Reply:
    return Reply({"error": {"code": code, "message": "Anna Hansen 0101901234 is not allowed"}}, status)


@dataclass(slots=True)
class Tenant:
    """What there is: ``rows`` are collections by path, ``things`` single resources, ``bodies`` bytes."""

    port: int = 0
    page: int = 3
    rows: dict[str, list[Row]] = field(default_factory=dict)
    things: dict[str, Row] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, dict[str, tuple[str, bytes]]] = field(default_factory=dict)
    special: dict[str, Row] = field(default_factory=dict)
    denied: dict[str, Reply] = field(default_factory=dict)
    hiccups: dict[str, list[Reply]] = field(default_factory=dict)
    """Said once each before the path is answered, by the beginning of the path."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    logins: list[dict[str, list[str]]] = field(default_factory=list)
    accept: Callable[[dict[str, list[str]]], bool] = lambda form: form.get("client_secret") == [SECRET]
    expired: set[str] = field(default_factory=set)
    token: str = "token-1"
    direct: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def user(self, name: str) -> None:
        self.rows.setdefault("/users", []).append({"id": f"id-{name}", "userPrincipalName": name, "userType": "Member"})
        for path in ("mailFolders", "calendars", "drives"):
            self.rows[f"/users/{name}/{path}"] = []
        self.folder(name, "msgfolderroot", "Top", listed=False)

    def folder(self, user: str, folder: str, name: str, *, inside: str = "", listed: bool = True, **more: Any) -> None:
        row = {"id": folder, "displayName": name, "isHidden": False, **more}
        at = f"/users/{user}/mailFolders/{inside}/childFolders" if inside else f"/users/{user}/mailFolders"
        if listed:
            self.rows[at].append(row)
        else:
            self.things[f"/users/{user}/mailFolders/{folder}"] = row
        self.rows[f"/users/{user}/mailFolders/{folder}/childFolders"] = []
        self.rows[f"/users/{user}/mailFolders/{folder}/messages/delta"] = []

    def message(self, user: str, folder: str, number: str, subject: str, body: bytes) -> None:
        row = {
            "id": number,
            "subject": subject,
            "changeKey": _mark(body),
            "lastModifiedDateTime": "2026-01-05T08:00:00Z",
        }
        self.rows[f"/users/{user}/mailFolders/{folder}/messages/delta"].append(row)
        self.bodies[f"/users/{user}/messages/{number}/$value"] = body

    def calendar(self, user: str, calendar: str, name: str, *events: Row) -> None:
        self.rows[f"/users/{user}/calendars"].append({"id": calendar, "name": name})
        self.rows[f"/users/{user}/calendars/{calendar}/events"] = [
            {"id": e["id"], "subject": e.get("subject"), "changeKey": "1"} for e in events
        ]
        for event in events:
            self.things[f"/users/{user}/events/{event['id']}"] = event

    def site(self, path: str, number: str, **more: Any) -> str:
        row = {"id": number, "webUrl": f"https://{HOST}{path}", "name": path, **more}
        self.rows.setdefault("/sites/getAllSites", []).append(row)
        self.things[f"/sites/{HOST}:{path}" if path else f"/sites/{HOST}"] = row
        for one in ("drives", "lists", "sites"):
            self.rows[f"/sites/{number}/{one}"] = []
        return f"/sites/{number}"

    def drive(self, owner: str, number: str, name: str, files: dict[str, bytes]) -> None:
        self.rows[f"{owner}/drives"].append({"id": number, "name": name})
        self.files[number] = {path: (f"i{n}", data) for n, (path, data) in enumerate(files.items())}

    def list(self, site: str, number: str, name: str, *rows: Row, template: str = "genericList") -> None:
        self.rows[f"{site}/lists"].append({"id": number, "displayName": name, "list": {"template": template}})
        at = f"{site}/lists/{number}"
        self.rows[f"{at}/columns"] = [{"name": "CPR_x002d_nummer", "displayName": "CPR-nummer"}]
        self.rows[f"{at}/items"] = [
            {"id": str(n), "eTag": f'"g,{_mark(str(f).encode())}"', "fields": f} for n, f in enumerate(rows, start=1)
        ]
        for row in self.rows[f"{at}/items"]:
            self.things[f"{at}/items/{row['id']}"] = row

    def reply(self, path: str, query: str, headers: dict[str, str]) -> Reply:
        """The answer to a question below the version; ``path`` is not quoted any more."""
        for start, waiting in self.hiccups.items():
            if path.startswith(start) and waiting:
                return waiting.pop(0)
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        if token != self.token or token in self.expired:
            return refusal(401, "InvalidAuthenticationToken")
        for start, said in self.denied.items():
            if path.startswith(start):
                return said
        if path in self.rows:
            return self._page(path, self.rows[path], query)
        if path in self.bodies:
            return Reply(self.bodies[path], 200, {"Content-Type": "text/plain"})
        if path in self.things:
            return Reply(self.things[path])
        if path.startswith("/drives/"):
            return self._drive(path, query)
        return refusal(404, "itemNotFound")

    def _page(self, path: str, rows: list[Row], query: str) -> Reply:
        start = int(parse_qs(query).get("$skiptoken", ["0"])[0])
        told: Row = {"value": rows[start : start + self.page]}
        if start + self.page < len(rows):
            told["@odata.nextLink"] = f"{self.url_seen}/v1.0{path}?$skiptoken={start + self.page}"
        elif path.endswith("/delta"):
            told["@odata.deltaLink"] = f"{self.url_seen}/v1.0{path}?$deltatoken=x"
        return Reply(told)

    url_seen: str = ""

    def _drive(self, path: str, query: str) -> Reply:
        _, _, number, rest = path.split("/", 3)
        files = self.files.get(number, {})
        if rest.startswith("items/"):
            item = rest.split("/")[1]
            found = next((p for p, (i, _) in files.items() if i == item), None)
            if found is None:
                return refusal(404, "itemNotFound")
            address = f"{self.url_seen}/download/{number}/{item}"
            return Reply(files[found][1]) if self.direct else Reply(b"", 302, {"Location": address})
        folder, listing = rest.removeprefix("root").removeprefix(":/"), rest.endswith("children")
        folder = folder.removesuffix("children").removesuffix("/").removesuffix(":")
        if not listing:
            found = next((p for p in (*files, *self.special) if p == folder), None)
            return Reply(self._item(number, found)) if found else refusal(404, "itemNotFound")
        return self._page(path, self._children(number, folder), query)

    def _children(self, number: str, folder: str) -> list[Row]:
        start = f"{folder}/" if folder else ""
        rows: dict[str, Row] = {}
        for path in (*self.files[number], *(self.special if number == "d1" else ())):
            if path.startswith(start):
                name, _, deeper = path.removeprefix(start).partition("/")
                rows[name] = {"id": f"f-{name}", "name": name, "folder": {}} if deeper else self._item(number, path)
        return list(rows.values())

    def _item(self, number: str, path: str) -> Row:
        if path in self.special:
            return {"id": "s", "name": path.rpartition("/")[2], **self.special[path]}
        item, data = self.files[number][path]
        row = {"id": item, "name": path.rpartition("/")[2], "size": len(data) + 7, "file": {}, "cTag": _mark(data)}
        return row | {"lastModifiedDateTime": "2026-01-05T08:00:00Z"}

    def download(self, path: str) -> bytes | None:
        _, _, number, item = path.split("/")
        return next((data for i, data in self.files[number].values() if i == item), None)


def _mark(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]


@contextmanager
def served() -> Iterator[Tenant]:
    """A tenant on a free port of 127.0.0.1."""
    tenant = Tenant()

    class Graph(Handler):
        def get(self) -> None:
            parts = urlsplit(self.path)
            path, headers = unquote(parts.path), dict(self.headers.items())
            tenant.asked.append((self.path, headers))
            tenant.url_seen = f"http://{headers['Host']}"
            if path.startswith("/download/"):
                self._download(path, headers)
                return
            self._say(tenant.reply(path.removeprefix("/v1.0"), unquote(parts.query), headers))

        def post(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            tenant.logins.append(form)
            if not tenant.accept(form):
                said = "AADSTS7000215: Invalid client secret provided: " + form.get("client_secret", [""])[0]
                self._say(Reply({"error": "invalid_client", "error_description": said}, 401))
                return
            tenant.token = f"token-{len(tenant.logins)}"
            self._say(Reply({"token_type": "Bearer", "expires_in": 3599, "access_token": tenant.token}))

        def _download(self, path: str, headers: dict[str, str]) -> None:
            data = tenant.download(path)
            if data is None or "Authorization" in headers:
                self._say(refusal(404 if data is None else 400, "invalidRequest"))
                return
            start = headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
            self._say(Reply(data[int(start or 0) :], 206 if start else 200))

        def _say(self, reply: Reply) -> None:
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.say(body, reply.status, reply.headers)

    with serving(Graph) as tenant.port:
        yield tenant

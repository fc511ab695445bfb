"""What a Microsoft 365 tenant holds, as folders and files: mailboxes, calendars, drives, sites and their lists.

    mail/<user>/<folders>/<id>.eml         kalender/<user>/<calendar>/<id>.eml
    onedrive/<user>/<drive>/<folders>/<file>
    sharepoint/<host:path of the site>/dokumenter/<library>/<folders>/<file>
    sharepoint/<…>/lister/<list>/<row>.json, sharepoint/<…>/undersites/<name>/…

Everything is listed anew in each run, by ids and marks of change alone. Graph can tell
what changed since (delta), and whoever missed one such answer would miss documents
for ever; a full listing costs one request for 500 messages, and cannot be wrong for longer than a run.
Messages are listed by a first delta all the same: its pages do not shift when one is deleted meanwhile.

Sources (read 2026-11-22): https://learn.microsoft.com/graph/api/ user-list, user-list-mailfolders,
message-delta, outlook-get-mime-message, user-list-calendars, event-get, event-list-attachments, drive-list,
driveitem-list-children, driveitem-get-content, site-getallsites, site-getbypath, list-list, listitem-list
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from connectors.graph import Graph
from connectors.graph_entry import (
    ATTACHED,
    PAGE,
    Row,
    addressed,
    below,
    drive_entry,
    entry,
    is_library,
    must_be_there,
    plain,
    quoted,
    same_name_mark,
    shown,
    shown_site,
    site_address,
    url_id,
)
from connectors.graph_read import GraphReader
from connectors.tree import Entry, EntryKind, Source, Tree
from dsar.errors import ItemError
from dsar.model import GapCode

RECOVERABLE = ("recoverableitemsdeletions", "recoverableitemsversions", "recoverableitemspurges")
"""What was deleted from Deleted Items and is kept; a mailbox's listing does not name these folders."""
ROOT = "msgfolderroot"
"""What all folders of a mailbox lie in; messages may too."""
_OUTLOOK = "$select=id,subject,changeKey,lastModifiedDateTime"
_FILE = "id,name,cTag,eTag,lastModifiedDateTime,size,file,folder,package,remoteItem"
_LONG = 500
"""Rows of a page, where pages are asked for by number and shift when a row before them is deleted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a tenant is in the store; None for all users or sites."""

    users: Sequence[str] | None
    sites: Sequence[str] | None
    mail: bool
    calendar: bool
    onedrive: bool
    lists: bool
    recoverable: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """A folder: what kind of thing it is to Graph, and its path there."""

    kind: str
    path: str


class GraphTree:
    """A tenant as far as one login sees it."""

    def __init__(self, graph: Graph, wanted: Wanted) -> None:
        self._graph, self._wanted = graph, wanted
        self._reader = GraphReader(graph)
        self._nodes: dict[str, _Node] = {}

    def listing(self, folder: str) -> Iterator[Entry]:
        """As the protocol says."""
        at = folder.rstrip("/")
        node = self._node(at)
        list_one: Callable[[str, _Node], Iterator[Entry]] = getattr(self, f"_list_{node.kind}")
        yield from list_one(at, node)

    def open(self, path: str, start: int) -> Source:
        """As the protocol says."""
        steps = path.split("/")
        match steps:
            case ["mail", user, *_, name]:
                return self._reader.message(user, name, start)
            case ["kalender", user, *_, name]:
                return self._reader.event(user, name, start)
            case _:
                node = self._node("/".join(steps[:-1]))
                read = self._reader.row if node.kind == "rows" else self._reader.file
                return read(node.path, steps[-1], start)

    def close(self) -> None:
        """As the protocol says."""
        self._graph.close()

    def first_user(self) -> str | None:
        """The path of any user of the store."""
        return next((f"/users/{quoted(shown(user))}" for user in self._users()), None)

    def first_site(self) -> str | None:
        """The path of any site of the store."""
        return next((self._site_path(name) for name, _ in self._sites()), None)

    def _node(self, at: str) -> _Node:
        """A folder; a process that only opens finds its way from the top."""
        found = self._nodes.get(at) or self._plain_node(at)
        if found is None:
            parent = at.rpartition("/")[0]
            if not parent:
                raise ItemError(GapCode.VANISHED, "there is no such part of the store")
            node = self._node(parent)
            if node.kind == "files":  # not kept: there may be any number of them
                return _Node("files", below(node.path, plain(at.rpartition("/")[2])))
            for _ in self.listing(parent):
                pass
            found = self._nodes.get(at)
        if found is None:
            raise ItemError(GapCode.VANISHED, "no longer there")
        self._nodes[at] = found
        return found

    def _plain_node(self, at: str) -> _Node | None:
        """A folder that its path alone tells."""
        match at.split("/"):
            case [""]:
                return _Node("top", "")
            case ["mail" | "kalender" | "onedrive" as top]:
                return _Node("users", top)
            case ["sharepoint"]:
                return _Node("sites", "")
            case ["mail", user]:
                return _Node("mailbox", f"/users/{quoted(user)}")
            case ["kalender", user]:
                return _Node("calendars", f"/users/{quoted(user)}")
            case ["onedrive", user]:
                return _Node("drives", f"/users/{quoted(user)}")
            case ["sharepoint", site]:
                return _Node("site", self._site_path(site))
            case _:
                return None

    def _list_top(self, at: str, node: _Node) -> Iterator[Entry]:
        del at, node
        self._graph.reach()
        wanted = self._wanted
        users = wanted.users is None or bool(wanted.users)
        parts = {"mail": wanted.mail and users, "kalender": wanted.calendar and users}
        parts |= {"onedrive": wanted.onedrive and users, "sharepoint": wanted.sites is None or bool(wanted.sites)}
        yield from (Entry(name, EntryKind.FOLDER) for name, there in parts.items() if there)

    def _list_users(self, at: str, node: _Node) -> Iterator[Entry]:
        del at, node
        yield from (Entry(shown(user), EntryKind.FOLDER) for user in self._users())

    def _list_mailbox(self, at: str, node: _Node) -> Iterator[Entry]:
        """Its folders, hidden ones too, what lies in none, and what was deleted and is kept."""
        with must_be_there("mailbox"):
            folders: list[Row] = list(self._graph.rows(f"{node.path}/mailFolders?includeHiddenFolders=true&$top=250"))
        if self._wanted.recoverable:
            folders += self._recoverable(node)
        yield from self._mail_folders(at, node, folders)
        self._nodes[f"{at}/{ROOT}"] = _Node("messages", f"{node.path}/mailFolders/{ROOT}")
        yield Entry(ROOT, EntryKind.FOLDER)

    def _list_messages(self, at: str, node: _Node) -> Iterator[Entry]:
        del at
        yield from self._messages(node.path)

    def _list_mailfolder(self, at: str, node: _Node) -> Iterator[Entry]:
        inner = f"{node.path}/childFolders?includeHiddenFolders=true&$top=250"
        yield from self._mail_folders(at, node, self._graph.rows(inner))
        yield from self._messages(node.path)

    def _recoverable(self, node: _Node) -> Iterator[Row]:
        for name in RECOVERABLE:
            try:
                yield dict(self._graph.get(f"{node.path}/mailFolders/{name}")) | {"displayName": name}
            except ItemError as error:
                if error.code is not GapCode.VANISHED:  # listing it will say so
                    yield {"id": name, "displayName": name}

    def _mail_folders(self, at: str, node: _Node, rows: Iterable[Row]) -> Iterator[Entry]:
        box = node.path.partition("/mailFolders")[0]
        real = [row for row in rows if not str(row.get("@odata.type")).endswith("mailSearchFolder")]
        yield from self._folders(at, real, lambda row: _Node("mailfolder", f"{box}/mailFolders/{url_id(row)}"))

    def _messages(self, folder: str) -> Iterator[Entry]:
        for row in self._graph.rows(f"{folder}/messages/delta?{_OUTLOOK}"):
            yield entry(row, ".eml", title=row.get("subject"))

    def _list_calendars(self, at: str, node: _Node) -> Iterator[Entry]:
        with must_be_there("calendar"):
            rows = list(self._graph.rows(f"{node.path}/calendars?$top=100"))
        yield from self._folders(at, rows, lambda row: _Node("events", f"{node.path}/calendars/{url_id(row)}"))

    def _list_events(self, at: str, node: _Node) -> Iterator[Entry]:
        """Listed twice where they fill more than a page; see :data:`_LONG`."""
        del at
        path = f"{node.path}/events?{_OUTLOOK}&$top={_LONG}&$orderby=createdDateTime"
        rows = list(self._graph.rows(path))
        if len(rows) >= _LONG:
            rows += self._graph.rows(path)
        yield from (entry(row, ".eml", title=row.get("subject")) for row in rows)

    def _list_drives(self, at: str, node: _Node) -> Iterator[Entry]:
        with must_be_there("drive"):
            rows = list(self._graph.rows(f"{node.path}/drives?$select=id,name,system"))
        yield from self._folders(at, rows, lambda row: _Node("files", f"/drives/{url_id(row)}/root"))

    def _list_files(self, at: str, node: _Node) -> Iterator[Entry]:
        del at
        for row in self._graph.rows(f"{addressed(node.path)}/children?$select={_FILE}&$top=500"):
            yield drive_entry(row)

    def _list_sites(self, at: str, node: _Node) -> Iterator[Entry]:
        del node
        for name, found in self._sites():
            if found:
                self._nodes[f"{at}/{name}"] = found
            yield Entry(name, EntryKind.FOLDER)

    def _list_site(self, at: str, node: _Node) -> Iterator[Entry]:
        parts = {"dokumenter": "drives", "undersites": "subsites"} | ({"lister": "lists"} if self._wanted.lists else {})
        for name, kind in parts.items():
            self._nodes[f"{at}/{name}"] = _Node(kind, node.path)
            yield Entry(name, EntryKind.FOLDER)

    def _list_subsites(self, at: str, node: _Node) -> Iterator[Entry]:
        rows = self._graph.rows(f"{node.path}/sites?$select=id,displayName,name")
        yield from self._folders(at, rows, lambda row: _Node("site", f"/sites/{url_id(row)}"))

    def _list_lists(self, at: str, node: _Node) -> Iterator[Entry]:
        """All but libraries, whose files are read as such."""
        rows = self._graph.rows(f"{node.path}/lists?$select=id,displayName,name,list,system")
        real = [row for row in rows if not is_library(row)]

        def found(row: Row) -> _Node:
            return _Node("rows", f"{node.path}/lists/{url_id(row)}")

        yield from self._folders(at, real, found)

    def _list_rows(self, at: str, node: _Node) -> Iterator[Entry]:
        del at
        for row in self._graph.rows(f"{node.path}/items?$expand=fields&$top=500"):
            fields = row.get("fields")
            known = fields if isinstance(fields, dict) else {}
            yield entry(row, ".json", title=known.get("Title"))
            if known.get("Attachments"):
                yield entry(row, ATTACHED, title=known.get("Title"))
            if str(known.get("FileLeafRef", "")).lower().endswith(".aspx"):
                yield entry(row, PAGE, title=known.get("FileLeafRef"))

    def _folders(self, at: str, rows: Iterable[Row], found: Callable[[Row], _Node]) -> Iterator[Entry]:
        """Folders by name; those that share one are told apart by their ids."""
        known = [(shown(str(row.get("displayName") or row.get("name") or row.get("id"))), row) for row in rows]
        often = Counter(name for name, _ in known)
        for name, row in known:
            told = name if often[name] == 1 else f"{name} ({same_name_mark(row)})"
            self._nodes[f"{at}/{told}"] = found(row)
            yield Entry(told, EntryKind.FOLDER)

    def _users(self) -> Iterator[str]:
        """Who is in the store; guests have their mailbox elsewhere."""
        if self._wanted.users is not None:
            yield from self._wanted.users
            return
        for row in self._graph.rows("/users?$select=id,userPrincipalName,userType&$top=500"):
            if row.get("userType") != "Guest":
                yield str(row.get("userPrincipalName") or row.get("id"))

    def _sites(self) -> Iterator[tuple[str, _Node | None]]:
        """Sites by their steps in a locator; those of the settings are looked for when they are listed."""
        if self._wanted.sites is not None:
            yield from ((shown_site(address), None) for address in self._wanted.sites)
            return
        for row in self._graph.rows("/sites/getAllSites"):
            yield shown_site(str(row.get("webUrl") or row.get("id"))), _Node("site", f"/sites/{url_id(row)}")

    def _site_path(self, step: str) -> str:
        return f"/sites/{url_id(self._graph.get(site_address(step) + '?$select=id'))}"


_checked: type[Tree] = GraphTree

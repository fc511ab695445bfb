"""Graph's rows as entries of a tree, and its names as steps of a locator, there and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from connectors.tree import Entry, EntryKind
from dsar.errors import ItemError
from dsar.model import GapCode

Row = Mapping[str, Any]

ATTACHED, PAGE = ".vedhaeftet", ".side"
"""Endings of what a list's row has, and Graph does not give: attached files, and a page's text."""
_QUOTED = {"%": "%25", "!": "%21", "/": "%2F"}


def shown(name: str) -> str:
    """A name as a step of a locator."""
    step = "".join(_QUOTED.get(c, c) for c in name)
    return step.replace(".", "%2E") if step in (".", "..") else step or "%20"


def plain(step: str) -> str:
    """The name that a step stands for."""
    return "" if step == "%20" else unquote(step)


def quoted(step: str) -> str:
    """A step as a part of a path at the server."""
    return quote(plain(step), safe="")


def url_id(row: Row) -> str:
    """A row's id as a part of a path at the server.

    Raises:
        ItemError: it has none.
    """
    return quote(_id(row), safe=",")


def same_name_mark(row: Row) -> str:
    """Tells folders of one name apart."""
    return blake2b(_id(row).encode("utf-8", "replace"), digest_size=3).hexdigest()


def entry(row: Row, ending: str, *, title: object) -> Entry:
    """A message, an appointment or a list's row, under its id."""
    version = row.get("changeKey") or row.get("eTag") or row.get("@odata.etag") or row.get("lastModifiedDateTime")
    words = " ".join(str(title or "").encode("utf-8", "replace").decode().split())[:200]
    name = shown(_id(row)) + ending
    return Entry(name, EntryKind.FILE, str(version or ""), None, _seconds(row), title=words)


def drive_entry(row: Row) -> Entry:
    """What lies in a drive.

    Sizes are left out: SharePoint writes properties into documents as it hands
    them out, so that fewer or more bytes come than it lists.
    """
    name = shown(str(row.get("name") or ""))
    if "remoteItem" in row:
        return Entry(name, EntryKind.LINK_OUT)
    if "folder" in row:
        return Entry(name, EntryKind.FOLDER)
    version = row.get("cTag") or row.get("eTag") or f"{row.get('lastModifiedDateTime')}-{row.get('size')}"
    return Entry(name, EntryKind.FILE, str(version), None, _seconds(row))


def is_library(row: Row) -> bool:
    """Whether a list is a library of files."""
    told = row.get("list")
    return isinstance(told, dict) and told.get("template") == "documentLibrary"


def shown_site(address: str) -> str:
    """A site's address as a step of a locator: ``host:sites:name``."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return shown(":".join([parts.netloc, *unquote(parts.path).strip("/").split("/")]).rstrip(":"))


def site_address(step: str) -> str:
    """Where the server tells of the site of such a step."""
    host, _, path = plain(step).partition(":")
    below_host = "/".join(quote(one, safe="") for one in path.split(":"))
    return f"/sites/{quote(host, safe='')}" + (f":/{below_host}" if path else "")


def below(path: str, name: str) -> str:
    """The path of what bears a name in a folder of a drive."""
    return f"{path}{'/' if ':/' in path else ':/'}{quote(name, safe='')}"


def addressed(path: str) -> str:
    """A path in a drive so that more can follow it."""
    return f"{path}:" if ":/" in path else path


@contextmanager
def must_be_there(what: str) -> Iterator[None]:
    """What a user of the store has not got, as far as Graph knows, is a gap that stays, not something that vanished."""
    try:
        yield
    except ItemError as error:
        if error.code is not GapCode.VANISHED:
            raise
        raise ItemError(GapCode.NO_ACCESS, f"there is no {what} that Graph can reach") from error


def _id(row: Row) -> str:
    found = row.get("id")
    if not isinstance(found, str) or not found:
        raise ItemError(GapCode.DAMAGED, "the server lists something without an id")
    return found


def _seconds(row: Row) -> float | None:
    try:
        return datetime.fromisoformat(str(row.get("lastModifiedDateTime"))).timestamp()
    except (ValueError, OverflowError, OSError):
        return None

"""Which of a document's properties are data: its dates and its authors, by the names that formats give them."""

from __future__ import annotations

from collections.abc import Iterable

from dsar.stated import DATES, Stated, StatedKind, on, said

_KINDS = {
    "created": StatedKind.CREATED,
    "creationdate": StatedKind.CREATED,
    "createdate": StatedKind.CREATED,
    "creatim": StatedKind.CREATED,
    "modified": StatedKind.MODIFIED,
    "moddate": StatedKind.MODIFIED,
    "modifydate": StatedKind.MODIFIED,
    "revtim": StatedKind.MODIFIED,
    "lastsaved": StatedKind.MODIFIED,
    "datetimeoriginal": StatedKind.TAKEN,
    "author": StatedKind.AUTHOR,
    "creator": StatedKind.AUTHOR,
    "lastmodifiedby": StatedKind.CHANGED_BY,
    "lastauthor": StatedKind.CHANGED_BY,
    "operator": StatedKind.CHANGED_BY,
}


def stated_by(properties: Iterable[tuple[str, str]]) -> tuple[Stated, ...]:
    """What the properties, each a name and a text, say as data; each thing once."""
    found: dict[Stated, None] = {}
    for name, text in properties:
        kind = _KINDS.get(name.lower())
        if kind is not None:
            found.update(dict.fromkeys(on(kind, text) if kind in DATES else said(kind, text)))
    return tuple(found)

"""Opens what lies in a Microsoft 365 tenant: messages, appointments, files, and rows of lists."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Any

import httpx

from connectors.graph import Graph
from connectors.graph_entry import ATTACHED, PAGE, addressed, below, plain, quoted, url_id
from connectors.graph_event import written
from connectors.tree import Source
from dsar.errors import ItemError
from dsar.model import GapCode

_PIECE = 1 << 18
_MEMORY = 8 << 20
"""Bytes of a message that are held in memory; a bigger one lies in a file without a name."""


class GraphReader:
    """Opens one thing at a time; raises as :class:`connectors.tree.Tree` says."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._labels: tuple[str, Mapping[str, str]] = ("", {})

    def message(self, user: str, name: str, start: int) -> Source:
        """A message, fetched whole first: Exchange writes its MIME form anew each time, so no two halves fit."""
        path = f"/users/{quoted(user)}/messages/{quoted(name.removesuffix('.eml'))}"
        return _Held(self._graph.whole(f"{path}/$value", _spooled), start)

    def event(self, user: str, name: str, start: int) -> Source:
        """An appointment with its exceptions and attachments."""
        path = f"/users/{quoted(user)}/events/{quoted(name.removesuffix('.eml'))}"
        event = self._graph.get(f"{path}?$expand=exceptionOccurrences")
        attached = self._attachments(path) if event.get("hasAttachments") else ()
        return _Held(io.BytesIO(written(event, attached)), start)

    def row(self, path: str, name: str, start: int) -> Source:
        """A row of a list, with its columns' names as people see them."""
        if name.endswith(ATTACHED):
            raise ItemError(GapCode.UNSUPPORTED, "files attached to a list's row, which Graph does not give")
        if name.endswith(PAGE):
            raise ItemError(GapCode.UNSUPPORTED, "a page of the site; read it with the connector web")
        told = self._graph.get(f"{path}/items/{quoted(name.removesuffix('.json'))}?$expand=fields")
        fields = told.get("fields")
        labels = self._columns(path)
        values = [
            (labels.get(key, key), value)
            for key, value in (fields if isinstance(fields, dict) else {}).items()
            if not key.startswith("@")
        ]
        often = Counter(label for label, _ in values)
        row = {label if often[label] == 1 else f"{label} ({n})": value for n, (label, value) in enumerate(values)}
        return _Held(io.BytesIO(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")), start)

    def file(self, path: str, name: str, start: int) -> Source:
        """A file of a drive."""
        told = self._graph.get(addressed(below(path, plain(name))))
        if "package" in told:
            raise ItemError(GapCode.UNSUPPORTED, "a notebook, which Graph does not give as a file")
        # By its id from here on: what bears this name a moment later may be another file.
        content = f"{path.partition('/root')[0]}/items/{url_id(told)}/content"
        answer = self._graph.download(content, start)
        return _Download(self._graph, answer, str(told.get("cTag") or told.get("eTag")), start=start)

    def _attachments(self, path: str) -> Iterator[tuple[str, bytes]]:
        for row in self._graph.rows(f"{path}/attachments?$select=id,name,contentType"):
            name = str(row.get("name") or "")
            if str(row.get("@odata.type")).endswith("referenceAttachment"):
                yield f"{name}.txt", name.encode("utf-8", "replace")  # a link; what it leads to is read where it lies
            else:
                yield name, self._graph.whole(f"{path}/attachments/{url_id(row)}/$value", b"".join)

    def _columns(self, path: str) -> Mapping[str, str]:
        """The names of a list's columns, as the system calls them, to what people call them."""
        if self._labels[0] != path:
            rows: Iterator[Mapping[str, Any]] = self._graph.rows(f"{path}/columns?$select=name,displayName")
            names = {str(row.get("name")): str(row.get("displayName") or row.get("name")) for row in rows}
            self._labels = (path, names)
        return self._labels[1]


class _Held:
    """Content that lies here already."""

    mark = ""

    def __init__(self, held: IO[bytes], start: int) -> None:
        self._held = held
        held.seek(start)

    def read(self, size: int) -> bytes:
        return self._held.read(size)

    def now(self) -> str:
        return self.mark

    def close(self) -> None:
        self._held.close()


class _Download:
    """A file that is being fetched; one download is of one version of it."""

    def __init__(self, graph: Graph, answer: httpx.Response, mark: str, *, start: int) -> None:
        self._graph, self._answer, self.mark = graph, answer, mark
        if answer.headers.get("content-encoding", "identity") != "identity":
            answer.close()
            raise ItemError(GapCode.UNSUPPORTED, "the server sends it only compressed")
        self._chunks = answer.iter_raw(_PIECE)
        self._left = b""
        skip = start if answer.status_code == 200 else 0
        while skip:
            skip -= len(self.read(min(skip, _PIECE))) or skip

    def read(self, size: int) -> bytes:
        with self._graph.translated():
            self._left = self._left or next(self._chunks, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given

    def now(self) -> str:
        return self.mark

    def close(self) -> None:
        with suppress(httpx.HTTPError, OSError):
            self._answer.close()


def _spooled(pieces: Iterator[bytes]) -> IO[bytes]:
    held: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115  # its reader closes it
    try:
        for piece in pieces:
            held.write(piece)
    except BaseException:
        held.close()
        raise
    return held

"""``manifest.json``: what a package holds and what it rests on, so that it can be checked years later.

It stays with the municipality: the gaps it lists name files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dsar.model import Answer, Level
from dsar.package.data import Data

MANIFEST_FILE = "manifest.json"
_Count = Annotated[int, Field(ge=0)]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileEntry(_Value):
    """A file of the package; the path has ``/`` between its steps."""

    path: Annotated[str, Field(min_length=1)]
    size: _Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class StoreEntry(_Value):
    """A store that was searched."""

    store: str
    items: _Count
    indexed_at: datetime | None


class SkippedEntry(_Value):
    """A store that was not searched."""

    store: str
    reason: str


class GapEntry(_Value):
    """A thing that was not (fully) read, as ``dsar gaps`` tells it."""

    store: str
    item: str
    code: str
    reason: str
    since: datetime


class Counts(_Value):
    """What must agree with the files: hits by level, what is told to the citizen, what was masked."""

    certain: _Count
    likely: _Count
    possible: _Count
    other: _Count
    told: _Count
    passages: _Count
    masked: _Count
    gaps: _Count


class Manifest(_Value):
    """The whole manifest. ``made`` is aware UTC."""

    type: Literal["manifest"] = "manifest"
    format: Literal["dsar-package/1"] = "dsar-package/1"
    status: Literal["draft"] = "draft"
    made: datetime
    versions: dict[str, str]
    organisation: str
    counts: Counts
    searched: tuple[StoreEntry, ...]
    not_searched: tuple[SkippedEntry, ...]
    gaps: tuple[GapEntry, ...]
    files: tuple[FileEntry, ...]


def manifest(answer: Answer, data: Data, files: Iterable[FileEntry], *, made: datetime) -> Manifest:
    """The manifest of a package with these files. Pure but for asking which versions are installed."""
    return Manifest(
        made=made,
        versions={name: version(name) for name in ("dsar", "typst")},
        organisation=data.controller.name,
        counts=_counts(answer, data),
        searched=tuple(StoreEntry(store=s.store, items=s.items, indexed_at=s.indexed_at) for s in answer.searched),
        not_searched=tuple(SkippedEntry(store=s.store, reason=_writable(s.reason)) for s in answer.not_searched),
        gaps=tuple(
            GapEntry(
                store=g.store,
                item=_writable(g.gap.locator),
                code=g.gap.code,
                reason=_writable(g.gap.reason),
                since=g.since,
            )
            for g in answer.gaps
        ),
        files=tuple(sorted(files, key=lambda file: file.path)),
    )


def _writable(text: str) -> str:
    """The text without lone surrogates (from file names that are no UTF-8), which JSON in UTF-8 has no room for."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _counts(answer: Answer, data: Data) -> Counts:
    levels = Counter(hit.level for hit in answer.hits)
    return Counts(
        certain=levels[Level.CERTAIN],
        likely=levels[Level.LIKELY],
        possible=levels[Level.POSSIBLE],
        other=levels[Level.OTHER],
        told=len(data.items),
        passages=sum(len(item.passages) for item in data.items),
        masked=sum(item.masked for item in data.items),
        gaps=len(answer.gaps),
    )

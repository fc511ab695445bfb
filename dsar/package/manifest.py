"""``manifest.json``: what a package holds and what it rests on, so that it can be checked years later.

It stays with the municipality: the gaps it lists name files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dsar.cases.review import Fate
from dsar.model import Answer
from dsar.package.data import Data

MANIFEST_FILE = "manifest.json"
COPIES = "citizen/oplysninger/"
_Count = Annotated[int, Field(ge=0)]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _harmless(path: str) -> str:
    if {".", ".."} & set(path.split("/")):
        raise ValueError("leads out of the package")
    return path


class FileEntry(_Value):
    """A file of the package; the path has ``/`` between its steps."""

    path: Annotated[str, Field(pattern=r"^(?:citizen|internal)(?:/[^/\\\x00]{1,255}){1,3}$"), AfterValidator(_harmless)]
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
    """What must agree with the files: hits by what became of them, and what of them is told to the citizen."""

    whole: _Count
    extracted: _Count
    withheld: _Count
    excluded: _Count
    aside: _Count
    told: _Count
    passages: _Count
    masked: _Count
    copies: _Count
    gaps: _Count
    left_out: _Count = 0
    """Runs of blocks about others that extracts lack; packages from before 22 November 2026 do not count them."""


class Manifest(_Value):
    """The whole manifest. ``made`` is the day that everything in the package bears."""

    type: Literal["manifest"] = "manifest"
    format: Literal["dsar-package/2"] = "dsar-package/2"
    made: date
    case: str
    versions: dict[str, str]
    organisation: str
    counts: Counts
    searched: tuple[StoreEntry, ...]
    not_searched: tuple[SkippedEntry, ...]
    gaps: tuple[GapEntry, ...]
    files: tuple[FileEntry, ...]


def manifest(
    covered: Answer, data: Data, files: Iterable[FileEntry], *, fates: Iterable[Fate], versions: Mapping[str, str]
) -> Manifest:
    """The manifest of a package with these files. Pure but for asking which versions are installed."""
    files = sorted(files, key=lambda file: file.path)
    return Manifest(
        made=data.made,
        case=data.case.id,
        versions={name: version(name) for name in ("dsar", "typst", "pypdfium2", "python-docx")} | dict(versions),
        organisation=data.controller.name,
        counts=_counts(covered, data, Counter(fates), files),
        searched=tuple(StoreEntry(store=s.store, items=s.items, indexed_at=s.indexed_at) for s in covered.searched),
        not_searched=tuple(SkippedEntry(store=s.store, reason=_writable(s.reason)) for s in covered.not_searched),
        gaps=tuple(
            GapEntry(
                store=g.store,
                item=_writable(g.gap.locator),
                code=g.gap.code,
                reason=_writable(g.gap.reason),
                since=g.since,
            )
            for g in covered.gaps
        ),
        files=tuple(files),
    )


def _writable(text: str) -> str:
    """The text without lone surrogates (from file names that are no UTF-8), which JSON in UTF-8 has no room for."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _counts(covered: Answer, data: Data, fates: Counter[Fate], files: Iterable[FileEntry]) -> Counts:
    return Counts(
        whole=fates[Fate.WHOLE],
        extracted=fates[Fate.EXTRACTED],
        withheld=fates[Fate.WITHHELD],
        excluded=fates[Fate.EXCLUDED],
        aside=fates[Fate.ASIDE],
        told=len(data.items),
        passages=sum(len(item.passages) for item in data.items),
        masked=sum(item.masked for item in data.items),
        copies=sum(file.path.startswith(COPIES) for file in files),
        gaps=len(covered.gaps),
        left_out=sum(each.runs for each in data.left_out),
    )

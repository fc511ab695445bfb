"""Looks into a package whose files are as they were made: do they agree, can they be used, is anybody else in them?"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dsar.find.subject import subject_from_json
from dsar.model import Subject
from dsar.package.agreement import disagreements
from dsar.package.data import Data
from dsar.package.manifest import COPIES, Manifest
from dsar.redact.belongs import Known
from dsar.redact.own import own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.proof import page_leaks, readings, remaining
from dsar.redact.removal import Options

_GIVEN = re.compile(r"Vi giver dig\s+(?P<number>[0-9][0-9.]*|ét|et)\s")
_WORDS = {"ét": 1, "et": 1}


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, in words, and what is wrong; a line each."""

    checks: tuple[str, ...]
    problems: tuple[str, ...]


def look_into(root: Path, manifest: Manifest) -> Looked:
    """Look into a package's folder, every file of which has the bytes of its manifest."""
    pdfs = [entry.path for entry in manifest.files if entry.path.endswith(".pdf")]
    problems = [line for name in pdfs for line in _inaccessible(root, name)]
    try:
        data = Data.model_validate_json((root / "citizen/data.json").read_bytes())
        problems += disagreements(root, manifest, data)
        problems += _others(root, data)
    except (OSError, ValueError, KeyError, TypeError):
        problems.append("a file of the package is missing, or not of the form that this version of dsar writes")
    problems += _letter(root, manifest)
    checks = (
        f"{len(manifest.files)} files have the size and SHA-256 of the manifest, and none is missing or added",
        f"{len(pdfs)} PDF files are tagged, and say their language and title",
        f"letter, data.json, data.csv, evidence, decisions, search and manifest agree on {manifest.counts.told} items",
        f"{manifest.counts.copies} copies were read by two readers, and nobody who was removed is in them",
    )
    return Looked(checks, tuple(problems))


def _others(root: Path, data: Data) -> Iterator[str]:
    """Whether anybody who was removed can be read again in a copy, or in what the data say of its item."""
    from dsar.detect import Detectors

    search = json.loads((root / "internal/search.json").read_bytes())
    detect = Detectors(today=data.made, thorough=True).detect
    planner = Planner(own_identifiers(_subject(search["subject"]), detect), detect, Options())
    items = {item.number: item for item in data.items}
    for line in (root / "internal/redactions.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        known = Known(False, _names(one["others"]), _names(one["employees"]), frozenset(one["numbers"]))
        for name in one["files"]:
            pages = set(remaining(root / COPIES / name, planner, known))
            yield from (f"{COPIES}{name}: page {page}: somebody who was removed can be read" for page in sorted(pages))
        texts = [p.excerpt for p in items[one["number"]].passages] if one["number"] in items else []
        if any(planner.recurring(text, known) and any(page_leaks(text, planner, known, page=1)) for text in texts):
            yield f"citizen/data.json: item {one['number']}: somebody who was removed can be read"


def _subject(raw: Mapping[str, Any]) -> Subject:
    known = {key: value for key, value in raw.items() if value}
    return subject_from_json(json.dumps(known), "internal/search.json")


def _names(listed: list[list[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(name) for name in listed)


def _letter(root: Path, manifest: Manifest) -> Iterator[str]:
    """Whether the letter counts as the manifest does, opens in its editable form, and names no author."""
    told = manifest.counts.told
    for name, text in (("svarbrev.pdf", _pdf_text), ("svarbrev.docx", _docx_text)):
        try:
            whole = text(root / "citizen" / name)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            yield f"citizen/{name}: cannot be opened"
            continue
        found = _GIVEN.search(whole)
        if manifest.case not in whole:
            yield f"citizen/{name}: does not name the manifest's case"
        number = _WORDS.get(found["number"]) or int(found["number"].replace(".", "")) if found else 0
        if number != told:
            yield f"citizen/{name}: gives another number of items than the manifest says"
    with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile):
        import docx

        properties = docx.Document(str(root / "citizen/svarbrev.docx")).core_properties
        if {properties.author, properties.last_modified_by} - {"", manifest.organisation}:
            yield "citizen/svarbrev.docx: names a person as its author"


def _pdf_text(path: Path) -> str:
    return " ".join(" ".join(text for _, text in readings(path)).split())


def _docx_text(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    return " ".join(" ".join(paragraph.text for paragraph in document.paragraphs).split())


def _inaccessible(root: Path, name: str) -> Iterator[str]:
    """What keeps a reading aid from a PDF: no tags, no language, no title."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(root / name)
    except pypdfium2.PdfiumError:
        yield f"{name}: cannot be opened"
        return
    try:
        size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
        checks = {
            "tags": bool(raw.FPDFCatalog_IsTagged(document.raw)),
            "language": size > 2,  # an empty UTF-16 string is its closing zero
            "title": bool(document.get_metadata_value("Title")),
        }
    finally:
        document.close()
    yield from (f"{name}: has no {what}" for what, there in checks.items() if not there)

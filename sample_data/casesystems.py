"""What two invented case systems export: cases with parties, and documents that name nobody and are found by them.

Kasus writes CSV as Windows does, Fagnet a JSON file a case. One document is listed and was
not exported; one file was exported and is listed nowhere.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sample_data.document import Document, Mention, Paragraph
from sample_data.formats import plain, word
from sample_data.people import Person
from sample_data.shelf import Shelf

DAY = date(2024, 9, 2)
DRIVE = "D:\\Kasus\\Eksport\\"
REGISTER = "sagsregister"


@cache
def texts() -> dict[str, Any]:
    """Cases and documents in Danish."""
    return tomllib.loads(files("sample_data").joinpath("prose", "casesystems.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a case system: its parties by role, and its documents by path and title."""

    number: str
    title: str
    parties: tuple[tuple[str, Person], ...]
    documents: tuple[tuple[str, str], ...]

    @property
    def mentions(self) -> list[Mention]:
        """What the system says of people where this case is named."""
        found = []
        for role, person in self.parties:
            who = "mentioned" if role == "Kontaktperson" else "subject"
            found.append(Mention(person.id, who, "name", "full", person.name))
            found.append(Mention(person.id, who, "cpr", "plain", person.cpr))
        return found


def fill_casesystems(shelf: Shelf, people: list[Person], *, batch: int, prefix: str) -> None:
    """Put both exports on the shelf: the people take turns as parties, two of them in a case where there are two."""
    kasus = _cases(shelf, "kasus", people, batch=batch, folder=f"{prefix}Filer/2024/")
    _kasus_index(shelf, kasus, prefix)
    missing = f"{prefix}Filer/2024/{kasus[0].number}-bilag.pdf"
    shelf.gap("kasus", missing, "vanished")
    loose = texts()["loose"]["text"].format(name=people[0].name, cpr=people[0].cpr)
    path = shelf.put("kasus", f"{prefix}Filer/løs seddel.txt", plain.encode(loose, "cp1252", windows=True), DAY)
    shelf.tell("kasus", path, Case("", "", (("Part", people[0]),), ()).mentions, form="export-unlisted")
    fagnet = _cases(shelf, "fagnet", people[1:], batch=batch, folder=f"{prefix}bilag/")
    for case in fagnet:
        _index(shelf, "fagnet", f"{prefix}sager/{case.number}.json", _fagnet_json(case))


def _cases(shelf: Shelf, system: str, people: list[Person], *, batch: int, folder: str) -> list[Case]:
    made = []
    for n, told in enumerate(texts()[system]):
        number = f"{system[0].upper()}-2024-{batch * 100 + n + 1:04}"
        parties = [("Part", people[n % len(people)])]
        if n == 1:
            parties.append(("Kontaktperson", people[(n + 1) % len(people)]))
        documents = [
            (shelf.put(system, f"{folder}{number}-{name}", _document(name, title, text), DAY), title)
            for name, title, text in told["documents"]
        ]
        case = Case(number, told["title"], tuple(parties), tuple(documents))
        shelf.noted(system, f"{REGISTER}/{number}", case.mentions, form="export-case")
        for path, _ in documents:
            shelf.noted(system, path, case.mentions, form="export-document")
        made.append(case)
    return made


def _document(name: str, title: str, text: str) -> bytes:
    if name.endswith(".docx"):
        return word.write_docx(Document("", title, DAY, "letter", (Paragraph(text),)))
    return plain.encode(text, "cp1252", windows=True)


def _kasus_index(shelf: Shelf, cases: list[Case], prefix: str) -> None:
    tables: dict[str, list[list[str]]] = {
        "sager": [["SagsID", "Overskrift", "Oprettet", "Status"]],
        "parter": [["SagsID", "Rolle", "Navn", "PNR"]],
        "dokumenter": [["DokID", "SagsID", "Titel", "Dato", "Sti"]],
    }
    for case in cases:
        tables["sager"].append([case.number, case.title, "02-09-2024", "Afsluttet"])
        tables["parter"] += [[case.number, role, p.name, p.cpr] for role, p in case.parties]
        bilag = [(f"{prefix}Filer/2024/{case.number}-bilag.pdf", "Bilag")] if case is cases[0] else []
        for n, (path, title) in enumerate((*case.documents, *bilag), start=1):
            way = DRIVE + path.replace("/", "\\")
            tables["dokumenter"].append([f"{case.number}-{n}", case.number, title, "02-09-2024", way])
    for name, rows in tables.items():
        _index(shelf, "kasus", f"{prefix}{name}.csv", plain.write_rows(rows, "cp1252"))


def _fagnet_json(case: Case) -> bytes:
    parties = [{"rolle": role, "navn": p.name, "cpr-nummer": p.cpr} for role, p in case.parties]
    journal = [{"dato": "2024-09-02", "titel": title, "fil": path} for path, title in case.documents]
    told = {"sag": {"sagsnr": case.number, "emne": case.title, "parter": parties, "journal": journal}}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _index(shelf: Shelf, store: str, path: str, data: bytes) -> None:
    shelf.indexes.add((store, shelf.put(store, path, data, DAY)))

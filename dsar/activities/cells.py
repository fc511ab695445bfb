"""What a cell of a municipality's own list says, in the codes of the record. Pure.

A cell lists things one a line or between semicolons (commas too, where they are
codes or names we know). What is not understood is given back, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dsar import words
from dsar.activities.record import LegalBasis, Person, Preservation, SourceType
from dsar.model import Category

_ARTICLE = re.compile(
    r"(?:art(?:ikel|\.)?[ ]{0,2})?(?<![0-9])(?P<article>[69])[ ,(]{1,3}(?:stk\.?[ ]{0,2})?(?P<part>[12])[ ,.)(]{1,4}"
    r"(?:nr\.?[ ]{0,2}|litra[ ]{0,2}|\()?(?P<letter>[a-j])(?![a-zæøå0-9])",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(
    r"(?:databeskyttelsesloven?s?|dbl)[ .,]{0,3}(?:§[ ]{0,2})?(?P<section>8|11)(?![0-9])"
    r"[ ,(]{0,3}(?:stk\.?[ ]{0,2})?(?P<part>[1-5])?",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<![0-9])(?P<years>[0-9]{1,2})[ ]{0,2}år(?:[ ]{0,2}(?:efter|fra|regnet fra)[ ]{1,2}(?P<trigger>.{1,200}))?"
)
_CODE = re.compile(r"(?<!\w)P[0-9]{1,5}D(?!\w)")
_IN_BRACKETS = re.compile(r"(?P<name>[^()]{1,200})\((?P<what>[^()]{1,200})\)")
_KLE = re.compile(r"(?<![0-9.])[0-9]{2}(?:\.[0-9]{2}){0,2}(?![0-9.])")

SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "categories": {
        "personnummer": "cpr",
        "cpr": "cpr",
        "navne": "name",
        "helbredsoplysninger": "health",
        "fagforeningsmæssigt tilhørsforhold": "union",
        "fagforeningsoplysninger": "union",
        "strafbare forhold": "criminal",
        "økonomi": "income",
        "kontaktoplysninger": "contact",
        "etnisk oprindelse": "ethnicity",
        "seksuel orientering": "sexuality",
        "væsentlige sociale problemer": "social",
    },
    "persons": {
        "borgere": "adult",
        "borger": "adult",
        "ansat": "employee",
        "medarbejdere": "employee",
        "leverandører": "company",
    },
    "sources": {
        "borgeren": "subject",
        "borgeren selv": "subject",
        "den registrerede": "subject",
        "andre myndigheder": "organisations",
        "cpr-registret": "public_registers",
        "registre": "public_registers",
    },
}
"""What lists call things beside the names that dsar prints."""


def texts(cell: str) -> tuple[str, ...]:
    """The things a cell lists, as they stand."""
    return tuple(part for line in re.split(r"[;\n]", cell) if (part := line.strip(" \t-–•*·")))


def legal_bases(cell: str) -> tuple[list[str], list[str]]:
    """The provisions a cell names, as codes, and the lines that name none we know (special laws, as a rule)."""
    found: dict[str, None] = {}
    unknown = []
    for line in texts(cell):
        codes = [code for code in _bases(line) if code in set(LegalBasis)]
        found |= dict.fromkeys(codes)
        if not codes:
            unknown.append(line)
    return list(found), unknown


def _bases(line: str) -> Iterator[str]:
    for match in _ARTICLE.finditer(line):
        yield f"{match['article']}({match['part']})({match['letter'].lower()})"
    for match in _PARAGRAPH.finditer(line):
        yield f"DBL {match['section']}({match['part'] or 1})"


def codes(field: str, cell: str) -> tuple[list[str], list[str]]:
    """The codes of a closed list that a cell names, by code or by Danish name, and what it names beside them."""
    known = {**_NAMES[field](), **SYNONYMS.get(field, {})}
    found: dict[str, None] = {}
    unknown = []
    for line in texts(cell):
        whole = known.get(line.casefold())
        for part in [line] if whole else re.split(r",|\bog\b", line):
            name = part.strip().casefold().rstrip(".")
            if name in known:
                found[known[name]] = None
            elif name:
                unknown.append(part.strip())
    return list(found), unknown


_NAMES: Mapping[str, Callable[[], dict[str, str]]] = {
    "categories": lambda: _by_name(words.CATEGORIES, Category),
    "persons": lambda: _by_name(words.PERSONS, Person),
    "sources": lambda: _by_name(words.SOURCES, SourceType),
}


def _by_name(names: Mapping[str, str], known: type[Category | Person | SourceType]) -> dict[str, str]:
    return {**{code.value: code.value for code in known}, **{text.casefold(): code for code, text in names.items()}}


def processors(cell: str) -> list[dict[str, str]]:
    """Suppliers; what stands in brackets is their task."""
    named = [
        (m["name"].strip(), m["what"].strip()) if (m := _IN_BRACKETS.fullmatch(t)) else (t, "") for t in texts(cell)
    ]
    return [{"name": name, "task": task or "behandler oplysninger for kommunen"} for name, task in named]


def retentions(cell: str, kle: str, preservation: str) -> list[dict[str, Any]]:
    """Rules of retention: "5 år efter sagens afslutning" has a period; any other text is the trigger, without one."""
    subjects = _KLE.findall(kle)
    letter = preservation.strip().upper()[:1]
    more: dict[str, Any] = {"kle": subjects} if subjects else {}
    if letter in {Preservation.KEPT, Preservation.DESTROYED} and letter:
        more["preservation"] = letter
    return [_retention(text) | more for text in texts(cell)]


def _retention(text: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"trigger": text}
    if match := _YEARS.search(text):
        rule = {"trigger": (match["trigger"] or "sagens afslutning").strip(" ."), "years": int(match["years"])}
    if code := _CODE.search(text):
        rule["code"] = code[0]
    return rule

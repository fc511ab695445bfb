"""What a package tells, as values: the shape of ``citizen/data.json``, and what the overview is set from.

The JSON Schema beside this file (``data.schema.json``) is made from these models,
and every field is described in ``dsar/docs/package.md``; tests hold all three together.
Terms of the Data Privacy Vocabulary (https://w3id.org/dpv, v2.2) are used where they exist.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CONTEXT: dict[str, Any] = {
    "@vocab": "urn:dsar:terms:1#",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dcterms": "http://purl.org/dc/terms/",
    "dsar": "urn:dsar:terms:1#",
    "iri": "@id",
    "type": "@type",
    "name": "dcterms:title",
    "made": "dcterms:created",
    "dated": "dcterms:date",
    "author": "dcterms:creator",
    "controller": "dpv:hasDataController",
    "subject": "dpv:hasDataSubject",
    "activities": "dpv:hasProcess",
    "purposes": "dpv:hasPurpose",
    "legal_basis": "dpv:hasLegalBasis",
    "categories": "dpv:hasPersonalData",
    "recipients": "dpv:hasRecipient",
    "processors": "dpv:hasDataProcessor",
    "sources": "dpv:hasDataSource",
    "retention": "dpv:hasStorageCondition",
}
"""Makes the file JSON-LD: what its keys mean in DPV; all others are dsar's own words."""

_Count = Annotated[int, Field(ge=0)]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Officer(_Value):
    """The data-protection officer."""

    email: str
    phone: str
    address: str


class Controller(_Value):
    """Who answers (art. 4(7))."""

    name: str
    address: str
    cvr: str
    phone: str
    website: str
    officer: Officer


class Identifiers(_Value):
    """How many identifiers of a kind the search used; never the identifiers themselves."""

    kind: str
    text: str
    number: _Count


class Person(_Value):
    """Who the answer is about."""

    name: str
    searched_by: tuple[Identifiers, ...]


class Term(_Value):
    """A code with its Danish words, and the DPV term where there is one."""

    code: str
    text: str
    iri: str | None = None


class CategoryTerm(_Value):
    """A category of personal data and its class: ordinary, confidential, special, criminal or cpr."""

    code: str
    text: str
    data_class: str
    class_text: str


class ProcessorEntry(_Value):
    """A processor (art. 28)."""

    name: str
    task: str
    country: str


class TransferEntry(_Value):
    """A transfer to a third country and its safeguard (art. 15(2))."""

    country: str
    recipient: str
    safeguard: str


class RetentionEntry(_Value):
    """How long, in words and as fields."""

    text: str
    covers: str
    trigger: str
    years: int | None
    code: str
    kle: tuple[str, ...]
    preservation: str


class ActivityEntry(_Value):
    """A processing activity that concerns the subject (art. 15(1)(a)-(d), (g), (h))."""

    iri: str
    id: str
    name: str
    department: str
    purposes: tuple[str, ...]
    legal_basis: tuple[Term, ...]
    laws: tuple[str, ...]
    categories: tuple[CategoryTerm, ...]
    recipients: tuple[str, ...]
    processors: tuple[ProcessorEntry, ...]
    transfers: tuple[TransferEntry, ...]
    sources: tuple[Term, ...]
    source_notes: str
    retention: tuple[RetentionEntry, ...]
    automated_decisions: str
    ai: Term
    ai_notes: str
    responsible: str


class PassageEntry(_Value):
    """A place in an item and what it says about the subject, others masked; empty where only its copy shows it."""

    place: str
    excerpt: str


class RecipientEntry(_Value):
    """Who was given an item, when, and on which occasion (art. 15(1)(c)); ``on`` is null where it is not known."""

    name: str
    on: date | None
    occasion: str


class DeletionEntry(_Value):
    """When an item is deleted (art. 15(1)(d)): ``on`` a day, or not before ``earliest``; ``text`` says so in words."""

    on: date | None
    earliest: date | None
    text: str


class ItemEntry(_Value):
    """An item about the subject, with others masked in its title and address too.

    ``number`` is the hit's in the case, so numbers may be missing; ``files`` are its copies in this package.
    ``dated`` is the day that it is of, ``dated_as`` what was done then; ``author`` is told where the subject is it.
    """

    number: Annotated[int, Field(ge=1)]
    store: str
    title: str
    locator: str
    activity: str | None
    dated: date | None = None
    dated_as: Term | None = None
    author: str = ""
    source: Term
    recipients: tuple[RecipientEntry, ...]
    deletion: DeletionEntry
    level: Literal["certain", "likely", "possible", "other"]
    level_text: str
    role: Term
    given: Literal["whole", "extracted"]
    restricted: bool
    kinds: tuple[Term, ...]
    copies: _Count
    masked: _Count
    files: tuple[str, ...]
    passages: tuple[PassageEntry, ...]


class WithheldEntry(_Value):
    """Something about the subject that is not given: by which rule, and why in this case (art. 12(4))."""

    number: Annotated[int, Field(ge=1)]
    place: str
    rule: str
    meaning: str
    weighing: str


class LeftOutEntry(_Value):
    """Of an item that is given in part: how many runs of blocks about others are left out at a place, by which rule."""

    number: Annotated[int, Field(ge=1)]
    place: str
    runs: Annotated[int, Field(ge=1)]
    rule: str
    meaning: str


class CaseEntry(_Value):
    """The request that this answers."""

    id: str
    received: date


class SearchedStore(_Value):
    """A store that was searched; ``indexed`` says as of when."""

    store: str
    items: _Count
    indexed: datetime | None


class SkippedStore(_Value):
    """A store that no program searched, and why, or what a person's search of it came to."""

    store: str
    reason: str


class GapCount(_Value):
    """How many things in a store could not be (fully) read, for one reason."""

    store: str
    code: str
    text: str
    number: _Count


class Search(_Value):
    """What was searched, what was not, and what could not be read."""

    searched: tuple[SearchedStore, ...]
    not_searched: tuple[SkippedStore, ...]
    by_hand: tuple[SkippedStore, ...] = ()
    """Stores that a person searched, and what it came to."""
    gaps: tuple[GapCount, ...]


class Right(_Value):
    """A right the answer must name (art. 15(1)(e) and (f))."""

    iri: str
    name: str
    text: str


class Data(_Value):
    """The whole of ``data.json``."""

    context: dict[str, Any] = Field(default=CONTEXT, alias="@context")
    type: Literal["eu-gdpr:SARNotice"] = "eu-gdpr:SARNotice"
    format: Literal["dsar-data/3"] = "dsar-data/3"
    language: Literal["da"] = "da"
    made: date
    case: CaseEntry
    controller: Controller
    subject: Person
    activities: tuple[ActivityEntry, ...]
    items: tuple[ItemEntry, ...]
    withheld: tuple[WithheldEntry, ...]
    left_out: tuple[LeftOutEntry, ...] = ()
    search: Search
    retention_criteria: tuple[str, ...]
    rights: tuple[Right, ...]

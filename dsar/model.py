"""The values that pass between the stages: small, frozen, and without behaviour of their own.

    item ──extract──▶ passages ──detect──▶ findings ──index──▶ ... ──find──▶ hits

Values that hold personal data hide it in their ``repr``, so that no log or
traceback shows it by accident.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO

from dsar.stated import Stated

LOCATOR_STEP = "!"
"""Joins the steps of a nested address: ``personale/2023.zip!løn.xlsx``."""


class Kind(StrEnum):
    """What a finding is."""

    CPR = "cpr"
    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    ACCOUNT = "account"
    IBAN = "iban"
    PLATE = "plate"
    MATRIKEL = "matrikel"
    CASE_NUMBER = "case_number"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    CVR = "cvr"
    PROTECTED = "protected"
    """A marker in words that a name or address is protected ("adressebeskyttet")."""


class DataClass(StrEnum):
    """How the law sees a category of data; the stricter ones need a legal basis of their own."""

    ORDINARY = "ordinary"
    CONFIDENTIAL = "confidential"
    """Ordinary to the GDPR, and expected to be kept secret (Danish law's "fortrolig")."""
    SPECIAL = "special"
    CRIMINAL = "criminal"
    CPR = "cpr"


class Category(StrEnum):
    """A category of personal data; Danish names are in :data:`dsar.words.CATEGORIES`."""

    CPR = "cpr"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"
    BIRTH = "birth"
    FAMILY = "family"
    SOCIAL = "social"
    INCOME = "income"
    DEBT = "debt"
    ACCOUNT = "account"
    CONSUMPTION = "consumption"
    OWNERSHIP = "ownership"
    CADASTRE = "cadastre"
    HOUSING = "housing"
    VEHICLE = "vehicle"
    LOCATION = "location"
    IMAGE = "image"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    CV = "cv"
    LANGUAGE = "language"
    NATIONALITY = "nationality"
    LOG = "log"
    ASSESSMENT = "assessment"
    ETHNICITY = "ethnicity"
    POLITICS = "politics"
    RELIGION = "religion"
    PHILOSOPHY = "philosophy"
    UNION = "union"
    GENETIC = "genetic"
    BIOMETRIC = "biometric"
    HEALTH = "health"
    SEXUALITY = "sexuality"
    CRIMINAL = "criminal"

    @property
    def data_class(self) -> DataClass:
        """How the law sees it; what varies is given its usual class."""
        return _CLASSES.get(self, DataClass.ORDINARY)


_CLASSES = {
    Category.CPR: DataClass.CPR,
    Category.CRIMINAL: DataClass.CRIMINAL,
    **dict.fromkeys(
        (Category.FAMILY, Category.SOCIAL, Category.INCOME, Category.DEBT, Category.ACCOUNT, Category.CONSUMPTION,
         Category.LOCATION, Category.EMPLOYMENT, Category.EDUCATION, Category.CV, Category.LOG, Category.ASSESSMENT),
        DataClass.CONFIDENTIAL,
    ),
    **dict.fromkeys(
        (Category.ETHNICITY, Category.POLITICS, Category.RELIGION, Category.PHILOSOPHY, Category.UNION,
         Category.GENETIC, Category.BIOMETRIC, Category.HEALTH, Category.SEXUALITY),
        DataClass.SPECIAL,
    ),
}  # fmt: skip


class GapCode(StrEnum):
    """Why something known to exist was not (fully) read. The codes are part of the contract."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    EMPTY_SCAN = "empty_scan"
    POOR_SCAN = "poor_scan"
    """Text was recognised in a picture, and is unreliable."""
    OCR_PENDING = "ocr_pending"
    """A picture whose text is recognised later, by a pass of its own."""
    NO_ACCESS = "no_access"
    VANISHED = "vanished"
    CHANGED = "changed"
    BAD_NAME = "bad_name"
    LINK = "link"
    NOT_PROVED = "not_proved"
    """A copy, or a page of one, that could not be shown to be free of others' data, and is withheld."""
    PENDING = "pending"
    """Listed, but not read yet: the indexing run was cut, or is still going on."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in a passage's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of the text that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against, as a natural-log weight (log-odds). ``rule`` is a stable dotted id."""

    rule: str
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of personal data at a place in a text, and why we think so.

    ``key`` is the normal form that CONTRACT.md fixes for each kind; it is
    personal data and therefore hidden in the repr.
    """

    kind: Kind
    span: Span
    key: str = field(repr=False)
    evidence: tuple[Evidence, ...]

    @property
    def log_odds(self) -> float:
        """The sum of the evidence."""
        return math.fsum([e.weight for e in self.evidence])

    @property
    def score(self) -> float:
        """Belief between 0 and 1, from the evidence and nothing else."""
        return 0.5 + 0.5 * math.tanh(self.log_odds / 2)  # the logistic, without overflow


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a store: a file, a mail, a table row.

    Attributes:
        locator: where it is in its store; unique there, stable between crawls.
        version: changes whenever the content may have changed (mtime and size, etag…);
            equal versions mean that the item need not be read again.
        size: bytes, or None where the store does not tell.
        title: what a person would call it; often the file's name.
        modified: when it was last changed, aware UTC, or None.
        notes: what the store itself says of the item and its bytes do not: the case it lies in, its parties,
            its subject; a line each. Read as a passage before the item's own; ``version`` changes with it.
        stated: what of that is data, such as the date that a case system keeps.
    """

    locator: str = field(repr=False)
    version: str
    size: int | None
    title: str = field(repr=False)
    modified: datetime | None = None
    notes: str = field(default="", repr=False)
    stated: tuple[Stated, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something known to exist and not (fully) read.

    ``locator`` is the whole address inside the store, or, when an extractor
    yields it, the steps below the item at hand ("" is that item itself).
    ``reason`` is a sentence for a person; it holds no personal data.
    """

    locator: str = field(repr=False)
    code: GapCode
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and shown: a page, a table row, a mail body, a block of paragraphs.

    ``place`` says in Danish words where it is in its item (``side 3``); ``text``
    has ``\\n`` line ends and no byte-order mark. ``findings`` is what indexing found
    in it, as :mod:`dsar.detect.packed` packs it; empty where it was not looked through.
    ``stated`` is what the document states of itself here, as data; it is kept with the
    item, not with the passage.
    """

    place: str
    text: str = field(repr=False)
    findings: bytes = field(default=b"", repr=False, compare=False)
    stated: tuple[Stated, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A nested item (an attachment, a zip member) that re-enters by the same rule as any item.

    ``source`` is open for one forward read, and only until the extractor that
    yielded it is asked for its next value.
    """

    name: str = field(repr=False)
    source: BinaryIO = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """The person asked about, by every identifier that is known of them."""

    cpr: tuple[str, ...] = field(default=(), repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    former_names: tuple[str, ...] = field(default=(), repr=False)
    birth_date: date | None = field(default=None, repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    other: tuple[str, ...] = field(default=(), repr=False)


class Level(StrEnum):
    """How sure it is that a hit is about the subject."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    OTHER = "other"

    @classmethod
    def of(cls, probability: float) -> Level:
        """The level that CONTRACT.md gives to a probability."""
        if probability >= 0.99:
            return cls.CERTAIN
        if probability >= 0.80:
            return cls.LIKELY
        if probability >= 0.05:
            return cls.POSSIBLE
        return cls.OTHER


@dataclass(frozen=True, slots=True)
class Clue:
    """One reason why a passage is, or is not, about the subject; a span where it stands in the text."""

    rule: str
    weight: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class HitPassage:
    """A passage of a hit, with the reasons found in it."""

    place: str
    text: str = field(repr=False)
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An item about the subject.

    ``duplicates`` are the other places where the same bytes or text lie, as
    ``store:locator``; ``activity`` is the id of the processing activity or None.
    ``restricted``: it may only be stored (GDPR art. 18). ``family``: the first mail
    of those that it belongs to, as ``store:locator``; None for what stands alone.
    ``date`` is when it is of and in what sense, ``author`` who wrote it, where that is stated.
    ``rows_left_out``: so many rows of a register bear the name alone and are not shown.
    """

    store: str
    item: str = field(repr=False)
    title: str = field(repr=False)
    probability: float
    activity: str | None
    duplicates: tuple[str, ...] = field(repr=False)
    passages: tuple[HitPassage, ...]
    restricted: bool = False
    family: str | None = field(default=None, repr=False)
    date: Stated | None = None
    author: str = field(default="", repr=False)
    rows_left_out: int = 0

    @property
    def level(self) -> Level:
        """How sure, in the four words of the contract."""
        return Level.of(self.probability)


@dataclass(frozen=True, slots=True)
class Searched:
    """A store that was searched, with how much of it and as of when (aware UTC)."""

    store: str
    items: int
    indexed_at: datetime | None


NOT_INDEXED, NEVER_READ = "not indexed yet", "never read through"
CHANGED = "settings changed since it was read"
"""Reasons of stores that indexing would mend: it was never begun, never came to an end, or was of another place."""


@dataclass(frozen=True, slots=True)
class NotSearched:
    """A store that was not searched, and why, in a sentence."""

    store: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoreGap:
    """A gap as the catalogue keeps it: with its store and since when (aware UTC)."""

    store: str
    gap: Gap
    since: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """All that ``find`` has to say: the hits in falling probability, and what was and was not searched."""

    hits: tuple[Hit, ...]
    searched: tuple[Searched, ...]
    not_searched: tuple[NotSearched, ...]
    gaps: tuple[StoreGap, ...]
    seconds: float

    @property
    def failed(self) -> dict[str, StoreGap]:
        """Stores that could not be read when it was last tried, each with the gap that says why and since when."""
        return {gap.store: gap for gap in self.gaps if not gap.gap.locator and gap.gap.code is GapCode.NO_ACCESS}

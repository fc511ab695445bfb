"""The record of processing activities (GDPR art. 30): why data are kept, and by what right.

An answer under art. 15 takes its purposes, legal basis, categories, recipients,
sources and retention from here. The record is the municipality's own file,
``activities.toml``; the one that comes with dsar is a start for any municipality.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from dsar.errors import SetupError
from dsar.model import Category


class LegalBasis(StrEnum):
    """A provision that allows processing: GDPR art. 6 and 9, databeskyttelsesloven (DBL)."""

    CONSENT = "6(1)(a)"
    CONTRACT = "6(1)(b)"
    LEGAL_OBLIGATION = "6(1)(c)"
    VITAL_INTERESTS = "6(1)(d)"
    PUBLIC_TASK = "6(1)(e)"
    SPECIAL_CONSENT = "9(2)(a)"
    SPECIAL_EMPLOYMENT = "9(2)(b)"
    SPECIAL_VITAL_INTERESTS = "9(2)(c)"
    SPECIAL_MADE_PUBLIC = "9(2)(e)"
    SPECIAL_LEGAL_CLAIMS = "9(2)(f)"
    SPECIAL_PUBLIC_INTEREST = "9(2)(g)"
    SPECIAL_CARE = "9(2)(h)"
    SPECIAL_ARCHIVES = "9(2)(j)"
    CRIMINAL_TASK = "DBL 8(1)"
    CRIMINAL_DISCLOSURE = "DBL 8(2)"
    CPR = "DBL 11(1)"


class Person(StrEnum):
    """A category of registered persons; Danish names are in :data:`dsar.words.PERSONS`."""

    ADULT = "adult"
    VULNERABLE_ADULT = "vulnerable_adult"
    CHILD = "child"
    VULNERABLE_CHILD = "vulnerable_child"
    EMPLOYEE = "employee"
    APPLICANT = "applicant"
    CUSTOMER = "customer"
    COMPANY = "company"
    PARTNER = "partner"
    POLITICIAN = "politician"
    VOLUNTEER = "volunteer"
    COUNCIL = "council"
    VISITOR = "visitor"
    TRAINEE = "trainee"
    VOTER = "voter"
    NOMINATOR = "nominator"
    POLLING_OFFICIAL = "polling_official"


class SourceType(StrEnum):
    """Where data come from: a closed list; Danish names are in :data:`dsar.words.SOURCES`."""

    SUBJECT = "subject"
    OTHER_CITIZENS = "other_citizens"
    ORGANISATIONS = "organisations"
    EMPLOYEES = "employees"
    PUBLIC_REGISTERS = "public_registers"


class AiUse(StrEnum):
    """Whether generative AI sees the data; training is a purpose that an answer must name."""

    NONE = "none"
    INFERENCE = "inference"
    TRAINING_INTERNAL = "training_internal"
    TRAINING_EXTERNAL = "training_external"


class Preservation(StrEnum):
    """What the archive rules ask, by KLE's letters: B is kept for good in an archive, K is destroyed."""

    KEPT = "B"
    DESTROYED = "K"
    UNKNOWN = ""


_FORBID = ConfigDict(extra="forbid", str_strip_whitespace=True)
_Text = Annotated[str, Field(min_length=1)]
_Texts = tuple[_Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Somebody who processes data for the municipality on its instructions (art. 28)."""

    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    name: _Text
    task: _Text
    country: _Text = "Danmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer out of the EU/EEA and the safeguard that art. 15(2) entitles the citizen to hear of."""

    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    country: _Text
    recipient: _Text
    safeguard: _Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long something is kept: years from a trigger, or no period and then the criteria decide.

    Attributes:
        covers: what the rule is for, where an activity has several; may be empty.
        trigger: the event that the period runs from.
        code: KL's own code for the period (``P1825D``); kept, never computed with (1,825 days are not five years).
        kle: the KLE subjects that the rule is taken from.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    trigger: _Text
    covers: str = ""
    years: Annotated[int, Field(ge=0, le=100)] | None = None
    code: Annotated[str, Field(pattern=r"^(P[0-9]{1,5}D)?$")] = ""
    kle: tuple[Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}){0,2}$")], ...] = ()
    preservation: Preservation = Preservation.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An entry of the record. Empty texts and tuples mean that the record says nothing.

    Attributes:
        published: the categories that the municipality's public notice names for this activity, where it has one;
            what is processed and not published is a discrepancy that ``dsar activities check`` tells of.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: _Text
    department: _Text
    purposes: Annotated[_Texts, Field(min_length=1)]
    legal_basis: Annotated[tuple[LegalBasis, ...], Field(min_length=1)]
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    persons: Annotated[tuple[Person, ...], Field(min_length=1)]
    sources: Annotated[tuple[SourceType, ...], Field(min_length=1)]
    published: tuple[Category, ...] = ()
    laws: _Texts = ()
    recipients: _Texts = ()
    processors: tuple[Processor, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    source_notes: str = ""
    retention: tuple[Retention, ...] = ()
    automated_decisions: str = ""
    ai: AiUse = AiUse.NONE
    ai_notes: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """The whole record, in the file's order.

    Attributes:
        security: what is done to protect the data (art. 30(1)(g)).
        retention_criteria: what decides how long data are kept where no period is given.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    activity: Annotated[tuple[Activity, ...], Field(min_length=1)]
    retention_criteria: Annotated[_Texts, Field(min_length=1)]
    security: str = ""

    def __iter__(self) -> Iterator[Activity]:
        return iter(self.activity)

    def get(self, activity: str | None) -> Activity | None:
        """The activity with this id, or None."""
        return next((a for a in self.activity if a.id == activity), None)


def default_text() -> str:
    """The record that a new workspace starts with."""
    return files("dsar").joinpath("data", "activities.toml").read_text(encoding="utf-8")


def load_activities(path: Path) -> Activities:
    """Read a record.

    Raises:
        SetupError: it cannot be read, or something in it is missing, unknown or wrong; one line for each.
    """
    try:
        return parse_activities(path.read_text(encoding="utf-8"), name=path.name)
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the file and its permissions.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error


def parse_activities(text: str, *, name: str = "activities.toml") -> Activities:
    """Read a record from its text; ``name`` is what messages call it. Raises as :func:`load_activities` does."""
    try:
        raw = tomllib.loads(text)
        record = TypeAdapter(Activities).validate_python(raw)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{name}: is not valid TOML: {error}. Mend the line it names.") from error
    except ValidationError as error:
        raise SetupError("\n".join(f"{name}: {line}" for line in _explain(error, raw))) from error
    twice = sorted(i for i, n in Counter(a.id for a in record).items() if n > 1)
    if twice:
        raise SetupError("\n".join(f"{name}: activity {i}: stands twice. Give each its own id." for i in twice))
    return record


def _explain(error: ValidationError, raw: Mapping[str, Any]) -> Iterator[str]:
    problems = error.errors(include_input=False, include_url=False)
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "too_short" and any(p["loc"][: len(loc)] == loc != p["loc"] for p in problems):
            continue  # the list is short of an entry that has its own line
        where, key = _where(loc, raw)
        advice = _ADVICE.get(problem["type"])
        what = advice.format(**problem.get("ctx", {})) if advice else f"{problem['msg'].lower()}. Mend it."
        yield f"{where}{key}: {what}"


_ADVICE = {
    "missing": "is missing. Add it.",
    "unexpected_keyword_argument": "is not a key of the record. Remove it, or mend its spelling.",
    "enum": "is not a known code. Use one of: {expected}.",
    "too_short": "is empty. Fill it in.",
    "string_too_short": "is empty. Fill it in.",
    "string_type": "must be text. Put it in quotation marks.",
    "string_pattern_mismatch": "must look like {pattern}. Mend it.",
    "tuple_type": "must be a list. Put it in square brackets.",
    "dataclass_type": "must be a table of keys. Mend it.",
}


def _where(loc: tuple[int | str, ...], raw: Mapping[str, Any]) -> tuple[str, str]:
    """Which activity, by its id where it has one and else by its number, and which key in it."""
    match loc:
        case ("activity", int(number), *rest):
            entry = raw["activity"][number]
            name = entry.get("id") if isinstance(entry, dict) else None
            where = f"activity {name if isinstance(name, str) and name else f'no. {number + 1}'}: "
        case _:
            where, rest = "", list(loc)
    return where, ".".join(str(step + 1) if isinstance(step, int) else step for step in rest) or "entry"

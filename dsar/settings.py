"""``dsar.toml`` as frozen values, and where the workspace is that it describes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsar.errors import SetupError

if TYPE_CHECKING:
    from pydantic import ValidationError

SETTINGS_FILE = "dsar.toml"
ACTIVITIES_FILE = "activities.toml"
STATE_FOLDER = "state"
DEFAULT_KEY_FILE = "dsar.key"
BY_HAND = frozenset({"manual"})
"""Connectors of stores that no program can search: a person does."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who answers: printed in letters and overviews. Empty strings are left out."""

    name: str
    address: str = ""
    cvr: str = ""
    phone: str = ""
    website: str = ""
    dpo_email: str = ""
    dpo_phone: str = ""
    dpo_address: str = ""
    unit: str = ""
    return_address: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Items whose locator matches the glob belong to this activity; later rules win over earlier ones."""

    glob: str
    activity: str


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """One ``[stores.NAME]``."""

    name: str
    connector: str
    activity: str | None
    rules: tuple[Rule, ...]
    options: Mapping[str, Any] = field(repr=False)

    @property
    def activities(self) -> frozenset[str | None]:
        """Every activity that its items may get; None where an item may get none."""
        named = frozenset(rule.activity for rule in self.rules)
        return named if any(rule.glob in {"*", "**"} for rule in self.rules) else named | {self.activity}

    @property
    def digest(self) -> str:
        """A hash of what decides which items it has: another one may be another place."""
        told = json.dumps([self.connector, self.options], sort_keys=True, default=str)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def activity_of(self, locator: str) -> str | None:
        """The processing activity an item belongs to, by the last rule that matches, else the store's own."""
        found = self.activity
        for rule in self.rules:
            if fnmatchcase(locator, rule.glob):
                found = rule.activity
        return found


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """``[engine]``."""

    kind: str = "whoosh"


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """``[limits]``: what one item may cost; see :class:`dsar.extract.extractor.Limits`."""

    size: int = 512 * 1024 * 1024
    timeout_s: float = 120.0
    memory: int = 2 * 1024 * 1024 * 1024
    depth: int = 10
    ratio: int = 200
    parts: int = 100_000


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """``[ocr]``: when and how text in pictures is recognised; see :class:`dsar.extract.extractor.Ocr`."""

    when: str = "index"
    data: str = ""
    languages: str = "dan+eng"
    page_s: float = 30.0
    item_s: float = 1800.0
    confidence: int = 60


@dataclass(frozen=True, slots=True)
class DetectSettings:
    """``[detect]``: files of the customer's own that detection knows besides what ships with dsar.

    Attributes:
        cues: words that give categories of data away; see ``dsar/detect/data/categories.toml``.
        names: names and how many bear them; see :func:`dsar.detect.lexicon.read_names`.
    """

    cues: Path | None = None
    names: Path | None = None


@dataclass(frozen=True, slots=True)
class RedactionSettings:
    """``[redaction]``: who works for the organisation, beside what a text says of it; see :mod:`dsar.redact.staff`.

    Attributes:
        employees: a list of names, one a line.
        mail_domains: of the organisation's mail, beside those of its website and of its data protection officer.
        offices: addresses and telephones of the organisation's, beside those under ``[organisation]``.
    """

    employees: Path | None = None
    mail_domains: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """``[cases]``: how requests are worked on; see :mod:`dsar.cases`.

    Attributes:
        second_person: somebody who decided nothing must approve before release.
        decide: which hits need a decision of their own; the other sure ones are told unless decided otherwise.
        hold_size: bytes; items up to this size are kept whole with the case, of larger ones the passages alone.
        suspension: what an open question to the citizen does to the date that is shown beside the strict one.
        retention_years: how long a closed case is kept; the municipality's own decision (KLE's neighbouring subjects
            23.25.30 to .45 say five years after closing).
        people: users' full names, as letters are signed.
        office_pages: copies of office documents show their pages, drawn by LibreOffice, instead of their text set anew.
        service_account: the one user that owns the key and state/; who works is then the user behind sudo.
    """

    suspension: str = "pause"
    retention_years: int = 5
    second_person: bool = False
    decide: str = "all"
    hold_size: int = 100 * 1024 * 1024
    people: Mapping[str, str] = field(default_factory=dict, repr=False)
    service_account: str = ""
    office_pages: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole workspace's settings."""

    root: Path
    organisation: Organisation
    stores: Mapping[str, StoreSettings]
    engine: EngineSettings
    limits: LimitSettings
    key_file: Path
    passwords_file: Path | None = None
    ocr: OcrSettings = OcrSettings()
    cases: CaseSettings = CaseSettings()
    detect: DetectSettings = DetectSettings()
    redaction: RedactionSettings = RedactionSettings()

    @property
    def state(self) -> Path:
        """Where dsar keeps its own data."""
        return self.root / STATE_FOLDER

    @property
    def cases_file(self) -> Path:
        """The cases: a file of their own, which rebuilding the index leaves alone."""
        return self.state / "cases.db"

    @property
    def activities_file(self) -> Path:
        """The record of processing activities."""
        return self.root / ACTIVITIES_FILE


def find_workspace(given: Path | None, environment: Mapping[str, str]) -> Path:
    """The workspace folder: as given, else ``DSAR_WORKSPACE``, else the nearest parent with a ``dsar.toml``.

    Raises:
        SetupError: there is none.
    """
    named = given or (Path(environment["DSAR_WORKSPACE"]) if environment.get("DSAR_WORKSPACE") else None)
    if named is not None:
        if not (named / SETTINGS_FILE).is_file():
            raise SetupError(f"{named}: no {SETTINGS_FILE} here. Make a workspace with: dsar init {named}")
        return named.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise SetupError(
        f"{here}: no {SETTINGS_FILE} here or above. Go to a workspace, name one with -w DIR, or make one: dsar init DIR"
    )


def load_settings(root: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read a workspace's ``dsar.toml``.

    Raises:
        SetupError: the file is unreadable, is not TOML, or a setting is missing, unknown or wrong.
    """
    from dsar.settings_file import read_file  # its library takes a tenth of a second, which --help need not

    return read_file(root, environment)


def explain(error: ValidationError) -> list[str]:
    """One line for each thing pydantic objects to: where, and what to do; never the value itself."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(step) for step in problem["loc"])
        match problem["type"]:
            case "missing":
                what = "is missing. Add it."
            case "extra_forbidden":
                what = "is not a setting. Remove it, or mend its spelling."
            case _:
                what = f"{problem['msg'].lower()}. Mend it."
        lines.append(f"{where}: {what}")
    return lines

"""``dsar.toml``: read, checked, and turned into the values of :mod:`dsar.settings`.

Everything about a connector beyond its name is handed on to it untouched; it
checks its own settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dsar.errors import SetupError
from dsar.settings import (
    DEFAULT_KEY_FILE,
    SETTINGS_FILE,
    CaseSettings,
    DetectSettings,
    EngineSettings,
    LimitSettings,
    OcrSettings,
    Organisation,
    RedactionSettings,
    Rule,
    Settings,
    StoreSettings,
    explain,
)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Organisation(_Model):
    name: str = Field(min_length=1)
    address: str = ""
    cvr: str = ""
    phone: str = ""
    website: str = ""
    dpo_email: str = ""
    dpo_phone: str = ""
    dpo_address: str = ""
    unit: str = ""
    return_address: str = ""


class _Rule(_Model):
    glob: str
    activity: str


class _Store(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    connector: str
    activity: str | None = None
    rules: list[_Rule] = []


class _Engine(_Model):
    kind: Literal["whoosh"] = "whoosh"


class _Limits(_Model):
    size: int = Field(default=512 * 1024 * 1024, gt=0)
    timeout_s: float = Field(default=120.0, gt=0, strict=False)
    memory: int = Field(default=2 * 1024 * 1024 * 1024, ge=256 * 1024 * 1024)
    depth: int = Field(default=10, ge=0)
    ratio: int = Field(default=200, ge=1)
    parts: int = Field(default=100_000, ge=1)


class _Extract(_Model):
    passwords_file: str = ""


class _Ocr(_Model):
    when: Literal["index", "later", "never"] = "index"
    data: str = ""
    languages: str = Field(default="dan+eng", pattern=r"^[A-Za-z_]{3,20}([+][A-Za-z_]{3,20}){0,9}$")
    page_s: float = Field(default=30.0, gt=0, strict=False)
    item_s: float = Field(default=1800.0, gt=0, strict=False)
    confidence: int = Field(default=60, ge=0, le=100)


class _Cases(_Model):
    suspension: Literal["none", "pause", "restart"] = "pause"
    retention_years: int = Field(default=5, ge=0, le=100)
    second_person: bool = False
    decide: Literal["all", "possible"] = "all"
    hold_size: int = Field(default=100 * 1024 * 1024, ge=0)
    people: dict[str, str] = {}
    service_account: str = ""
    office_pages: bool = False


class _Detect(_Model):
    cues: str = ""
    names: str = ""


class _Redaction(_Model):
    employees: str = ""
    offices: list[str] = []
    mail_domains: list[Annotated[str, Field(pattern=r"^[^\s@/]+\.[^\s@/.]+$", max_length=253)]] = []


class _Security(_Model):
    key_file: str = DEFAULT_KEY_FILE


StoreName = Annotated[str, Field(pattern=r"^[^\s:/!]{1,80}$")]
"""A store's name stands before a locator, with a colon between."""


class _File(_Model):
    organisation: _Organisation
    stores: dict[StoreName, _Store] = {}
    engine: _Engine = _Engine()
    limits: _Limits = _Limits()
    extract: _Extract = _Extract()
    ocr: _Ocr = _Ocr()
    cases: _Cases = _Cases()
    detect: _Detect = _Detect()
    redaction: _Redaction = _Redaction()
    security: _Security = _Security()


def read_file(root: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a workspace; raises as :func:`dsar.settings.load_settings` does."""
    path = root / SETTINGS_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the file and its permissions.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{path}: is not valid TOML in UTF-8: {error}. Mend the line it names.") from error
    try:
        checked = _File.model_validate(raw)
    except ValidationError as error:
        raise SetupError("\n".join(f"{path}: {line}" for line in explain(error))) from error
    return _settings(root, checked, environment)


def _settings(root: Path, checked: _File, environment: Mapping[str, str]) -> Settings:
    key_file = Path(environment.get("DSAR_KEY_FILE") or checked.security.key_file)
    return Settings(
        root=root,
        organisation=Organisation(**checked.organisation.model_dump()),
        stores={name: _store(name, store) for name, store in sorted(checked.stores.items())},
        engine=EngineSettings(kind=checked.engine.kind),
        limits=LimitSettings(**checked.limits.model_dump()),
        key_file=key_file if key_file.is_absolute() else root / key_file,
        passwords_file=_passwords_file(root, checked.extract.passwords_file),
        ocr=OcrSettings(**checked.ocr.model_dump() | {"data": checked.ocr.data and str(root / checked.ocr.data)}),
        cases=CaseSettings(**checked.cases.model_dump()),
        redaction=RedactionSettings(
            employees=root / checked.redaction.employees if checked.redaction.employees else None,
            mail_domains=tuple(checked.redaction.mail_domains),
            offices=tuple(checked.redaction.offices),
        ),
        detect=DetectSettings(**{name: root / file for name, file in checked.detect.model_dump().items() if file}),
    )


def _passwords_file(root: Path, name: str) -> Path | None:
    """The file of passwords that protected documents are tried with; others than its owner must not read it."""
    if not name:
        return None
    path = root / name
    try:
        mode = path.stat().st_mode
        path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"{path}: cannot be read. Write it in UTF-8, one password a line, or mend extract.passwords_file."
        ) from error
    if mode & 0o077:
        raise SetupError(f"{path}: others may read it. Run: chmod 600 {path}")
    return path


def _store(name: str, store: _Store) -> StoreSettings:
    return StoreSettings(
        name=name,
        connector=store.connector,
        activity=store.activity,
        rules=tuple(Rule(rule.glob, rule.activity) for rule in store.rules),
        options=dict(store.model_extra or {}),
    )

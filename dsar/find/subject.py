"""Read a subject file: who is asked about, checked before anything is searched.

TOML in a file, or the same keys as JSON. Every wrong key or value is reported at
once, by its place in the file and never by its content.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import category

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dsar.audit import masked
from dsar.detect.cpr_number import birth_date, birth_year, has_date, is_replacement
from dsar.errors import SetupError
from dsar.index.scripts import is_unspaced
from dsar.index.terms import normal
from dsar.model import Subject

if TYPE_CHECKING:
    from dsar.detect.addresses import AddressDetector

LONGEST = 300
"""Characters of one value; no name, address or number is longer."""
MOST = 1000
"""Values of one key."""
FIRST_YEAR, LAST_YEAR = 1858, 2057
"""Years of birth that a CPR number can tell.

Source: https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret (read 2026-11-21)
"""
_UNWRITABLE = "holds a character that nobody can write. Type it anew"

_CPR = re.compile(r"[0-9]{6}[0-9]{4}")
_HEALTH_CPR = re.compile(r"[0-9]{6}[01567][A-Z]{2}[0-9]")
_LONG_YEAR = re.compile(r"([0-9]{4})((?:18|19|20)[0-9]{2})([0-9]{4})")
_FIVE_AND_FOUR = re.compile(r"[0-9]{5}[^0-9]?[0-9]{4}")
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,200}\.[^\s@<>\".]{2,24}")
_LETTER = re.compile(r"[^\W\d_]")
_PLACE_IN_TOML = re.compile(r"line [0-9]{1,9}, column [0-9]{1,9}|end of document")


def load_subject(path: Path) -> Subject:
    """Read a subject file: TOML, or JSON with the same keys.

    Raises:
        SetupError: it cannot be read, or holds a wrong key or value.
    """
    where = masked(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):  # no TOML begins so
            return subject_from_json(text, where)
        fields = tomllib.loads(text)
    except OSError as error:
        raise SetupError(f"{where}: cannot be read ({error.strerror}). Give the path of a subject file.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{where}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_TOML.search(str(error))
        line = place.group() if place else "somewhere"
        if "overwrite" in str(error):
            raise SetupError(f"{where}: {line}: a key stands twice. Write it once, with all in one list.") from None
        raise SetupError(f'{where}: {line}: is not TOML. Write lists as: names = ["First Last"]') from None
    return subject_from(fields, where)


def subject_from_json(text: str, where: str = "standard input") -> Subject:
    """Read a subject from JSON with the keys of a subject file.

    Raises:
        SetupError: it is not a JSON object, or holds a wrong key or value.
    """
    try:
        fields = json.loads(text, object_pairs_hook=_each_key_once)
    except _TwiceError as error:
        raise SetupError(f"{where}: {error}: stands twice. Write it once, with all its values in one list.") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise SetupError(f'{where}: line {line}: is not JSON. Write: {{"names": ["First Last"]}}') from None
    except RecursionError:
        raise SetupError(f"{where}: is nested too deeply. Write one object with lists of texts.") from None
    if not isinstance(fields, dict):
        raise SetupError(f'{where}: is not a JSON object. Write: {{"names": ["First Last"]}}')
    return subject_from(fields, where)


def subject_from(fields: Mapping[str, Any], where: str) -> Subject:
    """Check the keys and values of a subject file, and bring them to their normal forms.

    Raises:
        SetupError: a key or value is wrong; one line each, without the value.
    """
    try:
        read = _Fields.model_validate(fields)
    except ValidationError as error:
        problems = dict.fromkeys(_problem(dict(e)) for e in error.errors(include_input=False, include_url=False))
        raise SetupError("\n".join(f"{where}: {problem}" for problem in problems)) from None
    identifiers = (read.cpr, read.names, read.former_names, read.addresses, read.emails, read.phones, read.other)
    if not any(identifiers):
        raise SetupError(
            f"{where}: holds nothing that tells who is asked about. Add at least one of cpr, names, former_names, "
            f"addresses, emails, phones, other."
        )
    others = (read.cpr, read.birth_date, read.addresses, read.emails, read.phones, read.other)
    if not any(others) and not any(map(_has_two_words, (*read.names, *read.former_names))):
        raise SetupError(
            f"{where}: names: a first name or a surname alone cannot be searched for, as too many bear it. "
            f"Write the full name, or add birth_date, cpr, addresses, emails, phones or other."
        )
    return Subject(
        cpr=_each_once(read.cpr),
        names=_each_once(read.names),
        former_names=_each_once(read.former_names),
        birth_date=_agreed_birth_date(read, where),
        addresses=_each_once(read.addresses),
        emails=_each_once(read.emails),
        phones=_each_once(read.phones),
        other=_each_once(read.other),
    )


def as_written(subject: Subject) -> Subject:
    """The subject to ask for: an address that is not read as street and number is asked for as it is written."""
    if not subject.addresses:
        return subject
    from dsar.find.traits import homes_of

    unread = tuple(address for address in subject.addresses if not homes_of(address, address_detector()))
    return replace(subject, other=(*subject.other, *unread)) if unread else subject


@lru_cache(maxsize=1)
def address_detector() -> AddressDetector:
    """What reads the subject file's addresses, as it reads those of texts; made once a process."""
    from dsar.detect.addresses import AddressDetector

    return AddressDetector()


def are_of_several(subject: Subject) -> bool:
    """Whether the CPR numbers tell different birth dates or sexes: mostly two people's, seldom one's old and new."""
    numbers = [number for number in subject.cpr if number.isdecimal()]
    return len({(birth_date(number), int(number[-1]) % 2) for number in numbers}) > 1


class _TwiceError(Exception):
    """A key of an object stands twice; the message is the key, where it is one of a subject file's."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in pairs:
        if key in fields:
            raise _TwiceError(key if key in _Fields.model_fields else "a key")
        fields[key] = value
    return fields


def _agreed_birth_date(read: _Fields, where: str) -> date | None:
    told = [born for number in read.cpr if number.isdecimal() and (born := birth_date(number)) is not None]
    if read.birth_date is None:
        return told[0] if told else None
    if read.birth_date not in told and any(not is_replacement(number) for number in read.cpr):
        raise SetupError(f"{where}: birth_date: is not the date in the CPR number. Correct one of them.")
    return read.birth_date


def _plain(value: str) -> str:
    """The value on one line, with single spaces."""
    plain = " ".join(value.split())
    if any(category(character) in ("Cc", "Cs") for character in plain):
        raise ValueError(_UNWRITABLE)
    return plain


def _has_two_words(name: str) -> bool:
    words = [word for word in re.split(r"[ \-.]", name) if _LETTER.search(word)]
    return len(words) > 1 or is_unspaced(name)


def _cpr(value: str) -> str:
    compact = re.sub(r"[^0-9a-z]", "", normal(value)).upper().removeprefix("DK").removeprefix("CPR")
    long_year = _LONG_YEAR.fullmatch(compact) if len(compact) == 12 else None
    if long_year:
        day_month, year, serial = long_year.groups()
        compact = day_month + year[2:] + serial
        if not has_date(compact) or str(birth_year(compact)) != year:
            raise ValueError("is not a possible CPR number: its date cannot be. Correct it")
    if len(compact) == 9 and _FIVE_AND_FOUR.fullmatch(_plain(value)) and has_date("0" + compact):
        compact = "0" + compact  # a spreadsheet took the leading zero
    if len(compact) == 9 and compact.isdecimal():
        raise ValueError("has nine digits: is a leading zero missing? Write ten digits, for instance DDMMYY-XXXX")
    if not _CPR.fullmatch(compact) and not _HEALTH_CPR.fullmatch(compact):
        raise ValueError("is not a CPR number. Write ten digits, for instance DDMMYY-XXXX")
    if not has_date(compact) or (compact.isdecimal() and birth_date(compact) is None):
        raise ValueError("is not a possible CPR number: its date cannot be. Correct it")
    return compact


def _name(value: str) -> str:
    name = _plain(value)
    if re.fullmatch(r"[0-9 .\-–]{8,16}", name):
        raise ValueError("is a number and not a name. Put a CPR number under cpr, and a telephone number under phones")
    if len(_LETTER.findall(name)) < 2:
        raise ValueError("is too short for a name. Write the full name")
    if not re.search(r"[^\W\d_]{2}", normal(name)) and not is_unspaced(name):
        raise ValueError("is initials alone, which too many share. Write the full name")
    if re.search(r"[0-9@]", name):
        raise ValueError("holds more than a name. Put numbers and addresses under their own keys")
    return name


def _address(value: str) -> str:
    address = _plain(value)
    if not _LETTER.search(address) or not re.search(r"[0-9]", address):
        raise ValueError("is not an address. Write street and number, and postcode and town")
    return address


def _email(value: str) -> str:
    address = _plain(value).lower()
    if not _EMAIL.fullmatch(address):
        raise ValueError("is not an e-mail address. Write one as name@example.dk")
    return address


def _phone(value: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value, "DK")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("is not a telephone number. Write eight digits, or + and the country code before it")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _other(value: str) -> str:
    other = _plain(value)
    if sum(character.isalnum() for character in other) < 3:
        raise ValueError("is too short to search for. Write at least three letters or digits")
    return other


def _date(value: object) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, date) and not isinstance(value, datetime):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"is nobody's birth date: its year is not from {FIRST_YEAR} to {LAST_YEAR}. Correct it")
        return value
    raise ValueError("is not a date. Write it as 1990-01-31")


def _values(check: Callable[[str], str]) -> Any:
    one = Annotated[str, Field(max_length=LONGEST), AfterValidator(check)]
    return Annotated[tuple[one, ...], Field(max_length=MOST, strict=False)]


class _Fields(BaseModel):
    """A subject file."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    cpr: _values(_cpr) = ()  # type: ignore[valid-type]
    names: _values(_name) = ()  # type: ignore[valid-type]
    former_names: _values(_name) = ()  # type: ignore[valid-type]
    birth_date: Annotated[date, BeforeValidator(_date)] | None = None
    addresses: _values(_address) = ()  # type: ignore[valid-type]
    emails: _values(_email) = ()  # type: ignore[valid-type]
    phones: _values(_phone) = ()  # type: ignore[valid-type]
    other: _values(_other) = ()  # type: ignore[valid-type]


_ADVICE = {
    "string_unicode": _UNWRITABLE,
    "string_type": "is not text. Put it in quotes",
    "tuple_type": 'is not a list. Write it as ["…"]',
    "too_long": f"has too many values. Keep the {MOST} that tell most",
    "string_too_long": f"is too long. Keep it under {LONGEST} characters",
}


def _problem(error: dict[str, Any]) -> str:
    key, *rest = error["loc"]
    if error["type"] == "extra_forbidden":
        known = ", ".join(_Fields.model_fields)
        # The key itself may be personal data put in the wrong place: only its likeness to a real one is told.
        meant = get_close_matches(str(key)[:LONGEST].lower(), _Fields.model_fields, 1, 0.75)
        hint = f" Did you mean {meant[0]}?" if meant else ""
        return f"an unknown key: is not a key of a subject file.{hint} Use one of: {known}."
    place = f"{key}[{rest[0]}]" if rest and isinstance(rest[0], int) else str(key)
    said = str(error["ctx"]["error"]) if error["type"] == "value_error" else _ADVICE.get(error["type"], "is wrong")
    return f"{place}: {said}."


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

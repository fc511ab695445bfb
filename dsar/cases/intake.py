"""Read who wrote a request and who acts for its subject, from TOML checked before anything is kept."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dsar.cases.codes import Relation
from dsar.cases.values import Representative, Requester
from dsar.errors import SetupError
from dsar.settings import explain

_Line = Annotated[str, Field(max_length=500)]
_Said = Annotated[str, Field(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True)
class People:
    """Who wrote, and who acts for the subject."""

    requester: Requester
    representative: Representative | None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


class _Requester(_Strict):
    name: _Line = ""
    contact: _Line = ""


class _Representative(_Strict):
    name: _Said
    relation: Relation
    basis: _Said
    scope: _Line = ""
    expires: date | None = None
    contact: _Line = ""


class _File(_Strict):
    requester: _Requester = _Requester()
    representative: _Representative | None = None


def people_from(text: str, where: str) -> People:
    """The people named in a file.

    Raises:
        SetupError: it is no TOML, or a key or value is wrong; one line each, without the value.
    """
    try:
        read = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        raise SetupError(f'{where}: is not TOML. Write: [requester], and under it: name = "First Last"') from None
    except ValidationError as error:
        raise SetupError("\n".join(f"{where}: {line}" for line in explain(error))) from None
    person = read.representative
    return People(
        Requester(read.requester.name, read.requester.contact),
        None if person is None else Representative(**person.model_dump()),
    )

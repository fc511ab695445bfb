"""Reads who got data of this citizen: what somebody noted in a TOML file, as no store can tell it.

[[disclosure]]
recipient = "Ankestyrelsen"
on = 2025-06-03
occasion = "klage over afgørelse om hjælp"
hits = [12, 13]                             # may be left out
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from dsar.errors import SetupError
from dsar.letters.facts import Disclosure

_Text = Annotated[str, Field(min_length=1, max_length=500)]
_FORBID = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    recipient: _Text
    on: date
    occasion: _Text
    hits: tuple[Annotated[int, Field(ge=1)], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__: ClassVar[ConfigDict] = _FORBID
    disclosure: tuple[_One, ...]


def read_disclosures(path: Path) -> tuple[Disclosure, ...]:
    """The disclosures of a file, the oldest first.

    Raises:
        SetupError: it cannot be read, or something in it is missing, unknown or wrong; one line for each.
    """
    try:
        read = TypeAdapter(_File).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SetupError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path}: is not valid TOML: {error}. Mend the line it names.") from error
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        lines = (f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg'].lower()}. Mend it." for one in problems)
        raise SetupError("\n".join(f"{path}: {line}" for line in lines)) from error
    oldest_first = sorted(read.disclosure, key=lambda one: (one.on, one.recipient))
    return tuple(
        Disclosure(recipient=one.recipient, on=one.on, occasion=one.occasion, numbers=one.hits) for one in oldest_first
    )

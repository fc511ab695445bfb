"""Passwords and keys that settings name and never hold.

A setting that is a secret says where it lies, and it is looked up when it is
needed, in the process that needs it::

    password = { file = "hemmeligt/post.txt" }     # relative to the workspace; not open to everybody
    password = { env = "POST_PASSWORD" }
    password = { keyring = "dsar/post" }           # the system's own store of passwords: service/user

A :class:`Secret` shows itself in no ``repr``, log or message.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from dsar.errors import SetupError

_SOURCES: Final = ("file", "env", "keyring")
_LONGEST = 1 << 16


class Secret:
    """Where a secret lies. As the type of a pydantic field it reads the three forms, and nothing else.

    Validate with ``context={"root": workspace, "where": "stores.NAME"}``, as
    :func:`dsar.connector.read_options` does.
    """

    __slots__ = ("_name", "_root", "_source", "_where")

    def __init__(self, source: str, name: str, *, root: Path, where: str) -> None:
        self._source, self._name = source, name
        self._root, self._where = root, where

    def __repr__(self) -> str:
        return f"Secret({self._source})"

    def reveal(self) -> str:
        """The secret itself, looked up now.

        Raises:
            SetupError: it is not there, is empty, or lies open to other users.
        """
        match self._source:
            case "file":
                found = self._from_file()
            case "env":
                found = os.environ.get(self._name, "")
            case _:
                found = self._from_keyring()
        if not found:
            raise SetupError(f"{self._place}: there is no secret there. Put it there, or mend the setting.")
        return found

    @property
    def _place(self) -> str:
        return f"dsar.toml: {self._where}: {self._source} {self._name}"

    def _from_file(self) -> str:
        path = self._root / self._name
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_mode & stat.S_IRWXO:
                    raise SetupError(f"{self._place}: every user may read the secret. Run: chmod 600 {path}")
                text = file.read(_LONGEST).decode("utf-8")
        except OSError as error:
            raise SetupError(f"{self._place}: cannot be read ({error.strerror}). Mend the setting.") from error
        except UnicodeDecodeError:
            raise SetupError(f"{self._place}: is not text in UTF-8. Save it as such.") from None
        return text.removesuffix("\n").removesuffix("\r")

    def _from_keyring(self) -> str:
        import keyring
        from keyring.errors import KeyringError

        service, _, user = self._name.rpartition("/")
        try:
            return keyring.get_password(service, user) or ""
        except KeyringError as error:
            raise SetupError(
                f"{self._place}: the system's keyring cannot be used ({type(error).__name__}). "
                f"Unlock it, or use file or env."
            ) from error

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic makes one from a setting."""
        return core_schema.with_info_plain_validator_function(cls._read)

    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> Secret:
        context: Mapping[str, Any] = info.context or {}
        if isinstance(value, dict) and len(value) == 1:
            ((source, name),) = value.items()
            if source in _SOURCES and isinstance(name, str) and name and (source != "keyring" or "/" in name[1:-1]):
                return cls(source, name, root=context["root"], where=context["where"])
        raise PydanticCustomError(
            "secret",
            'a secret never stands in dsar.toml itself; say where it lies: { file = "…" }, { env = "…" } '
            'or { keyring = "service/user" }',
        )

"""A store that no program can search: paper, or a system without access.

Settings: ``who`` is asked, ``how`` they search. It lists nothing; every answer
names it as not searched by machine, so that it is a task and not forgotten.
What a person's search came to is written down in ``manual/STORE.toml`` of the
workspace, a ``[[search]]`` with ``case``, ``by``, ``at`` (a date) and ``found``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, BinaryIO

from pydantic import Field, ValidationError

from dsar.connector import (
    Check,
    Connector,
    ConnectorFactory,
    Delegated,
    HandSearch,
    Options,
    StoreContext,
    Task,
    read_options,
)
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.settings import explain


class _Options(Options):
    who: str = Field(min_length=1)
    how: str = Field(min_length=1)


class _Search(Options):
    case: str
    by: str
    at: date
    found: str = Field(repr=False)


class _Register(Options):
    search: list[_Search] = Field(default=[])


class ManualStore:
    """Lists nothing, and says whom to ask."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        self._options = read_options(_Options, context, settings)
        self._register = context.root / "manual" / f"{context.name}.toml"

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield nothing: what is there is not known to any program."""
        return iter(())

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Nothing was listed, so there is nothing to open."""
        raise ItemError(GapCode.VANISHED, "this store is searched by a person")
        yield

    def check(self) -> Check:
        """Whom to ask, and the last search that was written down."""
        task = self.task(None)
        done = len(task.searches)
        last = f"; {done} searches are recorded, the last of {max(s.at for s in task.searches)}" if done else ""
        return Check(f"a task for a person: ask {task.who} ({task.how}){last}")

    def task(self, case: str | None) -> Task:
        """As the protocol says."""
        found = tuple(HandSearch(s.case, s.by, s.at, s.found) for s in self._read() if case in (None, s.case))
        return Task(self._options.who, self._options.how, found)

    def _read(self) -> list[_Search]:
        try:
            raw = tomllib.loads(self._register.read_text(encoding="utf-8"))
            register = _Register.model_validate(raw)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SetupError(f"{self._register}: cannot be read ({error.strerror}). Check its permissions.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SetupError(f"{self._register}: is not valid TOML in UTF-8: {error}. Mend it.") from error
        except ValidationError as error:
            raise SetupError("\n".join(f"{self._register}: {line}" for line in explain(error))) from error
        return register.search


_checked: type[Connector] = ManualStore
_checked_task: type[Delegated] = ManualStore
_checked_factory: ConnectorFactory = ManualStore

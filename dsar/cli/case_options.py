"""What the commands of ``dsar case`` have in common: their arguments, and what they print after an act."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsar.cli import words
from dsar.cli.output import emit, json_option, say, workspace_option
from dsar.errors import SetupError

if TYPE_CHECKING:
    from dsar.cases.acts import Act
    from dsar.cases.deadlines import Deadlines
    from dsar.cases.desk import Desk
    from dsar.cases.values import Case

LARGEST = 1_000_000
"""Bytes of a text file; the rules set the bound on what is kept."""


class Day(click.DateTime):
    """A day as YYYY-MM-DD; the command gets ``datetime``."""

    name = "day"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As people write it."""
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day, else a usage error that says how a day is written."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail("is no day. Write it as YYYY-MM-DD, like 2026-11-21.", param, ctx)


DAY = Day()


def codes(kind: type[StrEnum]) -> click.Choice[str]:
    """One of the codes, as they are written everywhere."""
    return click.Choice([code.value for code in kind])


def case_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """``ID``; the command gets ``case_id: str``."""
    return click.argument("case_id", metavar="ID")(command)


def version_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--version-seen N``; the command gets ``version: int | None``."""
    told = "Do it only if the case is still at this version (dsar case show); else exit 5."
    return click.option("--version-seen", "version", type=int, metavar="N", help=told)(command)


def day_option(name: str, told: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A day (YYYY-MM-DD), today if it is not given; the command gets ``datetime | None``."""
    return click.option(name, type=DAY, metavar="DATE", help=f"{told} (YYYY-MM-DD); today, if not given.")


def text_option(told: str, *, required: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--text-file FILE|-``; the command gets ``text: str``, "" where none was given."""

    def read(_ctx: click.Context, _param: click.Parameter, given: str | None) -> str:
        return "" if given is None else read_text(given)

    return click.option(
        "--text-file",
        "text",
        metavar="FILE|-",
        required=required,
        callback=read,
        help=f"{told}; a text file in UTF-8, or - for standard input.",
    )


def act_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that changes a case takes: its id, ``--version-seen``, ``--json`` and ``-w``."""
    return case_argument(version_option(json_option(workspace_option(command))))


def read_text(name: str) -> str:
    """The text of a file, or of standard input for ``-``.

    Raises:
        SetupError: it cannot be read, is too large, or is no UTF-8.
    """
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise SetupError(f"{name}: cannot be read ({error.strerror}). Give the path of a text file.") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{name}: is not UTF-8 text. Save it as UTF-8.") from error
    if len(data) > LARGEST:
        raise SetupError(f"{name}: is larger than {LARGEST} bytes. Keep it to what matters here.")
    return text.replace("\r\n", "\n").strip()


def day(given: datetime | None, desk: Desk) -> date:
    """The day that was given, else today in Denmark."""
    return desk.today if given is None else given.date()


def act(
    workspace: Path,
    case_id: str,
    make: Callable[[Case, Desk], Act | tuple[Act, ...]],
    *,
    version: int | None,
    as_json: bool,
) -> None:
    """Do acts in a case, and print the case as it then stands."""
    from dsar.app import open_workspace

    with open_workspace(workspace) as space:
        desk = space.desk
        done(desk.act(case_id, lambda case: make(case, desk), version=version), desk, as_json=as_json)


def done(case: Case, desk: Desk, *, as_json: bool) -> None:
    """Print a case after an act: as an object, or its state and its next date to the person."""
    from dsar.cases.output import case_object
    from dsar.cases.words import STATES

    found = desk.deadlines(case)
    if as_json:
        emit(case_object(case, found, today=desk.today))
        return
    due = "".join(_due(found, today=desk.today)) if case.is_open else ""
    say(f"{case.id}: {STATES[case.state]}{due}")


def _due(found: Deadlines, *, today: date) -> Iterator[str]:
    """The next date; that of the documents by its name, and then the answer's."""
    if found.next == found.aktindsigt_due:
        yield words.DOCUMENTS_DUE.format(found.next.isoformat())
        yield words.PASSED if today > found.next else ""
    yield words.DUE.format(found.final.isoformat())
    yield words.PASSED if today > found.final else ""

"""``dsar case list``, ``show`` and ``calendar``: looking at cases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from dsar.cli import words
from dsar.cli.case_by_hand import tasks_of
from dsar.cli.case_options import case_argument
from dsar.cli.output import emit, json_option, say, workspace_option
from dsar.errors import SetupError


@click.command("list")
@click.option("--all", "ended", is_flag=True, help="Also cases that were answered, refused, withdrawn or closed.")
@json_option
@workspace_option
def list_cases(*, ended: bool, as_json: bool, workspace: Path) -> None:
    """List the open cases, the one due first by the strict rule first; late ones are red.

    Example: dsar case list --all
    """
    from rich.console import Console

    from dsar.app import open_workspace
    from dsar.cases.output import case_object, case_table

    with open_workspace(workspace) as space:
        found, today = space.desk.listed(ended=ended), space.desk.today
    if as_json:
        for case, dates in found:
            emit(case_object(case, dates, today=today))
    elif found:
        Console(highlight=False).print(case_table(found, today=today))
    late = sum(1 for case, dates in found if case.is_open and dates.is_late(today))
    say(words.LISTED.format(cases=len(found), late=late) if found else words.NONE_LISTED)


@click.command()
@case_argument
@json_option
@workspace_option
def show(*, case_id: str, as_json: bool, workspace: Path) -> None:
    """Show a case: its dates, who asks, what was written and done.

    Example: dsar case show 2026-0001
    """
    from rich.console import Console

    from dsar.app import open_workspace
    from dsar.cases.output import case_text, full_object

    with open_workspace(workspace) as space:
        found, today = space.desk.show(case_id), space.desk.today
        dates, tasks = space.desk.deadlines(found), tasks_of(space, found)
    if as_json:
        emit(full_object(found, dates, today=today, tasks=tasks))
    else:
        Console(highlight=False).print(case_text(found, dates, today=today, tasks=tasks))


@click.command()
@click.option("--out", required=True, metavar="FILE|-", help="Where to write it; - for standard output.")
@workspace_option
def calendar(*, out: str, workspace: Path) -> None:
    """Write the dates of the open cases as a calendar file (ics); it names cases by number only.

    Example: dsar case calendar --out frister.ics
    """
    from dsar.app import open_workspace
    from dsar.cases.calendar import calendar as made

    with open_workspace(workspace) as space:
        found = space.desk.listed()
    data = made(found, now=datetime.now(UTC).replace(microsecond=0))
    if out == "-":
        click.echo(data, nl=False)
        return
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        raise SetupError(f"{out}: cannot be written ({error.strerror}). Choose another place.") from error
    say(words.CALENDAR.format(out=out, cases=len(found)))

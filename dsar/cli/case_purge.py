"""``dsar case purge``: a closed case's data go when its own retention has ended."""

from __future__ import annotations

from pathlib import Path

import click

from dsar.cli import words
from dsar.cli.output import emit, json_option, say, workspace_option


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say which cases would be deleted.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@workspace_option
def purge(*, dry_run: bool, yes: bool, as_json: bool, workspace: Path) -> None:
    """Delete the cases whose own retention has ended ([cases] retention_years after closing), and what they held.

    A case that restricts data stays while it does. Hand over to the archive what must be kept for it first.

    Example: dsar case purge --dry-run
    """
    from dsar.app import open_workspace
    from dsar.cases.hold import Hold
    from dsar.cases.words import CASE_KINDS

    with open_workspace(workspace) as space:
        years = space.settings.cases.retention_years
        doomed = list(space.desk.expired(years))
        for case in doomed:
            if as_json:
                closed = case.closed.isoformat() if case.closed else None
                emit({"type": "purged", "id": case.id, "kind": case.kind.value, "closed": closed, "done": not dry_run})
            else:
                click.echo(words.PURGED.format(case=case.id, kind=CASE_KINDS[case.kind], closed=case.closed))
        if not doomed:
            say(words.NONE_TO_PURGE.format(years))
        elif not dry_run:
            if not yes:
                click.confirm(words.PURGE.format(len(doomed)), abort=True, err=True)
            for case in doomed:
                space.desk.purge(case)
            Hold(space.cases.database, space.vault, space.settings.state).sweep()
            say(words.PURGED_ALL.format(len(doomed)))

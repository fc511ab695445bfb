"""``dsar log``: the access log, for the data-protection officer."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from dsar.cli.output import emit, json_option, say, workspace_option
from dsar.errors import StoreError
from dsar.shown import printable
from dsar.stated import DANISH_TIME


@click.command()
@json_option
@workspace_option
def log(*, as_json: bool, workspace: Path) -> None:
    """Show who looked for whom, when and why, and check that nothing was altered.

    A person is shown as a keyed reference: the same person has the same one.

    Example: dsar log
    """
    from dsar.app import open_workspace

    with open_workspace(workspace) as space:
        for event in space.log.read():
            fields = asdict(event) | {"action": event.action.value, "at": event.at.isoformat()}
            if as_json:
                emit({"type": "event"} | fields)
            else:
                when = event.at.astimezone(DANISH_TIME).strftime("%Y-%m-%d %H:%M:%S")
                told = (
                    event.purpose,
                    event.case and f"case {event.case}",
                    event.subject and f"subject {event.subject}",
                    f"{event.hits} hits" if event.hits is not None else None,
                    event.note,
                )
                click.echo(printable(f"{when} {event.who} {event.action.value}: {', '.join(filter(None, told))}"))
        chain = space.log.check()
    for note in chain.notes:
        say(note)
    if not chain.intact:
        raise StoreError("state/access.log: " + " ".join(chain.problems))
    say(f"The log is whole: {chain.records} events.")

"""``dsar stores`` and ``dsar gaps``: what is indexed, and what could not be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from dsar.cli.output import emit, json_option, number, say, workspace_option


@click.command()
@json_option
@workspace_option
def stores(*, as_json: bool, workspace: Path) -> None:
    """Show the stores, what is indexed of each, when, and how many gaps.

    Example: dsar stores
    """
    from dsar.app import open_workspace

    with open_workspace(workspace) as space:
        for status in space.status():
            if as_json:
                emit(
                    {
                        "type": "store",
                        "store": status.store,
                        "connector": status.connector,
                        "items": status.items,
                        "gaps": status.gaps,
                        "indexed_at": status.indexed_at.isoformat() if status.indexed_at else None,
                    }
                )
            else:
                when = status.indexed_at.astimezone().strftime("%Y-%m-%d %H:%M") if status.indexed_at else "not yet"
                click.echo(
                    f"{status.store}: {number(status.items)} items, {number(status.gaps)} gaps, indexed {when} "
                    f"({status.connector})"
                )


@click.command()
@click.argument("store", nargs=-1)
@json_option
@workspace_option
def gaps(*, store: tuple[str, ...], as_json: bool, workspace: Path) -> None:
    """Show what could not be read, and why; of all stores or of those named.

    Example: dsar gaps post
    """
    from dsar.app import open_workspace

    counts: Counter[str] = Counter()
    with open_workspace(workspace) as space:
        for found in space.gaps(store):
            counts[found.gap.code.value] += 1
            if as_json:
                emit(
                    {
                        "type": "gap",
                        "store": found.store,
                        "item": found.gap.locator,
                        "code": found.gap.code.value,
                        "reason": found.gap.reason,
                        "since": found.since.isoformat(),
                    }
                )
            else:
                click.echo(f"{found.store}: {found.gap.locator}: {found.gap.code}: {found.gap.reason}")
    if not counts:
        say("No gaps: everything that is known to exist was read.")
        return
    say(f"{number(counts.total())} gaps: " + ", ".join(f"{n} {code}" for code, n in counts.most_common()))

"""``dsar stores`` and ``dsar gaps``: what is indexed, and what could not be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import emit, json_option, number, say, workspace_option
from dsar.errors import DsarError
from dsar.stated import DANISH_TIME

if TYPE_CHECKING:
    from dsar.app import Workspace


@click.command()
@click.argument("store", nargs=-1)
@click.option("--check", is_flag=True, help="Try the access to each store now, and say what is wrong; reads nothing.")
@json_option
@workspace_option
@click.pass_context
def stores(ctx: click.Context, *, store: tuple[str, ...], check: bool, as_json: bool, workspace: Path) -> None:
    """Show the stores, what is indexed of each, when, and how many gaps; all of them or those named.

    With --check: 0 if each can be read, 1 if settings or rights must be mended, 5 if a server does not answer.

    Example: dsar stores --check
    """
    from dsar.app import open_workspace
    from dsar.settings import BY_HAND

    with open_workspace(workspace) as space:
        if check:
            ctx.exit(_check(space, store, as_json=as_json))
        named = {one.name for one in space.named(store)}
        for status in space.status():
            if status.store not in named:
                continue
            if as_json:
                emit(
                    {
                        "type": "store",
                        "store": status.store,
                        "connector": status.connector,
                        "items": status.items,
                        "gaps": status.gaps,
                        "indexed_at": status.indexed_at.isoformat() if status.indexed_at else None,
                        "by_hand": status.connector in BY_HAND,
                    }
                )
            elif status.connector in BY_HAND:
                click.echo(f"{status.store}: a task for a person; see  dsar stores --check {status.store}")
            else:
                when = (
                    status.indexed_at.astimezone(DANISH_TIME).strftime("%Y-%m-%d %H:%M")
                    if status.indexed_at
                    else "not yet"
                )
                click.echo(
                    f"{status.store}: {number(status.items)} items, {number(status.gaps)} gaps, indexed {when} "
                    f"({status.connector})"
                )


def _check(space: Workspace, names: tuple[str, ...], *, as_json: bool) -> int:
    """Look at each store; the exit code is the worst that was met."""
    from dsar.app import connector_of
    from dsar.connector import check_store

    worst = 0
    for store in space.named(names):
        try:
            code, message = 0, check_store(connector_of(space.settings, store)).message
        except DsarError as error:
            code, message = error.exit_code, str(error)
        worst = max(worst, code)
        if as_json:
            row = {"type": "check", "store": store.name, "connector": store.connector}
            emit(row | {"ok": code == 0, "code": code, "message": message})
        else:
            click.echo(f"{store.name}: {'ok: ' if code == 0 else ''}{message}")
    return worst


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
                item = found.gap.locator or "the whole store"
                click.echo(f"{found.store}: {item}: {found.gap.code}: {found.gap.reason}")
    if not counts:
        say("No gaps: everything that is known to exist was read.")
        return
    say(f"{number(counts.total())} gaps: " + ", ".join(f"{n} {code}" for code, n in counts.most_common()))

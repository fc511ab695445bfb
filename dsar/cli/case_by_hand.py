"""``dsar case searched-by-hand``, and what other commands show of stores that no program can search."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.case_options import act_options, day, day_option, done, text_option
from dsar.cli.output import say
from dsar.errors import SetupError

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.cases.by_hand import HandTask
    from dsar.cases.values import Case
    from dsar.connector import Task


@click.command("searched-by-hand")
@act_options
@click.argument("store")
@click.option("--asked", is_flag=True, help="Somebody was asked, and has not replied yet.")
@click.option("--found", type=int, metavar="N", help="So many documents were found; 0 where there was nothing.")
@click.option("--by", default="", metavar="WHO", help="Who was asked, or searched; whom the store names, if not given.")
@day_option("--on", "The day of it")
@text_option("What was found, and where it lies now", required=False)
def searched_by_hand(
    *,
    case_id: str,
    store: str,
    asked: bool,
    found: int | None,
    by: str,
    on: datetime | None,
    text: str,
    version: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Register for the case what a person's search of STORE came to: a store that no program can search.

    What was found is not in the package: scan it into a store, index and search again, or send it along.
    dsar case show says which stores are still open.

    Example: dsar case searched-by-hand 2026-0001 papirarkiv --found 0
    """
    from dsar.app import open_workspace
    from dsar.cases.acts import SearchedByHand
    from dsar.cases.by_hand import HandResult

    if asked == (found is not None):
        raise click.UsageError("give either --asked or --found N.")
    with open_workspace(workspace) as space:
        desk, tasks = space.desk, stores_by_hand(space)
        if store not in tasks:
            known = ", ".join(tasks) or "none"
            raise SetupError(f"{store}: is no store that a person searches (connector manual). Those are: {known}.")
        result = HandResult(store, day(on, desk), by or tasks[store].who, found, text)
        made = desk.act(case_id, lambda _: SearchedByHand(result), version=version)
        done(made, desk, as_json=as_json)
        if not as_json:
            say_open(space, made)


def stores_by_hand(space: Workspace, case_id: str | None = None) -> dict[str, Task]:
    """The stores that a person searches: whom to ask, how, and what is written in the store's register of a case."""
    from dsar.app import connector_of
    from dsar.connector import Delegated
    from dsar.settings import BY_HAND

    mine = (store for store in space.named(()) if store.connector in BY_HAND)
    made = {store.name: connector_of(space.settings, store) for store in mine}
    return {name: one.task(case_id) for name, one in made.items() if isinstance(one, Delegated)}


def tasks_of(space: Workspace, case: Case) -> tuple[HandTask, ...]:
    """Those stores with their state in a case."""
    from dsar.cases.by_hand import hand_tasks

    return hand_tasks(stores_by_hand(space, case.id), case.by_hand)


def say_open(space: Workspace, case: Case) -> None:
    """Name the stores that are still to be searched for a case."""
    from dsar.cases.by_hand import SEARCHED
    from dsar.cases.words import BY_HAND_LEFT

    left = [task.store for task in tasks_of(space, case) if task.state not in SEARCHED]
    if left and case.is_open:
        say(BY_HAND_LEFT.format(", ".join(left), case.id))

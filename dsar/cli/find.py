"""``dsar find``: everything about a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, say, workspace_option
from dsar.cli.subject import read_subject
from dsar.model import CHANGED, NEVER_READ, NOT_INDEXED

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.connector import Task
    from dsar.find.person import Person
    from dsar.find.statement import Statement
    from dsar.find.suggested import Suggestion
    from dsar.model import Answer

NARROWEST = 40
"""Columns of the table at least: in fewer it would leave out where and why; the terminal breaks the lines then."""


@click.command()
@click.option(
    "--subject",
    "file",
    required=True,
    metavar="FILE|-",
    help="Subject file (TOML, or JSON by its ending), or - for JSON on stdin.",
)
@click.option("--purpose", required=True, help="Why; written to the access log.")
@click.option("--case", help="The case it is for.")
@click.option("--store", "stores", multiple=True, help="Only this store; may be given several times.")
@click.option("--explain", is_flag=True, help="Show how each hit's probability came about, weight by weight.")
@click.option("--suggest", is_flag=True, help="Propose identifiers seen with the subject, to add to the subject file.")
@click.option("--why-not", "place", metavar="STORE:ITEM", help="Say why this item is no hit, and nothing else.")
@click.option("--statement", "states", is_flag=True, help="State what was searched, how, and what was not.")
@json_option
@workspace_option
@click.pass_context
def find(
    ctx: click.Context,
    *,
    file: str,
    purpose: str,
    case: str | None,
    stores: tuple[str, ...],
    explain: bool,
    suggest: bool,
    place: str | None,
    states: bool,
    as_json: bool,
    workspace: Path,
) -> None:
    """Find everything about the subject, with the evidence for each hit.

    Exits with 3 where something could not be searched; the answer says what.

    Example: dsar find --subject subject.toml --purpose "Indsigt" --case 2026-117
    """
    from dsar.app import open_workspace
    from dsar.audit import masked
    from dsar.detect.lexicon import Lexicon
    from dsar.find.person import Person

    if place is not None and not all(place.partition(":")):
        raise click.UsageError("--why-not: name the item as STORE:ITEM, as hits have it.")
    if not purpose.strip():
        raise click.UsageError("--purpose: say why; it is written to the access log.")
    if case is not None and masked(case) != case:
        raise click.UsageError(
            "--case: holds a CPR number, and the access log names the case. Use the case's own number."
        )
    with open_workspace(workspace) as space:
        allowed = frozenset(store.name for store in space.named(stores)) if stores else None
        person = Person(read_subject(file), Lexicon())
        answer = space.find(person.subject, purpose=purpose, case=case, stores=allowed)
        if place is not None:
            _why_not(space, place, answer, person, as_json=as_json)
            return
        suggested = space.suggest(answer, person) if suggest else None
        tasks = _tasks(space, answer, case) if states else None
    stated = _stated(answer, person, limited=allowed, tasks=tasks) if states else None
    show = _print_json if as_json else _print_text
    show(answer, person, limited=allowed, explained=explain, suggested=suggested, stated=stated)
    unread = [one.store for one in answer.not_searched if one.reason in (NOT_INDEXED, NEVER_READ, CHANGED)]
    if unread:
        say(f"Not read through yet. Run:  dsar index {' '.join(unread)}")
    if answer.gaps or answer.not_searched:
        ctx.exit(INCOMPLETE)


def _stated(
    answer: Answer, person: Person, *, limited: frozenset[str] | None, tasks: Mapping[str, Task] | None
) -> Statement:
    from dsar.find.statement import statement

    return statement(answer, person, at=datetime.now(UTC), limited=limited, tasks=tasks)


def _why_not(space: Workspace, place: str, answer: Answer, person: Person, *, as_json: bool) -> None:
    from dsar.detect import Detectors
    from dsar.find.search import READ_FOR
    from dsar.find.why_not import CloseReader, IndexAsItIs, why_not, why_not_object, why_not_text

    store, _, locator = place.partition(":")
    searched = any(one.store == store for one in answer.searched)
    opened = space.library.item_at(store, locator) if searched else None
    detectors = Detectors(today=datetime.now(UTC).date(), kinds=READ_FOR, names=space.settings.detect.names)
    close = CloseReader(person, space.library, detectors, IndexAsItIs(space.engine, space.keys))
    said = why_not((store, locator), answer, opened, close)
    if as_json:
        emit(why_not_object(said))
    else:
        click.echo(why_not_text(said, person))


def _tasks(space: Workspace, answer: Answer, case: str | None) -> dict[str, Task]:
    """The stores that a person searches, with what was written down for this case and no other."""
    from dsar.cases.by_hand import with_results
    from dsar.cli.case_by_hand import stores_by_hand

    missing = {one.store for one in answer.not_searched}
    results = [one for each in space.cases.all() if each.id == case for one in each.by_hand] if case else []
    tasks = stores_by_hand(space, case or "").items()
    return {name: with_results(name, task, case or "", results) for name, task in tasks if name in missing}


def _print_json(
    answer: Answer,
    person: Person,
    *,
    limited: frozenset[str] | None,
    explained: bool,
    suggested: Sequence[Suggestion] | None,
    stated: Statement | None,
) -> None:
    from dsar.find.output import objects

    for one in objects(answer, person if explained else None, limited=limited):
        emit(one)
    if suggested:
        from dsar.find.suggested import suggestion_object

        for suggestion in suggested:
            emit(suggestion_object(suggestion))
    if stated:
        from dsar.find.statement import statement_object

        emit(statement_object(stated))


def _print_text(
    answer: Answer,
    person: Person,
    *,
    limited: frozenset[str] | None,
    explained: bool,
    suggested: Sequence[Suggestion] | None,
    stated: Statement | None,
) -> None:
    from rich.console import Console

    from dsar.find.statement import statement_text
    from dsar.find.suggested import suggestions_text
    from dsar.find.table import table
    from dsar.find.waterfall import explanations_text

    console = Console(highlight=False)
    console.width = max(console.width, NARROWEST)
    console.print(table(answer, limited=limited))
    if explained:
        click.echo("\n" + explanations_text(answer, person))
    if suggested is not None:
        click.echo("\n" + suggestions_text(suggested, person.subject))
    if stated:
        click.echo("\n" + statement_text(stated))

"""``dsar activities``: the record of processing activities, checked and imported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, number, say, workspace_option

if TYPE_CHECKING:
    from dsar.activities.found import Discrepancy
    from dsar.app import Workspace


@click.group()
def activities() -> None:
    """The record of processing activities (GDPR art. 30) that answers take their reasons from.

    Example: dsar activities check
    """


@activities.command("list")
@json_option
@workspace_option
def list_(*, as_json: bool, workspace: Path) -> None:
    """Show the activities and the stores that name them.

    Example: dsar activities list
    """
    from dsar.activities import load_activities
    from dsar.settings import load_settings

    settings = load_settings(workspace)
    for one in load_activities(settings.activities_file):
        stores = [name for name, store in settings.stores.items() if one.id in store.activities]
        if as_json:
            emit(
                {"type": "activity", "activity": one.id, "name": one.name, "department": one.department}
                | {"legal_basis": list(one.legal_basis), "categories": list(one.categories), "stores": stores}
            )
        else:
            click.echo(f"{one.id}: {one.name} ({one.department}): {', '.join(stores) or 'no store'}")


@activities.command()
@click.option("--found", is_flag=True, help="Also read a sample of what is indexed, for categories nobody declared.")
@click.option("--sample", type=click.IntRange(1), default=200, show_default=True, help="Items read of each store.")
@json_option
@workspace_option
@click.pass_context
def check(ctx: click.Context, *, found: bool, sample: int, as_json: bool, workspace: Path) -> None:
    """Say what keeps an answer from being whole: in the record, in the stores' activities, in what is found.

    Example: dsar activities check --found
    """
    from dsar.activities import check as check_record
    from dsar.activities import load_activities
    from dsar.app import open_workspace

    with open_workspace(workspace) as space:
        record = load_activities(space.settings.activities_file)
        problems = check_record(record, {n: s.activities for n, s in space.settings.stores.items()})
        for problem in problems:
            emit({"type": "problem", "reason": problem}) if as_json else click.echo(problem)
        count = len(problems)
        for one in _undeclared(space, sample) if found else ():
            count += 1
            emit(_object(one)) if as_json else click.echo(_line(one))
    if count:
        say(f"{number(count)} things to look at.")
        ctx.exit(INCOMPLETE)
    say("Nothing is missing.")


def _undeclared(space: Workspace, sample: int) -> Iterator[Discrepancy]:
    """The sample read, with a bar; logged first, since it is a look at citizens' data."""
    from datetime import UTC, datetime

    from rich.console import Console
    from rich.progress import Progress

    from dsar.activities import load_activities
    from dsar.activities.found import undeclared
    from dsar.audit import Action, Event
    from dsar.detect import Detectors

    stores = space.settings.stores
    now = datetime.now(UTC)
    space.log.append(
        Event(Action.AUDIT, space.who, now, purpose="activities check --found", stores=tuple(sorted(stores)))
    )
    whole = sum(min(sample, status.items) for status in space.status())
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading a sample", total=whole)
        yield from undeclared(
            space.catalog,
            space.vault,
            load_activities(space.settings.activities_file),
            stores=stores,
            sample=sample,
            detectors=Detectors(today=now.date(), names=space.settings.detect.names),
            cues=space.settings.detect.cues,
            tick=lambda: bar.advance(task),
        )


def _object(one: Discrepancy) -> dict[str, object]:
    return {
        "type": "discrepancy",
        "store": one.store,
        "activity": one.activity,
        "category": one.category.value,
        "published": one.published,
        "items": one.items,
        "sampled": one.sampled,
        "example": one.example,
    }


def _line(one: Discrepancy) -> str:
    from dsar.words import CATEGORIES

    where = "the public notice" if one.published else "the record"
    return (
        f"{one.store}: activity {one.activity or '–'}: “{CATEGORIES[one.category]}” found in {number(one.items)} of "
        f"{number(one.sampled)} items and not in {where}. For example: {one.example}"
    )


@activities.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", "columns", multiple=True, metavar="HEADER=FIELD", help="What fills a field; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="A new file to write; else standard output.")
@click.pass_context
def import_(ctx: click.Context, *, file: Path, columns: tuple[str, ...], out: Path | None) -> None:
    """Make a record (TOML) from the municipality's own list, CSV or XLSX; says what it could not place.

    Example: dsar activities import fortegnelse.xlsx --out activities.ny.toml
    """
    from dsar.activities import parse_activities
    from dsar.activities.table import import_table
    from dsar.errors import SetupError

    pairs = [column.rpartition("=") for column in columns]
    if any(not header or not field for header, _, field in pairs):
        raise click.UsageError("--column wants HEADER=FIELD.")
    made = import_table(file, {header: field for header, _, field in pairs})
    if out is None:
        click.echo(made.toml, nl=False)
    else:
        try:
            with out.open("x", encoding="utf-8") as target:
                target.write(made.toml)
        except OSError as error:
            raise SetupError(f"{out}: cannot be written ({error.strerror}). Name a new file.") from error
    problems = list(made.problems)
    try:
        parse_activities(made.toml, name=out.name if out else "activities.toml")
    except SetupError as error:
        problems += str(error).splitlines()
    for problem in problems:
        say(problem)
    say(f"{number(made.activities)} activities, {number(len(problems))} things to mend by hand.")
    if problems:
        ctx.exit(INCOMPLETE)

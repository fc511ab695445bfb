"""``dsar case search``, ``hits``, ``history``, ``status``, ``next``: finding for a case, and looking at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsar.cli import words
from dsar.cli.case_by_hand import say_open, tasks_of
from dsar.cli.case_options import case_argument
from dsar.cli.case_review_shown import LEVELS, ROLES, crowded, print_status, review, show_hit
from dsar.cli.output import INCOMPLETE, emit, json_option, number, workspace_option
from dsar.words import GAPS

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.cases.hits_search import SearchOutcome


@click.command()
@case_argument
@json_option
@workspace_option
@click.pass_context
def search(ctx: click.Context, *, case_id: str, as_json: bool, workspace: Path) -> None:
    """Find everything for the case, number the hits, and hold what they say until the case is purged.

    Run it again after indexing: numbers stay, and hits that changed or are gone are marked.
    A search that was cut goes on where it was. Exits with 3 where something could not be searched.

    Example: dsar case search 2026-0001
    """
    with review(workspace) as (space, desk):
        with _shown(hidden=as_json) as progress:
            outcome, answer = desk.search(case_id, finder(space), items_of(space), progress=progress)
        missed = [one.store for one in answer.not_searched]
        gaps = len(answer.gaps)
        if as_json:
            emit(_search_object(case_id, outcome) | {"gaps": gaps, "not_searched": missed})
        else:
            _report(case_id, outcome, gaps=gaps, missed=missed)
            say_open(space, desk.book.get(case_id))
    if gaps or missed:
        ctx.exit(INCOMPLETE)


@click.command()
@case_argument
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Only hits of this level.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Only hits in which they are this.")
@click.option("--undecided", is_flag=True, help="Only hits that still need a decision.")
@click.option("--show", "shown", type=int, metavar="N", help="Show hit N: its texts, with the evidence marked.")
@json_option
@workspace_option
def hits(
    *,
    case_id: str,
    levels: tuple[str, ...],
    roles: tuple[str, ...],
    undecided: bool,
    shown: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Show the case's hits with their numbers and decisions; with --show, one of them to read.

    Example: dsar case hits 2026-0001 --undecided
    """
    from rich.console import Console

    from dsar.cases.crowds import crowd_marks
    from dsar.cases.review import Fate
    from dsar.cases.review_text import reviewed_hit_object, table

    with review(workspace) as (_, desk):
        found = desk.reviewed(case_id)
        if shown is not None:
            show_hit(desk, found, shown, as_json=as_json)
            return
        wanted = [
            verdict
            for verdict in found.released.all
            if (not levels or verdict.hit.level in levels)
            and (not roles or verdict.role in roles)
            and (not undecided or verdict.fate is Fate.UNDECIDED)
        ]
        marks = crowd_marks(crowded(desk, found.case, (verdict.hit.number for verdict in wanted)))
        if as_json:
            for verdict in wanted:
                at = verdict.hit.number
                hit = desk.hits.open(case_id, at)
                emit(reviewed_hit_object(hit, verdict, restricted=at in found.restricted, crowded=marks.get(at)))
        else:
            Console(highlight=False).print(table(wanted, found.restricted, marks))
            print_status(found)


@click.command()
@case_argument
@click.argument("hit", required=False, type=int)
@json_option
@workspace_option
def history(*, case_id: str, hit: int | None, as_json: bool, workspace: Path) -> None:
    """Show every decision that was ever made in the case, or about one hit.

    Example: dsar case history 2026-0001 3
    """
    from dsar.cases.decisions import standing
    from dsar.cases.review_text import entry_object, history_line

    with review(workspace) as (_, desk):
        entries = desk.history(case_id)
    stands = standing(entries)
    for entry in entries:
        if hit is not None and entry.hit != hit:
            continue
        if as_json:
            emit(entry_object(entry, stands))
        else:
            click.echo(history_line(entry, stands))


@click.command()
@case_argument
@json_option
@workspace_option
def status(*, case_id: str, as_json: bool, workspace: Path) -> None:
    """Say how far the review has come and what still hinders an answer.

    Example: dsar case status 2026-0001
    """
    from dsar.cases.output import hand_object
    from dsar.cases.review_text import status_object

    with review(workspace) as (space, desk):
        found = desk.reviewed(case_id)
        tasks = [hand_object(task) for task in tasks_of(space, found.case)]
        if as_json:
            left = status_object(case_id, found.search, found.review, found.released, found.problems)
            emit(left | {"by_hand": tasks})
        else:
            print_status(found)
            say_open(space, found.case)


@click.command()
@case_argument
@json_option
@workspace_option
def next(*, case_id: str, as_json: bool, workspace: Path) -> None:
    """Show the next hit that still needs somebody: undecided, changed, or without its weighing.

    Example: dsar case next 2026-0001
    """
    with review(workspace) as (space, desk):
        found = desk.reviewed(case_id)
        waiting = [hit for problem in found.problems for hit in problem.hits]
        if waiting:
            show_hit(desk, found, waiting[0], as_json=as_json)
        if not as_json:
            print_status(found)
            say_open(space, found.case)


def finder(space: Workspace) -> Any:
    """Finds for a case, as the review asks for it."""
    return lambda subject, purpose, case: space.find(subject, purpose=purpose, case=case)


def items_of(space: Workspace) -> Any:
    """Opens the items that hits lie in, to hold them."""
    from dsar.app import connector_of
    from dsar.cases.store_items import StoreItems

    return StoreItems(
        space.catalog, space.vault, lambda store: connector_of(space.settings, space.named([store])[0])
    )  # fmt: skip


def _search_object(case_id: str, outcome: SearchOutcome) -> dict[str, Any]:
    missing = {kind: [n for n, p in outcome.missing.items() if p.value == kind] for kind in ("gone", "dropped")}
    return {
        "type": "search",
        "case": case_id,
        "number": outcome.number,
        "hits": outcome.hits,
        "new": list(outcome.new),
        "changed": list(outcome.changed),
        **missing,
        "held": outcome.held,
        "not_held": dict(sorted(outcome.not_held.items())),
    }


def _report(case_id: str, outcome: SearchOutcome, *, gaps: int, missed: Sequence[str]) -> None:
    counts = {"hits": outcome.hits, "new": len(outcome.new), "changed": len(outcome.changed)}
    counts["missing"] = len(outcome.missing)
    click.echo(words.FOUND.format(case=case_id, **{name: number(n) for name, n in counts.items()}))
    why = {code.value: told for code, told in GAPS.items()}
    codes = ", ".join(f"{number(n)} ({why.get(code, code)})" for code, n in outcome.not_held.most_common())
    click.echo(words.HELD.format(number(outcome.held)) + (words.NOT_HELD.format(codes) if codes else ""))
    if gaps or missed:
        click.echo(words.NOT_SEARCHED.format(stores=", ".join(missed) or "-", gaps=number(gaps)))
    click.echo(words.NEXT.format(f"dsar case hits {case_id}"))


@contextmanager
def _shown(*, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, while it is a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task(words.SEARCHING, total=None)
        yield lambda done, total: bar.update(task, description=words.HOLDING, completed=done, total=total)

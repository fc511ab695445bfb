"""Rights other than access: ``dsar case outcome``, ``notices`` (art. 19), ``restrict`` and ``lift`` (art. 18)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cases.codes import OutcomeCode, RestrictionTrigger
from dsar.cli import words
from dsar.cli.case_options import DAY, act, act_options, codes, day, day_option, read_text, text_option
from dsar.cli.output import emit, say

if TYPE_CHECKING:
    from dsar.cases.acts import Act
    from dsar.cases.desk import Desk
    from dsar.cases.values import Case


@click.command()
@act_options
@click.option("--code", type=codes(OutcomeCode), required=True, help="What it came to.")
@click.option("--trigger", type=codes(RestrictionTrigger), help="For restricted: why (art. 18(1)).")
@click.option(
    "--activity",
    "activities",
    multiple=True,
    metavar="ID",
    help="The activities it concerns (activities.toml); objection and portability need at least one.",
)
@day_option("--on", "The day it was decided")
@text_option("The reasons; for a refusal, those that the citizen is given")
def outcome(
    *,
    case_id: str,
    code: str,
    trigger: str | None,
    activities: tuple[str, ...],
    on: datetime | None,
    text: str,
    version: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Decide a request for rectification, erasure, restriction, objection or portability.

    Rectification has three outcomes: rectified_marked_and_restricted (old data stay, marked),
    refused_with_citizen_note, annotated_disagreement. The conditions of objection (art. 21) and portability (art. 20)
    are checked against the record of processing, activity by activity.

    Example: dsar case outcome 2026-0002 --code annotated_disagreement --text-file reasons.txt
    """
    from dsar.app import open_workspace
    from dsar.cases.acts import OutcomeDecided
    from dsar.cases.conditions import check_conditions, concerned
    from dsar.cli.case_options import done

    with open_workspace(workspace) as space:
        desk = space.desk
        concerns = concerned(activities, space.settings.activities_file)
        chosen, why = OutcomeCode(code), RestrictionTrigger(trigger) if trigger else None

        def make(case: Case) -> Act:
            check_conditions(case.kind, chosen, concerns)
            return OutcomeDecided(chosen, day(on, desk), text, why, tuple(dict.fromkeys(activities)))

        done(desk.act(case_id, make, version=version), desk, as_json=as_json)


@click.command()
@act_options
@click.option("--add", is_flag=True, help="Name recipients: one a line of --text-file.")
@click.option("--told", "told", type=int, multiple=True, metavar="N", help="Recipient N was told; several times.")
@click.option("--impossible", type=int, metavar="N", help="Recipient N cannot be told; --text-file says why.")
@click.option("--none", "nobody", is_flag=True, help="Nobody got the data; --text-file says how that was found out.")
@day_option("--on", "The day they were told")
@text_option("The recipients, or the reason", required=False)
def notices(
    *,
    case_id: str,
    add: bool,
    told: tuple[int, ...],
    impossible: int | None,
    nobody: bool,
    on: datetime | None,
    text: str,
    version: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """List who got the data and must hear of the outcome (art. 19), or register that they did.

    Example: dsar case notices 2026-0002 --told 1 --on 2026-11-21
    """
    from dsar.cases.acts import NoRecipients, RecipientNamed, RecipientTold

    if sum((add, bool(told), impossible is not None, nobody)) > 1:
        raise click.UsageError("give one of --add, --told, --impossible, --none.")

    def make(_: Case, desk: Desk) -> tuple[Act, ...]:
        if add:
            return tuple(RecipientNamed(line.strip()) for line in text.splitlines() if line.strip())
        if nobody:
            return (NoRecipients(text),)
        if impossible is not None:
            return (RecipientTold(impossible, None, text),)
        return tuple(RecipientTold(number, day(on, desk)) for number in dict.fromkeys(told))

    if add and not text:
        raise click.UsageError("--add: name them in --text-file, one a line.")
    if add or told or nobody or impossible is not None:
        act(workspace, case_id, make, version=version, as_json=as_json)
    else:
        _list_notices(workspace, case_id, as_json=as_json)


def _list_notices(workspace: Path, case_id: str, *, as_json: bool) -> None:
    from rich.console import Console

    from dsar.app import open_workspace
    from dsar.cases.output import notice_line

    with open_workspace(workspace) as space:
        found = space.desk.show(case_id).notices
    for notice in found:
        if as_json:
            fields = {"number": notice.number, "recipient": notice.recipient, "impossible": notice.impossible}
            emit({"type": "notice"} | fields | {"told": notice.told.isoformat() if notice.told else None})
        else:
            Console(highlight=False, soft_wrap=True).print(notice_line(notice))
    left = sum(1 for notice in found if not notice.settled)
    say(words.RECIPIENTS.format(case=case_id, all=len(found), left=left))


@click.command()
@act_options
@click.option(
    "--items",
    required=True,
    metavar="FILE|-",
    help='The items: JSON Lines with "store", "item" and, for one passage, "place"; hits as dsar find prints them do.',
)
@click.option("--trigger", type=codes(RestrictionTrigger), required=True, help="Why (art. 18(1)).")
@day_option("--on", "The first day of the restriction")
def restrict(
    *, case_id: str, items: str, trigger: str, on: datetime | None, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Restrict items: they are stored, and ordinary searches no longer show their text.

    Example: dsar case restrict 2026-0002 --items items.jsonl --trigger accuracy
    """
    from dsar.cases.acts import ItemRestricted
    from dsar.cases.restricted import places_from

    named, why = places_from(read_text(items), items), RestrictionTrigger(trigger)

    def make(_: Case, desk: Desk) -> tuple[Act, ...]:
        since = day(on, desk)
        return tuple(ItemRestricted(one.store, one.item, one.place, why, since) for one in named)

    act(workspace, case_id, make, version=version, as_json=as_json)


@click.command()
@act_options
@click.argument("number", type=int, nargs=-1, required=True)
@click.option("--told", type=DAY, required=True, metavar="DATE", help="The day the citizen was told of it, before it.")
@day_option("--on", "The day the restriction ends")
def lift(
    *,
    case_id: str,
    number: tuple[int, ...],
    told: datetime,
    on: datetime | None,
    version: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """End restrictions, by their numbers in the case; the citizen must have been told before (art. 18(3)).

    Example: dsar case lift 2026-0002 1 2 --told 2026-11-20
    """
    from dsar.cases.acts import ItemReleased

    def make(_: Case, desk: Desk) -> tuple[Act, ...]:
        return tuple(ItemReleased(one, day(on, desk), told.date()) for one in dict.fromkeys(number))

    act(workspace, case_id, make, version=version, as_json=as_json)

"""``dsar case decide``, ``confirm``, ``undo`` and ``approve``: what becomes of the hits of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsar.cli import words
from dsar.cli.case_options import case_argument, read_text
from dsar.cli.case_review_shown import LEVELS, ROLES, crowded, review
from dsar.cli.output import emit, json_option, number, say, workspace_option
from dsar.errors import SetupError

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.cases.crowds import Crowd
    from dsar.cases.review_desk import ReviewDesk
    from dsar.cases.selection import Chosen, Selection


_ACTIONS = ("include", "extract", "exclude", "withhold")
seen_option = click.option(
    "--version-seen",
    "version",
    type=int,
    metavar="N",
    help="Only if nobody decided about these hits since this version (dsar case status); else exit 5.",
)


def choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which hits are chosen; the command gets them in ``choose``-able form."""
    options = (
        click.argument("hits", nargs=-1, metavar="[HIT…]"),
        click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Only hits of this level."),
        click.option("--store", "stores", multiple=True, help="Only hits of this store."),
        click.option("--thread", "threads", multiple=True, type=int, metavar="N", help="The mail thread of hit N."),
        click.option("--duplicates", is_flag=True, help="Also other hits that say the very same."),
        click.option("--undecided", is_flag=True, help="Only hits without a decision."),
        click.option("--changed", is_flag=True, help="Only hits that have changed since they were decided about."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@case_argument
@choosing
@click.option("--include", is_flag=True, help="The citizen gets it, what concerns others removed.")
@click.option("--extract", is_flag=True, help="The citizen gets only the passages that were found.")
@click.option("--exclude", is_flag=True, help="Not about them, or no personal data; say why.")
@click.option("--withhold", is_flag=True, help="About them, and not given; needs a --ground.")
@click.option("--ground", metavar="CODE", help="The legal ground; an unknown one lists the codes.")
@click.option("--reason", help="Why, in a few words without personal data: others can see a command line.")
@click.option("--reason-file", metavar="FILE|-", help="Why, from a file or standard input; it may hold personal data.")
@click.option("--role", type=click.Choice(ROLES), help="Correct what they are in these hits.")
@click.option(
    "--place",
    help="Decide about one passage only, by its number in dsar case hits ID --show N, or as it is shown: “side 3”.",
)
@seen_option
@json_option
@workspace_option
@click.pass_context
def decide(
    ctx: click.Context,
    /,
    *,
    case_id: str,
    ground: str | None,
    reason: str | None,
    reason_file: str | None,
    role: str | None,
    place: str | None,
    version: int | None,
    as_json: bool,
    workspace: Path,
    **chosen_by: Any,
) -> None:
    """Decide about hits: numbers, ranges (3-7), all; or by level, store or mail thread.

    A batch leaves hits alone that speak for somebody else, and never gives what was withheld
    or excluded: name those one by one. Nothing is erased; a later decision takes an earlier one's place.

    Example: dsar case decide 2026-0001 all --level certain --include
    """
    from dsar.cases.reviewing import Choice
    from dsar.cases.values import DecisionAction

    action = _action(chosen_by, role)
    asked = _selection(chosen_by)
    choice = Choice(
        action=DecisionAction(action) if action else None,
        ground=ground,
        reason=_reason(reason, reason_file),
        role=role,
        place=place,
    )
    with review(workspace) as (_, desk):
        chosen, written = desk.decide(case_id, asked, choice, version=version)
        whole = [hit.number for hit in chosen.hits] if action == "include" and written and not place else []
        many = crowded(desk, desk.book.get(case_id), whole)
        last = written[-1].number if written else None
        _told(case_id, action or "role", chosen, version=last, as_json=as_json, crowds=many)
        _remind(desk, choice, written=bool(written))
    if not written:
        ctx.exit(SetupError.exit_code)


@click.command()
@case_argument
@choosing
@seen_option
@json_option
@workspace_option
@click.pass_context
def confirm(
    ctx: click.Context, /, *, case_id: str, version: int | None, as_json: bool, workspace: Path, **chosen_by: Any
) -> None:
    """Let decisions stand though their hits have changed since; look at them first.

    Example: dsar case confirm 2026-0001 3 5
    """
    from dsar.cases.selection import Chosen

    with review(workspace) as (_, desk):
        written = desk.confirm(case_id, _selection(chosen_by), version=version)
        kept = {hit.number: hit for hit in desk.hits.all(case_id)}
        chosen = Chosen(tuple(kept[entry.hit] for entry in written if entry.hit))
        _told(case_id, "confirm", chosen, version=written[-1].number if written else None, as_json=as_json)
    if not written:
        ctx.exit(SetupError.exit_code)


@click.command()
@case_argument
@json_option
@workspace_option
def undo(*, case_id: str, as_json: bool, workspace: Path) -> None:
    """Take back your own last batch of decisions; it stays in the history.

    Example: dsar case undo 2026-0001
    """
    with review(workspace) as (_, desk):
        written = desk.undo(case_id)
    touched = sorted({entry.hit for entry in written if entry.hit})
    if as_json:
        emit({"type": "undone", "case": case_id, "batch": written[0].undoes, "hits": touched})
    else:
        click.echo(words.UNDONE.format(case=case_id, hits=number(len(touched))))


@click.command()
@case_argument
@seen_option
@json_option
@workspace_option
def approve(*, case_id: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Approve all decisions, or another right's outcome, as they stand.

    Where settings ask for a second person, it cannot be one who decided.

    Example: dsar case approve 2026-0001
    """
    from dsar.cases.codes import CaseKind

    with review(workspace) as (space, desk):
        if space.cases.get(case_id).kind is not CaseKind.ACCESS:
            _approve_outcome(space, desk, case_id, version=version, as_json=as_json)
            return
        (entry,) = desk.approve(case_id, version=version)
    if as_json:
        emit({"type": "approved", "case": case_id, "by": entry.by, "at": entry.at.isoformat(), "version": entry.number})
    else:
        click.echo(words.APPROVED.format(case=case_id, by=entry.by))


def _approve_outcome(space: Workspace, desk: ReviewDesk, case_id: str, *, version: int | None, as_json: bool) -> None:
    from dsar.cases.acts import Act, OutcomeApproved
    from dsar.cases.sending import check_approving
    from dsar.cases.values import Case
    from dsar.cli.case_options import done

    def make(case: Case) -> Act:
        check_approving(case, desk.policy, by=space.who, account=space.settings.cases.service_account)
        return OutcomeApproved(space.desk.today)

    done(space.desk.act(case_id, make, version=version), space.desk, as_json=as_json)


def _action(flags: dict[str, Any], role: str | None) -> str | None:
    """The one thing that is to happen; None where only the role is corrected."""
    given = [action for action in _ACTIONS if flags[action]]
    if len(given) > 1:
        raise click.UsageError(f"give one of --{', --'.join(given)}: they contradict each other.")
    if not given and role is None:
        raise click.UsageError("say what to do: --include, --extract, --exclude, --withhold or --role.")
    return given[0] if given else None


def _selection(chosen_by: dict[str, Any]) -> Selection:
    from dsar.cases.selection import Selection, parse
    from dsar.model import Level

    try:
        single, ranges, everything = parse(chosen_by["hits"])
    except ValueError as error:
        raise click.UsageError(f"HIT: {error}.") from error
    asked = Selection(
        single=single,
        ranges=ranges,
        everything=everything,
        levels=frozenset(map(Level, chosen_by["levels"])),
        stores=frozenset(chosen_by["stores"]),
        threads=frozenset(chosen_by["threads"]),
        duplicates=chosen_by["duplicates"],
        undecided=chosen_by["undecided"],
        changed=chosen_by["changed"],
    )
    if asked.empty:
        raise click.UsageError("name hits: numbers, a range like 3-7, all, or --level, --store, --thread, --undecided.")
    return asked


def _told(
    case_id: str, action: str, chosen: Chosen, *, version: int | None, as_json: bool, crowds: Sequence[Crowd] = ()
) -> None:
    """What a batch did, what it left alone, and what to look at."""
    from dsar.cases.crowds import crowd_lines
    from dsar.cases.review_text import numbers

    hit_numbers = [hit.number for hit in chosen.hits]
    if as_json:
        left = {"other": list(chosen.other), "kept_back": list(chosen.kept_back)}
        emit(
            {"type": "decided", "case": case_id, "action": action, "hits": hit_numbers, "left_out": left}
            | {"version": version, "crowded": [asdict(one) for one in crowds]}
        )
        return
    if hit_numbers:
        how = {"action": words.ACTIONS[action], "hits": number(len(hit_numbers)), "numbers": numbers(hit_numbers)}
        click.echo(words.DECIDED.format(case=case_id, **how))
    else:
        say(words.NOTHING_FITS.format(case_id))
    if chosen.other:
        say(words.LEFT_OTHERS.format(numbers(chosen.other)))
    if chosen.kept_back:
        say(words.LEFT_KEPT_BACK.format(numbers(chosen.kept_back)))
    for line in crowd_lines(crowds):
        say(line)


def _remind(desk: ReviewDesk, choice: Any, *, written: bool) -> None:
    """What the ground asks for beyond the decision."""
    ground = desk.grounds.get(choice.ground, desk.today) if choice.ground and written else None
    if ground is None:
        return
    if ground.weighing and not choice.reason.strip():
        say(words.UNWEIGHED.format(ground.code))
    if ground.caution:
        say(f"{ground.code}: {ground.caution}")
    if not ground.checked:
        say(words.UNCHECKED.format(ground.code))


def _reason(text: str | None, file: str | None) -> str:
    if text is not None and file is not None:
        raise click.UsageError("--reason and --reason-file: give one of them.")
    return text or "" if file is None else read_text(file)

"""``dsar case extend``, and the ways a case ends: ``answered``, ``refuse``, ``withdraw``, ``close``; ``reopen``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dsar.cases.codes import ExtensionReason, RefusalGround
from dsar.cli.case_options import act, act_options, codes, day, day_option, done, text_option


@click.command()
@act_options
@day_option("--sent", "The day the notice was sent")
@click.option(
    "--reason",
    "reasons",
    type=codes(ExtensionReason),
    multiple=True,
    required=True,
    help="What makes it complex (EDPB § 163); may be given several times.",
)
@text_option("The concrete reasons, as the citizen was told them")
def extend(
    *,
    case_id: str,
    sent: datetime | None,
    reasons: tuple[str, ...],
    text: str,
    version: int | None,
    as_json: bool,
    workspace: Path,
) -> None:
    """Register that the notice of two further months was sent; it must be, by the first strict date.

    Example: dsar case extend 2026-0001 --reason volume --text-file why.txt
    """
    from dsar.cases.acts import Extended

    named = tuple(dict.fromkeys(ExtensionReason(reason) for reason in reasons))
    act(
        workspace,
        case_id,
        lambda _, desk: Extended(day(sent, desk), named, text),
        version=version,
        as_json=as_json,
    )


@click.command()
@act_options
@day_option("--on", "The day the answer was sent")
@click.option("--channel", default="", metavar="TEXT", help="How: Digital Post, letter, in person, …")
def answered(
    *, case_id: str, on: datetime | None, channel: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that the answer was sent. Refused while the review of an access case lacks something.

    Example: dsar case answered 2026-0001 --channel "Digital Post"
    """
    from dsar.cases.acts import Act, Answered
    from dsar.cases.codes import CaseKind
    from dsar.cases.sending import check_approved, check_sending
    from dsar.cases.values import Case
    from dsar.cli.case_review_shown import review

    with review(workspace) as (space, reviewing):
        desk = space.desk

        def make(case: Case) -> Act:
            if case.kind is CaseKind.ACCESS and case.searched:
                check_sending(reviewing.reviewed(case.id))
            if case.kind is not CaseKind.ACCESS:
                check_approved(case, reviewing.policy)
            return Answered(day(on, desk), channel)

        done(desk.act(case_id, make, version=version), desk, as_json=as_json)


@click.command()
@act_options
@day_option("--on", "The day the citizen heard")
@text_option("What was said", required=False)
def documents(
    *, case_id: str, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that the citizen got the documents the letter also asks for, or heard why not yet, and when.

    Seven working days (forvaltningsloven § 16(2), offentlighedsloven § 36(2)) run beside the month.

    Example: dsar case documents 2026-0001
    """
    from dsar.cases.acts import DocumentsAnswered

    act(
        workspace,
        case_id,
        lambda _, desk: DocumentsAnswered(day(on, desk), text),
        version=version,
        as_json=as_json,
    )


@click.command()
@act_options
@click.option("--ground", type=codes(RefusalGround), required=True, help="The legal ground.")
@day_option("--on", "The day the refusal was sent")
@text_option("The concrete reasons and the evidence; the burden of proof is ours")
def refuse(
    *, case_id: str, ground: str, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that the whole request was refused, with reasons. dsar never proposes it.

    Example: dsar case refuse 2026-0001 --ground excessive --text-file reasons.txt
    """
    from dsar.cases.acts import Refused

    act(
        workspace,
        case_id,
        lambda _, desk: Refused(day(on, desk), RefusalGround(ground), text),
        version=version,
        as_json=as_json,
    )


@click.command()
@act_options
@day_option("--on", "The day the citizen took it back")
@text_option("What the citizen said", required=False)
def withdraw(
    *, case_id: str, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that the citizen took the request back.

    Example: dsar case withdraw 2026-0001
    """
    from dsar.cases.acts import Withdrawn

    act(workspace, case_id, lambda _, desk: Withdrawn(day(on, desk), text), version=version, as_json=as_json)


@click.command()
@act_options
@day_option("--on", "The day from which the case's own retention runs")
def close(*, case_id: str, on: datetime | None, version: int | None, as_json: bool, workspace: Path) -> None:
    """Close a case that was answered, refused or withdrawn; its own retention begins.

    Example: dsar case close 2026-0001
    """
    from dsar.cases.acts import Closed

    act(workspace, case_id, lambda _, desk: Closed(day(on, desk)), version=version, as_json=as_json)


@click.command()
@act_options
@text_option("Why: a complaint, a decision of Datatilsynet, data found later")
def reopen(*, case_id: str, text: str, version: int | None, as_json: bool, workspace: Path) -> None:
    """Take a case up again that has ended. Its dates stay those of the request.

    Example: dsar case reopen 2026-0001 --text-file why.txt
    """
    from dsar.cases.acts import Reopened

    act(workspace, case_id, lambda _, __: Reopened(text), version=version, as_json=as_json)

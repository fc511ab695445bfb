"""``dsar case identity``, ``ask`` and ``reply``: who asks, and what they mean."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dsar.cases.codes import Asked, IdentityHow
from dsar.cli import words
from dsar.cli.case_options import act, act_options, codes, day, day_option, text_option
from dsar.cli.output import say


@click.command()
@act_options
@click.option("--how", type=codes(IdentityHow), required=True, help="How it was checked.")
@day_option("--on", "The day it was checked")
@text_option("What was seen; never a number on it, never a copy", required=False)
def identity(
    *, case_id: str, how: str, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that it was checked who asks; open questions about it are answered by that.

    A copy of an ID document is never kept: register that it was seen, and delete it.

    Example: dsar case identity 2026-0001 --how mitid
    """
    from dsar.cases.acts import IdentityChecked

    act(
        workspace,
        case_id,
        lambda _, desk: IdentityChecked(IdentityHow(how), day(on, desk), text),
        version=version,
        as_json=as_json,
    )


@click.command()
@act_options
@click.argument("what", type=codes(Asked))
@day_option("--on", "The day the citizen was asked")
@text_option("What was asked; for identity: why there is reasonable doubt (art. 12(6))")
def ask(
    *, case_id: str, what: str, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register that the citizen was asked for proof of identity, or which data are meant.

    A question about the scope blocks nothing: without a reply everything is searched. While the identity is in doubt
    the search may go on, and nothing may be sent.

    Example: dsar case ask 2026-0001 scope --text-file question.txt
    """
    from dsar.cases.acts import AskedCitizen

    act(
        workspace,
        case_id,
        lambda _, desk: AskedCitizen(Asked(what), day(on, desk), text),
        version=version,
        as_json=as_json,
    )
    if not as_json:
        kind = "identity" if what == Asked.IDENTITY else "clarification"
        say(words.NEXT.format(f"dsar letter {case_id} {kind} --out MAPPE"))


@click.command()
@act_options
@click.argument("question", type=int)
@day_option("--on", "The day of the reply that sufficed")
@text_option("What the citizen replied", required=False)
def reply(
    *, case_id: str, question: int, on: datetime | None, text: str, version: int | None, as_json: bool, workspace: Path
) -> None:
    """Register the citizen's reply to a question, by its number in the case.

    Example: dsar case reply 2026-0001 1 --text-file reply.txt
    """
    from dsar.cases.acts import Replied

    act(
        workspace,
        case_id,
        lambda _, desk: Replied(question, day(on, desk), text),
        version=version,
        as_json=as_json,
    )

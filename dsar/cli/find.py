"""``dsar find``: everything about a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, say, workspace_option

if TYPE_CHECKING:
    from dsar.model import Subject


@click.command()
@click.option("--subject", "file", required=True, metavar="FILE|-", help="Subject file (TOML), or - for JSON on stdin.")
@click.option("--purpose", required=True, help="Why; written to the access log.")
@click.option("--case", help="The case it is for.")
@click.option("--store", "stores", multiple=True, help="Only this store; may be given several times.")
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
    as_json: bool,
    workspace: Path,
) -> None:
    """Find everything about the subject, with the evidence for each hit.

    Exits with 3 where something could not be searched; the answer says what.

    Example: dsar find --subject subject.toml --purpose "Indsigt" --case 2026-117
    """
    from dsar.app import open_workspace
    from dsar.find.output import objects, table

    if not purpose.strip():
        raise click.UsageError("--purpose: say why; it is written to the access log.")
    with open_workspace(workspace) as space:
        allowed = frozenset(store.name for store in space.named(stores)) if stores else None
        answer = space.find(_subject(file), purpose=purpose, case=case, stores=allowed)
    if as_json:
        for one in objects(answer):
            emit(one)
    else:
        from rich.console import Console

        Console(highlight=False).print(table(answer))
    if not answer.searched:
        say("Nothing is indexed yet. Run:  dsar index")
    if answer.gaps or answer.not_searched:
        ctx.exit(INCOMPLETE)


def _subject(file: str) -> Subject:
    from dsar.find.subject import load_subject, subject_from_json

    if file == "-":
        return subject_from_json(sys.stdin.read())
    return load_subject(Path(file))

"""``dsar case strike``: sentences about others, as proposed, are struck from what is given of a hit."""

from __future__ import annotations

from pathlib import Path

import click

from dsar.cli import words
from dsar.cli.case_options import case_argument
from dsar.cli.case_review import seen_option
from dsar.cli.case_review_shown import proposed, review
from dsar.cli.output import emit, json_option, workspace_option


@click.command()
@case_argument
@click.argument("hit", type=int, metavar="HIT")
@click.argument("sentences", nargs=-1, required=True, metavar="SENTENCE…")
@seen_option
@json_option
@workspace_option
def strike(
    *, case_id: str, hit: int, sentences: tuple[str, ...], version: int | None, as_json: bool, workspace: Path
) -> None:
    """Strike proposed sentences about others from what is given of a hit: numbers, ranges (2-4), all or none.

    They are shown by dsar case hits ID --show N. What is struck takes the place of what was struck before; nothing
    is struck by itself.

    Example: dsar case strike 2026-0001 7 1-3
    """
    from dsar.cases.proposals import chosen

    with review(workspace) as (_, desk):
        case = desk.book.get(case_id)
        gone = desk.strike(
            case_id, hit, lambda opened: chosen(sentences, proposed(desk, case, opened)), version=version
        )
    if as_json:
        emit({"type": "struck", "case": case_id, "hit": hit, "sentences": list(gone)})
    else:
        click.echo(words.STRUCK.format(case=case_id, hit=hit, sentences=len(gone)))

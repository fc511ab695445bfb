"""``dsar read``: the passages that the extractors see."""

from __future__ import annotations

from pathlib import Path

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, show_gap
from dsar.model import Gap


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def read(ctx: click.Context, *, paths: tuple[Path, ...], as_json: bool) -> None:
    """Print the passages that the extractors see in files or folders.

    Needs no workspace; of the one that is named or stands around, it knows the passwords.

    Example: dsar read brev.docx
    """
    from dsar.cli.documents import passwords_of, read_paths, settings_around

    incomplete = False
    for item, located in read_paths(paths, passwords_of(settings_around(ctx.find_root().obj))):
        value = located.value
        if isinstance(value, Gap):
            incomplete = True
            show_gap(item, value, as_json=as_json)
        elif as_json:
            emit({"type": "passage", "item": item, "place": value.place, "text": value.text})
        else:
            click.echo(f"--- {item}, {value.place}")
            click.echo(value.text)
    if incomplete:
        ctx.exit(INCOMPLETE)

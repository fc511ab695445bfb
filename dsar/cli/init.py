"""``dsar init``: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from dsar.cli.output import say
from dsar.errors import SetupError


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def init(*, directory: Path) -> None:
    """Make a workspace in DIR: commented settings, a municipality's record of activities, a key.

    Example: dsar init indsigt
    """
    from dsar.workspace import make_workspace

    if not make_workspace(directory):
        raise SetupError(f"{directory}: is a workspace already; nothing was changed. Edit its dsar.toml instead.")
    say(f"{directory}: made dsar.toml, activities.toml and dsar.key.")
    say("Keep a copy of dsar.key in another safe place: without it the index cannot be read.")
    say("Next: name your stores in dsar.toml, then run  dsar index")

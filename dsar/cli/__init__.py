"""The command line: one file a command group, loaded only when its command is called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from dsar import __version__
from dsar.cli.streams import prepare_streams
from dsar.errors import DsarError

COMMANDS = {
    "activities": "dsar.cli.activities",
    "case": "dsar.cli.case",
    "dates": "dsar.cli.dates",
    "demo": "dsar.cli.demo",
    "find": "dsar.cli.find",
    "gaps": "dsar.cli.stores",
    "index": "dsar.cli.index",
    "init": "dsar.cli.init",
    "letter": "dsar.cli.letter",
    "log": "dsar.cli.log",
    "package": "dsar.cli.package",
    "read": "dsar.cli.read",
    "redact": "dsar.cli.redact",
    "scan": "dsar.cli.scan",
    "stores": "dsar.cli.stores",
    "verify": "dsar.cli.verify",
}
"""Each command and the module that holds it as a function of the same name."""


class Commands(click.Group):
    """Loads a command when it is named, and turns a DsarError into lines on stderr, here and nowhere else."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the alphabet's order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = getattr(import_module(module), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DsarError as error:
            raise click.exceptions.Exit(_told(error)) from error


@click.group(cls=Commands)
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace folder.")
@click.version_option(__version__, prog_name="dsar")
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> None:
    """Find and answer what a municipality holds about a person (GDPR Art. 15)."""
    ctx.obj = workspace


def run() -> None:
    """Entry point."""
    try:
        prepare_streams()
        main()
    except DsarError as error:  # a stream's, outside any command
        sys.exit(_told(error))


def _told(error: DsarError) -> int:
    click.echo(f"dsar: {error}", err=True)
    return error.exit_code

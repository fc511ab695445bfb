"""``dsar case``: a request's life; one module a part of it, loaded when its command is named."""

from __future__ import annotations

from importlib import import_module

import click

CASE_COMMANDS = {
    "answered": "dsar.cli.case_ending:answered",
    "approve": "dsar.cli.case_review:approve",
    "ask": "dsar.cli.case_asking:ask",
    "assign": "dsar.cli.case_intake:assign",
    "calendar": "dsar.cli.case_list:calendar",
    "close": "dsar.cli.case_ending:close",
    "confirm": "dsar.cli.case_review:confirm",
    "decide": "dsar.cli.case_review:decide",
    "documents": "dsar.cli.case_ending:documents",
    "extend": "dsar.cli.case_ending:extend",
    "history": "dsar.cli.case_search:history",
    "hits": "dsar.cli.case_search:hits",
    "identity": "dsar.cli.case_asking:identity",
    "lift": "dsar.cli.case_rights:lift",
    "list": "dsar.cli.case_list:list_cases",
    "next": "dsar.cli.case_search:next",
    "note": "dsar.cli.case_intake:note",
    "notices": "dsar.cli.case_rights:notices",
    "open": "dsar.cli.case_intake:open_case",
    "outcome": "dsar.cli.case_rights:outcome",
    "people": "dsar.cli.case_intake:people",
    "purge": "dsar.cli.case_purge:purge",
    "refuse": "dsar.cli.case_ending:refuse",
    "reopen": "dsar.cli.case_ending:reopen",
    "reply": "dsar.cli.case_asking:reply",
    "restrict": "dsar.cli.case_rights:restrict",
    "search": "dsar.cli.case_search:search",
    "searched-by-hand": "dsar.cli.case_by_hand:searched_by_hand",
    "show": "dsar.cli.case_list:show",
    "status": "dsar.cli.case_search:status",
    "strike": "dsar.cli.case_strike:strike",
    "subject": "dsar.cli.case_intake:subject",
    "undo": "dsar.cli.case_review:undo",
    "withdraw": "dsar.cli.case_ending:withdraw",
}
"""Each command and the function that it is."""


class CaseCommands(click.Group):
    """Loads a command when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the alphabet's order."""
        return sorted(CASE_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now."""
        place = CASE_COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, function = place.partition(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=CaseCommands)
def case() -> None:
    """Work on a request, from the day it arrives to the day its data are deleted.

    What people wrote comes from files or standard input, never from arguments,
    which others on the machine can see.

    Example: dsar case open --subject subject.toml --received 2026-11-21
    """

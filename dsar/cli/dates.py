"""``dsar dates``: the legal dates of a request."""

from __future__ import annotations

from datetime import datetime

import click

from dsar.cli.case_options import DAY
from dsar.cli.output import emit, json_option
from dsar.words import DATES


@click.command()
@click.argument("received", type=DAY)
@json_option
def dates(*, received: datetime, as_json: bool) -> None:
    """Show the legal dates of a request received on the day RECEIVED (YYYY-MM-DD).

    Example: dsar dates 2026-11-21
    """
    from dsar.dates import dates as legal_dates

    found = legal_dates(received.date())
    fields = {name: getattr(found, name) for name in DATES}
    if as_json:
        emit({"type": "dates"} | {name: day.isoformat() for name, day in fields.items()})
        return
    for name, day in fields.items():
        click.echo(f"{day.isoformat()}  {DATES[name]}")

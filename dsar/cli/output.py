"""Results on standard output, everything else on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from dsar.model import Gap
from dsar.settings import find_workspace

INCOMPLETE = 3
"""Exit code: finished, with gaps."""


def emit(value: Mapping[str, Any]) -> None:
    """Print one JSON object as a line of valid UTF-8."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates stay escaped
        line = json.dumps(value)
    click.echo(line)


def show_gap(item: str, gap: Gap, *, as_json: bool) -> None:
    """Print what could not be read: as an object, or to the person at the terminal."""
    if as_json:
        emit({"type": "gap", "item": item, "code": gap.code.value, "reason": gap.reason})
    else:
        say(f"{item}: {gap.code.value}: {gap.reason}")


def say(message: str) -> None:
    """Tell the person at the terminal something, on standard error."""
    click.echo(message, err=True)


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``-w DIR`` after the command too, as people write it; the command gets ``workspace: Path``."""

    def found(ctx: click.Context, _param: click.Parameter, given: Path | None) -> Path:
        import os

        return find_workspace(given or ctx.find_root().obj, os.environ)

    option = click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path),
        callback=found,
        help="The workspace folder; else DSAR_WORKSPACE, else the nearest parent with a dsar.toml.",
    )
    return option(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``; the command gets ``as_json: bool``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: one object a line.")(command)


def number(value: int) -> str:
    """Digits in groups of three, as Danes and ISO write them for reading."""
    return f"{value:,}".replace(",", " ")

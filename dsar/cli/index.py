"""``dsar index``: brings the index up to date."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import INCOMPLETE, emit, json_option, number, say, workspace_option
from dsar.errors import DsarError

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.crawl.run import Progress, Summary
    from dsar.settings import OcrSettings


@click.command()
@click.argument("store", nargs=-1)
@click.option("--workers", type=click.IntRange(min=1), help="How many processes read; one a core if not given.")
@click.option("--retry", is_flag=True, help="Read items with gaps again, although they have not changed.")
@click.option("--ocr", is_flag=True, help="Recognise text in pictures now, also where that was put off.")
@click.option("--allow-empty", is_flag=True, help="Believe a store that lists nothing although it held items before.")
@click.option("--rebuild", is_flag=True, help="Throw the index away first, and make it again; the access log stays.")
@click.option("--yes", is_flag=True, help="Do not ask before --rebuild.")
@json_option
@workspace_option
@click.pass_context
def index(
    ctx: click.Context,
    *,
    store: tuple[str, ...],
    workers: int | None,
    retry: bool,
    ocr: bool,
    allow_empty: bool,
    rebuild: bool,
    yes: bool,
    as_json: bool,
    workspace: Path,
) -> None:
    """Bring the index up to date with all stores, or with those named.

    What is unchanged is not read again; a run that was cut goes on where it was.

    Example: dsar index post sager
    """
    from dsar.app import default_workers, open_workspace, worker_processes
    from dsar.settings import BY_HAND

    summaries: list[Summary] = []
    failed: list[DsarError] = []
    with open_workspace(workspace) as space, worker_processes(workers or default_workers()) as processes:
        if rebuild:
            if not yes:
                click.confirm(f"Delete the index in {space.settings.state} and make it again?", abort=True, err=True)
            space.discard()
        _warn_of_missing_ocr(space.settings.ocr, ocr=ocr)
        for one in space.named(store):
            if one.connector in BY_HAND:
                say(f"{one.name}: a task for a person; see  dsar stores --check {one.name}")
                continue
            try:
                with _shown(one.name, hidden=as_json) as progress:
                    summary = space.index(
                        one,
                        workers=processes,
                        progress=progress,
                        retry=retry,
                        allow_empty=allow_empty,
                        ocr=ocr,
                    )
            except DsarError as error:  # the other stores are still worth reading
                say(f"{one.name}: {error}")
                failed.append(error)
                continue
            summaries.append(summary)
            _report(summary, space, as_json=as_json)
        if not failed:
            space.tidy()
    if failed:
        ctx.exit(max(error.exit_code for error in failed))
    if any(summary.gaps for summary in summaries):
        ctx.exit(INCOMPLETE)


def _warn_of_missing_ocr(settings: OcrSettings, *, ocr: bool) -> None:
    from dsar.extract.extractor import Ocr
    from dsar.extract.ocr import missing_data

    missing = missing_data(Ocr(**asdict(settings)))
    if missing and (ocr or settings.when != "never"):
        say(f"Pictures are listed as gaps and not read: {missing} Then run: dsar index --retry")


def _report(summary: Summary, space: Workspace, *, as_json: bool) -> None:
    if as_json:
        emit({"type": "summary"} | asdict(summary))
        return
    codes = space.catalog.gap_counts().get(summary.store, Counter())
    gaps = ", ".join(f"{number(n)} {code}" for code, n in codes.most_common())
    click.echo(
        f"{summary.store}: {number(summary.items)} items, {number(summary.read)} read, "
        f"{number(summary.unchanged)} unchanged, {number(summary.removed)} removed, "
        f"{number(summary.passages)} passages, {summary.seconds:.1f} s"
        + (f"; {number(summary.gaps)} gaps ({gaps})" if gaps else "")
    )
    if gaps:
        click.echo(f"See them:  dsar gaps {summary.store}")


@contextmanager
def _shown(name: str, *, hidden: bool) -> Iterator[Callable[[Progress], None]]:
    """A progress line on standard error, while it is a terminal."""
    if hidden or not sys.stderr.isatty():
        yield lambda state: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(f"{name}: listing")

        def update(state: Progress) -> None:
            megabytes = state.bytes / 1e6
            text = f"{name}: {number(state.finished)} of {number(state.listed)} items so far, {megabytes:.0f} MB read"
            bar.update(task, description=text)

        yield update

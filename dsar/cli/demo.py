"""``dsar demo``: an invented municipality, one request, and its answer."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from dsar.cli.output import number, say
from dsar.errors import SetupError

PURPOSE = "Demonstration: svar på anmodning om indsigt"


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("demo"))
def demo(*, directory: Path) -> None:
    """Make sample data in DIR (demo), index it, answer one request, compile the package, say where it lies.

    Example: dsar demo
    """
    from dsar.app import default_workers, open_workspace, worker_processes
    from dsar.find.subject import load_subject
    from dsar.workspace import make_workspace

    if directory.exists() and any(directory.iterdir()):
        raise SetupError(f"{directory}: is not empty. Name another folder:  dsar demo DIR")
    started = time.monotonic()
    subject_file = _sample(directory)
    make_workspace(directory)
    items = gaps = passages = 0
    with open_workspace(directory.resolve()) as space, worker_processes(default_workers()) as workers:
        for store in space.named(()):
            summary = space.index(store, workers=workers, progress=lambda state: None)
            items, gaps, passages = items + summary.items, gaps + summary.gaps, passages + summary.passages
            say(f"  {store.name}: {number(summary.items)} items, {number(summary.gaps)} gaps")
        say(f"Indexed {number(items)} items ({number(passages)} passages), {number(gaps)} could not be fully read.")
        subject = load_subject(subject_file)
        answer = space.find(subject, purpose=PURPOSE)
        levels = Counter(hit.level.value for hit in answer.hits)
        say(
            f"Found {number(len(answer.hits))} items for the person in {subject_file}: "
            + ", ".join(f"{number(n)} {level}" for level, n in sorted(levels.items()))
            + f" ({answer.seconds * 1000:.0f} ms)."
        )
        package = directory / "pakke"
        space.package(answer, subject=subject, out=package, now=datetime.now(UTC))
    say(f"\nThe package lies in {package} ({time.monotonic() - started:.0f} s in all):")
    say("  citizen/oversigt.pdf   what the citizen would read, in Danish (a draft: no caseworker has reviewed it)")
    say("  citizen/data.json      the same for machines; data.csv for a spreadsheet")
    say("  internal/              evidence for each item, the namesakes, the search statement, the log")
    say("  manifest.json          the SHA-256 of every file; check them with  dsar verify " + str(package))
    say("\nTry also:")
    say(f"  dsar gaps -w {directory}")
    say(f"  dsar find -w {directory} --subject {subject_file} --purpose 'try it'")
    say(f"  dsar log -w {directory}")


def _sample(directory: Path) -> Path:
    """Make the sample municipality; return the subject file of the person who asks."""
    from sample_data import generate

    say(f"Making an invented municipality in {directory} …")
    try:
        sample = generate(directory)
    except OSError as error:
        raise SetupError(f"{directory}: cannot be written ({error.strerror}). Name another folder.") from error
    say(f"  {number(sample.expected['people'])} people, {number(sample.expected['items'])} items. None of them exists.")
    return sample.main_subject

"""``dsar demo``: an invented municipality, one request, and its answer."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli.output import number, say
from dsar.errors import SetupError

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.model import Subject

RECEIVED_DAYS_AGO = 10
REQUEST = "Hej. Jeg vil gerne se alt, hvad kommunen har om mig. Venlig hilsen"
NOT_THE_SAME = "Demonstration: ikke afgjort, om det er samme person; en sagsbehandler ville se efter."


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
    with open_workspace(directory.resolve()) as space:
        case = answered(space, load_subject(subject_file), directory / "pakke")
    package = directory / "pakke"
    say(f"\nThe package lies in {package} ({time.monotonic() - started:.0f} s in all):")
    say("  citizen/svarbrev.pdf   the letter, and svarbrev.docx to edit; oversigt.pdf tells all there is")
    say("  citizen/oplysninger/   copies, what concerns others removed and each proved clean")
    say("  citizen/data.json      the same for machines; data.csv for a spreadsheet")
    say("  internal/              evidence and decisions for each hit, the search statement, the log")
    say("  manifest.json          the SHA-256 of every file; check it all with  dsar verify " + str(package))
    say("\nTry also:")
    say(f"  dsar case hits -w {directory} {case}")
    say(f"  dsar gaps -w {directory}")
    say(f"  dsar find -w {directory} --subject {subject_file} --purpose 'try it'")
    say(f"  dsar log -w {directory}")


def answered(space: Workspace, subject: Subject, package: Path) -> str:
    """A case for the request, from its arrival to its package; the case's id."""
    from datetime import timedelta

    from dsar.app import default_workers, temporary_folder
    from dsar.cases.acts import IdentityChecked, Opened
    from dsar.cases.codes import CaseKind, DecisionAction, IdentityHow
    from dsar.cases.reviewing import Choice
    from dsar.cases.selection import Selection
    from dsar.cases.values import Requester
    from dsar.cli.case_search import finder, items_of
    from dsar.cli.letter import office
    from dsar.detect import Detectors
    from dsar.model import Level
    from dsar.package.case import Place, package_case

    desk, today = space.desk, space.desk.today
    received = today - timedelta(RECEIVED_DAYS_AGO)
    asks = Requester(next(iter(subject.names), ""))
    opened = Opened(
        kind=CaseKind.ACCESS,
        received=received,
        subject=subject,
        subject_ref="",
        requester=asks,
        channel="Digital Post",
        text=REQUEST,
    )
    case = desk.open(opened).id
    desk.act(case, lambda _: IdentityChecked(IdentityHow.DIGITAL_POST, received))
    say(f"Opened case {case}, received {received}; the answer is due {desk.deadlines(desk.show(case)).due}.")
    outcome, answer = space.review.search(case, finder(space), items_of(space))
    levels = Counter(hit.level.value for hit in answer.hits)
    told = ", ".join(f"{number(n)} {level}" for level, n in sorted(levels.items()))
    say(
        f"Found {number(len(answer.hits))} items ({told}) in {answer.seconds * 1000:.0f} ms; held {outcome.held} whole."
    )
    sure = Selection(levels=frozenset({Level.CERTAIN, Level.LIKELY}))
    space.review.decide(case, sure, Choice(action=DecisionAction.INCLUDE))
    unsure = Selection(levels=frozenset({Level.POSSIBLE, Level.OTHER}))
    space.review.decide(case, unsure, Choice(action=DecisionAction.EXCLUDE, reason=NOT_THE_SAME))
    say("Decided: sure hits are given, unsure ones are not. Writing the letter and proving each copy …")
    packed = package_case(
        office(space),
        space.cases,
        case,
        place=Place(package, temporary_folder(space.settings), default_workers()),
        made=today,
        detect=Detectors(today=today, thorough=True).detect,
    )
    counts = packed.manifest.counts
    say(f"{number(counts.told)} items in {number(counts.copies)} copies; {number(counts.masked)} excerpts masked.")
    return case


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

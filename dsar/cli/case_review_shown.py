"""What the commands of a case's review share: the desk, and how hits are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsar.cli import words
from dsar.cli.output import emit, say

if TYPE_CHECKING:
    from dsar.app import Workspace
    from dsar.cases.crowds import Crowd
    from dsar.cases.proposals import Proposal
    from dsar.cases.review import Verdict
    from dsar.cases.review_desk import ReviewDesk, Reviewed
    from dsar.cases.values import Case
    from dsar.model import Hit

LEVELS = ("certain", "likely", "possible", "other")
ROLES = ("subject", "mentioned", "household", "employee")


@contextmanager
def review(workspace: Path) -> Iterator[tuple[Workspace, ReviewDesk]]:
    """The workspace and the review as this user works on it; closed at the end."""
    from dsar.app import open_workspace

    with open_workspace(workspace) as space:
        yield space, space.review


def show_hit(desk: ReviewDesk, found: Reviewed, wanted: int, *, as_json: bool) -> None:
    """Print one hit: as an object, or its texts for reading."""
    from dsar.cases.crowds import crowd_marks
    from dsar.cases.review_text import hit_lines, proposal_lines, reviewed_hit_object

    verdict = _verdict(found, wanted)
    restricted = wanted in found.restricted
    hit, crowd = desk.open(found.case.id, wanted), crowd_marks(crowded(desk, found.case, [wanted])).get(wanted)
    sentences = proposed(desk, found.case, hit)
    if as_json:
        told = [{"place": one.place, "text": one.text, "struck": one.text in verdict.struck} for one in sentences]
        emit(reviewed_hit_object(hit, verdict, restricted=restricted, crowded=crowd) | {"proposed": told})
        return
    lines = hit_lines(hit, verdict, grounds=desk.grounds, today=desk.today, restricted=restricted, crowded=crowd)
    more = proposal_lines(found.case.id, wanted, sentences, verdict.struck)
    click.echo("\n".join([*lines, *more]))


def crowded(desk: ReviewDesk, case: Case, hits: Iterable[int]) -> tuple[Crowd, ...]:
    """Which of the hits tell of many others, or of somebody who is protected."""
    from dsar.cases.crowds import crowds
    from dsar.cases.decisions import standing
    from dsar.detect import Detectors

    detect = Detectors(today=desk.today).detect
    struck = {hit: stands.struck for hit, stands in standing(desk.hits.history(case.id)).hits.items()}
    return crowds(((n, desk.hits.open(case.id, n)) for n in hits), case.subject, detect, struck=struck)


def proposed(desk: ReviewDesk, case: Case, hit: Hit) -> tuple[Proposal, ...]:
    """The sentences about others that are proposed to be struck from a hit."""
    from dsar.cases.crowds import planner_of
    from dsar.cases.proposals import proposals
    from dsar.detect import Detectors

    planner = planner_of(case.subject, Detectors(today=desk.today).detect)
    return proposals(hit.passages, planner, planner.known(passage.text for passage in hit.passages))


def _verdict(found: Reviewed, wanted: int) -> Verdict:
    from dsar.errors import SetupError

    for verdict in found.released.all:
        if verdict.hit.number == wanted:
            return verdict
    raise SetupError(f"{found.case.id}: has no hit {wanted}. See them: dsar case hits {found.case.id}")


def print_status(found: Reviewed) -> None:
    """Print how far the review has come."""
    from dsar.cases.review_text import status_lines

    click.echo("\n".join(status_lines(found.case.id, found.search, found.released, found.problems)))
    if found.case.is_open and found.case.identity is None:
        say(words.NO_IDENTITY.format(found.case.id))

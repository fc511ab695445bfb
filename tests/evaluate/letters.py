"""Letters: how many of an answer's fifteen elements are there, and how hard each letter is to read (LIX, bar 45).

The invented case of the tests, and the answers to people of the invented
municipality, of whom everything certain and likely is given.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.activities import load_activities
from dsar.app import Workspace, open_workspace, worker_processes
from dsar.cases.acts import Opened
from dsar.cases.codes import CaseKind
from dsar.cases.deadlines import SuspensionPolicy, deadlines
from dsar.cases.decisions import standing
from dsar.cases.grounds import load_grounds
from dsar.cases.history import Entry, begun
from dsar.cases.review import CaseHit, Policy, release
from dsar.cases.values import Requester
from dsar.detect import Detectors
from dsar.find.subject import subject_from
from dsar.letters import Facts, Language, LetterKind, compose
from dsar.letters.build import Findings, letter_facts
from dsar.letters.document import Items, Letter, Paragraph, lines
from dsar.letters.elements import elements
from dsar.letters.glossary import unexplained
from dsar.letters.kinds_of_data import kinds_of_data
from dsar.letters.readability import lix, lix_of_lines
from dsar.model import Answer, Level, Subject
from dsar.workspace import make_workspace
from sample_data import generate
from tests.letters.samples import facts

MADE = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def run() -> None:
    """Print the figures; ``LETTERS_SUBJECTS`` people of the invented municipality are asked about."""
    print(f"{'letter':14}  LIX da  prose   LIX en  prose")
    for kind in LetterKind:
        figures = "   ".join(_readability(compose(facts(kind, language))) for language in Language)
        print(f"{kind.value:14}  {figures}")
    for language in Language:
        given = facts(LetterKind.ANSWER, language)
        print(f"invented case, {language.value}: {_complete(given, compose(given))}")
    for name, given in _sample(int(os.environ.get("LETTERS_SUBJECTS", "5"))):
        letter = compose(given)
        strange = ", ".join(unexplained(letter.blocks, Language.DANISH)) or "none"
        print(
            f"{name}: {given.given} items, {len(given.areas)} areas: {_complete(given, letter)}, "
            f"LIX {_readability(letter)}, unexplained: {strange}"
        )


def _readability(letter: Letter) -> str:
    prose = [line for block in letter.blocks if isinstance(block, Paragraph | Items) for line in lines(block)]
    return f"{lix(letter.blocks):6.1f} {lix_of_lines(prose):6.1f}"


def _complete(given: Facts, letter: Letter) -> str:
    found = elements(given, letter)
    wrong = [str(element.number) for element in found if not element.right]
    return f"{len(found) - len(wrong)}/{len(found)} elements right" + (f" (wrong: {', '.join(wrong)})" if wrong else "")


def _sample(count: int) -> Iterator[tuple[str, Facts]]:
    with tempfile.TemporaryDirectory() as folder:
        sample = generate(Path(folder) / "fjordlev")
        make_workspace(sample.folder)
        everybody = sample.expected["subjects"]
        with open_workspace(sample.folder) as space:
            with worker_processes(2) as workers:
                for store in space.named(()):
                    space.index(store, workers=workers, progress=lambda _: None)
            for one in everybody[:: max(1, len(everybody) // count)][:count]:
                subject = subject_from(one["subject"], one["id"])
                answer = space.find(subject, purpose="evaluation")
                if any(hit.level in (Level.CERTAIN, Level.LIKELY) and hit.activity for hit in answer.hits):
                    yield one["id"], _answered(space, subject, answer)


def _answered(space: Workspace, subject: Subject, answer: Answer) -> Facts:
    """The facts of an answer in which all that is certain or likely is given."""
    hits = [
        CaseHit(n, h.store, h.item, h.title, h.level, h.probability, h.activity, "subject", (), (), str(n))
        for n, h in enumerate(answer.hits, 1)
        if h.activity
    ]
    released = release(hits, standing([]), Policy(decided=frozenset()))
    told = [h for h in answer.hits if h.level in (Level.CERTAIN, Level.LIKELY)]
    opened = Opened(
        kind=CaseKind.ACCESS,
        received=date(2026, 11, 2),
        subject=subject,
        subject_ref="",
        requester=Requester(subject.names[0]),
        text="Hvad har I om mig?",
    )
    case = begun("2026-0001", Entry(1, "Kirsten Holm", NOW, opened))
    return letter_facts(
        LetterKind.ANSWER,
        case,
        made=MADE,
        organisation=space.settings.organisation,
        activities=load_activities(space.settings.activities_file),
        deadlines=deadlines(case, policy=SuspensionPolicy.NONE, today=MADE),
        findings=Findings(
            released=released,
            grounds=load_grounds(),
            covered=answer,
            searched_at=NOW,
            categories=kinds_of_data(told, Detectors(today=MADE).detect),
        ),
    )

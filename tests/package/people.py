"""An answer about an invented person, in which others are mentioned, and a detector that knows exactly these people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.activities import Activities, default_text, parse_activities
from dsar.audit import Action, Event
from dsar.cases.deadlines import SuspensionPolicy, deadlines
from dsar.cases.grounds import load_grounds
from dsar.cases.review import CaseHit, Fate, Released, Verdict
from dsar.cases.values import Case, CaseKind, Requester, State
from dsar.letters import LetterKind, compose, docx, pdf
from dsar.letters.build import Findings, letter_facts
from dsar.model import (
    Answer,
    Clue,
    Evidence,
    Finding,
    Gap,
    GapCode,
    Hit,
    HitPassage,
    Kind,
    Level,
    NotSearched,
    Searched,
    Span,
    StoreGap,
    Subject,
)
from dsar.package import copies
from dsar.package.copies import Copied, CopyJob
from dsar.package.told import Told, told
from dsar.package.write import MakeCopies, Material
from dsar.settings import Organisation
from dsar.stated import Stated, StatedKind

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # the next day in Denmark
MADE = date(2026, 11, 22)
CRAWLED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

SUBJECT = Subject(
    cpr=("010130-4999",),
    names=("Anders Bo Jensen",),
    former_names=("Anders Bo Larsen",),
    birth_date=date(2030, 1, 1),
    addresses=("Vestergade 12, 2. tv, 9000 Aalborg",),
    emails=("abj@example.dk",),
)
ORGANISATION = Organisation(
    name="Eksempel Kommune",
    address="Rådhuspladsen 1, 9999 Eksempel",
    cvr="12345678",
    phone="99 00 00 00",
    website="www.example.dk",
    dpo_email="dpo@example.dk",
    dpo_phone="99 00 00 01",
)

OWN = {
    "010130-4999": (Kind.CPR, "0101304999"),
    "Anders Bo Jensen": (Kind.NAME, "anders bo jensen"),
    "Anders Jensen": (Kind.NAME, "anders jensen"),
    "Vestergade 12, 2. tv, 9000 Aalborg": (Kind.ADDRESS, "vestergade|12|9000|2|tv"),
    "abj@example.dk": (Kind.EMAIL, "abj@example.dk"),
}
OTHERS = {
    "120628-4123": (Kind.CPR, "1206284123"),
    "Mette Kjær Østergård": (Kind.NAME, "mette kjær østergård"),
    "Oliver Jensen": (Kind.NAME, "oliver jensen"),
    "Oliver": (Kind.NAME, "oliver"),
    "Skolegade 4, 9000 Aalborg": (Kind.ADDRESS, "skolegade|4|9000"),
    "Vestergade 12, 1. th, 9000 Aalborg": (Kind.ADDRESS, "vestergade|12|9000|1|th"),
    "mhk@example.dk": (Kind.EMAIL, "mhk@example.dk"),
    "98 12 34 56": (Kind.PHONE, "+4598123456"),
}
EITHER = {"Jensen": (Kind.NAME, "jensen"), "Anders": (Kind.NAME, "anders")}
_KNOWN = {**OWN, **OTHERS, **EITHER}
_PATTERN = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(_KNOWN, key=len, reverse=True)))


def detect(text: str) -> Iterator[Finding]:
    """Finds the people above, and nobody else."""
    for match in _PATTERN.finditer(text):
        kind, key = _KNOWN[match[0]]
        yield Finding(kind, Span(*match.span()), key, (Evidence("test.known", 5.0),))


def clue(text: str, needle: str, *, rule: str = "name.full", weight: float = 5.0) -> Clue:
    start = text.index(needle)
    return Clue(rule, weight, Span(start, start + len(needle)))


def passage(place: str, text: str, *needles: str) -> HitPassage:
    return HitPassage(place, text, tuple(clue(text, needle) for needle in needles))


LETTER = """Afgørelse om sygedagpenge

Anders Bo Jensen, 010130-4999, har været sygemeldt i år. Kontaktperson er Mette Kjær Østergård, 98 12 34 56. \
Lægen skønner, at han kan arbejde på deltid.

Med venlig hilsen
Mette Kjær Østergård"""

ROW = "CPR: 010130-4999\nNavn: Anders Bo Jensen\nLøn: 32.114,00\nLeder: Mette Kjær Østergård\n=SUM(A1): 1"

MAIL = "Hej\n\nAnders Jensen ringede om Oliver Jensen (120628-4123). Oliver bor nu Skolegade 4, 9000 Aalborg.\n\nVh."

HITS = (
    Hit(
        store="sager",
        item="job/afgørelse.docx",
        title="afgørelse.docx",
        probability=0.9999,
        activity="job-og-velfaerd",
        duplicates=("arkiv:gammelt/afgørelse.docx",),
        passages=(passage("afsnit 1-4", LETTER, "Anders Bo Jensen", "010130-4999"),),
        date=Stated(StatedKind.MODIFIED, "2026-11-01T23:30:00Z"),
        author="Mette Kjær Østergård",
    ),
    Hit(
        store="sager",
        item="løn/2026.xlsx",
        title="2026.xlsx",
        probability=0.999,
        activity="personale",
        duplicates=(),
        passages=(passage("Ark1 række 17", ROW, "010130-4999"),),
    ),
    Hit(
        store="post",
        item="2026/oliver_jensen.eml",
        title="Vedr. Oliver Jensen",
        probability=0.9,
        activity="job-og-velfaerd",
        duplicates=(),
        passages=(passage("brødtekst", MAIL, "Anders Jensen"),),
        date=Stated(StatedKind.SENT, "2026-03-04T08:30:00Z"),
        author="Anders Jensen <abj@example.dk>",
    ),
    Hit(
        store="post",
        item="2026/rygter.eml",
        title="Hemmelige rygter",
        probability=0.4,
        activity="job-og-velfaerd",
        duplicates=(),
        passages=(passage("brødtekst", "Måske var det Anders Jensen.", "Anders Jensen"),),
    ),
    Hit(
        store="post",
        item="2026/en_anden.eml",
        title="En anden",
        probability=0.01,
        activity="personale",
        duplicates=(),
        passages=(passage("brødtekst", "Anders Jensen fra Skagen.", "Anders Jensen"),),
    ),
)

ANSWER = Answer(
    hits=HITS,
    searched=(Searched("sager", 12345, CRAWLED), Searched("post", 804, None)),
    not_searched=(NotSearched("papirarkiv", "er på papir"),),
    gaps=(
        StoreGap("sager", Gap("a.zip!Oliver Jensen.pdf", GapCode.ENCRYPTED, "needs a password"), CRAWLED),
        StoreGap("sager", Gap("b.pdf", GapCode.ENCRYPTED, "needs a password"), CRAWLED),
        StoreGap("post", Gap("c.png", GapCode.EMPTY_SCAN, "no text"), CRAWLED),
    ),
    seconds=0.25,
)

LOG = (Event(Action.FIND, "kari", NOW, purpose="indsigt", hits=5, stores=("sager", "post")),)


def activities() -> Activities:
    return parse_activities(default_text())


def case_of(subject: Subject) -> Case:
    asks = Requester(next(iter(subject.names), "Anders Bo Jensen"), "Vestergade 12, 2. tv, 9000 Aalborg")
    return Case(
        id="2026-0001",
        version=1,
        kind=CaseKind.ACCESS,
        state=State.REVIEW,
        reached=State.REVIEW,
        received=date(2026, 11, 2),
        registered=NOW,
        channel="Digital Post",
        text="Jeg vil gerne se alt, hvad I har om mig.",
        subject=subject,
        subject_ref="ref",
        requester=asks,
        caseworker="kari",
        searched=NOW,
    )


def verdict(number: int, hit: Hit, *, held: str = "") -> Verdict:
    """As a caseworker decided: sure hits are given, a possible one is excluded."""
    fate = {Level.CERTAIN: Fate.WHOLE, Level.LIKELY: Fate.WHOLE, Level.POSSIBLE: Fate.EXCLUDED}.get(
        hit.level, Fate.ASIDE
    )
    places = tuple(passage.place for passage in hit.passages)
    kept = CaseHit(
        number=number,
        store=hit.store,
        item=hit.item,
        title=hit.title,
        level=hit.level,
        probability=hit.probability,
        activity=hit.activity,
        role="subject",
        duplicates=hit.duplicates,
        places=places,
        content=str(number),
        held=held,
    )
    return Verdict(kept, fate, None, (), places if fate is Fate.WHOLE else (), "subject", changed=False)


def material(
    answer: Answer,
    *,
    subject: Subject = SUBJECT,
    record: Activities | None = None,
    made: date = MADE,
    log: tuple[Event, ...] = (),
) -> Material:
    """What a package of this answer is made from, its letter written."""
    verdicts = [verdict(number, hit) for number, hit in enumerate(answer.hits, 1)]
    released = Released(
        whole=tuple(v for v in verdicts if v.fate is Fate.WHOLE),
        excluded=tuple(v for v in verdicts if v.fate is Fate.EXCLUDED),
        aside=tuple(v for v in verdicts if v.fate is Fate.ASIDE),
    )
    covered = replace(answer, hits=())
    findings = Findings(released=released, grounds=load_grounds(), covered=covered, searched_at=NOW, log=log)
    case, known = case_of(subject), record or activities()
    kind = LetterKind.ANSWER if released.told else LetterKind.NO_DATA
    facts = letter_facts(
        kind,
        case,
        made=made,
        organisation=ORGANISATION,
        activities=known,
        deadlines=deadlines(case, policy=SuspensionPolicy.NONE, today=made),
        findings=findings,
    )
    letter = compose(facts)
    hits = dict(enumerate(answer.hits, 1))
    return Material(
        told=tuple(told(v, hits[v.hit.number], ()) for v in released.told),
        facts=facts,
        letters={"svarbrev.docx": docx(letter), "svarbrev.pdf": pdf(letter)},
        verdicts=lambda: ((v, hits[v.hit.number]) for v in verdicts),
        covered=covered,
        subject=subject,
        activities=known,
        organisation=ORGANISATION,
        grounds=load_grounds(),
        log=log,
        versions={"template": letter.template, "rules": facts.rules},
    )


def copy_of(subject: Subject) -> MakeCopies:
    """Makes copies as a worker process does, in this one."""

    def copy(items: Sequence[Told], folder: Path) -> Iterator[Copied]:
        copies.start(CopyJob(subject, MADE, recognise=False))
        try:
            for one in items:
                yield copies.copy(one, None, folder)
        finally:
            copies.stop()

    return copy

"""From a case to the facts of a letter. Pure: a case, what is released, the record and the sender in; facts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dsar.activities import Activities
from dsar.audit import HIDDEN, Action, Event, masked
from dsar.cases.by_hand import SEARCHED
from dsar.cases.codes import Asked as AskedAbout
from dsar.cases.deadlines import Deadlines, SuspensionPolicy, open_question
from dsar.cases.grounds import Grounds
from dsar.cases.review import Fate, Problem, Released, Verdict
from dsar.cases.values import Case, Decision, Notice, Question
from dsar.letters.facts import (
    Addressee,
    Area,
    Asked,
    Attachment,
    CaseFacts,
    Delay,
    Disclosure,
    Facts,
    Language,
    LetterKind,
    Lookup,
    Outcome,
    Refused,
    SearchedPlace,
    SearchFacts,
    Sender,
    Withheld,
)
from dsar.letters.mails import House, mailed
from dsar.letters.places import neutral_place
from dsar.model import Answer, Category, DataClass, Subject
from dsar.settings import Organisation
from dsar.stated import DANISH_TIME

ATTACHMENTS = (
    Attachment(letter="A", file="oversigt.pdf"),
    Attachment(letter="B", file="oplysninger"),
    Attachment(letter="C", file="oversigt.pdf"),
    Attachment(letter="D", file="data.json, data.csv"),
)
WITHHELD_ATTACHMENT = Attachment(letter="E", file="oversigt.pdf")
"""What a package holds, by the letters of the outline; E only where something is withheld or left out."""

STRICT = frozenset({DataClass.SPECIAL, DataClass.CRIMINAL})
"""Classes that only a person may confirm (R-06-01)."""

# A search for the citizen, and each time somebody looked at what was found.
_LOOKUPS = frozenset({Action.FIND, Action.CASE_SEARCH, Action.CASE_HITS, Action.VIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an answer is made from.

    Attributes:
        released: the hits with what becomes of them.
        grounds: the rules that things are withheld by.
        problems: what still hinders the release.
        covered: what the last search covered (:meth:`dsar.cases.hits.Hits.covered`); None before a search.
        searched_at: when.
        log: the access log's events about the subject.
        categories: by activity, of data found about the subject; the record's own where an activity is not in it.
        disclosures: to whom data of this subject were given, as far as somebody noted it.
    """

    released: Released
    grounds: Grounds
    problems: tuple[Problem, ...] = ()
    covered: Answer | None = field(default=None, repr=False)
    searched_at: datetime | None = None
    log: tuple[Event, ...] = ()
    categories: Mapping[str, Collection[Category]] = field(default_factory=dict)
    disclosures: tuple[Disclosure, ...] = ()
    attachments: tuple[Attachment, ...] = ATTACHMENTS


def letter_facts(
    kind: LetterKind,
    case: Case,
    *,
    made: date,
    organisation: Organisation,
    activities: Activities,
    deadlines: Deadlines,
    policy: SuspensionPolicy = SuspensionPolicy.NONE,
    language: Language = Language.DANISH,
    findings: Findings | None = None,
    notice: Notice | None = None,
    caseworker: str | None = None,
) -> Facts:
    """What a letter of this kind about this case is written from; what is not known stays empty.

    Args:
        kind: which letter.
        case: as it stands.
        made: the day on the letter.
        organisation: who writes.
        activities: the record of processing.
        deadlines: the case's dates.
        policy: what an open question does to them.
        language: of the letter.
        findings: what was found and decided; only answers need it.
        notice: the recipient that a ``notice`` is for.
        caseworker: who signs; the case's own caseworker, if None.
    """
    identity, scope = open_question(case, AskedAbout.IDENTITY), open_question(case, AskedAbout.SCOPE)
    asked = identity if kind is LetterKind.IDENTITY else scope
    facts = Facts(
        kind=kind,
        language=language,
        made=made,
        sender=_sender(organisation, case.caseworker if caseworker is None else caseworker),
        addressee=_addressee(case, notice),
        case=_case(case, deadlines, paused=_paused(asked, deadlines, policy)),
        identity=Asked(text=identity.text) if identity else None,
        scope=Asked(text=scope.text) if scope else None,
        delay=Delay(reasons=case.extension.reasons, text=case.extension.text) if case.extension else None,
        refused=Refused(ground=case.refusal.ground, reason=case.refusal.reason) if case.refusal else None,
        outcome=_outcome(case),
        criteria=activities.retention_criteria,
        areas=tuple(_concerned(case, activities)),
    )
    house = House.of(organisation, case.subject.emails)
    return _with_findings(facts, findings, case.subject, activities, house=house) if findings else facts


def lookups(events: Iterable[Event], *, until: date) -> tuple[Lookup, ...]:
    """Who looked the subject up: when and why, without who it was (C-579/21); each day and purpose once."""
    seen = {
        (event.at.astimezone(DANISH_TIME).date(), event.case or "", "" if event.case else event.purpose)
        for event in events
        if event.action in _LOOKUPS
    }
    return tuple(
        Lookup(on=on, case=case, purpose=purpose, system="dsar") for on, case, purpose in sorted(seen) if on <= until
    )


def _sender(o: Organisation, caseworker: str) -> Sender:
    return Sender(
        name=o.name,
        address=o.address,
        return_address=o.return_address,
        cvr=o.cvr,
        phone=o.phone,
        website=o.website,
        unit=o.unit,
        caseworker=caseworker,
        officer_email=o.dpo_email,
        officer_phone=o.dpo_phone,
        officer_address=o.dpo_address,
    )


def _addressee(case: Case, notice: Notice | None) -> Addressee:
    subject = next(iter(case.subject.names), "")
    if notice:
        return Addressee(name=_no_cpr(notice.recipient), subject=_no_cpr(subject))
    if case.representative:
        one = case.representative
        return Addressee(name=_no_cpr(one.name), address=_no_cpr(one.contact), subject=_no_cpr(subject))
    name = case.requester.name or subject
    return Addressee(name=_no_cpr(name), address=_no_cpr(case.requester.contact))


def _case(case: Case, days: Deadlines, *, paused: bool) -> CaseFacts:
    replied = next((q for q in reversed(case.questions) if q.what is AskedAbout.SCOPE and q.answered), None)
    return CaseFacts(
        id=case.id,
        kind=case.kind,
        received=case.received,
        due=days.due,
        extended_due=days.extended_due,
        aktindsigt_due=case.dates.aktindsigt_due,
        extended=case.extension is not None,
        channel=case.channel,
        request=case.text,
        clarified=replied.reply if replied else "",
        clarified_on=replied.answered if replied and replied.reply else None,
        tracks=case.tracks,
        paused=paused,
    )


def _paused(question: Question | None, days: Deadlines, policy: SuspensionPolicy) -> bool:
    """Whether waiting for the reply moves the date: only where we asked in time, and the municipality does so."""
    number = question.number if question else None
    return policy is not SuspensionPolicy.NONE and any(s.question == number and s.prompt for s in days.suspensions)


def _outcome(case: Case) -> Outcome | None:
    if case.outcome is None:
        return None
    told = tuple(notice.recipient for notice in case.notices if notice.told)
    return Outcome(
        code=case.outcome.code,
        reason=case.outcome.reason,
        trigger=case.outcome.trigger,
        activities=case.outcome.activities,
        recipients=told,
    )


def _concerned(case: Case, activities: Activities) -> Iterator[Area]:
    """The activities that an outcome names."""
    named = case.outcome.activities if case.outcome else ()
    yield from (Area(activity=a, categories=a.categories) for a in activities if a.id in named)


def _with_findings(facts: Facts, found: Findings, subject: Subject, activities: Activities, *, house: House) -> Facts:
    released = found.released
    about = (*released.told, *released.withheld)
    known = {activity.id for activity in activities}
    withheld = tuple(_withheld(released.refused, found.grounds))
    return replace(
        facts,
        areas=tuple(_areas(about, activities, found.categories)),
        unplaced=sum(verdict.hit.activity not in known for verdict in about),
        hindrances=tuple((problem.code, len(problem.hits)) for problem in found.problems),
        withheld=withheld,
        extracted=tuple(verdict.hit.number for verdict in released.extracted),
        search=_search(found, subject, about),
        lookups=lookups(found.log, until=facts.made),
        disclosures=(*found.disclosures, *mailed((verdict.hit for verdict in released.told), house)),
        attachments=(*found.attachments, WITHHELD_ATTACHMENT) if withheld or released.extracted else found.attachments,
        rules=found.grounds.version,
    )


def _areas(
    about: Collection[Verdict], activities: Activities, categories: Mapping[str, Collection[Category]]
) -> Iterator[Area]:
    for activity in activities:
        mine = [verdict for verdict in about if verdict.hit.activity == activity.id]
        if mine:
            seen = categories.get(activity.id, activity.categories)
            doubtful = {c for c in seen if c.data_class in STRICT and c not in activity.categories}
            yield Area(
                activity=activity,
                categories=tuple(c for c in Category if c in seen and c not in doubtful),
                unconfirmed=tuple(c for c in Category if c in doubtful),
                numbers=tuple(verdict.hit.number for verdict in mine if verdict.fate is not Fate.WITHHELD),
                withheld=sum(verdict.fate is Fate.WITHHELD for verdict in mine),
            )


def _withheld(decisions: Iterable[Decision], grounds: Grounds) -> Iterator[Withheld]:
    for decision in decisions:
        ground = grounds.get(decision.ground or "", decision.at.astimezone(DANISH_TIME).date())
        yield Withheld(
            number=decision.number,
            place=neutral_place(decision.place or ""),
            rule=ground.law if ground else "",
            meaning=ground.text if ground else "",
            weighing=decision.reason,
            needs_weighing=ground is None or ground.weighing,
        )


def _search(found: Findings, subject: Subject, about: Collection[Verdict]) -> SearchFacts | None:
    if found.covered is None or found.searched_at is None:
        return None
    covered, counted = found.covered, Counter(verdict.hit.store for verdict in about)
    gaps = Counter((gap.store, gap.gap.code.value) for gap in covered.gaps)
    return SearchFacts(
        on=found.searched_at.astimezone(DANISH_TIME).date(),
        asked=tuple(asked(subject)),
        places=tuple(
            SearchedPlace(name=one.store, items=one.items, indexed=one.indexed_at, found=counted[one.store])
            for one in covered.searched
        ),
        skipped=tuple((one.store, one.reason) for one in covered.not_searched if one.reason not in SEARCHED),
        by_hand=tuple((one.store, one.reason) for one in covered.not_searched if one.reason in SEARCHED),
        unread=tuple((store, code, number) for (store, code), number in sorted(gaps.items())),
    )


def asked(subject: Subject) -> Iterator[tuple[str, int]]:
    """The kinds of identifiers that the subject was searched by, and how many of each; never the identifiers."""
    known: Mapping[str, int] = {
        "cpr": len(subject.cpr),
        "name": len(subject.names),
        "former_name": len(subject.former_names),
        "birth_date": int(subject.birth_date is not None),
        "address": len(subject.addresses),
        "email": len(subject.emails),
        "phone": len(subject.phones),
        "other": len(subject.other),
    }
    yield from ((kind, number) for kind, number in known.items() if number)


def _no_cpr(text: str) -> str:
    return masked(text).replace(HIDDEN, "").strip()

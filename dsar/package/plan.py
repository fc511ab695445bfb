"""From what a caseworker released to what the citizen is told: a pure function of its inputs.

Nothing is told that is not released, and only activities that hold something of the
subject are told, not the whole record.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import TypedDict

from dsar import words
from dsar.activities import Activities, Activity, LegalBasis, Retention, SourceType
from dsar.cases.by_hand import SEARCHED
from dsar.cases.proposals import hidden as without_struck
from dsar.cases.review import Fate
from dsar.detect.lexicon import Lexicon
from dsar.extract.reading import Located
from dsar.letters.facts import Area, Facts, Withheld
from dsar.letters.mails import House
from dsar.model import Answer, Category, NotSearched, Passage, StoreGap, Subject
from dsar.package import data
from dsar.package.provenance import deletion_of, recipients_of, source_of
from dsar.package.told import Told
from dsar.redact.belongs import Known
from dsar.redact.concerning import narrowed
from dsar.redact.elsewhere import elsewhere
from dsar.redact.mask import excerpt, line, shown
from dsar.redact.own import Detect, Own, own_identifiers, split_by_owner
from dsar.redact.plan import Planner
from dsar.redact.remembered import Remembered
from dsar.redact.removal import HIDDEN, Options
from dsar.redact.seen import as_seen, found_in
from dsar.redact.titles import title_without
from dsar.settings import Organisation
from dsar.stated import day_of

_MARK = words.REMOVED_OTHER
_BLACK = re.compile(f"{HIDDEN}+")
_SOURCES = {
    SourceType.SUBJECT: "dpv:DataSubjectDataSource",
    SourceType.OTHER_CITIZENS: "dpv:ThirdPartyDataSource",
    SourceType.ORGANISATIONS: "dpv:ThirdPartyDataSource",
    SourceType.EMPLOYEES: "dpv:DataControllerDataSource",
    SourceType.PUBLIC_REGISTERS: "dpv:PublicDataSource",
}
_OBJECTION_BASES = frozenset({LegalBasis.PUBLIC_TASK})
"""Art. 21(1) gives a right to object to processing on these (and on 6(1)(f), which an authority may not use)."""


def plan(
    told: Sequence[Told],
    facts: Facts,
    covered: Answer,
    *,
    subject: Subject,
    activities: Activities,
    organisation: Organisation,
    detect: Detect,
    known: Mapping[int, Known] | None = None,
) -> data.Data:
    """What the citizen is told.

    Args:
        told: the items that are released, by number.
        facts: what the letter beside it is written from, so that both say the same.
        covered: what was searched; its hits are not used.
        subject: who asks.
        activities: the record of processing.
        organisation: who answers.
        detect: finds others' data to mask.
        known: who was removed from each item's copies, by number; they are masked here too, however they are written.
    """
    detect = Remembered(detect)
    everybody = elsewhere((known or {}).values(), Lexicon())
    planner = Planner(own_identifiers(subject, detect), detect, Options(elsewhere=everybody))
    house = House.of(organisation, subject.emails)

    def about(one: Told) -> _About:
        activity = activities.get(one.hit.activity)
        return _About(
            activity=activity.id if activity else None,
            source=source_of(one, activity, house),
            recipients=tuple(recipients_of(one, facts.disclosures)),
            deletion=deletion_of(one, activity, facts.made),
        )

    areas = {area.activity.id: area for area in facts.areas}
    concerned = [a for a in activities if a.id in areas]
    return data.Data(
        made=facts.made,
        case=data.CaseEntry(id=facts.case.id, received=facts.case.received),
        controller=_controller(organisation),
        subject=data.Person(name=shown(next(iter(subject.names), "")), searched_by=tuple(_searched_by(subject))),
        activities=tuple(_activity(a, _categories(areas[a.id])) for a in concerned),
        items=tuple(_item(one, about(one), planner, (known or {}).get(one.number, Known())) for one in told),
        withheld=tuple(map(_withheld, facts.withheld)),
        search=_search(covered),
        retention_criteria=activities.retention_criteria,
        rights=tuple(_rights(concerned)),
    )


def _hidden(planner: Planner, known: Known, text: str) -> str:
    """The text without those who were removed from the item's copies, however they are written."""
    for removal in reversed(planner.recurring(text, known)):
        text = text[: removal.span.start] + words.REMOVED_OTHER + text[removal.span.end :]
    return text


def _categories(area: Area) -> Sequence[Category]:
    """Those that are held about this citizen, as the letter has them; the record's own where none were read."""
    return area.categories or area.activity.categories


def _withheld(one: Withheld) -> data.WithheldEntry:
    return data.WithheldEntry(
        number=one.number, place=shown(one.place), rule=one.rule, meaning=one.meaning, weighing=shown(one.weighing)
    )


def _controller(o: Organisation) -> data.Controller:
    officer = data.Officer(email=o.dpo_email, phone=o.dpo_phone, address=o.dpo_address)
    return data.Controller(name=o.name, address=o.address, cvr=o.cvr, phone=o.phone, website=o.website, officer=officer)


def _searched_by(subject: Subject) -> Iterator[data.Identifiers]:
    known: Mapping[str, Sequence[object]] = {
        "cpr": subject.cpr,
        "name": subject.names,
        "former_name": subject.former_names,
        "birth_date": (subject.birth_date,) if subject.birth_date else (),
        "address": subject.addresses,
        "email": subject.emails,
        "phone": subject.phones,
        "other": subject.other,
    }
    for kind, values in known.items():
        if values:
            yield data.Identifiers(kind=kind, text=words.IDENTIFIERS[kind], number=len(values))


def _activity(a: Activity, categories: Iterable[Category]) -> data.ActivityEntry:
    return data.ActivityEntry(
        iri=f"dsar:activity-{a.id}",
        id=a.id,
        name=a.name,
        department=a.department,
        purposes=a.purposes,
        legal_basis=tuple(data.Term(code=b, text=words.LEGAL_BASES[b], iri=_basis_iri(b)) for b in a.legal_basis),
        laws=a.laws,
        categories=tuple(
            data.CategoryTerm(
                code=c, text=words.CATEGORIES[c], data_class=c.data_class, class_text=words.DATA_CLASSES[c.data_class]
            )
            for c in categories
        ),
        recipients=a.recipients,
        processors=tuple(data.ProcessorEntry(name=p.name, task=p.task, country=p.country) for p in a.processors),
        transfers=tuple(
            data.TransferEntry(country=t.country, recipient=t.recipient, safeguard=t.safeguard) for t in a.transfers
        ),
        sources=tuple(data.Term(code=s, text=words.SOURCES[s], iri=_SOURCES[s]) for s in a.sources),
        source_notes=a.source_notes,
        retention=tuple(map(_retention, a.retention)),
        automated_decisions=a.automated_decisions or words.NO_AUTOMATED_DECISIONS,
        ai=data.Term(code=a.ai, text=words.AI_USES[a.ai]),
        ai_notes=a.ai_notes,
        responsible=a.responsible,
    )


def _basis_iri(basis: LegalBasis) -> str:
    """DPV's term for an article of the GDPR (``eu-gdpr:A6-1-e``); our own for Danish law, which DPV does not have."""
    steps = basis.replace("(", "-").replace(")", "").replace(" ", "-")
    return f"dsar:{steps}" if steps.startswith("DBL") else f"eu-gdpr:A{steps}"


def _retention(r: Retention) -> data.RetentionEntry:
    text = words.retention(
        covers=r.covers, trigger=r.trigger, years=r.years, preservation=words.PRESERVATION[r.preservation]
    )
    return data.RetentionEntry(
        text=text,
        covers=r.covers,
        trigger=r.trigger,
        years=r.years,
        code=r.code,
        kle=r.kle,
        preservation=r.preservation,
    )


class _About(TypedDict):
    """What is known of an item beside its text."""

    activity: str | None
    source: data.Term
    recipients: tuple[data.RecipientEntry, ...]
    deletion: data.DeletionEntry


def _item(one: Told, about: _About, planner: Planner, known: Known) -> data.ItemEntry:
    everybody = known | planner.known(passage.text for passage in one.hit.passages)
    one, runs = _concerning(one, planner, everybody)
    hidden, detect = partial(_hidden, planner, known), planner.detect
    hit, own = one.hit, as_seen(planner.own, one.hit.passages, detect)
    titled = partial(title_without, planner=Planner(own, detect, planner.options), known=everybody, mark=_MARK)
    excerpts = [excerpt(passage, own, detect) for passage in hit.passages]
    others = frozenset[str]().union(*(e.others for e in excerpts))
    kinds = sorted(frozenset[str]().union(*(e.kinds for e in excerpts)))
    return data.ItemEntry(
        number=one.number,
        store=hit.store,
        title=hidden(titled(hit.title)),
        locator=hidden(titled(hit.item)),
        **about,
        dated=day_of(hit.date.value) if hit.date else None,
        dated_as=data.Term(code=hit.date.kind, text=words.DATE_KINDS[hit.date.kind]) if hit.date else None,
        author=_author(hit.author, own, detect),
        level=hit.level.value,
        level_text=words.LEVELS[hit.level],
        role=data.Term(code=one.role, text=words.HIT_ROLES.get(one.role, one.role)),
        given="whole" if one.fate is Fate.WHOLE else "extracted",
        restricted=one.restricted,
        kinds=tuple(data.Term(code=kind, text=words.KINDS[kind]) for kind in words.KINDS if kind in kinds),
        copies=len(hit.duplicates),
        masked=sum(e.removed for e in excerpts) + runs,
        files=one.files,
        passages=tuple(
            data.PassageEntry(
                place=hidden(line(p.place, own, detect, others=others)),
                excerpt=hidden(_BLACK.sub(words.REMOVED_OTHER, e.text)),
            )
            for p, e in zip(hit.passages, excerpts, strict=True)
        ),
    )


def _concerning(one: Told, planner: Planner, everybody: Known) -> tuple[Told, int]:
    """Without what is about others, and how many runs: an excerpt would show it though their names are masked."""
    passages = [without_struck(passage, one.struck) for passage in one.hit.passages]
    located = [Located((), Passage(passage.place, passage.text)) for passage in passages]
    texts, left_out = narrowed(located, [found_in(passage) for passage in passages], planner, everybody)
    mine = (
        replace(passage, text=each.value.text) if isinstance(each.value, Passage) else passage
        for passage, each in zip(passages, texts, strict=True)
    )
    return replace(one, hit=replace(one.hit, passages=tuple(mine))), sum(each.runs for each in left_out)


def _author(author: str, own: Own, detect: Detect) -> str:
    """Who wrote it, if it says nothing but the subject: an author is seldom named as a name in a text is."""
    mine, others = split_by_owner(detect(author), own)
    rest = author
    for found in sorted(mine, key=lambda f: f.span, reverse=True):
        rest = rest[: found.span.start] + rest[found.span.end :]
    return shown(author) if mine and not others and not any(map(str.isalnum, rest)) else ""


def _search(answer: Answer) -> data.Search:
    return data.Search(
        searched=tuple(data.SearchedStore(store=s.store, items=s.items, indexed=s.indexed_at) for s in answer.searched),
        not_searched=tuple(_skipped(s) for s in answer.not_searched if s.reason not in SEARCHED),
        by_hand=tuple(_skipped(s) for s in answer.not_searched if s.reason in SEARCHED),
        gaps=tuple(_gaps(answer.gaps)),
    )


def _skipped(one: NotSearched) -> data.SkippedStore:
    return data.SkippedStore(store=one.store, reason=shown(words.NOT_SEARCHED.get(one.reason, one.reason)))


def _gaps(gaps: Iterable[StoreGap]) -> Iterator[data.GapCount]:
    for (store, code), number in sorted(Counter((g.store, g.gap.code) for g in gaps).items()):
        yield data.GapCount(store=store, code=code, text=words.GAPS[code], number=number)


def _rights(concerned: Iterable[Activity]) -> Iterator[data.Right]:
    bases = {basis for activity in concerned for basis in activity.legal_basis}
    texts = tomllib.loads(files("dsar.package").joinpath("rettigheder.toml").read_text(encoding="utf-8"))
    for code, right in texts.items():
        if code != "A21" or bases & _OBJECTION_BASES or not bases:
            yield data.Right(iri=f"eu-gdpr:{code}", name=right["name"], text=right["text"])

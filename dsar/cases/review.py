"""From hits and decisions to what is released, and what still hinders it. Pure; packages and letters build on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from dsar.cases.decisions import GIVING, Entry, Review, Standing
from dsar.cases.grounds import Ground, Grounds
from dsar.cases.values import Decision, DecisionAction
from dsar.model import Level
from dsar.stated import DANISH_TIME, Stated


class Presence(StrEnum):
    """How the last complete search saw a hit. What it held stays held, whatever this says."""

    FOUND = "found"
    GONE = "gone"
    """Its store has it no longer."""
    DROPPED = "dropped"
    """It is still there, and no longer found to be about the subject."""


@dataclass(frozen=True, slots=True)
class CaseHit:
    """A hit with its steady number; its passages are opened separately (:meth:`dsar.cases.hits.Hits.open`).

    Attributes:
        role: what ``find`` read; a person may correct it.
        places: where its passages are, each once.
        content: fingerprint of what a decision is made on.
        wording: fingerprint of its texts alone; equal ones say the same.
        thread: key of its mail thread; "" where it is of none.
        search: number of the last search that saw it.
        steps: where in the held item the hit lies: "" is the item itself, else the steps to an attachment or a member.
        date: when the document is of, and in what sense.
        author: who wrote it; "" where that is not stated.
        mail: the headers of the mail that it is, or lies in; "" where there is none.
        family: the first mail of the thread that it is of, as ``store:item``, by its mails' ids, subjects and
            addresses (:mod:`dsar.find.threads`); "" where it stands alone, or no search has said since that was kept.
        register: what its store's register says of it and its case, as a case system's rows; "" where there is none.
        held: "whole" where the item's bytes are held, else the gap's code ("" where nothing was tried).
    """

    number: int
    store: str
    item: str = field(repr=False)
    title: str = field(repr=False)
    level: Level
    probability: float
    activity: str | None
    role: str
    duplicates: tuple[str, ...] = field(repr=False)
    places: tuple[str, ...] = field(repr=False)
    content: str
    wording: str = ""
    thread: str = field(default="", repr=False)
    presence: Presence = Presence.FOUND
    search: int = 1
    steps: str = field(default="", repr=False)
    held: str = ""
    date: Stated | None = None
    author: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    register: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """``store:item``, as decisions name it."""
        return f"{self.store}:{self.item}"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the municipality asks of a review.

    Attributes:
        second_person: somebody who decided nothing must approve.
        decided: levels at which each hit needs a decision of its own. A certain or likely
            hit of another level is told whole where nobody decided otherwise.
    """

    second_person: bool = False
    decided: frozenset[Level] = frozenset({Level.CERTAIN, Level.LIKELY, Level.POSSIBLE})


class Fate(StrEnum):
    """What becomes of a hit in the answer."""

    WHOLE = "whole"
    EXTRACTED = "extracted"
    """Told in part: only the places of :attr:`Verdict.given`."""
    WITHHELD = "withheld"
    EXCLUDED = "excluded"
    UNDECIDED = "undecided"
    ASIDE = "aside"
    """Evidence speaks for somebody else, and nobody decided otherwise: not told."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one hit, and by whose decision.

    Attributes:
        decision: about the whole hit; None where there is none.
        places: decisions about single places that differ from it, in force.
        given: places that the citizen is told of; for a whole hit all of them.
        role: the subject's role, as corrected, else as found.
        changed: it is not what it was when it was decided about, and nobody confirmed.
        struck: sentences about others that a person struck from what is given of it.
    """

    hit: CaseHit
    fate: Fate
    decision: Decision | None
    places: tuple[Decision, ...]
    given: tuple[str, ...] = field(repr=False)
    role: str
    changed: bool
    struck: tuple[str, ...] = field(default=(), repr=False)

    @property
    def withheld(self) -> tuple[Decision, ...]:
        """The decisions by which it, or places of it, are withheld; each names its ground."""
        made = (*((self.decision,) if self.decision else ()), *self.places)
        return tuple(decision for decision in made if decision.action is DecisionAction.WITHHOLD)


@dataclass(frozen=True, slots=True)
class Released:
    """Every hit of the case, each in exactly one of six groups, by number."""

    whole: tuple[Verdict, ...] = ()
    extracted: tuple[Verdict, ...] = ()
    withheld: tuple[Verdict, ...] = ()
    excluded: tuple[Verdict, ...] = ()
    undecided: tuple[Verdict, ...] = ()
    aside: tuple[Verdict, ...] = ()

    @property
    def all(self) -> tuple[Verdict, ...]:
        """Every hit, by number."""
        groups = (self.whole, self.extracted, self.withheld, self.excluded, self.undecided, self.aside)
        return tuple(sorted((v for group in groups for v in group), key=lambda v: v.hit.number))

    @property
    def told(self) -> tuple[Verdict, ...]:
        """What the citizen gets, whole or in part, by number."""
        return tuple(v for v in self.all if v.fate in (Fate.WHOLE, Fate.EXTRACTED))

    @property
    def refused(self) -> tuple[Decision, ...]:
        """Every decision by which something is withheld; a partial refusal must give their grounds (art. 12(4))."""
        return tuple(decision for verdict in self.all for decision in verdict.withheld)


@dataclass(frozen=True, slots=True)
class Problem:
    """What hinders a release. ``code`` is stable (:mod:`dsar.cases.review_words` says it in Danish)."""

    code: str
    hits: tuple[int, ...] = ()


def release(hits: Iterable[CaseHit], review: Review, policy: Policy) -> Released:
    """Sort the hits by what becomes of them."""
    groups: dict[Fate, list[Verdict]] = {fate: [] for fate in Fate}
    for hit in sorted(hits, key=lambda hit: hit.number):
        verdict = _verdict(hit, review.of(hit.number), policy)
        groups[verdict.fate].append(verdict)
    return Released(**{fate.value: tuple(verdicts) for fate, verdicts in groups.items()})


def problems(
    released: Released,
    review: Review,
    policy: Policy,
    *,
    grounds: Grounds,
    search_done: bool = True,
    subject_changed: bool = False,
) -> tuple[Problem, ...]:
    """What still hinders a release; nothing may be sent while there is one.

    Args:
        released: as :func:`release` gave it.
        review: what stands.
        policy: what the municipality asks.
        grounds: the rules for withholding.
        search_done: whether the case's last search came to its end.
        subject_changed: whether more, or something else, is known of the person since.
    """
    found = [] if search_done else [Problem("search")]
    found += [Problem("subject")] if search_done and subject_changed else []
    found += _found("undecided", (v.hit.number for v in released.undecided))
    found += _found("changed", (v.hit.number for v in released.all if v.changed))
    judged = [(d, grounds.get(d.ground or "", d.at.astimezone(DANISH_TIME).date())) for d in released.refused]
    found += _found("ground", (d.number for d, ground in judged if ground is None))
    found += _found("weighing", (d.number for d, ground in judged if _unweighed(d, ground)))
    if policy.second_person:
        found += _approval(released, review)
    return tuple(found)


def fingerprint(hits: Iterable[CaseHit]) -> str:
    """What an approval is an approval of: every hit's number and content."""
    lines = sorted(f"{hit.number} {hit.content}" for hit in hits)
    return sha256("\n".join(lines).encode()).hexdigest()


def action_at(place: str, standing: Standing) -> Entry | None:
    """The decision that holds for one place of a hit."""
    return standing.places.get(place, standing.whole)


def _verdict(hit: CaseHit, standing: Standing, policy: Policy) -> Verdict:
    places = tuple(dict.fromkeys((*hit.places, *standing.places)))
    actions = {place: (entry.action if (entry := action_at(place, standing)) else None) for place in places}
    whole = standing.whole.action if standing.whole else None
    fate = _fate(whole, [actions[place] for place in places] if standing.places else [])
    if fate is Fate.UNDECIDED and not standing.decisions:
        fate = _untouched(hit, policy)
    given = {Fate.WHOLE: hit.places, Fate.EXTRACTED: tuple(p for p in hit.places if actions[p] in GIVING)}
    return Verdict(
        hit=hit,
        fate=fate,
        decision=standing.whole.decision(hit.address) if standing.whole else None,
        places=tuple(entry.decision(hit.address) for entry in standing.places.values()),
        given=given.get(fate, ()),
        role=standing.role or hit.role,
        changed=standing.changed_since(hit.content),
        struck=standing.struck,
    )


def _fate(whole: DecisionAction | None, places: Sequence[DecisionAction | None]) -> Fate:
    """What the decisions come to; ``places`` are the actions of all places where some were decided singly."""
    actions = set(places) | ({whole} if whole or not places else set())
    match whole:
        case DecisionAction.INCLUDE if actions == {whole}:
            return Fate.WHOLE
        case _ if None in actions:
            return Fate.UNDECIDED
        case _ if (actions if not places else set(places)) & GIVING:
            return Fate.EXTRACTED
        case _ if DecisionAction.WITHHOLD in actions:
            return Fate.WITHHELD
        case _:
            return Fate.EXCLUDED


def _untouched(hit: CaseHit, policy: Policy) -> Fate:
    if hit.level in policy.decided or hit.level is Level.POSSIBLE:
        return Fate.UNDECIDED
    return Fate.ASIDE if hit.level is Level.OTHER else Fate.WHOLE


def _unweighed(decision: Decision, ground: Ground | None) -> bool:
    return ground is not None and ground.weighing and not decision.reason.strip()


def _approval(released: Released, review: Review) -> Iterator[Problem]:
    approval = review.approval
    if approval is None or approval.content != fingerprint(v.hit for v in released.all):
        yield Problem("approval")
    elif approval.by in review.deciders:
        yield Problem("same_person")


def _found(code: str, hits: Iterable[int]) -> list[Problem]:
    numbers = tuple(sorted(set(hits)))
    return [Problem(code, numbers)] if numbers else []


def moment(at: datetime) -> str:
    """A time as Danes write it."""
    return at.astimezone(DANISH_TIME).strftime("%d-%m-%Y %H.%M")

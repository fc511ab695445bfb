"""The acts of a review: what a person asks for is checked, and drafted as entries. Pure.

:meth:`dsar.cases.hits.Hits.write` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dsar.cases.decisions import Act, Entry, Review, last_batch
from dsar.cases.grounds import Grounds
from dsar.cases.review import CaseHit, Problem, fingerprint
from dsar.cases.values import DecisionAction
from dsar.errors import SetupError

_NUMBER = re.compile("[0-9]{1,7}")
LONGEST = 20_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person decides about some hits. ``place`` is one passage, or its number; None is the whole hit."""

    action: DecisionAction | None = None
    ground: str | None = None
    reason: str = field(default="", repr=False)
    role: str | None = None
    place: str | None = field(default=None, repr=False)


def decide(
    hits: Iterable[CaseHit], review: Review, choice: Choice, *, grounds: Grounds, today: date, by: str, at: datetime
) -> list[Entry]:
    """Draft a decision about each hit; without an action, the role is all that changes.

    Raises:
        SetupError: a ground or reason is missing or not valid that day, or a hit has no such place.
    """
    code = _checked(choice, grounds, today)
    act = Act.DECIDE if choice.action else Act.ROLE
    drafts = []
    for hit in hits:
        standing = review.of(hit.number)
        place = _place(hit, choice.place)
        earlier = standing.whole if place is None else standing.places.get(place)
        drafts.append(
            Entry(
                number=0,
                batch=0,
                act=act,
                by=by,
                at=at,
                hit=hit.number,
                place=place,
                action=choice.action,
                ground=code,
                reason=_writable(choice.reason),
                role=choice.role,
                content=hit.content,
                supersedes=earlier.number if earlier and choice.action else None,
            )
        )
    return drafts


def confirm(hits: Iterable[CaseHit], review: Review, *, by: str, at: datetime) -> list[Entry]:
    """Draft that decisions stand though their hits have changed; hits that have not are left out."""
    return [
        Entry(0, 0, Act.CONFIRM, by, at, hit=hit.number, content=hit.content)
        for hit in hits
        if review.of(hit.number).changed_since(hit.content)
    ]


def strike(hit: CaseHit, sentences: Iterable[str], *, by: str, at: datetime) -> list[Entry]:
    """Draft that these sentences, and no others, are struck from what is given of a hit."""
    written = "\n".join(map(_writable, sentences))
    return [Entry(0, 0, Act.STRIKE, by, at, hit=hit.number, reason=written, content=hit.content)]


def undo(history: Sequence[Entry], *, by: str, at: datetime) -> list[Entry]:
    """Draft that the person's own last batch holds no longer.

    Raises:
        SetupError: there is none.
    """
    batch = last_batch(history, by)
    if batch is None:
        raise SetupError("there is nothing of yours to undo. See what was done: dsar case history ID")
    touched = dict.fromkeys(entry.hit for entry in history if entry.batch == batch)
    return [Entry(0, 0, Act.UNDO, by, at, hit=hit, undoes=batch) for hit in touched]


def approve(
    hits: Iterable[CaseHit], review: Review, hindrances: Sequence[Problem], *, by: str, at: datetime, second: bool
) -> list[Entry]:
    """Draft the approval of everything as it stands.

    Args:
        hits: every hit of the case.
        review: what stands.
        hindrances: the problems there are.
        by: who approves.
        at: when.
        second: whether it must be somebody who decided nothing.

    Raises:
        SetupError: something else hinders the release, or the person decided something themselves.
    """
    left = [problem.code for problem in hindrances if problem.code not in ("approval", "same_person")]
    if left:
        raise SetupError(f"cannot be approved yet ({', '.join(left)}). See what is left: dsar case status ID")
    if second and by in review.deciders:
        raise SetupError("who decided cannot approve. Let a second person do it ([cases] second_person).")
    return [Entry(0, 0, Act.APPROVE, by, at, content=fingerprint(hits))]


def _place(hit: CaseHit, given: str | None) -> str | None:
    """The place that a person named: as it is called, else by its number among the hit's places, from 1."""
    if given is None or given in hit.places:
        return given
    if _NUMBER.fullmatch(given) and 1 <= int(given) <= len(hit.places):
        return hit.places[int(given) - 1]
    raise SetupError(f"--place: hit {hit.number} has no such place. See them: dsar case hits ID --show {hit.number}")


def _checked(choice: Choice, grounds: Grounds, today: date) -> str | None:
    """The ground's code as it is stored."""
    if len(choice.reason) > LONGEST:
        raise SetupError(f"--reason-file: is longer than {LONGEST} characters. Keep to what the decision rests on.")
    if choice.action is DecisionAction.EXCLUDE and not choice.reason.strip():
        raise SetupError("--exclude: say why it is left out, with --reason or --reason-file.")
    if choice.action is not DecisionAction.WITHHOLD:
        if choice.ground:
            raise SetupError("--ground: goes with --withhold only.")
        return None
    if not choice.ground:
        known = ", ".join(ground.code for ground in grounds.on(today))
        raise SetupError(f"--withhold: needs the legal --ground. Use one of: {known}.")
    return grounds.named(choice.ground, today).code


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").strip()

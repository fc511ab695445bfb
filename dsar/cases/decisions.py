"""What was decided about a case's hits: a history that only grows, and what stands after it. Pure.

    entries, in order ──standing()──▶ Review: for each hit what holds now, and the approval, if it still holds

Nothing is taken back by erasing it: undoing is an entry too. Acts of one command
share a *batch*, which is what undoing undoes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from dsar.cases.values import Decision, DecisionAction

GIVING = frozenset({DecisionAction.INCLUDE, DecisionAction.EXTRACT})
"""Actions by which the citizen gets something."""


class Act(StrEnum):
    """What an entry of the history does. The codes are kept for years."""

    DECIDE = "decide"
    ROLE = "role"
    """The subject's role in the hit is corrected, without a decision."""
    CONFIRM = "confirm"
    """A decision stands though the hit has changed since."""
    STRIKE = "strike"
    """Sentences about others are struck from what is given; ``reason`` has them, a line each. None takes them back."""
    UNDO = "undo"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history.

    Attributes:
        number: counts from 1 in its case; the last one is the review's version.
        batch: shared by what one command did; the number of its first entry.
        hit: None where the act is about no single hit.
        place: one passage; None is the whole hit.
        content: fingerprint of what was decided on (for an approval: of all hits).
        supersedes: number of the decision whose place it takes.
        undoes: the batch that an ``UNDO`` takes back.
    """

    number: int
    batch: int
    act: Act
    by: str
    at: datetime
    hit: int | None = None
    place: str | None = field(default=None, repr=False)
    action: DecisionAction | None = None
    ground: str | None = None
    reason: str = field(default="", repr=False)
    role: str | None = None
    content: str | None = None
    supersedes: int | None = None
    undoes: int | None = None

    def decision(self, item: str) -> Decision:
        """The entry as a decision about an item (``store:item``); only for acts that decide."""
        assert self.hit is not None
        assert self.action is not None
        return Decision(
            number=self.hit,
            item=item,
            action=self.action,
            ground=self.ground,
            reason=self.reason,
            role=self.role,
            by=self.by,
            at=self.at,
            supersedes=self.supersedes,
            place=self.place,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds about a hit now.

    A decision about one place stands against a later *include* or *extract* of the
    whole hit, and yields to a later *withhold* or *exclude* of it: what somebody
    kept back is never given by a batch.

    Attributes:
        whole: the decision about the whole hit.
        places: decisions about single passages.
        corrected: the last entry that corrects the subject's role; None where nobody did.
        confirmed: the last confirmation after a change.
        strikes: the last entry that strikes sentences from it.
    """

    whole: Entry | None = None
    places: Mapping[str, Entry] = field(default_factory=dict, repr=False)
    corrected: Entry | None = None
    confirmed: Entry | None = None
    strikes: Entry | None = None

    @property
    def struck(self) -> tuple[str, ...]:
        """Sentences that are struck from what is given of it."""
        return tuple(self.strikes.reason.split("\n")) if self.strikes and self.strikes.reason else ()

    @property
    def role(self) -> str | None:
        """The subject's role as corrected; None where nobody did."""
        return self.corrected.role if self.corrected else None

    @property
    def decisions(self) -> tuple[Entry, ...]:
        """Every decision that holds."""
        return (*((self.whole,) if self.whole else ()), *self.places.values())

    def changed_since(self, content: str) -> bool:
        """Whether one of its decisions was made on other content than this, and not confirmed since."""
        confirmed = self.confirmed
        return any(
            entry.content != content
            and not (confirmed and confirmed.content == content and confirmed.number > entry.number)
            for entry in (*self.decisions, *((self.strikes,) if self.strikes else ()))
        )

    def after(self, entry: Entry) -> Standing:
        """What holds when this entry, too, has been written."""
        known = replace(self, corrected=entry) if entry.role else self
        if entry.act is Act.CONFIRM:
            return replace(known, confirmed=entry)
        if entry.act is Act.STRIKE:
            return replace(known, strikes=entry)
        if entry.act is not Act.DECIDE:
            return known
        if entry.place is not None:
            return replace(known, places={**self.places, entry.place: entry})
        kept = self.places if entry.action in GIVING else {}
        return replace(known, whole=entry, places=kept)


@dataclass(frozen=True, slots=True)
class Review:
    """What stands after a history.

    Attributes:
        version: the number of its last entry.
        hits: for each hit that anything was ever done about.
        approval: the last approval, if nothing was written after it.
        undone: batches that were taken back.
    """

    version: int
    hits: Mapping[int, Standing] = field(repr=False)
    approval: Entry | None
    undone: frozenset[int]

    def of(self, hit: int) -> Standing:
        """What holds about a hit."""
        return self.hits.get(hit, NOTHING)

    @property
    def deciders(self) -> frozenset[str]:
        """Who made a decision, corrected a role, or confirmed one, that holds."""
        entries = (
            entry
            for standing in self.hits.values()
            for entry in (*standing.decisions, standing.confirmed, standing.corrected, standing.strikes)
            if entry is not None
        )
        return frozenset(entry.by for entry in entries)


NOTHING = Standing()
"""What holds about a hit that nobody touched."""


def standing(history: Iterable[Entry]) -> Review:
    """What stands after a history, given in its order."""
    entries = list(history)
    undone = frozenset(entry.undoes for entry in entries if entry.undoes is not None)
    hits: dict[int, Standing] = {}
    approval: Entry | None = None
    for entry in entries:
        approval = None
        if entry.batch in undone:
            continue
        if entry.act is Act.APPROVE:
            approval = entry
        elif entry.hit is not None:
            hits[entry.hit] = hits.get(entry.hit, NOTHING).after(entry)
    return Review(entries[-1].number if entries else 0, hits, approval, undone)


def last_batch(history: Sequence[Entry], by: str) -> int | None:
    """The batch that ``undo`` takes back: the person's own last one that still holds; None if there is none."""
    undone = {entry.undoes for entry in history if entry.undoes is not None}
    mine = (entry for entry in reversed(history) if entry.by == by and entry.act is not Act.UNDO)
    return next((entry.batch for entry in mine if entry.batch not in undone), None)

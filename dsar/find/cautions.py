"""What the reader of an answer is warned of: stores not read lately or whole, and what could not be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dsar.detect.cpr_number import birth_date
from dsar.find.subject import are_of_several, as_written
from dsar.index.scripts import is_unspaced
from dsar.model import Answer, GapCode, Subject
from dsar.shown import moment, printable
from dsar.words import ANSWERS

OLD_DAYS = 7
"""A store that was read longer ago than this is warned of."""

_SAY = ANSWERS["statement"]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that the reader should know; ``code`` is stable, the others as the code needs them."""

    code: str
    store: str | None = None
    count: int | None = None
    reason: str = ""
    at: str = ""

    @property
    def said(self) -> str:
        """As a Danish sentence."""
        said = {"store": self.store, "count": self.count, "reason": printable(self.reason.rstrip(".")), "at": self.at}
        return _SAY[f"warning.{self.code}"].format(**said)


def cautions(answer: Answer, subject: Subject, *, at: datetime, old_days: int) -> Iterator[Caution]:
    """What the reader of an answer should know of its stores, of its rows, and of what was asked for.

    Args:
        answer: as ``find`` gave it.
        subject: who was asked for.
        at: when the search was made, aware.
        old_days: a store read longer ago is warned of.
    """
    yield from _of_stores(answer, at=at, old_days=old_days)
    left_out = Counter[str]()
    for hit in answer.hits:
        left_out[hit.store] += hit.rows_left_out
    yield from (Caution("rows_left_out", store, count) for store, count in sorted(left_out.items()) if count)
    yield from _unaskable(subject)
    if not subject.cpr:
        yield Caution("no_cpr")
    if not subject.names and not subject.former_names:
        yield Caution("no_names")
    if subject.birth_date and any(n.isdecimal() and birth_date(n) == subject.birth_date for n in subject.cpr):
        yield Caution("birth_date_of_first" if are_of_several(subject) else "birth_date")


def _of_stores(answer: Answer, *, at: datetime, old_days: int) -> Iterator[Caution]:
    failures = answer.failed
    pending = Counter(gap.store for gap in answer.gaps if gap.gap.code is GapCode.PENDING)
    for store in answer.searched:
        if store.indexed_at is None:
            yield Caution("never", store.store)
        elif (at - store.indexed_at).days > old_days:
            yield Caution("old", store.store, (at - store.indexed_at).days)
        if store.indexed_at is not None and (gap := failures.get(store.store)):
            yield Caution("failed", store.store, reason=gap.gap.reason, at=moment(store.indexed_at))
        if not store.items and store.indexed_at is not None:
            yield Caution("empty", store.store)
        if pending[store.store]:
            yield Caution("pending", store.store, pending[store.store])


def _unaskable(subject: Subject) -> Iterator[Caution]:
    """What of the subject file cannot be asked for as it stands there, or is hardly one person's."""
    if are_of_several(subject):
        yield Caution("two_cpr")
    if unread := len(as_written(subject).other) - len(subject.other):
        yield Caution("address", count=unread)
    unspaced = [name for name in (*subject.names, *subject.former_names) if is_unspaced(name)]
    if unspaced:
        yield Caution("unspaced", count=len(unspaced))

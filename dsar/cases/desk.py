"""The cases as a caseworker works on them: every look and every act is in the access log before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from dsar.audit import AccessLog, Action, Event, subject_reference
from dsar.cases.acts import Act, Opened, SubjectChanged, name_of
from dsar.cases.deadlines import Deadlines, SuspensionPolicy, deadlines
from dsar.cases.rules import check, check_opening
from dsar.cases.store import CaseBook
from dsar.cases.values import Case, State
from dsar.crypto import Keys
from dsar.dates import add_months
from dsar.errors import RetryError
from dsar.model import Subject
from dsar.stated import DANISH_TIME


class Desk:
    """What one person does with the cases of a workspace."""

    def __init__(
        self,
        book: CaseBook,
        log: AccessLog,
        keys: Keys,
        *,
        policy: SuspensionPolicy,
        who: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.book, self.who = book, who
        self._log, self._keys, self._policy, self._clock = log, keys, policy, clock

    @property
    def today(self) -> date:
        """The day in Denmark."""
        return self._clock().astimezone(DANISH_TIME).date()

    def open(self, opened: Opened) -> Case:
        """Open a case; raises as :meth:`CaseBook.open` does. The subject's reference is set here."""
        opened = replace(opened, subject_ref=subject_reference(opened.subject, self._keys))
        check_opening(opened, today=self.today)
        case = self.book.open(opened, by=self.who, now=self._clock(), today=self.today)
        self._logged(Action.CASE_OPEN, case)
        return case

    def alike(self, case: Case) -> list[str]:
        """Other open cases of the same right about the same person: a reminder is no new request (EDPB § 29)."""
        others = (one for one in self.book.all(ended=False) if one.id != case.id and one.kind is case.kind)
        return [one.id for one in others if one.subject_ref == case.subject_ref]

    def earlier(self, case: Case) -> list[Case]:
        """Cases of the same right about the same person that ended in the year before this request came."""
        same = (one for one in self.book.all() if one.kind is case.kind and one.subject_ref == case.subject_ref)
        since = add_months(case.received, -12)
        return [one for one in same if one.id != case.id and one.ended is not None and one.ended >= since]

    def show(self, case: str) -> Case:
        """A case, to be looked at; raises as :meth:`CaseBook.get` does."""
        found = self.book.get(case)
        self._logged(Action.CASE_SHOW, found)
        return found

    def act(self, case: str, make: Callable[[Case], Act | tuple[Act, ...]], *, version: int | None = None) -> Case:
        """Do what ``make`` makes of the case; all of it or nothing.

        Args:
            case: its id.
            make: the acts, made from the case as it stands.
            version: the version on which the person decided; any, if None.

        Raises:
            SetupError: there is no such case, or the act is not allowed in it.
            RetryError: somebody changed the case meanwhile; nothing was written.
        """
        found = self.book.get(case)
        if version is not None and found.version != version:
            raise RetryError(
                f"{case}: was changed by {found.events[-1].by} since version {version} (it is at {found.version}). "
                f"Look at it (dsar case show {case}) and do it again if it still holds.",
                after_s=0,
            )
        made = make(found)
        acts = made if isinstance(made, tuple) else (made,)
        check(found, acts[0], today=self.today)
        self._logged(Action.CASE_CHANGE, found, note=", ".join(dict.fromkeys(map(name_of, acts))))
        return self.book.add(found, *acts, by=self.who, now=self._clock(), today=self.today)

    def identify(self, case: str, subject: Subject, *, version: int | None = None) -> Case:
        """Say better who is asked about; the earlier subject stays in the history."""
        changed = SubjectChanged(subject, subject_reference(subject, self._keys))
        return self.act(case, lambda _: changed, version=version)

    def listed(self, *, ended: bool = False) -> list[tuple[Case, Deadlines]]:
        """The cases with their dates, the one due first by the strict rule first."""
        found = [(case, self.deadlines(case)) for case in self.book.all(ended=ended)]
        self._log.append(Event(Action.CASE_LIST, self.who, self._clock(), hits=len(found)))
        return sorted(found, key=lambda one: (one[1].next, one[0].id))

    def deadlines(self, case: Case) -> Deadlines:
        """The case's dates as of today."""
        return deadlines(case, policy=self._policy, today=self.today)

    def expired(self, retention_years: int) -> Iterator[Case]:
        """The closed cases whose own retention has ended and that hold no restriction in force."""
        for case in self.book.all():
            if case.reached is not State.CLOSED or case.closed is None or any(r.in_force for r in case.restrictions):
                continue
            if add_months(case.closed, 12 * retention_years) < self.today:
                yield case

    def purge(self, case: Case) -> None:
        """Delete what is kept of a case; raises as :meth:`CaseBook.purge` does."""
        self._log.append(Event(Action.CASE_PURGE, self.who, self._clock(), case=case.id, note=case.kind.value))
        self.book.purge(case, now=self._clock())

    def _logged(self, action: Action, case: Case, *, note: str = "") -> None:
        self._log.append(Event(action, self.who, self._clock(), case=case.id, subject=case.subject_ref, note=note))

"""The review of cases as a caseworker works on it: searching, looking, deciding, approving.

Every look and every act is in the access log before it is handed out or done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from dsar.audit import AccessLog, Action, Event
from dsar.cases import reviewing
from dsar.cases.acts import Moved, Searched
from dsar.cases.codes import State
from dsar.cases.decisions import Entry, Review, standing
from dsar.cases.grounds import Grounds, load_grounds
from dsar.cases.hits import Hits, Search
from dsar.cases.hits_search import Items, SearchJob, SearchOutcome, search_case
from dsar.cases.hold import Hold
from dsar.cases.originals import Originals
from dsar.cases.restricted import restricted_places
from dsar.cases.review import CaseHit, Policy, Problem, Released, problems, release
from dsar.cases.reviewing import Choice
from dsar.cases.rules import check
from dsar.cases.selection import Chosen, Selection, select
from dsar.cases.store import CaseBook
from dsar.cases.values import Case, Restriction
from dsar.errors import RetryError, SetupError
from dsar.model import Answer, Hit, Level, Subject
from dsar.settings import CaseSettings
from dsar.stated import DANISH_TIME
from dsar.vault import Vault

Find = Callable[[Subject, str, str], Answer]
"""Finds everything about a subject, for a purpose and a case; logged by whoever gives it."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A case's review as it stands: what packages and letters are made from.

    Attributes:
        search: the last search; None where there was none.
        hits: every hit, by number.
        review: what stands after the history.
        released: every hit in one of six groups.
        problems: what still hinders a release; empty means that it may go out.
        restricted: hits that a case has restricted, whole or at some place (art. 18); they are told all the same.
    """

    case: Case
    search: Search | None
    hits: tuple[CaseHit, ...] = field(repr=False)
    review: Review
    released: Released = field(repr=False)
    problems: tuple[Problem, ...]
    restricted: frozenset[int] = frozenset()


class ReviewDesk:
    """What one person does with the hits of cases."""

    def __init__(
        self,
        book: CaseBook,
        vault: Vault,
        log: AccessLog,
        *,
        state: Path,
        settings: CaseSettings,
        who: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        hold = Hold(book.database, vault, state)
        self.book, self.who, self.policy = book, who, policy(settings)
        self.hits = Hits(book.database, hold)
        self._account = settings.service_account
        self.grounds: Grounds = load_grounds()
        self._originals = Originals(book.database, hold, limit=settings.hold_size)
        self._state, self._log, self._clock = state, log, clock

    @property
    def today(self) -> date:
        """The day in Denmark."""
        return self._clock().astimezone(DANISH_TIME).date()

    def search(
        self, case_id: str, find: Find, items: Items, *, progress: Callable[[int, int], None] = lambda *_: None
    ) -> tuple[SearchOutcome, Answer]:
        """Search for the case's subject, and hold every hit. Goes on where a search was cut.

        Raises:
            SetupError: there is no such case, or it has ended.
            RetryError: another search for the case is running.
            StoreError: the disk is full; run it again when there is room.
        """
        case = self._open_case(case_id)
        check(case, Searched(0), today=self.today)
        answer = find(case.subject, f"{case.kind.value} {case.id}", case.id)
        stores = tuple(searched.store for searched in answer.searched)
        self._logged(Action.CASE_SEARCH, case, hits=len(answer.hits), stores=stores)
        job = SearchJob(case.id, self.hits, self._originals, items, self._state)
        outcome = search_case(job, answer, by=self.who, at=self._clock(), progress=progress)
        self._act(case.id, Searched(len(answer.hits)))
        return outcome, answer

    def reviewed(self, case_id: str) -> Reviewed:
        """The case's review as it stands; raises SetupError where there is no such case. Logged as a look."""
        case = self.book.get(case_id)
        found = self._reviewed(case)
        self._logged(Action.CASE_HITS, case, hits=len(found.hits))
        return found

    def open(self, case_id: str, number: int) -> Hit:
        """A hit's passages with the evidence, as they are held; logged. Raises as :meth:`Hits.open`."""
        case = self.book.get(case_id)
        self._logged(Action.CASE_HITS, case, hits=1, note=f"hit {number}")
        return self.hits.open(case_id, number)

    def history(self, case_id: str) -> list[Entry]:
        """Every entry of the review, those taken back too; logged."""
        case = self.book.get(case_id)
        self._logged(Action.CASE_HITS, case, note="history")
        return self.hits.history(case_id)

    def decide(
        self, case_id: str, asked: Selection, choice: Choice, *, version: int | None = None
    ) -> tuple[Chosen, list[Entry]]:
        """Decide about the hits that are asked for, as one batch.

        Args:
            case_id: the case.
            asked: which hits.
            choice: what becomes of them.
            version: the review's version that the person looked at; the present one, if None.

        Raises:
            SetupError: a ground or a reason is missing or wrong, or there is no such hit or place.
            RetryError: somebody decided about the same hits meanwhile; nothing was written.
        """
        found = self._reviewed(self._open_case(case_id))
        chosen = select(found.hits, found.review, asked, action=choice.action)
        drafts = reviewing.decide(
            chosen.hits,
            found.review,
            choice,
            grounds=self.grounds,
            today=self.today,
            by=self.who,
            at=self._clock(),
        )
        return chosen, self._write(found, drafts, "decide", version)

    def confirm(self, case_id: str, asked: Selection, *, version: int | None = None) -> list[Entry]:
        """Let decisions stand though their hits have changed; raises as :meth:`decide`."""
        found = self._reviewed(self._open_case(case_id))
        chosen = select(found.hits, found.review, asked)
        drafts = reviewing.confirm(chosen.hits, found.review, by=self.who, at=self._clock())
        return self._write(found, drafts, "confirm", version)

    def strike(
        self, case_id: str, number: int, choose: Callable[[Hit], Sequence[str]], *, version: int | None = None
    ) -> tuple[str, ...]:
        """Strike the sentences that are chosen of a hit, and no others; return them. Raises as :meth:`decide`."""
        found = self._reviewed(self._open_case(case_id))
        sentences = tuple(choose(self.open(case_id, number)))
        hit = next(one for one in found.hits if one.number == number)
        drafts = reviewing.strike(hit, sentences, by=self.who, at=self._clock())
        self._write(found, drafts, "strike", version)
        return sentences

    def undo(self, case_id: str) -> list[Entry]:
        """Take back one's own last batch; raises as :meth:`decide`."""
        found = self._reviewed(self._open_case(case_id))
        drafts = reviewing.undo(self.hits.history(case_id), by=self.who, at=self._clock())
        return self._write(found, drafts, "undo", None)

    def approve(self, case_id: str, *, version: int | None = None) -> list[Entry]:
        """Approve everything as it stands.

        Raises:
            SetupError: something is not decided, or the person decided something themselves.
            RetryError: somebody decided something meanwhile.
        """
        if self.policy.second_person and self.who == self._account:
            raise SetupError(f"{self.who}: is an account, not a person. Approve with: sudo -u {self.who} dsar …")
        found = self._reviewed(self._open_case(case_id))
        drafts = reviewing.approve(
            found.hits,
            found.review,
            found.problems,
            by=self.who,
            at=self._clock(),
            second=self.policy.second_person,
        )
        return self._write(found, drafts, "approve", version)

    def sweep(self) -> int:
        """After a purge: delete what no case holds any more; return how many blobs went."""
        return self.hits.hold.sweep()

    def _write(self, found: Reviewed, drafts: Iterable[Entry], note: str, version: int | None) -> list[Entry]:
        made = list(drafts)
        if not made:
            return []
        self._logged(Action.CASE_DECIDE, found.case, hits=len(made), note=note)
        seen = found.review.version if version is None else version
        written = self.hits.write(found.case.id, made, seen=seen)
        self._settle(found.case.id)
        return written

    def _settle(self, case_id: str) -> None:
        """Show in the case's state whether it waits for a second person only."""
        found = self._reviewed(self.book.get(case_id))
        waits = [problem.code for problem in found.problems] == ["approval"]
        moves = {(State.REVIEW, True): State.APPROVAL, (State.APPROVAL, False): State.REVIEW}
        to = moves.get((found.case.reached, waits))
        if to is State.REVIEW and not found.problems:
            return  # approved
        if to is not None:
            self._act(case_id, Moved(to))

    def _act(self, case_id: str, act: Searched | Moved) -> None:
        """Note in the case's own history how far it has come."""
        for _ in range(3):
            try:
                self.book.add(self.book.get(case_id), act, by=self.who, now=self._clock(), today=self.today)
            except RetryError:
                continue  # somebody wrote a note, say; this act holds all the same
            return

    def _reviewed(self, case: Case) -> Reviewed:
        search = self.hits.last_search(case.id)
        hits = tuple(self.hits.all(case.id))
        review = standing(self.hits.history(case.id))
        released = release(hits, review, self.policy)
        done = search is not None and search.done
        left = problems(
            released,
            review,
            self.policy,
            grounds=self.grounds,
            search_done=done,
            subject_changed=_subject_changed(case),
        )
        return Reviewed(case, search, hits, review, released, left, _restricted(hits, self.book.restrictions()))

    def _open_case(self, case_id: str) -> Case:
        case = self.book.get(case_id)
        if not case.is_open:
            raise SetupError(f"{case.id}: is {case.reached.value}. Reopen it first: dsar case reopen {case.id}")
        return case

    def _logged(
        self, action: Action, case: Case, *, hits: int | None = None, stores: tuple[str, ...] = (), note: str = ""
    ) -> None:
        event = Event(
            action, self.who, self._clock(), case=case.id, subject=case.subject_ref, hits=hits, stores=stores, note=note
        )
        self._log.append(event)


def _restricted(hits: Iterable[CaseHit], restrictions: Sequence[Restriction]) -> frozenset[int]:
    """The numbers of the hits that may only be stored."""
    if not restrictions:
        return frozenset()
    found = set()
    for hit in hits:
        lies = [
            (hit.store, hit.item),
            *((store, item) for store, _, item in (d.partition(":") for d in hit.duplicates)),
        ]
        places = restricted_places(lies, restrictions)
        if None in places or not places.isdisjoint(hit.places):
            found.add(hit.number)
    return frozenset(found)


def _subject_changed(case: Case) -> bool:
    """Whether who is asked about was corrected after the last search."""
    last = {event.act: event.number for event in case.events}
    return last.get("subject", 0) > last.get("searched", 0)


_DECIDED: Mapping[str, frozenset[Level]] = {
    "all": frozenset({Level.CERTAIN, Level.LIKELY, Level.POSSIBLE}),
    "possible": frozenset({Level.POSSIBLE}),
}


def policy(settings: CaseSettings) -> Policy:
    """What ``[cases]`` asks of a review."""
    return Policy(second_person=settings.second_person, decided=_DECIDED[settings.decide])

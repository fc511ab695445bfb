"""A case's hits and the history of its review, as they lie in ``state/cases.db``.

Each change is one transaction that first makes sure that nobody changed the same
hits meanwhile; what was written is never changed (triggers refuse it).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from dsar.cases.decisions import Act, Entry
from dsar.cases.hits_schema import entries, hits, searches, versions
from dsar.cases.hits_summary import decoded_summary
from dsar.cases.hold import Hold
from dsar.cases.review import CaseHit, Presence, moment
from dsar.cases.values import DecisionAction
from dsar.catalog.database import Database
from dsar.errors import RetryError, SetupError
from dsar.model import Answer, Clue, Hit, HitPassage, Level, Span
from dsar.stated import checked


@dataclass(frozen=True, slots=True)
class Search:
    """A search of a case. ``done`` is False while it runs, or where it was cut."""

    number: int
    by: str
    at: datetime
    done: bool
    summary: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A hit with what it is held in: its passages' digest, and its item's pieces."""

    hit: CaseHit
    body: str
    original: str | None


class Hits:
    """The hits of all cases."""

    def __init__(self, database: Database, hold: Hold) -> None:
        self._database, self.hold = database, hold

    def begin_search(self, case: str, *, by: str, at: datetime) -> int:
        """Start a search, or go on with the one that was cut; its number."""
        with self._database.begin() as connection:
            connection.execute(_take_the_write_lock(case))
            last = self._last_search(connection, case)
            if last is not None and not last.done:
                return last.number
            number = last.number + 1 if last else 1
            connection.execute(insert(searches).values(case=case, number=number, by=by, at=at.timestamp()))
        return number

    def put(self, case: str, found: Iterable[Kept], note: Callable[[Connection], None]) -> None:
        """Note hits as a search saw them, with what holds them (``note``); what they were before stays as a version."""
        with self._database.begin() as connection:
            self.hold.note(connection)
            note(connection)
            for kept in found:
                row = _row(kept.hit) | {"body": kept.body, "original": kept.original}
                statement = upsert(hits).values(case=case, **row)
                connection.execute(statement.on_conflict_do_update(index_elements=["case", "number"], set_=row))
                same = {name: row[name] for name in ("content", "body", "original", "search")}
                version = upsert(versions).values(case=case, hit=kept.hit.number, **same)
                connection.execute(version.on_conflict_do_nothing())

    def end_search(self, case: str, number: int, *, summary: str, missing: Mapping[int, Presence]) -> None:
        """Note that the search came to its end, and what became of the hits that it did not see."""
        with self._database.begin() as connection:
            self.hold.note(connection)
            for hit, presence in missing.items():
                same = and_(hits.c.case == case, hits.c.number == hit)
                connection.execute(update(hits).where(same).values(presence=presence.value))
            same = and_(searches.c.case == case, searches.c.number == number)
            connection.execute(update(searches).where(same).values(done=1, summary=summary))

    def last_search(self, case: str) -> Search | None:
        """The case's last search, done or cut; None where it was never searched for."""
        with self._database.begin() as connection:
            return self._last_search(connection, case)

    def all(self, case: str) -> list[CaseHit]:
        """Every hit of the case, by number."""
        with self._database.begin() as connection:
            rows = connection.execute(select(hits).where(hits.c.case == case).order_by(hits.c.number)).all()
        return [_hit(row) for row in rows]

    def open(self, case: str, number: int, content: str | None = None) -> Hit:
        """A hit with its passages and evidence, as it is held; or as it was when it had that ``content``.

        Raises:
            SetupError: the case has no such hit.
            StoreError: what is held is damaged.
        """
        with self._database.begin() as connection:
            row = connection.execute(select(hits).where(hits.c.case == case, hits.c.number == number)).one_or_none()
            same = (versions.c.case == case, versions.c.hit == number, versions.c.content == content)
            body = connection.scalar(select(versions.c.body).where(*same)) if content else None
        if row is None:
            raise SetupError(f"{case}: has no hit {number}. See them: dsar case hits {case}")
        found = _hit(row)
        return Hit(
            store=found.store,
            item=found.item,
            title=found.title,
            probability=found.probability,
            activity=found.activity,
            duplicates=found.duplicates,
            passages=decoded(self.hold.open(body or row.body)),
            date=found.date,
            author=found.author,
            family=found.family or None,
        )

    def original(self, case: str, number: int) -> Iterator[bytes] | None:
        """The bytes of the item that the hit lies in (see its ``steps``), in pieces; None if they are not held."""
        with self._database.begin() as connection:
            listed = connection.scalar(select(hits.c.original).where(hits.c.case == case, hits.c.number == number))
        return self.hold.pieces(listed) if listed else None

    def covered(self, case: str) -> Answer | None:
        """What the last search that came to its end covered: an answer without hits; None where there is none."""
        done = select(searches.c.summary).where(searches.c.case == case, searches.c.done == 1)
        with self._database.begin() as connection:
            summary = connection.scalar(done.order_by(searches.c.number.desc()).limit(1))
        return decoded_summary(self.hold.open(summary)) if summary else None

    def history(self, case: str) -> list[Entry]:
        """Every entry of the case's review, in order."""
        with self._database.begin() as connection:
            return _history(connection, case)

    def write(self, case: str, drafts: Sequence[Entry], *, seen: int) -> list[Entry]:
        """Add entries as one batch; return them with their numbers.

        Args:
            case: the case's id.
            drafts: entries whose ``number`` and ``batch`` are given here.
            seen: the version of the review that the person decided on. Entries on other
                hits may have come since; an approval stands for all of it.

        Raises:
            RetryError: somebody decided about the same hits since. Nothing was written.
        """
        with self._database.begin() as connection:
            connection.execute(_take_the_write_lock(case))
            last = connection.scalar(select(func.max(entries.c.number)).where(entries.c.case == case)) or 0
            if last > seen:
                _refuse_conflict(case, drafts, [e for e in _history(connection, case) if e.number > seen])
            made = [replace(e, number=last + n, batch=last + 1) for n, e in enumerate(drafts, 1)]
            if made:
                connection.execute(insert(entries), [_entry_row(case, entry) for entry in made])
        return made

    def _last_search(self, connection: Connection, case: str) -> Search | None:
        mine = select(searches).where(searches.c.case == case).order_by(searches.c.number.desc()).limit(1)
        row = connection.execute(mine).one_or_none()
        return (
            None
            if row is None
            else Search(row.number, row.by, datetime.fromtimestamp(row.at, UTC), bool(row.done), row.summary)
        )


def encoded(passages: Iterable[HitPassage]) -> bytes:
    """Passages with their evidence as bytes; the same passages give the same bytes."""
    plain = [[p.place, p.text, [[c.rule, c.weight, *_ends(c.span)] for c in p.clues]] for p in passages]
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode("ascii"))


def decoded(data: bytes) -> tuple[HitPassage, ...]:
    """Undo :func:`encoded`."""
    plain = json.loads(zlib.decompress(data))
    return tuple(HitPassage(place, text, tuple(_clue(*clue) for clue in clues)) for place, text, clues in plain)


def _clue(rule: str, weight: float, *ends: int) -> Clue:
    return Clue(rule, weight, Span(*ends) if ends else None)


def _ends(span: Span | None) -> tuple[int, ...]:
    return (span.start, span.end) if span else ()


def _take_the_write_lock(case: str) -> Any:
    """A statement that changes nothing: from here on, nobody else writes before this transaction ends."""
    return update(searches).where(searches.c.case == case, searches.c.number < 0).values(done=0)


def _refuse_conflict(case: str, drafts: Sequence[Entry], newer: Sequence[Entry]) -> None:
    for_all = any(draft.act is Act.APPROVE for draft in drafts)
    touched = {draft.hit for draft in drafts}
    for entry in newer:
        if for_all or entry.hit in touched:
            what = f"hit {entry.hit}" if entry.hit else "the review"
            raise RetryError(
                f"{case}: {what} was decided about by {entry.by} ({moment(entry.at)}) meanwhile, so nothing was "
                f"written. Look again: dsar case hits {case}"
            )


def _history(connection: Connection, case: str) -> list[Entry]:
    rows = connection.execute(select(entries).where(entries.c.case == case).order_by(entries.c.number))
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        number=row.number,
        batch=row.batch,
        act=Act(row.act),
        by=row.by,
        at=datetime.fromtimestamp(row.at, UTC),
        hit=row.hit,
        place=row.place,
        action=DecisionAction(row.action) if row.action else None,
        ground=row.ground,
        reason=row.reason,
        role=row.role,
        content=row.content,
        supersedes=row.supersedes,
        undoes=row.undoes,
    )


def _entry_row(case: str, entry: Entry) -> dict[str, object]:
    return {
        "case": case,
        "number": entry.number,
        "batch": entry.batch,
        "act": entry.act.value,
        "by": entry.by,
        "at": entry.at.timestamp(),
        "hit": entry.hit,
        "place": entry.place,
        "action": entry.action.value if entry.action else None,
        "ground": entry.ground,
        "reason": entry.reason,
        "role": entry.role,
        "content": entry.content,
        "supersedes": entry.supersedes,
        "undoes": entry.undoes,
    }


def _row(hit: CaseHit) -> dict[str, object]:
    return {
        "number": hit.number,
        "store": hit.store,
        "item": hit.item,
        "title": hit.title,
        "level": hit.level.value,
        "probability": hit.probability,
        "activity": hit.activity,
        "role": hit.role,
        "duplicates": json.dumps(hit.duplicates),
        "places": json.dumps(hit.places),
        "content": hit.content,
        "wording": hit.wording,
        "thread": hit.thread,
        "presence": hit.presence.value,
        "search": hit.search,
        "steps": hit.steps,
        "held": hit.held,
        "date_kind": hit.date.kind.value if hit.date else None,
        "date": hit.date.value if hit.date else None,
        "author": hit.author or None,
        "mail": hit.mail or None,
        "family": hit.family or None,
        "register": hit.register or None,
    }


def _hit(row: Row[Any]) -> CaseHit:
    return CaseHit(
        number=row.number,
        store=row.store,
        item=row.item,
        title=row.title,
        level=Level(row.level),
        probability=row.probability,
        activity=row.activity,
        role=row.role,
        duplicates=tuple(json.loads(row.duplicates)),
        places=tuple(json.loads(row.places)),
        content=row.content,
        wording=row.wording,
        thread=row.thread,
        presence=Presence(row.presence),
        search=row.search,
        steps=row.steps,
        held=row.held,
        date=checked(row.date_kind, row.date) if row.date else None,
        author=row.author or "",
        mail=row.mail or "",
        family=row.family or "",
        register=row.register or "",
    )

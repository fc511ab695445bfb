"""A case as a JSON object, and for a caseworker to read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from unicodedata import category

from pydantic_core import to_jsonable_python
from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dsar.cases import words
from dsar.cases.by_hand import HandTask
from dsar.cases.codes import CaseKind
from dsar.cases.deadlines import Deadlines
from dsar.cases.rights import KLE
from dsar.cases.values import Case, CaseEvent, Notice, Question
from dsar.stated import DANISH_TIME

_SHOWN = ("requester", "representative", "identity", "questions", "extension", "refusal", "outcome", "notices")


def case_object(case: Case, found: Deadlines, *, today: date) -> dict[str, Any]:
    """A case without what anybody wrote: what ``open``, ``list`` and every act print."""
    return {
        "type": "case",
        "id": case.id,
        "state": case.state.value,
        "received": case.received.isoformat(),
        "due": found.due.isoformat(),
        "extended_due": found.extended_due.isoformat(),
        "internal_due": found.internal_due.isoformat(),
        "subject_ref": case.subject_ref,
        "kind": case.kind.value,
        "kle": KLE[case.kind],
        "channel": case.channel,
        "registered": case.registered.isoformat(),
        "extended": case.extension is not None,
        "final_due": found.final.isoformat(),
        "suspended_due": found.suspended.isoformat(),
        "aktindsigt_due": found.aktindsigt_due.isoformat() if found.aktindsigt_due else None,
        "next_due": found.next.isoformat(),
        "late": case.is_open and found.is_late(today),
        "tracks": [track.value for track in case.tracks],
        "caseworker": case.caseworker,
        "ended": case.ended.isoformat() if case.ended else None,
        "closed": case.closed.isoformat() if case.closed else None,
        "version": case.version,
    }


def full_object(case: Case, found: Deadlines, *, today: date, tasks: Iterable[HandTask] = ()) -> dict[str, Any]:
    """All of a case, also what people wrote: what ``show`` prints."""
    told = {
        name: to_jsonable_python(getattr(case, name)) for name in (*_SHOWN, "no_recipients", "restrictions", "notes")
    }
    return case_object(case, found, today=today) | {
        "text": case.text,
        "subject": {name: value for name, value in to_jsonable_python(asdict(case.subject)).items() if value},
        **told,
        "suspensions": to_jsonable_python(found.suspensions),
        "searched": case.searched.isoformat() if case.searched else None,
        "by_hand": [hand_object(task) for task in tasks],
        "events": [
            {"number": e.number, "act": e.act, "by": e.by, "at": e.at.isoformat(), "fields": dict(e.fields)}
            for e in case.events
        ],
    }


_WIDTHS = (9, 10, 4, 10, 11, 16, 4)
"""What the columns of a list of cases need at least: numbers and dates are never cut, in a window of 80 characters."""


def case_table(dated: Iterable[tuple[Case, Deadlines]], *, today: date) -> RenderableType:
    """The cases, a row each: what is late by the strict rule is red, what is late by our own aim is yellow."""
    made = Table(box=SIMPLE, pad_edge=False, collapse_padding=True)
    for place, (heading, width) in enumerate(zip(words.COLUMNS, _WIDTHS, strict=True)):
        made.add_column(heading, overflow="fold", min_width=width, justify="right" if place == 2 else "left")
    for case, found in dated:
        late = case.is_open and found.is_late(today)
        soon = case.is_open and today > found.internal_due
        made.add_row(
            case.id,
            found.next.isoformat(),
            str((found.next - today).days) if case.is_open else "",
            found.suspended.isoformat() if found.suspended != found.final else "",
            words.STATES[case.state],
            words.CASE_KINDS[case.kind],
            _plain(case.caseworker),
            style="bold red" if late else "yellow" if soon else "",
        )
    return made


def case_text(case: Case, found: Deadlines, *, today: date, tasks: Iterable[HandTask] = ()) -> RenderableType:
    """All of a case for a caseworker: dates first, then what was said and done, and what is to be searched by hand."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True, style="bold")
    made.add_column(overflow="fold")
    for name, value in _lines(case, found, today):
        made.add_row(words.LABELS[name], _plain(value))
    for line in hand_lines(tasks):
        made.add_row(words.LABELS["by_hand"], _plain(line))
    history = Table(words.LABELS["events"], "", "", box=None)
    for event in case.events:
        history.add_row(event.at.astimezone(DANISH_TIME).strftime("%Y-%m-%d %H:%M"), _plain(event.by), _done(event))
    return Group(Text(f"Sag {case.id}", style="bold"), made, history)


def hand_lines(tasks: Iterable[HandTask]) -> Iterator[str]:
    """Each store that a person searches: whom to ask, or what came of it."""
    for task in tasks:
        one = task.result
        said = {"by": one.by, "on": one.on.isoformat(), "found": one.found} if one else {}
        state = words.HAND_STATES[task.state].format(who=task.who, how=task.how, **said)
        noted = "".join(words.HAND_NOTED.format(on=each.at, by=each.by, found=each.found) for each in task.noted)
        yield f"{task.store}: {state}{f': {one.text}' if one and one.text else ''}{noted}"


def hand_object(task: HandTask) -> dict[str, Any]:
    """The same for programs."""
    last = to_jsonable_python(asdict(task.result)) if task.result else {}
    state = task.state.name.lower()
    return {"store": task.store, "who": task.who, "how": task.how, "state": state} | {
        name: last.get(name) for name in ("by", "on", "found", "text")
    }


def _lines(case: Case, found: Deadlines, today: date) -> Iterator[tuple[str, str]]:
    late = f" ({words.LATE})" if case.is_open and today > found.final else ""
    yield "state", words.STATES[case.state]
    yield "kind", f"{words.CASE_KINDS[case.kind]} (KLE {KLE[case.kind]})"
    yield "received", case.received.isoformat()
    if case.is_open:
        yield "internal_due", found.internal_due.isoformat()
    yield ("due" if case.extension is None else "extended_due"), found.final.isoformat() + late
    if case.extension is None and case.is_open:
        yield "can_extend", f"{found.extended_due.isoformat()} (besked senest {found.due.isoformat()})"
    if found.suspended != found.final:
        yield "suspended_due", found.suspended.isoformat()
    if found.aktindsigt_due is not None:
        waits = f" ({words.LATE})" if case.is_open and today > found.aktindsigt_due else ""
        heard = f" (besvaret {case.documents_answered.isoformat()})" if case.documents_answered else waits
        yield "aktindsigt_due", found.aktindsigt_due.isoformat() + heard
    yield "channel", case.channel or "-"
    if case.kind is CaseKind.ACCESS:
        yield "tracks", ", ".join(words.TRACKS[track] for track in case.tracks)
    yield "caseworker", case.caseworker
    yield "subject", _subject(case)
    yield from _people(case)
    yield from _said(case, found)
    yield from _decided(case)


def _subject(case: Case) -> str:
    told = [*case.subject.names, *case.subject.former_names, *case.subject.cpr, *case.subject.addresses]
    return "; ".join(told) or case.subject_ref


def _people(case: Case) -> Iterator[tuple[str, str]]:
    yield "requester", " · ".join(filter(None, (case.requester.name, case.requester.contact)))
    person = case.representative
    if person is not None:
        until = f"til {person.expires.isoformat()}" if person.expires else ""
        told = (person.name, words.RELATIONS[person.relation], person.basis, person.scope, until, person.contact)
        yield "representative", " · ".join(filter(None, told))
    if case.identity is not None:
        seen = (
            words.IDENTITY_HOW[case.identity.how],
            case.identity.on.isoformat(),
            case.identity.by,
            case.identity.note,
        )
        yield "identity", " · ".join(filter(None, seen))


def _said(case: Case, found: Deadlines) -> Iterator[tuple[str, str]]:
    if case.text:
        yield "text", case.text
    late = {one.question for one in found.suspensions if not one.prompt}
    for question in case.questions:
        yield "questions", _question(question) + (f" ({words.NOT_PROMPT})" if question.number in late else "")
    for note in case.notes:
        yield "notes", f"{note.at.astimezone(DANISH_TIME).date().isoformat()} {note.by}: {note.text}"


def _question(question: Question) -> str:
    answered = question.answered.isoformat() if question.answered else words.OPEN
    reply = f" → {question.reply}" if question.reply else ""
    return f"{question.number}. {words.ASKED[question.what]}, {question.asked}–{answered}: {question.text}{reply}"


def _decided(case: Case) -> Iterator[tuple[str, str]]:
    if case.extension is not None:
        reasons = ", ".join(words.EXTENSION_REASONS[reason] for reason in case.extension.reasons)
        yield "extension", f"besked sendt {case.extension.sent}: {reasons}. {case.extension.text}"
    if case.refusal is not None:
        yield "refusal", f"{case.refusal.on}: {words.REFUSAL_GROUNDS[case.refusal.ground]}. {case.refusal.reason}"
    if case.outcome is not None:
        approved = words.APPROVED_BY.format(case.outcome.approved_by) if case.outcome.approved_by else ""
        yield "outcome", f"{case.outcome.on}: {words.OUTCOMES[case.outcome.code]}. {case.outcome.reason}{approved}"
    for notice in case.notices:
        yield "notices", notice_line(notice).plain
    if case.no_recipients:
        yield "notices", f"{words.NO_RECIPIENTS}: {case.no_recipients}"
    for one in case.restrictions:
        place = f", {one.place}" if one.place else ""
        until = one.lifted.isoformat() if one.lifted else ""
        why = words.RESTRICTION_TRIGGERS[one.trigger]
        yield "restrictions", f"{one.number}. {one.store}: {one.item}{place}: {why}, {one.since}–{until}"


def notice_line(notice: Notice) -> Text:
    """A recipient and whether they were told."""
    told = notice.told.isoformat() if notice.told else notice.impossible or words.NOT_TOLD
    return _plain(f"{notice.number}. {notice.recipient}: {told}")


_CODES: Mapping[str, Mapping[str, str]] = {
    "what": {code.value: told for code, told in words.ASKED.items()},
    "to": {code.value: told for code, told in words.STATES.items()},
    "code": {code.value: told for code, told in words.OUTCOMES.items()},
    "ground": {code.value: told for code, told in words.REFUSAL_GROUNDS.items()},
    "how": {code.value: told for code, told in words.IDENTITY_HOW.items()},
    "on": {},
    "sent": {},
}
"""Fields of acts that the history tells, and what their codes are called."""


def _done(event: CaseEvent) -> Text:
    told = ((table, str(event.fields[name])) for name, table in _CODES.items() if name in event.fields)
    details = [table.get(value, value) for table, value in told]
    return _plain(words.ACTS.get(event.act, event.act) + (f": {', '.join(details)}" if details else ""))


def _plain(value: str) -> Text:
    """What somebody wrote, as mere text: no markup, and no character that would steer the terminal."""
    return Text("".join("�" if category(one) == "Cc" and one not in "\n\t" else one for one in value))

"""The desk: everything logged before it happens, the list, retention, and what is written of a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from dsar.activities import LegalBasis, SourceType, load_activities
from dsar.audit import AccessLog, Action, Event
from dsar.cases.acts import (
    Act,
    Answered,
    Closed,
    IdentityChecked,
    ItemReleased,
    ItemRestricted,
    Noted,
    OutcomeDecided,
    Withdrawn,
)
from dsar.cases.acts import NoRecipients as Nobody
from dsar.cases.calendar import calendar
from dsar.cases.codes import CaseKind, IdentityHow, OutcomeCode, RestrictionTrigger, Track
from dsar.cases.conditions import check_conditions, concerned
from dsar.cases.deadlines import SuspensionPolicy
from dsar.cases.desk import Desk
from dsar.cases.intake import people_from
from dsar.cases.output import case_object
from dsar.cases.rights import portable
from dsar.cases.values import Case, Relation
from dsar.errors import RetryError, SetupError, StoreError
from tests.cases.made import KEYS, RECEIVED, SUBJECT, book, opened

MORNING = datetime(2026, 2, 20, 9, tzinfo=UTC)
DAY = date(2026, 2, 10)


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path) -> AccessLog:
    return AccessLog(tmp_path / "access.log", KEYS)


@pytest.fixture
def desk(tmp_path: Path, log: AccessLog, clock: Clock) -> Desk:
    return Desk(book(tmp_path), log, KEYS, policy=SuspensionPolicy.PAUSE, who="mette", clock=clock)


def logged(log: AccessLog) -> list[tuple[Action, str | None, str]]:
    return [(event.action, event.case, event.note) for event in log.read()]


def test_every_look_and_act_is_logged_with_its_case(desk: Desk, log: AccessLog) -> None:
    made = desk.open(opened())
    desk.act(made.id, lambda _: (Noted("et"), Noted("to")))
    desk.show(made.id)
    desk.listed()
    assert logged(log) == [
        (Action.CASE_OPEN, "2026-0001", ""),
        (Action.CASE_CHANGE, "2026-0001", "noted"),
        (Action.CASE_SHOW, "2026-0001", ""),
        (Action.CASE_LIST, None, ""),
    ]
    assert {event.subject for event in log.read() if event.case} == {made.subject_ref}
    assert {event.who for event in log.read()} == {"mette"}


def test_what_people_wrote_is_not_in_the_log(desk: Desk, log: AccessLog) -> None:
    made = desk.open(opened(text="Jeg hedder Ida"))
    desk.act(made.id, lambda _: Noted("Ida ringede"))
    assert "Ida" not in str(list(log.read()))


def test_a_log_that_cannot_be_written_stops_the_act(
    desk: Desk, log: AccessLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.open(opened())

    def full(_event: Event) -> Event:
        raise StoreError("the access log cannot be written")

    monkeypatch.setattr(log, "append", full)
    with pytest.raises(StoreError):
        desk.act(made.id, lambda _: Noted("uset"))
    assert desk.book.get(made.id).version == 1


def test_who_decided_on_an_older_version_is_told_by_whom_it_was_changed(desk: Desk) -> None:
    made = desk.open(opened())
    desk.act(made.id, lambda _: Noted("et"), version=1)
    with pytest.raises(RetryError, match="changed by mette since version 1"):
        desk.act(made.id, lambda _: Noted("to"), version=1)


def test_a_refused_act_is_not_logged_as_done(desk: Desk, log: AccessLog) -> None:
    made = desk.open(opened())
    with pytest.raises(SetupError):
        desk.act(made.id, lambda _: Noted(""))
    assert [action for action, _, _ in logged(log)] == [Action.CASE_OPEN]


def test_legal_days_are_days_in_denmark(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 2, 20, 23, 30, tzinfo=UTC)
    assert desk.today == date(2026, 2, 21)


def test_the_list_is_in_the_order_of_the_strict_dates(desk: Desk) -> None:
    late = desk.open(opened(received=date(2026, 1, 5)))
    new = desk.open(opened(received=date(2026, 2, 19)))
    documents = desk.open(opened(received=date(2026, 2, 18), tracks=(Track.GDPR, Track.PARTY)))
    assert [case.id for case, _ in desk.listed()] == [late.id, documents.id, new.id]
    assert [dates.is_late(desk.today) for _, dates in desk.listed()] == [True, False, False]


def test_a_corrected_subject_is_the_same_person_with_the_earlier_one_kept(desk: Desk) -> None:
    made = desk.open(opened())
    better = desk.identify(made.id, SUBJECT.__class__(cpr=SUBJECT.cpr, names=(*SUBJECT.names, "Ida Holm Nyt")))
    assert better.subject_ref == made.subject_ref
    assert [event.act for event in better.events] == ["opened", "subject"]


def test_another_open_case_about_the_person_is_told_of(desk: Desk) -> None:
    first, other = desk.open(opened()), desk.open(opened(kind=CaseKind.ERASURE))
    second = desk.open(opened())
    assert (desk.alike(second), desk.alike(other)) == ([first.id], [])


def ended(desk: Desk, *done: Act, kind: CaseKind = CaseKind.ACCESS) -> Case:
    made = desk.open(opened(kind=kind))
    return desk.act(made.id, lambda _: done)


CLOSED = (Withdrawn(DAY), Closed(DAY))
HELD = ItemRestricted("sager", "a.txt", None, RestrictionTrigger.ACCURACY, DAY)
DECIDED = OutcomeDecided(OutcomeCode.RESTRICTED, DAY, "x", RestrictionTrigger.ACCURACY)


@pytest.mark.parametrize(("today", "gone"), [(date(2031, 2, 10), False), (date(2031, 2, 11), True)])
def test_a_case_expires_the_day_after_its_years_have_passed(desk: Desk, clock: Clock, today: date, gone: bool) -> None:
    made = ended(desk, *CLOSED)
    clock.now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    assert [case.id for case in desk.expired(5)] == ([made.id] if gone else [])


def test_only_closed_cases_expire_and_none_that_still_restricts(desk: Desk, clock: Clock) -> None:
    desk.open(opened())
    ended(desk, Withdrawn(DAY))
    done = (IdentityChecked(IdentityHow.KNOWN, DAY), HELD, DECIDED, Nobody("ingen"), Answered(DAY), Closed(DAY))
    held = ended(desk, *done, kind=CaseKind.RESTRICTION)
    clock.now = MORNING + timedelta(days=4000)
    assert list(desk.expired(5)) == []
    lifted = date(2026, 3, 1)
    desk.act(held.id, lambda _: ItemReleased(1, lifted, lifted))
    assert [case.id for case in desk.expired(5)] == [held.id]


def test_a_purge_leaves_a_trace_without_personal_data(desk: Desk, log: AccessLog) -> None:
    made = ended(desk, *CLOSED)
    desk.purge(made)
    last = list(log.read())[-1]
    assert (last.action, last.case, last.subject, last.note) == (Action.CASE_PURGE, made.id, None, "access")


def test_the_calendar_has_the_dates_of_open_cases_and_names_nobody(desk: Desk) -> None:
    desk.open(opened(tracks=(Track.GDPR, Track.OWN), text="Jeg hedder Ida"))
    written = calendar(desk.listed(), now=MORNING)
    read = icalendar.Calendar.from_ical(written)
    events = [(str(e["summary"]), e["dtstart"].dt) for e in read.walk("vevent")]
    assert events == [
        ("Sag 2026-0001: sidste dag for aktindsigt", date(2026, 2, 11)),
        ("Sag 2026-0001: intern frist", date(2026, 2, 23)),
        ("Sag 2026-0001: sidste dag for svar eller for besked om forlængelse", date(2026, 3, 2)),
    ]
    assert b"Ida" not in written
    assert b"0101274321" not in written
    assert calendar(desk.listed(), now=MORNING) == written


def test_a_case_prints_as_the_contract_has_it(desk: Desk) -> None:
    made = desk.open(opened())
    shown = case_object(made, desk.deadlines(made), today=desk.today)
    assert {name: shown[name] for name in list(shown)[:8]} == {
        "type": "case",
        "id": "2026-0001",
        "state": "received",
        "received": "2026-02-02",
        "due": "2026-03-02",
        "extended_due": "2026-05-04",
        "internal_due": "2026-02-23",
        "subject_ref": made.subject_ref,
    }


RECORD = """
retention_criteria = ["x"]
[[activity]]
id = "{id}"
name = "x"
department = "x"
purposes = ["x"]
legal_basis = {basis}
categories = ["name"]
persons = ["adult"]
sources = {sources}
"""


def record(tmp_path: Path, basis: LegalBasis, source: SourceType = SourceType.SUBJECT) -> Path:
    from dsar.activities import default_text

    path = tmp_path / "activities.toml"
    path.write_text(default_text(), encoding="utf-8")
    known = next(iter(load_activities(path)))
    text = RECORD.format(id="nyhedsbrev", basis=f'["{basis.value}"]', sources=f'["{source.value}"]')
    path.write_text(text.replace('"name"]', f'"{known.categories[0].value}"]'), encoding="utf-8")
    return path


def test_art_20_both_conditions_are_checked_by_activity(tmp_path: Path) -> None:
    (agreed,) = concerned(["nyhedsbrev"], record(tmp_path, LegalBasis.CONSENT))
    assert portable(agreed).applies
    check_conditions(CaseKind.PORTABILITY, OutcomeCode.DELIVERED, [agreed])


@pytest.mark.parametrize(
    ("basis", "source", "lacks"),
    [
        (LegalBasis.PUBLIC_TASK, SourceType.SUBJECT, "consent or contract"),
        (LegalBasis.CONTRACT, SourceType.ORGANISATIONS, "data supplied by the citizen"),
    ],
    ids=["public-task", "from-others"],
)
def test_art_20_an_activity_that_lacks_a_condition_is_not_delivered(
    tmp_path: Path, basis: LegalBasis, source: SourceType, lacks: str
) -> None:
    named = concerned(["nyhedsbrev"], record(tmp_path, basis, source))
    with pytest.raises(SetupError, match=f"nyhedsbrev: lacks a condition of portability, {lacks}"):
        check_conditions(CaseKind.PORTABILITY, OutcomeCode.DELIVERED, named)
    check_conditions(CaseKind.PORTABILITY, OutcomeCode.REFUSED, named)


def test_art_21_there_is_a_right_to_object_to_a_public_task_only(tmp_path: Path) -> None:
    named = concerned(["nyhedsbrev"], record(tmp_path, LegalBasis.LEGAL_OBLIGATION))
    with pytest.raises(SetupError, match="no right to object"):
        check_conditions(CaseKind.OBJECTION, OutcomeCode.STOPPED, named)
    check_conditions(CaseKind.OBJECTION, OutcomeCode.REFUSED, named)


@pytest.mark.parametrize("kind", [CaseKind.OBJECTION, CaseKind.PORTABILITY])
def test_rights_that_depend_on_the_legal_basis_name_their_activities(kind: CaseKind) -> None:
    with pytest.raises(SetupError, match="Name the activities"):
        check_conditions(kind, OutcomeCode.REFUSED, [])


def test_an_unknown_activity_is_one_line_that_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"ukendt: is no activity of activities\.toml\. Use one of: nyhedsbrev"):
        concerned(["ukendt"], record(tmp_path, LegalBasis.CONSENT))


PEOPLE = """
[requester]
name = "Bo Vestergård"
contact = "bo@example.dk"
[representative]
name = "Bo Vestergård"
relation = "power_of_attorney"
basis = "fuldmagt af 1. februar 2026, forevist"
expires = 2026-12-31
"""


def test_r_05_02_a_representatives_basis_scope_and_expiry_are_read() -> None:
    read = people_from(PEOPLE, "people.toml")
    assert read.requester.contact == "bo@example.dk"
    assert read.representative is not None
    assert (read.representative.relation, read.representative.expires) == (
        Relation.POWER_OF_ATTORNEY,
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    "text",
    ["[requester", "[requester]\nnavn = 'Bo Vestergård'", "[representative]\nname = 'Bo'\nrelation = 'friend'"],
    ids=["no-toml", "unknown-key", "unknown-relation"],
)
def test_a_file_of_people_that_is_wrong_is_refused_without_its_values(text: str) -> None:
    with pytest.raises(SetupError, match=r"people\.toml: ") as refused:
        people_from(text, "people.toml")
    assert "Bo" not in str(refused.value)
    assert "friend" not in str(refused.value)


def test_a_request_is_counted_from_its_day_of_receipt_not_of_registering(desk: Desk) -> None:
    """R-03-02: both are kept, so that the gap between them can be measured."""
    made = desk.open(opened(received=RECEIVED))
    assert (made.received, made.registered) == (RECEIVED, MORNING)
    assert made.dates.due == date(2026, 3, 2)

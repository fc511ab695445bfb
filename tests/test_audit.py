"""The access log tells the truth, also after a power cut and after somebody tampered with it."""

from __future__ import annotations

import json
import multiprocessing
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.audit import HIDDEN, AccessLog, Action, Event, masked, subject_reference
from dsar.crypto import Keys
from dsar.errors import StoreError
from dsar.model import Subject

KEYS = Keys(bytes(range(32)))
WHEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def event(number: int) -> Event:
    return Event(Action.FIND, "mette", WHEN, f"Indsigt {number}", "2026-1", "ab12", number, ("sager", "mail"))


@pytest.fixture
def log(tmp_path: Path) -> AccessLog:
    made = AccessLog(tmp_path / "access.log", KEYS)
    for number in range(5):
        made.append(event(number))
    return made


def lines(log: AccessLog) -> list[bytes]:
    return log.path.read_bytes().splitlines(keepends=True)


def head(log: AccessLog) -> Path:
    return log.path.with_name("access.log.head")


def test_events_come_back_as_they_were_written(log: AccessLog) -> None:
    assert list(log.read()) == [event(n) for n in range(5)]


def test_an_untouched_log_is_intact(log: AccessLog) -> None:
    chain = log.check()
    assert (chain.records, chain.problems, chain.notes) == (5, (), ())


def test_a_log_that_was_never_written_is_intact_and_empty(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", KEYS)
    assert log.check().intact
    assert list(log.read()) == []


def swap(rows: list[bytes]) -> list[bytes]:
    return [rows[0], rows[2], rows[1], *rows[3:]]


def alter(rows: list[bytes]) -> list[bytes]:
    return [rows[0], rows[1][:40] + (b"A" if rows[1][40:41] != b"A" else b"B") + rows[1][41:], *rows[2:]]


TAMPERINGS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "the first line removed": lambda rows: rows[1:],
    "a line in the middle removed": lambda rows: rows[:2] + rows[3:],
    "the last line removed": lambda rows: rows[:-1],
    "the last line cut in two": lambda rows: [*rows[:-1], rows[-1][:50]],
    "everything removed": lambda rows: [],
    "two lines swapped": swap,
    "one character altered": alter,
    "a line repeated": lambda rows: [*rows, rows[-1]],
    "a line replaced by another": lambda rows: [*rows[:-1], rows[0]],
    "a line of nonsense added": lambda rows: [*rows, b"hej\n"],
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_detected_at_once(log: AccessLog, name: str) -> None:
    log.path.write_bytes(b"".join(TAMPERINGS[name](lines(log))))
    chain = log.check()
    harmless_until_the_next_event = name == "a line of nonsense added"
    assert chain.intact == harmless_until_the_next_event
    assert chain.problems or chain.notes


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_still_detected_after_the_next_event(log: AccessLog, name: str) -> None:
    log.path.write_bytes(b"".join(TAMPERINGS[name](lines(log))))
    log.append(event(9))
    assert not log.check().intact
    assert list(log.read())[-1] == event(9)


def test_a_head_that_is_removed_is_reported(log: AccessLog) -> None:
    head(log).unlink()
    assert not log.check().intact


def test_a_head_that_is_put_back_is_reported(log: AccessLog) -> None:
    old = head(log).read_bytes()
    log.append(event(5))
    log.append(event(6))
    head(log).write_bytes(old)
    assert not log.check().intact


def test_a_log_that_is_put_back_is_reported(log: AccessLog) -> None:
    old = log.path.read_bytes()
    log.append(event(5))
    log.path.write_bytes(old)
    assert not log.check().intact


@pytest.mark.parametrize("kept", [1, 10, 200, -1])
def test_a_line_cut_off_by_a_power_cut_is_a_note_and_the_log_goes_on(log: AccessLog, kept: int) -> None:
    before, old_head = log.path.read_bytes(), head(log).read_bytes()
    log.append(event(5))
    head(log).write_bytes(old_head)  # the power went before the head was replaced
    whole = log.path.read_bytes()[len(before) :]
    log.path.write_bytes(before + whole[:kept])

    assert log.check().intact
    log.append(event(6))
    chain = log.check()
    assert chain.problems == ()
    assert list(log.read())[-1] == event(6)
    if kept != -1:  # only the line end was missing: then nothing was lost
        assert len(chain.notes) == 1
        assert [e.action for e in log.read()][-2:] == [Action.INTERRUPTED, Action.FIND]


def test_a_power_cut_between_log_and_head_loses_nothing(log: AccessLog) -> None:
    old_head = head(log).read_bytes()
    log.append(event(5))
    head(log).write_bytes(old_head)
    assert log.check().intact
    log.append(event(6))
    assert log.check().intact
    assert list(log.read()) == [event(n) for n in range(7)]


def test_another_key_opens_nothing(log: AccessLog) -> None:
    other = AccessLog(log.path, Keys(bytes(32)))
    assert list(other.read()) == []
    assert not other.check().intact


def test_the_files_show_no_plain_text_and_only_to_their_owner(log: AccessLog) -> None:
    raw = log.path.read_bytes()
    assert b"mette" not in raw
    assert b"mette" not in b"".join(b64decode(line) for line in raw.splitlines())
    assert log.path.stat().st_mode & 0o077 == 0
    assert head(log).stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_stops_the_work(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        AccessLog(tmp_path / "no folder" / "access.log", KEYS).append(event(1))


@pytest.mark.parametrize(
    ("purpose", "written"),
    [
        ("Indsigt for 010190-1234", f"Indsigt for {HIDDEN}"),
        ("0101901234 har bedt om indsigt", f"{HIDDEN} har bedt om indsigt"),
        ("cpr0101901234", f"cpr{HIDDEN}"),
        ("01.01.1990-1234 og 010190 1234", f"{HIDDEN} og {HIDDEN}"),
        ("01 01 90 12 34", HIDDEN),
        ("610190 - 1234", HIDDEN),
        ("Indsigt efter artikel 15, sag 2026-000123", "Indsigt efter artikel 15, sag 2026-000123"),
        ("Modtaget 01-11-2026 kl. 12:30", "Modtaget 01-11-2026 kl. 12:30"),
    ],
)
def test_what_looks_like_a_cpr_number_is_masked_in_the_purpose(tmp_path: Path, purpose: str, written: str) -> None:
    log = AccessLog(tmp_path / "access.log", KEYS)
    returned = log.append(Event(Action.FIND, "mette", WHEN, purpose))
    assert returned.purpose == masked(purpose) == written
    assert next(log.read()).purpose == written


def test_the_reference_is_the_same_for_the_same_person_and_tells_nothing() -> None:
    one = Subject(cpr=("0101364321",), names=("Anders Jensen",))
    same = Subject(cpr=("0101364321",), names=("Anders Bo Jensen",), phones=("+4512345678",))
    other = Subject(cpr=("0101364322",), names=("Anders Jensen",))
    assert subject_reference(one, KEYS) == subject_reference(same, KEYS)
    assert subject_reference(one, KEYS) != subject_reference(other, KEYS)
    assert "0101364321" not in subject_reference(one, KEYS)


def test_without_a_cpr_number_the_reference_is_of_name_and_birth_date_or_of_all_there_is() -> None:
    born = Subject(names=("Anders  Jensen",), birth_date=date(1990, 1, 1))
    cased = Subject(names=("anders jensen",), birth_date=date(1990, 1, 1), emails=("a@example.dk",))
    assert subject_reference(born, KEYS) == subject_reference(cased, KEYS)
    assert subject_reference(Subject(emails=("a@example.dk",)), KEYS) != subject_reference(
        Subject(emails=("b@example.dk",)), KEYS
    )


def _write_many(path: Path) -> None:
    log = AccessLog(path, KEYS)
    for number in range(20):
        log.append(event(number))


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    chain = AccessLog(path, KEYS).check()
    assert (chain.records, chain.problems) == (60, ())


@given(st.text(), st.text(), st.one_of(st.none(), st.text()))
def test_any_text_survives_the_round_trip(who: str, purpose: str, case: str | None) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = AccessLog(Path(folder) / "access.log", KEYS)
        written = log.append(Event(Action.CASE_OPEN, who, WHEN, purpose, case))
        assert list(log.read()) == [written]
        assert log.check().intact


def test_the_log_is_only_ever_appended_to(log: AccessLog) -> None:
    before, inode = log.path.read_bytes(), os.stat(log.path).st_ino
    log.append(event(5))
    assert log.path.read_bytes().startswith(before)
    assert os.stat(log.path).st_ino == inode


def test_a_log_written_by_a_newer_dsar_says_so(log: AccessLog) -> None:
    fields = json.loads(KEYS.open(b64decode(lines(log)[0]), b"access log")) | {"action": "teleport"}
    log.path.write_bytes(b64encode(KEYS.seal(json.dumps(fields).encode(), b"access log")) + b"\n")
    with pytest.raises(StoreError, match="newer dsar"):
        list(log.read())

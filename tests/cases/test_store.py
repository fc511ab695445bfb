"""``state/cases.db``: nothing is lost, nothing is overwritten, and what is deleted is gone."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dsar.cases.acts import Closed, ItemReleased, ItemRestricted, Noted, Withdrawn
from dsar.cases.codes import CaseKind, RestrictionTrigger
from dsar.cases.schema import events
from dsar.crypto import Keys
from dsar.errors import RetryError, SetupError, StoreError
from tests.cases.made import KEYS, NOW, TODAY, CaseBook, book, opened, put

DAY = date(2026, 2, 10)
RESTRICTED = ItemRestricted("sager", "a.txt", None, RestrictionTrigger.ACCURACY, DAY)


def add(into: CaseBook, case: str, words: str) -> None:
    into.add(into.get(case), Noted(words), by="ole", now=NOW, today=TODAY)


def test_a_case_reads_back_as_it_was_made(tmp_path: Path) -> None:
    made = put(book(tmp_path), Noted("ringede"), RESTRICTED, kind=CaseKind.RESTRICTION, text="Slet mig ikke")
    assert book(tmp_path).get(made.id) == made


def test_numbers_count_up_in_their_year(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = [put(kept).id, put(kept).id, put(kept, today=date(2027, 1, 2)).id]
    assert made == ["2026-0001", "2026-0002", "2027-0001"]


def test_a_number_is_never_given_twice_also_after_its_case_was_deleted(tmp_path: Path) -> None:
    kept = book(tmp_path)
    kept.purge(put(kept), now=NOW)
    assert put(kept).id == "2026-0002"


def test_the_second_of_two_who_read_the_same_case_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    kept = book(tmp_path)
    seen = put(kept)
    kept.add(seen, Noted("den første"), by="mette", now=NOW, today=TODAY)
    with pytest.raises(RetryError, match="somebody else changed this case"):
        kept.add(seen, Noted("den anden"), by="ole", now=NOW, today=TODAY)
    assert [note.text for note in kept.get(seen.id).notes] == ["den første"]


def test_acts_done_together_are_done_all_or_none(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = put(kept)
    with pytest.raises(SetupError):
        kept.add(made, Noted("et"), Noted(""), by="mette", now=NOW, today=TODAY)
    assert kept.get(made.id).version == 1


def _write_many(folder: str, case: str, words: str, times: int) -> None:
    kept = CaseBook(Path(folder) / "cases.db", KEYS)
    done = 0
    while done < times:
        try:
            add(kept, case, f"{words} {done}")
            done += 1
        except RetryError:
            continue
    kept.close()


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = put(kept)
    kept.close()
    started = multiprocessing.get_context("spawn")
    both = [started.Process(target=_write_many, args=(str(tmp_path), made.id, who, 15)) for who in ("a", "b")]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    assert [one.exitcode for one in both] == [0, 0]
    written = [note.text for note in book(tmp_path).get(made.id).notes]
    assert sorted(written) == sorted(f"{who} {n}" for who in "ab" for n in range(15))
    assert [text for text in written if text.startswith("a")] == [f"a {n}" for n in range(15)]


def test_two_processes_open_cases_with_numbers_of_their_own(tmp_path: Path) -> None:
    book(tmp_path).close()
    code = (
        "import sys; from pathlib import Path; from tests.cases.made import book, put\n"
        "kept = book(Path(sys.argv[1]))\n"
        "for _ in range(8): put(kept)"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert [case.id for case in book(tmp_path).all()] == [f"2026-{n:04}" for n in range(1, 17)]


def _die_while_writing(folder: str, case: str) -> None:
    kept = CaseBook(Path(folder) / "cases.db", KEYS)
    write = kept._write

    def die(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]
        os._exit(9)

    kept._write = die  # type: ignore[method-assign, assignment]
    add(kept, case, "halvt skrevet")


def test_a_process_that_dies_while_it_writes_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = put(kept, Noted("før"))
    dying = multiprocessing.get_context("spawn").Process(target=_die_while_writing, args=(str(tmp_path), made.id))
    dying.start()
    dying.join(120)
    assert dying.exitcode == 9
    assert book(tmp_path).get(made.id) == made
    add(kept, made.id, "efter")
    assert [note.text for note in kept.get(made.id).notes] == ["før", "efter"]


def _write_without_room(folder: str, case: str) -> None:
    kept = CaseBook(Path(folder) / "cases.db", KEYS)
    most = 40_960  # the note alone needs more of the write-ahead log, however large the database is
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        add(kept, case, "x" * 90_000)
    except StoreError as error:
        sys.exit(9 if "the disk" in str(error) else str(error))


def test_a_disk_without_room_is_one_line_and_the_case_stays_as_it_was(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = put(kept, Noted("før"))
    kept.close()
    full = multiprocessing.get_context("spawn").Process(target=_write_without_room, args=(str(tmp_path), made.id))
    full.start()
    full.join(120)
    assert full.exitcode == 9
    assert book(tmp_path).get(made.id) == made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET \"by\" = 'ingen'",
        "UPDATE events SET number = 9 WHERE number = 1",
        "DELETE FROM events",
        "DELETE FROM cases",
    ],
)
def test_what_was_written_is_neither_changed_nor_deleted(tmp_path: Path, statement: str) -> None:
    kept = book(tmp_path)
    made = put(kept, Noted("skrevet"))
    with pytest.raises(StoreError), kept.database.begin() as connection:
        connection.execute(text(statement))
    assert kept.get(made.id) == made


def test_an_act_moved_to_another_case_does_not_open(tmp_path: Path) -> None:
    kept = book(tmp_path)
    first, second = put(kept), put(kept, Noted("om en anden"))
    with kept.database.begin() as connection:
        stolen = connection.scalar(select(events.c.fields).where(events.c.case == second.id, events.c.number == 2))
        row = {"case": first.id, "number": 2, "act": "noted", "by": "x", "at": 0.0, "fields": stolen}
        connection.execute(events.insert().values(**row))
    with pytest.raises(StoreError, match="does not open"):
        kept.get(first.id)


def test_the_file_says_nothing_of_the_person(tmp_path: Path) -> None:
    kept = book(tmp_path)
    put(kept, Noted("hemmelig note"), text="Jeg hedder Ida")
    kept.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(word in raw for word in (b"Ida", b"0101274321", b"hemmelig", b"opened", b"SQLite format"))


def test_another_workspaces_key_opens_nothing(tmp_path: Path) -> None:
    book(tmp_path).close()
    with pytest.raises(StoreError):
        CaseBook(tmp_path / "cases.db", Keys(b"x" * 32))


def test_a_purged_case_is_gone_and_says_when(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made, other = put(kept, Noted("væk")), put(kept, Noted("bliver"))
    kept.purge(made, now=NOW)
    with pytest.raises(SetupError, match="2026-0001: was deleted on 2026-02-20"):
        kept.get(made.id)
    with kept.database.begin() as connection:
        assert set(connection.scalars(select(events.c.case))) == {other.id}


def test_a_case_that_was_changed_since_it_was_read_is_not_purged(tmp_path: Path) -> None:
    kept = book(tmp_path)
    made = put(kept)
    add(kept, made.id, "vent")
    with pytest.raises(RetryError):
        kept.purge(made, now=NOW)
    assert kept.get(made.id).version == 2


def test_a_case_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="there is no such case"):
        book(tmp_path).get("0101274321")


def test_open_cases_are_those_whose_citizen_still_waits(tmp_path: Path) -> None:
    kept = book(tmp_path)
    waiting = put(kept)
    put(kept, Withdrawn(DAY))
    put(kept, Withdrawn(DAY), Closed(DAY))
    assert [case.id for case in kept.all(ended=False)] == [waiting.id]
    assert len(list(kept.all())) == 3


def test_restrictions_in_force_are_those_of_all_cases(tmp_path: Path) -> None:
    kept = book(tmp_path)
    put(kept, RESTRICTED, kind=CaseKind.RESTRICTION)
    put(kept, RESTRICTED, ItemReleased(1, DAY, DAY), kind=CaseKind.RESTRICTION)
    put(kept)
    assert [(one.case, one.item) for one in kept.restrictions()] == [("2026-0001", "a.txt")]


def test_a_request_that_cannot_be_leaves_no_number_behind(tmp_path: Path) -> None:
    kept = book(tmp_path)
    with pytest.raises(SetupError):
        kept.open(opened(received=date(2026, 3, 1)), by="mette", now=NOW, today=TODAY)
    assert put(kept).id == "2026-0001"

"""What is held: in the vault and ``state/cases.db``, with other processes about, full disks and kills."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsar.cases import hits_search, originals, reviewing
from dsar.cases.acts import Opened
from dsar.cases.codes import CaseKind
from dsar.cases.decisions import Act, Entry, standing
from dsar.cases.grounds import load_grounds
from dsar.cases.hits import Hits, decoded, encoded
from dsar.cases.hits_search import SearchJob, search_case
from dsar.cases.hold import Hold, case_lock
from dsar.cases.originals import Originals
from dsar.cases.review import Presence
from dsar.cases.reviewing import Choice
from dsar.cases.store import CaseBook
from dsar.cases.values import DecisionAction, Requester
from dsar.catalog.located import Located
from dsar.crypto import Keys
from dsar.errors import ItemError, RetryError, SetupError, StoreError
from dsar.model import Answer, Clue, Gap, GapCode, Hit, HitPassage, Item, Searched, Span, StoreGap, Subject
from dsar.vault import Vault
from tests.cases.review_made import NOW, TODAY

KEYS = Keys(b"h" * 32)


class Shelf:
    """Stores in memory; an item's bytes may be an error instead."""

    def __init__(self, **items: bytes | ItemError) -> None:
        self.items = {name.replace("_", "."): data for name, data in items.items()}
        self.opened: list[str] = []
        self.heads: dict[str, str] = {}
        self.registers: dict[str, str] = {}

    def located(self, store: str, locator: str) -> Located | None:
        name, _, steps = locator.partition("!")
        data = self.items.get(name)
        if data is None:
            return None
        digest = b"" if isinstance(data, ItemError) else sha256(data).digest()
        item = Item(name, f"v{digest.hex()}", None, name)
        return Located(1, item, steps, digest, digest, (("", 0),))

    def mail_head(self, found: Located) -> str:
        return self.heads.get(found.item.locator, "")

    def register(self, found: Located) -> str:
        return self.registers.get(found.item.locator, "")

    def case_row(self, found: Located) -> str:
        return ""

    @contextmanager
    def open(self, store: str, item: Item) -> Iterator[BinaryIO]:
        self.opened.append(item.locator)
        data = self.items[item.locator]
        if isinstance(data, ItemError):
            raise data
        yield io.BytesIO(data)


class Office:
    """A workspace's cases, with one case in it."""

    def __init__(self, folder: Path, limit: int = 1000) -> None:
        self.state = folder
        self.book = CaseBook(folder / "cases.db", KEYS)
        self.vault = Vault(folder / "vault", KEYS)
        self.hold = Hold(self.book.database, self.vault, folder)
        self.hits = Hits(self.book.database, self.hold)
        self.originals = Originals(self.book.database, self.hold, limit=limit)

    def open_case(self) -> str:
        opened = Opened(
            kind=CaseKind.ACCESS,
            received=date(2026, 11, 20),
            subject=Subject(names=("Anders",)),
            subject_ref="x",
            requester=Requester("Anders"),
        )
        return self.book.open(opened, by="mette", now=NOW, today=TODAY).id

    def search(self, case: str, shelf: Shelf, *found: Hit, progress=lambda *_: None, gaps=()):  # type: ignore[no-untyped-def]
        job = SearchJob(case, self.hits, self.originals, shelf, self.state)
        answer = Answer(tuple(found), (Searched("sager", 1, NOW),), (), gaps, 0.1)
        return search_case(job, answer, by="mette", at=NOW, progress=progress)

    def blobs(self) -> int:
        return len(self.vault.blobs())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.book.close()


def found(item: str, text: str = "Anders bor her.", *, p: float = 0.999, duplicates: tuple[str, ...] = ()) -> Hit:
    passage = HitPassage("side 1", text, (Clue("name.full", 7.0, Span(0, 6)), Clue("role.subject", 0.0)))
    return Hit("sager", item, item, p, None, duplicates, (passage,))


def decide(office: Office, case: str, number: int, *, seen: int, by: str = "mette") -> list[Entry]:
    content = office.hits.all(case)[number - 1].content
    draft = Entry(0, 0, Act.DECIDE, by, NOW, hit=number, action=DecisionAction.INCLUDE, content=content)
    return office.hits.write(case, [draft], seen=seen)


def test_passages_come_back_as_they_were() -> None:
    passages = (HitPassage("", "\ud800 æ\x00", (Clue("a", -1.5), Clue("b", 2.0, Span(0, 3)))), HitPassage("x", "", ()))
    assert decoded(encoded(passages)) == passages


def test_a_hit_is_held_with_its_passages_and_the_items_bytes(office: Office) -> None:
    case = office.open_case()
    outcome = office.search(case, Shelf(a_txt=b"all of it"), found("a.txt"))
    assert (outcome.hits, outcome.new, outcome.held) == (1, (1,), 1)
    assert office.hits.open(case, 1) == found("a.txt")
    assert b"".join(office.hits.original(case, 1) or ()) == b"all of it"


def test_the_mail_thread_of_a_hit_is_kept(office: Office) -> None:
    case, shelf = office.open_case(), Shelf(**{"1.eml": b"en", "2.eml": b"to"})
    family = "disk:1.eml"
    office.search(case, shelf, replace(found("1.eml"), family=family), replace(found("2.eml"), family=family))
    assert [one.family for one in office.hits.all(case)] == [family, family]
    assert office.hits.open(case, 2).family == family


def test_what_a_case_system_says_of_an_item_is_kept(office: Office) -> None:
    case, shelf = office.open_case(), Shelf(a_txt=b"en", b_txt=b"to")
    shelf.registers["a.txt"] = "Afsluttet: 02-09-2024"
    office.search(case, shelf, found("a.txt"), found("b.txt"))
    assert [one.register for one in office.hits.all(case)] == ["Afsluttet: 02-09-2024", ""]


def test_what_a_search_covered_is_kept_with_the_case(office: Office) -> None:
    case = office.open_case()
    assert office.hits.covered(case) is None
    office.search(case, Shelf(), gaps=(StoreGap("sager", Gap("x\ud800", GapCode.DAMAGED, "broken"), NOW),))
    covered = office.hits.covered(case)
    assert covered is not None
    assert (covered.searched, covered.gaps[0].gap.code, covered.gaps[0].since) == (
        (Searched("sager", 1, NOW),),
        GapCode.DAMAGED,
        NOW,
    )


def test_a_part_is_held_with_the_item_that_it_lies_in(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_zip=b"PK all of it"), found("a.zip!akter/brev.docx"))
    (hit,) = office.hits.all(case)
    assert (hit.item, hit.steps) == ("a.zip!akter/brev.docx", "akter/brev.docx")
    assert b"".join(office.hits.original(case, 1) or ()) == b"PK all of it"


def test_numbers_are_steady_and_what_is_gone_stays(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a", b_txt=b"b", c_txt=b"c"), found("a.txt"), found("b.txt"), found("c.txt"))
    outcome = office.search(case, Shelf(b_txt=b"new", c_txt=b"c", d_txt=b"d"), found("d.txt"), found("b.txt", "nyt"))
    assert [(hit.number, hit.item, hit.presence) for hit in office.hits.all(case)] == [
        (1, "a.txt", Presence.GONE),
        (2, "b.txt", Presence.FOUND),
        (3, "c.txt", Presence.DROPPED),
        (4, "d.txt", Presence.FOUND),
    ]
    assert (outcome.new, outcome.changed) == ((4,), (2,))
    assert office.hits.open(case, 1) == found("a.txt")
    assert b"".join(office.hits.original(case, 1) or ()) == b"a"


def test_what_was_decided_on_is_kept_beside_what_it_became(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a"), found("a.txt", "før"))
    before = office.hits.all(case)[0].content
    office.search(case, Shelf(a_txt=b"b"), found("a.txt", "efter"))
    assert office.hits.open(case, 1, before).passages[0].text == "før"
    assert office.hits.open(case, 1).passages[0].text == "efter"


def test_a_hit_that_comes_back_is_found_again(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    office.search(case, Shelf())
    assert office.hits.all(case)[0].presence is Presence.GONE
    office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    assert office.hits.all(case)[0].presence is Presence.FOUND


def test_a_decision_is_flagged_when_its_item_changes(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    decide(office, case, 1, seen=0)
    office.search(case, Shelf(a_txt=b"a, and something about others"), found("a.txt"))
    (hit,) = office.hits.all(case)
    assert standing(office.hits.history(case)).of(1).changed_since(hit.content)


def test_an_item_that_is_too_large_or_away_is_held_by_its_passages_and_told(office: Office) -> None:
    case = office.open_case()
    away = ItemError(GapCode.NO_ACCESS, "x")
    outcome = office.search(case, Shelf(big_bin=b"x" * 1001, away_txt=away), found("big.bin"), found("away.txt", "to"))
    assert outcome.not_held == {"too_large": 1, "no_access": 1}
    assert [office.hits.original(case, n) for n in (1, 2)] == [None, None]
    assert office.hits.open(case, 1) == found("big.bin")


def test_of_an_item_that_turns_out_too_large_nothing_is_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "PIECE", 100)
    case = office.open_case()
    office.search(case, Shelf(big_bin=b"x" * 1001, a_txt=b"x" * 100), found("big.bin"), found("a.txt", "to"))
    office.hold.sweep()
    assert b"".join(office.hits.original(case, 2) or ()) == b"x" * 100
    assert office.blobs() == 4  # two hits' passages, one item's bytes, what was searched


def test_what_is_not_held_does_not_open(office: Office) -> None:
    with pytest.raises(StoreError, match="missing"):
        office.hold.open("0" * 64)


def test_what_is_held_already_is_not_read_again(office: Office) -> None:
    case, shelf = office.open_case(), Shelf(a_txt=b"a")
    for _ in range(2):
        office.search(case, shelf, found("a.txt"), found("a.txt!del.txt"))
    assert shelf.opened == ["a.txt"]


def test_the_same_bytes_take_room_once_and_go_with_the_last_case_that_needs_them(office: Office) -> None:
    cases = [office.open_case() for _ in range(2)]
    for case in cases:
        office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    held = office.blobs()
    assert held == 3  # the passages, the bytes, and what was searched
    office.book.purge(office.book.get(cases[0]), now=NOW)
    assert (office.hold.sweep(), office.blobs()) == (0, held)
    office.book.purge(office.book.get(cases[1]), now=NOW)
    assert (office.hold.sweep(), office.blobs()) == (held, 0)


def test_nothing_is_swept_while_somebody_holds_things(office: Office) -> None:
    office.vault.put_blob(b"written, and not noted yet")
    with office.hold.working():
        assert office.hold.sweep() == 0
    assert office.hold.sweep() == 1


def test_a_second_search_of_the_same_case_at_once_is_told_to_wait(office: Office) -> None:
    case = office.open_case()
    with case_lock(office.state, case), pytest.raises(RetryError, match="another search"):
        office.search(case, Shelf())


def test_a_full_disk_stops_the_search_and_the_next_one_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case, shelf = office.open_case(), Shelf(a_txt=b"a", b_txt=b"b")
    put, room = office.vault.put_blob, [2]

    def full(data: bytes) -> str:
        if not room[0]:
            raise StoreError("the disk is full")
        room[0] -= 1
        return put(data)

    monkeypatch.setattr(office.vault, "put_blob", full)
    with pytest.raises(StoreError):
        office.search(case, shelf, found("a.txt"), found("b.txt", "andet"))
    last = office.hits.last_search(case)
    assert last is not None
    assert not last.done
    assert [hit.number for hit in office.hits.all(case)] == [1]
    monkeypatch.undo()
    office.search(case, shelf, found("a.txt"), found("b.txt", "andet"))
    last = office.hits.last_search(case)
    assert last is not None
    assert (last.number, last.done, shelf.opened) == (1, True, ["a.txt", "b.txt", "b.txt"])


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_search_that_was_killed_and_run_again_equals_one_that_was_not(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(a_txt=b"a", b_txt=b"b", c_txt=b"c")
    answer = [found(f"{name}.txt", name * 9) for name in "abc"]

    def kill(done: int, _total: int) -> None:
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(hits_search, "AT_ONCE", 1)

    case = Office(tmp_path).open_case()
    child = os.fork()
    if not child:  # a real process, that dies without a chance to tidy up
        Office(tmp_path).search(case, shelf, *answer, progress=kill)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    office = Office(tmp_path)
    office.search(case, shelf, *answer)
    assert [(hit.number, hit.item, hit.held) for hit in office.hits.all(case)] == [
        (1, "a.txt", "whole"),
        (2, "b.txt", "whole"),
        (3, "c.txt", "whole"),
    ]
    assert (office.blobs() - office.hold.sweep()) == 7
    office.book.close()


def test_two_who_decide_about_the_same_hit_at_once_do_not_overwrite_each_other(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a", b_txt=b"b"), found("a.txt"), found("b.txt"))
    decide(office, case, 1, seen=0, by="mette")
    with pytest.raises(RetryError, match="hit 1 was decided about by mette"):
        decide(office, case, 1, seen=0, by="ole")
    decide(office, case, 2, seen=0, by="ole")
    assert [(entry.number, entry.hit, entry.by) for entry in office.hits.history(case)] == [
        (1, 1, "mette"),
        (2, 2, "ole"),
    ]


def test_of_many_processes_that_decide_at_once_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    office.book.close()
    children = []
    for number in range(4):
        child = os.fork()
        if not child:
            try:
                decide(Office(tmp_path), case, 1, seen=0, by=f"user{number}")
            except RetryError:
                os._exit(5)
            except BaseException:  # noqa: BLE001  # a child must not return into pytest
                os._exit(1)
            os._exit(0)
        children.append(child)
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert codes == [0, 5, 5, 5]
    assert len(Office(tmp_path).hits.history(case)) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ops=st.lists(
        st.tuples(st.sampled_from(["include", "withhold", "undo", "stale"]), st.integers(1, 3), st.sampled_from("ab")),
        max_size=8,
    )
)
def test_whatever_is_decided_and_undone_the_history_has_all_of_it(
    office: Office, ops: list[tuple[str, int, str]]
) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a", b_txt=b"b", c_txt=b"c"), *(found(f"{name}.txt") for name in "abc"))
    hits, written = office.hits.all(case), []
    for what, number, by in ops:
        history = office.hits.history(case)
        assert history == written
        review = standing(history)
        try:
            if what == "undo":
                drafts = reviewing.undo(history, by=by, at=NOW)
            else:
                action = DecisionAction.INCLUDE if what == "stale" else DecisionAction(what)
                ground = "dbl22_1" if action is DecisionAction.WITHHOLD else None
                choice = Choice(action=action, ground=ground, reason="x")
                drafts = reviewing.decide(
                    [hits[number - 1]], review, choice, grounds=load_grounds(), today=TODAY, by=by, at=NOW
                )
            written += office.hits.write(case, drafts, seen=0 if what == "stale" else review.version)
        except (SetupError, RetryError):
            continue
    assert office.hits.history(case) == written
    assert [entry.number for entry in written] == list(range(1, len(written) + 1))


def test_a_decision_can_be_neither_changed_nor_deleted(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"a"), found("a.txt"))
    decide(office, case, 1, seen=0)
    for statement in ("UPDATE review_entries SET reason = 'x'", "DELETE FROM review_entries"):
        with pytest.raises(StoreError), office.book.database.begin() as connection:
            connection.exec_driver_sql(statement)
    assert len(office.hits.history(case)) == 1


def test_nothing_of_a_hit_can_be_read_on_the_disk(office: Office) -> None:
    case = office.open_case()
    office.search(case, Shelf(a_txt=b"Anders bor her"), found("a.txt", "Anders bor her"))
    assert not [path for path in office.state.rglob("*") if path.is_file() and b"Anders" in path.read_bytes()]

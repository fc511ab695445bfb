from __future__ import annotations

from hypothesis import given

from dsar.cases.decisions import Act, Entry, last_batch, standing
from tests.cases.review_made import NOW, decided, drafts, history


@given(drafts)
def test_what_stands_comes_from_the_history_alone_and_every_entry_stays_in_it(made: list[Entry]) -> None:
    entries = history(*made)
    review = standing(entries)
    held = [entry for one in review.hits.values() for entry in one.decisions]
    assert review.version == len(entries)
    assert all(entry in entries and entry.batch not in review.undone for entry in held)


@given(drafts)
def test_undoing_what_was_just_done_leaves_what_stood_before(made: list[Entry]) -> None:
    entries = history(*[entry for entry in made if entry.act is not Act.UNDO])
    before = standing(entries)
    more = history(*entries, decided(1, "withhold", ground="art15_4"))
    after = standing(history(*more, Entry(0, 0, Act.UNDO, "mette", NOW, hit=1, undoes=more[-1].batch)))
    assert [after.of(n).decisions for n in range(1, 7)] == [before.of(n).decisions for n in range(1, 7)]
    assert after.version == before.version + 2


def test_a_later_decision_takes_the_earlier_ones_place() -> None:
    review = standing(history(decided(1, "include"), decided(1, "exclude")))
    assert review.of(1).whole == history(decided(1, "include"), decided(1, "exclude"))[1]


def test_what_was_kept_back_at_one_place_is_not_given_by_including_the_whole() -> None:
    review = standing(history(decided(1, "withhold", place="side 2"), decided(1, "include")))
    assert list(review.of(1).places) == ["side 2"]


def test_a_place_that_was_given_goes_when_the_whole_is_withheld() -> None:
    review = standing(history(decided(1, "include", place="side 2"), decided(1, "withhold")))
    assert review.of(1).places == {}


def test_an_approval_holds_until_something_is_decided_after_it() -> None:
    approval = Entry(0, 0, Act.APPROVE, "karen", NOW, content="x")
    assert standing(history(decided(1, "include"), approval)).approval is not None
    assert standing(history(decided(1, "include"), approval, decided(2, "include"))).approval is None


def test_a_decision_on_other_content_has_changed_until_somebody_confirms_it() -> None:
    first = decided(1, "include", content="old")
    confirmed = Entry(0, 0, Act.CONFIRM, "mette", NOW, hit=1, content="new")
    assert standing(history(first)).of(1).changed_since("new")
    assert not standing(history(first, confirmed)).of(1).changed_since("new")
    assert standing(history(first, confirmed)).of(1).changed_since("newer")


def test_undo_takes_back_ones_own_last_batch_and_then_the_one_before() -> None:
    entries = history(decided(1, "include"), decided(2, "include", by="ole"), decided(3, "include"))
    assert last_batch(entries, "mette") == 3
    undone = history(*entries, Entry(0, 0, Act.UNDO, "mette", NOW, hit=3, undoes=3))
    assert last_batch(undone, "mette") == 1
    assert last_batch(undone, "karen") is None


def test_a_corrected_role_stays_through_later_decisions() -> None:
    role = Entry(0, 0, Act.ROLE, "mette", NOW, hit=1, role="employee")
    review = standing(history(role, decided(1, "include")))
    assert (review.of(1).role, review.of(1).whole is None) == ("employee", False)

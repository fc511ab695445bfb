from __future__ import annotations

import pytest

from dsar.cases.decisions import standing
from dsar.cases.selection import Chosen, Selection, parse, select
from dsar.cases.values import DecisionAction
from dsar.errors import SetupError
from dsar.model import Level
from tests.cases.review_made import decided, history, hit

HITS = [
    hit(1, thread="post:indkaldelse"),
    hit(2, Level.LIKELY, thread="post:indkaldelse"),
    hit(3, Level.POSSIBLE, store="andre", wording="wording 1"),
    hit(4, Level.OTHER),
]
MAILS = [
    hit(1, thread="post:ansøgning", family="post:1.eml"),
    hit(2, thread="post:nyt emne", family="post:1.eml"),
    hit(3, thread="", item="1.eml!bilag.pdf", family="post:1.eml"),
    hit(4, thread="", item="notat.txt"),
]
NOTHING_DONE = standing([])


def numbers(asked: Selection, *, action: DecisionAction | None = DecisionAction.INCLUDE) -> list[int]:
    return [one.number for one in select(HITS, NOTHING_DONE, asked, action=action).hits]


def test_numbers_ranges_and_all_are_read() -> None:
    assert parse(["3", "5-9,12", "all"]) == (frozenset({3, 12}), ((5, 9),), True)


@pytest.mark.parametrize("word", ["x", "-3", "3-", "1.5", "٣"])
def test_other_words_are_no_hits(word: str) -> None:
    with pytest.raises(ValueError, match="a hit is a number"):
        parse([word])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Selection(single=frozenset({2})), [2]),
        (Selection(ranges=((2, 3),)), [2, 3]),
        (Selection(everything=True), [1, 2, 3]),
        (Selection(levels=frozenset({Level.LIKELY, Level.POSSIBLE})), [2, 3]),
        (Selection(everything=True, stores=frozenset({"andre"})), [3]),
        (Selection(threads=frozenset({1})), [1, 2]),
        (Selection(threads=frozenset({3})), [3]),
        (Selection(single=frozenset({1}), duplicates=True), [1, 3]),
        (Selection(undecided=True), [1, 2, 3]),
    ],
)
def test_what_is_chosen(asked: Selection, expected: list[int]) -> None:
    assert numbers(asked) == expected


def test_hits_that_speak_for_somebody_else_are_in_no_batch_unless_meant() -> None:
    chosen = select(HITS, NOTHING_DONE, Selection(ranges=((1, 4),)), action=DecisionAction.INCLUDE)
    assert (chosen.other, [one.number for one in chosen.hits]) == ((4,), [1, 2, 3])
    assert numbers(Selection(single=frozenset({4}))) == [4]
    assert numbers(Selection(levels=frozenset({Level.OTHER}))) == [4]


def test_what_was_withheld_is_not_given_by_a_batch_unless_named() -> None:
    review = standing(history(decided(2, "withhold", ground="dbl22_1")))
    everything = Selection(everything=True)
    assert select(HITS, review, everything, action=DecisionAction.INCLUDE).kept_back == (2,)
    assert select(HITS, review, everything, action=DecisionAction.EXCLUDE).kept_back == ()
    named = select(HITS, review, Selection(single=frozenset({2})), action=DecisionAction.INCLUDE)
    assert named == Chosen((HITS[1],))


def test_only_the_undecided_or_the_changed_are_chosen_where_asked() -> None:
    review = standing(history(decided(1, "include"), decided(2, "include", content="old")))
    undecided = select(HITS, review, Selection(everything=True, undecided=True))
    changed = select(HITS, review, Selection(changed=True))
    assert ([h.number for h in undecided.hits], [h.number for h in changed.hits]) == ([3], [2])


def test_a_number_that_no_hit_has_is_refused() -> None:
    with pytest.raises(SetupError, match="hit 9"):
        select(HITS, NOTHING_DONE, Selection(single=frozenset({1, 9})))


def test_asking_for_nothing_is_empty() -> None:
    assert Selection().empty
    assert not Selection(undecided=True).empty


@pytest.mark.parametrize("named", [1, 2, 3])
def test_a_thread_is_all_mails_that_answer_one_another_with_what_is_attached(named: int) -> None:
    chosen = select(MAILS, NOTHING_DONE, Selection(threads=frozenset({named})))
    assert [one.number for one in chosen.hits] == [1, 2, 3]


def test_what_is_of_no_thread_stands_alone() -> None:
    chosen = select(MAILS, NOTHING_DONE, Selection(threads=frozenset({4})))
    assert [one.number for one in chosen.hits] == [4]

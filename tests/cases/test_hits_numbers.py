from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.cases.hits_numbers import content_of, numbered, thread_of, wording_of
from dsar.model import Hit, HitPassage
from tests.cases.review_made import hit


def found(item: str, *duplicates: str) -> Hit:
    return Hit("sager", item, item, 0.999, None, duplicates, ())


def known(number: int, item: str, *duplicates: str):  # type: ignore[no-untyped-def]
    return hit(number, item=item, duplicates=duplicates)


def test_new_hits_get_the_next_numbers_in_order() -> None:
    assert numbered([found("a"), found("b")], [known(3, "x")]) == [4, 5]


def test_a_hit_keeps_its_number_wherever_it_comes_in_the_answer() -> None:
    assert numbered([found("b"), found("c"), found("a")], [known(1, "a"), known(2, "b")]) == [2, 3, 1]


def test_when_the_first_of_two_copies_goes_the_other_takes_its_number() -> None:
    assert numbered([found("copy")], [known(1, "a", "sager:copy")]) == [1]
    assert numbered([found("other", "sager:a")], [known(1, "a")]) == [1]


def test_a_copy_that_has_become_another_document_gets_a_number_of_its_own() -> None:
    assert numbered([found("copy"), found("a")], [known(1, "a", "sager:copy")]) == [2, 1]


def test_two_copies_that_both_changed_do_not_get_one_number() -> None:
    assert numbered([found("b"), found("c")], [known(1, "a", "sager:b", "sager:c")]) == [1, 2]


names = st.sampled_from("abcdef")


@given(
    st.lists(names, unique=True).map(lambda made: [found(name) for name in made]),
    st.lists(st.tuples(names, st.sets(names)), unique_by=lambda one: one[0]).map(
        lambda made: [known(n, name, *(f"sager:{copy}" for copy in copies)) for n, (name, copies) in enumerate(made, 1)]
    ),
)
def test_no_number_is_given_twice_and_the_same_item_keeps_its_own(answer: list[Hit], earlier: list) -> None:  # type: ignore[type-arg]
    given_ = numbered(answer, earlier)
    own = {one.item: one.number for one in earlier}
    assert len(set(given_)) == len(given_)
    assert all(number == own[one.item] for one, number in zip(answer, given_, strict=True) if one.item in own)


def test_what_is_decided_on_is_the_text_and_the_bytes() -> None:
    page = (HitPassage("side 1", "tekst", ()),)
    assert content_of(page, b"1") == content_of(page, b"1")
    assert len({content_of(page, b"1"), content_of(page, b"2"), content_of((), b"1")}) == 3


def test_a_row_has_not_changed_because_others_of_its_register_have() -> None:
    row = (HitPassage("Ark1 række 17", "Navn: Anders", ()), HitPassage("tabel 2 række 3", "x", ()))
    assert content_of(row, b"1") == content_of(row, b"2")
    mixed = (*row, HitPassage("side 1", "x", ()))
    assert content_of(mixed, b"1") != content_of(mixed, b"2")


def test_the_same_words_are_the_same_however_they_are_wrapped() -> None:
    wrapped, flat = HitPassage("side 1", "Kære\nAnders ", ()), HitPassage("brødtekst", "Kære Anders", ())
    assert wording_of((wrapped,)) == wording_of((flat,))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("From: a\nSubject: Indkaldelse", "post:indkaldelse"),
        ("Subject: SV: Re[2]: VS: Indkaldelse  nu", "post:indkaldelse nu"),
        ("Emne: Fwd:Indkaldelse", "post:indkaldelse"),
        ("From: a@example.dk", ""),
        ("Subject: Re:", ""),
        ("", ""),
        ("Subject: " + "re:" * 5000 + "x", None),
    ],
)
def test_a_mails_thread_is_its_subject_without_what_answers_add(head: str, expected: str | None) -> None:
    assert thread_of("post", head) == expected or expected is None

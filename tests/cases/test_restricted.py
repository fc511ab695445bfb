"""Restricted data: marked in every search, closed to ordinary ones (R-01-06, A-27), open to the person's own case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.cases.codes import CaseKind, RestrictionTrigger
from dsar.cases.restricted import Place, places_from, shielded
from dsar.cases.values import Case, Restriction
from dsar.errors import SetupError
from dsar.find.output import objects
from dsar.model import Answer, Clue, Hit, HitPassage, Span
from tests.cases.made import SUBJECT, case

DAY = date(2026, 2, 10)
SECRET = "Ida er bevilget hjælp"


def hit(
    item: str = "a.txt", *, duplicates: tuple[str, ...] = (), places: tuple[str, ...] = ("side 1", "side 2")
) -> Hit:
    clue = Clue("name.full", 9.0, Span(0, 3))
    passages = tuple(HitPassage(place, f"{SECRET}, {place}", (clue,)) for place in places)
    return Hit("sager", item, f"Brev til Ida ({item})", 0.99, None, duplicates, passages)


def restriction(item: str = "a.txt", place: str | None = None, *, lifted: date | None = None) -> Restriction:
    return Restriction(1, "sager", item, place, RestrictionTrigger.ACCURACY, DAY, lifted, "2026-0002")


def seen(hits: list[Hit], *held: Restriction, case: Case | None = None, ref: str = "ref") -> tuple[Hit, ...]:
    return shielded(Answer(tuple(hits), (), (), (), 0.0), held, case=case, subject_ref=ref).hits


def test_an_ordinary_search_shows_that_an_item_is_restricted_and_nothing_of_it() -> None:
    (found,) = seen([hit()], restriction())
    assert found.restricted
    assert (found.title, [p.text for p in found.passages]) == ("", ["", ""])
    assert all(clue.span is None for p in found.passages for clue in p.clues)


def test_an_open_case_about_the_person_sees_it_marked() -> None:
    (found,) = seen([hit()], restriction(), case=case())
    assert found.restricted
    assert [p.text for p in found.passages] == [f"{SECRET}, side 1", f"{SECRET}, side 2"]


def test_a_case_about_somebody_else_opens_nothing() -> None:
    assert seen([hit()], restriction(), case=case(), ref="somebody else")[0].passages[0].text == ""


def test_an_ended_case_opens_nothing() -> None:
    from dsar.cases.acts import Withdrawn

    assert seen([hit()], restriction(), case=case(Withdrawn(DAY)))[0].passages[0].text == ""


def test_one_restricted_passage_hides_that_passage_only() -> None:
    (found,) = seen([hit()], restriction(place="side 2"))
    assert [p.text for p in found.passages] == [f"{SECRET}, side 1", ""]


def test_a_hit_in_other_passages_of_the_item_is_not_touched() -> None:
    whole = hit(places=("side 1",))
    assert seen([whole], restriction(place="side 2")) == (whole,)


@pytest.mark.parametrize("item", ["a.zip!brev.docx", "a.zip"], ids=["within", "itself"])
def test_what_lies_in_a_restricted_item_is_restricted(item: str) -> None:
    assert seen([hit(item)], restriction("a.zip"))[0].restricted


def test_an_item_whose_name_only_begins_the_same_is_not() -> None:
    assert not seen([hit("a.zip.old")], restriction("a.zip"))[0].restricted


def test_the_same_bytes_elsewhere_are_restricted_too() -> None:
    assert seen([hit("kopi.txt", duplicates=("sager:a.txt",))], restriction())[0].restricted


def test_a_lifted_restriction_hides_nothing() -> None:
    assert seen([hit()], restriction(lifted=DAY)) == (hit(),)


@given(st.lists(st.sampled_from(["a.txt", "b.txt", "a.zip!x"])), st.lists(st.sampled_from(["a.txt", "a.zip", "c"])))
def test_no_word_of_a_restricted_item_is_printed_outside_its_case(items: list[str], held: list[str]) -> None:
    answer = Answer(tuple(map(hit, items)), (), (), (), 0.0)
    closed = shielded(answer, map(restriction, held), case=None, subject_ref="ref")
    printed = [one for one in objects(closed) if one["type"] == "hit"]
    assert [one["item"] for one in printed] == items
    for one in printed:
        hidden = one["item"].split("!")[0] in held
        assert one.get("restricted", False) is hidden
        assert (SECRET in str(one)) is not hidden


def test_items_are_named_by_hits_as_find_prints_them() -> None:
    lines = '{"type": "hit", "store": "sager", "item": "a.txt", "passages": []}\n\n{"type": "summary"}\n'
    assert places_from(lines, "hits") == (Place("sager", "a.txt"),)


def test_one_passage_is_named_by_its_place() -> None:
    line = '{"store": "sager", "item": "a.txt", "place": "side 2"}'
    assert places_from(f"{line}\n{line}", "items") == (Place("sager", "a.txt", "side 2"),)


@pytest.mark.parametrize(
    "line",
    ["a.txt", "[]", "{}", '{"store": "sager"}', '{"store": "", "item": "a"}', '{"store": "s", "item": "a", "place": 2}',
     "[" * 100_000],
    ids=["a-name", "a-list", "nothing", "no-item", "no-store", "a-number", "a-mountain"],
)  # fmt: skip
def test_a_line_that_names_no_item_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(SetupError, match="items: line 2: is no item") as refused:
        places_from(f'{{"store": "s", "item": "x"}}\n{line}', "items")
    assert "a.txt" not in str(refused.value)


def test_no_items_are_no_restriction() -> None:
    with pytest.raises(SetupError, match="names 0 items"):
        places_from("", "items")


def test_a_subject_is_known_to_its_case_whatever_the_kind() -> None:
    made = case(kind=CaseKind.OBJECTION)
    assert made.subject == SUBJECT
    assert seen([hit()], restriction(), case=made)[0].passages[0].text

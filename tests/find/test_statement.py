"""What the completeness statement says of a search: what it covered, and what could hide the person."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.output import objects
from dsar.find.person import Person
from dsar.find.statement import Statement, statement, statement_object, statement_text
from dsar.model import Answer, Gap, GapCode, NotSearched, Searched, StoreGap, Subject
from tests.find.people import ANDERS, CPR, ask, item, subject

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
FRESH = NOW - timedelta(hours=3)


def gap(store: str, locator: str, code: GapCode) -> StoreGap:
    return StoreGap(store, Gap(locator, code, "en grund"), FRESH)


HITS = ask(
    ANDERS, [item("a.txt", "borger 010136-4321"), item("b.txt", "Anders Bo Jensen, født 5. maj 1961", store="z")]
)
ANSWER = replace(
    HITS,
    searched=(Searched("arkiv", 7, FRESH), Searched("sager", 1234, FRESH), Searched("z", 1, FRESH)),
    not_searched=(NotSearched("post", "not indexed yet"),),
    gaps=(
        gap("arkiv", "a.pdf", GapCode.DAMAGED),
        gap("sager", "x.pdf", GapCode.ENCRYPTED),
        gap("sager", "c.pdf", GapCode.DAMAGED),
        gap("z", "b.pdf", GapCode.DAMAGED),
    ),
)


def said(answer: Answer = ANSWER, who: Subject = ANDERS, limited: Collection[str] | None = None) -> Statement:
    return statement(answer, Person(who, Lexicon()), at=NOW, limited=limited)


def warnings(answer: Answer, who: Subject = ANDERS) -> list[tuple[str, str | None, int | None]]:
    return [(one.code, one.store, one.count) for one in said(answer, who).warnings]


def test_gaps_of_stores_with_hits_come_first_and_then_by_code() -> None:
    assert [(one.store, one.gap.locator) for one in said().gaps] == [
        ("sager", "c.pdf"),
        ("sager", "x.pdf"),
        ("arkiv", "a.pdf"),
        ("z", "b.pdf"),  # its only hit is probably about somebody else
    ]


def test_what_was_not_read_of_a_hit_comes_before_all_else_and_a_copys_store_has_hits() -> None:
    letter, copy = (
        item("z.eml", "borger 010136-4321", digest="d"),
        item("k.eml", "borger 010136-4321", store="kopi", digest="d"),
    )
    inside, other = gap("sager", "z.eml!bilag.zip", GapCode.ENCRYPTED), gap("sager", "z.eml2", GapCode.DAMAGED)
    answer = replace(
        ask(ANDERS, [letter, copy]),
        gaps=(gap("arkiv", "a", GapCode.DAMAGED), other, gap("kopi", "b", GapCode.DAMAGED), inside),
    )
    made = said(answer)
    assert [one.gap.locator for one in made.gaps] == ["z.eml!bilag.zip", "b", "z.eml2", "a"]
    assert [one["in_hit"] for one in statement_object(made)["gaps"]] == [True, False, False, False]
    assert "sager, i fund om personen: 1 " in statement_text(made)
    (hit,) = [one for one in objects(answer) if one["type"] == "hit"]
    assert hit["unread"] == ["z.eml!bilag.zip"]


def test_the_stores_stand_with_their_times_and_the_others_with_the_reason() -> None:
    text = statement_text(said())
    assert "Gennemsøgt: sager, 1.234 elementer, læst 21. november 2026 kl. 19.00." in text
    assert "IKKE gennemsøgt: post: er endnu ikke læst igennem" in text
    assert "Søgt 21. november 2026 kl. 22.00." in text


def test_numbers_are_told_by_kind_and_count_alone() -> None:
    made = statement_object(said())
    everything = json.dumps(made, ensure_ascii=False) + statement_text(said()) + repr(said())
    assert made["identifiers"] == {
        "cpr": 1, "name": 1, "former_name": 1, "birth_date": 1, "address": 1, "email": 1, "phone": 1, "other": 1,
    }  # fmt: skip
    for secret in (CPR, "010136-4321", "abj@example.dk", "12345678", "2024-000123", "Vestergade", "2036-01-01"):
        assert secret not in everything


def test_spellings_of_the_names_are_written_out() -> None:
    made = statement_object(said(who=subject(names=["Kristian Sørensen"])))
    spelled = {word["word"]: word for word in made["words"]}
    assert {"christian", "kresten"} <= set(spelled["kristian"]["spellings"])
    assert {"soerensen", "sorensen"} <= set(spelled["sørensen"]["spellings"])
    assert spelled["sørensen"]["slips"] > 100
    assert "sørensen" not in spelled["sørensen"]["spellings"]


def test_a_persons_eyes_are_shown_the_spellings_that_somebody_uses() -> None:
    text = statement_text(said(who=subject(names=["Thora Mejlgaard"])))
    (thora,) = [line for line in text.splitlines() if line.startswith("  thora: ")]
    (last,) = [line for line in text.splitlines() if line.startswith("  mejlgaard: ")]
    assert "tora" in thora
    assert {"mejlgård", "mejlgard"} <= set(last.partition("(")[2].partition(")")[0].replace("…", "").split(", "))
    assert "ddthora" not in text
    assert "mehjl" not in text


def test_the_forms_of_a_name_are_told() -> None:
    assert said().forms == ("order", "initials", "joined", "genitive", "middle", "former")
    assert said(who=subject(cpr=[CPR])).forms == ()


def test_a_word_of_the_name_alone_is_said_not_to_be_asked_for() -> None:
    assert said().unsought == ("given_alone", "last_alone", "initials_alone", "middle_alone")
    assert statement_object(said(who=subject(names=["Bo Holm"])))["unsought"][:2] == ["given_alone", "last_alone"]
    text = statement_text(said())
    assert "et fornavn alene, et efternavn alene" in text
    assert "findes kun, hvis noget andet i det er personens" in text


def test_what_is_said_not_to_be_asked_for_does_not_bring_a_document() -> None:
    texts = "Anders ringede.", "Hr. Jensen ringede.", "Notat: ABJ ringede."
    assert ask(ANDERS, [item(f"{n}.txt", text) for n, text in enumerate(texts)]).hits == ()


def test_a_name_of_one_word_is_said_to_need_something_else_beside_it() -> None:
    roya = subject(names=["Roya"], phones=["12 34 56 78"])
    assert (said(who=roya).forms, said(who=roya).unsought) == (("genitive",), ("single",))
    assert "et navn på ét ord" in statement_text(said(who=roya))
    assert "Ikke søgt" not in statement_text(said(who=subject(cpr=[CPR])))


def test_what_is_said_of_a_name_of_one_word_is_so() -> None:
    roya = subject(names=["Roya"], phones=["12 34 56 78"])
    texts = "Roya mødte.", "Roya mødte. Telefon 12 34 56 78."
    assert [hit.item for hit in ask(roya, [item(f"{n}.txt", text) for n, text in enumerate(texts)]).hits] == ["1.txt"]


UNASKED = {
    "two people": (
        subject(cpr=[CPR, "020236-4322"], names=["Bo Holm"]),
        [("two_cpr", None, None), ("birth_date_of_first", None, None)],
    ),
    "an address that cannot be read": (
        subject(addresses=["10 Downing Street, London SW1A 2AA", "Vestergade 12, 9000 Aalborg"], names=["Bo Holm"]),
        [("address", None, 1), ("no_cpr", None, None)],
    ),
    "a script without spaces": (
        subject(names=["王小明", "Wang Xiaoming"]), [("unspaced", None, 1), ("no_cpr", None, None)]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("who", "expected"), UNASKED.values(), ids=UNASKED)
def test_what_could_not_be_asked_for_as_it_stands_is_warned_of(
    who: Subject, expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert [one for one in warnings(ANSWER, who) if one[0] != "birth_date"] == expected
    assert "None" not in statement_text(said(who=who))


CAUTIONS = {
    "old": (replace(ANSWER, searched=(Searched("a", 1, NOW - timedelta(days=9)),), gaps=()), ("old", "a", 9)),
    "never": (replace(ANSWER, searched=(Searched("a", 1, None),), gaps=()), ("never", "a", None)),
    "never, so not empty": (replace(ANSWER, searched=(Searched("a", 0, None),), gaps=()), ("never", "a", None)),
    "empty": (replace(ANSWER, searched=(Searched("a", 0, FRESH),), gaps=()), ("empty", "a", None)),
    "pending": (
        replace(ANSWER, searched=(Searched("a", 3, FRESH),), gaps=(gap("a", "b", GapCode.PENDING),) * 2),
        ("pending", "a", 2),
    ),
}


@pytest.mark.parametrize(("answer", "expected"), CAUTIONS.values(), ids=CAUTIONS)
def test_the_reader_is_warned(answer: Answer, expected: tuple[str, str | None, int | None]) -> None:
    assert warnings(answer) == [expected, ("birth_date", None, None)]


def test_what_was_not_asked_for_is_warned_of() -> None:
    assert warnings(ANSWER, subject(names=["Bo Holm"], birth_date="1990-01-01")) == [("no_cpr", None, None)]
    assert warnings(ANSWER, subject(cpr=[CPR])) == [("no_names", None, None), ("birth_date", None, None)]


def test_a_store_read_a_week_ago_is_not_old() -> None:
    week = replace(ANSWER, searched=(Searched("a", 1, NOW - timedelta(days=7)),), gaps=())
    assert warnings(week) == [("birth_date", None, None)]


def test_a_limited_search_says_so() -> None:
    assert "Der er kun søgt i: sager, z" in statement_text(said(limited={"z", "sager"}))
    assert statement_object(said(limited={"z"}))["limited_to"] == ["z"]
    assert statement_object(said())["limited_to"] is None


def test_a_gap_in_the_object_says_whether_its_store_has_hits() -> None:
    first, *_, last = statement_object(said())["gaps"]
    assert first == {
        "store": "sager", "item": "c.pdf", "code": "damaged", "reason": "en grund", "since": FRESH.isoformat(),
        "hits_in_store": True, "in_hit": False,
    }  # fmt: skip
    assert last["hits_in_store"] is False


def test_many_gaps_are_counted_and_the_command_for_all_is_told() -> None:
    many = replace(ANSWER, gaps=tuple(gap("sager", f"{n:03}.pdf", GapCode.DAMAGED) for n in range(1500)))
    text = statement_text(said(many))
    assert "sager, hvor der er fund om personen: 1.500 er beskadiget" in text
    assert "og 1.480 til. Se dem med: dsar gaps sager" in text
    assert "020.pdf" not in text


def test_no_gaps_are_said_in_words() -> None:
    assert "er læst" in statement_text(said(replace(ANSWER, gaps=()))).splitlines()[-1]


def test_a_locator_cannot_steer_the_terminal() -> None:
    hostile = replace(ANSWER, gaps=(gap("sager", "a\x1b[2J\nb.pdf", GapCode.DAMAGED),))
    assert "a?[2J?b.pdf" in statement_text(said(hostile))

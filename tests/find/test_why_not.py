"""Why an item is no hit: the item is read again, past the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dsar.detect.lexicon import Lexicon
from dsar.find.library import MemoryItem, MemoryLibrary
from dsar.find.person import Person
from dsar.find.why_not import CloseReader, IndexAsItIs, Why, WhyNot, why_not, why_not_object, why_not_text
from dsar.index import entry_id
from dsar.model import Gap, GapCode, NotSearched, Passage, Searched, StoreGap
from dsar.words import PLACES
from tests.find.people import ANDERS, CPR, DETECTORS, KEYS, ask, index, item, subject

PERSON = Person(ANDERS, Lexicon())
EMPTY = IndexAsItIs(index([]), KEYS)
AT = datetime(2026, 11, 21, tzinfo=UTC)


def asked(
    text: str | Passage,
    others: Sequence[MemoryItem] = (),
    gaps: Sequence[Gap] = (),
    *,
    indexed: str = "",
    who: Person = PERSON,
) -> WhyNot:
    """Ask about an item whose text the index may not have brought; it has ``indexed`` in its place."""
    library = MemoryLibrary([item("a.txt", text)])
    answer = replace(
        ask(who.subject, list(others)),
        searched=(Searched("sager", 1, AT),),
        gaps=tuple(StoreGap("sager", gap, AT) for gap in gaps),
    )
    opened = [shelved for _, shelved in library.shelved([entry_id(0, 0)])]
    close = CloseReader(who, library, DETECTORS, IndexAsItIs(index([item("a.txt", indexed)]), KEYS))
    return why_not(("sager", "a.txt"), answer, opened, close)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Vejen er lukket.", Why.NOTHING),
        ("Anders ringede om et hul i vejen.", Why.APART),
        ("Jensens Vej er lukket.", Why.APART),
        ("Anders Bo Jensen ringede.", Why.MISSED),
        (f"Borger {CPR} ringede.", Why.MISSED),
    ],
)
def test_what_stands_in_it_is_told(text: str, why: Why) -> None:
    assert asked(text).why is why


def test_only_an_index_that_lacks_what_stands_there_is_to_be_rebuilt() -> None:
    text = "Anders Bo Jensen ringede."
    old, current = asked(text, indexed="Anders ringede."), asked(text, indexed=text)
    assert (old.why, current.why) == (Why.MISSED, Why.BEYOND)
    assert "--rebuild" in why_not_text(old)
    assert "--rebuild" not in why_not_text(current)


def test_what_the_search_cannot_reach_tells_what_else_to_ask_by() -> None:
    text = f"Anders Bo Jensen, {CPR}, abj@example.dk, tlf. 12 34 56 78"
    said = asked(text, indexed=text, who=Person(subject(names=["Anders Bo Jensen"], phones=["12345678"]), Lexicon()))
    assert said.also == ("cpr", "email")
    assert "Søg også på navnet, som det er skrevet her og CPR-nummer og e-mail." in why_not_text(said)


def test_the_words_of_the_name_are_shown_as_they_are_written() -> None:
    said = asked("ANDERS ringede om et hul i vejen.")
    assert said.words == ("ANDERS",)
    assert "ord af navnet: ANDERS" in why_not_text(said)


def test_what_weighs_too_little_is_shown_with_its_weights() -> None:
    said = asked("Karen Holm, Vestergade 12, 3. th, 9000 Aalborg")
    assert said.why is Why.TOO_LITTLE
    assert next(rule for rule, _ in said.clues).startswith("address.")
    assert "udgangspunkt" in why_not_text(said)


def test_gaps_of_what_lies_in_it_are_told() -> None:
    gaps = [Gap("a.txt!b.pdf", GapCode.ENCRYPTED, "en grund"), Gap("a.txt2", GapCode.DAMAGED, "en grund")]
    made = why_not_object(asked("Vejen er lukket.", gaps=gaps))
    assert [gap["item"] for gap in made["gaps"]] == ["a.txt!b.pdf"]
    assert made["why"] == "nothing"


def test_what_was_not_read_says_so_with_its_code() -> None:
    answer = replace(
        ask(ANDERS, []),
        searched=(Searched("sager", 1, AT),),
        gaps=(StoreGap("sager", Gap("a.pdf", GapCode.ENCRYPTED, "en grund"), AT),),
    )
    said = why_not(("sager", "a.pdf"), answer, None, CloseReader(PERSON, MemoryLibrary([]), DETECTORS, EMPTY))
    assert said.why is Why.UNREAD
    assert "encrypted" in why_not_text(said)


def test_a_hit_is_named_by_its_number_and_explained() -> None:
    said = asked("", others=[item("a.txt", "Anders Bo Jensen ringede.")])
    assert said.why is Why.FOUND
    assert "er fundet som nr. 1" in why_not_text(said, PERSON)
    assert "udgangspunkt" in why_not_text(said, PERSON)


UNREAD = [Gap("a.txt", GapCode.ENCRYPTED, "en grund")]
NAME_OF = Passage(PLACES["name"], "a.txt")


def test_of_what_was_not_read_but_for_its_name_nothing_else_is_said() -> None:
    said = asked(NAME_OF, gaps=UNREAD)
    assert said.why is Why.UNREAD
    assert "står i det" not in why_not_text(said)
    assert asked(NAME_OF, gaps=[Gap("a.txt!b.txt", GapCode.ENCRYPTED, "en grund")]).why is Why.UNREAD
    assert asked(NAME_OF).why is Why.NOTHING


def test_of_what_was_read_in_part_only_that_part_is_spoken_of() -> None:
    assert "er kun læst delvis (1 afsnit): " in why_not_text(asked("Vejen er lukket.", gaps=UNREAD))
    assert "delvis" not in why_not_text(asked("Vejen er lukket."))


def test_what_lies_in_it_and_is_a_hit_is_named() -> None:
    said = asked("a.zip", others=[item("a.txt!b/c.txt", "Anders Bo Jensen ringede."), item("a.txt2", CPR)])
    assert (said.why, why_not_object(said)["within"]) == (Why.FOUND, "a.txt!b/c.txt")
    assert "a.txt!b/c.txt" in why_not_text(said, PERSON)
    assert why_not_object(asked("", others=[item("a.txt", CPR)]))["within"] is None


def test_it_is_said_as_of_when_the_item_was_read() -> None:
    said = asked("Vejen er lukket.")
    assert "som det var, da lageret sidst blev læst, 21. november 2026 kl. 01.00" in why_not_text(said)
    assert why_not_object(said)["as_of"] == AT.isoformat()


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("papir", "lageret skal gennemsøges af en person, og det er ikke sket"),
        ("nyt", "lageret er endnu ikke læst igennem"),
        ("sgaer", "der er ikke noget lager af det navn, eller det er ikke med i søgningen"),
    ],
)
def test_why_a_store_was_not_searched_is_told(store: str, expected: str) -> None:
    missing = (NotSearched("papir", "manual"), NotSearched("nyt", "not indexed yet"))
    answer = replace(ask(ANDERS, []), searched=(Searched("sager", 1, AT),), not_searched=missing)
    said = why_not((store, "a.txt"), answer, None, CloseReader(PERSON, MemoryLibrary([]), DETECTORS, EMPTY))
    assert said.why is Why.NOT_SEARCHED
    assert expected in why_not_text(said)

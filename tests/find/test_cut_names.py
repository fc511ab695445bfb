"""A name that the end of a page cuts in two is found, and two people's names there are not made one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.find.output import role_of
from dsar.find.roles import HitRole
from dsar.index.cut_names import LONGEST, cut_names, cut_terms, goes_on
from dsar.model import Level
from tests.find.people import CPR, KEYS, ask, item, subject

RARE = subject(names=["Vibeke Rasborg"])
COMMON = subject(names=["Anders Jensen"])
REST = "har den 3. marts søgt om støtte til en bil og fået afslag.\n"


@pytest.mark.parametrize("who", [RARE, COMMON], ids=["rare", "common"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nævnet har besluttet, at {0}", "{1} " + REST),
        ("Nævnet har besluttet, at {0}\n", "\n\n{1} " + REST),
        ("Nævnet har besluttet, at {0}\n\nSide 3 af 9", "{1} " + REST),
        ("Nævnet har besluttet, at {0}\n\nSide 3 af 9\n", "Nævnet for tilskud\nJ.nr. 26/1\n{1} " + REST),
        ("Til stede var {1},", "{0}, som " + REST),
    ],
)
def test_a_name_over_the_end_of_a_page_is_found(who: object, before: str, after: str) -> None:
    first, last = who.names[0].split()  # type: ignore[attr-defined]
    pages = [text.format(first, last) for text in ("Forside", before, after)]
    (hit,) = ask(who, [item("a.pdf", *pages), item("b.pdf", "Forside", "Andre sager", REST)]).hits  # type: ignore[arg-type]
    assert hit.level is Level.POSSIBLE
    assert [passage.place for passage in hit.passages] == ["side 2", "side 3"]
    assert {clue.rule for passage in hit.passages for clue in passage.clues} >= {"name.cut", "name.part"}
    shown = {clue.span.of(passage.text) for passage in hit.passages for clue in passage.clues if clue.span}
    assert shown >= {first, last}


def test_a_word_that_the_end_of_a_page_cuts_is_put_together() -> None:
    who = subject(names=["Anders Mikkelborg"])
    (hit,) = ask(who, [item("a.pdf", "Nævnet besluttede, at Anders Mikkel-", "borg " + REST)]).hits
    assert [passage.place for passage in hit.passages] == ["side 1", "side 2"]


def test_a_name_in_other_letters_or_with_particles_is_found() -> None:
    for before, after in (("Łukasz", "Śliwiński"), ("Pieter van der", "Meer")):
        who = subject(names=[f"{before} {after}"])
        (hit,) = ask(who, [item("a.pdf", f"om borgeren {before}", f"{after}, {REST}")]).hits
        assert [passage.place for passage in hit.passages] == ["side 1", "side 2"]


def test_a_long_item_is_read_where_the_name_is_cut() -> None:
    pages = [f"Punkt {n} på dagsordenen." for n in range(200)]
    pages[120:122] = ["Punktet blev forelagt af Vibeke", "Rasborg. " + REST]
    (hit,) = ask(RARE, [item("a.pdf", *pages)]).hits
    assert [passage.place for passage in hit.passages] == ["side 121", "side 122"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vi talte om det med Vibeke.", "Rasborg kommer i morgen. " + REST),
        ("Mødet sluttede, sagde Vibeke.", "Referent: Peter Rasborg"),
        ("om Vibeke", "og familien Rasborg " + REST),
    ],
)
def test_two_names_are_not_made_one(before: str, after: str) -> None:
    assert ask(RARE, [item("a.pdf", before, after)]).hits == ()


def test_pages_that_do_not_follow_each_other_are_not_put_together() -> None:
    pages = [f"Punkt {n} på dagsordenen." for n in range(200)]
    pages[120], pages[122] = "Forelagt af Vibeke", "Rasborg " + REST
    assert ask(RARE, [item("a.pdf", *pages)]).hits == ()


def test_a_cut_name_and_the_number_beside_it_speak_together() -> None:
    who = subject(names=["Anders Jensen"], cpr=[CPR])
    (hit,) = ask(who, [item("a.pdf", "Sagen er rejst af Anders", f"Jensen ({CPR}), som {REST}")]).hits
    assert hit.level is Level.CERTAIN


@given(before=st.text(max_size=400), after=st.text(max_size=400))
def test_any_two_passages_are_taken_and_places_are_right(before: str, after: str) -> None:
    for one in cut_names(before, after):
        assert one.text in {f"{one.before.of(before)}{between}{one.after.of(after)}" for between in (" ", ", ", "-\n")}
        assert one.after.of(after) in set(goes_on(after))
    cut_terms(before, after, KEYS)


def test_the_end_of_a_huge_page_costs_what_the_end_of_a_small_one_does() -> None:
    huge = "A" * 5_000_000 + "\n" + "A " * 2_000_000 + "Vibeke"
    found = [one.text for one in cut_names(huge, "Rasborg " + huge)]
    assert any("Vibeke Rasborg" in text for text in found)
    assert max(map(len, found)) <= 2 * LONGEST + 2


@pytest.mark.parametrize("foot", ["", "\n\nSide 3 af 9"])
@pytest.mark.parametrize("head", ["", "Vestby Kommune\nSide 4 af 9\n"])
def test_a_number_over_the_end_of_a_page_is_found_by_itself(foot: str, head: str) -> None:
    who = subject(cpr=[CPR])
    pages = ["Forside", f"Afgørelsen vedrører cpr-nr. {CPR[:6]}-{foot}", f"{head}{CPR[6:]}, som har klaget. {REST}"]
    (hit,) = ask(who, [item("a.pdf", *pages), item("b.pdf", f"Beløb {CPR[:6]}", f"Konto {CPR[6:]}")]).hits
    assert hit.item == "a.pdf"
    assert hit.level in (Level.CERTAIN, Level.LIKELY)


def test_a_name_with_its_middle_name_before_the_cut_is_the_whole_name() -> None:
    who = subject(names=["Vibeke Holm Rasborg"])
    (hit,) = ask(who, [item("a.pdf", "Sagen er rejst af Vibeke Holm", "Rasborg, Søvej 1, " + REST)]).hits
    assert "name.cut" in {clue.rule for passage in hit.passages for clue in passage.clues}


def test_a_name_that_begins_with_a_letter_of_another_land_goes_over_the_end_of_a_page() -> None:
    who = subject(names=["Łukasz Wiśniewski"], addresses=["Industrivej 30, 9600 Aars"])
    pages = [
        "Afgørelsen vedrører Łukasz",
        "Side 2 af 3\nWiśniewski, Industrivej 30, 9600 Aars, som har klaget. " + REST,
    ]
    (hit,) = ask(who, [item("a.pdf", *pages)]).hits
    assert role_of(hit) is HitRole.SUBJECT
    assert "name.cut" in {clue.rule for passage in hit.passages for clue in passage.clues}

"""Sentences about others are proposed to be struck, and nothing is struck but by a person."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.cases.crowds import crowd_lines, crowd_marks, crowds, planner_of
from dsar.cases.decisions import Act, Entry, standing
from dsar.cases.proposals import Proposal, chosen, hidden, proposals, struck
from dsar.cases.review import Policy, release
from dsar.detect import Detectors
from dsar.errors import SetupError
from dsar.model import Hit, HitPassage
from dsar.redact.removal import HIDDEN, Action
from tests.cases.review_made import NOW, decided, history, hit
from tests.package.people import SUBJECT

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
TEXT = (
    "Kære Anders Bo Jensen\n\nDu får hjælp til huslejen. Din ægtefælle er\nsyg. Bent Ove Skaarup drikker hver dag.\n\n"
    "Venlig hilsen\nBirgitte Holm Kjeldsen\nKontakt: Laura Tvede"
)
SICK, DRINKS = "Din ægtefælle er syg.", "Bent Ove Skaarup drikker hver dag."


def proposed(*texts: str, place: str = "side {}") -> tuple[Proposal, ...]:
    passages = [HitPassage(place.format(number), text, ()) for number, text in enumerate(texts, 1)]
    planner = planner_of(SUBJECT, DETECT)
    return proposals(passages, planner, planner.known(texts))


def test_proposed_is_what_tells_of_others_alone_and_not_who_merely_signs() -> None:
    assert proposed(TEXT, "Anders Bo Jensen er rask.") == (Proposal("side 1", SICK), Proposal("side 1", DRINKS))


def test_a_row_and_the_head_of_a_mail_have_no_sentences() -> None:
    row = "Navn: Anders Bo Jensen\nBemærkning: Bent Ove Skaarup drikker hver dag."
    assert [proposed(row, place=place) for place in ("Ark1 række {}", "brevhoved")] == [(), ()]
    assert len(proposed(row)) == 1


@pytest.mark.parametrize(
    ("wanted", "got"),
    [(["1"], "a"), (["1-2", "2"], "ab"), (["3", "1"], "ac"), (["all"], "abc"), (["none"], "")],
)
def test_sentences_are_chosen_by_number(wanted: list[str], got: str) -> None:
    assert chosen(wanted, [Proposal("s", text) for text in "abc"]) == tuple(got)


@pytest.mark.parametrize("wanted", [["0"], ["4"], ["2-4"], ["3-2"], ["x"], ["all", "1"], [""], ["1", "none"]])
def test_what_is_not_proposed_cannot_be_chosen(wanted: list[str]) -> None:
    with pytest.raises(SetupError):
        chosen(wanted, [Proposal("s", text) for text in "abc"])


def test_what_is_struck_is_removed_by_decision_and_black_in_its_passage() -> None:
    (one,) = struck([SICK])
    assert (one.action, one.text) == (Action.REMOVE, SICK)
    black = hidden(HitPassage("side 1", TEXT, ()), [SICK, "Det (her) findes ikke."])
    assert black.text == TEXT.replace("Din ægtefælle er\nsyg.", HIDDEN * 21)


def test_strikes_hold_until_others_take_their_place_or_they_are_undone() -> None:
    made = [
        decided(1, "include"),
        Entry(0, 0, Act.STRIKE, "ole", NOW, hit=1, reason=f"{SICK}\n{DRINKS}", content="content 1"),
    ]

    def verdict(*drafts: Entry) -> tuple[str, ...]:
        (one,) = release([hit(1)], standing(history(*drafts)), Policy()).told
        return one.struck

    assert verdict(*made) == (SICK, DRINKS)
    assert verdict(*made, decided(1, "include")) == (SICK, DRINKS)
    assert verdict(*made, Entry(0, 0, Act.STRIKE, "ole", NOW, hit=1, content="content 1")) == ()
    assert verdict(*made, Entry(0, 0, Act.UNDO, "ole", NOW, undoes=2)) == ()
    stands = standing(history(*made))
    assert "ole" in stands.deciders
    assert stands.of(1).changed_since("another content")


def test_hits_with_proposals_are_named_until_all_are_struck() -> None:
    found = Hit("s", "a.txt", "a", 0.9, "", (), (HitPassage("tekst", TEXT.partition("\n\nVenlig")[0], ()),))
    (one,) = crowds([(3, found)], SUBJECT, DETECT)
    assert one.told == 2
    assert [line for line in crowd_lines([one]) if line.startswith("Fund 3 har sætninger")]
    assert crowd_marks([one]) == {3: "2 sætninger om andre: se forslagene"}
    assert crowds([(3, found)], SUBJECT, DETECT, struck={3: (SICK, DRINKS)}) == ()

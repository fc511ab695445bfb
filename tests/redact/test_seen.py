"""What the search saw of the subject is the subject's in that item, and nowhere else."""

from __future__ import annotations

import pytest

from dsar.model import Clue, HitPassage, Passage, Span
from dsar.redact.plan import plan_passages
from dsar.redact.seen import as_seen
from tests.redact.test_plan import DETECT, OWN

HOME = "Birkevænget 8, 9500 Hobro"


def passage(text: str, **seen: str) -> HitPassage:
    """A passage in which the search saw these words, each by its rule (``name_full`` is ``name.full``)."""
    clues = [
        Clue(rule.replace("_", ".", 1), 5.0, Span(text.index(words), text.index(words) + len(words)))
        for rule, words in seen.items()
    ]
    return HitPassage("tekst", text, tuple(clues))


def redacted(*passages: HitPassage) -> str:
    own = as_seen(OWN, passages, DETECT)
    plans = plan_passages([Passage(each.place, each.text) for each in passages], own, DETECT)
    shown = []
    for each, plan in zip(passages, plans, strict=True):
        text = each.text
        for removal in reversed(plan):
            text = text[: removal.span.start] + "…" + text[removal.span.end :]
        shown.append(text)
    return "\n\f".join(shown)


def test_a_misspelt_name_beside_a_home_that_was_learned_is_the_subjects() -> None:
    text = f"Ringede med Anders Bo Jenssen, {HOME} i dag."
    assert redacted(passage(text, name_misspelled="Anders Bo Jenssen", address_learned=HOME)) == text


def test_a_misspelt_name_stays_where_nothing_else_names_the_subject() -> None:
    text = "Deltager: Anders Bo Jenssen\nAngstanfald i august."
    assert redacted(passage(text, name_misspelled="Anders Bo Jenssen")) == text


def test_initials_beside_the_subjects_address_are_the_subjects() -> None:
    text = "Borger A. B. Jensen, Vestergade 12, 9000 Aalborg"
    assert redacted(passage(text, name_initials="A. B. Jensen", address_equal="Vestergade 12, 9000 Aalborg")) == text


def test_initials_before_a_road_that_reads_as_a_name_are_the_subjects() -> None:
    text = "felter.Borger: A. B. Jensen, Fiskekassevej 98, 9610 Nørager"
    home = "Fiskekassevej 98, 9610 Nørager"
    assert redacted(passage(text, name_initials="A. B. Jensen", address_learned=home)) == text


@pytest.mark.parametrize("rule", ["name_variant", "name_initials"])
def test_a_name_that_is_merely_alike_goes_where_the_subject_is_named(rule: str) -> None:
    seen = {"name_full": "Anders Bo Jensen", rule: "Andreas Bo Jensen"}
    text = "Anders Bo Jensen har søgt. Skolen har spurgt til, hvordan det går. Andreas Bo Jensen er hans fætter."
    assert "Andreas" not in redacted(passage(text, **seen))


def test_nothing_is_learned_from_what_speaks_against_the_subject() -> None:
    text = f"Peter Holm, {HOME}"
    against = HitPassage("tekst", text, (Clue("address.learned", -1.0, Span(12, len(text))),))
    assert as_seen(OWN, [against], DETECT) is OWN
    assert redacted(against) == "…, …"

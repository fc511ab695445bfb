"""The quick look never says no to a text that the reading finds the subject's name in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.detect.lexicon import Lexicon
from dsar.find.glance import Glance
from dsar.find.mentions import mentions
from dsar.find.person import Person
from dsar.find.reading import words_of
from dsar.model import Subject

PEOPLE = tuple(
    Person(Subject(names=names), Lexicon())
    for names in (
        ("Allan Christensen",),
        ("Anne Mette Skov Jensen", "Anne Holm"),
        ("Bo",),
        ("Åse-Lis van der Ødegård",),
    )
)
WORDS = (
    *("Allan", "allan", "Christensen", "Kristensens", "AC", "A", "C.", "Anne", "Mette", "Annemette", "Skov", "Holm"),
    *(
        "Jensen",
        "AMS",
        "AJ",
        "M",
        "annejensen",
        "Bo",
        "Åse",
        "Lis",
        "Ødegård",
        "van",
        "der",
        "Peter",
        "og",
        "Efternavn:",
    ),
    *("Fornavn:", "Navn:", "For- og efternavn:", "huset", "Hansen", "12", "(f.", "&", "‑", "Lund", "København"),
)
BETWEEN = (" ", " ", " ", ", ", "\n", ": ", ".", "-", "; ", "\t")


@settings(max_examples=600)
@given(
    person=st.sampled_from(PEOPLE),
    pieces=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), min_size=1, max_size=14),
)
def test_a_text_in_which_a_name_is_read_is_never_refused(person: Person, pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + between for word, between in pieces)
    if any(not mention.bare for mention in mentions(text, words_of(text), person)):
        assert Glance(person).may_name(text)


def test_names_far_apart_are_refused() -> None:
    glance = Glance(PEOPLE[0])
    assert not glance.may_name("Allan var hjemme i dag, og det var Christensen også.")
    assert glance.may_name("Allan Christensen var hjemme.")
    assert glance.may_name("Christensen, A. B. var hjemme.")

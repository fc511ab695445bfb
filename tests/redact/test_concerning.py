"""Of a text about several people an extract holds what concerns the subject, and nothing of a block about others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.detect import Detectors
from dsar.model import Span
from dsar.redact.concerning import Concerning, concerning
from dsar.redact.own import own_identifiers
from dsar.redact.plan import Planner
from dsar.redact.removal import Options
from dsar.redact.words import LEFT_OUT
from tests.package.people import SUBJECT

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
PLANNER = Planner(own_identifiers(SUBJECT, DETECT), DETECT, Options())


def kept(*lines: str, found: tuple[Span, ...] = ()) -> Concerning:
    text = "\n".join(lines)
    return concerning(text, PLANNER, PLANNER.known([text]), found=found)


def lines_of(*lines: str) -> list[str]:
    return kept(*lines).text.split("\n")


def test_minutes_give_the_subjects_point_and_what_follows_it() -> None:
    assert lines_of(
        "Socialudvalget den 3. september 2025",
        "Pkt. 7. Ansøgning om boliglån, Henrik Thorup Madsen, 230527-4991",
        "Ejendommen er belånt, og parret kan ikke blive enige om salg.",
        "Pkt. 8. Klage over hjemmehjælp, Anders Bo Jensen, 010130-4999",
        "Klager mener, at han skal have bad to gange om ugen.",
        "Pkt. 9. Plejefamilie, Laura Tvede. Plejefamilien opsiges.",
        "Udvalget tog sagen til efterretning.",
    ) == [
        "Socialudvalget den 3. september 2025",
        LEFT_OUT,
        "Pkt. 8. Klage over hjemmehjælp, Anders Bo Jensen, 010130-4999",
        "Klager mener, at han skal have bad to gange om ugen.",
        LEFT_OUT,
    ]


def test_a_journal_gives_the_subjects_entries_under_their_days() -> None:
    assert lines_of(
        "Mandag",
        "09.40 Bent Ove Skaarup skælder ud over carporten. Beruset, ført ud af vagten.",
        "Tirsdag",
        "09.15 Anders Bo Jensen: kan ikke finde ud af MitID",
        "barnebarn hjælper",
        "11.00 Ung kvinde vil ikke sige sit navn højt i køen",
        "Onsdag",
        "10.00 Birgitte Holm Kjeldsen græd",
    ) == [
        LEFT_OUT,
        "Tirsdag",
        "09.15 Anders Bo Jensen: kan ikke finde ud af MitID",
        "barnebarn hjælper",
        LEFT_OUT,
    ]


def test_in_a_paragraph_about_both_the_sentences_about_others_go() -> None:
    assert lines_of(
        "Jeg har to sager. Den ene er Anders Bo Jensen, som er syg. Den anden er Birgitte Holm Kjeldsen, som er rask."
    ) == ["Jeg har to sager. Den ene er Anders Bo Jensen, som er syg. ", LEFT_OUT]


def test_a_numbered_list_that_names_nobody_goes_on_from_the_subject() -> None:
    lines = ("Bent Ove Skaarup er rask.", "Anders Bo Jensen skal sende:", "1. lønseddel", "2. lejekontrakt")
    assert lines_of(*lines) == [LEFT_OUT, *lines[1:]]


def test_who_is_merely_greeted_does_not_make_a_block_theirs() -> None:
    lines = (
        "Den 12. juni skrev Anders Bo Jensen:",
        "> Hej Lone Thorsen, jeg kan ikke komme.",
        "Hilsen Bent Ove Skaarup",
    )
    assert lines_of(*lines) == list(lines)
    assert lines_of("Kære Bent Ove Skaarup", "Du er rask.", lines[0]) == [LEFT_OUT, lines[0]]


def test_a_wrapped_line_is_of_the_block_that_it_belongs_to() -> None:
    lines = ("Anders Bo Jensen har talt med sin sagsbehandler om flytningen, og", "hjælper nu Bent Ove Skaarup.")
    assert lines_of(*lines, "Birgitte Holm Kjeldsen græd.") == [*lines, LEFT_OUT]


def test_a_namesake_with_another_birthday_is_another() -> None:
    assert lines_of(
        "09.05 Anders Bo Jensen f. 02.09.1991 vil have nyt pas", "09.50 Anders Bo Jensen, 010130-4999: vred"
    ) == [LEFT_OUT, "09.50 Anders Bo Jensen, 010130-4999: vred"]


def test_what_names_nobody_else_is_kept_as_it_is() -> None:
    text = "Kære Anders Bo Jensen\n\nDu skal sende:\n- lønseddel\n- lejekontrakt\n\nVenlig hilsen"
    assert kept(text) == Concerning(text, 0)


def test_where_the_search_saw_the_subject_counts_if_redaction_sees_nobody() -> None:
    text = "17.10 Bent Ove Skaarup: insulin\n17.35 beboeren i nr. 12: faldet i badet\n18.05 Laura Tvede: aflyst"
    at = text.index("beboeren")
    assert kept(text, found=(Span(at, at + 8),)).text.split("\n") == [
        LEFT_OUT, "17.35 beboeren i nr. 12: faldet i badet", LEFT_OUT,
    ]  # fmt: skip


def test_what_names_only_others_goes_altogether() -> None:
    assert kept("Bent Ove Skaarup er vred.", "Han bor alene.") == Concerning(LEFT_OUT, 1)


SUBJECTS = ("Anders Bo Jensen har ringet.", "010130-4999 er sygemeldt.", "Skriv til Anders Bo Jensen om sagen.")
OTHERS = ("Bent Ove Skaarup er vred.", "Kontakt Birgitte Holm Kjeldsen om handsker.", "Borger 230527-4991 er rask.")
NOBODYS = ("Der er aftalt et nyt møde.", "Sagen sendes videre.", "Ansøgningen er imødekommet.")
MARKS = ("", "- ", "09.15 ", "3. ")
blocks = st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(SUBJECTS + OTHERS + NOBODYS)), max_size=9)


@settings(deadline=None, max_examples=60)
@given(blocks, st.sampled_from(["\n", "\n\n"]))
def test_kept_are_the_subjects_blocks_never_anothers_and_all_in_their_order(
    told: list[tuple[str, str]], between: str
) -> None:
    text = between.join(mark + block for mark, block in told)
    made = concerning(text, PLANNER, PLANNER.known([text]))
    left = [line for line in made.text.split("\n") if line and line != LEFT_OUT]
    rest = iter(text.split("\n"))
    assert all(line in rest for line in left)
    assert [line for line in left if line.endswith(SUBJECTS)] == [m + b for m, b in told if b in SUBJECTS]
    assert not any(line.endswith(OTHERS) for line in left)
    assert made.text.count(LEFT_OUT) == made.left_out


@pytest.mark.parametrize("lines", [["Bent Ove Skaarup: x", "Anders Bo Jensen: y"], ["\n", "Bent Ove Skaarup", ""]])
def test_odd_texts_are_read(lines: list[str]) -> None:
    assert "Skaarup" not in kept(*lines).text
